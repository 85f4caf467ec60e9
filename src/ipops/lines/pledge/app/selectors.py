"""What is read: each takes the reader and gives rows that this reader may see.

Rule 1: a bank sees its own loans, a firm, a pledgor and a guarantor those that name them; an office sees a loan of its place once it is
filed with a fund, and not before.
Rule 2: what the rules look at (a fund's whole book, a borrower at all banks) is read without the reader and shown to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import JSONObject

from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.pledge.app.models import Application, Claim, Credit, Fund, Loan, Month, Registration
from ipops.lines.pledge.facts.words import FilesWhen, Security
from ipops.lines.pledge.rules import assessing, clocks, fixing, lending
from ipops.rights.docket.annuities import RULE
from ipops.rights.docket.due import due
from ipops.rights.docket.given import from_standing
from ipops.rights.docket.item import Status
from ipops.rights.register.standing import Standing
from ipops.webkit import access
from ipops.webkit.course import Sender
from ipops.webkit.docket import standings
from ipops.webkit.models import Party, Right

#: Stages of a loan in which money stands out.
OUT = ("performing", "overdue", "bad", "claimed")
BAD = ("bad", "claimed")
#: Stages of a claim that the fund may still have to pay.
PENDING = ("filed", "returned", "checked", "approved")


def applications_for(user: access.Reader) -> QuerySet[Application]:
    return Application.objects.filter(_seen(user, "firm", "pledgor", "bank", "security_by"))


def application_for(user: access.Reader, key: str) -> Application | None:
    """With the names of the firm and of the fund beside, and whether the pages of its loan and pledge open for the user."""
    fund = Subquery(Fund.objects.filter(fund=OuterRef("fund")).values("name")[:1])
    rows = (
        applications_for(user)
        .filter(application=key)
        .annotate(
            firm_name=_name_of("firm"),
            fund_name=fund,
            opens_loan=Exists(loans_for(user).filter(loan=OuterRef("loan"))),
            opens_pledge=_opens_pledge(user),
        )
    )
    row: Application | None = rows.first()
    return row


def _opens_pledge(user: access.Reader) -> Exists:
    return Exists(registrations_for(user).filter(pledge=OuterRef("pledge")))


def registrations_for(user: access.Reader) -> QuerySet[Registration]:
    """Where the debtor is another than the pledgor, the office of the debtor's place sees it too: the application was made there."""
    seen, places = _seen(user, "firm", "debtor", "bank"), access.visible_places(user)
    if not places.everywhere:
        seen |= places.q("debtor_place") & ~Q(debtor_place="")
    return Registration.objects.filter(seen)


def registration_for(user: access.Reader, key: str) -> Registration | None:
    rows = registrations_for(user).filter(pledge=key).annotate(firm_name=_name_of("firm"))
    row: Registration | None = rows.first()
    return row


def loans_for(user: access.Reader) -> QuerySet[Loan]:
    """A loan has a place from its filing with a fund on: before that no place matches it."""
    return Loan.objects.filter(_seen(user, "bank", "firm", "pledgor", "guarantor", everywhere=~Q(fund="")))


def loan_for(user: access.Reader, key: str) -> Loan | None:
    """With what its page tells beside: the borrower's name, the fund's terms, the risks accepted, the day of its claim, and which
    of its other pages open for the user: a guarantor's do not all."""
    told = ("name", "files", "files_days", "claim_days", "draw_first", "asks_list")
    rows = loans_for(user).filter(loan=key)
    row: Loan | None = rows.annotate(
        firm_name=_name_of("firm"),
        pledgor_name=_name_of("pledgor"),
        fund_told=Subquery(
            Fund.objects.filter(fund=OuterRef("fund")).values(told=JSONObject(**{k: k for k in told}))[:1]
        ),
        accepted=Subquery(Registration.objects.filter(pledge=OuterRef("pledge")).values("acknowledged")[:1]),
        listed_on=Subquery(
            Registration.objects.filter(
                pledge=OuterRef("pledge"), stage="registered", held__contains=F("rights")
            ).values("registered_on")[:1]
        ),
        valued_until=Subquery(
            Application.objects.filter(application=OuterRef("application")).values("valued_until")[:1]
        ),
        claimed_on=Subquery(Claim.objects.filter(loan=OuterRef("loan")).values("filed_on")[:1]),
        opens_pledge=_opens_pledge(user),
        opens_claim=Exists(claims_for(user).filter(loan=OuterRef("loan"))),
    ).first()
    return row


