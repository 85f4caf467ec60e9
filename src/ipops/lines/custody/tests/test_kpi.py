"""The five figures of a year, worked out by hand from a year that is told below."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
import time_machine

from ipops.kernel.money import Money
from ipops.ledger.entry import Draft
from ipops.ledger.fact import Fact
from ipops.ledger.facts import AnnuityPaid, PartyRegistered, RightEnded, RightFiled, RightGranted, Withdrawn
from ipops.ledger.facts.words import EndOfRight, PartyKind, RightKind
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.facts import CustodyAnswered, CustodyPlanned, CustodyRated, CustodyReviewed, Service

from .conftest import SAID, draft, served, signed

FIRM, AGENCY = "P:919901018DJQ11C33B", "P:91990101CKRA05YN7P"
KEPT, LATE, LOST, MARK, BEFORE = (
    "CN201510237122.7",
    "CN201610345678.X",
    "CN201710456789.4",
    "TM99000007",
    "CN201210567890.1",
)
K1, K2 = {"custody": "K:1", "client": FIRM, "place": "990101"}, {"custody": "K:2", "client": "P:另", "place": "990101"}
pytestmark = [pytest.mark.db, pytest.mark.usefixtures("year")]


def right(
    number: str, filed: date, granted: date, paid: int | None = None, kind: RightKind = RightKind.INVENTION
) -> Iterator[Fact]:
    yield RightFiled(on=filed, right=number, kind_of_right=kind, title="物", owners=(FIRM,), place="990101")
    yield RightGranted(on=granted, right=number)
    if paid:
        yield AnnuityPaid(on=date(2025, 1, 5), right=number, year=paid, paid=Money.yuan(900))


@pytest.fixture
def year(enter: Any) -> None:
    """2025 of two custodies. Of the first: a date kept, one kept in its first late month, a patent lost and a mark not renewed in the year, and a patent
    that was lost before its contract."""
    from ipops.webkit import journal

    facts: list[Fact] = [
        PartyRegistered(on=date(2015, 1, 1), party=FIRM, kind_of_party=PartyKind.ENTERPRISE, name="恒川", code=FIRM[2:], place="990101"),
        signed("K:1", client=FIRM, on=date(2025, 1, 15), agency=AGENCY, services=(Service.WATCH, Service.TRAINING)),
        signed("K:2", client="P:另", on=date(2024, 5, 6), agency=AGENCY),
        *right(KEPT, date(2017, 6, 10), date(2020, 6, 1), paid=8),
        *right(LATE, date(2018, 7, 1), date(2021, 6, 1), paid=7),
        AnnuityPaid(on=date(2025, 6, 5), right=KEPT, year=9, paid=Money.yuan(2000)),
        AnnuityPaid(on=date(2025, 7, 20), right=LATE, year=8, paid=Money.yuan(2000)),
        *right(LOST, date(2018, 3, 1), date(2021, 6, 1)),
        RightEnded(on=date(2025, 9, 1), right=LOST, why=EndOfRight.UNPAID),
        *right(MARK, date(2014, 3, 1), date(2015, 2, 14), kind=RightKind.TRADEMARK),
        RightEnded(on=date(2025, 8, 14), right=MARK, why=EndOfRight.NOT_RENEWED),
        *right(BEFORE, date(2012, 2, 1), date(2014, 6, 1)),
        RightEnded(on=date(2025, 1, 10), right=BEFORE, why=EndOfRight.UNPAID),
        # planned: watch 4, then 6 in its place; training 2. Delivered: watch 3 (and one the year before), training 3, one that nobody planned
        CustodyPlanned(on=date(2025, 1, 20), year=2025, service=Service.WATCH, times=4, **K1),
        CustodyPlanned(on=date(2025, 2, 20), year=2025, service=Service.WATCH, times=6, **K1),
        CustodyPlanned(on=date(2025, 1, 20), year=2025, service=Service.TRAINING, times=2, **K1),
        CustodyPlanned(on=date(2025, 1, 20), year=2026, service=Service.WATCH, times=9, **K1),
        *(served("K:1", client=FIRM, on=date(2025, m, 3), agency=AGENCY, what=f"w{m}") for m in (3, 6, 9)),
        served("K:2", client="P:另", on=date(2024, 12, 3), agency=AGENCY),
        *(served("K:1", client=FIRM, on=date(2025, m, 8), agency=AGENCY, service=Service.TRAINING, what=f"t{m}") for m in (4, 5, 6)),
        served("K:1", client=FIRM, on=date(2025, 7, 8), agency=AGENCY, service=Service.HEALTH_CHECK),
        # answered after 2, 0 and 5 days; one answer lies in the next year
        *(
            CustodyAnswered(on=date(2025, 6, a), asked_on=date(2025, 6, q), question="?", answer="!", **K1)
            for q, a in ((1, 3), (7, 7), (10, 15))
        ),
        CustodyAnswered(on=date(2026, 1, 2), asked_on=date(2025, 12, 30), question="?", answer="!", **K1),
        # the firm says 2, later 5, of 2025; of the second custody only the office's review tells, 3
        CustodyRated(on=date(2025, 12, 1), year=2025, satisfaction=2, **K1),
        CustodyRated(on=date(2025, 12, 20), year=2025, satisfaction=5, **K1),
        CustodyReviewed(on=date(2026, 1, 9), year=2025, planned=1, delivered=0, missed=0, satisfaction=1, **K1),
        CustodyReviewed(on=date(2026, 1, 9), year=2025, planned=1, delivered=0, missed=0, satisfaction=3, **K2),
    ]  # fmt: skip
    journal.append([draft(f, f"kpi:{i}") for i, f in enumerate(facts)], by="test")
    from ipops.lines.custody.app.services import digest

    for day in ("2025-03-20", "2025-05-25", "2025-08-20"):
        with time_machine.travel(f"{day}T09:00:00+08:00", tick=False):
            digest.daily(date.fromisoformat(day))


def test_of_one_custody() -> None:
    from ipops.lines.custody.app.reading import report

    got = report.figures(Custody.objects.get(custody="K:1"), 2025, date(2026, 1, 20))
    assert got.missed == (LOST, MARK), "lost in the year and under the contract"
    assert (got.planned, got.delivered, got.plan) == (6 + 2, 3 + 2, Fraction(5, 8)), "more than planned counts once"
    assert (got.answer, got.answers) == (Fraction(2 + 0 + 5, 3), 3)
    assert (got.satisfaction, got.ratings) == (Fraction(5), 1), "the client's latest word, not the office's"


def test_of_alerts() -> None:
    """``KEPT`` is due on 10 June and was first told of on 20 March, ``LATE`` on 1 July and first told of on 25 May."""
    from ipops.lines.custody.app.reading.kpi import alert_leads
    from ipops.webkit.models import Notice

    told: dict[tuple[str, str], date] = {}
    for code, at in Notice.objects.filter(event="custody.docket").values_list("code", "at"):
        _, _, number, rule, _nth, day, _ = code.split(":")
        if rule == "P-16" and number in (KEPT, LATE) and day.startswith("2025-"):
            told.setdefault((number, day), date(2999, 1, 1))
            told[number, day] = min(told[number, day], at.date())
    assert told == {(KEPT, "2025-06-10"): date(2025, 3, 20), (LATE, "2025-07-01"): date(2025, 5, 25)}
    by_hand = sorted((date.fromisoformat(day) - seen).days for (_, day), seen in told.items())
    assert by_hand == [37, 82]
    assert sorted(alert_leads([KEPT, LATE], 2025)) == by_hand


def test_of_all_custodies_together() -> None:
    from ipops.lines.custody.app.reading import bureau
    from ipops.webkit.models import User

    got = bureau.figures(User.objects.get(username="officer"), 2025)
    assert got.missed == (LOST, MARK)
    assert (got.planned, got.delivered) == (8, 5)
    assert (got.satisfaction, got.ratings) == (Fraction(5 + 3, 2), 2)


def test_without_anything_told_is_unknown_and_never_good() -> None:
    from ipops.lines.custody.app.reading import report

    got = report.figures(Custody.objects.get(custody="K:2"), 2024, date(2026, 1, 20))
    assert (got.lead, got.answer, got.plan, got.satisfaction) == (None, None, None, None)
    assert [value.zh for _, value, _ in report.lines_of(got)][1:] == ["未知", "未知", "未知", "未知"]


def test_forget_what_was_taken_back() -> None:
    from ipops.lines.custody.app.reading import report
    from ipops.webkit import journal

    row = Custody.objects.get(custody="K:1")
    assert report.figures(row, 2025, date(2026, 1, 20)).answers == 3
    first = next(e for e in journal.about(case="K:1") if isinstance(e.fact, CustodyAnswered))
    gone = Draft(fact=Withdrawn(on=date(2026, 1, 5), why="误录"), source=SAID, reference="gone", supersedes=first.n)
    journal.append([gone], by="test")
    row.refresh_from_db()
    got = report.figures(row, 2025, date(2026, 1, 20))
    assert (got.answer, got.answers) == (Fraction(0 + 5, 2), 2)


def test_are_not_those_of_an_entry_whose_number_a_rollback_gave_to_another() -> None:
    from django.db import transaction

    from ipops.lines.custody.app.reading import report
    from ipops.webkit import journal

    def rated(score: int, *, keep: bool) -> Fraction | None:
        fact = CustodyRated(on=date(2025, 12, 28), year=2025, satisfaction=score, **K1)
        with transaction.atomic():
            journal.append([draft(fact, f"score:{score}")], by="test")
            got = report.figures(Custody.objects.get(custody="K:1"), 2025, date(2026, 1, 20)).satisfaction
            transaction.set_rollback(not keep)
        return got

    assert [rated(1, keep=False), rated(4, keep=True)] == [1, 4]
