"""Faults in prose, targets and law."""

from __future__ import annotations

from bench.cell_faults import Fault

PROSE_FAULTS: dict[str, Fault] = {}
TARGET_FAULTS: dict[str, Fault] = {}
TEXT_FAULTS: dict[str, object] = {}


def from_text_fault(document: object, fault: object) -> Fault:
    raise NotImplementedError
