"""Pages over a corpus: server-rendered, for a reader with a phone and a reviewer with three hundred documents."""
