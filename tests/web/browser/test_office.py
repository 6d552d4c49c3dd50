"""The way of a reviewer on the board, and of an administrator, as a person goes it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.web.browser.conftest import Live, Look
from tests.web.people import NAMES, PASSWORDS, staff


@pytest.fixture
def people(live: Live) -> None:
    """Users of every role, made once."""
    staff(live.app.state.site.people)


def _login(page: Any, role: str, then: str) -> None:
    page.goto(then)
    page.get_by_label("用户名").fill(NAMES[role])
    page.get_by_label("密码").fill(PASSWORDS[role])
    page.get_by_role("main").get_by_role("button", name="登录").click()


@pytest.mark.usefixtures("people")
def test_the_login(page: Any, look: Look) -> None:
    page.goto("/login?next=/account")
    look(page, "login")
    _login(page, "viewer", "/login?next=/account")
    page.wait_for_url("**/account")
    assert page.get_by_role("heading", level=1).inner_text().startswith(NAMES["viewer"])
    look(page, "account")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/")
    page.get_by_role("link", name="登录", exact=True).wait_for()


@pytest.mark.usefixtures("people")
def test_a_visitor_reads_the_board(page: Any, look: Look) -> None:
    page.goto("/findings")
    assert page.locator(".findings li").count() == 50
    assert page.get_by_role("checkbox").count() == 0
    look(page, "findings-visitor", full=False)
    page.goto("/findings/changes")
    look(page, "findings-changes")
    page.locator("table a").first.click()
    page.get_by_role("heading", name="仍存在").wait_for()
    look(page, "findings-change", full=False)


@pytest.mark.usefixtures("people")
def test_a_reviewer_decides(page: Any, look: Look) -> None:
    _login(page, "reviewer", "/login?next=/findings")
    page.wait_for_url("**/findings")
    # A filter changes only the list, without a new page, and is in the address.
    page.get_by_label("程度").select_option("error")
    page.wait_for_url("**severity=error**")
    page.wait_for_function("document.querySelectorAll('#board .findings li:not(.error)').length === 0")
    boxes = page.locator(".findings input[type=checkbox]")
    count = boxes.count()
    assert count > 0
    page.get_by_text("本页全选").click()
    assert page.locator(".findings input:checked").count() == count
    page.get_by_text("本页全选").click()
    boxes.first.check()
    look(page, "findings-reviewer", full=False)
    page.get_by_label("选中的改为").select_option("accepted")
    page.get_by_label("理由").fill("年中追加，已有批复")
    page.get_by_role("button", name="确定").click()
    page.get_by_text("已更新1条。").wait_for()
    page.goto("/findings?state=accepted")
    page.get_by_text("年中追加，已有批复").first.wait_for()
    look(page, "findings-accepted", full=False)
    page.locator(".findings .state a").first.click()
    page.get_by_role("heading", name="处理经过").wait_for()
    look(page, "findings-history")


@pytest.mark.usefixtures("people")
def test_a_reviewer_takes_the_check_sheets(page: Any) -> None:
    _login(page, "reviewer", "/login?next=/findings%3Fyear%3D2022")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="检查表").click()
    assert waiting.value.suggested_filename == "检查表.zip"


@pytest.mark.usefixtures("people")
def test_an_administrator(page: Any, look: Look) -> None:
    _login(page, "admin", "/login?next=/admin")
    page.wait_for_url("**/admin")
    look(page, "admin")
    page.get_by_role("link", name="操作记录").click()
    page.get_by_role("heading", name="操作记录").wait_for()
    look(page, "admin-log", full=False)
    page.get_by_role("button", name="核验").click()
    page.get_by_role("status").wait_for()
    assert "完整" in page.get_by_role("status").inner_text()
    look(page, "admin-verified")


@pytest.mark.usefixtures("people")
def test_the_board_by_keyboard(page: Any) -> None:
    _login(page, "reviewer", "/login?next=/findings%3Fseverity%3Derror")
    page.wait_for_url("**/findings?severity=error")
    items = page.locator("ol.findings > li")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert items.first.locator("input:checked").count() == 1
    page.keyboard.press("e")
    assert items.first.locator("details[open]").count() == 1
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("x")
    assert page.locator("ol.findings input:checked").count() == 0
    page.keyboard.press("r")
    page.keyboard.type("jxe")  # in a field they are letters
    assert page.get_by_label("理由").input_value() == "jxe"
    page.get_by_label("理由").press("Tab")
    items.first.locator("input").focus()
    page.keyboard.press("o")
    page.wait_for_url("**/document/*finding=*")
    page.locator("#panel .lit-figure, .finding").first.wait_for()


@pytest.mark.usefixtures("people")
def test_too_much_is_said_before_it_is_sent(page: Any) -> None:
    _login(page, "reviewer", "/login?next=/upload")
    page.wait_for_url("**/upload")
    files = [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": b"x"} for n in range(21)]
    page.locator("#files").set_input_files(files)
    assert page.locator("form.drop .problem-line").inner_text() == "一次最多20个文件。"
    page.get_by_role("button", name="读并核对").click()
    assert page.url.endswith("/upload")
    page.locator("#files").set_input_files(files[:1])
    assert page.locator("form.drop .problem-line").is_hidden()
    assert "已选1个：0.txt" in page.locator("[data-chosen]").inner_text()
    page.get_by_role("button", name="读并核对").click()
    page.wait_for_url("**/jobs/*")
