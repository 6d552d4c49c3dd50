"""Dumps that print a table line by line: cells broken over lines alternate, above, beside and below their row's numbers."""

from __future__ import annotations

import random

import pytest
from tests.recognition.line_dumps import read_text

from gouji.standards import chart

FUNCTIONS = ["2080505", "2089999", "2101101", "2101103", "2210201", "2050203", "2080506", "2101599", "2101501"]
DEPARTMENT = ["30101", "30108", "30110", "30112", "30199", "30201", "30231", "30239", "30299", "30302", "31002"]
GOVERNMENT = ["50101", "50102", "50199", "50201", "50205", "50208", "50299", "50502", "50905"]
MODES = ["even", "top", "low"]


def pieces(text: str, width: int) -> list[str]:
    return [text[n : n + width] for n in range(0, len(text), width)]


def printed(cells: list[list[str]], mode: str) -> list[str]:
    """A row's lines. even: cells in the middle, numbers between two lines of an even label; low: rounded to whole lines."""
    most = max(map(len, cells))
    lines: dict[float, list[str]] = {}
    for cell in cells:
        first = {"even": -(len(cell) - 1) / 2, "top": 0.0, "low": float((most - len(cell)) // 2)}[mode]
        for number, text in enumerate(cell):
            lines.setdefault(first + number, []).append(text)
    return [" ".join(lines[height]) for height in sorted(lines)]


def name(kind: str, code: str) -> str:
    entry = chart.lookup(kind, code)
    assert entry is not None, f"{kind} {code} is in the chart"
    return entry.name


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("width", [5, 8])
def test_functions(mode: str, width: int) -> None:
    for seed in range(20):
        chance = random.Random(seed)
        lines, wanted = ["科目编码", "单位代码 单位（科目名称） 合计", "类 款 项 小计", "合计 9.00 9.00"], [("合计", "")]
        for code in chance.sample(FUNCTIONS, chance.randint(2, 8)):
            label = name("function", code)
            numbers = " ".join(f"{chance.randint(100, 99999) / 100:.2f}" for _ in range(chance.randint(1, 4)))
            lines += printed([[code], pieces(label, width), [numbers]], mode)
            wanted.append((label, code))
        found = read_text("expenditure_summary", "\n".join(lines)).rows
        assert [(r.label, r.codes.get("function", "")) for r in found] == wanted


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("width", [5, 8])
def test_economic_classes_with_two_names(mode: str, width: int) -> None:
    for seed in range(20):
        chance = random.Random(seed)
        lines, wanted = ["科目编码 科目名称 科目编码 科目名称 总计", "合计 9.00 9.00"], [("合计", "", "")]
        for code in chance.sample(DEPARTMENT, chance.randint(2, 8)):
            government = chance.choice(GOVERNMENT)
            label, second = name("department_economic", code), name("government_economic", government)
            numbers = f"{chance.randint(100, 99999) / 100:.2f}"
            lines += printed([[code], pieces(label, width), [government], pieces(second, width), [numbers]], mode)
            wanted.append((label, second, code))
        found = read_text("economic_classification_summary", "\n".join(lines)).rows
        texts = ["".join(r.texts.values()) for r in found]
        assert [(r.label, t, r.codes.get("department_economic", "")) for r, t in zip(found, texts, strict=True)] == wanted


@pytest.mark.parametrize("mode", ["even", "top"])
def test_units_whose_names_no_chart_knows(mode: str) -> None:
    units = {
        "045": "临河市水利局",
        "045001": "临河市水利局本级",
        "045002": "临河市河道堤防管理所",
        "045003": "临河市水文水质监测与应急调度中心",
        "045004": "临河水校",
    }
    lines = ["单位代码 单位名称 总计", "本年收入 上年结转结余", "合计 9.00 9.00"]
    for number, (code, unit) in enumerate(units.items(), 1):
        lines += printed([[code], pieces(unit, 6), [f"{number}.00 {number}.00"]], mode)
    found = read_text("revenue_summary", "\n".join(lines)).rows[1:]
    assert {r.codes["agency"]: r.label for r in found} == units
    assert [n.raw for r in found for n in r.numbers] == [f"{n}.00" for n in (1, 1, 2, 2, 3, 3, 4, 4, 5, 5)]
