"""The words of a budget, explained."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from gouji.web.glossary import glossary
from gouji.web.site import page

router = APIRouter(include_in_schema=False)


@router.get("/words")
def words(request: Request) -> Response:
    """All of them on one page; each has its own anchor."""
    return page(request, "words.html.j2", {"words": list(glossary().values())})
