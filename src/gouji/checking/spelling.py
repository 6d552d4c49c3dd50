"""Slips of the pen that data can show: look-alike characters, set phrases that lack a character, names spelled in two ways."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from operator import add

from gouji.checking.passages import Passage, Slip, passages, told
from gouji.checking.registry import Found, Subject, check
from gouji.model.finding import Severity
from gouji.standards.fold import fold
from gouji.standards.law import rests
from gouji.standards.wording import wording

PHRASE = 5  # characters of a set phrase before one that lacks a character is recognised
NAMED = 6  # characters that a name must have before one other character in it is called a slip
OFTEN = 5  # times that a wording stands before one that differs in a character is called a slip of it
LENGTHY = 10  # characters of an indicator's name before one that lacks a word is called the same
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_WORDS = ("prose", "heading", "note", "goal", "task", "explanation", "indicator", "project", "title", "label")


@cache
def _look_alikes() -> tuple[re.Pattern[str], dict[str, str]]:
    pairs = {str(k): str(v) for k, v in wording()["look-alikes"].items()}
    return re.compile("|".join(map(re.escape, pairs))), pairs


@check(
    id="LOOK-ALIKE",
    severity=Severity.INFO,
    title=("形近字、别字", "A character that only looks or sounds like the right one"),
    basis=rests("form-143"),
    example="集中釆购（应为“采”）",
)
def look_alikes(subject: Subject) -> Iterator[Found]:
    """Characters that look or sound like the one that is meant: 釆 for 采, 巳 for 已, 布署 for 部署."""
    pattern, pairs = _look_alikes()
    innocent = re.compile(wording()["look-alike-innocent"])
    for passage in passages(subject.disclosure, *_WORDS):
        spans = [m.span() for m in innocent.finditer(passage.text)]
        slips = [
            Slip(passage, m.start(), m.end(), pairs[m.group()])
            for m in pattern.finditer(passage.text)
            if not any(a <= m.start() < b for a, b in spans)
        ]
        if slips:
            yield told(subject, slips, "“{found}”应为“{right}”", "“{found}” should be “{right}”")


@cache
def _cut_phrases() -> dict[str, tuple[str, ...]]:
    """The set phrases, each with what it becomes when one inner or the last character is left out."""
    whole = [p for p in map(fold, wording()["set-phrases"]) if len(p) >= PHRASE]
    out: dict[str, tuple[str, ...]] = {}
    for phrase in whole:
        cuts = dict.fromkeys(phrase[:i] + phrase[i + 1 :] for i in range(1, len(phrase)))
        out[phrase] = tuple(c for c in cuts if not any(c in other for other in whole if other != phrase))
    return out


def _cut(text: str, phrase: str, cuts: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where the text has the phrase with a character left out: one of its halves is then whole."""
    half = len(phrase) // 2
    for part in (phrase[:half], phrase[half:]):
        at = text.find(part)
        while at != -1:
            for cut in cuts:
                begin = at - cut.find(part) if part in cut else -1
                if begin >= 0 and text.startswith(cut, begin) and text[begin + len(cut) : begin + len(cut) + 1] != phrase[-1]:
                    yield begin, begin + len(cut)
            at = text.find(part, at + 1)


@check(
    id="PHRASE-CUT",
    severity=Severity.INFO,
    title=("漏字", "A character is missing"),
    basis=rests("form-143"),
    example="组织拟订规划并组织施（应为“并组织实施”）",
)
def phrases(subject: Subject) -> Iterator[Found]:
    """Wordings that disclosures use as they are (并组织实施, 公共服务体系) with one character left out."""
    innocent = re.compile(wording()["set-phrase-innocent"])
    for passage in passages(subject.disclosure, "prose", "goal", "task", "explanation", "note"):
        text = passage.text
        found = {
            span: phrase
            for phrase, cuts in _cut_phrases().items()
            for span in _cut(text, phrase, cuts)
            if not innocent.match(text, span[0]) and not _inside(text, *span)
        }
        slips = [Slip(passage, *span, phrase) for span, phrase in sorted(found.items())]
        if slips:
            yield told(subject, slips, "“{found}”漏字，应为“{right}”", "“{found}” lacks a character: “{right}”")


