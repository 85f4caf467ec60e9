"""Which patents to pay for, offer or drop this month, who wants them, and what stops each deal.

Rule 1: the page says what speaks for each; it decides nothing, and no right is dropped by it.
Rule 2: what falls due and what it costs says the docket, as everywhere; wanting is a match with an open need.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from ipops.kernel.text import Text
from ipops.lines.trading.app import matching, selectors
from ipops.lines.trading.app.market_selectors import market_for
from ipops.lines.trading.app.models import Deal, MarketCase
from ipops.lines.trading.app.views import common, shown
from ipops.lines.trading.app.views.inventory import graded_for
from ipops.lines.trading.machine import BEFORE, OFFER
from ipops.lines.trading.rules.matching.ranking import Sought, telling
from ipops.lines.trading.rules.matching.stock import Stock
from ipops.rights.docket.item import DueItem, Status
from ipops.webkit import access, docket, journal, parties
from ipops.webkit.models import JournalRow, Right
from ipops.webkit.pages import names, tables
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.states import State, state

MOST = 2_000
MONTH = timedelta(days=31)
#: Facts of another house by their names: the rights in them are in the care of the agency that they name.
_CARED, _CARE_ENDED = "custody_signed", "custody_ended"
_NONE = Text("无", "none")
PAY = State("pay", Text("该缴费", "pay"), "!", "warn")
OFFERED = State("offered", Text("已推荐", "on offer"), "✓", "info")
WORTH = State("worth", Text("可推荐", "offer it"), "↑", "good")
WEIGH = State("weigh", Text("缴费前可斟酌", "weigh before paying"), "?", "quiet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A right with what speaks for it. ``deals`` are those that have not reached the register, ``graded`` whether it stands in
    the convertible library."""

    right: Right
    next: DueItem | None
    today: date
    cared: bool
    needs: Callable[[], Stock]
    deals: tuple[Deal, ...] = ()
    offers: tuple[MarketCase, ...] = ()
    graded: bool = False
    _wanted: list[int] = field(default_factory=list)

    @property
    def live(self) -> bool:
        expires = self.right.expires_on
        return self.right.ended_on is None and (expires is None or expires > self.today)

    @property
    def pays(self) -> bool:
        """Something is to be paid within a month, or is late already."""
        return self.next is not None and self.next.due_on is not None and self.next.due_on <= self.today + MONTH

    @property
    def wanted(self) -> int:
        """How many open needs it fits; looked up once, and only for a right that a page shows. Nobody can want one that ended."""
        if not self._wanted:
            sought = Sought(words=self.right.title, on=self.today, place=self.right.place)
            self._wanted.append(len(telling(self.needs(), sought)) if self.live and self.right.title else 0)
        return self._wanted[0]

    @property
    def says(self) -> tuple[State, ...]:
        if not self.live:
            return (state("ended"),)
        found = [PAY] if self.pays else []
        if self.offers:
            found.append(OFFERED)
        elif self.wanted or self.graded:
            found.append(WORTH)
        elif self.pays and not self.deals and not self.right.pledges:
            found.append(WEIGH)
        return tuple(found) or (state("live"),)


def _fee(h: Held) -> Any:
    amount = h.next.amount if h.next else None
    return _NONE if amount is None else amount


def _wanted(h: Held) -> Any:
    if not h.wanted:
        return _NONE
    says = Text("{n}项需求", "{n} needs").fill(n=h.wanted)
    return names.link(reverse("trading:firms", args=[h.right.right]), says)


def _stops(h: Held) -> Any:
    """The state each deal waits in, and what is doubtful about it."""
    told = [
        (names.link(reverse("trading:deal", args=[d.deal]), shown.stage(d.stage).title), *shown.doubts(d))
        for d in h.deals
    ]
    return tuple(x for one in told for x in one) or _NONE


TABLE = tables.TableSpec(
    code="portfolio",
    title=Text("专利组合", "The portfolio"),
    columns=(
        tables.Column(key="right", title=Text("权利号", "Right"), value=lambda h: h.right.right, link=lambda h: names.address("right", h.right.right), sort="right"),
        tables.Column(key="title", title=Text("名称", "Title"), value=lambda h: h.right.title or h.right.right, wide=True),
        tables.Column(key="says", title=Text("本月可做", "This month"), value=lambda h: h.says),
        tables.Column(key="next", title=Text("下一项费用", "Next fee"), value=lambda h: h.next.does if h.next else _NONE, wide=True),
        tables.Column(key="due", title=Text("最后缴费日", "Last day to pay"), value=lambda h: h.next.due_on if h.next and h.next.due_on else _NONE, sort="due"),
        tables.Column(key="fee", title=Text("按现状应缴", "To pay as it stands"), value=_fee, numeric=True),
        tables.Column(key="wanted", title=Text("谁想要", "Who wants it"), value=_wanted, export=lambda h: h.wanted),
        tables.Column(key="stops", title=Text("交易等什么", "What its deals wait for"), value=_stops, export=lambda h: tuple(shown.stage(d.stage).title for d in h.deals)),
        tables.Column(key="cared", title=Text("受托", "In custody"), value=lambda h: h.cared, shown=False),
    ),
    filters=(
        tables.Filter(
            name="before", title=Text("最后缴费日不晚于", "To be paid on or before"), kind="day",
            narrow=lambda rows, v: (lambda day: rows.filter(lambda h: h.next is not None and h.next.due_on is not None and h.next.due_on <= day))(tables.as_day(v)),
        ),
        tables.Filter(
            name="deals", title=Text("交易", "Deals"), kind="choice", choices=(("open", Text("有未完成的交易", "with an open deal")),),
            narrow=lambda rows, v: rows.filter(lambda h: bool(h.deals)),
        ),
    ),
    empty=Text("名下和受托的权利列在这里。", "Rights owned or in custody stand here."),
    order="due",
    per_page=30,
)  # fmt: skip
KEYS = {
    "right": lambda h: h.right.right,
    "due": lambda h: h.next.due_on if h.next and h.next.due_on else date.max,
}


