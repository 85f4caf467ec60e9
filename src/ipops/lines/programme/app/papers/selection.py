"""Papers of a call: the decision memo for those who decide, the public notice for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from ipops.kernel.outcome import Refused, Unknown
from ipops.kernel.text import Text
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.papers.evaluation import number
from ipops.lines.programme.app.papers.layout import NOTHING, filled, grid, layout_of, pairs
from ipops.lines.programme.app.reading import selection as reading
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.app.telling import goal_title
from ipops.lines.programme.facts.words import Ground, TargetStage
from ipops.lines.programme.machine import OBJECTION
from ipops.lines.programme.rules.plan.files import plan_code
from ipops.lines.programme.rules.selection import publicity, review
from ipops.lines.programme.rules.selection.files import CallFile
from ipops.policy import Pack
from ipops.policy.layouts import Part
from ipops.policy.schemes import Scheme
from ipops.reference import divisions
from ipops.reports.papers.paper import Block, Paper

NAMES = ("decision_memo", "public_notice")


def paper_of(call: str, name: str, lang: str, on: date) -> Paper | Refused | None:
    """The named paper of a call. The public notice names cities and ranks only; experts' points stand in the memo alone."""
    file = reading.file_of(call)
    if file is None:
        return None
    pack = reading.pack_of(file)
    layout = layout_of(pack, name, on)
    if isinstance(layout, Refused):
        return layout
    scheme = reading.scheme_for(file, on)
    public = name == "public_notice"
    parts = {
        Part.FACTS: lambda to: _time(file, to) if public else _facts(file, pack, to),
        Part.RANKING: lambda to: _ranking(file, scheme, to, public=public),
        Part.SHEETS: lambda to: _sheets(file, scheme, to),
        Part.OBJECTIONS: lambda to: _objections(call, to),
    }
    return filled(layout, lang, parts, demo=pack.stands_on_demo)


def _facts(file: CallFile, pack: Pack, lang: str) -> Sequence[Block]:
    listed = file.published
    apart = "、" if lang == "zh" else ", "
    cities = apart.join(x.name for x in file.nominations.values())
    rows: list[tuple[Text, Text | str]] = [
        (Text("征集", "call"), file.call.title),
        (Text("政策包", "pack"), Text(f"{pack.title.zh}（{pack.code}）", f"{pack.title.en} ({pack.code})")),
        (Text("申报城市", "applications"), f"{len(file.nominations)}（{cities}）"),
        (Text("专家", "experts"), apart.join(e.name.in_(lang) for e in file.panel) or NOTHING),
        (Text("回避", "kept out"), _kept_out(file, lang) or Text("无", "none")),
        (Text("评分摘要（可复算）", "digest of the sheets"), listed.digest if listed else NOTHING),
    ]
    return (pairs(lang, rows),)


def _kept_out(file: CallFile, lang: str) -> str:
    """Who was kept from which application, by profile or by their own word."""
    told = []
    for code, x in file.nominations.items():
        last = {d.expert: d.ground for d in file.review(code).declared}
        for e in file.panel:
            ground = last.get(e.expert, Ground.NONE)
            if ground is Ground.NONE:
                ground = review.conflict_of(e, x.place, divisions.places().is_within) or Ground.NONE
            if ground is not Ground.NONE:
                told.append(f"{e.name.in_(lang)} – {x.name}: {ground.named.in_(lang)}")
    return "；".join(told) if lang == "zh" else "; ".join(told)


def _time(file: CallFile, lang: str) -> Sequence[Block]:
    listed = file.published
    if listed is None:
        return ()
    until = publicity.told(publicity.notice(reading.pack_of(file), listed.on)).in_(lang)
    span = Text("公示期", "time of the notice"), f"{listed.on} {until}"
    where = (
        Text("受理单位和联系方式", "where to object"),
        Text("（由公示机关填写）", "(filled in by the office that publishes)"),
    )
    return (pairs(lang, ((Text("征集", "call"), file.call.title), span, where)),)


