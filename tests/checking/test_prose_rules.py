"""Prose against itself: each rule fires on a slip and is silent on the nearest account that is right."""

from __future__ import annotations

import pytest
from tests.checking.told import both, disclosure, found, project_form, prose, subject

from gouji.checking.registry import Subject
from gouji.model.disclosure import Disclosure, Section
from gouji.model.finding import Finding, Severity
from gouji.model.place import Place
from gouji.standards.loader import load

RECEPTION, RUNNING, BUYING = "三公经费.公务接待费", "三公经费.公务用车运行维护费", "三公经费.公务用车购置费"
CARS, TOTAL = "国有资产.车辆", "三公经费"


def change(of: str, *said: str) -> Disclosure:
    """An amount of 8.00 with what is said of its change: claims where there is a number or 持平, else words."""
    pieces: list[str | tuple[str, str]] = [("公务接待费8.00万元", of)]
    for words in said:
        kind = (
            "较上年" if "持平" in words[:6] else "较上年变动率" if "%" in words else "较上年变动额" if "万元" in words else ""
        )
        pieces += ["，", (words, f"{of}.{kind}") if kind else words]
    return prose(*pieces, "。")


def text(words: str, title: str = "二、机构设置") -> Disclosure:
    return disclosure(sections=(Section(title, 2, Place(line=9), text=words),))


def amounts(**said: str) -> Disclosure:
    names = {
        "cars": f"{CARS}",
        "official": f"{CARS}.一般公务用车",
        "running": RUNNING,
        "buying": BUYING,
        "bought": "国有资产.购置车辆",
    }
    return prose(*[("，" if i % 2 else (said[k], names[k])) for k in said for i in (0, 1)])


def three_public(whole: str, reception: str) -> Disclosure:
    """The change of the three public expenses, and of each of the three; going abroad and vehicles are unchanged."""
    kinds = ((TOTAL, whole), ("三公经费.因公出国（境）费", "与上年持平"), (RECEPTION, reception))
    said = [(words, f"{q}.{'较上年' if '持平' in words else '较上年变动额'}") for q, words in kinds]
    return prose(*said, ("用车与上年持平", "三公经费.公务用车购置及运行费.较上年"))


