"""What is said when a file of standards has a mistake."""

from __future__ import annotations

from pathlib import Path


class TemplateError(Exception):
    """A mistake in a template file. The message is one line: file, line, what is wrong (Chinese); `english` the same.

    `file` and `line` (from 1) are None where no file is to blame (an id that no folder has).
    """

    def __init__(self, message: str, english: str, file: Path | None = None, line: int | None = None) -> None:
        where = "" if file is None else f"{file}:{line}: " if line is not None else f"{file}: "
        super().__init__(where + message)
        self.english = where + english
        self.file = file
        self.line = line
