"""Codes of which the source lost a digit or two, or whose pieces it put into another order: made whole where the row's name
leaves one code; those of impossible length are else not given at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import permutations

from gouji.recognition.fold import fold

Names = Callable[[str, str], tuple[str, ...]]  # code kind, code → what the chart of accounts calls it

_LENGTHS = {"function": (3, 5, 7), "department_economic": (3, 5), "government_economic": (3, 5), "agency": (3, 6)}
_MOST_LOST = 2  # digits; more are no longer worth a search


_CLASS = 3  # digits of a code that stand in a cell of their own and are not mixed with others
_CELLS = ((3,), (5,), (7,), (3, 2), (5, 2), (3, 2, 2))  # how the digits of a whole code are printed


def in_order(digits: Sequence[str], label: str, names: Names) -> str | None:
    """The function code whose printed pieces `digits` are, where narrow cells cut them over lines (`205 0 93 9`: 03 and 99
    side by side). None where the pieces are those of whole cells, or the name does not leave one code."""
    code = "".join(digits)
    wanted = fold(label)
    if tuple(map(len, digits)) in _CELLS or len(code) not in _LENGTHS["function"] or not wanted:
        return None
    if names("function", code):
        return None
    rest = {"".join(order) for order in permutations(code[_CLASS:])}
    found = [code[:_CLASS] + r for r in rest if wanted in map(fold, names("function", code[:_CLASS] + r))]
    return found[0] if len(found) == 1 else None


def whole_codes(codes: Mapping[str, str], label: str, second: str, names: Names) -> tuple[dict[str, str], list[str]]:
    """The codes of a row, with what is to be said of those that are cut. `second`: the government class's name.

    A code of impossible length is no fact: it is completed by the name that stands beside it, or left out.
    """
    out: dict[str, str] = {}
    damage: list[str] = []
    for kind, code in codes.items():
        if len(code) in _LENGTHS.get(kind, (len(code),)):
            out[kind] = code
            continue
        found = _completions(kind, code, second if kind == "government_economic" else label, names)
        if len(found) == 1:
            out[kind] = found[0]
            damage.append(f"编码“{code[:20]}”残缺，按名称补为{found[0]}")
        else:
            damage.append(f"编码“{code[:20]}”残缺，无法补全，未采用")
    return out, damage


def _completions(kind: str, code: str, name: str, names: Names) -> list[str]:
    """The codes that begin with what is left and that the chart calls by the name."""
    wanted = fold(name)
    if not wanted or kind == "agency":  # no chart lists the agencies
        return []
    found = []
    for lost in range(1, _MOST_LOST + 1):
        if len(code) + lost in _LENGTHS.get(kind, ()):
            whole = (f"{code}{n:0{lost}d}" for n in range(10**lost))
            found += [c for c in whole if wanted in map(fold, names(kind, c))]
    return found


__all__ = ["in_order", "whole_codes"]
