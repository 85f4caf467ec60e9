"""Funds at a glance: what is left, what claims still take, how near the lines. Loans and claims are read once for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, Sum

from ipops.finance.scheme import Scheme
from ipops.kernel.money import Money
from ipops.lines.pledge.app.models import Claim, Fund, Loan
from ipops.lines.pledge.app.selectors import BAD, OUT, PENDING, Pending, paid_by, taken
from ipops.lines.pledge.rules import assessing
from ipops.lines.pledge.rules.pool import Near, near
from ipops.lines.pledge.rules.scheming import scheme_of

NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class Glance:
    """A fund, what claims in process take from it, and its lines; ``lines`` is empty where its scheme has none."""

    fund: Fund
    pending: Pending
    lines: tuple[Near, ...]

    @property
    def after(self) -> Money:
        return self.fund.balance - self.pending.known


def glances(funds: Iterable[Fund], on: date) -> list[Glance]:
    """In the order of ``funds``; two queries, however many there are."""
    rows = list(funds)
    codes = [f.fund for f in rows]
    claims: dict[str, list[Claim]] = defaultdict(list)
    for claim in Claim.objects.filter(fund__in=codes).filter(Q(stage__in=PENDING) | ~Q(paid_on=None)):
        claims[claim.fund].append(claim)
    books = _books(codes)
    return [_glance(f, claims[f.fund], books.get(f.fund, {}), on) for f in rows]


def _books(codes: list[str]) -> dict[str, dict[str, Money]]:
    left = F("drawn_fen") - F("repaid_fen")
    sums = {"all": None, "bad": Q(stage__in=BAD), "late": Q(stage__in=("overdue", *BAD))}
    rows = (
        Loan.objects.filter(fund__in=codes, stage__in=OUT)
        .values("fund")
        .annotate(**{f"sum_{k}": Sum(left, filter=which) for k, which in sums.items()})
        .order_by()
    )
    return {r["fund"]: {k: Money(int(r[f"sum_{k}"] or 0)) for k in sums} for r in rows}


def _glance(fund: Fund, claims: list[Claim], book: dict[str, Money], on: date) -> Glance:
    paid = [c for c in claims if c.paid_on]
    around = assessing.Around(
        pot_balance=fund.balance,
        pot_size=Money(fund.put_in_fen),
        paid_ever=paid_by(paid, fund.payer),
        paid_year=paid_by([c for c in paid if c.paid_on and c.paid_on.year == on.year], fund.payer),
        paid_firm=NOTHING,
        borrower=NOTHING,
        book=book.get("all", NOTHING),
        bad=book.get("bad", NOTHING),
        bank_book=NOTHING,
        bank_bad=NOTHING,
        overdue=book.get("late", NOTHING),
    )
    scheme = scheme_of(fund.scheme, tuple(fund.terms))
    lines = near(scheme, assessing.of_fund(around), on, fund.states) if isinstance(scheme, Scheme) else ()
    open_ = [c for c in claims if c.stage in (*PENDING, "paid")]
    return Glance(fund, taken(fund, open_), lines)
