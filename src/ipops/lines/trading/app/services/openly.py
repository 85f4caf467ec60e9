"""Open licences: a statement with its five fields, the bars, the announcement, who takes it, the withdrawal.

Rule 1: a taken licence is a deal of its own (kind *open*), signed and waiting for its recordal: it counts once recorded; what was
paid for it is money of that deal.
Rule 2: nobody is taken to stay at home: whether the taker is abroad is asked, and the export papers are asked for at the filing.
"""

from __future__ import annotations

import hashlib
from datetime import date

from django.db import transaction

from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.ledger.facts import OpenLicenceDeclared, OpenLicenceWithdrawn
from ipops.ledger.facts.words import LicenceKind
from ipops.lines.trading import facts as f
from ipops.lines.trading.app import selectors
from ipops.lines.trading.app.models import Deal, MarketCase
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.app.services.market import NOT_OWNED, Made, Who, moved, no, numbers_of, opened, step
from ipops.lines.trading.app.services.parties import Directory, Named
from ipops.lines.trading.facts import Act
from ipops.lines.trading.facts.words import Abroad, Origin, PriceForm
from ipops.lines.trading.machine import OPEN, clauses
from ipops.lines.trading.rules.ask import Ask, Standing
from ipops.rights.collisions import clauses as rights_law
from ipops.rights.collisions.objections import objections
from ipops.rights.collisions.open_licence import Offer, bars
from ipops.rights.docket.annuities import RULE
from ipops.rights.docket.item import Status
from ipops.webkit import journal
from ipops.webkit.docket import docket_of
from ipops.webkit.models import Right


@transaction.atomic
def open_state(
    *,
    who: Who,
    number: str,
    way: PriceForm,
    standard: str,
    until: date | None,
    other: str,
    report: bool,
    agreed: bool,
    sent: Sent,
) -> Entry | Refused:
    """Draft a statement of an open licence with its five fields; the bars are asked when it is filed."""

    def make(case: str, party: str, place: str) -> Made:
        numbers = numbers_of([number])
        if isinstance(numbers, Refused):
            return numbers
        stood = selectors.rights_as_of(numbers, on=sent.today, deal="").get(numbers[0])
        owners = stood.owners if stood else ()
        if party not in owners:
            says = NOT_OWNED.fill(rights=numbers[0])
            return Refused(reasons=(Reason(code="not-the-owner", says=says, cite=clauses.TITLE, field="number"),))
        free = way is PriceForm.NOTHING and standard.strip() in ("", "0")
        dies = stood.expires_on if stood else None
        lacks = [
            Reason(code=code, says=says, cite=cite, field=name)
            for wrong, code, says, cite, name in (
                (not standard.strip() and not free, "no-standard", _STANDARD, clauses.OPEN_FIELDS, "standard"),
                (until is None, "no-term", _TERM, clauses.OPEN_FIELDS, "until"),
                (until is not None and until <= sent.today, "term-over", _OVER, clauses.OPEN_FIELDS, "until"),
                (
                    until is not None and dies is not None and until > dies,
                    "outlives-the-right",
                    _OUTLIVES.fill(day=str(dies)),
                    clauses.TERM,
                    "until",
                ),
            )
            if wrong
        ]
        if lacks:
            return Refused(reasons=tuple(lacks))
        return f.OpenLicenceStated(
            on=sent.today, statement=case, right=numbers[0], owners=owners, place=place, way=way, standard=standard,
            until=until, other=other, report=report, pledgees_agree=agreed,
        )  # fmt: skip

    return opened("OL", who, sent, make)


def open_bars(row: MarketCase, on: date) -> Refused | None:
    """The five bars of 实施细则 第八十六条 and what the declaration needs, as things stand on the day."""
    stated = statement_of(row.case)
    number = row.rights[0]
    stood = selectors.rights_as_of([number], on=on, deal="").get(number)
    if stood is None or stated is None:
        return no("right-unknown", Text("尚无该权利的登记信息。", "Nothing is known of this right."))
    offer = Offer(on=on, annuity_unpaid=unpaid(number, on), pledgees_agree=stated.pledgees_agree, report=stated.report)
    found = tuple(bars(offer, stood))
    return Refused(reasons=found) if found else None


