"""Codes and names of the classification (政府收支分类科目) as the forms print them.

The charts are incomplete: a code that they do not hold is at most remarked, never an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gouji.checking.figures import Speaker
from gouji.checking.registry import Found, Subject, check
from gouji.model.disclosure import Form, Row, RowKind
from gouji.model.finding import Severity, Spot
from gouji.standards import chart
from gouji.standards.chart import Entry
from gouji.standards.fold import fold
from gouji.standards.law import rests

KIND = {"function": "功能分类", "department_economic": "部门经济分类", "government_economic": "政府经济分类"}
ENGLISH = {
    "function": "functional",
    "department_economic": "departmental economic",
    "government_economic": "government economic",
}
FIRST = {"function": "2", "department_economic": "3", "government_economic": "5"}
LENGTHS = {"function": (3, 5, 7), "department_economic": (3, 5), "government_economic": (3, 5)}
DETAIL = {"function": 7, "department_economic": 5}
LISTED_TO_ITEMS = ("205", "208", "210", "221")  # the classes that our chart lists down to 项 (chart/README.md)
_WORDS = re.compile(r"[^\d]{2,}")  # what is a name at all: a label with figures in it was run together by the source
_ENDS = ("支出", "事务")
LIKE = 0.5  # of the letters of a name that the printed one shares: below this it is another name, above it may be cut or older


def printed(form: Form) -> Iterator[tuple[Row, str, str, str]]:
    """The coded rows of a form: row, kind of code, code, and the name that stands beside it."""
    for row in form.rows:
        for kind in KIND:
            code = row.codes.get(kind)
            if not code:
                continue
            if kind == "government_economic" and "department_economic" in row.codes:
                name = next((t for path, t in row.texts.items() if path.endswith("科目名称")), "")
            else:
                name = row.label
            yield row, kind, code, name


def spot(form: Form, row: Row, stated: str | None = None) -> Spot:
    return Spot(form.kind, row.label, "", stated, row.place)


@lru_cache(4096)  # the same names in form after form
def bare(name: str) -> str:
    """A name without blanks, brackets' contents and the endings that forms leave off (支出)."""
    text = re.sub(r"\([^()]*\)", "", fold(name))
    for end in _ENDS:
        text = text.removesuffix(end)
    return text


def same(name: str, entry: Entry) -> bool:
    """Whether a printed name is one of the subject's; a name that the source cut or ran into a neighbour is given the
    benefit."""
    given = bare(name)
    return any(given == bare(n) or (len(given) >= 4 and (given in bare(n) or bare(n) in given)) for n in entry.names)


def _similar(name: str, entry: Entry) -> bool:
    given = bare(name)
    return any(len(set(given) & set(bare(n))) >= LIKE * max(1, min(len(set(given)), len(set(bare(n))))) for n in entry.names)


@check(
    id="CODE-NAME",
    severity=Severity.WARNING,
    title=("科目编码与名称不符", "A code and its name do not fit"),
    basis=rests("accounts"),
    example="2080505 写作“住房公积金”（应为“机关事业单位基本养老保险缴费支出”）",
)
def names(subject: Subject) -> Iterator[Found]:
    """A code of the classification stands with its name, today's or a former one. Reported where the printed name belongs to
    another code of the chart, or shares little with the code's own."""
    speaker, seen = Speaker(subject.names(), subject.lang), set()
    for form in subject.disclosure.forms:
        for row, kind, code, name in printed(form):
            entry = chart.lookup(kind, code, subject.disclosure.fiscal_year)
            if entry is None or not _WORDS.fullmatch(bare(name)) or same(name, entry) or (form.kind, code, name) in seen:
                continue
            others = [e for e in chart.find(kind, name) if e.code != code and len(e.code) == len(code)]
            if not others and _similar(name, entry):
                continue
            seen.add((form.kind, code, name))
            own = next((e for e in others if e.code[:3] == code[:3]), others[0] if others else None)
            also = subject.say(f"“{name}”是{own.code}的名称", f"“{name}” is {own.code}") if own else ""
            yield Found(
                message=subject.say(
                    f"{speaker.spot(spot(form, row))}：{KIND[kind]}编码{code}是“{entry.name}”，"
                    f"这里写“{name}”{'；' + also if also else ''}。",
                    f"{speaker.spot(spot(form, row))}: {ENGLISH[kind]} code "
                    f"{code} is “{entry.name}”, here it is called “{name}”"
                    f"{'; ' + also if also else ''}.",
                ),
                places=(spot(form, row, name),),
                stated=name,
                expected=entry.name,
            )


