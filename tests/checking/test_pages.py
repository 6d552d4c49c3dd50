"""Empty pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.checking.budgets import budget
from tests.checking.made import found, section

from gouji.checking.registry import Subject
from gouji.model.finding import Severity


def paged(*empty: int) -> Subject:
    """A document of nine pages, these of them empty."""
    held = budget(section("一、主要职责", "负责。"))
    source = replace(held.disclosure.source, pages=9, empty_pages=empty)
    return replace(held, disclosure=replace(held.disclosure, source=source))


@pytest.mark.fires("PAGE-EMPTY")
def test_empty_pages_are_named_once() -> None:
    (told,) = found(paged(3, 7), "PAGE-EMPTY")
    assert told.severity is Severity.WARNING
    assert [spot.place.page for spot in told.places] == [3, 7]
    assert "第3、7页" in told.message


@pytest.mark.silent("PAGE-EMPTY")
def test_every_page_has_something() -> None:
    assert found(paged(), "PAGE-EMPTY") == []
