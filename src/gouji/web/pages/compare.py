"""Any bodies and years side by side. The whole view is in its address: a link shows the same to anybody."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from gouji.corpus import browse
from gouji.corpus.beside import KINDS, Line, Table, beside
from gouji.corpus.tables import measures
from gouji.web import charts
from gouji.web.api import BOM, harmless, plain
from gouji.web.glance import amount
from gouji.web.names import forms, named
from gouji.web.site import language, page, site

router = APIRouter(include_in_schema=False)
FOUND = 30  # bodies that the chooser offers
DRAWN = 10  # lines of the chart
TOLD = 3  # lines whose difference is told in words
WORDS = {
    "total": ("收支总数", "Totals"),
    "function:3": ("功能分类：类", "Function: class"),
    "function:5": ("功能分类：款", "Function: section"),
    "function:7": ("功能分类：项", "Function: item"),
    "department_economic:3": ("经济分类：类", "Economic: class"),
    "department_economic:5": ("经济分类：款", "Economic: item"),
    "form": ("各张表的合计", "Totals of the forms"),
    "project": ("项目", "Projects"),
    "indicator": ("绩效指标", "Indicators"),
}
Numbers = Annotated[list[int], Query(max_length=40)]


@router.get("/compare")
def compare(
    request: Request,
    body: Numbers = [],  # noqa: B006  # FastAPI copies it
    year: Numbers = [],  # noqa: B006
    by: Annotated[str, Query(max_length=40)] = "total",
    per: Annotated[str, Query(max_length=40)] = "",
    q: Annotated[str, Query(max_length=100)] = "",
    format: Annotated[str, Query(max_length=4)] = "",
) -> Response:
    """The chooser, and what is compared; `format=csv` gives the table alone."""
    held = site(request)
    bodies = list(dict.fromkeys(n for n in body if 0 <= n < 2**31))
    years = [y for y in dict.fromkeys(year) if 0 <= y < 10_000]
    by = by if by in KINDS else "total"
    known = held.memo("measures", lambda: measures(held.corpus))
    per = per if any(m["measure"] == per for m in known) and by != "indicator" else ""
    lang = language(request)
    key = ("compare", tuple(bodies), tuple(years), by, per, lang)
    table = held.memo(key, lambda: _named(beside(held.corpus, bodies, years, by, per), by, lang))
    if format == "csv":
        return _csv(table, per)
    found = held.memo(("compare.bodies", q), lambda: browse.bodies(held.corpus, {}, "issuer", size=FOUND, name=q))
    listed = {r["body"]: r for r in found}
    return page(
        request,
        "compare.html.j2",
        {
            "table": table,
            "chart": None if by == "indicator" else _chart(table, lang, bool(per)),
            "told": [] if by == "indicator" else differences(table, per),
            "chosen": {"bodies": bodies, "years": years, "by": by, "per": per, "q": q},
            "picked": [{"body": c.body, "issuer": c.issuer} for c in _once(table)],
            "listed": [r for n, r in listed.items() if n not in bodies],
            "years": held.memo("compare.years", lambda: _years(held)),
            "kinds": WORDS,
            "measures": known,
        },
    )


def _years(held: Any) -> list[int]:
    rows = held.corpus.rows("SELECT DISTINCT year FROM current WHERE year IS NOT NULL ORDER BY year DESC")
    return [r["year"] for r in rows]


def _once(table: Table) -> list[Any]:
    return list({c.body: c for c in table.columns}.values())


def _named(table: Table, by: str, lang: str) -> Table:
    """Forms under the names that people know them by."""
    if by != "form":
        return table
    lines = tuple(Line("", forms().get(line.code, (line.name, line.name))[lang == "en"], line.amounts) for line in table.lines)
    return Table(table.columns, lines, table.more)


def _chart(table: Table, lang: str, yuan: bool) -> charts.Chart | None:
    rows = [(named(line.name, lang), line.amounts) for line in table.lines[:DRAWN]]
    return charts.side_by_side([c.name for c in table.columns], rows, yuan) if len(table.columns) > 1 else None


def differences(table: Table, per: str) -> list[tuple[str, str]]:
    """The greatest differences in words, Chinese and English: who has most and least of what, and how many times as much."""
    spread: list[tuple[Decimal, Line, int, int]] = []
    for line in table.lines:
        known = [(a, n) for n, a in enumerate(line.amounts) if a is not None]
        if len(known) > 1:
            (low, least), (high, most) = min(known), max(known)
            spread.append((high - low, line, most, least))
    spread.sort(key=lambda s: -s[0])
    return [_difference(table, *one, per) for one in spread[:TOLD] if one[0] > 0]


def _difference(table: Table, gap: Decimal, line: Line, most: int, least: int, per: str) -> tuple[str, str]:
    high, low = line.amounts[most], line.amounts[least]
    assert high is not None
    assert low is not None
    first, last = table.columns[most], table.columns[least]
    times = (high / low).quantize(Decimal("0.01")) if low > 0 else None
    said = _yuan if per else amount
    zh = f"{line.name}：{first.name}最多，{said(high)}；{last.name}最少，{said(low)}；相差{said(gap)}"
    en = f"{named(line.name, 'en')}: {first.name} has most, {said(high, 'en')}; {last.name} least, {said(low, 'en')}"
    en = f"{en}; a difference of {said(gap, 'en')}"
    if times is not None:
        zh, en = f"{zh}（{times}倍）", f"{en} ({times} times)"
    if per:
        zh, en = f"{zh}。按{per}平均", f"{en}. For each of: {named(per, 'en')}"
    return f"{zh}。", f"{en}."


def _yuan(yuan: Decimal, lang: str = "zh") -> str:
    return f"{yuan:,.2f}{'元' if lang == 'zh' else ' yuan'}"


def _csv(table: Table, per: str) -> Response:
    """Amounts in 元, exact."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["科目代码", "名称", *(f"{c.name}（元{f'，按{per}平均' if per else ''}）" for c in table.columns)])
    for line in table.lines:
        cells: Sequence[str] = line.texts or ["" if a is None else plain(a) for a in line.amounts]
        writer.writerow([harmless(line.code), harmless(line.name), *map(harmless, cells)])
    headers = {"Content-Disposition": 'attachment; filename="compare.csv"'}
    return Response(BOM + out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)
