"""Folding of wording, as this room uses it: one implementation for headers of templates and words of documents."""

from __future__ import annotations

from gouji.standards.fold import fold

__all__ = ["fold"]
