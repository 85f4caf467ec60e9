"""A party's page: who it is, what it owns, with whom it deals, what was recorded about it.

A party that a visible fact names has a page even where its own row is another city's or was never registered: the page then
says what those facts say and no more, so that no link of ours leads nowhere.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ipops.kernel.text import Text
from ipops.ledger.facts.words import PartyKind, RightKind
from ipops.webkit import access, credit, search
from ipops.webkit.models import Party
from ipops.webkit.pages import charts, filters, names, partners, tables
from ipops.webkit.pages.history import history, word
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.views import grade

OWNED = tables.TableSpec(
    code="owned",
    title=Text("名下权利", "Rights it owns"),
    columns=(
        tables.Column(
            key="right", title=Text("权利号", "Right"), value=lambda r: r.right, link=lambda r: names.address("right", r.right), sort="right"
        ),
        tables.Column(key="title", title=Text("名称", "Title"), value=lambda r: r.title or r.right, wide=True, sort="sort_key"),
        tables.Column(key="kind", title=Text("类型", "Kind"), value=lambda r: word(RightKind, r.kind), sort="kind"),
        tables.Column(key="granted", title=Text("授权日", "Granted"), value=lambda r: r.granted_on, sort="granted_on"),
        tables.Column(key="expires", title=Text("保护期届满日", "Term ends"), value=lambda r: r.expires_on, sort="expires_on"),
        tables.Column(key="pledged", title=Text("质押中", "Pledged"), value=lambda r: bool(r.pledges)),
    ),
    filters=(
        tables.Filter(name="q", title=Text("权利号、名称或拼音首字母", "Number, title or pinyin initials"), narrow=lambda rows, v: rows.filter(search.rights_like(v))),
        filters.one_of("kind", Text("类型", "Kind"), {str(k): k.named for k in RightKind}),
    ),
    empty=Text("没有登记在其名下的权利。", "No right is recorded as its own."),
    order="right",
    per_page=20,
)  # fmt: skip


@require_safe
@login_required
def party(request: HttpRequest, party: str) -> HttpResponseBase:
    found: Party | None = access.parties_for(reader(request)).filter(party=party).first()
    told = history(access.facts_for(reader(request)).filter(parties__contains=[party]), "party", party)
    if found is None and not told.entries:
        raise Http404
    made = partners.network(party, told.entries, told.names)
    if how := request.GET.get("as", ""):
        if made is None:
            raise Http404
        return charts.as_file(made, how, "counterparties")
    owned = access.rights_for(reader(request)).filter(owners__contains=[party])
    context: dict[str, Any] = {
        "code": party,
        "name": (found.name if found else told.names.get(party)) or party,
        "party": found,
        "kind": word(PartyKind, found.kind) if found else None,
        "place": names.place(found.place) if found else None,
        "graded": credit.graded(party).get(party),
        "may_grade": grade.gradable(reader(request), party),
        "chart": charts.drawn(made, href=request.path) if made else None,
        "told": told,
    }
    return tables.page(request, OWNED, owned, "webkit/party.html", context)
