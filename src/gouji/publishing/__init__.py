"""A Disclosure → the documents that a body publishes: DOCX, PDF, XLSX, HTML, data package."""

from gouji.publishing.publish import FORMATS, PublishError, publish

__all__ = ["FORMATS", "PublishError", "publish"]
