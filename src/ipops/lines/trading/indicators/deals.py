"""What transfers and licences add up to: goal 1 of the 2020 Notice, with its doubts shown apart.

Rule 1: a deal counts once it is listed on the register or its notice is attached; a reported one waits.
Rule 2: a doubt never deletes. ``gross`` holds all that count, ``flagged`` those with an open or reported check,
``excluded`` those a check threw out, ``net`` is gross less excluded and is the value; the other columns split the net.
"""

from __future__ import annotations

import ibis

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind
from ipops.measures.expressions import CHECKS, PATENTS, count_if, count_if_net, counted, is_one_of, with_doubts
from ipops.measures.measure import Column, CountedDay, Measure, NotTheSame, Part, PublishedAs, Rows, Table, Tables
from ipops.measures.params import Params
from ipops.measures.words import Counting, Direction, Figure, Over, Territory

NOTICE = "财办建〔2020〕40号"
#: The kinds of right whose transfer has a day on a public register that the law names.
TRANSFERS_COUNT = (*PATENTS, RightKind.TRADEMARK, RightKind.LAYOUT)


def transfers_and_licences(tables: Tables, params: Params) -> tuple[Table, ...]:
    """Counted transfers and counted licences, one row a fact and side (``Rows`` says the columns)."""
    transfers = counted(tables["transfer_registered"])
    transfers = transfers.filter(is_one_of(transfers["kind_of_right"], TRANSFERS_COUNT))
    licences = counted(tables["licence_recorded"])
    return (_rows(transfers, params, is_licence=False), _rows(licences, params, is_licence=True))


def _rows(t: Table, params: Params, *, is_licence: bool) -> Table:
    kind = t["kind_of_right"]
    parts = {
        "n": t["n"],
        "day": t["on"],
        "deal": t["deal"],
        "right": t["right"],
        "free": t["free"],
        "related": t["related"],
        "licence": ibis.literal(is_licence),
        "patent": is_one_of(kind, PATENTS),
        "trademark": kind == RightKind.TRADEMARK.value,
        "layout": kind == RightKind.LAYOUT.value,
    }
    given = t.select(division=t["from_place"], **parts)
    taken = t.select(division=t["to_place"], **parts)
    match params.territory:
        case Territory.TRANSFEROR:
            return given
        case Territory.TRANSFEREE:
            return taken
        case Territory.EITHER:
            return given.union(taken)


def _keys(params: Params) -> tuple[str, ...]:
    return ("deal",) if params.counting is Counting.PER_DEAL else ("deal", "right")


COLUMNS = (
    Column(code="gross", title=Text("全部计入", "gross: all that count"), total=lambda t: t.count()),
    count_if("flagged", "存疑待核", "flagged: in doubt", lambda t: t["flagged"]),
    count_if("excluded", "核查排除", "excluded", lambda t: t["excluded"]),
    count_if("net", "净计入", "net: gross less excluded", lambda t: ~t["excluded"]),
    count_if_net("transfers", "转让", "transfers", lambda t: ~t["licence"]),
    count_if_net("licences", "许可", "licences", lambda t: t["licence"]),
    count_if_net("paid", "有偿", "paid", lambda t: ~t["free"]),
    count_if_net("free", "无偿", "free of charge", lambda t: t["free"]),
    count_if_net("related", "关联方之间", "between related parties", lambda t: t["related"]),
    count_if_net("unrelated", "非关联方之间", "between unrelated parties", lambda t: ~t["related"]),
    count_if_net("related_untold", "是否关联未说明", "related or not is not told", lambda t: t["related"].isnull()),
    count_if_net("patents", "含专利", "with a patent", lambda t: t["patent"]),
    count_if_net("trademarks", "含商标", "with a trade mark", lambda t: t["trademark"]),
    count_if_net("layouts", "含布图设计", "with a layout design", lambda t: t["layout"]),
)

COUNTED_DAYS = (
    CountedDay(
        act=Text("专利权转让", "transfer of a patent"),
        day=Text("登记日", "the day of registration"),
        cite=Citation(
            document="专利法(2020-10-17)", clause="第十条", quote="专利申请权或者专利权的转让自登记之日起生效"
        ),
    ),
    CountedDay(
        act=Text("布图设计专有权转让", "transfer of a layout design"),
        day=Text("登记日", "the day of registration"),
        cite=Citation(
            document="集成电路布图设计保护条例(2001-04-02)",
            clause="第二十二条",
            quote="布图设计专有权的转让自登记之日起生效",
        ),
    ),
    CountedDay(
        act=Text("注册商标转让", "assignment of a trade mark"),
        day=Text("公告日", "the day of announcement"),
        cite=Citation(document="商标法(2019-04-23)", clause="第四十二条", quote="受让人自公告之日起享有商标专用权"),
    ),
    CountedDay(
        act=Text("许可", "licence"),
        day=Text("备案日（本系统规则）", "the day of recordal (our rule)"),
        cite=Citation(
            document="ipops 0041",
            clause="许可以备案日计",
            grade=Grade.OURS,
            source="docs/decisions/0041-the-counted-day.md",
        ),
    ),
)

