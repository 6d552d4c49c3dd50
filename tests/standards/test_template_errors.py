"""A mistake in a template file is one line that names file and line; its nearest innocent neighbour loads."""

from __future__ import annotations

from pathlib import Path

import pytest

from gouji.standards.loader import TemplateError, available, load
from gouji.standards.template import Template

BASE = """\
province: utopia
name: 乌有
divisions: ["99"]
unit: 万元
forms:
  income:
    titles: [收入表]
    layout: agencies
    columns:
      name: {header: 单位名称, role: label}
      kind: {header: 类型, role: text}
      total: {header: 合计}
      year: {header: 本年, columns: {subtotal: {header: 小计}, tax: {header: 税收}, fees: {header: 收费, part: true}}}
    relations:
      - {id: U-1, each: row, holds: total = year.subtotal, title: 合计等于小计}
      - {id: U-2, each: column, holds: "[total] = sum([departments])", title: 合计等于各部门之和}
  balance:
    titles: [收支表]
    layout: sides
    columns: {item: {header: 项目, role: label}, amount: {header: 金额}}
    sides:
      revenue: {lines: {tax: {label: 税收}, total: {label: 收入合计, total: true}}}
      expenditure:
        lines:
          f201: {label: 一般公共服务支出, function: "201"}
          total: {label: 支出合计, total: true}
    relations:
      - {id: U-3, holds: "[#revenue.total].amount = [#expenditure.total].amount", title: 收支平衡}
relations:
  - {id: U-4, holds: "balance[#revenue.total].amount = income[total].total", title: 两表一致}
profiles:
  one: {forms: [balance, income]}
"""
YEAR = "extends: base\nyear: 2030\n"


def made(folder: Path, base: str = BASE, year: str = YEAR, **more: str) -> Template:
    """The template of these files."""
    home = folder / "utopia"
    home.mkdir(parents=True, exist_ok=True)
    for name, text in {"base": base, "2030": year, **more}.items():
        (home / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load("utopia/2030", folders=(folder,))


def at(text: str, part: str) -> int:
    """The line (from 1) where `part` stands."""
    return text[: text.index(part)].count("\n") + 1


def test_the_sound_template_loads(tmp_path: Path) -> None:
    template = made(tmp_path)
    assert template.id == "utopia/2030"
    assert template.forms["income"].number == 2
    assert [p.id for p in available(folders=(tmp_path,)) if p.province == "utopia"] == ["utopia/2030"]


def test_folder_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path)
    monkeypatch.setenv("GOUJI_TEMPLATES", str(tmp_path))
    assert load("utopia/2030").province == "utopia"


