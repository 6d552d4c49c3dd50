"""After documents are stored: whose they are, and which older versions they correct. Inside the same transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from gouji.corpus.bodies import Known, Renaming, assigned

ROUNDS = 8  # of looking for further documents of the same bodies; each follows one more change of name


def settle(cursor: Any, docs: Sequence[int] | None = None) -> None:
    """Assigns the bodies of these documents (None: of all) and of those that belong to them; marks what they supersede."""
    renamings = _renamings(cursor)
    known = _all(cursor) if docs is None else _related(cursor, docs, renamings)
    bodies = assigned(list(known), renamings)
    changed = [(bodies[k.doc], k.doc) for k, before in known.items() if bodies[k.doc] != before]
    for body, doc in changed:
        cursor.execute("UPDATE documents SET body = ? WHERE doc = ?", [body, doc])
    _supersede(cursor, {*bodies.values(), *known.values()})


def _supersede(cursor: Any, bodies: Collection[int]) -> None:
    """Of the documents of one body, year and kind the one stored last is current; it corrects all before it. Documents whose
    body or year is not known correct nothing."""
    marks = ", ".join(str(int(b)) for b in bodies) or "NULL"
    cursor.execute(
        "UPDATE documents SET superseded_by = c.corrected_by FROM (SELECT doc, CASE WHEN year IS NULL "
        "OR (issuer_key = '' AND agency IS NULL) OR document = last_value(document) OVER w THEN NULL "
        f"ELSE last_value(document) OVER w END AS corrected_by FROM documents WHERE body IN ({marks}) "
        "WINDOW w AS (PARTITION BY body, year, kind ORDER BY doc ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)) c "
        "WHERE documents.doc = c.doc AND documents.superseded_by IS DISTINCT FROM c.corrected_by"
    )


def _all(cursor: Any) -> dict[Known, int]:
    return _read(cursor, "TRUE", [])


def _read(cursor: Any, condition: str, values: list[Any]) -> dict[Known, int]:
    query = f"SELECT doc, issuer_key, agency, division, year, body FROM documents WHERE {condition} ORDER BY doc"
    return {Known(*row[:5]): row[5] for row in cursor.execute(query, values).fetchall()}


def _renamings(cursor: Any) -> list[Renaming]:
    query = "SELECT division, old_code, old_name, new_code, new_name FROM lineage WHERE kind = 'renamed'"
    return [Renaming(*row) for row in cursor.execute(query).fetchall()]


def _related(cursor: Any, docs: Sequence[int], renamings: Sequence[Renaming]) -> dict[Known, int]:
    """These documents and all whose body could be theirs: of the same name, of the same place and code, and so on."""
    known = _read(cursor, "doc IN (SELECT unnest(?))", [list(docs)])
    for _ in range(ROUNDS):
        names = {k.name for k in known if k.name}
        codes = {f"{k.division}/{k.agency}" for k in known if k.division and k.agency}
        for renaming in renamings:
            if any(renaming.old(k) or renaming.new(k) for k in known):
                names |= set(renaming.names)
                codes |= {f"{renaming.division}/{c}" for c in (renaming.old_code, renaming.new_code) if c}
        condition = (
            "issuer_key IN (SELECT unnest(?)) OR division || '/' || agency IN (SELECT unnest(?)) OR body IN (SELECT unnest(?))"
        )
        found = _read(cursor, condition, [sorted(names), sorted(codes), sorted(set(known.values()))])
        found |= known
        if len(found) == len(known):
            break
        known = found
    return dict(sorted(known.items(), key=lambda pair: pair[0].doc))
