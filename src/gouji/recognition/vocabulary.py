"""The words of a province's prose, read from its template: subjects by heading, the terms of each, and the small words.

The data is the `claims` section of the template's prose.yaml, which also explains the pattern language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from gouji.recognition.flow import fold
from gouji.standards.template import Template

Pattern = re.Pattern[str]
_ITEM = (
    r"\(?[一二三四五六七八九十]{1,3}[)、]|\(?\d{1,2}[)、]|(?:\d{1,2}|[A-H])[.、](?!\d)|\d{1,2}\.(?=20\d\d年)"  # outline numbers
)
GAP = "[^,，;；。\n]{0,24}?"  # “…”: a few words of the same clause

_LEVEL = re.compile(r"\\\{[^{}\\]*\\\}")  # {类} in an escaped pattern
_NAME = r"(?!\d)[^\n,，。;；:-]{2,40}?"  # the name of one level of the functional classification

MONEY = ("money",)


@dataclass(frozen=True, slots=True)
class Term:
    """A quantity that a section may state. `path` is its canonical name; `units` the classes of unit that it is stated in.

    `patterns`: its alternative wordings, each on its own so that the longest can win. `open`: nouns in those units that are
    not listed are its parts. `after`: where this quantity was stated just before, the wordings `then` mean the term too.
    """

    path: str
    patterns: tuple[Pattern, ...]
    units: tuple[str, ...] = MONEY
    open: bool = False
    after: str = ""
    then: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What a section speaks of. `root` is the path of its own total ("" where it has none); `terms` begin with the root's.

    `named` opens a passage about something with a name of its own (重点项目一：…) under the quantity `named_path`;
    `none` are statements that there is nothing, by quantity; `items`: an unlisted noun is the name of a part.
    """

    heading: tuple[Pattern, ...]
    loose: tuple[Pattern, ...]  # headings that may mean it where no other subject's heading fits
    root: str
    terms: tuple[Term, ...]
    named: Pattern | None = None
    named_path: str = ""
    none: tuple[tuple[str, Pattern], ...] = ()
    items: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The small words: units by class, words of change and of sameness, what may stand around a noun."""

    units: tuple[tuple[str, str], ...]  # (folded word, class), longest first
    unit: Pattern
    unit_names: Mapping[str, str]
    increase: Pattern
    decrease: Pattern
    same: Pattern
    compared: Pattern
    previous: Pattern
    share: Pattern
    among: Pattern
    reason: Pattern
    purpose: Pattern
    fillers: Pattern
    modifiers: Pattern
    neutral: Pattern
    qualifiers: Pattern


@dataclass(frozen=True, slots=True)
class Measure:
    """What is told of a quantity besides its amount (年初预算, 完成率): `name` follows the quantity's, "" is the amount itself.

    `says` stands at the end of the words before the number; `kind` is the class of its unit.
    """

    name: str
    says: Pattern
    kind: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that is known of a province's prose. `silent`: headings under which no number is a claim."""

    words: Words
    subjects: tuple[Subject, ...]
    silent: Pattern
    functions: tuple[Pattern, ...] = ()  # items named by class, group and item of the functional classification
    functions_path: str = ""
    measures: tuple[Measure, ...] = ()
    against: Pattern | None = None  # a comparison with the year's own budget

    def subject(self, path: Sequence[str]) -> Subject | None:
        """The subject that folded headings name: the innermost that names one, loose namings last."""
        for heading in reversed(path):
            for subject in self.subjects:
                if any(p.search(heading) for p in subject.heading):
                    return subject
        for heading in reversed(path):
            for subject in self.subjects:
                if any(p.search(heading) for p in subject.loose):
                    return subject
        return None


@lru_cache(maxsize=4096)
def source(pattern: str) -> tuple[str, ...]:
    """The regular expressions of a pattern's alternatives. `[a|b]` is optional, `…` a gap, `^` the start of the noun."""
    out, current, depth = [], "", 0
    for char in fold(pattern):
        if char == "|" and depth == 0:
            out.append(current)
            current = ""
            continue
        depth += (char == "[") - (char == "]")
        current += {"[": "(?:", "]": ")?", "|": "|", "…": GAP, "^": r"\A"}.get(char) or re.escape(char)
    return tuple(x for x in (*out, current) if x)


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> tuple[Pattern, ...]:
    """Each alternative of a pattern, compiled."""
    return tuple(re.compile(s) for s in source(pattern))


