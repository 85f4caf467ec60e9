"""What one annuity costs on one day, in each reading of the law; what is still owed after a part was paid; restoration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ipops.kernel.citation import Citation
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.rights.docket import lines as rows
from ipops.rights.docket.days import PUBLISHED, Calendar, anniversary
from ipops.rights.docket.lines import RESTORATION, Line, LiveRight
from ipops.rights.law import Book, book


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The cost under one reading. ``month`` is 0 in time, 1 … 6 late, 7 once the right has ended; ``total`` is ``None``
    then, since only restoration is left."""

    says: Text
    month: int
    surcharge: Money | None
    total: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """An annuity paid on ``paid_on``. ``readings`` are one, or two where they differ; the first counts late months from
    the statutory day and never asks for less than the other."""

    year: int
    due_on: date
    rolled_on: date
    provisional: bool
    paid_on: date
    full: Money
    relief: int
    payable: Money
    readings: tuple[Reading, ...]
    cautions: tuple[Text, ...]
    cites: tuple[Citation, ...]

    @property
    def main(self) -> Reading:
        return self.readings[0]

    @property
    def ended(self) -> bool:
        """Whether in the stricter reading the six months have passed."""
        return self.main.month == RESTORATION

    def as_json(self) -> dict[str, Any]:
        return {
            "year": self.year,
            "due_on": self.due_on.isoformat(),
            "rolled_on": self.rolled_on.isoformat(),
            "provisional": self.provisional,
            "paid_on": self.paid_on.isoformat(),
            "full_fen": self.full.fen,
            "relief_percent": self.relief,
            "payable_fen": self.payable.fen,
            "readings": [
                {
                    "says": r.says.as_json(),
                    "month": r.month,
                    "surcharge_fen": r.surcharge.fen if r.surcharge is not None else None,
                    "total_fen": r.total.fen if r.total is not None else None,
                }
                for r in self.readings
            ],
            "cautions": [c.as_json() for c in self.cautions],
            "cites": [c.as_json() for c in self.cites],
        }


def annuity_on(
    right: LiveRight, year: int, paid_on: date, *, calendar: Calendar = PUBLISHED, law: Book | None = None
) -> Payment | Unknown:
    """The annuity of a patent year if paid on a day; unknown where no source gives the sum (years of a compensated term)."""
    law = law or book()
    windows = list(rows.annuity_lines(right, year, calendar, law))
    tariff, held = law.tariff(paid_on)
    yuan = tariff.yuan(right.kind, year)
    if yuan is None:
        return Unknown(why=NO_SUM.fill(year=year), needs=NO_SUM_NEEDS, cites=(tariff.cite,))
    relief = rows.relief_on(right, year, paid_on, law)
    payable = Money(yuan * (100 - relief))
    months = (_month(windows, paid_on, other=False), _month(windows, paid_on, other=True))
    readings = tuple(_reading(i, m, yuan, payable, law) for i, m in enumerate(months))
    return Payment(
        year=year,
        due_on=anniversary(right.filed_on, year),
        rolled_on=windows[0].last_on or paid_on,
        provisional=any(w.provisional for w in windows[:RESTORATION]),
        paid_on=paid_on,
        full=Money(yuan * rows.FEN),
        relief=relief,
        payable=payable,
        readings=readings[:1] if months[0] == months[1] else readings,
        cautions=() if held else (OLD_TARIFF.fill(day=tariff.holds_from),),
        cites=(law.late.cite, law.late.first_month, tariff.cite),
    )


def _month(windows: list[Line], paid_on: date, *, other: bool) -> int:
    """The step a day of payment falls into."""
    for w in windows[:RESTORATION]:
        last = w.other_last_on if other else w.last_on
        if last is not None and paid_on <= last:
            return w.step
    return RESTORATION


def _reading(nth: int, month: int, yuan: int, payable: Money, law: Book) -> Reading:
    says = (FROM_STATUTORY, FROM_ROLLED)[nth]
    if month == RESTORATION:
        return Reading(says=says, month=month, surcharge=None, total=None)
    surcharge = Money(rows.late_part(yuan, month, law))
    return Reading(says=says, month=month, surcharge=surcharge, total=payable + surcharge)


def still_owed(
    right: LiveRight, year: int, paid: Money, on: date, *, calendar: Calendar = PUBLISHED, law: Book | None = None
) -> Money | Unknown | None:
    """What a top-up on ``on`` must bring after ``paid`` was paid before: priced at the window of *its* day, the surcharge
    on the whole annuity. ``None`` once the right has ended: then only restoration is left. Nothing owed is nil."""
    got = annuity_on(right, year, on, calendar=calendar, law=law)
    if isinstance(got, Unknown) or got.main.total is None:
        return got if isinstance(got, Unknown) else None
    return max(got.main.total - paid, NIL)


FROM_STATUTORY = Text(
    "滞纳月份自法定应缴日（申请日对应日）起算", "late months counted from the statutory day (the anniversary of filing)"
)
FROM_ROLLED = Text(
    "滞纳月份自顺延后的工作日起算", "late months counted from the working day to which the payment moved"
)
OLD_TARIFF = Text(
    "来源只给出{day}起的收费标准；更早的缴费按该标准计算，仅供参考。",
    "The sources tell the tariff from {day} only; an earlier payment is worked out with it and is for orientation.",
)
NO_SUM = Text("第{year}年的年费数额没有来源。", "No source gives the annuity of patent year {year}.")
NO_SUM_NEEDS = Text(
    "补偿期限内年费的收费标准文件。", "The document that fixes annuities in the years of a compensated term."
)
