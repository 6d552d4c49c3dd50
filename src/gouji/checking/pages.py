"""The pages of the document themselves."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.checking.registry import Found, Subject, check
from gouji.model.finding import Severity, Spot
from gouji.model.place import Place
from gouji.standards.law import rests


@check(
    id="PAGE-EMPTY",
    severity=Severity.WARNING,
    title=("空白页", "An empty page"),
    basis=rests("form-143"),
    example="目录之后的第3页没有任何内容",
)
def empty(subject: Subject) -> Iterator[Found]:
    """Pages without anything on them, which reviewers list. A document that is nothing else says nothing by them."""
    source = subject.disclosure.source
    pages = source.empty_pages
    if not pages or len(pages) == source.pages:
        return
    named = "、".join(map(str, pages))
    yield Found(
        message=subject.say(
            f"第{named}页是空白页，应当删去。",
            f"Nothing stands on page(s) {', '.join(map(str, pages))}; they should be removed.",
        ),
        places=tuple(Spot(place=Place(page=page)) for page in pages),
    )
