"""What subsidies add up to: money really paid, and what came back of it; claims are counted beside.

Rule 1: only a payment counts, on its day; a grant is no payment.
Rule 2: what came back is shown beside and never taken off the year that paid it: the two have days of their own.
"""

from __future__ import annotations

import ibis

from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.lines.subsidies.machine import OURS
from ipops.measures.expressions import count_if
from ipops.measures.measure import Column, CountedDay, Measure, Part, Rows, Table, Tables
from ipops.measures.params import Params
from ipops.measures.words import Direction, Figure, Over

KINDS = ("subsidy_paid", "subsidy_returned")


def paid(tables: Tables, params: Params) -> tuple[Table, ...]:
    """One row a claim that was paid, with what came back of it until now."""
    t, back = tables["subsidy_paid"], tables["subsidy_returned"]
    came = back.group_by("claim").agg(came=back["amount"].sum())
    joined = t.left_join(came, "claim")
    return (
        joined.select(
            n=t["n"],
            division=t["place"],
            day=t["on"],
            claim=t["claim"],
            paid=t["amount"],
            came=ibis.coalesce(joined["came"], 0),
        ),
    )


SUBSIDIES_PAID = Measure(
    code="subsidies_paid",
    title=Text("知识产权补贴支付金额", "IP subsidies paid"),
    unit="fen",
    unit_name=Text("分", "fen"),
    decimals=0,
    direction=Direction.NONE,
    figure=Figure.FLOW,
    scope=Text("贴息与评估、担保、保险、证券化费用补贴", "interest, and costs of valuation, guarantee, insurance, securitization"),
    counting_unit=Text("件申报；金额每件计一次", "claims; the amount counts once a claim"),
    dedup_key=Text("申报编号", "the claim"),
    numerator=Text("已支付补贴金额之和", "sum of subsidies paid"),
    denominator=None,
    over_time=Over.SUM,
    over_place=Over.DISTINCT,
    territory=Text("申报单位所在地", "where the claimant is"),
    districts=Text("每件只属一地", "each claim belongs to one place"),
    counted_days=(
        CountedDay(
            act=Text("补贴支付", "payment of a subsidy"),
            day=Text("支付日（本系统规则）", "the day of payment (our rule)"),
            cite=OURS,
        ),
    ),
    data_source=Text("补贴支付与退回到账（事实）", "facts: subsidies paid and money back"),
    cut_off=Unknown(
        why=Text("没有文件规定统计截止日。", "No document says by which day a year is closed."),
        needs=Text("以 --as-known-on 指定", "name it by --as-known-on"),
    ),
    register_kinds=Unknown(
        why=Text("按贷款与费用计，不按权利种类计。", "Counted by loan and cost, not by kind of right."),
        needs=Text("地方口径", "a local definition"),
    ),
    growth=None,
    clause=OURS,
    version=1,
    rows=Rows(
        kinds=KINDS,
        of=paid,
        keys=lambda _: ("claim",),
        repeats=lambda _: False,
        parts=(Part(name="paid", fold="max"), Part(name="came", fold="max")),
        beside=lambda units, _: units,
        columns=(
            Column(code="paid", title=Text("已支付", "paid"), total=lambda t: t["paid"].sum()),
            Column(code="back", title=Text("其中：其后退回到账", "of it: came back since"), total=lambda t: t["came"].sum()),
            count_if("claims", "申报件数", "claims", lambda t: t["paid"].notnull()),
        ),
        value="paid",
    ),
)  # fmt: skip

MEASURES: tuple[Measure, ...] = (SUBSIDIES_PAID,)
