"""Help, made from what the program itself runs on: the glossary, the lifecycles with their clauses, the checks, the kinds of
facts, the definitions of measures. Nothing here is written beside the code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from ipops.kernel.citation import Citation
from ipops.kernel.line import CheckInfo
from ipops.kernel.machine import Deadline, Lifecycle
from ipops.kernel.text import Text
from ipops.ledger.fact import Fact
from ipops.ledger.kinds import kinds
from ipops.ledger.schema import form_fields
from ipops.reports import wording
from ipops.webkit import street
from ipops.webkit.pages import glossary, holding, tables
from ipops.webkit.pages.lang import tr
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


@dataclass(frozen=True, slots=True)
class Held:
    """A check and the house that runs it."""

    house: Text
    check: CheckInfo


def _says(of: Held) -> SafeString:
    """The address of the page may name a check (``#code``), so its row can be found."""
    return format_html('<span id="{0}">{1}</span><br><code>{0}</code>', of.check.code, tr(of.check.says))


def _follows(of: Held) -> SafeString:
    since = tr(_FROM.fill(d=wording.day(of.check.since))) if of.check.since else ""
    return format_html('{} <span class="because">{}</span>', tr(of.check.severity), since)


_FROM = Text("{d}起", "from {d}")
_OUR_RULE = Text("本系统规则", "our own rule")
CHECKS = tables.TableSpec(
    code="help-checks",
    title=Text("检查目录", "Catalogue of checks"),
    columns=(
        tables.Column(key="check", title=Text("检查", "Check"), value=_says, export=lambda h: h.check.says, wide=True),
        tables.Column(key="code", title=Text("代码", "Code"), value=lambda h: h.check.code, shown=False),
        tables.Column(key="house", title=Text("业务", "Line"), value=lambda h: h.house, sort="house"),
        tables.Column(key="level", title=Text("级别", "Level"), value=lambda h: h.check.level),
        tables.Column(
            key="follows", title=Text("后果", "What follows"), value=_follows, export=lambda h: h.check.severity
        ),
        tables.Column(
            key="since", title=Text("自", "From"), value=lambda h: h.check.since or Text("一直", "always"), shown=False
        ),
        tables.Column(key="fix", title=Text("怎么办", "What to do"), value=lambda h: h.check.fix, wide=True),
        tables.Column(key="clause", title=Text("条款", "Clause"), value=lambda h: h.check.cite or _OUR_RULE, wide=True),
    ),
    empty=Text("没有检查。", "There is no check."),
    order="house",
    per_page=500,
)


@require_safe
def help_checks(request: HttpRequest) -> HttpResponseBase:
    """All on one page, for other pages lead to one of them; house by house in the order of the street."""
    found = checks()
    place = {tr(title): n for n, (title, _) in enumerate(found)}
    rows = tables.ListRows(
        [Held(title, c) for title, each in found for c in each], {"house": lambda h: place[tr(h.house)]}
    )
    return tables.page(request, CHECKS, rows, "webkit/help_checks.html")


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
