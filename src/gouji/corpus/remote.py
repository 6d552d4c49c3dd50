"""Sums of a corpus that a server holds, asked of its pages (`gouji corpus query --url`)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from gouji.corpus.error import CorpusError

SECONDS = 60.0
MOST = 64 << 20  # bytes of one answer
SIZE = 1000


def aggregate_csv(url: str, by: Sequence[str], cut: Mapping[str, str], per: str | None) -> str:
    """The sums as CSV, as `gouji corpus query` gives them. Raises CorpusError where the server has no answer."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise CorpusError(f"{url}：不是网页地址", f"{url}: no address of a site")
    out = io.StringIO()
    writer: Any = None
    page, more = 1, True
    while more:
        asked = [("by", b) for b in by] + list(cut.items()) + ([("per", per)] if per else [])
        told = _asked(f"{url.rstrip('/')}/api/v1/aggregate?{urlencode([*asked, ('page', page), ('size', SIZE)])}")
        for row in told["rows"]:
            if writer is None:
                writer = csv.DictWriter(out, list(row), lineterminator="\n")
                writer.writeheader()
            writer.writerow(row)
        page, more = page + 1, bool(told["more"])
    return out.getvalue()


def _asked(address: str) -> dict[str, Any]:
    try:
        with urlopen(Request(address, headers={"Accept": "application/json"}), timeout=SECONDS) as answer:
            told = json.loads(answer.read(MOST))
    except HTTPError as error:
        zh, en = _said(error)
        raise CorpusError(zh, en) from None
    except (URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise CorpusError(f"{address}：没有回答（{reason}）", f"{address}: no answer ({reason})") from None
    if not isinstance(told, dict) or not isinstance(told.get("rows"), list):
        raise CorpusError(f"{address}：不是勾稽的网站", f"{address}: no site of gouji's")
    return told


def _said(error: HTTPError) -> tuple[str, str]:
    """What the server says is wrong."""
    try:
        told = json.loads(error.read(1 << 16))
        return str(told["zh"]), str(told["en"])
    except (OSError, ValueError, KeyError, TypeError):
        return f"网站回答{error.code}", f"the site answers {error.code}"
