"""The report for a person at a terminal: what was read, what was tested, the findings worst first, one verdict."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gouji.checking import Report
from gouji.checking.figures import at
from gouji.checking.legibility import is_overflow
from gouji.model.disclosure import Disclosure
from gouji.model.finding import Finding, Severity
from gouji.reporting.excerpts import Excerpt
from gouji.reporting.groups import Group, groups, placed
from gouji.reporting.words import Words
from gouji.reporting.wrap import wrapped

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "cyan"}
SHOWN = 40  # blocks of one severity; the rest is counted, and all are in the JSON
LISTED = 12  # findings of one block
DAMAGE_SHOWN = 8
INDENT = "    "


def show(
    console: Console, disclosure: Disclosure, report: Report, lang: str = "zh", excerpts: Sequence[Excerpt | None] = ()
) -> None:
    """Prints the whole report on one document. `excerpts` stand beside the report's findings."""
    words = Words(lang)
    _head(console, disclosure, report, words)
    beside = excerpts if len(excerpts) == len(report.findings) else [None] * len(report.findings)
    for severity in Severity:
        found = [(f, e) for f, e in zip(report.findings, beside, strict=True) if f.severity is severity and f.accepted is None]
        _findings(console, groups([f for f, _ in found], [e for _, e in found]), severity, words)
    _accepted(console, [f for f in report.findings if f.accepted is not None], words)
    _damage(console, disclosure, words)
    console.print(verdict(report, words))


def show_summary(console: Console, results: Sequence[tuple[str, Report | None]], lang: str = "zh") -> None:
    """The closing table over several documents: what each came to (None where it could not be checked)."""
    words = Words(lang)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(words.label("document"), overflow="fold")
    for severity in (Severity.ERROR, Severity.WARNING):
        table.add_column(words.name(severity), justify="right", no_wrap=True)
    table.add_column(words.label("verdict"))
    for name, report in results:
        if report is None:
            table.add_row(Text(name), "", "", Text(words.unread, style="bold red"))
            continue
        errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
        table.add_row(Text(name), str(errors), str(warnings), Text(words.says(errors, warnings, report.tally)))
    console.print()
    console.print(table)


def _line(console: Console, text: Text) -> None:
    """One line as it is: it is already broken to the width."""
    console.print(text, soft_wrap=True)


def _block(console: Console, label: Text, text: str, indent: int, style: str = "") -> None:
    """A label, and the text broken to the width beside it."""
    for i, line in enumerate(wrapped(text, max(20, console.width - indent))):
        lead = label.copy() if i == 0 else Text()
        lead.append(" " * (indent - lead.cell_len))
        _line(console, lead.append(line, style=style or None))


def _head(console: Console, disclosure: Disclosure, report: Report, words: Words) -> None:
    """The lines that say what was read and what was tested."""
    about = [disclosure.issuer.name, words.year(disclosure.fiscal_year), words.kind(disclosure.kind), disclosure.template or ""]
    lines = [
        ("document", disclosure.source.name),
        ("issuer", words.comma.join(a for a in about if a)),
        ("read", words.counted(disclosure)),
        ("relations", words.tallied(report.tally)),
        *([("untested", words.reasons(report.untested))] if report.untested else []),
    ]
    indent = max(cell_len(words.label(name)) for name, _ in lines) + 2
    for name, text in lines:
        _block(console, Text(words.label(name), style="bold"), text, indent)
    console.print()


def _findings(console: Console, found: Sequence[Group], severity: Severity, words: Words) -> None:
    if not found:
        return
    count = sum(len(group.findings) for group in found)
    _line(console, Text(words.severity(severity, count), style=STYLES[severity]))
    for i, group in enumerate(found[:SHOWN], start=1):
        times = f" {words.times(len(group.findings))}" if len(group.findings) > 1 else ""
        title = (
            Text(f"{i:2}. ").append(group.first.title, style="bold").append(times).append(f"  {group.first.rule}", style="dim")
        )
        _line(console, title)
        _group(console, group, severity, words)
    if len(found) > SHOWN:
        _line(console, Text(words.more(sum(len(g.findings) for g in found[SHOWN:])), style="dim"))
    console.print()


