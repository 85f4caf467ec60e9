"""Goals 2 and 3 of the 2020 Notice: what pledges add up to, amounts and projects, patents and marks told apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ipops.kernel.citation import Citation
from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind
from ipops.lines.programme.indicators.notice import CUT_OFF, GROWTH, clause
from ipops.measures.expressions import CHECKS, PATENTS, count_if_net, counted, is_one_of, with_doubts
from ipops.measures.measure import Column, CountedDay, Measure, NotTheSame, Part, PublishedAs, Rows, Table, Tables
from ipops.measures.params import Params
from ipops.measures.words import Direction, Figure, Over


def pledges(tables: Tables, params: Params) -> tuple[Table, ...]:
    """Counted pledges, one row a right; a pledge belongs where the pledgor is, so ``params`` change nothing."""
    t = counted(tables["pledge_registered"])
    kind = t["kind_of_right"]
    row = t.select(
        n=t["n"],
        division=t["place"],
        day=t["on"],
        pledge=t["pledge"],
        secured=t["secured"],
        patent=is_one_of(kind, PATENTS),
        trademark=kind == RightKind.TRADEMARK.value,
        other=~is_one_of(kind, (*PATENTS, RightKind.TRADEMARK)),
    )
    return (row,)


def _key(params: Params) -> tuple[str, ...]:
    return ("pledge",)


def _never(params: Params) -> bool:
    return False


def _doubts(units: Table, tables: Tables) -> Table:
    return with_doubts(units, "pledge", tables)


def _only_patents(t: Table) -> Table:
    return t["patent"] & ~t["trademark"] & ~t["other"]


def _only_trademarks(t: Table) -> Table:
    return t["trademark"] & ~t["patent"] & ~t["other"]


def _mixed(t: Table) -> Table:
    return t["patent"] & t["trademark"] & ~t["other"]


def _split(total: Callable[[Table, Any], Any]) -> tuple[Column, ...]:
    """Gross, flagged, excluded, net; then the net told apart by kind of right. ``total(units, where)`` adds them up."""

    def column(code: str, zh: str, en: str, holds: Callable[[Table], Any]) -> Column:
        return Column(code=code, title=Text(zh, en), total=lambda t: total(t, holds(t)))

    return (
        Column(code="gross", title=Text("全部计入", "gross: all that count"), total=lambda t: total(t, None)),
        column("flagged", "存疑待核", "flagged: in doubt", lambda t: t["flagged"]),
        column("excluded", "核查排除", "excluded", lambda t: t["excluded"]),
        column("net", "净计入", "net: gross less excluded", lambda t: ~t["excluded"]),
        column("patents", "其中：专利", "of the net: patents only", lambda t: ~t["excluded"] & _only_patents(t)),
        column("trademarks", "其中：商标", "of the net: marks only", lambda t: ~t["excluded"] & _only_trademarks(t)),
        column("mixed", "其中：专利与商标打包", "of the net: patents with marks", lambda t: ~t["excluded"] & _mixed(t)),
        column("other", "其中：含其他权利", "of the net: with other rights", lambda t: ~t["excluded"] & t["other"]),
    )


_PLEDGE_PARTS = (
    Part(name="secured", fold="max"),
    Part(name="patent", fold="max"),
    Part(name="trademark", fold="max"),
    Part(name="other", fold="max"),
)
_PLEDGE_DAYS = (
    CountedDay(
        act=Text("知识产权出质", "pledge of an IP right"),
        day=Text("登记日", "the day of registration"),
        cite=Citation(
            document="民法典",
            clause="第四百四十四条",
            quote="以注册商标专用权、专利权、著作权等知识产权中的财产权出质的，质权自办理出质登记时设立",
        ),
    ),
)


PLEDGE_AMOUNT_GROWTH = Measure(
    code="pledge_amount_growth",
    title=Text("知识产权质押融资金额", "IP pledge financing, amount"),
    unit="fen",
    unit_name=Text("分", "fen"),
    decimals=0,
    direction=Direction.UP,
    figure=Figure.FLOW,
    scope=Text(
        "各类知识产权质押登记；专利、商标、打包、其他分列",
        "pledges of any IP right; patents, marks, both, others told apart",
    ),
    counting_unit=Text("宗质押；金额每宗计一次", "pledges; the amount counts once a pledge"),
    dedup_key=Text(
        "质押编号；首次登记日之后的重复记录不再计",
        "pledge code; a repeat after the first registration does not count again",
    ),
    numerator=Text("净计入质押的担保债权数额之和", "sum of the secured amounts, net of pledges a check excluded"),
    denominator=None,
    over_time=Over.SUM,
    over_place=Over.DISTINCT,
    territory=Text("出质人所在地", "where the pledgor is"),
    districts=Text(
        "一宗质押的权利分属两个区县时，两区各计一次，全市只计一次",
        "a pledge over rights of two districts counts in each of them and once in the city",
    ),
    counted_days=_PLEDGE_DAYS,
    data_source=Text("质押登记、核查立项与结论（事实）", "facts: pledges registered, checks opened and ended"),
    cut_off=CUT_OFF,
    register_kinds=tuple(RightKind),
    growth=GROWTH,
    clause=clause(1, "知识产权质押融资金额和项目数年均增幅30%以上"),
    version=1,
    rows=Rows(
        kinds=("pledge_registered", *CHECKS),
        of=pledges,
        keys=_key,
        repeats=_never,
        parts=_PLEDGE_PARTS,
        beside=_doubts,
        columns=(
            *_split(lambda t, where: t["secured"].sum(where=where)),
            count_if_net(
                "untold", "金额未说明的宗数", "pledges whose amount is not told", lambda t: t["secured"].isnull()
            ),
        ),
        value="net",
    ),
    published_as=(
        PublishedAs(indicator="pledge_amount_growth"),
        PublishedAs(indicator="pledge_amount", scopes=("all_ip", "patents+trademarks")),
    ),
    not_the_same=(
        NotTheSame(
            indicator="pledge_amount",
            scopes=("patents", "smes", "copyright", "data_ip", "unstated"),
            why=Text(
                "只是部分权利或部分主体，或口径未说明。", "Some rights or some firms only, or the scope is not said."
            ),
        ),
    ),
)

PLEDGE_PROJECTS_GROWTH = replace(
    PLEDGE_AMOUNT_GROWTH,
    code="pledge_projects_growth",
    title=Text("知识产权质押融资项目数", "IP pledge financing, projects"),
    unit="project",
    unit_name=Text("项", "projects"),
    counting_unit=Text("宗质押", "pledges"),
    numerator=Text("净计入的质押宗数", "pledges, net of those a check excluded"),
    rows=Rows(
        kinds=("pledge_registered", *CHECKS),
        of=pledges,
        keys=_key,
        repeats=_never,
        parts=tuple(p for p in _PLEDGE_PARTS if p.name != "secured"),
        beside=_doubts,
        columns=_split(lambda t, where: t.count(where=where)),
        value="net",
    ),
    published_as=(
        PublishedAs(indicator="pledge_projects_growth"),
        PublishedAs(indicator="pledge_projects", scopes=("all_ip", "patents+trademarks")),
    ),
    not_the_same=(
        NotTheSame(
            indicator="pledge_projects",
            scopes=("patents", "unstated"),
            why=Text("只是专利，或口径未说明。", "Patents only, or the scope is not said."),
        ),
        NotTheSame(
            indicator="pledge_count",
            why=Text("计的是项目还是权利未说明。", "Whether projects or rights are counted is not said."),
        ),
        NotTheSame(indicator="pledge_firms", why=Text("计的是企业。", "It counts firms.")),
        NotTheSame(indicator="pledge_patents", why=Text("计的是出质专利。", "It counts pledged patents.")),
    ),
)
