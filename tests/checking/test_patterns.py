# ruff: noqa: E501  (a table of sentences)
"""Rules of wording that are patterns: each fires on a slip and is silent on the nearest wording that is right."""

from __future__ import annotations

import pytest
from tests.checking.made import found, said, section, subject

from gouji.model.disclosure import Project
from gouji.model.finding import Severity
from gouji.model.place import Place
from gouji.standards.wording import patterns

# rule, a text that it reports with what is quoted, a text that it must let pass
CASES = (
    ("PLACEHOLDER", "XX单位2024年收入总计5.00万元。", "XX", "A4纸和5G网络。"),
    ("PLACEHOLDER", "某单位收入××万元。", "××", "规格为2×3米。"),
    ("PLACEHOLDER", "20XX年收入。", "20XX", "二〇二四年收入。"),
    ("TEMPLATE-CHOICE", "比上年增加（减少）3.2万元。", "增加（减少）", "比上年增加3.2万元（上年减少1万元）。"),
    ("TEMPLATE-CHOICE", "比上年增长/下降2%。", "增长/下降", "分别增长、下降2%。"),
    ("TEMPLATE-CHOICE", "决算数大小于预算数的主要原因：节约。", "大小于", "决算数大于预算数，小于上年决算数。"),
    ("TEMPLATE-CHOICE", "比2024年度减增加3.2万元。", "减增加", "净增加3.2万元，增减变动不大。"),
    ("PERCENT-MISSING", "城乡社区支出411.43万元，占76.23；住房保障支出", "占76.23", "占76.23%；占地76.23平方米，占用资金76.23万元，占3个，占第一位，占1:2，占比2.5个百分点。"),
    ("PERCENT-MISSING", "比上年增加3.00万元，增长17.62。", "，增长17.62", "比上年增加3.00万元，增长17.62%，增长2.00万元。"),
    ("PERCENT-MISSING", "完成年初预算的97.56。", "年初预算的97.56", "完成年初预算的97.56%，年初预算的97.56万元。"),
    ("FLAT-CHANGED", "公务接待费减少为0.00万元，与2024年持平。", "减少为0.00万元，与2024年持平", "公务接待费为0.00万元，与2024年持平。人数减少为3人，与2024年持平。"),
    ("TEMPLATE-HINT", "具体包括（列示至基层预算单位）：本级。", "（列示至基层预算单位）", "预算单位具体包括（含基层单位）：本级。"),
    ("TEMPLATE-HINT", "职责如下（请根据实际情况填写）。", "（请根据实际情况填写）", "如有不明之处，请致电办公室。"),
    ("STOP-DOUBLED", "推动发展。。后文", "。。", "推动发展。后文，再后文；末文"),
    ("STOP-DOUBLED", "推动发展，，后文。", "，，", "主要原因：。"),
    ("WORD-DOUBLED", "主要用于用于站点巡检。", "用于用于", "主要用于，用于巡检。"),
    ("SENTENCE-UNFINISHED", "会议费5万元，主要用于。", "主要用于", "会议费5万元，主要用于年会。"),
    ("SENTENCE-UNFINISHED", "共3项，其中：。", "其中：", "共3项，其中：甲1项。"),
    ("AMOUNT-MISSING", "公务接待费预算为 万元，持平。", "为 万元", "公务接待费预算为2.00万元。单位为万元。"),
    ("PERCENT-DOUBLED", "支出12.3万元万元。", "万元万元", "支出12.3万元，万元以上的项目。"),
    ("BRACKET-MIXED", "行政运行（项)12.00万元。", "（项)", "行政运行（项）12.00万元，(1)其他。"),
    ("LETTER-BRACKETS", "依据某财规（2024）2号文。", "（2024）2号", "依据某财规〔2024〕2号文，本办（2024年）2号楼。"),
    ("AMOUNT-UNIT-CUT", "总预算170.00万，其中", "170.00万", "总预算170.00万元，服务30万人次，受益群众12万。"),
    ("YEAR-WORD-CUT", "2024机构运转经费5.00万元。", "2024", "财规〔2024〕2号，2023-2024学年，2024 年经费，2024万元，2024版。"),
    ("YEAR-DIGITS", "20024年收入总计5.00万元。", "20024年收入", "2024年收入总计5.00万元，12024年鉴。"),
    ("YEAR-DIGITS", "第三部分202 年度部门决算情况说明", "202", "第三部分2025年度部门决算情况说明"),
    ("YEAR-DIGITS", "2204年收入总计5.00万元。", "2204年收入", "1949年成立，2104年树龄。"),
    ("WORD-DOUBLED", "2024年年政府采购预算5.00万元。", "年年", "2024年年末，年年增长，2024年年度预算。"),
    ("WORD-DOUBLED", "信息科科等科室。", "科科", "信息科科室，科学和各科科长。"),
    ("WORD-DOUBLED", "收入预算预算5.00万元。", "预算预算", "收入预算，预算支出。"),
    ("WORD-REPEATED", "其他用车0辆其他用车无；", "其他用车0辆其他用车", "一般用车0辆，其他用车0辆；"),
    ("ASSET-THRESHOLD", "单位价值100元以上专用设备0台（套）。", "100元以上", "单价100万元以上专用设备0台（套），100元以上的罚款。"),
    ("ASSET-THRESHOLD", "单价50元（含）以上通用设备0台。", "50元（含）以上", "单价50万元（含）以上通用设备0台。"),
    ("SPLIT-SENTENCE", "接待费1.00万元。与2024年预算持平。", "0万元。与2024年预算持平", "接待费1.00万元，与2024年预算持平。"),
    ("COMPARED-WORDS", "接待费比2023年预算持平。", "比2023年预算持平", "接待费与2023年预算持平，比2023年预算增加1.00万元后持平。"),
    ("SEPARATOR-WRONG", "收入9,1012.68万元。", "9,1012.68", "收入91,012.68万元，共1,234人。"),
    ("STRAY-BRACKET", "常态化监管、）持续深化。", "、）", "常态化监管（含飞行检查），持续深化。"),
    ("PERIOD-HALF", "保障机构正常运转.", ".", "详见附件1. 保障"),
    ("OPERATING-COST-SCOPE", "1家机关和1家事业单位的机关运行经费为3万元。", "1家事业单位的机关运行经费", "1家机关和1家参公事业单位的机关运行经费为3万元。"),
    ("PRIVACY-MOBILE", "联系人手机13812345678。", "138********", "电话0379-6381234，编码411900240000138123456。"),
    ("PRIVACY-ACCOUNT", "账号：6222 0210 0100 1234 567", "", "账号管理系统2024年1月上线。"),
    ("MARKS-MIXED", "贯彻国家,省的规定，落实任务。", ",", "贯彻国家，省的规定，共1,234人。"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "wrong", "quoted"), [pytest.param(r, w, q, marks=pytest.mark.fires(r), id=f"{r}-{w[:8]}") for r, w, q, _ in CASES]
)
def test_a_slip_is_reported_at_its_place(rule: str, wrong: str, quoted: str) -> None:
    (told,) = found(said(section("一、说明", wrong)), rule)
    assert str(told.stated).startswith(quoted)
    assert told.places[0].place.line == 6
    if "*" not in quoted and quoted:
        assert (told.places[0].place.column or 0) - 1 == wrong.index(quoted)


