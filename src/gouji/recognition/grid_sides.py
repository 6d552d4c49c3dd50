"""Two-sided forms (收支总表, 财政拨款收支总表): a printed row holds a line of revenue and a line of expenditure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gouji.model.disclosure import Damage, RowKind
from gouji.model.place import Place
from gouji.recognition.grid_cells import RawCell, RawRow, wording
from gouji.recognition.grid_explode import Piece, pieces
from gouji.recognition.grid_header import HeaderMap
from gouji.recognition.grid_lines import LineFinder, LineMatch, row_label
from gouji.recognition.grid_numbers import Reading, doubted
from gouji.recognition.grid_pages import Page
from gouji.recognition.grid_words import Leaf, Vocabulary
from gouji.reconcile.loose import LooseNumber, LooseRow
from gouji.standards.fold import fold
from gouji.standards.remembered import Remembered
from gouji.standards.template import FormTemplate, Line, Side

_CARRIED_ON = 2  # a line may be cut over so many further rows
_NEAR = 12  # entries among which the line above is looked for
_MANY = 100  # so many numbers without a label are no table that lost a few


@dataclass(slots=True)
class Entry:
    """A line of one side as printed, before it becomes a row. `match` None: the label is no line of the template."""

    side: Side
    label: str
    match: LineMatch | None
    numbers: list[LooseNumber]
    place: Place
    printed: int  # the printed row's number


@dataclass(frozen=True, slots=True)
class SidesResult:
    """The rows of both sides in printed order, and what could not be read."""

    rows: tuple[LooseRow, ...]
    damage: tuple[Damage, ...]


class SidesReader:
    """Reads the pages of one two-sided form."""

    def __init__(self, form: FormTemplate, leaves: tuple[Leaf, ...], header_words: Vocabulary) -> None:
        self.header_words = header_words.words
        self.left = 0  # the column of the first side's labels on this page
        self.pasted = False  # whether cells of this page hold the labels of both sides
        self.sides = form.sides
        self.finders = [LineFinder(side) for side in form.sides]
        self.leaves = leaves
        self.entries: list[Entry] = []
        self.tails: list[tuple[int, str, LooseNumber]] = []
        self.loose: list[tuple[int, int, LooseNumber]] = []  # (printed row, side, number) without a label
        self.damage: list[Damage] = []
        self.printed = 0

    def page(self, page: Page, header: HeaderMap) -> None:
        """Reads one page."""
        split = self._split(page)
        self.pasted = any(self._both_sides(cell.text) for row in page.rows for cell in row.cells)
        places = [c.column for r in page.rows for c in r.cells if c.column < (split or 1) and self.finders[0].match(c.text)]
        self.left = max(set(places), key=places.count) if places else 0
        for row in page.rows:
            self._row(row, split, header)
            self.printed += 1

    def result(self) -> SidesResult:
        """Everything read, labels that were lost in between restored, pasted rows used where nothing else says it."""
        self._repeated()
        self._lost_labels()
        self._use_tails()
        for printed, side, number in self.loose:
            says = f"金额{number.raw}没有项目名称，无法确定是{self.sides[side].name}的哪一行"
            self.damage.append(Damage(number.place, says))
            self.entries.append(Entry(self.sides[side], "", None, [number], number.place, printed))
        ordered = sorted(self.entries, key=lambda e: (e.printed, self.sides.index(e.side)))
        return SidesResult(tuple(self._as_row(e) for e in ordered), tuple(self.damage))

    def _split(self, page: Page) -> int | None:
        """The column where the second side's labels stand, in most rows; None where no cell holds them alone and behind
        the first side (pasted rows, sides below one another)."""
        votes: dict[int, int] = {}
        for row in page.rows:
            for cell in row.cells:
                if cell.column and not pieces(cell.text, self.finders)[1:] and self._side_of(cell.text) == 1:
                    votes[cell.column] = votes.get(cell.column, 0) + 1
        return max(votes, key=lambda c: (votes[c], -c)) if votes else None

    def _both_sides(self, text: str) -> bool:
        found = pieces(text, self.finders)
        return len(found) > 1 and {self._side_of(p.text) for p in found if p.number is None} >= {0, 1}

    def _side_of(self, text: str) -> int | None:
        """The side that alone knows a label, or knows it better."""
        found = [finder.match(text) for finder in self.finders]
        sure = [m.sure if m else 0 for m in found]
        return sure.index(max(sure)) if max(sure) and sure.count(max(sure)) == 1 else None

    def _row(self, row: RawRow, split: int | None, header: HeaderMap) -> None:
        current: list[Entry | None] = [None for _ in self.sides]
        for cell in row.cells:
            if cell.carried:
                continue
            at = 1 if split is not None and cell.column >= split and len(self.sides) > 1 else 0
            found = pieces(cell.text, self.finders)
            if len(found) > 1 and sum(p.number is None for p in found) > 0:
                self._pasted(cell, found, current, row)
            elif found and found[0].number is not None:
                self._number(cell, found[0].number, at, current, split, header, row)
            elif found:
                self._label(cell, found[0].text, at, current, row, split)

    def _label(self, cell: RawCell, text: str, at: int, current: list[Entry | None], row: RawRow, split: int | None) -> None:
        if fold(text) in self.header_words and not any(f.match(text) for f in self.finders):
            return
        told = self._side_of(text)
        free = self.pasted or cell.column not in (self.left, split)
        own = self.finders[at].match(text)
        side = told if told is not None and not row.exact and (free or own is None) else at
        match = self.finders[side].match(text)
        if free and not self.pasted and not row.exact and (match is None or match.sure < 2):
            self.damage.append(Damage(cell.place, f"“{text[:20]}”不在项目栏里，没有读入"))
            return
        if match is None or match.sure == 1:
            whole = self._carried_on(text, side, match)
            if whole is not None:
                current[side] = whole
                return
        if match is None and not self.finders[side].could_begin(text):
            self.damage.append(Damage(cell.place, f"“{text[:30]}”不是这张表的项目"))
            return
        if match is not None:
            self.finders[side].take(match)
        entry = Entry(self.sides[side], wording(text), match, [], row.place, self.printed)
        current[side] = entry
        self.entries.append(entry)

    def _carried_on(self, text: str, side: int, alone: LineMatch | None) -> Entry | None:
        """The entry above, with the rest of its label that was cut over two rows; None where the words are no rest.

        Words that are themselves somewhat like a line (`alone`) are a rest only where the joined label is one exactly.
        """
        near = reversed(self.entries[-_NEAR:])
        last = next((e for e in near if e.side is self.sides[side]), None)
        if last is None or self.printed - last.printed > _CARRIED_ON:
            return None
        joined = last.label + wording(text)
        match = self.finders[side].match(joined, last.match.position - 1 if last.match is not None else None)
        if match is None or (alone is not None and (match.sure < 3 or last.label == joined)):
            return None
        if match.sure < 2 and not (last.match is not None and last.match.position == match.position):
            return None
        last.label, last.match = joined, match
        self.finders[side].take(match)
        return last

    def _number(
        self,
        cell: RawCell,
        reading: Reading,
        at: int,
        current: list[Entry | None],
        split: int | None,
        header: HeaderMap,
        row: RawRow,
    ) -> None:
        if split is None and len(self.sides) > 1:
            held = [i for i, e in enumerate(current) if e is not None]
            at = len(self.sides) - 1 if self.pasted or not held else held[-1]
        reading = doubted(reading, cell.sure, cell.readings)
        number = LooseNumber(
            reading.amount,
            cell.text,
            cell.place,
            self._hint(cell.column, at, split, header, row),
            reading.damaged,
            reading.others,
        )
        entry = current[at]
        if entry is not None:
            entry.numbers.append(number)
        else:
            self.loose.append((self.printed, at, number))

    def _hint(self, column: int, at: int, split: int | None, header: HeaderMap, row: RawRow) -> str | None:
        own = [leaf for leaf in self.leaves if leaf.side == self.sides[at].name]
        amounts = [leaf for leaf in own if leaf.is_amount]
        if len(amounts) == 1:
            return amounts[0].column.path
        first = self.leaves.index(own[0])
        by_header = header.leaf.get(column) if column in header.known else None
        label = split if at == 1 and split is not None else 0
        by_count = first + column - label if at == 1 and split is not None and row.width - split == len(own) else None
        if by_header is not None and by_count is not None and by_header != by_count:
            return None
        leaf = by_header if by_header is not None else by_count
        if leaf is None or (row.exact and by_header is None) or not first <= leaf < first + len(own):
            return None
        return self.leaves[leaf].column.path if self.leaves[leaf].is_amount else None

    def _pasted(self, cell: RawCell, found: Sequence[Piece], current: list[Entry | None], row: RawRow) -> None:
        """Several lines pasted into one cell: the row's own are the first of each side, the rest repeats rows below."""
        side = -1
        own_done = False
        for piece in found:
            if piece.number is None:
                told = self._side_of(piece.text)
                side = told if told is not None else max(side, 0)
                own_done = (
                    own_done or current[side] is not None or side < max((i for i, e in enumerate(current) if e), default=0)
                )
                if not own_done:
                    self._label(cell, piece.text, side, current, row, None)
                label = piece.text
                continue
            if side < 0:
                continue
            amounts = [leaf for leaf in self.leaves if leaf.side == self.sides[side].name and leaf.is_amount]
            hint = amounts[0].column.path if len(amounts) == 1 else None
            number = LooseNumber(piece.number.amount, piece.raw, cell.place, hint, piece.number.damaged, piece.number.others)
            entry = current[side]
            if not own_done and entry is not None:
                entry.numbers.append(number)
            else:
                self.tails.append((side, label, number))

    def _use_tails(self) -> None:
        """Numbers of pasted repetitions count only for lines that nothing else gives a number."""
        given = {(self.sides.index(e.side), e.match.line.key) for e in self.entries if e.match and e.numbers}
        for side, label, number in self.tails:
            match = self.finders[side].match(label)
            if match is None or (side, match.line.key) in given:
                continue
            given.add((side, match.line.key))
            entry = next(
                (e for e in self.entries if e.match and e.match.line is match.line and e.side is self.sides[side]), None
            )
            if entry is None:
                self.entries.append(Entry(self.sides[side], wording(label), match, [number], number.place, self.printed))
            else:
                entry.numbers.append(number)

    def _repeated(self) -> None:
        """A line that the source printed twice (pasted, or read twice) is one; differing numbers stay as alternatives."""
        kept: dict[tuple[str, str], Entry] = {}
        repeated: set[int] = set()
        for entry in self.entries:
            if entry.match is None:
                continue
            first = kept.setdefault((entry.side.key, entry.match.line.key), entry)
            if first is entry:
                continue
            if entry.numbers and [n.amount for n in entry.numbers] != [n.amount for n in first.numbers]:
                if first.numbers:
                    self.damage.append(Damage(entry.place, f"“{entry.label[:30]}”一行出现两次，金额不一致"))
                    first.numbers = [_either(a, entry.numbers) for a in first.numbers]
                else:
                    first.numbers = entry.numbers
            repeated.add(id(entry))
        self.entries = [e for e in self.entries if id(e) not in repeated]

    def _lost_labels(self) -> None:
        """A number without a label takes the only line that stands between the lines of the printed rows around it."""
        left: list[tuple[int, int, LooseNumber]] = []
        for printed, side, number in self.loose:
            line = self._between(printed, side) if len(self.loose) <= _MANY else None
            if line is None:
                left.append((printed, side, number))
                continue
            position = self.sides[side].lines.index(line)
            entry = Entry(self.sides[side], line.labels[0], LineMatch(line, position, 1), [number], number.place, printed)
            self.entries.append(entry)
            self.damage.append(Damage(number.place, f"项目名称缺失，按上下行的次序补出“{line.labels[0]}”"))
        self.loose = left

    def _between(self, printed: int, side: int) -> Line | None:
        own = [e for e in self.entries if e.side is self.sides[side] and e.match is not None]
        before = max((e for e in own if e.printed < printed), key=lambda e: e.printed, default=None)
        after = min((e for e in own if e.printed > printed), key=lambda e: e.printed, default=None)
        if before is None or after is None or before.match is None or after.match is None:
            return None
        lines = self.sides[side].lines[before.match.position + 1 : after.match.position]
        return lines[0] if len(lines) == 1 and after.printed - before.printed == 2 else None

    def _as_row(self, entry: Entry) -> LooseRow:
        line = entry.match.line if entry.match else None
        parents = {other.parent for other in entry.side.lines if not other.part}
        kind = RowKind.ITEM
        if line is not None and (line.total or line.key in parents):
            kind = RowKind.TOTAL if line.total else RowKind.CLASS
        return LooseRow(
            kind,
            wording(row_label(entry.label)),
            entry.side.name,
            numbers=tuple(entry.numbers),
            item=line.key if line else None,
            place=replace(entry.place, column=None, to_column=None),
        )


def _either(number: LooseNumber, others: Sequence[LooseNumber]) -> LooseNumber:
    """A number with the differing readings of the same column."""
    found = [n.amount for n in others if n.amount is not None and n.hint == number.hint and n.amount != number.amount]
    if not found:
        return number
    return replace(number, damaged=True, alternatives=tuple(dict.fromkeys((*number.alternatives, *found))))


def _line_labels(form: FormTemplate) -> frozenset[str]:
    lines = [*form.lines, *(line for side in form.sides for line in side.lines)]
    return frozenset(fold(label) for line in lines for label in line.labels)


_line_labels_of = Remembered(_line_labels)


def line_labels(form: FormTemplate) -> frozenset[str]:
    """The folded labels of all fixed lines of a form."""
    return _line_labels_of(form)
