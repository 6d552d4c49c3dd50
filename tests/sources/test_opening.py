"""Opening files: told by content, refused with one clear line."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gouji.sources import LIMITS, Paragraph, SourceError, open_document

WORDS = "青禾市园林管理局2024年单位预算\n\n收入总计120.50万元，支出总计120.50万元，与上年相比增加3万元。\n"


def write(folder: Path, data: bytes, name: str = "a.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def words(path: Path) -> str:
    return "\n".join(b.text for b in open_document(path).blocks if isinstance(b, Paragraph))


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode("utf-8"),
        WORDS.encode("utf-8-sig"),
        WORDS.encode("gb18030"),
        WORDS.encode("utf-16"),
        WORDS.encode("utf-16-le"),
        WORDS.encode("utf-16-be"),
        b"\xfe\xff" + WORDS.encode("utf-16-be"),
        WORDS.encode("utf-32"),
        WORDS.replace("\n", "\r\n").encode("utf-8"),
        WORDS.replace("\n", "\r").encode("gb18030"),
    ],
    ids=["utf8", "utf8-bom", "gb18030", "utf16-bom", "utf16-le", "utf16-be", "utf16-be-bom", "utf32", "crlf", "cr"],
)
def test_every_encoding_reads_the_same(tmp_path: Path, data: bytes) -> None:
    document = open_document(write(tmp_path, data))
    assert words(tmp_path / "a.txt").splitlines() == [line for line in WORDS.splitlines() if line]
    assert [b.place.line for b in document.blocks] == [1, 3]
    assert document.source.media_type == "text/plain"
    assert len(document.source.sha256) == 64


def test_the_extension_is_not_believed(tmp_path: Path) -> None:
    assert words(write(tmp_path, WORDS.encode(), "a.pdf")) == "\n".join(line for line in WORDS.splitlines() if line)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "空"),
        (b" \n\r\n\t\n", "没有文字"),
        (bytes(range(256)) * 64, "编码"),
        (os.urandom(1) + b"\x00\x01\x02\x03\x04\xff\xfe\xfd" * 999, "编码"),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 99, "不支持"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "图片"),
        (b"7z\xbc\xaf'\x1c" + b"\x00" * 99, "压缩包"),
        ("預算單位收入總計與支出總計一般公共預算財政撥款項目支出情況說明".encode("big5"), "编码"),
        ("予算の概要：歳入と歳出について説明します。表は次のとおりです。".encode("shift-jis"), "编码"),
    ],
    ids=["empty", "blank", "bytes", "controls", "program", "image", "archive", "big5", "shift-jis"],
)
def test_what_cannot_be_read_is_one_clear_line(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(SourceError) as error:
        open_document(write(tmp_path, data))
    message = str(error.value)
    assert says in message
    assert "a.txt" in message
    assert "\n" not in message
    assert error.value.english.isascii() or "a.txt" in error.value.english


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="没有这个文件"):
        open_document(tmp_path / "none.txt")
    with pytest.raises(SourceError, match="文件夹"):
        open_document(tmp_path)
    with pytest.raises(SourceError):
        open_document(tmp_path / "a\0b")


def test_a_huge_file_is_refused_by_its_size(tmp_path: Path) -> None:
    path = write(tmp_path, WORDS.encode())
    with path.open("r+b") as file:
        file.truncate(200 * 1024 * 1024)  # sparse: takes no space and is never read
    with pytest.raises(SourceError, match="太大"):
        open_document(path)


def test_size_just_below_the_limit_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, WORDS.encode())
    assert open_document(path, replace(LIMITS, text_bytes=path.stat().st_size)).blocks
    with pytest.raises(SourceError, match="太大"):
        open_document(path, replace(LIMITS, text_bytes=path.stat().st_size - 1))


def test_a_cut_end_is_damage_and_the_rest_is_read(tmp_path: Path) -> None:
    data = WORDS.encode() + "最后一个字".encode()[:-1]
    document = open_document(write(tmp_path, data))
    assert document.blocks[0].place.line == 1
    assert [d.place.line for d in document.damage] == [5 - 1]


def test_lone_surrogates_and_nuls(tmp_path: Path) -> None:
    surrogate = open_document(write(tmp_path, WORDS.encode("utf-16-le") + b"\x00\xd8", "s.txt"))
    assert surrogate.damage
    nul = open_document(write(tmp_path, WORDS.replace("市", "市\x00").encode(), "n.txt"))
    assert isinstance(nul.blocks[0], Paragraph)
    assert "\x00" not in nul.blocks[0].text
    assert len(nul.blocks[0].text) == len(WORDS.splitlines()[0]) + 1  # columns stay where they were


@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass"))))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    try:
        document = open_document(write(tmp_path, data))
    except SourceError:
        return
    assert document.blocks
