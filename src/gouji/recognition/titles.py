"""Whether a line is the title of a form, and of which: strict, because prose and contents lists name forms all the time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gouji.recognition.fold import fold
from gouji.standards.template import FormTemplate, Template

MAX_TITLE = 80  # folded characters
_SHORT_NAME = 40
_LONG = 7  # a wording of so many characters is still known with one of them garbled

# What may stand before a title's own words: an outline number, a name, the year, whose budget it is.
_ORDINAL = r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、])"
_LABEL = r"(?:附表?\d{0,2}|预算\(?\d{1,2}\)?表|表[\d一二三四五六七八九十]{1,3}|附件\d{0,2})[:：、.-]?"
_YEAR = r"20\d\d年(?:度)?"
_WHOSE = r"(?:本级|部门|单位|\(单位\)|\(部门\)|[和及/]|所属|汇总|预算|年初|年度|公开|省级|市级|县级|区级|市本级)"
_BEFORE = re.compile(f"(?P<ordinal>{_ORDINAL})?(?:{_LABEL})?(?P<name>.{{0,{_SHORT_NAME}}}?)(?P<year>{_YEAR})?{_WHOSE}{{0,6}}")
_AFTER = re.compile(r"(?:\(?20\d\d(?:年度?)?\)?|\((?:草案|公开|续表?|续\d|一|二|三|\d{1,2}/\d{1,2})\)|续表?)$")
_WORDY = re.compile(r"[。;；,，!?！？]")


@dataclass(frozen=True, slots=True)
class Title:
    """A line that is a form's title. `ordinal`: an outline number stands before it, as in contents lists. `core` is the
    wording of the template that it ends in."""

    form: FormTemplate
    text: str
    core: str
    ordinal: bool = False
    year: int | None = None


class Titles:
    """The titles of some templates' forms, ready to be compared with the folded lines of a document."""

    def __init__(self, forms: Iterable[FormTemplate]) -> None:
        pairs = {(fold(title), form.kind): form for form in forms for title in form.titles}
        self._cores = sorted(((core, form) for (core, _), form in pairs.items()), key=lambda p: -len(p[0]))
        self._ends = frozenset(core[-2:] for core, _ in self._cores)
        self._last = frozenset(end[-1] for end in self._ends) | frozenset(")年度表续")

    @classmethod
    def of(cls, template: Template) -> Titles:
        return cls(template.forms.values())

    def match(self, folded: str, names: frozenset[str] = frozenset()) -> Title | None:
        """The title that a folded line is. `names` are the body's known names, which may stand before the title's words."""
        if not 4 <= len(folded) <= MAX_TITLE or folded[-1] not in self._last or _WORDY.search(folded):
            return None
        text = _undated(folded)
        if text[-2:] not in self._ends:
            return None
        for core, form in self._cores:
            if text.endswith(core):
                return self._decorated(folded, text[: len(text) - len(core)], core, form, names)
        return None

    def near(self, folded: str, names: frozenset[str] = frozenset()) -> Title | None:
        """The title that a folded line is but for one garbled character. Only one form may come so near."""
        text = _undated(folded)
        if not _LONG <= len(text) <= MAX_TITLE or _WORDY.search(text):
            return None
        best: dict[str, Title] = {}
        for core, form in self._cores:
            tail = text[-len(core) :]
            if len(core) >= _LONG and len(tail) == len(core) and sum(a != b for a, b in zip(core, tail, strict=True)) == 1:
                title = self._decorated(folded, text[: len(text) - len(core)], core, form, names)
                if title:
                    best.setdefault(form.kind, title)
        return best.popitem()[1] if len(best) == 1 else None

    @staticmethod
    def _decorated(folded: str, before: str, core: str, form: FormTemplate, names: frozenset[str]) -> Title | None:
        match = _BEFORE.fullmatch(before)
        if match is None or not _is_name(match["name"], match["year"], names):
            return None
        year = int(match["year"][:4]) if match["year"] else _year(folded)
        ordinal = match["ordinal"] is not None
        if ordinal and not core.endswith("表"):
            return None
        return Title(form, folded, core, ordinal, year)


def _is_name(words: str, year: str | None, names: frozenset[str]) -> bool:
    """Whether the words before a title's year are a body's name: a known one, or any that the year follows."""
    return not words or words in names or (year is not None and not words.endswith(("与", "和", "较", "比", "至", "及")))


def _undated(text: str) -> str:
    """A title without the year, 续表 and the like that stand after it."""
    for _ in range(3):
        text = _AFTER.sub("", text)
    return text


def _year(folded: str) -> int | None:
    match = re.search(r"20\d\d(?=年)", folded)
    return int(match.group()) if match else None


def looks_like_title(folded: str) -> bool:
    """Whether a line could be the title of a form that no template has: short, nothing but words, and ends in 表."""
    text = _AFTER.sub("", folded)
    return 4 <= len(text) <= 40 and text.endswith("表") and ":" not in text and not _WORDY.search(text)