def standing_loans(user: access.Reader, fund: str = "") -> QuerySet[Loan]:
    """Loans with money out that have not failed yet, of one fund if told, with the borrower's industry beside."""
    rows = loans_for(user).filter(stage__in=("performing", "overdue"))
    industry = Subquery(Party.objects.filter(party=OuterRef("firm")).values("industry")[:1])
    return (rows.filter(fund=fund) if fund else rows).annotate(industry=industry).order_by("loan")


def _name_of(role: str) -> Subquery:
    return Subquery(Party.objects.filter(party=OuterRef(role)).values("name")[:1])


def fund_told(loan: Loan) -> Fund | None:
    """What a loan's page and its rules ask of the fund; one that came without it is read."""
    if not hasattr(loan, "fund_told"):
        return fund_for_loan(loan)
    return Fund(fund=loan.fund, **loan.fund_told) if loan.fund_told else None


def claims_for(user: access.Reader) -> QuerySet[Claim]:
    return Claim.objects.filter(_seen(user, "bank", "firm"))


def claim_for(user: access.Reader, key: str) -> Claim | None:
    """With the borrower's name beside, and of its loan the rights, a third party that pledged them, since when it is bad and why."""
    of_loan = ("rights", "pledgor", "npl_on", "basis", "basis_why")
    beside = {k: Subquery(Loan.objects.filter(loan=OuterRef("loan")).values(k)[:1]) for k in of_loan}
    row: Claim | None = claims_for(user).filter(claim=key).annotate(firm_name=_name_of("firm"), **beside).first()
    return row


def funds_for(user: access.Reader) -> QuerySet[Fund]:
    """Funds of the reader's places, and those with which the reader's bank has filed a loan or may."""
    seen = _seen(user)
    if bodies := list(access.bodies(user)):
        mine = Loan.objects.filter(Q(bank__in=bodies) | Q(firm__in=bodies)).exclude(fund="").values("fund")
        seen |= Q(fund__in=mine)
    return Fund.objects.filter(seen)


def fund_for(user: access.Reader, key: str) -> Fund | None:
    return funds_for(user).filter(fund=key).first()


def months_for(user: access.Reader) -> QuerySet[Month]:
    return Month.objects.filter(_seen(user, "bank"))


def credits_for(user: access.Reader) -> QuerySet[Credit]:
    return Credit.objects.filter(_seen(user, "bank", "park"))


def _seen(user: access.Reader, *roles: str, everywhere: Q | None = None) -> Q:
    places = access.visible_places(user)
    if places.everywhere:
        return everywhere if everywhere is not None else Q()
    seen = places.q("place") & ~Q(place="")
    bodies = list(access.bodies(user))
    for role in roles:
        seen |= Q(**{f"{role}__in": bodies}) if bodies else Q(pk__in=())
    return seen


def fund_of(code: str) -> Fund | None:
    return Fund.objects.filter(fund=code).first() if code else None


def fund_for_loan(loan: Loan) -> Fund | None:
    """The fund of a loan, read once for a row."""
    if not hasattr(loan, "_fund"):
        loan._fund = fund_of(loan.fund)  # type: ignore[attr-defined]
    found: Fund | None = loan._fund  # type: ignore[attr-defined]
    return found


def registration_of(code: str) -> Registration | None:
    return Registration.objects.filter(pledge=code).first() if code else None


def fund_choices() -> list[tuple[str, str]]:
    """Every fund by name: that a fund exists is no secret to a bank that may file with it."""
    return list(Fund.objects.values_list("fund", "name"))


def terms_of(fund: Fund | None) -> lending.Terms | None:
    if fund is None:
        return None
    return lending.Terms(
        files=FilesWhen(fund.files or FilesWhen.UNSTATED),
        files_days=fund.files_days,
        draw_first=fund.draw_first,
        asks_list=fund.asks_list,
    )


def secured_on(loan: Loan) -> date | None:
    """Since when the pledge exists: as the loan was told, or as a list of the register has it meanwhile."""
    listed: date | None = getattr(loan, "listed_on", None)
    return loan.secured_on or listed


def stands(loan: Loan) -> lending.Stands:
    return lending.Stands(
        secured_on=secured_on(loan),
        filed=bool(loan.fund),
        amount=Money(loan.amount_fen),
        cap=loan.cap,
        maximum=loan.maximum,
        left=loan.left,
        drawn=Money(loan.drawn_fen),
        due_on=loan.due_on,
        fund=terms_of(fund_told(loan)),
        fixing=maximum_of(loan),
        valued_until=_valued_until(loan),
    )


def _valued_until(loan: Loan) -> date | None:
    """Until when the valuation of the loan's rights may be used; one that came without it is read."""
    if not hasattr(loan, "valued_until"):
        found = Application.objects.filter(application=loan.application).values_list("valued_until", flat=True)
        return found.first() if loan.application else None
    told: date | None = loan.valued_until
    return told


