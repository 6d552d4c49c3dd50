"""Disclosure sentences written from random figures, wrapped anywhere, read back exactly; hostile prose stays cheap."""

from __future__ import annotations

import time
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.model.place import Place
from gouji.recognition.claims import read
from gouji.recognition.segment import ProseSection
from gouji.sources.document import Paragraph
from gouji.standards.loader import load

MONEY = st.decimals(0, 999_999, places=2)
RATE = st.decimals(0, 300, places=2)
BODIES = st.sampled_from(["河阳县供销社", "青石市档案馆（本级）", "云岭区第三小学2024年预算单位", ""])
CHANGES = st.sampled_from([("增加", "增长"), ("减少", "下降")])


@dataclass(frozen=True)
class Told:
    """A section as written, with what it states: (quantity, amount, unit, direction)."""

    heading: str
    text: str
    states: tuple[tuple[str, Decimal, str, str | None], ...]


def shown(amount: Decimal, grouped: bool) -> str:
    return f"{amount:,}" if grouped else str(amount)


@st.composite
def totals(draw: st.DrawFn) -> Told:
    year, change, rate, grouped = draw(MONEY), draw(MONEY), draw(RATE), draw(st.booleans())
    word, grows = draw(CHANGES)
    a, c = shown(year, grouped), shown(change, grouped)
    text = (
        f"{draw(BODIES)}2024年收入总计{a}万元，支出总计{a}万元，与2023年预算相比，"
        f"收、支总计各{word}{c}万元，{grows}{rate}%。主要原因：人员变动。"
    )
    direction = word
    return Told(
        "一、收入支出预算总体情况说明",
        text,
        (
            ("收入总计", year, "万元", None),
            ("支出总计", year, "万元", None),
            ("收支总计.较上年变动额", change, "万元", direction),
            ("收支总计.较上年变动率", rate, "%", direction),
        ),
    )


@st.composite
def parts(draw: st.DrawFn) -> Told:
    basic, project, share, grouped = draw(MONEY), draw(MONEY), draw(RATE), draw(st.booleans())
    text = (
        f"{draw(BODIES)}2024年支出合计{shown(basic + project, grouped)}万元，其中：基本支出{shown(basic, grouped)}万元，"
        f"占{share}%；项目支出 {shown(project, grouped)} 万元，占 {share}％。"
    )
    return Told(
        "三、支出预算总体情况说明",
        text,
        (
            ("支出合计", basic + project, "万元", None),
            ("支出合计.基本支出", basic, "万元", None),
            ("支出合计.基本支出.占比", share, "%", None),
            ("支出合计.项目支出", project, "万元", None),
            ("支出合计.项目支出.占比", share, "%", None),
        ),
    )


@st.composite
def cars(draw: st.DrawFn) -> Told:
    kinds = draw(
        st.lists(st.sampled_from(["一般公务用车", "机要通信用车", "特种专业技术用车", "其他用车"]), unique=True, min_size=1)
    )
    counts = [draw(st.integers(0, 40)) for _ in kinds]
    listed = "、".join(f"{k}{n}辆" for k, n in zip(kinds, counts, strict=True))
    stated = tuple((f"国有资产.车辆.{k}", Decimal(n), "辆", None) for k, n in zip(kinds, counts, strict=True))
    text = f"2023年期末，我单位共有车辆{sum(counts)}辆，其中：{listed}；单价50万元以上通用设备0台（套）。"
    return Told(
        "（四）国有资产占用情况",
        text,
        (
            ("国有资产.车辆", Decimal(sum(counts)), "辆", None),
            *stated,
            ("国有资产.单价50万元以上通用设备", Decimal(0), "台（套）", None),
        ),
    )


@st.composite
def wrapped(draw: st.DrawFn, text: str) -> list[str]:
    """The text in lines of eight characters or more, cut anywhere."""
    out = []
    while len(text) > 8:
        cut = draw(st.integers(8, 40))
        out.append(text[:cut])
        text = text[cut:]
    return [*out, text] if text else out


@settings(max_examples=150, deadline=None)
@given(st.data(), st.one_of(totals(), parts(), cars()))
def test_sentences_are_read_back_exactly_with_the_line_of_each_number(data: st.DataObject, told: Told) -> None:
    printed = data.draw(wrapped(told.text))
    paragraphs = tuple(Paragraph(t, Place(line=3 * n, column=1)) for n, t in enumerate(printed, 1))
    found = read([ProseSection(("第二部分", told.heading), paragraphs)], load("henan/2024"), 2024)
    assert [(c.quantity, c.amount, c.unit, c.direction) for c in found] == list(told.states)
    for claim in found:
        line, column = claim.place.line or 0, claim.place.column or 0
        digits = str(claim.amount).replace(",", "")
        assert printed[line // 3 - 1][column - 1] == digits[0]


@pytest.mark.parametrize(
    "text",
    [
        "支出" * 200_000,
        "增" * 400_000,
        "1" * 400_000,
        "预算数" * 150_000 + "5万元",
        "5万元" * 60_000,
        "（" * 200_000 + "5万元",
        "比2023年预算" * 50_000,
    ],
    ids=["nouns", "changes", "digits", "fillers", "numbers", "brackets", "comparisons"],
)
def test_hostile_prose_costs_bounded_time(text: str) -> None:
    lines = tuple(Paragraph(text[i : i + 2000], Place(line=i)) for i in range(0, len(text), 2000))
    template = load("henan/2024")
    begun = time.process_time()
    read([ProseSection(("第二部分", "三、支出预算总体情况说明"), lines)], template, 2024)
    assert time.process_time() - begun < 20
