"""Pictures of finance: losses by party and scheme, how a value moves with its parameters, how a fund's money became what is left."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ipops.kernel.money import NIL, Money
from ipops.kernel.text import Text
from ipops.lines.pledge.rules.flowing import Flow
from ipops.reports import wording
from ipops.reports.charts.spreads import Spread, Spreads
from ipops.reports.charts.swings import Swing, Swings
from ipops.reports.charts.waterfall import Step, Waterfall

WAN = 1_000_000  #: fen in ten thousand yuan
_POINTS = (
    ("expected_fen", Text("期望", "expected")),
    ("p95_fen", Text("95%", "95 %")),
    ("p99_fen", Text("99%", "99 %")),
)
_MOVED = {
    "royalty": Text("许可费率", "royalty"),
    "share": Text("分成率", "share"),
    "rate": Text("折现率", "discount rate"),
    "sales": Text("销售额", "sales"),
    "profits": Text("利润", "profits"),
}


def what_if(got: Mapping[str, Any]) -> Spreads:
    """Expected, 95 % and 99 % loss of each party under each scheme, in ten thousand yuan."""
    spreads = tuple(
        Spread(
            group=Text(**scheme["title"]),
            title=Text(**scheme["names"][party]),
            values=tuple(Fraction(p[key], WAN) for key, _ in _POINTS),
            says=tuple(_wan(p[key]) for key, _ in _POINTS),
        )
        for scheme in got["schemes"].values()
        for party, p in scheme["parties"].items()
    )
    title = Text("各方损失", "Loss by party")
    for holds, beside in ((got["book"]["made_up"], _MADE_UP), (_outside(got), _OUTSIDE)):
        if holds:
            title = Text(title.zh + beside.zh, title.en + beside.en)
    return Spreads(title=title, unit=_UNIT, points=tuple(t for _, t in _POINTS), spreads=spreads)


def _outside(got: Mapping[str, Any]) -> bool:
    """Whether the book's day lies outside the time of a scheme: a picture travels without its page, and says so too."""
    return any(not s["validity"]["inside"] for s in got["schemes"].values() if s.get("validity"))


_MADE_UP = Text("（虚构账册）", " (a made-up book)")
_OUTSIDE = Text("（有方案不在有效期内，仅供比较）", " (a scheme is run outside its time)")
_UNIT = Text("万元", "ten thousand yuan")


def value(got: Mapping[str, Any]) -> Swings | None:
    """The swings of the first approach that has any; ``None`` if none was asked for."""
    rows = got["sensitivity"]
    if not rows:
        return None
    method = rows[0]["method"]
    centre = next(e["value_fen"] for e in got["estimates"] if e["method"] == method)
    swings = tuple(
        Swing(
            title=_labelled(row),
            lower=Fraction(row["lower_fen"], WAN),
            higher=Fraction(row["higher_fen"], WAN),
            lower_says=_wan(row["lower_fen"]),
            higher_says=_wan(row["higher_fen"]),
        )
        for row in rows
        if row["method"] == method
    )
    return Swings(
        title=Text("评估值的敏感性", "How the value moves"), unit=_UNIT, centre=Fraction(centre, WAN), swings=swings
    )


def _labelled(row: Mapping[str, Any]) -> Text:
    part = f"±{float(Fraction(row['by']) * 100):g}%"
    name = _MOVED[row["parameter"]]
    return Text(f"{name.zh} {part}", f"{name.en} {part}")


def _wan(fen: int) -> Text:
    told = f"{fen / WAN:,.2f}"
    return Text(f"{told}万元", f"{told} ten thousand yuan")


def fund(got: Flow, *, year: int | None = None, pending: Money | None = None) -> Waterfall:
    """From what stood at the start to what is left; with ``pending`` also what claims in process will take. What always happens to a
    fund is drawn even when it was nothing; what rarely happens only when it did."""
    at, steps = got.opening, [_reached(_START if year else _OPENED, got.opening)]
    for title, amount, always in _changes(got):
        at += amount
        steps += [_change(title, amount, at)] if always or amount != NIL else []
    steps.append(_reached(_END if year and pending is None else _NOW, got.closing))
    if pending is not None:
        at -= pending
        steps += [_change(_PENDING, -pending, at), _reached(_AFTER, at)]
    title = Text("{year}年资金的进出", "The fund's money in {year}").fill(year=year) if year else _TITLE
    return Waterfall(title=title, unit=_UNIT, steps=tuple(steps))


def _changes(got: Flow) -> tuple[tuple[Text, Money, bool], ...]:
    return (
        (Text("拨入", "put in"), got.put_in, True),
        (Text("转出", "taken out"), -got.taken_out, False),
        (Text("已付补偿", "claims paid"), -got.paid, True),
        (Text("清算退回", "trued up"), got.trued_up, False),
        (Text("追偿回款", "recovered"), got.recovered, True),
    )


def _reached(title: Text, amount: Money) -> Step:
    return Step(title=title, value=Fraction(amount.fen, WAN), says=wording.money(amount), total=True)


def _change(title: Text, amount: Money, at: Money) -> Step:
    says = wording.money(amount)
    if amount > NIL:
        says = Text(f"+{says.zh}", f"+{says.en}")
    return Step(title=title, value=Fraction(amount.fen, WAN), says=says, reached=wording.money(at))


_TITLE = Text("资金设立以来的进出", "The fund's money since it was opened")
_OPENED = Text("设立时", "opened")
_START = Text("年初", "start of year")
_END = Text("年末", "end of year")
_NOW = Text("现余额", "left now")
_PENDING = Text("待决补偿", "pending")
_AFTER = Text("付后余额", "left after")
