"""Clocks of a loan and what befalls its rights become tasks: of the bank's own people, and of the office's clerks once the loan is filed
with a fund.

Rule 1: a clock has one task a holder, by loan, clock and day; a flag one by loan, flag and right. Asking again gives the task that is there.
Rule 2: a clock that was met, or whose day moved, and a flag that went ends its task; nothing is left to remind of what is done.
Whoever holds a task is told of it by the bell and the daily letter, as of every task.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from ipops.kernel.text import Text
from ipops.lines.pledge.app import selectors
from ipops.lines.pledge.app.models import Loan, Registration
from ipops.lines.pledge.app.services import registrations, storing
from ipops.lines.pledge.rules.clocks import Clock, clocks
from ipops.lines.pledge.rules.watch import Flag, flags
from ipops.webkit import access, journal, work
from ipops.webkit.enrol import By
from ipops.webkit.models import Office, WorkItem

_DONE = Text("已办或期限已变", "done, or its day has moved")
_GONE = Text("情形已消除", "it is no longer so")
_WATCH = "watch"
BY = "system:pledge-watch"
LISTED = "质押登记清单已载 / as the register's list has it"


def remind(loan: str, *, by: str) -> None:
    """Bring the tasks of a loan up to its clocks."""
    row = Loan.objects.filter(loan=loan).first()
    if row is None:
        return
    running = [] if row.ended_on else [c for c in clocks(selectors.times(row)) if c.on is not None and not c.done]
    wanted = {code for c in running for code in _clock(row, c)}
    _end(open_for(loan).exclude(code__startswith=f"pledge:{loan}:{_WATCH}:"), wanted, by, _DONE)


def sweep(*, today: date) -> int:
    """Every running loan as of today: what the register's lists told of its pledge, its clocks, and the watch over its rights; gives
    how many. For what came in without a report of the bank; safe to run again."""
    loans = list(Loan.objects.filter(ended_on=None))
    held = selectors.standing_of({r for x in loans for r in x.rights}, today)
    unpaid = selectors.unpaid(held, today)
    risks = dict(
        Registration.objects.filter(pledge__in=[x.pledge for x in loans]).values_list("pledge", "acknowledged")
    )
    for row in loans:
        learned = learn(row, By(by=BY, today=today, reference=""))
        remind(row.loan, by=BY)
        found = flags(
            learned.rights,
            held,
            unpaid=unpaid,
            due_on=learned.due_on,
            pledged_on=selectors.secured_on(learned),
            on=today,
            acknowledged=risks.get(row.pledge, ()),
        )
        wanted = {code for f in found if f.code not in _TOLD_ONLY for code in _flag(learned, f)}
        _end(open_for(row.loan).filter(code__startswith=f"pledge:{row.loan}:{_WATCH}:"), wanted, BY, _GONE)
    return len(loans)


#: Flags that the page shows and nobody has to act on: nothing is on record, or the parties knew from the start.
_TOLD_ONLY = ("not-held",)


def learn(row: Loan, by: By) -> Loan:
    """The loan after what a list of the register has told of its pledge before anybody entered the notice."""
    if not registrations.told_to_loan(row):
        return row
    with transaction.atomic():
        journal.take_turn()
        listed = By(by=by.by, today=by.today, reference=f"{row.pledge}:{row.stage}", reason=LISTED)
        storing.append(listed, "register", registrations.told_to_loan(Loan.objects.get(loan=row.loan)))
    return Loan.objects.get(loan=row.loan)


def open_for(loan: str) -> QuerySet[WorkItem]:
    """The open tasks of a loan. The page of the loan shows clocks and flags themselves, with their clauses; so the tasks name
    no case."""
    return WorkItem.objects.filter(code__startswith=f"pledge:{loan}:", done_at=None)


def _end(tasks: QuerySet[WorkItem], wanted: set[str], by: str, outcome: Text) -> None:
    for code in tasks.exclude(code__in=wanted).values_list("code", flat=True):
        work.end(code, by=by, outcome=outcome)


def _clock(row: Loan, clock: Clock) -> list[str]:
    assert clock.on is not None
    return _ask(row, f"pledge:{row.loan}:{clock.code}:{clock.on.isoformat()}", clock.title, clock.on)


def _flag(row: Loan, flag: Flag) -> list[str]:
    title = Text("质物 {right}：{says}", "Pledged right {right}: {says}").fill(right=flag.right, says=flag.says)
    return _ask(row, f"pledge:{row.loan}:{_WATCH}:{flag.code}:{flag.right}", title, None)


def _ask(row: Loan, stem: str, title: Text, due_on: date | None) -> list[str]:
    """A task of the bank, if it is one of ours, and one of the office that sees the loan."""
    made, link = [], f"/pledge/loans/{row.loan}/"
    bank = Office.objects.filter(party=row.bank).first() if row.bank else None
    if bank is not None:
        work.ask(
            f"{stem}:bank", title=title, role=access.Role.MEMBER, office=bank, line="pledge", due_on=due_on, link=link
        )
        made.append(f"{stem}:bank")
    if row.place:
        work.ask(
            f"{stem}:office",
            title=title,
            role=access.Role.CLERK,
            place=row.place,
            line="pledge",
            due_on=due_on,
            link=link,
        )
        made.append(f"{stem}:office")
    return made
