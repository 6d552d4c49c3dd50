"""Performance targets across bodies: the same indicator everywhere, those that cannot be measured, cost for each unit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from gouji.corpus import browse
from gouji.corpus.explore import indicators, unit_costs
from gouji.web.paging import Pager
from gouji.web.site import page, site

router = APIRouter(include_in_schema=False)
SIZE = 60
COSTED = ("产出指标", "数量指标")  # levels whose target counts what is delivered


@router.get("/targets")
def targets(
    request: Request,
    name: Annotated[str, Query(max_length=200)] = "",
    q: Annotated[str, Query(max_length=100)] = "",
    measurable: Annotated[str, Query(pattern="^[01]?$")] = "",
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """The list of indicators, or one of them everywhere."""
    held = site(request)
    if name:
        rows = held.memo(("target", name, number), lambda: browse.targets(held.corpus, {"name": name}, number, SIZE + 1))
        costs = [c for unit in sorted({r["unit"] for r in rows if r["unit"]}) for c in _costs(held, name, unit)]
        context: dict[str, Any] = {"rows": rows[:SIZE], "costs": costs, "spread": spread(costs)}
        return page(request, "target.html.j2", {"name": name, "pager": Pager(request, number, len(rows) > SIZE), **context})
    key = ("targets", q, measurable, number)
    found = held.memo(key, lambda: indicators(held.corpus, q, int(measurable) if measurable else None, number, SIZE + 1))
    context = {"rows": found[:SIZE], "chosen": {"q": q, "measurable": measurable}}
    return page(request, "targets.html.j2", {"pager": Pager(request, number, len(found) > SIZE), **context})


def _costs(held: Any, name: str, unit: str) -> list[dict[str, Any]]:
    """Only of what is delivered: the cost of a rate or of satisfaction means nothing."""
    rows = held.memo(("unit costs", name, unit), lambda: unit_costs(held.corpus, name, unit))
    return [
        {**r, "unit": unit}
        for r in rows
        if any(word in (r["level1"], r["level2"]) for word in COSTED) and not unit.endswith("%")
    ]


def spread(costs: Sequence[dict[str, Any]]) -> tuple[Decimal, Decimal] | None:
    """The least and the greatest cost for one, where two or more are known in the same unit."""
    each = [c["each"] for c in costs]
    return (min(each), max(each)) if len(each) > 1 and len({c["unit"] for c in costs}) == 1 else None
