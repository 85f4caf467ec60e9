"""A study as a case: what is told of it, and what each act does. The kit draws the screens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.kernel.rate import as_percent
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact
from ipops.ledger.facts.words import PartyKind
from ipops.lines.navigation import facts as f
from ipops.lines.navigation.app import forms, hands, selectors, services
from ipops.lines.navigation.app.models import Study
from ipops.lines.navigation.app.results import results_of
from ipops.lines.navigation.app.services.setups import OPEN_IN
from ipops.lines.navigation.app.views import shown
from ipops.lines.navigation.machine import STUDY
from ipops.lines.navigation.rules.admission import ratio
from ipops.webkit import access, journal
from ipops.webkit.enrol import By, Written
from ipops.webkit.pages import names
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Doing, Due, Lines, Said, Side, Told
from ipops.webkit.pages.lang import tr

Do = Callable[[Doing[Study]], Refused | Text]


def _tell(row: Study, asked: Asked) -> Told:
    sides = [Side(title=Text("需求单位", "Who needs it"), parties=(row.owner,), because=names.place(row.place))]
    if row.contractor:
        sides.append(Side(title=Text("承担单位", "Contractor"), parties=(row.contractor,), because=row.leader))
    return Told(
        title=row.title or row.study,
        state=row.stage,
        version=row.folded_to,
        since=row.stage_since,
        places=(row.place,),
        says=_says(row),
        sides=tuple(sides),
        lines=_lines(row),
        dues=_dues(row),
    )


def _says(row: Study) -> tuple[Said, ...]:
    made = [
        Said(title=Text("类别", "Kind"), value=shown.word(f.StudyKind, row.kind)),
        Said(title=Text("产业", "Industry"), value=row.industry or shown.UNTOLD),
        Said(title=Text("目标", "Goals"), value=tuple(shown.word(f.Goal, g) for g in row.goals)),
        Said(title=Text("申请日", "Proposed"), value=row.proposed_on),
    ]
    if row.contractor:
        fee = Money(row.fee_fen) if row.fee_fen is not None else shown.UNTOLD
        made.append(Said(title=Text("经费", "Fee"), value=fee))
    if row.accepted_on:
        made += [
            Said(
                title=Text("验收结论", "Verdict"),
                value=shown.word(f.Verdict, row.verdict),
                because=Text("验收组：{p}", "panel: {p}").fill(p=row.panel),
            ),
            Said(
                title=Text("计入已实施自", "Counted as implemented since"),
                value=row.accepted_on if row.kind == f.StudyKind.INDUSTRY else _NOT_INDUSTRY,
            ),
        ]
    if row.stage in OPEN_IN:
        href = reverse("navigation:study_setup", args=[row.study])
        made.append(Said(title=Text("数据与模板", "Data and template"), value=names.link(href, tr(_SET_UP))))
    made.append(Said(title=Text("数据与成果", "Data and results"), value=_results(row)))
    if (got := results_of(row.study)) is not None:
        made.append(_read(row, hands.ratios(hands.drawn(row.study, got), got)))
    if row.published_at:
        made.append(Said(title=Text("发布处", "Published"), value=row.published_at))
    return tuple(made)


def _results(row: Study) -> SafeString:
    there = results_of(row.study) is not None
    says = _SEE if there else _NOT_HERE
    return format_html('<a href="{}">{}</a>', reverse("navigation:study_results", args=[row.study]), tr(says))


def _read(row: Study, told: hands.Ratios) -> Said:
    """How far the samples are read; recall and precision only of samples that are read through."""
    inside, outside = told.samples
    href = reverse("navigation:study_samples", args=[row.study])
    read, drawn = inside.read + outside.read, inside.drawn + outside.drawn
    if told.whole and inside.ratio:
        recall = f"{told.recall[0] * 100:.1f}%" if told.recall else shown.ALL_WITHIN
        says = _BOTH.fill(p=as_percent(inside.ratio.value, 1), r=recall, n=read)
    else:
        says = _SO_FAR.fill(k=read, n=drawn)
    return Said(title=Text("查全率与查准率", "Recall and precision"), value=names.link(href, tr(says)))


def _lines(row: Study) -> tuple[Lines, ...]:
    """What was told of it more than once, read together; the newest last."""
    entries = journal.entries([*row.data, *row.reports, *row.uses, *row.evaluations])
    made = (_data(entries), _reports(entries), _uses(entries), _evaluations(entries))
    return tuple(lines for lines in made if lines.rows)


def _data(entries: Iterable[Entry]) -> Lines:
    """Every frozen data set; the last is what the report rests on."""
    rows = []
    for e in entries:
        if isinstance(x := e.fact, f.StudyDataFrozen):
            recall = shown.share(ratio(x.relevant_found, x.relevant_sample), x.relevant_found, x.relevant_sample)
            precision = shown.share(ratio(x.precise_found, x.precise_sample), x.precise_found, x.precise_sample)
            rows.append(
                (x.on, x.source_of_data, x.query, x.documents, recall, precision, x.mark[:12] or None, names.fact(e.n))
            )
    heads = (
        Text("检索日", "Searched"), Text("数据来源", "Source"), Text("检索式", "Query"), Text("文献数", "Documents"),
        Text("查全率", "Recall"), Text("查准率", "Precision"), Text("冻结标识", "Mark"), Text("事实", "Fact"),
    )  # fmt: skip
    return Lines(title=Text("冻结的数据集", "Frozen data sets"), heads=heads, rows=tuple(rows), numeric=frozenset({3}))


def _reports(entries: Iterable[Entry]) -> Lines:
    """Those that were sent back among them."""
    rows = [(x.on, x.findings, x.says, names.fact(e.n)) for e in entries if isinstance(x := e.fact, f.StudyReported)]
    heads = (Text("提交日", "Day"), Text("结论条数", "Findings"), Text("摘要", "Summary"), Text("事实", "Fact"))
    return Lines(title=Text("提交的报告", "Reports handed in"), heads=heads, rows=tuple(rows), numeric=frozenset({1}))


def _uses(entries: Sequence[Entry]) -> Lines:
    uses = [e for e in entries if isinstance(e.fact, f.StudyUsed)]
    called = names.of_parties(uses)
    rows = [
        (x.on, names.value("party", x.by_whom, called), x.decision, x.finding, names.fact(e.n))
        for e in uses
        if isinstance(x := e.fact, f.StudyUsed)
    ]
    heads = (
        Text("决策日", "Day"), Text("决策单位", "Who decided"), Text("决策", "Decision"),
        Text("所依据的结论", "Finding it rests on"), Text("事实", "Fact"),
    )  # fmt: skip
    return Lines(title=Text("用于决策", "Used in decisions"), heads=heads, rows=tuple(rows))


def _evaluations(entries: Iterable[Entry]) -> Lines:
    rows = [(x.on, x.says, names.fact(e.n)) for e in entries if isinstance(x := e.fact, f.StudyEvaluated)]
    heads = (Text("评价日", "Day"), Text("评价", "Evaluation"), Text("事实", "Fact"))
    return Lines(title=Text("绩效评价", "Evaluations"), heads=heads, rows=tuple(rows))


def _dues(row: Study) -> tuple[Due, ...]:
    if row.due_on is None or row.stage not in ("contracted", "data"):
        return ()
    return (Due(title=Text("约定的报告日", "the report is due as agreed"), on=row.due_on),)


def _by(doing: Doing[Study]) -> By:
    return By(by=doing.by, today=doing.today, reference=doing.reference, document=doing.document)


def _contract(doing: Doing[Study]) -> Refused | Text:
    v = doing.form.cleaned_data
    contractor = Written(code=v["contractor"], name=v["contractor_name"], kind=PartyKind.AGENCY)
    got = services.study_contract(
        study=doing.row.study,
        contractor=contractor,
        leader=v["leader"],
        fee=v["fee"],
        due_on=v["due_on"],
        by=_by(doing),
    )
    return got or shown.STORED


def _to_freeze(row: Study) -> dict[str, Any]:
    """What the data on this machine say of themselves, where the study was run already."""
    got = results_of(row.study)
    if got is None:
        return {}
    one = got.told["sets"][got.told["landscape"]]
    query = "\n".join(filter(None, (one["query"]["zh"], one["boundary"])))
    return {
        "on": one["searched_on"],
        "source_of_data": one["source"]["zh"],
        "query": query,
        "documents": one["documents"],
    }


def _freeze(doing: Doing[Study]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.study_freeze(
        study=doing.row.study,
        on=v["on"],
        source_of_data=v["source_of_data"],
        query=v["query"],
        documents=v["documents"],
        recall=forms.pair(v, "relevant"),
        precision=forms.pair(v, "precise"),
        by=_by(doing),
    )
    return got or shown.STORED


def _accept(doing: Doing[Study]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.study_accept(study=doing.row.study, verdict=f.Verdict(v["verdict"]), panel=v["panel"], by=_by(doing))
    return got or shown.STORED


def _telling(event: str, kind: type[Fact], *typed: str, of_row: tuple[str, ...] = ("place",)) -> Do:
    """An act that needs no decision but the table's: its fact holds what was ``typed``, today, and some of what the row tells."""

    def do(doing: Doing[Study]) -> Refused | Text:
        v = doing.form.cleaned_data

        def fact(row: Study) -> Fact:
            here = {name: getattr(row, name) for name in of_row}
            return kind(on=doing.today, study=row.study, **here, **{name: v[name] for name in typed})  # type: ignore[call-arg]

        return services.study_tell(study=doing.row.study, event=event, fact=fact, by=_by(doing)) or shown.STORED

    return do


