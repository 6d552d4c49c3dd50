"""Small parts for the checks' tests: a template of three forms, figures and relations made by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from gouji.checking.registry import Subject, checks
from gouji.model.amount import Amount
from gouji.model.disclosure import Disclosure, Form, Issuer, Piece, Section, Source
from gouji.model.finding import Finding, Outcome, Spot
from gouji.model.place import Place
from gouji.reconcile.bound import BoundRelation, BoundTerm, Figure, Key, Result
from gouji.standards.template import FormTemplate, Template

FORMS = {"one": "收支总体情况表", "two": "收入总体情况表", "three": "财政拨款收支总体情况表"}


def template() -> Template:
    forms = {kind: FormTemplate(kind, i, (title,), "functions", ()) for i, (kind, title) in enumerate(FORMS.items(), 1)}
    return Template("x/2024", "x", "某省", 2024, "default", "万元", (), forms, ())


def form(kind: str, number: str | None = None, **more: object) -> Form:
    return Form(kind, FORMS.get(kind, "别的表"), number=number, place=Place(line=10, to_line=20), **more)  # type: ignore[arg-type]


def subject(
    forms: tuple[Form, ...] = (),
    results: tuple[Result, ...] = (),
    contents: tuple[str, ...] = (),
    lang: str = "zh",
    **more: object,
) -> Subject:
    listed = tuple(Section(t, place=Place(line=i), listed=True) for i, t in enumerate(contents, 3))
    held = Disclosure(Source("a.txt"), Issuer(), 2024, "unit_budget", "x/2024", forms=forms, sections=listed, **more)  # type: ignore[arg-type]
    return Subject(held, template(), results, lang)


def figure(value: str | None, row: str, column: str = "合计", unit: str = "万元", line: int = 12, **more: object) -> Figure:
    amount = None if value is None else Amount(Decimal(value), unit)
    spot = Spot("one", row, column, value, Place(line=line))
    return Figure(Key("form", 0, line, column), amount, spot, **more)  # type: ignore[arg-type]


def claim(value: str, quantity: str, unit: str = "万元", line: int = 171) -> Figure:
    return Figure(Key("claim", line), Amount(Decimal(value), unit), Spot("", quantity, "", value, Place(line=line)))


def relation(left: Figure, *right: Figure, compare: str = "=", severity: str = "error", **more: object) -> BoundRelation:
    terms = tuple(BoundTerm(1, f) for f in right)
    return BoundRelation("X-1", "合计等于各项之和", "算术", severity, compare, (BoundTerm(1, left),), terms, **more)  # type: ignore[arg-type]


def ended(outcome: Outcome, bound: BoundRelation, stated: str = "10.00", expected: str = "9.00") -> Result:
    return Result(bound, outcome, Decimal(stated), Decimal(expected), Decimal(stated) - Decimal(expected))


def section(title: str, text: str = "", line: int = 5, **more: object) -> Section:
    """A heading with its text on the next line, which begins in column 1."""
    place = Place(line=line + 1, column=1, to_column=len(text)) if text else None
    return Section(
        title, more.pop("level", 1), Place(line=line, to_line=line + 1), False, text, (Piece(0, place),) if place else ()
    )  # type: ignore[arg-type]


def said(*sections: Section, **more: object) -> Subject:
    """A disclosure with those sections in its body; everything else as `subject` makes it."""
    given = subject(**more)  # type: ignore[arg-type]
    body = (*given.disclosure.sections, *sections)
    return replace(given, disclosure=replace(given.disclosure, sections=body))


def found(given: Subject, rule: str) -> list[Finding]:
    """What the rule of that id finds."""
    return [f for c in checks() if c.id == rule for f in c.findings(given)]
