"""Documents told apart: invented ones in each style of damage, and the seeds where they are at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.timing import cost

from gouji.model.disclosure import Source
from gouji.recognition.outline import looks_like_budget, outline
from gouji.recognition.segment import FormSegment, Outline
from gouji.sources import LIMITS, Document, Grid, Paragraph, open_document
from gouji.sources.text import read

SHARED = Path(__file__).parents[2].parent / "shared"


def document(text: str) -> Document:
    return read(text.encode(), Source("a.txt"), LIMITS)


def told(text: str) -> Outline:
    return outline(document(text))


def shape(found: Outline) -> list[tuple[str | None, str | None, str]]:
    return [(f.template.kind if f.template else None, f.number, f.unit) for f in found.forms]


def words(form: FormSegment) -> list[str]:
    return [b.text.strip() for b in form.blocks if isinstance(b, Paragraph)]


DUMP = """ 第一部分
青禾市园林管理局概况
一、主要职责
（一）拟订全市公园和绿地的养护标准，核定各养护站点的人员与
经费，会同规划部门确定公园用地的范围，受理市民对古树名木移
植的申请，依法查处毁坏绿地的行为，组织花卉展览，推广节水灌
溉与乡土树种。
 第二部分
青禾市园林管理局 2024 年单位
预算情况说明
一、收入支出预算总体情况说明
2024年收入总计120.50万元，支出总计120.50万元，与2023年相比
各增加3.50万元，主要原因是新增湿地养护。
九、其他重要事项情况说明
（三）关于预算绩效管理工作开展有关情
况说明
我单位1个项目编制了绩效目标。
- 1 -
 附件：青禾市园林管理局2024年单
位预算表
 单位：万元单位名称：青禾市园林管理局
预算01表
单位收支总体情况
表
收入 支出
项目 金额 项目 金额
一、一般公共预算 120.50 一、一般公共服务
- 2 -
 预算04表
2024 年财政拨款收支总体情况表
单位名称：青禾市园林管理局
单位：
万元
一、本年收入 120.50 一、本年支出 120.50
- 3 -
 预算04表
2024 年财政拨款收支总体情况表
单位名称：青禾市园林管理局 单位：万元
二、上年结转 3.00
注：报表金额单位转换时可能存在四舍五入尾数误
差。
- 4 -
 预算09表
单位名称：青禾市园林管理局
单位：万元
科目编码 合计
合计
本单位没有政府性基金预算支出，故本表无数据。
- 5 -
 预算11表
2024年度部门预算项目绩效目标表
部门名称：青禾市建设局
项目金额（元）
990112240000000000001 湿地养护 30,000.0
"""


def test_a_dump() -> None:
    found = told(DUMP.replace("990112", "419912"))
    assert shape(found) == [
        ("revenue_expenditure_summary", "预算01表", "万元"),
        ("fiscal_appropriation_summary", "预算04表", "万元"),
        ("government_fund_expenditure", "预算09表", "万元"),
        ("project_performance", "预算11表", "元"),
    ]
    summary, fiscal, fund, _ = found.forms
    assert summary.title == "单位收支总体情况表"
    assert words(summary) == ["收入 支出", "项目 金额 项目 金额", "一、一般公共预算 120.50 一、一般公共服务"]
    assert fiscal.title == "2024年财政拨款收支总体情况表"
    assert words(fiscal) == ["一、本年收入 120.50 一、本年支出 120.50", "二、上年结转 3.00"]  # one form over two pages
    assert fiscal.note == "注：报表金额单位转换时可能存在四舍五入尾数误差。"
    assert fund.note == "本单位没有政府性基金预算支出，故本表无数据。"
    assert any("表名缺失" in d.says for d in found.damage)
    assert (found.issuer.name, found.issuer.division, found.issuer.level) == ("青禾市园林管理局", "419912", "county")
    assert (found.fiscal_year, found.kind) == (2024, "unit_budget")
    assert found.template is not None
    assert found.template.id == "henan/2024"


def test_prose_of_a_dump_by_heading() -> None:
    found = told(DUMP.replace("990112", "419912"))
    assert [(s.level, s.title) for s in found.sections] == [
        (1, "第一部分 青禾市园林管理局概况"),
        (2, "一、主要职责"),
        (1, "第二部分 青禾市园林管理局2024年单位预算情况说明"),
        (2, "一、收入支出预算总体情况说明"),
        (2, "九、其他重要事项情况说明"),
        (3, "（三）关于预算绩效管理工作开展有关情况说明"),
        (1, "附件：青禾市园林管理局2024年单位预算表"),
    ]
    part = "第二部分 青禾市园林管理局2024年单位预算情况说明"
    assert [p.path for p in found.prose][1:] == [
        (part, "一、收入支出预算总体情况说明"),
        (part, "九、其他重要事项情况说明", "（三）关于预算绩效管理工作开展有关情况说明"),
    ]
    assert [p.place.line for p in found.prose] == [4, 12, 17]


def test_a_province_without_template() -> None:
    found = told(DUMP)  # project codes of a division that no template covers
    assert found.template is None
    assert found.issuer.name == "青禾市园林管理局"
    assert [f.template for f in found.forms] == [None] * len(found.forms)
    assert looks_like_budget(document(DUMP))


TABS = """青禾市园林管理局
2025年部门预算公开

