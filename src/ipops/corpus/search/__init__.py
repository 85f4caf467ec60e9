"""Search over a corpus: BM25 over our own tokens, a boolean language with fields, documents like a document."""

from ipops.corpus.search.engine import Answer, Hit, Search
from ipops.corpus.search.index import Index, open_index
from ipops.corpus.search.tokens import Tokeniser, shipped_terms, terms_of

__all__ = ["Answer", "Hit", "Index", "Search", "Tokeniser", "open_index", "shipped_terms", "terms_of"]