def _inside(text: str, begin: int, end: int) -> bool:
    """Whether what was found is part of a phrase that stands there in full."""
    first = max(0, begin - 12)
    around = text[first : end + 12]
    return any((i := around.find(p)) != -1 and i <= begin - first and end - first <= i + len(p) for p in _cut_phrases())


@check(
    id="NAME-ISSUER",
    severity=Severity.WARNING,
    title=("本单位名称写错", "The issuer's own name is misspelled"),
    basis=rests("itself"),
    example="青禾市园林管理局 写作 青禾市园管理局",
)
def issuer(subject: Subject) -> Iterator[Found]:
    """The issuer's name with one character left out or another in its place, where the right name stands more often."""
    name = re.sub(r"[（(][^（）()]*[)）]$", "", subject.disclosure.issuer.name)
    if len(name) < NAMED:
        return
    for passage in passages(subject.disclosure, "heading", "prose", "note", "title", "goal"):
        slips = [
            Slip(passage, begin, end, name)
            for begin, end in _nearly(name, passage.text)
            if (printed := passage.text[begin:end]) != name and not _another(name, printed)
        ]
        if slips:
            yield told(subject, slips, "本单位的名称是“{right}”", "the issuer is called “{right}”")


def _nearly(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the text has the name, or has it but for one character inside that is left out or another Chinese one.

    One of its halves is then whole. (As a regular expression this takes longer to compile than all documents to search.)
    """
    half, upto = len(name) // 2, 0
    begins = {*_finds(text, name[:half]), *(at - less for at in _finds(text, name[half:]) for less in (half, half - 1))}
    for begin in sorted(b for b in begins if b >= 0):
        if begin < upto:
            continue
        end = next((e for i in range(1, len(name) - 1) if (e := _but_one(name, i, text, begin))), 0)
        if end:
            upto = end
            yield begin, end


def _finds(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at != -1:
        yield at
        at = text.find(part, at + 1)


def _but_one(name: str, i: int, text: str, begin: int) -> int:
    """The end of the name that begins there but for its character `i`; 0 where it does not stand there."""
    after, rest = begin + i, name[i + 1 :]
    if not text.startswith(name[:i], begin):
        return 0
    if "\u4e00" <= text[after : after + 1] <= "\u9fff" and text.startswith(rest, after + 1):
        return after + 1 + len(rest)
    return after + len(rest) if text.startswith(rest, after) else 0


def _another(name: str, printed: str) -> bool:
    """Whether a name that differs in one character is another body's, or a shorter form: 县 for 市, or 市 left out."""
    index = next((i for i, (a, b) in enumerate(zip(name, printed, strict=False)) if a != b), len(printed))
    there = printed[index] if len(printed) == len(name) else ""
    return name[index] in wording()["differing"] or (there != "" and there in wording()["differing"])


@check(
    id="NAME-SPELLED-TWO-WAYS",
    severity=Severity.INFO,
    title=("同一用语写法不一", "One wording is spelled in two ways"),
    basis=rests("itself"),
    example="“定点医疗机柜满意度”，别处都写“医疗机构”",
)
def two_ways(subject: Subject) -> Iterator[Found]:
    """A character of a target's wording that is strange to the document: it forms no other word in it, and another
    character stands
    in its place elsewhere between the same neighbours. A warning where the usual wording stands five times or more. Words that
    rightly differ (first and second, up and down) are passed over."""
    grams = Grams(fold(p.text) for p in passages(subject.disclosure))
    seen: set[str] = set()
    for passage in passages(subject.disclosure, "indicator", "project", "target", "task", "goal"):
        for index in range(1, len(passage.text)):
            right, sure = grams.meant(passage.text, index)
            if right and passage.text[index - 1 : index + 1] not in seen:
                seen.add(passage.text[index - 1 : index + 1])
                first, last = max(0, index - 3), min(len(passage.text), index + 2)
                usual = passage.text[first:index] + right + passage.text[index + 1 : last]
                says = ("别处写“{right}”，“{found}”像是笔误", "elsewhere “{right}”: “{found}” seems to be a slip")
                yield told(subject, [Slip(passage, first, last, usual)], *says, severity=Severity.WARNING if sure else None)


class Grams:
    """How often characters and pairs of them stand in a document, and what stands between the same neighbours."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.text = "\n".join(texts)
        self.single = Counter(self.text)
        self.pair = Counter(map(add, self.text, self.text[1:]))

    def meant(self, text: str, index: int) -> tuple[str | None, bool]:
        """The character that was meant instead of text[index], and whether the usual wording is frequent; None where it
        fits."""
        odd, left, after = text[index], text[max(0, index - 3) : index], text[index : index + 2]
        if len(left) < 3 or self.pair[left[-1] + odd] != 1 or (len(after) == 2 and self.pair[after] != 1):
            return None, False
        if self.text.find(left) == self.text.rfind(left) or odd in wording()["differing"]:
            return None, False
        if not _CHINESE.fullmatch(left + after):
            return None, False
        if self.single[odd] == 1:
            usual = Counter(self._between(left))
            often = [c for c, count in usual.items() if count >= OFTEN and self._fits(c, odd)]
            if len(often) == 1:
                return often[0], True
        if len(after) == 2:
            held = {c for c in self._between(left, after[1]) if self._fits(c, odd)}
            if len(held) == 1:
                (right,) = held
                if max(self.pair[right + after[1]], self.pair[left[-1] + right]) >= 2:
                    return right, False
        return None, False

    def _between(self, left: str, right: str = "") -> list[str]:
        """The characters that stand behind `left`, and before `right`."""
        return re.findall(f"{re.escape(left)}(.)(?={re.escape(right)})", self.text)

    def _fits(self, char: str, odd: str) -> bool:
        return char != odd and char not in wording()["differing"] and _CHINESE.fullmatch(char) is not None


@check(
    id="NAME-VARIANT",
    severity=Severity.INFO,
    title=("同一指标的名称差一个词", "One indicator's name lacks a word of its sisters"),
    basis=rests("itself"),
    example="“信息系统运行维护时间≤30分钟”，其他项目写“信息系统运行维护响应时间”",
)
def variants(subject: Subject) -> Iterator[Found]:
    """Two indicators of different projects whose names are the same but for one word of two characters are probably one
    indicator;
    the rarer name is told."""
    by_name: dict[str, list[Passage]] = defaultdict(list)
    for project in subject.disclosure.projects:
        for indicator in project.indicators:
            passage = Passage("indicator", indicator.name, project.name, indicator.place, form="project_performance")
            by_name[fold(indicator.name)].append(passage)
    for name in list(by_name):
        if len(name) < LENGTHY:
            continue
        for i in range(1, len(name) - 2):
            short = name[:i] + name[i + 2 :]
            if short not in by_name or any(c in wording()["differing"] for c in name[i : i + 2]):
                continue
            few, many = sorted((short, name), key=lambda n: (len(by_name[n]), n == short))
            if len(by_name[many]) < 2 and name.count(name[i : i + 2]) < 2:
                continue  # neither is the usual one, and no word stands twice
            passage = by_name[few][0]
            slip = [Slip(passage, 0, len(passage.text), by_name[many][0].text)]
            yield told(
                subject,
                slip,
                "与“{right}”只差一个词，像是同一指标",
                "but for one word this is “{right}”: probably the same indicator",
            )
            break