def unpaid(number: str, on: date) -> bool | None:
    """Whether the docket holds an annuity as late or missed; ``None`` where it cannot tell, or where one has fallen due and no payment
    was ever put on record: then somebody has to say that it is paid."""
    docket = docket_of(number, on)
    if docket is None:
        return None
    missed = any(i.rule == RULE and i.status in (Status.LATE, Status.MISSED) for i in docket.items)
    recorded = Right.objects.filter(right=number, paid_to_year__isnull=False).exists()
    return None if missed and not recorded else missed


def statement_of(case: str) -> f.OpenLicenceStated | None:
    said = [e.fact for e in journal.about(case=case) if isinstance(e.fact, f.OpenLicenceStated)]
    return said[-1] if said else None


@transaction.atomic
def open_file(*, case: str, plain: bool, paid_up: bool = False, sent: Sent) -> Entry | Refused:
    """File the statement: no bar stands against it, and whoever files says that its words advertise nothing; where no payment is on
    record, also that the annuities are ``paid_up``."""

    def make(row: MarketCase) -> Made:
        if not plain:
            says = Text("请确认声明中没有商业性宣传用语。", "Confirm that the statement advertises nothing.")
            return Refused(reasons=(Reason(code="advertising", says=says, cite=clauses.OPEN_PLAIN, field="plain"),))
        if barred := open_bars(row, sent.today):
            return barred
        if not paid_up and unpaid(row.rights[0], sent.today) is None:
            cite = rights_law.OPEN_BARRED
            return Refused(reasons=(Reason(code="annuity-untold", says=_UNTOLD, cite=cite, field="paid_up"),))
        others = MarketCase.objects.filter(
            cycle=OPEN.code, stage__in=("filed", "announced"), rights__overlap=row.rights
        )
        if others.exclude(case=case).exists():
            return no("open-already", _ALREADY)
        return moved(row, "file", sent)

    return step(case, "file", sent, make)


@transaction.atomic
def open_announce(*, case: str, on: date, sent: Sent) -> Entry | Refused:
    """The office announced it: the shared fact by which the docket knows of the relief."""

    def make(row: MarketCase) -> Made:
        if on > sent.today:
            return no("in-the-future", Text("公告日不能晚于今天。", "It cannot be announced later than today."), "on")
        stood = selectors.rights_as_of(row.rights, on=sent.today, deal="").get(row.rights[0])
        first = stood.granted_on if stood else None
        if (first is not None and on < first) or (row.until is not None and on >= row.until):
            return Refused(reasons=(Reason(code="not-then", says=_NOT_THEN, cite=clauses.OPEN_ANNOUNCED, field="on"),))
        return (moved(row, "announce", sent), OpenLicenceDeclared(on=on, right=row.rights[0], until=row.until))

    return step(case, "announce", sent, make)


@transaction.atomic
def open_take(*, case: str, taker: Who, paid: Money | None, abroad: Abroad, sent: Sent) -> Entry | Refused:
    """Somebody wrote to the owner and paid as announced: the licence exists. Its deal waits for the recordal, and for the export
    papers where the taker is ``abroad``. What was paid is money of the deal."""
    directory = Directory(by=sent.by, on=sent.today, source=sent.source)
    deal = f"D:open-{hashlib.sha256(f'{case}|{sent.by}|{sent.reference}'.encode()).hexdigest()[:16]}"
    named = Named(text=taker.name, record=deal, place=taker.place)
    directory.read([named])
    got = directory.find(named, field_name="taker")
    if isinstance(got, Reason):
        return Refused(reasons=(got,))

    def make(row: MarketCase) -> Made:
        if row.until is not None and row.until <= sent.today:
            return Refused(reasons=(Reason(code="term-over", says=_OVER, cite=clauses.OPEN_FIELDS),))
        if lacking := _untakable(row, deal, got.party, sent.today):
            return lacking
        if row.how not in (PriceForm.NOTHING, PriceForm.ROYALTY) and not paid:
            says = Text("须先按公告的标准支付使用费。", "The fee is paid first, as announced.")
            return Refused(reasons=(Reason(code="not-paid", says=says, cite=clauses.OPEN_TAKEN, field="paid"),))
        taken = f.OpenLicenceTaken(
            on=sent.today, statement=case, right=row.rights[0], deal=deal, taker=got.party, paid=paid
        )
        place = taker.place or got.place
        found = f.DealFound(
            on=sent.today, deal=deal, act=Act.LICENCE, rights=tuple(row.rights), givers=tuple(row.parties), takers=(got.party,),
            from_place=row.place, to_place=place, origin=Origin.OPEN, source=case, abroad=abroad,
        )  # fmt: skip
        money = f.DealPaid(on=sent.today, deal=deal, amount=paid, place=row.place) if paid else None
        return (taken, found, money) if money else (taken, found)

    entry = step(case, "take", sent, make)
    if isinstance(entry, Entry) and (new := list(directory.drafts([got.party]).values())):
        journal.append(new, by=sent.by)
    return entry


