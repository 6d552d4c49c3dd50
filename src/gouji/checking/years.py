"""Years of headings, titles and prose against the year that the document is for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.checking.passages import Passage, Slip, passages, told
from gouji.checking.registry import Found, Subject, check
from gouji.checking.statements import final
from gouji.model.finding import Severity
from gouji.standards.law import rests

_TITLE = re.compile(
    r"(?<![\d〔（(\[【-])(20\d\d)\s*(?:年度?)\s*(?:度)?(?=[^，。；]{0,16}(?:预算|支出|收入|绩效|收支|情况|部门|单位))"
)

# A year that a budget figure is stated for: the noun follows, and its amount in the same clause.
_STATED = re.compile(
    r"(?<![\d〔（(\[【-])(20\d\d)\s*年度?\s*(?:本?(?:单位|部门))?"
    r"(?=(?:财政拨款|一般公共预算|政府性基金|国有资本经营|收入|支出|收支|[“\"]?三公|机关|机构|政府采购|预算)"
    r"(?P<clause>[^，。；\n]{0,30}?)\d[\d,. ]*\s*(?:万元|亿元|元|%))"
)
_BEFORE = re.compile(r"(?:与|比|较|同|和|自|对|截至|上年|去年)\s*$")
_PAST = re.compile(r"结转|结余|决算|执行|完成|追加|实际|下达|持平|相比")
_COMPARED = re.compile(
    r"(?:与|比|较|同)\s*(20\d\d)\s*年?度?\s*(?:年初)?(?:部门|单位)?(?:预算|决算)?(?:执行)?(?:数|额)?\s*"
    r"(?=相比|比较|持平|增加|减少|增长|下降|无变化|无增减)"
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
            yield told(subject, wrong, f"本文件是{year}年{subject.disclosure.sort}", f"the document is of {year}")


@check(
    id="YEAR-STATED",
    severity=Severity.WARNING,
    title=("正文的年份不是本年", "The prose states a figure for another year"),
    basis=rests("form-143", "itself"),
    example="2024年预算公开，正文却写“2023年收入总计773.05万元”",
)
def stated(subject: Subject) -> Iterator[Found]:
    """Figures of the budget are stated for the document's own year. Comparisons, carry-over, results of earlier years and
    years far off are passed over."""
    year = subject.disclosure.fiscal_year
    if year is None:
        return
    for passage in passages(subject.disclosure, "prose"):
        wrong = [
            _slip(passage, m, year)
            for m in _STATED.finditer(passage.text)
            if _other(m[1], year) and not _BEFORE.search(passage.text[: m.start()][-6:]) and not _PAST.search(m["clause"])
        ]
        if wrong:
            yield told(subject, wrong, f"本文件是{year}年{subject.disclosure.sort}", f"the document is of {year}")


@check(
    id="YEAR-COMPARED",
    severity=Severity.WARNING,
    title=("比较的年份不是上年", "The year of comparison is not the year before"),
    basis=rests("form-143", "itself"),
    example="2024年预算公开，正文却写“与2024年预算相比，收入增加”",
)
def compared(subject: Subject) -> Iterator[Found]:
    """A budget is compared with that of the year before; final accounts also with their own year's budget."""
    year = subject.disclosure.fiscal_year
    if year is None:
        return
    own = str(year) if final(subject.disclosure) else ""
    for passage in passages(subject.disclosure, "prose"):
        wrong = [
            _slip(passage, m, year - 1)
            for m in _COMPARED.finditer(passage.text)
            if _other(m[1], year - 1) and not (m[1] == own and "预算" in m.group())
        ]
        if wrong:
            yield told(subject, wrong, f"应与上年（{year - 1}年）比较", f"the year before is {year - 1}")


def _other(text: str, year: int) -> bool:
    """Whether a year is near the document's and not its own: one of an older document, no year of a law or of an
    institution."""
    return int(text) != year and abs(int(text) - year) <= 3
