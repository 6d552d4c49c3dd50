"""What a report is made of: one document with everything that reading and checking it came to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from gouji.checking import Report
from gouji.checking.registry import Subject
from gouji.checking.report import report as make
from gouji.model.disclosure import Disclosure
from gouji.model.finding import Finding, Spot
from gouji.reconcile.binding import Figures
from gouji.reconcile.bound import Figure, Key
from gouji.reporting.spans import line_of
from gouji.sources.document import Document, Paragraph
from gouji.standards.template import NO_TEMPLATE, Template


@dataclass(frozen=True)
class Material:
    """`report` in the user's language `lang`, with its results.

    `template` is NO_TEMPLATE for a document of a province that has none.
    """

    document: Document
    disclosure: Disclosure
    report: Report
    template: Template
    lang: str = "zh"

    @classmethod
    def of(
        cls, document: Document, disclosure: Disclosure, report: Report, template: Template | None, lang: str = "zh"
    ) -> Material:
        """What a document came to. The other language's report is made when it is first asked for."""
        return cls(document, disclosure, report, template or NO_TEMPLATE, lang)

    @cached_property
    def other(self) -> Report:
        """The same report in the language that the user did not ask for."""
        lang = "zh" if self.lang == "en" else "en"
        return make(Subject(self.disclosure, self.template, self.report.results, lang, self.report.settings))

    @cached_property
    def figures(self) -> dict[Key, Figure]:
        """Every printed figure: the cells of the forms, the numbers of the prose, the projects' amounts."""
        known = Figures(self.disclosure)
        return {key: known.figure(key) for key in self._keys()}

    def _keys(self) -> list[Key]:
        disclosure = self.disclosure
        cells = [
            Key("form", f, r, column)
            for f, form in enumerate(disclosure.forms)
            for r, row in enumerate(form.rows)
            for column in row.cells
        ]
        claims = [Key("claim", i) for i in range(len(disclosure.claims))]
        projects = [Key("project", i, 0, "amount") for i, p in enumerate(disclosure.projects) if p.amount is not None]
        return [*cells, *claims, *projects]

    @cached_property
    def _by_spot(self) -> dict[tuple[str, str, str, object], Key]:
        return {_same(figure.spot): key for key, figure in reversed(self.figures.items())}

    def key_of(self, spot: Spot) -> Key | None:
        """The printed figure that a finding's spot means; None where it is a passage, a form or a blank cell."""
        return self._by_spot.get(_same(spot))

    @cached_property
    def paragraphs(self) -> dict[object, Paragraph]:
        """The document's lines by where they stand (`line_of`); of several in one line the first."""
        lines = [block for block in self.document.blocks if isinstance(block, Paragraph)]
        return {line_of(line.place): line for line in reversed(lines)}

    def vouchers(self, key: Key) -> int:
        """How many independent relations vouch for the figure."""
        return self.report.coverage.get(key, 0)

    def pairs(self) -> list[tuple[Finding, Finding | None]]:
        """Each finding with the same one in the other language, where both reports tell the same."""
        mine = self.report.findings
        theirs = self.other.findings
        same = [f.rule for f in mine] == [f.rule for f in theirs]
        return [(f, theirs[i] if same else None) for i, f in enumerate(mine)]


def _same(spot: Spot) -> tuple[str, str, str, object]:
    """What tells spots apart. A claim's column is its section's heading, which says nothing more than its place."""
    return spot.form, spot.row, spot.column if spot.form else "", spot.place
