"""Two-sided forms: two lines a printed row, cut labels, pasted cells, lost labels. Figures are invented."""

from __future__ import annotations

from tests.recognition.grids import form, says, tabbed

from gouji.model.disclosure import RowKind
from gouji.reconcile.loose import LooseForm

HEAD_01 = "收入\t\t支出\t\n项目\t金额\t项目\t金额"
HEAD_04 = "收入\t\t支出\t\t\t\t\t\n项目\t金额\t项目\t合计\t一般公共预算\t\t政府性基金\t国有资本经营预算\n"
HEAD_04 += "\t\t\t\t小计\t其中：财政拨款\t\t"


def amounts(found: LooseForm) -> dict[str | None, list[str]]:
    return {r.item: [str(n.amount) for n in r.numbers] for r in found.rows if r.numbers}


def test_two_lines_a_printed_row() -> None:
    text = f"{HEAD_01}\n一、一般公共预算\t70.00\t一、一般公共服务支出\t\n其中：财政拨款\t60.00\t二、外交支出\t"
    text += "\n本年收入合计\t70.00\t本年支出合计\t70.00"
    found = form("revenue_expenditure_summary", tabbed(text))
    assert amounts(found) == {
        "revenue.general": ["70.00"],
        "revenue.general.fiscal": ["60.00"],
        "revenue.this_year": ["70.00"],
        "expenditure.this_year": ["70.00"],
    }
    assert [(r.side, r.label) for r in found.rows][:3] == [
        ("收入", "一、一般公共预算"),  # without its number the wording would begin with a numeral
        ("支出", "一、一般公共服务支出"),
        ("收入", "其中：财政拨款"),
    ]
    assert [r.label for r in found.rows if r.item == "expenditure.f202"] == ["外交支出"]
    assert found.rows[-1].kind is RowKind.TOTAL
    assert {n.hint for r in found.rows for n in r.numbers} == {"收入/金额", "支出/金额"}
    assert not found.damage


def test_equal_labels_are_told_apart_by_what_they_stand_under() -> None:
    text = (
        f"{HEAD_04}\n一、本年收入\t70.00\t一、本年支出\t74.00\t74.00\t70.00\t\t\n（一）一般公共预算拨款\t70.00\t（一）一般公共服务支出\t\t\t\t\t\n"
        "二、上年结转\t4.00\t（二）外交支出\t\t\t\t\t\n（一）一般公共预算拨款\t4.00\t（七）文化旅游体育与传媒支出\t74.00\t74.00\t70.00\t\t"
    )
    found = form("fiscal_appropriation_summary", tabbed(text))
    assert amounts(found)["revenue.carried.general"] == ["4.00"]
    assert amounts(found)["revenue.year.general"] == ["70.00"]
    row = next(r for r in found.rows if r.item == "expenditure.year.f207")
    assert [n.hint for n in row.numbers] == ["支出/合计", "支出/一般公共预算/小计", "支出/一般公共预算/其中：财政拨款"]


def test_labels_cut_over_two_rows_and_junk_under_a_repeated_header() -> None:
    text = (
        f"{HEAD_04}\n（二）政府性基金预\t3.00\t（九）社会保险\t\t\t\t\t\n算拨款\t\t基金支出\t\t\t\t\t\n\n"
        f"{HEAD_04}\n\t\t\t小川\t拨款付\t\t至立\t\n\t\t（二十一） 住房保障支出\t8.00\t8.00\t8.00\t\t"
    )
    found = form("fiscal_appropriation_summary", tabbed(text))
    assert [(r.item, r.label) for r in found.rows] == [
        ("revenue.year.fund", "政府性基金预算拨款"),
        ("expenditure.year.f209", "社会保险基金支出"),
        ("expenditure.year.f221", "住房保障支出"),
    ]


def test_rows_pasted_into_one_cell_are_taken_apart() -> None:
    first = "一、一般公共预算 1, 372. 61 一、一般公共服务 其中: 财政拨款 1, 252. 61 二、外交"
    tail = "二、政府性基金预算拨款收入 三、国防 三、国有资本经营预算拨款收入 四、公共安全"
    text = "\n".join(
        [
            f"收入 支出 项目 金额 项目 {first} {tail}\t金额",
            f"{first} {tail}\t金额",
            f"其中: 财政拨款1, 252. 61二、外交{tail}\t",
            f"{tail}\t",
            "三、国有资本经营预算拨款收入 四、公共安全\t7. 00",
            "本年收入合计 1,372.61 本年支出合计\t1, 372. 61",
        ]
    )
    found = form("revenue_expenditure_summary", tabbed(text))
    assert amounts(found) == {
        "revenue.general": ["1372.61"],
        "revenue.general.fiscal": ["1252.61"],
        "expenditure.f204": ["7.00"],
        "revenue.this_year": ["1372.61"],
        "expenditure.this_year": ["1372.61"],
    }
    assert len([r for r in found.rows if r.item == "revenue.general"]) == 1


def test_a_lost_label_is_restored_only_where_one_line_fits() -> None:
    rows = [
        "六、事业单位经营收入 七、文化旅游体育与传媒\t",
        "七、上级补助收入\t760. 78",
        "八、附属单位上缴收入 九、社会保险基金支出\t",
    ]
    found = form("revenue_expenditure_summary", tabbed("\n".join(["收入 支出\t金额", *rows])))
    assert amounts(found) == {"expenditure.f208": ["760.78"]}
    assert "补出" in says(found)
    wider = ["四、财政专户管理资金收入 五、教育\t", "五、事业收入\t", "\t4. 25", *rows[:1]]
    found = form("revenue_expenditure_summary", tabbed("\n".join(["收入 支出\t金额", *wider])))
    assert amounts(found) == {None: ["4.25"]}
    assert "没有项目名称" in says(found)


def test_a_note_among_the_lines_is_damage_and_no_row() -> None:
    text = (
        f"{HEAD_01}\n一、一般公共预算\t70.00\t一、一般公共服务支出\t70.00\n注，报表金额单位转换时\t\t二十一、住房保障支出\t5.00"
    )
    found = form("revenue_expenditure_summary", tabbed(text))
    assert len(found.rows) == 3
    assert "注" in says(found)


def test_sides_below_one_another() -> None:
    text = (
        "收入项目\t金额\n一、一般公共预算\t70.00\n收入总计\t70.00\n\n支出项目\t金额\n十、卫生健康支出\t70.00\n支出总计\t70.00"
    )
    found = form("revenue_expenditure_summary", tabbed(text))
    assert amounts(found) == {
        "revenue.general": ["70.00"],
        "revenue.total": ["70.00"],
        "expenditure.f210": ["70.00"],
        "expenditure.total": ["70.00"],
    }
    assert not found.damage
