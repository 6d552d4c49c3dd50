"""Disclosure ⇄ JSON: nothing is lost, the promised keys are there, and a broken file is refused by name."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.model.disclosure import (
    Ambiguous,
    Cell,
    Claim,
    Damage,
    DepartmentPerformance,
    Disclosure,
    Form,
    Indicator,
    Issuer,
    Origin,
    Project,
    Row,
    RowKind,
    Section,
    Source,
    Target,
    Task,
)
from gouji.model.place import Place
from gouji.model.serial import SchemaError, from_json, to_json

amounts = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12)
words = st.text(max_size=8)
places = st.builds(Place, line=st.none() | st.integers(1, 9999), column=st.none() | st.integers(1, 99))
cells = st.builds(Cell, amounts, st.sampled_from(Origin), places, st.none() | words)
targets = st.builds(
    Target, words, st.sampled_from([None, ">=", "between"]), st.none() | amounts, st.none() | words, st.none() | amounts
)
indicators = st.builds(Indicator, words, words, targets, st.none() | words, st.none() | words, places)
rows = st.builds(
    Row,
    st.sampled_from(RowKind),
    words,
    st.sampled_from([None, "收入", "支出"]),
    st.dictionaries(st.sampled_from(["function", "agency"]), words, max_size=2),
    st.dictionaries(words, cells, max_size=3),
    st.dictionaries(words, words, max_size=2),
    st.none() | words,
    places,
    st.lists(st.builds(Ambiguous, amounts, st.tuples(words, words), places), max_size=1).map(tuple),
)
forms = st.builds(
    Form,
    words,
    words,
    number=st.none() | words,
    note=st.none() | words,
    status=st.sampled_from(["present", "empty", "missing"]),
    place=places,
    rows=st.lists(rows, max_size=3).map(tuple),
    number_printed=st.booleans(),
)
disclosures = st.builds(
    Disclosure,
    st.builds(Source, words, pages=st.none() | st.integers(1, 99)),
    st.builds(Issuer, words, st.none() | words),
    st.none() | st.integers(2000, 2100),
    words,
    st.none() | words,
    st.lists(forms, max_size=2).map(tuple),
    st.lists(
        st.builds(
            Claim, words, st.none() | amounts, st.none() | words, words, words, places, base_year=st.none() | st.integers()
        ),
        max_size=2,
    ).map(tuple),
    st.lists(
        st.builds(Project, words, amount=st.none() | amounts, indicators=st.lists(indicators, max_size=2).map(tuple)),
        max_size=2,
    ).map(tuple),
    st.none() | st.builds(DepartmentPerformance, words, st.lists(st.builds(Task, words, words, places), max_size=1).map(tuple)),
    st.lists(st.builds(Section, words, st.integers(1, 3), places, st.booleans(), words), max_size=2).map(tuple),
    st.lists(st.builds(Damage, places, words), max_size=2).map(tuple),
)


@given(disclosures)
def test_what_was_written_is_read_back(disclosure: Disclosure) -> None:
    assert from_json(json.loads(json.dumps(to_json(disclosure)))) == disclosure


def small() -> Disclosure:
    row = Row(RowKind.ITEM, "行政运行", codes={"function": "2010101"}, cells={"合计": Cell(Decimal("316.30"))})
    return Disclosure(
        source=Source("a.txt"),
        issuer=Issuer("某局"),
        fiscal_year=2024,
        kind="unit_budget",
        template="x/2024",
        forms=(Form("expenditure_summary", "支出总体情况表", rows=(row,)),),
    )


def test_promised_keys_are_there_even_when_empty_and_zeros_are_kept() -> None:
    form = to_json(small())["forms"][0]
    assert {"number": None, "note": None, "status": "present", "unit": "万元", "place": {}}.items() <= form.items()
    assert form["rows"][0] == {
        "kind": "item",
        "label": "行政运行",
        "side": None,
        "codes": {"function": "2010101"},
        "cells": {"合计": {"amount": "316.30", "origin": "read", "place": {}}},
    }


def test_a_box_on_a_page_survives() -> None:
    placed = replace(small(), damage=(Damage(Place(page=3, box=(1.5, 2.0, 3.0, 4.0)), "糊"),))
    assert from_json(json.loads(json.dumps(to_json(placed)))) == placed


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("schema",), "other/1", "schema"),
        (("forms",), {}, "forms"),
        (("forms", 0, "rows", 0, "cells", "合计", "amount"), "12,0", "forms[0].rows[0].cells.合计.amount"),
        (("forms", 0, "rows", 0, "cells", "合计", "amount"), "NaN", "amount"),
        (("forms", 0, "rows", 0, "cells", "合计", "amount"), "1e999999999", "amount"),
        (("forms", 0, "rows", 0, "cells", "合计", "amount"), "1_0", "amount"),
        (("forms", 0, "rows", 0, "cells", "合计", "place"), {"page": "3"}, "place.page"),
        (("forms", 0, "rows", 0, "cells", "合计", "place"), {"sheet": 3}, "place.sheet"),
        (("forms", 0, "rows", 0, "cells", "合计", "place"), {"box": [1, 2, 3]}, "place.box"),
        (("forms", 0, "rows", 0, "cells", "合计", "place"), {"box": [1, 2, 3, float("nan")]}, "place.box"),
        (("forms", 0, "rows", 0, "cells", "合计", "place"), {"box": [1, 2, 3, 10**400]}, "place.box"),
        (("forms", 0, "rows", 0, "kind"), "sum", "forms[0].rows[0].kind"),
        (("fiscal_year",), True, "fiscal_year"),
    ],
)
def test_a_wrong_value_is_refused_by_its_path(path: tuple[str | int, ...], value: object, says: str) -> None:
    data = to_json(small())
    at = data
    for key in path[:-1]:
        at = at[key]  # type: ignore[index]
    at[path[-1]] = value  # type: ignore[index]
    with pytest.raises(SchemaError) as raised:
        from_json(data)
    assert says in str(raised.value)


def test_a_missing_key_is_named() -> None:
    data = to_json(small())
    del data["forms"][0]["title"]
    with pytest.raises(SchemaError, match=r"forms\[0\]\.title"):
        from_json(data)
