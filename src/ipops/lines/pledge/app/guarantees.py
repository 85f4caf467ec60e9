"""The book of a guarantor, as the rules look at it: its last statement and every guarantee bound here. Shown to nobody as it is."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from ipops.kernel.money import NIL, Money
from ipops.ledger.entry import Entry
from ipops.ledger.facts.words import PartyKind
from ipops.lines.pledge.app.models import Application, Loan
from ipops.lines.pledge.facts import CollateralValued, GuarantorStated, SecurityBound
from ipops.lines.pledge.facts.words import Security
from ipops.lines.pledge.rules import guaranteeing
from ipops.webkit import access, journal
from ipops.webkit.models import JournalRow, Party

GUARANTEES = (Security.JOINT, Security.GENERAL)
_FALLEN = ("refused", "dropped")
_OVER = ("settled", "written_off")


class Around(NamedTuple):
    """Who the guarantor is and who belongs with the firm, read in one question."""

    company: bool
    owner: str
    hand: str
    group: frozenset[str]


def around(guarantor: str, firm: str) -> Around:
    """``company``: the regulation holds for it, as for one that nobody registered yet and that is written as one. ``hand`` holds the
    firm; ``group`` are the firms of that hand, those that the firm holds itself, and the hand."""
    hand_of = Party.objects.filter(party=firm).exclude(controller="").values("controller")
    rows = Party.objects.filter(
        Q(party__in=[x for x in (guarantor, firm) if x]) | Q(controller__in=hand_of) | Q(controller=firm or None)
    ).values_list("party", "kind", "controller")
    seen = {party: (kind, controller) for party, kind, controller in rows}
    kind, owner = seen.get(guarantor, ("", ""))
    hand = seen.get(firm, ("", ""))[1]
    held = {p for p, (_, c) in seen.items() if c and c in (hand, firm)} | {hand}
    return Around(kind in ("", PartyKind.GUARANTOR), owner, hand, frozenset(held - {firm, ""}))


def is_company(party: str) -> bool:
    return around(party, "").company


def book_of(
    guarantor: str, firm: str, *, but: str = "", near: Around | None = None, entries: Sequence[Entry] | None = None
) -> guaranteeing.Book:
    """What stands under the guarantor's name; ``but`` is the application that is being bound anew. ``near`` and ``entries`` where they
    were read before."""
    near = near or around(guarantor, firm)
    entries = entries if entries is not None else _live(_told_of([guarantor]))
    return dataclasses.replace(
        _books([guarantor], entries, but=but)[guarantor],
        group=near.group,
        owner_known=bool(near.hand),
        controls=bool(firm) and near.owner == firm,
    )


def entries_of(row: Application) -> list[Entry]:
    """The valuations of an application, with what is told of its guarantor: one question for both."""
    valued = Q(cases__contains=[row.application], kind=CollateralValued.KIND)
    return _live(valued | _told_of([row.security_by]) if row.security in GUARANTEES else valued)


def _told_of(guarantors: Iterable[str]) -> Q:
    return Q(parties__overlap=list(guarantors), kind__in=(GuarantorStated.KIND, SecurityBound.KIND))


def _live(which: Q) -> list[Entry]:
    return journal.live(JournalRow.objects.filter(which))


def _books(guarantors: Iterable[str], entries: Sequence[Entry], *, but: str = "") -> dict[str, guaranteeing.Book]:
    """Of each guarantor its last statement and what is bound under its name."""
    facts = [e.fact for e in entries]
    told: dict[str, GuarantorStated] = {}
    for x in facts:
        if isinstance(x, GuarantorStated) and (x.guarantor not in told or x.on >= told[x.guarantor].on):
            told[x.guarantor] = x
    last = {x.application: x for x in facts if isinstance(x, SecurityBound) and x.application != but}
    bound = _standing({k: x for k, x in last.items() if x.security in GUARANTEES})
    return {
        g: guaranteeing.Book(stated=_stated(told[g]) if g in told else None, bound=tuple(bound.get(g, ())))
        for g in guarantors
    }


def _stated(x: GuarantorStated) -> guaranteeing.Stated:
    return guaranteeing.Stated(on=x.on, net_assets=x.net_assets, outstanding=x.outstanding, mainly_small=x.mainly_small)


def _standing(bound: Mapping[str, SecurityBound]) -> dict[str, list[guaranteeing.Bound]]:
    """The guarantees by guarantor, with what still stands under each: at most what is left of the loan once it is drawn."""
    told = ("stage", "ended_on", "drawn_on", "drawn_fen", "repaid_fen")
    loan = Loan.objects.filter(application=OuterRef("application")).values(told=JSONObject(**{k: k for k in told}))
    made: dict[str, list[guaranteeing.Bound]] = {}
    for row in Application.objects.filter(application__in=list(bound)).annotate(of_loan=Subquery(loan[:1])):
        fact = bound[row.application]
        if row.security_by == fact.who:
            made.setdefault(fact.who, []).append(_bound(row, fact, row.of_loan))  # type: ignore[attr-defined]
    return made


def _bound(row: Application, fact: SecurityBound, loan: dict[str, Any] | None) -> guaranteeing.Bound:
    ended = row.stage_since if row.stage in _FALLEN else None
    amount = fact.amount
    if loan is not None and loan["stage"] in _OVER:
        ended = date.fromisoformat(loan["ended_on"]) if loan["ended_on"] else None
    elif loan is not None and loan["drawn_on"]:
        amount = min(amount, Money(loan["drawn_fen"] - loan["repaid_fen"]))
    return guaranteeing.Bound(firm=row.firm, on=fact.on, amount=amount, ended_on=ended)


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A guarantor with its book and its limit on everything outstanding."""

    name: str
    book: guaranteeing.Book
    outstanding: guaranteeing.Limit

    @property
    def standing(self) -> tuple[guaranteeing.Bound, ...]:
        return tuple(b for b in self.book.bound if b.ended_on is None)

    @property
    def sum(self) -> Money:
        return sum((b.amount for b in self.standing), NIL)


