"""Functional items by the names of their levels: which code prose means by 教育支出（类）普通教育（款）小学教育（项）.

Names are those that the forms print beside the codes; where a form lists the deepest codes only, the chart of accounts
gives the names above them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gouji.reconcile.rows import FormRows
from gouji.standards import chart
from gouji.standards.fold import fold

LEVELS = (3, 5, 7)  # digits of class (类), group (款) and item (项)
_KIND = "function"


class Names:
    """The paths of names of some forms' functional codes."""

    def __init__(self, forms: Iterable[FormRows], year: int | None = None) -> None:
        self._year = year
        printed: dict[str, str] = {}
        codes: dict[str, None] = {}
        for form in forms:
            for position, row in enumerate(form.rows):
                code = form.code(position, _KIND)
                if code:
                    codes[code] = None
                    if row.label:
                        printed.setdefault(code, fold(row.label))
        self._printed = printed
        self._exact: dict[tuple[str, ...], set[str]] = {}
        self._loose: dict[tuple[str, ...], set[str]] = {}
        for code in codes:
            path = self.path(code)
            if path:
                self._exact.setdefault(path, set()).add(code)
                self._loose.setdefault(tuple(_stem(n) for n in path), set()).add(code)

    def path(self, code: str) -> tuple[str, ...]:
        """The folded names of a code's levels, outermost first; () where one of them is not known."""
        names = [self._name(code[:digits]) for digits in LEVELS if digits <= len(code)]
        return tuple(n for n in names if n) if all(names) else ()

    def _name(self, code: str) -> str | None:
        if code in self._printed:
            return self._printed[code]
        entry = chart.lookup(_KIND, code, self._year)
        return fold(entry.name) if entry else None

    def code(self, names: Sequence[str]) -> str | None:
        """The code that has these names, a 支出 at the end of a name more or less; None where none has, or several have."""
        wanted = tuple(fold(n) for n in names)
        found = self._exact.get(wanted) or self._loose.get(tuple(_stem(n) for n in wanted)) or set()
        return next(iter(found)) if len(found) == 1 else None

    def near(self, names: Sequence[str]) -> tuple[str, ...]:
        """The codes of the same class whose own name or group shares the given last name: what may have been meant."""
        wanted = [fold(n) for n in names]
        return tuple(
            code
            for path, codes in self._exact.items()
            if len(path) == len(wanted) and path[0] == wanted[0] and set(map(_stem, path[1:])) & set(map(_stem, wanted[1:]))
            for code in sorted(codes)
        )


def _stem(name: str) -> str:
    return name.removesuffix("支出")