@pytest.mark.parametrize(
    ("rule", "right"), [pytest.param(r, s, marks=pytest.mark.silent(r), id=f"{r}-{s[:8]}") for r, _, _, s in CASES]
)
def test_the_nearest_right_wording_is_silent(rule: str, right: str) -> None:
    assert found(said(section("一、说明", right)), rule) == []


@pytest.mark.fires("DANGLING-MARK")
def test_a_name_that_ends_in_a_comma() -> None:
    (told,) = found(subject(projects=(Project("织密监管网、", place=Place(line=9)),)), "DANGLING-MARK")
    assert told.places[0].place.line == 9


@pytest.mark.silent("DANGLING-MARK")
def test_a_name_with_a_comma_inside() -> None:
    assert found(subject(projects=(Project("药品、耗材采购", place=Place(line=9)),)), "DANGLING-MARK") == []


def test_the_sentence_is_rewritten_with_every_slip_in_it_mended() -> None:
    (told,) = found(said(section("一、说明", "前一句。行政运行（项)与机关服务（项)各1.00万元。后一句。")), "BRACKET-MIXED")
    assert told.rewrite == "行政运行（项）与机关服务（项）各1.00万元。"
    assert len(told.places) == 2
    assert "共2处" in told.message


def test_a_rewritten_sentence_keeps_the_amount() -> None:
    (told,) = found(said(section("一、说明", "项目总预算170.00万，其中甲70.00万。")), "AMOUNT-UNIT-CUT")
    assert told.rewrite == "项目总预算170.00万元，其中甲70.00万元。"


def test_every_pattern_has_its_case() -> None:
    assert {p.id for p in patterns()} == {c[0] for c in CASES} | {"DANGLING-MARK"}


def test_messages_in_english() -> None:
    (told,) = found(said(section("一、说明", "推动发展。。后文"), lang="en"), "STOP-DOUBLED")
    assert told.severity is Severity.WARNING
    assert "doubles its mark" in told.message
