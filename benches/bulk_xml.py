"""US bulk XML to tables: ``python -m benches.bulk_xml [copies]``. Documents a second beside alexandria3k and a bare parse.

Input: the real weekly files of the shared folder, copied with new numbers until they weigh what a weekly issue of full texts does
(393 MB, 11,840 grants), in one file; every document is read in full: people, classes, references, claims, numbers, owners resolved, Parquet on disk. Beside it, in
processes of their own: alexandria3k (GPL, here only) reads the same bytes into its SQLite tables; lxml parses them and keeps
nothing. Equal results first: as many documents, and at least as many references; inventors are counted on both sides
(alexandria3k finds none where they stand among the applicants). Memory: the peak of the load of the file and of one four
times as long, whatever an interpreter with its libraries takes by itself. Beside the seconds stands the processor time of all processes,
which a busy machine disturbs less. Compiled loops are on disk, as they are from the second load on.
"""

from __future__ import annotations

import re
import resource
import sqlite3
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benches.table import Line, show
from ipops.kernel.outcome import Unknown
from ipops.reference.shared import shared_file

FOLDER = "uspto-bulk-xml-2005-2012"
FILES = (
    "ipg050104.small.xml",
    "ipg070102.small.xml",
    "ipg090106.small.xml",
    "ipg110104.small.xml",
    "ipg120327.196.xml",
)
COPIES = 40
PEER, FLOOR, FLAT = 3.0, 0.5, 1.25  #: times alexandria3k, part of a bare parse, memory of four times the file
_NUMBER = re.compile(
    rb"(<publication-reference>\s*<document-id>\s*<country>US</country>\s*<doc-number>D?)0(\d+)(</doc-number>)"
)


def weekly(copies: int) -> Iterator[bytes]:
    """The documents of the real files, again and again; from the second time on under numbers of their own."""
    for copy in range(copies):
        for name in FILES:
            path = shared_file("patents", FOLDER, name)
            assert isinstance(path, Path)
            data = path.read_bytes()
            yield _NUMBER.sub(rb"\g<1>%d\2\3" % copy, data) if copy else data


def write(path: Path, copies: int) -> int:
    """Bytes written."""
    with path.open("wb") as f:
        return sum(f.write(part) for part in weekly(copies))


def ours(path: Path, into: Path) -> dict[str, float]:
    """Load and tables: seconds, documents, inventors, references."""
    from ipops.corpus.assembly.tables import make_tables
    from ipops.corpus.feeds.load import load
    from ipops.corpus.feeds.store import WORKERS

    started, used = time.perf_counter(), _used()
    (one,) = load([(path, path.name)], into / "corpus", workers=WORKERS)
    made = make_tables(into / "corpus", into / "tables")
    seconds, used = time.perf_counter() - started, _used() - used
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    roles = pq.read_table(into / "tables" / "parties.parquet", columns=["role"])["role"]
    return {
        "seconds": seconds,
        "used": used,
        "documents": one.stored,
        "inventors": pc.sum(pc.equal(roles, "inventor")).as_py(),
        "references": made.rows["citations"] + made.rows["literature"],
    }


def memory(path: Path, into: Path) -> float:
    """Megabytes at the peak of a load, the interpreter with its libraries taken off."""
    from ipops.corpus.feeds.load import load

    before = _peak()
    list(load([(path, path.name)], into / "corpus"))
    return _peak() - before


def _used() -> float:
    """Processor seconds of this process and of those it has waited for."""
    each = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(r.ru_utime + r.ru_stime for r in each)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def bare(path: Path, into: Path) -> dict[str, float]:
    """lxml parses every document and keeps nothing; the file is cut at its declarations."""
    del into
    from lxml import etree

    started, used = time.perf_counter(), _used()
    parts = path.read_bytes().split(b"<?xml ")[1:]
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for part in parts:
        etree.fromstring(b"<?xml " + part, parser)
    return {"seconds": time.perf_counter() - started, "used": _used() - used, "documents": len(parts)}


