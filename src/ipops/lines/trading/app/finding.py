"""What search finds of this line: deals, checks, offers, needs, open licences, pools, technology contracts.

Disclosures are not found by anybody: what is sealed has no words to look for, and that a unit discloses is a detail (decision
0183). Rights, parties and the titles of needs and pools are found by pinyin too.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from ipops.kernel.machine import Lifecycle
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Signal
from ipops.lines.trading.app import market_selectors, selectors
from ipops.lines.trading.app.views import shown
from ipops.lines.trading.facts import Act
from ipops.lines.trading.machine import CONTRACT, NEED, OFFER, OPEN, POOL
from ipops.webkit import access, parties
from ipops.webkit.search import Hit, Typed


def deals(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    rows = selectors.with_names(selectors.deals_for(reader).filter(selectors.deals_like(typed.text)))
    for d in rows.order_by("-on", "deal")[:most]:
        told = Text("{act}，{giver} → {taker}", "{act}, {giver} → {taker}").fill(
            act=shown.word(Act, d.act), giver=shown.side(d, "givers"), taker=shown.side(d, "takers")
        )
        yield Hit(title=shown.rights(d), href=reverse("trading:deal", args=[d.deal]), because=told)


def checks(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    for c in selectors.checks_for(reader).filter(case__icontains=typed.text)[:most]:
        yield Hit(title=shown.word(Signal, c.signal), href=reverse("trading:check", args=[c.case]), because=c.case)


def offers(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    return _cases(reader, typed, most, OFFER, "trading:offer")


def needs(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    return _cases(reader, typed, most, NEED, "trading:need")


def statements(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    return _cases(reader, typed, most, OPEN, "trading:statement")


def pools(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    return _cases(reader, typed, most, POOL, "trading:pool")


def _cases(reader: access.Reader, typed: Typed, most: int, cycle: Lifecycle, page: str) -> Iterable[Hit]:
    rows = market_selectors.market_for(reader, cycle.code)
    found = list(rows.filter(market_selectors.cases_like(typed.text)).order_by("-opened_on", "case")[:most])
    called = parties.named([p for r in found for p in r.parties[:1]])
    for r in found:
        who = called.get(r.parties[0], "") if r.parties else ""
        told = Text("{who}，{state}", "{who}, {state}").fill(who=who, state=cycle.states.get(r.stage, r.stage))
        yield Hit(title=r.title or "、".join(r.rights), href=reverse(page, args=[r.case]), because=told)


def contracts(reader: access.Reader, typed: Typed, most: int) -> Iterable[Hit]:
    rows = market_selectors.contracts_for(reader).filter(market_selectors.contracts_like(typed.text))
    for c in rows.order_by("-on", "contract")[:most]:
        told = Text("{n}，{state}", "{n}, {state}").fill(n=c.number, state=CONTRACT.states.get(c.stage, c.stage))
        yield Hit(title=c.title or c.number, href=reverse("trading:contract", args=[c.contract]), because=told)
