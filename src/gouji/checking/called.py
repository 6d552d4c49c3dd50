"""What the prose calls the body and its projects: its own kind, no other body's name, the projects' own names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from gouji.checking.aims import key, listed
from gouji.checking.figures import at
from gouji.checking.names import bodies
from gouji.checking.passages import Passage, Slip, passages, told
from gouji.checking.registry import Found, Subject, check
from gouji.model.finding import Severity, Spot
from gouji.standards.fold import fold
from gouji.standards.law import law, rests
from gouji.standards.review import review

LIKE = 0.6  # of two names' letters that are the same, in order, for the one to be taken for a slip of the other
SUFFIX = re.compile(r"[（(][^（）()]*[)）]$")


@check(
    id="KIND-WORD",
    severity=Severity.WARNING,
    title=("正文的“部门”“单位”用错", "The prose says 部门 where 单位 is meant"),
    basis=rests("itself", "notice-29"),
    example="单位预算公开，正文却写“本部门共有车辆2辆”“2024年部门预算情况说明”",
)
def kind(subject: Subject) -> Iterator[Found]:
    """A unit that publishes its own budget calls itself 单位 and its document 单位预算; a department's headings say 部门预算.
    All places are one finding."""
    entry = law()["kinds"].get(subject.disclosure.kind)
    if entry is None:
        return
    own, other, sort = entry["own"], entry["other"], subject.disclosure.sort
    innocent = re.compile(law()["kind-innocent"])
    heading = re.compile(law()["kind-heading"].format(other=other, sort=sort))
    itself = re.compile(law()["kind-itself"][other]) if other in law()["kind-itself"] else None
    slips: list[Slip] = []
    for passage in passages(subject.disclosure, "heading", "prose"):
        pattern = heading if passage.kind == "heading" else itself
        if pattern is None or (passage.kind == "heading" and own in passage.text):
            continue
        spans = [m.span() for m in innocent.finditer(passage.text)]
        for found in pattern.finditer(passage.text):
            if not any(a <= found.start() < b for a, b in spans):
                slips.append(Slip(passage, found.start(), found.end(), own))
    if slips:
        yield told(
            subject, slips, f"本文件是{own}{sort}，“{other}”应为“{own}”", f"the document is of a {own}, not of a {other}"
        )


@check(
    id="NAME-OTHER-BODY",
    severity=Severity.WARNING,
    title=("正文写了别的单位的名称", "The prose speaks of another body"),
    basis=rests("itself"),
    example="甲中心的预算说明写“乙县园林局2024年支出合计780.17万元”",
)
def other_body(subject: Subject) -> Iterator[Found]:
    """What a budget states, it states for its own body: a sentence “某局2024年支出合计……” names the issuer, its department or a
    body that the document's forms or its account of institutions name. Another name was copied with the text."""
    known = _known(subject)
    if not known:
        return
    for passage in passages(subject.disclosure, "prose", "heading"):
        slips = [
            Slip(passage, m.start(1), m.end(1), subject.disclosure.issuer.name)
            for m in review().patterns["body_states"].finditer(passage.text)
            if not any(_same(fold(m[1]), name) for name in known)
        ]
        if slips:
            yield told(subject, slips, "“{found}”不是本单位“{right}”", "“{found}” is not the issuer “{right}”")


@check(
    id="NAME-FORM-OWNER",
    severity=Severity.WARNING,
    title=("表头的单位名称是别的单位", "A form's caption names another body"),
    basis=rests("itself"),
    example="甲中心的预算03表，表头写“单位名称：乙局”，其他表都写甲中心",
)
def form_owner(subject: Subject) -> Iterator[Found]:
    """The body that a form's caption names (单位名称, 部门名称) is the one that most captions of that kind name. Where those
    name no body that the document knows, nothing can be compared; a name that is a part of a known one was cut in printing."""
    known = _known(subject)
    for caption in ("单位名称", "部门名称") if known else ():
        held = [o for o in subject.disclosure.owners if o.caption == caption]
        strange = [o for o in held if not any(fold(o.name) in name or name in fold(o.name) for name in known)]
        usual = Counter(o.name for o in held if o not in strange).most_common(1)
        if not usual or len(strange) >= usual[0][1]:
            continue
        for owner in strange:
            if any(d.place.line is not None and d.place.line == owner.place.line for d in subject.disclosure.damage):
                continue
            yield Found(
                message=subject.say(
                    f"表头（{at(owner.place)}）写“{caption}：{owner.name}”，其他表是“{usual[0][0]}”。",
                    f"The caption ({at(owner.place, 'en')}) names “{owner.name}”, other forms “{usual[0][0]}”.",
                ),
                places=(Spot("", caption, "", owner.name, owner.place),),
                stated=owner.name,
                expected=usual[0][0],
                rewrite=f"{caption}：{usual[0][0]}",
            )


def _known(subject: Subject) -> tuple[str, ...]:
    """The names that may stand there, folded: the issuer's, those of the forms, and the words of the institutions' account.
    Empty where the issuer is not known: nothing can be compared then."""
    issuer = SUFFIX.sub("", subject.disclosure.issuer.name)
    if len(issuer) < 4:
        return ()
    told_of = [s.text for s in subject.disclosure.sections if review().has("institutions", fold(s.title))]
    return tuple(filter(None, map(fold, (issuer, *(name for _, _, _, name in bodies(subject)), *told_of))))


def _same(name: str, known: str) -> bool:
    """Whether a name is one of the known ones: the same, a part of it, with more before it, or misspelled."""
    return name in known or known in name or SequenceMatcher(None, name, known).ratio() > LIKE


@check(
    id="QUOTED-PROJECT",
    severity=Severity.INFO,
    title=("重点项目的名称与项目支出表不同", "The prose calls a project otherwise than the forms"),
    basis=rests("itself"),
    example="说明写“重点项目：分中心维护运行项目”，项目支出表是“分中心运行维护”",
)
def project(subject: Subject) -> Iterator[Found]:
    """A priority project that the prose tells of stands in the project form, or in the target forms, under the same name."""
    names = {
        key(n): n for n in (*(r.label for r in listed(subject.disclosure)), *(p.name for p in subject.disclosure.projects))
    }
    for passage in passages(subject.disclosure, "prose") if names else ():
        for found in review().patterns["key_project"].finditer(passage.text):
            said = key(found[1])
            if not said or any(said in n or n in said for n in names if n):
                continue
            yield from _unlisted(subject, passage, found, said, names)


def _unlisted(subject: Subject, passage: Passage, found: re.Match[str], said: str, names: dict[str, str]) -> Iterator[Found]:
    near = max(names, key=lambda n: SequenceMatcher(None, said, n).ratio())
    if SequenceMatcher(None, said, near).ratio() >= LIKE:
        slip = Slip(passage, found.start(1), found.end(1), names[near])
        yield told(subject, [slip], "表中的项目是“{right}”", "the forms call it “{right}”")
    else:
        slip = Slip(passage, found.start(1), found.end(1))
        yield told(subject, [slip], "项目支出表和绩效目标表中没有“{found}”", "the forms have no “{found}”")
