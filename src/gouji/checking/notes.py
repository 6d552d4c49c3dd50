"""Empty forms and their notes, and what notes and prose say that forms contradict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from gouji.checking.completeness import body, has
from gouji.checking.figures import Speaker, at, number
from gouji.checking.passages import Passage, Slip, told
from gouji.checking.registry import Found, Subject, check
from gouji.model.disclosure import Cell, Form, Row, RowKind
from gouji.model.finding import Severity, Spot
from gouji.standards.fold import fold
from gouji.standards.law import law, rests, words


def amounts(form: Form) -> list[tuple[Row, str, Cell]]:
    """The form's figures other than 0, with their rows and columns."""
    return [(row, column, cell) for row in form.rows for column, cell in row.cells.items() if cell.amount]


def lost(form: Form) -> bool:
    """Whether figures of the form may stand in the document without having been read: damaged or undecided."""
    return any(row.unreadable or row.ambiguous for row in form.rows)


@check(
    id="NOTE-FIGURES",
    severity=Severity.ERROR,
    title=("注说没有数据，表中却有数字", "A note denies the figures of its form"),
    basis=rests("notice-143", "itself"),
    example="表注“故本表无数据”，合计行却有42.00万元",
)
def denied(subject: Subject) -> Iterator[Found]:
    """A form whose note says that it is empty (故本表无数据, 本表为空表) holds no figure."""
    speaker = Speaker(subject.names(), subject.lang)
    pattern = _empty_words()
    for form in subject.disclosure.forms:
        found = amounts(form)
        saying = pattern.search(fold(form.note or ""))
        if not found or not saying:
            continue
        row, column, cell = found[0]
        spot = Spot(form.kind, row.label, column, format(cell.amount, "f"), cell.place)
        yield Found(
            message=subject.say(
                f"{speaker.spot(spot)}有{number(cell.amount)}{form.unit}，表注却说“{saying.group()}”。",
                f"{speaker.spot(spot)} has {number(cell.amount)}{form.unit}, but the note says “{saying.group()}”.",
            ),
            places=(
                spot,
                Spot(form.kind, "注", "", saying.group(), replace(form.place, line=form.place.to_line or form.place.line)),
            ),
            stated=cell.amount,
            unit=form.unit,
        )


def _empty_words() -> re.Pattern[str]:
    """What a note says of an empty form: it is about the form itself, not about one of its columns."""
    return re.compile(r"本表(?:无数据|为空|是空|没有数据|无内容|空表)|(?:故|因此)\w{0,4}(?:无数据|为空表|空表)")


@check(
    id="FORM-EMPTY-NOTE",
    severity=Severity.WARNING,
    title=("空表没有说明", "An empty form lacks its note"),
    basis=rests("notice-143"),
    example="政府性基金预算支出表没有数字，也没有“没有政府性基金……故本表无数据”的说明",
)
def silent(subject: Subject) -> Iterator[Found]:
    """A form without figures is published empty with a note that says why."""
    speaker = Speaker(subject.names(), subject.lang)
    prose = "".join(s.text for s in body(subject))
    for form in subject.disclosure.forms:
        prescribed = subject.template.forms.get(form.kind)
        if form.status != "empty" or lost(form) or has(form.note or "", law()["empty-note"]):
            continue
        if prescribed is None or prescribed.layout.endswith("performance"):
            continue
        name = speaker.form(form.kind)
        told = "、".join(
            e["zh"] for k, e in law()["denied"].items() if form.kind in words(e["form"]) and _denial(prose, e["names"])
        )
        also = (
            subject.say(f"（正文说明了没有{told}，表下也应注明）", " (the prose says so; the form should too)") if told else ""
        )
        yield Found(
            message=subject.say(
                f"{name}（{at(form.place)}）没有数字，也没有写明为什么是空表{also}。",
                f"{name} ({at(form.place, 'en')}) holds no figure and does not say why{also}.",
            ),
            places=(Spot(form=form.kind, place=form.place),),
            severity=Severity.INFO if told else None,
        )


@check(
    id="NOTE-SCOPE",
    severity=Severity.WARNING,
    title=("表注的口径与数字不符", "A note limits a form to less than it holds"),
    basis=rests("itself", "form-143"),
    example="表注“本表仅含当年财政拨款安排的支出”，合计却大于财政拨款",
)
def scope(subject: Subject) -> Iterator[Found]:
    """A form that by its note holds fiscal appropriation only has no larger total than the fiscal appropriation of the
    summary."""
    fiscal = _fiscal(subject)
    if fiscal is None:
        return
    whole, part = fiscal
    for form in subject.disclosure.forms:
        saying = next((w for w in words(law()["fiscal-only"]) if fold(w) in fold(form.note or "")), None)
        total = next((r for r in form.rows if r.kind is RowKind.TOTAL and r.cells), None)
        if not saying or total is None:
            continue
        column, cell = next(iter(total.cells.items()))
        if cell.amount > part[2].amount and cell.amount <= whole[2].amount:
            spot = Spot(form.kind, total.label, column, format(cell.amount, "f"), cell.place)
            speaker = Speaker(subject.names(), subject.lang)
            other = Spot(part[0].kind, part[1].label, "", format(part[2].amount, "f"), part[2].place)
            yield Found(
                message=subject.say(
                    f"{speaker.form(form.kind)}的注说“{saying}”，合计却是{number(cell.amount)}{form.unit}，"
                    f"而{speaker.spot(other)}只有{number(part[2].amount)}{part[0].unit}。",
                    f"The note of {speaker.form(form.kind)} says “{saying}”, but the total is {number(cell.amount)}{form.unit} "
                    f"and {speaker.spot(other)} only {number(part[2].amount)}{part[0].unit}.",
                ),
                places=(
                    Spot(form.kind, "注", "", saying, replace(form.place, line=form.place.to_line or form.place.line)),
                    spot,
                    other,
                ),
                stated=cell.amount,
                expected=part[2].amount,
                difference=cell.amount - part[2].amount,
                unit=form.unit,
            )