目 录

第一部分 青禾市园林管理局概况\t1
一、主要职责\t1
第二部分 青禾市园林管理局2025年部门预算情况说明\t2
附件：青禾市园林管理局2025年部门预算表\t5
一、部门收支总体情况表\t5
二、部门收入总体情况表\t6
三、部门支出总体情况表\t7
十一、部门预算项目绩效目标表\t9

第一部分
青禾市园林管理局概况

一、主要职责

管理公园，会同有关部门核定养护经费，并组织实施。

第二部分 青禾市园林管理局2025年部门预算情况说明

三、支出预算总体情况说明

2025年支出合计20.00万元。

预算01表\t\t\t
2025年部门收支总体情况表\t\t\t
部门名称：青禾市园林管理局\t\t\t单位：万元
收入\t\t支出\t
项目\t金额\t项目\t金额
一、一般公共预算\t20.00\t一、一般公共服务\t
2025年\t\t\t
注：尾差。\t\t\t
预算02表\t\t\t
2025年部门收入总体情况表\t\t\t
部门代码\t部门名称\t总计\t
201\t青禾市园林管理局\t20.00\t

部门预算项目绩效目标表
（2025年度）
项目名称\t湿地养护
项目金额\t30.0

部门预算项目绩效目标表
（2025年度）
项目名称\t花卉展览
项目金额\t40.0

第三部分 名词解释

一、财政拨款收入：是指本级财政当年拨付的资金。
"""


def test_tabs_with_captions_inside_the_table() -> None:
    found = told(TABS)
    assert shape(found) == [
        ("revenue_expenditure_summary", "预算01表", "万元"),
        ("revenue_summary", "预算02表", "万元"),
        ("project_performance", "预算11表", "万元"),
        ("project_performance", "预算11表", "万元"),
    ]
    assert [f.part for f in found.forms] == [1, 1, 1, 2]
    assert [f.number_printed for f in found.forms] == [True, True, False, False]
    (grid,) = found.forms[0].blocks
    assert isinstance(grid, Grid)
    assert [row[0].text for row in grid.rows] == ["收入", "项目", "一、一般公共预算", "2025年"]  # a cell, not a caption
    assert [cell.row for row in grid.rows for cell in row] == sorted(cell.row for row in grid.rows for cell in row)
    assert grid.rows[0][0].row == 0
    assert len(grid.widths) == len(grid.rows)
    assert (found.forms[0].note, found.kind, found.fiscal_year) == ("注：尾差。", "department_budget", 2025)
    assert (found.forms[0].place.line, found.forms[0].place.to_line) == (28, 35)


def test_contents_are_announced_and_open_no_form() -> None:
    found = told(TABS)
    assert [(s.level, s.title) for s in found.contents][-5:] == [
        (1, "附件：青禾市园林管理局2025年部门预算表"),
        (2, "一、部门收支总体情况表"),
        (2, "二、部门收入总体情况表"),
        (2, "三、部门支出总体情况表"),
        (2, "十一、部门预算项目绩效目标表"),
    ]
    assert all(s.listed for s in found.contents)
    assert [s.title for s in found.sections][-1] == "第三部分 名词解释"
    assert found.prose[-1].path == ("第三部分 名词解释",)


def test_a_list_of_forms_without_the_word_contents() -> None:
    entries = ("一、部门收支总体情况表", "二、部门收入总体情况表", "三、部门支出总体情况表")
    text = "青禾市园林管理局2024年部门预算\n" + "".join(f"- {e} ……… 3\n" for e in entries)
    text += "\n部门收入总体情况表\n\n单位：万元\n\n| 部门代码 | 总计 |\n|---|---|\n| 201 | 20.00 |\n"
    found = told(text)
    assert [s.title for s in found.contents] == list(entries)
    assert shape(found) == [("revenue_summary", "预算02表", "万元")]


def test_a_garbled_title_is_known_by_its_captions_and_named_as_damage() -> None:
    table = "单位：万元\n\n合计\t\t\n201\t青禾市园林管理局\t20.00\n\n"
    text = f"2024年政府性墓金预算支出情况表\n\n{table}一般公共预算支出情况表\n\n{table}"
    found = told(text)
    assert [f.template.kind for f in found.forms if f.template] == ["government_fund_expenditure", "general_budget_expenditure"]
    assert [d.place.line for d in found.damage if "有字不清" in d.says] == [1]


def test_a_form_that_no_template_has_is_a_segment_without_template() -> None:
    text = TABS.replace(
        "第三部分 名词解释", "2025年政府购买服务预算表\n\n单位：万元\n\n项目\t金额\n保洁\t3.00\n\n第三部分 名词解释"
    )
    last = told(text).forms[-1]
    assert last.template is None
    assert (last.title, last.unit) == ("2025年政府购买服务预算表", "万元")
    assert len(last.blocks) == 1


MIXED = """ 第一部分
部门概况
一、主要职责
管理公园，会同有关部门核定养护经费，并且组织实施各项工程建
设与验收，承担城市湿地的保护。
 一、收入支出预算总体情况说明
