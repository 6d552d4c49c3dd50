"""Rules of wording that are patterns: each one is an entry of standards/wording.yaml, registered like any other check."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gouji.checking.passages import Passage, Slip, hidden, passages, told
from gouji.checking.registry import Found, Subject, check
from gouji.model.finding import Severity
from gouji.standards.law import rests
from gouji.standards.wording import Pattern, patterns


def slips(pattern: Pattern, passage: Passage) -> Iterator[Slip]:
    """Where the pattern holds in a passage and none of its innocent wordings does."""
    held = list(pattern.finds.finditer(passage.text))
    innocent = [m.span() for m in pattern.unlike.finditer(passage.text)] if held and pattern.unlike else []
    for found in held:
        if any(start <= found.start() and found.end() <= end for start, end in innocent):
            continue
        right = found.expand(pattern.right) if pattern.right is not None else None
        if right != found.group():
            yield Slip(passage, found.start(), found.end(), right)


def _runs(pattern: Pattern) -> Callable[[Subject], Iterator[Found]]:
    def run(subject: Subject) -> Iterator[Found]:
        whole: list[Slip] = []
        for passage in passages(subject.disclosure, *pattern.kinds):
            found = list(slips(pattern, passage))
            if found and not pattern.once:
                finding = told(subject, found, *pattern.says)
                yield hidden(finding) if pattern.mask else finding
            whole += found
        if whole and pattern.once:
            yield told(subject, whole, *pattern.says)

    run.__doc__ = pattern.rule[1]
    run.__module__ = __name__
    return run


def _register() -> None:
    for pattern in patterns():
        register = check(
            id=pattern.id,
            severity=Severity(pattern.severity),
            title=pattern.title,
            basis=rests(*pattern.rests),
            example=pattern.example,
        )
        register(_runs(pattern))


_register()
