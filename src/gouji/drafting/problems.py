"""What is wrong with a workbook: every problem at once, each with its sheet and cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to be put right, in both languages. `cell` is "" where it concerns the whole sheet."""

    sheet: str
    cell: str
    chinese: str
    english: str

    def say(self, lang: str) -> str:
        """The line that the user sees."""
        where = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return f"{where}: {self.english}" if lang == "en" else f"{where}：{self.chinese}"


class WorkbookProblems(Exception):
    """The workbook cannot be drafted from; `problems` says why, in the order of its sheets."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(p.say("zh") for p in self.problems))
