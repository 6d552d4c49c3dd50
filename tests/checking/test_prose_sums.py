"""What a passage of prose says of budgets, accounts, growth and shares must agree with itself, whatever province wrote it."""

from __future__ import annotations

import pytest
from tests.checking.told import found, prose, subject

from gouji.model.disclosure import Disclosure, Form, Row, RowKind
from gouji.model.finding import Finding
from gouji.model.place import Place

SECTION = "五、一般公共预算财政拨款支出决算情况说明"
ITEM = "社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位职业年金缴费支出（项）"


def run(rule: str, text: str, lang: str = "zh") -> list[Finding]:
    return found(subject(prose(text, title=SECTION, fiscal_year=2025), lang), rule)


@pytest.mark.fires("EXECUTED-RATE")
@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("年初预算为200.00万元，支出决算为190.00万元，完成年初预算的93.57%。", "93.57%"),
        ("年初预算为0，支出决算为37.82万元，完成年初预算的95.89%。", "95.89%"),
        ("年初预算为0元，支出决算为37.82万元，完成年初预算的95.89%。", "95.89%"),
        ("年初预算为200.00万元，支\n出决算为190.00万\n元，完成年初预算\n的 96.50 %。", "96.50"),
        ("2025年预算200.00万元，全年预算为250.00万元，支出决算为240.00万元，完成全年预算的120.00%。", "120.00%"),
        ("支出决算为240.00万元，完成年初预算250.00万元的98.00%。", "98.00%"),
        ("公务接待费年初预算为2.00万元，公务接待费支出决算为1.50万元，预算完成率为85.00%。", "85.00%"),
    ],
)
def test_a_completion_rate_that_the_amounts_do_not_give(text: str, stated: str) -> None:
    (finding,) = run("EXECUTED-RATE", text)
    assert finding.severity == "error"
    assert stated in str(finding.places[0].stated)


@pytest.mark.silent("EXECUTED-RATE")
@pytest.mark.parametrize(
    "text",
    [
        "年初预算为200.00万元，支出决算为190.00万元，完成年初预算的95.00%。",
        "年初预算为207.07万元，支出决算为202.18万元，完成年初预算的98%。",  # 97.64 printed without decimals
        "年初预算为0，支出决算为0，完成年初预算的0.00%。",
        "年初预算为0元，支出决算为37.82万元。决算数大于预算数的主要原因：年中追加。",
        # the parts' rates are of their own budgets, which are not told
        "“三公”经费年初预算为14.00万元，支出决算为7.00万元，完成预算的50.00%，其中：公务接待费支出决算为1.50万元，完成预算的75.00%。",
        "“三公”经费年初预算为14.00万元，支出决算为7.00万元，完成预算的50.00%；公务接待费支出决算为1.50万元，完成预算的75.00%。",
        "“三公”经费年初预算为14.00万元，公务接待费支出决算为1.50万元，完成预算的75.00%。",
        # the rate is of the whole year's budget, the amount of the one at its beginning
        "年初预算为200.00万元，支出决算为190.00万元，完成调整预算的99.00%。",
        "2024年度支出决算为90.00万元。年初预算为100.00万元，完成年初预算的70.00%。",  # no account of this year
    ],
)
def test_a_completion_rate_that_fits_or_is_of_something_else(text: str) -> None:
    assert run("EXECUTED-RATE", text) == []


def test_amounts_whose_zeros_were_left_out_are_a_question() -> None:
    text = "公务接待费年初预算为2万元，支出决算为1.55万元，完成预算的87.00%。"
    (finding,) = run("EXECUTED-RATE", text)
    assert finding.severity == "warning"
    assert run("EXECUTED-RATE", text.replace("1.55", "1.5").replace("年初预算为2万元", "年初预算为2.0万元")) != []
    assert run("EXECUTED-RATE", text.replace("1.55万元", "2万元")) == []  # whole numbers only: no more can be said


