"""ZIP containers told apart by their members: Word, Excel, OpenDocument, or a bundle of files that are one disclosure."""

from __future__ import annotations

import re
from dataclasses import replace
from zipfile import ZipInfo

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
_REPEATED = re.compile(rb"""number-(rows|columns)-(?:repeated|spanned)\s{0,9}=\s{0,9}["']\+?(\d{1,30})""")
_MOST_ROWS, _MOST_COLUMNS = 1 << 20, 1 << 14


def read(data: bytes, source: Source, limits: Limits = LIMITS, nesting: int = 0) -> Document:
    """The document in a ZIP container. Members that cannot be read cost only themselves and are noted as damage."""
    from gouji.sources.opening import reader_of

    container = Container(data, source.name, limits)
    for member, (where, media_type) in _OFFICE.items():
        if member in container:
            return reader_of(where)(data, replace(source, media_type=media_type), limits)
    if "mimetype" in container and container.read("mimetype").startswith(_ODS.encode()):
        _check_repeats(container)
        return reader_of("gouji.sources.workbook:read_calamine")(data, replace(source, media_type=_ODS), limits)
    if "OFD.xml" in container:
        raise SourceError(f"{source.name}：暂不支持OFD，请先转成PDF", f"{source.name}: OFD is not supported; convert it to PDF")
    if "[Content_Types].xml" in container:
        raise SourceError(
            f"{source.name}：不是Word或Excel文件（可能是演示文稿等）", f"{source.name}: neither a Word nor an Excel file"
        )
    return _bundle(container, source, limits, nesting)


def _check_repeats(container: Container) -> None:
    """Raises SourceError where a cell is repeated more often than a sheet is wide or high."""
    content = container.read("content.xml")
    for axis, times in _REPEATED.findall(content):
        if int(times) > (_MOST_ROWS if axis == b"rows" else _MOST_COLUMNS):
            raise SourceError(f"{container.name}：工作表过大，没有读", f"{container.name}: a sheet is too large; not read")


def _bundle(container: Container, source: Source, limits: Limits, nesting: int) -> Document:
    from gouji.sources.opening import read_bytes

    if nesting >= MAX_NESTING:
        raise SourceError(f"{source.name}：压缩包嵌套过深", f"{source.name}: archives nested too deeply")
    blocks: list[Block] = []
    damage: list[Damage] = []
    members = sorted((_label(container.info(n)), n) for n in container.names())
    read_any = False
    for label, member in sorted(members, key=lambda pair: _in_order(pair[0])):
        if _ignored(label):
            continue
        try:
            inner = read_bytes(container.read(member), replace(source, name=label), limits, nesting + 1)
        except SourceError as error:
            damage.append(Damage(Place(file=label), str(error)))
            continue
        read_any = True
        blocks += [_within(block, label) for block in inner.blocks]
        damage += [Damage(_inside(d.place, label), d.says) for d in inner.damage]
    if not read_any:
        raise SourceError(f"{source.name}：压缩包里没有读得了的文件", f"{source.name}: no readable file in the archive")
    return Document(source, tuple(blocks), tuple(damage))


def _label(info: ZipInfo) -> str:
    """A member's name as its archiver meant it: without the flag for UTF-8 it is in the Chinese Windows code page."""
    name = info.orig_filename if isinstance(info.orig_filename, str) else info.filename
    if info.flag_bits & 0x800:
        return name
    try:
        return name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name


def _in_order(name: str) -> list[tuple[int, str]]:
    """A key that puts “2.” before “10.”."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.findall(r"\d{1,9}|\D+", name)]


def _inside(place: Place, name: str) -> Place:
    """The place with the member of the archive that it stands in."""
    return replace(place, file=f"{name}/{place.file}" if place.file else name)


def _ignored(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or parts[-1].startswith((".", "~$")) or parts[-1] in ("Thumbs.db", "desktop.ini")


def _within(block: Block, name: str) -> Block:
    """The block with its places naming the member that it stands in."""
    if isinstance(block, Paragraph):
        return replace(block, place=_inside(block.place, name))
    rows = tuple(tuple(replace(c, place=_inside(c.place, name)) for c in row) for row in block.rows)
    return replace(block, place=_inside(block.place, name), rows=rows)
