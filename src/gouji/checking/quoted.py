"""One quantity told in two places, shares of one whole, numbers of things against the things that are listed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gouji.checking.executed import restated
from gouji.checking.figures import number
from gouji.checking.registry import Found, Subject, check
from gouji.checking.statements import AMOUNT, RATE, SHARE, WORDS, first, money, name, passage_of, spot, told
from gouji.model.amount import FACTORS, Amount
from gouji.model.disclosure import Claim, RowKind, Section
from gouji.model.finding import Severity, Spot
from gouji.standards.fold import fold
from gouji.standards.law import rests
from gouji.standards.review import review

ARITHMETIC = rests("arithmetic")
TWICE = rests("itself")
_CHINESE = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_WHOLE = Decimal(100)


@check(
    id="QUOTED-TWICE",
    severity=Severity.ERROR,
    title=("同一数字前后不一致", "One figure is told in two ways"),
    basis=TWICE,
    example="前文“项目支出268万元”，后文“项目支出286万元”",
)
def twice(subject: Subject) -> Iterator[Found]:
    """A quantity that the prose tells twice has one value, as far as the printed digits say: an error for totals, public
    expenses and operating cost. Of things that there are many of (areas, projects) one section's are compared."""
    held: dict[tuple[str, str], Claim] = {}
    told_of: set[tuple[str, Decimal]] = set()  # the same wrong figure again is no second mistake
    for claim in subject.disclosure.claims:
        last = claim.quantity.rpartition(".")[2]
        if not claim.quantity or claim.amount is None or last in (AMOUNT, RATE, WORDS, SHARE):
            continue
        if review().has("not_one", claim.quantity):
            continue
        local = review().has("many_of_a_kind", claim.quantity)
        other = held.setdefault((claim.quantity, claim.section if local else ""), claim)
        a, b = money(claim), money(other)
        if other is claim or a is None or b is None or not _comparable(a, b) or a.interval.meets(b.interval):
            continue
        if told(subject, claim) or told(subject, other) or restated(subject, claim, other):
            continue
        if (claim.quantity, a.base) in told_of:
            continue
        told_of.add((claim.quantity, a.base))
        yield Found(
            message=subject.say(
                f"{name(claim.quantity)}前后不一致：“{other.quote}”与“{claim.quote}”。",
                f"{name(claim.quantity)} is told in two ways: “{other.quote}” and “{claim.quote}”.",
            ),
            places=(spot(claim), spot(other)),
            stated=claim.amount,
            expected=other.amount,
            unit=claim.unit,
            severity=None if review().has("core", claim.quantity) else Severity.WARNING,
        )


def _comparable(a: Amount, b: Amount) -> bool:
    return a.unit == b.unit or (a.unit in FACTORS and b.unit in FACTORS)


@check(
    id="QUOTED-ROUNDED",
    severity=Severity.WARNING,
    title=("说明中的项目金额与项目支出表不同", "The prose rounds a project's amount"),
    basis=TWICE,
    example="说明“医保经办项目年初预算安排114.2万元”，项目支出表114.16万元",
)
def rounded(subject: Subject) -> Iterator[Found]:
    """A project's amount in the prose is that of the project form to its last digit; a coarser one was taken from elsewhere."""
    form = subject.disclosure.form("project_expenditure")
    if form is None:
        return
    rows = {fold(r.label): r for r in form.rows if r.kind is RowKind.PROJECT and r.label}
    for claim in subject.disclosure.claims:
        project = fold(claim.quantity.rpartition(".")[2])
        row = rows.get(project) or rows.get(f"{project}项目") or rows.get(project.removesuffix("项目"))
        stated_ = money(claim)
        if row is None or stated_ is None or not row.cells or stated_.unit not in FACTORS:
            continue
        column, cell = next(iter(row.cells.items()))
        exact = Amount(cell.amount, form.unit)
        if exact.base != stated_.base and exact.interval.meets(stated_.interval) and not told(subject, claim):
            should = f"{number(exact.value)}{exact.unit}"
            yield Found(
                message=subject.say(
                    f"“{row.label}”说明写{stated_}，{form.number or form.title}为{should}，应写{should}。",
                    f"“{row.label}”: the prose says {stated_}, the form {should}.",
                ),
                places=(spot(claim), Spot(form.kind, row.label, column, str(cell.amount), cell.place)),
                stated=stated_.value,
                expected=exact.value,
                difference=(stated_.base - exact.base) / exact.factor,
                unit=exact.unit,
                rewrite=claim.quote.replace(f"{stated_.value}", f"{exact.value}", 1),
            )


