"""Single faults in the amounts of forms: what goes wrong when a clerk types, copies or lays out a form."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from bench.edits import At, set_cell, set_rows
from gouji.model.disclosure import Disclosure, RowKind
from gouji.model.finding import Spot


@dataclass(frozen=True, slots=True)
class Mutant:
    """A document with one fault. `spots` are the figures that are wrong (several where one slip moves several figures)."""

    disclosure: Disclosure
    spots: tuple[Spot, ...]
    right: str = ""


Fault = Callable[[Disclosure, random.Random], Mutant | None]


def cells(found: Disclosure, keep: Callable[[Disclosure, At], bool] = lambda d, a: True) -> list[At]:
    """Every printed amount of the forms that `keep` lets pass."""
    every = (
        (f, r, c)
        for f, form in enumerate(found.forms)
        if form.status == "present"
        for r, row in enumerate(form.rows)
        for c, cell in row.cells.items()
        if cell.amount != 0
    )
    return [at for at in every if keep(found, at)]


def spot(found: Disclosure, at: At) -> Spot:
    form, row = found.forms[at[0]], found.forms[at[0]].rows[at[1]]
    cell = row.cells.get(at[2])
    return Spot(form.kind, row.label, at[2], str(cell.amount) if cell else None, cell.place if cell else row.place)


def value(found: Disclosure, at: At) -> Decimal:
    return found.forms[at[0]].rows[at[1]].cells[at[2]].amount


def _quantum(amount: Decimal) -> Decimal:
    exponent = amount.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def one(
    change: Callable[[Decimal, random.Random], Decimal | None], keep: Callable[[Disclosure, At], bool] = lambda d, a: True
) -> Fault:
    """A fault that changes one amount into another that differs by more than one in the last place."""

    def fault(found: Disclosure, dice: random.Random) -> Mutant | None:
        spots = cells(found, keep)
        for _ in range(20):
            if not spots:
                return None
            at = dice.choice(spots)
            old = value(found, at)
            new = change(old, dice)
            if new is None or (new != 0 and abs(new - old) > 2 * _quantum(old)):
                changed = set_cell(found, at, new)
                return Mutant(changed, (spot(changed, at),), format(old, "f"))
        return None

    return fault


def digit(old: Decimal, dice: random.Random) -> Decimal:
    text = list(str(old))
    at = dice.choice([i for i, c in enumerate(text) if c.isdigit()])
    text[at] = dice.choice([c for c in "0123456789" if c != text[at]])
    return Decimal("".join(text))


def swap(old: Decimal, dice: random.Random) -> Decimal:
    text = list(str(old))
    places = [i for i, c in enumerate(text) if c.isdigit()]
    pairs = [(a, b) for a, b in pairwise(places) if text[a] != text[b]]
    if pairs:
        a, b = dice.choice(pairs)
        text[a], text[b] = text[b], text[a]
    return Decimal("".join(text))


def scaled(*factors: str) -> Callable[[Decimal, random.Random], Decimal]:
    def change(old: Decimal, dice: random.Random) -> Decimal:
        return (old * Decimal(dice.choice(factors))).quantize(_quantum(old), ROUND_HALF_UP)

    return change


def longer(old: Decimal, dice: random.Random) -> Decimal:
    text = str(old)
    at = dice.randrange(1, len(text.split(".")[0]) + 1)
    return Decimal(text[:at] + dice.choice("0123456789") + text[at:])


def shorter(old: Decimal, dice: random.Random) -> Decimal:
    whole, _, rest = str(old).partition(".")
    if len(whole) < 2:
        return old
    at = dice.randrange(len(whole))
    return Decimal((whole[:at] + whole[at + 1 :] or "0") + (f".{rest}" if rest else ""))


def kind_is(*kinds: RowKind) -> Callable[[Disclosure, At], bool]:
    return lambda d, at: d.forms[at[0]].rows[at[1]].kind in kinds


def subtotal(found: Disclosure, at: At) -> bool:
    return at[2].endswith(("小计", "合计")) and found.forms[at[0]].rows[at[1]].kind is not RowKind.TOTAL


def carried(found: Disclosure, at: At) -> bool:
    label = found.forms[at[0]].rows[at[1]].label
    return "结转" in at[2] or "结转" in label


def class_line(found: Disclosure, at: At) -> bool:
    row = found.forms[at[0]].rows[at[1]]
    return (row.item or "").rpartition(".")[2].startswith("f2") or row.kind is RowKind.CLASS


def form_is(*kinds: str) -> Callable[[Disclosure, At], bool]:
    return lambda d, at: d.forms[at[0]].kind in kinds


def neighbour(column: bool) -> Fault:
    """The amount of the next row of the column, or of the next filled column of the row, copied."""

    def fault(found: Disclosure, dice: random.Random) -> Mutant | None:
        spots = cells(found)
        for _ in range(40):
            f, r, c = dice.choice(spots)
            rows = found.forms[f].rows
            if column:
                others = [cell.amount for path, cell in rows[r].cells.items() if path != c]
            else:
                others = [rows[n].cells[c].amount for n in (r - 1, r + 1) if 0 <= n < len(rows) and c in rows[n].cells]
            others = [o for o in others if abs(o - rows[r].cells[c].amount) > 2 * _quantum(o)]
            if others:
                changed = set_cell(found, (f, r, c), dice.choice(others))
                return Mutant(changed, (spot(changed, (f, r, c)),), format(rows[r].cells[c].amount, "f"))
        return None

    return fault


def exchanged(found: Disclosure, dice: random.Random) -> Mutant | None:
    """Two amounts of a row in each other's column."""
    spots = cells(found)
    for _ in range(40):
        f, r, c = dice.choice(spots)
        row = found.forms[f].rows[r]
        others = [p for p, cell in row.cells.items() if abs(cell.amount - row.cells[c].amount) > 2 * _quantum(cell.amount)]
        if others:
            other = dice.choice(others)
            changed = set_cell(found, (f, r, c), row.cells[other].amount)
            changed = set_cell(changed, (f, r, other), row.cells[c].amount)
            return Mutant(changed, (spot(changed, (f, r, c)), spot(changed, (f, r, other))))
    return None


