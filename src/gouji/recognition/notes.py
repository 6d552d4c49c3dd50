"""Notes under a form (注：…；…故本表无数据): they belong to the form but hold none of its rows."""

from __future__ import annotations

import re

_NOTE = re.compile(r"(?:备?注|说明)[:：,，]|注\d?[.、]|\*?注[:：]?报表")
_SAYS = re.compile(r"(?:本|此|该)表(?:无|没有|为空|仅|只|不|反映|中|数据)|空表|无(?:此|该)项|表中?无数据")
_WHO = re.compile(
    r"(?:本|我|该)(?:单位|部门|局|委|办|中心|院|校)|20\d\d年|无(?:政府性基金|国有资本)|没有(?:政府性基金|国有资本)"
)
_LACKS = re.compile(r"没有|无|未安排|未使用|不涉及")
_NUMBERED = re.compile(r"\d{1,2}[.、]\D")
MAX_NOTE = 120


def begins_note(text: str) -> bool:
    """Whether a folded line is a note: begins with 注：, or says why the form is empty or what it holds."""
    if _NOTE.match(text):
        return True
    if len(text) > MAX_NOTE:
        return False
    lacking = _WHO.match(text) is not None and _LACKS.search(text) is not None and len(text) >= 10
    return _SAYS.search(text) is not None or lacking


def goes_on(before: str, text: str) -> bool:
    """Whether a line goes on with the note that `before` ends: its sentence is open, or it is the note's next point."""
    if not before or re.fullmatch(r"[-\d.,%]+", text):
        return False
    return _NUMBERED.match(text) is not None or not before.endswith(("。", ";", "；", "!"))
