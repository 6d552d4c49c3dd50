"""Runs every check over a disclosure and counts how its relations ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gouji.checking.registry import Check, Subject, checks
from gouji.checking.settings import NONE, Settings
from gouji.model.disclosure import Disclosure
from gouji.model.finding import Finding, Outcome, Severity, Tally
from gouji.reconcile.binding import bind
from gouji.reconcile.bound import Key, Result
from gouji.reconcile.coverage import coverage
from gouji.reconcile.evaluation import evaluate
from gouji.reconcile.unknown import bind_unknown
from gouji.standards.template import NO_TEMPLATE, Template

ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Report:
    """What the checks found, worst first; how the relations ended; and why some could not be tested, with how many each.

    `coverage` says of each figure how many independent relations vouch for it.
    """

    findings: tuple[Finding, ...]
    tally: Tally
    results: tuple[Result, ...] = ()
    untested: tuple[tuple[str, int], ...] = ()
    coverage: Mapping[Key, int] = field(default_factory=dict)
    settings: Settings = NONE
    spoke: frozenset[str] = frozenset()  # the checks that found something

    def count(self, severity: Severity) -> int:
        """How many findings have that severity and are not accepted."""
        return sum(1 for f in self.findings if f.severity is severity and f.accepted is None)

    @property
    def accepted(self) -> tuple[Finding, ...]:
        """The findings that the user's settings accept."""
        return tuple(f for f in self.findings if f.accepted is not None)


def check(disclosure: Disclosure, template: Template | None, lang: str = "zh", settings: Settings = NONE) -> Report:
    """The report on a disclosure that was read with `template` (None: none fits); messages in Chinese, or in English with
    lang="en". Forms that no template has are held to what they say themselves."""
    template = template or NO_TEMPLATE
    results = evaluate((*bind(disclosure, template), *bind_unknown(disclosure)))
    return report(Subject(disclosure, template, tuple(results), lang, settings))


def report(subject: Subject) -> Report:
    """The report on a disclosure whose relations are already evaluated."""
    ended = Counter(r.outcome for r in subject.results)
    findings, spoke = _found(subject, checks())
    reasons = Counter(r.reason or "" for r in subject.results if r.outcome is Outcome.UNTESTABLE)
    return Report(
        findings=findings,
        tally=Tally(ended[Outcome.HELD], ended[Outcome.ROUNDING], ended[Outcome.BROKEN], ended[Outcome.UNTESTABLE]),
        results=subject.results,
        untested=tuple(reasons.most_common()),
        coverage=coverage(subject.results),
        settings=subject.settings,
        spoke=spoke,
    )


def translated(disclosure: Disclosure, template: Template | None, made: Report, lang: str = "en") -> tuple[Finding | None, ...]:
    """Each finding of a report in another language, in the report's order; None for each where the two do not tell the same."""
    if not made.findings:
        return ()
    subject = Subject(disclosure, template or NO_TEMPLATE, made.results, lang, made.settings)
    other, _ = _found(subject, [c for c in checks() if c.id in made.spoke])  # what found nothing would find nothing again
    same = [f.rule for f in other] == [f.rule for f in made.findings]
    return other if same else (None,) * len(made.findings)


def _found(subject: Subject, asked: Iterable[Check]) -> tuple[tuple[Finding, ...], frozenset[str]]:
    """What the checks find, worst first, and the ids of those that found something."""
    name, settings = subject.disclosure.source.name, subject.settings
    found = [(one.id, settings.settle(f, name)) for one in asked for f in one.findings(subject)]
    return tuple(sorted((f for _, f in found), key=_rank)), frozenset(id for id, _ in found)


def _rank(finding: Finding) -> tuple[int, int, int]:
    """Worst first, then in the order of the document."""
    first = finding.places[0].place if finding.places else None
    return ORDER[finding.severity], (first.page or 0) if first else 0, (first.line or 0) if first else 0
