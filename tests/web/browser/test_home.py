"""The first page and the search in a browser."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect


def test_the_first_page_and_search_as_one_types(page: Any, look: Any) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="各年支出合计")).to_be_visible()
    look(page, "home")
    page.get_by_label("单位、项目、指标或金额").press_sequentially("水情")
    expect(page.get_by_role("heading", name="项目")).to_be_visible()
    look(page, "home-search", full=False)
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('#hits') !== null")


def test_search_works_without_javascript(browser: Any, live: Any) -> None:
    context = browser.new_context(base_url=live.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("单位、项目、指标或金额").fill("780.17万元")
    page.get_by_role("button", name="搜索").click()
    expect(page.get_by_role("heading", name="表中的金额")).to_be_visible()
    context.close()
