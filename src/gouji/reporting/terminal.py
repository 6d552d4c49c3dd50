"""The report for a person at a terminal: what was read, what was tested, the findings worst first, one verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gouji.checking import Report
from gouji.checking.figures import Speaker, at, number
from gouji.model.disclosure import Disclosure
from gouji.model.finding import Finding, Severity
from gouji.reporting.words import Words

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "cyan"}
SHOWN = 40  # findings of one severity; the rest is counted, and all are in the JSON
DAMAGE_SHOWN = 5
PLACES_SHOWN = 4


def show(console: Console, disclosure: Disclosure, report: Report, lang: str = "zh") -> None:
    """Prints the whole report on one document."""
    words = Words(lang)
    console.print(Group(_head(disclosure, report, words), Text()))
    speaker = Speaker({f.kind: f for f in reversed(disclosure.forms)}, lang)
    for severity in Severity:
        _findings(console, [f for f in report.findings if f.severity is severity], severity, speaker, words)
    _damage(console, disclosure, words)
    console.print(verdict(report, words))


def show_summary(console: Console, results: Sequence[tuple[str, Disclosure | None, Report | None]], lang: str = "zh") -> None:
    """The closing table over several documents: what each came to."""
    words = Words(lang)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(words.label("document"), overflow="fold")
    for severity in (Severity.ERROR, Severity.WARNING):
        table.add_column(words.name(severity), justify="right")
    table.add_column(words.label("verdict"))
    for name, _, report in results:
        if report is None:
            table.add_row(Text(name), "", "", Text(words.unread, style="bold red"))
            continue
        counts = [str(report.count(s)) for s in (Severity.ERROR, Severity.WARNING)]
        table.add_row(Text(name), *counts, Text(words.says(int(counts[0]), int(counts[1]), report.tally)))
    console.print(Text())
    console.print(table)


def _head(disclosure: Disclosure, report: Report, words: Words) -> Table:
    """The lines that say what was read and what was tested."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(words.label("document"), Text(disclosure.source.name))
    about = [disclosure.issuer.name, words.year(disclosure.fiscal_year), words.kind(disclosure.kind), disclosure.template or ""]
    table.add_row(words.label("issuer"), Text(words.comma.join(a for a in about if a)))
    table.add_row(words.label("read"), Text(words.counted(disclosure)))
    table.add_row(words.label("relations"), Text(words.tallied(report.tally)))
    if report.untested:
        table.add_row(words.label("untested"), Text(words.reasons(report.untested)))
    return table


def _findings(console: Console, found: list[Finding], severity: Severity, speaker: Speaker, words: Words) -> None:
    if not found:
        return
    console.print(Text(words.severity(severity, len(found)), style=STYLES[severity]))
    for i, finding in enumerate(found[:SHOWN], start=1):
        console.print(_finding(i, finding, speaker, words))
    if len(found) > SHOWN:
        console.print(Text(words.more(len(found) - SHOWN), style="dim"))
    console.print()


def _finding(i: int, finding: Finding, speaker: Speaker, words: Words) -> RenderableType:
    """One finding: its title and rule, the sentence, the figures, and where they stand."""
    title = Text(f"{finding.title}  ", style="bold")
    title.append(finding.rule, style="dim")
    body: list[RenderableType] = [title, Text(finding.message)]
    details = Table.grid(padding=(0, 2))
    details.add_column(style="dim", no_wrap=True)
    details.add_column(overflow="fold")
    figures = _figures(finding, words)
    if figures:
        details.add_row(words.label("figures"), Text(figures))
    if finding.places and finding.severity is not Severity.INFO:
        details.add_row(words.label("place"), Text("\n".join(_places(finding, speaker, words))))
    body.append(details)
    row = Table.grid(padding=(0, 1))
    row.add_column(justify="right", width=3, no_wrap=True)
    row.add_column(overflow="fold")
    row.add_row(f"{i}.", Group(*body))
    return row


def _figures(finding: Finding, words: Words) -> str:
    """Stated, expected and difference, as far as the finding has them."""
    if finding.stated is None or finding.expected is None:
        return ""
    unit = finding.unit or ""
    like = finding.stated if not isinstance(finding.stated, str) else None
    shown = [v if isinstance(v, str) else number(v, like) for v in (finding.stated, finding.expected)]
    difference = number(finding.difference, like) if finding.difference is not None else None
    return words.stated(f"{shown[0]}{unit}", f"{shown[1]}{unit}", f"{difference}{unit}" if difference is not None else None)


def _places(finding: Finding, speaker: Speaker, words: Words) -> Iterator[str]:
    for spot in finding.places[:PLACES_SHOWN]:
        where = speaker.spot(spot) or at(spot.place, words.lang)
        yield f"{where}{words.colon}{spot.stated}" if spot.stated else where
    if len(finding.places) > PLACES_SHOWN:
        yield words.more_places(len(finding.places) - PLACES_SHOWN)


def _damage(console: Console, disclosure: Disclosure, words: Words) -> None:
    """What the source lost or garbled: told apart from the findings."""
    if not disclosure.damage:
        return
    console.print(Text(words.damage(len(disclosure.damage)), style="bold"))
    for damage in disclosure.damage[:DAMAGE_SHOWN]:
        where = at(damage.place, words.lang)
        console.print(Padding(Text(f"{where}{words.colon}{damage.says}" if where else damage.says, style="dim"), (0, 0, 0, 4)))
    if len(disclosure.damage) > DAMAGE_SHOWN:
        console.print(Padding(Text(words.more(len(disclosure.damage) - DAMAGE_SHOWN), style="dim"), (0, 0, 0, 4)))
    console.print()


def verdict(report: Report, words: Words) -> Text:
    """The one sentence that the whole comes to. What was not tested is never said to be right."""
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    style = "bold red" if errors else "bold yellow" if warnings or not report.tally.tested else "bold green"
    return Text(f"{words.label('verdict')}{words.colon}{words.says(errors, warnings, report.tally)}", style=style)
