"""What every page needs: the settings, the corpus, and how a page is rendered in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gouji.corpus import Corpus
from gouji.web.book.shelf import Shelf
from gouji.web.desk import Desk
from gouji.web.memo import Memo
from gouji.web.names import named
from gouji.web.people import People
from gouji.web.people.sessions import Lasting
from gouji.web.people.states import Board
from gouji.web.settings import Settings

FOLDER = Path(__file__).parent
LANGS = ("zh", "en")
_FIGURE = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,20})?")
YEAR = 365 * 24 * 3600  # seconds that a reader's language is remembered


@dataclass
class Site:
    """Lives as `request.app.state.site`."""

    settings: Settings
    corpus: Corpus
    people: People
    settled: int = 0  # the document up to which versions.settle has noted what follows

    memo: Memo = field(init=False)  # answers remembered until the corpus changes: `site(request).memo(key, make)`
    shelf: Shelf = field(init=False)  # the pages of documents, made by workers
    desk: Desk = field(init=False)  # the files that are brought

    def __post_init__(self) -> None:
        self.memo = Memo(self.corpus)
        self.shelf = Shelf(self.corpus)
        self.desk = Desk(self.corpus, lambda document: self.shelf.book(document, 60.0), self.settings.upload_bytes)

    @cached_property
    def board(self) -> Board:
        """What reviewers decided, to be joined with the corpus."""
        return Board(self.people)

    def close(self) -> None:
        """Ends what runs for the pages."""
        self.desk.close()
        self.shelf.close()

    @property
    def lasting(self) -> Lasting:
        """How long a login lasts."""
        return Lasting(timedelta(minutes=self.settings.idle_minutes), timedelta(hours=self.settings.session_hours))

    @cached_property
    def templates(self) -> Environment:
        """Undefined names raise: a page with a hole is a defect."""
        made = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        made.filters["money"] = money
        made.filters["wan"] = wan
        made.filters["moment"] = moment
        made.filters["grouped"] = grouped
        return made


def site(request: Request) -> Site:
    """The site that answers this request."""
    found: Site = request.app.state.site
    return found


def language(request: Request) -> str:
    """zh or en: what the address says, else the reader's last choice, else the site's."""
    for chosen in (request.query_params.get("lang"), request.cookies.get("lang"), site(request).settings.lang):
        if chosen in LANGS:
            return chosen
    return LANGS[0]


def page(
    request: Request, name: str, context: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """A template as an answer. It knows `t(zh, en)`, `n(name)` (a printed name in English where that is known), `said(row,
    column)` (a column that has a twin in English), `lang`, `request`, `reader` (who is logged in, or None) and `csrf`."""
    lang = language(request)

    def t(zh: str, en: str) -> str:
        return en if lang == "en" else zh

    def said(row: Mapping[str, Any], column: str) -> str:
        return str((row.get(f"{column}_en") if lang == "en" else None) or row[column])

    shared: dict[str, Any] = {
        "request": request,
        "lang": lang,
        "t": t,
        "n": lambda name: named(name, lang),
        "said": said,
        "reader": getattr(request.state, "reader", None),
        "csrf": getattr(request.state, "csrf", ""),
        "fragment": "HX-Request" in request.headers and "HX-Boosted" not in request.headers,
    }
    text = site(request).templates.get_template(name).render({**shared, **context})
    made = HTMLResponse(text, status, headers)
    if request.query_params.get("lang") in LANGS:
        made.set_cookie("lang", lang, max_age=YEAR, samesite="lax", secure=site(request).settings.secure_cookies, httponly=True)
    return made


def money(yuan: Decimal | int | None) -> str:
    """An amount in 元 as people read it: with separators, two decimals where it has any."""
    if yuan is None:
        return ""
    exact = Decimal(yuan)
    return f"{exact:,.0f}" if exact == exact.to_integral_value() else f"{exact:,.2f}"


def wan(yuan: Decimal | int | None) -> str:
    """An amount in 元 as 万元 with two decimals."""
    return "" if yuan is None else f"{Decimal(yuan) / 10_000:,.2f}"


def grouped(figure: str) -> str:
    """A figure as text with thousands separators, its decimals as they are; what is no figure stays as it is."""
    return f"{Decimal(figure):,f}" if _FIGURE.fullmatch(figure) else figure


def moment(at: datetime | str) -> str:
    """A time (UTC without a zone, or as the log writes it) by this machine's clock, to the minute."""
    known = datetime.fromisoformat(at) if isinstance(at, str) else at
    return (known if known.tzinfo else known.replace(tzinfo=UTC)).astimezone().strftime("%Y-%m-%d %H:%M")
