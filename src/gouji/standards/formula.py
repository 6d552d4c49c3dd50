"""Relations (勾稽关系) as written in a template: the syntax tree, and the parser of the formula language.

relation : expr ("=" | "<=" | ">=") expr
expr     : term (("+" | "-") term)*
term     : ref | "sum" "(" ref ")" | "claim" "(" NAME ")" | "project" "(" "each" ")" "." NAME
         | "share" "(" expr "," expr ")"      100 × a ÷ b, in %
         | "rate" "(" expr "," expr ")"       growth in %: 100 × change ÷ (now − change)
         | "count" "(" ref ")" | NUMBER "*" term
ref      : [FORM] ["[" selector ("," selector)* "]"] ["." COLUMN]   COLUMN may end in ".*" (its children)
selector : total | departments | agencies | items | classes | children | this | "#" LINE
         | CODEKIND "=" (code ["*"] | "each" ["*"] | "*") | TEXTCOLUMN "=" words
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selector:
    """One condition on rows. `what`: total, departments, …, line, or the name of a code kind or text column.

    `value` is the line key, the code (with `prefix` True for `210*`), "each", or the words; None for bare keywords.
    """

    what: str
    value: str | None = None
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Ref:
    """Figures of a form: None stands for the form, rows or column of the relation's own scope."""

    form: str | None
    rows: tuple[Selector, ...] | None
    column: str | None


@dataclass(frozen=True, slots=True)
class Sum:
    """All figures that a reference selects, added."""

    ref: Ref


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows a reference selects."""

    ref: Ref


@dataclass(frozen=True, slots=True)
class ClaimRef:
    """A number stated in prose, by its quantity's name."""

    quantity: str


@dataclass(frozen=True, slots=True)
class ProjectRef:
    """A field of a project of the performance forms (amount, cost)."""

    field: str


@dataclass(frozen=True, slots=True)
class Scaled:
    """A factor times a term; subtraction is a factor of −1."""

    factor: int
    term: Ref | Sum | Count | ClaimRef | ProjectRef


@dataclass(frozen=True, slots=True)
class Linear:
    """A sum of scaled terms."""

    terms: tuple[Scaled, ...]


@dataclass(frozen=True, slots=True)
class Ratio:
    """share(a, b) = 100·a÷b, or rate(change, now) = 100·change÷(now − change); both in %."""

    kind: str  # share | rate
    of: Linear
    by: Linear


@dataclass(frozen=True, slots=True)
class Relation:
    """A declared relation. `each` is its scope: None, row, column, function, function_class, department_economic,
    government_economic, economic_pair, agency, project. `compare` is =, <= or >=. `left` is what the relation states."""

    id: str
    holds: str
    left: Linear
    compare: str
    right: Linear | Ratio
    title: str
    each: str | None = None
    of: str | None = None  # the form whose columns or rows `each` runs over, where it is not the relation's own
    side: str | None = None
    form: str | None = None  # the form that declares it, None for the template's own relations
    severity: str = "error"
    basis: str = "算术"
    when: str | None = None
    english: str = ""
    unless: Linear | None = None  # figures with which the relation need not hold: where one is stated and not 0
