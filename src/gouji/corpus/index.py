"""The inverted index of the search: distinct wordings, the words that they hold, and which word stands in which.

It is written in the transaction that stores the documents, so that it never disagrees with them. Wordings repeat
(群众满意度 in every budget), so the index grows far slower than the corpus.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gouji.corpus.insert import arrow_table
from gouji.corpus.rows import Text

_INCOMING = {"kind": "VARCHAR", "title": "VARCHAR", "code": "VARCHAR", "folded": "VARCHAR"}
_CUT = {"kind": "VARCHAR", "title": "VARCHAR", "code": "VARCHAR", "spelling": "VARCHAR"}


def index(cursor: Any, texts: Sequence[Text]) -> None:
    """Adds the wordings that are not there yet."""
    distinct = {(t.kind, t.title, t.code): t for t in texts}
    if not distinct:
        return
    cursor.register("wordings", arrow_table(_INCOMING, [(t.kind, t.title, t.code, t.folded) for t in distinct.values()]))
    fresh = cursor.execute("SELECT kind, title, code FROM wordings ANTI JOIN texts USING (kind, title, code)").fetchall()
    rows = [(*key, word) for key in fresh for t in (distinct[key],) for word in t.words]
    cursor.execute(
        "INSERT INTO texts SELECT (SELECT coalesce(max(text), 0) FROM texts) + row_number() OVER (), kind, title, code, folded "
        "FROM (SELECT * FROM wordings ANTI JOIN texts USING (kind, title, code))"
    )
    cursor.unregister("wordings")
    if not rows:
        return
    cursor.register("cuttings", arrow_table(_CUT, rows))
    cursor.execute(
        "INSERT INTO words SELECT (SELECT coalesce(max(word), 0) FROM words) + row_number() OVER (), spelling "
        "FROM (SELECT DISTINCT spelling FROM cuttings ANTI JOIN words USING (spelling))"
    )
    cursor.execute(
        "INSERT INTO postings SELECT w.word, t.text FROM cuttings c JOIN words w USING (spelling) "
        "JOIN texts t USING (kind, title, code)"
    )
    cursor.unregister("cuttings")
