"""What a case of the programme is as a row: which lifecycle, which state, where, since when. Pure: facts in, state out.

One table serves all lists (calls, nominations, returns, projects, orders, evaluations, objections): what differs between
them is read from the case's facts when it is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact
from ipops.lines.programme import facts as f
from ipops.lines.programme.machine import LIFECYCLES

CYCLES = MappingProxyType({c.code: c for c in LIFECYCLES})
#: Cases that only open and never move by a table.
CALL_FOR_PROJECTS, PLAN = "programme.project_call", "programme.plan"


class DossierState(NamedTuple):
    """``since`` is the day the state was entered, ``fen`` the money at stake (absent: none told), ``parent`` the case it
    belongs to, ``by`` who opened it."""

    cycle: str = ""
    stage: str = ""
    place: str = ""
    province: str = ""
    title: str = ""
    parent: str = ""
    pack: str = ""
    party: str = ""
    period: str = ""
    by: str = ""
    opened_on: date | None = None
    since: date | None = None
    due_on: date | None = None
    fen: int | None = None
    revision: int = 1


def _call(x: f.CallOpened) -> tuple[str, dict[str, Any]]:
    return x.call, {"cycle": "programme.call", "title": x.title, "pack": x.pack, "due_on": x.closes_on}


def _nomination(x: f.CityNominated) -> tuple[str, dict[str, Any]]:
    told = {"place": x.place, "province": x.province, "title": x.name, "parent": x.call, "fen": x.matching.fen}
    return x.nomination, {"cycle": "programme.city", **told}


def _objection(x: f.ObjectionRaised) -> tuple[str, dict[str, Any]]:
    return x.objection, {"cycle": "programme.objection", "place": x.place, "title": x.name, "parent": x.against}


def _plan(x: f.PlanAdopted) -> tuple[str, dict[str, Any]]:
    told = {"place": x.place, "title": x.number, "parent": x.nomination, "pack": x.pack}
    return x.plan, {"cycle": PLAN, "stage": "adopted", **told}


def _project_call(x: f.ProjectCalled) -> tuple[str, dict[str, Any]]:
    told = {"place": x.place, "title": x.title, "parent": x.fund, "due_on": x.closes_on, "fen": x.money.fen}
    return x.call, {"cycle": CALL_FOR_PROJECTS, "stage": "open", **told}


def _project(x: f.ProjectApplied) -> tuple[str, dict[str, Any]]:
    told = {"place": x.place, "title": x.title, "parent": x.call, "party": x.applicant, "fen": x.asked.fen}
    return x.project, {"cycle": "programme.project", **told}


def _order(x: f.PaymentOrdered) -> tuple[str, dict[str, Any]]:
    told = {"place": x.place, "title": x.voucher or x.order, "parent": x.fund, "party": x.payee, "fen": x.amount.fen}
    return x.order, {"cycle": "programme.order", **told}


def _return(x: f.ReturnFiled) -> tuple[str, dict[str, Any]]:
    told = {"place": x.place, "title": x.schema, "parent": x.schema, "period": x.period, "revision": x.revision}
    return x.filed, {"cycle": "programme.return", **told}


def _evaluation(x: f.EvaluationOpened) -> tuple[str, dict[str, Any]]:
    told = {"place": x.place, "title": x.scheme, "parent": x.nomination, "pack": x.pack, "period": str(x.year)}
    return x.evaluation, {"cycle": "programme.evaluation", **told}


_OPENED: Mapping[type[Fact], Callable[[Any], tuple[str, dict[str, Any]]]] = MappingProxyType(
    {
        f.CallOpened: _call,
        f.CityNominated: _nomination,
        f.ObjectionRaised: _objection,
        f.PlanAdopted: _plan,
        f.ProjectCalled: _project_call,
        f.ProjectApplied: _project,
        f.PaymentOrdered: _order,
        f.ReturnFiled: _return,
        f.EvaluationOpened: _evaluation,
    }
)
_MOVES: tuple[type[Fact], ...] = (f.ProgrammeStep, f.EvaluationPublished)
KINDS = frozenset(k.KIND for k in (*_OPENED, *_MOVES))


def dossier_step(key: str, state: DossierState | None, entry: Entry) -> DossierState | None:
    """A fact that only mentions the case leaves it as it is; one that opens a case twice corrects what it says."""
    fact = entry.fact
    if isinstance(fact, f.ProgrammeStep):
        return _moved(state, fact)
    if isinstance(fact, f.EvaluationPublished):
        if state is None or key != fact.evaluation:
            return state
        return state._replace(fen=fact.amount.fen if fact.amount is not None else None)
    opened = _OPENED.get(type(fact))
    if opened is None:
        return state
    case, told = opened(fact)
    if case != key:
        return state
    was = state or DossierState(opened_on=fact.on, since=fact.on, by=entry.by)
    cycle = CYCLES.get(told["cycle"])
    stage = was.stage or told.get("stage") or (cycle.start if cycle else "")
    return was._replace(**{**told, "stage": stage})


def _moved(state: DossierState | None, fact: f.ProgrammeStep) -> DossierState | None:
    if state is None or state.cycle != fact.cycle:
        return state
    cycle = CYCLES.get(fact.cycle)
    cell = cycle.table.get(state.stage, {}).get(fact.event) if cycle else None
    return state if cell is None else state._replace(stage=cell.to, since=fact.on)
