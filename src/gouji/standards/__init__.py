"""What the rules say, as data: templates, chart of accounts, law, indicators; and their loaders."""
