"""The HTML page: self-contained, safe, complete; every finding and figure can be reached."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.invented.document import document
from tests.invented.station import STATION
from tests.reporting.material import EVIL, material
from tests.timing import cost

from gouji.model.finding import Outcome
from gouji.reporting.html import html
from gouji.reporting.html.page import FOLDER
from gouji.reporting.html.sankey import sankey
from gouji.reporting.html.tables import heads
from gouji.reporting.material import Material

VOID = {"meta", "input", "br", "img", "link", "path", "rect"}


class Page(HTMLParser):
    """The page as a browser takes it: elements with their attributes, ids, text; and whether all tags close."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.words: list[str] = []
        self.scripts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.elements.append((tag, given))
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        (self.scripts if inside == "script" else self.words).append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def having(self, tag: str, name: str) -> list[str]:
        return [str(a[name]) for t, a in self.elements if t == tag and name in a]


@pytest.fixture(scope="module")
def page(wrong: Material) -> Page:
    return Page(html(wrong))


def test_the_page_is_well_formed_and_its_ids_are_its_own(page: Page) -> None:
    assert page.unbalanced == []
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))


def test_nothing_is_fetched(wrong: Material) -> None:
    text = html(wrong)
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "https://" not in text
    page = Page(text)
    assert not page.having("script", "src")
    assert not [t for t, _ in page.elements if t in ("link", "img", "iframe", "object")]
    assert "default-src 'none'" in text


def test_every_finding_is_there_and_leads_to_its_place(wrong: Material, page: Page) -> None:
    targets = {h.removeprefix("#") for h in page.having("a", "href")}
    assert targets <= set(page.ids)
    for n, finding in enumerate(wrong.report.findings):
        assert f"n{n}" in page.ids
        for line in finding.message.split("\n"):
            assert line in page.text
    assert len([c for c in page.having("a", "class") if c == "go"]) >= len(wrong.report.findings) - 2


def test_every_amount_of_the_forms_is_a_figure(wrong: Material, page: Page) -> None:
    cells = sum(len(row.cells) for form in wrong.disclosure.forms for row in form.rows)
    assert len([i for i in page.ids if re.fullmatch(r"f\d+", i)]) >= cells


def test_a_wrong_figure_is_marked_where_it_stands(page: Page) -> None:
    marked = [a for t, a in page.elements if t == "button" and "blamed" in (a.get("class") or "")]
    assert len(marked) >= 3
    assert all("error" in (a["class"] or "") for a in marked)


def test_the_relations_of_a_figure_are_at_hand(wrong: Material, page: Page) -> None:
    data = json.loads(page.scripts[0])
    assert len(data["relations"]) == len(wrong.report.results)
    assert [r[2] for r in data["relations"]].count("b") == sum(r.outcome is Outcome.BROKEN for r in wrong.report.results)
    for relation in data["relations"]:
        for term in (*relation[4], *relation[5], *relation[6]):
            assert data["figures"][term[1]][6] != "1" or term[1] in page.ids


def test_both_languages_are_in_the_page(page: Page) -> None:
    assert "项错误" in page.text
    assert "error(s)" in page.text
    assert len([1 for _, a in page.elements if a.get("class") == "zh"]) == len(
        [1 for _, a in page.elements if a.get("class") == "en"]
    )


def test_a_reader_of_the_screen_finds_the_way(page: Page) -> None:
    tags = [t for t, _ in page.elements]
    assert all(tag in tags for tag in ("header", "nav", "main", "aside", "footer", "h1"))
    assert tags.count("h1") == 1
    assert all(a.get("scope") for t, a in page.elements if t == "th")
    for t, a in page.elements:
        if t == "section":
            assert a.get("aria-labelledby") in page.ids


def test_a_strangers_script_stays_text(hostile: Material) -> None:
    text = html(hostile)
    page = Page(text)
    assert EVIL in page.text
    assert text.count("<script") == 2
    assert [t for t, _ in page.elements].count("script") == 2
    assert not [t for t, _ in page.elements if t == "img"]
    assert page.unbalanced == []
    assert "<img" in page.text
    data = json.loads(page.scripts[0])
    assert any("<script>" in "".join(figure) for figure in data["figures"].values())


