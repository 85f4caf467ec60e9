"""An evaluation as a case: the sheet, what-if, points by people, objections, papers and the auditor pack."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ipops.kernel.outcome import Refused, Unknown
from ipops.kernel.text import Text
from ipops.lines.programme import facts as f
from ipops.lines.programme.app import audit, duties
from ipops.lines.programme.app.asking import running as asking
from ipops.lines.programme.app.asking.selection import ObjectionForm, ReasonForm, SettleForm, WhyForm
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.papers import evaluation as papers
from ipops.lines.programme.app.reading import dossiers
from ipops.lines.programme.app.reading import evaluation as reading
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.app.services import evaluation as services
from ipops.lines.programme.app.services import objections
from ipops.lines.programme.app.views.life import common
from ipops.lines.programme.app.views.life.common import Sent, case_form, go, step_of, told
from ipops.lines.programme.facts.words import ScorePart
from ipops.lines.programme.machine import EVALUATION, OBJECTION
from ipops.lines.programme.rules.evaluation.score import what_if as compared
from ipops.lines.programme.rules.selection import publicity
from ipops.policy.schemes import How
from ipops.webkit import access
from ipops.webkit.pages import answers, doors
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Doing, Lines, Said, Told
from ipops.webkit.pages.lang import current, tr
from ipops.webkit.pages.names import link
from ipops.webkit.pages.reader import reader

_NOTHING = Text("—", "—")
_PAPERS = {
    "score_sheet": Text("绩效评价评分表", "score sheet"),
    "self_evaluation": Text("绩效自评报告", "self-evaluation report"),
    "target_table": Text("绩效目标表", "target table"),
    "evidence_list": Text("佐证材料清单", "evidence list"),
}


def find(user: access.Reader, key: str) -> Dossier | None:
    return dossiers.dossier_for(user, key, EVALUATION.code)


def _tell(row: Dossier, asked: Asked) -> Told:
    read = reading.shown_of(row, asked.today)
    if read is None or isinstance(read, Refused):
        no = read.reasons[0].says if read else Text("没有评分表。", "There is no scheme.")
        return Told(
            title=row.case, state=row.stage, version=row.folded_to, since=row.since, places=(row.place,), notes=(no,)
        )
    return Told(
        title=Text(f"{row.period}年绩效评价", f"Evaluation of {row.period}"),
        state=row.stage,
        version=row.folded_to,
        since=row.since,
        places=(row.place,),
        says=_says(read),
        lines=(_doing(row, read), _sheet(read), _deviations(read), _files(row)),
        notes=_notes(read),
    )


def _notes(read: reading.EvaluationRead) -> tuple[Text, ...]:
    demo = Text("示例评分体系，不是官方评价。", "A demo scheme, no official evaluation.")
    since = reading.entered_since(read) if read.row.stage != "drafted" else 0
    moved = Text(
        f"公布后账本新增 {since} 条计分所用种类的事实（不限本地区）：此处和各文件是公布时留存的结果，按今日账本测算可能不同。",
        f"Since publication {since} facts of the kinds that count were entered (of any place): page and papers show what was kept"
        " then; worked out from today's ledger the sheet may be another one.",
    )
    return (*([demo] if read.scheme.demo else []), *([moved] if since else []))


def _deviations(read: reading.EvaluationRead) -> Lines:
    """Every item that deviates beside the city's reason; one nobody explained says so."""
    rows = []
    for x in reading.deviating(read.sheet):
        said = read.deviations.get(x.item.id)
        unsaid = Text("尚未说明", "not explained yet")
        rows.append((x.item.title, x.says, said.why if said else unsaid, said.remedy or "—" if said else "—"))
    heads = (
        Text("项目", "Item"), Text("情况", "What"), Text("偏离原因", "Why it deviates"), Text("改进措施", "What will be done"),
    )  # fmt: skip
    return Lines(title=Text("偏离说明", "Deviations explained"), heads=heads, rows=tuple(rows))


def _says(read: reading.EvaluationRead) -> tuple[Said, ...]:
    total, published = read.sheet.total, read.published
    made = [
        Said(
            title=Text("总分", "Total"), value=total.why if isinstance(total, Unknown) else papers.number(total, "zh")
        ),
        Said(
            title=Text("等级", "Grade"), value=read.grade.why if isinstance(read.grade, Unknown) else read.grade.named
        ),
        Said(title=Text("剩余资金", "Rest of the money"), value=_rest(read)),
    ]
    if published is not None:
        made.append(
            Said(
                title=Text("已公布得分", "Published score"),
                value=f"{papers.number(Fraction(published.score), 'zh')} {published.grade}",
            )
        )
        stands = publicity.told(reading.objecting(read.pack, published.on))
        made.append(Said(title=Text("对结果的异议期", "Objections to the result"), value=stands))
        made.append(Said(title=Text("账本条目", "Entries of the ledger"), value=str(published.known_to)))
    return tuple(made)


