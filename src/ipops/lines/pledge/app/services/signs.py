"""Signs among registrations open checks with an owner; a checker ends each as cleared, excluded from the count, or reported.

Rule 1: the check is the ledger's own kind of fact, so that its screen, its end and the column *in doubt* of a figure are the same as for a
sham deal; which house draws the screen is not this house's to know (``Line.answers``).
Rule 2: looking again opens nothing twice: a check is known by its code.
Rule 3: signs that lie long back open none of their own accord; the page shows them, and a checker opens what deserves it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from ipops.finance.security.round_trips import Registration as Seen
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Source
from ipops.ledger.facts import CheckOpened, PledgeRegistered
from ipops.lines.pledge.app.models import Loan, Registration
from ipops.lines.pledge.rules.signals import Sign, days, signs
from ipops.reference.workdays import add_working_days
from ipops.webkit import access, columns, journal, work
from ipops.webkit.models import JournalRow, Party
from ipops.webkit.pages.questions import answer_of

#: working days to end a check: ours, no source gives one
CHECK_WITHIN = 20
BY = "system:pledge-signs"
_SOURCE = Source(reason="规则识别的疑点（天数为本系统拟定） / signs found by rule; the days are ours")


def seen(rows: QuerySet[Registration]) -> list[Seen]:
    """Registrations as the rules look at them. A loan that was settled was repaid, whoever entered the cancellation."""
    found = list(rows.exclude(registered_on=None))
    settled = dict(
        Loan.objects.filter(loan__in=[r.loan for r in found if r.loan], stage="settled").values_list("loan", "ended_on")
    )
    return [
        Seen(
            id=r.pledge,
            lender=r.bank,
            borrower=r.owes,
            pledgor=r.firm,
            rights=frozenset(r.rights),
            registered_on=r.registered_on,
            cancelled_on=r.ended_on,
            repaid_on=r.repaid_on or settled.get(r.loan),
        )
        for r in found
    ]


def links(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Who stands behind whom, as far as is known."""
    held = list(Party.objects.filter(party__in=set(codes)).exclude(controller="").values_list("party", "controller"))
    by_hand: dict[str, list[str]] = {}
    for party, hand in held:
        by_hand.setdefault(hand, []).append(party)
    return [*held, *((a, b) for them in by_hand.values() for a, b in itertools.pairwise(them))]


def found(rows: QuerySet[Registration]) -> tuple[Sign, ...]:
    """Every sign among these registrations, doubts first, the newest first."""
    looked_at = seen(rows)
    return signs(looked_at, links(x for r in looked_at for x in (r.lender, r.borrower, r.giver)))


@transaction.atomic
def checks_refresh(*, today: date) -> tuple[str, ...]:
    """Open a check for every doubt of the last days that has none; gives their codes."""
    back = timedelta(days=days("opened_within_days"))
    since = today - back - timedelta(days=max(days("same_pair_within_days"), days("reregistered_within_days")))
    # a pledge that ended long ago can still be the first of a pair, so what ended lately is looked at too
    rows = Registration.objects.filter(registered_on__gte=since) | Registration.objects.filter(ended_on__gte=since)
    return _open([s for s in found(rows) if not s.harmless and today - back <= s.on <= today], today=today)


@transaction.atomic
def check_open(*, case: str, rows: QuerySet[Registration], today: date) -> str:
    """Open the check of a sign that the reader sees; empty if there is no such sign, or it has one."""
    return next(iter(_open([s for s in found(rows) if not s.harmless and s.case == case], today=today)), "")


def checks_of_pledges() -> frozenset[str]:
    """Every check that was opened over pledges, by code."""
    rows = JournalRow.objects.filter(kind=CheckOpened.KIND, by=BY).values_list("canonical", flat=True)
    told = (columns.entry_of(b).fact for b in rows)
    return frozenset(f.case for f in told if isinstance(f, CheckOpened))


def open_cases(cases: Iterable[str]) -> frozenset[str]:
    """Of these checks, those that were ever opened."""
    asked = list(cases)
    rows = JournalRow.objects.filter(kind=CheckOpened.KIND, cases__overlap=asked) if asked else ()
    told = (columns.entry_of(b).fact for b in rows.values_list("canonical", flat=True)) if asked else ()  # type: ignore[union-attr]
    return frozenset(f.case for f in told if isinstance(f, CheckOpened))


def _open(doubts: Sequence[Sign], *, today: date) -> tuple[str, ...]:
    journal.take_turn()
    known = open_cases(s.case for s in doubts)
    fresh = [s for s in doubts if s.case not in known]
    places = dict(
        Registration.objects.filter(pledge__in=[p for s in fresh for p in s.pledges]).values_list("pledge", "place")
    )
    due = add_working_days(today, CHECK_WITHIN).day
    for s in fresh:
        assert s.signal is not None
        work.ask(
            f"pledge:check:{s.case}",
            title=Text(f"核查疑点：{s.signal.zh}", f"Check: {s.signal.en}"),
            role=access.Role.CHECKER,
            place=places.get(s.pledges[-1], ""),
            case=s.case,
            line="pledge",
            due_on=due,
            link=address(s.case),
        )
    journal.append([_draft(s, places.get(s.pledges[-1], ""), today) for s in fresh], by=BY)
    return tuple(s.case for s in fresh)


def address(case: str) -> str:
    """The screen of a check, if a house draws one."""
    screen = answer_of("check")
    return f"{screen}{case}/" if screen else ""


def _draft(s: Sign, place: str, today: date) -> Draft:
    assert s.signal is not None
    entries = JournalRow.objects.filter(kind=PledgeRegistered.KIND, deals__overlap=list(s.pledges)).order_by("n")
    fact = CheckOpened(
        on=today,
        case=s.case,
        signal=s.signal,
        deals=s.pledges,
        entries=tuple(str(n) for n in entries.values_list("n", flat=True)),
        owner=f"checker@{place}",
        why=f"{s.says.zh} {s.says.en}",
    )
    return Draft(fact=fact, source=_SOURCE, reference=f"check:{s.case}")
