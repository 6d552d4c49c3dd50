"""A row that a page's end cuts through its cells: words and digits of every cell go on in the first row of the next page.

Told from a row that stands twice: the two labels together are a name of the chart and neither is one, and every number is
printed whole only when its two pieces are put together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from gouji.model.amount import parse_number
from gouji.recognition.grid_left import Identity
from gouji.recognition.grid_names import Names
from gouji.reconcile.loose import LooseNumber

_CLASS = 3  # digits of a class
_KINDS = ("function", "department_economic")
_WHOLE = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)\.\d\d")
_DIGITS = re.compile(r"[\d ]+")

Numbers = Mapping[int, LooseNumber]  # by column


def torn(first: Identity, second: Identity, above: Numbers, below: Numbers, names: Names) -> bool:
    """Whether the second row is the rest of the first."""
    if not above or not below or not set(below) <= set(above) or not first.label or not second.label:
        return False
    both = first.label + second.label
    if not any(names.coded(kind, both) and not names.coded(kind, first.label) for kind in _KINDS):
        return False
    return all(_WHOLE.fullmatch(_joined(number, below.get(column))) for column, number in above.items()) and not any(
        _WHOLE.fullmatch(_joined(above[column], None)) for column in below
    )


def identity(first: Identity, second: Identity, words: tuple[Mapping[int, str], Mapping[int, str]], names: Names) -> Identity:
    """Who the whole row is. A code is the chart's one of that name whose class is printed; what is not printed whole is
    told."""
    texts = {path: first.texts.get(path, "") + second.texts.get(path, "") for path in (*first.texts, *second.texts)}
    who = Identity(first.kind, first.label + second.label, texts=texts)
    above, below = words
    cells = [above.get(c, "") + below.get(c, "") for c in sorted({*above, *below})]
    digits = "".join(cell.replace(" ", "") for cell in cells if _DIGITS.fullmatch(cell))
    for kind in _KINDS:
        _coded(who, kind, who.label, names, digits)
    for text in texts.values():
        _coded(who, "government_economic", text, names, digits)
    if "".join(who.codes.values()) != digits:
        codes = "、".join(who.codes.values())
        who.notes.append(f"“{who.label}”一行被分页切断，科目编码不全，按名称认作{codes or '没有编码的行'}")
    return who


def _coded(who: Identity, kind: str, name: str, names: Names, digits: str) -> None:
    """Gives a row the only code of its name whose class stands among the row's digits."""
    found = [code for code in names.coded(kind, name) if len(code) > _CLASS and code[:_CLASS] in digits]
    if len(found) == 1:
        who.codes[kind] = found[0]


def number(above: LooseNumber, below: LooseNumber | None) -> LooseNumber:
    """The number whose pieces these are."""
    raw = _joined(above, below)
    return replace(above, amount=parse_number(raw), raw=raw, damaged=False, alternatives=()) if below is not None else above


def _joined(above: LooseNumber, below: LooseNumber | None) -> str:
    return "".join((above.raw + (below.raw if below is not None else "")).split())
