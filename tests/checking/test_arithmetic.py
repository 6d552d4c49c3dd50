"""Broken relations become findings that say figure, place and what it should be; rounding is told relation by relation."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.checking.made import claim, ended, figure, form, relation, subject

from gouji.checking.registry import Subject, checks
from gouji.checking.report import report
from gouji.model.disclosure import Row, RowKind
from gouji.model.finding import Finding, Outcome, Severity
from gouji.model.place import Place
from gouji.reconcile.bound import Result
from gouji.standards.loader import Profile, available, load


def run(given: Subject) -> list[Finding]:
    return [f for c in checks() if c.id in ("RELATION", "ROUNDING") for f in c.findings(given)]


def test_a_broken_sum_says_where_what_and_what_it_should_be() -> None:
    bound = relation(figure("10.00", "合计"), figure("4.00", "甲", line=13), figure("5.00", "乙", line=14))
    (found,) = run(subject((form("one", "预算01表"),), (ended(Outcome.BROKEN, bound),)))
    assert (found.rule, found.severity, found.title) == ("X-1", Severity.ERROR, "合计等于各项之和")
    assert found.message == (
        "预算01表第12行“合计”行“合计”列写10.00万元，而“甲”行4.00万元＋“乙”行5.00万元，应为9.00万元，相差1.00万元。"
    )
    assert (found.stated, found.expected, found.difference) == (Decimal("10.00"), Decimal("9.00"), Decimal("1.00"))
    assert [s.place.line for s in found.places] == [12, 13, 14]


def test_a_relation_that_holds_is_silent() -> None:
    bound = relation(figure("9.00", "合计"), figure("4.00", "甲"), figure("5.00", "乙"))
    assert run(subject((form("one"),), (ended(Outcome.HELD, bound, "9.00"),))) == []


def test_an_untestable_relation_is_counted_and_no_finding() -> None:
    bound = relation(figure("9.00", "合计"), figure(None, "甲"), untestable="没有这张表")
    result = ended(Outcome.UNTESTABLE, bound)
    made = report(subject((form("one"), form("two"), form("three")), (result,)))
    assert made.findings == ()
    assert (made.tally.tested, made.tally.untestable) == (0, 1)


def test_a_claim_is_told_by_its_line_in_the_text() -> None:
    bound = relation(claim("12.00", "支出合计"), figure("10.00", "合计"))
    (found,) = run(subject((form("one", "预算01表"),), (ended(Outcome.BROKEN, bound, "12.00", "10.00"),)))
    assert found.message.split("\n") == [
        "正文第171行（支出合计）写12.00万元，应为10.00万元（一位数字写错）。",
        "也可能是预算01表第12行“合计”行“合计”列写10.00万元，应为12.00万元（一位数字写错）。",
        "依据：正文第171行（支出合计）写12.00万元，而预算01表第12行“合计”行“合计”列10.00万元，相差2.00万元。",
    ]


def test_a_share_is_told_with_what_it_is_the_share_of() -> None:
    left = claim("53.13", "项目支出占比", unit="%")
    project, whole = claim("268", "项目支出", line=172), claim("762.87", "支出合计", line=173)
    bound = relation(left, project, by=relation(left, whole).right, ratio="share")
    result = ended(Outcome.BROKEN, bound, "53.13", "35.13")
    (found,) = run(subject((), (result,)))
    assert "正文第171行（项目支出占比）写53.13%，应为35.13%（相邻两位数字颠倒）" in found.message
    assert "＝35.13%" in found.message


def test_a_bound_is_told_as_a_bound() -> None:
    bound = relation(figure("10.00", "其中"), figure("9.00", "小计"), compare="<=")
    assert "不应大于9.00万元" in run(subject((form("one"),), (ended(Outcome.BROKEN, bound),)))[0].message


def test_many_addends_are_told_by_their_number() -> None:
    bound = relation(figure("10.00", "合计"), *(figure("1.00", str(i), line=20 + i) for i in range(9)))
    assert "而各项（9项）之和，应为" in run(subject((form("one"),), (ended(Outcome.BROKEN, bound),)))[0].message


def test_a_garbled_figure_is_no_error_of_the_issuer() -> None:
    bound = relation(figure("10.00", "合计"), figure("4.00", "甲", damaged=True))
    (found,) = run(subject((form("one"),), (ended(Outcome.BROKEN, bound),)))
    assert found.severity is Severity.WARNING
    assert "核对原件" in found.message


@pytest.mark.parametrize("severity", ["error", "warning", "info"])
def test_severity_is_the_relations_own(severity: str) -> None:
    bound = relation(figure("10.00", "合计"), figure("4.00", "甲"), severity=severity)
    assert run(subject((form("one"),), (ended(Outcome.BROKEN, bound),)))[0].severity == severity


def test_every_relation_that_holds_by_rounding_is_told_with_its_difference() -> None:
    def deviates(row: str, line: int) -> Result:
        parts = (figure("4.00", "甲", line=13), figure("5.99", "乙", line=14))
        return ended(Outcome.ROUNDING, relation(figure("10.00", row, line=line), *parts), "10.00", "9.99")

    found = run(subject((form("one"),), (deviates("合计", 12), deviates("合计", 12), deviates("丙", 15))))
    assert [(f.severity, f.rule, f.places[0].place.line, f.difference) for f in found] == [
        (Severity.INFO, "ROUNDING", 12, Decimal("0.01")),
        (Severity.INFO, "ROUNDING", 15, Decimal("0.01")),
    ]


def test_of_two_equal_explanations_none_is_blamed_and_both_are_told() -> None:
    bound = relation(figure("10.00", "合计"), figure("7.00", "甲", line=13))
    (found,) = run(subject((form("one", "预算01表"),), (ended(Outcome.BROKEN, bound),)))
    assert found.message.split("\n")[-1] == (
        "有一处不对：预算01表第12行“合计”行“合计”列写10.00万元，应为7.00万元；"
        "或者预算01表第13行“甲”行“合计”列写7.00万元，应为10.00万元。"
    )
    assert found.expected == Decimal("9.00")
    assert found.suspect is not None
    assert found.suspect.confidence == Decimal("0.50")


def test_english_messages() -> None:
    bound = relation(figure("10.00", "合计"), figure("4.00", "甲", line=13), figure("5.00", "乙", line=14))
    (found,) = run(subject((form("one", "01"),), (ended(Outcome.BROKEN, bound),), lang="en"))
    assert found.message == (
        "01, line 12, row “合计”, column “合计” says 10.00万元; but row “甲” 4.00万元＋row “乙” 5.00万元; "
        "it should be 9.00万元, a difference of 1.00万元."
    )


def test_two_rules_that_say_the_same_of_the_same_figures_are_one_finding() -> None:
    parts = (figure("4.00", "甲", line=13), figure("5.00", "乙", line=14))
    one, other = relation(figure("10.00", "合计"), *parts), relation(figure("10.00", "合计"), *reversed(parts))
    renamed = other._replace(id="X-2")
    (found,) = run(subject((form("one"),), (ended(Outcome.BROKEN, one), ended(Outcome.BROKEN, renamed))))
    assert found.relations == ("X-1", "X-2")
    assert found.message.count("应为9.00万元") == 1


def test_relations_that_share_no_figure_are_two_findings() -> None:
    one = relation(figure("10.00", "合计"), figure("4.00", "甲", line=13))
    other = relation(figure("20.00", "丙", line=15), figure("14.00", "丁", line=16))
    assert len(run(subject((form("one"),), (ended(Outcome.BROKEN, one), ended(Outcome.BROKEN, other))))) == 2


def test_the_figure_that_mends_all_broken_relations_is_named_first() -> None:
    """A total that a row's sum and another form deny: the total is wrong, not the parts."""
    total, parts = figure("19.00", "合计"), (figure("45.00", "甲", line=13), figure("46.00", "乙", line=14))
    elsewhere = figure("91.00", "支出合计", line=40)
    results = (ended(Outcome.BROKEN, relation(total, *parts)), ended(Outcome.BROKEN, relation(total, elsewhere)))
    (found,) = run(subject((form("one", "预算01表"),), results))
    assert found.suspect is not None
    assert (found.suspect.spot.row, found.suspect.should_be) == ("合计", "91.00")
    assert (found.stated, found.expected) == (Decimal("19.00"), Decimal("91.00"))
    assert found.message.split("\n")[0] == "预算01表第12行“合计”行“合计”列写19.00万元，应为91.00万元（相邻两位数字颠倒）。"