@check(
    id="CODE-OLD-NAME",
    severity=Severity.INFO,
    title=("科目用了旧名称", "A subject bears its former name"),
    basis=rests("accounts"),
    example="“文化体育与传媒支出”（今为“文化旅游体育与传媒支出”）",
)
def old_names(subject: Subject) -> Iterator[Found]:
    """Coded rows bear today's name of their subject, not one that it has given up."""
    speaker, seen = Speaker(subject.names(), subject.lang), set()
    for form in subject.disclosure.forms:
        for row, kind, code, name in printed(form):
            entry = chart.lookup(kind, code, subject.disclosure.fiscal_year)
            former = entry is not None and bare(name) in {bare(n) for n in entry.former_names} - {bare(entry.name)}
            if entry is None or not former or (kind, code) in seen:
                continue
            seen.add((kind, code))
            yield Found(
                message=subject.say(
                    f"{speaker.spot(spot(form, row))}：“{name}”（{code}）是旧名称，现为“{entry.name}”。",
                    f"{speaker.spot(spot(form, row))}: “{name}” ({code}) is a former name, today “{entry.name}”.",
                ),
                places=(spot(form, row, name),),
                stated=name,
                expected=entry.name,
            )


@check(
    id="CODE-FORMAT",
    severity=Severity.WARNING,
    title=("科目编码不合规则", "A code is not formed as the classification forms it"),
    basis=rests("accounts"),
    example="功能分类编码“2101”（应为3、5或7位）",
)
def formats(subject: Subject) -> Iterator[Found]:
    """Functional codes begin with 2 and have 3, 5 or 7 digits; economic codes begin with 3 or 5 and have 3 or 5 digits."""
    speaker = Speaker(subject.names(), subject.lang)
    for form in subject.disclosure.forms:
        for row, kind, code, name in printed(form):
            if row.unreadable or (code.startswith(FIRST[kind]) and len(code) in LENGTHS[kind]):
                continue
            lengths = "、".join(map(str, LENGTHS[kind]))
            yield Found(
                message=subject.say(
                    f"{speaker.spot(spot(form, row))}：“{name}”的{KIND[kind]}编码写作{code}，"
                    f"应以{FIRST[kind]}开头，长{lengths}位。",
                    f"{speaker.spot(spot(form, row))}: the {ENGLISH[kind]} "
                    f"code {code} should begin with {FIRST[kind]} and have "
                    f"{lengths} digits.",
                ),
                places=(spot(form, row, code),),
                stated=code,
            )


@check(
    id="CODE-UNLISTED",
    severity=Severity.INFO,
    title=("科目编码未收录", "A code that our chart does not list"),
    basis=rests("accounts"),
    example="2101598（2101599是“其他医疗保障管理事务支出”）",
)
def unlisted(subject: Subject) -> Iterator[Found]:
    """A code that is not in our chart, though the chart lists its class down to the items, or lists the row's name in the
    same group under another code. Our chart may be behind: only a remark."""
    speaker, seen = Speaker(subject.names(), subject.lang), set()
    for form in subject.disclosure.forms:
        for row, kind, code, name in printed(form):
            formed = code.startswith(FIRST[kind]) and len(code) in LENGTHS[kind] and not row.unreadable
            if not formed or code in seen or chart.lookup(kind, code) is not None:
                continue
            alike = [e for e in chart.find(kind, name) if len(e.code) == len(code)]
            own = next((e for e in alike if e.code[:-2] == code[:-2]), alike[0] if alike else None)
            whole = kind == "department_economic" or (kind == "function" and code[:3] in LISTED_TO_ITEMS)
            if not whole and not (own and own.code[:-2] == code[:-2]):
                continue
            seen.add(code)
            also = subject.say(f"（“{name}”通常是{own.code}）", f" (“{name}” is usually {own.code})") if own else ""
            yield Found(
                message=subject.say(
                    f"{speaker.spot(spot(form, row))}：我们的科目表没有收录{code}{also}，请核对。",
                    f"{speaker.spot(spot(form, row))}: our chart does not list {code}{also}: please look.",
                ),
                places=(spot(form, row, code),),
                stated=code,
                expected=own.code if own else None,
            )


@check(
    id="CODE-YEAR",
    severity=Severity.WARNING,
    title=("科目在该年度不存在", "A subject does not exist in that year"),
    basis=rests("accounts"),
    example="2024年预算用了2026年才设的科目",
)
def expired(subject: Subject) -> Iterator[Found]:
    """A code that the chart knows only of other years."""
    year, speaker, seen = subject.disclosure.fiscal_year, Speaker(subject.names(), subject.lang), set()
    for form in subject.disclosure.forms:
        for row, kind, code, _ in printed(form):
            entry = chart.lookup(kind, code)
            if year is None or code in seen or entry is None or chart.lookup(kind, code, year) is not None:
                continue
            seen.add(code)
            span = f"{entry.valid_from or ''}—{entry.valid_to or ''}"
            yield Found(
                message=subject.say(
                    f"{speaker.spot(spot(form, row))}：{code}“{entry.name}”只用于{span}年，{year}年没有这个科目。",
                    f"{speaker.spot(spot(form, row))}: {code} “{entry.name}” exists in {span} only, not in {year}.",
                ),
                places=(spot(form, row, code),),
                stated=code,
            )


