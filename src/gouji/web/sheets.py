"""Check sheets of many documents as one ZIP, made while it is sent: a workbook at a time, in a process that can be ended."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from gouji import workers
from gouji.corpus.store import Corpus
from gouji.reporting.workbook.sheet import Value, printed, table

MOMENT = (1980, 1, 1, 0, 0, 0)
_UNFIT = re.compile(r"[\\/:*?\"<>|\x00-\x1f\x7f]")
Said = Mapping[str, str]  # key → why it is accepted


def archive(corpus: Corpus, rows: Sequence[Mapping[str, Any]], said: Callable[[str], Said]) -> Iterator[bytes]:
    """The ZIP of the check sheets of these documents (rows of corpus.review.sheets), in pieces; a summary comes last.

    `said` tells what was accepted of a document. A document whose sheet cannot be made is in the summary, with the reason.
    """
    out = _Pieces()
    worker = workers.Worker(module="gouji.web.sheets")
    failed: dict[str, str] = {}
    names = _names(rows)
    try:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:  # a workbook is packed already
            for row in rows:
                sheet = _sheet(worker, corpus, row, said(row["document"]))
                if isinstance(sheet, bytes):
                    packed.writestr(zipfile.ZipInfo(f"{names[row['document']]}.xlsx", MOMENT), sheet)
                    yield out.taken()
                else:
                    failed[row["document"]] = sheet
            packed.writestr(zipfile.ZipInfo("汇总.xlsx", MOMENT), _summary(rows, names, failed))
        yield out.taken()
    finally:
        worker.close()


class _Pieces(io.RawIOBase):
    """A file that can only be written, and whose contents are taken away as they come."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What was written since."""
        held, self._held = b"".join(self._held), []
        return held


def _names(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Document → the name of its sheet, fit for every system and each once."""
    found: dict[str, str] = {}
    used: set[str] = set()
    for row in rows:
        year = f"{row['year']}年" if row["year"] else ""
        base = _UNFIT.sub("_", f"{row['issuer'] or row['name']}{year}").strip(" .")[:60] or "单位"
        name, n = base, 1
        while name.casefold() in used or name == "汇总":
            n += 1
            name = f"{base}（{n}）"
        used.add(name.casefold())
        found[row["document"]] = f"{name}检查表"
    return found


def _sheet(worker: workers.Worker, corpus: Corpus, row: Mapping[str, Any], said: Said) -> bytes | str:
    """The workbook, or why there is none."""
    document = row["document"]
    readings = corpus.rows("SELECT reading FROM readings r JOIN documents d USING (doc) WHERE d.document = ?", [document])
    original = corpus.originals.path(document, row["original"]) if row["original"] is not None else None
    try:
        made = worker.ask((bytes(readings[0]["reading"]), original, dict(said)))
    except workers.Ended as ended:
        return "超时" if ended.late else "内存不够或程序中断"
    return made if isinstance(made, bytes) else str(made)


def _summary(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str], failed: Mapping[str, str]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "汇总"
    heads = ("序号", "单位", "年度", "待处理", "已退回", "已改正", "已说明", "检查表", "没有生成的原因", "文件")
    told: list[tuple[Value, ...]] = []
    for n, row in enumerate(rows, 1):
        why = failed.get(row["document"], "")
        counts = tuple(Decimal(row[s]) for s in ("open", "sent_back", "corrected", "accepted"))
        file = "" if why else f"{names[row['document']]}.xlsx"
        told.append((n, row["issuer"] or "—", str(row["year"] or ""), *counts, file, why, row["name"]))
    table(sheet, 1, heads, (6, 30, 8, 8, 8, 8, 8, 36, 24, 36), told, centred=(0, 2))
    sheet.freeze_panes = "A2"
    printed(sheet, landscape=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def prepare() -> None:
    """Imports what every request needs."""
    from gouji.checking.registry import checks
    from gouji.web.book import make  # noqa: F401

    checks()


def answer(message: tuple[bytes, Path | None, dict[str, str]], told: Callable[[str], None]) -> object:
    """In the worker: the workbook of one document, its findings marked where they were accepted; a string says what failed."""
    from gouji.corpus.rows import finding_key
    from gouji.reporting.workbook import workbook
    from gouji.web.book.make import material

    reading, original, said = message
    try:
        found = material(reading, original)
        findings = tuple(replace(f, accepted=said.get(finding_key(f), f.accepted)) for f in found.report.findings)
        return workbook(replace(found, report=replace(found.report, findings=findings)))
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:200]


def main() -> None:
    """Answers until its standard input ends."""
    from gouji.web import sheets

    workers.serve(sheets.prepare, sheets.answer)


if __name__ == "__main__":
    main()
