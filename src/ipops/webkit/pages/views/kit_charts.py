"""``/kit/charts/``: every kind of chart with made-up values labelled demo, its table and its files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.reports import charts as kinds
from ipops.reports import wording
from ipops.reports.charts.multiples import Level
from ipops.webkit.pages import charts
from ipops.webkit.pages.views.kit import TREND


def _wan(n: int) -> Text:
    return wording.money(Money.yuan(n * 10_000))


BULLETS = kinds.Bullets(
    title=Text("目标完成（演示）", "Goals against target (demo)"),
    goals=tuple(
        kinds.Goal(
            title=title,
            value=Fraction(value),
            target=Fraction(target),
            value_says=wording.number(value),
            target_says=wording.number(target),
            met=value >= target,
        )
        for title, value, target in (
            (Text("托管中小企业", "SMEs in custody"), 640, 1000),
            (Text("贯标企业", "certified firms"), 212, 200),
            (Text("专利导航项目", "navigation projects"), 9, 20),
        )
    ),
)
WATERFALL = kinds.Waterfall(
    title=Text("转让许可：从全部到净计入（演示）", "Transfers and licences: from gross to net (demo)"),
    unit=Text("宗", "deals"),
    steps=(
        kinds.Step(title=Text("全部", "gross"), value=Fraction(128), says=Text("128", "128"), total=True),
        kinds.Step(title=Text("存疑", "flagged"), value=Fraction(-14), says=Text("−14", "−14")),
        kinds.Step(title=Text("排除", "excluded"), value=Fraction(-9), says=Text("−9", "−9")),
        kinds.Step(title=Text("补登", "added later"), value=Fraction(6), says=Text("+6", "+6")),
        kinds.Step(title=Text("净计入", "net"), value=Fraction(111), says=Text("111", "111"), total=True),
    ),
)
_MONEY = (("centre", "city", 10_000), ("city", "fund", 4_000), ("city", "subsidy", 2_600), ("city", "base", 1_200), ("fund", "firms", 2_500))  # fmt: skip
SANKEY = kinds.Sankey(
    title=Text("一亿元的去向（演示）", "Where 100 million yuan went (demo)"),
    nodes=(
        kinds.Node(code="centre", title=Text("中央财政", "the centre"), says=_wan(10_000)),
        kinds.Node(code="city", title=Text("市财政", "the city"), says=_wan(10_000)),
        kinds.Node(code="fund", title=Text("资金池", "risk pool"), says=_wan(4_000)),
        kinds.Node(code="subsidy", title=Text("补贴", "subsidies"), says=_wan(2_600)),
        kinds.Node(code="base", title=Text("服务基地", "service base"), says=_wan(1_200)),
        kinds.Node(code="firms", title=Text("企业", "firms"), says=_wan(2_500)),
    ),
    flows=tuple(kinds.Flow(source=a, target=b, value=Fraction(v), says=_wan(v)) for a, b, v in _MONEY),
)
GANTT = kinds.Gantt(
    title=Text("三年计划（演示）", "A plan of three years (demo)"),
    bars=(
        kinds.Bar(title=Text("建设方案", "plan"), start=date(2024, 1, 1), end=date(2024, 5, 1), standing="done"),
        kinds.Bar(title=Text("资金拨付", "payments"), start=date(2024, 4, 1), end=date(2025, 7, 1), standing="late"),
        kinds.Bar(title=Text("项目实施", "projects"), start=date(2024, 6, 1), end=date(2026, 10, 1), standing="running"),
        kinds.Bar(title=Text("终期自评", "final review"), start=date(2026, 10, 1), end=date(2027, 1, 1), standing="planned"),
    ),
    milestones=(kinds.Milestone(title=Text("中期评价", "mid-term"), on=date(2025, 6, 30)),),
    today=date(2026, 2, 1),
)  # fmt: skip
_KNOTS = (
    ("u1", Text("示范大学", "Demo University"), "school"),
    ("u2", Text("第二大学", "Second University"), "school"),
    ("f1", Text("膜科技", "Membrane Co"), "firm"),
    ("f2", Text("电池材料", "Battery Co"), "firm"),
    ("f3", Text("图像技术", "Imaging Co"), "firm"),
    ("a1", Text("代理机构", "Agency"), "agency"),
)
_TIES = (("u1", "f1", 4), ("u1", "f2", 2), ("u2", "f2", 3), ("u2", "f3", 1), ("a1", "f1", 1), ("a1", "u1", 2))
NETWORK = kinds.Network(
    title=Text("谁许可给谁（演示）", "Who licenses to whom (demo)"),
    kinds=(
        kinds.Kind(code="school", title=Text("高校", "university")),
        kinds.Kind(code="firm", title=Text("企业", "firm")),
        kinds.Kind(code="agency", title=Text("机构", "agency")),
    ),
    knots=tuple(kinds.Knot(code=c, title=title, kind=k) for c, title, k in _KNOTS),
    ties=tuple(
        kinds.Tie(source=a, target=b, weight=n, says=Text(f"{n}宗", f"{n} deals" if n > 1 else "1 deal"))
        for a, b, n in _TIES
    ),
)
MULTIPLES = kinds.Multiples(
    title=Text("各区转让许可（演示）", "Transfers and licences by district (demo)"),
    unit=Text("宗", "deals"),
    panels=(
        *(
            kinds.Panel(
                title=title,
                levels=tuple(
                    Level(year=2022 + i, value=Fraction(v), says=wording.number(v)) for i, v in enumerate(values)
                ),
            )
            for title, values in (
                (Text("一区", "First district"), (12, 15, 22, 31)),
                (Text("二区", "Second district"), (8, 8, 11, 10)),
                (Text("三区", "Third district"), (3, 5, 4, 9)),
            )
        ),
        kinds.Panel(title=Text("四区", "Fourth district"), levels=(), why_not=Text("未填报", "not reported")),
    ),
)


def _tiles() -> kinds.TileMap:
    some = {"370000": 3, "440000": 2, "320000": 1}
    return kinds.TileMap(
        title=Text("重点城市（演示）", "Key cities (demo)"),
        head=Text("重点城市", "Key cities"),
        tiles=tuple(
            kinds.Tile(
                unit=unit,
                says=wording.number(n) if n else None,
                tells=wording.number(n) if n else Text("无", "none"),
                fill=min(n, 2),
            )
            for unit in kinds.PLACES
            for n in (some.get(unit, 0),)
        ),
    )


def samples() -> Mapping[str, kinds.Chart]:
    """One of each kind, by its name in the address."""
    return MappingProxyType(
        {
            "bullets": BULLETS,
            "trend": TREND,
            "waterfall": WATERFALL,
            "sankey": SANKEY,
            "gantt": GANTT,
            "network": NETWORK,
            "multiples": MULTIPLES,
            "tiles": _tiles(),
        }
    )


@require_safe
def kit_charts(request: HttpRequest) -> HttpResponse:
    found = samples()
    if how := request.GET.get("as", ""):
        asked = request.GET.get("which", "")
        if asked not in found:
            raise Http404
        return charts.as_file(found[asked], how, asked)
    drawn = [charts.drawn(c, href=f"{request.path}?which={code}") for code, c in found.items()]
    return render(request, "webkit/kit_charts.html", {"charts": drawn})
