"""A web page in one file (MHTML), which office programs also write as “.doc” and “.xls”: its HTML parts."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.message import Message

from gouji.model.disclosure import Source
from gouji.sources import html
from gouji.sources.document import Block, Document, SourceError
from gouji.sources.limits import LIMITS, Limits


def read(data: bytes, source: Source, limits: Limits = LIMITS) -> Document:
    """The document in the HTML parts, in order; whatever else is in the file is not looked at. Lines count in each part.

    Raises SourceError where there is no such part.
    """
    try:
        parts = [p for p in _parts(message_from_bytes(data), limits) if p.get_content_type() == "text/html"]
    except RecursionError:  # the library goes down into parts of parts by calling itself
        raise SourceError(f"{source.name}：单个文件网页嵌套过深", f"{source.name}: parts nested too deeply") from None
    read_parts = [html.read(content, source, limits) for p in parts if isinstance(content := p.get_payload(decode=True), bytes)]
    if not read_parts:
        raise SourceError(f"{source.name}：单个文件网页里没有正文", f"{source.name}: no page in the MHTML file")
    blocks: list[Block] = [block for part in read_parts for block in part.blocks]
    damage = tuple(d for part in read_parts for d in part.damage)
    return Document(replace(source, media_type="multipart/related"), tuple(blocks), damage)


def _parts(message: Message, limits: Limits) -> list[Message]:
    """The parts that are no containers, as many as an archive may have members."""
    found: list[Message] = []
    for part in message.walk():
        if not part.is_multipart():
            found.append(part)
        if len(found) >= limits.members:
            break
    return found
