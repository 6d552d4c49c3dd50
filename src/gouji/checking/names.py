"""Names of bodies, and of the functional classes: one name each, and the word for the kind of body that the document is of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from gouji.checking.completeness import body, has, part
from gouji.checking.figures import Speaker, at
from gouji.checking.passages import Passage, Slip, told
from gouji.checking.registry import Found, Subject, check
from gouji.model.disclosure import Form, Row, RowKind
from gouji.model.finding import Severity, Spot
from gouji.standards import chart
from gouji.standards.fold import fold
from gouji.standards.law import law, rests, words

_SUFFIX = re.compile(r"\((?:本级|本部|机关|部门|单位|汇总)\)$")
_OUTLINE = re.compile(r"^[（(]?[一二三四五六七八九十]{1,3}[)）、]\s*")
_STRAY = re.compile(r"[（(]\s*$")
BODIES = (RowKind.DEPARTMENT, RowKind.AGENCY)


def bodies(subject: Subject) -> Iterator[tuple[Form, Row, str, str]]:
    """The rows of departments and agencies that print a code: form, row, code, name."""
    for form in subject.disclosure.forms:
        for row in form.rows:
            if row.kind in BODIES and row.codes.get("agency") and row.label:
                yield form, row, row.codes["agency"], row.label


def spot(form: Form, row: Row) -> Spot:
    return Spot(form.kind, row.label, "", row.label, row.place)


@check(
    id="NAME-KIND",
    severity=Severity.INFO,
    title=("表名的“部门”“单位”用错", "A title says 部门 where 单位 is meant, or the reverse"),
    basis=rests("itself", "notice-29"),
    example="单位预算公开，表名却是“2024年度部门预算项目绩效目标表”",
)
def kind(subject: Subject) -> Iterator[Found]:
    """The titles of a unit's budget say 单位, those of a department's 部门. Terms that hold one of the words
    (部门预算支出经济分类) and
    titles with both say nothing."""
    entry = law()["kinds"].get(subject.disclosure.kind)
    if entry is None:
        return
    innocent = re.compile(law()["kind-innocent"])
    found: dict[str, Spot] = {}
    for form in subject.disclosure.forms:
        title = innocent.sub("", form.title)
        if form.status != "missing" and entry["other"] in title and entry["own"] not in title:
            found.setdefault(form.title, Spot(form.kind, place=form.place, stated=form.title))
    for title, where in found.items():
        right = title.replace(entry["other"], entry["own"])
        chinese = entry["own"] + subject.disclosure.sort
        yield Found(
            message=subject.say(
                f"表名“{title}”（{at(where.place)}）写“{entry['other']}”，本文件是{chinese}，应为“{right}”。",
                f"The title “{title}” ({at(where.place, 'en')}) says {entry['other']}; it should be “{right}”.",
            ),
            places=(where,),
            stated=title,
            expected=right,
            rewrite=right,
        )


@check(
    id="NAME-AGENCY",
    severity=Severity.INFO,
    title=("单位名称前后不一致", "A body bears two names"),
    basis=rests("itself"),
    example="078001 在各表写“某局”，标题和正文写“某局（本级）”",
)
def agency(subject: Subject) -> Iterator[Found]:
    """One code, one name: in every form, and for the issuer in its headings as in the forms."""
    names: dict[str, Counter[str]] = {}
    first: dict[tuple[str, str], Spot] = {}
    for form, row, code, name in bodies(subject):
        names.setdefault(code, Counter())[fold(name)] += 1
        first.setdefault((code, fold(name)), spot(form, row))
    speaker = Speaker(subject.names(), subject.lang)
    for code, counted in names.items():
        if len(counted) > 1:
            (usual, _), *others = counted.most_common()
            for other, _ in others:
                yield Found(
                    message=subject.say(
                        f"{code}在{speaker.spot(first[code, other])}写作“{other}”，其他处是“{usual}”。",
                        f"{code} is “{other}” in {speaker.spot(first[code, other])}, elsewhere “{usual}”.",
                    ),
                    places=(first[code, other], first[code, usual]),
                    stated=other,
                    expected=usual,
                )
    issuer = subject.disclosure.issuer
    own = names.get(issuer.agency or "")
    if subject.disclosure.kind != "unit_budget" or not own or not issuer.name or fold(issuer.name) in own:
        return
    name = own.most_common(1)[0][0]
    if _SUFFIX.sub("", fold(issuer.name)) == _SUFFIX.sub("", name):
        where = first[issuer.agency or "", name]
        yield Found(
            message=subject.say(
                f"标题和正文称“{issuer.name}”，{speaker.spot(where)}（{issuer.agency}）写“{name}”，应当一致。",
                f"Headings and prose say “{issuer.name}”, {speaker.spot(where)} ({issuer.agency}) “{name}”.",
            ),
            places=(where,),
            stated=name,
            expected=issuer.name,
        )


@check(
    id="NAME-DEPARTMENT-ROW",
    severity=Severity.INFO,
    title=("单位预算的表以主管部门的代码列数", "A unit's form lists it under its department's code"),
    basis=rests("itself", "notice-29"),
    example="某中心的单位预算，支出表却只有“078 某局”一行",
)
def department_row(subject: Subject) -> Iterator[Found]:
    """In a unit's budget the form lists the unit itself: its own code and name, not only those of the department above it."""
    issuer = subject.disclosure.issuer
    if subject.disclosure.kind != "unit_budget" or not issuer.name:
        return
    own = _SUFFIX.sub("", fold(issuer.name))
    found: list[Spot] = []
    for form in subject.disclosure.forms:
        rows = [row for row in form.rows if row.kind in BODIES and row.label]
        if rows and not any(len(r.codes.get("agency", "")) == 6 for r in rows):
            found += [spot(form, r) for r in rows if r.cells and _SUFFIX.sub("", fold(r.label)) not in own][:1]
    if not found:
        return
    speaker, row = Speaker(subject.names(), subject.lang), found[0].row
    many = subject.say(f"等{len(found)}张表", f" and {len(found) - 1} more forms") if len(found) > 1 else ""
    yield Found(
        message=subject.say(
            f"{speaker.spot(found[0])}{many}只列主管部门“{row}”，没有“{issuer.name}”自己的代码和名称。",
            f"{speaker.spot(found[0])}{many}: only the department “{row}” is listed, not “{issuer.name}” itself.",
        ),
        places=tuple(found),
        stated=row,
        expected=issuer.name,
    )


