"""gouji.toml: what it accepts is shown and no longer counted; what is wrong with it is told with file and line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.checking.made import ended, figure, form, relation, subject

from gouji.checking.report import report
from gouji.checking.settings import NONE, Accepted, Settings, SettingsError, load
from gouji.model.finding import Finding, Outcome, Severity, Spot
from gouji.reporting.findings_json import findings_json

FINDING = Finding(
    "HN-04-BALANCE", Severity.ERROR, "不平", "收入合计少4.53万元", (Spot("fiscal", "收入合计", "金额"),), relations=("HN-01",)
)
DAY = date(2025, 6, 1)


def written(folder: Path, text: str) -> Path:
    path = folder / "gouji.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_finding_that_fits_is_accepted_with_its_reason() -> None:
    settings = Settings((Accepted("HN-04-*", "已说明"),))
    assert settings.settle(FINDING, "a.txt", DAY).accepted == "已说明"


@pytest.mark.parametrize(
    "other",
    [
        Accepted("HN-05-*", "x"),
        Accepted("HN-04-*", "x", text="支出合计"),
        Accepted("HN-04-*", "x", file="b*"),
        Accepted("HN-04-*", "x", until=date(2025, 5, 31)),
    ],
)
def test_another_rule_place_document_or_a_time_that_is_over_accepts_nothing(other: Accepted) -> None:
    assert Settings((other,)).settle(FINDING, "a.txt", DAY) is FINDING


@pytest.mark.parametrize(
    "fitting",
    [
        Accepted("HN-01", "by the relation that is its evidence"),
        Accepted("*", "by a place", text="收入合计"),
        Accepted("*", "on the last day", until=DAY, file="a*"),
    ],
)
def test_what_makes_it_fit(fitting: Accepted) -> None:
    assert Settings((fitting,)).settle(FINDING, "a.txt", DAY).accepted == fitting.reason


def test_no_settings_change_nothing() -> None:
    assert NONE.settle(FINDING, "a.txt", DAY) is FINDING


def test_severities_are_settled_by_rule() -> None:
    settings = Settings(severities={"HN-04-*": Severity.INFO})
    assert settings.settle(FINDING, "a.txt", DAY).severity is Severity.INFO
    assert settings.settle(replace(FINDING, rule="X"), "a.txt", DAY).severity is Severity.ERROR


def test_an_accepted_error_is_in_the_report_and_does_not_count() -> None:
    bound = relation(figure("10.00", "合计"), figure("4.00", "甲", line=13), figure("5.00", "乙", line=14))
    given = subject((form("one"), form("two"), form("three")), (ended(Outcome.BROKEN, bound),))
    plain = report(given)
    settled = report(replace(given, settings=Settings((Accepted("X-1", "已说明"),))))
    assert (plain.count(Severity.ERROR), settled.count(Severity.ERROR)) == (1, 0)
    assert [f.rule for f in settled.accepted] == ["X-1"]
    data = findings_json(given.disclosure, settled)
    assert (data["summary"]["error"], data["summary"]["accepted"], data["findings"][0]["accepted"]) == (0, 1, "已说明")


def test_a_whole_file(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '[severity]\n"HN-T-*" = "info"\n[limits]\npages = 7\n'
        '[[accept]]\nrule = "HN-04-*"\ntext = "收入"\nreason = "已说明"\nuntil = 2025-12-31\n',
    )
    settings = load(path)
    assert settings.accepted == (Accepted("HN-04-*", "已说明", "收入", "*", date(2025, 12, 31)),)
    assert (settings.severities, settings.limits.pages) == ({"HN-T-*": Severity.INFO}, 7)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[[accept]]\nrule = 'a'\nreason = 'b'\n\n[[accept]]\nreason = 'c'\n", 5, "缺“rule”"),
        ("[[accept]]\nrule = 'a'\n", 1, "缺“reason”"),
        ("[[accept]]\nrule = 'a'\nreason = ' '\n", 3, "要写文字"),
        ("[[accept]]\nrule = 'a'\nreason = 'b'\nuntil = '明天'\n", 4, "日期"),
        ("[[accept]]\nrule = 'a'\nreason = 'b'\nwhen = 1\n", 4, "不认识“when”"),
        ("\n[severity]\n'X' = 'bad'\n", 3, "不是"),
        ("[limits]\npages = 0\n", 2, "正整数"),
        ("[limits]\npages = 0.5\n", 2, "正整数"),
        ("[limits]\npages = inf\n", 2, "正整数"),
        ("[limits]\nlines = 99999999999999999999999\n", 2, "至多"),
        ("[limits]\nfile_seconds = nan\n", 2, "正数"),
        ("[limits]\nfile_seconds = 1e300\n", 2, "至多"),
        ("[limits]\nwords = 1\n", 2, "不认识“words”"),
        ("[other]\n", 1, "不认识“other”"),
        ("[accept]\nrule = 'a'\n", 1, "[[accept]]"),
        ("a = \n", 1, "不是TOML"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SettingsError) as error:
        load(path)
    assert str(error.value).startswith(f"{path}:{line}：")
    assert says in str(error.value)
    assert error.value.english.startswith(f"{path}:{line}: ")


@pytest.mark.parametrize("text", ["[limits]\npages = 1" + "0" * 5000, "a = " + "[" * 5000, "a = " + "{a=" * 5000])
def test_numbers_and_nests_beyond_all_bounds_are_told_of(tmp_path: Path, text: str) -> None:
    """Python refuses such numbers, and its TOML parser goes into brackets by calling itself."""
    with pytest.raises(SettingsError, match="数字过长或嵌套过深"):
        load(written(tmp_path, text))


def test_a_limit_of_seconds_may_be_a_fraction(tmp_path: Path) -> None:
    limits = load(written(tmp_path, "[limits]\nfile_seconds = 2.5\nscan_seconds = 30\n")).limits
    assert (limits.file_seconds, limits.scan_seconds) == (2.5, 30)
