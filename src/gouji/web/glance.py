"""A body's budget of one year for a citizen: a few plain sentences, and the figures that the charts and tables draw.

Everything is what the document prints, or a sum, difference or share of that; a share is of a whole that is not 0, a change in
percent has a base that is not 0, and what the document does not say is left out rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from gouji.corpus.totals import main_columns
from gouji.model.amount import Amount
from gouji.model.disclosure import Disclosure, RowKind
from gouji.reporting.html.sankey import Money, money
from gouji.standards.chart import lookup
from gouji.standards.template import Template
from gouji.web.names import named

LEVELS = (3, 5, 7)
NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d{1,2}[.．、])\s*")
THREE_PUBLIC = {  # last parts of the columns' keys → what people call them
    "total": ("合计", "Total"),
    "abroad": ("因公出国（境）", "Travel abroad"),
    "cars.purchase": ("公务用车购置", "Buying cars"),
    "cars.running": ("公务用车运行", "Running cars"),
    "reception": ("公务接待", "Receptions"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole: `name`, `yuan`, its share of the whole in percent with one decimal, a code where it has one."""

    name: str
    yuan: Decimal
    share: Decimal | None = None
    code: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Glance:
    """One document. Amounts in 元. `functions` is a tree: 类, 款, 项. `three_public` by the keys of THREE_PUBLIC; None where
    the document has no such form (not the same as nothing spent)."""

    sources: tuple[Part, ...]
    functions: tuple[Part, ...]
    economic: tuple[Part, ...]
    uses: tuple[tuple[str, str, Decimal], ...]  # functional class, use, 元
    three_public: Mapping[str, Decimal] | None
    sentences: tuple[tuple[str, str], ...] = field(default=())  # Chinese, English


def glance(
    disclosure: Disclosure, template: Template | None, row: Mapping[str, Any], before: Mapping[str, Any] | None
) -> Glance:
    """`row` is the document's row of the corpus (see browse.agency_years), `before` last year's of the same body."""
    flow = money(disclosure, template) if template else None
    sources = _parts({plain(k): Amount(v, flow.unit).base for k, v in flow.sources.items()}) if flow else ()
    functions = _functions(disclosure)
    three = _three_public(disclosure, template)
    return Glance(
        sources,
        functions,
        _economic(disclosure),
        _uses(flow),
        three,
        tuple(_sentences(row, before, sources, functions, three)),
    )


