"""Papers of an evaluation: self-evaluation report, target table, score sheet, evidence list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from ipops.kernel.outcome import Reason, Refused, Unknown
from ipops.kernel.text import Text
from ipops.ledger.kinds import kind_named
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.papers import money
from ipops.lines.programme.app.papers.layout import filled, grid, layout_of, pairs
from ipops.lines.programme.app.reading import evaluation as evaluations
from ipops.lines.programme.app.reading import plan as plans
from ipops.lines.programme.app.reading.evaluation import EvaluationRead
from ipops.lines.programme.app.reading.plan import PlanRead
from ipops.lines.programme.rules.evaluation.score import Line, Sheet
from ipops.lines.programme.rules.selection import publicity
from ipops.policy.layouts import Part
from ipops.policy.schemes import How
from ipops.policy.units import UNITS
from ipops.reference import divisions
from ipops.reports.papers.paper import Block, Paper
from ipops.reports.papers.plain import from_plain
from ipops.webkit import journal
from ipops.webkit.models import Document, JournalRow

NAMES = ("self_evaluation", "target_table", "score_sheet", "evidence_list")
_DECIMALS = 4


def number(value: Fraction | None, lang: str) -> str:
    """For print: at most four decimals, cut; the exact fraction stays in the frozen sheet."""
    if value is None:
        return Text("未知", "unknown").in_(lang)
    scale: int = 10**_DECIMALS
    cut = int(abs(value) * scale)
    digits = f"{cut // scale}.{cut % scale:0{_DECIMALS}d}".rstrip("0").rstrip(".")
    return f"-{digits}" if value < 0 and cut else digits


def paper_of(case: str, name: str, lang: str, on: date) -> Paper | Refused | None:
    """The named paper of an evaluation: as it was frozen once published, worked out now before; ``None`` if there is no such one."""
    kept = evaluations.kept_of(case)
    if kept is None:
        read = evaluations.evaluation_of(case, on)
        return read if read is None or isinstance(read, Refused) else paper(read, name, lang, on)
    if (told := kept.get("papers", {}).get(name, {}).get(lang)) is not None:
        return from_plain(told)
    says = Text("公布时没有留存此文件。", "This paper was not kept when the result was published.")
    return Refused(reasons=(Reason(code="paper-not-kept", says=says, field="paper"),))


def paper(read: EvaluationRead, name: str, lang: str, on: date, *, edition: Text | None = None) -> Paper | Refused:
    """The paper from the figures as they are; ``edition`` says of which publication it is."""
    layout = layout_of(read.pack, name, on)
    if isinstance(layout, Refused):
        return layout
    city = Dossier.objects.get(case=read.opened.nomination)
    plan = plans.plan_of(city, on, money=True)
    parts = {
        Part.FACTS: lambda to: _facts(read, city, edition, on, to),
        Part.TARGETS: lambda to: _targets(read, plan, to),
        Part.SCORES: lambda to: _scores(read.sheet, to),
        Part.REASONS: lambda to: _reasons(read, to),
        Part.EVIDENCE: lambda to: _evidence(city.place, to),
        Part.MONEY: lambda to: money.part(read, city, to),
        Part.TASKS: lambda to: _tasks(plan, to),
    }
    return filled(layout, lang, parts, demo=read.pack.stands_on_demo or read.scheme.demo)


def _facts(read: EvaluationRead, city: Dossier, edition: Text | None, on: date, lang: str) -> Sequence[Block]:
    total = read.sheet.total
    grade, payment = read.grade, read.payment
    place = divisions.places().title(city.place)
    rest: Text | str
    if isinstance(payment, Unknown):
        rest = Text(f"未知：{payment.why.zh}", f"unknown: {payment.why.en}")
    elif isinstance(payment, Refused):
        rest = payment.reasons[0].says
    else:
        rest = str(payment.amount)
    rows: tuple[tuple[Text, Text | str], ...] = (
        (Text("城市", "city"), place),
        (Text("评价年度", "year"), str(read.opened.year)),
        (
            Text("政策包", "pack"),
            Text(f"{read.pack.code}（{read.pack.document}）", f"{read.pack.code} ({read.pack.document})"),
        ),
        (
            Text("总分", "total"),
            total.why if isinstance(total, Unknown) else number(total, lang),
        ),
        (Text("等级", "grade"), grade.why if isinstance(grade, Unknown) else grade.named),
        (Text("剩余资金", "rest of the money"), rest),
    )
    if edition is not None:
        until = publicity.told(evaluations.objecting(read.pack, on))
        rows = (*rows, (Text("对结果的异议期", "objections to the result"), until), (Text("版本", "edition"), edition))
    return (pairs(lang, rows),)


def _targets(read: EvaluationRead, plan: PlanRead, lang: str) -> Sequence[Block]:
    done = {x.item.goal: x for x in read.sheet.lines if x.item.goal}
    results = evaluations.results_of(read.opened.place, read.opened.year, read.pack)
    rows = []
    for line in plan.lines:
        got = results.get(line.target.id)
        unit = line.target.unit or (got.unit if got else "")
        unit = UNITS[unit].named.in_(lang) if unit in UNITS else unit
        scored = done.get(line.target.id)
        promised = line.defence if line.defence is not None else line.promise
        came = scored.value if scored else got.value if got else None
        told = [line.target.floor, promised, line.plan, came]
        cells = ["—" if v is None and i < 3 else number(v, lang) for i, v in enumerate(told)]
        rows.append([line.target.title.in_(lang), unit, *cells, number(scored.points, lang) if scored else "—"])
    heads = (
        Text("目标", "goal"),
        Text("单位", "unit"),
        Text("通知下限", "floor"),
        Text("承诺", "promise"),
        Text("方案", "plan"),
        Text("完成", "result"),
        Text("得分", "points"),
    )
    return (
        grid(
            lang,
            heads,
            rows,
            numeric=(2, 3, 4, 5, 6),
            widths=(6, 3, 2, 2, 2, 2, 2),
        ),
    )


def _scores(sheet: Sheet, lang: str) -> Sequence[Block]:
    rows = [
        [
            x.item.title.in_(lang) if x.item.how is How.HEADING else f"　{x.item.title.in_(lang)}",
            number(x.item.points, lang),
            number(x.points, lang),
            x.says.in_(lang),
        ]
        for x in sheet.lines
    ]
    total = sheet.total
    whole = number(total, lang) if isinstance(total, Fraction) else total.why.in_(lang)
    rows.append([Text("合计", "total").in_(lang), number(sheet.scheme.full, lang), whole, ""])
    heads = (Text("项目", "item"), Text("满分", "most"), Text("得分", "points"), Text("依据", "rests on"))
    return (grid(lang, heads, rows, numeric=(1, 2), widths=(5, 1, 2, 7)),)


def _reasons(read: EvaluationRead, lang: str) -> Sequence[Block]:
    """Items that lost points or overshot: with the city's reason and what it will do, or that it gave none."""
    lost = evaluations.deviating(read.sheet)
    if not lost:
        return ()
    heads = (Text("项目", "item"), Text("情况", "what"), Text("偏离原因", "why"), Text("改进措施", "what will be done"))
    said = {k: (x.why, x.remedy) for k, x in read.deviations.items()}
    unsaid = (Text("未说明", "not explained").in_(lang), "")
    rows = [[x.item.title.in_(lang), _what(x).in_(lang), *said.get(x.item.id, unsaid)] for x in lost]
    return (grid(lang, heads, rows, widths=(4, 3, 4, 4)),)


