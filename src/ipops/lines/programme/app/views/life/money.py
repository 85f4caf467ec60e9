"""Money received and moved, project calls. Projects and payment orders have modules of their own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.programme.app import duties
from ipops.lines.programme.app.asking import running as asking
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.services import fund as services
from ipops.lines.programme.app.services import projects
from ipops.lines.programme.app.views.life.common import Screen, form_view, told
from ipops.lines.programme.app.views.life.roads import find
from ipops.lines.programme.facts.words import Instrument, Position, ProjectClass, Source
from ipops.webkit.pages import doors
from ipops.webkit.pages.reader import reader


def _receive(request: HttpRequest, key: str) -> Screen | None:
    row = find(reader(request), key)
    if row is None:
        return None

    def do(form: Any, paper: str) -> Refused | Text:
        d = form.cleaned_data
        got = services.money_receive(
            nomination=key,
            source=Source(d["source"]),
            amount=d["amount"],
            budget_year=d["budget_year"],
            number=d["number"],
            received_on=d["received_on"],
            passed_on=d["passed_on"],
            by=doors.who(request).label,
            today=doors.today(),
            reference=d["reference"],
            document=paper,
            withheld=d["withheld"],
        )
        return told(got)

    return _screen(row, duties.RECEIVE, asking.ReceiveForm, do)


def _screen(row: Dossier, duty: duties.Duty, form: Any, do: Any) -> Screen:
    return Screen(
        title=duty.title,
        of=row.title,
        back=reverse("programme:road", args=[row.case]),
        form=form,
        do=do,
        place=row.place,
        roles=duty.roles,
    )


receive = form_view(_receive)


def _move(request: HttpRequest, key: str) -> Screen | None:
    row = find(reader(request), key)
    if row is None:
        return None

    def do(form: Any, paper: str) -> Refused | Text:
        d = form.cleaned_data
        got = services.money_move(
            nomination=key,
            source=Source(d["source"]),
            from_=Position(d["from_"]),
            to=Position(d["to"]),
            amount=d["amount"],
            budget_year=d["budget_year"],
            says=d["why"],
            by=doors.who(request).label,
            today=doors.today(),
            reference=d["reference"],
            instrument=Instrument(d["instrument"]) if d["instrument"] else None,
            document=paper,
        )
        return told(got)

    return _screen(row, duties.MOVE, asking.MoveForm, do)


move = form_view(_move)


def _project_call(request: HttpRequest, key: str) -> Screen | None:
    row = find(reader(request), key)
    if row is None:
        return None

    def do(form: Any, paper: str) -> Refused | Text:
        d = form.cleaned_data
        asked = projects.CallAsked(
            call=f"pc:{d['reference'][:8]}",
            title=d["title"],
            klass=ProjectClass(d["klass"]),
            source=Source(d["source"]),
            instrument=Instrument(d["instrument"]),
            money=d["money"],
            budget_year=d["budget_year"],
            closes_on=d["closes_on"],
            task=d["task"],
        )
        return told(
            projects.project_call(
                nomination=key, asked=asked, by=doors.who(request).label, today=doors.today(), document=paper
            )
        )

    return _screen(row, duties.CALL, asking.ProjectCallForm, do)


project_call = form_view(_project_call)
