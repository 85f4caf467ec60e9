"""The market as everybody sees it: offers, needs, open licences, with search. Nothing that is not published is here, no
person, and no asked price is added up."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ipops.kernel.text import Text
from ipops.lines.trading.app.market_selectors import cases_like, on_market
from ipops.lines.trading.app.views import common, shown
from ipops.lines.trading.app.views.market_cases import money
from ipops.lines.trading.app.views.titled import Titled
from ipops.lines.trading.facts import Act
from ipops.lines.trading.facts.words import Priced, PriceForm
from ipops.lines.trading.machine import NEED, OFFER, OPEN
from ipops.webkit.pages import names, tables


def _found(rows: Titled, typed: str) -> Titled:
    return rows.filter(cases_like(typed))


_SEARCH = tables.Filter(name="q", title=Text("名称、号码或拼音", "Name, number or pinyin"), narrow=_found)
_RIGHTS = tables.Column(key="rights", title=Text("专利", "Patents"), value=lambda c: "、".join(c.rights))
_NAME = tables.Column(key="title", title=Text("名称", "Title"), value=lambda c: c.shown_title, wide=True)
_PARTY = tables.Column(key="party", title=Text("单位", "Who"), value=lambda c: c.shown_party, wide=True)
_PLACE = tables.Column(key="place", title=Text("地区", "Place"), value=lambda c: names.place(c.place), sort="place")
_DAY = tables.Column(key="opened", title=Text("发布日", "Published"), value=lambda c: c.opened_on, sort="opened_on")
_UNTIL = tables.Column(key="until", title=Text("截止", "Until"), value=lambda c: c.until, sort="until")
#: a term is kept by its first day after; people are told its last day
_LAST = tables.Column(
    key="last",
    title=Text("许可最后一日", "Last day"),
    value=lambda c: c.until - timedelta(days=1) if c.until else None,
    sort="until",
)

OFFERS = tables.TableSpec(
    code="market-offers",
    title=Text("专利供给", "Patents on offer"),
    columns=(
        _DAY, _RIGHTS, _NAME, _PARTY, _PLACE,
        tables.Column(key="act", title=Text("方式", "Act"), value=lambda c: shown.word(Act, c.act)),
        tables.Column(key="how", title=Text("定价方式", "Priced"), value=lambda c: shown.word(Priced, c.how)),
        tables.Column(key="asked", title=Text("挂牌价", "Asked"), value=lambda c: money(c.fen), numeric=True),
    ),
    filters=(_SEARCH,),
    empty=Text("没有符合的供给。", "Nothing on offer fits."),
    order="-opened_on",
)  # fmt: skip
NEEDS = tables.TableSpec(
    code="market-needs",
    title=Text("技术需求", "Needs"),
    columns=(
        _DAY,
        tables.Column(key="title", title=Text("题目", "Title"), value=lambda c: c.title, wide=True),
        tables.Column(key="words", title=Text("内容", "What is needed"), value=lambda c: c.words[:200], wide=True),
        _PARTY, _PLACE,
        tables.Column(key="budget", title=Text("预算", "Budget"), value=lambda c: money(c.fen), numeric=True),
        _UNTIL,
    ),
    filters=(_SEARCH,),
    empty=Text("没有符合的需求。", "No need fits."),
    order="-opened_on",
)  # fmt: skip
LICENCES = tables.TableSpec(
    code="market-licences",
    title=Text("开放许可专利", "Patents open to all"),
    columns=(
        tables.Column(key="since", title=Text("列入日", "On the list since"), value=lambda c: c.since, sort="since"),
        _RIGHTS, _NAME, _PARTY, _PLACE,
        tables.Column(key="how", title=Text("支付方式", "Way of payment"), value=lambda c: shown.word(PriceForm, c.how)),
        tables.Column(key="standard", title=Text("支付标准", "Standard"), value=lambda c: c.words, wide=True),
        _LAST,
    ),
    filters=(_SEARCH,),
    empty=Text("没有符合的开放许可。", "No open licence fits."),
    order="-since",
)  # fmt: skip
_LEDE = Text(
    "对公众开放；未公布的发明不在此列。挂牌价只供参考，不计入任何成交额。",
    "Open to everybody; no invention stands here before it is published. Asked prices are shown and count for nothing.",
)


def _page(request: HttpRequest, spec: tables.TableSpec, cycle: str, *stages: str) -> HttpResponseBase:
    rows = Titled(on_market(cycle, stages, common.today()))
    links = (
        ("/trading/market/offers/", OFFERS.title),
        ("/trading/market/needs/", NEEDS.title),
        ("/trading/market/licences/", LICENCES.title),
    )
    return tables.page(request, spec, rows, "trading/list.html", {"title": spec.title, "lede": _LEDE, "links": links})


@require_safe
def offers(request: HttpRequest) -> HttpResponseBase:
    return _page(request, OFFERS, OFFER.code, "shown", "contacted")


@require_safe
def needs(request: HttpRequest) -> HttpResponseBase:
    return _page(request, NEEDS, NEED.code, "open")


@require_safe
def licences(request: HttpRequest) -> HttpResponseBase:
    return _page(request, LICENCES, OPEN.code, "announced")