@check(
    id="CODE-AGENCY",
    severity=Severity.WARNING,
    title=("单位代码与部门代码不一致", "An agency's code is not its department's"),
    basis=rests("one-system", "itself"),
    example="部门078下的单位写作087002",
)
def agency_code(subject: Subject) -> Iterator[Found]:
    """An agency's six digits begin with the three of the department that it stands under."""
    speaker = Speaker(subject.names(), subject.lang)
    for form in subject.disclosure.forms:
        department = None
        for row in form.rows:
            code = row.codes.get("agency", "")
            if row.kind is RowKind.DEPARTMENT and len(code) == 3:
                department = code
            if row.kind is RowKind.AGENCY and len(code) == 6 and department and not code.startswith(department):
                yield Found(
                    message=subject.say(
                        f"{speaker.spot(spot(form, row))}的代码是{code}，不属于部门{department}。",
                        f"{speaker.spot(spot(form, row))} has code {code}, which is not of department {department}.",
                    ),
                    places=(spot(form, row),),
                    stated=code,
                    expected=f"{department}…",
                )


@check(
    id="CODE-AGENCY-TWO",
    severity=Severity.WARNING,
    title=("同一单位写了两个代码", "One agency bears two codes"),
    basis=rests("itself"),
    example="某中心在收入表是078002，在项目表是078003",
)
def two_codes(subject: Subject) -> Iterator[Found]:
    """An agency has one code in every form."""
    codes: dict[str, dict[str, Spot]] = {}
    for form, row, code, name in bodies(subject):
        if row.kind is RowKind.AGENCY and len(code) == 6:
            codes.setdefault(fold(name), {}).setdefault(code, spot(form, row))
    for name, found in codes.items():
        if len(found) > 1:
            speaker = Speaker(subject.names(), subject.lang)
            told_ = "，".join(f"{speaker.spot(where)}{code}" for code, where in found.items())
            yield Found(
                message=subject.say(f"“{name}”的代码不一致：{told_}。", f"“{name}” bears several codes: {told_}."),
                places=tuple(found.values()),
                stated="、".join(found),
            )


@check(
    id="CLASS-NAME",
    severity=Severity.INFO,
    title=("两张表的功能类名称不一致", "A functional class is named differently in two forms"),
    basis=rests("accounts", "itself"),
    example="收支总表写“文化旅游体育与传媒”，财政拨款收支总表写“文化体育旅游与传媒支出”",
)
def classes(subject: Subject) -> Iterator[Found]:
    """The fixed lines of the two summary forms name a functional class alike; a line that bears another or a former
    name is told."""
    year = subject.disclosure.fiscal_year
    named: dict[str, list[tuple[Form, Row]]] = {}
    for form in subject.disclosure.forms:
        lines = [ln for s in _sides(subject, form) for ln in s]
        code = {ln[0]: ln[1] for ln in lines}
        for row in form.rows:
            if row.item and code.get(row.item):
                named.setdefault(code[row.item] or "", []).append((form, row))
    speaker = Speaker(subject.names(), subject.lang)
    for function, rows in named.items():
        if len({_bare(row.label) for _, row in rows}) < 2:
            continue
        entry = chart.lookup("function", function, year)
        right = entry.name if entry else max((row.label for _, row in rows), key=len)
        wrong = [(f, r) for f, r in rows if _bare(r.label) != _bare(right)]
        for form, row in wrong:
            older = next(
                (e for e in chart.find("function", _plain(row.label)) if e.code != function and len(e.code) == 3), None
            )
            also = (
                subject.say(f"；“{row.label}”是{older.code}“{older.name}”的旧名称", f"; it is a former name of {older.code}")
                if older
                else ""
            )
            yield Found(
                message=subject.say(
                    f"{speaker.spot(spot(form, row))}："
                    f"功能类{function}在另一张表写“{_other(rows, row)}”，应为“{right}”{also}。",
                    f"{speaker.spot(spot(form, row))}: class {function} is "
                    f"“{_other(rows, row)}” in the other form; it should be “{right}”{also}.",
                ),
                places=(spot(form, row),),
                stated=row.label,
                expected=right,
            )


