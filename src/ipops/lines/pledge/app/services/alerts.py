"""Clocks of a loan become tasks: of the bank's own people, and of the office's clerks once the loan is filed with a fund.

Rule 1: a clock has one task a holder, by loan, clock and day; asking again gives the task that is there.
Rule 2: a clock that was met, or whose day moved, ends its task; nothing is left to remind of what is done.
Whoever holds a task is told of it by the bell and the daily letter, as of every task.
"""

from __future__ import annotations

from django.db.models import QuerySet

from ipops.kernel.text import Text
from ipops.lines.pledge.app import selectors
from ipops.lines.pledge.app.models import Loan
from ipops.lines.pledge.rules.clocks import Clock, clocks
from ipops.webkit import access, work
from ipops.webkit.models import Office, WorkItem

_DONE = Text("已办或期限已变", "done, or its day has moved")


def remind(loan: str, *, by: str) -> None:
    """Bring the tasks of a loan up to its clocks."""
    row = Loan.objects.filter(loan=loan).first()
    if row is None:
        return
    running = [] if row.ended_on else [c for c in clocks(selectors.times(row)) if c.on is not None and not c.done]
    bank = Office.objects.filter(party=row.bank).first() if row.bank else None
    wanted = {code for c in running for code in _ask(row, c, bank)}
    for code in open_for(loan).exclude(code__in=wanted).values_list("code", flat=True):
        work.end(code, by=by, outcome=_DONE)


def remind_all(*, by: str) -> int:
    """Bring the tasks of every running loan up to its clocks: for facts that came by replay or by bundle; gives how many."""
    loans = list(Loan.objects.filter(ended_on=None).values_list("loan", flat=True))
    for loan in loans:
        remind(loan, by=by)
    return len(loans)


def open_for(loan: str) -> QuerySet[WorkItem]:
    """The open tasks of a loan's clocks. The page of the loan shows the clocks themselves, with their clauses; so the tasks name
    no case."""
    return WorkItem.objects.filter(code__startswith=f"pledge:{loan}:", done_at=None)


def _ask(row: Loan, clock: Clock, bank: Office | None) -> list[str]:
    assert clock.on is not None
    stem, made = f"pledge:{row.loan}:{clock.code}:{clock.on.isoformat()}", []
    link = f"/pledge/loans/{row.loan}/"
    if bank is not None:
        work.ask(
            f"{stem}:bank",
            title=clock.title,
            role=access.Role.MEMBER,
            office=bank,
            line="pledge",
            due_on=clock.on,
            link=link,
        )
        made.append(f"{stem}:bank")
    if row.place:
        work.ask(
            f"{stem}:office",
            title=clock.title,
            role=access.Role.CLERK,
            place=row.place,
            line="pledge",
            due_on=clock.on,
            link=link,
        )
        made.append(f"{stem}:office")
    return made
