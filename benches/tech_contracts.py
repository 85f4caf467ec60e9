"""How fast a registry's export of technology contracts is kept: ``python -m benches.tech_contracts [rows]``.

A made-up export of 20,000 rows with both amounts, decisions and cancellations goes through the service layer into an
embedded PostgreSQL of its own, then the same export with a tenth of the amounts changed. A ratio to openpyxl's read-only
mode, which in the same run reads every cell of the file and does nothing else.
"""

from __future__ import annotations

import random
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from benches.append import fresh_city
from benches.register_import import TODAY, number, read_alone, timed
from benches.table import Line, show

ROWS = 20_000
PROMISED_SECONDS = 30
HEAD = (
    "认定登记编号",
    "合同名称",
    "合同类型",
    "卖方",
    "卖方区划代码",
    "买方",
    "合同成交额",
    "技术交易额",
    "登记结论",
    "登记日期",
    "涉及专利号",
)
TYPES = ("技术开发", "专利权转让", "专利实施许可", "技术服务", "技术咨询", "专利申请权转让")


def write_export(path: Path, rows: int, *, changed: int = 0) -> None:
    """The same export on every machine; of every ``changed``-th row the amounts are other ones."""
    dice = random.Random(20261129)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("导出")
    sheet.write_row(0, 0, HEAD)
    for i in range(rows):
        whole = dice.randrange(10_000, 9_000_000)
        technology = whole * dice.randrange(50, 101) // 100
        if changed and i % changed == 0:
            whole += 1000
        on = date(2024, 1, 1) + timedelta(days=dice.randrange(500))
        decision = "注销" if i % 97 == 0 else "不予登记" if i % 53 == 0 else "准予登记"
        patents = f"CN{number(i)}" if i % 4 == 0 else ""
        row = [
            f"2024-{i:06d}", f"一种装置{i}的技术合同", TYPES[i % 6], f"演示第{dice.randrange(4000)}科技有限公司", "990101",
            f"演示第{dice.randrange(4000)}新材料有限公司", str(whole), str(technology), decision, str(on), patents,
        ]  # fmt: skip
        sheet.write_row(i + 1, 0, row)
    book.close()


def measure(rows: int) -> list[Line]:
    """Both exports into a city of its own, thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="ipops-contracts-") as place, fresh_city():
        path, later = Path(place) / "export.xlsx", Path(place) / "later.xlsx"
        write_export(path, rows)
        write_export(later, rows, changed=10)
        _, alone = timed(lambda: read_alone(path))
        from ipops.intake.profile import shipped
        from ipops.lines.trading.app.services.contracts import PROFILE, contracts_import

        def bring(file: Path) -> Any:
            return contracts_import(path=file, profile=shipped()[PROFILE], by="bench", today=TODAY)

        first, kept = timed(lambda: bring(path))
        again, second = timed(lambda: bring(later))
    if first.read != rows or first.rejected or not again.amended or again.registered:
        raise SystemExit(f"The import went wrong: {first.read} read, {first.rejected[:3]}, again {again.registered}")
    floor: dict[str, Any] = {"bench": "tech_contracts", "unit": "s", "floor": "openpyxl alone", "floor_value": alone}
    return [
        Line(
            what=f"keep {rows:,} contracts, {first.stored:,} facts",
            value=kept,
            promised=PROMISED_SECONDS * rows / ROWS,
            at_most=True,
            **floor,
        ),
        Line(what=f"the next export, {again.amended:,} amended", value=second, **floor),
    ]


def bench(long: bool = False) -> list[Line]:
    return measure(ROWS)


if __name__ == "__main__":
    show(measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
