"""The lists of parties and of rights, as far as this reader may see them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from ipops.kernel.text import Text
from ipops.ledger.facts.words import PartyKind, RightKind
from ipops.webkit import access, search
from ipops.webkit.pages import names, tables
from ipops.webkit.pages.history import word
from ipops.webkit.pages.reader import reader


def _parties(rows: Any, typed: str) -> Any:
    return rows.filter(search.parties_like(typed))


def _rights(rows: Any, typed: str) -> Any:
    return rows.filter(search.rights_like(typed))


PARTIES = tables.TableSpec(
    code="parties",
    title=Text("主体", "Parties"),
    columns=(
        tables.Column(
            key="name",
            title=Text("名称", "Name"),
            value=lambda p: p.name or p.party,
            sort="sort_key",
            link=lambda p: reverse("party", args=[p.party]),
            wide=True,
        ),
        tables.Column(key="kind", title=Text("类型", "Kind"), value=lambda p: word(PartyKind, p.kind), sort="kind"),
        tables.Column(key="code", title=Text("统一社会信用代码", "Credit code"), value=lambda p: p.code),
        tables.Column(key="place", title=Text("区划", "Place"), value=lambda p: names.place(p.place), sort="place"),
        tables.Column(key="sme", title=Text("中小企业", "SME"), value=lambda p: p.sme),
    ),
    filters=(
        tables.Filter(
            name="q",
            title=Text("名称、拼音首字母或代码", "Name, pinyin initials or code"),
            narrow=_parties,
        ),
        tables.Filter(
            name="kind",
            title=Text("类型", "Kind"),
            kind="choice",
            choices=tuple((str(k), k.named) for k in PartyKind),
            narrow=lambda rows, v: rows.filter(kind=v),
        ),
    ),
    empty=Text(
        "登记或导入第一项交易后，各方列在这里。", "Parties stand here once a first deal is recorded or imported."
    ),
    order="sort_key",
)
RIGHTS = tables.TableSpec(
    code="rights",
    title=Text("权利", "Rights"),
    columns=(
        tables.Column(
            key="right",
            title=Text("权利号", "Right"),
            value=lambda r: r.right,
            sort="right",
            link=lambda r: reverse("right", args=[r.right]),
        ),
        tables.Column(key="title", title=Text("名称", "Title"), value=lambda r: r.title, sort="sort_key", wide=True),
        tables.Column(key="kind", title=Text("类型", "Kind"), value=lambda r: word(RightKind, r.kind), sort="kind"),
        tables.Column(key="place", title=Text("区划", "Place"), value=lambda r: names.place(r.place), sort="place"),
        tables.Column(key="granted", title=Text("授权日", "Granted"), value=lambda r: r.granted_on, sort="granted_on"),
        tables.Column(key="pledged", title=Text("质押中", "Pledged"), value=lambda r: bool(r.pledges)),
    ),
    filters=(
        tables.Filter(name="q", title=Text("号码、名称或拼音首字母", "Number, title or initials"), narrow=_rights),
        tables.Filter(
            name="kind",
            title=Text("类型", "Kind"),
            kind="choice",
            choices=tuple((str(k), k.named) for k in RightKind),
            narrow=lambda rows, v: rows.filter(kind=v),
        ),
    ),
    empty=Text("登记或导入第一项权利后列在这里。", "Rights stand here once a first one is recorded or imported."),
    order="right",
)


@require_safe
@login_required
def party_list(request: HttpRequest) -> HttpResponseBase:
    return tables.page(request, PARTIES, access.parties_for(reader(request)), "webkit/parties.html")


@require_safe
@login_required
def right_list(request: HttpRequest) -> HttpResponseBase:
    return tables.page(request, RIGHTS, access.rights_for(reader(request)), "webkit/rights.html")