CASES = {
    "unknown key": ("layout: agencies", "layout: agencies\n    colour: red", "colour", "不认识的键“colour”"),
    "unknown key hints": ("    titles: [收入表]", "    title: [收入表]", "    title: [收入表]", "是不是“titles”"),
    "duplicate key": ("unit: 万元", "unit: 万元\nunit: 元", "unit: 元", "“unit”重复"),
    "sort of document": ("unit: 万元", "document: accounts", "document: accounts", "document 不能是“accounts”"),
    "years": ("unit: 万元", "years: [2031, 2032]", "years: [2031", "years 应是 [首年, 末年]"),
    "bad role": ("role: text", "role: money", "kind:", "role 不能是“money”"),
    "missing header": ("{header: 合计}", "{role: amount}", "total: {role", "缺少“header”"),
    "empty wording": ("header: 合计", "header: 合计|", "total: {header", "空的写法"),
    "bad layout": ("layout: agencies", "layout: circles", "layout: circles", "layout 不能是“circles”"),
    "bad flag": ("part: true", "part: maybe", "year:", "应是 true 或 false"),
    "two paths": ("fees: {header: 收费", "fees: {header: 税收", "income:", "路径都是“本年/税收”"),
    "no amounts": ("amount: {header: 金额}", "amount: {header: 金额, role: text}", "balance:", "没有金额列"),
    "sides without layout": ("layout: sides", "layout: agencies", "sides:", "要同时有"),
    "bad side": ("      revenue: {lines", "      gain: {lines", "      gain:", "sides 只能是"),
    "code not digits": ('function: "201"', 'function: "2x1"', "f201", "只有数字"),
    "formula syntax": ("holds: total = year.subtotal", "holds: total == year.subtotal", "U-1", "公式写法有误，第 8 字起"),
    "unknown column": ("holds: total = year.subtotal", "holds: total = year.gifts", "U-1", "“year.gifts”不存在"),
    "group without children": ("holds: total = year.subtotal", "holds: total = total.*", "U-1", "没有子列"),
    "label is no amount": ("holds: total = year.subtotal", "holds: total = name", "U-1", "不是金额列"),
    "unknown form": ("= income[total].total", "= outcome[total].total", "U-4", "表“outcome”不存在"),
    "unknown line": ("[#revenue.total].amount =", "[#revenue.sum].amount =", "U-3", "“#revenue.sum”不存在"),
    "column of the other form": ("income[total].total", "income[total].amount", "U-4", "“amount”不存在"),
    "keyword on fixed lines": ("balance[#revenue.total]", "balance[total]", "U-4", "行是固定的"),
    "unknown selector": ("sum([departments])", "sum([offices])", "U-2", "“offices”不存在"),
    "code that no row has": ("income[total].total", "sum(income[function=201].total)", "U-4", "没有编码“function”"),
    "each that does not fit": (
        "balance[#revenue.total].amount =",
        "balance[function=each].amount =",
        "U-4",
        "要与关系的 each 相配",
    ),
    "no row said": ("income[total].total", "income.total", "U-4", "没有写明哪一行"),
    "no column said": ("income[total].total", "income[total]", "U-4", "没有写明哪一列"),
    "project outside": ("income[total].total", "project(each).amount", "U-4", "each: project"),
    "duplicate id": ("id: U-2", "id: U-1", "U-1, each: column", "“U-1”重复"),
    "missing id": ("{id: U-2, ", "{", "- {each: column", "缺少“id”"),
    "missing title": (", title: 收支平衡", "", "U-3", "缺少“title”"),
    "bad each": ("each: column", "each: cell", "U-2", "each 不能是“cell”"),
    "bad severity": ("title: 两表一致", "title: 两表一致, severity: fatal", "U-4", "severity 不能是“fatal”"),
    "bad unless": ("title: 两表一致", 'title: 两表一致, unless: "nowhere[total].total"', "U-4", "nowhere"),
    "bad when": ("title: 两表一致", "title: 两表一致, when: sundays", "U-4", "when 不能是“sundays”"),
    "row without form": ("{id: U-4, ", "{id: U-4, each: row, ", "U-4", "要用 of 写明"),
    "unknown of": ("{id: U-4, ", "{id: U-4, each: row, of: outcome, ", "U-4", "“outcome”不存在"),
    "each in a claim": ("balance[#revenue.total].amount =", "claim(支出.each) =", "U-4", "each: function_class"),
    "two stars": ("balance[#revenue.total].amount =", "claim(支出.*.*) =", "U-4", "写法有误"),
    "empty part": ("balance[#revenue.total].amount =", "claim(支出..占比) =", "U-4", "写法有误"),
    "listed form missing": ("forms: [balance, income]", "forms: [balance, outcome]", "one:", "“outcome”不存在"),
    "listed twice": ("forms: [balance, income]", "forms: [balance, balance]", "one:", "表重复"),
    "list for a mapping": ("forms: [balance, income]", "forms: {balance: 1}", "one:", "应是列表"),
    "yaml syntax": ("{header: 合计}", "{header: 合计", "total: {header", "YAML 语法错误"),
    "before nothing": ("{header: 税收}", "{header: 税收, before: gifts}", "year:", "“gifts”不在此处"),
    "admits an unknown kind": ("{header: 税收}", "{header: 税收, admits: {colour: [red]}}", "year:", "没有“colour”这种编码"),
}


