"""Binding: every scope and selector, blanks, missing forms, unreadable cells, claims and projects."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.reconcile.small import claim, disclosure, form, form_template, relation, row, sided, template

from gouji.model.disclosure import Ambiguous, Project, RowKind
from gouji.reconcile.binding import bind
from gouji.reconcile.bound import BoundRelation, BoundTerm

COLUMNS = ("total", "a", "b")


def values(terms: tuple[BoundTerm, ...]) -> list[str | None]:
    """The printed values of a side, None for a blank."""
    return [str(t.figure.amount.value) if t.figure.amount else None for t in terms]


def shown(relations: tuple[BoundRelation, ...]) -> list[tuple[list[str | None], list[str | None]]]:
    return [(values(r.left), values(r.right)) for r in relations]


def one_form(each: str | None, holds: str, *rows: object, **more: object) -> tuple[BoundRelation, ...]:
    made = template([form_template("f", COLUMNS, [relation("R", holds, each, "f", **more)])])
    return bind(disclosure(form("f", *rows)), made)  # type: ignore[arg-type]


def test_each_row_binds_rows_with_figures_only() -> None:
    found = one_form("row", "total = a + b", row(total=3, a=1, b=2), row(), row(total=5))
    assert shown(found) == [(["3"], ["1", "2"]), (["5"], [None, None])]
    assert found[0].scope == "某行"


def test_each_column_sums_the_leaves_and_not_the_classes() -> None:
    rows = [
        row(RowKind.TOTAL, total=6),
        row(RowKind.CLASS, {"function": "208"}, total=6),
        row(codes={"function": "20805"}, total=6),
        row(codes={"function": "2080505"}, total=2),
        row(codes={"function": "2080599"}, total=4),
    ]
    assert shown(one_form("column", "[total] = sum([items])", *rows)) == [(["6"], ["2", "4"])]
    found = one_form("column", "[classes] = sum([children])", *rows)
    assert shown(found) == [(["6"], ["6"]), (["6"], ["2", "4"])]


def test_children_of_an_agency_end_at_the_next_one() -> None:
    rows = [
        row(RowKind.DEPARTMENT, {"agency": "091"}, total=9),
        row(RowKind.AGENCY, {"agency": "091001"}, total=3),
        row(codes={"function": "2080505"}, total=3),
        row(RowKind.AGENCY, {"agency": "091002"}, total=6),
        row(codes={"function": "2080505"}, total=2),
        row(codes={"function": "2101101"}, total=4),
    ]
    assert shown(one_form("column", "[agencies] = sum([children])", *rows)) == [(["3"], ["3"]), (["6"], ["2", "4"])]
    assert shown(one_form("column", "[departments] = sum([children])", *rows)) == [(["9"], ["3", "6"])]
    assert shown(one_form("column", "[departments] = sum([agencies])", *rows)) == [(["9"], ["3", "6"])]


def test_a_department_without_agencies_has_the_items_itself() -> None:
    rows = [row(RowKind.DEPARTMENT, {"agency": "091"}, total=3), row(codes={"function": "2080505"}, total=3)]
    assert shown(one_form("column", "[agencies] = sum([children])", *rows)) == [(["3"], ["3"])]


def test_two_departments_are_told_apart() -> None:
    rows = [
        row(RowKind.TOTAL, total=5),
        row(RowKind.DEPARTMENT, {"agency": "091"}, total=2),
        row(RowKind.AGENCY, {"agency": "091001"}, total=2),
        row(RowKind.DEPARTMENT, {"agency": "092"}, total=3),
        row(RowKind.AGENCY, {"agency": "092001"}, total=3),
    ]
    assert shown(one_form("column", "[departments] = sum([agencies])", *rows)) == [(["2"], ["2"]), (["3"], ["3"])]
    assert shown(one_form("column", "[total] = sum([departments])", *rows)) == [(["5"], ["2", "3"])]


def test_when_without_its_rows_binds_nothing() -> None:
    rows = [row(RowKind.TOTAL, total=5), row(total=5)]
    assert one_form("column", "[total] = sum([departments])", *rows, when="departments") == ()


def test_codes_by_prefix_and_exactly() -> None:
    rows = [
        row(RowKind.TOTAL, total=9),
        row(codes={"department_economic": "30201"}, total=4),
        row(codes={"department_economic": "30101"}, total=5),
    ]
    assert shown(one_form(None, "[total].total = sum([department_economic=302*].total)", *rows)) == [(["9"], ["4"])]
    assert shown(one_form(None, "[total].total = sum([department_economic=30101].total)", *rows)) == [(["9"], ["5"])]


def test_fixed_lines_and_the_functions_that_they_stand_for() -> None:
    lines = [("revenue.total", None), ("expenditure.f208", "208"), ("expenditure.f210", "210"), ("expenditure.total", None)]
    relations = [
        relation("BALANCE", "[#revenue.total].amount = [#expenditure.total].amount", form="s"),
        relation("SUM", "[#expenditure.total].amount = sum([function=*].amount)", form="s"),
    ]
    made = template([sided("s", lines, relations)])
    rows = [
        row(RowKind.TOTAL, side="收入", item="revenue.total", **{"收入/金额": 7}),
        row(side="支出", item="expenditure.f208", **{"支出/金额": 3}),
        row(side="支出", item="expenditure.f210", **{"支出/金额": 4}),
        row(RowKind.TOTAL, side="支出", item="expenditure.total", **{"支出/金额": 7}),
    ]
    assert shown(bind(disclosure(form("s", *rows)), made)) == [(["7"], ["7"]), (["7"], ["3", "4"])]


def test_a_relation_says_nothing_where_what_it_names_under_unless_is_stated() -> None:
    lines = [("revenue.total", None), ("expenditure.this_year", None), ("expenditure.left", None)]
    left = relation("L", "[#expenditure.left].amount = [#revenue.total].amount", form="s").left
    spent = relation("SPENT", "[#revenue.total].amount = [#expenditure.this_year].amount", form="s", unless=left)
    made = template([sided("s", lines, [spent])])

    def bound(amount: int | None) -> tuple[BoundRelation, ...]:
        rows = [
            row(RowKind.TOTAL, side="收入", item="revenue.total", **{"收入/金额": 7}),
            row(RowKind.TOTAL, side="支出", item="expenditure.this_year", **{"支出/金额": 7 - (amount or 0)}),
            row(side="支出", item="expenditure.left", **({} if amount is None else {"支出/金额": amount})),
        ]
        return bind(disclosure(form("s", *rows)), made)

    assert shown(bound(None)) == shown(bound(0)) == [(["7"], ["7"])]
    assert bound(3) == ()


def test_a_fixed_line_that_is_not_printed_is_untestable_alone_and_zero_in_a_sum() -> None:
    lines = [("revenue.general", None), ("revenue.other", None), ("revenue.total", None)]
    relations = [
        relation("A", "[#revenue.total].amount = [#revenue.general].amount + [#revenue.other].amount", form="s"),
        relation("B", "[#revenue.general].amount = [#revenue.other].amount", form="s"),
    ]
    made = template([sided("s", lines, relations)])
    rows = [
        row(side="收入", item="revenue.general", **{"收入/金额": 7}),
        row(side="收入", item="revenue.total", **{"收入/金额": 7}),
    ]
    first, second = bind(disclosure(form("s", *rows)), made)
    assert (values(first.right), first.untestable) == (["7"], None)
    assert "revenue.other" in (second.untestable or "")


def two_forms(
    holds: str, left: list[object], right: list[object], each: str | None = None, **more: object
) -> tuple[BoundRelation, ...]:
    made = template([form_template("f", COLUMNS), form_template("g", COLUMNS, number=2)], [relation("X", holds, each, **more)])
    return bind(disclosure(form("f", *left), form("g", *right)), made)  # type: ignore[arg-type]


def test_each_function_runs_over_the_codes_of_both_forms_and_adds_equal_ones() -> None:
    left = [row(codes={"function": "2080505"}, total=5)]
    right = [
        row(RowKind.AGENCY, {"agency": "091001"}),
        row(codes={"function": "2080505"}, total=2),
        row(RowKind.AGENCY, {"agency": "091002"}),
        row(codes={"function": "2080505"}, total=3),
        row(codes={"function": "2101101"}, total=1),
    ]
    found = two_forms("f[function=each].total = g[function=each].total", left, right, "function")
    assert shown(found) == [(["5"], ["2", "3"]), ([], ["1"])]
    most = two_forms("f[function=each].total <= g[function=each].total", left, right, "function")
    assert shown(most) == [(["5"], ["2", "3"])]


def test_each_function_class_and_pair() -> None:
    left = [row(codes={"function": "208", "department_economic": "30101", "government_economic": "50101"}, total=5)]
    right = [row(codes={"function": "2080505", "department_economic": "30101", "government_economic": "50101"}, total=5)]
    found = two_forms("f[function=each].total = sum(g[function=each*].total)", left, right, "function_class")
    assert shown(found) == [(["5"], ["5"])]
    found = two_forms("f[pair=each].total <= g[pair=each].total", left, right, "economic_pair")
    assert shown(found) == [(["5"], ["5"])]


def test_each_column_of_another_form() -> None:
    left, right = [row(RowKind.TOTAL, a=1)], [row(RowKind.TOTAL, total=3, a=1, b=2)]
    found = two_forms("f[total] <= g[total]", left, right, "column", of="f")
    assert shown(found) == [([None], ["3"]), (["1"], ["1"]), ([None], ["2"])]


def test_each_agency() -> None:
    left = [row(RowKind.AGENCY, {"agency": "091001"}, total=5), row(RowKind.AGENCY, {"agency": "091002"}, total=6)]
    right = [row(RowKind.AGENCY, {"agency": "091002"}, total=6), row(RowKind.AGENCY, {"agency": "091001"}, total=5)]
    found = two_forms("f[agency=each].total = g[agency=each].total", left, right, "agency")
    assert shown(found) == [(["5"], ["5"]), (["6"], ["6"])]


def test_rows_by_the_words_of_a_text_column() -> None:
    left = [row(RowKind.TOTAL, a=4)]
    right = [row(RowKind.PROJECT, texts={"类型": "甲 类"}, total=4), row(RowKind.PROJECT, texts={"类型": "乙类"}, total=9)]
    assert shown(two_forms("f[total].a = sum(g[类型=甲类].total)", left, right)) == [(["4"], ["4"])]


def test_a_missing_form_is_untestable_and_an_empty_one_is_zero() -> None:
    made = template(
        [form_template("f", COLUMNS), form_template("g", COLUMNS, number=2)], [relation("X", "f[total].total = g[total].total")]
    )
    left = form("f", row(RowKind.TOTAL, total=4))
    (missing,) = bind(disclosure(left), made)
    assert "缺预算02表" in (missing.untestable or "")
    (listed,) = bind(disclosure(left, form("g", status="missing")), made)
    assert "缺预算02表" in (listed.untestable or "")
    (empty,) = bind(disclosure(left, form("g", status="empty")), made)
    assert (empty.untestable, empty.right) == (None, ())


def test_a_form_that_the_profile_lacks_binds_nothing() -> None:
    made = template([form_template("f", COLUMNS)], [relation("X", "f[total].total = g[total].total")])
    assert bind(disclosure(form("f", row(RowKind.TOTAL, total=4))), made) == ()


def test_all_blank_is_vacuous() -> None:
    assert one_form("column", "[total] = sum([items])", row(RowKind.TOTAL), row()) == ()


def test_what_cannot_be_read_or_placed_is_untestable_and_its_neighbour_is_not() -> None:
    torn = replace(row(total=3, a=1), unreadable=("b",))
    loose = replace(row(total=3), ambiguous=(Ambiguous(Decimal(3), ("a", "b")),))
    found = one_form("row", "total = a + b", torn, loose, row(total=3, a=3))
    assert ["无法辨认" in (r.untestable or "") for r in found] == [True, False, False]
    assert [r.untestable is None for r in found] == [False, False, True]


def claims_of(holds: str, *claims: object, rows: tuple[object, ...] = ()) -> tuple[BoundRelation, ...]:
    made = template([form_template("f", COLUMNS)], [relation("T", holds)])
    return bind(disclosure(form("f", *rows), claims=claims), made)  # type: ignore[arg-type]


def test_a_claim_is_bound_at_each_statement_and_not_where_nobody_made_it() -> None:
    rows = (row(RowKind.TOTAL, total=5),)
    found = claims_of("claim(总计) = f[total].total", claim("总计", "5"), claim("总计", "6"), claim("", "7"), rows=rows)
    assert shown(found) == [(["5"], ["5"]), (["6"], ["5"])]
    assert claims_of("claim(总计) = f[total].total", rows=rows) == ()


def test_a_share_takes_the_nearest_statement_of_its_section() -> None:
    claims = [
        claim("支出", "10", section="四"),
        claim("支出", "20", section="五"),
        claim("项目", "5", section="五"),
        claim("占比", "25", "%", section="五"),
    ]
    (found,) = claims_of("claim(占比) = share(claim(项目), claim(支出))", *claims)
    assert (values(found.left), values(found.right), values(found.by), found.ratio) == (["25"], ["5"], ["20"], "share")


def test_a_decrease_counts_negative() -> None:
    claims = [claim("变动", "5", direction="减少"), claim("变动率", "20", "%", direction="减少"), claim("总计", "20")]
    (found,) = claims_of("claim(变动率) = rate(claim(变动), claim(总计))", *claims)
    assert (values(found.left), values(found.right)) == (["-20"], ["-5"])


def test_projects_by_code_then_by_name() -> None:
    made = template([form_template("f", COLUMNS)], [relation("P", "project(each).amount = f[project=each].total", "project")])
    rows = [
        row(RowKind.PROJECT, {"project": "99001"}, "改过的名字", total=1),
        row(RowKind.PROJECT, label="系统（二期）", total=2),
    ]
    projects = [
        Project("原来的名字", "99001", amount=Decimal(10000), unit="元"),
        Project("系统(二期)", amount=Decimal(2)),
        Project("没有的", amount=Decimal(3)),
    ]
    found = bind(disclosure(form("f", *rows), projects=projects), made)
    assert shown(found[:2]) == [(["10000"], ["1"]), (["2"], ["2"])]
    assert "同名项目" in (found[2].untestable or "")


def test_counts_are_of_rows() -> None:
    rows = (row(RowKind.PROJECT, total=1), row(RowKind.PROJECT, total=2))
    (found,) = claims_of("claim(项目数) = count(f[items])", claim("项目数", "2", "个"), rows=rows)
    assert values(found.right) == ["2"]
