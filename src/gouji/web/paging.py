"""Pages of a long list: the addresses of the one before and the one after, with everything else of the address kept."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request


@dataclass(frozen=True, slots=True)
class Pager:
    """`number` counts from 1; `more`: whether there is a next page."""

    request: Request
    number: int
    more: bool

    @property
    def before(self) -> str | None:
        """The address of the page before."""
        return self.at(self.number - 1) if self.number > 1 else None

    @property
    def after(self) -> str | None:
        """The address of the next page."""
        return self.at(self.number + 1) if self.more else None

    def at(self, number: int) -> str:
        """The address of a page, relative to the site."""
        return address(self.request, page=number)


def address(request: Request, **changed: object) -> str:
    """This page's own address with other parameters, relative to the site."""
    url = request.url.include_query_params(**changed)
    return f"{url.path}?{url.query}"
