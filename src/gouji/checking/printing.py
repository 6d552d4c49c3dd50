"""How a document is printed: thousands separators, numbers and units of forms, brackets and quotes that close, ends of
sections."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.checking.figures import at
from gouji.checking.passages import Passage, Slip, passages, told
from gouji.checking.registry import Found, Subject, check
from gouji.model.finding import Severity, Spot
from gouji.standards.law import rests

_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?=\s*(?:亿|万)?元)")
_BARE = re.compile(r"(?<![\d.,])[1-9]\d{3,}(?:\.\d+)?(?=\s*(?:亿|万)?元)")
_ENDS = "。；;！!？?：:.…)）】》〉”\"’'"
_SENTENCE = re.compile(r"[，,。；;]|为\s*\d")
_ITEM = re.compile(r"(?:^|[^一二三四五六七八九十\d])[一二三四五六七八九十\d]{1,3}[)）]$")
_PARAGRAPH = re.compile(
    r"(?:[，。；][^，。；\n]{2,60}?|\d[\d,.]*)(持\s*平|无\s*变\s*化|万\s*元|\d\s*%|一\s*致|相\s*同)"
    r"[ \t\u3000]*\n\s*(?=[（(][一二三四五六七八九十]{1,3}[）)])"
)
PAIRS = {"（": "）", "《": "》", "“": "”", "〔": "〕", "【": "】"}
_CLOSING = {close: begin for begin, close in PAIRS.items()}
_FULL = {"(": "（", ")": "）"}
_MARKS = re.compile(f"[{''.join([*PAIRS, *_CLOSING, *_FULL])}]")
LINE = 600  # characters before a sentence in which the bracket that it closes may have opened
NEXT = 60  # characters after a sentence in which a bracket that it opened may close
LONG = 20  # a section's text shorter than this may be a label


@check(
    id="SEPARATOR-MIXED",
    severity=Severity.INFO,
    title=("千分位前后不统一", "Thousands are separated in some places only"),
    basis=rests("form-143", "numerals"),
    example="18,976.76万元 与 1788.77万元",
)
def separators(subject: Subject) -> Iterator[Found]:
    """Amounts of four digits and more are separated everywhere in the prose, or nowhere. The rarer way is told."""
    grouped: list[Slip] = []
    plain: list[Slip] = []
    for passage in passages(subject.disclosure, "prose"):
        for pattern, into in ((_GROUPED, grouped), (_BARE, plain)):
            into += [Slip(passage, m.start(), m.end(), _swapped(m.group())) for m in pattern.finditer(passage.text)]
    if grouped and plain:
        rarer = min(plain, grouped, key=len)
        other = max(plain, grouped, key=len) if rarer is plain else plain
        like = other[0].passage.text[other[0].start : other[0].end]
        yield told(subject, rarer, f"而其他处写“{like}”，千分位应当统一", f"others are written like “{like}”")


def _swapped(text: str) -> str:
    """An amount written the other way: with separators where it has none, without where it has."""
    if "," in text:
        return text.replace(",", "")
    whole, point, rest = text.partition(".")
    return f"{int(whole):,}{point}{rest}"


@check(
    id="STOP-MISSING",
    severity=Severity.WARNING,
    title=("段末缺句号", "A section ends without a full stop"),
    basis=rests("punctuation", "form-143"),
    example="“机关运行经费预算为464.64万元”之后没有句号",
)
def stops(subject: Subject) -> Iterator[Found]:
    """The text of a section ends in a full stop, and so does a paragraph of it that ends in an amount or a comparison before
    the next （二）. Labels, dates and lists are no sentences; text that the source cut is passed over."""
    damaged = {(d.place.page, line) for d in subject.disclosure.damage for line in (d.place.line, d.place.to_line)}
    for passage in passages(subject.disclosure, "prose"):
        text = passage.text.rstrip()
        last = text.rpartition("\n")[2].strip()
        inside = list(_unstopped(passage))
        if inside:
            yield told(subject, inside, "段末缺句号", "the full stop at the end is missing")
        if not text or text[-1] in _ENDS or len(last) < LONG or not _SENTENCE.search(last) or last.endswith(("表", "、", "，")):
            continue
        where = passage.at(len(text) - 1, len(text))
        if (where.line is not None and (where.page, where.line) in damaged) or re.search(r"[A-Za-z]$", text):
            continue
        end = [Slip(passage, len(text) - 1, len(text), f"{text[-1]}。")]
        yield told(subject, end, "段末缺句号", "the full stop at the end is missing")


def _unstopped(passage: Passage) -> Iterator[Slip]:
    """Amounts and comparisons at the end of a paragraph, told by the outline number that follows: they end in a full stop."""
    for found in _PARAGRAPH.finditer(passage.text):
        at = found.end(1) - 1
        yield Slip(passage, at, at + 1, f"{passage.text[at]}。")


@check(
    id="BRACKET-OPEN",
    severity=Severity.WARNING,
    title=("括号或引号不成对", "A bracket or quote has no partner"),
    basis=rests("punctuation"),
    example="“三公经费（含出国费支出预算为……",
)
def pairs(subject: Subject) -> Iterator[Found]:
    """Within a line, every （, 《 and “ is closed and none closes that was not opened; half- and full-width brackets
    count alike.
    Outline numbers (1) are no brackets; a quote may have been opened in a sentence before."""
    for passage in passages(
        subject.disclosure, "prose", "goal", "task", "explanation", "note", "heading", "title", "project", "indicator"
    ):
        slips = [slip for begin, end in _stretches(passage) for slip in _unpaired(passage, begin, end)]
        if slips:
            found = slips[0].passage.text[slips[0].start]
            yield told(subject, slips, f"“{found}”没有成对", f"“{found}” has no partner")


def _stretches(passage: Passage) -> Iterator[tuple[int, int]]:
    """The lines of a passage; short ones together with their neighbours, as the source may break a bracket over two lines."""
    begin = 0
    text = passage.text
    for stop in re.finditer(r"。|\n|$", text):
        if stop.end() > begin and (
            stop.group() == "。" or stop.group() == "" or text[stop.start() - 1 : stop.start()] in "。；;"
        ):
            yield begin, stop.end()
            begin = stop.end()


def _unpaired(passage: Passage, begin: int, end: int) -> Iterator[Slip]:
    open_: list[tuple[str, int]] = []
    text = passage.text
    for mark in _MARKS.finditer(text, begin, end):
        i, char = mark.start(), _FULL.get(mark.group(), mark.group())
        if char in PAIRS:
            open_.append((char, i))
        elif open_ and open_[-1][0] == _CLOSING[char]:
            open_.pop()
        elif char == "”" and text.count("“", 0, i) <= text.count("”", 0, i):
            yield Slip(passage, i, i + 1)
        elif char in "”〕】" or _ITEM.search(text[max(begin, i - 4) : i + 1]):
            continue  # a quote that opened in an earlier sentence; an outline number
        elif text[max(begin, i - 1) : i].strip() in tuple("、，；："):
            continue  # STRAY-BRACKET tells of it
        elif _opened(text[max(text.rfind("\n", 0, begin), begin - LINE, 0) : begin], _CLOSING[char]):
            continue  # a bracket over several sentences
        else:
            yield Slip(passage, i, i + 1)
    for char, i in open_:
        if char in ("“", "《") and begin == 0 and end < len(text) and PAIRS[char] in text[end:]:
            return
        if not _closes(text[end : end + NEXT], char):
            yield Slip(passage, i, i + 1)


def _closes(text: str, char: str) -> bool:
    """Whether what follows closes a bracket that was opened before it: the source broke the sentence there. A closing one
    whose own partner stands before it, as in （二）, closes nothing else."""
    depth = 0
    for found in (c for c in text.replace("(", "（").replace(")", "）") if c in (char, PAIRS[char])):
        depth += 1 if found == char else -1
        if depth < 0:
            return True
    return False


def _opened(text: str, char: str) -> bool:
    """Whether what stands before opens a bracket that is not closed there."""
    depth = 0
    for found in (c for c in reversed(text.replace("(", "（").replace(")", "）")) if c in (char, PAIRS[char])):
        depth += 1 if found == char else -1
        if depth > 0:
            return True
    return False


@check(
    id="FORM-NUMBER",
    severity=Severity.INFO,
    title=("预算表没有印表号", "Forms bear no number"),
    basis=rests("form-143", "province"),
    example="表名之上没有“预算01表”",
)
def numbers(subject: Subject) -> Iterator[Found]:
    """Where the province numbers its forms, each bears its number. Told once for all of them."""
    prescribed = subject.template.forms
    known = [f for f in subject.disclosure.forms if f.status != "missing" and f.kind in prescribed]
    if str(subject.template.extra.get("numbered", "true")) == "false":
        return
    bare = list({f.kind: f for f in reversed(known) if not f.number_printed}.values())[::-1]
    if bare and len(bare) >= 1:
        many = subject.say(f"（共{len(bare)}张表）", f" ({len(bare)} forms)") if len(bare) > 1 else ""
        form = bare[0]
        yield Found(
            message=subject.say(
                f"“{form.title}”（{at(form.place)}）没有印表号，应为“{form.number}”{many}。",
                f"“{form.title}” ({at(form.place, 'en')}) bears no number; it should be “{form.number}”{many}.",
            ),
            places=tuple(Spot(form=f.kind, place=f.place) for f in bare),
            expected=form.number,
        )
