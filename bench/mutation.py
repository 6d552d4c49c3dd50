"""Mutation benchmark: clean documents, one fault at a time; how many are found, and whether the wrong figure is named.

    python -m bench.mutation [--samples N] [--seed S] [--kinds WORD] [--documents WORD] [--misses] [--write]

Detection counts errors and warnings that the clean document does not have. A figure is named exactly where the first finding
with a suspect names it, among two where the suspect or its first alternative does. `--write` puts the table into docs/AUDIT.md.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.cell_faults import CELL_FAULTS, SEVERAL, Fault, Mutant, cells
from bench.clean import Clean, clean_documents
from bench.table import write_table
from bench.text_faults import PROSE_FAULTS, TARGET_FAULTS
from bench.typed_faults import TEXT_FAULTS, from_text_fault
from gouji.checking import check
from gouji.model.finding import Finding, Severity, Spot

SHOWN = 40
LOOSE = ("targets and law", "text")


@dataclass(slots=True)
class Score:
    """What came of the faults of one kind."""

    tried: int = 0
    detected: int = 0
    named: int = 0
    two: int = 0
    right: int = 0
    false_errors: int = 0

    def add(self, other: Score) -> None:
        for name in ("tried", "detected", "named", "two", "right", "false_errors"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class Board:
    """All scores, by group and kind; the times of check and locate; the faults that were missed."""

    scores: dict[str, dict[str, Score]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Score)))
    times: list[float] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)
    clean: list[tuple[str, int]] = field(default_factory=list)


def identity(finding: Finding) -> tuple[object, ...]:
    first = finding.places[0] if finding.places else None
    return finding.rule, finding.severity, (first.form, first.row, first.column) if first else None, finding.message


def same(spot: Spot, wrong: Spot) -> bool:
    """Whether a spot is the figure that was changed."""
    if not wrong.form:
        return spot.row == wrong.row and spot.place == wrong.place and not spot.form
    if spot.form != wrong.form:
        return False
    if wrong.form == "project_performance" and spot.place == wrong.place and spot.place.line is not None:
        return True
    return spot.row == wrong.row and spot.column == wrong.column and spot.place == wrong.place


def alike(spot: Spot, wrong: Spot) -> bool:
    """Whether a row, or columns, that a finding names are those of the fault."""
    rows = not wrong.row or spot.row in ("", wrong.row)
    return spot.form == wrong.form and rows and (not spot.column or not wrong.column or spot.column == wrong.column)


def touches(finding: Finding, wrong: Iterable[Spot]) -> bool:
    """Whether a finding speaks of a changed figure (of a row or form where the fault is one of a row or form)."""
    spots = [*finding.places, *([finding.suspect.spot] if finding.suspect else [])]
    return any(same(s, w) or (not w.column and (s.form == w.form or not w.form)) for s in spots for w in wrong)


def score(
    mutant: Mutant, before: set[tuple[object, ...]], findings: Iterable[Finding], kind: str, any_severity: bool = False
) -> Score:
    """One fault's score. `any_severity`: faults of wording and form are told as info, and count as found then too."""
    new = [f for f in findings if identity(f) not in before and (any_severity or f.severity is not Severity.INFO)]
    blamed = [f.suspect for f in new if f.suspect is not None]
    wrong = mutant.spots
    out = Score(tried=1, detected=int(bool(new)))
    out.false_errors = sum(1 for f in new if f.severity is Severity.ERROR and not touches(f, wrong))
    if not blamed:
        return out
    names = [s.spot for s in blamed[:1]] + [spot for spot, _ in blamed[0].alternatives[:1]]
    if len(names) < 2:
        names += [s.spot for s in blamed[1:2]]
    if kind in SEVERAL:
        hit = [any(same(n, w) or alike(n, w) for w in wrong) for n in names]
    else:
        hit = [any(same(n, w) for w in wrong) for n in names]
    out.named, out.two = int(hit[0]), int(any(hit))
    out.right = int(hit[0] and mutant.right != "" and blamed[0].should_be == mutant.right)
    return out


