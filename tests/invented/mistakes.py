"""The example's planted mistakes: what a tired clerk does, each in one figure."""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMBER = re.compile(r"预算(\d\d)表")


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong figure: in the form of that number (0 for prose), in the line that holds `line`, `right` became `wrong`."""

    sheet: int
    line: str
    right: str
    wrong: str
    how: str


SLIPS = (
    Slip(0, "年支出合计", "占46.08%", "占48.06%", "说明三：项目支出所占比重的两位数字颠倒"),
    Slip(0, "（二）公务接待费", "0.80万元", "8.00万元", "说明七：公务接待费的小数点错位"),
    Slip(3, "水利行业业务管理", "\t41.27\t", "\t42.17\t", "预算03表：商品和服务支出的两位数字颠倒"),
    Slip(4, "收入合计", "762.17\t支", "752.67\t支", "预算04表：收入合计漏加上年结转9.50万元"),
    Slip(6, "差旅费", "\t8.60\t\t8.60", "\t8.60\t\t6.80", "预算06表：差旅费的公用经费与合计不一致"),
    Slip(11, "汛期应急值守", "\t600,000.0\t6", "\t6,000,000.0\t6", "预算11表：资金总额多写一个零"),
)


def mistaken(text: str, slips: tuple[Slip, ...] = SLIPS) -> str:
    """The document with the mistakes in it. ValueError where one has no, or more than one, place to be."""
    lines = text.split("\n")
    for slip in slips:
        at = [i for i, line in enumerate(lines) if slip.line in line and slip.right in line and _sheet(lines, i) == slip.sheet]
        if len(at) != 1:
            raise ValueError(f"{slip.how}: {len(at)} places")
        lines[at[0]] = lines[at[0]].replace(slip.right, slip.wrong, 1)
    return "\n".join(lines)


def slip_lines(clean: str, planted: str) -> list[int]:
    """The lines (from 1) in which the two differ, in order."""
    pairs = zip(clean.split("\n"), planted.split("\n"), strict=True)
    return [i for i, (a, b) in enumerate(pairs, start=1) if a != b]


def _sheet(lines: list[str], at: int) -> int:
    """The number of the form that line lies in, 0 in the prose."""
    numbers = [m[1] for line in lines[: at + 1] if (m := NUMBER.fullmatch(line))]
    return int(numbers[-1]) if numbers else 0
