"""The benchmark's table, on standard output and in docs/AUDIT.md."""

from __future__ import annotations

import re
import statistics
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.mutation import Board, Score

AUDIT = Path(__file__).resolve().parents[1] / "docs" / "AUDIT.md"
BEGIN, END = "<!-- mutation benchmark: begin -->", "<!-- mutation benchmark: end -->"


def write_table(board: Board, into_docs: bool) -> None:
    """Prints the table; replaces the one between the marks in docs/AUDIT.md where asked."""
    lines = table(board)
    print("\n".join(lines))
    if into_docs:
        text = AUDIT.read_text(encoding="utf-8")
        block = "\n".join((BEGIN, "", *lines, "", END))
        AUDIT.write_text(
            re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: block, text, flags=re.DOTALL), encoding="utf-8"
        )


def table(board: Board) -> list[str]:
    """The table in Markdown."""
    errors = dict(board.clean)
    out = [
        f"Clean documents: {len(board.clean)}; findings of severity error on them: "
        + (", ".join(f"{n} {c}" for n, c in errors.items() if c) or "none"),
        "",
    ]
    if board.times:
        out += [f"Check and locate: median {statistics.median(board.times) * 1000:.0f} ms.", ""]
    out += [
        "| kind of fault | tried | detected | named | among two | right value | false errors |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for group, kinds in board.scores.items():
        total = _total(kinds)
        out.append(_row(f"**{group}**", total))
        out += [_row(kind, score) for kind, score in kinds.items()]
    return out


def _total(kinds: dict[str, Score]) -> Score:
    first = next(iter(kinds.values()))
    total = type(first)()
    for score in kinds.values():
        total.add(score)
    return total


def _row(name: str, score: Score) -> str:
    def share(part: int) -> str:
        return f"{100 * part / score.tried:.0f}%" if score.tried else "–"

    shares = (share(getattr(score, k)) for k in ("detected", "named", "two", "right"))
    return f"| {name} | {score.tried} | {' | '.join(shares)} | {score.false_errors} |"
