"""What insurance adds up to: sums insured by policies as they are written, with premiums, policies and firms beside.

Rule 1: a policy counts on the day of its contract, once, where the insured lies; a quote counts nowhere.
Rule 2: what ended early or was rescinded stays counted in its year and is shown beside: the year's cover was given.
"""

from __future__ import annotations

import ibis

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.measures.expressions import count_if
from ipops.measures.measure import Column, CountedDay, Measure, Part, Rows, Table, Tables
from ipops.measures.params import Params
from ipops.measures.words import Direction, Figure, Over

KINDS = ("policy_written", "policy_rescinded")
OURS = Citation(document="ipops", clause="lines/insurance/README.md", grade=Grade.OURS)


def written(tables: Tables, params: Params) -> tuple[Table, ...]:
    """One row a policy, and whether it was rescinded."""
    t, gone = tables["policy_written"], tables["policy_rescinded"]
    gone = gone.select("policy").distinct().mutate(gone=ibis.literal(True))
    joined = t.left_join(gone, "policy")
    return (
        joined.select(
            n=t["n"],
            division=t["place"],
            day=t["on"],
            policy=t["policy"],
            total=t["total"],
            premium=t["premium"],
            gone=joined["gone"].fill_null(False),
        ),
    )


SUM_INSURED = Measure(
    code="ip_sum_insured",
    title=Text("知识产权保险保障金额", "IP insurance, sums insured"),
    unit="fen",
    unit_name=Text("分", "fen"),
    decimals=0,
    direction=Direction.UP,
    figure=Figure.FLOW,
    scope=Text("各类知识产权保险；类别由本系统拟定", "IP insurance of every class; the classes are ours"),
    counting_unit=Text("份保单；金额每份计一次", "policies; the sum counts once a policy"),
    dedup_key=Text("保单编号", "the policy"),
    numerator=Text("新成立保单的保险金额之和", "sums insured by policies written"),
    denominator=None,
    over_time=Over.SUM,
    over_place=Over.DISTINCT,
    territory=Text("被保险人所在地", "where the insured is"),
    districts=Text("每份保单只属一地", "each policy belongs to one place"),
    counted_days=(
        CountedDay(
            act=Text("保险合同成立", "contract of insurance"),
            day=Text("合同成立日（本系统规则）", "the day of the contract (our rule)"),
            cite=OURS,
        ),
    ),
    data_source=Text("保险合同成立与解除（事实）", "facts: policies written and rescinded"),
    cut_off=Unknown(
        why=Text("没有文件规定统计截止日。", "No document says by which day a year is closed."),
        needs=Text("以 --as-known-on 指定", "name it by --as-known-on"),
    ),
    register_kinds=Unknown(
        why=Text("未见文件规定哪些权利的保险计入。", "No document says insurance of which rights counts."),
        needs=Text("官方口径", "an official definition"),
    ),
    growth=None,
    clause=OURS,
    version=1,
    rows=Rows(
        kinds=KINDS,
        of=written,
        keys=lambda _: ("policy",),
        repeats=lambda _: False,
        parts=(Part(name="total", fold="max"), Part(name="premium", fold="max"), Part(name="gone", fold="max")),
        beside=lambda units, _: units,
        columns=(
            Column(code="insured", title=Text("保险金额", "sum insured"), total=lambda t: t["total"].sum()),
            Column(code="premium", title=Text("保险费", "premiums"), total=lambda t: t["premium"].sum()),
            count_if("policies", "保单份数", "policies", lambda t: t["total"].notnull()),
            count_if("rescinded", "其中：其后解除", "of them: rescinded since", lambda t: t["gone"]),
        ),
        value="insured",
    ),
)

MEASURES: tuple[Measure, ...] = (SUM_INSURED,)