SPENDING = prose(
    ("支出减少3.00万元", "支出总计.较上年变动额"), "，主要原因：部分项目划出，导致支出下降；", ("收入8.00万元", "收入总计")
)
CASES: tuple[tuple[str, Disclosure, Disclosure], ...] = (
    ("REASON-MISSING", change(RECEPTION, "比上年增加2.00万元"), change(RECEPTION, "比上年增加2.00万元", "主要原因是来访增加")),
    ("REASON-MISSING", change("机构运转经费", "下降5.00%"), change("机构运转经费", "与上年持平")),
    (
        "REASON-FLAT-MISSING",
        both(change(RECEPTION, "与上年持平", "主要原因是严格控制"), change(RUNNING, "与上年持平")),
        both(change(RECEPTION, "与上年持平"), change(RUNNING, "与上年持平")),
    ),
    (
        "REASON-DIRECTION",
        change(RUNNING, "与上年持平", "主要原因是改革后公务用车运行费降低"),
        change(RUNNING, "与上年持平", "主要原因是厉行节约，严格控制"),
    ),
    (
        "REASON-DIRECTION",
        change(RECEPTION, "比上年减少2.00万元", "主要原因是业务量增加"),
        change(RECEPTION, "比上年减少2.00万元", "主要原因是业务量增加，但接待标准下降"),
    ),
    (
        "REASON-SIDE",
        prose(("支出减少3.00万元", "支出总计.较上年变动额"), "，主要原因：部分项目划出，导致本单位收入下降。"),
        SPENDING,
    ),
    (
        "REASON-COPIED",
        both(*(change(q, "比上年增加2.00万元", "主要原因是新增两个监测站点的任务") for q in (RECEPTION, RUNNING))),
        both(*(change(q, "比上年增加2.00万元", "主要原因是新增两个监测站点的任务") for q in ("收入总计", "支出总计"))),
    ),
    (
        "REASON-ADMISSION",
        change(RECEPTION, "比上年增加2.00万元", "主要原因是上年填报时漏报"),
        change(RECEPTION, "比上年增加2.00万元", "主要原因是上年来访推迟"),
    ),
    (
        "SCOPE-CARRIED",
        prose(
            ("收支预算62.50万元", "财政拨款.一般公共预算收支预算"),
            "，",
            ("其中60.00万元", "收入合计.一般公共预算"),
            "，",
            ("结转2.50万元", "收入合计.上年结转结余"),
        ),
        prose(
            ("收支预算60.00万元", "财政拨款.一般公共预算收支预算"),
            "，",
            ("其中60.00万元", "收入合计.一般公共预算"),
            "，",
            ("结转2.50万元", "收入合计.上年结转结余"),
        ),
    ),
    ("REASON-UNFINISHED", text("比上年增加3万元，主要原因是。"), text("比上年增加3万元，主要原因是人员增加。")),
    ("CHANGE-FLAT-AMOUNT", change(RECEPTION, "与上年持平", "增加2.00万元"), change(RECEPTION, "与上年持平", "增加0万元")),
    (
        "CHANGE-FLAT-AMOUNT",
        prose(("与上年持平", f"{RECEPTION}.较上年"), "，", ("增加2.00万元", f"{RECEPTION}.较上年变动额")),
        prose(("与上年持平", f"{RECEPTION}.较上年"), "。另一单位", ("增加2.00万元", f"{RECEPTION}.较上年变动额")),
    ),
    ("REASON-UNFINISHED", text("比上年增加3万元，主要原因是"), text("比上年增加3万元，主要原因是：\n人员增加。")),
    ("REASON-MISSING", change("机构运转经费", "下降5.00%"), change("机构运转经费", "下降5.00%", "主要原因是")),
    (
        "ASSET-YEAR",
        prose("2024年期末，", ("共有车辆1辆", CARS)),
        prose("截至2024年3月，", ("共有车辆1辆", CARS)),
    ),
    ("REASON-UNFINISHED", text("比上年减少，主要原因。"), text("负责查明事故的主要原因。")),
    ("CHANGE-SIGN", change(RECEPTION, "比上年增加-2.00万元"), change(RECEPTION, "比上年减少2.00万元")),
    ("CHANGE-ZERO", change(RECEPTION, "比上年增加0万元"), change(RECEPTION, "比上年增加0.10万元")),
    (
        "CHANGE-DIRECTIONS",
        change(RECEPTION, "比上年增加2.00万元", "下降33.33%"),
        change(RECEPTION, "比上年增加2.00万元", "增长33.33%"),
    ),
    (
        "CHANGE-BASE-ZERO",
        change(RECEPTION, "比上年增加8.00万元", "增长100%"),
        change(RECEPTION, "比上年增加4.00万元", "增长100%"),
    ),
    ("CHANGE-BEYOND", change(RECEPTION, "比上年下降120%"), change(RECEPTION, "比上年增长120%")),
    ("CHANGE-BEYOND", change(RECEPTION, "比上年增加9.00万元"), change(RECEPTION, "比上年减少9.00万元")),
    ("CHANGE-PARTS", three_public("增加4.00万元", "增加2.00万元"), three_public("增加2.00万元", "增加2.00万元")),
    ("CHANGE-PARTS", three_public("总数与上年持平", "减少2.00万元"), three_public("减少2万元", "减少2.40万元")),
    (
        "CHANGE-RATE-MISSING",
        both(change(RECEPTION, "比上年增加2.00万元"), change(RUNNING, "比上年增加2.00万元", "增长33.33%")),
        both(change(RECEPTION, "比上年增加2.00万元"), change(RUNNING, "比上年增加2.00万元")),
    ),
    (
        "ASSET-YEAR",
        prose("2021年期末，", ("共有车辆1辆", CARS)),
        prose("2023年期末，", ("共有车辆1辆", CARS)),
    ),
    (
        "QUOTED-TWICE",
        both(prose(("项目支出268万元", "预算绩效.项目支出")), prose(("项目支出286万元", "预算绩效.项目支出"))),
        both(prose(("项目支出268万元", "预算绩效.项目支出")), prose(("项目支出268.00万元", "预算绩效.项目支出"))),
    ),
    (
        "QUOTED-TWICE",
        prose(("面积8013平方米", "建筑面积"), "，", ("面积8103平方米", "建筑面积")),
        both(prose(("面积8013平方米", "建筑面积")), prose(("面积8103平方米", "建筑面积"), title="八、另一工程")),
    ),
    (
        "QUOTED-ROUNDED",
        prose(("年初预算安排114.2万元", "重点项目.水尺更新"), forms=(project_form({"水尺更新": "114.16"}),)),
        prose(("年初预算安排114.16万元", "重点项目.水尺更新"), forms=(project_form({"水尺更新": "114.16"}),)),
    ),
    (
        "SHARE-SUM",
        prose(("占48.50%", "支出合计.基本支出.占比"), "，", ("占52.50%", "支出合计.项目支出.占比")),
        prose(("占33.33%", "支出合计.基本支出.占比"), "，", ("占66.66%", "支出合计.项目支出.占比")),
    ),
    ("SHARE-ABOVE", prose(("占151.13%", "支出合计.基本支出.占比")), prose(("占100%", "支出合计.基本支出.占比"))),
    (
        "SHARE-ZERO",
        prose(("经费12万元", "支出合计.专项"), "，", ("占0%", "支出合计.专项.占比")),
        prose(("经费0万元", "支出合计.专项"), "，", ("占0%", "支出合计.专项.占比")),
    ),
    (
        "LIST-COUNT",
        text("下设5个职能科室，分别是办公室、规划科、监测科、信息科。"),
        text("下设4个职能科室，分别是办公室、规划科、监测科、信息科。"),
    ),
    ("LIST-COUNT", text("内设五个科室：办公室、规划科、监测科。"), text("内设三个科室：办公室、规划科、监测科。")),
    (
        "LIST-GARBLED",
        text("包括：办公室、规划科、监测科，水情、财务科、信息科科等科室的预算。"),
        text("包括：办公室、规划科、监测科、水情科、财务科、信息科等科室的预算。"),
    ),
    ("CARS-NONE-RUNNING", amounts(cars="车辆0辆", running="运行费4.00万元"), amounts(cars="车辆1辆", running="运行费4.00万元")),
    (
        "CARS-WITHOUT-RUNNING",
        amounts(official="公务用车2辆", running="运行费0万元"),
        amounts(official="公务用车0辆", running="运行费0万元"),
    ),
    (
        "CARS-BOUGHT",
        amounts(buying="购置费15.00万元", bought="购置车辆0辆"),
        amounts(buying="购置费15.00万元", bought="购置车辆1辆"),
    ),
    (
        "PROCUREMENT-NONE",
        prose(("政府采购预算0万元", "政府采购"), forms=(project_form({"政府购买服务": "30.84"}),)),
        prose(("政府采购预算0万元", "政府采购"), forms=(project_form({"服务指南印刷": "30.84"}),)),
    ),
    (
        "THREE-PUBLIC-BASE",
        prose(("经费3.00万元", "机构运转经费"), "，", ("项目0万元", "支出合计.项目支出"), "，", ("接待费4.00万元", RECEPTION)),
        prose(("经费3.00万元", "机构运转经费"), "，", ("项目9万元", "支出合计.项目支出"), "，", ("接待费4.00万元", RECEPTION)),
    ),
)


