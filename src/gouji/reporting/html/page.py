"""Puts the page together: the report, the document with its marks, the relations, the drawing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gouji.checking.figures import at, number
from gouji.checking.legibility import is_overflow
from gouji.model.disclosure import Form, Project
from gouji.model.finding import Finding, Outcome, Severity
from gouji.model.place import Place
from gouji.recognition.flow import is_item
from gouji.recognition.outline import outline
from gouji.reconcile.bound import Key
from gouji.reporting.html.marks import Mark, Marks, Piece
from gouji.reporting.html.relations import Ids, relations_json
from gouji.reporting.html.sankey import sankey
from gouji.reporting.html.tables import Table, tables
from gouji.reporting.material import Material
from gouji.reporting.order import Ordering
from gouji.reporting.spans import line_of
from gouji.reporting.words import Words
from gouji.sources.document import Paragraph

if TYPE_CHECKING:
    from jinja2 import Template as Jinja

FOLDER = Path(__file__).parent / "templates"
ENDS = tuple("。；：！？;:!?")
BROKEN = 15  # characters of a line that may have been broken off in the middle of a sentence
DEEPEST = 3  # relations that vouch for a figure beyond which the shade grows no darker


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the document's body, in its order. `kind`: heading | prose | form | project."""

    kind: str
    order: tuple[int, int, float]
    id: str = ""
    text: str = ""
    level: int = 3
    where: str = ""
    pieces: tuple[Piece, ...] = ()
    mark: Mark | None = None
    form: Form | None = None
    tables: tuple[Table, ...] = ()
    project: Project | None = None
    key: Key | None = None
    rows: tuple[tuple[Any, Mark | None], ...] = ()


def html(material: Material) -> str:
    """The page: one file that needs nothing else."""
    style = (FOLDER / "style.css").read_text("utf-8")
    script = (FOLDER / "script.js").read_text("utf-8")
    page = Page(material)
    return _template().render(
        page=page,
        m=material,
        d=material.disclosure,
        words={lang: Words(lang) for lang in ("zh", "en")},
        style=style,
        script=script,
        allowed=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        data=relations_json(material, page.id),
        at=at,
        number=number,
        drawing=sankey(material.disclosure, material.template),
        Severity=Severity,
        Outcome=Outcome,
    )


@cache
def _template() -> Jinja:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(FOLDER)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("report.html.j2")