def test_a_blank_cell_is_called_blank() -> None:
    bound = relation(figure(None, "合计"), figure("4.00", "甲", line=13))
    (found,) = run(subject((form("one"),), (ended(Outcome.BROKEN, bound, "0", "4.00"),)))
    assert "行“合计”列是空白，" in found.message
    assert "写0" not in found.message


def test_a_side_without_any_figure_says_so() -> None:
    bound = relation(figure("2.19", "印刷费"), figure(None, "印刷费", line=30), compare="<=")
    assert "没有对应的数字" in run(subject((form("one"),), (ended(Outcome.BROKEN, bound, "2.19", "0"),)))[0].message


def test_a_relation_is_called_in_the_users_language() -> None:
    held = relation(figure("3.00", "合计"), figure("1.00", "甲"), figure("1.00", "乙"))
    named = held._replace(english="The total is the sum of its parts")
    assert (named.named("zh"), named.named("en")) == (held.title, "The total is the sum of its parts")
    assert held.named("en") == held.title  # a template need not have it
    given = (ended(Outcome.BROKEN, named),)
    assert [f.title for f in run(subject((form("one"),), given, lang="en"))] == ["The total is the sum of its parts"]


@pytest.mark.parametrize("profile", available(), ids=lambda p: f"{p.id}-{p.profile}")
def test_every_relation_of_a_template_has_an_english_title(profile: Profile) -> None:
    template = load(profile.id, profile.profile)
    held = [*template.relations, *(r for f in template.forms.values() for r in f.relations)]
    assert [r.id for r in held if not r.english or any("\u4e00" <= c <= "\u9fff" for c in r.english)] == []


