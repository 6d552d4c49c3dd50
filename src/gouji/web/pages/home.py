"""The first page: search, what the corpus holds, what came last, and where a file is brought."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from gouji.corpus import browse
from gouji.web.access import current
from gouji.web.people.users import ROLES
from gouji.web.site import Site, page, site

router = APIRouter(include_in_schema=False)
LATEST = 12
BAR = 100  # the longest bar of the chart


@router.get("/")
def home(request: Request) -> Response:
    """The first page."""
    here = site(request)
    reader = current(request)
    held = here.memo("home", lambda: _held(here))
    may_add = reader is not None and ROLES.index(reader.role) >= ROLES.index("reviewer")
    return page(request, "home.html.j2", {**held, "may_add": may_add, "most": here.settings.upload_bytes // 2**20, "query": ""})


def _held(here: Site) -> dict[str, Any]:
    """What the corpus holds, with the totals of its years and a bar's length for each."""
    years = browse.totals_by_year(here.corpus)
    most = max((y["expenditure"] or 0 for y in years), default=0)
    for year in years:
        year["bar"] = round(BAR * (year["expenditure"] or 0) / most, 1) if most else 0
        basic, spent = year["basic"], year["expenditure"]
        year["basic_bar"] = round(BAR * basic / most, 1) if most and basic is not None and spent else None
    return {
        "holdings": browse.holdings(here.corpus),
        "years": years,
        "latest": browse.latest_documents(here.corpus, LATEST),
    }
