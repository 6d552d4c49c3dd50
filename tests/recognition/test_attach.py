"""Labels and codes that only the relations between forms can give back. Bodies and figures are invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from gouji.model.disclosure import Damage, RowKind
from gouji.model.place import Place
from gouji.recognition.attach import attach
from gouji.reconcile.loose import LooseForm, LooseNumber, LooseRow
from gouji.standards.loader import load

TEMPLATE = load("henan/2024")


def number(text: str, hint: str, line: int = 1, damaged: bool = False) -> LooseNumber:
    return LooseNumber(Decimal(text), text, Place(line=line), hint, damaged)


def line(item: str | None, label: str, *numbers: LooseNumber) -> LooseRow:
    return LooseRow(RowKind.ITEM, label, "支出", numbers=numbers, item=item)


def two_sided(*rows: LooseRow) -> LooseForm:
    damage = (Damage(Place(line=9), "金额没有项目名称"),)
    return LooseForm("revenue_expenditure_summary", "01", rows, damage=damage)


def functions(*cells: tuple[str, str]) -> LooseForm:
    rows = [LooseRow(RowKind.ITEM, code, codes={"function": code}, numbers=(number(a, "合计"),)) for code, a in cells]
    return LooseForm("expenditure_summary", "03", tuple(rows))


def numbers_by_item(forms: Sequence[LooseForm]) -> dict[str | None, str]:
    return {r.item: str(r.numbers[0].amount) for r in forms[0].rows if r.numbers}


LOST = line(None, "", number("4.25", "支出/金额", 9))
NEXT = line("expenditure.f208", "社会保障和就业支出", number("7.00", "支出/金额"))


def test_a_number_without_a_label_goes_where_only_one_class_sums_up_to_it() -> None:
    given = two_sided(line("expenditure.f205", "教育支出"), LOST, NEXT)
    found = attach([given, functions(("2050803", "4.00"), ("2050899", "0.25"), ("2080505", "7.00"))], TEMPLATE)
    assert numbers_by_item(found) == {"expenditure.f205": "4.25", "expenditure.f208": "7.00"}
    assert len(found[0].rows) == 2
    assert [d.says for d in found[0].damage] == ["金额4.25没有项目名称，与其他表同类科目之和相等的只有“教育支出”，归入这一行"]


def test_two_classes_with_that_sum_leave_it_unlabelled() -> None:
    given = two_sided(LOST, NEXT)
    found = attach([given, functions(("2050803", "4.25"), ("2060101", "4.25"))], TEMPLATE)
    assert found[0] == given


def test_a_class_outside_the_printed_order_is_no_answer() -> None:
    given = two_sided(LOST, NEXT)
    assert attach([given, functions(("2210201", "4.25"))], TEMPLATE)[0] == given


def test_a_damaged_or_unplaced_addend_decides_nothing() -> None:
    given = two_sided(LOST, NEXT)
    source = functions(("2050803", "4.25"))
    row = replace(source.rows[0], numbers=(number("4.25", "合计", damaged=True),))
    assert attach([given, replace(source, rows=(row,))], TEMPLATE)[0] == given


def pair(department: str, government: str, label: str, amount: str) -> LooseRow:
    codes = {k: v for k, v in (("department_economic", department), ("government_economic", government)) if v}
    return LooseRow(RowKind.ITEM, label, codes=codes, numbers=(number(amount, "总计"),))


def economic(*rows: LooseRow) -> LooseForm:
    return LooseForm("economic_classification_summary", "07", rows)


def basic(*rows: LooseRow) -> LooseForm:
    return LooseForm("general_budget_basic_expenditure", "06", rows)


def test_a_lost_code_is_the_only_pair_that_the_larger_form_lacks() -> None:
    part = basic(pair("30201", "50201", "办公费", "1.00"), pair("30202", "50201", "印刷费", "2.00"))
    found = attach([economic(pair("30201", "50201", "办公费", "5.00"), pair("", "50201", "", "3.00")), part], TEMPLATE)
    assert found[0].rows[1].codes["department_economic"] == "30202"
    assert found[0].rows[1].label == "印刷费"
    assert "30202" in found[0].damage[0].says


def test_a_missing_pair_that_is_larger_or_of_another_class_is_no_answer() -> None:
    for missing in (pair("30202", "50201", "印刷费", "4.00"), pair("30217", "50206", "公务接待费", "1.00")):
        given = economic(pair("30201", "50201", "办公费", "5.00"), pair("", "50201", "", "3.00"))
        assert attach([given, basic(missing)], TEMPLATE)[0] == given


def test_two_missing_pairs_are_no_answer() -> None:
    given = economic(pair("", "50201", "", "3.00"))
    part = basic(pair("30201", "50201", "办公费", "1.00"), pair("30202", "50201", "印刷费", "1.00"))
    assert attach([given, part], TEMPLATE)[0] == given


def unlabelled(*amounts: str) -> LooseForm:
    path = load("henan/2025", "15").forms["operating_cost"].amounts()[0].path
    rows = [LooseRow(RowKind.ITEM, "", numbers=(number(a, path, i),), place=Place(line=i)) for i, a in enumerate(amounts)]
    return LooseForm("operating_cost", "机关运行经费", tuple(rows))


def test_a_first_row_that_is_the_sum_of_all_others_is_the_total() -> None:
    (found,) = attach([unlabelled("9.50", "4.00", "5.50")], load("henan/2025", "15"))
    assert [(r.kind, r.label) for r in found.rows] == [(RowKind.TOTAL, "合计"), (RowKind.ITEM, ""), (RowKind.ITEM, "")]


def test_a_first_row_that_is_not_stays_an_item() -> None:
    given = unlabelled("9.40", "4.00", "5.50")
    assert attach([given], load("henan/2025", "15")) == (given,)
