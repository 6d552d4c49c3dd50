"""Opening any file: refused by its size, told by its content, handed to the format's reader."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import cast

from gouji.model.disclosure import Damage, Source
from gouji.model.place import NOWHERE
from gouji.sources.document import Document, SourceError
from gouji.sources.limits import LIMITS, Limits
from gouji.sources.sniff import HEAD, MEDIA_TYPES, Format, sniff

Reader = Callable[[bytes, Source, Limits], Document]

# Format → “module:function” of its reader: (bytes, Source, Limits) → Document. Loaded when first needed, because some
# readers bring heavy libraries. A new format is one file and one line here.
READERS: Mapping[Format, str] = {
    Format.TEXT: "gouji.sources.text:read",
    Format.PDF: "gouji.sources.pdf:read",
    Format.ZIP: "gouji.sources.container:read",
    Format.HTML: "gouji.sources.html:read",
    Format.OLE: "gouji.sources.legacy:read",
    Format.MHTML: "gouji.sources.mhtml:read",
    Format.IMAGE: "gouji.sources.ocr.images:read",
    Format.RTF: "gouji.sources.legacy:read",
}


def open_document(path: Path, limits: Limits = LIMITS) -> Document:
    """The document in the file at `path`.

    Raises SourceError, with one line that says what and where, for a file that is missing, unreadable, too large, empty,
    binary, in an unknown encoding or in a format without a reader.
    """
    path = Path(path)
    size, head = _look(path)
    if size == 0:
        raise SourceError(f"{path}：文件是空的", f"{path}: the file is empty")
    found = sniff(head)
    _check_size(path, size, limits.text_bytes if found is Format.TEXT else limits.file_bytes)
    _reader(path, found)  # a format without a reader is refused before the file is read
    data = _bytes(path, limits)
    document = read_bytes(data, Source(name=path.name, sha256=hashlib.sha256(data).hexdigest()), limits)
    told = _misnamed(path, found)
    return replace(document, damage=(*document.damage, *told)) if told else document


_NAMED: Mapping[str, frozenset[Format]] = {
    ".pdf": frozenset({Format.PDF}),
    **dict.fromkeys((".doc", ".docx", ".wps", ".rtf"), frozenset({Format.ZIP, Format.OLE, Format.RTF})),
    **dict.fromkeys((".xls", ".xlsx", ".et", ".ods"), frozenset({Format.ZIP, Format.OLE})),
}


def _misnamed(path: Path, found: Format) -> tuple[Damage, ...]:
    """A line for a file whose name promises another format than it has: it was read as what it is."""
    suffix = path.suffix.lower()
    if found in _NAMED.get(suffix, frozenset({found})):
        return ()
    kind = "Office文件或压缩包" if found is Format.ZIP else str(found)
    english = "an Office file or an archive" if found is Format.ZIP else found.name
    told = f"文件名以{suffix}结尾，内容却是{kind}：已按内容读取"
    return (Damage(NOWHERE, told, f"the name ends in {suffix}, but the content is {english}: it was read as what it is"),)


def read_bytes(data: bytes, source: Source, limits: Limits = LIMITS, nesting: int = 0) -> Document:
    """The document in `data`, told by its content. `nesting` counts the archives around it. Raises SourceError."""
    found = sniff(data[:HEAD])
    reader = _reader(Path(source.name), found)
    source = replace(source, media_type=MEDIA_TYPES.get(found, ""))
    if found is Format.ZIP:
        from gouji.sources.container import read as read_container

        return read_container(data, source, limits, nesting)
    return reader(data, source, limits)


def _look(path: Path) -> tuple[int, bytes]:
    """The file's size and first bytes."""
    if path.is_dir():
        raise SourceError(f"{path}：这是文件夹，不是文件", f"{path}: this is a folder, not a file")
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
        return path.stat().st_size, head
    except FileNotFoundError:
        raise SourceError(f"{path}：没有这个文件", f"{path}: no such file") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"{path}：打不开（{reason}）", f"{path}: cannot be opened ({reason})") from None


def _check_size(path: Path, size: int, limit: int) -> None:
    if size > limit:
        have, most = f"{size / 1024 / 1024:.1f} MB", f"{limit / 1024 / 1024:.0f} MB"
        raise SourceError(
            f"{path}：文件太大（{have}，上限 {most}），没有读取", f"{path}: too large ({have}, at most {most}); not read"
        )


def _reader(path: Path, found: Format) -> Reader:
    where = READERS.get(found)
    if found is Format.OFFICE_XML:
        raise SourceError(
            f"{path}：这是Office 2003的XML文件，请用Office或WPS另存为DOCX、XLSX",
            f"{path}: Office 2003 XML; save it as DOCX or XLSX",
        )
    if where is None:
        raise SourceError(f"{path}：不支持的格式：{found}", f"{path}: unsupported format: {found.name.lower()}")
    return reader_of(where)


def reader_of(where: str) -> Reader:
    """The reader at “module:function”, imported now."""
    module, _, name = where.partition(":")
    return cast(Reader, getattr(import_module(module), name))


def _bytes(path: Path, limits: Limits) -> bytes:
    """The whole file, bounded also where it grows while being read."""
    try:
        with path.open("rb") as file:
            data = file.read(limits.file_bytes + 1)
    except OSError as error:
        raise SourceError(f"{path}：读取出错（{error.strerror}）", f"{path}: error while reading ({error.strerror})") from None
    _check_size(path, len(data), limits.file_bytes)
    return data