@lru_cache(maxsize=256)
def union(pattern: str, before: str = "", after: str = "") -> Pattern:
    """One expression for all alternatives, longest first, between two expressions (possessive where they may repeat)."""
    inner = "|".join(sorted(source(pattern), key=len, reverse=True)) or r"(?!)"
    return re.compile(f"{before}(?:{inner}){after}")


_LOADED: dict[int, tuple[object, Vocabulary]] = {}


def vocabulary(template: Template) -> Vocabulary | None:
    """The vocabulary of a template; None where it has no prose data. Read once for each loaded template."""
    data = template.extra.get("claims")
    if not isinstance(data, Mapping):
        return None
    found = _LOADED.get(id(data))
    if found is None or found[0] is not data:
        if len(_LOADED) > 32:
            _LOADED.clear()
        found = _LOADED[id(data)] = (data, _vocabulary(data, _functions(template)))
    return found[1]


def _vocabulary(data: Mapping[str, object], functions: Mapping[str, str]) -> Vocabulary:
    subjects = data.get("subjects")
    entries = [s for s in subjects if isinstance(s, Mapping)] if isinstance(subjects, Sequence) else []
    named = data.get("functions")
    named = named if isinstance(named, Mapping) else {}
    words = _words(data)
    return Vocabulary(
        words=words,
        subjects=tuple(_subject(s, functions) for s in entries),
        silent=union(_text(data, "silent")),
        functions=_named_functions(_text(named, "says"), words, bool(named.get("open"))),
        functions_path=_text(named, "quantity"),
        measures=tuple(_measures(data.get("measures"))),
        against=union(_text(data, "against")) if data.get("against") else None,
    )


def _measures(data: object) -> Iterator[Measure]:
    """“年初预算[数]”: a measure's wordings, and the small words between them and the number."""
    for name, value in data.items() if isinstance(data, Mapping) else ():
        says, kind = (_text(value, "says"), _text(value, "unit")) if isinstance(value, Mapping) else (str(value), "money")
        yield Measure(str(name).lstrip("/"), union(says, "", r"(?:数|额|金额|总额|合计|为|是|共|计|达|约|的|:)*\Z"), kind)


def _words(data: Mapping[str, object]) -> Words:
    units = data.get("units")
    pairs = [(fold(w), str(k)) for k, v in units.items() for w in str(v).split("|")] if isinstance(units, Mapping) else []
    pairs.sort(key=lambda p: len(p[0]), reverse=True)
    names = data.get("names")
    shown = (
        {fold(w): str(k) for k, v in names.items() for w in (str(k), *str(v).split("|"))} if isinstance(names, Mapping) else {}
    )
    before = "(?:" + "|".join(source(_text(data, "before"))) + r"|(?P<year>(?:19|20)\d{2})年?度?)"
    numbers = r"(?:的)?(?:年初)?(?:当年)?(?:预算|决算|执行|同期|支出)*(?:数|情况|金额)?"
    tail = r"(?:了|的|额|率|幅度|幅|数|金额|比例|约|近)*(?:为|是|达到?|约)?\Z"
    return Words(
        units=tuple(pairs),
        unit=re.compile("|".join(re.escape(w) for w, _ in pairs) or r"(?!)"),
        unit_names=shown,
        increase=union(_text(data, "increase"), "", tail),
        decrease=union(_text(data, "decrease"), "", tail),
        same=union(_text(data, "same")),
        compared=re.compile(rf"(?:与|比|较|同|和|跟|对比){before}{numbers}(?:相比较|相比|比较)?"),
        previous=re.compile(rf"{before}(?:的)?(?:年初)?\Z"),
        share=union(_text(data, "share"), "", r"[^占]*\Z"),
        among=union(_text(data, "among")),
        reason=union(_text(data, "reason")),
        purpose=union(_text(data, "purpose"), "", ":?"),
        fillers=union(_text(data, "fillers"), "(?:(?>", "))*+"),
        modifiers=union(f"{_text(data, 'modifiers')}|{_text(data, 'fillers')}", "(?:(?>", "))*+"),
        neutral=union(_text(data, "neutral"), rf"(?:{_ITEM}|", r"|[-():,、与和及并]|\d{4}年度?|20\d{2}(?!\d)年?)"),
        qualifiers=union(_text(data, "qualifiers"), "", r"的?\Z"),
    )


