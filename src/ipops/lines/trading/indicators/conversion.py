"""University to small firm: goal 5 of the 2020 Notice from the register, each SME once; what shows use stands beside.

Rule 1: a firm counts from the first counted day of a patent's transfer or licence that a university or institute gave to it.
Rule 2: the Notice says *successfully converted* and not what shows it: ``with_use`` are those that reported evidence of use (a
product, sales, a trial), our stricter reading.
Rule 3: a firm whose size nobody declared is shown and does not count; nor does a deal that a check excluded.
"""

from __future__ import annotations

import ibis

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.ledger.facts.words import PartyKind
from ipops.lines.trading.indicators.deals import COUNTED_DAYS, NOTICE
from ipops.measures.expressions import CHECKS, PATENTS, count_if, counted, deal_doubts, is_one_of
from ipops.measures.measure import Column, Measure, Part, PublishedAs, Rows, Table, Tables
from ipops.measures.params import Params
from ipops.measures.words import Direction, Figure, Over

KINDS = ("transfer_registered", "licence_recorded", "party_registered", "use_reported", *CHECKS)
_SCHOOLS = (PartyKind.UNIVERSITY, PartyKind.INSTITUTE)


def converted(tables: Tables, params: Params) -> tuple[Table, ...]:
    """One row a deal and taker, and how the taker stands. Of a firm that counts only the deals that make it count are left, so
    that an excluded deal does not date it back."""
    parties = tables["party_registered"]
    schools = parties.filter(is_one_of(parties["kind_of_party"], _SCHOOLS)).select(school=parties["party"]).distinct()
    sizes = parties.group_by("party").agg(sme=parties["sme"].argmax(parties["n"]))
    deals = _deals(tables["transfer_registered"], "transferors", "transferees").union(
        _deals(tables["licence_recorded"], "licensors", "licensees")
    )
    given = deals.semi_join(schools, deals["giver"] == schools["school"])
    firms = given.left_join(sizes, given["client"] == sizes["party"]).drop("party")
    doubts = deal_doubts(tables).select("doubted", "excluded")
    told = firms.left_join(doubts, firms["deal"] == doubts["doubted"]).drop("doubted")
    shown = _shown(tables["use_reported"])
    told = told.left_join(shown, told["deal"] == shown["used"])
    rows = told.select(
        n=told["n"],
        division=told["division"],
        day=told["day"],
        client=told["client"],
        state=ibis.cases(
            (told["sme"].isnull(), "untold"),
            (~told["sme"], "other"),
            (told["excluded"].fill_null(False), "excluded"),
            else_="converted",
        ),
        with_use=told["used"].notnull(),
    )
    counts = rows["state"] == "converted"
    return (rows.filter(counts).union(rows.filter(~counts).anti_join(rows.filter(counts), "client")),)


def _deals(facts: Table, givers: str, takers: str) -> Table:
    """One row a deal on a patent, giver and taker."""
    t = counted(facts)
    t = t.filter(is_one_of(t["kind_of_right"], PATENTS))
    each = t.select(
        n=t["n"], day=t["on"], division=t["to_place"], deal=t["deal"], giver=t[givers].unnest(), takers=t[takers]
    )
    return each.select("n", "day", "division", "deal", "giver", client=each["takers"].unnest())


def _shown(uses: Table) -> Table:
    """Deals with evidence that what was handed over is used: the last word on each year stands."""
    each = uses.select("deal", "year", "n", some=uses["evidence"].length() > 0)
    last = each.group_by(["deal", "year"]).agg(some=each["some"].argmax(each["n"]))
    return last.filter(last["some"]).select(used=last["deal"]).distinct()


COLUMNS = (
    Column(code="converted", title=Text("已转让或许可（登记、备案）", "handed over, on the register"), total=lambda t: t.count(where=t["state"] == "converted")),
    count_if("with_use", "其中：有实施证据（从严读法）", "of them: with evidence of use (stricter reading)", lambda t: (t["state"] == "converted") & t["with_use"]),
    count_if("excluded", "核查排除，不计入", "excluded by a check: not counted", lambda t: t["state"] == "excluded"),
    count_if("untold", "规模未说明，不计入", "size not told: not counted", lambda t: t["state"] == "untold"),
    count_if("other", "非中小企业，不计入", "no SME: not counted", lambda t: t["state"] == "other"),
)  # fmt: skip

SMES_CONVERTING = Measure(
    code="smes_converting_university_patents",
    title=Text(
        "成功转化高校院所专利技术的中小企业",
        "SMEs that successfully commercialise patents of universities and institutes",
    ),
    unit="sme",
    unit_name=Text("家", "SMEs"),
    decimals=0,
    direction=Direction.UP,
    figure=Figure.CUMULATIVE_DISTINCT,
    scope=Text(
        "自高校、科研院所受让或获许可专利并已登记或备案的中小企业（规模自报）",
        "SMEs (size as declared) with a patent's transfer or licence from a university or institute on the register",
    ),
    counting_unit=Text(
        "中小企业；通知未说明怎样才算“成功转化”，有实施证据的另列（本系统规则）",
        "SMEs; the Notice does not say what “successfully” means: those with evidence of use stand beside (our rule)",
    ),
    dedup_key=Text("统一社会信用代码（主体代码）", "the unified social credit code (party)"),
    numerator=Text("累计受让或获许可的中小企业数", "SMEs with a transfer or licence so far"),
    denominator=None,
    over_time=Over.DISTINCT,
    over_place=Over.DISTINCT,
    territory=Text("受让方、被许可方所在地", "where the transferee or licensee lies"),
    districts=Text(
        "各级分别去重计数；两个区县都有受让记录的企业在全市只计一次",
        "counted again at each level; a firm with deals in two districts is one of the city",
    ),
    counted_days=tuple(d for d in COUNTED_DAYS if d.act.en in ("transfer of a patent", "licence")),
    data_source=Text(
        "转让登记、许可备案、主体登记、转化成效报告、核查（事实）",
        "facts: transfers, licences, parties, reports of use, checks",
    ),
    cut_off=Unknown(
        why=Text("通知未说明统计截止日。", "The Notice does not say by which day a year is closed."),
        needs=Text("以 --as-known-on 指定", "name it by --as-known-on"),
    ),
    register_kinds=PATENTS,
    growth=None,
    clause=Citation(
        document=NOTICE,
        clause="二、绩效目标 (1)",
        grade=Grade.B,
        quote="支持100家以上中小企业成功转化高校院所专利技术",
        source="001_2b409592b9ecd278.txt",
    ),
    version=3,
    rows=Rows(
        kinds=KINDS,
        of=converted,
        keys=lambda _: ("client",),
        repeats=lambda _: True,  # a deal with several takers or givers
        # the words of a state are in the order of the alphabet: what counts comes first
        parts=(Part(name="state", fold="min"), Part(name="with_use", fold="max")),
        beside=lambda units, _: units,
        columns=COLUMNS,
        value="converted",
    ),
    published_as=(PublishedAs(indicator="smes_converting_university_patents"),),
)
