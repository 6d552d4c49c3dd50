"""Random forms printed as dumps are read back: labels, codes and the numbers' order, whatever was cut where."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.recognition.line_dumps import Printed, amounts, dump, form, names, numbers, paragraphs, read_text
from tests.timing import cost

from gouji.recognition.line_rows import read_lines
from gouji.reconcile.loose import LooseRow
from gouji.standards.template import Line, Side

HEADER_FUNCTIONS = ("科目编码", "单位代码 单位（科目名称） 合计", "基本支出 项目支出", "类 款 项 小计", "人员经费 公用经费",
                    "小计 其他运转类特定目标类", "工资福利支出对个人和家庭的补助商品和服务支出资本性支出")  # fmt: skip
HEADER_ECONOMIC = ("部门预算经济分类 政府预算经济分类", "总计", "一般公共预算", "政府性", "基金", "其他", "收入", "科目编码",
                   "科目名称", "科目编码", "科目名称 小计", "其中：财", "政拨款类 款 类 款")  # fmt: skip
HEADER_AGENCIES = ("单位代码 单位名称 总计", "本年收入 上年结转结余", "合计", "事", "业", "收", "入", "小计")
HEADER_PROJECTS = ("类型 项目名称 项目单位 合计", "本年拨款 财政拨款结转结余", "单位", "资金", "一般公共", "预算")
HEADER_SIDES = ("收入 支出", "项目 金额 项目 合计", "一般公共预算", "政府性基金 国有资本经营预算", "小计 其中：财政拨款")
KINDS = ("project_expenditure", "three_public", "revenue_expenditure_summary", "fiscal_appropriation_summary")
FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def values(printed: list[str]) -> list[Decimal]:
    return [Decimal(n.replace(",", "")) for n in printed]


def read_back(row: LooseRow) -> tuple[str, dict[str, str], list[Decimal | None], list[str]]:
    assert all(n.place.line and n.place.column and n.place.to_column for n in row.numbers)
    assert all(n.hint is None and not n.damaged for n in row.numbers)
    return row.label, dict(row.codes), [n.amount for n in row.numbers], list(row.texts.values())


def wanted(row: Printed) -> tuple[str, dict[str, str], list[Decimal], list[str]]:
    return row.label, row.codes, values(row.numbers), row.texts


@st.composite
def spaced(draw: st.DrawFn, code: str, *lengths: int) -> str:
    """A code as one word, or with blanks between its parts."""
    if not draw(st.booleans()):
        return code
    parts, done = [], 0
    for length in lengths:
        parts.append(code[done : done + length])
        done += length
    return " ".join(p for p in parts if p)


@st.composite
def functions(draw: st.DrawFn) -> list[Printed]:
    rows = [Printed(["合计"], draw(numbers(9)), "合计")]
    department = draw(st.from_regex(r"0[0-9][0-9]", fullmatch=True))
    rows.append(Printed([department, label := draw(names())], draw(numbers(9)), label, {"agency": department}))
    for _ in range(draw(st.integers(0, 8))):
        label = draw(names())
        if draw(st.integers(0, 4)) == 0:
            agency = department + draw(st.from_regex(r"00[1-9]", fullmatch=True))
            rows.append(Printed([agency, label], draw(numbers(9)), label, {"agency": agency}))
        else:
            code = draw(st.from_regex(r"2[0-3][0-9][0-9][1-9][0-9][1-9]", fullmatch=True))
            rows.append(Printed([draw(spaced(code, 3, 2, 2)), label], draw(numbers(9)), label, {"function": code}))
    return rows


@FEW
@given(st.data())
def test_rows_of_functions_are_read_back(data: st.DataObject) -> None:
    rows = data.draw(functions())
    found = read_text("expenditure_summary", data.draw(dump(HEADER_FUNCTIONS, rows, (1,))))
    assert [read_back(r) for r in found.rows] == [wanted(r) for r in rows]
    assert found.damage == ()


@st.composite
def economics(draw: st.DrawFn) -> list[Printed]:
    rows = [Printed(["合计"], draw(numbers(5)), "合计")]
    if draw(st.booleans()):
        rows.append(Printed(["078", label := draw(names())], draw(numbers(5)), label, {"agency": "078"}))
    for _ in range(draw(st.integers(1, 8))):
        code = draw(st.from_regex(r"30[1-3][0-9][1-9]", fullmatch=True))
        government = draw(st.from_regex(r"50[1-9][0-9][1-9]", fullmatch=True))
        label, second = draw(names()), draw(names())
        cells = [draw(spaced(code, 3, 2)), label, draw(spaced(government, 3, 2)), second]
        codes = {"department_economic": code, "government_economic": government}
        rows.append(Printed(cells, draw(numbers(5)), label, codes, [second]))
    return rows


@FEW
@given(st.data())
def test_rows_of_economic_classes_are_read_back(data: st.DataObject) -> None:
    rows = data.draw(economics())
    found = read_text("economic_classification_summary", data.draw(dump(HEADER_ECONOMIC, rows, (1, 3))))
    assert [read_back(r) for r in found.rows] == [wanted(r) for r in rows]
    assert found.damage == ()


@FEW
@given(st.data())
def test_rows_of_agencies_are_read_back(data: st.DataObject) -> None:
    rows = [Printed(["合计"], data.draw(numbers(6)), "合计")]
    for number in range(data.draw(st.integers(1, 6))):
        code = "045" if number == 0 else f"0450{number:02}"
        label = data.draw(names())
        rows.append(Printed([code, label], data.draw(numbers(6)), label, {"agency": code}))
    found = read_text("revenue_summary", data.draw(dump(HEADER_AGENCIES, rows, (0, 1))))
    assert [read_back(r) for r in found.rows] == [wanted(r) for r in rows]


@st.composite
def projects(draw: st.DrawFn) -> list[Printed]:
    units = ("临河市水利局", "临河市河道管理所", "临河市水文测报中心（本级）")
    rows = [Printed(["合计"], draw(numbers(4)), "合计")]
    rows.append(Printed(["045", units[0]], draw(numbers(4)), units[0], {"agency": "045"}, [units[0]]))
    for name in draw(st.lists(names(inside=True), min_size=2, max_size=8, unique_by=lambda n: n[-2:])):
        kind = draw(st.sampled_from(form("project_expenditure").kinds))
        unit = units[draw(st.sampled_from((0, 0, 1, 2)))]
        rows.append(Printed([kind, name, unit], draw(numbers(4)), name, {}, [kind, unit]))
    return rows


@FEW
@given(st.data())
def test_rows_of_projects_are_read_back_where_units_are_told(data: st.DataObject) -> None:
    rows = data.draw(projects())
    found = read_text("project_expenditure", data.draw(dump(HEADER_PROJECTS, rows, (0,))))
    assert [read_back(r) for r in found.rows] == [wanted(r) for r in rows]


@FEW
@given(st.data())
def test_projects_keep_their_words_and_numbers_wherever_cells_are_cut(data: st.DataObject) -> None:
    rows = data.draw(projects())
    found = read_text("project_expenditure", data.draw(dump(HEADER_PROJECTS, rows, (0, 1, 2))))
    together = [(r.texts.get("类型"), r.label + r.texts.get("项目单位", "")) for r in found.rows[2:]]
    assert together == [(r.texts[0], r.label + r.texts[1]) for r in rows[2:]]
    assert [[n.amount for n in r.numbers] for r in found.rows] == [values(r.numbers) for r in rows]


NUMERALS = "零一二三四五六七八九十"


def marks(side: Side) -> dict[str, str]:
    """The outline numbers that a side's lines are printed with: 一、 for its own, （一） for lines under another."""
    out: dict[str, str] = {}
    counts: dict[str | None, int] = {}
    for line in side.lines:
        numbered = not (line.part or line.total or line.key.endswith((".left", ".made_up")))
        if line.ordinal:
            out[line.key] = f"（{line.ordinal}）" if ".year." in line.key else f"{line.ordinal}、"
        elif numbered:
            parent = line.key.rpartition(".")[0] if line.key.count(".") > 1 else None
            counts[parent] = counts.get(parent, 0) + 1
            number = NUMERALS[min(counts[parent], 10)]
            out[line.key] = f"（{number}）" if parent else f"{number}、"
    return out


