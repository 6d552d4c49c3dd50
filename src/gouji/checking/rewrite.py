"""The sentence as it should read: a quotation of the prose with its wrong number, or its wrong direction, replaced."""

from __future__ import annotations

import re
from decimal import Decimal

from gouji.model.amount import parse_number
from gouji.model.disclosure import Claim

_NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?")
# Words of a change and what they become when it goes the other way.
_TURNED = (("增加", "减少"), ("增长", "下降"), ("上升", "下降"), ("提高", "降低"))


def rewritten(claim: Claim, right: Decimal) -> str | None:
    """The claim's quotation with `right` in place of its number; None where the number is not found in it exactly once.

    `right` is signed as the claim's direction is: negative for a fall.
    """
    if claim.amount is None or not claim.quote:
        return None
    found = [m for m in _NUMBER.finditer(claim.quote) if parse_number(m[0].replace("，", ",")) == abs(claim.amount)]
    if len(found) != 1:
        return None
    at = found[0]
    text = claim.quote[: at.start()] + _like(abs(right), at[0]) + claim.quote[at.end() :]
    falls = claim.direction == "减少"
    if claim.direction and right and falls != (right < 0):
        text = _turned(text, falls)
    return text if text != claim.quote else None


def _like(value: Decimal, written: str) -> str:
    """A number with thousands separators where the one that it replaces has them."""
    return format(value, ",f") if "," in written or "，" in written else format(value, "f")


def _turned(text: str, falls: bool) -> str:
    for up, down in _TURNED:
        old, new = (down, up) if falls else (up, down)
        if old in text:
            return text.replace(old, new)
    return text
