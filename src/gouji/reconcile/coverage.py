"""How many independent relations vouch for each figure: the more, the surer a slip in it would be seen.

Only equations and ratios that were tested and hold vouch for a figure: an inequality leaves it free, a broken relation speaks
against it. Of relations that follow from one another around the same figure each counts only as far as it says more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from gouji.model.disclosure import Disclosure
from gouji.model.finding import Outcome
from gouji.reconcile.bound import Key, Result

PRIME = (1 << 61) - 1  # ranks are taken modulo a prime: exact for the small whole factors of relations
Vector = dict[int, int]


def coverage(results: Iterable[Result]) -> Mapping[Key, int]:
    """For every figure that takes part in a relation, how many independent ones vouch for it (0 where none can)."""
    numbers: dict[int, int] = {}
    keys: dict[Key, int] = {}
    distinct: dict[frozenset[tuple[int, int]], Vector] = {}
    around: dict[int, dict[int, Vector]] = defaultdict(dict)
    for result in results:
        relation = result.relation
        vector: Vector = {}
        for sign, terms in ((1, relation.left), (-1, relation.right), (-1 if relation.ratio else 0, relation.by)):
            for factor, figure in terms:
                number = numbers.get(id(figure))
                if number is None:
                    number = numbers[id(figure)] = keys.setdefault(figure.key, len(keys))
                vector[number] = vector.get(number, 0) + sign * factor
        if relation.compare == "=" and result.outcome in (Outcome.HELD, Outcome.ROUNDING):
            if 0 in vector.values():  # a figure on both sides falls out
                vector = {number: factor for number, factor in vector.items() if factor}
            vector = distinct.setdefault(frozenset(vector.items()), vector)  # the same relation again says nothing more
            for number in vector:
                around[number][id(vector)] = vector
    return {key: _rank(list(around[number].values())) if number in around else 0 for key, number in keys.items()}


def unvouched(disclosure: Disclosure, vouched: Mapping[Key, int]) -> tuple[Key, ...]:
    """The printed amounts of the forms that no relation vouches for, in the document's order. A printed 0 needs none."""
    return tuple(
        key
        for f, form in enumerate(disclosure.forms)
        for r, row in enumerate(form.rows)
        for path, cell in row.cells.items()
        if cell.amount and not vouched.get(key := Key("form", f, r, path))
    )


def counts(disclosure: Disclosure, vouched: Mapping[Key, int]) -> Mapping[int, int]:
    """How many printed amounts are vouched for by how many relations."""
    cells = (
        Key("form", f, r, path)
        for f, form in enumerate(disclosure.forms)
        for r, row in enumerate(form.rows)
        for path in row.cells
    )
    return dict(sorted(Counter(vouched.get(key, 0) for key in cells).items()))


def _rank(vectors: list[Vector]) -> int:
    """How many of the relations are independent of one another. They are distinct."""
    alone = 0
    while len(vectors) > 1:  # a relation with a figure that no other has is independent of them
        tied = [v for n, v in enumerate(vectors) if not v.keys() - set().union(*vectors[:n], *vectors[n + 1 :])]
        if len(tied) == len(vectors):
            return alone + _eliminated(vectors)
        alone, vectors = alone + len(vectors) - len(tied), tied
    return alone + len(vectors)


def _eliminated(vectors: list[Vector]) -> int:
    """The rank by elimination."""
    pivots: dict[int, Vector] = {}
    for vector in vectors:
        rest = dict(vector)
        while rest:
            at = min(rest)
            pivot = pivots.get(at)
            if pivot is None:
                inverse = pow(rest[at], -1, PRIME)
                pivots[at] = {x: f * inverse % PRIME for x, f in rest.items()}
                break
            factor = rest[at]
            for x, f in pivot.items():
                left = (rest.get(x, 0) - factor * f) % PRIME
                if left:
                    rest[x] = left
                else:
                    rest.pop(x, None)
    return len(pivots)
