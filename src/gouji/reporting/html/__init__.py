"""The report as one self-contained HTML page."""

from gouji.reporting.html.page import html

__all__ = ["html"]
