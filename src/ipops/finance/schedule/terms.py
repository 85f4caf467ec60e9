"""The form of a loan's terms, as ``ipops finance schedule`` reads it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from ipops.finance.forms.form import Day, Form, MoneyText, RateText
from ipops.finance.schedule.calendars import Beyond, Calendar, Roll
from ipops.finance.schedule.daycount import DayCount

Keep = Literal["term", "instalment"]


class RateFrom(Form):
    """A new yearly rate that holds from a day on (a floating loan's reset)."""

    since: Day
    rate: RateText


class GivenPart(Form):
    """A repayment of principal as the contract lists it."""

    on: Day
    principal: MoneyText


class Prepayment(Form):
    """``keep``: the last day stays and instalments shrink, or instalments stay and the loan ends earlier."""

    on: Day
    principal: MoneyText
    keep: Keep = "term"


class Extension(Form):
    """From ``on`` the loan runs until ``until``, at ``rate`` if the agreement changes it."""

    on: Day
    until: Day
    rate: RateText | None = None


class Paid(Form):
    """Money received on a day, of whatever kind."""

    on: Day
    amount: MoneyText


class Arrears(Form):
    """What was really paid, and how it is set off. ``order`` is the contract's, or that of the law: the file says which."""

    as_of: Day
    paid: tuple[Paid, ...] = Field(default=(), strict=False)
    order: Annotated[tuple[Literal["cost", "interest", "principal"], ...], Field(strict=False)]
    costs: MoneyText | None = None


class LoanTerms(Form):
    """One drawing. ``every`` is the months between payments; ``pay_day`` a day of the month on which they fall."""

    principal: MoneyText
    start: Day
    end: Day
    rate: RateText
    repay: Literal["bullet", "level", "even", "given"]
    day_count: Annotated[DayCount, Field(strict=False)]
    every: Annotated[int, Field(gt=0)] = 1
    pay_day: Annotated[int, Field(ge=1, le=31)] | None = None
    stub: Literal["short_first", "long_first", "short_last", "long_last"] = "short_last"
    month_end: bool = False
    calendar: Annotated[Calendar, Field(strict=False)] = Calendar.NONE
    roll: Annotated[Roll, Field(strict=False)] = Roll.NONE
    beyond: Annotated[Beyond, Field(strict=False)] = Beyond.REFUSE
    accrue: Literal["adjusted", "unadjusted"] = "unadjusted"
    rounding: Literal["half_up", "down"] = "half_up"
    given: Annotated[tuple[GivenPart, ...], Field(strict=False)] = ()
    rates: Annotated[tuple[RateFrom, ...], Field(strict=False)] = ()
    prepayments: Annotated[tuple[Prepayment, ...], Field(strict=False)] = ()
    extension: Extension | None = None
    arrears: Arrears | None = None

    def rate_on(self, day: date) -> Fraction:
        """The yearly rate that holds on a day."""
        changes = [(c.since, c.rate) for c in self.rates]
        if self.extension and self.extension.rate is not None:
            changes.append((self.extension.on, self.extension.rate))
        held = [c for c in sorted(changes) if c[0] <= day]
        return held[-1][1] if held else self.rate

    def rate_changes(self) -> tuple[date, ...]:
        days = {c.since for c in self.rates}
        if self.extension and self.extension.rate is not None:
            days.add(self.extension.on)
        return tuple(sorted(days))
