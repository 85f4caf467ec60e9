"""Published series as a page: the figures with their sources, a chart whose runs are what may be compared, and every
growth, computed or refused with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.urls import reverse

from ipops.kernel.citation import Grade
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Precision
from ipops.lines.programme.app.pages import figures, observed
from ipops.measures.growth import Growth, Method
from ipops.measures.points import Point
from ipops.measures.series import UNSTATED, Pair, published_beside
from ipops.policy.units import UNITS
from ipops.reports import charts, wording
from ipops.webkit.pages import tables

LEAST, MOST_RUNS = 2, 4
_PRECISION = {Precision.MORE_THAN: Text("超过{v}", "more than {v}"), Precision.ABOUT: Text("约{v}", "about {v}")}
Key = tuple[str, str, str, str]


def said(point: Point) -> Text:
    """The figure as printed, in words, with its unit and how exact the source was."""
    known = UNITS.get(point.unit)
    if known and known.fen:
        text = figures.level(point.value, point.unit) or Text(point.printed, point.printed)
    else:
        number = wording.number(point.value)
        unit = known.named if known else observed.UNITS.get(point.unit)
        text = Text(f"{number.zh}{unit.zh}", f"{number.en} {unit.en}") if unit else number
    how = _PRECISION.get(point.precision)
    return how.fill(v=text) if how else text


def _key(p: Point) -> Key:
    return (p.scope, str(p.kind), p.unit, p.definition)


def run_title(p: Point) -> Text:
    return Text("{scope}（{kind}）", "{scope} ({kind})").fill(scope=observed.scope(p.scope), kind=p.kind.named)


def trend(indicator: str, points: Sequence[Point]) -> charts.Trend | None:
    """Runs are points of one scope, kind, unit and definition, years only, the latest known figure of each year. Figures
    whose scope or kind the source does not state are no run: they compare with nothing. ``None`` if no run has two."""
    groups: dict[Key, dict[int, Point]] = {}
    for p in sorted(points, key=lambda p: (p.known_on, p.n)):
        if p.period.grain == "year" and p.scope != UNSTATED and p.kind.value != UNSTATED:
            groups.setdefault(_key(p), {})[p.period.year] = p
    longest = sorted((g for g in groups.values() if len(g) >= LEAST), key=len, reverse=True)
    if not longest:
        return None
    unit = next(iter(longest[0].values())).unit
    shown = [g for g in longest if next(iter(g.values())).unit == unit][:MOST_RUNS]
    return charts.Trend(
        title=observed.indicator(indicator),
        unit=unit_name(unit),
        runs=tuple(charts.Run(code=f"r{i}", title=run_title(next(iter(g.values())))) for i, g in enumerate(shown)),
        points=tuple(
            charts.Point(run=f"r{i}", period=p.period, value=p.value, says=_short(p))
            for i, g in enumerate(shown)
            for p in g.values()
        ),
        breaks=breaks(shown),
    )


def breaks(groups: Sequence[dict[int, Point]]) -> tuple[charts.Break, ...]:
    """Where one run begins after another has begun: from then on the figures are of another thing."""
    ordered = sorted(groups, key=min)
    made = []
    for before, after in pairwise(ordered):
        old, new = next(iter(before.values())), after[min(after)]
        if min(after) > min(before):
            why = Text("口径改为{new}", "from here: {new}").fill(new=observed.scope(new.scope))
            made.append(charts.Break(period=new.period, why=why if old.scope != new.scope else _OTHER))
    return tuple(made)


_OTHER = Text("定义不同", "another definition")


def unit_name(unit: str) -> Text:
    known = UNITS.get(unit)
    return known.named if known else observed.UNITS.get(unit) or Text("数量", "number")


def _short(p: Point) -> Text:
    """What stands at a point of the chart: the number alone, for the axis names the unit."""
    return wording.number(p.value)


@dataclass(frozen=True, slots=True)
class Index:
    """An indicator in the list: how many figures there are and the latest of them."""

    code: str
    title: Text
    count: int
    last: Point


def index(points: Sequence[Point]) -> tuple[Index, ...]:
    """Indicators with the most figures first."""
    groups: dict[str, list[Point]] = {}
    for p in points:
        groups.setdefault(p.indicator, []).append(p)
    made = [
        Index(code, observed.indicator(code), len(ps), max(ps, key=lambda p: (p.period.end, p.known_on, p.n)))
        for code, ps in groups.items()
    ]
    return tuple(sorted(made, key=lambda i: (-i.count, i.code)))


INDEX = tables.TableSpec(
    code="nation",
    title=Text("全国指标", "National indicators"),
    columns=(
        tables.Column(key="indicator", title=Text("指标", "Indicator"), value=lambda i: i.title, wide=True),
        tables.Column(key="figures", title=Text("数据点", "Figures"), value=lambda i: i.count, sort="figures", numeric=True),
        tables.Column(key="period", title=Text("最近时期", "Latest period"), value=lambda i: i.last.period, sort="period"),
        tables.Column(
            key="value",
            title=Text("最近数值", "Latest value"),
            value=lambda i: said(i.last),
            export=lambda i: i.last.printed,
            numeric=True,
        ),
        tables.Column(key="unit", title=Text("单位", "Unit"), value=lambda i: unit_name(i.last.unit), shown=False),
    ),
    empty=Text(
        "还没有导入全国数据；由系统管理员导入（ipops import observations）。",
        "No national figures were imported; the administrator brings them in (ipops import observations).",
    ),
    order="-figures",
    per_page=100,
)  # fmt: skip
INDEX_KEYS = {"figures": lambda i: i.count, "period": lambda i: (i.last.period.end, i.last.period.months)}


def listed(known: str) -> tables.TableSpec:
    """The list of indicators, whose links keep the day that the figures were known by."""
    first, *others = INDEX.columns
    query = f"?known={known}" if known else ""
    link = replace(first, link=lambda i: reverse("programme:series", args=(i.code,)) + query)
    return replace(INDEX, columns=(link, *others))


_NO_NOTE = Text("无", "none")
_MARKS = ("gt", "approx")


def note(point: Point) -> str:
    """What the source added, without the marks that are already said with the value (*more than*, *about*)."""
    parts = [p.strip() for p in point.note.split(";")]
    return "; ".join(p for p in parts if p and p not in _MARKS)


POINTS = tables.TableSpec(
    code="points",
    title=Text("公布的数", "Published figures"),
    columns=(
        tables.Column(key="period", title=Text("时期", "Period"), value=lambda p: p.period, sort="period"),
        tables.Column(key="scope", title=Text("口径", "Scope"), value=lambda p: observed.scope(p.scope), sort="scope"),
        tables.Column(key="kind", title=Text("数据类型", "Kind"), value=lambda p: p.kind),
        tables.Column(key="value", title=Text("数值", "Value"), value=said, numeric=True, export=lambda p: p.printed),
        tables.Column(
            key="growth",
            title=Text("来源公布的增幅", "Growth as published"),
            value=lambda p: f"{p.growth_published}%" if p.growth_published else Text("未公布", "not published"),
            numeric=True,
        ),
        tables.Column(key="known", title=Text("可知日", "Known since"), value=lambda p: p.known_on),
        tables.Column(key="grade", title=Text("来源等级", "Grade"), value=lambda p: p.grade),
        tables.Column(key="where", title=Text("出处", "Source"), value=lambda p: p.where, wide=True, shown=False),
        tables.Column(key="note", title=Text("备注", "Note"), value=lambda p: note(p) or _NO_NOTE, wide=True),
    ),
    empty=Text("没有这个指标的公布数。", "No figure of this indicator was published."),
)
POINT_KEYS = {"period": lambda p: (p.period.end, p.period.months), "scope": lambda p: p.scope}


def pair_growth(pair: Pair) -> Text:
    """Every method's growth, the single one where a year is all there is between them."""
    got = {m: g for m, g in pair.growths.items() if isinstance(g, Growth)}
    if not got:
        return Text("不计算", "not computed")
    if pair.years == 1:
        return _percent(got[Method.LAST_VS_BASE])
    parts = [(m, _percent(g)) for m, g in got.items()]
    return Text(
        "；".join(f"{m.zh} {p.zh}" for m, p in parts),
        "; ".join(f"{m.en} {p.en}" for m, p in parts),
    )


