"""What a check is, and the list of all of them.

A check is a function from a Subject to Found, registered by a decorator that states its id, severity, title and basis:

    @check(id="FORM-MISSING", severity=Severity.ERROR, title=("缺少预算表", "A form is missing"), basis=(…))
    def missing_forms(subject: Subject) -> Iterator[Found]:
        \"\"\"The rule's text.\"\"\"

To add one, write it in a module of this room (one kind of rule a module) and name the module in `MODULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module

from gouji.checking.settings import NONE, Settings
from gouji.model.disclosure import Disclosure, Form
from gouji.model.finding import Finding, Outcome, Severity, Spot, Suspect
from gouji.reconcile.bound import Result
from gouji.standards.template import Template

MODULES = (
    "arithmetic",
    "scale",
    "recode",
    "slipped",
    "forms",
    "legibility",
    "wording",
    "sections",
    "unknown",
    "reasons",
    "changes",
    "executed",
    "growths",
    "portions",
    "expenses",
    "patterns",
    "completeness",
    "contents",
    "pages",
    "notes",
    "years",
    "classification",
    "across",
    "economics",
    "names",
    "called",
    "counted",
    "printing",
    "spelling",
    "privacy",
    "quoted",
    "holdings",
    "ceilings",
    "projects",
    "target_units",
    "target_levels",
    "target_names",
    "whole",
)

Wording = tuple[str, str]  # Chinese, English


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check looks at: the disclosure, the rules that it was read with, and how its relations ended."""

    disclosure: Disclosure
    template: Template
    results: tuple[Result, ...]
    lang: str = "zh"
    settings: Settings = NONE

    def say(self, chinese: str, english: str) -> str:
        """The one of the two wordings that the user asked for."""
        return english if self.lang == "en" else chinese

    def ended(self, outcome: Outcome) -> tuple[Result, ...]:
        """The relations that ended so, in the template's order."""
        return tuple(r for r in self.results if r.outcome is outcome)

    def names(self) -> Mapping[str, Form]:
        """The first form of each kind, for naming it as the document does."""
        return {form.kind: form for form in reversed(self.disclosure.forms)}


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found. The fields that are None come from the check itself; the others are those of a Finding."""

    message: str
    places: tuple[Spot, ...] = ()
    stated: Decimal | str | None = None
    expected: Decimal | str | None = None
    difference: Decimal | None = None
    unit: str | None = None
    suspect: Suspect | None = None
    relations: tuple[str, ...] = ()
    rule: str | None = None
    severity: Severity | None = None
    title: str | None = None
    basis: str | None = None
    rewrite: str | None = None  # the sentence as it should read, where it can be computed


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check. `text` is the rule in words: the function's docstring. `example` is a wording that breaks it."""

    id: str
    severity: Severity
    title: Wording
    basis: Wording
    text: str
    run: Callable[[Subject], Iterator[Found]]
    example: str = ""

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """What the check finds, as Findings that carry its id, severity, title and basis where it states no others."""
        for found in self.run(subject):
            yield Finding(
                rule=found.rule or self.id,
                severity=found.severity or self.severity,
                title=found.title or self._named(subject),
                message=found.message,
                places=found.places,
                stated=found.stated,
                expected=found.expected,
                difference=found.difference,
                unit=found.unit,
                suspect=found.suspect,
                basis=found.basis or subject.say(*self.basis),
                relations=found.relations,
                rewrite=found.rewrite,
            )

    def _named(self, subject: Subject) -> str:
        """The check's title; a final account's forms are no 预算表."""
        return subject.say(self.title[0].replace("预算表", f"{subject.disclosure.sort}表"), self.title[1])


_CHECKS: dict[str, Check] = {}


def check(
    *, id: str, severity: Severity, title: Wording, basis: Wording, example: str = ""
) -> Callable[[Callable[[Subject], Iterator[Found]]], Callable[[Subject], Iterator[Found]]]:
    """Registers a function as a check. ValueError where the id is taken or the function has no docstring (the rule's text)."""

    def register(run: Callable[[Subject], Iterator[Found]]) -> Callable[[Subject], Iterator[Found]]:
        if id in _CHECKS:
            raise ValueError(f"two checks are called {id}")
        if not run.__doc__:
            raise ValueError(f"check {id} does not say its rule")
        _CHECKS[id] = Check(id, severity, title, basis, run.__doc__.strip(), run, example)
        return run

    return register


def checks() -> tuple[Check, ...]:
    """Every registered check, in the order of the modules."""
    for module in MODULES:
        import_module(f"gouji.checking.{module}")
    order = {f"gouji.checking.{module}": i for i, module in enumerate(MODULES)}
    return tuple(sorted(_CHECKS.values(), key=lambda c: order.get(c.run.__module__, len(order))))
