"""Help, made from what the program itself runs on: the glossary, the lifecycles with their clauses, the checks, the kinds of
facts, the definitions of measures. Nothing here is written beside the code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ipops.kernel.citation import Citation
from ipops.kernel.line import CheckInfo
from ipops.kernel.machine import Deadline, Lifecycle
from ipops.kernel.text import Text
from ipops.ledger.fact import Fact
from ipops.ledger.kinds import kinds
from ipops.ledger.schema import form_fields
from ipops.webkit import street
from ipops.webkit.pages import glossary, holding
from ipops.webkit.roles import Role

_UNITS = {
    "working_days": Text("{n}个工作日内", "within {n} working days"),
    "days": Text("{n}日内", "within {n} days"),
    "months": Text("{n}个月内", "within {n} months"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """From one state to another: by what, by whom, by when, on which clause."""

    state: Text
    event: Text
    to: Text
    who: tuple[Text, ...]
    within: Text | None
    cite: Citation | None
    for_good: bool


def steps(life: Lifecycle) -> Iterator[StepRow]:
    for state, row in life.table.items():
        for event, step in row.items():
            yield StepRow(
                state=life.states[state],
                event=life.events[event],
                to=life.states[step.to],
                who=tuple(Role(r).named for r in sorted(step.roles)) or (_ANYBODY,),
                within=_within(step.within) if step.within else None,
                cite=step.cite or (step.within.cite if step.within else None),
                for_good=step.for_good,
            )


_ANYBODY = Text("系统或任何有权查看的岗位", "the program, or any role that may see it")


def _within(of: Deadline) -> Text:
    return _UNITS[of.unit].fill(n=of.n)


def lifecycles() -> dict[str, tuple[Text, Lifecycle]]:
    return {life.code: (line.title, life) for line in street.lines().values() for life in line.lifecycles}


def checks() -> tuple[tuple[Text, tuple[CheckInfo, ...]], ...]:
    """The catalogue of checks, house by house; a house without checks is left out."""
    told = ((line.title, line.checks() if line.checks else ()) for line in street.lines().values())
    return tuple((title, found) for title, found in told if found)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    lines = [line for line in street.lines().values() if line.lifecycles]
    context = {
        "lines": [(line.title, [(life.code, life.title) for life in line.lifecycles]) for line in lines],
        "kinds": sorted(((k.KIND, k.TITLE) for k in kinds().values()), key=lambda k: k[0]),
        "checks": sum(len(found) for _, found in checks()),
        "terms": sum(len(s.entries) for s in glossary.sections()),
    }
    return render(request, "webkit/help.html", context)


@require_safe
def help_glossary(request: HttpRequest) -> HttpResponse:
    return render(request, "webkit/help_glossary.html", {"sections": glossary.sections()})


@require_safe
def help_checks(request: HttpRequest) -> HttpResponse:
    return render(request, "webkit/help_checks.html", {"houses": checks()})


@require_safe
def help_lifecycle(request: HttpRequest, code: str) -> HttpResponse:
    found = lifecycles().get(code)
    if found is None:
        raise Http404
    line, life = found
    return render(request, "webkit/help_lifecycle.html", {"line": line, "life": life, "steps": tuple(steps(life))})


@require_safe
def help_kind(request: HttpRequest, code: str) -> HttpResponse:
    found: type[Fact] | None = kinds().get(code)
    if found is None:
        raise Http404
    rows = [(f.name, f.title, f.help, holding.told(f)) for f in form_fields(found)]
    return render(request, "webkit/help_kind.html", {"kind": found, "code": code, "title": found.TITLE, "rows": rows})