Figure = tuple[Form, Row, Cell]


def _fiscal(subject: Subject) -> tuple[Figure, Figure] | None:
    """The general public budget of the revenue side and the fiscal appropriation within it, where both are read."""
    form = subject.disclosure.form("revenue_expenditure_summary")
    if form is None:
        return None
    rows = {r.item: r for r in form.rows if r.item}
    whole, part = rows.get("revenue.general"), rows.get("revenue.general.fiscal")
    if whole is None or part is None or not whole.cells or not part.cells:
        return None
    return (form, whole, next(iter(whole.cells.values()))), (form, part, next(iter(part.cells.values())))


@check(
    id="PROSE-DENIES-FORM",
    severity=Severity.ERROR,
    title=("说明说没有，表中却有数字", "The prose denies what a form shows"),
    basis=rests("notice-143", "itself"),
    example="“我单位没有使用政府性基金预算拨款安排的支出”，政府性基金表却有42.00万元",
)
def contradicted(subject: Subject) -> Iterator[Found]:
    """A sentence that says that there is no government-managed fund, state capital or project expenditure needs an
    empty form."""
    speaker = Speaker(subject.names(), subject.lang)
    for entry in law()["denied"].values():
        form = _of(subject, entry)
        found = amounts(form) if form else []
        if form is None or not found:
            continue
        row, column, cell = found[0]
        for section in body(subject):
            saying = _denial(section.text, entry["names"])
            if saying is None:
                continue
            passage = Passage("prose", section.text, section.title, section.place, section.pieces)
            spot = Spot(form.kind, row.label, column, format(cell.amount, "f"), cell.place)
            where = speaker.spot(spot)
            made = told(
                subject,
                [Slip(passage, *saying)],
                f"而{where}有{number(cell.amount)}{form.unit}",
                f"but {where} has {number(cell.amount)}{form.unit}",
            )
            yield _with(made, spot)


def _of(subject: Subject, entry: Mapping[str, Any]) -> Form | None:
    """The form that shows such a budget: a budget's, or a final account's."""
    found = (subject.disclosure.form(kind) for kind in words(entry["form"]))
    return next((form for form in found if form is not None), None)


def _with(made: Found, spot: Spot) -> Found:
    return replace(made, places=(*made.places, spot))


def _denial(text: str, names: str) -> tuple[int, int] | None:
    """Where a sentence says that there is no such budget: “没有使用政府性基金预算拨款安排的支出”."""
    none = "|".join(map(re.escape, words(law()["none"])))
    name = "|".join(map(re.escape, words(names)))
    found = re.search(
        rf"(?:{none})(?:使用|安排|有)?(?:{name})(?:预算)?(?:财政)?(?:拨款)?(?:安排)?的?(?:收入(?:和|、|与)支出|支出|收入|收支|预算)?(?=[。，；,;]|$|故)",
        text,
    )
    return found.span() if found else None


@check(
    id="PROSE-AGAINST-EMPTY",
    severity=Severity.ERROR,
    title=("说明有数额，表却是空表", "The prose states what its form says is nothing"),
    basis=rests("notice-143", "itself"),
    example="正文“政府性基金预算支出42.00万元”，该表注“故本表无数据”",
)
def emptied(subject: Subject) -> Iterator[Found]:
    """Where a form is empty and its note says so, the prose states no amount of that budget; but revenue, where something is
    left at the end of the year (年终结转结余): it may be just that."""
    for entry in law()["denied"].values():
        form = _of(subject, entry)
        if form is None or form.status != "empty" or lost(form) or not _empty_words().search(fold(form.note or "")):
            continue
        name = "|".join(map(re.escape, words(entry["names"])))
        stated = re.compile(
            rf"(?:{name})预算(?:财政)?(?:拨款)?(?:支出|收入)?(?:年初预算)?(?:安排)?[为是]?\s*(\d[\d,]*(?:\.\d+)?)\s*(?:亿|万)?元"
        )
        for section in body(subject):
            found = stated.search(section.text)
            if found and Decimal(found.group(1).replace(",", "")) > 0 and not ("收入" in found.group() and _left(subject)):
                passage = Passage("prose", section.text, section.title, section.place, section.pieces)
                yield _with(
                    told(
                        subject,
                        [Slip(passage, *found.span())],
                        f"而{form.number or form.title}是空表，注明没有数据",
                        f"but {form.number or form.title} is empty and says that there is nothing",
                    ),
                    Spot(form.kind, place=form.place),
                )


def _left(subject: Subject) -> bool:
    """Whether some of the year's money is not spent in it."""
    rows = (row for form in subject.disclosure.forms for row in form.rows if (row.item or "").endswith(".left"))
    return any(cell.amount for row in rows for cell in row.cells.values())