def maximum_of(loan: Loan) -> fixing.Pledge:
    return fixing.Pledge(
        maximum=loan.maximum, secured_on=secured_on(loan), fixes_on=loan.fixes_on, fixed_on=loan.fixed_on
    )


def claimable(loan: Loan) -> Money:
    """What of the principal left is secured."""
    return fixing.claimable(loan.left, Money(loan.fixed_fen) if loan.fixed_fen is not None else None, loan.cap)


def times(loan: Loan) -> clocks.Times:
    fund = fund_told(loan)
    claimed: date | None = getattr(loan, "claimed_on", None)
    if claimed is None and loan.claims:
        claimed = Claim.objects.filter(loan=loan.loan).values_list("filed_on", flat=True).first()
    return clocks.Times(
        due_on=loan.due_on,
        guaranteed_due=loan.guaranteed_due,
        guarantor=loan.security in (Security.JOINT, Security.GENERAL),
        insured=loan.security == Security.INSURANCE,
        guarantee_until=loan.guarantee_until,
        drawn_on=loan.drawn_on,
        filed_on=loan.filed_on,
        npl_on=loan.npl_on,
        overdue_on=loan.overdue_on,
        claimed_on=claimed,
        called_on=loan.called_on,
        enforced=loan.enforced_first,
        files_days=fund.files_days if fund else None,
        claim_days=fund.claim_days if fund else None,
        fixes_on=loan.fixes_on,
        fixed_on=loan.fixed_on,
        third_party=bool(loan.pledgor),
    )


def loss_of(loan: Loan, claim: Claim | None = None) -> assessing.Loss:
    """The loss of a loan: as claimed, or as it stands now if nobody has claimed yet."""
    fund = fund_for_loan(loan)
    return assessing.Loss(
        principal=Money(claim.principal_fen) if claim else claimable(loan),
        interest=Money(claim.interest_fen) if claim else Money(loan.owed_interest_fen),
        recovered=Money(claim.recovered_fen) if claim else Money(0),
        loan_principal=Money(loan.amount_fen),
        left=loan.left,
        ip_part=Money(loan.ip_fen) if loan.agreed_on else None,
        kinds=loan.kinds,
        registered=loan.secured_on is not None,
        first_registered_on=loan.secured_on,
        signed_on=loan.agreed_on,
        drawn_on=loan.drawn_on,
        due_on=loan.due_on,
        npl_on=loan.npl_on,
        filed_on=claim.filed_on if claim else None,
        term_months=loan.term_months,
        rate_bp=loan.rate_bp,
        grade=loan.grade,
        on_list=loan.firm in fund.listed if fund is not None and fund.asks_list else None,
        guaranteed=bool(loan.security),
        third_party=bool(loan.pledgor),
    )


def around(fund: Fund, *, bank: str, firm: str, on: date, but: str = "") -> assessing.Around:
    """The fund's book, and what it has paid or approved; what is approved is no longer left in it. ``but`` is the claim that is being
    worked out."""
    loans = _book(Q(fund=fund.fund) & Q(stage__in=OUT), bank)
    held = [c for c in Claim.objects.filter(fund=fund.fund, stage__in=("approved", "paid", "closed")) if c.claim != but]
    of_firm, of_year = [c for c in held if c.firm == firm], [c for c in held if _year(c) == on.year]
    by_scope = {
        "firm": of_firm,
        "firm_year": [c for c in of_firm if c in of_year],
        "lifetime": of_firm,
        "pot_year": of_year,
        "pot": held,
        "bank_quota": [c for c in held if c.bank == bank],
    }
    used = {scope: used_by(claims, fund.payer) for scope, claims in by_scope.items()}
    return assessing.Around(
        pot_balance=fund.balance - (used["pot"] - paid_by(held, fund.payer)),
        pot_size=Money(fund.put_in_fen),
        paid_ever=used["pot"],
        paid_year=used["pot_year"],
        paid_firm=used["firm"],
        paid_firm_year=used["firm_year"],
        paid_bank=used["bank_quota"],
        counted={scope: counted_by(claims) for scope, claims in by_scope.items()},
        borrower=_book(Q(firm=firm) & Q(stage__in=OUT) & ~Q(fund=""), bank)["all"],
        book=loans["all"],
        bad=loans["bad"],
        bank_book=loans["own"],
        bank_bad=loans["own_bad"],
        overdue=loans["late"],
        stopped=bool({"stopped", "unknown"} & {*fund.states.values()}),
    )


