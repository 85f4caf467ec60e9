"""How fast a register list is merged: ``python -m benches.register_import [rows]``. A ratio to openpyxl reading the file.

A made-up list of 25,000 rows (a fifth of the rights known, an eighth of the parties, one row in fifty with two rights) goes
through the service layer into an embedded PostgreSQL of its own, with its sync to disk on; then the same list again, which
stores nothing. Beside it, in the same run, openpyxl's read-only mode reads every cell of the file and does nothing else.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from benches.append import fresh_city
from benches.table import Line, show
from ipops.kernel.identifiers import cn_application_check

ROWS = 25_000
PROMISED_SECONDS = 60
TODAY = date(2025, 6, 30)
HEAD = (
    "登记号",
    "专利号",
    "发明名称",
    "专利类型",
    "转让方",
    "受让方",
    "登记日",
    "合同签订日",
    "合同金额（万元）",
    "是否无偿",
)


def number(i: int) -> str:
    body = f"2015{1 + i % 3}{i:07d}"
    return f"{body}.{cn_application_check(body)}"


def write_list(path: Path, rows: int) -> None:
    """The list as an office would send it, the same on every machine."""
    dice = random.Random(20251125)
    kinds = ("发明专利", "实用新型", "外观设计")
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("清单")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, ["专利转让登记清单（演示）"])
    sheet.write_row(1, 0, HEAD)
    for i in range(rows):
        on = date(2024, 1, 1) + timedelta(days=dice.randrange(500))
        rights = number(i) if i % 50 else f"{number(i)}；{number(rows + i + (-rows) % 3)}"
        sheet.write_row(i + 2, 0, [f"T{i:08d}", rights, f"一种装置{i}", kinds[i % 3]])
        sheet.write(i + 2, 4, f"演示第{dice.randrange(4000)}科技有限公司")
        sheet.write(i + 2, 5, f"演示第{dice.randrange(4000)}新材料有限公司")
        sheet.write_datetime(i + 2, 6, _noon(on), day)
        sheet.write_datetime(i + 2, 7, _noon(on - timedelta(days=dice.randrange(90))), day)
        sheet.write(i + 2, 8, dice.randrange(1, 900))
        sheet.write(i + 2, 9, "否")
    book.close()


def _noon(day: date) -> Any:
    from datetime import datetime

    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- as a workbook holds it


def read_alone(path: Path) -> int:
    """Every cell by openpyxl's read-only mode, nothing else."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    cells = sum(len(row) for ws in book.worksheets for row in ws.iter_rows(values_only=True))
    book.close()
    return cells


def timed(action: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    got = action()
    return got, time.perf_counter() - start


def fill(rows: int) -> None:
    """What the city knew before: some parties and rights."""
    from ipops.ledger.entry import Draft, Source
    from ipops.ledger.facts import PartyRegistered, RightFiled
    from ipops.ledger.facts.words import PartyKind, RightKind
    from ipops.webkit import journal

    source = Source(reason="演示")
    kinds = (RightKind.INVENTION, RightKind.UTILITY_MODEL, RightKind.DESIGN)
    facts: list[Any] = [
        PartyRegistered(
            on=date(2015, 1, 1),
            party=f"P:x-bench{i}",
            kind_of_party=PartyKind.ENTERPRISE,
            name=f"演示第{i}科技有限公司",
            place="990101",
        )
        for i in range(0, 4000, 4)
    ]
    facts += [
        RightFiled(
            on=date(2015, 6, 1),
            right=f"CN{number(i)}",
            kind_of_right=kinds[i % 3],
            title=f"一种装置{i}",
            owners=(f"P:x-bench{i % 1000 * 4}",),
            place="990101",
        )
        for i in range(0, rows, 5)
    ]
    journal.append([Draft(fact=f, source=source, reference=f"b{i}") for i, f in enumerate(facts)], by="bench")


def measure(rows: int) -> list[Line]:
    """One merge into a city of its own, thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="ipops-list-") as place, fresh_city():
        path = Path(place) / "list.xlsx"
        write_list(path, rows)
        _, alone = timed(lambda: read_alone(path))
        from ipops.intake.profile import shipped
        from ipops.intake.table import read_table
        from ipops.lines.trading.app.services.register import register_import

        profile = shipped()["cnipa-transfer"]
        fill(rows)
        _, reading = timed(lambda: sum(1 for _ in read_table(path, profile)))

        def once() -> Any:
            return register_import(path=path, kind="transfer", profile=profile, by="bench", today=TODAY, place="990100")

        first, merged = timed(once)
        again, second = timed(once)
    if first.read != rows or first.rejected or again.stored or again.both != first.only_register:
        raise SystemExit(f"The merge went wrong: {first.as_json() | {'refused': first.rejected[:3]}}")
    floor: dict[str, Any] = {"bench": "register_import", "unit": "s", "floor": "openpyxl alone", "floor_value": alone}
    return [
        Line(what=f"read and understand {rows:,} rows", value=reading, **floor),
        Line(
            what=f"merge {rows:,} rows, {first.stored:,} facts",
            value=merged,
            promised=PROMISED_SECONDS * rows / ROWS,
            at_most=True,
            **floor,
        ),
        Line(what="the same list again, nothing stored", value=second, **floor),
    ]


def bench(long: bool = False) -> list[Line]:
    return measure(ROWS)


if __name__ == "__main__":
    show(measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
