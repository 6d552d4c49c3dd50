"""Documents that are checked together: which belong to which, and the register of the rules over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from gouji.checking.registry import Found, Wording
from gouji.model.disclosure import Disclosure, Row, RowKind
from gouji.model.finding import Severity, Spot
from gouji.standards.fold import fold

DEPARTMENT = "department_budget"


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

    def pairs(self) -> Iterator[tuple[Member, Member]]:
        """Every two documents, in the order given."""
        return ((a, b) for i, a in enumerate(self.members) for b in self.members[i + 1 :])

    def departments(self) -> Iterator[tuple[Member, tuple[Member, ...], bool]]:
        """Each department with its units among the documents, and whether these are all of them."""
        for member in self.members:
            if not member.whole:
                continue
            units = tuple(m for m in self.members if m is not member and not m.whole and belongs(m, member))
            if units:
                expected = agencies(member.disclosure)
                named = {row_of(u.disclosure, expected) for u in units}
                yield member, units, bool(expected) and named == set(expected)


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
    """The rules over several documents, in the order of this file."""
    return tuple(_JOINT.values())


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


def belongs(unit: Member, department: Member) -> bool:
    """Whether a unit is one of the department's: by codes of the same place, else by the rows of the department's forms."""
    a, b = unit.disclosure, department.disclosure
    if a.fiscal_year != b.fiscal_year or (a.issuer.division and b.issuer.division and a.issuer.division != b.issuer.division):
        return False
    if any(is_row_of(a, row) for f in b.forms for row in f.rows if row.kind is RowKind.AGENCY):
        return True
    return bool(
        a.issuer.agency and b.issuer.department and a.issuer.agency.startswith(b.issuer.department) and a.issuer.division
    )


def same_body(a: Disclosure, b: Disclosure) -> bool:
    if a.issuer.name and b.issuer.name:
        return fold(a.issuer.name) == fold(b.issuer.name)
    return bool(a.issuer.agency and a.issuer.agency == b.issuer.agency and a.issuer.division == b.issuer.division)
