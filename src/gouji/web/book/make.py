"""Makes a book: what the page of one document shows, as members of a ZIP archive. Runs in a worker.

index.json: parts, findings, what was read and tested. evidence.json: figures and relations. lines.json: a text's own lines.
sizes.json: a PDF's pages. parts/<id>.<lang>.html: a part's recognised content.
"""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gouji.checking import check
from gouji.checking.figures import at
from gouji.checking.settings import in_force
from gouji.corpus.rows import finding_key, unpacked
from gouji.model.disclosure import Disclosure
from gouji.model.finding import Finding, Outcome
from gouji.model.place import Place
from gouji.reconcile.bound import Key
from gouji.reporting.html.marks import WORST
from gouji.reporting.html.page import Page
from gouji.reporting.html.relations import relations_json
from gouji.reporting.material import Material
from gouji.sources import Document, SourceError, open_document
from gouji.sources.encoding import decode
from gouji.standards.loader import load
from gouji.web.book import LANGS
from gouji.web.book.keys import FigureIds
from gouji.web.book.parts import Chunk, chunks
from gouji.web.book.picture import NoPage, sizes

PDF = "application/pdf"
TEXTS = ("text/plain", "text/markdown", "text/csv", "text/tab-separated-values")
FINDINGS = 2000  # told in a book
LINES = 50_000
_TEMPLATES = Path(__file__).parents[1] / "templates"


def material(reading: bytes, original: Path | None) -> Material:
    """A stored document with its relations evaluated anew; its own blocks where the original is kept and can be read."""
    disclosure = unpacked(reading)
    template = load(disclosure.template, disclosure.profile) if disclosure.template else None
    document = Document(disclosure.source, ())
    if original is not None:
        with contextlib.suppress(SourceError, OSError):
            document = open_document(original, in_force().limits)
    return Material.of(document, disclosure, check(disclosure, template, "zh", in_force()), template)


def book(reading: bytes, original: Path | None) -> bytes:
    """The archive."""
    m = material(reading, original)
    ids = FigureIds(m.disclosure)
    page = Page(m, ids)
    shown, left = chunks(page)
    names = _figures(m, page, ids, shown)
    members: dict[str, str] = {
        "index.json": _json(_index(m, page, shown, left, names)),
        "evidence.json": _json(_evidence(m, ids, names)),
        **_original(m.disclosure, original),
    }
    for chunk in shown:
        for lang in LANGS:
            members[f"parts/{chunk.id}.{lang}.html"] = _rendered(page, chunk, lang)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _figures(m: Material, page: Page, ids: FigureIds, shown: list[Chunk]) -> dict[Key, str]:
    """The part that each figure is shown in."""
    where: dict[Key, str] = {}
    for chunk in shown:
        for part in chunk.parts:
            keys = [p.key for p in part.pieces] + [k for t in part.tables for line in t.lines for k in line.cells] + [part.key]
            for key in keys:
                if key is not None:
                    where.setdefault(key, chunk.id)
    return where


def _evidence(m: Material, ids: FigureIds, names: Mapping[Key, str]) -> dict[str, Any]:
    """`known`: id → part, place, how many vouch for it, findings; `english`: titles of relations in English; and what the
    report's own page has."""
    told = json.loads(relations_json(m, ids))
    known: dict[str, Any] = {}
    marks = Page(m, ids).marks
    for key, figure in m.figures.items():
        mark = marks.figures.get(key)
        form = m.disclosure.forms[key.index] if key.owner == "form" else m.disclosure.form(figure.spot.form)
        amount = figure.amount
        known[ids(key)] = {
            "part": names.get(key),
            "form": (form.number or form.title) if form else "",
            "row": figure.spot.row.replace(".", "·"),
            "column": figure.spot.column if key.owner == "form" else "",
            "value": f"{format(amount.value, ',f')}{amount.unit}" if amount else "",
            "place": figure.spot.place.to_json(),
            "vouched": m.vouchers(key),
            "findings": mark.findings if mark else [],
        }
    english = {r.relation.title: r.relation.english for r in m.report.results if r.relation.english}
    return {"known": known, "english": english, **told}


def _index(m: Material, page: Page, shown: list[Chunk], left: int, names: Mapping[Key, str]) -> dict[str, Any]:
    report = m.report
    vouched, amounts = page.vouched()
    owner: dict[int, str] = {}
    parts = [_part(m, page, chunk, owner) for chunk in shown]
    findings = [_finding(n, mine, other, page, owner, m, names) for n, mine, other in page.findings[:FINDINGS]]
    ended = Counter(r.outcome for r in report.results)
    return {
        "parts": parts,
        "left": left,
        "findings": findings,
        "more": max(0, len(report.findings) - FINDINGS),
        "tally": {o.value: ended[o] for o in Outcome},
        "vouched": [vouched, amounts],
        "untested": [[reason, count] for reason, count in report.untested[:50]],
        "alone": page.alone()[:500],
        "damage": [[at(d.place), at(d.place, "en"), d.says] for d in page.damage()[:200]],
        "read": bool(m.document.blocks),
    }