def _percent(growth: Growth) -> Text:
    text = growth.percent().replace("-", wording.MINUS) + "%"
    return Text(text, text)


def pair_reasons(pair: Pair) -> Text:
    """Why no growth, or what to bear in mind with it: cautions and what the source printed beside."""
    if pair.reasons:
        return _joined([_reason(r, pair) for r in pair.reasons])
    refused = [g.reasons[0].says for g in pair.growths.values() if isinstance(g, Refused)]
    return _joined([*pair.notes, *_beside(pair), *dict.fromkeys(refused)])


def _reason(reason: Reason, pair: Pair) -> Text:
    """The reason with scopes called by their names, not by their codes."""
    if reason.code != "other-scope":
        return reason.says
    says = Text("口径不同（{a}、{b}），没有衔接值。", "The scopes differ ({a}; {b}) and no bridge value is stated.")
    return says.fill(a=observed.scope(pair.first.scope), b=observed.scope(pair.last.scope))


def _joined(sentences: Sequence[Text]) -> Text:
    if not sentences:
        return _NO_NOTE
    return Text("".join(s.zh for s in sentences), " ".join(s.en for s in sentences))


def _beside(pair: Pair) -> tuple[Text, ...]:
    printed = published_beside(pair)
    if printed is None or printed["agrees"]:
        return ()
    says = Text(
        "来源公布增幅{p}%，由它倒推的基数是{b}，与所用的{u}不同：基数可能已修订。",
        "The source prints a growth of {p}%; it implies a base of {b}, not the {u} used: the base may have been restated.",
    )
    return (says.fill(p=printed["percent"], b=printed["implied_base"], u=printed["base_used"]),)


