"""A custody as a case: what is told of it, and what each act does. The kit draws the screens."""

from __future__ import annotations

from typing import Any

from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import CreditGrade, PartyKind
from ipops.lines.custody.app import forms, selectors, services
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.app.views import shown
from ipops.lines.custody.app.views.report import KPI
from ipops.lines.custody.facts import (
    CustodyAnswered,
    CustodyPlanned,
    CustodyRated,
    CustodyReviewed,
    CustodyServed,
    Ending,
    Service,
    Size,
)
from ipops.lines.custody.machine import CUSTODY
from ipops.lines.custody.rules import clauses
from ipops.webkit import access, journal
from ipops.webkit.enrol import By, Written
from ipops.webkit.pages import names
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Doing, Due, Lines, Said, Side, Told

_MOST_SERVICES = 100


def _tell(row: Custody, asked: Asked) -> Told:
    sides = [Side(title=Text("委托企业", "Client"), parties=(row.client,), because=names.place(row.place))]
    if row.agency:
        grade = shown.word(CreditGrade, row.grade)
        because = Text("信用等级：{g}", "credit grade: {g}").fill(g=grade)
        sides.append(Side(title=Text("托管机构", "Agency"), parties=(row.agency,), because=because))
    if row.park:
        sides.append(Side(title=Text("园区", "Park"), parties=(row.park,)))
    return Told(
        title=Text("托管：{who}", "Custody of {who}").fill(who=shown.client(row)),
        state=row.stage,
        version=row.folded_to,
        since=row.stage_since,
        marks=shown.marks(row),
        places=() if _sides(row, asked) else (row.place,),
        says=_says(row),
        sides=tuple(sides),
        rights=tuple(row.rights),
        lines=(*_log(row), *_said(row), *_reviews(row)),
        dues=_dues(row, asked),
    )


def _sides(row: Custody, asked: Asked) -> frozenset[str]:
    """As what the reader's body is party to it: ``client``, ``agency``, ``park``. A body covers no place: what it may do here
    rests on being party to it."""
    bodies = set(access.bodies(asked.reader))
    sides = {"client": row.client, "agency": row.agency, "park": row.park}
    return frozenset(side for side, party in sides.items() if party and party in bodies)


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
    "agency": _guard(
        "agency",
        Text("这一步由托管机构（或主管部门代为）办理。", "This step is the agency's (or the office's for it)."),
    ),
}


def _says(row: Custody) -> tuple[Said, ...]:
    made = [Said(title=Text("需求", "What is wanted"), value=row.wants)] if row.wants else []
    if row.level:
        level = selectors.levels().get(row.level)
        made += [
            Said(title=Text("服务等级", "Service level"), value=level.says if level else row.level),
            Said(
                title=Text("年服务费", "Service fee a year"),
                value=Money(row.fee_fen) if row.fee_fen is not None else shown.UNTOLD,
            ),
            Said(title=Text("服务内容", "Services"), value=tuple(shown.word(Service, s) for s in row.services)),
        ]
    if row.signed_on:
        until = Text("{d}（不含）", "{d} (exclusive)").fill(d=shown.day(row.until)) if row.until else shown.OPEN
        made += [
            Said(title=Text("签订日", "Signed on"), value=row.signed_on),
            Said(title=Text("合同至", "Runs until"), value=until),
            Said(title=Text("项目负责人", "Leader"), value=row.leader),
            Said(
                title=Text("企业规模", "Size of the firm"),
                value=shown.size(row),
                because=Text("计算：{c}；声明：{d}", "computed: {c}; declared: {d}").fill(
                    c=shown.word(Size, row.computed), d=shown.word(Size, row.declared)
                ),
            ),
            Said(
                title=Text("计入覆盖自", "Covered since"),
                value=row.covered_on or shown.why_not_covered(row),
                because=Text("合同与首次服务中较晚的一天", "the later of contract and first service"),
            ),
            Said(title=Text("节省官费合计", "Official fees saved"), value=Money(row.saved_fen)),
        ]
    return tuple(made)


