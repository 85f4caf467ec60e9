"""Goal 4 of the 2020 Notice: what patented-technology contracts add up to, in both readings, net of cancellations.

Rule 1: a contract counts on its day of registration, with the amount that stands by the day asked for: an amendment changes
it, a cancellation takes it out. A figure as known on a day knows only what had been learnt by then.
Rule 2: the Notice does not say which contracts are *of patents*: by their type, or by a linked patent. Both are computed.
"""

from __future__ import annotations

import ibis

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind
from ipops.lines.trading.facts.words import ContractType
from ipops.measures.expressions import is_one_of
from ipops.measures.measure import Column, CountedDay, Measure, NotTheSame, Part, PublishedAs, Rows, Table, Tables
from ipops.measures.params import Params
from ipops.measures.words import Contracts, Direction, Figure, Over

NOTICE = "财办建〔2020〕40号"
KINDS = ("contract_registered", "contract_amended", "contract_cancelled", "contract_linked")
_OF_PATENTS = tuple(t for t in ContractType if t.is_of_patents)


def contracts(tables: Tables, params: Params) -> tuple[Table, ...]:
    """Registered contracts of the reading asked for, one row each."""
    t = tables["contract_registered"]
    said = _last_link(tables)
    joined = t.left_join(said, t["contract"] == said["linked_contract"])
    joined = joined.mutate(
        linked=ibis.coalesce(joined["any_patent"], joined["rights"].length() > 0),
        by_type=is_one_of(joined["type_of_contract"], _OF_PATENTS),
    )
    wanted = joined["linked"] if params.contracts is Contracts.LINKED else joined["by_type"]
    chosen = joined.filter(wanted)
    return (
        chosen.select(
            n=chosen["n"],
            division=chosen["place"],
            day=chosen["on"],
            contract=chosen["contract"],
            whole=chosen["whole"],
            technology=chosen["technology"],
            linked=chosen["linked"],
            by_type=chosen["by_type"],
        ),
    )


def _last_link(tables: Tables) -> Table:
    """The last word on each contract's patents: whether there is any."""
    t = tables["contract_linked"]
    said = t.select(linked_contract=t["contract"], n=t["n"], some=t["rights"].length() > 0)
    return said.group_by("linked_contract").agg(any_patent=said["some"].argmax(said["n"]))


def _now(units: Table, tables: Tables) -> Table:
    """Beside each contract its amounts as they stand, and whether it was cancelled."""
    a, c = tables["contract_amended"], tables["contract_cancelled"]
    # an export older than the last one may bring an amendment of before: the day decides, then the number
    day = a["on"].year() * 10_000 + a["on"].month() * 100 + a["on"].day()
    a = a.mutate(place_in_time=day.cast("int64") * 10**11 + a["n"])
    last = a["place_in_time"]
    amended = a.group_by("contract").agg(whole_now=a["whole"].argmax(last), technology_now=a["technology"].argmax(last))
    amended = amended.rename(amended_contract="contract")
    gone = c.select(gone_contract=c["contract"]).distinct()
    t = units.left_join(amended, units["contract"] == amended["amended_contract"])
    t = t.left_join(gone, t["contract"] == gone["gone_contract"])
    return t.mutate(
        whole=ibis.coalesce(t["whole_now"], t["whole"]),
        technology=t["amended_contract"].isnull().ifelse(t["technology"], t["technology_now"]),
        cancelled=t["gone_contract"].notnull(),
    ).drop("whole_now", "technology_now", "amended_contract", "gone_contract")


def _sum(code: str, zh: str, en: str, column: str = "whole", *, net: bool = True) -> Column:
    def total(t: Table) -> Table:
        return t[column].sum(where=~t["cancelled"]) if net else t[column].sum()

    return Column(code=code, title=Text(zh, en), total=total)


