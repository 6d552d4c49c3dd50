"""DOCX → Document."""

from gouji.sources.docx.reader import places, read

__all__ = ["places", "read"]
