"""A custody as a case: what is told of it, and what each act does. The kit draws the screens."""

from __future__ import annotations

from typing import Any

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import CreditGrade, PartyKind
from ipops.lines.custody.app import forms, selectors, services
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.app.views import shown, telling
from ipops.lines.custody.app.views.report import KPI
from ipops.lines.custody.facts import (
    Ending,
    Service,
    Size,
)
from ipops.lines.custody.machine import CUSTODY
from ipops.lines.custody.rules import clauses
from ipops.webkit import access, parties
from ipops.webkit.enrol import By, Written
from ipops.webkit.pages import names
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Doing, Due, Side, Told
from ipops.webkit.pages.reader import reader


def _tell(row: Custody, asked: Asked) -> Told:
    sides = [Side(title=Text("委托企业", "Client"), parties=(row.client,), because=names.place(row.place))]
    if row.agency:
        grade = shown.word(CreditGrade, row.grade)
        because = Text("信用等级：{g}", "credit grade: {g}").fill(g=grade)
        sides.append(Side(title=Text("托管机构", "Agency"), parties=(row.agency,), because=because))
    if row.park:
        sides.append(Side(title=Text("园区", "Park"), parties=(row.park,)))
    entries = telling.entries_of(row)
    return Told(
        title=Text("托管：{who}", "Custody of {who}").fill(who=shown.client(row)),
        state=row.stage,
        version=row.folded_to,
        since=row.stage_since,
        marks=shown.marks(row),
        places=() if _sides(row, asked) else (row.place,),
        says=telling.says(row),
        sides=tuple(sides),
        rights=tuple(row.rights),
        lines=(
            *telling.offers(row, asked, entries),
            *telling.log(row, entries),
            *telling.said(row, entries),
            *telling.reviews(row, entries),
        ),
        dues=_dues(row, asked),
    )


def _sides(row: Custody, asked: Asked) -> frozenset[str]:
    """As what the reader's body is party to it: ``client``, ``agency``, ``park``. A body covers no place: what it may do here
    rests on being party to it."""
    bodies = set(access.bodies(asked.reader))
    sides = {"client": row.client, "agency": row.agency, "park": row.park}
    found = {side for side, party in sides.items() if party and party in bodies}
    return frozenset({*found, "bidder"} if bodies and selectors.may_bid(bodies, row) else found)


def _guard(side: str, says: Text) -> Any:
    """A body may do it only if it stands on that side; an office's rights are looked at by its place."""

    def guard(row: Custody, asked: Asked) -> Refused | None:
        if not access.bodies(asked.reader) or side in _sides(row, asked):
            return None
        return Refused(reasons=(Reason(code="other-side", says=says, cite=clauses.OURS),))

    return guard


_GUARDS = {
    "client": _guard(
        "client",
        Text("这一步由委托企业（或主管部门代为）办理。", "This step is the client's (or the office's for it)."),
    ),
    "bidder": _guard(
        "bidder",
        Text(
            "报价由受邀的服务机构、或就公开需求由任何已登记的服务机构（或主管部门代为）提出。",
            "An offer comes from an agency that is invited, for an open need from any that is known (or from the office for it).",
        ),
    ),
    "agency": _guard(
        "agency",
        Text("这一步由托管机构（或主管部门代为）办理。", "This step is the agency's (or the office's for it)."),
    ),
}


def _dues(row: Custody, asked: Asked) -> tuple[Due, ...]:
    if row.stage not in selectors.STANDING:
        return ()
    made = []
    if row.until:
        made.append(Due(title=Text("合同到期", "The contract runs out"), on=row.until))
    last = asked.today.year - 1
    if row.signed_on and row.signed_on.year <= last and last not in row.reviewed_years:
        why = Text("没有文件规定期限。", "No document sets a day.")
        made.append(Due(title=Text("{y}年度评价", "review of {y}").fill(y=last), on=None, why=why))
    return tuple(made)


def _by(doing: Doing[Custody]) -> By:
    return By(by=doing.by, today=doing.today, reference=doing.reference, document=doing.document)


