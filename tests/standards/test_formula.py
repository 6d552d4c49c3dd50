"""The formula language: what is written comes back, whatever is written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.standards.formula import ClaimRef, Count, Linear, ProjectRef, Ratio, Ref, Scaled, Selector, Sum
from gouji.standards.formula_parser import Formula, FormulaError, parse
from gouji.standards.formula_text import show

names = st.from_regex(r"[a-z_][a-z_0-9]{0,8}", fullmatch=True)
chinese = st.text("类型收入支出合计基金", min_size=1, max_size=6)
dotted = st.lists(names, min_size=1, max_size=3).map(".".join)
columns = st.one_of(dotted, dotted.map(lambda c: f"{c}.*"))
codes = st.from_regex(r"[0-9]{1,7}", fullmatch=True)
selectors = st.one_of(
    st.sampled_from(["total", "departments", "agencies", "items", "classes", "children", "this"]).map(Selector),
    dotted.map(lambda key: Selector("line", key)),
    st.builds(Selector, st.sampled_from(["function", "department_economic"]), st.one_of(codes, st.just("each")), st.booleans()),
    st.just(Selector("function", "", True)),
    st.builds(Selector, chinese, chinese),
)
rows = st.lists(selectors, min_size=1, max_size=3).map(tuple)
refs = st.one_of(
    st.builds(Ref, st.one_of(st.none(), names), rows, st.one_of(st.none(), columns)),
    columns.map(lambda c: Ref(None, None, c)),
)
quantities = st.lists(chinese, min_size=1, max_size=3).map(".".join)
terms = st.one_of(
    refs, refs.map(Sum), refs.map(Count), quantities.map(ClaimRef), st.sampled_from(["amount", "cost"]).map(ProjectRef)
)


def linear(first: Scaled, rest: list[Scaled]) -> Linear:
    """The grammar has no leading minus."""
    return Linear((Scaled(abs(first.factor), first.term), *rest))


scaled = st.builds(Scaled, st.integers(-99, 99).filter(bool), terms)
linears = st.builds(linear, scaled, st.lists(scaled, max_size=3))
ratios = st.builds(Ratio, st.sampled_from(["share", "rate"]), linears, linears)
formulas = st.builds(Formula, linears, st.sampled_from(["=", "<=", ">="]), st.one_of(linears, ratios))


@settings(max_examples=300, deadline=None)
@given(formulas)
def test_printed_and_parsed_again(formula: Formula) -> None:
    assert parse(show(formula)) == formula


@settings(max_examples=200, deadline=None)
@given(st.text("atosumclie()[]=#.*+-,<> 0合\n", max_size=40))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    refused: FormulaError | None = None
    try:
        formula = parse(text)
    except FormulaError as error:
        refused = error
    if refused is None:
        assert parse(show(formula)) == formula
    else:
        assert "\n" not in str(refused)
        assert 1 <= refused.column <= len(text) + 1


def test_precedence_and_signs() -> None:
    formula = parse("a = b - 2 * sum([items].c) + 基金")
    assert isinstance(formula.right, Linear)
    assert [s.factor for s in formula.right.terms] == [1, -2, 1]
    assert formula.right.terms[1].term == Sum(Ref(None, (Selector("items"),), "c"))


def test_words_in_a_text_column_may_hold_brackets_and_blanks() -> None:
    formula = parse("sum(f[类型=公用 经费（一）].total) = a")
    assert formula.left.terms[0].term == Sum(Ref("f", (Selector("类型", "公用 经费（一）"),), "total"))


def test_keywords_may_begin_a_name() -> None:
    formula = parse("summary[total].total = claims + share_of + country.count")
    assert formula.left.terms[0].term == Ref("summary", (Selector("total"),), "total")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a =",
        "= a",
        "a = = b",
        "a == b",
        "a < b",
        "a = -b",
        "a = sum(b",
        "a = claim()",
        "a = share(b)",
        "1 = a",
        "a = b[",
        "a b",
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)


def test_long_text_is_refused_at_once() -> None:
    with pytest.raises(FormulaError, match="过长"):
        parse("a = " + "b + " * 2000 + "c")
