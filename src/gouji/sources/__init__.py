"""A file → a Document: blocks of text and grids, each with its place. One file a format; none knows of budgets."""