def unnumbered(label: str) -> str:
    return re.sub(r"^(（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、)", "", label)


@st.composite
def half(draw: st.DrawFn, side: Side, line: Line, most: int) -> Printed:
    label = draw(st.sampled_from([w for w in line.labels if w != "总计"]))
    some = draw(st.lists(amounts(), max_size=most)) if draw(st.booleans()) else []
    mark = marks(side).get(line.key, "")
    return Printed([mark + label], some, label, {"side": side.name, "item": line.key})


@settings(FEW, max_examples=12, phases=(Phase.explicit, Phase.generate))  # too large to shrink
@given(st.data(), st.sampled_from((("revenue_expenditure_summary", 1), ("fiscal_appropriation_summary", 5))))
def test_both_halves_of_two_sided_forms_are_read_back(data: st.DataObject, kind: tuple[str, int]) -> None:
    left, right = form(kind[0]).sides
    rows: list[list[Printed]] = []
    lines = [[line for line in side.lines if not line.optional] for side in (left, right)]
    for position in range(max(map(len, lines))):
        both = [data.draw(half(left, lines[0][position], 1))] if position < len(lines[0]) else []
        both += [data.draw(half(right, lines[1][position], kind[1]))] if position < len(lines[1]) else []
        rows.append(both)
    # A printed line holds both halves: cells of the second follow the numbers of the first.
    printed = [Printed([" ".join([*h.cells, *h.numbers]) for h in both], []) for both in rows]
    found = read_text(kind[0], data.draw(dump(HEADER_SIDES, printed, ())))
    # A wording that itself begins with a numeral (一般公共预算) keeps its outline number.
    got = [({"side": r.side, "item": r.item}, unnumbered(r.label), [n.amount for n in r.numbers]) for r in found.rows]
    assert got == [(h.codes, h.label, values(h.numbers)) for both in rows for h in both]


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(("expenditure_summary", "revenue_summary", "economic_classification_summary", *KINDS)),
    st.text(alphabet="一二、（）其中：合计总收支出一般公共预算其他运转类局0123456789.,- \n\t\u00a0\u3000#*年%ab", max_size=400),
)
def test_no_text_makes_the_reader_raise(kind: str, text: str) -> None:
    read_lines(paragraphs(text), form(kind))


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_no_text_at_all_makes_the_reader_raise(text: str) -> None:
    for kind in ("expenditure_summary", "project_expenditure", "revenue_expenditure_summary"):
        read_lines(paragraphs(text), form(kind))


@pytest.mark.parametrize("kind", ["expenditure_summary", "economic_classification_summary", *KINDS])
def test_reading_takes_linear_time(kind: str) -> None:
    def seconds(lines: int, line: str) -> float:
        block = paragraphs("\n".join([line] * lines))
        return cost(lambda: read_lines(block, form(kind)), runs=2)

    hostile = (
        "2080505 养老 1.00 1.00",
        "养老",
        "208",
        "22,48",
        "一、外交",
        "其他运",
        "合计",
        "1" * 300 + "," * 300,
        "合计 养老",
    )
    for line in hostile:
        small, large = max(seconds(300, line), 0.002), seconds(2400, line)
        assert large < 30 * small, (line[:20], small, large)
