"""Two names in one row (departmental and government class), whose broken lines alternate: told apart by the chart's names."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.recognition.fold import fold
from gouji.recognition.line_tokens import Token

_MOST = 24  # pieces of two names: more are none

Split = tuple[list[Token], list[Token]]


def told_apart(tokens: Sequence[Token], first: Sequence[str], second: Sequence[str]) -> Split | None:
    """The pieces of the first name and those of the second, each in printed order, so that both are names of the chart.

    An empty sequence of names stands for a code that the chart does not know: any words will do, but some. None where
    the pieces do not make such names.
    """
    if not 1 < len(tokens) <= _MOST or not (first or second):
        return None
    texts = [fold(t.text) for t in tokens]
    for one in map(fold, first or ("",)):
        for other in map(fold, second or ("",)):
            belongs = _interleaved(texts, one if first else None, other if second else None)
            if belongs is not None:
                named = [t for t, at in zip(tokens, belongs, strict=True) if not at]
                return named, [t for t, at in zip(tokens, belongs, strict=True) if at]
    return None


def _interleaved(texts: Sequence[str], one: str | None, other: str | None) -> list[bool] | None:
    """For every piece whether it belongs to `other`, so that the pieces make both wordings (None: any wording but none)."""
    # reached: how far both wordings are made → how; a wording that is not known counts its characters only.
    reached: dict[tuple[int, int], tuple[bool, ...]] = {(0, 0): ()}
    for text in texts:
        new: dict[tuple[int, int], tuple[bool, ...]] = {}
        for (a, b), how in reached.items():
            if one is None or one.startswith(text, a):
                new.setdefault((a + len(text), b), (*how, False))
            if other is None or other.startswith(text, b):
                new.setdefault((a, b + len(text)), (*how, True))
        reached = new
    for (a, b), how in reached.items():
        if (a == len(one) if one is not None else a) and (b == len(other) if other is not None else b):
            return list(how)
    return None
