"""One document as its page shows it, made once in a process of its own and kept: parts, figures, relations, pictures."""

LANGS = ("zh", "en")
