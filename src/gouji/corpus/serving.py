"""Who holds a corpus: a server notes its address beside it, so that other commands can say where to go instead."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from gouji.corpus.error import CorpusError

_HOLDER = re.compile(r"\(PID (\d+)\)")
_LOCKED = ("Conflicting lock", "being used by another process")


@contextlib.contextmanager
def announced(corpus: Path, url: str) -> Iterator[None]:
    """While the block runs, `url` stands beside the corpus. A folder that cannot be written costs others the hint only."""
    note = _note(corpus)
    with contextlib.suppress(OSError):
        note.write_text(json.dumps({"pid": os.getpid(), "url": url}), encoding="utf-8")
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            note.unlink()


def in_use(corpus: Path, reason: str) -> CorpusError | None:
    """What to say where the engine's reason is that another process holds the corpus; None for any other reason."""
    if not any(word in reason for word in _LOCKED):
        return None
    holder = _HOLDER.search(reason)
    url = _announced(corpus, int(holder[1]) if holder else None)
    if url is None:
        who, whom = (f"（进程{holder[1]}）", f" (process {holder[1]})") if holder else ("", "")
        return CorpusError(
            f"{corpus}：另一个程序正在用它{who}，等它结束再试", f"{corpus}: another program{whom} is using it; try again later"
        )
    return CorpusError(
        f"{corpus}：gouji serve 正在用它。查询、放文件请打开 {url} ，或用 gouji corpus query --url {url} ；"
        "要用别的命令，先结束它",
        f"{corpus}: gouji serve is using it. Query it and add files at {url} , or by gouji corpus query --url {url} ; "
        "end it first for other commands",
    )


def _announced(corpus: Path, holder: int | None) -> str | None:
    """The address that the process which holds the corpus has noted; what another process has left behind counts not."""
    try:
        told = json.loads(_note(corpus).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    known = isinstance(told, dict) and isinstance(told.get("url"), str) and holder in (None, told.get("pid"))
    return str(told["url"]) if known else None


def _note(corpus: Path) -> Path:
    return corpus.with_name(f"{corpus.name}.serving")
