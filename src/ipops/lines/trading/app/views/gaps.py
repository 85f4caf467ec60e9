"""What the register lists that we lack, the reverse, what looks sham and who is checking: one of the ten questions."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ipops.kernel.text import Text
from ipops.ledger.facts.words import Proof
from ipops.lines.trading.app import selectors
from ipops.lines.trading.app.models import CheckCase, ImportRun
from ipops.lines.trading.app.views import shown
from ipops.lines.trading.app.views.imports import KINDS
from ipops.webkit.pages import tables
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.timeline import Tab

LISTED, OURS, SHAM = "listed", "ours", "sham"


@require_safe
@login_required
def gaps(request: HttpRequest) -> HttpResponseBase:
    """What only the register listed, by the last list of each kind, is on record since; it stands here until the next list."""
    user = reader(request)
    lists = _latest(user)
    heaps: dict[str, Any] = {
        LISTED: selectors.deals_for(user).filter(deal__in=[d for _, run in lists for d in run.only_register]),
        OURS: selectors.deals_for(user).filter(proof=str(Proof.REPORTED), stage="reported"),
        SHAM: selectors.checks_for(user).filter(ended_on=None),
    }
    counts = {code: rows.count() for code, rows in heaps.items()}
    asked = request.GET.get("tab", "")
    here = asked if asked in heaps else LISTED if counts[LISTED] else OURS
    tabs = tuple(
        Tab(title=title.fill(n=counts[code]), href=f"?tab={code}", here=here == code) for code, title in _TABS.items()
    )
    owners = _owners(heaps[SHAM]) if counts[SHAM] else ()
    context = {"lists": lists, "owners": owners, "tabs": tabs, "tabs_title": Text("哪些", "Which")}
    if here == SHAM:
        return tables.page(request, shown.CHECKS, heaps[SHAM], "trading/gaps.html", context)
    return tables.page(request, shown.DEALS, selectors.with_names(heaps[here]), "trading/gaps.html", context)


_TABS = {
    LISTED: Text("只在登记簿 {n}", "Only on the register {n}"),
    OURS: Text("只在我方 {n}", "Only with us {n}"),
    SHAM: Text("存疑待核 {n}", "In doubt {n}"),
}


def _latest(user: Any) -> list[tuple[Any, ImportRun]]:
    """The last list of each kind."""
    found: dict[str, ImportRun] = {}
    for run in selectors.imports_for(user).order_by("-at")[:50]:
        found.setdefault(run.kind, run)
    return [(KINDS.get(kind, kind), run) for kind, run in sorted(found.items())]


def _owners(doubts: Any) -> tuple[tuple[Any, int], ...]:
    """Who checks how many."""
    counted = CheckCase.objects.filter(case__in=doubts.values("case")).values("owner").annotate(n=Count("case"))
    return tuple((shown.owner(row["owner"]), row["n"]) for row in counted.order_by("-n", "owner"))
