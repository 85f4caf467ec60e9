"""The programme for everybody: goals, money, results and projects of a city, drawn from the very tables that are open data."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.lines.programme.app import opening, selectors
from ipops.lines.programme.app.views.life.common import NOTHING, Sheet, sheet
from ipops.lines.programme.facts.words import Instrument, Source
from ipops.lines.programme.machine import EVALUATION, PROJECT
from ipops.policy.units import UNITS
from ipops.reference import demo_places
from ipops.webkit import opendata
from ipops.webkit.pages import names
from ipops.webkit.pages.cases import Lines, Said

TITLE = Text("信息公开", "Transparency")
_WITHHELD = {
    "few": Text("不足三家，不公布", "fewer than three, not published"),
    "beside": Text("不公布", "not published"),
}


#: The tables of ``opening.DATASETS`` in a word.
_SHORT = (
    Text("目标", "Goals"), Text("指标文件", "Money received"), Text("支付项", "Money paid"), Text("评价结果", "Results"),
    Text("项目", "Projects"),
)  # fmt: skip


def _open() -> dict[str, list[dict[str, Any]]]:
    edition = opendata.current()
    return {d.code.removeprefix("programme-"): opendata.rows_of(d, edition) for d in opening.DATASETS}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The cities of which something is open."""
    tables = _open()
    places = sorted({r["place"] for rows in tables.values() for r in rows})
    rows = tuple(
        (names.link(reverse("programme:open-place", args=[p]), names.place(p)), *(_count(tables[t], p) for t in tables))
        for p in places
    )
    heads = (Text("城市", "City"), *_SHORT)
    lines = Lines(title=Text("各市", "Cities"), heads=heads, rows=rows, numeric=frozenset(range(1, len(heads))))
    return sheet(
        request,
        Sheet(
            title=TITLE,
            back=(Text("绩效记分板", "Scoreboard"), reverse("programme:scoreboard")),
            lines=(lines, _files()),
        ),
    )


def _count(rows: list[dict[str, Any]], place: str) -> int:
    return sum(r["place"] == place for r in rows)


def _files() -> Lines:
    rows = tuple(
        (
            d.title,
            *(
                names.link(reverse("open-file", args=[d.code, how]), Text(how.upper(), how.upper()))
                for how in opendata.FORMATS
            ),
        )
        for d in opening.DATASETS
    )
    heads = (Text("数据", "Data"), *[Text("格式", "Format")] * len(opendata.FORMATS))
    return Lines(title=Text("开放数据", "Open data"), heads=heads, rows=rows)


@require_safe
def place(request: HttpRequest, place: str) -> HttpResponse:
    tables = {code: [r for r in rows if r["place"] == place] for code, rows in _open().items()}
    if not any(tables.values()):
        raise Http404
    plans = list(dict.fromkeys(r["plan_no"] for r in tables["goals"]))
    board = names.link(f"{reverse('programme:scoreboard')}?place={place}", Text("绩效记分板", "scoreboard"))
    return sheet(
        request,
        Sheet(
            title=Text(f"信息公开：{names.place(place).zh}", f"Transparency: {names.place(place).en}"),
            back=(TITLE, reverse("programme:open")),
            says=(
                Said(title=Text("实施方案", "Plan"), value="、".join(plans) or NOTHING),
                Said(title=Text("完成情况", "How far it got"), value=board),
            ),
            lines=(
                _goals(tables["goals"]),
                _received(tables["received"]),
                _paid(tables["paid"]),
                _results(tables["results"]),
                _projects(tables["projects"]),
                _files(),
            ),
            notes=(Text("示例数据。", "Demo data."),) if demo_places.is_demo(place) else (),
        ),
    )