def _what(line: Line) -> Text:
    if line.points is None:
        return Text("数据缺失", "figure missing")
    return (
        Text("超额较多，目标可能定低", "far above: the target may be low")
        if line.overshot
        else Text("未得满分", "not all points")
    )


#: Facts of a place that belong to the programme, whose papers are its evidence.
_SHOWING = (
    "task_reported",
    "policy_issued",
    "meeting_held",
    "return_filed",
    "evidence_filed",
    "plan_adopted",
    "balance_stated",
    "score_given",
    "deviation_explained",
)


def _evidence(place: str, lang: str) -> Sequence[Block]:
    """Papers behind facts of the place, each once, by the day of the first one: what it is there for, and its digest."""
    used = JournalRow.objects.filter(places__contains=[place], kind__in=_SHOWING).exclude(document="")
    held = journal.holding(used).order_by("n")
    shows: dict[str, tuple[date, list[str]]] = {}
    for document, kind, on in held.values_list("document", "kind", "took_effect"):
        _, kinds = shows.setdefault(document, (on, []))
        if (named := kind_named(kind).TITLE.in_(lang)) not in kinds:
            kinds.append(named)
    found = {d.sha256: d for d in Document.objects.filter(sha256__in=shows)}
    apart = "、" if lang == "zh" else ", "
    rows = [
        [str(n), found[sha].name, f"{on} {apart.join(kinds)}", sha]
        for n, (sha, (on, kinds)) in enumerate(((s, x) for s, x in shows.items() if s in found), start=1)
    ]
    if not rows:
        return ()
    heads = (
        Text("序号", "no."), Text("材料", "paper"), Text("日期和证明事项", "day and what it shows"), Text("SHA-256", "SHA-256"),
    )  # fmt: skip
    return (grid(lang, heads, rows, numeric=(0,), widths=(1, 5, 4, 8)),)


def _tasks(plan: PlanRead, lang: str) -> Sequence[Block]:
    rows = [
        [
            t.booked.title,
            t.booked.choice.named.in_(lang),
            t.booked.owner,
            str(t.booked.due_on or ""),
            t.booked.evidence,
            t.standing.in_(lang),
            str(t.spent),
        ]
        for t in plan.file.tasks.values()
    ]
    if not rows:
        return ()
    heads = (
        Text("任务", "task"),
        Text("类型", "kind"),
        Text("责任单位", "owner"),
        Text("期限", "due"),
        Text("完成标志", "shown by"),
        Text("进展", "state"),
        Text("已支出", "spent"),
    )
    return (grid(lang, heads, rows, numeric=(6,), widths=(4, 2, 3, 3, 3, 2, 4)),)
