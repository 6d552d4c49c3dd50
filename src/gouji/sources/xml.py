"""Untrusted XML: no entities, no network, bounded depth and size."""

from __future__ import annotations

from lxml import etree

from gouji.sources.document import SourceError


def parse(data: bytes, name: str) -> etree._Element:
    """The root of an XML document. Raises SourceError where it is malformed or declares a document type of its own."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, dtd_validation=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"{name}：XML已损坏（{error}）", f"{name}: malformed XML ({error})") from None
    if b"<!DOCTYPE" in data[:4096]:
        raise SourceError(f"{name}：XML里有文档类型声明，不读", f"{name}: the XML declares a document type; not read")
    return root
