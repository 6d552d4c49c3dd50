"""Pages that were not read: a table or a list that stands beside one may go on there, so its sums say nothing."""

from __future__ import annotations

from collections.abc import Iterable

from gouji.checking.registry import Subject
from gouji.model.disclosure import Form, RowKind
from gouji.reconcile.bound import Figure, Result


class Cut:
    """What of a disclosure may go on where nothing was read."""

    def __init__(self, subject: Subject) -> None:
        unread = subject.disclosure.source.unread_pages
        self._beside = frozenset(page + step for page in unread for step in (-1, 1))
        before = {page - 1 for page in unread}  # a form that was found has its title: only its end may be missing
        self._forms = frozenset(
            i for i, form in enumerate(subject.disclosure.forms) if unread and _last_page(form) in before and not _ended(form)
        )

    def touches(self, results: Iterable[Result]) -> bool:
        """Whether a figure of the relations stands in what may go on unread, or a figure was sought and not found at all."""
        return bool(self._beside) and any(self._touched(r) for r in results)

    def _touched(self, result: Result) -> bool:
        relation = result.relation
        return not relation.left or not relation.right or any(self._within(f) for f in relation.figures)

    def _within(self, figure: Figure) -> bool:
        if figure.key.owner == "form":
            return figure.key.index in self._forms
        return figure.spot.place.page in self._beside


def _last_page(form: Form) -> int:
    return max((row.place.page or 0 for row in form.rows), default=0)


def _ended(form: Form) -> bool:
    """Whether the form ends with its total, after which nothing comes."""
    return form.rows[-1].kind is RowKind.TOTAL
