"""Documents that are checked together: which belong to which, and the register of the rules over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gouji.checking.registry import Found, Wording
from gouji.model.disclosure import Disclosure, Form, Row, RowKind
from gouji.model.finding import Severity, Spot
from gouji.standards.fold import fold

DEPARTMENT = "department_budget"
LABELLED = frozenset({RowKind.CLASS, RowKind.ITEM, RowKind.PROJECT})

RowKey = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One document of the family: `name` is how the user calls it (its path)."""

    name: str
    disclosure: Disclosure

    def spot(self, spot: Spot) -> Spot:
        """A place of this document, which says so."""
        return replace(spot, place=replace(spot.place, file=self.name))

    @property
    def whole(self) -> bool:
        """Whether the document is that of a department with all its units."""
        return self.disclosure.kind == DEPARTMENT


@dataclass(frozen=True, slots=True)
class Family:
    """The documents that are checked together."""

    members: tuple[Member, ...]
    lang: str = "zh"

    def say(self, chinese: str, english: str) -> str:
        """The one of the two wordings that the user asked for."""
        return english if self.lang == "en" else chinese

    def bodies(self) -> Iterator[tuple[Member, ...]]:
        """The documents of each body that has several, in the order given."""
        held: dict[tuple[str, ...], list[Member]] = {}
        for member in self.members:
            mark = body(member.disclosure)
            if mark is not None:
                held.setdefault((*mark, "whole" if member.whole else "unit"), []).append(member)
        return (tuple(same) for same in held.values() if len(same) > 1)

    def departments(self) -> Iterator[tuple[Member, tuple[Member, ...], bool]]:
        """Each department with its units among the documents, and whether these are all of them."""
        for member in self.members:
            if not member.whole:
                continue
            expected = agencies(member.disclosure)
            own = Rows.of(member.disclosure)
            units = tuple(m for m in self.members if not m.whole and own.hold(m.disclosure, member.disclosure))
            if units:
                yield member, units, bool(expected) and {row_of(u.disclosure, expected) for u in units} == set(expected)


@dataclass(frozen=True, slots=True)
class Joint:
    """A rule over several documents, with the fields of a Check."""

    id: str
    severity: Severity
    title: Wording
    basis: Wording
    text: str
    run: Callable[[Family], Iterator[Found]]
    example: str = ""


_JOINT: dict[str, Joint] = {}


def joint(
    *, id: str, severity: Severity, title: Wording, basis: Wording, example: str = ""
) -> Callable[[Callable[[Family], Iterator[Found]]], Callable[[Family], Iterator[Found]]]:
    """Registers a function as a rule over several documents; its docstring is the rule's text."""

    def register(run: Callable[[Family], Iterator[Found]]) -> Callable[[Family], Iterator[Found]]:
        if id in _JOINT or not run.__doc__:
            raise ValueError(f"rule {id}: taken, or without its text")
        _JOINT[id] = Joint(id, severity, title, basis, run.__doc__.strip(), run, example)
        return run

    return register


def joint_checks() -> tuple[Joint, ...]:
    """The rules over several documents."""
    from gouji.checking import departments, peers, together  # noqa: F401  (they register theirs)

    return tuple(sorted(_JOINT.values(), key=lambda j: j.run.__module__))  # whichever was imported first


def agencies(disclosure: Disclosure) -> tuple[str, ...]:
    """The units that a department's forms name, each once."""
    return tuple(dict.fromkeys(fold(r.label) for f in disclosure.forms for r in f.rows if r.kind is RowKind.AGENCY and r.label))


def row_of(disclosure: Disclosure, labels: Sequence[str]) -> str | None:
    """The label under which a department's form lists the unit."""
    name = fold(disclosure.issuer.name)
    return next((x for x in labels if x == name), None) or next((x for x in labels if plain(x) == plain(name)), None)


def plain(name: str) -> str:
    return (
        fold(name)
        .removesuffix("(本级)")
        .removesuffix("本级")
        .removesuffix("机关")
        .removesuffix("(机关)")
        .removesuffix("(本部)")
    )


def is_row_of(disclosure: Disclosure, row: Row) -> bool:
    code = row.codes.get("agency")
    if code and disclosure.issuer.agency:
        return code == disclosure.issuer.agency
    return plain(row.label) == plain(disclosure.issuer.name)


@dataclass(frozen=True, slots=True)
class Rows:
    """The units that a department's forms name: their codes, and their plain names."""

    codes: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, disclosure: Disclosure) -> Rows:
        rows = [r for f in disclosure.forms for r in f.rows if r.kind is RowKind.AGENCY]
        return cls(
            frozenset(r.codes.get("agency", "") for r in rows) - {""}, frozenset(plain(r.label) for r in rows if r.label)
        )

    def hold(self, unit: Disclosure, department: Disclosure) -> bool:
        """Whether a unit is one of these: of the same year and place, by its code, else by its name."""
        a, b = unit.issuer, department.issuer
        if unit.fiscal_year != department.fiscal_year or (a.division and b.division and a.division != b.division):
            return False
        if a.agency and a.agency in self.codes and (a.division or plain(a.name) in self.names):
            return True
        below = bool(a.agency and b.department and a.agency.startswith(b.department) and a.division and b.division)
        return below or plain(a.name) in self.names


def body(disclosure: Disclosure) -> tuple[str, str] | None:
    """What tells one body from others: its name, else its code and place; None where the document tells neither."""
    issuer = disclosure.issuer
    if issuer.name:
        return "name", fold(issuer.name)
    return ("code", f"{issuer.division}{issuer.agency}") if issuer.division and issuer.agency else None


def rows_by_mark(form: Form) -> Mapping[RowKey, Row]:
    """A form's rows by what they are: the total, a fixed item, a code, a project's name. Rows of agencies are left out, as
    are those that occur twice."""
    found: dict[RowKey, list[Row]] = {}
    for row in form.rows:
        if row.kind in LABELLED or row.kind is RowKind.TOTAL:
            found.setdefault(mark_of(row), []).append(row)
    return {mark: rows[0] for mark, rows in found.items() if len(rows) == 1}


def mark_of(row: Row) -> RowKey:
    """What tells a row from the others of its form, in every body's form alike."""
    if row.kind is RowKind.PROJECT:
        return ("project", fold(row.label))
    if row.item:
        return ("item", row.side or "", row.item)
    codes = tuple(f"{k}={v}" for k, v in sorted(row.codes.items()) if k != "agency")
    if codes:
        return ("code", *codes)
    return (
        "total" if row.kind is RowKind.TOTAL else "label",
        row.side or "",
        "" if row.kind is RowKind.TOTAL else fold(row.label),
    )
