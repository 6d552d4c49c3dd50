"""Faults in the prose, in targets and in what the law wants, planted in what was read."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from bench.cell_faults import Fault, Mutant, digit, scaled, swap, year_before
from bench.edits import reworded, set_claims, set_form, set_project, set_row, set_target
from gouji.checking.aims import by_project, damaged, key, span, torn
from gouji.checking.registry import Subject
from gouji.model.amount import FACTORS, MONEY_UNITS
from gouji.model.disclosure import Claim, Disclosure, Form, Indicator, RowKind, Target
from gouji.model.finding import Spot
from gouji.model.place import Place
from gouji.standards.loader import load

Change = Callable[[Decimal, random.Random], Decimal]


def _claim(change: Change, keep: Callable[[Claim], bool]) -> Fault:
    """One number of the prose that a relation vouches for, changed."""

    def fault(found: Disclosure, dice: random.Random) -> Mutant | None:
        fit = [i for i, c in enumerate(found.claims) if c.quantity and c.amount and keep(c)]
        for _ in range(20):
            if not fit:
                return None
            at = dice.choice(fit)
            claim = found.claims[at]
            assert claim.amount is not None
            new = change(claim.amount, dice)
            if abs(new - claim.amount) > Decimal("0.02"):
                changed = reworded(found, at, new)
                signed = -claim.amount if claim.direction == "减少" else claim.amount
                return Mutant(changed, (Spot("", claim.quantity, claim.section, str(new), claim.place),), str(signed))
        return None

    return fault


def _money(claim: Claim) -> bool:
    return (
        claim.unit in MONEY_UNITS and "较上年" not in claim.quantity and not claim.quantity.startswith(("国有资产", "重点项目"))
    )


def _share(claim: Claim) -> bool:
    return claim.quantity.endswith("占比")


def _rate(claim: Claim) -> bool:
    return claim.quantity.endswith("变动率")


def _moved(claim: Claim) -> bool:
    return claim.quantity.endswith("变动额")


def _count(claim: Claim) -> bool:
    return claim.quantity == "预算绩效.项目数"


def _turned(found: Disclosure, dice: random.Random) -> Mutant | None:
    """A rise that is called a fall, or the other way round, in the percentage only."""
    fit = [i for i, c in enumerate(found.claims) if _rate(c) and c.direction in ("增加", "减少") and c.amount]
    if not fit:
        return None
    at = dice.choice(fit)
    claim = found.claims[at]
    other = "减少" if claim.direction == "增加" else "增加"
    changed = set_claims(found, at, replace(claim, direction=other))
    return Mutant(changed, (Spot("", claim.quantity, claim.section, None, claim.place),))


def _neighbours(found: Disclosure, dice: random.Random) -> Mutant | None:
    """The number of the next statement copied."""
    fit = [i for i in range(1, len(found.claims)) if _money(found.claims[i]) and _money(found.claims[i - 1])]
    fit = [
        i
        for i in fit
        if found.claims[i].amount and found.claims[i - 1].amount and _differ(found.claims[i], found.claims[i - 1])
    ]
    if not fit:
        return None
    at = dice.choice(fit)
    claim = found.claims[at]
    changed = set_claims(found, at, replace(claim, amount=found.claims[at - 1].amount))
    return Mutant(changed, (Spot("", claim.quantity, claim.section, None, claim.place),), str(claim.amount))


def _differ(one: Claim, other: Claim) -> bool:
    return one.amount is not None and other.amount is not None and abs(one.amount - other.amount) > Decimal("0.05")


PROSE_FAULTS: dict[str, Fault] = {
    "amount: digit": _claim(digit, _money),
    "amount: swap": _claim(swap, _money),
    "amount: point": _claim(scaled("10", "0.1"), _money),
    "amount: unit ×10 000": _claim(scaled("10000"), _money),
    "amount: last year's": _claim(year_before, _money),
    "amount: neighbour": _neighbours,
    "wrong share": _claim(swap, _share),
    "share: last year's": _claim(year_before, _share),
    "wrong rate": _claim(digit, _rate),
    "rate: swap": _claim(swap, _rate),
    "wrong change": _claim(digit, _moved),
    "wrong direction": _turned,
    "wrong count": _claim(lambda old, dice: old + dice.choice((1, 2)), _count),
}


def _whole(found: Disclosure, place: Place) -> bool:
    """Whether the source is whole there: what is missing or odd in what it garbled is no mistake of the issuer's."""
    return not damaged(Subject(found, load(found.template or "", found.profile), ()), place)


def _whole_projects(found: Disclosure) -> list[int]:
    """The projects that the source kept whole, each named once in the document."""
    if torn(found):
        return []
    names = [key(p.name) for p in found.projects]
    ends = [span(project, aims) for project, aims in by_project(found)]
    return [p for p, place in enumerate(ends) if names.count(names[p]) == 1 and _whole(found, place)]


