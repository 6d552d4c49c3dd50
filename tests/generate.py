"""Random disclosures that are consistent by construction: budget lines drawn at random, every form a projection of them.

`disclosure(seed, template)` builds one; `erased(disclosure, template)` forgets its blank cells, as a text dump of a PDF
does, so that placement can be held against what was forgotten. Names, codes of bodies and figures are invented.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import strategies as st

from gouji.model.amount import FACTORS
from gouji.model.disclosure import Cell, Disclosure, Form, Issuer, Project, Row, RowKind, Source
from gouji.reconcile.loose import LooseForm, LooseNumber, LooseRow
from gouji.standards.template import FormTemplate, Template

FUNCTIONS = ("2080505", "2089999", "2101101", "2101501", "2101599", "2130104", "2130135", "2010301", "2210201", "2059999")
BASIC = (
    "30101",
    "30102",
    "30103",
    "30108",
    "30113",
    "30301",
    "30305",
    "30399",
    "30201",
    "30211",
    "30217",
    "30231",
    "30212",
    "31002",
)
PROJECTS = ("30201", "30217", "30227", "30226", "30231", "30299", "31002", "31013", "30305", "30199")
GOVERNMENT = {"301": "50101", "302": "50201", "303": "50901", "310": "50306"}
SOURCES = ("general", "fund", "capital", "special_account", "undertaking", "business", "superior", "subordinate", "other")
CARRIED = ("c.general", "c.fund", "c.capital", "c.special_account", "c.own")
OWN = ("undertaking", "business", "superior", "subordinate", "other", "c.own")
KINDS = ("其他运转类", "特定目标类")


@dataclass(frozen=True, slots=True)
class Line:
    """One budget line: what a unit spends on what from which source. `amount` in 元."""

    agency: str
    function: str
    economic: str
    government: str
    source: str
    fiscal: bool
    project: str | None
    kind: str
    amount: int


@dataclass(frozen=True, slots=True)
class World:
    """A department with its agencies and lines, and how its forms are printed."""

    agencies: tuple[str, ...]
    lines: tuple[Line, ...]
    department_row: bool
    agency_row: bool
    classes: bool
    carried_in_general: bool

    def some(self, keep: Callable[[Line], bool]) -> list[Line]:
        return [line for line in self.lines if keep(line)]


def world(rng: random.Random) -> World:
    """A random department: one to three agencies, up to forty lines, few or many sources, round or odd amounts."""
    agencies = tuple(f"09{rng.randint(1, 9)}{n:03d}"[-6:] for n in range(1, rng.choice((1, 1, 1, 2, 3)) + 1))
    department = agencies[0][:3]
    agencies = tuple(department + a[3:] for a in agencies)
    sources = ["general", *rng.sample(SOURCES[1:] + CARRIED, rng.choice((0, 0, 1, 2, 4)))]
    functions = rng.sample(FUNCTIONS, rng.randint(1, 6))
    exact = rng.random() < 0.6
    pool = [_amount(rng, exact) for _ in range(rng.choice((3, 12, 40)))]
    fiscal_only = rng.random() < 0.5
    lines = []
    for n in range(rng.randint(1, 40)):
        project = rng.random() < 0.4
        source = rng.choice(sources) if project or rng.random() < 0.2 else "general"
        if source.startswith("c.") or source in ("fund", "capital"):
            project = True  # carried-over and fund money pays for projects, so that form 05 and form 06 agree
        economic = rng.choice(PROJECTS if project else BASIC)
        name = f"第{rng.randint(1, 6)}号事项" if project else None
        agency = rng.choice(agencies)
        lines.append(
            Line(
                agency,
                rng.choice(functions),
                economic,
                GOVERNMENT[economic[:3]] if rng.random() < 0.8 else "50599",
                source,
                source == "general" and (fiscal_only or rng.random() < 0.7),
                name,
                KINDS[hash_of(name or "") % 2],
                rng.choice(pool) if rng.random() < 0.5 else _amount(rng, exact) + n * 0,
            )
        )
    printed = rng.random()
    return World(
        agencies, tuple(lines), printed < 0.8, printed > 0.5 or len(agencies) > 1, rng.random() < 0.2, rng.random() < 0.5
    )


def hash_of(text: str) -> int:
    """A stable number for a text (Python's own hash differs from run to run)."""
    return sum(map(ord, text))


def _amount(rng: random.Random, exact: bool) -> int:
    low, high = rng.choice(((100, 50_000), (10_000, 900_000), (500_000, 40_000_000)))
    value = rng.randint(low, high)
    if exact:
        return max(100, value // 100 * 100)
    return max(60, value)


class Printer:
    """Projects the lines on the forms of a template."""

    def __init__(self, template: Template, made: World, rng: random.Random) -> None:
        self.template = template
        self.made = made
        self.rng = rng

    def form(self, kind: str) -> Form:
        """One form, filled in; a form without lines has its total row only."""
        template = self.template.forms[kind]
        unit, decimals = "万元", 2
        if kind == "project_performance" and self.rng.random() < 0.5:
            unit, decimals = "元", self.rng.choice((1, 2))
        rows = self._rows(kind, template, unit, decimals)
        printed = any(r.cells for r in rows)
        return Form(kind, template.titles[0], unit=unit, status="present" if printed else "empty", rows=tuple(rows))

    def _rows(self, kind: str, template: FormTemplate, unit: str, decimals: int) -> list[Row]:
        def row(what: RowKind, label: str, lines: Sequence[Line], side: str | None = None, **more: object) -> Row:
            values = VALUES[template.layout if template.layout != "sides" else f"{kind}/{side}"](lines)
            if kind == "operating_cost":
                values = {"amount": sum(n.amount for n in lines)}
            if kind == "general_budget_basic_expenditure":
                values = {f"year.{k}": v for k, v in basic(lines).items()}
            cells = {}
            for column in template.amounts(side):
                exact = values.get(column.key, 0)
                if exact:
                    cells[column.path] = Cell(printed(exact, unit, decimals))
            return Row(what, label, side, cells=cells, **more)  # type: ignore[arg-type]

        lines = self._lines_of(kind)
        match template.layout:
            case "sides":
                return list(self._sides(kind, template, lines, unit, decimals))
            case "single":
                return [row(RowKind.TOTAL, "", lines)]
            case "agencies":
                return list(self._heads(row, lines, with_agencies=True))
            case "functions":
                return list(self._functions(row, lines))
            case "economics":
                return list(self._economics(row, lines))
            case "projects":
                return list(self._projects(row, template, lines, kind))
            case "project_performance":
                return list(self._performance(row, lines))
        return list(self._fixed(template, lines, unit, decimals))

    def _lines_of(self, kind: str) -> list[Line]:
        some = self.made.some
        carried = self.made.carried_in_general
        match kind:
            case "general_budget_expenditure":
                return some(lambda n: n.source == "general" or (carried and n.source == "c.general"))
            case "general_budget_basic_expenditure" | "general_budget_basic_detail":
                return some(lambda n: n.source == "general" and n.project is None)
            case "government_fund_expenditure":
                return some(lambda n: n.source in ("fund", "c.fund"))
            case "state_capital_expenditure":
                return some(lambda n: n.source in ("capital", "c.capital"))
            case "project_expenditure" | "project_performance":
                return some(lambda n: n.project is not None)
            case "operating_cost":
                return some(lambda n: n.source == "general" and n.project is None and n.economic[:3] in ("302", "310"))
            case "three_public":
                return some(lambda n: n.source == "general")
            case "fiscal_appropriation_summary":
                return some(lambda n: n.source in ("general", "fund", "capital", "c.general", "c.fund", "c.capital"))
        return list(self.made.lines)

    def _heads(self, row: Callable[..., Row], lines: list[Line], with_agencies: bool) -> Iterable[Row]:
        yield row(RowKind.TOTAL, "合计", lines)
        department = self.made.agencies[0][:3]
        if self.made.department_row:
            yield row(RowKind.DEPARTMENT, "某局", lines, codes={"agency": department})
        if with_agencies and (self.made.agency_row or not self.made.department_row):
            for agency in self.made.agencies:
                yield row(RowKind.AGENCY, f"某单位{agency}", [n for n in lines if n.agency == agency], codes={"agency": agency})

    def _functions(self, row: Callable[..., Row], lines: list[Line]) -> Iterable[Row]:
        heads = list(self._heads(row, lines, with_agencies=True))
        if not any(h.kind is RowKind.AGENCY for h in heads):
            yield from heads
            yield from self._codes(row, lines)
            return
        for head in heads:
            yield head
            if head.kind is RowKind.AGENCY:
                yield from self._codes(row, [n for n in lines if n.agency == head.codes["agency"]])

    def _codes(self, row: Callable[..., Row], lines: list[Line]) -> Iterable[Row]:
        codes = sorted({n.function for n in lines})
        if self.made.classes:
            codes = sorted({c[:k] for c in codes for k in (3, 5, 7)})
        for code in codes:
            kind = RowKind.ITEM if len(code) == 7 else RowKind.CLASS
            below = [n for n in lines if n.function.startswith(code)]
            yield row(kind, f"科目{code}", below, codes={"function": code})

    def _economics(self, row: Callable[..., Row], lines: list[Line]) -> Iterable[Row]:
        yield from self._heads(row, lines, with_agencies=False)
        pairs = sorted({(n.economic, n.government) for n in lines})
        self.rng.shuffle(pairs)
        for economic, government in pairs:
            below = [n for n in lines if (n.economic, n.government) == (economic, government)]
            codes = {"department_economic": economic, "government_economic": government}
            yield row(RowKind.ITEM, f"科目{economic}", below, codes=codes)

    def _projects(self, row: Callable[..., Row], template: FormTemplate, lines: list[Line], kind: str) -> Iterable[Row]:
        yield from self._heads(row, lines, with_agencies=False)
        path = next((c.path for c in template.leaves() if c.role == "text" and "类型" in c.headers[0]), "类型")
        name_of = (lambda n: n.project) if kind == "project_expenditure" else (lambda n: n.economic[:3])
        for name in sorted({(n.agency, name_of(n)) for n in lines}):
            below = [n for n in lines if (n.agency, name_of(n)) == name]
            words = below[0].kind if kind == "project_expenditure" else "人员类" if name[1] in ("301", "303") else "公用经费"
            yield row(RowKind.PROJECT, str(name[1]), below, texts={path: words})

    def _performance(self, row: Callable[..., Row], lines: list[Line]) -> Iterable[Row]:
        yield row(RowKind.DEPARTMENT, "某局", lines, codes={"agency": self.made.agencies[0][:3]})
        for number, name in enumerate(sorted({(n.agency, n.project or "") for n in lines})):
            below = [n for n in lines if (n.agency, n.project) == name]
            yield row(RowKind.PROJECT, name[1], below, codes={"project": f"990000240000000{number:06d}"})

    def _sides(self, kind: str, template: FormTemplate, lines: list[Line], unit: str, decimals: int) -> Iterable[Row]:
        for side in template.sides:
            for line in side.lines:
                below = side_lines(kind, line.key, line.function, lines)
                values = VALUES[f"{kind}/{side.name}"](below)
                cells = {
                    c.path: Cell(printed(v, unit, decimals)) for c in template.amounts(side.name) if (v := values.get(c.key, 0))
                }
                what = RowKind.TOTAL if line.total else RowKind.ITEM
                codes = {"function": line.function} if line.function else {}
                yield Row(what, line.labels[0], side.name, codes, cells, item=line.key)

    def _fixed(self, template: FormTemplate, lines: list[Line], unit: str, decimals: int) -> Iterable[Row]:
        column = template.amounts()[0].path
        for line in template.lines:
            value = sum(n.amount for n in lines if WHOLE[line.key.rsplit(".", 1)[-1]](n))
            yield Row(
                RowKind.ITEM,
                line.labels[0],
                cells={column: Cell(printed(value, unit, decimals))} if value else {},
                item=line.key,
            )


def printed(exact: int, unit: str, decimals: int) -> Decimal:
    """An amount of 元 as printed in `unit`, rounded half up."""
    return (Decimal(exact) / FACTORS[unit]).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def total(lines: Iterable[Line], *sources: str) -> int:
    """The sum of the lines of these sources (of all where none is named)."""
    return sum(n.amount for n in lines if not sources or n.source in sources)


def nature(lines: Sequence[Line]) -> dict[str, int]:
    """Columns by nature of expenditure (forms 03, 05, 09)."""
    parts = {
        c: sum(n.amount for n in lines if n.project is None and n.economic.startswith(c)) for c in ("301", "302", "303", "310")
    }
    kinds = [sum(n.amount for n in lines if n.project is not None and n.kind == k) for k in KINDS]
    return {
        "total": total(lines),
        "basic.subtotal": sum(parts.values()),
        "basic.personnel.subtotal": parts["301"] + parts["303"],
        "basic.personnel.wages": parts["301"],
        "basic.personnel.individuals": parts["303"],
        "basic.operating.subtotal": parts["302"] + parts["310"],
        "basic.operating.goods": parts["302"],
        "basic.operating.capital": parts["310"],
        "project.subtotal": sum(kinds),
        "project.operating": kinds[0],
        "project.target": kinds[1],
    }


def basic(lines: Sequence[Line]) -> dict[str, int]:
    """Columns of form 06."""
    values = nature(lines)
    return {
        "total": values["total"],
        "personnel": values["basic.personnel.subtotal"],
        "operating": values["basic.operating.subtotal"],
    }


def revenue(lines: Sequence[Line]) -> dict[str, int]:
    """Columns of form 02."""
    values = {f"year.{s}": total(lines, s) for s in SOURCES}
    values |= {f"carried.{s[2:]}": total(lines, s) for s in CARRIED}
    values["year.general.subtotal"] = values.pop("year.general")
    values["year.general.fiscal"] = sum(n.amount for n in lines if n.fiscal)
    values |= {f"both.{s}": total(lines, s, f"c.{s}") for s in SOURCES[:4]}
    return values | {"total": total(lines), "year.total": total(lines, *SOURCES), "carried.total": total(lines, *CARRIED)}


def classified(lines: Sequence[Line]) -> dict[str, int]:
    """Columns of form 07."""
    values = {s: total(lines, s) for s in SOURCES[1:]}
    fiscal = sum(n.amount for n in lines if n.fiscal)
    values |= {"total": total(lines), "general.subtotal": total(lines, "general"), "general.fiscal": fiscal}
    return values | {"carried": total(lines, *CARRIED)}


def by_source(lines: Sequence[Line]) -> dict[str, int]:
    """Columns of form 10."""
    values = {
        "total": total(lines),
        "special_account": total(lines, "special_account", "c.special_account"),
        "own": total(lines, *OWN),
    }
    for source in ("general", "fund", "capital"):
        values |= {f"year.{source}": total(lines, source), f"carried.{source}": total(lines, f"c.{source}")}
    return values


def public(lines: Sequence[Line]) -> dict[str, int]:
    """Columns of form 08."""
    one = {k: sum(n.amount for n in lines if n.economic == c) for k, c in (("abroad", "30212"), ("reception", "30217"))}
    cars = [sum(n.amount for n in lines if n.economic == c) for c in ("31013", "30231")]
    one |= {"cars.purchase": cars[0], "cars.running": cars[1], "cars.subtotal": sum(cars)}
    return one | {"total": one["abroad"] + one["reception"] + sum(cars)}


def appropriated(lines: Sequence[Line]) -> dict[str, int]:
    """Columns of the expenditure side of form 04."""
    values = {s: total(lines, s, f"c.{s}") for s in ("fund", "capital")}
    values |= {
        "general.subtotal": total(lines, "general", "c.general"),
        "general.fiscal": sum(n.amount for n in lines if n.fiscal),
    }
    return values | {"total": total(lines)}


def amounts(lines: Sequence[Line]) -> dict[str, int]:
    """Columns of the project performance form."""
    own, special = total(lines, *OWN), total(lines, "special_account", "c.special_account")
    values = {"amount.total": total(lines), "amount.special_account": special, "amount.own": own}
    return values | {"amount.government": total(lines) - own - special}


def only(lines: Sequence[Line]) -> dict[str, int]:
    """A form with one amount column."""
    return {"amount": total(lines)}


VALUES: dict[str, Callable[[Sequence[Line]], dict[str, int]]] = {
    "agencies": revenue,
    "functions": nature,
    "economics": classified,
    "projects": by_source,
    "single": public,
    "project_performance": amounts,
    "revenue_expenditure_summary/收入": only,
    "revenue_expenditure_summary/支出": only,
    "fiscal_appropriation_summary/收入": only,
    "fiscal_appropriation_summary/支出": appropriated,
}
WHOLE: dict[str, Callable[[Line], bool]] = {
    "total": lambda n: True,
    "sources": lambda n: True,
    "structure": lambda n: True,
    "government": lambda n: n.source not in (*OWN, "special_account", "c.special_account"),
    "special_account": lambda n: n.source in ("special_account", "c.special_account"),
    "own": lambda n: n.source in OWN,
    "basic": lambda n: n.project is None,
    "project": lambda n: n.project is not None,
}


def side_lines(kind: str, key: str, function: str | None, lines: Sequence[Line]) -> list[Line]:
    """The lines that a fixed line of a two-sided form counts."""
    if function:
        return [n for n in lines if n.function.startswith(function)]
    side, *rest = key.split(".")
    name = ".".join(rest)
    if side == "expenditure":
        return list(lines) if name in ("this_year", "year", "total") else []
    if name.endswith("fiscal"):
        return [n for n in lines if n.fiscal]
    if name == "total":
        return list(lines)
    if name in ("this_year", "year"):
        return [n for n in lines if n.source in SOURCES]
    if name == "carried":
        return [n for n in lines if n.source in CARRIED]
    if name.startswith("carried."):
        return [n for n in lines if n.source == f"c.{rest[-1]}"]
    return [n for n in lines if n.source == rest[-1]]


def disclosure(seed: int, template: Template) -> Disclosure:
    """A consistent disclosure, the same for the same seed and template."""
    rng = random.Random(seed)
    made = world(rng)
    printer = Printer(template, made, rng)
    forms = tuple(printer.form(kind) for kind in template.forms)
    projects: tuple[Project, ...] = ()
    return Disclosure(Source(f"seed-{seed}"), Issuer(), template.year, "unit_budget", template.id, forms, projects=projects)


def disclosures(template: Template) -> st.SearchStrategy[Disclosure]:
    """Hypothesis' way to them."""
    return st.integers(0, 2**40).map(lambda seed: disclosure(seed, template))


def erased(whole: Disclosure, template: Template, hints: str = "none", seed: int = 0) -> tuple[LooseForm, ...]:
    """The forms without their blank cells. `hints`: none, right, or shaky (a third of the rows lost or shifted)."""
    rng = random.Random(seed)
    return tuple(_erased_form(form, template.forms[form.kind], hints, rng) for form in whole.forms)


def _erased_form(form: Form, template: FormTemplate, hints: str, rng: random.Random) -> LooseForm:
    rows = []
    for row in form.rows:
        paths = [c.path for c in template.amounts(row.side)]
        taken = [p for p in paths if p in row.cells]
        shown: list[str | None] = list(taken) if hints != "none" else [None] * len(taken)
        if hints == "shaky" and rng.random() < 0.33:
            step = rng.choice((-1, 1, 0))
            shown = [paths[i + step] if step and 0 <= (i := paths.index(p)) + step < len(paths) else None for p in taken]
        numbers = tuple(
            LooseNumber(row.cells[p].amount, str(row.cells[p].amount), row.cells[p].place, h)
            for p, h in zip(taken, shown, strict=True)
        )
        rows.append(LooseRow(row.kind, row.label, row.side, row.codes, numbers, row.texts, row.item, row.place))
    return LooseForm(form.kind, form.title, tuple(rows), form.number, form.unit)
