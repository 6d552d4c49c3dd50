"""DOCX → Document."""

from gouji.sources.docx.reader import read

__all__ = ["read"]
