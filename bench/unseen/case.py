"""A random document as data: forms with real code names, projects with targets, prose with the numbers that it states."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from itertools import count
from typing import Any

from tests import generate

from bench.unseen import names
from bench.unseen.prose import prose
from gouji.model.disclosure import Form, Row, RowKind
from gouji.standards.loader import load
from gouji.standards.template import Template

FIELDS = ("201", "205", "206", "207", "208", "210", "211", "212", "213", "214", "221", "224")


@dataclass(frozen=True, slots=True)
class Aim:
    """A target: first and second level, indicator, value."""

    level1: str
    level2: str
    name: str
    value: str
    explanation: str = ""


@dataclass(slots=True)
class Work:
    """A project of the performance form, its amounts in 元 (total, government, special account, own)."""

    code: str
    name: str
    agency: str
    amounts: tuple[Decimal, ...]
    aims: list[Aim]


@dataclass(slots=True)
class Case:
    """A document and what it truly says."""

    name: str
    template: Template
    department: tuple[str, str]
    agencies: dict[str, str]
    year: int
    forms: list[Form]
    works: list[Work]
    paragraphs: list[str] = field(default_factory=list)
    claims: list[tuple[str, str]] = field(default_factory=list)
    whole: list[Aim] = field(default_factory=list)

    @property
    def body(self) -> str:
        """The body that publishes: the agency, or the department where it has several."""
        return next(iter(self.agencies.values())) if len(self.agencies) == 1 else self.department[1]

    @property
    def several(self) -> bool:
        return len(self.agencies) > 1


def make(seed: int, profile: str = "11", year: int = 2024) -> Case:
    """The case of a seed."""
    rng = random.Random(seed)
    template = load(f"henan/{year}", profile)
    codes = [c for c in names_of("function") if len(c) == 7 and c[:3] in FIELDS]
    kept, generate.FUNCTIONS = generate.FUNCTIONS, tuple(rng.sample(codes, 10))
    try:
        made = generate.world(rng)
        printer = generate.Printer(template, made, rng)
        forms = [printer.form(kind) for kind in template.forms]
    finally:
        generate.FUNCTIONS = kept
    place, bodies = rng.choice(names.PLACES), rng.choice(names.BODIES)
    department = (made.agencies[0][:3], place + bodies[0])
    labels = [department[1] + "（本级）", place + bodies[1], place + bodies[2]]
    if len(made.agencies) == 1:
        labels = [rng.choice(labels)]
    agencies = dict(zip(made.agencies, labels, strict=False))
    projects = _project_names(made.lines, rng)
    case = Case(f"{year}-{profile}-{seed}", template, department, agencies, year, [], [])
    case.forms = [_named(form, case, projects, made.lines) for form in forms]
    case.works = _works(case, made.lines, projects, rng)
    if "department_performance" in template.forms:
        case.whole = [Aim(a, b, c, v.format(d=rng.randint(0, 8)), e) for a, b, c, v, e in names.WHOLE]
    case.paragraphs, case.claims = prose(case, made.lines, rng)
    return case


@cache
def names_of(kind: str) -> dict[str, str]:
    """Code → name of a classification, of the chart in use."""
    import csv
    from pathlib import Path

    import gouji.standards as room

    with (Path(room.__file__).parent / "chart" / f"{kind}.csv").open(encoding="utf-8") as f:
        return {r["code"]: r["name"] for r in csv.DictReader(f)}


def _project_names(lines: Iterable[generate.Line], rng: random.Random) -> dict[tuple[str, str], str]:
    pool = rng.sample(names.PROJECTS, len(names.PROJECTS))
    keys = sorted({(n.agency, n.project) for n in lines if n.project})
    return {key: pool[i % len(pool)] + ("" if i < len(pool) else "（续）") for i, key in enumerate(keys)}


def _named(form: Form, case: Case, projects: dict[tuple[str, str], str], lines: Iterable[generate.Line]) -> Form:
    owners = iter(sorted({(n.agency, n.project) for n in lines if n.project}))
    basics = iter(sorted({(n.agency, n.economic[:3]) for n in generate_basic(lines)}))
    rows: list[Row] = []
    for row in form.rows:
        if not row.cells and row.kind in (RowKind.ITEM, RowKind.CLASS, RowKind.DEPARTMENT, RowKind.AGENCY) and not row.item:
            continue
        label, texts = row.label, dict(row.texts)
        if row.kind is RowKind.DEPARTMENT:
            label = case.department[1]
        elif row.kind is RowKind.AGENCY:
            label = case.agencies[row.codes["agency"]]
        elif "function" in row.codes and not row.item:
            label = names_of("function").get(row.codes["function"], label)
        elif "department_economic" in row.codes:
            label = names_of("department_economic").get(row.codes["department_economic"], label)
        elif row.kind is RowKind.PROJECT and form.kind == "general_budget_basic_detail":
            agency, klass = next(basics)
            label = {"301": "在职人员工资", "302": "日常公用经费", "303": "离退休人员经费", "310": "办公设备更新"}[klass]
            texts["项目单位"] = case.agencies[agency]
        elif row.kind is RowKind.PROJECT and form.kind == "project_expenditure":
            owner = next(owners)
            label = projects[owner]
            texts["项目单位"] = case.agencies[owner[0]]
        rows.append(replace(row, label=label, texts=texts))
    return replace(form, rows=tuple(rows))


def generate_basic(lines: Iterable[generate.Line]) -> list[generate.Line]:
    return [n for n in lines if n.source == "general" and n.project is None]


def _works(case: Case, lines: Iterable[generate.Line], projects: dict[tuple[str, str], str], rng: random.Random) -> list[Work]:
    number = count(rng.randint(1000, 9000), rng.randint(1, 7))
    works = []
    for owner, name in projects.items():
        mine = [n for n in lines if (n.agency, n.project) == owner]
        values = generate.amounts(mine)
        amounts = tuple(Decimal(values[f"amount.{k}"]) for k in ("total", "government", "special_account", "own"))
        code = f"411900{case.year % 100}0000000{next(number):06d}"
        works.append(Work(code, name, owner[0], amounts, aims(rng)))
    return works


def aims(rng: random.Random) -> list[Aim]:
    """Random targets on all four levels; names within a project differ."""
    out = []
    for level, pool in names.AIMS.items():
        most = {"成本指标": 1, "满意度指标": 1}.get(level, 4)
        for level2, name, values in rng.sample(pool, rng.randint(1, min(most, len(pool)))):
            value = rng.choice(values).format(n=rng.randint(2, 60), d=rng.randint(0, 8))
            out.append(Aim(level, level2, name, value))
    return out


def key(case: Case) -> dict[str, Any]:
    """The answer key in the shape that score.py reads."""
    from bench.unseen.sheets import numbered

    tables = []
    for form in case.forms:
        template = case.template.forms[form.kind]
        labels: dict[str | None, str] = {}
        for side in template.sides:
            labels |= numbered(side.lines, {x.key for x in side.lines}, form.kind == "fiscal_appropriation_summary")
        printed = {c.role for c in template.leaves()}
        if "department_economic" in printed or "project" in printed:
            printed.add("agency")
        if template.layout == "projects":
            printed.add("agency")
        rows = [
            {
                "label": labels.get(r.item, r.label),
                "side": r.side,
                "codes": {k: v for k, v in r.codes.items() if k in printed},
                "cells": {p: str(c.amount) for p, c in r.cells.items()},
            }
            for r in form.rows
        ]
        tables.append({"kind": form.kind, "rows": rows})

    def told(found: list[Aim]) -> list[dict[str, str]]:
        return [{"l1": a.level1, "name": a.name, "value": a.value} for a in found]

    projects = [{"name": w.name, "indicators": told(w.aims)} for w in case.works]
    narrative = [{"value": v, "unit": u} for v, u in case.claims]
    whole = {"indicators": told(case.whole)} if case.whole else None
    return {"tables": tables, "narrative": narrative, "projects": projects, "department_performance": whole}