def moved(found: Disclosure, dice: random.Random) -> Mutant | None:
    """An amount in another column of its form that is blank in its row."""
    spots = cells(found)
    for _ in range(40):
        f, r, c = dice.choice(spots)
        row = found.forms[f].rows[r]
        used = [p for other in found.forms[f].rows if other.side == row.side for p in other.cells]
        free = sorted({p for p in used if p not in row.cells})
        if free:
            other = dice.choice(free)
            changed = set_cell(set_cell(found, (f, r, other), row.cells[c].amount), (f, r, c), None)
            return Mutant(changed, (spot(changed, (f, r, other)), spot(changed, (f, r, c))))
    return None


def _items(found: Disclosure, dice: random.Random) -> tuple[int, int] | None:
    kinds = (RowKind.ITEM, RowKind.PROJECT)
    rows = [
        (f, r)
        for f, form in enumerate(found.forms)
        if form.kind != "project_performance"
        for r, row in enumerate(form.rows)
        if row.kind in kinds and any(cell.amount > Decimal("0.05") for cell in row.cells.values())
    ]
    return dice.choice(rows) if rows else None


def dropped(found: Disclosure, dice: random.Random) -> Mutant | None:
    """An item's row left out."""
    at = _items(found, dice)
    if at is None:
        return None
    rows = found.forms[at[0]].rows
    gone = Spot(found.forms[at[0]].kind, rows[at[1]].label, "")
    return Mutant(set_rows(found, at[0], (*rows[: at[1]], *rows[at[1] + 1 :])), (gone,))