def _rest(read: reading.EvaluationRead) -> Any:
    payment = read.payment
    if isinstance(payment, Unknown):
        needs = payment.needs or Text("官方文本", "official text")
        return Text(f"未知：{payment.why.zh}需要{needs.zh}", f"unknown: {payment.why.en} Needed: {needs.en}")
    return payment.reasons[0].says if isinstance(payment, Refused) else payment.amount


def _doing(row: Dossier, read: reading.EvaluationRead) -> Lines:
    rows: list[tuple[Any, ...]] = []
    if row.stage == "drafted":
        rows.append((go("score", Text("评分（专家、现场）", "Give points (experts, field check)"), row.case),))
        rows.append((go("deviation", duties.EXPLAIN.title, row.case),))
        rows.append((go("what-if", Text("假设测算", "What if"), row.case),))
    if row.stage == "published":
        rows.append((go("result-object", Text("提出异议", "Object"), row.case),))
    if row.stage != "drafted":
        now = Text("按今日账本测算（不改变结果）", "Work it out from today's ledger (changes no result)")
        rows.append((go("what-if", now, row.case),))
    if row.stage == "final":
        rows.append((go("rest", Text("拨付剩余资金", "Pay the rest"), row.case),))
    rows.append((go("road", Text("城市进程", "The city's road"), read.opened.nomination),))
    return Lines(title=Text("可办事项", "What can be done"), heads=(Text("事项", "What"),), rows=tuple(rows))


def _sheet(read: reading.EvaluationRead) -> Lines:
    """The trace: each item's figure opens to its facts and clause on the scoreboard."""
    rows = []
    for x in read.sheet.lines:
        why: Any = x.says
        if x.item.goal:
            query = f"?place={read.opened.place}&year={read.opened.year}&pack={read.pack.code}"
            why = link(f"{reverse('programme:why', args=[x.item.goal])}{query}", x.says)
        name = x.item.title if x.item.how is How.HEADING else Text(f"　{x.item.title.zh}", f"　{x.item.title.en}")
        over = Text("目标可能定低", "target may be low") if x.overshot else _NOTHING
        rows.append(
            (
                name,
                papers.number(x.item.points, "zh"),
                papers.number(x.points, "zh") if x.points is not None else None,
                why,
                over,
            )
        )
    heads = (
        Text("项目", "Item"),
        Text("满分", "Most"),
        Text("得分", "Points"),
        Text("依据", "Rests on"),
        Text("提示", "Note"),
    )
    return Lines(title=read.scheme.title, heads=heads, rows=tuple(rows), numeric=frozenset({1, 2}))


def _files(row: Dossier) -> Lines:
    rows = list(common.papers_line("evaluation-paper", _PAPERS, row.case))
    if row.stage in ("published", "objected", "final"):
        rows.append((Text("审计包", "auditor pack"), go("audit", Text("zip", "zip"), row.case), _NOTHING, _NOTHING))
    return Lines(
        title=Text("文件", "Files"), heads=(Text("文件", "File"), *[Text("格式", "Format")] * 3), rows=tuple(rows)
    )


def _publish(doing: Doing[Dossier]) -> Refused | Text:
    return told(
        services.evaluation_publish(
            evaluation=doing.row.case, by=doing.by, today=doing.today, reference=doing.reference
        )
    )


def _settle(doing: Doing[Dossier]) -> Refused | Text:
    return told(
        services.evaluation_settle(
            evaluation=doing.row.case,
            by=doing.by,
            today=doing.today,
            reference=doing.reference,
            why=doing.form.cleaned_data["why"],
            document=doing.document,
        )
    )


EVALUATION_CASE: CaseKind[Dossier] = CaseKind(
    lifecycle=EVALUATION,
    refers="case",
    find=find,
    tell=_tell,
    back=(Text("城市进程", "Cities in the programme"), "programme:roads"),
    tones={"published": ("!", "warn"), "final": ("✓", "good")},
    acts=(
        Act(event="publish", form=WhyForm, do=_publish),
        Act(event="object", href=lambda row: reverse("programme:result-object", args=[row.case])),
        Act(event="settle", form=SettleForm, do=_settle),
    ),
)


def _read(row: Dossier) -> reading.EvaluationRead:
    """The evaluation of a form that was found; one without a scheme was never opened."""
    read = reading.evaluation_of(row.case, doors.today(), row=row)
    if not isinstance(read, reading.EvaluationRead):
        raise Http404
    return read


def _score_form(row: Dossier) -> Any:
    scheme = _read(row).scheme
    return lambda *a, **k: asking.ScoreForm(*a, scheme=scheme, **k)


def _score(row: Dossier, sent: Sent) -> Any:
    d = sent.data
    leaves = [i.id for i in _read(row).scheme.leaves]
    return services.score_give(
        evaluation=row.case,
        part=ScorePart(d["part"]),
        points=common.fractions({i: d[i] for i in leaves if d.get(i) is not None}),
        why=d["why"],
        by=sent.by,
        today=sent.today,
        reference=sent.reference,
        document=sent.paper,
    )


score = case_form(find, duties.SCORE, _score_form, _score, back="evaluation")


def _deviation_form(row: Dossier) -> Any:
    items = [(x.item.id, tr(x.item.title)) for x in reading.deviating(_read(row).sheet)]
    return lambda *a, **k: asking.DeviationForm(*a, items=items, **k)


