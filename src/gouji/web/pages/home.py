"""The first page: search, what the corpus holds, what came last."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from gouji.web.site import page

router = APIRouter()


@router.get("/", include_in_schema=False)
def home(request: Request) -> Response:
    """The first page."""
    return page(request, "home.html.j2", {})
