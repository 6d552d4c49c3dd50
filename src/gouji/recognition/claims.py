"""Part two's prose → claims: every number that it states, bound to the quantity that it states.

The words come from the template (`vocabulary`), the grammar of a clause from `clauses`; this module walks through a
section and keeps what a reader keeps in mind: what is being spoken of, of what the parts are parts, whether reasons are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gouji.model.disclosure import Claim
from gouji.recognition.binder import Binder
from gouji.recognition.flow import fold, is_item, join
from gouji.recognition.segment import ProseSection
from gouji.recognition.vocabulary import Subject, Vocabulary, vocabulary
from gouji.sources.document import Paragraph
from gouji.standards.template import Template

MAX_HEADING = 40
_OUTLINE_NUMBER = re.compile(r"[ \t\u3000]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])")
_PART = re.compile(r"\s*第[一二三四五六七八九十]{1,3}部分")
_SENTENCE_END = "。；，;,：:"


def read(prose: Sequence[ProseSection], template: Template, fiscal_year: int | None) -> tuple[Claim, ...]:
    """The claims of the prose in reading order. `fiscal_year` tells last year's figures from this year's.

    A number whose quantity is not known is a claim too, with the quantity ""; numbers given as reasons are such.
    """
    words = vocabulary(template)
    if words is None:
        return ()
    return tuple(c for section in prose for c in _section(section, words, fiscal_year))


def _section(section: ProseSection, words: Vocabulary, fiscal_year: int | None) -> Iterator[Claim]:
    path = list(section.path)
    chunk: list[Paragraph] = []
    for paragraph in section.paragraphs:
        if _is_heading(paragraph, words):
            yield from _chunk(path, chunk, words, fiscal_year)
            path, chunk = [*section.path, paragraph.text.strip()], []
        else:
            chunk.append(paragraph)
    yield from _chunk(path, chunk, words, fiscal_year)


def _chunk(path: Sequence[str], chunk: Sequence[Paragraph], words: Vocabulary, fiscal_year: int | None) -> Iterator[Claim]:
    """The claims under one heading. Where the heading is of no known subject, sentences may still name theirs."""
    if not chunk:
        return
    folded = [fold(h)[: 2 * MAX_HEADING] for h in path]
    if folded and words.silent.search(folded[-1]):
        return
    subject = words.subject(folded)
    if subject is None and any(words.silent.search(h) for h in folded):
        return
    yield from Binder(join(chunk), words, subject, _title(path), fiscal_year).claims()


def _title(path: Sequence[str]) -> str:
    """The headings, joined: those with an outline number, and the one without that tells apart whose they are."""
    own = [h.strip() for h in path if not _PART.match(h)]
    numbered = [h for h in own if _OUTLINE_NUMBER.match(h)]
    if not numbered:
        return path[-1].strip() if path else ""
    return "/".join(own if own[0] is not numbered[0] else numbered)


def _is_heading(paragraph: Paragraph, words: Vocabulary) -> bool:
    """A line of the prose that is the heading of a subject (an outline may have left it among the paragraphs)."""
    text = paragraph.text.strip()
    if not is_item(text) or len(text) > MAX_HEADING or text[-1] in _SENTENCE_END:
        return False
    folded = fold(text)
    if any(c.isdigit() for c in _OUTLINE_NUMBER.sub("", folded)):
        return False
    found: Subject | None = words.subject((folded,))
    return found is not None and any((m := p.search(folded)) and len(m.group()) >= 2 for p in found.heading)


__all__ = ["read"]