def _deviation(row: Dossier, sent: Sent) -> Any:
    d = sent.data
    return services.deviation_explain(
        evaluation=row.case,
        item=d["item"],
        why=d["why"],
        remedy=d["remedy"],
        by=sent.by,
        today=sent.today,
        reference=sent.reference,
        document=sent.paper,
    )


deviation = case_form(find, duties.EXPLAIN, _deviation_form, _deviation, back="evaluation")


result_object = case_form(find, duties.OBJECT, ObjectionForm, common.objection, back="evaluation")


def _rest_pay(row: Dossier, sent: Sent) -> Any:
    return services.rest_pay(
        evaluation=row.case, by=sent.by, today=sent.today, reference=sent.reference, document=sent.paper
    )


rest = case_form(find, duties.PAY_REST, WhyForm, _rest_pay, back="evaluation")


@require_safe
@login_required
def what_if(request: HttpRequest, key: str) -> HttpResponse:
    """The sheet with other figures: ``?custody_smes=1500``. Nothing is stored."""
    row = find(reader(request), key)
    now = reading.evaluation_of(key, doors.today()) if row else None
    if row is None or now is None or isinstance(now, Refused):
        raise Http404
    changes: dict[str, Fraction] = {}
    goals = [x.item for x in now.sheet.lines if x.item.goal]
    for item in goals:
        text = request.GET.get(item.goal, "").strip()
        try:
            changes |= {item.goal: Fraction(text)} if text and len(text) < 30 else {}
        except (ValueError, ZeroDivisionError):
            continue
    then = reading.evaluation_of(key, doors.today(), changes=changes)
    assert isinstance(then, reading.EvaluationRead)
    lines = {x.item.goal: x for x in then.sheet.lines if x.item.goal}
    context = {
        "row": row,
        "fields": [(i.goal, i.title, request.GET.get(i.goal, ""), lines[i.goal]) for i in goals],
        "changed": [(c.item.title, c.before, c.after) for c in compared(now.sheet, then.sheet)],
        "before": _says(now),
        "after": _says(then),
    }
    return render(request, "programme/what_if.html", context)


@require_safe
@login_required
def paper(request: HttpRequest, key: str, name: str) -> HttpResponse:
    row = find(reader(request), key)
    if row is None or name not in papers.NAMES:
        raise Http404
    made = papers.paper_of(key, name, current(), doors.today())
    return common.as_answer(made, request, name, back=reverse("programme:evaluation", args=[key]))


@require_safe
@login_required
def auditor_pack(request: HttpRequest, key: str) -> HttpResponse:
    """The zip, for those who may see the evaluation and export."""
    row = find(reader(request), key)
    if row is None:
        raise Http404
    back = reverse("programme:evaluation", args=[key])
    title = Text("审计包", "Auditor pack")
    if no := access.why_not(reader(request), access.Action.EXPORT, row.place):
        answer = answers.refused(request, no, title=title, back=back)
        answer.status_code = common.FORBIDDEN
        return answer
    got = audit.auditor_pack(key, doors.today())
    if got is None:
        raise Http404
    if isinstance(got, Refused):
        return answers.refused(request, got, title=title, back=back)
    return HttpResponse(
        got, content_type="application/zip", headers={"Content-Disposition": 'attachment; filename="auditor-pack.zip"'}
    )


def find_objection(user: access.Reader, key: str) -> Dossier | None:
    return dossiers.dossier_for(user, key, OBJECTION.code)


def _tell_objection(row: Dossier, _: Asked) -> Told:
    """With the words and the evidence: whoever settles it judges by these."""
    raised = next((e for e in of_cases([row.case], [f.ObjectionRaised]) if isinstance(e.fact, f.ObjectionRaised)), None)
    assert raised is not None
    assert isinstance(raised.fact, f.ObjectionRaised)
    against = (
        go("evaluation", row.parent, row.parent)
        if row.parent.startswith("eva:")
        else go("call", row.parent, row.parent)
    )
    return Told(
        title=Text(f"异议：{row.title}", f"Objection: {row.title}"),
        state=row.stage,
        version=row.folded_to,
        since=row.since,
        places=(row.place,) if row.place else (),
        says=(
            Said(title=Text("对象", "Against"), value=against),
            Said(title=Text("提出日", "Raised on"), value=row.opened_on),
            Said(title=Text("异议内容", "What is objected to"), value=raised.fact.words),
        ),
        documents=(raised.source.document,) if raised.source.document else (),
    )


OBJECTION_CASE: CaseKind[Dossier] = CaseKind(
    lifecycle=OBJECTION,
    refers="case",
    find=find_objection,
    tell=_tell_objection,
    back=(Text("城市进程", "Cities in the programme"), "programme:roads"),
    tones={"upheld": ("✓", "good"), "rejected": ("✕", "quiet"), "withdrawn": ("↶", "quiet")},
    acts=tuple(Act(event=e, form=ReasonForm, do=step_of(objections.objection_settle)) for e in OBJECTION.events),
)
