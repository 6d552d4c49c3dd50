"""A file → a Document: blocks of text and grids, each with its place. One file a format; none knows of budgets."""

from gouji.sources.document import Block, Document, Grid, GridCell, Paragraph, SourceError
from gouji.sources.limits import LIMITS, Limits
from gouji.sources.opening import open_document

__all__ = ["LIMITS", "Block", "Document", "Grid", "GridCell", "Limits", "Paragraph", "SourceError", "open_document"]
