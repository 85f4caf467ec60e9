"""Supply and demand: one transaction each, the table asked first, the law where it speaks.

Rule 1: what a disclosure says is sealed; its words lie in the erasable store until the application is published.
Rule 2: an asked price is a word of the offer and never money; money is ``payments``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry
from ipops.ledger.fact import Fact
from ipops.ledger.facts.words import CreditGrade
from ipops.lines.trading import facts as f
from ipops.lines.trading.app import selectors
from ipops.lines.trading.app.market_selectors import hidden_rights
from ipops.lines.trading.app.models import MarketCase
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.app.services.parties import Directory, Named
from ipops.lines.trading.facts import Act
from ipops.lines.trading.facts.words import Assessed, MarketMove, Priced
from ipops.lines.trading.machine import clauses
from ipops.lines.trading.machine.market import CYCLES, DISCLOSURE
from ipops.rights.identity import right_number
from ipops.webkit import credit, journal, personal
from ipops.webkit.models import Right

PURPOSE = "保管未公开的发明 / to keep an unpublished invention"
_KEEP_MONTHS = 240  # ours: the longest term of a patent; erased earlier on request
Made = Fact | Refused | tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A party as typed, with its division."""

    name: str
    place: str = ""


def case_code(kind: str, sent: Sent) -> str:
    return f"{kind}:{hashlib.sha256(f'{sent.by}|{sent.reference}'.encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Through:
    """The agency in charge as typed, with the grade that was told of it; once read, its code, the grade that holds, and the
    draft of a grade that is new."""

    name: str = ""
    grade: CreditGrade = CreditGrade.UNKNOWN
    party: str = ""
    draft: Draft | None = None


NOBODY = Through()


def opened(
    kind: str, who: Who, sent: Sent, make: Callable[..., Made], through: Through | None = None
) -> Entry | Refused:
    """A new case of a party: ``make(case, party, place)`` gives its first fact; the agency in charge comes fourth, if there is any."""
    journal.take_turn()
    case = case_code(kind, sent)
    if held := [e for e in journal.about(case=case) if e.by == sent.by]:
        return held[0]
    directory = Directory(by=sent.by, on=sent.today, source=sent.source)
    named = Named(text=who.name, record=case, place=who.place)
    agency = Named(text=through.name, record=f"{case}|agency") if through and through.name else None
    directory.read([named, *([agency] if agency else [])])
    got = directory.find(named, field_name="owner")
    via = _charged(directory, agency, through, sent) if agency and through else None
    if wrong := tuple(r for r in (got, via) if isinstance(r, Reason)):
        return Refused(reasons=wrong)
    assert not isinstance(got, Reason)
    charged = via if isinstance(via, Through) else NOBODY
    given = (got.party, who.place or got.place)
    if lacking := elsewhere(given[1], sent):
        return lacking
    made = make(case, *given, charged) if charged.party else make(case, *given)
    if isinstance(made, Refused):
        return made
    facts = made if isinstance(made, tuple) else (made,)
    drafts = [Draft(fact=x, source=sent.source, reference=f"{kind}:{sent.reference}:{i}") for i, x in enumerate(facts)]
    new = list(directory.drafts([got.party, charged.party]).values())
    new += [charged.draft] if charged.draft else []
    return journal.append([*new, *drafts], by=sent.by)[len(new)]


def elsewhere(place: str, sent: Sent) -> Refused | None:
    """A case lies where somebody's office is: one without a place, or with another city's, would be seen by nobody who keeps it."""
    if sent.covers is None or (place and place in sent.covers):
        return None
    return no("place-not-covered", _ELSEWHERE, "place") if place else no("place-unknown", _NO_PLACE, "place")


def _charged(directory: Directory, agency: Named, through: Through, sent: Sent) -> Through | Reason:
    """The agency with the grade that holds for it (``webkit.credit``)."""
    found = directory.find(agency, field_name="agency")
    if isinstance(found, Reason):
        return found
    held = credit.stated(found.party, through.grade, on=sent.today, source=sent.source, field="agency_grade")
    if isinstance(held, Reason):
        return held
    return replace(through, grade=held.grade, party=found.party, draft=held.draft)