@pytest.mark.fires("EXECUTED-COMPARED")
@pytest.mark.silent("EXECUTED-COMPARED")
@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("年初预算为100.00万元，支出决算为90.00万元，完成年初预算的90.00%。决算数大于预算数的主要原因：调减。", True),
        ("年初预算为100.00万元，支出决算为190.00万元。支出决算数小于年初预算数的主要原因：追加。", True),
        ("年初预算为100.00万元，支出决算为90.00万元。决算数与预算数持平。", True),
        ("年初预算为100.00万元，支出决算为90.00万元。决算数小于预算数的主要原因：调减。", False),
        ("年初预算为100.00万元，支出决算为100.00万元。决算数等于预算数。", False),
        ("年初预算为100.00万元，支出决算为100.00万元。决算数与预算数持平。", False),
        # a statement about the whole after its parts is not about the last part
        ("公务接待费年初预算为1.00万元，支出决算为2.00万元。“三公”经费支出决算数小于预算数的主要原因：节约。", False),
    ],
)
def test_which_of_budget_and_account_is_larger(text: str, wrong: bool) -> None:
    assert [f.severity for f in run("EXECUTED-COMPARED", text)] == ["error"] * wrong


@pytest.mark.fires("EXECUTED-TWICE")
@pytest.mark.silent("EXECUTED-TWICE")
@pytest.mark.parametrize(
    ("head", "account", "severity"),
    [("257.14", "245.53", "error"), ("269.85", "269.86", "warning"), ("257.14", "257.14", None)],
)
def test_an_item_states_its_account_in_two_ways(head: str, account: str, severity: str | None) -> None:
    text = f"“{ITEM}”{head}万元，主要用于：缴纳职业年金。年初预算为274.82万元，支出决算为{account}万元，完成年初预算的93.57%。"
    assert [f.severity for f in run("EXECUTED-TWICE", text)] == ([severity] if severity else [])
    if severity == "error":
        assert run("EXECUTED-RATE", text) == []  # the rate is that of the first amount: one mistake, told once
        (english,) = run("EXECUTED-TWICE", text.replace("93.57", "93.5"), "en")
        assert "one item's account" in english.message
        assert str(english.expected) == head


def test_the_account_of_the_next_item_is_not_that_of_the_last() -> None:
    other = "住房保障支出（类）住房改革支出（款）购房补贴（项）"
    text = f"1.{ITEM}257.14万元。\n2.{other}30.00万元。年初预算为31.00万元，支出决算为30.00万元。"
    assert run("EXECUTED-TWICE", text) == []


@pytest.mark.fires("GROWTH-RATE")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("禾川市水文中心2025年度收入支出总计1,280.40万元。与2024年度相比，收入支出总计增加60.40万元，增长17.62%。", "4.95"),
        ("机关运行经费支出132.00万元，比2024年度减少6.00万元，下降4.55%。", "4.35"),
        ("公务接待费支出决算为1.50万元，完成预算的75%。公务接待费支出决算比上年减少0.50万元，下降35.00%。", "25.00"),
        ("2025年一般公共预算支出120.00万元，较上年增加20.00万元，增幅为16.67%。", "20.00"),  # of this year's amount
    ],
)
def test_a_rate_of_growth_that_the_amounts_do_not_give(text: str, expected: str) -> None:
    (finding,) = run("GROWTH-RATE", text)
    assert (finding.severity, str(finding.expected)) == ("error", expected)


@pytest.mark.silent("GROWTH-RATE")
@pytest.mark.parametrize(
    "text",
    [
        "禾川市水文中心2025年度收入支出总计1,280.40万元。与2024年度相比，收入支出总计增加60.40万元，增长4.95%。",
        "机关运行经费支出132.00万元，比2024年度减少6.00万元，下降4.35%。",
        # of what the change is, nobody can tell
        "收入合计120.00万元，其中：财政拨款100.00万元，比上年增加20.00万元，增长35.00%。",
        "财政拨款收入100.00万元，其他收入20.00万元，比上年增加20.00万元，增长35.00%。",
        "收入合计120.00万元。政府性基金收入增加20.00万元，增长35.00%。",
        "2024年收入总计100.00万元，收入总计增加20.00万元，增长35.00%。",  # the amount is last year's
        "上年收入总计100.00万元，收入总计增加20.00万元，增长35.00%。",
    ],
)
def test_a_rate_of_growth_that_fits_or_is_of_something_else(text: str) -> None:
    assert run("GROWTH-RATE", text) == []


def test_growth_from_nothing_has_no_rate() -> None:
    (finding,) = run("GROWTH-RATE", "公务接待费支出决算为0.30万元。公务接待费支出决算增\n加0.30万元，增长100%。")
    assert finding.severity == "warning"
    assert finding.expected is None
    assert run("GROWTH-RATE", "公务接待费支出决算为0.30万元。公务接待费支出决算增加0.30万元。") == []


