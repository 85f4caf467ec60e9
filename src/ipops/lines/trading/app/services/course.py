"""The steps of a deal before and after the register. The act itself is recorded by ``deals``; this module never counts.

Rule 1: one transaction under the journal's turn: read the file, ask the table and the gate, write one fact or two.
Rule 2: the gate is asked here again, whatever the page showed.
Rule 3: the code of the deal is the one its act will be stored under, so that the register joins it and doubles nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry, Source
from ipops.ledger.fact import Fact
from ipops.ledger.facts.words import LicenceKind, PartyKind
from ipops.lines.trading import facts as f
from ipops.lines.trading.app import selectors
from ipops.lines.trading.app.market_selectors import late
from ipops.lines.trading.app.models import Deal
from ipops.lines.trading.app.services import deals
from ipops.lines.trading.app.services.parties import Directory
from ipops.lines.trading.facts import Act
from ipops.lines.trading.facts.words import Abroad, FailedFor, InventorAnswer, Move, Origin
from ipops.lines.trading.machine import DEAL, clauses
from ipops.lines.trading.rules.admission import admit
from ipops.lines.trading.rules.ask import Ask, Standing
from ipops.lines.trading.rules.course import gates, notice, royalty
from ipops.lines.trading.rules.course.file import DealFile, deal_file
from ipops.webkit import journal, work
from ipops.webkit.models import Party
from ipops.webkit.places import Places

Made = Fact | Refused | tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A deal's row with its file and what the gates look at besides."""

    row: Deal
    file: DealFile
    given: gates.Given


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Who does it, when, and on what paper. ``reference`` makes a second submission change nothing; ``covers`` is where the
    sender's office may record, told where a case is opened."""

    by: str
    today: date
    reference: str
    document: str = ""
    why: str = ""
    covers: Places | None = None

    @property
    def source(self) -> Source:
        said = self.why.strip() or "网页填报 / entered on the page"
        return Source(document=self.document) if self.document else Source(reason=said)


def file_of(deal: str) -> DealFile:
    """Everything on record about a deal's course: one query."""
    return deal_file(deal, journal.about(deal=deal))


def given_of(row: Deal, on: date) -> gates.Given:
    """What is known of the deal's parties and rights on a day."""
    kinds = dict(Party.objects.filter(party__in=row.givers).values_list("party", "kind"))
    stood = selectors.seen(tuple(row.rights), [*row.givers, *row.takers], on=on, deal=row.deal)
    pledges = {p.pledge: p.pledgees for r in stood.rights.values() for p in r.pledges}
    hands = stood.common_hands(ask_of(row, on))
    return gates.Given(
        act=Act(row.act),
        kind_of_licence=LicenceKind(row.kind_of_licence) if row.kind_of_licence else None,
        givers=tuple(PartyKind(kinds[g]) for g in row.givers if kinds.get(g)),
        pledges=tuple(pledges.items()),
        related=tuple(stood.party(h).name or h for h in sorted(hands)),
        late=late(row.rights, on) if row.act == Act.LICENCE else (),
        days=notice.days_at(row.from_place, on),
        insider=notice.insider_clause(row.from_place),
    )


def course_of(row: Deal, on: date) -> Course:
    return Course(row=row, file=file_of(row.deal), given=given_of(row, on))


def ask_of(row: Deal, on: date) -> Ask:
    """The deal as an act that is meant."""
    return Ask(
        act=Act(row.act),
        standing=Standing.INTENDED,
        deal=row.deal,
        rights=tuple(row.rights),
        givers=tuple(row.givers),
        takers=tuple(row.takers),
        on=on,
        from_place=row.from_place,
        to_place=row.to_place,
    )


