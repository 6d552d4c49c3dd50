"""Every rule says what it is, has a case where it fires and its nearest innocent one, and stands in docs/RULES.md."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest
from tests.checking import marks
from typer.testing import CliRunner

from gouji.checking.document import FILE, explain, find, render, rules
from gouji.checking.registry import Check, checks
from gouji.cli import app

HERE = Path(__file__).parent
# Rules of the first days, whose tests are told by their file's name instead of a marker.
BY_FILE = {
    "RELATION": "test_arithmetic",
    "ROUNDING": "test_arithmetic",
    "FORM-MISSING": "test_forms",
    "AMOUNT-UNREADABLE": "test_legibility",
}


@cache
def marked(marker: str) -> frozenset[str]:
    """The rules that the tests of this folder mark, as pytest collects them."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "marks.json"
        environment = {**os.environ, marks.VARIABLE: str(answer)}
        subprocess.run(marks.command(HERE), cwd=HERE.parents[1], env=environment, check=True, capture_output=True, timeout=120)
        _MARKED.update(json.loads(answer.read_text("utf-8")))
    return frozenset(_MARKED[marker])


_MARKED: dict[str, list[str]] = {}
ALL = checks()


@pytest.mark.parametrize("rule", ALL, ids=lambda r: r.id)
def test_a_rule_says_what_it_is(rule: Check) -> None:
    assert re.fullmatch(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*", rule.id)
    assert all(rule.title)
    assert all(rule.basis)
    assert len(rule.text) > 12
    assert rule.severity in ("error", "warning", "info")


@pytest.mark.parametrize("rule", ALL, ids=lambda r: r.id)
def test_a_rule_has_both_of_its_tests(rule: Check) -> None:
    if rule.id in BY_FILE:
        assert (HERE / f"{BY_FILE[rule.id]}.py").exists()
        return
    assert rule.id in marked("fires"), "no test that it fires"
    assert rule.id in marked("silent"), "no test that it stays silent"


@pytest.mark.parametrize("rule", [r for r in ALL if r.id not in BY_FILE], ids=lambda r: r.id)
def test_a_rule_has_an_example(rule: Check) -> None:
    if rule.run.__module__.rpartition(".")[2] in ("wording", "sections", "unknown"):
        pytest.skip("without an example yet")
    assert rule.example


def test_the_documentation_is_up_to_date() -> None:
    assert FILE.read_text("utf-8") == render(), "make rules"


def test_there_are_enough_of_them() -> None:
    assert len(ALL) >= 120
    assert len({r.id for r in rules()}) == len(rules())


def test_every_relation_says_what_it_holds() -> None:
    relations = [r for r in rules() if "/" in r.where]
    assert len(relations) > 100
    assert all(r.title[0] and r.text[0] and r.basis[0] for r in relations)


def test_one_rule_is_explained() -> None:
    told = CliRunner().invoke(app, ["rules", "YEAR-TITLE"])
    assert told.exit_code == 0
    assert "YEAR-TITLE  标题的年份不是本年" in told.stdout
    assert "例：" in told.stdout
    assert explain(find("YEAR-TITLE")[0], "en").startswith(
        "YEAR-TITLE  A title bears another year\n  Severity: warning\n  Rule: Headings"
    )


def test_words_find_rules_and_an_unknown_one_ends_in_2() -> None:
    assert {r.id for r in find("privacy")} >= {"PRIVACY-ID", "PRIVACY-MOBILE"}
    assert CliRunner().invoke(app, ["rules", "NO-SUCH-RULE"]).exit_code == 2
    listed = CliRunner().invoke(app, ["rules", "--lang", "en"])
    assert "PRIVACY-ID" in listed.stdout
