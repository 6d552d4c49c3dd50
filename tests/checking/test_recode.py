"""A row under a wrong code is one finding, whatever relations fail by it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from tests.invented.document import document
from tests.invented.station import STATION

from gouji.checking import check
from gouji.checking.report import Report
from gouji.model.finding import Finding, Severity
from gouji.recognition import read
from gouji.sources import open_document
from gouji.standards.loader import load

CODE, WRONG = "2210201", "2210207"  # 住房公积金, which the chart lists
UNLISTED = "2130306"
FORM = "general_budget_expenditure"


@cache
def clean(folder: Path) -> object:
    path = folder / "a.txt"
    path.write_text(document(STATION), encoding="utf-8")
    return read(open_document(path))


def checked(folder: Path, kind: str, code: str, of: str = CODE, lang: str = "zh") -> Report:
    """The station's budget, in one form of which the rows of a code have another one."""
    held = clean(folder)
    forms = []
    for form in held.forms:  # type: ignore[attr-defined]
        rows = [
            replace(r, codes={**r.codes, "function": code}) if form.kind == kind and r.codes.get("function") == of else r
            for r in form.rows
        ]
        forms.append(replace(form, rows=tuple(rows)))
    made = replace(held, forms=tuple(forms))  # type: ignore[type-var]
    return check(made, load(made.template, made.profile), lang)  # type: ignore[attr-defined]


def errors(report: Report) -> list[Finding]:
    return [f for f in report.findings if f.severity is Severity.ERROR]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("recode")


@pytest.mark.fires("CODE-BREAKS")
@pytest.mark.parametrize("kind", [FORM, "expenditure_summary"])
def test_a_wrong_code_is_the_only_error(folder: Path, kind: str) -> None:
    (found,) = errors(checked(folder, kind, WRONG))
    assert (found.rule, found.stated, found.expected) == ("CODE-BREAKS", WRONG, CODE)
    assert found.places[0].form == kind
    assert found.relations
    assert not [f for f in checked(folder, kind, WRONG).findings if f.rule == "CODE-DIFFERS"]
    (english,) = errors(checked(folder, kind, WRONG, lang="en"))
    assert "should be 2210201" in english.message


def test_where_the_chart_does_not_tell_which_is_wrong_neither_is_blamed(folder: Path) -> None:
    (found,) = errors(checked(folder, FORM, "2130398", of=UNLISTED))
    assert (found.rule, found.expected) == ("CODE-BREAKS", None)
    assert "必有一处写错" in found.message


@pytest.mark.silent("CODE-BREAKS")
def test_codes_that_agree_break_nothing(folder: Path) -> None:
    assert [f for f in checked(folder, FORM, CODE).findings if f.rule == "CODE-BREAKS"] == []