@transaction.atomic
def deal_find(
    *,
    act: Act,
    rights: Sequence[str],
    givers: Sequence[str],
    takers: Sequence[str],
    sent: Sent,
    origin: Origin = Origin.DIRECT,
    origin_case: str = "",
    abroad: Abroad | None = None,
    places: tuple[str, str] = ("", ""),
    covers: Places | None = None,
) -> Entry | Refused:
    """Open a deal: who may come together over which rights. Parties and numbers are read as on the record page."""
    journal.take_turn()
    deal = deals.deal_code(sent.reference, by=sent.by)
    if held := [e for e in journal.about(deal=deal) if isinstance(e.fact, f.DealFound)]:
        return held[0]
    ask = Ask(
        act=act,
        standing=Standing.INTENDED,
        deal=deal,
        rights=(),
        givers=(),
        takers=(),
        on=sent.today,
        from_place=places[0],
        to_place=places[1],
    )
    directory = Directory(by=sent.by, on=sent.today, source=sent.source)
    read = deals.understood(ask, deals.Written(ask=ask, rights=rights, givers=givers, takers=takers), directory)
    if isinstance(read, Refused):
        return read
    if lacks := _lacks(read):
        return lacks
    if covers is not None and (no := deals.outside(read, covers)):
        return no
    fact = f.DealFound(
        on=sent.today,
        deal=deal,
        act=act,
        rights=read.rights,
        givers=read.givers,
        takers=read.takers,
        from_place=read.from_place,
        to_place=read.to_place,
        origin=origin,
        source=origin_case,
        abroad=abroad,
    )
    new = directory.drafts([*read.givers, *read.takers])
    found = Draft(fact=fact, source=sent.source, reference=f"found:{sent.reference}")
    *_, entry = journal.append([*new.values(), found], by=sent.by)
    return entry


def _lacks(ask: Ask) -> Refused | None:
    lacks = [
        Reason(code=code, says=says, cite=clauses.OURS, field=name)
        for code, says, name, there in (
            ("no-right", Text("请填写权利号。", "Give the number of the right."), "rights", ask.rights),
            ("no-giver", Text("请填写转让方或许可方。", "Give the transferor or licensor."), "givers", ask.givers),
            ("no-taker", Text("请填写受让方或被许可方。", "Give the transferee or licensee."), "takers", ask.takers),
        )
        if not there
    ]
    return Refused(reasons=tuple(lacks)) if lacks else None


def done(
    deal: str,
    event: str,
    sent: Sent,
    make: Callable[[Course], Made],
    *,
    gate: Callable[[Course], Refused | None] | None = None,
) -> Entry | Refused:
    """One step: the table has it, the gate agrees, the fact is made and stored. Sent twice it gives the first entry."""
    journal.take_turn()
    about = list(journal.about(deal=deal))
    mark = f"{event}:{sent.reference}"
    if again := [e for e in about if e.by == sent.by and e.reference == mark]:
        return again[0]
    row = Deal.objects.filter(deal=deal, act__in=selectors.ACTS).first()
    if row is None:
        return _no("deal-unknown", Text(f"没有编号为 {deal} 的交易。", f"There is no deal {deal}."))
    after = DEAL.after(row.stage, event)
    if isinstance(after, Refused):
        return after
    course = Course(row=row, file=deal_file(deal, about), given=given_of(row, sent.today))
    if gate is not None and (no := gate(course)):
        return no
    made = make(course)
    if isinstance(made, Refused):
        return made
    facts = made if isinstance(made, tuple) else (made,)
    drafts = [
        Draft(fact=x, source=sent.source, reference=mark if i == 0 else f"{mark}:{i}") for i, x in enumerate(facts)
    ]
    return journal.append(drafts, by=sent.by)[0]


def gate_of(event: str, course: Course, on: date, why: str = "") -> Refused | None:
    """What the guard of a step says: the page asks for its grey buttons, the service before it writes."""
    asks: dict[str, Callable[[], Refused | None]] = {
        "talk": lambda: gates.may_talk(course.file),
        "agree": lambda: gates.may_talk(course.file),
        "seek_consent": lambda: gates.is_pledged(course.given),
        "publish": lambda: gates.by_agreement(course.file),
        "settle": lambda: gates.objection_open(course.file),
        "check_export": lambda: gates.goes_abroad(course.file),
        "clear_export": lambda: gates.export_clear(course.file),
        "close": lambda: gates.notice_over(course.file, on, why),
        "sign": lambda: gates.may_sign(course.file, course.given),
        "file": lambda: gates.may_file(course.file, course.given),
        "state": lambda: gates.has_royalty(course.file),
        "audit": lambda: gates.has_statement(course.file),
        "pay_reward": lambda: gates.has_reward(course.file),
    }
    return asks[event]() if event in asks else None