@pytest.mark.fires("GROWTH-YEARS")
@pytest.mark.silent("GROWTH-YEARS")
@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("2024年决算数为57.43万元，2025年支出决算为56.12万元，比2024年决算数减少1.10%。", True),
        ("上年预算数为50.00万元，本年预算数为60.00万元，下降20.00%。", True),
        ("2024年决算数为57.43万元，2025年支出决算为56.12万元，比2024年决算数减少2.28%。", False),
        ("2023年决算数为57.43万元，2025年支出决算为56.12万元，减少1.10%。", False),  # not the year before
        ("2024年公务接待费为57.43万元，公务用车运行费为56.12万元，减少1.10%。", False),  # two things
        ("2024年决算数为57.43万元，2025年支出决算为56.12万元，减少1.31万元，增长率为3.00%。", False),  # GROWTH-RATE's
    ],
)
def test_two_years_and_the_rate_between_them(text: str, wrong: bool) -> None:
    assert [f.severity for f in run("GROWTH-YEARS", text)] == ["error"] * wrong


LIST = (
    "一般公共预算财政拨款支出1,230.40万元，主要用于以下方面：\n1.“社会保障和就业支出”150.30万元，占12.22%；\n"
    "2.“卫生健康支出”45.20万元，占{share}；\n3.“农林水支出”1,034.90万元，占84.11%。"
)


@pytest.mark.fires("PORTION-RATE")
@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("本年支出合计1,280.40万元，其中：基本支出897.85万元，占70.12%；项目支出382.55万元，占28.98%。", "error"),
        (LIST.format(share="3.76%"), "error"),
        ("政府采购支出总额210.00万元，授予中小企业合同金额150.00万元，占政府采购支出总额的75.43%。", "error"),
        ("“三公”经费中，公务用车费用8.80万元，占85.44%；公务接待费1.50万元，占16.56%。", "warning"),
    ],
)
def test_a_share_that_the_amounts_do_not_give(text: str, severity: str) -> None:
    assert [f.severity for f in run("PORTION-RATE", text)] == [severity]


@pytest.mark.silent("PORTION-RATE")
@pytest.mark.parametrize(
    "text",
    [
        "本年支出合计1,280.40万元，其中：基本支出897.85万元，占70.12%；项目支出382.55万元，占29.88%。",
        LIST.format(share="3.67%"),
        "“三公”经费中，公务用车费用8.80万元，占85.44%；公务接待费1.50万元，占14.56%。",
        "一般公共预算财政拨款支出1,230.40万元，占本年支出合计的96.09%。",  # the whole stands elsewhere
        "支出100.00万元，其中：基本支出80.00万元，占80.00%，其中：人员经费60.00万元，占75.00%。",  # of the part before
        "支出200.00万元，其中：基本支出80.00万元，占上年的95.00%。",
        "基本支出80.00万元，占95.00%。",  # of nothing that is told
        "耕地占用税80.00万元，占地95.00平方米。",
    ],
)
def test_a_share_that_fits_or_is_of_something_else(text: str) -> None:
    assert run("PORTION-RATE", text) == []


def test_the_glossary_and_the_contents_state_nothing() -> None:
    text = "年初预算为200.00万元，支出决算为190.00万元，完成年初预算的93.57%。"
    held = prose(text, title="第四部分 名词解释", fiscal_year=2025)
    assert found(subject(held), "EXECUTED-RATE") == []


# --- the three public expenses of final accounts ----------------------------------------------------------------------

PUBLIC = "七、财政拨款“三公”经费支出决算情况说明"
TOLD = (
    ("公务接待费支出1.50万元", "三公经费.公务接待费"),
    "。国内公务接待12批次、106人次，其中：接待外宾0批次、0人次。",
    ("公务用车购置费支出18.00万元", "三公经费.公务用车购置费"),
    "，购置公务用车1辆。",
    ("公务用车运行维护费支出8.80万元", "三公经费.公务用车运行维护费"),
    "，公务用车保有量为4辆。",
    ("因公出国（境）费支出6.00万元", "三公经费.因公出国（境）费"),
    "，全年安排因公出国（境）团组1个、累计2人次。",
)


def public(
    *replaced: tuple[str, str], kind: str = "department_final", told: tuple[str | tuple[str, str], ...] = TOLD
) -> Disclosure:
    """The section with words replaced."""

    def swap(text: str) -> str:
        for old, new in replaced:
            text = text.replace(old, new)
        return text

    pieces = tuple(swap(t) if isinstance(t, str) else (swap(t[0]), t[1]) for t in told)
    return prose(*pieces, title=PUBLIC, fiscal_year=2025, kind=kind)


