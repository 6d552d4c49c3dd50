"""The words and codes of a row: label, codes by kind, text columns, and what kind of row they make it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gouji.model.disclosure import RowKind
from gouji.recognition.grid_cells import RawCell, wording
from gouji.recognition.grid_names import Names, named
from gouji.recognition.grid_pages import TOTAL_WORDS
from gouji.recognition.grid_words import Leaf
from gouji.standards.fold import fold
from gouji.standards.template import FormTemplate

_DIGITS = re.compile(r"\d{2,21}")
_MARKS = re.compile(r"[\dlIOo|.·,_\-— ]{1,12}")
BODIES = (3, 6)  # digits of a department's and of an agency's code
LOST_BODY = "单位代码缺失"
CODE_KINDS = ("function", "department_economic", "government_economic", "agency", "project")


@dataclass(slots=True)
class Identity:
    """Who a row is. `garbled` are cells where a code should stand and something unreadable does; `notes` become Damage."""

    kind: RowKind
    label: str
    codes: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    garbled: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    item: str | None = None  # the fixed line that the row is


@dataclass(frozen=True, slots=True)
class Token:
    """A cell before the numbers: digits (a code), words, or marks that may have been a code."""

    text: str
    what: str  # code | words | marks
    leaf: Leaf | None
    column: int


def tokens(cells: Sequence[tuple[RawCell, int | None]], leaves: Sequence[Leaf]) -> list[Token]:
    """The cells of a row's left part as tokens; a leaf that cannot hold such a cell is dropped."""
    found = []
    for cell, at in cells:
        folded = fold(cell.text)
        what = "code" if _DIGITS.fullmatch(folded) else "marks" if _MARKS.fullmatch(folded) else "words"
        leaf = leaves[at] if at is not None and at < len(leaves) else None
        if leaf is not None and leaf.is_amount:
            leaf = None
        if leaf is not None and (what == "words") == (leaf.column.role in CODE_KINDS):
            leaf = None if what == "words" or leaf.column.role not in ("label", "text") else leaf
        if what == "words" and "|" in folded and not any("\u3400" <= c <= "\u9fff" for c in folded):
            what = "marks"
        found.append(Token(folded if what == "code" else wording(cell.text), what, leaf, cell.column))
    return found


def identify(
    cells: Sequence[tuple[RawCell, int | None]], leaves: Sequence[Leaf], form: FormTemplate | None, names: Names
) -> Identity:
    """Label, codes, texts and kind of a row, by the form's layout."""
    found = tokens(cells, leaves)
    total = next((t for t in found if t.what == "words" and fold(t.text) in TOTAL_WORDS), None)
    if total is not None:
        return Identity(RowKind.TOTAL, total.text)
    if form is not None and form.lines and (own := _line(found, form)):
        return own
    layout = form.layout if form is not None else ""
    if form is None:
        return _plain(found)
    if _is_projects(leaves):
        return _project(found, form)
    if layout == "functions":
        return _function(found, names)
    if layout == "economics":
        text = next((leaf.column.path for leaf in leaves if leaf.column.role == "text"), "")
        return _economic(found, text, names)
    if layout == "agencies":
        return _agency(found)
    return _plain(found)


def _line(found: Sequence[Token], form: FormTemplate) -> Identity | None:
    """The fixed line that a row without a code is (人员经费合计)."""
    if any(t.what == "code" for t in found):
        return None
    for token in found:
        line = next((n for n in form.lines if fold(token.text) in n.labels), None)
        if line is not None:
            return Identity(RowKind.TOTAL if line.total else RowKind.ITEM, token.text, item=line.key)
    return None


def _is_projects(leaves: Sequence[Leaf]) -> bool:
    """A layout of words only before the amounts: 类型, 项目名称, 项目单位 in any order."""
    roles = [leaf.column.role for leaf in leaves if not leaf.is_amount]
    return "text" in roles and "label" in roles and not any(r in CODE_KINDS for r in roles)


def body(code: str) -> RowKind:
    """Department (three digits) or agency (six and more)."""
    return RowKind.DEPARTMENT if len(code) <= 3 else RowKind.AGENCY


def _plain(found: Sequence[Token]) -> Identity:
    words = [t.text for t in found if t.what == "words"]
    return Identity(RowKind.ITEM, words[0] if words else "", garbled=[t.text for t in found if t.what == "marks"])


def _agency(found: Sequence[Token]) -> Identity:
    code = next((t.text for t in found if t.what == "code"), "")
    words = [t.text for t in found if t.what == "words"]
    label = words[-1] if words else ""
    marks = [t.text for t in found if t.what == "marks"]
    if not code:
        return Identity(RowKind.AGENCY, label, garbled=marks, notes=[LOST_BODY])
    return Identity(body(code), label, {"agency": code})