@check(
    id="SCOPE-CARRIED",
    severity=Severity.INFO,
    title=("一般公共预算的口径不同", "General public budget with and without carry-over"),
    basis=TWICE,
    example="收入合计758.34万元（另有上年结转4.53万元），“一般公共预算收支预算762.87万元”",
)
def scope(subject: Subject) -> Iterator[Found]:
    """The general public budget of one section contains the carry-over and that of another does not: say so."""
    whole = first(subject.disclosure, "财政拨款.一般公共预算收支预算")
    year = first(subject.disclosure, "收入合计.一般公共预算")
    carried = first(subject.disclosure, "收入合计.上年结转结余")
    a, b, c = money(whole), money(year), money(carried)
    if whole is None or year is None or a is None or b is None or c is None or not c.value or a.interval.meets(b.interval):
        return
    if _adds(a, [b, c]):
        yield Found(
            message=subject.say(
                f"“{whole.quote}”包含上年结转{c}，“{year.quote}”不包含，同一文件口径不同。",
                f"“{whole.quote}” contains the carry-over of {c}, “{year.quote}” does not.",
            ),
            places=(spot(whole), spot(year)),
        )


@check(
    id="SHARE-SUM",
    severity=Severity.ERROR,
    title=("占比之和不是100%", "The shares do not add up to 100%"),
    basis=ARITHMETIC,
    example="基本支出占48.5%，项目支出占50.5%",
)
def share_sum(subject: Subject) -> Iterator[Found]:
    """The shares of the parts of one whole add up to 100% within what rounding allows, where the parts are the whole;
    no shares add up to more."""
    claims = subject.disclosure.claims
    classes = {
        fold(w) for f in subject.template.forms.values() for s in f.sides for n in s.lines if n.function for w in n.labels
    }
    for section, whole, shares in _shares(claims, classes):
        parts = [
            next((c for c in claims if c.quantity == s.quantity.rpartition(".")[0] and c.section == section), None)
            for s in shares
        ]
        total = next((c for c in claims if c.quantity == whole and c.section == section and c.amount is not None), None)
        sums = [a for p in parts if (a := money(p)) is not None]
        all_of_it = total is not None and len(sums) == len(parts) and _adds(money(total), sums)
        found = sum((s.amount for s in shares if s.amount is not None), Decimal(0))
        room = sum((Amount(s.amount, "%").half for s in shares if s.amount is not None), Decimal(0))
        if (
            len(shares) > 1
            and (found - _WHOLE > room or (all_of_it and _WHOLE - found > room))
            and not any(told(subject, s) for s in shares)
        ):
            yield Found(
                message=subject.say(
                    f"{name(whole)}各部分的占比之和为{found}%，应为100%。", f"The shares of {name(whole)} add up to {found}%."
                ),
                places=tuple(spot(s) for s in shares),
                stated=found,
                expected=_WHOLE,
                unit="%",
            )


@check(
    id="SHARE-ABOVE",
    severity=Severity.ERROR,
    title=("占比超过100%", "A share above 100%"),
    basis=ARITHMETIC,
    example="基本支出395万元，占151.13%",
)
def share_above(subject: Subject) -> Iterator[Found]:
    """A part is no more than its whole."""
    for claim in subject.disclosure.claims:
        if (
            claim.quantity.endswith(f".{SHARE}")
            and claim.amount is not None
            and claim.amount > _WHOLE
            and not told(subject, claim)
        ):
            yield Found(
                message=subject.say(f"“{claim.quote}”：占比不能超过100%。", f"“{claim.quote}”: a share is at most 100%."),
                places=(spot(claim),),
                stated=claim.amount,
                unit="%",
            )


@check(
    id="SHARE-ZERO",
    severity=Severity.INFO,
    title=("占比写0而金额不为0", "A share of 0% for an amount that is not 0"),
    basis=ARITHMETIC,
    example="专项经费12万元，占0%",
)
def share_zero(subject: Subject) -> Iterator[Found]:
    """“0%” for a positive amount tells nothing: it needs more decimals."""
    amounts = {(c.section, c.quantity): c for c in subject.disclosure.claims if c.amount is not None}
    for claim in subject.disclosure.claims:
        base = claim.quantity.removesuffix(f".{SHARE}")
        part = amounts.get((claim.section, base))
        if base == claim.quantity or claim.amount != 0 or part is None or not part.amount or told(subject, claim):
            continue
        yield Found(
            message=subject.say(
                f"{name(base)}为{part.amount}{part.unit}，占比却写{claim.amount}%。",
                f"{name(base)} is {part.amount}{part.unit}, its share is given as {claim.amount}%.",
            ),
            places=(spot(claim), spot(part)),
        )


