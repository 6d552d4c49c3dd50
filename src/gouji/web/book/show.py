"""What a reader asked of a document, found in its book: the part, the figure, and where that stands in the original."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gouji.web.book.read import Book, Relation

AROUND = 3  # lines of a text shown before and after a part
MOST_LINES = 240
_AT = re.compile(r"l(?P<line>\d{1,7})(?:c(?P<column>\d{1,6}))?|p(?P<page>\d{1,5})(?:x(?P<x>\d{1,5})y(?P<y>\d{1,5}))?")
WORST = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown: a part (None: the document has none), and the figure in it that is lit, if any."""

    part: dict[str, Any] | None
    figure: str | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A figure on a page's picture, in points from its top left. `lit`: on | with |"""

    figure: str
    x: float
    y: float
    width: float
    height: float
    lit: str
    label: str
    here: bool  # whether the part that is shown has it


def wanted(book: Book, part: str = "", figure: str = "", at: str = "", finding: str = "") -> Shown:
    """The figure asked for with its part; else the part; else the figure that the finding with that key blames; else what
    stands at `at` (l540c9, p3x473y317, a line or a page); else the part of the worst finding, the first form, the first
    part."""
    known = book.figures.get(figure) if figure else None
    if known is not None and known["part"] in book.parts:
        return Shown(book.parts[known["part"]], figure)
    if part in book.parts:
        return Shown(book.parts[part])
    asked = next((f for f in book.index["findings"] if f["key"] == finding), None) if finding else None
    if asked is not None and asked["part"] in book.parts:
        return Shown(book.parts[asked["part"]], asked["figure"])
    found = _at(book, at) if at else None
    if found is not None:
        return found
    parts = list(book.parts.values())
    blamed = [f for f in book.index["findings"] if f["severity"] in ("error", "warning") and f["part"] in book.parts]
    if blamed:
        return Shown(book.parts[min(blamed, key=lambda f: WORST[f["severity"]])["part"]])
    return Shown(next((p for p in parts if p["kind"] == "form"), parts[0] if parts else None))


def _at(book: Book, at: str) -> Shown | None:
    match = _AT.fullmatch(at)
    if match is None:
        return None
    told = {k: int(v) for k, v in match.groupdict().items() if v is not None}
    for name, figure in book.figures.items():
        place = figure["place"]
        if figure["part"] in book.parts and _stands(place, told):
            return Shown(book.parts[figure["part"]], name)
    kind, number = ("page", told["page"]) if "page" in told else ("line", told["line"])
    spans = [p for p in book.parts.values() if kind in p and p[kind] <= number <= p[f"to_{kind}"]]
    return Shown(min(spans, key=lambda p: int(p[f"to_{kind}"]) - int(p[kind]))) if spans else None


def _stands(place: Mapping[str, Any], told: Mapping[str, int]) -> bool:
    if "column" in told:
        return place.get("line") == told["line"] and place.get("column") == told["column"]
    if "x" in told and place.get("page") == told["page"] and "box" in place:
        return int(place["box"][0]) == told["x"] and int(place["box"][1]) == told["y"]
    return False


def address(place: Mapping[str, Any]) -> str:
    """A place as `at` takes it; "" where the format has none that fits."""
    if "page" in place:
        return f"p{place['page']}" + (f"x{int(place['box'][0])}y{int(place['box'][1])}" if "box" in place else "")
    if "line" in place:
        return f"l{place['line']}" + (f"c{place['column']}" if "column" in place else "")
    return ""


def pane(book: Book, shown: Shown, relations: list[Relation], page: int = 0, line: int = 0) -> dict[str, Any] | None:
    """The original beside the part: a page with the figures' boxes, or lines; None where the format has neither."""
    place = book.figures[shown.figure]["place"] if shown.figure else {}
    lit = {t.figure for r in relations for t in r.terms} - {shown.figure}
    if book.sizes:
        number = page or place.get("page") or (shown.part or {}).get("page", 1)
        return _page(book, shown, min(max(1, number), len(book.sizes)), lit)
    if book.lines is not None:
        return _lines(book, shown, place, lit, line)
    return None


def _page(book: Book, shown: Shown, number: int, lit: set[str]) -> dict[str, Any]:
    assert book.sizes is not None
    width, height = book.sizes[number - 1]
    boxes = []
    here = shown.part["id"] if shown.part else None
    for name in book.on_page(number):
        figure = book.figures[name]
        x0, y0, x1, y1 = figure["place"]["box"]
        state = "on" if name == shown.figure else "with" if name in lit else ""
        label = " · ".join(v for v in (figure["row"], figure["column"], figure["value"]) if v)
        box = Box(name, round(x0 - 1.5, 1), round(y0 - 1.5, 1), round(x1 - x0 + 3, 1), round(y1 - y0 + 3, 1), state, label,
                  figure["part"] == here)  # fmt: skip
        boxes.append(box)
    return {"kind": "page", "number": number, "count": len(book.sizes), "width": width, "height": height, "boxes": boxes}


def _lines(book: Book, shown: Shown, place: Mapping[str, Any], lit: set[str], line: int) -> dict[str, Any]:
    assert book.lines is not None
    part = shown.part or {}
    first = max(1, part.get("line", 1) - AROUND)
    last = min(len(book.lines), part.get("to_line", 1) + AROUND)
    target = line or place.get("line") or 0
    if target and not first <= target <= last:
        first, last = max(1, target - MOST_LINES // 2), min(len(book.lines), target + MOST_LINES // 2)
    if last - first >= MOST_LINES:
        first = max(first, min(target - MOST_LINES // 2, last - MOST_LINES)) if target else first
        last = first + MOST_LINES - 1
    marks: dict[int, list[tuple[int, int, str]]] = {}
    for name in [*lit, *([shown.figure] if shown.figure else [])]:
        told = book.figures.get(name, {}).get("place", {})
        if first <= told.get("line", 0) <= last and "column" in told and not told.get("file"):
            start = told["column"] - 1
            state = "on" if name == shown.figure else "with"
            marks.setdefault(told["line"], []).append((start, told.get("to_column", start + 1), state))
    rows = [(n, _cut(book.lines[n - 1], marks.get(n, ())), n == place.get("line")) for n in range(first, last + 1)]
    return {"kind": "lines", "rows": rows, "first": first, "last": last, "count": len(book.lines)}


def _cut(text: str, marks: Any) -> list[tuple[str, str]]:
    """The line in pieces: text and how it is lit."""
    out: list[tuple[str, str]] = []
    done = 0
    for start, end, state in sorted(marks):
        if start < done or end > len(text):
            continue
        out += [(text[done:start], "")] if start > done else []
        out.append((text[start:end], state))
        done = end
    return [*out, (text[done:], "")] if done < len(text) else out
