"""How fast a return of 20,000 rows is validated: ``python -m benches.returns [rows]``. Ratios to a pandas + openpyxl baseline of
the same checks over the same file, each in a fresh process, so that memory is each one's own peak. Time is the processor's,
from the start of the interpreter and imports included: what else runs on the machine changes no ratio. The sides take turns.

The file is the demo's quarterly template, filled with made-up projects; twenty rows are wrong on purpose, and both sides
must find the same ones before anything is timed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benches.table import Line, show

ROWS, WRONG = 20_000, 20
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
HEADS = [
    "project",
    "applicant",
    "credit_code",
    "title",
    "klass",
    "contract",
    "paid",
    "started_on",
    "finished_on",
    "invoice",
]


def code(i: int) -> str:
    """A credit code of a made-up firm with its right check character (GB 32100)."""
    body = f"91110000{organisation(i)}"
    total = sum(ALPHABET.index(c) * pow(3, n, 31) for n, c in enumerate(body))
    return body + ALPHABET[(31 - total % 31) % 31]


def organisation(i: int) -> str:
    """Eight digits and their check character (GB 11714)."""
    body = f"6{i:07d}"
    total = sum(int(c) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return body + "0123456789X0"[(11 - total % 11) % 11]


def write_return(path: Path, rows: int) -> None:
    """A filled-in template, the same on every machine."""
    import openpyxl

    from ipops.lines.programme.rules.returns.tag import Tag
    from ipops.lines.programme.rules.returns.template import template
    from ipops.policy import pack_named

    schema = pack_named("demo-city").returns["quarterly"]  # type: ignore[union-attr]
    tag = Tag(schema="quarterly", version=schema.version, place="990100", period="2024Q1")
    path.write_bytes(template(schema, tag, "示范市（演示）", {}))
    book = openpyxl.load_workbook(path)
    figures, projects = book["指标"], book["项目清单"]
    values = {"transfers": 12, "pledge_amount": 345.5, "pledge_projects": 3, "custody": 120, "certified": 17}
    values |= {
        "projects_n": rows,
        "projects_paid": sum(10 + i % 7 + (50 if i % (rows // WRONG) == 0 else 0) for i in range(rows)),
    }
    for line in range(4, 12):
        figures.cell(line, 2).value = values.get(str(figures.cell(line, 3).value))
    codes = [c for c in map(code, range(1200)) if c[16] != "X"][:900]
    for i in range(rows):
        started = date(2024, 1, 1) + timedelta(days=i % 80)
        paid = 10 + i % 7 + (50 if i % (rows // WRONG) == 0 else 0)
        row = [
            f"P{i:06d}",
            f"演示第{i % 900}公司",
            codes[i % len(codes)],
            f"项目{i}",
            ("资助类", "补助奖励类")[i % 2],
            20 + i % 9,
            paid,
        ]
        for column, value in enumerate([*row, started, started + timedelta(days=5), f"FP{i:06d}"], start=1):
            projects.cell(4 + i, column).value = value
    book.save(path)


def ours(path: Path) -> int:
    """The whole ladder of our validator; gives the number of findings."""
    from ipops.kernel.period import CalendarPeriod
    from ipops.lines.programme.rules.returns import checks, filled
    from ipops.lines.programme.rules.returns.checks import Beside
    from ipops.lines.programme.rules.returns.tag import Tag
    from ipops.policy import pack_named

    schema = pack_named("demo-city").returns["quarterly"]  # type: ignore[union-attr]
    tag = Tag(schema="quarterly", version=schema.version, place="990100", period="2024Q1")
    got = filled.from_file(path, schema, tag)
    beside = Beside(period=CalendarPeriod.parse("2024Q1"), on=date(2024, 4, 10))
    return len(checks.run(got, schema, beside))


def pandas_baseline(path: Path) -> int:
    """The same checks as an analyst writes them: pandas over openpyxl, column by column; the credit code by a vectorised
    weighted sum, as fast as it gets there."""
    import pandas as pd

    book = pd.ExcelFile(path, engine="openpyxl")
    tags: dict[Any, Any] = dict(book.parse("_ipops", header=None).itertuples(index=False))
    if tags.get("place") not in ("990100", 990100) or tags.get("period") != "2024Q1":
        return -1
    figures = book.parse("指标", header=None, skiprows=3)
    values = dict(zip(figures[2], figures[1], strict=True))
    rows = book.parse("项目清单", header=None, skiprows=3, dtype={2: str})
    rows = rows.iloc[:, : len(HEADS)].set_axis(HEADS, axis=1)
    wrong = 0
    required = [h for h in HEADS if h not in ("finished_on", "invoice")]
    wrong += int(rows[required].isna().sum().sum())
    money = rows[["contract", "paid"]].apply(pd.to_numeric, errors="coerce")
    wrong += int((money.isna() | (money < 0)).sum().sum())
    days = rows[["started_on", "finished_on"]].apply(pd.to_datetime, errors="coerce")
    wrong += int(days["started_on"].isna().sum())
    wrong += int((~rows["klass"].isin(["资助类", "补助奖励类"])).sum())
    wrong += int((~_codes_hold(rows["credit_code"])).sum())
    wrong += int((money["paid"] > money["contract"]).sum())
    wrong += int((days["finished_on"] < days["started_on"]).sum())
    wrong += int((days["started_on"] > pd.Timestamp(2024, 3, 31)).sum())
    wrong += int(rows["project"].duplicated().sum()) + int(rows["invoice"].dropna().duplicated().sum())
    wrong += int(values["projects_n"] != len(rows)) + int(values["projects_paid"] != money["paid"].sum())
    return wrong


def _codes_hold(codes: Any) -> Any:
    """GB 32100: the weighted sum over the alphabet without I, O, S, V, Z."""
    alphabet = {c: i for i, c in enumerate(ALPHABET)}
    weights = [pow(3, i, 31) for i in range(17)]
    letters = [codes.str.get(i).map(alphabet) for i in range(18)]
    total = sum(w * x for w, x in zip(weights, letters, strict=False))
    return (31 - total % 31) % 31 == letters[17]


SIDES = {"ours": ours, "pandas": pandas_baseline}


def alone(side: str, path: Path) -> dict[str, float]:
    """One side in a process of its own: findings, seconds of processor time from its start, peak memory in MiB."""
    got = subprocess.run(
        [sys.executable, "-m", "benches.returns", "--side", side, str(path)], capture_output=True, text=True, check=True
    )
    told: dict[str, float] = json.loads(got.stdout)
    return told


def measure(rows: int) -> list[Line]:
    with tempfile.TemporaryDirectory(prefix="ipops-return-") as place:
        path = Path(place) / "return.xlsx"
        write_return(path, rows)
        turns = [{side: alone(side, path) for side in SIDES} for _ in range(3)]
    runs = {side: [turn[side] for turn in turns] for side in SIDES}
    mine, theirs = ({k: min(r[k] for r in runs[s]) for k in ("found", "seconds", "mib")} for s in ("ours", "pandas"))
    if mine["found"] != theirs["found"] or mine["found"] < WRONG:
        raise SystemExit(f"The two sides disagree: {mine} {theirs}")
    speed, memory = theirs["seconds"] / mine["seconds"], mine["mib"] / theirs["mib"]
    note = f"{mine['seconds']:.2f} s and {mine['mib']:.0f} MiB; pandas + openpyxl {theirs['seconds']:.2f} s and {theirs['mib']:.0f} MiB"
    return [
        Line(
            bench="returns",
            what=f"validate {rows:,} rows, times as fast by processor time ({note})",
            value=speed,
            unit="×",
            promised=2,
        ),
        Line(
            bench="returns",
            what="peak memory beside pandas + openpyxl",
            value=memory,
            unit="×",
            promised=0.5,
            at_most=True,
        ),
    ]


def bench(long: bool = False) -> list[Line]:
    return measure(ROWS)


def _side(name: str, path: Path) -> None:
    found = SIDES[name](path)
    spent = time.process_time()
    status = Path("/proc/self/status").read_text()  # getrusage would tell the peak of whoever started us
    peak = int(next(x for x in status.splitlines() if x.startswith("VmHWM")).split()[1]) / 1024
    sys.stdout.write(json.dumps({"found": found, "seconds": spent, "mib": peak}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--side"]:
        _side(sys.argv[2], Path(sys.argv[3]))
    else:
        show(measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