def companies(user: access.Reader, on: date) -> list[Company]:
    """Guarantee companies of the reader's places, and the reader's own: those that guarantee here or told of themselves."""
    places = access.visible_places(user)
    seen = Q() if places.everywhere else places.q("place") | Q(party__in=list(access.bodies(user)))
    rows = Party.objects.filter(seen, kind=PartyKind.GUARANTOR).order_by("sort_key", "party")
    named = dict(rows.values_list("party", "name"))
    made = []
    for party, book in _books(named, _live(_told_of(named))).items():
        got = guaranteeing.limits(book, firm="", more=NIL, on=on)
        if isinstance(got, tuple) and (book.stated or book.bound):
            made.append(Company(name=named[party], book=book, outstanding=got[0]))
    return made


def own(user: access.Reader) -> list[str]:
    """Guarantee companies for which the reader acts."""
    found = Party.objects.filter(party__in=list(access.bodies(user)), kind=PartyKind.GUARANTOR)
    return list(found.values_list("party", flat=True))


def known(typed: str) -> str:
    code = typed.strip()
    return Party.objects.filter(party__in=[code, f"P:{code}"]).values_list("party", flat=True).first() or ""


def place_of(party: str) -> str:
    return Party.objects.filter(party=party).values_list("place", flat=True).first() or ""


def weighed(row: Application, entries: Sequence[Entry], on: date) -> tuple[guaranteeing.Limit, ...]:
    """The limits on who guarantees this application, as its book stands; ``entries`` as of ``entries_of``."""
    if row.security not in GUARANTEES:
        return ()
    near = around(row.security_by, row.firm)
    if not near.company:
        return ()
    book = book_of(row.security_by, row.firm, near=near, entries=entries)
    got = guaranteeing.limits(book, firm=row.firm, more=NIL, on=on)
    return got if isinstance(got, tuple) else ()