def _goals(rows: list[dict[str, Any]]) -> Lines:
    known = selectors.measures()
    years = sorted({r["year"] for r in rows if r["year"]})
    by_goal: dict[str, dict[str, dict[str, Any]]] = {}
    for r in rows:
        by_goal.setdefault(r["goal"], {})[r["year"]] = r
    made = []
    order = list(known)
    for goal, told in sorted(by_goal.items(), key=lambda g: order.index(g[0]) if g[0] in known else len(order)):
        title = known[goal].title if goal in known else Text(goal, goal)
        unit = UNITS.get(next(iter(told.values()))["unit"])
        figures = (told[y]["value"] if y in told else NOTHING for y in ("", *years))
        made.append((title, unit.named if unit else NOTHING, *figures))
    heads = (
        Text("目标", "Goal"),
        Text("单位", "Unit"),
        Text("方案目标", "Target"),
        *(Text(f"{y}年", y) for y in years),
    )
    return Lines(
        title=Text("建设目标", "Goals"), heads=heads, rows=tuple(made), numeric=frozenset(range(2, 3 + len(years)))
    )


def _money(yuan: str | None) -> Any:
    return NOTHING if yuan is None else Money.yuan(yuan)


def _day(iso: str | None) -> Any:
    return date.fromisoformat(iso) if iso else NOTHING


def _received(rows: list[dict[str, Any]]) -> Lines:
    made = tuple(
        (
            r["document"] or NOTHING,
            Source(r["source"]).named,
            str(r["budget_year"]),
            _money(r["yuan"]),
            _day(r["received_on"]),
            _day(r["passed_on"]),
            Text("暂缓拨付", "withheld") if r["withheld"] else Text("已到位", "available"),
        )
        for r in rows
    )
    heads = (
        Text("指标文号", "Budget document"), Text("资金来源", "Source"), Text("预算年度", "Budget year"), Text("金额", "Amount"),
        Text("收到日", "Received"), Text("下达日", "Passed on"), Text("状态", "State"),
    )  # fmt: skip
    return Lines(
        title=Text("资金收到与下达", "Money received and passed on"), heads=heads, rows=made, numeric=frozenset({3})
    )


def _paid(rows: list[dict[str, Any]]) -> Lines:
    """Instruments down, years across, totals last."""
    total = Text("合计", "total")
    years = [*sorted({r["year"] for r in rows if r["year"]}), ""] if rows else []
    told: dict[str, dict[str, Any]] = {}
    for r in rows:
        value = _WITHHELD[r["suppressed"]] if r["suppressed"] else _money(r["yuan"])
        told.setdefault(r["instrument"], {})[r["year"]] = value
    made = tuple(
        (Instrument(i).named if i else total, *(by_year.get(y, NOTHING) for y in years))
        for i, by_year in sorted(told.items(), key=lambda item: (not item[0], item[0]))
    )
    heads = (Text("支持方式", "Instrument"), *(Text(f"{y}年", y) if y else total for y in years))
    title = Text("资金支付（已支付或投出）", "Money paid or invested")
    return Lines(title=title, heads=heads, rows=made, numeric=frozenset(range(1, 1 + len(years))))


def _results(rows: list[dict[str, Any]]) -> Lines:
    made = tuple(
        (
            r["year"],
            r["score"],
            r["grade"],
            _money(r["yuan"]) if r["yuan"] else Text(f"未知：{r['why_no_amount']}", f"unknown: {r['why_no_amount']}"),
            _day(r["on"]),
            EVALUATION.states.get(r["state"], Text(r["state"], r["state"])),
        )
        for r in rows
    )
    heads = (
        Text("评价年度", "Year"), Text("得分", "Score"), Text("等级", "Grade"), Text("应拨剩余资金", "Rest of the money"),
        Text("公布日", "Published"), Text("状态", "State"),
    )  # fmt: skip
    return Lines(title=Text("评价结果", "Results"), heads=heads, rows=made, numeric=frozenset({1, 3}))


def _projects(rows: list[dict[str, Any]]) -> Lines:
    made = tuple(
        (r["title"], r["applicant"], Instrument(r["instrument"]).named, _day(r["on"]), PROJECT.states.get(r["state"]))
        for r in rows
    )
    heads = (
        Text("项目", "Project"), Text("承担单位", "Body in charge"), Text("支持方式", "Instrument"), Text("公示日", "On notice"),
        Text("状态", "State"),
    )  # fmt: skip
    return Lines(title=Text("项目", "Projects"), heads=heads, rows=made)
