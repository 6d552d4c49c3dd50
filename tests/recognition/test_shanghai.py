"""A district's nine forms and prose, read with a template that is nothing but data: an invented one, and the real PDFs."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from tests.recognition import district

from gouji.checking import Report, check
from gouji.model.disclosure import Disclosure
from gouji.model.finding import Finding, Severity
from gouji.recognition import read
from gouji.sources import open_document
from gouji.standards.loader import load

SHARED = Path(__file__).parents[2].parent / "shared"
PDFS = SHARED / "pdfs"


def examined(path: Path) -> tuple[Disclosure, Report]:
    found = read(open_document(path))
    assert found.template == "shanghai-putuo/2025"
    return found, check(found, load(found.template, found.profile))


def made(tmp_path: Path, *changes: tuple[str, str], dashes: bool = False) -> tuple[Disclosure, Report]:
    text = district.html(dashes)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = tmp_path / "a.html"
    path.write_text(text, encoding="utf-8")
    return examined(path)


def about_figures(report: Report) -> list[Finding]:
    """The findings of relations, names, bases and parts: those that this province's data make."""
    ours = ("SP-", "UN-", "FUNCTION-NAME", "BASIS-MIXED", "SECTION-MISSING", "ROUNDING", "FORM-MISSING", "TEMPLATE-")
    return [f for f in report.findings if f.rule.startswith(ours)]


@pytest.mark.parametrize("dashes", [False, True])
def test_a_consistent_disclosure_holds_in_both_wordings(tmp_path: Path, dashes: bool) -> None:
    found, report = made(tmp_path, dashes=dashes)
    assert len(found.forms) == 9
    assert (report.tally.broken, report.tally.untestable) == (0, 0)
    assert report.tally.held > 150
    assert about_figures(report) == []
    named = [c for c in found.claims if c.quantity.startswith("科目.")]
    assert [c.quantity.split("/")[-1] for c in named] == [names[2] for names in district.ITEMS.values()]
    assert "自然保护地" in named[-1].quote
    tested = {r.relation.id for r in report.results}
    declared = {r.id for r in load("shanghai-putuo/2025").relations if r.id.startswith("SP-T-")}
    rates = {i for i in declared if i.endswith("RATE")}  # no percentage is stated here
    assert declared - rates <= tested


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("科目234.57万元", "科目234.75万元", "SP-T-FUNCTION"),
        ("自然保护地（项）", "自然保护区（项）", "FUNCTION-NAME"),
        ("比2024年预算增加20.50万元；事业", "比2024年预算执行数增加20.50万元；事业", "BASIS-MIXED"),
        ("比2024年预算增加20.50万元；事业", "比2024年预算增加25.00万元；事业", "SP-T-FISCAL-CHANGE"),
        ("收入预算745.13万元", "收入预算754.13万元", "SP-T-REVENUE"),
        ("预算数为5.50万元", "预算数为5.60万元", "SP-T-09"),
        ("机关运行经费预算为56.91万元", "机关运行经费预算为57.91万元", "SP-T-RUNNING"),
        ("政府采购服务预算80.00万元", "政府采购服务预算81.00万元", "SP-T-PROCUREMENT"),
        ("预算金额60万元", "预算金额160万元", "SP-T-PROCUREMENT-SMALL"),
        ("项目预算资金358.21万元", "项目预算资金35.21万元", "SP-T-TARGETS-HALF"),
        ("共有车辆3辆", "共有车辆4辆", "SP-T-VEHICLES"),
        ("安排购置车辆1辆", "安排购置车辆2辆", "SP-T-VEHICLES-BOUGHT"),
        ("地上建筑面积为900平方米", "地上建筑面积为990平方米", "SP-T-AREA"),
        ("增长70.00万", "增长75.00万", "SP-T-PROJECT"),
        ("湿地管理所机构设置", "湿地管理所另有安排", "SECTION-MISSING"),
    ],
)
def test_one_wrong_word_or_figure_is_found(tmp_path: Path, old: str, new: str, rule: str) -> None:
    _, report = made(tmp_path, (old, new))
    found = about_figures(report)
    assert any(f.rule == rule or rule in f.relations for f in found), [(f.rule, f.message) for f in found]


def test_the_wrong_amount_of_an_item_is_told_with_what_it_should_be(tmp_path: Path) -> None:
    _, report = made(tmp_path, ("科目234.57万元", "科目234.75万元"))
    (found,) = (f for f in report.findings if f.severity is Severity.ERROR)
    assert found.suspect is not None
    assert (found.suspect.spot.row.split("/")[-1], found.suspect.should_be) == ("自然保护地", "234.57")