COLUMNS = (
    _sum("gross", "全部登记", "gross: all that were registered", net=False),
    Column(code="cancelled", title=Text("其中：已注销", "of it: cancelled"), total=lambda t: t["whole"].sum(where=t["cancelled"])),
    _sum("net", "净额（合同成交额）", "net: whole price, less the cancelled"),
    _sum("technology", "净额（技术交易额）", "net: technology price", "technology"),
    Column(code="contracts", title=Text("净份数", "contracts, net"), total=lambda t: t.count(where=~t["cancelled"])),
    Column(code="unlinked", title=Text("净份数：未关联专利", "net: without a linked patent"), total=lambda t: t.count(where=~t["cancelled"] & ~t["linked"])),
)  # fmt: skip

TECH_CONTRACT_AMOUNT_GROWTH = Measure(
    code="patent_tech_contract_amount_growth",
    title=Text("专利技术合同成交额", "patented-technology contracts, turnover"),
    unit="fen",
    unit_name=Text("分", "fen"),
    decimals=0,
    direction=Direction.UP,
    figure=Figure.FLOW,
    scope=Unknown(
        why=Text(
            "通知未说明何为专利技术合同：只看合同类型，还是凡关联专利的都算。",
            "The Notice does not say which contracts are of patents: by type, or any with a linked patent.",
        ),
        needs=Text("政策包条款 contract.scope", "the pack's term contract.scope"),
    ),
    counting_unit=Text("份合同；金额每份计一次", "contracts; the amount counts once a contract"),
    dedup_key=Text("认定登记编号", "the registration number"),
    numerator=Text(
        "已登记合同的成交额，按变更后的金额，减去已注销的",
        "the whole price of registered contracts as amended, less those cancelled",
    ),
    denominator=None,
    over_time=Over.SUM,
    over_place=Over.DISTINCT,
    territory=Text("卖方所在地（登记机构所在地）", "where the seller is, at whose registry it is registered"),
    districts=Text(
        "各级分别加总；一份合同只属于一个卖方所在地", "added up at each level; a contract belongs to one seller's place"
    ),
    counted_days=(
        CountedDay(
            act=Text("技术合同认定登记", "registration of a technology contract"),
            day=Text("登记日（本系统规则）", "the day of registration (our rule)"),
            cite=Citation(
                document="ipops 0181",
                clause="以登记日计",
                grade=Grade.OURS,
                source="docs/decisions/0181-two-readings-of-patented-technology.md",
            ),
        ),
    ),
    data_source=Text(
        "技术合同登记、变更、注销与专利关联（事实）；没有合同事实的地方用填报数",
        "facts: contracts registered, amended, cancelled, linked; where a place has none, attested figures",
    ),
    cut_off=Unknown(
        why=Text("通知未说明统计截止日。", "The Notice does not say by which day a year is closed."),
        needs=Text("以 --as-known-on 指定", "name it by --as-known-on"),
    ),
    register_kinds=(RightKind.INVENTION, RightKind.UTILITY_MODEL, RightKind.DESIGN),
    growth=Text("年均增幅，方法见政策包条款 growth.method", "average annual growth, by the pack's term growth.method"),
    clause=Citation(
        document=NOTICE,
        clause="二、绩效目标 (1)",
        grade=Grade.B,
        quote="专利技术合同成交额年均增幅40%以上",
        source="001_2b409592b9ecd278.txt",
    ),
    version=3,
    rows=Rows(
        kinds=KINDS,
        of=contracts,
        keys=lambda params: ("contract",),
        repeats=lambda params: False,
        parts=(
            Part(name="whole", fold="max"),
            Part(name="technology", fold="max"),
            Part(name="linked", fold="max"),
            Part(name="by_type", fold="max"),
        ),
        beside=_now,
        columns=COLUMNS,
        value="net",
    ),
    published_as=(
        PublishedAs(indicator="patent_tech_contract_amount_growth"),
        PublishedAs(indicator="patent_tech_contract_amount"),
    ),
    not_the_same=(
        NotTheSame(
            indicator="tech_contract_amount",
            why=Text("全部技术合同，不限于专利技术。", "All technology contracts, not only those with a patent."),
        ),
        NotTheSame(
            indicator="ip_tech_contract_amount",
            why=Text("涉及知识产权的技术合同，不限于专利技术。", "Contracts that involve IP, not only patents."),
        ),
    ),
)