def doubled(found: Disclosure, dice: random.Random) -> Mutant | None:
    """An item's row printed twice."""
    at = _items(found, dice)
    if at is None:
        return None
    rows = found.forms[at[0]].rows
    twin = Spot(found.forms[at[0]].kind, rows[at[1]].label, "")
    return Mutant(set_rows(found, at[0], (*rows[: at[1] + 1], *rows[at[1] :])), (twin,))


def columns_swapped(found: Disclosure, dice: random.Random) -> Mutant | None:
    """Two columns of a form exchanged in every row."""
    forms = [(f, sorted({p for row in form.rows for p in row.cells if row.side is None})) for f, form in enumerate(found.forms)]
    wide = [(f, paths) for f, paths in forms if len(paths) > 1 and found.forms[f].kind != "three_public"]
    for _ in range(20):
        if not wide:
            return None
        f, paths = dice.choice(wide)
        a, b = dice.sample(paths, 2)
        changed, wrong = found, list[int]()
        for r, row in enumerate(found.forms[f].rows):
            one_, other = row.cells.get(a), row.cells.get(b)
            if (one_ and one_.amount) == (other and other.amount):
                continue
            changed = set_cell(
                set_cell(changed, (f, r, a), other.amount if other else None), (f, r, b), one_.amount if one_ else None
            )
            wrong.append(r)
        if len(wrong) > 1:
            return Mutant(changed, tuple(Spot(found.forms[f].kind, "", column) for column in (a, b)))
    return None


def spurious(found: Disclosure, dice: random.Random) -> Mutant | None:
    """An amount in a cell that should be blank."""
    spots = cells(found)
    for _ in range(40):
        f, r, c = dice.choice(spots)
        row = found.forms[f].rows[r]
        free = sorted({p for o in found.forms[f].rows if o.side == row.side for p in o.cells if p not in row.cells})
        if free:
            at = (f, r, dice.choice(free))
            changed = set_cell(found, at, row.cells[c].amount + Decimal("1.10"))
            return Mutant(changed, (spot(changed, at),), "")
    return None


def year_before(old: Decimal, dice: random.Random) -> Decimal:
    return (old * Decimal(dice.choice((82, 91, 96, 107, 118))) / 100).quantize(_quantum(old), ROUND_HALF_UP)


CELL_FAULTS: dict[str, Fault] = {
    "digit": one(digit),
    "swap": one(swap),
    "point": one(scaled("10", "0.1", "100")),
    "unit ×10 000": one(scaled("10000", "0.0001")),
    "digit too many": one(longer),
    "digit too few": one(shorter),
    "neighbour row": neighbour(False),
    "neighbour column": neighbour(True),
    "last year's value": one(year_before),
    "wrong total": one(digit, kind_is(RowKind.TOTAL, RowKind.DEPARTMENT)),
    "wrong subtotal": one(digit, subtotal),
    "wrong agency row": one(swap, kind_is(RowKind.AGENCY)),
    "wrong carry-over": one(digit, carried),
    "wrong class sum": one(swap, class_line),
    "wrong item": one(digit, kind_is(RowKind.ITEM)),
    "wrong revenue": one(swap, form_is("revenue_summary", "revenue_expenditure_summary")),
    "wrong three public": one(digit, form_is("three_public")),
    "wrong project": one(digit, form_is("project_expenditure")),
    "wrong project target amount": one(digit, form_is("project_performance")),
    "sign": one(lambda old, dice: -old),
    "decimals cut": one(lambda old, dice: old.to_integral_value().quantize(_quantum(old))),
    "blanked": one(lambda old, dice: None),
    "spurious": spurious,
    "exchanged in row": exchanged,
    "moved to another column": moved,
    "swapped columns": columns_swapped,
    "dropped row": dropped,
    "doubled row": doubled,
}
SEVERAL = frozenset({"exchanged in row", "moved to another column", "swapped columns", "dropped row", "doubled row"})