def alexandria(path: Path, into: Path) -> dict[str, float]:
    """The peer's own population of its database from a zip of the same bytes, as it wants them laid out."""
    from alexandria3k.data_sources.uspto import Uspto

    year = into / "2012"
    year.mkdir()
    with zipfile.ZipFile(year / "ipgb20120327.zip", "w", zipfile.ZIP_STORED) as z:
        z.write(path, "ipgb20120327.xml")
    started = time.perf_counter()
    Uspto(str(into)).populate(str(into / "peer.db"))
    seconds = time.perf_counter() - started
    with sqlite3.connect(into / "peer.db") as db:
        found = {n: db.execute(f"select count(*) from {t}").fetchone()[0] for n, t in _PEER_TABLES.items()}
    return {"seconds": seconds, **found}


_PEER_TABLES = {"documents": "us_patents", "inventors": "usp_inventors", "references": "usp_citations"}


def alone(action: Callable[[Path, Path], Any], path: Path) -> Any:
    """In a process of its own, with an empty folder of its own."""
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(action, path, Path(folder)).result()


def best(action: Callable[[Path, Path], dict[str, float]], path: Path, times: int = 2) -> dict[str, float]:
    return min((alone(action, path) for _ in range(times)), key=lambda r: r["seconds"])


def bench(long: bool = False) -> list[Line]:
    if isinstance(shared_file("patents", FOLDER, FILES[0]), Unknown):
        sys.stderr.write("真实文件不在，略过。 The real weekly files are not here; set IPOPS_SHARED. Left out.\n")
        return []
    with tempfile.TemporaryDirectory() as folder:
        path, longer = Path(folder) / "ipg.xml", Path(folder) / "ipg-long.xml"
        listings = COPIES * (3 if long else 1)  # one sequence listing a copy, which is no grant
        size = write(path, listings)
        write(longer, 4 * listings)
        got, floor = best(ours, path), best(bare, path)
        assert got["documents"] == floor["documents"] - listings
        speed, parsed = got["documents"] / got["seconds"], floor["documents"] / floor["seconds"]
        lines = [
            Line(bench="bulk_xml", what=f"{size / 1e6:.0f} MB of weekly files to tables, {got['inventors']:.0f} inventors", value=speed,
                 unit="documents/s", promised=FLOOR * parsed, floor="bare lxml parse", floor_value=parsed),
            Line(bench="bulk_xml", what="processor time, all processes", value=got["used"], unit="s", floor="bare lxml parse", floor_value=floor["used"]),
        ]  # fmt: skip
        lines += _beside_the_peer(path, got, speed, listings)
        short, four = alone(memory, path), alone(memory, longer)
        lines.append(
            Line(bench="bulk_xml", what="peak memory of a load, file four times as long", value=four, unit="MB",
                 promised=FLAT * short, at_most=True, floor="the file itself", floor_value=short)
        )  # fmt: skip
    return lines


def _beside_the_peer(path: Path, got: dict[str, float], speed: float, listings: int) -> list[Line]:
    if find_spec("alexandria3k") is None:
        sys.stderr.write("alexandria3k 未安装，不比。 alexandria3k is not installed; its line is left out.\n")
        return []
    peer = alone(alexandria, path)
    assert got["documents"] == peer["documents"] - listings, "the peer takes a listing for a grant"
    assert got["references"] >= 0.99 * peer["references"]
    assert got["inventors"] >= peer["inventors"]
    theirs = peer["documents"] / peer["seconds"]
    what = f"times alexandria3k ({peer['inventors']:.0f} inventors)"
    return [
        Line(
            bench="bulk_xml",
            what=what,
            value=speed / theirs,
            unit="×",
            promised=PEER,
            floor="alexandria3k, documents/s",
            floor_value=theirs,
        )
    ]


if __name__ == "__main__":
    COPIES = int(sys.argv[1]) if len(sys.argv) > 1 else COPIES
    show(bench())
