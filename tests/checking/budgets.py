"""Small invented budgets in the forms of a real template: what rules about forms, codes and sections are tried on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from tests.checking.made import section

from gouji.checking.registry import Subject
from gouji.model.disclosure import Cell, Disclosure, Form, Issuer, Row, RowKind, Section, Source
from gouji.model.place import Place
from gouji.standards.loader import load
from gouji.standards.template import Template

YEAR = 2024
ISSUER = "青禾市园林管理局"


@cache
def henan() -> Template:
    return load("henan/2024")


def row(label: str, line: int = 12, kind: RowKind = RowKind.ITEM, amount: str | None = "5.00", **more: Any) -> Row:
    """A row with one amount in the column 合计 (or `column`); codes by keyword: function="2080505", agency="126001" …"""
    column = more.pop("column", "合计")
    codes = {
        k: v for k, v in more.items() if k in ("function", "department_economic", "government_economic", "agency", "project")
    }
    rest = {k: v for k, v in more.items() if k not in codes}
    cells = {column: Cell(Decimal(amount), place=Place(line=line, column=9))} if amount is not None else {}
    return Row(kind, label, codes=codes, cells=cells, place=Place(line=line), **rest)


def table(kind: str, *rows: Row, title: str | None = None, line: int = 10, **more: Any) -> Form:
    """A form of that kind with the template's title."""
    prescribed = henan().forms.get(kind)
    number = more.pop("number", f"预算{list(henan().forms).index(kind) + 1:02d}表" if prescribed else None)
    held = title if title is not None else f"单位{prescribed.titles[0]}" if prescribed else "别的表"
    return Form(kind, held, number, place=Place(line=line, to_line=line + 8), rows=rows, **more)


def entry(title: str, line: int = 2, level: int = 1) -> Section:
    """A line of the contents list."""
    return Section(title, level, Place(line=line), listed=True)


def budget(*parts: Form | Section, lang: str = "zh", **more: Any) -> Subject:
    """A unit's budget of 2024 that consists of those forms and sections."""
    forms = tuple(p for p in parts if isinstance(p, Form))
    sections = tuple(p for p in parts if isinstance(p, Section))
    issuer = Issuer(more.pop("issuer", ISSUER), agency=more.pop("agency", "126001"))
    kind, year = more.pop("kind", "unit_budget"), more.pop("year", YEAR)
    held = Disclosure(Source("a.txt"), issuer, year, kind, "henan/2024", forms=forms, sections=sections, **more)
    return Subject(held, henan(), (), lang)


def whole() -> Subject:
    """A disclosure whose prose says everything that the law asks for, in few words."""
    return budget(
        section("一、主要职责", "负责全市园林绿化的规划和管理工作，并组织实施。", 5),
        section("二、机构设置情况", "内设机构2个，无所属预算单位。", 8),
        section("三、收支总体情况说明", "收入5.00万元，比2023年增加1.00万元，主要原因是人员增加。", 11),
        section(
            "四、“三公”经费情况说明", "因公出国（境）费0万元；公务接待费0万元；公务用车购置费0万元，公务用车运行费0万元。", 14
        ),
        section("五、机关运行经费", "机关运行经费3.00万元。", 17),
        section("六、政府采购情况", "货物0万元，工程0万元，服务0万元。", 20),
        section("七、国有资产占用情况", "共有车辆0辆；单价50万元以上通用设备0台。", 23),
        section("八、预算绩效情况", "纳入绩效管理的项目支出2.00万元。", 26),
        section("九、政府性基金预算情况", "没有使用政府性基金预算拨款安排的支出。", 29),
        section("十、国有资本经营预算情况", "没有使用国有资本经营预算拨款安排的支出。", 32),
        section("十一、名词解释", "“三公”经费：……。机关运行经费：……。基本支出：……。项目支出：……。", 35),
    )


def without(given: Subject, *titles: str) -> Subject:
    """The disclosure without the sections whose heading holds one of those words."""
    kept = tuple(s for s in given.disclosure.sections if not any(t in s.title for t in titles))
    return replace(given, disclosure=replace(given.disclosure, sections=kept))


def instead(given: Subject, title: str, text: str) -> Subject:
    """The disclosure with another text under the heading that holds those words."""
    changed = tuple(section(s.title, text, s.place.line or 1) if title in s.title else s for s in given.disclosure.sections)
    return replace(given, disclosure=replace(given.disclosure, sections=changed))
