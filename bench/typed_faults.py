"""Faults typed into the text of a document, which is then read again through the whole reader."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from decimal import Decimal

from bench.cell_faults import Fault, Mutant, digit, swap
from bench.clean import Clean, from_text
from bench.text_faults import Change
from gouji.model.disclosure import Disclosure
from gouji.model.finding import Spot

TextFault = Callable[[str, random.Random], tuple[str, int] | None]


def from_text_fault(document: Clean, change: TextFault) -> Fault:
    """A fault of the text, read again through the whole reader."""

    def fault(found: Disclosure, dice: random.Random) -> Mutant | None:
        assert document.text is not None
        made = change(document.text, dice)
        if made is None:
            return None
        text, line = made
        read_again = from_text(document.name, text).disclosure
        before = {(c.quantity, c.amount, c.direction) for c in found.claims}
        changed = (c for c in read_again.claims if c.place.line == line and (c.quantity, c.amount, c.direction) not in before)
        wrong = tuple(Spot("", c.quantity, c.section, None, c.place) for c in changed)
        return Mutant(read_again, wrong or (Spot(),))

    return fault


def _replace(pattern: str, change: Callable[[re.Match[str], random.Random], str], prose: bool = True) -> TextFault:
    """One match of a pattern in the prose (or in the forms) replaced."""

    def fault(text: str, dice: random.Random) -> tuple[str, int] | None:
        end = text.rfind("附件：")
        found = [m for m in re.finditer(pattern, text) if (m.start() < end) == prose and "\t" not in m[0]]
        if not found:
            return None
        match = dice.choice(found)
        return text[: match.start()] + change(match, dice) + text[match.end() :], text.count("\n", 0, match.start()) + 1

    return fault


def _typed(change: Change) -> Callable[[re.Match[str], random.Random], str]:
    return lambda match, dice: str(change(Decimal(match[0]), dice))


TEXT_FAULTS: dict[str, TextFault] = {
    "typed amount: digit": _replace(r"(?<=[入出算费计为])\d{2,}\.\d\d(?=万元)", _typed(digit)),
    "typed share": _replace(r"(?<=占)\d+\.\d\d(?=%)", _typed(swap)),
    "typed rate": _replace(r"(?<=[长降])\d+\.\d\d(?=%)", _typed(digit)),
    "stale year": _replace(r"(?<=[心局处])20\d\d(?=年(?:收入|支出|一般|政府|“三公|机构))", lambda m, d: str(int(m[0]) - 1)),
    "placeholder left": _replace(r"(?<=主要原因：)[^；。\n]+", lambda m, d: "XXX"),
    "choice left open": _replace(r"增加|减少", lambda m, d: "增加（减少）"),
    "doubled stop": _replace(r"。(?=\n)", lambda m, d: "。。"),
    "bracket lost": _replace(r"（境）", lambda m, d: "（境"),
    # One reason behind two totals speaks for both: taking the first away is no mistake.
    "reason left out": _replace(r"，主要原因：[^；。\n]+(?![^。\n]*主要原因)", lambda m, d: ""),
    "direction of reason": _replace(r"(?<=主要原因：)[^；。\n]+", lambda m, d: "压缩开支，经费减少"),
    "unit in prose": _replace(r"(?<=[1-9.]\d)万元", lambda m, d: "元"),  # 0元 is as true as 0万元
    "hash marks": _replace(r"\d{2,}\.\d\d(?=\t)", lambda m, d: "########", prose=False),
}