Entrusted = list[tuple[set[str], set[str]]]


def entrusted(bodies: list[str]) -> Entrusted:
    """Parties and rights of each standing custody that names one of these bodies."""
    told = journal.holding(JournalRow.objects.filter(kind=_CARED, parties__overlap=bodies))
    signed = [(set(c), set(p), set(r)) for c, p, r in told.values_list("cases", "parties", "rights")]
    if not signed:
        return []
    named = sorted({c for cases, _, _ in signed for c in cases})
    ended = JournalRow.objects.filter(kind=_CARE_ENDED, cases__overlap=named).values_list("cases", flat=True)
    over = {c for cases in ended for c in cases}
    return [(parties, rights) for cases, parties, rights in signed if not over & cases]


def cared(signed: Entrusted, owners: Mapping[str, Iterable[str]]) -> set[str]:
    """Of rights with known owners, those that these custodies put into care: as far as they are the client's."""
    return {r for parties, rights in signed for r in rights & owners.keys() if not owners[r] or {*owners[r]} & parties}


def _held(user: access.Reader, bodies: list[str], today: date) -> list[Held]:
    signed = entrusted(bodies) if bodies else []
    mine = Q(owners__overlap=bodies) | Q(right__in={r for _, rights in signed for r in rights})
    known = list(Right.objects.filter(mine).order_by("right")) if bodies else []
    in_care = cared(signed, {r.right: r.owners for r in known})
    rows = [r for r in known if r.right in in_care or {*r.owners} & {*bodies}][:MOST]
    numbers = [r.right for r in rows]
    deals: dict[str, list[Deal]] = defaultdict(list)
    for d in selectors.deals_for(user).filter(rights__overlap=numbers, stage__in=BEFORE):
        for number in d.rights:
            deals[number].append(d)
    offers: dict[str, list[MarketCase]] = defaultdict(list)
    for c in market_for(user, OFFER.code).filter(rights__overlap=numbers, stage__in=("shown", "contacted")):
        for number in c.rights:
            offers[number].append(c)
    due = _due(numbers, today)
    mark = journal.mark()  # asked of the journal once a page
    graded = {x.right for x in graded_for(user, mark) if x.in_library}
    return [
        Held(
            right=r,
            next=due.get(r.right),
            today=today,
            cared=r.right in in_care,
            needs=partial(matching.needs, today, mark),
            deals=tuple(deals[r.right]),
            offers=tuple(offers[r.right]),
            graded=r.right in graded,
        )
        for r in rows
    ]


def _due(numbers: list[str], today: date) -> dict[str, DueItem]:
    """The next thing to pay on each right, by the docket, within a year."""
    found: dict[str, DueItem] = {}
    for item in docket.work_list(numbers, today, months=12) if numbers else ():
        if item.amount is not None and item.status is not Status.MISSED:
            found.setdefault(item.right, item)
    return found


@require_safe
@login_required
def portfolio(request: HttpRequest) -> HttpResponseBase:
    """Of the bodies the reader acts for; an office looks at one party it may see (``?party=``)."""
    user, today = reader(request), common.today()
    bodies, asked = list(access.bodies(user)), request.GET.get("party", "").replace("\x00", "").strip()
    chosen = None
    if not bodies and asked:
        chosen = access.parties_for(user).filter(Q(party=asked) | Q(name=asked)).first()
        bodies = [chosen.party] if chosen else []
    held = _held(user, bodies, today)
    context = {
        "acts": bool(access.bodies(user)),
        "asked": asked,
        "unknown": bool(asked) and not bodies,
        "bodies": {chosen.party: chosen.name or chosen.party} if chosen else parties.named(bodies),
        "live": sum(h.live for h in held),
        "pay": sum(h.pays for h in held),
        "open": sum(bool(h.deals) for h in held),
    }
    return tables.page(request, TABLE, tables.ListRows(held, KEYS), "trading/portfolio.html", context)