def _group(console: Console, group: Group, severity: Severity, words: Words) -> None:
    """What a group says: one finding with its excerpt, line by line; of several that say the same one, and the other places."""
    if group.alike:
        _told(console, group.first, group.excerpts[0], severity, words)
        rest = [at(f.places[0].place, words.lang) for f in group.findings[1:] if f.places]
        told = words.also(list(dict.fromkeys(place for place in rest if place)))
        if told:
            _block(console, Text(INDENT), told, len(INDENT), style="dim")
        return
    for finding, excerpt in list(zip(group.findings, group.excerpts, strict=True))[:LISTED]:
        _told(console, finding, excerpt if len(group.findings) == 1 else None, severity, words)
    if len(group.findings) > LISTED:
        _line(console, Text(INDENT + words.more(len(group.findings) - LISTED), style="dim"))


def _told(console: Console, finding: Finding, excerpt: Excerpt | None, severity: Severity, words: Words) -> None:
    why = finding.message.split("\n")[1:]
    _block(console, Text(INDENT), placed(finding, words.lang), len(INDENT))
    if excerpt is not None:
        _excerpt(console, excerpt, severity)
    if finding.rewrite:
        _block(console, Text(INDENT), words.rewrite(finding.rewrite), len(INDENT), style="green")
    for line in why:
        _block(console, Text(INDENT), line, len(INDENT), style="dim")


def _excerpt(console: Console, excerpt: Excerpt, severity: Severity) -> None:
    """The line of the document with the figure marked, cut to the width; in brackets where there are no colours."""
    before, figure, after = (
        excerpt.text[: excerpt.start],
        excerpt.text[excerpt.start : excerpt.end],
        excerpt.text[excerpt.end :],
    )
    bare = "" if console.is_terminal else "〔〕"
    line = Text(f"{INDENT}│ ", style="dim").append(before, style="not dim")
    line.append(f"{bare[:1]}{figure}{bare[1:]}", style=f"not dim reverse {STYLES[severity]}").append(after, style="not dim")
    line.truncate(console.width, overflow="ellipsis")
    _line(console, line)


def _accepted(console: Console, found: Sequence[Finding], words: Words) -> None:
    """What the user's settings accept: shown, no longer counted."""
    if not found:
        return
    _line(console, Text(words.accepted_count(len(found)), style="bold"))
    for finding in found:
        _block(
            console,
            Text(INDENT),
            f"{placed(finding, words.lang)} {words.accepted(finding.accepted or '')}",
            len(INDENT),
            style="dim",
        )
    console.print()


def _damage(console: Console, disclosure: Disclosure, words: Words) -> None:
    """What the source lost or garbled: told apart from the findings."""
    lost = [d for d in disclosure.damage if not is_overflow(d)]
    if not lost:
        return
    _line(console, Text(words.damage(len(lost)), style="bold"))
    for damage in lost[:DAMAGE_SHOWN]:
        where = at(damage.place, words.lang)
        says = damage.english or damage.says if words.lang == "en" else damage.says
        told = f"{where}{words.colon}{says}" if where else says
        _block(console, Text(INDENT), told, len(INDENT), style="dim")
    if len(lost) > DAMAGE_SHOWN:
        _line(console, Text(INDENT + words.more(len(lost) - DAMAGE_SHOWN), style="dim"))
    console.print()


def verdict(report: Report, words: Words) -> Text:
    """The one sentence that the whole comes to. What was not tested is never said to be right."""
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    style = "bold red" if errors else "bold yellow" if warnings or not report.tally.tested else "bold green"
    return Text(f"{words.label('verdict')}{words.colon}{words.says(errors, warnings, report.tally)}", style=style)