TRANSFERS_LICENCES_GROWTH = Measure(
    code="transfers_licences_growth",
    title=Text("知识产权转让、许可数量", "IP transfers and licences, number"),
    unit="deal",
    unit_name=Text("宗（件）", "deals (or rights)"),
    decimals=0,
    direction=Direction.UP,
    figure=Figure.FLOW,
    scope=Text(
        "专利、商标、布图设计的转让，及各类知识产权许可备案；登记簿所列或附登记、备案通知的",
        "transfers of patents, marks and layouts, and recorded licences of any right; listed on the register or with its notice",
    ),
    counting_unit=Unknown(
        why=Text(
            "通知未说明一宗交易涉及多件权利时计一次还是多次。",
            "The Notice does not say what a deal over many rights counts as.",
        ),
        needs=Text("政策包条款 deal.counting", "the pack's term deal.counting"),
    ),
    dedup_key=Text(
        "按宗计：转让或许可＋交易编号；按件计：再加权利号；首次计入日之后的重复记录不再计",
        "per deal: act and deal code; per right: and the right; a repeat after the first counted day does not count again",
    ),
    numerator=Text("净计入的转让、许可数", "transfers and licences, net of those a check excluded"),
    denominator=None,
    over_time=Over.SUM,
    over_place=Over.DISTINCT,
    territory=Unknown(
        why=Text(
            "通知未说明交易归转让方还是受让方所在地。", "The Notice does not say to which side's place a deal belongs."
        ),
        needs=Text("政策包条款 territory", "the pack's term territory"),
    ),
    districts=Text(
        "各级分别去重计数：区县之间的交易在全市只计一次，全市数不等于区县数之和",
        "counted again at each level: a deal between two districts is one of the city, so districts do not add up to it",
    ),
    counted_days=COUNTED_DAYS,
    data_source=Text(
        "转让登记、许可备案、核查立项与结论（事实）",
        "facts: transfers registered, licences recorded, checks opened and ended",
    ),
    cut_off=Unknown(
        why=Text("通知未说明统计截止日。", "The Notice does not say by which day a year is closed."),
        needs=Text("以 --as-known-on 指定", "name it by --as-known-on"),
    ),
    register_kinds=TRANSFERS_COUNT,
    growth=Text("年均增幅，方法见政策包条款 growth.method", "average annual growth, by the pack's term growth.method"),
    clause=Citation(
        document=NOTICE,
        clause="二、绩效目标 (1)",
        grade=Grade.B,
        quote="知识产权转让、许可数量年均增幅20%以上",
        source="001_2b409592b9ecd278.txt",
    ),
    version=1,
    rows=Rows(
        kinds=("transfer_registered", "licence_recorded", *CHECKS),
        of=transfers_and_licences,
        keys=_keys,
        repeats=lambda params: params.territory is Territory.EITHER,
        parts=(
            Part(name="free", fold="min"),
            Part(name="related", fold="max"),
            Part(name="licence", fold="max"),
            Part(name="patent", fold="max"),
            Part(name="trademark", fold="max"),
            Part(name="layout", fold="max"),
        ),
        beside=lambda units, tables: with_doubts(units, "deal", tables),
        columns=COLUMNS,
        value="net",
    ),
    published_as=(
        PublishedAs(indicator="transfers_licences_growth"),
        PublishedAs(indicator="transfers_licences", scopes=("all_ip",), units=("count",)),
    ),
    not_the_same=(
        NotTheSame(
            indicator="transfers_licences",
            scopes=("unstated", "universities", "universities_and_institutes"),
            why=Text(
                "权利种类未说明，或只是高校、院所的。", "The kinds of right are not said, or it is universities only."
            ),
        ),
        NotTheSame(
            indicator="transfers_licences_pledges",
            why=Text("其中含质押。", "It includes pledges."),
        ),
        NotTheSame(
            indicator="licence_filings",
            why=Text("只是许可备案，不含转让。", "Licences only, no transfers."),
        ),
    ),
)
