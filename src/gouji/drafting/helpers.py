"""The sheet 测算: helpers that compute an amount once they are chosen. It is never read: the unit takes over what it wants."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gouji.drafting import sheets
from gouji.drafting.quotas import Quota, in_year

if TYPE_CHECKING:
    from openpyxl import Workbook

_TITLES = (
    "选用（是/否）",
    "名称",
    "比例或标准",
    "基数（元、人）",
    "负担比例（%）",
    "金额（元）",
    "科目",
    "把握",
    "来源",
    "说明",
)
_CERTAIN = {"high": "高", "medium": "中", "low": "低"}


def helpers(out: Workbook, year: int) -> None:
    """Adds the sheet, with every helper of the year switched off."""
    from openpyxl.styles import Font, PatternFill, Protection
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet = out.create_sheet(sheets.HELPERS)
    sheet["A1"], sheet["A1"].font = sheets.HELPERS, Font(bold=True, size=14)
    sheet["A2"] = "把“选用”改为“是”才计算；结果供参考，要用的自己写进“预算明细”。来源和把握照列，当地规定优先。"
    for at, title in enumerate(_TITLES, 1):
        cell = sheet.cell(sheets.HEADER_ROW, at, title)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE7F0")
        sheet.column_dimensions[cell.column_letter].width = (10, 34, 14, 16, 14, 18, 10, 8, 34, 60)[at - 1]
    chosen = DataValidation("list", formula1="=是否")
    sheet.add_data_validation(chosen)
    for at, quota in enumerate(in_year(year), sheets.FIRST_ROW):
        rate = quota.unit == "%"
        values = (
            sheets.NO,
            quota.name,
            f"{quota.value}{quota.unit}",
            _base(quota) if rate else None,
            None,
            f'=IF(A{at}="是",{_amount(quota, at)},"")',
            quota.economic or None,
            _CERTAIN[quota.certainty],
            _source(quota.source),
            quota.note or None,
        )
        for k, value in enumerate(values, 1):
            cell = sheet.cell(at, k, value)
            if k in (1, 4, 5):
                cell.protection, cell.fill = Protection(locked=False), PatternFill("solid", fgColor="FFFBE6")
            if k in (4, 6) and rate:
                cell.number_format = "#,##0.00"
        chosen.add(f"A{at}")
    sheet.protection.sheet = True


def _source(told: str) -> str:
    """Where a rate comes from, in the clerk's words: memory(文号) was not held against the original, found(…) was."""
    told = re.sub(r"memory\(([^)]*)\)", r"\1（未与原文核对）", told)
    return re.sub(r"found\(([^)]*)\)", r"\1", told).replace("disclosures", "各单位公开的预算")


def _base(quota: Quota) -> str:
    """What the budget lines pay in the classes of the base."""
    return "=" + "+".join(f'SUMIF({sheets.LINES}!$D:$D,"{code}*",{sheets.LINES}!$J:$J)' for code in quota.base)


def _amount(quota: Quota, at: int) -> str:
    if quota.unit == "%":
        return f"ROUND(D{at}*{quota.value}/100,2)"
    return f'IF(E{at}="","请写负担比例",ROUND(D{at}*{quota.value}*E{at}/100,2))'
