"""The report at a terminal: counts, findings worst first, damage apart, one verdict that never calls untested passed."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from rich.cells import cell_len
from rich.console import Console

from gouji.checking import Report
from gouji.model.disclosure import Ambiguous, Cell, Damage, Disclosure, Form, Issuer, Row, RowKind, Source
from gouji.model.finding import Finding, Severity, Spot, Suspect, Tally
from gouji.model.place import Place
from gouji.reporting.excerpts import Excerpt
from gouji.reporting.terminal import SHOWN, show, show_summary


def disclosure(damage: tuple[Damage, ...] = ()) -> Disclosure:
    row = Row(RowKind.TOTAL, "合计", cells={"合计": Cell(Decimal("9.00"))}, ambiguous=(Ambiguous(Decimal("3"), ("a", "b")),))
    forms = (
        Form("one", "收支总体情况表", rows=(row,)),
        Form("two", "空表", status="empty"),
        Form("three", "缺", status="missing"),
    )
    return Disclosure(Source("某局.txt"), Issuer("某局"), 2024, "unit_budget", "x/2024", forms=forms, damage=damage)


def finding(severity: Severity, message: str = "预算01表写10.00万元，应为9.00万元。") -> Finding:
    return Finding("X-1", severity, "合计等于各项之和", message)


def shown(report: Report, lang: str = "zh", width: int = 80, damage: tuple[Damage, ...] = ()) -> str:
    out = io.StringIO()
    show(Console(file=out, width=width), disclosure(damage), report, lang)
    return out.getvalue()


def test_what_was_read_is_counted() -> None:
    text = shown(Report((), Tally(held=5, rounding=1, broken=0, untestable=2), untested=(("没有这张表", 2),)), width=120)
    assert "2张表（1张空表），1个金额" in text
    assert "1个数字不能确定在哪一列" in text
    assert "检验6条：成立5，四舍五入内成立1，不成立0；无法检验2" in text
    assert "没有这张表 2" in text


def test_findings_stand_worst_first() -> None:
    found = tuple(finding(s, s.value) for s in Severity)
    text = shown(Report(found, Tally(1, 0, 1)))
    assert text.index("错误 1项") < text.index("需要核对 1项") < text.index("提示 1项") < text.index("结论")


@pytest.mark.parametrize(
    ("severities", "tally", "says"),
    [
        ((), Tally(held=3), "检验的3条勾稽关系中没有发现错误。"),
        ((Severity.WARNING,), Tally(held=3), "没有发现错误；有1项需要核对。"),
        ((Severity.ERROR, Severity.ERROR), Tally(broken=2), "有2项错误。"),
        ((), Tally(untestable=9), "不能下结论"),
    ],
)
def test_the_verdict(severities: tuple[Severity, ...], tally: Tally, says: str) -> None:
    assert says in shown(Report(tuple(map(finding, severities)), tally)).splitlines()[-1]


def test_damage_is_told_apart_but_hash_marks_are_no_damage() -> None:
    lost = Damage(Place(line=7), "“107. 4”断开了")
    text = shown(Report((), Tally(1)), damage=(lost, Damage(Place(line=8), "“####”无法读出")))
    assert "来源损坏 1处" in text
    assert "第7行：“107. 4”断开了" in text
    assert "####" not in text
    assert "来源损坏" not in shown(Report((), Tally(1)))


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(width: int, lang: str) -> None:
    report = Report((finding(Severity.ERROR, "预算01表“合计”行“合计”列写10.00万元，应为9.00万元。" * 6),), Tally(broken=1))
    assert max(cell_len(line) for line in shown(report, lang, width).splitlines()) <= width


def test_a_strangers_markup_is_shown_as_it_stands() -> None:
    assert "[red]x[/red]" in shown(Report((finding(Severity.ERROR, "[red]x[/red]"),), Tally(broken=1)))


def test_hundreds_of_findings_are_counted_not_listed() -> None:
    found = tuple(finding(Severity.ERROR, f"第{i}处不对。\n依据：相差{i}。") for i in range(SHOWN + 7))
    text = shown(Report(found, Tally(broken=1)))
    assert "还有7项" in text
    assert f"{SHOWN}. " in text
    assert f"{SHOWN + 1}. " not in text


def test_findings_that_differ_in_their_line_alone_are_one_block() -> None:
    places = [(Spot("", "x", place=Place(line=n)),) for n in (7, 8, 9)]
    found = tuple(replace(finding(Severity.ERROR, f"第{p[0].place.line}行是“####”。"), places=p) for p in places)
    text = shown(Report(found, Tally(broken=1)))
    assert "错误 3项" in text
    assert "（3处）" in text
    assert "第7行是“####”。" in text
    assert "同样的还有：第8行、第9行。" in text
    assert text.count("####") == 1
    apart = (found[0], replace(found[1], message="第8行缺少数字。"))
    assert "缺少数字" in shown(Report(apart, Tally(broken=1)))


def test_findings_that_blame_a_figure_stay_apart() -> None:
    blamed = replace(finding(Severity.ERROR), suspect=Suspect(Spot("one", "合计"), "9.00", Decimal(1)))
    text = shown(Report((blamed, blamed), Tally(broken=1)))
    assert "处）" not in text
    assert " 2. " in text


def test_the_figure_is_marked_in_an_excerpt_of_the_document() -> None:
    out = io.StringIO()
    report = Report((finding(Severity.ERROR),), Tally(broken=1))
    show(Console(file=out, width=80), disclosure(), report, "zh", (Excerpt("合计10.00万元", 2, 7),))
    assert "│ 合计〔10.00〕万元" in out.getvalue()


def test_an_accepted_finding_is_shown_and_not_counted() -> None:
    report = Report((replace(finding(Severity.ERROR), accepted="已有复函"),), Tally(held=3))
    text = shown(report)
    assert "错误 1项" not in text
    assert "已接受 1项" in text
    assert "已有复函" in text
    assert "没有发现错误" in text.splitlines()[-1]


def test_the_sentence_as_it_should_read_is_told() -> None:
    text = shown(Report((replace(finding(Severity.ERROR), rewrite="增长5.10%"),), Tally(broken=1)))
    assert "可改为：增长5.10%" in text


def test_english() -> None:
    text = shown(Report((finding(Severity.WARNING, "says 1"),), Tally(held=3)), "en")
    assert "To look at: 1" in text
    assert text.rstrip().endswith("Verdict: of the 3 relations tested, none shows an error; 1 to look at.")


def test_several_documents_end_in_a_table() -> None:
    out = io.StringIO()
    results = [("甲.txt", Report((finding(Severity.ERROR),), Tally(broken=1))), ("乙.txt", None)]
    show_summary(Console(file=out, width=100), results)
    lines = out.getvalue().splitlines()
    assert any("甲.txt" in line and "有1项错误" in line for line in lines)
    assert any("乙.txt" in line and "不能核对" in line for line in lines)
