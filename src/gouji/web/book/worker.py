"""The process that makes books, pictures and reports of single documents: `python -m gouji.web.book.worker`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

# What the worker is asked: (task, its arguments …). Answers are bytes, of ADD a Made, of AGAIN a Parcel;
# a string says what went wrong.
BOOK, PICTURE, REPORT, ADD, AGAIN = "book", "picture", "report", "add", "again"


def prepare() -> None:
    """Imports what most requests need."""
    import gouji.web.book.make
    from gouji.checking.registry import checks

    gouji.web.book.make._templates()
    checks()


def answer(message: tuple[Any, ...], told: Callable[[str], None]) -> object:
    """One request done. What goes wrong is answered as a string, one line."""
    task, *arguments = message
    try:
        return TASKS[task](told, *arguments)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def _book(told: Callable[[str], None], reading: bytes, original: Path | None) -> bytes:
    from gouji.web.book.make import book

    return book(reading, original)


def _picture(told: Callable[[str], None], original: Path, number: int) -> bytes:
    from gouji.web.book.picture import picture

    return picture(original.read_bytes(), number)


def _report(told: Callable[[str], None], reading: bytes, original: Path | None, name: str) -> bytes:
    """html, xlsx or annotate, as reporting.rendering makes them, no bytes where the format cannot carry it; or the forms."""
    from gouji.reporting.rendering import rendered
    from gouji.web.book.forms import forms
    from gouji.web.book.make import material

    if name == "forms":
        return forms(material(reading, original))
    files = rendered(material(reading, original), frozenset({name}), original or Path())
    return files[0][1] if files else b""


def _add(told: Callable[[str], None], path: Path, name: str, lang: str) -> object:
    """A file that was uploaded, read and checked: as corpus.worker makes it."""
    from gouji.checking.settings import in_force
    from gouji.corpus.worker import make

    told("reading")
    return make(path, lang, in_force().limits, name, told)


def _again(told: Callable[[str], None], reading: bytes) -> object:
    """A stored reading, checked by the rules as they are now."""
    from gouji.corpus.rows import unpacked
    from gouji.corpus.worker import checked

    return checked(unpacked(reading))


TASKS: dict[str, Callable[..., object]] = {BOOK: _book, PICTURE: _picture, REPORT: _report, ADD: _add, AGAIN: _again}


def main() -> None:
    """Answers until its standard input ends."""
    from gouji import workers
    from gouji.web.book import worker

    workers.serve(worker.prepare, worker.answer)


if __name__ == "__main__":
    main()
