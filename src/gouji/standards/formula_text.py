"""The syntax tree of a formula, written out again: `parse(show(formula)) == formula`."""

from __future__ import annotations

from gouji.standards.formula import ClaimRef, Count, Linear, ProjectRef, Ratio, Ref, Scaled, Selector, Sum
from gouji.standards.formula_parser import Formula


def show(formula: Formula) -> str:
    """The formula as text."""
    right = formula.right
    return (
        f"{show_linear(formula.left)} {formula.compare} {show_ratio(right) if isinstance(right, Ratio) else show_linear(right)}"
    )


def show_ratio(ratio: Ratio) -> str:
    """share(a, b) or rate(a, b)."""
    return f"{ratio.kind}({show_linear(ratio.of)}, {show_linear(ratio.by)})"


def show_linear(linear: Linear) -> str:
    """The scaled terms with their signs. The first term cannot be negative: the grammar has no leading minus."""
    out = ""
    for scaled in linear.terms:
        factor = abs(scaled.factor)
        sign = (" - " if scaled.factor < 0 else " + ") if out else ""
        out += f"{sign}{'' if factor == 1 else f'{factor} * '}{show_term(scaled)}"
    return out


def show_term(scaled: Scaled) -> str:
    """The term without its factor."""
    term = scaled.term
    match term:
        case Ref():
            return show_ref(term)
        case Sum(ref):
            return f"sum({show_ref(ref)})"
        case Count(ref):
            return f"count({show_ref(ref)})"
        case ClaimRef(quantity):
            return f"claim({quantity})"
        case ProjectRef(field):
            return f"project(each).{field}"


def show_ref(ref: Ref) -> str:
    """form[selectors].column, whatever of them is there."""
    rows = "" if ref.rows is None else f"[{', '.join(map(show_selector, ref.rows))}]"
    head = (ref.form or "") + rows
    if ref.column is None:
        return head
    return f"{head}.{ref.column}" if head else ref.column


def show_selector(selector: Selector) -> str:
    """One condition on rows."""
    if selector.what == "line":
        return f"#{selector.value}"
    if selector.value is None:
        return selector.what
    return f"{selector.what}={selector.value}{'*' if selector.prefix else ''}"