def _function(found: Sequence[Token], names: Names) -> Identity:
    label = _label(found)
    # in a row that is out of step a part of the function's code may stand under 单位代码: no body has a code of two digits
    agency = [t for t in found if t.what == "code" and t.leaf and t.leaf.column.role == "agency" and len(t.text) in BODIES]
    rest = [t for t in found if t.what == "code" and t not in agency]
    marks = [t.text for t in found if t.what == "marks"]
    if not agency and rest and not marks and _stands_for_body(rest, label, names):
        agency, rest = rest[-1:], rest[:-1]
    codes: dict[str, str] = {}
    parts = [t.text for t in rest]
    joined = "".join(parts)
    shapes = ([3], [3, 2], [3, 2, 2], [5], [7], [3, 4], [5, 2])
    if agency:
        codes["agency"] = agency[0].text
    if not parts and not marks:
        if agency:
            return Identity(body(agency[0].text), label, codes)
        return Identity(RowKind.ITEM, label, codes, notes=["科目编码缺失"])
    well_formed = [len(p) for p in parts] in shapes and joined[:1] == "2" and not marks
    if well_formed:
        return Identity(RowKind.ITEM, label, {**codes, "function": joined})
    return Identity(RowKind.ITEM, label, codes, garbled=[t.text for t in found if t.what != "words" and t not in agency])


def _stands_for_body(codes: Sequence[Token], label: str, names: Names) -> bool:
    """A lone three- or six-digit code that names a department or agency, not a class of the chart."""
    last = codes[-1].text
    if len(codes) > 1:
        return len(last) == 6 and sum(len(c.text) for c in codes[:-1]) in (3, 5, 7)
    if len(last) == 6:
        return True
    if len(last) != 3:
        return False
    return not named(names.names("function", last), label)


def _label(found: Sequence[Token]) -> str:
    own = next((t.text for t in found if t.what == "words" and t.leaf is not None and t.leaf.column.role == "label"), None)
    if own is not None:
        return own
    words = [t.text for t in found if t.what == "words"]
    return words[-1] if words else ""


def _economic(found: Sequence[Token], text: str, names: Names) -> Identity:
    words = [t for t in found if t.what == "words"]
    first, second = _two_names(words)
    label, other = (first.text if first else ""), (second.text if second else "")
    department: list[Token] = []
    government: list[Token] = []
    split = first.column if first else (second.column if second else 1 << 30)
    for token in (t for t in found if t.what != "words"):
        role = token.leaf.column.role if token.leaf is not None else ""
        in_government = role == "government_economic" or (role != "department_economic" and token.column > split)
        (government if in_government else department).append(token)
    bare = "".join(t.text for t in department if t.what == "code")
    if not government and not other and len(bare) in (3, 6) and not _is_class(bare, label, names):
        return Identity(body(bare), label, {"agency": bare})
    identity = Identity(RowKind.ITEM, label)
    if other and text:
        identity.texts[text] = other
    _economic_code(identity, "department_economic", department, label, names)
    _economic_code(identity, "government_economic", government, other, names)
    return identity


def _two_names(words: Sequence[Token]) -> tuple[Token | None, Token | None]:
    """The departmental and the governmental name among a row's words."""
    by_role = {t.leaf.column.role: t for t in reversed(words) if t.leaf is not None}
    if "label" in by_role or "text" in by_role:
        first, second = by_role.get("label"), by_role.get("text")
        if len(words) < 2 or (first is not None and second is not None):
            return first, second
    return (words[0], words[1] if len(words) > 1 else None) if words else (None, None)


def _is_class(code: str, label: str, names: Names) -> bool:
    return named(names.names("department_economic", code), label)


def _economic_code(identity: Identity, kind: str, parts: Sequence[Token], name: str, names: Names) -> None:
    """Puts the code of one classification together; a lost part is restored where the chart has the name only once."""
    read = [t.text for t in parts if t.what == "code"]
    marks = [t.text for t in parts if t.what == "marks"]
    joined = "".join(read)
    if [len(r) for r in read] in ([3, 2], [5], [3, 2, 2], [7]) and not marks:
        identity.codes[kind] = joined
        return
    which = "部门预算" if kind == "department_economic" else "政府预算"
    known = names.names(kind, joined) if len(joined) == 3 and not marks else ()
    if named(known, name):
        identity.codes[kind] = joined
        return
    if not read and not marks and not name:
        if kind == "department_economic":
            identity.notes.append("部门预算经济分类的科目编码和名称缺失")
        return
    prefix = read[0] if read and len(read[0]) == 3 else ""
    codes = [c for c in names.coded(kind, name, prefix) if len(c) == 5]
    if len(codes) == 1:
        identity.codes[kind] = codes[0]
        identity.notes.append(f"{which}经济分类科目编码缺失，按名称“{name}”补出{codes[0]}")
        return
    if prefix and name and not marks and len(read) == 1 and not names.names(kind, prefix):
        identity.codes[kind] = prefix  # a class that our chart does not list
        return
    # A code of which only the class is left would make this row the sum of its neighbours: it is left out.
    identity.notes.append(f"{which}经济分类科目编码不全（{' '.join([*read, *marks]) or '空'}）")


def _project(found: Sequence[Token], form: FormTemplate) -> Identity:
    codes = [t for t in found if t.what == "code" and len(t.text) in (3, 6)]
    words = [t for t in found if t.what == "words"]
    if codes and len(words) <= 1:
        return Identity(body(codes[0].text), words[0].text if words else "", {"agency": codes[0].text})
    label, texts = "", {}
    for token in words:
        column = token.leaf.column if token.leaf is not None else None
        if column is not None and column.role == "label":
            label = token.text
        elif column is not None and column.role == "text":
            texts[column.path] = token.text
        elif not label and token.text not in form.kinds:
            label = token.text
    project = next((t.text for t in found if t.what == "code" and len(t.text) in (20, 21)), None)
    return Identity(RowKind.PROJECT, label, {"project": project} if project else {}, texts)
