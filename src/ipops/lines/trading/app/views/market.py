"""Disclosures, offers, needs and open licences: the list of each kind, and the page on which one is opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ipops.kernel.machine import Lifecycle
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.ledger.facts.words import CreditGrade
from ipops.lines.trading.app import services
from ipops.lines.trading.app.asking import market as asking
from ipops.lines.trading.app.market_selectors import cases_like, market_for
from ipops.lines.trading.app.models import MarketCase
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.app.services.market import Who
from ipops.lines.trading.app.views import common, shown
from ipops.lines.trading.app.views.market_cases import (
    DISCLOSURE_CASE,
    NEED_CASE,
    OFFER_CASE,
    OPEN_CASE,
    SEALED,
    STORED,
    TITLES,
    TONES,
)
from ipops.lines.trading.app.views.titled import Titled
from ipops.lines.trading.facts import Act as Kind
from ipops.lines.trading.facts.words import Priced, PriceForm
from ipops.lines.trading.machine import DISCLOSURE, NEED, OFFER, OPEN
from ipops.webkit import access
from ipops.webkit.pages import doors, names, tables
from ipops.webkit.pages.cases import urls as case_urls
from ipops.webkit.pages.fields import several
from ipops.webkit.pages.forms import HouseForm, again, refuse
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader

_SEARCH = tables.Filter(
    name="q",
    title=Text("名称、号码或拼音", "Name, number or pinyin"),
    narrow=lambda rows, v: rows.filter(cases_like(v)),
)


def table(cycle: Lifecycle, name: str, empty: Text) -> tables.TableSpec:
    return tables.TableSpec(
        code=name,
        title=TITLES[cycle.code],
        columns=(
            tables.Column(key="opened", title=Text("日期", "Day"), value=lambda c: c.opened_on, sort="opened_on", link=lambda c: reverse(f"trading:{name}", args=[c.case])),
            tables.Column(key="title", title=Text("名称", "Title"), value=title_of, wide=True),
            tables.Column(key="party", title=Text("单位", "Who"), value=lambda c: getattr(c, "shown_party", ""), wide=True),
            tables.Column(key="place", title=Text("地区", "Place"), value=lambda c: names.place(c.place), sort="place"),
            tables.Column(key="stage", title=Text("状态", "State"), value=lambda c: shown.stage(c.stage, cycle, TONES), sort="stage"),
        ),
        filters=(*((_SEARCH,) if cycle is not DISCLOSURE else ()), tables.Filter(name="stage", title=Text("状态", "State"), kind="choice", choices=tuple(cycle.states.items()), narrow=lambda rows, v: rows.filter(stage=v))),
        empty=empty,
        order="-opened_on",
    )  # fmt: skip


def title_of(row: MarketCase) -> Any:
    """What a list says: a disclosure says nothing of itself before it is published."""
    if row.cycle == DISCLOSURE.code and row.stage != "published":
        return SEALED
    if row.title or not row.rights:
        return row.title or row.case
    numbers, titles = "、".join(row.rights), getattr(row, "shown_title", "")
    return numbers if titles in ("", numbers) else f"{numbers} {titles}"


_LISTS = {
    "disclosures": (DISCLOSURE, "disclosure", Text("还没有披露。", "Nothing is disclosed yet.")),
    "offers": (OFFER, "offer", Text("还没有供给。", "Nothing is offered yet.")),
    "needs": (NEED, "need", Text("还没有需求。", "No need is stated yet.")),
    "statements": (OPEN, "statement", Text("还没有开放许可声明。", "No statement of an open licence yet.")),
}
_NEW = {
    "disclosures": Text("披露发明", "Disclose an invention"),
    "offers": Text("发布供给", "Make an offer"),
    "needs": Text("发布需求", "State a need"),
    "statements": Text("拟定开放许可声明", "Draft an open-licence statement"),
}


def lister(which: str) -> Callable[[HttpRequest], HttpResponseBase]:
    cycle, name, empty = _LISTS[which]
    spec = table(cycle, name, empty)

    @require_safe
    @login_required
    def view(request: HttpRequest) -> HttpResponseBase:
        new = (reverse(f"trading:new-{name}"), _NEW[which])
        context = {"title": TITLES[cycle.code], "links": common.offered(request, access.Action.RECORD, new)}
        return tables.page(request, spec, Titled(market_for(reader(request), cycle.code)), "trading/list.html", context)

    return view


def opener(
    which: str, form_of: type[HouseForm], do: Callable[[Any, Sent], Entry | Refused]
) -> Callable[..., HttpResponseBase]:
    """The page on which a case of this kind is opened."""
    cycle, name, _ = _LISTS[which]

    @require_http_methods(["GET", "HEAD", "POST"])
    @common.needs(access.Action.RECORD, _NEW[which])
    def view(request: HttpRequest) -> HttpResponseBase:
        back = reverse(f"trading:{which}")
        context = {"title": _NEW[which], "crumb": (TITLES[cycle.code], back), "back": back}
        if request.method != "POST":
            return render(request, "trading/form.html", {**context, "form": form_of()})
        form = form_of(request.POST, request.FILES)
        if not form.is_valid():
            return again(request, form, "trading/form.html", context)
        document = doors.keep(request, form.cleaned_data.get("paper"))
        if isinstance(document, Refused):
            return refuse(request, form, document, "trading/form.html", context)
        sent = Sent(
            by=common.who(request).label,
            today=common.today(),
            reference=form.cleaned_data["reference"],
            document=document,
            covers=access.visible_places(reader(request)),
        )
        got = do(form.cleaned_data, sent)
        if isinstance(got, Refused):
            return refuse(request, form, common.on_form(got), "trading/form.html", context)
        messages.success(request, tr(STORED))
        return redirect(f"trading:{name}", case_of(got))

    return view


def case_of(entry: Entry) -> str:
    f = entry.fact
    return next(str(getattr(f, n)) for n in ("disclosure", "offer", "need", "statement", "pool") if hasattr(f, n))


def _who(v: Any) -> Who:
    return Who(name=v["owner"], place=v["place"])


def _do_disclose(v: Any, sent: Sent) -> Entry | Refused:
    return services.market.invention_disclose(who=_who(v), title=v["title"], words=v["words"], sent=sent)


def _do_offer(v: Any, sent: Sent) -> Entry | Refused:
    return services.market.offer_make(
        who=_who(v), rights=several(v["rights"]), act=Kind(v["act"]), priced=Priced(v["priced"]), asked=v["asked"],
        closes_on=v["closes_on"], words=v["words"], sent=sent, agency=v["agency"],
        agency_grade=CreditGrade(v["agency_grade"] or CreditGrade.UNKNOWN),
    )  # fmt: skip


def _do_need(v: Any, sent: Sent) -> Entry | Refused:
    return services.market.need_state(
        who=_who(v), title=v["title"], words=v["words"], industry=v["industry"], size=v["size"], budget=v["budget"],
        closes_on=v["closes_on"], sent=sent,
    )  # fmt: skip


def _do_state(v: Any, sent: Sent) -> Entry | Refused:
    until = v["last_day"] + timedelta(days=1) if v["last_day"] else None
    return services.openly.open_state(
        who=_who(v), number=v["number"], way=PriceForm(v["way"]), standard=v["standard"], until=until, other=v["other"],
        report=v["report"], agreed=v["agreed"], sent=sent,
    )  # fmt: skip


VIEWS: dict[str, Callable[..., HttpResponseBase]] = {which: lister(which) for which in _LISTS} | {
    "new-disclosure": opener("disclosures", asking.DiscloseForm, _do_disclose),
    "new-offer": opener("offers", asking.OfferForm, _do_offer),
    "new-need": opener("needs", asking.NeedForm, _do_need),
    "new-statement": opener("statements", asking.StatementForm, _do_state),
}
URLS = [
    *case_urls(DISCLOSURE_CASE, "disclosures/", name="disclosure"),
    *case_urls(OFFER_CASE, "offers/", name="offer"),
    *case_urls(NEED_CASE, "needs/", name="need"),
    *case_urls(OPEN_CASE, "statements/", name="statement"),
]