def _log(row: Custody) -> tuple[Lines, ...]:
    """The service log, the newest first."""
    if not row.log:
        return ()
    made = []
    for e in reversed(journal.entries(row.log[-_MOST_SERVICES:])):
        if isinstance(f := e.fact, CustodyServed):
            right = names.value("right", f.right, {}) if f.right else Text("无", "none")
            made.append((f.on, f.service.named, f.what, right, f.saved or Text("无", "none"), names.fact(e.n)))
    heads = (
        Text("服务日", "Day"), Text("服务", "Service"), Text("做了什么", "What was done"), Text("权利", "Right"),
        Text("节省官费", "Fees saved"), Text("事实", "Fact"),
    )  # fmt: skip
    return (Lines(title=Text("服务日志", "Service log"), heads=heads, rows=tuple(made), numeric=frozenset({4})),)


def _said(row: Custody) -> tuple[Lines, ...]:
    """Plans, questions with their answers, and the client's own ratings."""
    if not row.said:
        return ()
    plans, answers, ratings = [], [], []
    for e in journal.entries(row.said):
        match e.fact:
            case CustodyPlanned() as f:
                plans.append((str(f.year), f.service.named, f.times, names.fact(e.n)))
            case CustodyAnswered() as f:
                answers.append((f.asked_on, f.on, f.question, f.answer, names.fact(e.n)))
            case CustodyRated() as f:
                ratings.append((str(f.year), f.satisfaction, f.says or Text("无", "none"), names.fact(e.n)))
    fact = Text("事实", "Fact")
    heads_of_plans = (Text("年度", "Year"), Text("服务", "Service"), Text("次数", "Times"), fact)
    heads_of_answers = (
        Text("提问日", "Asked"),
        Text("答复日", "Answered"),
        Text("问题", "Question"),
        Text("答复", "Answer"),
        fact,
    )
    heads_of_ratings = (Text("年度", "Year"), Text("满意度", "Satisfaction"), Text("意见", "Remarks"), fact)
    made = (
        Lines(title=Text("服务计划", "Service plan"), heads=heads_of_plans, rows=tuple(plans), numeric=frozenset({2})),
        Lines(title=Text("咨询与答复", "Questions and answers"), heads=heads_of_answers, rows=tuple(answers)),
        Lines(
            title=Text("企业评分", "Client's ratings"),
            heads=heads_of_ratings,
            rows=tuple(ratings),
            numeric=frozenset({1}),
        ),
    )
    return tuple(lines for lines in made if lines.rows)


def _reviews(row: Custody) -> tuple[Lines, ...]:
    if not row.reviews:
        return ()
    made = []
    for e in journal.entries(row.reviews):
        if isinstance(f := e.fact, CustodyReviewed):
            answer = f.answer_days if f.answer_days is not None else shown.UNTOLD
            happy = f.satisfaction if f.satisfaction is not None else shown.UNTOLD
            done = Text("{a} / {b}", "{a} / {b}").fill(a=f.delivered, b=f.planned)
            made.append((str(f.year), done, f.missed, answer, happy, names.fact(e.n)))
    heads = (
        Text("年度", "Year"), Text("完成 / 计划", "Delivered / planned"), Text("错过期限", "Dates missed"),
        Text("平均答复天数", "Days until an answer"), Text("满意度", "Satisfaction"), Text("事实", "Fact"),
    )  # fmt: skip
    return (
        Lines(title=Text("年度评价", "Yearly reviews"), heads=heads, rows=tuple(made), numeric=frozenset({2, 3, 4})),
    )


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
    v = doing.form.cleaned_data
    agency = Written(code=v["agency"], name=v["agency_name"], kind=PartyKind.AGENCY)
    got = services.custody_offer(
        custody=doing.row.custody,
        agency=agency,
        level=v["level"],
        services=v["services"],
        fee=v["fee"],
        grade=v["grade"],
        licence_no=v["licence_no"],
        by=_by(doing),
    )
    return got or shown.STORED


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
        Act(event="sign", form=forms.SignForm, do=_sign),
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
