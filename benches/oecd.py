"""The OECD set over 1,000,000 made-up patents with 10,000,000 citations: under ten times the time to read the tables, under 6 GB.

Reading is all columns of the seven tables from Parquet into Arrow by the same DuckDB; the set is read, worked out and written to
a file. Each runs in a process of its own with two threads, in turns, the best of two counts. Spark gives the same rows: over
the same million with ``--long``, else over a tenth of it (``IPOPS_BENCH_PATENTS`` sets another number of patents).
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from benches.table import Line

PATENTS, CITED_EACH = 1_000_000, 10
AT_MOST_READING, PEAK_GB = 10.0, 6.0
THROUGH = date(2023, 12, 31)
GB = 1 << 30


def bench(long: bool) -> list[Line]:
    from benches import made_patents
    from ipops.measures import spark

    patents = int(os.environ.get("IPOPS_BENCH_PATENTS", PATENTS))
    with tempfile.TemporaryDirectory(prefix="ipops-bench-") as scratch:
        whole, part = Path(scratch) / "whole", Path(scratch) / "part"
        sys.stderr.write(f"… {patents:,} made-up patents\n")
        made_patents.write(whole, patents, patents * CITED_EACH)
        reading, ours = [], []
        for _ in range(2):
            reading.append(_alone("reading", whole, scratch))
            ours.append(_alone("on_duckdb", whole, scratch))
        best, read = min(ours, key=_seconds), min(reading, key=_seconds)
        lines = _lines(patents, best, read)
        if not spark.is_available():
            sys.stderr.write(f"… Spark left out: {spark.NEEDS}\n")
            return lines
        compared = whole if long else part
        if not long:
            made_patents.write(part, patents // 10, patents * CITED_EACH // 10)
        answers = [_alone(name, compared, scratch) for name in ("on_duckdb", "on_spark")]
        what = f"equal rows from Spark, {answers[0]['count']:,} patents (1 is yes)"
        return [*lines, _line(what, float(answers[0]["rows"] == answers[1]["rows"]), "", 1)]


def _seconds(got: dict[str, Any]) -> float:
    return float(got["seconds"])


def _line(what: str, value: float, unit: str, promised: float | None = None, *, at_most: bool = False) -> Line:
    return Line(bench="oecd", what=what, value=value, unit=unit, promised=promised, at_most=at_most)


def _lines(patents: int, ours: dict[str, Any], read: dict[str, Any]) -> list[Line]:
    return [
        _line(f"OECD set, {patents:,} patents, {read['count']:,} citations", ours["seconds"], "s"),
        _line("reading the tables", read["seconds"], "s"),
        _line("the set to reading", ours["seconds"] / read["seconds"], "x", AT_MOST_READING, at_most=True),
        _line("our peak memory", ours["peak"] / GB, "GB", PEAK_GB, at_most=True),
    ]


def _alone(name: str, data: Path, scratch: str) -> dict[str, Any]:
    root = Path(__file__).resolve().parents[1]
    path = os.pathsep.join([str(root / "src"), str(root), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "benches.oecd", "--run", name, str(data), scratch]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path})
    if done.returncode != 0:
        raise RuntimeError(f"{name} failed:\n{done.stderr[-2000:]}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    sys.stderr.write(f"… {name}: {told['seconds']:.1f} s, {told['peak'] / GB:.2f} GB\n")
    return told


def reading(data: Path, scratch: Path) -> dict[str, Any]:
    """Every table whole, one after another, into Arrow."""
    from ipops.corpus.indicators.oecd import TABLES
    from ipops.corpus.indicators.stages import read
    from ipops.measures import duck

    con = duck.connect(threads=2)
    began = time.perf_counter()
    rows = {name: read(con, data / f"{name}.parquet", name).to_pyarrow().num_rows for name in TABLES}
    return {"seconds": time.perf_counter() - began, "count": rows["citations"], "rows": ""}


def on_duckdb(data: Path, scratch: Path) -> dict[str, Any]:
    from ipops.measures import duck

    return _of(duck.connect(memory="4GB", threads=2, scratch=str(scratch / "spill")), data, scratch)


def on_spark(data: Path, scratch: Path) -> dict[str, Any]:
    from ipops.measures import spark

    return _of(spark.connect(memory="4g", scratch=str(scratch / "spark")), data, scratch)


def _of(con: Any, data: Path, scratch: Path) -> dict[str, Any]:
    import pyarrow.parquet as pq

    from ipops.corpus.indicators import oecd, run
    from ipops.corpus.indicators.params import Params

    out = scratch / f"{con.name}.parquet"
    began = time.perf_counter()
    run.run(con, data, Params(through=THROUGH), out)
    seconds = time.perf_counter() - began
    columns = [*oecd.KEYS, *(n for c in oecd.COLUMNS for n in (c, f"{c}_status")), "grant_days"]
    answer = pq.read_table(out, columns=columns)
    told = hashlib.sha256()
    for batch in answer.to_batches(max_chunksize=100_000):
        told.update(repr(batch.to_pydict()).encode())
    return {"seconds": seconds, "count": answer.num_rows, "rows": told.hexdigest()}


def _peak() -> int:
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    _, _, chosen, folder, where = sys.argv
    did = {"reading": reading, "on_duckdb": on_duckdb, "on_spark": on_spark}[chosen](Path(folder), Path(where))
    sys.stdout.write(json.dumps(did | {"peak": _peak()}) + "\n")
