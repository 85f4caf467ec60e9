"""A fund as it stands: accounts, postings, clocks, execution; and everything claimed so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ipops.finance.double import Claim, Double, doubles
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Unknown
from ipops.ledger.entry import Entry
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Account, Dossier
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.facts.words import Position
from ipops.lines.programme.rules.fund.accounts import Name, named
from ipops.lines.programme.rules.fund.clocks import Clock, Execution, Numerator, execution, pass_on, surplus_day
from ipops.lines.programme.rules.fund.recovery import Recovery, recoveries
from ipops.policy import Pack
from ipops.webkit import claims as every_claim
from ipops.webkit import journal
from ipops.webkit.models import JournalRow


@dataclass(frozen=True, slots=True, kw_only=True)
class FundRead:
    """``off`` are accounts whose statement says something else than the postings did on its day."""

    fund: str
    accounts: tuple[Account, ...]
    postings: tuple[Entry, ...]
    clocks: tuple[Clock, ...]
    unknown: tuple[Unknown, ...]
    execution: tuple[Execution, ...]
    recoveries: tuple[Recovery, ...] = ()

    @property
    def off(self) -> tuple[Account, ...]:
        return tuple(a for a in self.accounts if a.stated_fen is not None and a.stated_fen != a.fen_then)

    @property
    def standing(self) -> dict[str, Money]:
        return {a.account: Money(a.fen) for a in self.accounts}


def standing_of(fund: str) -> dict[str, Money]:
    return {a: Money(fen) for a, fen in Account.objects.filter(fund=fund).values_list("account", "fen")}


def fund_of(fund: str, pack: Pack, on: date) -> FundRead:
    """Two queries: the accounts and the postings."""
    accounts = tuple(Account.objects.filter(fund=fund).order_by("account"))
    postings = tuple(of_cases([fund], [f.MoneyPosted]))
    clocks, unknown = _clocks(postings, pack)
    standing = {a.account: Money(a.fen) for a in accounts}
    return FundRead(
        fund=fund,
        accounts=accounts,
        postings=postings,
        clocks=clocks,
        unknown=unknown,
        execution=tuple(execution(standing, n) for n in Numerator),
        recoveries=recoveries(postings),
    )


def _clocks(postings: Iterable[Entry], pack: Pack) -> tuple[tuple[Clock, ...], tuple[Unknown, ...]]:
    told: list[Clock | Unknown] = []
    years: set[int] = set()
    for e in postings:
        if isinstance(e.fact, f.MoneyPosted):
            got = pass_on(pack, e.fact)
            told += [got] if got else []
            years.add(e.fact.budget_year)
    told += [surplus_day(pack, y) for y in sorted(years)]
    return tuple(t for t in told if isinstance(t, Clock)), tuple(t for t in told if isinstance(t, Unknown))


def claims(place: str = "") -> list[Claim]:
    """Everything applied for that has not been turned down or withdrawn, of every city: a claim knows no border."""
    dead = set(Dossier.objects.filter(stage__in=("turned_down", "withdrawn")).values_list("case", flat=True))
    stored = JournalRow.objects.filter(kind__in=(f.ProjectApplied.KIND, f.PaymentOrdered.KIND))
    made = []
    for e in journal.live(stored):
        match e.fact:
            case f.ProjectApplied() as x if x.project not in dead:
                made.append(claim_of(x))
            case f.PaymentOrdered() as x if x.order not in dead and x.invoice:
                invoices = frozenset({x.invoice})
                made.append(
                    Claim(
                        code=x.order,
                        party=x.payee,
                        title="",
                        fund=x.fund,
                        bureau="",
                        invoices=invoices,
                        project=x.project,
                    )
                )
    return made


def claim_of(x: f.ProjectApplied) -> Claim:
    return Claim(
        code=x.project,
        party=x.applicant,
        title=x.title,
        fund=x.fund_name,
        bureau=x.bureau,
        invoices=frozenset(x.invoices),
        loans=frozenset(x.loans),
        rights=frozenset(x.rights),
    )


def call_of(code: str) -> f.ProjectCalled | None:
    found = (e.fact for e in of_cases([code], [f.ProjectCalled]))
    return next((x for x in found if isinstance(x, f.ProjectCalled) and x.call == code), None)


def drawn(call: str) -> Money:
    """What the projects of a call took out of its planned money, as a negative sum: what was released again came back to it."""
    mine = set(Dossier.objects.filter(parent=call, cycle="programme.project").values_list("case", flat=True))
    posted = [e.fact for e in of_cases(mine, [f.MoneyPosted]) if isinstance(e.fact, f.MoneyPosted)]
    legs = ((named(a), m) for x in posted if x.project in mine for a, m in zip(x.accounts, x.amounts, strict=False))
    return sum((m for n, m in legs if isinstance(n, Name) and n.position is Position.PLANNED), NIL)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFound:
    """A project with its call, its city's road, its contracts (the last word on each), its orders that were neither given
    up nor turned down, and where its money stands."""

    applied: f.ProjectApplied
    call: f.ProjectCalled
    city: Dossier
    encumbered: Money
    paid: Money
    to_recover: Money
    recovery: Recovery | None
    contracts: Mapping[str, f.ContractSigned]
    orders: Mapping[str, f.PaymentOrdered]
    live_orders: tuple[f.PaymentOrdered, ...]
    waiting: Money


def project_of(code: str) -> ProjectFound | None:
    entries = of_cases([code])
    applied = next((e.fact for e in entries if isinstance(e.fact, f.ProjectApplied)), None)
    call = call_of(applied.call) if applied else None
    if applied is None or call is None:
        return None
    place, batch = call.fund.removeprefix("fund:").rsplit(":", 1)
    orders = {e.fact.order: e.fact for e in entries if isinstance(e.fact, f.PaymentOrdered)}
    of_city = Q(cycle="programme.city", place=place, opened_on__year=int(batch))
    rows = list(Dossier.objects.filter(of_city | Q(case__in=list(orders))))
    city = next((r for r in rows if r.cycle == "programme.city"), None)
    if city is None:
        return None
    stages = {r.case: r.stage for r in rows}
    waiting = [x.amount for o, x in orders.items() if stages.get(o) in ("drafted", "approved", "sent", "returned")]
    return ProjectFound(
        applied=applied,
        call=call,
        city=city,
        encumbered=_stands(entries, code, "encumbered"),
        paid=_stands(entries, code, "paid", "invested"),
        to_recover=_stands(entries, code, "to_recover"),
        recovery=next((r for r in recoveries(entries) if r.project == code), None),
        contracts={e.fact.contract: e.fact for e in entries if isinstance(e.fact, f.ContractSigned)},
        orders=orders,
        live_orders=tuple(x for o, x in orders.items() if stages.get(o) != "withdrawn"),
        waiting=sum(waiting, NIL),
    )


def _stands(entries: Iterable[Entry], project: str, *positions: str) -> Money:
    legs = (
        (a, m)
        for e in entries
        if isinstance(e.fact, f.MoneyPosted) and e.fact.project == project
        for a, m in zip(e.fact.accounts, e.fact.amounts, strict=False)
    )
    return sum((m for a, m in legs if a.rsplit(":", 1)[-1] in positions), NIL)


def doubles_of(place: str) -> tuple[Double, ...]:
    """Everything of this place that somebody claims twice, here or elsewhere; an order and its own project are one claim."""
    known = every_claim.every()
    own = set(Dossier.objects.filter(place=place, cycle__in=_CLAIMING).values_list("case", flat=True))
    parents = {c.code: c.project for c in known if c.project}
    found: list[Double] = []
    for mine in known:
        if mine.code in own:
            others = [o for o in known if o.code != parents.get(mine.code) and parents.get(o.code) != mine.code]
            found += doubles(mine, others)
    return tuple(found)


_CLAIMING = ("programme.project", "programme.order")