@pytest.mark.parametrize(
    ("unread", "kind", "severity"),
    [
        ((), RowKind.ITEM, Severity.ERROR),
        ((5,), RowKind.ITEM, Severity.WARNING),  # the table may go on there
        ((5,), RowKind.TOTAL, Severity.ERROR),  # it ends with its total
        ((3,), RowKind.ITEM, Severity.ERROR),  # it begins here, with its title
        ((9,), RowKind.ITEM, Severity.ERROR),
    ],
)
def test_a_sum_whose_rows_may_stand_on_a_page_that_was_not_read_is_no_error(
    unread: tuple[int, ...], kind: RowKind, severity: Severity
) -> None:
    """Recognition of a scan that ran out of its time took the rows before the end for all, and their sum for an error."""
    rows = tuple(Row(k, "甲", place=Place(page=4)) for k in (RowKind.ITEM, kind))
    bound = relation(figure("10.00", "合计"), figure("4.00", "甲", line=13), figure("5.00", "乙", line=14))
    given = subject((form("one", "预算01表", rows=rows),), (ended(Outcome.BROKEN, bound),))
    source = replace(given.disclosure.source, unread_pages=unread)
    (found,) = run(replace(given, disclosure=replace(given.disclosure, source=source)))
    assert found.severity == severity
    assert ("有的页没有读" in found.message) == (severity is Severity.WARNING)
    assert (found.suspect is None) or severity is Severity.ERROR


def test_what_was_sought_and_not_found_may_stand_on_a_page_that_was_not_read() -> None:
    """A claim of a list beside such a page, and a sum of nothing; the same far from it is an error."""
    alone = relation(figure("10.00", "合计"))._replace(right=())
    said = claim("10.00", "x")
    stated = relation(replace(said, spot=replace(said.spot, place=Place(page=4))), figure("9.00", "甲"))
    for bound, unread, severity in (
        (alone, (7,), Severity.WARNING),
        (alone, (), Severity.ERROR),
        (stated, (5,), Severity.WARNING),
        (stated, (7,), Severity.ERROR),
    ):
        given = subject((form("one", "预算01表"),), (ended(Outcome.BROKEN, bound),))
        source = replace(given.disclosure.source, unread_pages=unread)
        (found,) = run(replace(given, disclosure=replace(given.disclosure, source=source)))
        assert found.severity == severity
