"""Money of a deal: what arrived, what a period of a royalty comes to, what an audit found, what the makers get."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from django.db import transaction

from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.lines.trading import facts as f
from ipops.lines.trading.app.services.course import Course, Made, Sent, done
from ipops.lines.trading.facts.words import RewardFor
from ipops.lines.trading.machine import clauses
from ipops.lines.trading.rules.course import gates, reward, royalty


@transaction.atomic
def deal_pay(*, deal: str, amount: Money, on: date, period: str, sent: Sent) -> Entry | Refused:
    """Money that arrived on ``on``; a refund is less than nothing and needs its reason."""

    def make(course: Course) -> Made:
        if on > sent.today:
            return _no(
                "in-the-future", Text("到款日不能晚于今天。", "The day of payment cannot be later than today."), "on"
            )
        if not amount or (amount.fen < 0 and not sent.why.strip()):
            return _no(
                "amount",
                Text("请填到款金额；退款须说明理由。", "Give the amount; a refund needs its reason."),
                "amount",
            )
        same = (on, amount, period)
        if not sent.why.strip() and any((p.on, p.amount, p.period) == same for p in course.file.payments):
            return _no("paid-already", _TWICE, "why")
        place = course.row.from_place or course.row.to_place
        return f.DealPaid(on=on, deal=deal, amount=amount, place=place, period=period)

    return done(deal, "pay", sent, make)


@transaction.atomic
def royalty_state(*, deal: str, since: date, until: date, base: Money, sent: Sent) -> Entry | Refused:
    """The taker's statement of a period: one a period, none overlapping; what is due follows from the terms."""

    def make(course: Course) -> Made:
        terms = course.file.terms
        if no := gates.has_royalty(course.file):
            return no
        assert terms is not None
        if until <= since or until > sent.today:
            return _no(
                "period",
                Text("结算期应已结束，且止日在起日之后。", "The period must be over and end after it begins."),
                "until",
            )
        if lacking := _beyond(course, terms, since, until):
            return lacking
        if base.fen < 0:
            return _no("base", Text("提成基数不能为负。", "The base of a royalty is not negative."), "base")
        if any(s.since < until and since < s.until for s in course.file.statements):
            return _no(
                "period-twice", Text("与已结算的期间重叠。", "It overlaps a period that is stated already."), "since"
            )
        rate = royalty.rate_in(terms, starts_on(course), since)
        return f.RoyaltyStated(
            on=sent.today, deal=deal, since=since, until=until, base=base, due=royalty.due(terms, base, rate)
        )

    return done(deal, "state", sent, make)


def _beyond(course: Course, terms: f.TermsAgreed, since: date, until: date) -> Refused | None:
    """A statement keeps to the licence and to the length of a period: the minimum is due for each, and so is its year's rate."""
    row = course.row
    if (row.starts_on and since < row.starts_on) or (row.until and since >= row.until):
        return _no(
            "outside-the-licence", Text("结算期不在许可期限内。", "The period lies outside the licence."), "since"
        )
    if terms.months is not None and until > months_after(since, terms.months):
        says = Text(
            "合同约定每期 {n} 个月；请按期分别结算。", "The contract's period is {n} months: state each by itself."
        )
        return _no("period-too-long", says.fill(n=str(terms.months)), "until")
    return None


@transaction.atomic
def royalty_audit(*, deal: str, since: date, found: Money, sent: Sent) -> Entry | Refused:
    """An audit of a stated period, by how the terms let the accounts be seen."""

    def make(course: Course) -> Made:
        terms = course.file.terms
        stated = next((s for s in course.file.statements if s.since == since), None)
        if terms is None or stated is None:
            return _no("not-stated", Text("该期间尚无结算。", "No statement of that period is on record."), "since")
        rate = royalty.rate_in(terms, starts_on(course), since)
        more = royalty.more_due(terms, stated, found, rate)
        return f.RoyaltyAudited(on=sent.today, deal=deal, since=since, found=found, more=more)

    return done(deal, "audit", sent, make)