def run(board: Board, document: Clean, faults: dict[str, Fault], group: str, samples: int, seed: int) -> None:
    """Every kind of fault on one document."""
    before = {identity(f) for f in check(document.disclosure, document.template).findings}
    for kind, fault in faults.items():
        dice = random.Random(f"{seed}{document.name}{kind}")
        for _ in range(samples):
            mutant = fault(document.disclosure, dice)
            if mutant is None:
                continue
            start = time.process_time()
            report = check(mutant.disclosure, document.template)
            board.times.append(time.process_time() - start)
            result = score(mutant, before, report.findings, kind, group in LOOSE)
            board.scores[group][kind].add(result)
            if not result.two:
                board.misses.append(
                    f"{document.name} {group} {kind} detected={result.detected} {mutant.spots[:2]} right={mutant.right}"
                )


def doubles(board: Board, document: Clean, samples: int, seed: int) -> None:
    """Two faults at once, in different amounts: each is counted for itself."""
    before = {identity(f) for f in check(document.disclosure, document.template).findings}
    dice = random.Random(f"{seed}{document.name}double")
    kinds = ("digit", "swap", "point", "neighbour row")
    for _ in range(samples * 2):
        first = CELL_FAULTS[dice.choice(kinds)](document.disclosure, dice)
        second = CELL_FAULTS[dice.choice(kinds)](first.disclosure, dice) if first else None
        if first is None or second is None or same(first.spots[0], second.spots[0]):
            continue
        findings = check(second.disclosure, document.template).findings
        new = [f for f in findings if identity(f) not in before and f.severity is not Severity.INFO]
        blamed = [f.suspect for f in new if f.suspect is not None]
        for wrong in (first.spots[0], second.spots[0]):
            out = Score(tried=1, detected=int(any(touches(f, (wrong,)) for f in new)))
            out.named = int(any(same(s.spot, wrong) for s in blamed))
            out.two = int(any(same(p, wrong) for s in blamed for p in (s.spot, *(a for a, _ in s.alternatives[:1]))))
            board.scores["double faults"]["two amounts at once"].add(out)
        both = (first.spots[0], second.spots[0])
        board.scores["double faults"]["two amounts at once"].false_errors += sum(
            1 for f in new if f.severity is Severity.ERROR and not touches(f, both)
        )


def main() -> None:
    """Runs the benchmark and prints its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=4, help="faults of each kind a document")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bodies", type=int, default=3, help="invented documents of each kind")
    parser.add_argument("--kinds", default="", help="only kinds whose name holds this")
    parser.add_argument("--groups", default="forms,prose,targets and law,text,double faults")
    parser.add_argument("--documents", default="", help="only documents whose name holds this")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--write", action="store_true", help="write the table into docs/AUDIT.md")
    asked = parser.parse_args()
    groups = asked.groups.split(",")
    board = Board()
    for document in clean_documents(asked.bodies):
        if asked.documents not in document.name:
            continue
        errors = [f for f in check(document.disclosure, document.template).findings if f.severity is Severity.ERROR]
        board.clean.append((document.name, len(errors)))
        for group, faults in (("forms", CELL_FAULTS), ("prose", PROSE_FAULTS), ("targets and law", TARGET_FAULTS)):
            if group in groups:
                chosen = {k: f for k, f in faults.items() if asked.kinds in k}
                run(board, document, chosen, group, asked.samples, asked.seed)
        if document.text is not None and "text" in groups:
            chosen = {k: from_text_fault(document, f) for k, f in TEXT_FAULTS.items() if asked.kinds in k}
            run(board, document, chosen, "text", asked.samples, asked.seed)
        if "double faults" in groups and not asked.kinds:
            doubles(board, document, asked.samples, asked.seed)
    write_table(board, asked.write)
    if asked.misses:
        print("\n".join(board.misses[:SHOWN]))
    if board.times:
        print(f"check + locate: median {statistics.median(board.times) * 1000:.0f} ms, worst {max(board.times) * 1000:.0f} ms")


_ = cells
if __name__ == "__main__":
    main()
