"""The worked example of docs/PROVINCES.md: its files load, its document is read with them, and its promises are true."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.invented.final import Account, Way
from tests.invented.final_written import WRITERS

from gouji.checking import Report, check
from gouji.model.disclosure import Disclosure
from gouji.recognition import read
from gouji.sources import open_document
from gouji.standards.loader import VARIABLE, load

PAGE = (Path(__file__).parents[2] / "docs" / "PROVINCES.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"```yaml\n# my/templates/(\S+)\n(.*?)```", PAGE, re.DOTALL))
DOCUMENT = re.findall(r"```html\n(.*?)```", PAGE, re.DOTALL)[0]


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in FILES.items():
        path = tmp_path / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "templates"))


def examined(tmp_path: Path, text: str = DOCUMENT) -> tuple[Disclosure, Report]:
    path = tmp_path / "budget.html"
    path.write_text(f"<html><body>{text}</body></html>", encoding="utf-8")
    found = read(open_document(path))
    return found, check(found, load(found.template, found.profile) if found.template else None)


def test_without_the_template_the_tables_are_read_and_it_is_said(tmp_path: Path) -> None:
    found, report = examined(tmp_path)
    assert (found.template, [f.kind for f in found.forms]) == (None, ["unknown", "unknown"])
    assert report.tally.held > 0
    assert "TEMPLATE-NONE" in {f.rule for f in report.findings}
    assert report.tally.broken == 0


@pytest.mark.usefixtures("templates")
def test_with_it_every_declared_relation_is_tested_and_holds(tmp_path: Path) -> None:
    assert set(FILES) == {f"yanqiu/{name}.yaml" for name in ("2025", "base", "prose", "2025-final")}
    found, report = examined(tmp_path)
    assert found.template == "yanqiu/2025"
    template = load("yanqiu/2025")
    declared = {r.id for r in (*template.relations, *(r for f in template.forms.values() for r in f.relations))}
    assert {r.relation.id for r in report.results} == declared
    assert (report.tally.broken, report.tally.untestable, report.tally.rounding) == (0, 0, 0)
    assert [f.rule for f in report.findings if f.rule.startswith(("YQ-", "UN-", "FORM-MISSING", "SECTION-", "TEMPLATE-"))] == []


@pytest.mark.usefixtures("templates")
@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("科目23.60万元", "科目26.30万元", "YQ-T-FUNCTION"),
        ("水文测报（项）", "水文监测（项）", "FUNCTION-NAME"),
        ("<p>其他相关情况说明</p>", "<p>其他</p>", "SECTION-MISSING"),
        ("<td>住房公积金</td><td>120,000</td>", "<td>住房公积金</td><td>102,000</td>", "YQ-02-CLASSES"),
    ],
)
def test_one_change_breaks_what_it_should(tmp_path: Path, old: str, new: str, rule: str) -> None:
    assert old in DOCUMENT
    _, report = examined(tmp_path, DOCUMENT.replace(old, new))
    assert any(f.rule == rule or rule in f.relations for f in report.findings), [f.rule for f in report.findings]


@pytest.mark.usefixtures("templates")
def test_final_accounts_are_read_with_the_provinces_own_file_and_others_with_the_national_one(tmp_path: Path) -> None:
    for name, template in (("沙洲市水文站", "yanqiu/2025-final"), ("山阳县水文站", "national-final/2025-final")):
        text = WRITERS["html"](replace(Account.drawn(3), name=name), Way()).decode()
        if template.startswith("yanqiu"):
            text = text.replace("一般公共预算财政拨款支出决算表", "一般公共预算拨款支出决算表")
        path = tmp_path / "final.html"
        path.write_text(text, encoding="utf-8")
        found = read(open_document(path))
        assert (found.template, found.form("final_general_expenditure") is not None) == (template, True)
        assert check(found, load(found.template or "", found.profile)).tally.broken == 0
