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

OURS, SHAM = "ours", "sham"


@require_safe
@login_required
def gaps(request: HttpRequest) -> HttpResponseBase:
    user = reader(request)
    ours = selectors.deals_for(user).filter(proof=str(Proof.REPORTED), stage="reported")
    doubts = selectors.checks_for(user).filter(ended_on=None)
    here = SHAM if request.GET.get("tab") == SHAM else OURS
    n_ours, n_doubts = ours.count(), doubts.count()
    context = {
        "lists": _latest(user),
        "ours": n_ours,
        "doubts": n_doubts,
        "owners": _owners(doubts) if n_doubts else (),
        "tabs": (
            Tab(title=Text(f"只在我方 {n_ours}", f"Only with us {n_ours}"), href=f"?tab={OURS}", here=here == OURS),
            Tab(title=Text(f"存疑待核 {n_doubts}", f"In doubt {n_doubts}"), href=f"?tab={SHAM}", here=here == SHAM),
        ),
        "tabs_title": Text("哪些", "Which"),
    }
    if here == SHAM:
        return tables.page(request, shown.CHECKS, doubts, "trading/gaps.html", context)
    return tables.page(request, shown.DEALS, selectors.with_names(ours), "trading/gaps.html", context)


def _latest(user: Any) -> list[tuple[Any, ImportRun]]:
    """The last list of each kind."""
    found: dict[str, ImportRun] = {}
    for run in selectors.imports_for(user).order_by("-at")[:50]:
        found.setdefault(run.kind, run)
    return [(KINDS.get(kind, kind), run) for kind, run in sorted(found.items())]


def _owners(doubts: Any) -> tuple[tuple[str, int], ...]:
    """Who checks how many."""
    counted = CheckCase.objects.filter(case__in=doubts.values("case")).values("owner").annotate(n=Count("case"))
    return tuple((row["owner"], row["n"]) for row in counted.order_by("-n", "owner"))
