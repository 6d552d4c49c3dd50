"""The first page in a browser."""

from __future__ import annotations

from typing import Any


def test_the_first_page(page: Any, look: Any) -> None:
    page.goto("/")
    look(page, "home")
