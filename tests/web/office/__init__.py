"""People, their log and the findings board, on SQLite and on a real PostgreSQL."""