def test_it_is_small_and_quick(wrong: Material) -> None:
    assert cost(lambda: html(wrong), runs=3) < 2  # 0.1 to 0.2 s on an idle core
    assert len(html(wrong).encode()) < 1_500_000


def test_an_accepted_finding_is_shown_as_accepted(wrong: Material) -> None:
    found = tuple(replace(f, accepted="已有复函") for f in wrong.report.findings)
    page = Page(html(replace(wrong, report=replace(wrong.report, findings=found))))
    assert page.having("li", "data-severity") == ["accepted"] * len(found)
    assert "已有复函" in page.text
    assert "没有发现错误" in page.text


def test_header_rows_follow_the_paths() -> None:
    rows = heads(["合计", "基本/小计", "基本/人员/工资", "项目/小计"])
    assert [[(h.text, h.columns, h.rows) for h in row] for row in rows] == [
        [("合计", 1, 3), ("基本", 2, 1), ("项目", 1, 1)],
        [("小计", 1, 2), ("人员", 1, 1), ("小计", 1, 2)],
        [("工资", 1, 1)],
    ]
    assert heads([]) == ()


def test_the_drawing_loses_no_money(clean: Material) -> None:
    drawing = sankey(clean.disclosure, clean.template)
    assert drawing is not None
    columns = [sum(n.amount for n in drawing.nodes if n.column == i) for i in range(4)]
    assert columns[0] > 0
    assert len(set(columns)) == 1
    assert all(n.height > 0 and 0 <= n.y <= drawing.height for n in drawing.nodes)
    assert len(drawing.bands) > len(drawing.nodes) / 2


def test_without_the_forms_there_is_no_drawing(wrong: Material) -> None:
    bare = replace(wrong, disclosure=replace(wrong.disclosure, forms=()), report=replace(wrong.report, findings=(), results=()))
    assert sankey(bare.disclosure, bare.template) is None
    assert "<svg" not in html(bare)


def _luminance(colour: str) -> float:
    full = colour if len(colour) == 7 else "#" + "".join(c * 2 for c in colour[1:])
    parts = [int(full[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_stand_out_from_their_ground(theme: str) -> None:
    """WCAG AA: 4.5 to 1 for every pair of text and ground that the style uses."""
    blocks = re.findall(r":root(?:\[data-theme=dark\])?\{([^}]*)\}", (FOLDER / "style.css").read_text("utf-8"))
    style = next(b for b in blocks if ("color-scheme:dark" in b) == (theme == "dark"))
    colours = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", style))
    grounds = ["card", "bg", "s0", "s1", "s2", "s3", "error-bg", "warning-bg", "info-bg", "good-bg"]
    pairs = [("ink", g) for g in grounds] + [(w, g) for w in ("soft", "accent") for g in ("card", "bg")]
    pairs += [(w, f"{w}-bg") for w in ("error", "warning", "info", "good")]
    pairs += [(w, "card") for w in ("error", "warning", "info")]
    for word, ground in pairs:
        light, dark = sorted((_luminance(colours[word]), _luminance(colours[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (theme, word, ground)


def test_lines_that_the_source_broke_are_one_paragraph(tmp_path: Path) -> None:
    text = document(STATION).replace("支出总计780.17万元。", "支出总计\n\n780.17万元。")
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    page = Page(html(material(path)))
    shown = re.sub(r"\s+", "", page.text)
    assert "支出总计780.17万元" in shown
    assert f"{STATION.agency[1]}{STATION.year}年单位预算公开" not in shown  # the cover's lines stay apart


def test_a_missing_form_is_told_at_the_head_of_the_document(tmp_path: Path) -> None:
    text = document(STATION)
    start = text.index("预算02表")
    path = tmp_path / "a.txt"
    path.write_text(text[:start] + text[text.index("预算03表") :], encoding="utf-8")
    held = material(path)
    assert any(f.rule == "FORM-MISSING" for f in held.report.findings)
    page = Page(html(held))
    assert [a for _, a in page.elements if a.get("class") == "absent"]
