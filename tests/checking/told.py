"""Invented prose and targets for the rules' tests, written so that a case fits on a line or two."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from tests.checking.made import template

from gouji.checking.registry import Subject, checks
from gouji.model.disclosure import (
    Cell,
    Claim,
    DepartmentPerformance,
    Disclosure,
    Form,
    Indicator,
    Issuer,
    Project,
    Row,
    RowKind,
    Section,
    Source,
    Task,
)
from gouji.model.finding import Finding
from gouji.model.place import Place
from gouji.recognition.target_value import parse_target

YEAR = 2024
TITLE = "七、“三公”经费支出情况说明"
CHANGE = {"增加": "增加", "增长": "增加", "减少": "减少", "下降": "减少"}
_NUMBER = re.compile(r"(-?\d[\d.]*)(万元|%|辆|个|平方米|元|人)")

Said = str | tuple[str, str]


def found(subject: Subject, rule: str) -> list[Finding]:
    """What the rule of that id finds."""
    (check,) = (c for c in checks() if c.id == rule)
    return [f for f in check.findings(subject) if f.rule == rule]


def prose(*pieces: Said, title: str = TITLE, line: int = 30, **more: object) -> Disclosure:
    """Prose of one section: words, and (quote, quantity) for the claims, whose number is the last of the quote."""
    claims = tuple(_claim(p[0], p[1], title, line) for p in pieces if isinstance(p, tuple))
    text = "".join(p if isinstance(p, str) else p[0] for p in pieces)
    section = Section(title, 2, Place(line=line, to_line=line + 5), text=text)
    return disclosure(claims=claims, sections=(section,), **more)


def both(*parts: Disclosure) -> Disclosure:
    """Several sections as one disclosure."""
    claims = tuple(c for p in parts for c in p.claims)
    return disclosure(claims=claims, sections=tuple(s for p in parts for s in p.sections))


def disclosure(**more: object) -> Disclosure:
    held: dict[str, object] = {"fiscal_year": YEAR, "issuer": Issuer("禾川市水文中心"), "kind": "unit_budget", **more}
    return Disclosure(source=Source("a.txt"), template="x/2024", **held)  # type: ignore[arg-type]


def subject(held: Disclosure, lang: str = "zh") -> Subject:
    return Subject(held, template(), (), lang)


def _claim(quote: str, quantity: str, section: str, line: int) -> Claim:
    numbers = _NUMBER.findall(quote)
    amount, unit = numbers[-1] if numbers else (None, None)
    direction = next((d for word, d in CHANGE.items() if word in quote), None) if "较上年" in quantity else None
    if quantity.endswith(".较上年"):
        amount, unit, direction = None, None, "持平"
    value = None if amount is None else Decimal(amount)
    words = quote if value is None else None
    return Claim(quantity, value, unit, quote, section, Place(line=line), direction, words=words)


def project(name: str, amount: str | None, *aims: tuple[str, ...], unit: str = "万元", **more: object) -> Project:
    """A project; an aim is (level, name, target) or (level, name, target, second level)."""
    line = more.pop("line", 100)
    assert isinstance(line, int)
    made = tuple(indicator(*a, line=line + 1 + i) for i, a in enumerate(aims))
    held = None if amount is None else Decimal(amount)
    return Project(name, amount=held, unit=unit, indicators=made, place=Place(line=line), **more)  # type: ignore[arg-type]


def indicator(
    level: str, name: str, raw: str, second: str | None = None, explanation: str | None = None, line: int = 1
) -> Indicator:
    return Indicator(f"{level}指标", name, parse_target(raw), second, explanation, Place(line=line))


def targets(*projects: Project, rows: Mapping[str, str] | None = None, **more: object) -> Disclosure:
    """A disclosure with projects, each below the other, and with a project form where `rows` names its projects."""
    forms = (Form("project_performance", "绩效目标表", place=Place(line=90, to_line=900)),)
    if rows is not None:
        forms = (project_form(rows), *forms)
    return disclosure(projects=projects, forms=forms, **more)


def project_form(rows: Mapping[str, str]) -> Form:
    made = tuple(
        Row(RowKind.PROJECT, name, cells={"合计": Cell(Decimal(amount), place=Place(line=50 + i))}, place=Place(line=50 + i))
        for i, (name, amount) in enumerate(rows.items())
    )
    return Form("project_expenditure", "项目支出预算表", "预算10表", place=Place(line=49, to_line=60), rows=made)


def department(
    *aims: tuple[str, ...], tasks: tuple[tuple[str, str], ...] = (), goal: str = "做好水文工作"
) -> DepartmentPerformance:
    """The whole-department form; an aim is (level, name, target, second level, explanation)."""
    made = tuple(indicator(*a, line=800 + i) for i, a in enumerate(aims))
    held = tuple(Task(name, content, Place(line=780 + i)) for i, (name, content) in enumerate(tasks))
    return DepartmentPerformance(goal, held, made, Place(line=770, to_line=850))
