"""Years of headings and titles against the year that the document is for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.checking.passages import Passage, Slip, passages, told
from gouji.checking.registry import Found, Subject, check
from gouji.model.finding import Severity
from gouji.standards.law import rests

_TITLE = re.compile(
    r"(?<![\d〔（(\[【-])(20\d\d)\s*(?:年度?)\s*(?:度)?(?=[^，。；]{0,16}(?:预算|支出|收入|绩效|收支|情况|部门|单位))"
)


def _slip(passage: Passage, found: re.Match[str], year: int) -> Slip:
    return Slip(passage, found.start(1), found.end(1), str(year))


@check(
    id="YEAR-TITLE",
    severity=Severity.WARNING,
    title=("标题的年份不是本年", "A title bears another year"),
    basis=rests("form-143", "itself"),
    example="2024年预算公开，表名却是“2023年项目支出表”",
)
def titles(subject: Subject) -> Iterator[Found]:
    """Headings and forms' titles that name a budget year name the document's own."""
    year = subject.disclosure.fiscal_year
    if year is None:
        return
    for passage in passages(subject.disclosure, "heading", "title", "contents"):
        found = next((m for m in _TITLE.finditer(passage.text) if _other(m.group(1), year)), None)
        if found and not any(m.group(1) == str(year) for m in _TITLE.finditer(passage.text)):
            wrong = [_slip(passage, found, year)]
            yield told(subject, wrong, f"本文件是{year}年预算", f"this is the budget of {year}")


def _other(text: str, year: int) -> bool:
    """Whether a year is near the document's and not its own: one of an older document, no year of a law or of an
    institution."""
    return int(text) != year and abs(int(text) - year) <= 3
