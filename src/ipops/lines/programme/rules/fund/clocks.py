"""Days the budget law gives: when a province passes money on, when carried-over money becomes a balance left; and how far
money is spent, with its numerator named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from ipops.kernel.citation import Citation
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Unknown
from ipops.kernel.rate import as_percent
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Word
from ipops.lines.programme.facts import MoneyPosted
from ipops.lines.programme.facts.words import Position, Source
from ipops.lines.programme.rules.fund.accounts import Name, named, total
from ipops.policy import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """``due`` is the last day on which it is in time, ``done`` when it was; ``None`` while it is not."""

    code: str
    title: Text
    due: date
    done: date | None
    cites: tuple[Citation, ...]

    def is_late(self, on: date) -> bool:
        return (self.done or on) > self.due

    def as_json(self) -> dict[str, Any]:
        return {
            "clock": self.code,
            "title": self.title.as_json(),
            "due": self.due.isoformat(),
            "done": self.done.isoformat() if self.done else None,
            "cites": [c.as_json() for c in self.cites],
        }


def pass_on(pack: Pack, posted: MoneyPosted) -> Clock | Unknown | None:
    """A province passes a special transfer on within thirty days of receiving it (预算法 第五十二条). ``None`` if no day of
    receipt was told."""
    if posted.received_on is None:
        return None
    days = pack.term("special_transfer.pass_on_days", posted.received_on)
    if isinstance(days, Unknown):
        return days
    return Clock(
        code="pass_on",
        title=Text(
            f"省级下达（{posted.reference_no or posted.says}）",
            f"the province passes it on ({posted.reference_no or posted.says})",
        ),
        due=posted.received_on + timedelta(days=days.whole),
        done=posted.passed_on,
        cites=(days.cite,),
    )


def surplus_day(pack: Pack, budget_year: int) -> Clock | Unknown:
    """The first day on which money of a budget year that is still unspent is a balance left: the day after the end of the
    next year (预算法 第四十二条, 预算法实施条例 第五十条). ``due`` is the last day before it."""
    asked = date(budget_year + 1, 12, 31)
    law, rule = pack.term("carry_over.years", asked), pack.term("carry_over.surplus_after", asked)
    if isinstance(law, Unknown):
        return law
    if isinstance(rule, Unknown):
        return rule
    return Clock(
        code="surplus",
        title=Text(
            f"{budget_year}年度资金须用完，此后作结余",
            f"money of {budget_year} is to be spent; later it is a balance left",
        ),
        due=date(budget_year + rule.whole, 12, 31),
        done=None,
        cites=(law.cite, rule.cite),
    )


def carried_past(left: Mapping[int, Money], last_year: int | None, on: date) -> frozenset[int]:
    """Budget years of which money is still unspent after the plan's own period: it stays visible, it is not closed away."""
    over = last_year is not None and on.year > last_year
    return frozenset(
        y for y, amount in left.items() if over and last_year is not None and y <= last_year and amount > NIL
    )


#: Money in these positions came and is not spent.
UNSPENT = frozenset({Position.AVAILABLE, Position.PLANNED, Position.ENCUMBERED, Position.CARRIED})


def unspent(postings: Iterable[MoneyPosted]) -> dict[int, Money]:
    """What is left of each budget year's money, by the year its postings name."""
    left: dict[int, Money] = {}
    for x in postings:
        for account, amount in zip(x.accounts, x.amounts, strict=False):
            name = named(account)
            if isinstance(name, Name) and name.position in UNSPENT:
                left[x.budget_year] = left.get(x.budget_year, NIL) + amount
    return left


class Numerator(Word):
    """What counts as executed. A rate without it says nothing: money in a fund is invested, not spent."""

    PAID = "paid", "已支付", "paid"
    PAID_AND_INVESTED = "paid_and_invested", "已支付与已投出", "paid and invested"
    COMMITTED = "committed", "已支付、已投出与已签约", "paid, invested and encumbered"


_COUNTED: Mapping[Numerator, frozenset[Position]] = {
    Numerator.PAID: frozenset({Position.PAID}),
    Numerator.PAID_AND_INVESTED: frozenset({Position.PAID, Position.INVESTED}),
    Numerator.COMMITTED: frozenset({Position.PAID, Position.INVESTED, Position.ENCUMBERED}),
}
_INSIDE = frozenset(Position) - {Position.OUTSIDE, Position.WITHHELD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """How much of the money that came is executed; ``rate`` is ``None`` when none came."""

    numerator: Numerator
    executed: Money
    received: Money

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.executed.fen, self.received.fen) if self.received else None

    @property
    def says(self) -> Text:
        if self.rate is None:
            return Text("资金未到，无执行率", "no money came, so there is no rate")
        told = as_percent(self.rate)
        return Text(f"{told}（分子：{self.numerator.zh}）", f"{told} (numerator: {self.numerator.en})")

    def as_json(self) -> dict[str, Any]:
        rate = self.rate
        return {
            "numerator": str(self.numerator),
            "executed_fen": self.executed.fen,
            "received_fen": self.received.fen,
            "rate": None if rate is None else f"{rate.numerator}/{rate.denominator}",
        }


def execution(
    standing: Mapping[str, Money], numerator: Numerator, sources: Iterable[Source] = tuple(Source)
) -> Execution:
    """Over the sources named: everything that ever came in is the denominator, wherever it lies now."""
    executed, received = NIL, NIL
    for source in sources:
        executed += total(standing, positions=_COUNTED[numerator], source=source)
        received += total(standing, positions=_INSIDE, source=source)
    return Execution(numerator=numerator, executed=executed, received=received)
