"""The prose (情况说明) written from the drafted forms in the template's words, and the claims that a reader finds in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gouji.drafting.book import Book
from gouji.drafting.declaration import Declaration
from gouji.drafting.figures import Figures, percent
from gouji.drafting.lines import BudgetLine, total
from gouji.model.amount import FACTORS
from gouji.model.disclosure import Claim, Form, Section
from gouji.recognition import claims as claim_reader
from gouji.recognition.segment import ProseSection
from gouji.sources.document import Paragraph
from gouji.standards.template import Template

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2 import Template as JinjaTemplate

_ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Written:
    """The sections of a disclosure in order, and what they claim."""

    sections: tuple[Section, ...]
    claims: tuple[Claim, ...]


@lru_cache(maxsize=8)
def _environment(folder: Path) -> Environment:
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    # A province's templates may come from outside the package: they get no access to Python. Output is plain text.
    found = SandboxedEnvironment(
        loader=FileSystemLoader(folder), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )
    found.filters["money"] = lambda value: f"{value:.2f}万元"
    return found


@lru_cache(maxsize=256)
def _heading(folder: Path, words: str) -> JinjaTemplate:
    return _environment(folder).from_string(words)


def write(
    book: Book,
    lines: Sequence[BudgetLine],
    forms: Sequence[Form],
    template: Template,
    declared: Declaration,
    claims: bool = True,
) -> Written:
    """The prose of a disclosure whose forms are drafted, and (`claims`) what a reader of it understands."""
    environment = _environment(declared.folder / "prose")
    context = _context(book, lines, Figures(forms, template), template, declared)
    sections: list[Section] = []
    counters = [0, 0]
    for passage in declared.prose:
        if passage.form is not None and passage.form not in template.forms:
            continue
        text = _tidy(environment.get_template(f"{passage.words}.j2").render(context)) if passage.words else ""
        if passage.words and not text:
            continue
        title = _heading(declared.folder / "prose", passage.title).render(context)
        sections.append(Section(_numbered(title, passage.level, counters), passage.level, text=text))
    found = claim_reader.read(_prose(sections), template, book.year) if claims else ()
    return Written(tuple(sections), found)


def _numbered(title: str, level: int, counters: list[int]) -> str:
    """The title with its outline number: 一、 at the second level, （一） at the third."""
    if level == 1:
        counters[:] = [0, 0]
        return title
    counters[level - 2] += 1
    if level == 2:
        counters[1] = 0
    n = counters[level - 2]
    number = _ORDINALS[n - 1] if n <= 10 else f"十{_ORDINALS[n - 11]}"
    return f"{number}、{title}" if level == 2 else f"（{number}）{title}"


def _tidy(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _prose(sections: Sequence[Section]) -> list[ProseSection]:
    """The sections as a reader of the published document sees them: paragraphs under their headings."""
    out: list[ProseSection] = []
    path: list[Section] = []
    for section in sections:
        path = [*(s for s in path if s.level < section.level), section]
        if section.text:
            paragraphs = tuple(Paragraph(line, hard=True) for line in section.text.split("\n"))
            out.append(ProseSection(tuple(s.title for s in path), paragraphs))
    return out


def _context(
    book: Book, lines: Sequence[BudgetLine], figures: Figures, template: Template, declared: Declaration
) -> Mapping[str, object]:
    def change(quantity: str, now: Decimal | None = None) -> str:
        """与上年相比: against last year's figure, in words that never contradict it; "" where last year's is not given."""
        value = figures.value(quantity) if now is None else now
        last = book.last.get(quantity)
        if value is None or last is None:
            return ""
        if value == last:
            return "持平"
        way, rate = ("增加", "增长") if value > last else ("减少", "下降")
        share = percent(abs(value - last), last)
        return f"{way}{abs(value - last):.2f}万元" + (f"，{rate}{share}%" if share is not None else "")

    def reason(quantity: str, now: Decimal | None = None) -> str:
        """，主要原因：… where the figure changed and the unit says why."""
        said = book.reasons.get(quantity, "").strip().rstrip("。；;，,")
        moved = change(quantity, now)
        return f"，主要原因：{said}" if said and moved and moved != "持平" else ""

    def value(quantity: str) -> Decimal:
        return figures.value(quantity) or Decimal(0)

    def share(part: str | Decimal, whole: str) -> str:
        """，占…% of the whole; "" where the whole is nothing, or the part too small to have a share."""
        amount = value(part) if isinstance(part, str) else part
        found = percent(amount, value(whole))
        return "" if found is None or (not found and amount) else f"，占{found}%"

    def spent(*sources: str) -> Decimal:
        """All that is paid from these sources, in the forms' unit: for what a profile has no form of."""
        return total(line for line in lines if line.source in sources) / FACTORS[template.unit]

    def printed(kind: str) -> bool:
        return kind in template.forms

    amounts = {
        "value": value,
        "share": share,
        "change": change,
        "reason": reason,
        "items": figures.items,
        "classes": figures.classes,
        "printed": printed,
        "spent": spent,
    }
    agencies = [name for code, name in sorted(book.units.items())]
    return {
        **amounts,
        "unit": book.body.name,
        "year": book.year,
        "last_year": book.year - 1,
        "book": book,
        "body": book.body,
        "texts": defaultdict(str, book.texts),  # what a unit left unsaid is no words
        "uses": defaultdict(str, book.uses),
        "agencies": agencies,
        "department": len(book.units) > 1,
        "procurement": {name: book.procurement.get(name, Decimal(0)) for name in declared.inputs.procurement},
        "assets": _assets(book, declared),
        "transfers": book.transfers,
        "forms": {f.kind: f for f in figures.forms},
        "what": "部门" if len(book.units) > 1 else "单位",
        "priority": [(p, _amount_of(book, figures, p.agency, p.name)) for p in book.projects if p.priority],
    }


def _assets(book: Book, declared: Declaration) -> Mapping[str, Mapping[str, int]]:
    """Every kind of car and of equipment, with 0 where the unit has none."""
    kinds = {"车辆": declared.inputs.cars, "设备": declared.inputs.equipment}
    return {group: {n: book.assets.get(group, {}).get(n, 0) for n in names} for group, names in kinds.items()}


def _amount_of(book: Book, figures: Figures, agency: str, name: str) -> Decimal:
    """A project's amount as the project form prints it."""
    for form in figures.forms:
        if form.kind == "project_expenditure":
            unit = book.units.get(agency, agency)
            for row in form.rows:
                if row.label == name and unit in (row.texts.get("项目单位"), None):
                    return figures.cell(form.kind, "total", row)
    return Decimal(0)
