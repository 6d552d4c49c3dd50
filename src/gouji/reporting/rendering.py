"""The reports that are made where the document was read, as files: what is after the stem, and the bytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gouji.reporting.excerpts import Excerpt, excerpt
from gouji.reporting.material import Material

SUFFIXES = {"html": ".html", "xlsx": ".xlsx", "sarif": ".sarif"}
ANNOTATE = "annotate"  # asked for by an option of its own; its suffix is the source's

Files = tuple[tuple[str, bytes], ...]


def rendered(material: Material, formats: frozenset[str], path: Path) -> Files:
    """The files of those of `formats` that are made here, each with its suffix. `path` is the document, for a marked copy."""
    makers: dict[str, Callable[[Material], bytes]] = {"html": _html, "xlsx": _xlsx, "sarif": _sarif}
    made = [(SUFFIXES[name], make(material)) for name, make in makers.items() if name in formats]
    if ANNOTATE in formats:
        from gouji.reporting.annotate import annotated

        made += annotated(material, path)
    return tuple(made)


def excerpts(material: Material, formats: frozenset[str]) -> tuple[Excerpt | None, ...]:
    """For a report at a terminal: what the source prints where each finding is."""
    return tuple(excerpt(material, finding) for finding in material.report.findings) if "text" in formats else ()


def _html(material: Material) -> bytes:
    from gouji.reporting.html import html

    return html(material).encode("utf-8", "replace")


def _xlsx(material: Material) -> bytes:
    from gouji.reporting.workbook import workbook

    return workbook(material)


def _sarif(material: Material) -> bytes:
    from gouji.reporting.files import as_text
    from gouji.reporting.sarif import sarif

    return as_text(sarif(material)).encode("utf-8", "replace")
