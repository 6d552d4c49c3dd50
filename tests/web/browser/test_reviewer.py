"""The whole way of a reviewer: a file is dropped, its findings come, a figure and its relations are looked at, the finding is
sent back on the board, the check sheet is taken along."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import expect
from tests.invented.document import document
from tests.invented.mistakes import mistaken
from tests.invented.station import STATION
from tests.web.sample import SLIP

NAME = "新预算.txt"
DROP = """([text, name]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, { type: "text/plain" }));
  const dropped = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
  document.querySelector("form.drop").dispatchEvent(dropped);
}"""


def test_from_a_dropped_file_to_the_check_sheet(page: Any, enter: Any, look: Any) -> None:
    enter("reviewer", "/upload")
    look(page, "upload")
    text = mistaken(document(replace(STATION, year=2021)), SLIP)
    page.evaluate(DROP, [text, NAME])
    expect(page.get_by_role("heading", name="读取与核对")).to_be_visible()
    expect(page.get_by_text("读完并存好")).to_be_visible(timeout=120_000)
    look(page, "job-stored")

    page.get_by_role("link", name="看核对结果").click()
    expect(page.get_by_role("heading", name="有1项错误")).to_be_visible()
    page.locator("ol.brief a", has_text="42.17").first.click()
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", name="42.17万元")).to_be_visible()
    expect(panel.get_by_text("不成立").first).to_be_visible()
    expect(page.locator("mark.on")).to_have_text("42.17")

    page.get_by_role("link", name="在问题清单里处理").click()
    page.locator("input[name=pick]").first.check()
    page.get_by_label("改为").select_option("sent_back")
    page.get_by_label(re.compile("^理由")).fill("请更正")
    page.get_by_role("button", name="确定").click()
    expect(page.locator("ol.findings .state").first).to_contain_text("请更正")

    page.locator("ol.findings .where a").first.click()
    page.get_by_text("下载", exact=True).click()
    with page.expect_download() as started:
        page.get_by_role("link", name="核对表（Excel）").click()
    sheet = openpyxl.load_workbook(io.BytesIO(Path(started.value.path()).read_bytes()))
    assert "检查表" in sheet.sheetnames
