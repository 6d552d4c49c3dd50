"""Plain data files of this room (YAML), as read-only mappings."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

Table = MappingProxyType[str, Any]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one where PyYAML was built with it: ten times as fast


def read_table(path: Path) -> Table:
    """The file's mapping. ValueError where it is no mapping; what it must hold its own reader checks."""
    with path.open(encoding="utf-8") as file:
        found = yaml.load(file, Loader=_LOADER)
    if not isinstance(found, dict):
        raise ValueError(f"{path.name}: no mapping")
    return MappingProxyType(found)