@pytest.mark.fires("THREE-PUBLIC-COUNTS")
@pytest.mark.parametrize(
    ("words", "lacks"),
    [
        ("国内公务接待12批次、106人次，其中：", "国内公务接待批次、国内公务接待人次"),
        ("，购置公务用车1辆", "公务用车购置数"),
        ("，公务用车保有量为4辆", "公务用车保有量"),
        ("，全年安排因公出国（境）团组1个、累计2人次", "因公出国（境）团组数、因公出国（境）人次"),
    ],
)
def test_numbers_that_are_not_told(words: str, lacks: str) -> None:
    (finding,) = found(subject(public((words, ""))), "THREE-PUBLIC-COUNTS")
    assert (finding.severity, finding.expected) == ("warning", lacks)


@pytest.mark.silent("THREE-PUBLIC-COUNTS")
@pytest.mark.parametrize(
    "held",
    [
        public(),
        public(("国内公务接待12批次、106人次，其中：", ""), kind="department_budget"),  # a budget need not tell
        public(("18.00万元", "0.00万元"), ("，购置公务用车1辆", "")),  # nothing was bought
        public(("国内公务接待12批次、106人次", "共接待国内来访12批，106人"), ("保有量为4辆", "年末保有数量为4辆")),
        prose("本年度没有“三公”经费支出。", title=PUBLIC, kind="unit_final"),
    ],
)
def test_numbers_that_are_told_or_not_wanted(held: Disclosure) -> None:
    assert found(subject(held), "THREE-PUBLIC-COUNTS") == []


def test_foreign_guests_alone_ask_for_the_domestic_ones_though_nothing_was_spent() -> None:
    held = public(("1.50万元", "0.00万元"), ("国内公务接待12批次、106人次，其中：", "其中："))
    (finding,) = found(subject(held), "THREE-PUBLIC-COUNTS")
    assert "国内公务接待批次" in str(finding.expected)


def receptions(spent: str, times: str, kind: str = "unit_final") -> Disclosure:
    told = (
        (f"公务接待费支出{spent}万元", "三公经费.公务接待费"),
        "。其中：",
        (f"国内公务接待{times}个", "三公经费.国内接待批次"),
    )
    return prose(*told, title=PUBLIC, fiscal_year=2025, kind=kind)


@pytest.mark.fires("THREE-PUBLIC-NONE")
@pytest.mark.parametrize(("spent", "times"), [("1.50", "0"), ("0.00", "3")])
def test_money_without_receptions_or_receptions_without_money(spent: str, times: str) -> None:
    (finding,) = found(subject(receptions(spent, times)), "THREE-PUBLIC-NONE")
    assert finding.places[0].stated == times


@pytest.mark.silent("THREE-PUBLIC-NONE")
@pytest.mark.parametrize(
    ("spent", "times", "kind"), [("1.50", "3", "unit_final"), ("0.00", "0", "unit_final"), ("1.50", "0", "unit_budget")]
)
def test_money_and_receptions_agree(spent: str, times: str, kind: str) -> None:
    assert found(subject(receptions(spent, times, kind)), "THREE-PUBLIC-NONE") == []


@pytest.mark.parametrize(
    ("text", "lacks"), [("公务用车购置及运行维护费8.80万元", True), ("公务用车购置费0元，运行维护费8.80万元", False)]
)
def test_buying_and_running_of_vehicles_are_told_apart(text: str, lacks: bool) -> None:
    held = prose(f"因公出国（境）费0元，公务接待费0元，{text}。", title=PUBLIC, fiscal_year=2025)
    assert [f.expected for f in found(subject(held), "THREE-PUBLIC-ITEMS")] == ["公务用车购置费、公务用车运行费"] * lacks


@pytest.mark.parametrize(
    ("year", "kind", "wrong"), [(2025, "unit_final", False), (2024, "unit_final", True), (2025, "unit_budget", True)]
)
def test_assets_of_final_accounts_are_of_the_end_of_their_year(year: int, kind: str, wrong: bool) -> None:
    told = (f"截至{year}年12月31日，本单位", ("共有车辆4辆", "国有资产.车辆"))
    held = prose(*told, title="（三）国有资产占有使用情况", fiscal_year=2025, kind=kind)
    assert bool(found(subject(held), "ASSET-YEAR")) is wrong


