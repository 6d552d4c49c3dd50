"""The parts that a province prescribes for a disclosure, as rows of its check sheet (模板 extra.sections)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gouji.checking.figures import at
from gouji.checking.registry import Found, Subject, check
from gouji.model.finding import Severity, Spot
from gouji.standards.fold import fold


@check(
    id="SECTION-MISSING",
    severity=Severity.WARNING,
    title=("缺少规定的部分", "A prescribed part is missing"),
    basis=("预算公开格式要求", "the prescribed parts of a disclosure"),
)
def missing(subject: Subject) -> Iterator[Found]:
    """Every part that the province prescribes (主要职能, 编制说明 …) must stand in the body, not in the contents list only."""
    rows = subject.template.extra.get("sections")
    body = [fold(s.title) for s in subject.disclosure.sections if not s.listed]
    if not isinstance(rows, Sequence) or not body:
        return
    listed = {fold(s.title): s for s in subject.disclosure.sections if s.listed}
    for row in rows:
        words = str(row.get("title", "")).split("|") if isinstance(row, Mapping) else []
        stems = [fold(w) for w in words if w]
        forms = any(stem.endswith("表") for stem in stems) and bool(subject.disclosure.forms)
        if not stems or forms or any(stem in title for stem in stems for title in body):
            continue
        entry = next((s for title, s in listed.items() if any(stem in title for stem in stems)), None)
        told = subject.say("目录中有它", "the contents list has it") if entry else subject.say("规定应有", "it is prescribed")
        where = f"（{at(entry.place, subject.lang)}）" if entry and at(entry.place) else ""
        yield Found(
            message=subject.say(f"正文中没有“{words[0]}”：{told}{where}。", f"The body has no “{words[0]}”: {told}{where}."),
            places=(Spot(row=words[0], place=entry.place),) if entry else (Spot(row=words[0]),),
        )
