"""Documents without mistakes for the mutation benchmark: the example's body and other invented ones read from text, bodies by
chance, and real disclosures (../shared/seeds, where they are there) after their known mistakes are repaired in memory."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from tests import generate
from tests.invented.chance import plan
from tests.invented.document import document
from tests.invented.station import STATION
from tests.standards.honest import Body
from tests.standards.honest_facts import facts

from bench.edits import set_claim, set_figure, set_target
from gouji.checking import check
from gouji.model.amount import FACTORS, MONEY_UNITS
from gouji.model.disclosure import Disclosure
from gouji.model.finding import Finding, Severity, Suspect
from gouji.model.place import Place
from gouji.recognition import read
from gouji.sources import open_document
from gouji.standards.loader import load
from gouji.standards.template import Template

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
ROUNDS = 4  # of repairing


@dataclass(frozen=True, slots=True)
class Clean:
    """A document without mistakes; `text` where it can be read again from text."""

    name: str
    disclosure: Disclosure
    template: Template
    text: str | None = None


def clean_documents(bodies: int = 3) -> Iterator[Clean]:
    """All of them; `bodies` invented ones of each kind."""
    yield from_text("example", document(STATION))
    for seed in range(1, bodies + 1):
        yield from_text(f"invented-{seed}", document(plan(seed)))
    for seed, profile in zip(range(bodies), ("11", "15", "12") * bodies, strict=False):
        template = load("henan/2024", profile)
        made = generate.disclosure(1000 + seed, template)
        yield Clean(f"generated-{seed}", with_places(made), template)
        body = Body(template, facts(random.Random(seed + 7)), bool(seed % 2), True)
        yield Clean(f"honest-{seed}", with_places(body.disclosure()), template)
    for path in sorted(SEEDS.glob("*.txt")):
        found = read(open_document(path))
        if found.template is not None:
            template = load(found.template, found.profile)
            yield Clean(path.stem[:3], repaired(found, template), template)


def from_text(name: str, text: str) -> Clean:
    """A document read through the whole reader."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        found = read(open_document(path))
    return Clean(name, found, load(found.template or "henan/2024", found.profile), text)


def with_places(made: Disclosure) -> Disclosure:
    """A disclosure that was never printed, with a line for every row and claim, so that findings can be told apart."""
    line = 1000
    forms = []
    for form in made.forms:
        rows, first = [], line
        for row in form.rows:
            line += 1
            cells = {
                path: replace(cell, place=Place(line=line, column=10 * (n + 1)))
                for n, (path, cell) in enumerate(row.cells.items())
            }
            rows.append(replace(row, cells=cells, place=Place(line=line)))
        line += 5
        forms.append(replace(form, rows=tuple(rows), place=Place(line=first, to_line=line)))
    claims = tuple(replace(c, place=Place(line=n + 1, column=1)) for n, c in enumerate(made.claims))
    projects = tuple(replace(p, place=Place(line=line + 10 * n)) for n, p in enumerate(made.projects, 1))
    return replace(made, forms=tuple(forms), claims=claims, projects=projects)


def repaired(found: Disclosure, template: Template) -> Disclosure:
    """The disclosure with its mistakes corrected as far as the findings say what is right."""
    found = replace(found, damage=tuple(d for d in found.damage if "###" not in d.says))
    found = _ceilings(found)
    for _ in range(ROUNDS):
        errors = [f for f in check(found, template).findings if f.severity is not Severity.INFO]
        mended = found
        for error in errors:
            mended = _mended(mended, error)
        if mended == found:
            break
        found = mended
    return found


def _mended(found: Disclosure, error: Finding) -> Disclosure:
    if isinstance(error.suspect, Suspect):
        return set_figure(found, error.suspect.spot, _number(error.suspect.should_be))
    first = error.places[0] if error.places else None
    if first is not None and not first.form and isinstance(error.expected, Decimal):
        return set_claim(found, first, error.expected)
    return found


def _number(words: str) -> Decimal | None:
    try:
        return Decimal(words)
    except ArithmeticError:
        return None


def _ceilings(found: Disclosure) -> Disclosure:
    """Every money target of a project's cost set to the project's amount."""
    for p, project in enumerate(found.projects):
        for n, indicator in enumerate(project.indicators):
            target = indicator.target
            if not indicator.level1.startswith("成本") or project.amount is None or target.value is None:
                continue
            unit = target.unit if target.unit in MONEY_UNITS else "万元"
            if "总成本" in indicator.name or "项目成本" in indicator.name:
                value = (project.amount * FACTORS[project.unit] / FACTORS[unit or "万元"]).normalize()
                found = set_target(
                    found, p, n, replace(target, value=value, unit=unit, raw=f"≤{value:f}{unit}", comparator="<=")
                )
    return found
