"""A window: opened, closed, its pot divided. One transaction under the journal's turn each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.subsidies.app import selectors
from ipops.lines.subsidies.app.models import Claim, Window
from ipops.lines.subsidies.app.services.common import (
    ANYBODY,
    CLAIM_CASES,
    WINDOW_CASES,
    Sender,
    append,
    no,
    same,
    window_at,
)
from ipops.lines.subsidies.facts import (
    Order,
    SubsidyCarried,
    SubsidyOwedTaken,
    SubsidyPotDivided,
    SubsidyShared,
    SubsidyWindowClosed,
    SubsidyWindowOpened,
)
from ipops.lines.subsidies.rules import admission, schemes
from ipops.webkit import journal
from ipops.webkit.enrol import By


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowAsked:
    """A window as it is drawn up. ``period_until`` is the first day that no longer counts."""

    place: str
    title: str
    scheme: str
    bureau: str
    fund: str
    budget_year: int
    closes_on: date
    period_from: date
    period_until: date
    pot: Money | None
    order: Order
    assumes: tuple[str, ...] = ()
    rates: tuple[str, ...] = ()


@transaction.atomic
def window_open(*, asked: WindowAsked, by: By, sender: Sender = ANYBODY) -> str | Refused:
    """Open a window; gives its code. Sent twice it is one window."""
    journal.take_turn()
    window = WINDOW_CASES.code(by)
    told: dict[str, Any] = {
        "place": asked.place,
        "title": asked.title.strip(),
        "scheme": asked.scheme,
        "bureau": asked.bureau.strip(),
        "fund": asked.fund.strip(),
        "budget_year": asked.budget_year,
        "closes_on": asked.closes_on,
        "period_from": asked.period_from,
        "period_until": asked.period_until,
        "pot": asked.pot,
        "order": asked.order,
        "assumes": asked.assumes,
        "rates": asked.rates,
    }
    if held := WINDOW_CASES.held(by):
        return same(held, by, SubsidyWindowOpened, **told) or window
    if not sender.may(asked.place):
        return no("other-place", _OTHER_PLACE, "place")
    scheme = schemes.scheme_of(asked.scheme, asked.assumes)
    if isinstance(scheme, Refused):
        return scheme
    period = (asked.period_from, asked.period_until)
    if refused := admission.opens(
        on=by.today, closes_on=asked.closes_on, period=period, pot=asked.pot, rates=asked.rates, title=asked.title
    ):
        return refused
    fact = SubsidyWindowOpened(on=by.today, window=window, scheme_version=scheme.version, **told)
    append(by, fact)
    return window


@transaction.atomic
def window_close(*, window: str, why: str, by: By) -> Refused | None:
    journal.take_turn()
    row = window_at(window, "close", by)
    if not isinstance(row, Window):
        return row
    append(by, SubsidyWindowClosed(on=by.today, window=window, place=row.place, why=why))
    return None


@transaction.atomic
def window_take_over(*, window: str, earlier: str, by: By) -> Refused | None:
    """What the pot of an earlier window left owing goes on here, each as a claim of its own that names the first one. A rest that was
    taken over once is not there to be taken again."""
    journal.take_turn()
    row = window_at(window, "take_over", by)
    if row is None:
        held = WINDOW_CASES.held(by)
        return same(held, by, SubsidyOwedTaken, window=window, earlier=earlier.strip()) if held else None
    if isinstance(row, Refused):
        return row
    old = Window.objects.filter(window=earlier.strip()).first()
    if old is None:
        return no("no-such-window", WINDOW_CASES.missing, "earlier")
    rests = sorted(selectors.owing_claims().filter(window=old.window), key=_in_turn)
    refused = admission.takes_over(
        divided=old.stage == "divided",
        same_place=old.place == row.place,
        same_fund=(old.bureau, old.fund) == (row.bureau, row.fund),
        n=len(rests),
    )
    if refused:
        return refused
    taken = SubsidyOwedTaken(
        on=by.today,
        window=window,
        place=row.place,
        earlier=old.window,
        claims=len(rests),
        amount=Money(sum(c.owed_fen or 0 for c in rests)),
    )
    append(by, taken, *(_carried(c, window, by.today) for c in rests))
    return None


def _in_turn(c: Claim) -> tuple[date, int]:
    """By day of filing, then as they were told: what is carried keeps its turn."""
    return c.filed_on or date.min, _number(c)


def _number(c: Claim) -> int:
    return int(c.steps[0].split(" ", 1)[0])


def _carried(c: Claim, window: str, on: date) -> SubsidyCarried:
    """The rest of a claim as a claim of the later window. Its code follows from the two, so it is the same whoever takes it over."""
    owed = Money(c.owed_fen or 0)
    known = [
        (a, m) for a, m in zip(c.awards, admission.rests([Money(f) for f in c.amounts_fen], owed), strict=True) if m
    ]
    assert c.filed_on
    return SubsidyCarried(
        on=on,
        claim=CLAIM_CASES.code(By(by="carry over", today=on, reference=f"{window}|{c.claim}")),
        window=window,
        place=c.place,
        claimant=c.claimant,
        earlier=c.claim,
        first=c.first or c.claim,
        filed_on=c.filed_on,
        scheme=c.scheme,
        scheme_version=c.scheme_version,
        amount=owed,
        awards=tuple(a for a, _ in known),
        amounts=tuple(m for _, m in known),
        bank=c.bank,
        loan=c.loan,
        rights=tuple(c.rights),
        invoices=tuple(c.invoices),
    )


@transaction.atomic
def window_divide(*, window: str, by: By) -> Refused | None:
    """Fit the computed claims into the pot: one fact for the window, one for each claim that gets a share."""
    journal.take_turn()
    row = window_at(window, "divide", by)
    if not isinstance(row, Window):
        return row
    if refused := admission.carried_first([w.title for w in selectors.windows_before(row)]):
        return refused
    rows = {c.claim: c for c in Claim.objects.filter(window=window)}
    waits = [_waits(c) for c in rows.values()]
    pot = Money(row.pot_fen) if row.pot_fen is not None else None
    got = admission.divides(waits, pot, Order(row.order), row.budget_year)
    if isinstance(got, Refused):
        return got
    wanted = {w.claim: w.total or NIL for w in waits}
    whole = SubsidyPotDivided(
        on=by.today,
        window=window,
        place=row.place,
        order=Order(row.order),
        claims=len(got),
        wanted=sum((wanted[s.claim] for s in got), NIL),
        shared=sum((s.paid for s in got), NIL),
        owed=sum((s.owed for s in got), NIL) or None,
    )
    shares = [
        SubsidyShared(
            on=by.today,
            claim=s.claim,
            place=rows[s.claim].place,
            claimant=rows[s.claim].claimant,
            wanted=wanted[s.claim],
            share=s.paid,
            owed=s.owed or None,
        )
        for s in got
    ]
    append(by, whole, *shares)
    return None


def _waits(c: Claim) -> admission.Waits:
    return admission.Waits(
        claim=c.claim,
        stage=c.stage,
        total=Money(c.total_fen) if c.total_fen is not None else None,
        filed_on=c.filed_on or date.min,
        n=_number(c),
        carried=bool(c.earlier),
    )


_OTHER_PLACE = Text("该地区不在您的辖区。", "The place lies outside yours.")
