"""From the files of the drone set to a finished report: load, tables, boundary, labels, analyses, page, Word and PDF.

Input: ``lens-drones-2022`` (49,417 documents) and ``drones-2017-citations-families`` with the shipped template, into an empty folder, in
a process of its own as ``ipops study run`` does it. No peer does this; what is promised is a minute. Equal results first: the
accounts of the load and the numbers of the first finding are compared with what the files themselves say.
"""

from __future__ import annotations

import csv
import gzip
import json
import subprocess
import sys
import tempfile
import time
from importlib import resources
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Any

from benches.table import Line
from ipops.kernel.outcome import Unknown
from ipops.reference.shared import shared_file

PROMISED_SECONDS = 60.0


def bench(long: bool = False) -> list[Line]:
    path = shared_file("patents", "lens-drones-2022", "pat_title.tsv.gz")
    if isinstance(path, Unknown):
        sys.stderr.write(f"{path.why.zh} {path.why.en}\n")
        return []
    template = Path(str(resources.files("ipops.lines.navigation") / "studies" / "drones.yaml"))
    made = []
    for what, lang in (("in Chinese", "zh"), *((("in both languages", "both"),) if long else ())):
        with tempfile.TemporaryDirectory() as folder:
            took, worked = run(template, Path(folder), lang)
            told = json.loads((Path(folder) / "study.json").read_text(encoding="utf-8"))
        right(told, path)
        documents = sum(s["documents"] for s in told["sets"].values())
        made.append(
            Line(
                bench="landscape", what=f"{documents:,} documents, load to finished report {what}", value=took, unit="s",
                promised=PROMISED_SECONDS, at_most=True,
            )
        )  # fmt: skip
        made.append(
            Line(bench="landscape", what=f"processor time of it, all processes, {what}", value=worked, unit="s")
        )
    return made


def run(template: Path, out: Path, lang: str) -> tuple[float, float]:
    """Seconds by the clock, and of processors: others who use the machine lengthen the one more than the other."""
    command = [sys.executable, "-m", "ipops", "study", "run", str(template), "--out", str(out), "--lang", lang]
    began, before = time.perf_counter(), getrusage(RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    took, after = time.perf_counter() - began, getrusage(RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def right(told: dict[str, Any], titles: Path) -> None:
    """Raises ``AssertionError`` when the report does not rest on what the files hold."""
    with gzip.open(titles, "rt", encoding="utf-8", newline="") as f:
        keys = {row["doc_id"] for row in csv.DictReader(f, delimiter="\t")}
    one = told["sets"][told["landscape"]]
    assert one["documents"] == len(keys), (one["documents"], len(keys))
    assert one["read"] == one["stored"] + one["merged"] + one["quarantined"], one
    first = told["findings"][0]["numbers"]
    assert first["n"]["value"] == len(keys), first
    assert first["c"]["value"] == told["within"], first