def step(case: str, event: str, sent: Sent, make: Callable[[MarketCase], Made]) -> Entry | Refused:
    journal.take_turn()
    mark = f"{event}:{sent.reference}"
    if again := [e for e in journal.about(case=case) if e.by == sent.by and e.reference == mark]:
        return again[0]
    row = MarketCase.objects.filter(case=case).first()
    if row is None:
        return no("case-unknown", Text(f"没有编号为 {case} 的事项。", f"There is no case {case}."))
    after = CYCLES[row.cycle].after(row.stage, event)
    if isinstance(after, Refused):
        return after
    made = make(row)
    if isinstance(made, Refused):
        return made
    facts = made if isinstance(made, tuple) else (made,)
    drafts = [
        Draft(fact=x, source=sent.source, reference=mark if i == 0 else f"{mark}:{i}") for i, x in enumerate(facts)
    ]
    return journal.append(drafts, by=sent.by)[0]


def moved(row: MarketCase, event: str, sent: Sent) -> Fact:
    return f.MarketMoved(on=sent.today, case=row.case, event=MarketMove(event), place=row.place, why=sent.why)


@transaction.atomic
def market_move(*, case: str, event: str, sent: Sent) -> Entry | Refused:
    """A plain step: contact, close, withdraw an offer; meet or close a need; refuse a statement; dissolve a pool."""

    def make(row: MarketCase) -> Made:
        return (by_hand(row) if event == "close" else None) or moved(row, event, sent)

    return step(case, event, sent, make)


def by_hand(row: MarketCase) -> Refused | None:
    """An auction that somebody bid in ends by the knock-down alone, never by hand with somebody else."""
    if row.how != Priced.AUCTION or not row.shares:
        return None
    says = Text("已有人出价，只能竞价成交。", "There are bids: it ends by being knocked down.")
    return Refused(reasons=(Reason(code="bids-stand", says=says, cite=clauses.PRICE_WAYS),))


@transaction.atomic
def invention_disclose(*, who: Who, title: str, words: str, sent: Sent) -> Entry | Refused:
    """Seal what was disclosed; the ledger learns that something was, by whom and when."""

    def make(case: str, party: str, place: str) -> Made:
        until = months_after(sent.today, _KEEP_MONTHS)
        return f.InventionDisclosed(
            on=sent.today,
            disclosure=case,
            owner=party,
            place=place,
            title_sealed=personal.keep(title, PURPOSE, until, by=sent.by),
            words_sealed=personal.keep(words, PURPOSE, until, by=sent.by),
        )

    return opened("V", who, sent, make)


@transaction.atomic
def disclosure_assess(*, case: str, end: Assessed, sent: Sent) -> Entry | Refused:
    event = "assess" if end is Assessed.FILE else "keep"
    return step(case, event, sent, lambda _: f.DisclosureAssessed(on=sent.today, disclosure=case, end=end))


@transaction.atomic
def disclosure_file(*, case: str, number: str, sent: Sent) -> Entry | Refused:
    def make(row: MarketCase) -> Made:
        got = right_number(number)
        if isinstance(got, Reason):
            return Refused(reasons=(got,))
        if lacking := _of_another(row, got[0]):
            return lacking
        return f.DisclosureFiled(on=sent.today, disclosure=case, right=got[0])

    return step(case, "file", sent, make)


def _of_another(row: MarketCase, number: str) -> Refused | None:
    """A number mistaken for this application's would take another's patent off the market, because what is filed is hidden."""
    owners = Right.objects.filter(right=number).values_list("owners", flat=True).first()
    if owners and not set(owners) & set(row.parties):
        says = Text(
            "{number} 登记在他人名下；请核对号码。", "{number} is registered to somebody else; check the number."
        )
        reason = Reason(code="not-the-owner", says=says.fill(number=number), cite=clauses.TITLE, field="number")
        return Refused(reasons=(reason,))
    if MarketCase.objects.filter(cycle=DISCLOSURE.code, rights__contains=[number]).exclude(case=row.case).exists():
        says = Text("{number} 已属于另一件披露。", "{number} belongs to another disclosure already.")
        return no("filed-already", says.fill(number=number), "number")
    return None


