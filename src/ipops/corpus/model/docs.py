"""The page of the reference that lists every table and column, made from the tables themselves."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from ipops.corpus.model import TABLES
from ipops.corpus.model.column import TableSpec

HEAD = """# 语料库的表 · Tables of a corpus

One Parquet file a table, `<table>.parquet`. Empty means *not known*, never no and never zero.
Made from `ipops.corpus.model` by `python -m ipops.corpus.model.docs`.
"""


def page() -> str:
    return HEAD + "".join(f"\n{part}" for t in TABLES.values() for part in _table(t))


def _table(table: TableSpec) -> Iterator[str]:
    yield f"## {table.name} · {table.title.zh}\n"
    yield f"{table.grain.zh} {table.grain.en[:1].upper()}{table.grain.en[1:]}\n"
    rows = ["| column | type | 含义 | meaning |", "|---|---|---|---|"]
    for c in table.columns:
        required = "" if c.required else ", may be null"
        rows.append(f"| `{c.name}` | {c.type}{required} | {c.about.zh} | {c.about.en} |")
    yield "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