class Page:
    """What a template asks for: this report's, and those of the web pages. `ids` names figures."""

    def __init__(self, material: Material, ids: Callable[[Key], str] | None = None) -> None:
        self.m = material
        self.id = ids or Ids()
        self.marks = Marks(material)
        self._order = Ordering(material.document)
        self.parts = self._parts()

    # findings

    @property
    def findings(self) -> list[tuple[int, Finding, Finding | None]]:
        """Number, finding, the same in the other language."""
        return [(i, mine, other) for i, (mine, other) in enumerate(self.m.pairs())]

    def lines(self, finding: Finding | None) -> list[str]:
        return finding.message.split("\n") if finding else []

    def target(self, number: int, finding: Finding) -> str | None:
        """The id of the place in the page that a finding is about, if the page shows it."""
        for spot in finding.places:
            key = self.m.key_of(spot)
            if key is not None:
                return self.id(key)
        for part in self.parts:
            marks = [part.mark, *(piece.mark for piece in part.pieces), *(mark for _, mark in part.rows)]
            if any(mark is not None and number in mark.findings for mark in marks):
                return part.id
        return None

    def kinds_found(self) -> list[tuple[str, str]]:
        """The forms that findings speak of: kind and name, in document order, "" for the prose."""
        spoken = {self.kind(f) for f in self.m.report.findings}
        names = {f.kind: f"{f.number or ''} {f.title}".strip() for f in reversed(self.m.disclosure.forms)}
        order = [*dict.fromkeys(f.kind for f in self.m.disclosure.forms), *sorted(k for k in spoken if k not in names)]
        titles = {k: t.titles[0] for k, t in self.m.template.forms.items()}
        return [(k, names.get(k) or titles.get(k, k)) for k in order if k and k in spoken] + (
            [("", "")] if "" in spoken else []
        )

    @staticmethod
    def kind(finding: Finding) -> str:
        """The form that a finding is about; "" for the prose."""
        return finding.places[0].form if finding.places else ""

    # figures

    def shade(self, key: Key) -> int:
        """How well vouched for, 0 to DEEPEST."""
        return min(self.m.vouchers(key), DEEPEST)

    def mark(self, key: Key) -> Mark | None:
        return self.marks.figures.get(key)

    def value(self, key: Key) -> str:
        amount = self.m.figures[key].amount
        return number(amount.value) if amount else ""

    def origin(self, key: Key) -> str:
        """How a cell is known where the source did not simply print it there."""
        if key.owner != "form":
            return ""
        origin = self.m.disclosure.forms[key.index].rows[key.row].cells[key.column].origin.value
        return "" if origin == "read" else origin

    def alone(self) -> list[tuple[str, str]]:
        """Figures of the forms that no relation vouches for: id and what they are. Zeros say nothing and are left out."""
        out = []
        for key, figure in self.m.figures.items():
            if key.owner == "form" and figure.amount and figure.amount.value and not self.m.vouchers(key):
                form = self.m.disclosure.forms[key.index]
                where = " ".join(p for p in (form.number or form.title, figure.spot.row, figure.spot.column) if p)
                out.append((self.id(key), f"{where}：{number(figure.amount.value)}"))
        return out

    def vouched(self) -> tuple[int, int]:
        """Of the figures in the forms: how many some relation vouches for, and how many there are."""
        keys = [k for k, f in self.m.figures.items() if k.owner == "form" and f.amount and f.amount.value]
        return sum(1 for k in keys if self.m.vouchers(k)), len(keys)

    # the document

    def contents(self) -> list[tuple[Any, Mark | None]]:
        """The entries of the contents list, with their marks."""
        return [(s, self.marks.at(line_of(s.place))) for s in self.m.disclosure.sections if s.listed]

    def damage(self) -> list[Any]:
        return [d for d in self.m.disclosure.damage if not is_overflow(d)]

    def missing(self) -> list[tuple[int, Finding]]:
        """Findings about forms that the document does not have."""
        here = {f.kind for f in self.m.disclosure.forms if f.status != "missing"}
        return [
            (i, f)
            for i, f in enumerate(self.m.report.findings)
            if f.places and f.places[0].form and f.places[0].form not in here
        ]

    def _parts(self) -> tuple[Part, ...]:
        parts = [*self._prose(), *self._forms(), *self._projects(), *self._headings()]
        return tuple(sorted(parts, key=lambda p: p.order))

    def _headings(self) -> list[Part]:
        return [
            Part("heading", self._order(s.place), f"h{i}", s.title, min(s.level + 2, 5), mark=self.marks.at(line_of(s.place)))
            for i, s in enumerate(self.m.disclosure.sections)
            if not s.listed
        ]

    def _prose(self) -> list[Part]:
        out: list[Part] = []
        for section in outline(self.m.document).prose:
            # the words before the first heading are the cover's: each line is its own
            for lines in _paragraphs(section.paragraphs) if section.path else [[p] for p in section.paragraphs]:
                cut = [self.marks.pieces(line) for line in lines]
                pieces = tuple(piece for pieces, _ in cut for piece in pieces)
                mark = next((mark for _, mark in cut if mark is not None), None)
                place = lines[0].place
                out.append(Part("prose", self._order(place), f"p{len(out)}", where=at(place), pieces=pieces, mark=mark))
        return out

    def _forms(self) -> list[Part]:
        first: set[str] = set()
        out = []
        for i, form in enumerate(self.m.disclosure.forms):
            if form.status == "missing":
                continue
            mark = self.marks.forms.get(form.kind) if form.kind not in first else None
            first.add(form.kind)
            out.append(
                Part(
                    "form",
                    self._order(_begins(form)),
                    f"t{i}",
                    form.title,
                    where=at(form.place),
                    mark=mark,
                    form=form,
                    tables=tuple(tables(self.m, i)),
                )
            )
        return out

    def _projects(self) -> list[Part]:
        out = []
        for i, project in enumerate(self.m.disclosure.projects):
            key = Key("project", i, 0, "amount")
            rows = tuple((row, self.marks.at(line_of(row.place))) for row in project.indicators)
            out.append(
                Part(
                    "project", self._order(project.place), f"j{i}", project.name, where=at(project.place), project=project,
                    key=key if key in self.m.figures else None, rows=rows, mark=self.marks.at(line_of(project.place)),
                )
            )  # fmt: skip
        return out


def _begins(form: Form) -> Place:
    """Where a form begins; in its line where its first amount does, if its own place only says which line that is."""
    place = form.place
    if place.line is None or place.column is not None:
        return place
    cells = (cell.place for row in form.rows for cell in row.cells.values())
    return next((c for c in cells if c.line == place.line and c.column is not None), place)


def _paragraphs(lines: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Lines of the source that one paragraph was broken into, together."""
    open_: list[Paragraph] = []
    for line in lines:
        if open_ and not _goes_on(open_[-1], line):
            yield open_
            open_ = []
        open_.append(line)
    if open_:
        yield open_


def _goes_on(before: Paragraph, line: Paragraph) -> bool:
    """Whether the line goes on with the sentence of the one before it."""
    if before.text.rstrip()[-1:] in ENDS or is_item(line.text):
        return False
    # blank lines of a text may be its paragraphs' ends or stand behind every line: only a long line can have been broken
    return not before.hard or (before.place.line is not None and len(before.text) >= BROKEN)