@transaction.atomic
def disclosure_publish(*, case: str, title: str, on: date, sent: Sent) -> Entry | Refused:
    """The office published the application on ``on``; before that day nothing is opened."""

    def make(row: MarketCase) -> Made:
        if on > sent.today:
            return no(
                "not-published-yet",
                Text("公布日在今天之后，尚不能公开。", "It is published later than today; nothing is opened before."),
                "on",
            )
        return f.DisclosurePublished(on=on, disclosure=case, title=title)

    return step(case, "publish", sent, make)


@transaction.atomic
def offer_make(
    *,
    who: Who,
    rights: Sequence[str],
    act: Act,
    priced: Priced,
    asked: Money | None,
    closes_on: date | None,
    words: str,
    sent: Sent,
    agency: str = "",
    agency_grade: CreditGrade = CreditGrade.UNKNOWN,
) -> Entry | Refused:
    """Show rights on the market. What is not published is not shown: a number must be that of a known right."""

    def make(case: str, party: str, place: str, through: Through = Through()) -> Made:
        numbers = numbers_of(rights)
        if isinstance(numbers, Refused):
            return numbers
        stood = selectors.rights_as_of(numbers, on=sent.today, deal="")
        lacking = [n for n in numbers if n not in stood or party not in stood[n].owners]
        if lacking:
            says = NOT_OWNED.fill(rights="、".join(lacking))
            return Refused(reasons=(Reason(code="not-the-owner", says=says, cite=clauses.TITLE, field="rights"),))
        if hidden := sorted(hidden_rights() & set(numbers)):
            return no("not-published", _HIDDEN.fill(rights="、".join(hidden)), "rights")
        return f.OfferMade(
            on=sent.today, offer=case, owner=party, rights=numbers, place=place, act=act, priced=priced, asked=asked,
            closes_on=closes_on, words=words, agency=through.party, agency_grade=through.grade,
        )  # fmt: skip

    return opened("O", who, sent, make, Through(name=agency.strip(), grade=agency_grade))


@transaction.atomic
def need_state(
    *,
    who: Who,
    title: str,
    words: str,
    industry: str,
    size: str,
    budget: Money | None,
    closes_on: date | None,
    sent: Sent,
) -> Entry | Refused:
    """A need in the words of whoever has it: ten characters or three pages."""

    def make(case: str, party: str, place: str) -> Made:
        if len(words.strip()) < len(_TEN):
            return no("too-short", Text("需求至少写十个字。", "Write ten characters at least."), "words")
        return f.NeedStated(
            on=sent.today, need=case, party=party, title=title, words=words, place=place, industry=industry, size=size,
            budget=budget, closes_on=closes_on,
        )  # fmt: skip

    return opened("N", who, sent, make)


def numbers_of(texts: Sequence[str]) -> tuple[str, ...] | Refused:
    read = [right_number(t) for t in texts]
    wrong = tuple(r for r in read if isinstance(r, Reason))
    if wrong:
        return Refused(reasons=wrong)
    numbers = tuple(dict.fromkeys(r[0] for r in read if not isinstance(r, Reason)))
    return numbers or no("no-right", Text("请填写专利号。", "Give the number of the patent."), "rights")


def no(code: str, says: Text, field: str = "") -> Refused:
    return Refused(reasons=(Reason(code=code, says=says, cite=clauses.OURS, field=field),))


_NO_PLACE = Text("该单位的区划未知；请填写区划代码。", "The division of the party is not known; give its code.")
_ELSEWHERE = Text(
    "不在您单位管辖的地区，不能由您登记。", "It lies outside your office's area; it is not yours to record."
)
_TEN = "零一二三四五六七八九"
NOT_OWNED = Text("{rights}：供给方不是登记的权利人。", "{rights}: whoever offers it is not the registered owner.")
_HIDDEN = Text(
    "{rights} 的申请尚未公布，不得展示。", "The application of {rights} is not published yet; it is not shown."
)
