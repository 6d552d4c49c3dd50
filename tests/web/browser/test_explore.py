"""Bodies, comparison, targets and words in a browser."""

from __future__ import annotations

import re
from typing import Any

import pytest


def test_the_list_of_bodies_narrows_as_one_types(page: Any, look: Any) -> None:
    page.goto("/agencies")
    rows = page.locator("#list tbody tr")
    before = rows.count()
    assert before > 1
    name = rows.nth(1).locator("a").inner_text()
    page.get_by_role("searchbox").fill(name[2:8])
    page.wait_for_function("n => document.querySelectorAll('#list tbody tr').length < n", arg=before)
    assert all(name[2:8] in text for text in rows.locator("a").all_inner_texts())
    look(page, "agencies")


def test_a_body_draws_its_charts_in_both_themes(page: Any, look: Any) -> None:
    page.goto("/agency/1")
    page.wait_for_selector("[data-chart] svg")
    kinds = page.eval_on_selector_all("[data-chart]", "all => all.map(e => e.dataset.kind)")
    assert {"sankey", "treemap", "bars"} <= set(kinds)
    assert page.locator("[data-chart]").count() == page.locator("[data-chart] svg").count()
    look(page, "agency")


def test_the_figures_of_a_chart_can_be_read_as_a_table_by_keyboard(page: Any) -> None:
    page.goto("/agency/1")
    summary = page.locator("summary", has_text="看数字").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open] table").first.is_visible()


def test_a_comparison_changes_with_what_is_chosen_and_keeps_its_address(page: Any, look: Any) -> None:
    page.goto("/compare")
    boxes = page.locator("#offered input[type=checkbox]")
    names = page.locator("#offered label").all_inner_texts()
    boxes.nth(0).check()
    page.wait_for_selector("#compared table")
    page.locator("#offered label", has_text=names[1].strip()).locator("input").check()
    page.wait_for_function("() => document.querySelectorAll('#compared thead th').length === 3")
    page.get_by_label("比什么").select_option("function:3")
    page.wait_for_selector("#compared h2:has-text('功能分类')")
    assert len(re.findall("body=", page.url)) == 2
    table = page.locator("#compared table").inner_text()
    page.goto(page.url)
    assert page.locator("#compared table").inner_text() == table
    page.wait_for_selector("[data-chart] svg")
    look(page, "compare")


@pytest.mark.parametrize(("path", "name"), [("/targets", "targets"), ("/words", "words")])
def test_a_list(page: Any, look: Any, path: str, name: str) -> None:
    page.goto(path)
    look(page, name)


def test_an_indicator_everywhere(page: Any, look: Any) -> None:
    page.goto("/targets")
    page.locator("#list tbody a").first.click()
    page.wait_for_selector("h1")
    assert "/targets?name=" in page.url
    look(page, "target")


def test_pages_are_read_without_scripts(browser: Any, live: Any) -> None:
    context = browser.new_context(base_url=live.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/compare")
    page.locator("#offered input[type=checkbox]").nth(0).check()
    page.locator("#offered input[type=checkbox]").nth(1).check()
    page.get_by_role("button", name="比较").click()
    assert page.locator("#compared thead th").count() == 3
    context.close()
