"""What the choice of a template leaves unchecked: no template for the province, or only one of another year or place."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.checking.registry import Found, Subject, check
from gouji.model.finding import Severity
from gouji.reconcile.unknown import UNKNOWN

HONESTY = ("未核对的内容应当说明", "what was not checked must be said")


@check(
    id="TEMPLATE-NONE",
    severity=Severity.INFO,
    title=("没有适用的模板，只核对了一部分", "No template fits: only a part was checked"),
    basis=HONESTY,
)
def none(subject: Subject) -> Iterator[Found]:
    """Of a disclosure that no template covers, sums inside its tables are checked and nothing else: the reader must know."""
    if subject.disclosure.template is not None:
        return
    forms = [f for f in subject.disclosure.forms if f.kind == UNKNOWN]
    filled = sum(f.status == "present" for f in forms)
    yield Found(
        message=subject.say(
            f"没有适用于该省（或该格式）的模板。读出{len(forms)}张表（{filled}张有数），按表自己的行名、列名和编码核对了表内的合计、小计和上下级科目。"
            "没有核对：各表之间的关系、说明文字与表、必备的表和部分、绩效目标。怎样加一个省，见 docs/PROVINCES.md。",
            f"No template fits this province or layout. {len(forms)} tables were read ({filled} with figures); "
            "sums inside them were checked by their own rows, columns and codes. Not checked: relations between tables, the "
            "prose against the tables, prescribed tables and parts, performance targets. See docs/PROVINCES.md.",
        )
    )


@check(
    id="TEMPLATE-NEAREST",
    severity=Severity.INFO,
    title=("模板是相近的，不是本年本地的", "The template is of another year or place"),
    basis=HONESTY,
)
def nearest(subject: Subject) -> Iterator[Found]:
    """A document of a year or a place that no template is made for is held to the nearest one: the reader must know."""
    if subject.disclosure.template is None:
        return
    template, year, division = subject.template, subject.disclosure.fiscal_year, subject.disclosure.issuer.division
    reasons = []
    first, last = template.span
    if year is not None and not first <= year <= last:
        reasons.append(
            subject.say(
                f"文件是{year}年的，模板是{_span(first, last)}年的",
                f"the document is of {year}, the template of {_span(first, last)}",
            )
        )
    if division and template.divisions and not any(division.startswith(d) for d in template.divisions):
        reasons.append(
            subject.say(
                f"文件的区划是{division}，模板是{template.name}的",
                f"the division is {division}, the template that of {template.name}",
            )
        )
    if reasons:
        told = subject.say("；".join(reasons), "; ".join(reasons))
        yield Found(
            message=subject.say(
                f"按最相近的模板（{template.id}）核对：{told}。格式如有变化，个别结论可能不适用。",
                f"Checked with the nearest template ({template.id}): {told}. Where layouts differ, a finding may not apply.",
            )
        )


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"
