"""Placement: nothing wrong is ever certain, hints are held against the sums, damage is restored only where it must be so."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.generate import disclosure, disclosures, erased
from tests.reconcile.small import form_template, relation, template

from gouji.model.disclosure import Damage, Disclosure, Form, Origin, RowKind
from gouji.model.place import Place
from gouji.reconcile.loose import LooseForm, LooseNumber, LooseRow
from gouji.reconcile.placement import Placement, place
from gouji.standards.loader import load
from gouji.standards.template import Template

TEMPLATES = (load("henan/2024", "11"), load("henan/2025", "15"))
FORMS_IN_CI = 1000

COLUMNS = ("total", "a", "b", "c")
ROW = relation("ROW", "total = a + b + c", "row", "f")
ITEMS = relation("ITEMS", "[total] = sum([items])", "column", "f")
MADE = template([form_template("f", COLUMNS, [ROW, ITEMS])])


def number(text: str | None, hint: str | None = None, damaged: bool = False, *others: str) -> LooseNumber:
    return LooseNumber(
        Decimal(text) if text else None, text or "####", hint=hint, damaged=damaged, alternatives=tuple(map(Decimal, others))
    )


def line(*numbers: LooseNumber | str, kind: RowKind = RowKind.ITEM, **codes: str) -> LooseRow:
    return LooseRow(kind, "某行", codes=codes, numbers=tuple(number(n) if isinstance(n, str) else n for n in numbers))


def total(*numbers: LooseNumber | str) -> LooseRow:
    return line(*numbers, kind=RowKind.TOTAL)


def solved(*rows: LooseRow, exact: bool = False, made: Template = MADE) -> Placement:
    return place([LooseForm("f", "某表", rows, exact=exact)], made)


def cells(form: Form, row: int) -> dict[str, str]:
    return {path: str(cell.amount) for path, cell in form.rows[row].cells.items()}


def strays(whole: Disclosure, placed: tuple[Form, ...]) -> list[str]:
    """Amounts that placement put where the disclosure has none, or another."""
    return [
        f"{form.kind} {row.label} {path}"
        for form, found in zip(whole.forms, placed, strict=True)
        for row, got in zip(form.rows, found.rows, strict=True)
        for path, cell in got.cells.items()
        if path not in row.cells or row.cells[path].amount != cell.amount
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(TEMPLATES).flatmap(lambda t: st.tuples(st.just(t), disclosures(t))))
def test_nothing_wrong_is_certain(drawn: tuple[Template, Disclosure]) -> None:
    made, whole = drawn
    assert strays(whole, place(erased(whole, made), made).forms) == []


def test_nothing_wrong_is_certain_over_many_forms() -> None:
    """The same over a fixed run; bench/placement.py runs ten thousand. Most numbers must be settled, or it proves little."""
    count: Counter[str] = Counter()
    seed = 0
    while count["forms"] < FORMS_IN_CI:
        made = TEMPLATES[seed % 2]
        whole = disclosure(seed, made)
        placed = place(erased(whole, made), made).forms
        assert strays(whole, placed) == [], f"seed {seed}"
        count["forms"] += sum(any(r.cells for r in f.rows) for f in whole.forms)
        count["all"] += sum(len(r.cells) for f in whole.forms for r in f.rows)
        count["certain"] += sum(len(r.cells) for f in placed for r in f.rows)
        seed += 1
    assert count["certain"] > 0.9 * count["all"]


@pytest.mark.parametrize("hints", ["right", "shaky"])
def test_right_hints_settle_everything_and_shaky_ones_do_no_harm(hints: str) -> None:
    for seed in range(12):
        made = TEMPLATES[seed % 2]
        whole = disclosure(seed, made)
        placed = place(erased(whole, made, hints, seed), made).forms
        assert strays(whole, placed) == []
        if hints == "right":
            assert not any(r.ambiguous for f in placed for r in f.rows)
            assert all(c.origin is Origin.READ for f in placed for r in f.rows for c in r.cells.values())


def test_a_row_alone_keeps_its_alternatives() -> None:
    (form,) = solved(line("5", "5")).forms
    assert cells(form, 0) == {"total": "5"}
    (loose,) = form.rows[0].ambiguous
    assert loose.columns == ("a", "b", "c")


def test_the_columns_decide_what_the_row_leaves_open() -> None:
    (form,) = solved(total("9", "5", "4"), line("5", "5"), line("4", "4")).forms
    assert cells(form, 1)["total"] == "5"
    (other,) = solved(total("9", "9"), line("5", "5"), line("4", "4")).forms
    assert form.rows[0].ambiguous
    assert other.rows[1].ambiguous[0].columns == ("a", "b", "c")


def test_another_form_proves_columns_empty() -> None:
    given = relation("X", "f[total].a = g[total].a")
    more = relation("Y", "f[total].c = g[total].c")
    made = template(
        [form_template("f", COLUMNS, [ROW, ITEMS]), form_template("g", ("total", "a", "c"), number=2)], [given, more]
    )
    exact = LooseForm("g", "另表", (total(number("9", "total")),), exact=True)
    placed = place([LooseForm("f", "某表", (total("9", "9"), line("9", "9"))), exact], made).forms[0]
    assert [cells(placed, n) for n in (0, 1)] == [{"total": "9", "b": "9"}] * 2
    assert placed.rows[0].cells["b"].origin is Origin.PLACED


def test_codes_bar_columns() -> None:
    columns = form_template("f", COLUMNS, [ROW]).columns
    barred = (*columns[:1], replace(columns[1], admits={"department_economic": ("301",)}), *columns[2:3])
    made = template([replace(form_template("f", COLUMNS, [relation("R", "total = a + b", "row", "f")]), columns=barred)])
    (form,) = solved(line("5", "5", department_economic="30201"), line("5", "5", department_economic="30101"), made=made).forms
    assert cells(form, 0) == {"total": "5", "b": "5"}
    assert form.rows[1].ambiguous


def test_exact_hints_are_never_moved() -> None:
    rows = (total(number("9", "total"), number("9", "a")), line(number("5", "total"), number("7", "b")))
    (form,) = solved(*rows, exact=True).forms
    assert cells(form, 1) == {"total": "5", "b": "7"}
    assert form.rows[1].cells["b"].origin is Origin.READ


def test_a_hint_that_the_row_refutes_is_left_for_the_arithmetic() -> None:
    shifted = line(number("5", "a"), number("3", "b"), number("2", "c"))
    (form,) = solved(shifted).forms
    assert cells(form, 0)["total"] == "5"
    kept = line(number("5", "total"), number("3", "b"), number("2", "c"))
    (form,) = solved(kept).forms
    assert cells(form, 0) == {"total": "5", "b": "3", "c": "2"}


def test_a_hint_that_the_columns_refute_is_left_too() -> None:
    rows = [total("9", "9"), line(number("5", "total"), number("5", "b")), line(number("4", "total"), number("4", "a"))]
    rows[0] = total(number("9", "total"), number("9", "a"))
    (form,) = solved(*rows).forms
    assert cells(form, 1) == {"total": "5", "a": "5"}
    assert form.rows[1].cells["a"].origin is Origin.PLACED


def test_an_issuers_mistake_stays_as_printed_and_its_neighbours_stay_placed() -> None:
    rows = (total("14", "9", "5"), line("10", "9"), line("5", "5"))
    hinted = (
        total(number("14", "total"), number("9", "a"), number("5", "b")),
        line(number("10", "total"), number("9", "a")),
        line(number("5", "total"), number("5", "b")),
    )
    (form,) = solved(*hinted).forms
    assert cells(form, 1) == {"total": "10", "a": "9"}
    (form,) = solved(*rows).forms
    assert all(c.amount in (Decimal(10), Decimal(9)) for c in form.rows[1].cells.values())
    assert form.rows[1].cells["total"].amount == 10


def test_a_cut_number_is_extended_where_the_row_gives_its_end() -> None:
    rows = (line(number("10.00", "total"), number("6.56", "a"), number("3.4", "b", True)),)
    placed = solved(*rows)
    cell = placed.forms[0].rows[0].cells["b"]
    assert (str(cell.amount), cell.origin, cell.raw) == ("3.44", Origin.REPAIRED, "3.4")
    assert "3.44" in placed.damage[0].says


def test_a_cut_number_is_never_replaced_by_one_with_other_digits() -> None:
    rows = (line(number("10.00", "total"), number("6.16", "a"), number("3.4", "b", True)),)
    placed = solved(*rows)
    row = placed.forms[0].rows[0]
    assert row.unreadable == ("b",)
    assert row.cells["b"].amount == Decimal("3.4")


def test_an_unreadable_number_is_restored_only_where_one_value_is_possible() -> None:
    alone = solved(line(number("5.00", "total"), number(None, "b")))
    assert str(alone.forms[0].rows[0].cells["b"].amount) == "5.00"
    open_ = solved(line(number("5.00", "total"), number("2.00", "a"), number(None, "b")))
    assert "b" not in open_.forms[0].rows[0].cells
    assert open_.forms[0].rows[0].unreadable == ("b",)
    twice = solved(
        total(number("5.00", "total"), number("2.00", "a"), number(None, "b")),
        line(number("3.00", "total"), number("3.00", "b")),
        line(number("2.00", "total"), number("2.00", "a")),
    )
    assert str(twice.forms[0].rows[0].cells["b"].amount) == "3.00"


def test_of_two_readings_the_sums_choose_and_without_sums_nobody_does() -> None:
    doubled = number("6.42", "b", True, "8.42")
    chosen = solved(line(number("10.00", "total"), number("1.58", "a"), doubled)).forms[0].rows[0]
    assert (str(chosen.cells["b"].amount), chosen.cells["b"].origin) == ("8.42", Origin.REPAIRED)
    bare = template([form_template("f", COLUMNS)])
    kept = solved(line(number("10.00", "total"), doubled), made=bare).forms[0].rows[0]
    assert (str(kept.cells["b"].amount), kept.unreadable) == ("6.42", ("b",))


def test_an_undamaged_number_is_never_changed() -> None:
    placed = solved(line(number("10.00", "total"), number("1.00", "a"), number("8.42", "b")))
    assert cells(placed.forms[0], 0) == {"total": "10.00", "a": "1.00", "b": "8.42"}
    assert placed.damage == ()


def test_a_form_of_no_known_kind_is_read_by_its_hints() -> None:
    (form,) = place([LooseForm("unknown", "某表", (line(number("1", "甲"), number("2")),))], MADE).forms
    assert cells(form, 0) == {"甲": "1"}
    assert form.rows[0].ambiguous[0].columns == ()


def test_more_numbers_than_columns_place_nothing() -> None:
    (form,) = solved(line("1", "2", "3", "4", "5")).forms
    assert form.rows[0].cells == {}
    assert len(form.rows[0].ambiguous) == 5


def test_a_lone_hard_form_ends() -> None:
    rows = [line(*(str(n * n + 7), str(n * n + 7))) for n in range(60)]
    whole = str(sum(n * n + 7 for n in range(60)))
    (form,) = solved(total(whole, whole), *rows).forms
    assert len(form.rows) == 61


def losing(*rows: LooseRow, exact: bool = False) -> dict[str, str]:
    """The cells of the second row of a form with an agency between total and items."""
    units = relation("UNITS", "[agencies] = sum([children])", "column", "f")
    made = template([form_template("f", COLUMNS, [ROW, ITEMS, units])])
    (form,) = solved(*rows, exact=exact, made=made).forms
    return cells(form, 2)


def test_a_cell_that_the_row_and_two_sums_demand_was_lost_by_the_source() -> None:
    rows = [
        total(number("9.00", "total"), number("9.00", "a")),
        line(number("9.00", "total"), number("9.00", "a"), kind=RowKind.AGENCY, agency="091001"),
        line(number("4.00", "a")),
        line(number("5.00", "total"), number("5.00", "a")),
    ]
    assert losing(*rows) == {"total": "4.00", "a": "4.00"}
    assert losing(*rows, exact=True) == {"a": "4.00"}  # a source that keeps its cells has a blank there
    other = [
        total(number("9.00", "total"), number("9.00", "a")),
        *rows[1:3],
        line(number("6.00", "total"), number("5.00", "a")),
    ]
    assert losing(*other) == {"a": "4.00"}  # the sums do not demand it


def test_what_the_reader_reported_is_not_reported_again() -> None:
    at = Place(line=7)
    torn = LooseNumber(None, "###", at, "b")
    rows = (line(number("5.00", "total"), number("2.00", "a"), torn),)
    said = Damage(at, "第7行读不出")
    assert place([LooseForm("f", "某表", rows, damage=(said,))], MADE).damage == ()
    assert len(place([LooseForm("f", "某表", rows)], MADE).damage) == 1


def test_a_row_with_too_many_numbers_proves_nothing_about_the_others() -> None:
    (form,) = solved(total("9", "9"), line("5", "5"), line("4", "1", "1", "1", "1")).forms
    assert cells(form, 1) == {"total": "5"}
    assert form.rows[1].ambiguous
    assert form.rows[2].cells == {}
