"""Money as it moved: a bank's loans in a month against its own books, and a fund's since it was opened. From the facts, not the rows. And what the loans on record tell of a
borrower and its bank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Count, OuterRef, Q, Subquery, Sum

from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact
from ipops.lines.pledge.app import selectors
from ipops.lines.pledge.app.models import Claim, Fund, Loan
from ipops.lines.pledge.facts import ClaimPaid, LoanClassified, LoanDrawn, LoanRepaid, LoanSettled, LoanWrittenOff
from ipops.lines.pledge.rules import flowing, recorded
from ipops.webkit import access, journal
from ipops.webkit.models import JournalRow, Party


class Line(NamedTuple):
    """One loan of a bank in one month, in fen: what stood before, moved and stands after."""

    loan: str
    firm: str
    pledgor: str
    pledge: str
    fund: str
    before: int
    drawn: int
    repaid: int
    interest: int
    after: int
    off_books: (
        int  #: of what stands after, what was written off or settled otherwise: the bank's own books carry it no more
    )
    compensated: int
    state: Text | None  #: how the loan stood when the month ended, as the bank had said by then


def records_of(loan: Loan) -> tuple[recorded.Record, ...]:
    """What the house's own records tell of the borrower, and of the bank under the fund."""
    sme = Subquery(Party.objects.filter(party=OuterRef("firm")).values("sme")[:1])
    told = Loan.objects.filter(firm=loan.firm).annotate(sme=sme).values_list("loan", "drawn_on", "npl_on", "sme")
    mine = list(told)
    lent = Loan.objects.filter(fund=loan.fund, bank=loan.bank).exclude(fund="")
    sums = lent.aggregate(sum=Sum("drawn_fen"), n=Count("pk", filter=Q(drawn_on__isnull=False)))
    return recorded.records(
        agreed_on=loan.agreed_on,
        drawn_on=loan.drawn_on,
        sme=mine[0][3] if mine else None,
        others=[recorded.Earlier(loan=x, drawn_on=d, npl_on=n) for x, d, n, _ in mine if x != loan.loan],
        lent=Money(int(sums["sum"] or 0)) if loan.fund and loan.bank else None,
        lent_loans=sums["n"],
    )


def reconciliation(user: access.Reader, bank: str, first: date, until: date) -> list[Line]:
    """Each loan of the bank that the reader may see, moved in ``[first, until)`` or standing out: for the bank's own books."""
    loans = {x.loan: x for x in selectors.loans_for(user).filter(bank=bank)}
    sums: dict[str, list[int]] = {k: [0, 0, 0, 0, 0, 0] for k in loans}
    for e in _moves(list(loans), until):
        fact = e.fact
        now = fact.on >= first
        match fact:
            case LoanDrawn():
                s = sums[fact.loan]
                s[1 if now else 0] += fact.amount.fen
            case LoanRepaid():
                s = sums[fact.loan]
                if now:
                    s[2] += fact.principal.fen
                    s[3] += fact.interest.fen
                else:
                    s[0] -= fact.principal.fen
    paid, told = _compensated(loans, first, until), _states(list(loans), until)
    return [
        Line(
            loan=k,
            firm=x.firm,
            pledgor=x.giver,
            pledge=x.pledge,
            fund=x.fund,
            before=s[0],
            drawn=s[1],
            repaid=s[2],
            interest=s[3],
            after=s[0] + s[1] - s[2],
            off_books=s[0] + s[1] - s[2] if k in told and told[k].ends else 0,
            compensated=paid.get(k, 0),
            state=told[k].says if k in told else None,
        )
        for k, x in sorted(loans.items())
        if any(s := sums[k]) or x.drawn_on
    ]


class _State(NamedTuple):
    says: Text
    ends: bool


def _states(loans: list[str], until: date) -> dict[str, _State]:
    """The bank's last word on each loan before a day: its class, or that it was settled or written off, which nothing follows."""
    made: dict[str, _State] = {}
    entries = [e for e in _live(loans, (LoanClassified, LoanSettled, LoanWrittenOff)) if e.fact.on < until]
    for e in sorted(entries, key=lambda e: (e.fact.on, e.n)):
        match fact := e.fact:
            case LoanSettled() | LoanWrittenOff():
                says = _SETTLED if isinstance(fact, LoanSettled) else _WRITTEN_OFF
                made[fact.loan] = _State(says.fill(on=fact.on.isoformat()), ends=True)
            case LoanClassified() if not (fact.loan in made and made[fact.loan].ends):
                made[fact.loan] = _State(fact.grade.named, ends=False)
    return made


_SETTLED = Text("{on} 结清", "settled on {on}")
_WRITTEN_OFF = Text("{on} 核销", "written off on {on}")


def fund_moves(fund: Fund) -> list[Fact]:
    """What moved the fund's money, in the order of history."""
    return [e.fact for e in _live([fund.fund], flowing.MOVES)]


def _moves(loans: list[str], until: date) -> list[Entry]:
    return [e for e in _live(loans, (LoanDrawn, LoanRepaid)) if e.fact.on < until]


def _live(cases: list[str], kinds: Iterable[type[Fact]]) -> list[Entry]:
    """Entries of these kinds that name any of the cases and hold."""
    if not cases:
        return []
    return journal.live(JournalRow.objects.filter(cases__overlap=cases, kind__in=[k.KIND for k in kinds]))


def _compensated(loans: Mapping[str, Loan], first: date, until: date) -> dict[str, int]:
    """What was really paid to the bank for a loan in the month, by whomever."""
    claims = dict(Claim.objects.filter(loan__in=list(loans)).values_list("claim", "loan"))
    made: dict[str, int] = {}
    for e in _live(list(claims), (ClaimPaid,)):
        if isinstance(fact := e.fact, ClaimPaid) and first <= fact.on < until:
            made[claims[fact.claim]] = made.get(claims[fact.claim], 0) + fact.amount.fen
    return made
