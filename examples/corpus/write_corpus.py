"""Writes the documents of the example corpus: python examples/corpus/write_corpus.py FOLDER

Fifteen invented bodies over three years (bodies.yaml), drafted and published by gouji itself, hence consistent; then the
mistakes that bodies.yaml names. The same bytes every time. Most documents are web pages, every fifth a workbook or a Word
document.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from gouji.drafting import assemble
from gouji.drafting.book import Body, Book, Plan
from gouji.drafting.charts import default
from gouji.drafting.consolidate import consolidate
from gouji.drafting.lastyear import carried_over
from gouji.drafting.lines import BudgetLine
from gouji.model.disclosure import Cell, Disclosure, Indicator
from gouji.publishing import publish
from gouji.recognition.target_value import parse_target
from gouji.standards.loader import load

HERE = Path(__file__).resolve().parent
PEOPLE = (("30101", 45), ("30102", 30), ("30108", 15), ("30113", 10))  # economic code, share in percent
SOCIAL = {"30108": "2080505", "30113": "2210201"}  # what is booked under a function of its own
RUNNING = (("30201", 40), ("30211", 25), ("30231", 20), ("30217", 15))
COSTS = ("30227", "30299")
FORMATS = ("html", "html", "xlsx", "html", "docx")
REASON = "工作任务有调整"


@dataclass(frozen=True, slots=True)
class Made:
    """A document to be: its book, what it says, and whether its correction follows (then it is called the first)."""

    place: str
    code: str
    year: int
    disclosure: Disclosure
    suffix: str = ""


def documents() -> Iterator[Made]:
    """All documents, with their planted mistakes, year by year."""
    data = yaml.safe_load((HERE / "bodies.yaml").read_text(encoding="utf-8"))
    before: dict[tuple[str, str], Disclosure] = {}
    for year in data["years"]:
        books = {(b["place"], b["code"]): _book(data, b, year) for b in data["bodies"]}
        wholes = [d for d in data["departments"] if year in d["years"]]
        for whole in wholes:
            books[whole["place"], whole["name"]] = consolidate(
                [books[whole["place"], code] for code in whole["units"]], data["places"][whole["place"]] + whole["name"]
            )
        for key, book in books.items():
            book = _other_line(data, key, year, _compared(data, key, year, book, before.get(key)))
            made = assemble(book)
            before[key] = made
            for first in _planted(data["corrected"], key, year):
                yield Made(*key, year, _slipped(made, first), "（初次公开）")
            for mistake in _planted(data["mistakes"], key, year):
                made = _slipped(made, mistake)
            yield Made(*key, year, made)


def _planted(mistakes: list[dict[str, Any]], key: tuple[str, str], year: int) -> list[dict[str, Any]]:
    return [m for m in mistakes if (m["place"], m["code"], m["year"]) == (*key, year)]


def _book(data: Mapping[str, Any], body: dict[str, Any], year: int) -> Book:
    """A body's year. What it plans grows by chance, drawn from its own dice."""
    body = {**body, **{k: v for since, new in body.get("renamed", {}).items() if year >= since for k, v in new.items()}}
    place = data["places"][body["place"]]
    dice = random.Random(f"{body['place']}{body['name']}{year}")
    grown = Decimal(100 + 4 * (year - min(data["years"])) + dice.randint(-2, 2)) / 100
    kind = body.get("type", "organ")
    template = f"{data['template']}/{data['years'][year]}"

    def line(function: str, economic: str, amount: Decimal, sort: str, project: str = "") -> BudgetLine:
        yuan = (amount * grown * Decimal(1_000_000 + dice.randint(-20_000, 20_000)) / 10_000).quantize(Decimal(1)) * 100
        government = default(economic, kind) or "50299"
        return BudgetLine(body["code"], function, economic, government, "fiscal", sort, yuan, False, project)

    def parts(total: int, shares: tuple[tuple[str, int], ...], sort: str) -> Iterator[BudgetLine]:
        for economic, share in shares:
            yield line(SOCIAL.get(economic, body["work"]), economic, Decimal(total * share) / 100, sort)

    lines = [*parts(body["people"], PEOPLE, "personnel"), *parts(body["running"], RUNNING, "operating")]
    plans = []
    for n, (name, function, amount, sort) in enumerate(body["projects"], 1):
        own = [line(function, e, Decimal(amount * s) / 100, sort, name) for e, s in zip(COSTS, (70, 30), strict=True)]
        lines += own
        shared = any((s["place"], s["project"]) == (body["place"], name) for s in data["shared_code"])
        code = f"{body['place']}{year % 100}{0 if shared else int(body['code']):012d}{n if not shared else 9}"
        plans.append(Plan(body["code"], name, code, f"完成{name}年度任务", f"用于{name}", False, _aims(name, own, dice)))
    what = "机关" if kind == "organ" else "事业单位"
    return Book(
        template,
        data["forms"],
        year,
        Body(place + body["name"], body["code"], body["code"][:3], place + body["department"], body["place"], "county", kind,
             {"在职职工": body["staff"]}),
        tuple(lines),
        tuple(plans),
        reasons={},
        assets={"车辆": {"一般公务用车": 2, "其他用车": 0}, "设备": {"单价50万元以上通用设备": 0}},
        procurement={"货物": Decimal("2.40"), "服务": Decimal("5.10")},
        texts={
            "duties": f"（一）承担{place}{body['name']}的各项工作。",
            "institutions": f"{place}{body['name']}是{what}，没有下设机构。",
        },
        names={("function", code): name for code, name in data["names"].items()},
    )  # fmt: skip


