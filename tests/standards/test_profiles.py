"""Henan's profiles: all load, and promise the column paths that INTERFACE.md lists."""

from __future__ import annotations

import pytest
from tests.timing import cost

from gouji.standards.formula import Linear, Ratio
from gouji.standards.formula_parser import parse
from gouji.standards.formula_text import show
from gouji.standards.loader import TemplateError, available, load
from gouji.standards.template import Template

NATURE = [
    "合计",
    "基本支出/小计",
    "基本支出/人员经费/工资福利支出",
    "基本支出/人员经费/对个人和家庭的补助",
    "基本支出/公用经费/商品和服务支出",
    "基本支出/公用经费/资本性支出",
    "项目支出/小计",
    "项目支出/其他运转类",
    "项目支出/特定目标类",
]
SOURCES = [
    "合计",
    "本年拨款/一般公共预算",
    "本年拨款/政府性基金预算",
    "本年拨款/国有资本经营预算",
    "财政拨款结转结余/一般公共预算",
    "财政拨款结转结余/政府性基金预算",
    "财政拨款结转结余/国有资本经营预算",
    "财政专户管理资金",
    "单位资金",
]
YEAR = [
    f"本年收入/{c}"
    for c in [
        "合计",
        "一般公共预算/小计",
        "一般公共预算/其中：财政拨款",
        "政府性基金",
        "国有资本经营预算",
        "财政专户管理资金收入",
        "事业收入",
        "事业单位经营收入",
        "上级补助收入",
        "附属单位上缴收入",
        "其他收入",
    ]
]
CARRIED = [
    f"上年结转结余/{c}" for c in ["合计", "一般公共预算", "政府性基金", "国有资本经营预算", "财政专户管理资金", "单位资金"]
]
NARROW = {
    "revenue_expenditure_summary": ["收入/金额", "支出/金额"],
    "revenue_summary": ["总计", *YEAR, *CARRIED],
    "expenditure_summary": NATURE,
    "fiscal_appropriation_summary": [
        "收入/金额",
        "支出/合计",
        "支出/一般公共预算/小计",
        "支出/一般公共预算/其中：财政拨款",
        "支出/政府性基金",
        "支出/国有资本经营预算",
    ],
    "general_budget_expenditure": NATURE,
    "general_budget_basic_expenditure": ["合计", "人员经费", "公用经费"],
    "general_budget_basic_detail": SOURCES,
    "economic_classification_summary": [
        "总计",
        "一般公共预算/小计",
        "一般公共预算/其中：财政拨款",
        "政府性基金",
        "国有资本经营预算",
        "上年结转结余",
        "财政专户管理资金收入",
        "事业收入",
        "上级补助收入",
        "附属单位上缴收入",
        "事业单位经营收入",
        "其他收入",
    ],
    "three_public": [
        "“三公”经费合计",
        "因公出国（境）费",
        "公务用车购置及运行费/小计",
        "公务用车购置及运行费/公务用车购置费",
        "公务用车购置及运行费/公务用车运行费",
        "公务接待费",
    ],
    "government_fund_expenditure": NATURE,
    "state_capital_expenditure": NATURE,
    "project_expenditure": SOURCES,
    "operating_cost": ["机关（机构）运行经费支出"],
    "department_performance": ["金额"],
    "project_performance": [f"项目金额/{c}" for c in ["资金总额", "政府预算资金", "财政专户管理资金", "单位资金"]],
}
BOTH = [f"合计/{c}" for c in ["一般公共预算", "政府性基金", "国有资本经营预算", "财政专户管理资金"]]
WIDE = NARROW | {
    "revenue_summary": ["总计", *BOTH, *YEAR, *CARRIED],
    "expenditure_summary": [
        *NATURE[:2],
        "基本支出/人员经费/小计",
        *NATURE[2:4],
        "基本支出/公用经费/小计",
        *NATURE[4:],
    ],
    "fiscal_appropriation_summary": [
        *NARROW["fiscal_appropriation_summary"][:4],
        "支出/一般公共预算/其中：上级专项转移支付安排支出",
        *NARROW["fiscal_appropriation_summary"][4:],
        "支出/财政专户管理资金收入",
        "支出/单位资金",
    ],
}
ALL = [(p.id, p.profile) for p in available() if p.province == "henan"]


