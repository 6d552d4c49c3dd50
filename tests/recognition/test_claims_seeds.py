"""The claims of real disclosures against their answer keys, where the shared folder is at hand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gouji.model.disclosure import Claim
from gouji.recognition.claims import read
from gouji.recognition.outline import outline
from gouji.sources import open_document
from gouji.standards.loader import load

SHARED = Path(__file__).resolve().parents[3] / "shared"
KEYS = ("000", "001", "002")


@cache
def seed(name: str) -> tuple[tuple[Claim, ...], list[dict[str, Any]]]:
    """The claims read and those of the key; a key's entry marked implied states no number of its own."""
    files = sorted((SHARED / "seeds").glob(f"{name}_*.txt")) if SHARED.is_dir() else []
    if not files:
        pytest.skip("the seeds of ../shared are not here")
    found = outline(open_document(files[0]))
    assert found.template is not None
    key = json.loads((SHARED / "truth" / f"{name}.json").read_text(encoding="utf-8"))
    numbers = [e for e in key["narrative"] if e.get("value_kind") != "text" and not e.get("implied")]
    return read(found.prose, found.template, found.fiscal_year), numbers


def multiset(pairs: Iterator[tuple[Decimal | None, str | None]]) -> Counter[tuple[Decimal | None, str]]:
    return Counter((value.normalize() if value else value, unit or "") for value, unit in pairs)


def names(quantity: str) -> set[str]:
    """A quantity by all the names that the template lists for it."""
    data = load("henan/2024").extra["claims"]
    assert isinstance(data, Mapping)
    suffixes, wholes = data["synonyms"]["suffixes"], data["synonyms"]["quantities"]
    suffix = next((s for s in (*suffixes, "占比") if quantity.endswith(f".{s}")), "")
    whole = quantity.removesuffix(f".{suffix}") if suffix else quantity
    tails = [suffix, *suffixes.get(suffix, ())] if suffix else [""]
    return {f"{w}.{t}" if t else w for w in (whole, *wholes.get(whole, ())) for t in tails}


@pytest.mark.parametrize("name", KEYS)
def test_every_number_of_the_key_is_read(name: str) -> None:
    claims, key = seed(name)
    want = multiset((Decimal(e["value"]), e["unit"]) for e in key)
    got = multiset((c.amount, c.unit) for c in claims)
    assert sum((want & got).values()) / sum(want.values()) >= 0.97


@pytest.mark.parametrize("name", KEYS)
def test_and_bound_to_the_quantity_that_the_key_names(name: str) -> None:
    claims, key = seed(name)
    left = list(claims)
    right = 0
    for entry in key:
        value = Decimal(entry["value"])
        hit = next(
            (c for c in left if c.amount == value and c.unit == entry["unit"] and entry["quantity"] in names(c.quantity)), None
        )
        if hit is not None:
            left.remove(hit)
            right += 1
    assert right / len(key) >= 0.95


@pytest.mark.parametrize("name", KEYS)
def test_each_claim_stands_in_the_line_that_holds_its_number(name: str) -> None:
    claims, _ = seed(name)
    lines = sorted((SHARED / "seeds").glob(f"{name}_*.txt"))[0].read_text(encoding="utf-8-sig").split("\n")
    for claim in claims:
        assert claim.place.line
        if claim.amount is not None:
            part = lines[claim.place.line - 1][(claim.place.column or 1) - 1 :]
            assert part.startswith(str(claim.amount)[0])
