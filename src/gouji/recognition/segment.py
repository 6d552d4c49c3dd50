"""How a document falls apart: its headings, its prose by section, and the stretch of blocks that belongs to each form."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.model.disclosure import Damage, Issuer, Owner, Section
from gouji.model.place import NOWHERE, Place
from gouji.sources.document import Block, Paragraph
from gouji.standards.template import FormTemplate, Template


@dataclass(frozen=True, slots=True)
class FormSegment:
    """A form as found: its template, its captions, and the blocks between its title and its end (captions and notes out).

    `template` is None for a table whose title no form of the profile has. `parts` > 1 where one kind stands several times
    (one target form a project); `part` counts them from 1.
    """

    template: FormTemplate | None
    title: str
    blocks: tuple[Block, ...]
    number: str | None = None
    number_printed: bool = True
    unit: str = "万元"
    note: str | None = None
    place: Place = NOWHERE
    part: int = 1


@dataclass(frozen=True, slots=True)
class ProseSection:
    """The prose under one heading. `path` is the headings from the outermost down, outline numbers kept."""

    path: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Outline:
    """A document told apart. `contents` are the titles that the contents list (目录) announces."""

    template: Template | None
    issuer: Issuer
    fiscal_year: int | None
    kind: str
    sections: tuple[Section, ...]
    prose: tuple[ProseSection, ...]
    forms: tuple[FormSegment, ...]
    contents: tuple[Section, ...] = ()
    damage: tuple[Damage, ...] = ()
    owners: tuple[Owner, ...] = ()