def _untakable(row: MarketCase, deal: str, taker: str, on: date) -> Refused | None:
    """What the law holds against the licence on the day it would come to be: the patent may have ended or gone to somebody else
    since the announcement."""
    if taker in row.parties:
        says = Text("权利人无须取得自己专利的许可。", "Whoever owns the patent needs no licence of it.")
        return Refused(reasons=(Reason(code="own-patent", says=says, cite=clauses.OPEN_TAKEN, field="taker"),))
    held = Deal.objects.filter(deal__in=row.deals, takers__contains=[taker])
    if held.exclude(stage__in=("ended", "failed", "withdrawn")).exists():
        says = Text(
            "该单位已取得本声明的许可，尚在办理或履行中。", "This party holds a licence by this statement already."
        )
        return Refused(reasons=(Reason(code="taken-already", says=says, cite=clauses.OPEN_TAKEN, field="taker"),))
    stated = statement_of(row.case)
    ask = Ask(
        act=Act.LICENCE, standing=Standing.INTENDED, deal=deal, rights=tuple(row.rights), givers=tuple(row.parties), takers=(taker,),
        on=on, kind_of_licence=LicenceKind.OPEN, starts_on=on, until=row.until, co_owners_agree=True,
        pledgees_agree=bool(stated and stated.pledgees_agree),
    )  # fmt: skip
    seen = selectors.seen(ask.rights, [*ask.givers, *ask.takers], on=on, deal=deal)
    found = tuple(r for n in ask.rights for r in objections(ask, seen.right(n), seen))
    return Refused(reasons=found) if found else None


@transaction.atomic
def open_withdraw(*, case: str, sent: Sent) -> Entry | Refused:
    """Withdraw the statement; licences taken before stay as they are (专利法 第五十条第二款)."""

    def make(row: MarketCase) -> Made:
        return (moved(row, "withdraw", sent), OpenLicenceWithdrawn(on=sent.today, right=row.rights[0]))

    return step(case, "withdraw", sent, make)


_UNTOLD = Text(
    "没有缴费记录，无从核对；请确认年费已按规定缴纳，或先登记缴费。",
    "No payment is on record, so it cannot be checked: confirm that the annuities are paid, or record the payments first.",
)
_ALREADY = Text(
    "该专利已有一份提交或公告中的开放许可声明；请先撤回。",
    "Another statement of this patent is filed or announced; withdraw that one first.",
)
_NOT_THEN = Text(
    "公告日应在授权之后、许可期限届满之前；请核对。",
    "It is announced after the grant and before the term of the licence is over; check the day.",
)
_STANDARD = Text("请写明支付标准。", "Write down the standard of payment.")
_TERM = Text("请写明许可期限。", "Write down the term of the licence.")
_OVER = Text("许可期限已经届满。", "The term of the licence is over.")
_OUTLIVES = Text(
    "许可期限超出专利权期限（{day} 届满）。", "The licence would outlive the patent, whose term ends on {day}."
)
