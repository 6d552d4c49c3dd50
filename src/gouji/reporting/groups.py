"""Findings as a person wants to read them: those of one rule that say the same of many places are one block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gouji.checking.figures import at
from gouji.model.finding import Finding
from gouji.reporting.excerpts import Excerpt

_DIGITS = re.compile(r"[\d,.]+")


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one rule and severity, with their excerpts. `alike`: they differ in nothing but numbers (of lines, pages)."""

    findings: tuple[Finding, ...]
    excerpts: tuple[Excerpt | None, ...]
    alike: bool = False

    @property
    def first(self) -> Finding:
        return self.findings[0]


def groups(findings: Sequence[Finding], excerpts: Sequence[Excerpt | None] = ()) -> list[Group]:
    """The findings in their order, those that name no wrong figure grouped by rule where the first of them stands."""
    shown = list(excerpts) if len(excerpts) == len(findings) else [None] * len(findings)
    together: dict[object, list[int]] = {}
    for i, finding in enumerate(findings):
        together.setdefault((finding.rule, finding.title) if _plain(finding) else i, []).append(i)
    out = []
    for members in together.values():
        same = {_DIGITS.sub("#", findings[i].message) for i in members}
        out.append(
            Group(tuple(findings[i] for i in members), tuple(shown[i] for i in members), len(members) > 1 and len(same) == 1)
        )
    return out


def _plain(finding: Finding) -> bool:
    """Whether the finding is told in one line and blames no figure."""
    return finding.suspect is None and finding.rewrite is None and "\n" not in finding.message


def placed(finding: Finding, lang: str = "zh") -> str:
    """The finding's first line, led by its place where the line does not tell it."""
    first = finding.message.split("\n")[0] or finding.title
    where = at(finding.places[0].place, lang) if finding.places else ""
    return first if not where or where in first else f"{where}{': ' if lang == 'en' else '：'}{first}"
