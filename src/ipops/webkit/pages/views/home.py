"""The desk: what is due, for whom, and where to go next. For a stranger, what this is and what is public."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ipops.kernel.text import Text
from ipops.webkit import access, store
from ipops.webkit.glances import glances
from ipops.webkit.models import Party
from ipops.webkit.pages import tables
from ipops.webkit.pages.audiences import Audience, audience
from ipops.webkit.pages.questions import Question, question
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.shell import Shell
from ipops.webkit.pages.views import work
from ipops.webkit.pages.views.manage import morning
from ipops.webkit.roles import Role

MOST, _HOME = 10, "webkit/home.html"


#: Columns of the work list on the desk: of one's own tasks, and of others', to whom they fall and where.
_OWN, _OTHERS = ("title", "state", "due", "left"), ("title", "state", "due", "left", "role", "place")


def _soon(keys: tuple[str, ...]) -> tables.TableSpec:
    """The work list without what only the full list needs."""
    spec = work.SPEC
    return tables.TableSpec(
        code="soon",
        title=spec.title,
        columns=tuple(c for c in spec.columns if c.key in keys),
        empty=spec.empty,
        per_page=MOST,
        order=spec.order,
        plain=True,
    )


def _audiences(user: access.Reader) -> list[tuple[access.Membership, Audience]]:
    """Each membership with what it comes for; the kind of a body is that of its party."""
    held = access.memberships(user)
    codes = [m.office.party for m in held if m.office.party]
    kinds = dict(Party.objects.filter(party__in=codes).values_list("party", "kind")) if codes else {}
    return [(m, audience(m, kinds.get(m.office.party, ""))) for m in held]


def _questions(of: Iterable[Audience]) -> list[Question]:
    """What these audiences ask, the most pressing first, each once."""
    codes = dict.fromkeys(code for a in of for code in a.questions)
    return [q for code in codes if (q := question(code))]


Listed = tuple[tables.TableSpec, Any]


def _desk(request: HttpRequest, today: date, *, oversees: bool) -> tuple[dict[str, Any], Listed | None]:
    """How much work waits, and the list of it: one's own, else that of others, for who sees to it or acts for the same body."""
    user = reader(request)
    mine, theirs = (work.items(user, which) for which in (work.MINE, work.OFFICE))
    own, waits = mine.count(), {"n": 0, "late": 0}
    if oversees or access.bodies(user):
        waits = theirs.order_by().aggregate(n=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    told = {"own": own, "theirs": waits["n"], "late": waits["late"], "of_theirs": work.theirs(user)}
    if own:
        return told, (_soon(_OWN), mine)
    return told, (_soon(_OTHERS), theirs) if waits["n"] else None


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    shell = Shell(request)
    if not shell.signed_in:
        return render(request, "webkit/welcome.html", {"shell": shell, "sections": shell.menu})
    today = work.today()
    held = _audiences(reader(request))
    houses = dict.fromkeys(h for _, a in held for h in a.houses)
    waits, listed = _desk(request, today, oversees=any(a.oversees for _, a in held))
    context = {
        "shell": shell,
        "roles": [(a.title, Text(m.office.name_zh, m.office.name_en), a.calling) for m, a in held],
        "questions": [(q, bool(q.answer)) for q in _questions(a for _, a in held)],
        **waits,
        "sections": [s for s in shell.menu if s.line in houses],
        "glances": [
            *morning.figures(reader(request)),
            *glances(houses, reader(request), today),
        ],
        "today": today,
        "new": any(m.role == Role.ADMIN for m, _ in held) and not store.size(),
    }
    if listed is None:
        return render(request, _HOME, context)
    return tables.page(request, *listed, _HOME, context)