def _ends(p: Point) -> Text:
    return Text("{t}：{v}（{s}）", "{t}: {v} ({s})").fill(
        t=wording.period(p.period), v=said(p), s=observed.scope(p.scope)
    )


COMPUTED, REFUSED = "computed", "refused"
PAIRS = tables.TableSpec(
    code="pairs",
    title=Text("增幅", "Growths"),
    columns=(
        tables.Column(key="from", title=Text("自", "From"), value=lambda p: _ends(p.first), sort="from"),
        tables.Column(key="to", title=Text("至", "To"), value=lambda p: _ends(p.last), sort="to"),
        tables.Column(key="growth", title=Text("增幅", "Growth"), value=pair_growth),
        tables.Column(key="why", title=Text("原因与提示", "Reasons and cautions"), value=pair_reasons, wide=True),
    ),
    filters=(
        tables.Filter(
            name="which",
            title=Text("哪些", "Which"),
            kind="choice",
            choices=(
                (COMPUTED, Text("可以计算的", "may be computed")),
                (REFUSED, Text("不予计算的", "refused")),
            ),
            narrow=lambda rows, v: rows.filter(lambda p: bool(p.reasons) == (v == REFUSED)),
        ),
    ),
    empty=Text("至少要有两个数。", "It takes at least two figures."),
    per_page=20,
)
PAIR_KEYS = {"from": lambda p: (p.first.period.end, p.first.n), "to": lambda p: (p.last.period.end, p.last.n)}


def grades(points: Sequence[Point]) -> tuple[Grade, ...]:
    """The grades in use, for the legend under the table."""
    return tuple(g for g in Grade.__members__.values() if any(p.grade == g for p in points))
