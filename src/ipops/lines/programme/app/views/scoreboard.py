"""The scoreboard of a city and year, its districts, and each measure's trend as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ipops.kernel.citation import Citation, Grade
from ipops.lines.programme.app import selectors
from ipops.lines.programme.app.pages import asking, board, trends
from ipops.lines.programme.app.pages import districts as across
from ipops.lines.programme.app.pages import scoreboard as table
from ipops.lines.programme.rules.scoring import ScoreLine
from ipops.reference import divisions
from ipops.reports.charts import Multiples
from ipops.webkit import clock
from ipops.webkit.pages import charts, tables

MOST_TRENDS = 4
NO_QUOTAS = Citation(document="国知发运字〔2021〕17号", clause="入园惠企行动方案", grade=Grade.C)


def lines_of(form: asking.Form) -> tuple[ScoreLine, ...]:
    a = form.asked
    return selectors.scorecard(a.place, a.year, a.pack, known_by=a.known) if a.place else ()


@require_safe
def scoreboard(request: HttpRequest) -> HttpResponseBase:
    """Every goal: target, value, growth, verdict with its reasons, what is lacking. Strangers see the aggregates only."""
    form = asking.form(request)
    lines = lines_of(form)
    over = board.is_over(form.asked, clock.today())
    drawn = [(line, t) for line in lines if line.source == "facts" and (t := trends.trend(line, over=over))]
    context = {
        "form": form,
        "told": bool(lines),
        "tally": board.tally(lines),
        "splits": [s for line in lines if (s := board.split(line, form.asked))] if form.full else [],
        "charts": [
            charts.drawn(t, href=form.asked.address("trend", line.measure.code), wide=charts.HALF)
            for line, t in drawn[:MOST_TRENDS]
        ],
        "over": over,
        "districts": form.asked.address("districts")
        if form.full and divisions.places().children(form.asked.place)
        else "",
        "seal": next((line.seal for line in lines if line.seal), None),
    }
    rows = table.rows([board.row(line, form.asked, over=over) for line in lines])
    return tables.page(request, table.TABLE, rows, "programme/scoreboard.html", context)


@require_safe
def trend(request: HttpRequest, indicator: str) -> HttpResponse:
    """The trend of one goal as SVG, PNG or CSV."""
    form = asking.form(request)
    line = next((x for x in lines_of(form) if x.measure.code == indicator), None)
    made = trends.trend(line, over=board.is_over(form.asked, clock.today())) if line else None
    if made is None:
        raise Http404
    return charts.as_file(made, request.GET.get("as", "svg"), f"{indicator}-{form.asked.place}-{form.asked.year}")


@require_safe
def districts(request: HttpRequest) -> HttpResponseBase:
    """The districts side by side, in the order of their codes and no other. No rank, no colour, no target: the plan is the city's, and
    pledge counts may not be broken down or compared (国知发运字〔2021〕17号)."""
    form = asking.form(request)
    if not form.full:
        raise Http404
    a = form.asked
    below = divisions.places().children(a.place)
    found = selectors.scorecards([a.place, *below], a.year, a.pack, a.known)
    lines = {d: found[d] for d in below}
    drawn = _side_by_side(form, found[a.place], lines)
    if how := request.GET.get("as", ""):
        asked = drawn.get(request.GET.get("chart", ""))
        if asked is None:
            raise Http404
        return charts.as_file(asked, how, f"districts-{a.place}")
    address = form.asked.address("districts")
    city = found[a.place]
    charted = [
        (line.measure, charts.drawn(drawn[code], href=f"{address}&chart={code}") if code in drawn else None)
        for line in across.counted(city)
        for code in (line.measure.code,)
    ]
    context = {"form": form, "charted": charted, "rule": NO_QUOTAS, "back": form.asked.address("scoreboard")}
    rows = across.rows(a.place, city, lines)
    return tables.page(request, across.table(city), rows, "programme/districts.html", context)


def _side_by_side(
    form: asking.Form, city: tuple[ScoreLine, ...], below: Mapping[str, Sequence[ScoreLine]]
) -> dict[str, Multiples]:
    """Small multiples of the measures that the city counts from facts; a year that still runs is left out."""
    running = None if board.is_over(form.asked, clock.today()) else form.asked.year
    made = {}
    for line in city:
        code = line.measure.code
        each = {d: x for d, xs in below.items() for x in xs if x.measure.code == code}
        if line.source == "facts" and each and (chart := trends.side_by_side(code, each, running=running)):
            made[code] = chart
    return made
