"""Many disclosures: store, ingest, query.

corpus = gouji.corpus.open("budgets.duckdb")
corpus.frame("facts")                     # a Polars frame
corpus.sql("select year, sum(yuan) from facts group by year")
"""

from gouji.corpus.store import Corpus, CorpusError, open_corpus

open = open_corpus

__all__ = ["Corpus", "CorpusError", "open", "open_corpus"]
