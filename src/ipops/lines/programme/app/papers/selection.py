"""Papers of a call: the decision memo for those who decide, the public notice for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from ipops.kernel.outcome import Refused, Unknown
from ipops.kernel.text import Text
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.papers.evaluation import number
from ipops.lines.programme.app.papers.layout import filled, grid, layout_of
from ipops.lines.programme.app.reading import selection as reading
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.rules.selection import publicity
from ipops.lines.programme.rules.selection.files import CallFile
from ipops.policy.layouts import Part
from ipops.policy.schemes import Scheme
from ipops.reports.papers.paper import Block, Pairs, Paper

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
        Part.FACTS: lambda to: _time(file, to) if public else _facts(file, to),
        Part.RANKING: lambda to: _ranking(file, to, public=public),
        Part.SHEETS: lambda to: _sheets(file, scheme, to),
        Part.OBJECTIONS: lambda to: _objections(call, to),
    }
    return filled(layout, lang, parts, demo=pack.stands_on_demo)


def _facts(file: CallFile, lang: str) -> Sequence[Block]:
    listed = file.published
    rows = [
        (Text("征集", "call"), file.call.title),
        (Text("政策包", "pack"), file.call.pack),
        (Text("申报城市", "applications"), str(len(file.nominations))),
        (Text("专家", "experts"), str(len(file.panel))),
        (Text("评分摘要（可复算）", "digest of the sheets"), listed.digest if listed else "—"),
    ]
    return (Pairs(rows=tuple((a.in_(lang), b) for a, b in rows)),)


def _time(file: CallFile, lang: str) -> Sequence[Block]:
    listed = file.published
    if listed is None:
        return ()
    stands = publicity.notice(reading.pack_of(file), listed.on)
    if isinstance(stands, Unknown):
        until = Text(f"未知：{stands.why.zh}", f"unknown: {stands.why.en}").in_(lang)
    else:
        until = Text(
            f"至 {stands.last_day}（{stands.days.whole} 个工作日）",
            f"until {stands.last_day} ({stands.days.whole} working days)",
        ).in_(lang)
    return (Pairs(rows=((Text("公示期", "time of the notice").in_(lang), f"{listed.on} {until}"),)),)


def _ranking(file: CallFile, lang: str, *, public: bool) -> Sequence[Block]:
    listed = file.published
    if listed is None:
        return ()
    shown = listed.nominations[: listed.proposed] if public else listed.nominations
    rows = []
    for i, code in enumerate(shown):
        name = file.nominations[code].name if code in file.nominations else code
        verdict = Text("拟支持", "proposed") if i < listed.proposed else Text("未列入", "not on the list")
        rows.append(
            [name]
            if public
            else [str(listed.ranks[i]), name, number(Fraction(listed.means[i]), lang), verdict.in_(lang)]
        )
    heads = (Text("名次", "rank"), Text("城市", "city"), Text("平均分", "mean"), Text("建议", "proposal"))
    title = Text("名单", "list")
    if public:
        return (grid(lang, title, (heads[1],), rows),)
    return (grid(lang, title, heads, rows, numeric=(0, 2), widths=(1, 4, 2, 2)),)


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
    return (grid(lang, Text("专家评分", "sheets"), heads, rows, numeric=range(2, len(heads))),) if rows else ()


def _objections(call: str, lang: str) -> Sequence[Block]:
    found = [e.fact for e in of_cases([call], [f.ObjectionRaised]) if isinstance(e.fact, f.ObjectionRaised)]
    rows = [[x.name, str(x.on), x.words] for x in found]
    heads = (Text("异议人", "who"), Text("日期", "day"), Text("内容", "what"))
    return (grid(lang, Text("异议", "objections"), heads, rows, widths=(2, 2, 6)),) if rows else ()
