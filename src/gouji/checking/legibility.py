"""Legibility: what the issuer published so that nobody can read it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.checking.figures import Speaker, at
from gouji.checking.registry import Found, Subject, check
from gouji.model.disclosure import Damage
from gouji.model.finding import Severity, Spot
from gouji.model.place import Place

# A spreadsheet prints hash marks where a column is too narrow for its number.
OVERFLOW = re.compile(r"#{3,}")


def is_overflow(damage: Damage) -> bool:
    """Whether what could not be read was published so, and is none of the source's damage."""
    return OVERFLOW.search(damage.says) is not None


@check(
    id="AMOUNT-UNREADABLE",
    severity=Severity.ERROR,
    title=("金额无法辨认", "An amount cannot be read"),
    basis=("公开的数据应当能够阅读", "published figures must be legible"),
)
def overflow(subject: Subject) -> Iterator[Found]:
    """An amount published as ##### (the column was too narrow for it) is the issuer's mistake, no damage of the source."""
    speaker = Speaker(subject.names(), subject.lang)
    lines = {(d.place.page, d.place.line): d.place for d in reversed(subject.disclosure.damage) if is_overflow(d)}
    for place in sorted(lines.values(), key=lambda p: (p.page or 0, p.line or 0)):
        spot = Spot(form=_form(subject, place), stated="####", place=place)
        where = speaker.spot(spot) if spot.form else at(place, subject.lang)
        yield Found(
            message=subject.say(
                f"{where}有金额公开成了“####”（电子表格的列太窄），读者看不到数字。",
                f"{where}: an amount was published as “####” (the spreadsheet's column was too narrow).",
            ),
            places=(spot,),
            stated="####",
        )


def _form(subject: Subject, place: Place) -> str:
    """The kind of the form in whose lines the place lies; "" where it lies in none."""
    for form in subject.disclosure.forms:
        first, last = form.place.line, form.place.to_line
        if place.line is not None and first is not None and last is not None and first <= place.line <= last:
            return form.kind
    return ""
