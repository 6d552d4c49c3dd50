"""Small made-up templates and forms for the tests of this room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from gouji.model.amount import Amount
from gouji.model.disclosure import Cell, Claim, Disclosure, Form, Issuer, Project, Row, RowKind, Source
from gouji.model.finding import Spot
from gouji.reconcile.bound import BoundRelation, BoundTerm, Figure, Key
from gouji.standards.formula import Relation
from gouji.standards.formula_parser import parse
from gouji.standards.template import Column, FormTemplate, Line, Side, Template


def relation(name: str, holds: str, each: str | None = None, form: str | None = None, **more: object) -> Relation:
    """A relation as a template declares it."""
    parsed = parse(holds)
    return Relation(name, holds, parsed.left, parsed.compare, parsed.right, f"{name}的说明", each=each, form=form, **more)  # type: ignore[arg-type]


def form_template(
    kind: str,
    columns: Sequence[str],
    relations: Sequence[Relation] = (),
    layout: str = "functions",
    number: int = 1,
    **more: object,
) -> FormTemplate:
    """A form with plain amount columns; a column's key is its path."""
    leaves = tuple(Column(c, c, (c,)) for c in columns)
    return FormTemplate(kind, number, (f"{kind}的标题",), layout, leaves, relations=tuple(relations), **more)  # type: ignore[arg-type]


def sided(kind: str, lines: Sequence[tuple[str, str | None]], relations: Sequence[Relation] = ()) -> FormTemplate:
    """A two-sided form with one amount column a side; `lines` are keys with their function code."""
    sides = []
    for key, name in (("revenue", "收入"), ("expenditure", "支出")):
        own = tuple(Line(k, name, (k,), function=f) for k, f in lines if k.startswith(key))
        sides.append(Side(key, name, (Column("amount", f"{name}/金额", ("金额",)),), own))
    return FormTemplate(kind, 1, (f"{kind}的标题",), "sides", (), sides=tuple(sides), relations=tuple(relations))


def template(forms: Sequence[FormTemplate], relations: Sequence[Relation] = ()) -> Template:
    """A template of these forms."""
    return Template("made/1", "made", "某省", 2024, "x", "万元", (), {f.kind: f for f in forms}, tuple(relations))


def row(
    kind: RowKind = RowKind.ITEM,
    codes: Mapping[str, str] | None = None,
    label: str = "某行",
    item: str | None = None,
    **cells: object,
) -> Row:
    """A row; amounts by column as strings. `side` and `texts` may be given too."""
    side, texts = cells.pop("side", None), cells.pop("texts", {})
    amounts = {k: Cell(Decimal(str(v))) for k, v in cells.items()}
    return Row(kind, label, side, codes or {}, amounts, texts, item)  # type: ignore[arg-type]


def form(kind: str, *rows: Row, unit: str = "万元", status: str = "present") -> Form:
    """A form of these rows."""
    return Form(kind, f"{kind}的标题", unit=unit, status=status, rows=rows)


def disclosure(*forms: Form, claims: Sequence[Claim] = (), projects: Sequence[Project] = ()) -> Disclosure:
    """A disclosure of these forms."""
    return Disclosure(Source("made"), Issuer(), 2024, "unit_budget", "made/1", forms, tuple(claims), tuple(projects))


def claim(quantity: str, amount: str | None, unit: str = "万元", **more: object) -> Claim:
    """A statement of the prose."""
    return Claim(quantity, Decimal(amount) if amount is not None else None, unit, "……", **more)  # type: ignore[arg-type]


def figure(value: str | None, unit: str = "万元", number: int = 0) -> Figure:
    """A figure with a printed value; None for a blank."""
    amount = Amount(Decimal(value), unit) if value is not None else None
    return Figure(Key("form", 0, number, "列"), amount, Spot("表", "行", "列", value))


def bound(left: Sequence[object], right: Sequence[object], compare: str = "=", **more: object) -> BoundRelation:
    """A bound relation over values given as strings, `(factor, value)` or figures."""
    return BoundRelation("R", "说明", "算术", "error", compare, _terms(left), _terms(right), **more)  # type: ignore[arg-type]


def _terms(values: Sequence[object]) -> tuple[BoundTerm, ...]:
    out = []
    for value in values:
        factor, one = value if isinstance(value, tuple) else (1, value)
        out.append(BoundTerm(factor, one if isinstance(one, Figure) else figure(one)))  # type: ignore[arg-type]
    return tuple(out)


def terms(*values: object) -> tuple[BoundTerm, ...]:
    """Terms of a divisor."""
    return _terms(values)
