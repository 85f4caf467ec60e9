"""Made-up patents in the tables of ``corpus.model``: nothing in them is real, and the same seed gives the same bytes.

One publication a patent, years 2000 to 2023; ten citations each on average, mostly to older patents of the corpus, some to
patents outside it; one to six symbols of 640 subclasses; families of up to four offices; one field of 35 or two.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ipops.corpus.model import TABLES

FIRST_DAY, DAYS = 10_957, 8_766  # 2000-01-01, 24 years
OFFICES = np.array(["CN", "US", "EP", "JP", "WO", "KR"])
SECTIONS = [
    f"{s}{n:02d}{letter}" for s in "ABCDEFGH" for n in (1, 4, 10, 16, 21, 25, 39, 61) for letter in "BCDFGHJKLM"
]
OUTSIDE, UNLISTED = 0.2, 0.05


def write(folder: Path, patents: int, citations: int, seed: int = 7) -> None:
    rng = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    filed = np.sort(rng.integers(FIRST_DAY, FIRST_DAY + DAYS - 1500, patents)).astype(np.int32)
    published = filed + rng.integers(180, 560, patents).astype(np.int32)
    office = OFFICES[rng.choice(len(OFFICES), patents, p=[0.45, 0.25, 0.1, 0.1, 0.05, 0.05])]
    names = pa.array([f"{o}{100_000_000 + i}A" for i, o in enumerate(office.tolist())])
    _documents(folder, rng, names, office, filed, published)
    _citations(folder, rng, names, citations)
    _classes(folder, rng, names)
    _families(folder, rng, names, office)
    _literature(folder, rng, names)
    _write(folder, "parties", {})


def _write(folder: Path, name: str, columns: dict[str, Any]) -> None:
    schema = TABLES[name].arrow
    n = len(next(iter(columns.values()))) if columns else 0
    arrays = []
    for f in schema:
        if f.name in columns:
            arrays.append(
                pa.array(columns[f.name], from_pandas=True).cast(f.type)
                if not isinstance(columns[f.name], pa.Array)
                else columns[f.name].cast(f.type)
            )
        elif f.nullable:
            arrays.append(pa.nulls(n, f.type))
        else:
            fill = {pa.string(): "-", pa.int32(): 1, pa.int64(): 0, pa.bool_(): True}[f.type]
            arrays.append(pa.repeat(pa.scalar(fill, f.type), n))
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), folder / f"{name}.parquet")


def _documents(folder: Path, rng: Any, names: Any, office: Any, filed: Any, published: Any) -> None:
    n = len(names)
    granted = np.where(rng.random(n) < 0.6, published + rng.integers(100, 1200, n), -1).astype(np.int32)
    status = np.array(["active", "lapsed", "expired", "pending"])[rng.choice(4, n, p=[0.4, 0.2, 0.05, 0.35])]
    ended = np.isin(status, ["lapsed", "expired"])
    day = pa.int32()
    _write(folder, "documents", {
        "document": names, "application": names, "office": office, "kind": np.full(n, "A"),
        "filed_on": pa.array(filed, day).cast(pa.date32()), "priority_on": pa.array(filed, day).cast(pa.date32()),
        "published_on": pa.array(published, day).cast(pa.date32()),
        "granted_on": pa.array(granted, day, mask=granted < 0).cast(pa.date32()),
        "family": pa.array([f"docdb:{i // 2 if i % 5 == 0 else i}" for i in range(n)]),
        "claims_n": rng.poisson(9, n) + 1, "references_listed": rng.random(n) >= UNLISTED, "legal_status": status,
        "ends_on": pa.array(granted + 2000, day, mask=~ended | (granted < 0)).cast(pa.date32()),
        "title": pa.array([f"Made-up device number {i} and method for making it up" for i in range(n)]),
    })  # fmt: skip


def _citations(folder: Path, rng: Any, names: Any, citations: int) -> None:
    n = len(names)
    citing = np.sort(rng.integers(n // 50 + 1, n, citations))
    cited = (citing * np.sqrt(rng.random(citations)) * 0.999).astype(np.int64)
    pairs = np.unique(citing * n + cited)
    citing, cited = pairs // n, pairs % n
    here = rng.random(len(pairs)) >= OUTSIDE
    outside = pa.array([f"XX{int(c)}A" for c in rng.integers(0, 3_000_000, int((~here).sum()))])
    where = np.where(here, cited, n + np.cumsum(~here) - 1)
    ends = pa.chunked_array([names, outside]).combine_chunks().take(pa.array(where))
    category = np.array(["X", "Y", "A", ""])[rng.choice(4, len(pairs), p=[0.1, 0.1, 0.4, 0.4])]
    _write(folder, "citations", {
        "citing": names.take(pa.array(citing)), "cited": ends, "cited_raw": ends, "citing_here": np.full(len(pairs), True),
        "cited_here": here, "category": pa.array(category, mask=category == ""),
    })  # fmt: skip


def _classes(folder: Path, rng: Any, names: Any) -> None:
    n = len(names)
    count = rng.integers(1, 7, n)
    document = np.repeat(np.arange(n), count)
    main = np.repeat(rng.integers(0, len(SECTIONS), n), count)
    subclass = np.where(rng.random(len(document)) < 0.6, main, rng.integers(0, len(SECTIONS), len(document)))
    group = rng.integers(1, 60, len(document))
    subclasses = pa.array(SECTIONS)
    of = subclasses.take(pa.array(subclass))
    symbol = pa.compute.binary_join_element_wise(
        of, pa.array(group).cast(pa.string()), pa.array(np.full(len(of), "/02")), ""
    )
    taken = names.take(pa.array(document))
    _write(folder, "classes", {
        "document": taken, "scheme": np.full(len(of), "ipc"), "symbol": symbol, "subclass": of, "raw": symbol,
        "well_formed": np.full(len(of), True), "sequence": np.ones(len(of), dtype=np.int32),
    })  # fmt: skip
    first = np.concatenate(([True], document[1:] != document[:-1]))
    second = ~first & (rng.random(len(document)) < 0.1)
    chosen = np.flatnonzero(first | second)
    _write(folder, "fields", {
        "document": taken.take(pa.array(chosen)), "scheme": np.full(len(chosen), "wipo35"),
        "field": (subclass[chosen] % 35 + 1).astype(str), "symbols_n": np.ones(len(chosen), dtype=np.int32),
        "share": np.ones(len(chosen)), "first": first[chosen], "conditional": np.full(len(chosen), False),
    })  # fmt: skip


def _families(folder: Path, rng: Any, names: Any, office: Any) -> None:
    n = len(names)
    more = rng.integers(0, 4, n)
    at = np.concatenate((np.arange(n), np.repeat(np.arange(n), more)))
    members = np.concatenate((office, OFFICES[rng.integers(0, len(OFFICES), int(more.sum()))]))
    here = np.arange(len(at)) < n
    _write(folder, "families", {
        "family": pa.array([f"docdb:{i // 2 if i % 5 == 0 else i}" for i in at.tolist()]), "kind": np.full(len(at), "docdb"),
        "member": names.take(pa.array(at)), "document": pa.array(names.take(pa.array(at)).to_pylist(), mask=~here),
        "office": members, "source": np.full(len(at), "stated"),
    })  # fmt: skip


def _literature(folder: Path, rng: Any, names: Any) -> None:
    at = np.sort(rng.integers(0, len(names), len(names) // 2))
    _write(folder, "literature", {
        "citing": names.take(pa.array(at)), "sequence": np.arange(len(at), dtype=np.int32),
        "text": pa.array([f"Made-up journal {i % 997}, page {i}" for i in range(len(at))]),
    })  # fmt: skip
