"""Relations of forms that no template knows, found in the forms themselves.

A table says by its own words what adds up: a row called 合计, a column called 小计, a code under a shorter code. Such a rule is
taken for a relation of the form only where more of its instances hold than break (a row whose 合计 is a different sum is
no evidence); the instances that break it are then worth a person's look. A rule that the form contradicts as often as it
confirms it is reported as not tested, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gouji.model.amount import Amount
from gouji.model.disclosure import Disclosure, Form, Row, RowKind
from gouji.model.finding import Outcome, Spot
from gouji.reconcile.bound import BoundRelation, BoundTerm, Figure, Key
from gouji.reconcile.evaluation import evaluate_one
from gouji.standards.fold import fold

UNKNOWN = "unknown"
BASIS = "表的版式"
SUMS = frozenset({"合计", "小计", "总计", "共计"})
PART = "其中"
MAX_ROWS = 5000  # rows of a form within which sums are looked for
MAX_TERMS = 100_000  # addends of a form's sums; no form that people read has as many


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that a form's words suggest, with its instances."""

    id: str
    title: str
    instances: tuple[BoundRelation, ...]
    promised: bool = False  # the words themselves say that it holds: nothing else is needed to believe it


def bind_unknown(disclosure: Disclosure) -> tuple[BoundRelation, ...]:
    """The relations of the disclosure's forms of kind `unknown`."""
    out: list[BoundRelation] = []
    for position, form in enumerate(disclosure.forms):
        if form.kind == UNKNOWN and form.status == "present":
            for rule in _rules(position, form):
                out += _accepted(rule)
    return tuple(out)


def _accepted(rule: Rule) -> list[BoundRelation]:
    """The instances of a rule that the form follows; one untestable relation for a rule that it does not."""
    ended = [evaluate_one(r).outcome for r in rule.instances]
    held = sum(o in (Outcome.HELD, Outcome.ROUNDING) for o in ended)
    broken = sum(o is Outcome.BROKEN for o in ended)
    if held > broken or rule.promised:
        return list(rule.instances)
    if not broken:
        return []
    first = next(r for r, o in zip(rule.instances, ended, strict=True) if o is Outcome.BROKEN)
    return [first._replace(untestable=f"这张表的“{rule.title}”没有规律可依（{held}处成立，{broken}处不成立）")]


def _rules(position: int, form: Form) -> Iterator[Rule]:
    """All rules that a form's words suggest."""
    maker = _Maker(position, form)
    for side in dict.fromkeys(row.side for row in form.rows):
        rows = [i for i, row in enumerate(form.rows[:MAX_ROWS]) if row.side == side]
        yield from maker.totals(rows, side)
        yield from maker.classes(rows)
        yield from maker.columns(rows)
    yield from maker.balance()