def _targets(found: Disclosure, keep: Callable[[Indicator], bool]) -> list[tuple[int, int]]:
    held = [(p, n) for p, project in enumerate(found.projects) for n, i in enumerate(project.indicators) if keep(i)]
    return [(p, n) for p, n in held if _whole(found, found.projects[p].indicators[n].place)]


def _target(change: Callable[[Target, Indicator, Disclosure, int], Target | None], keep: Callable[[Indicator], bool]) -> Fault:
    def fault(found: Disclosure, dice: random.Random) -> Mutant | None:
        for p, n in _shuffled(_targets(found, keep), dice)[:5]:
            target = found.projects[p].indicators[n].target
            new = change(target, found.projects[p].indicators[n], found, p)
            if new is not None and new != target:
                return Mutant(set_target(found, p, n, new), (Spot("project_performance", found.projects[p].name),))
        return None

    return fault


def _shuffled(items: Sequence[tuple[int, int]], dice: random.Random) -> list[tuple[int, int]]:
    return dice.sample(list(items), len(items))


def _ceiling(target: Target, indicator: Indicator, found: Disclosure, p: int) -> Target | None:
    amount, unit = found.projects[p].amount, found.projects[p].unit
    if amount is None or target.value is None or target.unit not in MONEY_UNITS:
        return None
    value = (amount * FACTORS[unit] / FACTORS[target.unit or ""] * Decimal("1.2")).quantize(Decimal("0.01")) + 1
    return replace(target, value=value, raw=f"≤{value}{target.unit}", comparator="<=")


def _percent(target: Target, indicator: Indicator, found: Disclosure, p: int) -> Target | None:
    return replace(target, unit="%", raw=f"≤{target.value}%") if target.value is not None else None


def _deadline(target: Target, indicator: Indicator, found: Disclosure, p: int) -> Target | None:
    year = str(found.fiscal_year)
    if not target.deadline or year not in target.raw:
        return None
    before = str(int(year) - 2)
    return replace(target, deadline=target.deadline.replace(year, before), raw=target.raw.replace(year, before))


def _turned_target(target: Target, indicator: Indicator, found: Disclosure, p: int) -> Target | None:
    if target.comparator != ">=" or target.value is None:
        return None
    return replace(target, comparator="<=", raw=target.raw.replace("≥", "≤"))


def _over(target: Target, indicator: Indicator, found: Disclosure, p: int) -> Target | None:
    return replace(target, value=Decimal(980), raw="≥980%") if target.unit == "%" and target.comparator == ">=" else None


def _words(target: Target, indicator: Indicator, found: Disclosure, p: int) -> Target | None:
    return Target("提升") if target.unit == "%" else None


def _any(indicator: Indicator) -> bool:
    return True


def _cost(indicator: Indicator) -> bool:
    return indicator.level1.startswith("成本")


def _rated(indicator: Indicator) -> bool:
    return indicator.name.endswith(("率", "度"))


def _without(level: str) -> Fault:
    """A project without any indicator of a level ("" for none at all)."""

    def fault(found: Disclosure, dice: random.Random) -> Mutant | None:
        fit = [p for p in _whole_projects(found) if any(i.level1.startswith(level) for i in found.projects[p].indicators)]
        if not fit:
            return None
        p = dice.choice(fit)
        project = found.projects[p]
        left = tuple(i for i in project.indicators if not i.level1.startswith(level))
        return Mutant(set_project(found, p, replace(project, indicators=left)), (Spot("project_performance", project.name),))

    return fault


def _project_twice(found: Disclosure, dice: random.Random) -> Mutant | None:
    fit = [p for p in _whole_projects(found) if found.projects[p].indicators]
    if not fit:
        return None
    project = found.projects[dice.choice(fit)]
    again = replace(project, place=replace(project.place, line=(project.place.line or 0) + 5000))
    return Mutant(replace(found, projects=(*found.projects, again)), (Spot("project_performance", project.name),))


def _project_unknown(found: Disclosure, dice: random.Random) -> Mutant | None:
    if not found.projects or found.form("project_expenditure") is None or not found.projects[0].indicators:
        return None
    p = dice.randrange(len(found.projects))
    changed = set_project(found, p, replace(found.projects[p], name="全不相干的另一个事项", code=None))
    return Mutant(changed, (Spot("project_performance", "全不相干的另一个事项"),))


def _indicator_twice(found: Disclosure, dice: random.Random) -> Mutant | None:
    """The same indicator twice in one project, with another target."""
    fit = _targets(found, lambda i: i.target.value is not None and i.target.unit == "%")
    if not fit:
        return None
    p, n = dice.choice(fit)
    project = found.projects[p]
    first = project.indicators[n]
    below = replace(first.place, line=(first.place.line or 0) + 1)  # printed once more, not read twice at one place
    again = replace(first, target=Target("≥33%", ">=", Decimal(33), "%"), place=below)
    changed = set_project(found, p, replace(project, indicators=(*project.indicators, again)))
    return Mutant(changed, (Spot("project_performance", project.name),))


