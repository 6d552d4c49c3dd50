"""PDF → Document: characters and ruling lines straight from pdfium, grids from the lines in small pure steps."""

from gouji.sources.pdf.reader import read

__all__ = ["read"]
