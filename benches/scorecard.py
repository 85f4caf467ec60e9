"""A nation's scorecard out of Parquet: 337 places x 6 years from 20 million facts (``IPOPS_BENCH_FACTS`` sets another number).

Promises: at most 1.3 times the time of the best hand-written DuckDB SQL for the same table; ten times faster than pandas
for sums and counts, three times where distinct counts dominate; under 2 GB at the peak; equal rows from Spark. Data and
queries: ``benches/nation``. Each contender runs in a process of its own; ours and the SQL take turns, the best of three
counts (the machine is seldom quiet), pandas and Spark run once.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benches.nation import made
from benches.table import Line
from ipops.measures import spark

FACTS = 20_000_000
TURNS = 3
GB = 1 << 30
AT_MOST_OF_SQL, PANDAS_SUMS, PANDAS_DISTINCT, PEAK_GB = 1.3, 10, 3, 2


def bench(long: bool) -> list[Line]:
    facts = int(os.environ.get("IPOPS_BENCH_FACTS", FACTS))
    with tempfile.TemporaryDirectory(prefix="ipops-bench-") as scratch:
        data = Path(os.environ.get("IPOPS_BENCH_DATA", "") or f"{scratch}/facts")
        data.mkdir(parents=True, exist_ok=True)
        sys.stderr.write(f"… {facts:,} facts\n")
        made.write(data, facts)
        return _lines(facts, {what: _run_all(what, data, Path(scratch)) for what in ("scorecard", "sums")})


def _run_all(what: str, data: Path, scratch: Path) -> dict[str, dict[str, Any]]:
    best: dict[str, dict[str, Any]] = {}
    for name in [*("on_duckdb", "by_sql") * TURNS, "by_pandas", *(("on_spark",) if _asks_spark(what) else ())]:
        got = _alone(name, what, data, scratch)
        sys.stderr.write(f"… {what} {name}: {got['seconds']:.1f} s, {got['peak'] / GB:.2f} GB\n")
        known = best.setdefault(name, got)
        if got["rows"] != known["rows"]:
            raise RuntimeError(f"{name} gives two answers to one question.")
        if got["seconds"] < known["seconds"]:
            best[name] = got
    return best


def _asks_spark(what: str) -> bool:
    """Once, for the longer table; a machine without Java or PySpark says so and leaves that line out."""
    if what != "scorecard" or spark.is_available():
        return what == "scorecard"
    sys.stderr.write(f"… Spark left out: {spark.NEEDS}\n")
    return False


def _alone(name: str, what: str, data: Path, scratch: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benches.scorecard", "--run", name, what, str(data), str(scratch)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": _path()})
    if done.returncode != 0:
        raise RuntimeError(f"{name} failed:\n{done.stderr[-2000:]}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _path() -> str:
    root = Path(__file__).resolve().parents[1]
    return os.pathsep.join([str(root / "src"), str(root), os.environ.get("PYTHONPATH", "")])


def run(name: str, what: str, data: Path, scratch: Path) -> dict[str, Any]:
    """One contender in this process: seconds without start-up, peak memory of the process, a hash of its rows."""
    from benches.nation import contenders

    spill = scratch / f"{name}-spill"
    spill.mkdir(exist_ok=True)
    started = time.perf_counter()
    answer = getattr(contenders, name)(data, what, spill)
    seconds = time.perf_counter() - started
    shutil.rmtree(spill, ignore_errors=True)
    return {"seconds": seconds, "peak": _peak(), "count": len(answer), "rows": _hash(answer)}


def _hash(answer: list[tuple[Any, ...]]) -> str:
    told = "\n".join(",".join(map(str, row)) for row in answer)
    return hashlib.sha256(told.encode()).hexdigest()


def _peak() -> int:
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def _lines(facts: int, found: dict[str, dict[str, dict[str, Any]]]) -> list[Line]:
    card, sums = found["scorecard"], found["sums"]
    size = f"{facts / 1e6:g} million facts"
    ours, by_hand = card["on_duckdb"]["seconds"], card["by_sql"]["seconds"]
    equal = all(c["rows"] == card["on_duckdb"]["rows"] for c in card.values()) and all(
        c["rows"] == sums["on_duckdb"]["rows"] for c in sums.values()
    )
    peak = max(card["on_duckdb"]["peak"], sums["on_duckdb"]["peak"]) / GB

    def line(what: str, value: float, unit: str, promised: float | None = None, *, at_most: bool = False) -> Line:
        return Line(bench="scorecard", what=what, value=value, unit=unit, promised=promised, at_most=at_most)

    return [
        line(f"337 places x 6 years, {size}: ours", ours, "s"),
        line("best SQL by hand", by_hand, "s"),
        line("ours to SQL by hand", ours / by_hand, "x", AT_MOST_OF_SQL, at_most=True),
        line("ours to SQL by hand, sums alone", _of(sums, "on_duckdb", "by_sql"), "x", AT_MOST_OF_SQL, at_most=True),
        line("pandas to ours, sums and counts", _of(sums, "by_pandas", "on_duckdb"), "x", PANDAS_SUMS),
        line("pandas to ours, distinct counts", _of(card, "by_pandas", "on_duckdb"), "x", PANDAS_DISTINCT),
        line("our peak memory", peak, "GB", PEAK_GB, at_most=True),
        line("pandas' peak memory", max(c["by_pandas"]["peak"] for c in (card, sums)) / GB, "GB"),
        *([line("Spark to ours", _of(card, "on_spark", "on_duckdb"), "x")] if "on_spark" in card else []),
        line(f"equal rows from all {len(card)} (1 is yes)", float(equal), "", 1),
    ]


def _of(found: dict[str, dict[str, Any]], one: str, other: str) -> float:
    ratio: float = found[one]["seconds"] / found[other]["seconds"]
    return ratio


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        _, _, name, what, data, scratch = sys.argv
        sys.stdout.write(json.dumps(run(name, what, Path(data), Path(scratch))) + "\n")
    else:
        from benches import table

        if len(sys.argv) > 1:
            os.environ["IPOPS_BENCH_FACTS"] = sys.argv[1]
        table.show(table.run("scorecard", False))