def _shares(claims: tuple[Claim, ...], classes: set[str]) -> Iterator[tuple[str, str, list[Claim]]]:
    """The shares of each whole, section by section; by functional classes and by the nature of expenditure apart."""
    found: dict[tuple[str, str, bool], list[Claim]] = {}
    for claim in claims:
        if claim.quantity.endswith(f".{SHARE}") and claim.amount is not None:
            whole, _, part = claim.quantity.removesuffix(f".{SHARE}").rpartition(".")
            if whole:
                found.setdefault((claim.section, whole, fold(part) in classes), []).append(claim)
    for (section, whole, _), shares in found.items():
        yield section, whole, shares


def _adds(total: Amount | None, parts: list[Amount]) -> bool:
    if total is None or not parts:
        return True
    room = total.half + sum((p.half for p in parts), Decimal(0))
    return abs(total.base - sum((p.base for p in parts), Decimal(0))) <= room


@check(
    id="LIST-COUNT",
    severity=Severity.WARNING,
    title=("个数与所列不符", "A number of things against their list"),
    basis=rests("form-143", "itself"),
    example="下设5个职能科室，分别是办公室、规划科、监督科、信息科",
)
def list_count(subject: Subject) -> Iterator[Found]:
    """“共N个科室，分别是……” is followed by N names."""
    for section in _prose(subject):
        text, at = passage_of(section)
        for found in review().patterns["list_count"].finditer(text):
            count = whole_number(found.group(1) or found.group(3) or "")
            rest = re.split(r"[。;\n]", text[found.end() :], maxsplit=1)[0]
            names = [n for n in rest.split("、") if n.strip(",:")]
            loose = sum(n.count("和") + n.count("及") + n.count(",") for n in names)
            if count is None or len(names) < 3 or len(names) <= count <= len(names) + loose:
                continue
            yield Found(
                message=subject.say(
                    f"“{section.title}”写“{found.group().rstrip(':')}”，后面列了{len(names)}个：{rest}。",
                    f"“{section.title}” announces {count} but lists {len(names)}.",
                ),
                places=(at(found.start(), found.end()),),
                stated=str(count),
                expected=str(len(names)),
            )


@check(
    id="LIST-GARBLED",
    severity=Severity.WARNING,
    title=("列举的名称有误", "A list of names is garbled"),
    basis=rests("form-143"),
    example="包括：综合科、结算科，职务、生育科，职务、信息科科等科室",
)
def list_garbled(subject: Subject) -> Iterator[Found]:
    """In a list of sections or offices no name is doubled, has a comma inside, or repeats its last character (科科)."""
    for section in _prose(subject):
        text, at = passage_of(section)
        for found in review().patterns["office_list"].finditer(text):
            names = [n.strip() for n in found.group(1).split("、")]
            offices = [n for n in names if review().has("office_ends", n)]
            if len(names) < 4 or 2 * len(offices) < len(names):
                continue
            last = re.split(r"等", names[-1], maxsplit=1)[0]
            body = [*names[:-1], last]
            doubled = [n for n in body if review().has("doubled_end", n)]
            comma = [n for n in body[1:-1] if "," in n and review().has("office_ends", n.split(",", 1)[0])]
            again = [n for i, n in enumerate(body) if n and n in body[:i]]
            wrong = list(dict.fromkeys([*doubled, *comma, *again]))
            if wrong:
                first = text.find(wrong[0], found.start())
                yield Found(
                    message=subject.say(
                        f"“{section.title}”列举的名称有误：{'；'.join(f'“{w}”' for w in wrong)}"
                        "（重复、末字重复或顿号写成逗号）。",
                        f"In “{section.title}” names are garbled: {'; '.join(wrong)}.",
                    ),
                    places=(at(first, first + len(wrong[0])),),
                    stated="；".join(wrong),
                )


def _prose(subject: Subject) -> Iterator[Section]:
    lost = {d.place.line for d in subject.disclosure.damage if d.place.line is not None}
    for section in subject.disclosure.sections:
        first, last = section.place.line, section.place.to_line or section.place.line
        damaged = first is not None and last is not None and any(first <= n <= last for n in lost)
        if not section.listed and "、" in section.text and not damaged:
            yield section


def whole_number(word: str) -> int | None:
    """A number in figures, or a Chinese numeral from 0 to 99 (十二, 两); None for what is neither."""
    if word.isdecimal():
        return int(word)
    tens, cut, ones = word.partition("十")
    if cut:
        return (_CHINESE.get(tens, 1) if tens else 1) * 10 + (_CHINESE.get(ones, 0) if ones else 0)
    return _CHINESE.get(word)