def starts_on(course: Course) -> date:
    """The first day of the contract's years: the licence's, else the contract's, else the day it was signed here."""
    row, file = course.row, course.file
    day = row.starts_on or row.contract_on or file.day_of("sign") or row.on
    return day or (file.terms.on if file.terms else date.min)


@transaction.atomic
def reward_set(
    *, deal: str, basis: RewardFor, agreed: Fraction | None, state_body: bool, sent: Sent
) -> Entry | Refused:
    """The share that applies to this deal; the floor where nothing was ruled or agreed."""

    def make(course: Course) -> Made:
        told = course.file.terms.state_body if course.file.terms else None
        if told is not None and told != state_body:
            return Refused(
                reasons=(Reason(code="state-body-differs", says=_STATE, cite=clauses.REWARD_STATE, field="state_body"),)
            )
        got = reward.share(basis, agreed, state_body=state_body)
        if isinstance(got, Refused):
            return got
        return f.RewardSet(on=sent.today, deal=deal, basis=basis, state_body=state_body, agreed=agreed, share=got)

    return done(deal, "set_reward", sent, make)


@transaction.atomic
def reward_pay(*, deal: str, year: int, net: Money, amount: Money, people: int, sent: Sent) -> Entry | Refused:
    """What was paid of one year's net income; less than the share is refused with what is due."""

    def make(course: Course) -> Made:
        said = course.file.reward
        if said is None:
            return gates.no_reward()
        if not _first_year(course) <= year <= sent.today.year:
            says = Text("年度应在登记或首次到款之后、今年之前。", "The year lies between the deal and now.")
            return _no("year", says, "year")
        if net.fen < 0 or amount.fen <= 0:
            return _no("amount", Text("请填净收入和发放金额。", "Give the net income and the amount paid."), "amount")
        same = (year, net, amount, people)
        if not sent.why.strip() and any((p.year, p.net, p.amount, p.people) == same for p in course.file.payouts):
            return _no("paid-already", _TWICE, "why")
        if people < 1:
            return _no("people", Text("请填领取人数。", "Say how many people got it."), "people")
        if short := reward.enough(net, said.share, amount):
            return short
        place = course.row.from_place or course.row.to_place
        return f.RewardPaid(on=sent.today, deal=deal, year=year, net=net, amount=amount, people=people, place=place)

    return done(deal, "pay_reward", sent, make)


def _first_year(course: Course) -> int:
    """The year of the register, of the licence's first day or of the first money, whichever came first."""
    days = [*(p.on for p in course.file.payments), course.row.on, course.row.starts_on]
    return min((d for d in days if d), default=date.min).year


@transaction.atomic
def use_report(*, fact: f.UseReported, sent: Sent) -> Entry | Refused:
    """What became of the patents in a year: products, sales, jobs, and what shows it."""

    def make(course: Course) -> Made:
        if not course.row.on or not course.row.on.year <= fact.year <= sent.today.year:
            return _no(
                "year", Text("年度应在登记之后、今年之前。", "The year lies between the registration and now."), "year"
            )
        if fact.evidence and not sent.document and not sent.why.strip():
            return _no(
                "no-paper",
                Text("请附证据，或说明何处可查。", "Attach what shows it, or say where it can be seen."),
                "paper",
            )
        return replace(fact, place=course.row.to_place)

    return done(fact.deal, "report_use", sent, make)


def _no(code: str, says: Text, field: str = "") -> Refused:
    return Refused(reasons=(Reason(code=code, says=says, cite=clauses.OURS, field=field),))


_TWICE = Text(
    "已有一笔完全相同的记录；确为另一笔的，请写明说明。",
    "The very same is on record already; if it is another one, say so in words.",
)
_STATE = Text(
    "与议定条件时所填的“国家设立的高校、院所”不一致；请核对。",
    "It differs from what the terms say of the giver being a state university or institute; check both.",
)
