"""How a figure, a sum of figures and a place are called in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from gouji.model.disclosure import Form
from gouji.model.finding import Spot
from gouji.model.place import Place
from gouji.reconcile.bound import BoundTerm, Figure

NAMED = 4  # a sum of more figures than this is told by their number alone: a sentence must stay readable


def number(value: Decimal, like: Decimal | None = None) -> str:
    """A figure with thousands separators and at least the decimals of `like`, the figure that it is compared with."""
    short = _decimals(like) - _decimals(value) if like is not None else 0
    return format(value, ",f") + ("." if short > 0 and not _decimals(value) else "") + "0" * short


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def at(place: Place, lang: str = "zh") -> str:
    """A place in words: 第540行, 第3页; "" where the source gives none."""
    parts: list[str] = []
    if place.sheet or place.cell:
        parts.append("!".join(p for p in (place.sheet, place.cell) if p))
    if place.page is not None:
        parts.append(f"page {place.page}" if lang == "en" else f"第{place.page}页")
    if place.line is not None:
        parts.append(f"line {place.line}" if lang == "en" else f"第{place.line}行")
    return (", " if lang == "en" else "").join(parts)


class Speaker:
    """Names figures the way the document does, in one language."""

    def __init__(self, forms: Mapping[str, Form], lang: str = "zh") -> None:
        self._forms = forms
        self.lang = lang

    def form(self, kind: str) -> str:
        """A form's printed number, else its title, else its kind."""
        found = self._forms.get(kind)
        return (found.number or found.title if found else "") or kind

    def spot(self, spot: Spot, near: Spot | None = None) -> str:
        """Where a figure stands: form, line, row, column; parts that it shares with `near` are left out."""
        if not spot.form:
            where = at(spot.place, self.lang)
            quantity = spot.row.replace(".", "·")
            if near is not None and not near.form and near.place.line == spot.place.line:
                return f"“{quantity}”"
            return f"the text, {where} ({quantity})" if self.lang == "en" else f"正文{where}（{quantity}）"
        parts: list[str] = []
        same_form = near is not None and near.form == spot.form
        if not same_form:
            parts += [self.form(spot.form), "" if self._one_line(spot) else at(spot.place, self.lang)]
        if not (same_form and near and near.row == spot.row and near.place.line == spot.place.line):
            parts += [f"row “{spot.row}”" if self.lang == "en" else f"“{spot.row}”行"] if spot.row else []
        if not (same_form and near and near.column == spot.column):
            parts += [f"column “{spot.column}”" if self.lang == "en" else f"“{spot.column}”列"] if spot.column else []
        parts = [p for p in parts if p]
        return ", ".join(parts) if self.lang == "en" else "".join(parts)

    def _one_line(self, spot: Spot) -> bool:
        """Whether all rows of the figure's form stand in one line of the source, as in a page of HTML without line breaks: the
        line's number says nothing then, and the row and the column are told anyway."""
        form = self._forms.get(spot.form)
        if form is None or spot.place.line is None or spot.place.page is not None or not spot.row:
            return False
        lines = [cell.place.line for row in form.rows for cell in row.cells.values()]
        return len(form.rows) > 1 and len(lines) > 1 and len(set(lines)) == 1

    def amount(self, figure: Figure) -> str:
        """A figure with its unit, or that its cell is blank."""
        if figure.amount is None:
            return "blank" if self.lang == "en" else "空白"
        return f"{number(figure.amount.value)}{figure.amount.unit}"

    def side(self, terms: tuple[BoundTerm, ...], near: Spot | None = None) -> str:
        """The terms of one side in words: each named figure with its amount, or how many figures are added."""
        filled = told(terms)
        if not filled:
            return "there is no figure" if self.lang == "en" else "没有对应的数字"
        if len(filled) > NAMED:
            return f"the sum of its {len(filled)} figures" if self.lang == "en" else f"各项（{len(filled)}项）之和"
        out = ""
        for term in filled:
            sign = "－" if term.factor < 0 else "＋" if out else ""
            factor = f"{abs(term.factor)}×" if abs(term.factor) != 1 else ""
            out += f"{sign}{factor}{self._named(term.figure, near)}"
        return out

    def _named(self, figure: Figure, near: Spot | None) -> str:
        """A figure's place and amount; a count of rows is told as one."""
        space = " " if self.lang == "en" else ""
        if figure.key.owner == "count" and figure.amount is not None:
            among = self.form(figure.spot.form)
            count = number(figure.amount.value)
            return f"{among} has {count} of them" if self.lang == "en" else f"{among}有{count}项"
        return f"{self.spot(figure.spot, near)}{space}{self.amount(figure)}"


def told(terms: tuple[BoundTerm, ...]) -> tuple[BoundTerm, ...]:
    """The terms whose cells are not blank: those that a sentence names."""
    return tuple(t for t in terms if t.figure.amount is not None)
