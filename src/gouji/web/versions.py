"""A corrected document comes in: what it no longer has is noted as corrected, what it still has keeps what was said of it."""

from __future__ import annotations

import threading
from typing import Any

from gouji.corpus import review
from gouji.web.people.log import SYSTEM
from gouji.web.people.states import CORRECTED, OPEN, SENT_BACK, Decision, change
from gouji.web.site import Site

BATCH = 500
_LOCK = threading.Lock()


def settle(site: Site) -> int:
    """Notes, in the log as `system`, what follows from the documents that came since it was last called; how many findings.

    A finding that the corrected version no longer has becomes corrected. One that it still has and that was sent back or
    accepted is so in the new version too, with the same reason and who gave it. May be called at any time, any number of times.
    """
    with _LOCK:
        newest = review.newest(site.corpus)
        if site.settled == newest:
            return 0
        noted = 0
        while rows := review.unsettled(site.corpus, site.board.table(), BATCH):
            changed = change(site.people, [_decision(row) for row in rows], SYSTEM)
            noted += changed
            if not changed:
                break
        site.settled = newest
        return noted


def _decision(row: dict[str, Any]) -> Decision:
    told = {"rule": row["rule"], "title": row["title"], "issuer": row["issuer"], "year": row["year"]}
    if row["gone"]:
        why = {**told, "corrected_by": row["current"]}
        reason = "更正后的文件中不再有这个问题"
        return Decision((row["document"], row["key"]), CORRECTED, reason, why, only_from=(OPEN, SENT_BACK))
    told |= {"said_by": row["who"], "said_of": row["document"]}
    return Decision((row["current"], row["key"]), row["state"], row["reason"], told, only_from=(OPEN,))