@pytest.mark.parametrize(
    ("rule", "wrong"), [pytest.param(r, w, marks=pytest.mark.fires(r), id=f"{i}-{r}") for i, (r, w, _) in enumerate(CASES)]
)
def test_a_slip_is_told_at_its_place(rule: str, wrong: Disclosure) -> None:
    told = found(subject(wrong), rule)
    assert len(told) == 1
    assert told[0].places
    assert told[0].places[0].place.line is not None
    assert (
        found(subject(wrong, "en"), rule)[0].message.isascii()
        or found(subject(wrong, "en"), rule)[0].message != told[0].message
    )


@pytest.mark.parametrize(
    ("rule", "right"), [pytest.param(r, s, marks=pytest.mark.silent(r), id=f"{i}-{r}") for i, (r, _, s) in enumerate(CASES)]
)
def test_the_nearest_right_account_is_silent(rule: str, right: Disclosure) -> None:
    assert found(subject(right), rule) == []


def test_a_reason_may_stand_in_the_next_sentence() -> None:
    held = prose(
        ("公务接待费8.00万元", RECEPTION), "，", ("比上年增加2.00万元", f"{RECEPTION}.较上年变动额"), "。主要原因是来访增加。"
    )
    assert found(subject(held), "REASON-MISSING") == []


def test_what_is_to_be_written_is_offered() -> None:
    (told,) = found(
        subject(both(change(RECEPTION, "比上年增加2.00万元"), change(RUNNING, "增加2.00万元", "增长33.33%"))),
        "CHANGE-RATE-MISSING",
    )
    assert told.rewrite == "比上年增加2.00万元，增长33.33%"
    (rounded,) = found(subject(next(w for r, w, _ in CASES if r == "QUOTED-ROUNDED")), "QUOTED-ROUNDED")
    assert rounded.rewrite == "年初预算安排114.16万元"


def test_a_total_whose_parts_are_explained_lacks_its_reason_in_form_only() -> None:
    held = both(change(TOTAL, "比上年增加2.00万元"), change(RECEPTION, "比上年增加2.00万元", "主要原因是来访增加"))
    (told,) = found(subject(held), "REASON-MISSING")
    assert told.severity is Severity.INFO


def test_a_list_is_told_at_the_line_of_its_slip() -> None:
    (told,) = found(subject(text("包括：办公室、规划科、监测科、信息科科等科室的预算。")), "LIST-GARBLED")
    assert told.places[0].stated == "信息科科"


def test_the_change_that_the_parts_make_is_told() -> None:
    (told,) = found(subject(three_public("增加4.00万元", "减少2.00万元")), "CHANGE-PARTS")
    assert (str(told.expected), told.unit) == ("-2.00", "万元")
    assert "合计应为减少2.00万元" in told.message


def test_the_shares_of_classes_and_those_of_basic_and_project_expenditure_are_two_breakdowns() -> None:
    def told(*names: str) -> list[Finding]:
        stated = [(f"占{share}%", f"支出合计.{name}.占比") for name, share in zip(names, ("70.00", "60.00"), strict=True)]
        return found(Subject(prose(stated[0], "，", stated[1]), load("henan/2024", "11"), (), "zh"), "SHARE-SUM")

    assert told("项目支出", "国防支出") == []
    assert len(told("教育支出", "国防支出")) == 1
