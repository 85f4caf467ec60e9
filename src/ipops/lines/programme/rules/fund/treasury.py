"""The file for the treasury: one line an approved order, amounts in yuan with two decimals, a total that is checked."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from ipops.kernel.money import NIL
from ipops.lines.programme.facts import PaymentOrdered

COLUMNS = (
    "支付单号",
    "申请日期",
    "收款单位",
    "统一社会信用代码",
    "收款账号末四位",
    "金额（元）",
    "资金来源",
    "支持方式",
    "预算年度",
    "项目编号",
    "合同编号",
    "发票号",
    "凭证号",
)

#: Orders the treasury is told of: what was returned or withdrawn is not to be paid.
FOR_TREASURY = ("approved", "sent", "paid")


def treasury_csv(orders: Sequence[PaymentOrdered], names: Mapping[str, str]) -> bytes:
    """``names`` are the payees' by their codes. UTF-8 with a mark so that Excel reads it; ends with the number of lines and the sum. No cell starts a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for x in sorted(orders, key=lambda o: o.order):
        row = (
            x.order,
            str(x.on),
            names.get(x.payee, ""),
            x.payee.removeprefix("P:"),
            x.account_no,
            f"{x.amount.as_yuan():.2f}",
            x.source.zh,
            x.instrument.zh,
            str(x.budget_year),
            x.project,
            x.contract,
            x.invoice,
            x.voucher,
        )
        writer.writerow([_safe(v) for v in row])
    total = sum((x.amount for x in orders), NIL)
    writer.writerow(["合计", str(len(orders)), "", "", "", f"{total.as_yuan():.2f}", *[""] * (len(COLUMNS) - 6)])
    return out.getvalue().encode("utf-8-sig")


def _safe(value: str) -> str:
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
