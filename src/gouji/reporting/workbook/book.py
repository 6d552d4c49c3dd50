"""The workbook: the check sheet, the list of all findings, and what was not tested."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal, InvalidOperation

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gouji.checking.figures import Speaker
from gouji.model.finding import Finding, Outcome, Severity
from gouji.reporting.groups import placed
from gouji.reporting.material import Material
from gouji.reporting.words import Words
from gouji.reporting.workbook.review import Item, Meets, Review, counts, review
from gouji.reporting.workbook.sheet import SIZE, Value, printed, put, table

TITLE = "预算公开情况检查表"
UNTESTED_MOST = 5000
MOMENT = (1980, 1, 1, 0, 0, 0)  # the least that a ZIP can say: the same document gives the same bytes
CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)


def workbook(material: Material) -> bytes:
    """The workbook's bytes; they say nothing of who made it or when."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    filled = review(material)
    _check_sheet(first, material, filled)
    _findings(book.create_sheet("问题清单"), material, filled)
    _untested(book.create_sheet("未检验的勾稽关系"), material)
    for sheet in book.worksheets:
        sheet.sheet_view.showGridLines = False
    return _nameless(book)


def _check_sheet(sheet: Worksheet, material: Material, filled: Review) -> None:
    disclosure, report = material.disclosure, material.report
    words = Words("zh")
    sheet.title = "检查表"
    about = words.year(disclosure.fiscal_year) + words.kind(disclosure.kind)
    verdict = words.says(report.count(Severity.ERROR), report.count(Severity.WARNING), report.tally)
    top = (
        (TITLE, 18, True, "center", 34),
        (f"单位：{disclosure.issuer.name or '—'}　　{about}", SIZE, False, "left", 18),
        (f"文件：{disclosure.source.name}", SIZE, False, "left", 18),
        (f"结论：{verdict}勾稽关系{words.tallied(report.tally)}。", SIZE, True, "left", 34),
    )
    for row, (text, size, bold, align, height) in enumerate(top, start=1):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=6)
        put(sheet, row, 1, text, bold=bold, size=size, align=align)
        sheet.row_dimensions[row].height = height
    judged = zip(filled.items, filled.meets, filled.reasons, strict=True)
    rows = [_row(material, item, meets, reason, n) for n, (item, meets, reason) in enumerate(judged, 1)]
    table(
        sheet, 6, ("序号", "检查内容", "检查要点", "符合要求", "问题", "整改情况"), (6, 24, 26, 9, 62, 16), rows, centred=(0, 3)
    )
    for offset, meets in enumerate(filled.meets, start=7):
        if meets is Meets.NO:
            put(sheet, offset, 4, meets.value, bold=True, align="center")
    last = 7 + len(rows) + 1
    sheet.merge_cells(start_row=last, start_column=1, end_row=last, end_column=6)
    put(sheet, last, 1, "检查人：　　　　　　　　　　检查日期：　　　　　　　　　　被检查单位确认：")
    sheet.row_dimensions[last].height = 26
    sheet.freeze_panes = "A7"
    printed(sheet, landscape=True)


def _row(material: Material, item: Item, meets: Meets, reason: str, number: int) -> tuple[Value, ...]:
    found = [material.report.findings[n] for n in item.findings]
    told = [problem(f) for f in found if counts(f)]
    lines = [f"{i}. {text}" for i, text in enumerate(told, 1)] if len(told) > 1 else told
    notes = sum(not counts(f) for f in found)
    if reason:
        lines.append(f"（{reason}）")
    if notes:
        lines.append(f"（另有提示或已接受{notes}项，见问题清单）")
    return number, item.title, item.checks, meets.value, "\n".join(lines), ""


def problem(finding: Finding) -> str:
    """What a clerk has to correct, in a sentence or two: the finding's first line, and the wording to put in its place."""
    doubt = "需核对：" if finding.severity is Severity.WARNING else ""
    rewrite = f"可改为：“{finding.rewrite}”" if finding.rewrite else ""
    return f"{doubt}{placed(finding)}{rewrite}"


def _findings(sheet: Worksheet, material: Material, filled: Review) -> None:
    words, speaker = Words("zh"), Speaker({f.kind: f for f in reversed(material.disclosure.forms)})
    rows: list[tuple[Value, ...]] = []
    for number, finding in enumerate(material.report.findings):
        where = speaker.spot(finding.places[0]) if finding.places else ""
        rows.append(
            (
                number + 1, filled.row_of(number).title, finding.rule, words.name(finding.severity), where, finding.message,
                _number(finding.stated), _number(finding.expected), finding.difference, finding.unit or "",
                finding.rewrite or "", finding.basis, f"已接受：{finding.accepted}" if finding.accepted else "待整改",
            )
        )  # fmt: skip
    heads = (
        "序号",
        "检查内容",
        "规则",
        "严重程度",
        "位置",
        "问题",
        "表述",
        "应为",
        "差额",
        "计量单位",
        "可改为",
        "依据",
        "状态",
    )
    table(sheet, 1, heads, (6, 14, 17, 8, 24, 48, 11, 11, 11, 7, 20, 15, 10), rows, centred=(0, 3, 9, 12))
    sheet.freeze_panes = "A2"
    if rows:
        sheet.auto_filter.ref = f"A1:M{len(rows) + 1}"
    printed(sheet, landscape=True)


def _number(value: Decimal | str | None) -> Value:
    """A number where it is one, so that it can be added up; else the words."""
    if isinstance(value, str):
        try:
            number = Decimal(value)
        except InvalidOperation:
            return value
        return number if number.is_finite() else value
    return value


def _untested(sheet: Worksheet, material: Material) -> None:
    results = [r for r in material.report.results if r.outcome is Outcome.UNTESTABLE]
    rows: list[tuple[Value, ...]] = [
        (i, r.relation.id, r.relation.title, r.relation.scope, r.reason or "") for i, r in enumerate(results[:UNTESTED_MOST], 1)
    ]
    if not rows:
        rows = [("", "", "没有：所有绑定的勾稽关系都已检验", "", "")]
    table(sheet, 1, ("序号", "规则", "勾稽关系", "涉及", "没有检验的原因"), (6, 24, 44, 36, 36), rows, centred=(0,))
    sheet.freeze_panes = "A2"
    printed(sheet, landscape=True)


def _nameless(book: Workbook) -> bytes:
    """The saved workbook without author, program, or times."""
    saved, out = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = {"docProps/core.xml": CORE.encode(), "docProps/app.xml": APP.encode()}.get(name) or old.read(name)
            new.writestr(zipfile.ZipInfo(name, MOMENT), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