@transaction.atomic
def deal_move(*, deal: str, event: str, sent: Sent, register_no: str = "") -> Entry | Refused:
    """A step that carries only its day and words: talk, seek_consent, check_export, clear_export, close, sign, file, end."""

    def make(course: Course) -> Made:
        return f.DealMoved(on=sent.today, deal=deal, event=Move(event), why=sent.why, register_no=register_no)

    return done(deal, event, sent, make, gate=lambda c: gate_of(event, c, sent.today, sent.why))


@transaction.atomic
def terms_agree(*, terms: f.TermsAgreed, ask: dict[str, Any], sent: Sent) -> Entry | Refused:
    """Terms, with the act they are for: ``ask`` are the licence's kind, days and territory and the papers at hand.

    The act is held against the law now, except that the pledgee is asked later.
    """

    def make(course: Course) -> Made:
        if no := royalty.mistakes(terms):
            return no
        if no := _stays_after_all(course.file, terms, sent) or gates.may_talk(replace(course.file, terms=terms)):
            return no
        meant = replace(
            ask_of(course.row, sent.today),
            price=terms.price,
            free=not terms.form.has_royalty and not terms.price,
            pledgees_agree=True,
            **ask,
        )
        parties = [*meant.givers, *meant.takers]
        seen = selectors.seen(meant.rights, parties, on=meant.on, deal=meant.deal, act=meant.act)
        verdict = admit(meant, seen)
        return verdict if isinstance(verdict, Refused) else (*verdict.facts, terms)

    return done(terms.deal, "agree", sent, make)


def _stays_after_all(file: DealFile, terms: f.TermsAgreed, sent: Sent) -> Refused | None:
    """A deal that was found to leave the country does not lose its export gate by a tick: whoever says so says why."""
    if file.abroad in (None, Abroad.NO) or terms.abroad is not Abroad.NO or sent.why.strip():
        return None
    return Refused(reasons=(Reason(code="abroad-differs", says=_STAYS, cite=clauses.EXPORT_PATENT, field="why"),))


@transaction.atomic
def pledgee_consent(*, deal: str, prepays: bool, sent: Sent) -> Entry | Refused:
    """The pledgees of all pledges that run agree in writing; without the paper there is no consent."""

    def make(course: Course) -> Made:
        if not sent.document:
            return _no("no-paper", _PAPER, "paper")
        if no := gates.is_pledged(course.given):
            return no
        held = course.given.pledges
        pledgees = tuple(dict.fromkeys(p for _, them in held for p in them))
        return f.PledgeeConsented(
            on=sent.today, deal=deal, pledges=tuple(c for c, _ in held), pledgees=pledgees, prepays=prepays
        )

    return done(deal, "consent", sent, make)


@transaction.atomic
def export_classify(*, fact: f.ExportClassified, sent: Sent) -> Entry | Refused:
    return done(fact.deal, "classify", sent, lambda _: fact)


@transaction.atomic
def inventors_ask(*, deal: str, answer: InventorAnswer, sent: Sent) -> Entry | Refused:
    return done(deal, "ask_inventors", sent, lambda _: f.InventorsAsked(on=sent.today, deal=deal, answer=answer))


@transaction.atomic
def deal_fail(*, deal: str, cause: FailedFor, sent: Sent) -> Entry | Refused:
    """It came to nothing: the cause is data, the words are beside it."""

    def make(course: Course) -> Made:
        if cause is FailedFor.OTHER and not sent.why.strip():
            return _no("no-why", Text("请说明原因。", "Say why."), "why")
        place = course.row.from_place or course.row.to_place
        return f.DealFailed(on=sent.today, deal=deal, cause=cause, why=sent.why, place=place)

    got = done(deal, "fail", sent, make)
    if isinstance(got, Entry):
        work.end_case(deal, by=sent.by, outcome=Text("交易未成", "the deal came to nothing"))
    return got


def _no(code: str, says: Text, field: str = "") -> Refused:
    return Refused(reasons=(Reason(code=code, says=says, cite=clauses.OURS, field=field),))


_STAYS = Text(
    "此前记录为涉及境外，现填为不涉及；请写明理由。",
    "It was noted as leaving the country and now as staying: say why.",
)
_PAPER = Text("请附质权人的书面同意。", "Attach the pledgee's written consent.")
