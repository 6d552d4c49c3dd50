"""Which documents are of one body: matched over years by name and code, with what the lineage table says.

Two documents are of one body where
- they have the same name, and places (区划) that do not differ;
- or the same place and agency code under different names, as long as no year knows both names (a code may be given
  to another body later, but two bodies of one year never share one);
- or the lineage table says that the one was renamed to the other. A merged body stays itself: its successor is only named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gouji.corpus.words import folded

RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class Known:
    """What tells the body of one document."""

    doc: int
    name: str  # folded
    agency: str | None
    division: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Renaming:
    """A body with an old code or name (or both) goes on under a new one."""

    division: str | None
    old_code: str | None
    old_name: str | None
    new_code: str | None
    new_name: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """Its old and new names, folded."""
        return tuple(folded(n) for n in (self.old_name, self.new_name) if n)

    def old(self, known: Known) -> bool:
        """Whether the document is one of the body under its old name or code."""
        return self._is(known, self.old_code, self.old_name)

    def new(self, known: Known) -> bool:
        return self._is(known, self.new_code, self.new_name)

    def _is(self, known: Known, code: str | None, name: str | None) -> bool:
        if self.division and known.division and self.division != known.division:
            return False
        named = name is None or folded(name) == known.name
        coded = code is None or code == known.agency
        return named and coded and (name is not None or code is not None)


def assigned(documents: Sequence[Known], renamings: Sequence[Renaming] = ()) -> Mapping[int, int]:
    """The body of each document: the least `doc` of those that are of the same body."""
    groups = _Groups(d.doc for d in documents)
    for same in _by_name(documents):
        for other in same[1:]:
            groups.join(same[0].doc, other.doc)
    coded: dict[tuple[str, str], list[Known]] = {}
    years: dict[tuple[str | None, str], set[int | None]] = {}
    for known in documents:
        years.setdefault((known.division, known.name), set()).add(known.year)
        if known.agency and known.division:
            coded.setdefault((known.division, known.agency), []).append(known)
    for same in coded.values():
        _join_renamed(same, years, groups)
    for renaming in renamings:
        old = [d for d in documents if renaming.old(d)]
        new = [d for d in documents if renaming.new(d)]
        for a in old[:1] if new else ():
            for b in (*old[1:], *new):
                groups.join(a.doc, b.doc)
    return {d.doc: groups.least(d.doc) for d in documents}


def _by_name(documents: Iterable[Known]) -> Iterator[list[Known]]:
    """The documents of one name, by place. Those that tell no place go with the others where these are of one place only."""
    held: dict[str, dict[str | None, list[Known]]] = {}
    for known in documents:
        if known.name:
            held.setdefault(known.name, {}).setdefault(known.division, []).append(known)
    for places in held.values():
        if len(places) == 2 and None in places:
            yield [d for same in places.values() for d in same]
        else:
            yield from places.values()


def _join_renamed(same: Sequence[Known], years: Mapping[tuple[str | None, str], set[int | None]], groups: _Groups) -> None:
    """Names that one code has had one after the other; a nameless document goes with the code."""
    first: dict[str, Known] = {}
    for known in same:
        groups.join(first.setdefault(known.name, known).doc, known.doc)
    names = list(first)
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            place = first[a].division
            if not a or not b or not (years[place, a] & years[place, b]):
                groups.join(first[a].doc, first[b].doc)


class _Groups:
    """Sets that are joined (union–find); the least member stands for its set."""

    def __init__(self, members: Iterable[int]) -> None:
        self._parent = {m: m for m in members}

    def least(self, member: int) -> int:
        while self._parent[member] != member:
            self._parent[member] = member = self._parent[self._parent[member]]
        return member

    def join(self, a: int, b: int) -> None:
        a, b = self.least(a), self.least(b)
        self._parent[max(a, b)] = min(a, b)
