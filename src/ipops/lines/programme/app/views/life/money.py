"""Money received and moved, project calls. Projects and payment orders have modules of their own."""

from __future__ import annotations

from typing import Any

from ipops.lines.programme.app import duties
from ipops.lines.programme.app.asking import running as asking
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.services import fund as services
from ipops.lines.programme.app.services import projects
from ipops.lines.programme.app.views.life.common import Sent, case_form
from ipops.lines.programme.app.views.life.roads import find
from ipops.lines.programme.facts.words import Instrument, Position, ProjectClass, Source


def _receive(row: Dossier, sent: Sent) -> Any:
    d = sent.data
    return services.money_receive(
        nomination=row.case,
        source=Source(d["source"]),
        amount=d["amount"],
        budget_year=d["budget_year"],
        number=d["number"],
        received_on=d["received_on"],
        passed_on=d["passed_on"],
        by=sent.by,
        today=sent.today,
        reference=sent.reference,
        document=sent.paper,
        withheld=d["withheld"],
    )


receive = case_form(find, duties.RECEIVE, asking.ReceiveForm, _receive, back="road")


def _move(row: Dossier, sent: Sent) -> Any:
    d = sent.data
    return services.money_move(
        nomination=row.case,
        source=Source(d["source"]),
        from_=Position(d["from_"]),
        to=Position(d["to"]),
        amount=d["amount"],
        budget_year=d["budget_year"],
        says=d["why"],
        by=sent.by,
        today=sent.today,
        reference=sent.reference,
        instrument=Instrument(d["instrument"]) if d["instrument"] else None,
        document=sent.paper,
    )


move = case_form(find, duties.MOVE, asking.MoveForm, _move, back="road")


def _project_call(row: Dossier, sent: Sent) -> Any:
    d = sent.data
    asked = projects.CallAsked(
        call=f"pc:{sent.reference[:8]}",
        title=d["title"],
        klass=ProjectClass(d["klass"]),
        source=Source(d["source"]),
        instrument=Instrument(d["instrument"]),
        money=d["money"],
        budget_year=d["budget_year"],
        closes_on=d["closes_on"],
        task=d["task"],
    )
    return projects.project_call(nomination=row.case, asked=asked, by=sent.by, today=sent.today, document=sent.paper)


project_call = case_form(find, duties.CALL, asking.ProjectCallForm, _project_call, back="road")
