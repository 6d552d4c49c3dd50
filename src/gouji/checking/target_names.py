"""Names of indicators: written in two ways, cut off, given twice, copied from project to project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from gouji.checking.aims import Aim, by_project, damaged, everywhere, of_department, of_projects
from gouji.checking.registry import Found, Subject, check
from gouji.checking.statements import once
from gouji.model.disclosure import Disclosure
from gouji.model.finding import Severity, Spot
from gouji.standards.fold import fold
from gouji.standards.review import review

ONE_NAME = ("同一指标、同一事项应当用同一名称", "one thing, one name")
ONCE = ("指标不应重复", "an indicator is set once")
LEAST = 6  # characters: shorter names differ by one character without being the same
EDIT = 2  # characters at most in which two writings of one name differ
NEAR = 400  # names at most that are compared; a document has some hundred


@once
def _text(disclosure: Disclosure) -> str:
    """All wording of the document, for counting how often a word is used."""
    parts = [s.text for s in disclosure.sections]
    parts += [w for a in everywhere(disclosure) for w in (a.name, a.raw, a.indicator.explanation or "")]
    parts += [w for p in disclosure.projects for w in (p.name, p.goal or "")]
    parts += [r.label for f in disclosure.forms for r in f.rows]
    whole = disclosure.department_performance
    if whole is not None:
        parts += [whole.goal, *(w for t in whole.tasks for w in (t.name, t.content))]
    return "\n".join(fold(p) for p in parts)


def edit(one: str, other: str) -> tuple[int, str, str] | None:
    """Where two names differ in one place only: position and the two differing pieces, each at most EDIT long; else None."""
    if one == other or abs(len(one) - len(other)) > EDIT:
        return None
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    a, b = one[start : len(one) - end], other[start : len(other) - end]
    return (start, a, b) if len(a) <= EDIT and len(b) <= EDIT else None


@check(
    id="TARGET-NAME-VARIANT",
    severity=Severity.WARNING,
    title=("指标名称疑有错字", "An indicator's name is misspelt"),
    basis=ONE_NAME,
    example="“定点医疗机柜满意度”，文中其他各处写“机构”",
)
def variant(subject: Subject) -> Iterator[Found]:
    """A word of an indicator's name that stands nowhere else in the document, where a word that differs in one character
    stands often, is a slip."""
    text = _text(subject.disclosure)
    for aim in everywhere(subject.disclosure):
        for wrong, right in _slips(aim.name, text):
            yield Found(
                message=subject.say(
                    f"{aim.told(subject)}中的“{wrong}”全文只此一处，疑为“{right}”（全文{text.count(right)}处）。",
                    f"“{wrong}” in {aim.told(subject)} stands nowhere else; “{right}” perhaps.",
                ),
                places=(aim.spot,),
                stated=wrong,
                expected=right,
                rewrite=aim.indicator.name.replace(wrong, right),
            )


def _slips(name: str, text: str) -> Iterator[tuple[str, str]]:
    """Words of the confusable pairs that stand in the name alone, with the word that the document uses otherwise."""
    for pair in review().lists["confused"]:
        for wrong, right in (pair, pair[::-1]):
            if wrong in name and text.count(wrong) == name.count(wrong) and text.count(right) >= 3:
                yield wrong, right


@check(
    id="TARGET-NAME-TWO-WAYS",
    severity=Severity.WARNING,
    title=("同一指标写成两种名称", "One indicator under two names"),
    basis=ONE_NAME,
    example="“系统运行维护时间≤30分钟”，另两个项目写“系统运行维护响应时间≤30分钟”",
)
def two_ways(subject: Subject) -> Iterator[Found]:
    """Two long names with the same target value that differ by an inserted word: the rarer one has lost or doubled it."""
    aims = [
        a for a in of_projects(subject.disclosure) if len(a.name) >= LEAST + EDIT and not damaged(subject, a.indicator.place)
    ]
    counts = Counter(a.name for a in aims)
    groups: dict[tuple[str, str], list[Aim]] = {}
    for aim in aims:
        for mark in {(aim.raw, aim.name[:4]), (aim.raw, aim.name[-4:])}:
            groups.setdefault(mark, []).append(aim)
    done: set[frozenset[str]] = set()
    for same in groups.values():
        for one, other in _pairs(same[:NEAR]):
            found = edit(one.name, other.name)
            pair = frozenset((one.name, other.name))
            if found is None or pair in done or len(found[1]) == len(found[2]) or one.project is other.project:
                continue
            piece = found[1] or found[2]
            if (found[1] and found[2]) or len(piece) < EDIT or review().has("light_edit", piece):
                continue
            longer = one if found[1] else other
            if found[0] == 0 or found[0] + len(piece) == len(longer.name):
                continue  # a word before or after a name makes another name of it
            doubled = longer.name.count(piece) > 1
            rare, usual = sorted((one, other), key=lambda a: counts[a.name])
            if counts[rare.name] == counts[usual.name] and not doubled:
                continue
            if doubled and counts[rare.name] == counts[usual.name]:
                rare, usual = (longer, other if longer is one else one)
            done.add(pair)
            yield Found(
                message=subject.say(
                    f"{rare.told(subject)}，{usual.told(subject)}：名称只差“{piece}”二字，应统一为“{usual.indicator.name}”。",
                    f"{rare.told(subject)} and {usual.told(subject)} differ by “{piece}” only.",
                ),
                places=(rare.spot, usual.spot),
                expected=usual.indicator.name,
                severity=Severity.INFO if doubled else None,
                rewrite=usual.indicator.name,
            )


def _pairs(aims: list[Aim]) -> Iterator[tuple[Aim, Aim]]:
    """Pairs of different names, each name once: linear in practice, as groups share value and beginning or end."""
    firsts = list({a.name: a for a in aims}.values())[:40]
    return ((a, b) for i, a in enumerate(firsts) for b in firsts[i + 1 :])


@check(
    id="TASK-WORDING",
    severity=Severity.WARNING,
    title=("任务与指标的表述不一致", "A task and its indicator are worded differently"),
    basis=ONE_NAME,
    example="年度任务写“做好价格监测工作”，指标值写“做好价格检测”",
)
def wording(subject: Subject) -> Iterator[Found]:
    """A phrase of the whole-department indicators that differs from a phrase of the tasks in one character is a slip in one."""
    whole = subject.disclosure.department_performance
    if whole is None:
        return
    tasks = list(dict.fromkeys(p for t in whole.tasks for p in _phrases((t.name, t.content))))
    for aim in of_department(subject.disclosure):
        if damaged(subject, aim.indicator.place):
            continue
        for phrase in _phrases((aim.name, aim.raw)):
            for task in tasks:
                short = task[: len(phrase)]
                found = edit(phrase, short) if phrase not in tasks and len(short) == len(phrase) else None
                if found is None or len(found[1]) != 1 or len(found[2]) != 1 or _both_ways(found[1], found[2]):
                    continue
                yield Found(
                    message=subject.say(
                        f"{aim.told(subject)}中写“{phrase}”，年度主要任务写“{short}”，差“{found[1]}”与“{found[2]}”。",
                        f"“{phrase}” in {aim.told(subject)}, “{short}” among the tasks.",
                    ),
                    places=(aim.spot,),
                    stated=phrase,
                    expected=short,
                    rewrite=short,
                )
                break


def _phrases(texts: Iterable[str]) -> Iterator[str]:
    """The phrases of at least LEAST characters between stops."""
    for text in texts:
        phrase = ""
        for char in fold(text) + "、":
            if char in "、,;。:()":
                if len(phrase) >= LEAST:
                    yield phrase
                phrase = ""
            else:
                phrase += char


def _both_ways(one: str, other: str) -> bool:
    """Whether the two characters are digits or count words: then the phrases differ by number."""
    return one.isdigit() or other.isdigit() or {one, other} <= set("一二三四五六七八九十两全各")


@check(
    id="TARGET-NAME-DANGLING",
    severity=Severity.INFO,
    title=("指标名称没有写完", "A name that is cut off"),
    basis=("名称应当完整", "a name is whole"),
    example="“推进改革、织密监管网、”",
)
def dangling(subject: Subject) -> Iterator[Found]:
    """The name of an indicator neither begins nor ends with a comma or an open bracket."""
    for aim in everywhere(subject.disclosure):
        if review().has("dangling", aim.name.rstrip("。")) and not damaged(subject, aim.indicator.place):
            yield Found(
                message=subject.say(
                    f"指标名称“{aim.indicator.name}”以标点开头或结尾，似没有写完。",
                    f"The name “{aim.indicator.name}” begins or ends with a stop.",
                ),
                places=(aim.spot,),
                rewrite=aim.indicator.name.strip("，、；：,;:"),
            )


@check(
    id="TARGET-TWICE",
    severity=Severity.WARNING,
    title=("同一项目中指标重复", "An indicator twice in one project"),
    basis=ONCE,
    example="“培训次数≥2次”在同一项目中出现两次",
)
def twice(subject: Subject) -> Iterator[Found]:
    """Within one project an indicator stands once; with two targets the document contradicts itself (error)."""
    for project, aims in by_project(subject.disclosure):
        held: dict[tuple[str, str], Aim] = {}
        for aim in aims:
            first = held.setdefault((aim.level + (aim.indicator.level2 or ""), aim.name), aim)
            if first is aim or damaged(subject, aim.indicator.place) or first.indicator.place == aim.indicator.place:
                continue
            same = first.raw == aim.raw
            yield Found(
                message=subject.say(
                    f"项目“{project.name}”的指标“{aim.indicator.name}”出现两次："
                    f"{first.indicator.target.raw}、{aim.indicator.target.raw}。",
                    f"Project “{project.name}” has “{aim.indicator.name}” twice: {first.raw}, {aim.raw}.",
                ),
                places=(aim.spot, first.spot),
                severity=None if same else Severity.ERROR,
            )


@check(
    id="TARGET-SAME-NAME",
    severity=Severity.WARNING,
    title=("同一指标的目标值不同", "One indicator with two targets"),
    basis=("整体绩效目标与项目绩效目标应当衔接", "the department's targets and the projects' agree"),
    example="整体绩效目标“参保群众满意度≥95%”，项目“参保群众满意度≥86%”",
)
def same_name(subject: Subject) -> Iterator[Found]:
    """The whole department and a project set the same target for the same indicator, by name."""
    whole = {a.name: a for a in of_department(subject.disclosure) if a.indicator.target.value is not None}
    for aim in of_projects(subject.disclosure):
        other = whole.get(aim.name)
        if other is None or aim.indicator.target.value is None or review().has("vague_name", aim.name):
            continue
        if len(aim.name) < LEAST or other.indicator.target.value == aim.indicator.target.value or aim.name == "预算执行率":
            continue
        if aim.name.startswith("服务对象"):
            continue  # each project serves others
        yield Found(
            message=subject.say(
                f"{aim.told(subject)}与{other.told(subject)}不一致。", f"{aim.told(subject)} and {other.told(subject)} differ."
            ),
            places=(other.spot, aim.spot),
            stated=aim.indicator.target.raw,
            expected=other.indicator.target.raw,
        )


@check(
    id="TARGET-ODD-WORD",
    severity=Severity.INFO,
    title=("同一指标的目标值与其他项目不同", "One project words a target differently"),
    basis=ONE_NAME,
    example="“集中带量采购落实情况”两个项目写“完成”，一个写“稳步提升”",
)
def odd(subject: Subject) -> Iterator[Found]:
    """Where two or more projects give one indicator the same word, another word in a single project should be looked at."""
    groups: dict[str, list[Aim]] = {}
    for aim in of_projects(subject.disclosure):
        if aim.indicator.target.value is None and aim.raw and not damaged(subject, aim.indicator.place):
            groups.setdefault(aim.name, []).append(aim)
    for same in groups.values():
        counts = Counter(a.raw for a in same).most_common()
        if len(counts) == 2 and counts[0][1] >= 2 and counts[1][1] == 1:
            lone = next(a for a in same if a.raw == counts[1][0])
            yield Found(
                message=subject.say(
                    f"{lone.told(subject)}，其他{counts[0][1]}个项目写“{counts[0][0]}”。",
                    f"{lone.told(subject)}; {counts[0][1]} others say “{counts[0][0]}”.",
                ),
                places=(lone.spot,),
                expected=counts[0][0],
            )


@check(
    id="TARGET-SAME-OUTPUT",
    severity=Severity.INFO,
    title=("几个项目的产出数量相同", "Several projects claim the same output"),
    basis=("产出不应重复计算", "an output is counted once"),
    example="四个项目都写“资助人次数≥30000人次”",
)
def same_output(subject: Subject) -> Iterator[Found]:
    """The same large number under the same name in several projects may be one output counted several times."""
    groups: dict[tuple[str, str], list[Aim]] = {}
    for aim in of_projects(subject.disclosure):
        target = aim.indicator.target
        large = (
            target.value is not None
            and target.value >= review().limits["large_output"]
            and target.unit not in ("%", "元", "万元")
        )
        if large and target.unit and not target.unit.endswith(("分钟", "天", "日", "元")):
            groups.setdefault((aim.name, aim.raw), []).append(aim)
    for (_, raw), same in groups.items():
        projects = {id(a.project) for a in same}
        if len(projects) > 1:
            yield Found(
                message=subject.say(
                    f"{len(projects)}个项目的“{same[0].indicator.name}”都是{raw}，产出可能重复计算。",
                    f"{len(projects)} projects claim “{same[0].indicator.name}” {raw}.",
                ),
                places=tuple(a.spot for a in same),
            )


@check(
    id="TARGET-COPIED",
    severity=Severity.INFO,
    title=("两个项目的指标完全相同", "Two projects with the same targets"),
    basis=("绩效目标应当与项目相符", "targets belong to their project"),
    example="两个不同项目的全部指标和指标值一字不差",
)
def copied(subject: Subject) -> Iterator[Found]:
    """All targets of a project but its cost, word for word those of another, were copied."""
    held: dict[tuple[tuple[str, str], ...], tuple[str, Spot]] = {}
    for project, aims in by_project(subject.disclosure):
        mark = tuple(sorted((a.name, a.raw) for a in aims if a.level != "成本指标"))
        if len(mark) < review().limits["copied_names"]:
            continue
        spot = Spot("project_performance", project.name, place=project.place)
        name, first = held.setdefault(mark, (project.name, spot))
        if first is not spot and fold(name) != fold(project.name):
            yield Found(
                message=subject.say(
                    f"项目“{project.name}”与“{name}”的绩效指标完全相同。",
                    f"“{project.name}” and “{name}” have the same targets.",
                ),
                places=(spot, first),
            )