@pytest.mark.parametrize("case", CASES, ids=list(CASES))
def test_mistakes_are_named_with_file_and_line(case: str, tmp_path: Path) -> None:
    old, new, where, says = CASES[case]
    assert old in BASE
    broken = BASE.replace(old, new, 1)
    with pytest.raises(TemplateError) as caught:
        made(tmp_path, broken)
    message = str(caught.value)
    assert says in message
    assert "\n" not in message
    assert caught.value.english
    assert caught.value.file == tmp_path / "utopia" / "base.yaml"
    # libyaml reports an unclosed bracket at the line where it gives up
    assert caught.value.line == at(broken, where) + (1 if case == "yaml syntax" else 0), message
    assert f"base.yaml:{caught.value.line}: " in message


def test_year_changes_its_base(tmp_path: Path) -> None:
    year = YEAR + (
        "forms:\n  income:\n    columns:\n      kind: null\n      gifts: {header: 捐赠, before: year}\n"
        "    relations:\n      - {id: U-1, each: row, holds: total = year + gifts, title: 合计等于两项之和}\n"
        "      - {id: U-2, drop: true}\n"
    )
    template = made(tmp_path, year=year)
    form = template.forms["income"]
    assert [c.path for c in form.leaves()] == ["单位名称", "合计", "捐赠", "本年/小计", "本年/税收", "本年/收费"]
    assert [r.id for r in form.relations] == ["U-1"]
    assert [s.term.column for s in form.relations[0].right.terms] == ["year.subtotal", "gifts"]  # type: ignore[union-attr]


def test_mistake_in_the_year_names_the_year(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"2030\.yaml:3: .*colour"):
        made(tmp_path, year=YEAR + "colour: red\n")


def test_extends_in_a_circle_and_into_nothing(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="绕成了圈"):
        made(tmp_path, base="extends: base\n" + BASE)
    with pytest.raises(TemplateError, match=r"2030\.yaml:1: .*没有“nowhere\.yaml”"):
        made(tmp_path, year="extends: nowhere\nyear: 2030\n")
    with pytest.raises(TemplateError, match=r"没有“\.\./base\.yaml”"):
        made(tmp_path, year="extends: ../base\nyear: 2030\n")


def test_relations_of_forms_outside_the_list_are_left_out(tmp_path: Path) -> None:
    template = made(tmp_path, BASE.replace("one: {forms: [balance, income]}", "one: {forms: [balance]}"))
    assert template.relations == ()
    assert [r.id for r in template.forms["balance"].relations] == ["U-3"]


def test_declared_quantities_are_held_to(tmp_path: Path) -> None:
    claimed = BASE.replace("balance[#revenue.total].amount =", "claim(收入总计) =")
    assert made(tmp_path / "a", claimed).relations[0].id == "U-4"
    declared = claimed + "claims: {quantities: [收入总计]}\n"
    assert made(tmp_path / "b", declared).extra["claims"] == {"quantities": ["收入总计"]}
    with pytest.raises(TemplateError, match="“收入总计”不存在"):
        made(tmp_path / "c", declared.replace("[收入总计]", "[支出总计]"))


@pytest.mark.parametrize(
    "text", ["", "- a\n", "a: &x [*x]\n", "\x00", "a: [" * 500, "a: &a {b: 1}\nc: &c {d: *a}\n<<: *c\n"], ids=range(6)
)
def test_hostile_files_are_one_line(text: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        made(tmp_path, base=text)
    assert "\n" not in str(caught.value)


def test_not_utf8(tmp_path: Path) -> None:
    made(tmp_path)
    (tmp_path / "utopia" / "base.yaml").write_bytes("province: 乌有".encode("gb18030"))
    with pytest.raises(TemplateError, match="不是 UTF-8"):
        load("utopia/2030", "one", folders=(tmp_path,))