def test_a_name_that_no_form_has_is_told_with_the_one_of_that_amount(tmp_path: Path) -> None:
    _, report = made(tmp_path, ("自然生态保护（款）自然保护地（项）", "节能环保支出（款）自然保护地（项）"))
    (found,) = (f for f in report.findings if f.rule == "FUNCTION-NAME")
    assert found.expected == "节能环保支出/自然生态保护/自然保护地"
    assert any("没有科目" in reason for reason, _ in report.untested)


@pytest.mark.parametrize(
    "change",
    [
        ("自然保护地（项）", "自然保护地（项)"),  # half-width
        ("培训支出（项）", "培训（项）"),  # 支出 left out
        ("收入预算745.13万元", "收入预算 745.13 万元"),
    ],
)
def test_innocent_wordings_are_no_findings(tmp_path: Path, change: tuple[str, str]) -> None:
    assert about_figures(made(tmp_path, change)[1]) == []


def test_one_basis_throughout_is_fine(tmp_path: Path) -> None:
    text = district.html().replace("比2024年预算", "比2024年预算执行数").replace("与2024年预算", "与2024年预算执行数")
    path = tmp_path / "a.html"
    path.write_text(text, encoding="utf-8")
    assert about_figures(examined(path)[1]) == []


def test_a_heading_that_the_contents_list_announces_ends_a_form(tmp_path: Path) -> None:
    """The page has no page breaks: nothing but the contents list says that these lines are headings."""
    found, _ = made(tmp_path)
    titles = [s.title for s in found.sections if not s.listed]
    assert {"其他相关情况说明", "湿地修复项目经费情况说明", f"{district.NAME}主要职能"} <= set(titles)
    last = next(f for f in found.forms if f.kind == "three_public")
    assert (len(last.rows), last.note) == (1, None)


def test_what_the_contents_list_does_not_announce_is_no_heading(tmp_path: Path) -> None:
    found, _ = made(tmp_path, ("六、其他相关情况说明", "六、另有说明"))
    assert "其他相关情况说明" not in [s.title for s in found.sections if not s.listed]


# --- the real ones ------------------------------------------------------------------------------------------------

# Known mistakes that arithmetic or prose figures show, and the rule that must report each (ROUNDING: at its row).
KNOWN = {
    "wanli": {
        "E044": ("ROUNDING", "城乡社区管理事务", 12),
        "E045": ("ROUNDING", "城乡社区管理事务", 17),
        "E046": ("ROUNDING", "城乡社区管理事务", 23),
        "E047": ("FUNCTION-NAME", "计划生育事务", 7),
        "E049": ("SP-T-AREA", "地上", 31),
    },
    "commerce": {
        "E062": ("BASIS-MIXED", "财政拨款收入", 7),
        "E063": ("SP-T-TARGETS-HALF", "项目资金", 22),
    },
    "office": {},
}


@cache
def real(name: str) -> tuple[Disclosure, Report]:
    return examined(PDFS / f"shanghai-putuo-{name}-2025.pdf")


@pytest.mark.skipif(not PDFS.is_dir(), reason="…/shared not here")
@pytest.mark.parametrize(("name", "number"), [(n, e) for n, known in KNOWN.items() for e in known])
def test_known_mistakes_of_the_real_ones_are_reported_at_their_place(name: str, number: str) -> None:
    truth = json.loads((SHARED / "truth" / "pdfs" / f"shanghai-putuo-{name}-2025.json").read_text(encoding="utf-8"))
    assert number in {e["id"] for e in truth["errors"]}
    rule, words, page = KNOWN[name][number]
    spots = [s for f in real(name)[1].findings if f.rule == rule or rule in f.relations for s in f.places if words in s.row]
    assert page in {s.place.page for s in spots}


@pytest.mark.skipif(not PDFS.is_dir(), reason="…/shared not here")
def test_the_clean_one_breaks_nothing() -> None:
    found, report = real("office")
    assert (report.tally.broken, report.tally.untestable, report.tally.rounding) == (0, 0, 0)
    assert report.tally.held > 250
    assert [f.rule for f in report.findings if f.severity is Severity.ERROR] == []
    assert sum(c.quantity.startswith("科目.") and "较上年" not in c.quantity for c in found.claims) == 12


@pytest.mark.skipif(not PDFS.is_dir(), reason="…/shared not here")
@pytest.mark.parametrize(("name", "items"), [("wanli", 33), ("commerce", 16)])
def test_every_numbered_item_of_the_others_is_a_claim(name: str, items: int) -> None:
    named = [c for c in real(name)[0].claims if c.quantity.startswith("科目.")]
    assert len(named) == items
    assert all(c.quantity.count("/") == 2 and c.amount is not None and c.place.page for c in named)
