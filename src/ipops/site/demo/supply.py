"""The demo's market: a few needs of small firms, patents of universities on offer, and deals that came to nothing.

None of it counts anywhere: an asked price is no money, a need no deal, and what failed never reached the register.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact
from ipops.ledger.facts.words import PartyKind
from ipops.lines.trading.facts import Act, DealFailed, DealFound, NeedStated, OfferMade
from ipops.lines.trading.facts.words import Abroad, FailedFor, Origin, Priced
from ipops.site.demo.market import PATENTS, Market
from ipops.site.demo.parties import Party
from ipops.site.demo.people import Actor, weekday_from
from ipops.site.demo.rights import Right
from ipops.site.demo.story import TODAY
from ipops.site.demo.timeline import Happening, Timeline

_REASON = "演示：网页填报 / demo: entered on the page"
_NEEDS = (
    ("小型污水站抗污染膜（演示）", "小型污水站的水处理膜容易堵塞，寻找抗污染、可反洗的膜材料或装置，愿合作中试。", 30),
    ("仓储机器人避障（演示）", "狭窄货架间多台机器人同时作业，需要低成本的避障与调度方法。", 50),
    ("电池包热管理（演示）", "两轮车电池包夏季过热，寻找轻量的散热结构，要求不增加成本。", 20),
    ("农产品分级视觉识别（演示）", "果蔬分级线速度提高一倍后误判多，需要图像识别算法及相机布置方案。", 40),
)
_FAILED = (FailedFor.PRICE, FailedFor.SILENCE, FailedFor.MATURITY, FailedFor.PRICE)
_OFFERS = 8
_ASKED_WAN = (8, 12, 15, 20, 25, 30, 40, 60)


def open_market(market: Market, timeline: Timeline) -> None:
    """Put the last months' needs, offers and failures on record."""
    small = [p for p in _of(market, PartyKind.ENTERPRISE) if p.sme]
    schools = {p.id: p for p in (*_of(market, PartyKind.UNIVERSITY), *_of(market, PartyKind.INSTITUTE))}
    free = [r for r in sorted(market.rights, key=lambda r: r.number) if _on_offer(r, schools)]
    for i, (title, words, wan) in enumerate(_NEEDS):
        _add(timeline, date(2026, 2, 2) + timedelta(days=9 * i), f"need/{i}", _need(i, title, words, wan, small[7 * i]))
    for i, (right, wan) in enumerate(zip(free[:_OFFERS], _ASKED_WAN, strict=False)):
        day = date(2026, 1, 12) + timedelta(days=8 * i)
        _add(timeline, day, f"offer/{i}", _offer(i, right, wan, schools[right.owners[0]]))
    for i, (cause, right) in enumerate(zip(_FAILED, free[_OFFERS:], strict=False)):
        day = date(2025, 5, 12) + timedelta(days=70 * i)
        for name, fact in _failure(i, cause, right, small[5 * i + 1]):
            _add(timeline, day + timedelta(days=30 * (name == "failed")), f"{name}/{i}", fact)


def _of(market: Market, kind: PartyKind) -> list[Party]:
    return sorted((p for p in market.parties.values() if p.kind is kind), key=lambda p: p.id)


def _on_offer(right: Right, schools: dict[str, Party]) -> bool:
    """A patent in force of one university or institute that nothing burdens."""
    alone = len(right.owners) == 1 and right.owners[0] in schools and right.kind in PATENTS
    free = right.ended is None and right.pledged_until is None and right.alone_until is None
    return alone and free and right.granted is not None and right.granted < date(2025, 1, 1)


def _add(timeline: Timeline, day: date, name: str, fact: Fact) -> None:
    day = weekday_from(day)
    if day <= TODAY:
        reference = f"demo/market/{name}"
        timeline.add(Happening(day=day, actor=Actor.CLERK, fact=fact, reference=reference, reason=_REASON))


def _need(i: int, title: str, words: str, wan: int, firm: Party) -> NeedStated:
    return NeedStated(
        on=weekday_from(date(2026, 2, 2) + timedelta(days=9 * i)),
        need=f"N:demo-{i}",
        party=firm.id,
        title=title,
        words=words,
        place=firm.place,
        industry=firm.industry,
        budget=Money.yuan(wan * 10_000),
    )


def _offer(i: int, right: Right, wan: int, school: Party) -> OfferMade:
    return OfferMade(
        on=weekday_from(date(2026, 1, 12) + timedelta(days=8 * i)),
        offer=f"O:demo-{i}",
        owner=school.id,
        rights=(right.number,),
        place=school.place,
        act=Act.LICENCE if i % 3 else Act.TRANSFER,
        priced=Priced.LISTING,
        asked=Money.yuan(wan * 10_000),
        words="演示供给 / a demo offer",
    )


def _failure(i: int, cause: FailedFor, right: Right, firm: Party) -> Iterator[tuple[str, Fact]]:
    day, deal = weekday_from(date(2025, 5, 12) + timedelta(days=70 * i)), f"D:demo-failed-{i}"
    yield (
        "found",
        DealFound(
            on=day, deal=deal, act=Act.LICENCE, rights=(right.number,), givers=right.owners, takers=(firm.id,),
            from_place=right.place, to_place=firm.place, origin=Origin.MATCH, abroad=Abroad.NO,
        ),
    )  # fmt: skip
    ended = weekday_from(day + timedelta(days=30))
    yield "failed", DealFailed(on=ended, deal=deal, cause=cause, why="演示 / demo", place=right.place)