def _book(which: Q, bank: str) -> dict[str, Money]:
    """Principal left of these loans: all, bad, late, and of them the bank's own. One query."""
    left = F("drawn_fen") - F("repaid_fen")
    got = Loan.objects.filter(which).aggregate(
        all=Sum(left),
        bad=Sum(left, filter=Q(stage__in=BAD)),
        late=Sum(left, filter=Q(stage__in=("overdue", *BAD))),
        own=Sum(left, filter=Q(bank=bank)),
        own_bad=Sum(left, filter=Q(bank=bank, stage__in=BAD)),
    )
    return {k: Money(int(v or 0)) for k, v in got.items()}


def _year(c: Claim) -> int | None:
    """The year whose money a claim takes: that of its payment, or of its approval while it is not paid."""
    day = c.paid_on or c.decided_on
    return day.year if day else None


def used_by(claims: Iterable[Claim], payer: str) -> Money:
    """What claims take of a payer: as approved, until they are closed; a true-up has lowered what is due."""
    total = 0
    for c in claims:
        due = dict(zip(c.due_parties, c.due_sums, strict=False)).get(payer, 0)
        paid = dict(zip(c.paid_parties, c.paid_sums, strict=False)).get(payer, 0)
        total += paid if c.stage == "closed" else max(due, paid)
    return Money(total)


def counted_by(claims: Iterable[Claim]) -> Money | None:
    """What was counted of their losses; ``None`` if of one of them nobody kept it."""
    sums = [c.counted_fen for c in claims]
    return None if None in sums else Money(sum(s for s in sums if s is not None))


def paid_by(claims: Iterable[Claim], payer: str) -> Money:
    return Money(sum(fen for c in claims for p, fen in zip(c.paid_parties, c.paid_sums, strict=False) if p == payer))


def standing_of(rights: Iterable[str], on: date) -> dict[str, Standing]:
    return standings(list(rights), on)


def unpaid(held: Mapping[str, Standing], on: date) -> dict[str, bool | None]:
    """Whether the docket holds an annuity of the right as late or missed; ``None`` where it cannot tell."""
    late = (Status.LATE, Status.MISSED)
    made: dict[str, bool | None] = {}
    for number, standing in held.items():
        given = from_standing(standing)
        docket = due(given, on) if given is not None else None
        made[number] = None if docket is None else any(i.rule == RULE and i.status in late for i in docket.items)
    return made


def kinds_of(rights: Iterable[str]) -> dict[str, str]:
    return dict(Right.objects.filter(right__in=list(rights)).values_list("right", "kind"))


def sender(user: access.Reader) -> Sender:
    """For which places the reader may record, and in whose name."""
    covers = access.visible_places(user) if access.may(user, access.Action.RECORD) else access.Places()
    return Sender(covers=covers, bodies=access.bodies(user))


def why_not_bank(user: access.Reader, bank: str, place: str) -> Refused | None:
    """Whether the reader may act for this bank: one of its people, or a clerk of the place to whom it handed the paper."""
    if bank and bank in access.bodies(user):
        return None
    if place and access.may(user, access.Action.RECORD, place):
        return None
    return Refused(reasons=(Reason(code="not-the-bank", says=_NOT_THE_BANK),))


def pending(fund: Fund) -> Pending:
    """What claims in process may still take from the fund: certain where it was worked out, else counted."""
    return taken(fund, Claim.objects.filter(fund=fund.fund, stage__in=(*PENDING, "paid")))


def taken(fund: Fund, claims: Iterable[Claim]) -> Pending:
    """The same of claims on the fund that were read already."""
    known, open_ = 0, 0
    for c in claims:
        due = dict(zip(c.due_parties, c.due_sums, strict=False)) or dict(zip(c.parties, c.sums, strict=False))
        paid = dict(zip(c.paid_parties, c.paid_sums, strict=False)).get(fund.payer, 0)
        if fund.payer in due and c.stage != "closed":
            known += max(0, due[fund.payer] - paid)
        elif fund.payer not in due and c.stage in PENDING:
            open_ += 1
    return Pending(known=Money(known), unknown=open_)


class Pending(NamedTuple):
    """``known`` is what approved and checked claims still take; ``unknown`` counts claims not worked out yet."""

    known: Money
    unknown: int


_NOT_THE_BANK = Text(
    "只有贷款银行的人员，或该行交来凭证的经办人，可以报送。",
    "Only the bank's own people report it, or a clerk to whom the bank handed the paper.",
)


def place_of(party: str) -> str:
    """The division of a party as it is registered; empty if nobody knows."""
    return Party.objects.filter(party=party).values_list("place", flat=True).first() or ""
