"""A corpus that an older program made, brought up to date in one transaction. What it holds stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gouji.corpus.schema import VERSION, VIEWS

# Version → what makes it the next one.
STEPS: Mapping[int, Sequence[str]] = {
    2: (
        "ALTER TABLE documents ADD COLUMN rules VARCHAR",
        "ALTER TABLE findings ADD COLUMN title_en VARCHAR",
        "ALTER TABLE findings ADD COLUMN message_en VARCHAR",
        "ALTER TABLE joint_findings ADD COLUMN title_en VARCHAR",
        "ALTER TABLE joint_findings ADD COLUMN message_en VARCHAR",
    ),
}


def migrated(connection: Any, version: int) -> bool:
    """Whether a corpus of an older version could be brought up to date, and was."""
    if version not in STEPS:
        return False
    connection.execute("BEGIN")
    try:
        while version in STEPS:
            for statement in STEPS[version]:
                connection.execute(statement)
            version += 1
        for name, query in VIEWS.items():  # a view knows the columns that its tables had
            connection.execute(f"CREATE OR REPLACE VIEW {name} AS {query}")
        connection.execute("UPDATE meta SET version = ?", [VERSION])
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return True
