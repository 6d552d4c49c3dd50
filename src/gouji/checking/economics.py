"""Departmental against government economic class (部门与政府预算支出经济分类), by kind of body, and the columns that a
class admits."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.checking.classification import spot
from gouji.checking.figures import Speaker, number
from gouji.checking.registry import Found, Subject, check
from gouji.model.disclosure import Form, Origin, Row, RowKind
from gouji.model.finding import Severity, Spot
from gouji.standards import chart
from gouji.standards.law import law, rests

BASIC = ("general_budget_basic_expenditure", "general_budget_basic_detail")


def pairs(subject: Subject) -> Iterator[tuple[Form, Row, str, str]]:
    """The rows that print both classes, with both codes (款)."""
    for form in subject.disclosure.forms:
        for row in form.rows:
            department, government = row.codes.get("department_economic", ""), row.codes.get("government_economic", "")
            if len(department) == 5 and len(government) == 5 and not row.unreadable:
                yield form, row, department, government


def body_of(subject: Subject) -> str | None:
    """organ or institution, where all items of the forms that only one kind has are of one kind; None where mixed or
    unknown, as is a department with its units."""
    if len({row.codes.get("agency") or row.label for row in _agency_rows(subject)}) > 1:
        return None
    found: set[str] = set()
    for form in subject.disclosure.forms:
        for row in form.rows:
            if len(row.codes.get("function", "")) == 7:
                found |= {kind for kind in ("organ", "institution") if row.label.strip() == law()["bodies"][kind]}
    return found.pop() if len(found) == 1 else None


def _agency_rows(subject: Subject) -> Iterator[Row]:
    return (row for form in subject.disclosure.forms for row in form.rows if row.kind is RowKind.AGENCY)


@check(
    id="ECONOMIC-PAIR",
    severity=Severity.WARNING,
    title=("部门与政府经济分类对应不上", "Two economic classes that do not correspond"),
    basis=rests("accounts"),
    example="30101 基本工资 对应 50201 办公经费",
)
def corresponds(subject: Subject) -> Iterator[Found]:
    """The departmental and the government class of a row correspond. Only pairs whose departmental class the chart maps
    are judged."""
    speaker, seen = Speaker(subject.names(), subject.lang), set()
    for form, row, department, government in pairs(subject):
        known = {m.government for m in chart.correspondence(department)}
        if not known or government in known or (department, government) in seen:
            continue
        if any(m.certainty == "low" for m in chart.correspondence(department)) or government[:3] in {k[:3] for k in known}:
            continue  # the class fits: the group may be a choice of the place
        seen.add((department, government))
        fits = "、".join(sorted(known))
        yield Found(
            message=subject.say(
                f"{speaker.spot(spot(form, row))}：部门经济分类{department}对应的政府经济分类是{fits}，这里是{government}。",
                f"{speaker.spot(spot(form, row))}: {department} corresponds to {fits}, here it is {government}.",
            ),
            places=(spot(form, row, government),),
            stated=government,
            expected=fits,
        )


@check(
    id="ECONOMIC-BODY",
    severity=Severity.WARNING,
    title=("政府经济分类与单位性质不符", "A government class of another kind of body"),
    basis=rests("accounts"),
    example="行政单位的差旅费列在505“对事业单位经常性补助”",
)
def kind_of_body(subject: Subject) -> Iterator[Found]:
    """Organs budget with 501 to 504, institutions with 505 and 506. Told once a form; projects of organs use 505 now
    and then."""
    kind = body_of(subject)
    if kind is None:
        return
    other = "institution" if kind == "organ" else "organ"
    foreign = law()["bodies"][f"{other}-classes"]
    by_form: dict[str, list[tuple[Form, Row, str]]] = {}
    total: dict[str, int] = {}
    for form, row, _, government in pairs(subject):
        total[form.kind] = total.get(form.kind, 0) + 1
        if government[:3] in foreign:
            by_form.setdefault(form.kind, []).append((form, row, government))
    speaker = Speaker(subject.names(), subject.lang)
    for name, rows in by_form.items():
        form, row, government = rows[0]
        if kind == "institution" and len(rows) > total[name] // 2:
            continue  # a body run by the civil-service law may rightly use all of them
        evidence = law()["bodies"][kind]
        body = subject.say("行政单位" if kind == "organ" else "事业单位", "an organ" if kind == "organ" else "an institution")
        told = "、".join(f"“{r.label}”{g}" for _, r, g in rows[:4])
        wage = name in BASIC
        many = f"等{len(rows)}行" if len(rows) > 1 else ""
        yield Found(
            message=subject.say(
                f"{speaker.spot(spot(form, row))}{many}用了{government[:3]}类（{told}），而本单位列有“{evidence}”，是{body}。",
                f"{speaker.spot(spot(form, row))} and others ({len(rows)} "
                f"rows) use class {government[:3]} ({told}), but the body has "
                f"“{evidence}”: it is {body}.",
            ),
            places=tuple(spot(f, r, g) for f, r, g in rows),
            stated=government[:3],
            severity=Severity.INFO if wage else None,
        )


@check(
    id="ECONOMIC-COLUMN",
    severity=Severity.WARNING,
    title=("经济分类与人员经费、公用经费不符", "A class in the wrong of personnel and operating cost"),
    basis=rests("accounts"),
    example="30101 基本工资列在“公用经费”列",
)
def columns(subject: Subject) -> Iterator[Found]:
    """Wages (301) and grants to persons (303) are personnel cost, goods and services (302) and capital (310) operating cost: an
    amount stands in a column that admits its class. Only where the source itself gives the column."""
    speaker = Speaker(subject.names(), subject.lang)
    for form in subject.disclosure.forms:
        prescribed = subject.template.forms.get(form.kind)
        admits = {c.path: c.admits for c in prescribed.amounts() if c.admits} if prescribed else {}
        for row in form.rows:
            for column, cell in row.cells.items():
                for kind, prefixes in admits.get(column, {}).items():
                    code = row.codes.get(kind)
                    if not code or not prefixes or code.startswith(tuple(prefixes)) or cell.origin is not Origin.READ:
                        continue
                    if row.unreadable or row.ambiguous or not cell.amount or len(code) < 5:
                        continue
                    where = Spot(form.kind, row.label, column, format(cell.amount, "f"), cell.place)
                    yield Found(
                        message=subject.say(
                            f"{speaker.spot(where)}有{number(cell.amount)}{form.unit}，而{code}不属于“{column}”。",
                            f"{speaker.spot(where)} has {number(cell.amount)}{form.unit},"
                            f" but {code} does not belong to “{column}”.",
                        ),
                        places=(where,),
                        stated=cell.amount,
                        unit=form.unit,
                    )


@check(
    id="ECONOMIC-WAGES",
    severity=Severity.INFO,
    title=("同一单位的工资列在两类政府科目", "One body's wages stand under two government classes"),
    basis=rests("accounts"),
    example="基本工资列50101，绩效工资列50501",
)
def wages(subject: Subject) -> Iterator[Found]:
    """A single body's wages (301) stand under 501 if it is an organ and under 505 if it is an institution, not under
    both. Silent for
    departments with several agencies."""
    agencies = {r.codes["agency"] for f in subject.disclosure.forms for r in f.rows if len(r.codes.get("agency", "")) == 6}
    if len(agencies) > 1:
        return
    for kind in BASIC:
        rows = [(f, r, g) for f, r, d, g in pairs(subject) if f.kind == kind and d.startswith("301")]
        organ = [x for x in rows if x[2].startswith("501")]
        other = [x for x in rows if x[2].startswith("505")]
        few, many = sorted((organ, other), key=len)
        if few and len(many) >= 3:
            form, row, government = few[0]
            speaker = Speaker(subject.names(), subject.lang)
            yield Found(
                message=subject.say(
                    f"{speaker.spot(spot(form, row))}列在{government}，本单位其他{len(many)}项工资福利列在{many[0][2][:3]}类。",
                    f"{speaker.spot(spot(form, row))} stands under {government},"
                    f" the other {len(many)} wages under {many[0][2][:3]}.",
                ),
                places=tuple(spot(f, r, g) for f, r, g in few),
                stated=government,
            )
