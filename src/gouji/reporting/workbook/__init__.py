"""The reviewer's check sheet (预算公开情况检查表) as an Excel workbook."""

from gouji.reporting.workbook.book import workbook

__all__ = ["workbook"]
