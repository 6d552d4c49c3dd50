"""ZIP containers told apart by their members: Word, Excel, OpenDocument, or a bundle of files that are one disclosure."""

from __future__ import annotations

from dataclasses import replace

from gouji.model.disclosure import Damage, Source
from gouji.model.place import Place
from gouji.sources.archive import Container
from gouji.sources.document import Block, Document, Paragraph, SourceError
from gouji.sources.limits import LIMITS, Limits

_OFFICE = {
    "word/document.xml": ("gouji.sources.docx:read", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/workbook.xml": (
        "gouji.sources.workbook:read_xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
MAX_NESTING = 2


def read(data: bytes, source: Source, limits: Limits = LIMITS, nesting: int = 0) -> Document:
    """The document in a ZIP container. Members that cannot be read cost only themselves and are noted as damage."""
    from gouji.sources.opening import reader_of

    container = Container(data, source.name, limits)
    for member, (where, media_type) in _OFFICE.items():
        if member in container:
            return reader_of(where)(data, replace(source, media_type=media_type), limits)
    if "mimetype" in container and container.read("mimetype").startswith(_ODS.encode()):
        return reader_of("gouji.sources.workbook:read_calamine")(data, replace(source, media_type=_ODS), limits)
    if "OFD.xml" in container:
        raise SourceError(f"{source.name}：暂不支持OFD，请先转成PDF", f"{source.name}: OFD is not supported; convert it to PDF")
    return _bundle(container, source, limits, nesting)


def _bundle(container: Container, source: Source, limits: Limits, nesting: int) -> Document:
    from gouji.sources.opening import read_bytes

    if nesting >= MAX_NESTING:
        raise SourceError(f"{source.name}：压缩包嵌套过深", f"{source.name}: archives nested too deeply")
    blocks: list[Block] = []
    damage: list[Damage] = []
    names = sorted(n for n in container.names() if not _ignored(n))
    read_any = False
    for name in names:
        place = Place(file=name)
        try:
            inner = read_bytes(container.read(name), replace(source, name=name), limits, nesting + 1)
        except SourceError as error:
            damage.append(Damage(place, str(error)))
            continue
        read_any = True
        blocks += [_within(block, name) for block in inner.blocks]
        damage += [Damage(replace(d.place, file=d.place.file or name), d.says) for d in inner.damage]
    if not read_any:
        raise SourceError(f"{source.name}：压缩包里没有读得了的文件", f"{source.name}: no readable file in the archive")
    return Document(source, tuple(blocks), tuple(damage))


def _ignored(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or parts[-1].startswith((".", "~$")) or parts[-1] in ("Thumbs.db", "desktop.ini")


def _within(block: Block, name: str) -> Block:
    """The block with its places naming the member that it stands in."""

    def inside(place: Place) -> Place:
        return replace(place, file=place.file or name)

    if isinstance(block, Paragraph):
        return replace(block, place=inside(block.place))
    rows = tuple(tuple(replace(c, place=inside(c.place)) for c in row) for row in block.rows)
    return replace(block, place=inside(block.place), rows=rows)