def test_a_reason_may_stand_in_a_sentence_of_its_own() -> None:
    change = ("公务接待费支出决算减少0.50万元", "三公经费.公务接待费.较上年变动额")
    given = "，其他不变。公务接待费支出减少的主要原因是接待批次减少。"
    held = prose(("公务接待费1.50万元", "三公经费.公务接待费"), "，", change, given, title=PUBLIC, fiscal_year=2025)
    assert found(subject(held), "REASON-MISSING") == []
    other = prose(
        ("公务接待费1.50万元", "三公经费.公务接待费"),
        "，",
        change,
        given.replace("公务接待费", "会议费"),
        title=PUBLIC,
        fiscal_year=2025,
    )
    assert len(found(subject(other), "REASON-MISSING")) == 1


@pytest.mark.parametrize(
    ("text", "kind", "wrong"),
    [
        ("与2025年度预算相比，增加1.50万元。", "unit_final", False),
        ("与2025年度预算相比，增加1.50万元。", "unit_budget", True),
        ("与2025年度相比，增加1.50万元。", "unit_final", True),
    ],
)
def test_final_accounts_may_be_compared_with_their_own_budget(text: str, kind: str, wrong: bool) -> None:
    held = prose(text, title=PUBLIC, fiscal_year=2025, kind=kind)
    assert bool(found(subject(held), "YEAR-COMPARED")) is wrong


def test_what_is_denied_needs_no_number() -> None:
    held = prose(
        "无因公出国（境）人数，公务用车保有量为2辆，国内公务接待批次为52个，接待人次为420人。", title=PUBLIC, kind="unit_final"
    )
    assert found(subject(held), "THREE-PUBLIC-COUNTS") == []


CLASS = Row(RowKind.ITEM, "文化旅游体育与传媒支出", codes={"function": "207"}, place=Place(line=12))
FORM = Form("general_budget_expenditure", "一般公共预算支出表", place=Place(line=10, to_line=20), rows=(CLASS,))


@pytest.mark.fires("CLASS-NAME-OLD")
@pytest.mark.silent("CLASS-NAME-OLD")
@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("5.“文化体育与传媒支出”82.51万元，占0.43%；", True),
        ("文化体育与传媒（类）支出为82.51万元。", True),
        ("5.“文化旅游体育与传媒支出”82.51万元，占0.43%；", False),
        ("文化旅游体育与传媒82.51万元。", False),
        ("群众文化体育与传媒支出2.00万元。", False),  # something else that ends so
        ("原文化体育与传媒支出科目已经更名，2025年支出82.51万元。", False),  # no amount is stated of it
    ],
)
def test_a_class_by_its_former_name(text: str, wrong: bool) -> None:
    held = prose(text, title=SECTION, fiscal_year=2025, forms=(FORM,))
    assert bool(found(subject(held), "CLASS-NAME-OLD")) is wrong
    other = prose(text, title=SECTION, fiscal_year=2025)  # a document without the class
    assert found(subject(other), "CLASS-NAME-OLD") == []


def two_items(first: str, second: str) -> str:
    other = "住房保障支出（类）住房改革支出（款）购房补贴（项）"
    budget = "年初预算为40.00万元，支出决算为36.00万元，完成年初预算的90.00%。"
    return f"1.{ITEM}36.00万元。{budget}{first}\n2.{other}。{budget}{second}"


WHY = "决算数小于预算数的主要原因：人员变动。"


@pytest.mark.fires("EXECUTED-REASON")
@pytest.mark.silent("EXECUTED-REASON")
@pytest.mark.parametrize(
    ("text", "count"),
    [
        (two_items(WHY, WHY), 0),
        (two_items("", WHY), 1),
        (two_items(WHY, ""), 1),
        (two_items("", "决算数小于预算数。"), 2),
        (
            two_items("", "").replace("36.00万元，完成年初预算的90.00%", "40.00万元，完成年初预算的100.00%"),
            0,
        ),  # nothing to explain
        (
            "公务接待费年初预算为40.00万元，支出决算为36.00万元，完成年初预算的90.00%。",
            0,
        ),  # the whole has its reason further on
    ],
)
def test_a_difference_between_account_and_budget_is_explained(text: str, count: int) -> None:
    held = run("EXECUTED-REASON", text)
    assert [len(f.places) for f in held] == ([count] if count else [])
