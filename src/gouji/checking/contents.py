"""The contents list (目录) against the body, and the numbers of headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gouji.checking.completeness import body
from gouji.checking.figures import at
from gouji.checking.forms import contents as announced
from gouji.checking.registry import Found, Subject, check
from gouji.model.disclosure import Form, Section
from gouji.model.finding import Severity, Spot
from gouji.standards.fold import fold
from gouji.standards.law import law, rests, words

_NUMBER = re.compile(r"^(?:第?\(?([一二三四五六七八九十]{1,3})\)?(?:部分|、|\)|\.)?|\(?(\d{1,2})[)、.](?!\d))")
_DIGITS = "零一二三四五六七八九"
_YEAR = re.compile(r"20\d\d年?度?")
LIKE = 0.6  # of the letters of a title that another must share, in order, to be taken for it


@check(
    id="CONTENTS-MISSING",
    severity=Severity.INFO,
    title=("没有目录", "There is no contents list"),
    basis=rests("form-143"),
    example="文件从“第一部分”开始，没有封面和目录",
)
def missing(subject: Subject) -> Iterator[Found]:
    """A disclosure begins with a cover and a contents list. Only a remark: what is published may have been cut when it
    was saved."""
    sections = subject.disclosure.sections
    if sections and not any(s.listed for s in sections):
        yield Found(
            message=subject.say(
                "文件中没有目录（也可能是保存时丢失的）：应当有封面和列出各部分、各表的目录。",
                "There is no contents list (it may have been lost when "
                "the document was saved): parts and forms should be listed.",
            ),
            places=(Spot(place=sections[0].place),),
        )


@check(
    id="CONTENTS-FORM",
    severity=Severity.WARNING,
    title=("目录漏列预算表", "The contents list leaves out a form"),
    basis=rests("form-143"),
    example="目录列到第十张表，正文有十一张",
)
def unlisted(subject: Subject) -> Iterator[Found]:
    """Where the contents list names forms, it names every form that stands in the body."""
    listed = announced(subject)
    if len(listed) < 2:
        return
    for kind, form in _forms(subject).items():
        if kind not in listed and kind in subject.template.forms and form.title:
            yield Found(
                message=subject.say(
                    f"目录没有列出正文{at(form.place)}的“{form.title}”。",
                    f"The contents list does not name “{form.title}” ({at(form.place, 'en')}).",
                ),
                places=(Spot(form=kind, place=form.place),),
            )


@check(
    id="CONTENTS-TITLE",
    severity=Severity.INFO,
    title=("目录与正文的表名不一致", "A form is named differently in the contents list"),
    basis=rests("form-143", "itself"),
    example="目录写“单位预算项目绩效目标表”，正文写“本级部门预算项目绩效目标表”",
)
def titles(subject: Subject) -> Iterator[Found]:
    """A form has one title: in the contents list and above the form (the year and bracketed words aside). A warning where one
    says 部门 and the other 单位."""
    listed = announced(subject)
    own = law()["kinds"]
    for kind, form in _forms(subject).items():
        entry = listed.get(kind)
        if entry is None or not form.title:
            continue
        here, there = _core(form.title), _core(entry.title)
        if here == there or here in there or there in here:
            continue
        bodies = {k["own"] for k in own.values()}
        swapped = any((b in here) != (b in there) for b in bodies)
        yield Found(
            message=subject.say(
                f"目录{at(entry.place)}写“{_bare(entry.title)}”，正文{at(form.place)}的表名是“{form.title}”。",
                f"The contents list ({at(entry.place, 'en')}) says “{_bare(entry.title)}”,"
                f" the form ({at(form.place, 'en')}) is called “{form.title}”.",
            ),
            places=(Spot(form=kind, place=form.place), Spot(form=kind, place=entry.place)),
            stated=form.title,
            expected=_bare(entry.title),
            severity=Severity.WARNING
            if swapped and {b for b in bodies if b in here} and {b for b in bodies if b in there}
            else None,
        )


@check(
    id="CONTENTS-ORDER",
    severity=Severity.WARNING,
    title=("预算表的次序与目录不一致", "Forms stand in another order than listed"),
    basis=rests("form-143", "itself"),
    example="目录先列“三公”经费表后列政府性基金表，正文相反",
)
def order(subject: Subject) -> Iterator[Found]:
    """The forms of the body follow the contents list."""
    if _scrambled(subject):
        return
    listed = {kind: i for i, kind in enumerate(announced(subject))}
    inside = [(listed[kind], form) for kind, form in _forms(subject).items() if kind in listed]
    wrong = [(a[1], b[1]) for a, b in pairwise(inside) if a[0] > b[0]]
    if wrong:
        before, after = wrong[0]
        yield Found(
            message=subject.say(
                f"“{after.title}”（{at(after.place)}）在目录中列在“{before.title}”之前，正文却在其后。",
                f"“{after.title}” ({at(after.place, 'en')}) is listed before “{before.title}” but stands behind it.",
            ),
            places=tuple(Spot(form=b.kind, place=b.place) for _, b in wrong),
        )


@check(
    id="CONTENTS-SECTION",
    severity=Severity.WARNING,
    title=("目录列出的部分正文没有", "A listed part is not in the body"),
    basis=rests("form-143", "itself"),
    example="目录列有“四、国有资产占用情况”，正文没有这一部分",
)
def sections(subject: Subject) -> Iterator[Found]:
    """Every part that the contents list announces stands in the body, under that heading or a similar one."""
    inside = [_heading(s.title, subject) for s in body(subject)]
    inside += [_heading(f.title, subject) for f in subject.disclosure.forms if f.status != "missing"]
    known = law()["parts"].values()
    if not any(s.text for s in body(subject)):
        return
    for entry in subject.disclosure.sections:
        title = _heading(entry.title, subject)
        if not entry.listed or len(title) < 2 or title.endswith("表") or "附件" in title:
            continue
        if any(w in fold(entry.title) for p in known for w in map(fold, words(p["headings"]))):
            continue  # PART-… tells of it
        if not any(alike(title, other) for other in inside):
            yield Found(
                message=subject.say(
                    f"目录{at(entry.place)}列有“{_bare(entry.title)}”，正文中没有这一部分。",
                    f"The contents list ({at(entry.place, 'en')}) announces "
                    f"“{_bare(entry.title)}”, which the body does not have.",
                ),
                places=(Spot(row=entry.title, place=entry.place),),
            )


@check(
    id="SECTION-NUMBER",
    severity=Severity.WARNING,
    title=("标题编号跳号或重复", "The numbers of headings skip or repeat"),
    basis=rests("form-143"),
    example="“三、”之后是“五、”",
)
def numbers(subject: Subject) -> Iterator[Found]:
    """Headings of one level under one heading count 一, 二, 三 … without gap or repetition. Silent where the source
    lost its order."""
    if _scrambled(subject):
        return
    counts: dict[int, tuple[int, Section]] = {}
    for section in body(subject):
        for level in [lv for lv in counts if lv > section.level]:
            del counts[level]
        number = ordinal(section.title)
        if number is None:
            counts.pop(section.level, None)
            continue
        last = counts.get(section.level)
        counts[section.level] = (number, section)
        if last is None or number == last[0] + 1 or number == 1:
            continue
        skips = number > last[0]
        yield Found(
            message=subject.say(
                f"“{section.title}”（{at(section.place)}）前一个同级标题是“{last[1].title}”，"
                f"编号{'跳过了' if skips else '重复或倒退了'}。",
                f"“{section.title}” ({at(section.place, 'en')}) follows “{last[1].title}”: "
                f"its number {'skips' if skips else 'repeats or goes back'}.",
            ),
            places=(Spot(row=section.title, place=section.place),),
            stated=str(number),
            expected=str(last[0] + 1),
        )


@check(
    id="SECTION-EMPTY",
    severity=Severity.WARNING,
    title=("标题下没有内容", "Nothing stands under a heading"),
    basis=rests("form-143"),
    example="“五、政府采购情况”之下没有文字",
)
def empty(subject: Subject) -> Iterator[Found]:
    """Something stands under every numbered heading: text, a deeper heading or a form. Silent where the source lost its
    order."""
    if _scrambled(subject):
        return
    found = body(subject)
    for section, after in pairwise(found):
        if section.text or after.level > section.level or ordinal(section.title) is None:
            continue
        if section.level < 2 and not any(
            w in fold(section.title) for w in map(fold, words(law()["parts"]["GLOSSARY"]["headings"]))
        ):
            continue  # a part of the document: its forms may follow
        if section.title.endswith("表") or _form_between(subject, section, after):
            continue
        yield Found(
            message=subject.say(
                f"“{section.title}”（{at(section.place)}）之下没有内容。",
                f"Nothing stands under “{section.title}” ({at(section.place, 'en')}).",
            ),
            places=(Spot(row=section.title, place=section.place),),
        )


def ordinal(title: str) -> int | None:
    """The outline number that a heading begins with: 三、 → 3, （十二） → 12; None without one."""
    found = _NUMBER.match(fold(title))
    if not found:
        return None
    if found.group(2):
        return int(found.group(2))
    tens, ten, ones = found.group(1).rpartition("十") if "十" in found.group(1) else ("", "", found.group(1))
    if len(ones) > 1 or len(tens) > 1:
        return None
    return (10 * (_DIGITS.index(tens) if tens else 1) if ten else 0) + (_DIGITS.index(ones) if ones else 0)


def alike(one: str, other: str) -> bool:
    """Whether two headings are the same one: one inside the other, or most of the letters shared in order."""
    if one in other or other in one:
        return True
    return _shared(one, other) >= LIKE * len(one)


def _shared(one: str, other: str) -> int:
    """The length of the longest common subsequence; both are headings, hence short."""
    row = [0] * (len(other) + 1)
    for a in one[:60]:
        before = 0
        for i, b in enumerate(other[:60], 1):
            before, row[i] = row[i], before + 1 if a == b else max(row[i], row[i - 1])
    return max(row)


def _heading(title: str, subject: Subject) -> str:
    """A heading without its number, year and the issuer's name."""
    text = _NUMBER.sub("", fold(title), count=1)
    return _YEAR.sub("", text.replace(fold(subject.disclosure.issuer.name or "\n"), "")).strip("、.")


def _core(title: str) -> str:
    """A form's title without number, year, brackets and the words that say nothing."""
    text = re.sub(r"\([^()]*\)", "", _YEAR.sub("", _NUMBER.sub("", fold(title), count=1)))
    return text.replace("年度", "").strip("、.:")


def _bare(title: str) -> str:
    return title.strip()


def _forms(subject: Subject) -> dict[str, Form]:
    found: dict[str, Form] = {}
    for form in subject.disclosure.forms:
        if form.status != "missing":
            found.setdefault(form.kind, form)
    return found


def _scrambled(subject: Subject) -> bool:
    """Whether the source has put its blocks in another order: then order says nothing about the issuer."""
    return any("次序" in d.says for d in subject.disclosure.damage)


def _form_between(subject: Subject, section: Section, after: Section) -> bool:
    def key(place: object) -> tuple[int, int]:
        return (getattr(place, "page", None) or 0, getattr(place, "line", None) or 0)

    return any(key(section.place) <= key(f.place) <= key(after.place) for f in subject.disclosure.forms)