def _offer(doing: Doing[Custody]) -> Refused | Text:
    v, own = doing.form.cleaned_data, access.bodies(reader(doing.request))
    code = v["agency"] or (selectors.may_bid(own, doing.row) if own else "")
    agency = Written(code=code, name=v["agency_name"], kind=PartyKind.AGENCY)
    got = services.custody_offer(
        custody=doing.row.custody,
        agency=agency,
        level=v["level"],
        services=v["services"],
        fee=v["fee"],
        grade=v["grade"],
        licence_no=v["licence_no"],
        by=_by(doing),
        own=own,
    )
    return got or shown.STORED


def _offered(row: Custody) -> dict[str, Any]:
    """Those who offered, by name, for the contract's form to choose from."""
    found = [o.agency for o in selectors.offers_of(row)]
    called = parties.named(found)
    return {"offered": tuple((agency, called.get(agency, agency)) for agency in found)}


def _sign(doing: Doing[Custody]) -> Refused | Text:
    form = doing.form
    assert isinstance(form, forms.SignForm)
    v = form.cleaned_data
    return services.custody_sign(
        custody=doing.row.custody,
        on=v["on"],
        until=form.until,
        leader=v["leader"],
        secrecy=v["secrecy"],
        rights=v["rights"],
        told=form.told,
        declared=Size(v["declared"]),
        by=_by(doing),
        agency=v["agency"],
        declared_signed=v["declared_signed"],
    )


def _serve(doing: Doing[Custody]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.custody_serve(
        custody=doing.row.custody,
        on=v["on"],
        service=Service(v["service"]),
        what=v["what"],
        right=v["right"].strip(),
        saved=v["saved"],
        by=_by(doing),
    )
    return got or shown.STORED


def _review(doing: Doing[Custody]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.custody_review(
        custody=doing.row.custody,
        year=v["year"],
        planned=v["planned"],
        missed=v["missed"],
        answer_days=v["answer_days"],
        satisfaction=v["satisfaction"],
        says=v["says"],
        by=_by(doing),
    )
    return got or shown.STORED


def _end(doing: Doing[Custody]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.custody_end(
        custody=doing.row.custody, on=v["on"], ending=Ending(v["ending"]), why=v["why"], by=_by(doing)
    )
    return got or shown.STORED


def _drop(doing: Doing[Custody]) -> Refused | Text:
    got = services.custody_drop(custody=doing.row.custody, why=doing.form.cleaned_data["why"], by=_by(doing))
    return got or shown.STORED


def _plan(doing: Doing[Custody]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.custody_plan(
        custody=doing.row.custody, year=v["year"], service=Service(v["service"]), times=v["times"], by=_by(doing)
    )
    return got or shown.STORED


def _answer(doing: Doing[Custody]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.custody_answer(
        custody=doing.row.custody,
        asked_on=v["asked_on"],
        on=v["on"],
        question=v["question"],
        answer=v["answer"],
        by=_by(doing),
    )
    return got or shown.STORED


def _rate(doing: Doing[Custody]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.custody_rate(
        custody=doing.row.custody, year=v["year"], satisfaction=v["satisfaction"], says=v["says"], by=_by(doing)
    )
    return got or shown.STORED


CUSTODY_CASE: CaseKind[Custody] = CaseKind(
    lifecycle=CUSTODY,
    refers="case",
    find=selectors.custody_for,
    tell=_tell,
    back=(Text("托管合同", "Custodies"), "custody:custodies"),
    tones=shown.TONES,
    guards=_GUARDS,
    more=(KPI,),
    acts=(
        Act(event="offer", form=forms.OfferForm, do=_offer),
        Act(event="sign", form=forms.SignForm, initial=_offered, do=_sign),
        Act(event="serve", form=forms.ServeForm, do=_serve),
        Act(event="plan", form=forms.PlanForm, do=_plan),
        Act(event="answer", form=forms.AnswerForm, do=_answer),
        Act(event="rate", form=forms.RateForm, do=_rate),
        Act(event="review", form=forms.ReviewForm, do=_review),
        Act(
            event="end",
            form=forms.EndForm,
            do=_end,
            needs=access.Action.CORRECT,
            warn=Text(
                "终止后不能再记服务；已计入的覆盖仍然计入。",
                "No service can be entered afterwards; what was counted stays counted.",
            ),
        ),
        Act(event="drop", form=forms.DropForm, do=_drop),
    ),
)