class _Maker:
    """Makes the instances of rules for one form."""

    def __init__(self, position: int, form: Form) -> None:
        self.position, self.form = position, form
        self.paths = list(dict.fromkeys(path for row in form.rows for path in row.cells))
        self.children = _children(form.rows)
        self._figures: dict[tuple[int, str], Figure] = {}
        self._terms = 0

    def totals(self, rows: Sequence[int], side: str | None) -> Iterator[Rule]:
        """The 合计 row against the rows that it can be the sum of: the choice that holds in most columns."""
        total = [i for i in rows if self.form.rows[i].kind is RowKind.TOTAL]
        if not total:
            return
        at = total[-1] if side is not None else total[0]
        items = [
            i
            for i in rows
            if self.form.rows[i].kind is not RowKind.TOTAL and not fold(self.form.rows[i].label).startswith(PART)
        ]
        below = {c for kids in self.children.values() for c in kids}
        choices = [
            [i for i in items if i not in self.children],  # the deepest rows
            [i for i in items if i not in below],  # the outermost rows
            [
                i
                for i in items
                if self.form.rows[i].texts.get("序", "").endswith("、") and "(" not in self.form.rows[i].texts["序"]
            ],
        ]
        rules = [
            Rule("UN-TOTAL", "合计行等于各行之和", tuple(self._column_sums("UN-TOTAL", "合计行等于各行之和", at, c)))
            for c in choices
            if c
        ]
        if rules:
            yield max(rules, key=_holding)

    def classes(self, rows: Sequence[int]) -> Iterator[Rule]:
        """Rows whose deeper codes follow, against those directly below them."""
        title = "上级科目等于下级科目之和"
        found = [r for at in rows if at in self.children for r in self._column_sums("UN-CODES", title, at, self.children[at])]
        if found:
            yield Rule("UN-CODES", title, tuple(found))

    def columns(self, rows: Sequence[int]) -> Iterator[Rule]:
        """A column called 合计 or 小计 against the columns beside it, in every row."""
        for path in self.paths:
            group, _, last = path.rpartition("/")
            if fold(last.split("#")[0]) not in SUMS:
                continue
            title = f"“{path}”列等于其后各列之和"
            best = max((self._row_sums(path, parts, rows, title) for parts in self._beside(path, group)), key=_held, default=[])
            if best:
                yield Rule("UN-COLUMNS", title, tuple(best))

    def balance(self) -> Iterator[Rule]:
        """收入总计 and 支出总计 of a two-sided form."""
        ends = {}
        for at, row in enumerate(self.form.rows):
            if row.kind is RowKind.TOTAL and row.side and fold(row.label).endswith("总计") and row.cells:
                ends[row.side] = at
        if set(ends) != {"收入", "支出"}:
            return
        one, other = (self._figure(at, next(iter(self.form.rows[at].cells))) for at in (ends["收入"], ends["支出"]))
        title = "收入总计等于支出总计"
        yield Rule("UN-BALANCE", title, (self._relation("UN-BALANCE", title, one, [other], "收入总计"),), promised=True)

    def _beside(self, path: str, group: str) -> Iterator[list[str]]:
        """The columns that a sum column may be the sum of: its siblings, groups by their own sum or by their parts."""
        inside = [p for p in self.paths if p != path and (not group or p.startswith(f"{group}/"))]
        after = inside[0:] if group else [p for p in inside if self.paths.index(p) > self.paths.index(path)]
        depth = path.count("/")
        siblings: list[str] = []
        leaves: list[str] = []
        for p in after:
            parts = p.split("/")
            if any(x.startswith(PART) for x in parts):
                continue
            own_sum = fold(parts[-1]) in SUMS and len(parts) > depth + 1
            first_of_group = "/".join(parts[: depth + 1])
            has_sum = any(q.startswith(f"{first_of_group}/") and fold(q.rsplit("/", 1)[-1]) in SUMS for q in after)
            if len(parts) == depth + 1 or own_sum or not has_sum:
                siblings.append(p)
            if not own_sum:
                leaves.append(p)
        yield siblings
        if leaves != siblings:
            yield leaves

    def _column_sums(self, id: str, title: str, at: int, parts: Sequence[int]) -> list[BoundRelation]:
        out: list[BoundRelation] = []
        if not self._afford(len(self.paths) * len(parts)):
            return out
        for path in self.paths:
            left = self._figure(at, path)
            right = [self._figure(i, path) for i in parts if path in self.form.rows[i].cells]
            if left.amount is not None and right:
                out.append(self._relation(id, title, left, right, path))
        return out

    def _row_sums(self, path: str, parts: Sequence[str], rows: Sequence[int], title: str) -> list[BoundRelation]:
        out: list[BoundRelation] = []
        if not self._afford(len(rows) * len(parts)):
            return out
        for at in rows:
            left = self._figure(at, path)
            right = [self._figure(at, p) for p in parts if p in self.form.rows[at].cells]
            if left.amount is not None and right:
                out.append(self._relation("UN-COLUMNS", title, left, right, self.form.rows[at].label))
        return out

    def _figure(self, at: int, path: str) -> Figure:
        found = self._figures.get((at, path))
        if found is None:
            row, form = self.form.rows[at], self.form
            cell = row.cells.get(path)
            amount = Amount(cell.amount, form.unit) if cell else None
            spot = Spot(form.title or form.kind, row.label, path, str(cell.amount) if cell else None, (cell or row).place)
            found = Figure(Key("form", self.position, at, path), amount, spot, path in row.unreadable)
            self._figures[at, path] = found
        return found

    def _afford(self, terms: int) -> bool:
        """Whether so many addends more are within what a form may have."""
        self._terms += terms
        return self._terms <= MAX_TERMS

    @staticmethod
    def _relation(id: str, title: str, left: Figure, right: Sequence[Figure], scope: str) -> BoundRelation:
        terms = tuple(BoundTerm(1, f) for f in right)
        return BoundRelation(id, title, BASIS, "warning", "=", (BoundTerm(1, left),), terms, scope=scope)


def _children(rows: Sequence[Row]) -> dict[int, list[int]]:
    """Rows directly below a row by code: the longest shorter code of the same table that theirs begins with."""
    codes: dict[tuple[str | None, str, str], int] = {}
    for at, row in enumerate(rows):
        for kind, code in row.codes.items():
            codes.setdefault((row.side, kind, code), at)
    out: dict[int, list[int]] = {}
    for at, row in enumerate(rows):
        for kind, code in row.codes.items():
            above = (codes.get((row.side, kind, code[:n])) for n in range(len(code) - 1, 1, -1))
            parent = next((p for p in above if p is not None and p != at), None)
            if parent is not None and codes[row.side, kind, code] == at:
                out.setdefault(parent, []).append(at)
    return out


def _held(instances: Sequence[BoundRelation]) -> int:
    ended = [evaluate_one(r).outcome for r in instances]
    return sum(o in (Outcome.HELD, Outcome.ROUNDING) for o in ended) - sum(o is Outcome.BROKEN for o in ended)


def _holding(rule: Rule) -> int:
    return _held(rule.instances)


__all__ = ["bind_unknown"]