def _forms(found: Disclosure, keep: Callable[[Form], bool]) -> list[int]:
    return [f for f, form in enumerate(found.forms) if keep(form)]


def _form_gone(found: Disclosure, dice: random.Random) -> Mutant | None:
    kinds = {form.kind for form in found.forms}
    once = [
        k for k in sorted(kinds) if sum(f.kind == k for f in found.forms) == 1 and k not in ("unknown", "project_performance")
    ]
    if not once or not any(s.title for s in found.sections):
        return None
    kind = dice.choice(once)
    return Mutant(replace(found, forms=tuple(f for f in found.forms if f.kind != kind)), (Spot(kind),))


def _section_gone(found: Disclosure, dice: random.Random) -> Mutant | None:
    fit = [
        i
        for i, s in enumerate(found.sections)
        if not s.listed
        and re.search("名词解释|三公|政府采购|国有资产|运转经费|绩效情况|基本支出情况|机构设置|主要职责", s.title)
    ]
    if not fit:
        return None
    at = dice.choice(fit)
    gone = found.sections[at]
    claims = tuple(c for c in found.claims if gone.title not in c.section)
    sections = tuple(s for i, s in enumerate(found.sections) if i != at and s.title != gone.title)
    return Mutant(replace(found, sections=sections, claims=claims), (Spot("", gone.title, "", None, gone.place),))


def _note(found: Disclosure, dice: random.Random) -> Mutant | None:
    """A form with figures that says it is empty."""
    fit = _forms(found, lambda f: f.status == "present" and bool(f.rows) and f.kind != "unknown")
    if not fit:
        return None
    f = dice.choice(fit)
    changed = set_form(found, f, replace(found.forms[f], note="说明：我单位没有此项支出，故本表为空表。"))
    return Mutant(changed, (Spot(found.forms[f].kind),))


def _no_note(found: Disclosure, dice: random.Random) -> Mutant | None:
    fit = _forms(found, lambda f: f.status == "empty" and bool(f.note))
    if not fit:
        return None
    f = dice.choice(fit)
    return Mutant(set_form(found, f, replace(found.forms[f], note=None)), (Spot(found.forms[f].kind),))


def _code(kind: str, change: Callable[[str, random.Random], str]) -> Fault:
    """A row's code changed, its name kept."""

    def fault(found: Disclosure, dice: random.Random) -> Mutant | None:
        length = 7 if kind == "function" else 5
        fit = [
            (f, r)
            for f, form in enumerate(found.forms)
            for r, row in enumerate(form.rows)
            if len(row.codes.get(kind, "")) == length
            and row.kind is RowKind.ITEM
            and row.item is None
            and not row.label.isdigit()  # a body by chance whose rows bear their codes for names
            and row.label
            and "科目" not in row.label
        ]
        if not fit:
            return None
        f, r = dice.choice(fit)
        row = found.forms[f].rows[r]
        new = change(row.codes[kind], dice)
        if new == row.codes[kind]:
            return None
        changed = set_row(found, f, r, replace(row, codes={**row.codes, kind: new}))
        return Mutant(changed, (Spot(found.forms[f].kind, row.label),))

    return fault


def _other_item(code: str, dice: random.Random) -> str:
    return code[:-2] + ("01" if code[-2:] != "01" else "02")


def _unit(found: Disclosure, dice: random.Random) -> Mutant | None:
    """A form whose unit says 元 over figures in 万元."""
    # Target forms state the unit with each project's amount: theirs is "unit of target".
    target = ("project_performance", "department_performance")
    fit = _forms(found, lambda f: f.status == "present" and f.unit == "万元" and bool(f.rows) and f.kind not in target)
    if not fit:
        return None
    f = dice.choice(fit)
    return Mutant(set_form(found, f, replace(found.forms[f], unit="元")), (Spot(found.forms[f].kind),))


TARGET_FAULTS: dict[str, Fault] = {
    "ceiling above amount": _target(_ceiling, _cost),
    "unit of target (cost in %)": _target(_percent, _cost),
    "deadline year": _target(_deadline, _any),
    "direction of target": _target(_turned_target, lambda i: i.level1.startswith("产出")),
    "rate above 100%": _target(_over, _rated),
    "rate in words": _target(_words, _rated),
    "no cost indicator": _without("成本"),
    "no satisfaction indicator": _without("满意"),
    "no output indicator": _without("产出"),
    "project without indicators": _without(""),
    "duplicated project": _project_twice,
    "project of another name": _project_unknown,
    "indicator twice": _indicator_twice,
    "missing form": _form_gone,
    "missing section": _section_gone,
    "note against form": _note,
    "empty form without note": _no_note,
    "function code against name": _code("function", _other_item),
    "economic code against name": _code("department_economic", _other_item),
    "code of no item": _code("function", lambda code, dice: code[:5] + "77"),
    "code too short": _code("function", lambda code, dice: code[:5]),
    "unit of form": _unit,
}
