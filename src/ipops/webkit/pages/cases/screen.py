"""The screen of one case: everything worked out here, drawn by ``webkit/case.html``, part by part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind
from ipops.webkit import clock, work
from ipops.webkit.desk import talk
from ipops.webkit.models import Right, WorkItem
from ipops.webkit.pages import names
from ipops.webkit.pages.cases import diagram, due, parts, standing
from ipops.webkit.pages.cases.kind import PARTS, Asked, CaseKind, Part, Side, Told
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.shell import Shell

Address = Callable[[str, str], str]
#: Short parts, which stand in two columns where there is room.
HALVES = frozenset({"acts", "due", "parties", "rights", "documents"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One part as the template draws it: its code, its template, and the house's own context for a replaced one."""

    code: str
    template: str
    title: Text | None = None
    given: Any = None


def asked_by(request: HttpRequest) -> Asked:
    """The reader, and the day in China."""
    return Asked(reader=reader(request), today=clock.today())


def found(kind: CaseKind[Any], asked: Asked, key: str) -> Any:
    """The case through its door; 404 for what is not there or not to be seen."""
    row = kind.find(asked.reader, key)
    if row is None:
        raise Http404
    return row


def screen(kind: CaseKind[Any], address: Address) -> Callable[[HttpRequest, str], HttpResponse]:
    """The view of a kind of case. ``address(key, event)`` is the kit's own screen for an act."""

    @require_safe
    @login_required
    def view(request: HttpRequest, key: str) -> HttpResponse:
        asked = asked_by(request)
        row = found(kind, asked, key)
        return render(request, "webkit/case.html", context(request, kind, row, key, asked, address))

    return view


def context(
    request: HttpRequest, kind: CaseKind[Any], row: Any, key: str, asked: Asked, address: Address
) -> dict[str, Any]:
    """Everything the parts draw."""
    told = kind.tell(row, asked)
    shell = Shell(request)
    past = parts.history(asked.reader, kind.refers, key)
    known, opens = parts.acquainted(asked.reader, past.entries, [p for s in told.sides for p in s.parties])
    held = parts.papers(past, told.documents)
    choices = standing.choices(kind, row, told, asked, lambda event: address(key, event))
    return {
        "shell": shell,
        "kind": kind,
        "key": key,
        "told": told,
        "state": kind.state(told.state),
        "picture": diagram.drawn(kind.lifecycle, told.state, told.passed),
        **standing.sorted_out(choices),
        "elsewhere": standing.from_elsewhere(kind, told),
        "final": kind.lifecycle.is_final(told.state) if told.state in kind.lifecycle.table else False,
        "falls": due.falls(kind, told, _tasks(asked, key), asked),
        "sides": _sides(told, known, opens),
        "rights": _rights(told, asked, past),
        "papers": list(held.values()),
        "timeline": parts.timeline(past, known, key),
        "facts_of_case": parts.fact_lines(past, held, shell.head),
        "cut": past.cut,
        "most": parts.SHOWN,
        "rest": f"{reverse('ledger')}?{urlencode({kind.refers: key})}",
        "talk": list(talk.of_case(kind.code, key)),
        "reference": str(uuid4()),
        "blocks": _blocks(_parts(kind, row, asked)),
    }


def _sides(told: Told, known: names.Names, opens: set[str]) -> list[tuple[Side, list[Any]]]:
    """Each side with its parties: a link to those whose page this reader can open, the others by name."""
    return [
        (s, [names.value("party", p, known) if p in opens else known.get(p, p) for p in s.parties]) for s in told.sides
    ]


def _rights(told: Told, asked: Asked, past: parts.History) -> list[tuple[Any, Right | None, Any]]:
    """Each right by a link where its page opens for this reader, by its number where it does not."""
    held = parts.rights(asked.reader, past.entries, told.rights)
    return [(names.value("right", n, {}) if opens else n, r, _kind_of_right(r)) for n, r, opens in held]


def _tasks(asked: Asked, key: str) -> list[WorkItem]:
    return list(work.items_for(asked.reader).filter(case=key, done_at=None).order_by("due_on", "id"))


def _kind_of_right(right: Any) -> Any:
    known = {str(k): k for k in RightKind}
    return known.get(right.kind, right.kind) if right else None


def _blocks(parts_of: list[Drawn]) -> list[tuple[bool, list[Drawn]]]:
    """Neighbours that stand side by side in one block, the others each across the page."""
    return [(half, list(some)) for half, some in groupby(parts_of, key=lambda p: p.code in HALVES)]


def _parts(kind: CaseKind[Any], row: Any, asked: Asked) -> list[Drawn]:
    made: list[Drawn] = []
    for code in PARTS:
        made.append(_own(kind.replace[code], row, asked) if code in kind.replace else _kits(code))
        if code == "summary":
            made += [_own(p, row, asked) for p in kind.more]
    return made


def _kits(code: str) -> Drawn:
    return Drawn(code=code, template=f"webkit/case/{code}.html")


def _own(part: Part, row: Any, asked: Asked) -> Drawn:
    return Drawn(code=part.code, template=part.template, title=part.title, given=part.context(row, asked))


__all__ = ["Address", "Told", "asked_by", "context", "found", "screen"]
