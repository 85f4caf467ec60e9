"""What is planned, asked and rated over the year of a custody: the plan, questions answered, the client's own word."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.app.services.custodies import COURSE
from ipops.lines.custody.facts import CustodyAnswered, CustodyPlanned, CustodyRated, Service
from ipops.webkit import journal
from ipops.webkit.course import refuse
from ipops.webkit.enrol import By

_row, _append = COURSE.row, COURSE.append


@transaction.atomic
def custody_plan(*, custody: str, year: int, service: Service, times: int, by: By) -> Refused | None:
    """A later plan of the same service and year takes its place."""
    journal.take_turn()
    row = _row(custody, "plan", by)
    if not isinstance(row, Custody):
        return row
    if no := _not_that_year(row, year):
        return no
    if service.reserved and str(service) not in row.services:
        return refuse("not-agreed", _NOT_AGREED, "service")
    fact = CustodyPlanned(
        on=by.today, custody=custody, client=row.client, place=row.place, year=year, service=service, times=times
    )
    _append(by, fact)
    return None


@transaction.atomic
def custody_answer(*, custody: str, asked_on: date, on: date, question: str, answer: str, by: By) -> Refused | None:
    journal.take_turn()
    row = _row(custody, "answer", by)
    if not isinstance(row, Custody):
        return row
    if on > by.today:
        return refuse("in-the-future", _AHEAD, "on")
    if asked_on > on:
        return refuse("answered-before-asked", _FIRST_ASKED, "asked_on")
    fact = CustodyAnswered(
        on=on,
        custody=custody,
        client=row.client,
        place=row.place,
        asked_on=asked_on,
        question=question,
        answer=answer,
    )
    _append(by, fact)
    return None


@transaction.atomic
def custody_rate(*, custody: str, year: int, satisfaction: int, says: str, by: By) -> Refused | None:
    journal.take_turn()
    row = _row(custody, "rate", by)
    if not isinstance(row, Custody):
        return row
    if no := _not_that_year(row, year, by.today):
        return no
    fact = CustodyRated(
        on=by.today,
        custody=custody,
        client=row.client,
        place=row.place,
        year=year,
        satisfaction=satisfaction,
        says=says,
    )
    _append(by, fact)
    return None


def _not_that_year(row: Custody, year: int, today: date | None = None) -> Refused | None:
    """A year of the contract; one that has begun, if ``today`` is given."""
    began = row.signed_on is not None and row.signed_on.year <= year
    over = row.until is not None and row.until.year < year
    ahead = today is not None and year > today.year
    return None if began and not over and not ahead else refuse("not-in-that-year", _NOT_THEN.fill(year=year), "year")


_NOT_AGREED = Text("合同未约定这项代理服务。", "The contract does not hold this agency service.")
_AHEAD = Text("日期在今天之后。", "The day lies ahead.")
_FIRST_ASKED = Text("答复日早于提问日。", "It was answered before it was asked.")
_NOT_THEN = Text("{year}年不在合同期内。", "The contract does not run in {year}.")