@pytest.fixture(params=ALL, ids=["-".join(p) for p in ALL])
def template(request: pytest.FixtureRequest) -> Template:
    """Every profile in turn."""
    return load(*request.param)


def test_years_and_lists() -> None:
    usual = {p.id: p.profile for p in available() if p.default and p.province == "henan"}
    assert usual == {"henan/2024": "11", "henan/2025": "15"}
    assert {p.profile for p in available() if p.id == "henan/2024"} == {"11", "12", "15"}
    assert load("henan/2024").profile == "11"
    assert load("henan/2025").profile == "15"


def test_numbers_follow_the_list(template: Template) -> None:
    assert len(template.forms) == int(template.profile)
    assert [f.number for f in template.forms.values()] == list(range(1, len(template.forms) + 1))
    assert next(iter(template.forms)) == "revenue_expenditure_summary"
    assert list(template.forms)[-1] == "project_performance"


def test_paths_are_the_promised_ones(template: Template) -> None:
    promised = WIDE if template.profile == "15" else NARROW
    assert {k: [c.path for c in f.amounts()] for k, f in template.forms.items()} == {k: promised[k] for k in template.forms}


def test_every_kind_is_offered() -> None:
    assert set(load("henan/2025", "15").forms) == set(NARROW)


def test_relations_name_only_forms_of_the_list(template: Template) -> None:
    ids = [r.id for r in (*template.relations, *(r for f in template.forms.values() for r in f.relations))]
    assert len(ids) == len(set(ids))
    assert len(ids) > 150
    for relation in template.relations:
        for kind in NARROW:
            if f"{kind}[" in relation.holds:
                assert kind in template.forms, relation.id


def test_formulas_survive_printing(template: Template) -> None:
    for relation in (*template.relations, *(r for f in template.forms.values() for r in f.relations)):
        assert parse(show(parse(relation.holds))) == parse(relation.holds)
        assert relation.left.terms
        assert relation.title


def test_a_group_is_its_own_subtotal_or_its_parts() -> None:
    def right(profile: str) -> list[str | None]:
        relations = {r.id: r for r in load("henan/2024", profile).forms["expenditure_summary"].relations}
        linear = relations["HN-03-BASIC"].right
        assert isinstance(linear, Linear)
        return [s.term.column for s in linear.terms]  # type: ignore[union-attr]

    assert right("15") == ["basic.personnel.subtotal", "basic.operating.subtotal"]
    assert right("11") == [
        f"basic.{c}" for c in ("personnel.wages", "personnel.individuals", "operating.goods", "operating.capital")
    ]


def test_two_sided_form() -> None:
    form = load("henan/2024").forms["fiscal_appropriation_summary"]
    assert [s.name for s in form.sides] == ["收入", "支出"]
    lines = {line.key: line for side in form.sides for line in side.lines}
    assert lines["revenue.year.general.fiscal"].part
    assert lines["revenue.year.general.fiscal"].parent == "revenue.year.general"
    assert lines["expenditure.year.f210"].function == "210"
    assert lines["expenditure.total"].total
    assert "expenditure.year.total" not in lines
    assert [c.path for c in form.amounts("收入")] == ["收入/金额"]


def test_shares_and_rates_are_ratios() -> None:
    kinds = {r.id: r.right.kind for r in load("henan/2024").relations if isinstance(r.right, Ratio)}
    assert kinds["HN-T-SHARE-SPENDING"] == "share"
    assert kinds["HN-T-RATE-PUBLIC"] == "rate"


def test_unknown_names_are_one_clear_line() -> None:
    with pytest.raises(TemplateError, match="没有模板“atlantis/2024”"):
        load("atlantis/2024")
    with pytest.raises(TemplateError, match="没有模板"):
        load("../../etc/passwd")
    with pytest.raises(TemplateError, match="没有“99”这套表"):
        load("henan/2024", "99")


def test_loading_is_quick() -> None:
    load.__globals__["_load"].cache_clear()
    assert cost(lambda: load("henan/2024"), runs=1) < 3  # measured in docs/TEMPLATES.md; a slow or busy machine takes longer
    assert cost(lambda: load("henan/2024")) < 0.01
