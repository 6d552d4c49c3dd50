"""Names of figures that an address can carry: the same for the same reading, whatever the program makes of it later."""

from __future__ import annotations

from gouji.model.disclosure import Disclosure
from gouji.reconcile.bound import Key


class FigureIds:
    """t3r12c2: form 3, row 12, its third amount; c15: the prose's claim 15; j2: project 2. Others (blank or garbled cells that
    a relation counts) are numbered x0, x1 … as they are met."""

    def __init__(self, disclosure: Disclosure) -> None:
        self._forms = disclosure.forms
        self._columns: dict[tuple[int, int], dict[str, int]] = {}
        self._others: dict[Key, str] = {}

    def __call__(self, key: Key) -> str:
        if key.owner == "claim":
            return f"c{key.index}"
        if key.owner == "project" and key.column == "amount":
            return f"j{key.index}"
        if key.owner == "form":
            column = self._numbers(key.index, key.row).get(key.column)
            if column is not None:
                return f"t{key.index}r{key.row}c{column}"
        return self._others.setdefault(key, f"x{len(self._others)}")

    def _numbers(self, form: int, row: int) -> dict[str, int]:
        known = self._columns.get((form, row))
        if known is None:
            cells = self._forms[form].rows[row].cells if row < len(self._forms[form].rows) else {}
            known = self._columns[form, row] = {path: n for n, path in enumerate(cells)}
        return known
