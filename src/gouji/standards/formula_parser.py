"""The parser of the formula language (grammar in `formula`): text → (left, compare, right). Knows no template."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken
from lark.exceptions import LarkError, VisitError

from gouji.standards.formula import ClaimRef, Count, Linear, ProjectRef, Ratio, Ref, Scaled, Selector, Sum

GRAMMAR = r"""
relation: linear COMPARE (linear | ratio)
ratio: RATIO linear "," linear ")"
linear: scaled (SIGN scaled)*
scaled: [INT "*"] term
?term: ref | sum | count | claim | project
sum: SUM ref ")"
count: COUNT ref ")"
claim: CLAIM QUANTITY ")"
project: PROJECT NAME
ref: NAME [STAR] -> path
   | [NAME] "[" selector ("," selector)* "]" [DOT_NAME [STAR]] -> rows
selector: NAME -> word
        | LINE -> line
        | NAME "=" CODE -> code
        | NAME "=" WORDS -> words

COMPARE: "<=" | ">=" | "="
SIGN: "+" | "-"
RATIO.3: /(share|rate)\s*\(/
SUM.3: /sum\s*\(/
COUNT.3: /count\s*\(/
CLAIM.3: /claim\s*\(/
PROJECT.3: /project\s*\(\s*each\s*\)\s*\./
NAME: /[^\W\d]\w*(\.\w+)*/
DOT_NAME: /\.\w+(\.\w+)*/
STAR: ".*"
LINE: /#\w+(\.\w+)*/
CODE.2: /(each|\d{1,21})\*?(?=\s*[],])|\*(?=\s*[],])/
WORDS.1: /[^\[\],=]+/
QUANTITY: /[^()]+/
INT: /\d{1,9}/
%ignore /[ \t\n]+/
"""


class FormulaError(ValueError):
    """A formula that cannot be read. `column` counts from 1; the message is in plain words."""

    def __init__(self, message: str, english: str, column: int = 1) -> None:
        super().__init__(message)
        self.english = english
        self.column = column


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed relation: names are as written, not yet resolved against a template.

    A bare dotted name stands as the column of a Ref without form and rows: only a template can tell a form's name.
    """

    left: Linear
    compare: str
    right: Linear | Ratio


class _Build(Transformer[Token, Any]):
    """Lark's tree → the syntax tree of `formula`."""

    def relation(self, parts: list[Any]) -> Formula:
        left, compare, right = parts
        return Formula(left, str(compare), right)

    def ratio(self, parts: list[Any]) -> Ratio:
        word, of, by = parts
        return Ratio(str(word).rstrip("( \t\n"), of, by)

    def linear(self, parts: list[Any]) -> Linear:
        terms = [parts[0]]
        for sign, scaled in zip(parts[1::2], parts[2::2], strict=True):
            terms.append(Scaled(-scaled.factor if sign == "-" else scaled.factor, scaled.term))
        return Linear(tuple(terms))

    def scaled(self, parts: list[Any]) -> Scaled:
        factor, term = parts
        return Scaled(1 if factor is None else int(factor), term)

    def sum(self, parts: list[Any]) -> Sum:
        return Sum(parts[1])

    def count(self, parts: list[Any]) -> Count:
        return Count(parts[1])

    def claim(self, parts: list[Any]) -> ClaimRef:
        return ClaimRef(str(parts[1]).strip())

    def project(self, parts: list[Any]) -> ProjectRef:
        return ProjectRef(str(parts[1]))

    def path(self, parts: list[Any]) -> Ref:
        name, star = parts
        return Ref(None, None, f"{name}.*" if star else str(name))

    def rows(self, parts: list[Any]) -> Ref:
        form, *selectors, column, star = parts
        below = None if column is None else str(column)[1:] + (".*" if star else "")
        return Ref(None if form is None else str(form), tuple(selectors), below)

    def word(self, parts: list[Any]) -> Selector:
        return Selector(str(parts[0]))

    def line(self, parts: list[Any]) -> Selector:
        return Selector("line", str(parts[0])[1:])

    def code(self, parts: list[Any]) -> Selector:
        value = str(parts[1])
        return Selector(str(parts[0]), value.rstrip("*"), value.endswith("*"))

    def words(self, parts: list[Any]) -> Selector:
        return Selector(str(parts[0]), str(parts[1]).strip())


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, start="relation", parser="lalr", lexer="contextual", maybe_placeholders=True, transformer=_Build())


def parse(text: str) -> Formula:
    """The formula that `text` spells. Raises FormulaError with the column where reading stops."""
    if len(text) > 4000:
        raise FormulaError("公式过长", "the formula is too long")
    try:
        formula: Any = _parser().parse(text)
    except UnexpectedInput as error:
        ended = isinstance(error, UnexpectedToken) and error.token.type == "$END"
        at = len(text) if ended or error.pos_in_stream is None else max(error.pos_in_stream, 0)
        column = at + 1
        rest = " ".join(text[at : at + 12].split()) or "（到此为止）"
        raise FormulaError(
            f"公式写法有误，第 {column} 字起：{rest}", f"formula syntax error at column {column}", column
        ) from None
    except (VisitError, LarkError) as error:
        raise FormulaError(f"公式写法有误：{error}", f"formula syntax error: {error}") from None
    assert isinstance(formula, Formula)
    return formula