2024年收入总计20.00万元，支出总计20.00万元，与2023年相比无变
化，主要原因是收支规模稳定。
二、收入预算总体情况说明
二、机构设置情况
内设办公室、养护科、工程科、财务科、人事科共五个科室，在职职
工三十二人。
第二部分
青禾市园林管理局2024年部门预算情况说明
 2024年收入合计20.00万元，其中一般公共预算20.00万元，政府性
基金收入0万元。
三、支出预算总体情况说明
2024年支出合计20.00万元，其中基本支出12.00万元，项目支出8.00
万元。
"""


def test_text_out_of_order_is_put_back_under_its_heading() -> None:
    found = told(MIXED)
    texts = {p.path: "".join(b.text.strip() for b in p.paragraphs) for p in found.prose}
    part = "第二部分 青禾市园林管理局2024年部门预算情况说明"
    assert texts[(part, "二、收入预算总体情况说明")].startswith("2024年收入合计20.00万元")
    assert (part, "一、收入支出预算总体情况说明") in texts
    assert ("第一部分 部门概况", "二、机构设置情况") in texts
    assert [d.place.line for d in found.damage] == [15]


def test_text_in_order_stays_where_it_is() -> None:
    text = MIXED.replace("二、收入预算总体情况说明\n二、机构", "二、收入预算总体情况说明\n收入为二十万元整。\n二、机构")
    found = told(text)
    part = "第二部分 青禾市园林管理局2024年部门预算情况说明"
    assert (part,) in [p.path for p in found.prose]
    assert found.damage == ()


def test_running_lines_and_page_numbers_are_no_rows() -> None:
    page = "\f青禾市园林局预算公开文本\n{}\n208 05 05 养老保险缴费 35.{}\n{}\n"
    head = "预算03表\n单位支出总体情况表\n单位：万元\n"
    text = "封面\n" + head + "".join(page.format("合计 35.78" if n == 1 else "续", n, n + 6) for n in range(1, 6))
    (form,) = told(text).forms
    assert not any(w in ("7", "8", "9", "10", "11", "青禾市园林局预算公开文本") for w in words(form))
    assert sum(w.startswith("208") for w in words(form)) == 5


def test_what_is_no_budget() -> None:
    assert not looks_like_budget(
        document("青禾市园林管理局关于春季植树的通知\n\n各养护站：请于三月底前完成植树任务，费用按实结算。\n")
    )
    assert not looks_like_budget(document("The quick brown fox jumps over the lazy dog.\n"))
    assert looks_like_budget(
        document("2025年预算说明\n收入预算20万元，支出预算20万元，其中基本支出12万元，项目支出8万元，全部为财政拨款。\n")
    )


WORDS = "第一部分 目录 一、 （一） 单位收支总体情况 表 单位： 万元 预算 01表 名称： 2024年 | 注： 附件 说明 12.50 故本表无数据"
PIECES = [*WORDS.split(" "), "项目绩效目标表", "合计", "。", "\n", "\n\n", "\t", "\f", " ", "- ", "**"]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map("".join))
@settings(max_examples=250, deadline=None)
def test_no_text_breaks_it_and_no_block_is_told_twice(text: str) -> None:
    whole = document(text + "终")
    found = outline(whole)
    looks_like_budget(whole)
    kept = [b for f in found.forms for b in f.blocks] + [b for p in found.prose for b in p.paragraphs]
    assert len(kept) == len({id(b) for b in kept})
    places = [c.place for b in kept if isinstance(b, Grid) for row in b.rows for c in row]
    assert len(places) == len(set(places))
    assert all(f.place.line is not None for f in found.forms)


def test_time_grows_linearly() -> None:
    def seconds(times: int) -> float:
        big = document(DUMP * times)
        return cost(lambda: outline(big), runs=3)

    assert seconds(32) < 8 * seconds(4) * 2.5 + 0.05  # quadratic would be 64 times


SEEDS = {"000": "000_676f5bfb6a445b86.txt", "001": "001_0c64154a2b01d7ec.txt", "002": "002_c0a0ee3d86947878.txt"}


@pytest.mark.parametrize("seed", SEEDS)
def test_seeds_have_every_form_of_the_key(seed: str) -> None:
    if not SHARED.exists():
        pytest.skip("../shared not here")
    key = json.loads((SHARED / "truth" / f"{seed}.json").read_text())
    found = outline(open_document(SHARED / "seeds" / SEEDS[seed]))
    forms = [(f.template.kind if f.template else None, f.number, f.unit) for f in found.forms]
    assert forms == [(t["kind"], t["no"], t["unit"]) for t in key["tables"]]
    for form, table in zip(found.forms, key["tables"], strict=True):
        assert form.place.line == table["lines"][0]
        assert abs((form.place.to_line or 0) - table["lines"][1]) <= 1
        expected = (table.get("footnote") or "") + (table.get("empty_note") or "")
        assert ("".join((form.note or "").split()) == "".join(expected.split())) or not expected
        assert "".join(form.title.split()) == "".join(table["title"].split())
    assert [s.title for s in found.contents if s.title.endswith("表") and "附件" not in s.title] == key.get("toc", [])
    titles = {s.title for s in found.sections}
    for claim in key["narrative"]:
        assert claim["section"].split("/")[-1] in titles
    kind = {"单位预算": "unit_budget", "部门预算": "department_budget"}[key["doc"]["kind"]]
    assert (found.fiscal_year, found.kind, found.issuer.level) == (key["doc"]["fiscal_year"], kind, key["doc"]["level"])
    assert found.issuer.name == key["doc"]["unit_name"]


def test_the_seed_without_key_has_its_fifteen_forms() -> None:
    path = SHARED / "seeds" / "004_4628d8b7aa23fe2e.txt"
    if not path.exists():
        pytest.skip("../shared not here")
    found = outline(open_document(path))
    assert found.template is not None
    assert [f.template.kind for f in found.forms if f.template] == list(found.template.forms)
    assert len(found.contents) == 21


def test_contents_with_long_leaders_end_at_the_next_page() -> None:
    leader = "…" * 90
    entries = ["一、部门主要职能", "二、名词解释", "三、部门预算编制说明", "1.2025年部门收支总体情况表"]
    text = "\f目 录\n" + "".join(f"{entry}{leader}{n}\n" for n, entry in enumerate(entries))
    text += "\f青禾市园林管理局主要职能\n\n管理公园，会同有关部门核定养护经费，并组织实施。\n\n"
    text += "\f2025年部门预算编制说明\n\n2025年收入总计20.00万元，支出总计20.00万元。\n"
    found = told(text)
    assert [s.title for s in found.contents] == [
        "一、部门主要职能",
        "二、名词解释",
        "三、部门预算编制说明",
        "1.2025年部门收支总体情况表",
    ]
    assert [(s.level, s.title) for s in found.sections] == [(1, "青禾市园林管理局主要职能"), (1, "2025年部门预算编制说明")]
    assert [p.path for p in found.prose] == [("青禾市园林管理局主要职能",), ("2025年部门预算编制说明",)]


RULED = """部门支出总体情况表

单位：万元

科目编码\t科目名称\t合计\t{}
\t合计\t20.00\t12.00\t8.00
"""


def test_forms_named_alike_but_ruled_otherwise_are_another_province() -> None:
    own = "基本支出\t小计\t工资福利支出\t对个人和家庭的补助\t商品和服务支出\t资本性支出\t项目支出\t其他运转类\t特定目标类"
    assert told(RULED.format(own)).template is not None
    assert told(RULED.format("商品和服务支出\t资本性支出\t经营支出\t上缴上级支出\t对附属单位补助支出")).template is None
