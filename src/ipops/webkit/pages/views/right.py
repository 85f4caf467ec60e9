"""A right's page: where it stands, who owns it by what share, what lies on it and since when, what was recorded.

The row says what the register says; the chart and the shares are worked out by ``ipops.rights.register`` from the facts that
this reader may see, and what did not fit is told.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.ledger.facts.words import EndOfRight, RightKind
from ipops.rights.register import fold
from ipops.rights.register.standing import Standing
from ipops.webkit import access, clock, parties
from ipops.webkit.models import Right
from ipops.webkit.pages import charts, lifeline, names
from ipops.webkit.pages.history import history, word
from ipops.webkit.pages.reader import reader

_NO_SHARE = Unknown(why=Text("份额未登记。", "No share is registered."))
_WHOLE = Text("全部", "the whole")


@require_safe
@login_required
def right(request: HttpRequest, right: str) -> HttpResponse:
    found: Right | None = access.rights_for(reader(request)).filter(right=right).first()
    told = history(access.facts_for(reader(request)).filter(rights__contains=[right]), "right", right, whole=True)
    if found is None and not told.entries:
        raise Http404
    today = clock.today()
    standing = fold.fold(right, (e.fact for e in told.live))
    owners = tuple(found.owners) if found else standing.owners.owners
    known = {**told.names, **parties.named(list(owners))}
    made = lifeline.lifeline(standing, known, today)
    if how := request.GET.get("as", ""):
        if made is None:
            raise Http404
        return charts.as_file(made, how, "right")
    context: dict[str, Any] = {
        "number": right,
        "title": (found.title if found else standing.title) or right,
        "right": found,
        "kind": word(RightKind, found.kind) if found else standing.kind,
        "place": names.place(found.place) if found else None,
        "ended": word(EndOfRight, found.ended_why) if found and found.ended_on else None,
        "owners": [(names.value("party", o, known), _share(standing, o)) for o in owners],
        "overlays": sorted(standing.overlays(today)),
        "standing": standing,
        "chart": charts.drawn(made, href=request.path) if made else None,
        "told": told,
    }
    return render(request, "webkit/right.html", context)


def _share(standing: Standing, owner: str) -> Text | Unknown:
    """The registered share in the words of the register; a sole owner holds the whole."""
    share = dict(standing.owners.shares).get(owner)
    if share is None:
        return _NO_SHARE
    return (
        _WHOLE
        if share == 1
        else Text(f"{share.numerator}/{share.denominator}", f"{share.numerator}/{share.denominator}")
    )
