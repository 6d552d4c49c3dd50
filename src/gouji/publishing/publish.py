"""The documents of a disclosure, in all formats asked for. What contradicts itself is not published."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from gouji.model.disclosure import Disclosure
from gouji.publishing.pages import Publication, publication
from gouji.standards.template import Template

FORMATS = ("docx", "pdf", "xlsx", "html", "datapackage")
ENDINGS = {"datapackage": "datapackage.zip"}


class PublishError(Exception):
    """What stops the publication: one clear line in Chinese, `english` the same in English."""

    def __init__(self, message: str, english: str) -> None:
        super().__init__(message)
        self.english = english


def publish(
    disclosure: Disclosure, template: Template, folder: Path, formats: Sequence[str] = FORMATS, draft: bool = False
) -> tuple[Path, ...]:
    """Writes the documents into `folder` and returns their paths. `draft` marks each 草稿.

    The caller has checked the disclosure: this room prints what it is given. Raises PublishError for an unknown format,
    a missing font or a disclosure that lacks its year.
    """
    unknown = [f for f in formats if f not in FORMATS]
    if unknown:
        raise PublishError(f"没有“{unknown[0]}”这种格式，可用：{'、'.join(FORMATS)}", f"unknown format “{unknown[0]}”")
    try:
        printed = publication(disclosure, template)
    except ValueError as error:
        raise PublishError("缺少年度，不能出版", str(error)) from None
    folder.mkdir(parents=True, exist_ok=True)
    name = "".join(c for c in printed.title if c not in '\\/:*?"<>|')
    written = []
    for each in formats:
        path = folder / f"{name}.{ENDINGS.get(each, each)}"
        path.write_bytes(_writer(each, printed, disclosure, template, draft)())
        written.append(path)
    return tuple(written)


def _writer(kind: str, printed: Publication, disclosure: Disclosure, template: Template, draft: bool) -> Callable[[], bytes]:
    """The writer of one format; each brings its own library, imported only when wanted."""
    if kind == "docx":
        from gouji.publishing.docx import docx

        return lambda: docx(printed, draft)
    if kind == "pdf":
        return lambda: _pdf(printed, draft)
    if kind == "xlsx":
        from gouji.publishing.xlsx import xlsx

        return lambda: xlsx(printed, disclosure, template, draft)
    if kind == "html":
        from gouji.publishing.html import html

        return lambda: html(printed, disclosure, template, draft)
    from gouji.publishing.datapackage import datapackage

    return lambda: datapackage(disclosure, printed.title)


def _pdf(printed: Publication, draft: bool) -> bytes:
    from gouji.publishing.pdf import FontMissing, pdf

    try:
        return pdf(printed, draft)
    except FontMissing as error:
        raise PublishError(str(error), "no Chinese font to embed; install Debian's fonts-noto-cjk") from None