def plain(name: str) -> str:
    """A row's name without its outline number, which means nothing outside its form."""
    return NUMBERED.sub("", name) or name


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """Percent with one decimal; None of a whole that is 0 or less."""
    return (100 * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole > 0 else None


def _parts(amounts: Mapping[str, Decimal]) -> tuple[Part, ...]:
    whole = sum(amounts.values(), Decimal(0))
    ordered = sorted(amounts.items(), key=lambda item: -item[1])
    return tuple(Part(name, yuan, share(yuan, whole)) for name, yuan in ordered if yuan > 0)


def _uses(flow: Money | None) -> tuple[tuple[str, str, Decimal], ...]:
    if flow is None:
        return ()
    return tuple((function, use, Amount(amount, flow.unit).base) for (function, use), amount in flow.uses.items())


def _deepest(disclosure: Disclosure, form_kind: str, code_kind: str) -> dict[str, tuple[str, Decimal]]:
    """Code → its name and amount in the form's own total column, of the rows that no deeper row divides further."""
    form = disclosure.form(form_kind)
    if form is None:
        return {}
    path = main_columns(form).get(None, "")
    held: dict[str, tuple[str, Decimal]] = {}
    for row in form.rows:
        code = row.codes.get(code_kind)
        if code is None or path not in row.cells or row.kind not in (RowKind.ITEM, RowKind.CLASS):
            continue
        earlier = held.get(code, ("", Decimal(0)))[1]
        held[code] = (row.label, earlier + Amount(row.cells[path].amount, form.unit).base)
    return {c: v for c, v in held.items() if not any(o != c and o.startswith(c) for o in held)}


def _functions(disclosure: Disclosure) -> tuple[Part, ...]:
    form = disclosure.form("expenditure_summary")
    named = {r.codes["function"]: r.label for r in form.rows if "function" in r.codes} if form else {}
    return _tree(_deepest(disclosure, "expenditure_summary", "function"), named, "function", disclosure.fiscal_year, LEVELS)


def _economic(disclosure: Disclosure) -> tuple[Part, ...]:
    for kind in ("economic_classification_summary", "general_budget_basic_expenditure"):
        leaves = _deepest(disclosure, kind, "department_economic")
        if leaves:
            return _tree(leaves, {}, "department_economic", disclosure.fiscal_year, LEVELS[:2])
    return ()


def _tree(
    leaves: Mapping[str, tuple[str, Decimal]], named: Mapping[str, str], kind: str, year: int | None, levels: Sequence[int]
) -> tuple[Part, ...]:
    """The leaves under their classes, largest first. Names as the document has them, else as the chart of accounts has."""

    def branch(codes: list[str], depth: int, whole: Decimal) -> tuple[Part, ...]:
        groups: dict[str, list[str]] = {}
        for code in codes:
            groups.setdefault(code[: levels[depth]], []).append(code)
        made = []
        for code, own in groups.items():
            yuan = sum((leaves[c][1] for c in own), Decimal(0))
            deeper = [c for c in own if len(c) > levels[depth]]
            below = branch(deeper, depth + 1, whole) if deeper and depth + 1 < len(levels) else ()
            made.append(Part(name(code), yuan, share(yuan, whole), code, below))
        return tuple(sorted(made, key=lambda p: -p.yuan))

    def name(code: str) -> str:
        if code in leaves:
            return leaves[code][0]
        entry = lookup(kind, code, year)
        return named.get(code) or (entry.name if entry else code)

    positive = {c: v for c, v in leaves.items() if v[1] > 0}
    return branch(list(positive), 0, sum((v[1] for v in positive.values()), Decimal(0)))


def _three_public(disclosure: Disclosure, template: Template | None) -> dict[str, Decimal] | None:
    form = disclosure.form("three_public")
    if form is None:
        return None
    cells: dict[str, Decimal] = {}
    for row in form.rows:
        if row.kind is RowKind.ITEM:
            for path, cell in row.cells.items():
                cells.setdefault(path, Amount(cell.amount, form.unit).base)
    return three_public(cells, template)


def three_public(cells: Mapping[str, Decimal], template: Template | None) -> dict[str, Decimal] | None:
    """The three public expenses by the keys of THREE_PUBLIC, of their form's columns with their amounts in 元."""
    declared = template.forms.get("three_public") if template else None
    if declared is None:
        return None
    found: dict[str, Decimal] = {}
    for column in declared.amounts():
        known = next((k for k in THREE_PUBLIC if column.key == k or column.key.endswith(f".{k}")), None)
        if known is not None and column.path in cells:
            found[known] = cells[column.path]
    return found


def _sentences(
    row: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    sources: Sequence[Part],
    functions: Sequence[Part],
    three: Mapping[str, Decimal] | None,
) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []
    spent = row["expenditure"]
    if spent is not None:
        zh, en = f"全年预算支出{amount(spent)}", f"It plans to spend {amount(spent, 'en')} in the year"
        earlier = before["expenditure"] if before else None
        if before and earlier is not None:
            changed = change(spent, earlier)
            zh, en = f"{zh}，比{before['year']}年{changed[0]}", f"{en}, {changed[1]} than in {before['year']}"
        told.append((f"{zh}。", f"{en}."))
    if len(sources) == 1:
        told.append((f"钱全部来自{sources[0].name}。", f"All of the money comes from: {named(sources[0].name, 'en')}."))
    elif sources:
        first = sources[0]
        told.append(
            (
                f"钱主要来自{first.name}，占{first.share}%。",
                f"Most of the money ({first.share}%) comes from: {named(first.name, 'en')}.",
            )
        )
    if functions:
        most = functions[0]
        zh = f"花得最多的是{most.name}，{amount(most.yuan)}，占{most.share}%"
        en = f"Most goes to: {named(most.name, 'en')}, {amount(most.yuan, 'en')}, {most.share}%"
        if len(functions) > 1:
            zh += f"；其次是{functions[1].name}，{amount(functions[1].yuan)}"
            en += f"; then {named(functions[1].name, 'en')}, {amount(functions[1].yuan, 'en')}"
        told.append((f"{zh}。", f"{en}."))
    basic, projects = row["basic"], row["projects"]
    if basic is not None and projects is not None and basic + projects > 0:
        part = (100 * basic / (basic + projects)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        rest = 100 - part
        told.append(
            (
                f"其中{part}%用于人员和日常运转（基本支出），{rest}%用于专门的项目（项目支出）。",
                f"{part}% pays staff and daily running (basic expenditure), {rest}% pays for projects.",
            )
        )
    if three is not None:
        told.append(_three_public_told(three))
    told.append(_checked(row))
    return told


def _three_public_told(three: Mapping[str, Decimal]) -> tuple[str, str]:
    if not three:
        return "“三公”经费表里没有填数字。", "The form of the three public expenses has no figures."
    whole = three["total"] if "total" in three else sum(three.values(), Decimal(0))
    if whole == 0:
        return "“三公”经费没有安排。", "Nothing is planned for the three public expenses."
    parts = [(k, three[k]) for k in THREE_PUBLIC if k != "total" and three.get(k)]
    zh = "、".join(f"{THREE_PUBLIC[k][0]}{amount(v)}" for k, v in parts)
    en = ", ".join(f"{THREE_PUBLIC[k][1].lower()} {amount(v, 'en')}" for k, v in parts)
    return (
        f"“三公”经费{amount(whole)}{f'：{zh}' if zh else ''}。",
        f"Three public expenses: {amount(whole, 'en')}{f' ({en})' if en else ''}.",
    )


def _checked(row: Mapping[str, Any]) -> tuple[str, str]:
    errors, warnings, tested, untestable = row["errors"], row["warnings"], row["tested"], row["untestable"]
    if not tested:
        return (
            "这份文件的数字还没有能核对的关系，不等于没有问题。",
            "No relation between its figures could be checked, which is not to say that all is well.",
        )
    zh = f"核对了{tested}条数字关系，发现{errors}处错误、{warnings}处需要看一看"
    en = f"{tested} relations between its figures were checked: {errors} errors, {warnings} to look at"
    if untestable:
        zh, en = f"{zh}，另有{untestable}条无法核对", f"{en}; {untestable} could not be checked"
    return f"{zh}。", f"{en}."


def change(now: Decimal, then: Decimal) -> tuple[str, str]:
    """In words: 增加…（增长…%）; a change from nothing has no percent."""
    if now == then:
        return "持平", "no different"
    more = now > then
    percent = share(abs(now - then), then)
    zh = f"{'增加' if more else '减少'}{amount(abs(now - then))}"
    en = f"{amount(abs(now - then), 'en')} {'more' if more else 'less'}"
    if percent is None:
        return zh, en
    return f"{zh}（{'增长' if more else '下降'}{percent}%）", f"{en} ({'+' if more else '−'}{percent}%)"


def amount(yuan: Decimal, lang: str = "zh") -> str:
    """As people say it: 亿元 from a hundred million on, else 万元; two decimals."""
    if lang == "en":
        unit, name = (10**6, "million yuan") if abs(yuan) >= 10**6 else (1, "yuan")
        return f"{_rounded(yuan / unit) if unit > 1 else yuan.quantize(Decimal(1), ROUND_HALF_UP):,} {name}"
    unit, name = (10**8, "亿元") if abs(yuan) >= 10**8 else (10**4, "万元")
    return f"{_rounded(yuan / unit):,}{name}"


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)
