"""The chart of accounts as the workbook shows it (“2101501 行政运行”), and the government class of a departmental one."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping

from gouji.standards import chart

KINDS = {"function": "功能科目", "department_economic": "部门经济科目", "government_economic": "政府经济科目"}
DIGITS = {"function": 7, "department_economic": 5, "government_economic": 5}
_CODE = re.compile(r"\s*(\d+)\s*(.*)", re.DOTALL)


def entries(kind: str, year: int) -> list[chart.Entry]:
    """The subjects of the deepest level that hold in a year, in the order of their codes."""
    with (chart.FOLDER / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file) if len(row["code"]) == DIGITS[kind]]
    found = (chart.lookup(kind, code, year) for code in sorted(set(codes)))
    return [entry for entry in found if entry is not None]


def labelled(entry: chart.Entry) -> str:
    """A subject as the drop-down lists show it."""
    return f"{entry.code} {entry.name}"


def label(kind: str, code: str, year: int, names: Mapping[tuple[str, str], str]) -> str:
    """A code with its name, from the chart or from those that the unit gave; the bare code where neither knows it."""
    entry = chart.lookup(kind, code, year)
    name = entry.name if entry else names.get((kind, code), "")
    return f"{code} {name}".strip()


def split(text: str) -> tuple[str, str]:
    """Code and name of what stands in a cell; ("", text) where it does not begin with a code."""
    found = _CODE.fullmatch(text)
    return (found.group(1), found.group(2).strip()) if found else ("", text.strip())


def default(economic: str, unit: str) -> str | None:
    """The government class that a body of that type (organ, institution) books a departmental one under; None if unknown."""
    found = chart.correspondence(economic, unit)
    return found[0].government if found else None


def mappings(year: int) -> list[tuple[str, str | None, str | None]]:
    """Departmental code, and the labelled government classes for organs and for institutions."""
    out = []
    for entry in entries("department_economic", year):
        both = [default(entry.code, unit) for unit in ("organ", "institution")]
        organ, institution = (label("government_economic", c, year, {}) if c else None for c in both)
        out.append((entry.code, organ, institution))
    return out