@check(
    id="CODE-LEVEL-FUNCTION",
    severity=Severity.WARNING,
    title=("支出没有公开到功能分类“项”", "Expenditure is not disclosed down to the functional item"),
    basis=rests("budget-law-46", "regulation"),
    example="一般公共预算支出表只列到“21015 医疗保障管理事务”",
)
def function_level(subject: Subject) -> Iterator[Found]:
    """The form of general public budget expenditure goes down to the item (7 digits): below every class and group with an
    amount stands an item."""
    yield from _level(subject, "function", "项", "item", ("general_budget_expenditure", "final_general_expenditure"))


@check(
    id="CODE-LEVEL-ECONOMIC",
    severity=Severity.WARNING,
    title=("基本支出没有公开到经济分类“款”", "Basic expenditure is not disclosed down to the economic group"),
    basis=rests("budget-law-46", "regulation"),
    example="一般公共预算基本支出表只列“301 工资福利支出”",
)
def economic_level(subject: Subject) -> Iterator[Found]:
    """The form of basic expenditure goes down to the group (5 digits): below every class with an amount stands a group."""
    yield from _level(
        subject, "department_economic", "款", "group", ("general_budget_basic_expenditure", "final_general_basic")
    )


def _level(subject: Subject, kind: str, chinese: str, english: str, forms: tuple[str, ...]) -> Iterator[Found]:
    speaker = Speaker(subject.names(), subject.lang)
    for form in subject.disclosure.forms:
        if form.kind not in forms:
            continue
        rows = [(r, r.codes[kind]) for r in form.rows if kind in r.codes and r.kind is not RowKind.TOTAL]
        deep = {code for _, code in rows}
        for row, code in rows:
            short = len(code) < DETAIL[kind] and not any(c != code and c.startswith(code) for c in deep)
            if short and any(c.amount for c in row.cells.values()) and not row.unreadable:
                yield Found(
                    message=subject.say(
                        f"{speaker.spot(spot(form, row))}只列到{code}，应当公开到“{chinese}”级。",
                        f"{speaker.spot(spot(form, row))} stops at {code}; it should be disclosed by {english}.",
                    ),
                    places=(spot(form, row, code),),
                    stated=code,
                )


@check(
    id="CODE-BUDGET",
    severity=Severity.WARNING,
    title=("科目不属于这一本预算", "A subject of another budget"),
    basis=rests("accounts"),
    example="一般公共预算支出表中列了政府性基金的科目",
)
def budget(subject: Subject) -> Iterator[Found]:
    """A form of one budget (general public, government-managed funds, state capital) holds subjects of that budget only."""
    own = {
        "general_budget_expenditure": "一般公共预算",
        "government_fund_expenditure": "政府性基金",
        "state_capital_expenditure": "国有资本",
        "final_general_expenditure": "一般公共预算",
        "final_fund": "政府性基金",
        "final_state_capital": "国有资本",
        "final_state_capital_expenditure": "国有资本",
    }
    speaker = Speaker(subject.names(), subject.lang)
    for form in subject.disclosure.forms:
        for row, kind, code, _ in printed(form):
            entry = chart.lookup(kind, code) if kind == "function" else None
            if entry is None or form.kind not in own or not entry.detail or entry.certainty != "high":
                continue
            if not any(c.amount for c in row.cells.values()) or own[form.kind] in entry.detail or len(code) < 5:
                continue
            yield Found(
                message=subject.say(
                    f"{speaker.spot(spot(form, row))}：{code}“{entry.name}”是{entry.detail}的科目。",
                    f"{speaker.spot(spot(form, row))}: {code} “{entry.name}” belongs to {entry.detail}.",
                ),
                places=(spot(form, row, code),),
                stated=code,
            )


@check(
    id="ROW-TWICE",
    severity=Severity.WARNING,
    title=("同一科目列了两行", "A subject stands twice"),
    basis=rests("itself"),
    example="支出总体情况表同一单位下有两行2101501",
)
def twice(subject: Subject) -> Iterator[Found]:
    """Under one agency a form by function, or by economic class, has one row for each code."""
    speaker = Speaker(subject.names(), subject.lang)
    for form in subject.disclosure.forms:
        prescribed = subject.template.forms.get(form.kind)
        if prescribed is None or prescribed.layout not in ("functions", "economics"):
            continue
        first: dict[tuple[str, ...], Row] = {}
        for row in form.rows:
            if row.kind in (RowKind.AGENCY, RowKind.DEPARTMENT):
                first.clear()
            codes = [row.codes[k] for k in KIND if k in row.codes]
            if not codes or row.kind is RowKind.TOTAL:
                continue
            key = (*codes, *(t for p, t in sorted(row.texts.items()) if not p.endswith("科目名称")))
            before = first.setdefault(key, row)
            if before is not row and before.label == row.label:
                yield Found(
                    message=subject.say(
                        f"{speaker.spot(spot(form, row))}：{'/'.join(codes)}“{row.label}”上面已有一行。",
                        f"{speaker.spot(spot(form, row))}: {'/'.join(codes)} “{row.label}” stands above already.",
                    ),
                    places=(spot(form, row), spot(form, before)),
                )
