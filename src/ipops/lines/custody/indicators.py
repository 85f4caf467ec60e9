"""What custody adds up to: goal 11 of the 2020 Notice, SMEs covered, each once; shells and the undecided shown apart.

Rule 1: a firm is covered from the later of its contract and its first service on; a contract alone is a shell.
Rule 2: computed size outweighs the declared one; a firm whose size nobody knows is shown and does not count.
Rule 3: a firm counts once for all time, by its code, in the place where it lay when it was first covered.
"""

from __future__ import annotations

import ibis

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.lines.custody.machine import COVERED
from ipops.measures.expressions import count_if
from ipops.measures.measure import Column, CountedDay, Measure, Part, PublishedAs, Rows, Table, Tables
from ipops.measures.params import Params
from ipops.measures.words import Direction, Figure, Over

KINDS = ("custody_signed", "custody_served")


def covered(tables: Tables, params: Params) -> tuple[Table, ...]:
    """One row a contract: its client, how it stands, and the day from which that is so. Of a client that is covered only
    the contracts that cover it are left, so that an earlier shell does not date its coverage back."""
    signed, served = tables["custody_signed"], tables["custody_served"]
    first = served.group_by("custody").agg(first_served=served["on"].min())
    t = signed.left_join(first, "custody")
    is_served = t["first_served"].notnull()
    is_sme = ibis.ifelse(t["computed"] == "unknown", t["declared"], t["computed"]) == "sme"
    is_large = ibis.ifelse(t["computed"] == "unknown", t["declared"], t["computed"]) == "large"
    told = t.select(
        n=t["n"],
        division=t["place"],
        day=ibis.ifelse(is_served & (t["first_served"] > t["on"]), t["first_served"], t["on"]),
        client=t["client"],
        state=ibis.cases((is_large, "large"), (~is_sme, "undecided"), (~is_served, "shell"), else_="covered"),
        by_method=t["computed"] == "sme",
    )
    is_covered = told["state"] == "covered"
    return (told.filter(is_covered).union(told.filter(~is_covered).anti_join(told.filter(is_covered), "client")),)


COLUMNS = (
    Column(code="covered", title=Text("已覆盖", "covered"), total=lambda t: t.count(where=t["state"] == "covered")),
    count_if("computed", "其中：按划型办法计算", "of them: computed by the method", lambda t: (t["state"] == "covered") & t["by_method"]),
    count_if("declared", "其中：按企业声明", "of them: declared by the firm", lambda t: (t["state"] == "covered") & ~t["by_method"]),
    count_if("shells", "空壳合同（无服务），不计入", "shell contracts, no service: not counted", lambda t: t["state"] == "shell"),
    count_if("undecided", "规模未定，不计入", "size undecided: not counted", lambda t: t["state"] == "undecided"),
    count_if("large", "大型企业，不计入", "large enterprises: not counted", lambda t: t["state"] == "large"),
)  # fmt: skip

CUSTODY_SMES = Measure(
    code="custody_smes",
    title=Text("专业知识产权托管服务覆盖中小企业", "SMEs covered by professional IP custody, cumulative"),
    unit="sme",
    unit_name=Text("家", "SMEs"),
    decimals=0,
    direction=Direction.UP,
    figure=Figure.CUMULATIVE_DISTINCT,
    scope=Text("中小企业（签约日划型）", "SMEs by their size on the contract date"),
    counting_unit=Text(
        "中小企业：既有签订的合同，又有至少一次服务记录（本系统规则）",
        "SMEs with a signed contract and at least one delivered service (our rule)",
    ),
    dedup_key=Text("统一社会信用代码（主体代码）", "the unified social credit code (party)"),
    numerator=Text("累计覆盖的中小企业数", "SMEs covered so far"),
    denominator=None,
    over_time=Over.DISTINCT,
    over_place=Over.DISTINCT,
    territory=Text("企业签约时所在地", "where the client lay when it signed"),
    districts=Text(
        "各级分别去重计数；迁址再签的企业在全市只计一次",
        "counted again at each level; a firm that moved and signed again is one of the city",
    ),
    counted_days=(
        CountedDay(
            act=Text("托管覆盖", "coverage"),
            day=Text("签约日与首次服务日中较晚者（本系统规则）", "the later of contract and first service (our rule)"),
            cite=Citation(document="ipops", clause="lines/custody/README.md", grade=Grade.OURS),
        ),
    ),
    data_source=Text("托管合同与服务记录（事实）", "facts: custody contracts and services delivered"),
    cut_off=Unknown(
        why=Text("通知未说明统计截止日。", "The Notice does not say by which day a year is closed."),
        needs=Text("以 --as-known-on 指定", "name it by --as-known-on"),
    ),
    register_kinds=Unknown(
        why=Text("通知未说明托管哪些权利。", "The Notice does not say custody of which rights."),
        needs=Text("官方文本", "official text"),
    ),
    growth=None,
    clause=COVERED,
    version=2,
    rows=Rows(
        kinds=KINDS,
        of=covered,
        keys=lambda _: ("client",),
        repeats=lambda _: False,
        # of several contracts the best state stands; its words are in the order of the alphabet: covered comes first
        parts=(Part(name="state", fold="min"), Part(name="by_method", fold="max")),
        beside=lambda units, _: units,
        columns=COLUMNS,
        value="covered",
    ),
    published_as=(PublishedAs(indicator="custody_smes"),),
)

MEASURES: tuple[Measure, ...] = (CUSTODY_SMES,)