def _sides(subject: Subject, form: Form) -> list[list[tuple[str, str | None]]]:
    prescribed = subject.template.forms.get(form.kind)
    return [[(line.key, line.function) for line in side.lines] for side in prescribed.sides] if prescribed else []


def _bare(label: str) -> str:
    return fold(_plain(label)).removesuffix("支出").replace("事务", "").removesuffix("支出")


def _plain(label: str) -> str:
    """A line's label without outline number and stray brackets."""
    return _STRAY.sub("", _OUTLINE.sub("", label.strip(), count=1)).strip()


def _other(rows: list[tuple[Form, Row]], row: Row) -> str:
    return next((r.label for _, r in rows if _bare(r.label) != _bare(row.label)), row.label)


@check(
    id="INSTITUTION-NONE",
    severity=Severity.WARNING,
    title=("说没有所属单位，表中却有几个单位", "It says that there are no subordinate units, but the forms have several"),
    basis=rests("notice-143", "notice-29", "itself"),
    example="“无二级预算单位”，收入表却有两个预算单位",
)
def no_units(subject: Subject) -> Iterator[Found]:
    """A department that says that it has no subordinate unit has one agency in its forms."""
    agencies = {code: (form, row) for form, row, code, _ in bodies(subject) if row.kind is RowKind.AGENCY and len(code) == 6}
    if len(agencies) < 2:
        return
    none = re.compile("|".join(map(re.escape, words(law()["institution-none"]))))
    for section in body(subject):
        saying = none.search(section.text)
        if saying:
            listed = "、".join(f"{code}{row.label}" for code, (_, row) in agencies.items())
            passage = Passage("prose", section.text, section.title, section.place, section.pieces)
            yield told(
                subject,
                [Slip(passage, *saying.span())],
                f"而表中有{len(agencies)}个预算单位：{listed}",
                f"but the forms have {listed}",
            )


@check(
    id="INSTITUTION-UNLISTED",
    severity=Severity.WARNING,
    title=("机构设置没有列出表中的单位", "A unit of the forms is not named among the institutions"),
    basis=rests("notice-143", "notice-29", "itself"),
    example="部门收入表有“某某服务中心”，预算单位构成没有它",
)
def unlisted(subject: Subject) -> Iterator[Found]:
    """Every agency of a department's forms is named where the department tells what units it consists of."""
    sections = part(subject, "INSTITUTIONS")
    text = fold("".join(s.text for s in sections))
    if subject.disclosure.kind != "department_budget" or not text or has(text, law()["institution-none"]):
        return
    seen: dict[str, Spot] = {}
    for form, row, code, name in bodies(subject):
        if row.kind is RowKind.AGENCY and len(code) == 6 and not code.endswith("001"):
            seen.setdefault(fold(name), spot(form, row))
    if len(seen) < 1 or any(
        row.unreadable for form in subject.disclosure.forms for row in form.rows if row.kind is RowKind.AGENCY
    ):
        return
    for name, where in seen.items():
        if _SUFFIX.sub("", name) not in text:
            yield Found(
                message=subject.say(
                    f"“{sections[0].title}”没有列出{Speaker(subject.names()).spot(where)}的“{name}”。",
                    f"“{sections[0].title}” does not name “{name}” ({at(where.place, 'en')}).",
                ),
                places=(Spot(row=sections[0].title, place=sections[0].place), where),
                expected=name,
            )


@check(
    id="UNIT-SEVERAL",
    severity=Severity.WARNING,
    title=("单位预算列了几个单位", "A unit's budget lists several units"),
    basis=rests("notice-29", "itself"),
    example="某中心的单位预算，表中另有078003",
)
def several(subject: Subject) -> Iterator[Found]:
    """The forms of a unit's budget hold one agency: the unit itself."""
    if subject.disclosure.kind != "unit_budget":
        return
    found: dict[str, Spot] = {}
    for form, row, code, _ in bodies(subject):
        if len(code) == 6 and row.cells:
            found.setdefault(code, spot(form, row))
    if len(found) > 1:
        listed = "、".join(f"{code}“{where.row}”" for code, where in found.items())
        yield Found(
            message=subject.say(
                f"单位预算的表中有{len(found)}个预算单位：{listed}。", f"A unit's budget lists several agencies: {listed}."
            ),
            places=tuple(found.values()),
        )
