"""Which patents for a need, which needs for a patent: words first (``corpus.search``), then what else speaks for a match."""
