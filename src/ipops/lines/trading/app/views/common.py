"""What the screens of this line share beside the kit's doors: fields as the forms name them, what a stored act brought."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.http import HttpRequest

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.trading.app import services
from ipops.webkit import access
from ipops.webkit.pages import doors
from ipops.webkit.pages.doors import keep, may_here, of_problem, office_place, today, who
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader

__all__ = [
    "keep",
    "may_here",
    "needs",
    "of_problem",
    "offered",
    "office_place",
    "on_form",
    "shut",
    "today",
    "told",
    "who",
]
needs = partial(doors.needs, back="trading:deals")
shut = partial(doors.shut, back="trading:deals")
#: fields of the rules under the names of the forms
_FIELDS = {"until": "last_day", "document": "paper", "kinds_of_right": "rights"}


Link = tuple[str, Text]


def offered(request: HttpRequest, action: access.Action, *links: Link) -> tuple[Link, ...]:
    """Links to what takes this right to act, for who has it: nobody is offered a page that would turn them away."""
    return links if access.may(reader(request), action) else ()


def on_form(no: Refused) -> Refused:
    """The refusal with the fields named as the forms name them."""
    return Refused(reasons=tuple(replace(r, field=_FIELDS.get(r.field, r.field)) for r in no.reasons))


def told(request: HttpRequest, got: services.deals.Recorded) -> Text:
    """What a stored act brought besides: flags, notes, checks, each as a message; gives the sentence that it is stored."""
    for f in got.flags:
        messages.warning(request, f"{tr(f.reason.says)} {f.reason.cite}")
    for n in got.notes:
        messages.info(request, tr(n.says))
    if got.checks:
        messages.warning(request, tr(Text("发现疑点，已立项核查。", "A sign of a sham was found; a check is open.")))
    return Text("已记入账本。", "It stands in the ledger.")