def _aims(name: str, lines: list[BudgetLine], dice: random.Random) -> tuple[Indicator, ...]:
    cost = sum(line.amount for line in lines) / 10_000
    made = (
        ("成本指标", "经济成本指标", "项目总成本", f"≤{cost.quantize(Decimal('0.01'))}万元"),
        ("产出指标", "数量指标", f"{name}完成数量", f"≥{dice.randint(3, 400)}{dice.choice('个次人')}"),
        ("产出指标", "质量指标", "验收合格率", f"≥{dice.randint(90, 99)}%"),
        ("效益指标", "社会效益指标", "服务保障能力", dice.choice(("显著提升", "逐步提高"))),
        ("满意度指标", "服务对象满意度指标", "群众满意度", f"≥{dice.randint(85, 98)}%"),
    )
    return tuple(Indicator(level1, aim, parse_target(value), level2) for level1, level2, aim, value in made)


def _compared(data: Mapping[str, Any], key: tuple[str, str], year: int, book: Book, last: Disclosure | None) -> Book:
    """The book with last year's figures, as published; or off, where that is planted."""
    grown = Decimal(1)
    if last is None:  # the first year compares with a year of which nothing else is known
        last, grown = assemble(book), Decimal("0.96")
    off = sum((Decimal(o["by"]) for o in _planted(data["other_last_year"], key, year)), Decimal(0))
    published = {q: (v * grown).quantize(v) for q, v in carried_over(last).last.items()}
    held = {q: v + (off if q in ("收入总计", "支出总计") else 0) for q, v in published.items()}
    return replace(book, last=held, reasons=dict.fromkeys(held, REASON))


def _other_line(data: Mapping[str, Any], key: tuple[str, str], year: int, book: Book) -> Book:
    more = sum((Decimal(o["by"]) * 10_000 for o in _planted(data["other_than_department"], key, year)), Decimal(0))
    first, *rest = book.lines
    return replace(book, lines=(replace(first, amount=first.amount + more), *rest)) if more else book


def _slipped(made: Disclosure, mistake: dict[str, Any]) -> Disclosure:
    """The disclosure with one wrong amount: two digits swapped, or the decimal point one to the right."""
    forms = list(made.forms)
    f = next(i for i, form in enumerate(forms) if form.kind == mistake["form"])
    rows = list(forms[f].rows)
    column = mistake["column"]
    r = max(
        (i for i, row in enumerate(rows) if row.kind == mistake["row"] and column in row.cells),
        key=lambda i: _odd(rows[i].cells[column]),
    )
    cell = rows[r].cells[column]
    wrong = cell.amount * 10 if mistake["slip"] == "point" else _swapped(cell.amount)
    rows[r] = replace(rows[r], cells={**rows[r].cells, column: replace(cell, amount=wrong.quantize(cell.amount))})
    forms[f] = replace(forms[f], rows=tuple(rows))
    return replace(made, forms=tuple(forms))


def _odd(cell: Cell) -> bool:
    return _swapped(cell.amount) != cell.amount


def _swapped(amount: Decimal) -> Decimal:
    """The first two neighbouring digits that differ, the other way round."""
    digits = f"{amount:f}"
    for i in range(len(digits) - 1):
        a, b = digits[i : i + 2]
        if a.isdigit() and b.isdigit() and a != b and not (i == 0 and b == "0"):
            return Decimal(digits[:i] + b + a + digits[i + 2 :])
    return amount


def write(folder: Path) -> list[Path]:
    """Writes all documents, a folder a year; their paths, a document before its correction."""
    written: list[Path] = []
    for n, made in enumerate(documents()):
        template = load(made.disclosure.template or "", made.disclosure.profile)
        target = folder / str(made.year)
        (path,) = publish(made.disclosure, template, target, [FORMATS[n % len(FORMATS)]])
        if made.suffix or list(target.glob(f"{path.stem}（初次公开）*")):
            path = path.rename(path.with_stem(path.stem + (made.suffix or "（更正）")))
        written.append(path)
    return written


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(f"{len(write(Path(sys.argv[1])))} documents: {sys.argv[1]}")
