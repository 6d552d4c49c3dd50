"""Personal data, and the days between approval and disclosure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gouji.checking.passages import Passage, Slip, hidden, passages, told
from gouji.checking.registry import Found, Subject, check
from gouji.model.finding import Severity
from gouji.standards.law import law, rests

_ID = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_DATE = re.compile(r"\s*[：:为是]?\s*(20\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")


@check(
    id="PRIVACY-ID",
    severity=Severity.ERROR,
    title=("公开了身份证号", "An identity number is published"),
    basis=rests("open-information", "budget-law-14"),
    example="正文列有十八位居民身份证号码",
)
def identity(subject: Subject) -> Iterator[Found]:
    """No citizen's identity number (18 places with a valid birthday and check digit) is published. Project codes have
    21 digits."""
    for passage in passages(subject.disclosure):
        slips = [Slip(passage, m.start(), m.end()) for m in _ID.finditer(passage.text) if valid(m.group())]
        if slips:
            yield hidden(told(subject, slips, "这里有居民身份证号码，个人信息不得公开", "an identity number stands here"))


def valid(number: str) -> bool:
    """Whether the last place is the check digit of the seventeen before it (GB 11643)."""
    return _CHECK[sum(int(d) * w for d, w in zip(number, _WEIGHTS, strict=False)) % 11] == number[-1].upper()


@check(
    id="DEADLINE",
    severity=Severity.ERROR,
    title=("公开超过二十日", "Disclosed later than twenty days after approval"),
    basis=rests("budget-law-14", "notice-143"),
    example="批复日期：2024年2月1日；公开日期：2024年3月15日",
)
def deadline(subject: Subject) -> Iterator[Found]:
    """A budget is disclosed within 20 days of its approval. Judged only where the document states both dates; otherwise
    it is not
    checked, which `dates` tells."""
    approved, published = dates(subject)
    if approved is None or published is None:
        return
    days = (published[1] - approved[1]).days
    limit = int(law()["deadline"]["days"])
    if days > limit or days < 0:
        late = (f"批复后{days}日才公开，应在{limit}日内", f"disclosed {days} days after approval, the law allows {limit}")
        early = ("公开日期早于批复日期", "disclosed before it was approved")
        yield told(subject, [published[0], approved[0]], *(late if days > limit else early))


def dates(subject: Subject) -> tuple[tuple[Slip, date] | None, tuple[Slip, date] | None]:
    """When the budget was approved and when disclosed, as far as the document says so: None means “not checked”, not
    “in time”."""
    data = law()["deadline"]
    return _dated(subject, data["approved"]), _dated(subject, data["published"])


def _dated(subject: Subject, words: str) -> tuple[Slip, date] | None:
    pattern = re.compile(f"(?:{words}){_DATE.pattern}")
    for passage in passages(subject.disclosure, "prose", "heading", "note"):
        found = pattern.search(passage.text)
        day = _date(found) if found else None
        if found and day:
            return Slip(Passage(passage.kind, passage.text, passage.where, passage.place, passage.pieces), *found.span()), day
    return None


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(*(int(g) for g in found.groups()[-3:]))
    except ValueError:
        return None