def _part(m: Material, page: Page, chunk: Chunk, owner: dict[int, str]) -> dict[str, Any]:
    numbers: list[int] = []
    keys: list[Key] = []
    for part in chunk.parts:
        marks = [part.mark, *(p.mark for p in part.pieces), *(mark for _, mark in part.rows)]
        keys += [p.key for p in part.pieces if p.key] + [k for t in part.tables for line in t.lines for k in line.cells if k]
        keys += [part.key] if part.key else []
        numbers += [n for mark in marks if mark for n in mark.findings]
    for key in keys:
        mark = page.mark(key)
        numbers += mark.findings if mark else []
    found = sorted(set(numbers))
    for n in found:
        owner.setdefault(n, chunk.id)
    form = chunk.parts[0].form
    worst = min((m.report.findings[n].severity for n in found), key=lambda s: WORST[s], default=None)
    return {
        "id": chunk.id,
        "kind": chunk.kind,
        "number": (form.number or "") if form else "",
        "title": chunk.title,
        "form": form.kind if form else "",
        "goes_on": chunk.goes_on,
        "status": form.status if form else "",
        "findings": found,
        "worst": worst.value if worst else None,
        "figures": len(keys),
        "vouched": sum(1 for k in keys if m.vouchers(k)),
        **_span(m, chunk, keys),
    }


def _span(m: Material, chunk: Chunk, keys: list[Key]) -> dict[str, Any]:
    """Which pages or lines of the original the part comes from."""
    places: list[Place] = [m.figures[k].spot.place for k in keys if k in m.figures]
    form = chunk.parts[0].form
    if form is not None:
        places.append(form.place)
    pages = [p.page for p in places if p.page is not None]
    lines = [n for p in places for n in (p.line, p.to_line) if n is not None]
    first, last = chunk.parts[0].order, chunk.parts[-1].order
    if m.disclosure.source.media_type == PDF:
        pages += [] if form else [first[1], last[1]]
        return {"page": max(1, min(pages, default=1)), "to_page": max(1, max(pages, default=1))}
    lines += [] if form else [int(o[2]) for o in (first, last) if o[2] < 10**8]
    return {"line": max(1, min(lines, default=1)), "to_line": max(1, max(lines, default=1))}


def _finding(
    n: int, mine: Finding, other: Finding | None, page: Page, owner: dict[int, str], m: Material, names: Mapping[Key, str]
) -> dict[str, Any]:
    keys = [k for k in (m.key_of(spot) for spot in mine.places) if k is not None]
    target = next((k for k in keys if k in names), None)
    place = mine.places[0].place if mine.places else Place()
    told = {
        lang: {"title": f.title, "lines": f.message.split("\n"), "basis": f.basis}
        for lang, f in (("zh", mine), ("en", other or mine))
    }
    return {
        "n": n,
        "key": finding_key(mine),
        "rule": mine.rule,
        "severity": mine.severity.value,
        "accepted": mine.accepted,
        "rewrite": mine.rewrite,
        "figure": page.id(target) if target else None,
        "part": names[target] if target else owner.get(n),
        "where": [at(place), at(place, "en")],
        "place": place.to_json(),
        **told,
    }


def _original(disclosure: Disclosure, original: Path | None) -> dict[str, str]:
    """The lines of a text, the sizes of a PDF's pages; nothing for other formats or where the file is not kept."""
    if original is None:
        return {}
    kind = disclosure.source.media_type
    try:
        if kind == PDF:
            return {"sizes.json": _json(sizes(original.read_bytes()))}
        decoded = decode(original.read_bytes()) if kind in TEXTS else None
    except (OSError, NoPage):
        return {}
    if decoded is None:
        return {}
    lines = decoded.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return {"lines.json": _json(lines[:LINES])}


@cache
def _templates() -> Environment:
    loader = FileSystemLoader(_TEMPLATES)
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.globals["at"] = at
    return made


def _rendered(page: Page, chunk: Chunk, lang: str) -> str:
    def t(zh: str, en: str) -> str:
        return en if lang == "en" else zh

    return _templates().get_template("book_part.html.j2").render(page=page, chunk=chunk, lang=lang, t=t)
