"""Which rules a document was checked by: the program's version and a digest of what decides on findings."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from gouji import __version__

DECIDING = ("checking", "model", "reconcile", "standards")  # packages whose code or data change what is found
_KINDS = ("csv", "py", "yaml")


@cache
def rules_stamp() -> str:
    """Such as `0.1.0-3f9c02ab`: the same as long as the same document gives the same findings; it may change without that."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(p for folder in DECIDING for kind in _KINDS for p in (root / folder).rglob(f"*.{kind}")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{__version__}-{digest.hexdigest()[:8]}"
