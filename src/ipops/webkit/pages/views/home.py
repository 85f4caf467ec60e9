"""The desk: what is due, for whom, and where to go next. For a stranger, what this is and what is public."""

from __future__ import annotations

from collections.abc import Iterable

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

MOST = 10


def _soon() -> tables.TableSpec:
    """The work list without what only the full list needs."""
    spec = work.SPEC
    return tables.TableSpec(
        code="soon",
        title=spec.title,
        columns=spec.columns[:4],
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


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    shell = Shell(request)
    if not shell.signed_in:
        return render(request, "webkit/welcome.html", {"shell": shell, "sections": shell.menu})
    today = work.today()
    mine, office = (work.items(reader(request), which) for which in (work.MINE, work.OFFICE))
    own = mine.count()
    waits = office.order_by().aggregate(n=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    held = _audiences(reader(request))
    context = {
        "shell": shell,
        "roles": [(a.title, Text(m.office.name_zh, m.office.name_en), a.calling) for m, a in held],
        "questions": [(q, bool(q.answer)) for q in _questions(a for _, a in held)],
        "own": own,
        "office": waits["n"],
        "late": waits["late"],
        "sections": [s for s in shell.menu if any(not i.here for i in s.items)],
        "glances": [
            *morning.figures(reader(request)),
            *glances(dict.fromkeys(h for _, a in held for h in a.houses), reader(request), today),
        ],
        "today": today,
        "new": any(m.role == Role.ADMIN for m, _ in held) and not store.size(),
    }
    return tables.page(request, _soon(), mine if own else office, "webkit/home.html", context)
