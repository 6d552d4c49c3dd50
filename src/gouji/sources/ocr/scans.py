"""The pages of a file that are pictures: recognised where the extra is installed, else told of in one line."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from gouji.model.disclosure import Damage
from gouji.model.place import Place
from gouji.sources import progress
from gouji.sources.document import Block
from gouji.sources.limits import Limits, TooManyObjects
from gouji.sources.ocr import available

if TYPE_CHECKING:
    from gouji.sources.ocr.engine import Picture

Columns = tuple[float, ...]
Found = tuple[list[Block], Columns]


class Scans:
    """What came of the pages that are pictures: `read`, `unread` and (without a word) `blank` are their numbers."""

    def __init__(self, limits: Limits, pages: int) -> None:
        self.limits, self.pages = limits, pages
        self.read: list[int] = []
        self.unread: list[int] = []
        self.blank: list[int] = []  # recognised, with no word found
        self.damage: list[Damage] = []
        self._late: list[int] = []
        self._began: float | None = None

    def page(self, handle: Any, number: int, going_on: Columns) -> Found:
        """The blocks of a page of pdfium's document that is a picture, and the column lines of the table that it ends with."""

        def rendered() -> tuple[Picture, float]:
            from gouji.sources.ocr.render import render

            return render(handle, number, self.limits)

        return self.picture(rendered, number, going_on)

    def picture(self, rendered: Callable[[], tuple[Picture, float]], number: int, going_on: Columns) -> Found:
        """The same for a picture that `rendered` gives with its dots per inch. A page that cannot be read costs itself."""
        if not available():
            self.unread.append(number)
            return [], ()
        self._began = self._began or time.monotonic()
        if time.monotonic() - self._began > self.limits.scan_seconds:
            self.unread.append(number)
            self._late.append(number)
            return [], ()
        progress.tell(number, self.pages)
        from gouji.sources.ocr.reading import read_picture

        try:
            found, ends, damage = read_picture(*rendered(), number, going_on)
        except TooManyObjects as reason:
            self.damage.append(Damage(Place(page=number), f"第{number}页的图片过大，没有识别（{reason}）"))
            self.unread.append(number)
            return [], ()
        if not found:
            self.damage.append(Damage(Place(page=number), f"第{number}页是图片，没有辨认出文字"))
            self.blank.append(number)
        self.read.append(number)
        self.damage.extend(damage)
        return found, ends

    def lost(self) -> set[int]:
        """The pages on which something may stand that was not read: those without a word too, unless all are (photographs)."""
        return {*self.unread, *(self.blank if len(self.read) > len(self.blank) else ())}

    def told(self) -> Iterator[Damage]:
        """What the user is told of these pages: at most one line of each kind, and what each page lost."""
        if self.read:
            says = f"第{ranges(self.read)}页是图片，由文字识别读出：勾稽关系印证的数字才可靠，其他请对照原件"
            yield Damage(Place(page=self.read[0]), says)
        if self.unread and not available():
            says = f"第{ranges(self.unread)}页是图片，没有文字，没有读；安装文字识别后可读：pip install 'gouji[ocr]'"
            yield Damage(Place(page=self.unread[0]), says)
        if self._late:
            says = (
                f"第{ranges(self._late)}页是图片，文字识别超过{self.limits.scan_seconds:g}秒，没有读（[limits] scan_seconds）"
            )
            yield Damage(Place(page=self._late[0]), says)
        yield from self.damage


def ranges(numbers: Sequence[int]) -> str:
    """Page numbers as people write them: 3–7、9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
