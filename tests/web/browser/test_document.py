"""The page of a document in a browser: a figure lights up in the original, its relations and other statements come."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect


def of(live: Any, suffix: str, year: int) -> str:
    """The station's document of that year and kind of file."""
    (row,) = live.app.state.site.corpus.rows(
        "SELECT document FROM documents WHERE issuer LIKE '%雨情%' AND year = ? AND original = ?", [year, suffix]
    )
    return str(row["document"])


def test_a_figure_of_a_text(page: Any, live: Any, look: Any) -> None:
    page.goto(f"/document/{of(live, '.txt', 2024)}")
    expect(page.get_by_role("heading", name="有6项错误")).to_be_visible()
    expect(page.locator(".viewer")).to_be_visible()
    look(page, "document")
    page.goto(f"/document/{of(live, '.txt', 2024)}?part=t2")
    figure = page.locator("a.f.blamed").first
    figure.click()
    panel = page.locator("#panel")
    expect(panel.get_by_text("不成立").first).to_be_visible()
    expect(page.locator("mark.on")).to_have_text(figure.inner_text())
    expect(figure).to_have_class(re.compile(r"\bon\b"))
    look(page, "document-figure", full=False)
    page.keyboard.press("Escape")
    expect(panel).to_be_empty()


def test_a_figure_of_a_pdf(page: Any, live: Any, look: Any) -> None:
    page.goto(f"/document/{of(live, '.pdf', 2023)}?part=t2")
    picture = page.locator(".paper img")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("img => img.naturalWidth") > 500
    first = page.locator("table.figures a.f").first
    first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("rect.box.on")).to_have_count(1)
    expect(page.locator("#panel").get_by_role("heading", name="同一事实还写在")).to_be_visible()
    look(page, "document-pdf", full=False)
