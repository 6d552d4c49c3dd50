"""Numbers of projects that the prose writes in Chinese numerals."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.checking.aims import key, listed, torn
from gouji.checking.passages import Slip, passages, told
from gouji.checking.quoted import whole_number
from gouji.checking.registry import Found, Subject, check
from gouji.model.finding import Severity
from gouji.standards.law import rests
from gouji.standards.review import review


@check(
    id="PROJECT-COUNT-WORDS",
    severity=Severity.WARNING,
    title=("说明中的项目数（汉字）与表不同", "The prose counts, in Chinese numerals, another number of projects"),
    basis=rests("itself"),
    example="说明写“涉及项目五个”，项目支出表列了六个",
)
def words(subject: Subject) -> Iterator[Found]:
    """A number of projects in Chinese numerals is that of the project form, or of the target forms where there is none.
    Figures (5个) are a relation of the template."""
    disclosure = subject.disclosure
    rows = [key(r.label) for r in listed(disclosure) if r.label] or [key(p.name) for p in disclosure.projects if p.name]
    if not rows or torn(disclosure):
        return
    fits = {len(rows), len(set(rows)), len({key(p.name) for p in disclosure.projects if p.name})}
    for passage in passages(disclosure, "prose"):
        for found in review().patterns["project_count"].finditer(passage.text):
            group = 1 if found[1] else 2
            stated = whole_number(found[group])
            if stated is None or stated in fits:
                continue
            right = str(len(set(rows)))
            yield told(
                subject,
                [Slip(passage, found.start(group), found.end(group), right)],
                "项目支出表和绩效目标表中有{right}个项目",
                "the forms list {right} projects",
            )
