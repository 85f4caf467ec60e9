"""The pack browser, for everybody: the law beside the parameter beside its values by date, and what is unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ipops import policy
from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Refused, Unknown
from ipops.kernel.text import Text
from ipops.policy import Pack
from ipops.policy.docs import COMPLETENESS
from ipops.policy.exact import decimal_text
from ipops.policy.targets import GoalFile, in_order
from ipops.policy.terms import Dated, Term, shown
from ipops.policy.units import UNITS
from ipops.webkit.pages import tables
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.views import pack_tables as shelf
from ipops.webkit.pages.views import plan

READ = {
    "unseen": Text("条款未见", "the clause was not seen"),
    "outside": Text("不在文内", "told outside the text"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What holds from a day on: a value, or why it is unknown."""

    since: date
    value: Text | Unknown
    cite: Citation | None
    read: Text | None
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One question the law answers. ``layer`` is the pack whose file it is."""

    name: str
    says: Text
    file: str
    decides_money: bool
    values: tuple[Value, ...]

    @property
    def open(self) -> bool:
        return any(isinstance(v.value, Unknown) for v in self.values)


def parameter(term: Term) -> Parameter:
    return Parameter(
        name=term.name,
        says=term.says,
        file=term.file,
        decides_money=term.decides_money,
        values=tuple(_value(term, v) for v in term.values),
    )


_NOT_TOLD = Text("文件没有给出。", "The document does not give it.")


def _value(term: Term, entry: Dated) -> Value:
    told: Text | Unknown = (
        Unknown(why=entry.why or _NOT_TOLD, needs=entry.needs)
        if entry.value is None
        else shown(entry.value, term.unit, term.choices)
    )
    notes = tuple(t for t in (entry.note, entry.caution) if t is not None)
    return Value(since=entry.since, value=told, cite=entry.cite, read=READ.get(entry.read), notes=notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRow:
    title: Text
    code: str
    since: date
    figures: tuple[tuple[Text, Text], ...]
    cite: Citation


_STAGES = (("floor", Text("下限", "floor")), ("promise", Text("承诺", "promise")), ("plan", Text("计划", "plan")))
_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}


def goals(pack: Pack) -> Iterator[GoalRow]:
    """In the order of the document; a goal in words only has no figures."""
    for file in sorted(pack.own_targets.values(), key=lambda f: (in_order(f.listed_as), f.id)):
        for goal in file.values:
            told = tuple((t, _figure(file, v)) for k, t in _STAGES if (v := getattr(goal, k)) is not None)
            yield GoalRow(title=file.title, code=file.id, since=goal.since, figures=told, cite=goal.cite)


def _figure(file: GoalFile, value: Any) -> Text:
    unit = UNITS[file.unit].named if file.unit in UNITS else None
    told = f"{_SIGNS.get(file.comparator, '')} {decimal_text(value)}".strip()
    return Text(f"{told}{unit.zh}", f"{told} {unit.en}") if unit else Text(told, told)


@require_safe
def packs(request: HttpRequest) -> HttpResponseBase:
    """Every pack, upper layers first, with how many of its terms are unknown."""
    rows = (
        shelf.Listed(pack, len(pack.own_terms), sum(parameter(t).open for t in pack.own_terms.values()))
        for pack in policy.packs().values()
    )
    may_plan = not isinstance(plan.office_of(reader(request)), Refused)
    return tables.page(request, shelf.PACKS, shelf.packs(rows), "webkit/packs.html", {"may_plan": may_plan})


@require_safe
def pack(request: HttpRequest, code: str) -> HttpResponseBase:
    """One pack: its parameters, what is unknown first, and its targets."""
    found = policy.packs().get(code)
    if found is None:
        raise Http404
    context = {
        "pack": found,
        "layer": shelf.layer(found.layer),
        "complete": COMPLETENESS[found.completeness],
        "below": found.below,
    }
    drawn = {
        "parameters": (shelf.PARAMETERS, shelf.parameters(parameter(t) for t in found.own_terms.values())),
        "goals": (shelf.GOALS, tables.ListRows(tuple(goals(found)))),
    }
    return tables.several(request, drawn, "webkit/pack.html", context)