def _subject(data: Mapping[str, object], functions: Mapping[str, str]) -> Subject:
    root = _text(data, "quantity")
    terms = [Term(root, compiled(_text(data, "says")))] if _text(data, "says") else []
    terms += _terms(data.get("parts"), root)
    if data.get("functions"):
        terms += [Term(_path(root, name), compiled(pattern)) for name, pattern in functions.items()]
    named = data.get("named")
    none = data.get("none")
    return Subject(
        heading=compiled(_text(data, "heading")),
        loose=compiled(_text(data, "loose")),
        root=root,
        terms=tuple(terms),
        named=_named(_text(named, "says")) if isinstance(named, Mapping) else None,
        named_path=_text(named, "quantity") if isinstance(named, Mapping) else "",
        none=tuple((_path(root, str(k)), union(str(v))) for k, v in none.items()) if isinstance(none, Mapping) else (),
        items=bool(data.get("items")),
    )


def _terms(parts: object, root: str) -> Iterator[Term]:
    if not isinstance(parts, Mapping):
        return
    for key, value in parts.items():
        path = _path(root, str(key))
        if isinstance(value, Mapping):
            units = tuple((_text(value, "unit") or "money").split("|"))
            after, then = _path(root, _text(value, "after")), compiled(_text(value, "then"))
            yield Term(path, compiled(_text(value, "says")), units, bool(value.get("open")), after if then else "", then)
            for part in _terms(value.get("parts"), path):
                yield replace(part, units=units) if part.units == MONEY else part
        else:
            yield Term(path, compiled(str(value)))


def _functions(template: Template) -> dict[str, str]:
    """Functional classes by their official names → pattern, as the template's two-sided forms list them."""
    out: dict[str, str] = {}
    for form in template.forms.values():
        for line in (line for side in form.sides for line in side.lines):
            if line.function and line.labels and line.labels[0] not in out:
                bare = dict.fromkeys(label.removesuffix("支出") for label in line.labels)
                out[line.labels[0]] = "|".join(f"{b}[支出]" for b in bare if len(b) > 1)
    return out


def _named_functions(says: str, words: Words, apart: bool) -> tuple[Pattern, ...]:
    """“{类}(类){款}(款){项}(项)[科目]”: names of a path, where an item begins and its amount follows; with `apart` also where
    words or a new sentence come between."""
    out = []
    after = rf"(?:{words.fillers.pattern}\d|[。,，:;])" if apart else rf"{words.fillers.pattern}\d"
    for text in source(says):
        for level in ("class", "group", "item"):
            begin, end = found.span() if (found := _LEVEL.search(text)) else (len(text), len(text))
            text = text[:begin] + (f"(?P<{level}>{_NAME})" if found else "") + text[end:]
        out.append(re.compile(rf"(?:^|(?<=[\n。;；:：,，.、)])){text}(?={after})"))
    return tuple(out)


def _named(says: str) -> Pattern:
    """“重点项目一：城乡供水项目，…”: an ordinal or a colon, then the name up to the next punctuation or its amount."""
    ordinal = r"(?:(?:[一二三四五六七八九十]{1,3}|\d{1,2})[:、.,，]?|:)"
    name = r"(?P<name>[^,，。;；:\n]{2,120}?)(?:项目)?(?=[,，。;；:\n(]|年初|预算安排|安排)"
    return re.compile(union(says).pattern + ordinal + name)


def _path(root: str, key: str) -> str:
    """The path of a part; one that begins with “/” stands for itself, not for a part of the whole."""
    if key.startswith("/"):
        return key[1:]
    return f"{root}.{key}" if root and key else root or key


def _text(data: Mapping[str, object], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""