def _ranking(file: CallFile, scheme: Scheme | Unknown, lang: str, *, public: bool) -> Sequence[Block]:
    """In public the names alone; in the memo the means, how far the sheets lie apart, and what is proposed."""
    listed = file.published
    if listed is None:
        return ()
    named = {c: x.name for c, x in file.nominations.items()}
    if public:
        shown = listed.nominations[: listed.proposed]
        rows = [[str(n), named.get(c, c)] for n, c in enumerate(shown, start=1)]
        return (grid(lang, (Text("序号", "no."), Text("城市", "city")), rows, numeric=(0,), widths=(1, 8)),)
    rows = []
    for i, code in enumerate(listed.nominations):
        verdict = Text("拟支持", "proposed") if i < listed.proposed else Text("未列入", "not on the list")
        mean = number(Fraction(listed.means[i]), lang)
        rows.append(
            [str(listed.ranks[i]), named.get(code, code), mean, _spread(file, code, scheme, lang), verdict.in_(lang)]
        )
    heads = (
        Text("名次", "rank"), Text("城市", "city"), Text("平均分", "mean"), Text("最高最低分差", "spread"), Text("建议", "proposal"),
    )  # fmt: skip
    return (grid(lang, heads, rows, numeric=(0, 2), widths=(1, 4, 2, 4, 2)),)


def _spread(file: CallFile, code: str, scheme: Scheme | Unknown, lang: str) -> str:
    got = scheme if isinstance(scheme, Unknown) else review.result(code, scheme, file.review(code).sheets)
    if isinstance(got, Unknown | Refused):
        return NOTHING
    apart = number(got.spread, lang)
    wide = [scheme.item(i) for i in got.wide_items] if isinstance(scheme, Scheme) else []
    names = [i.title.in_(lang) for i in wide if i is not None]
    if got.wide or names:
        note = ("、" if lang == "zh" else ", ").join(names)
        return Text(
            f"{apart}（分差过大{f'：{note}' if note else ''}）", f"{apart} (wide{f': {note}' if note else ''})"
        ).in_(lang)
    return apart


def _sheets(file: CallFile, scheme: Scheme | Unknown, lang: str) -> Sequence[Block]:
    if isinstance(scheme, Unknown):
        return ()
    names = {e.expert: e.name.in_(lang) for e in file.panel}
    rows = []
    for code, handed in file.nominations.items():
        for s in sorted(file.review(code).sheets, key=lambda s: s.expert):
            points = [number(s.points.get(i.id), lang) for i in scheme.leaves]
            rows.append([handed.name, names.get(s.expert, s.expert), *points, number(s.total, lang)])
    heads = (Text("城市", "city"), Text("专家", "expert"), *(i.title for i in scheme.leaves), Text("合计", "total"))
    made: list[Block] = [grid(lang, heads, rows, numeric=range(2, len(heads)))] if rows else []
    return (*made, *_promised(file, lang))


def _promised(file: CallFile, lang: str) -> Sequence[Block]:
    """What cities promised in the defence: it binds them like their application."""
    plans = {plan_code(code): x.name for code, x in file.nominations.items()}
    found = [e.fact for e in of_cases(list(plans), [f.TargetSet]) if isinstance(e.fact, f.TargetSet)]
    rows = [
        [plans[x.plan], goal_title(x.goal).in_(lang), number(x.value, lang), x.why]
        for x in found
        if x.stage is TargetStage.DEFENCE and x.plan in plans
    ]
    heads = (Text("城市", "city"), Text("目标", "goal"), Text("承诺值", "promised"), Text("记录", "record"))
    title = Text("答辩承诺", "promises of the defence")
    return (grid(lang, heads, rows, numeric=(2,), widths=(3, 6, 2, 4), title=title),) if rows else ()


def _objections(call: str, lang: str) -> Sequence[Block]:
    """Each with what became of it, and why."""
    found = [e.fact for e in of_cases([call], [f.ObjectionRaised]) if isinstance(e.fact, f.ObjectionRaised)]
    cases = {r.case: r.stage for r in Dossier.objects.filter(case__in=[x.objection for x in found])}
    ended = {
        e.fact.case: e.fact.why for e in of_cases(list(cases), [f.ProgrammeStep]) if isinstance(e.fact, f.ProgrammeStep)
    }
    rows = []
    for x in found:
        state = OBJECTION.states[cases[x.objection]] if x.objection in cases else Text(NOTHING, NOTHING)
        rows.append([x.name, str(x.on), x.words, state.in_(lang), ended.get(x.objection, "")])
    heads = (
        Text("异议人", "who"), Text("日期", "day"), Text("内容", "what"), Text("处理结果", "outcome"), Text("理由", "why"),
    )  # fmt: skip
    return (grid(lang, heads, rows, widths=(2, 2, 4, 2, 4)),) if rows else ()