def _use(doing: Doing[Study]) -> Refused | Text:
    v = doing.form.cleaned_data
    got = services.study_use(
        study=doing.row.study,
        on=v["on"],
        by_whom=Written(code=v["by_whom"], name=v["by_whom_name"], kind=PartyKind.OTHER),
        decision=v["decision"],
        finding=v["finding"],
        by=_by(doing),
    )
    return got or shown.STORED


STUDY_CASE: CaseKind[Study] = CaseKind(
    lifecycle=STUDY,
    refers="case",
    find=selectors.study_for,
    tell=_tell,
    back=(Text("导航项目", "Studies"), "navigation:studies"),
    tones=shown.TONES,
    acts=(
        Act(event="contract", form=forms.ContractForm, do=_contract, needs=access.Action.RECORD),
        Act(event="freeze", form=forms.FreezeForm, initial=_to_freeze, do=_freeze, needs=access.Action.RECORD),
        Act(
            event="report",
            form=forms.ReportForm,
            do=_telling("report", f.StudyReported, "findings", "says", of_row=("contractor", "place")),
            needs=access.Action.RECORD,
        ),
        Act(event="accept", form=forms.AcceptForm, do=_accept),
        Act(event="return", form=forms.WhyForm, do=_telling("return", f.StudyReturned, "why")),
        Act(
            event="publish",
            form=forms.PublishForm,
            do=_telling("publish", f.StudyPublished, "where"),
            needs=access.Action.RECORD,
        ),
        Act(event="use", form=forms.UseForm, do=_use, needs=access.Action.RECORD),
        Act(event="evaluate", form=forms.EvaluateForm, do=_telling("evaluate", f.StudyEvaluated, "says")),
        Act(event="stop", form=forms.WhyForm, do=_telling("stop", f.StudyStopped, "why"), needs=access.Action.CORRECT),
    ),
)
_SET_UP = Text("设置数据、检索式与技术分解，运行", "set up data, query and tree, and run")
_SEE = Text("查看数据集、标引、结论与报告", "see data set, labels, findings and report")
_BOTH = Text("查准率 {p}，查全率（估计）{r}，判读 {n} 件", "precision {p}, recall (estimated) {r}, {n} read")
_SO_FAR = Text("未知：抽样已判读 {k}/{n} 件", "unknown: {k} of {n} sampled documents read")
_NOT_HERE = Text("本机尚无成果", "no results on this machine yet")
_NOT_INDUSTRY = Text("不是产业类，不计入该项目标", "not an industry study: the goal does not count it")
