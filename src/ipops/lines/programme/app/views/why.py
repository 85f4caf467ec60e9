"""*Why* for one figure: the facts, the clause, the formula, the SQL, the pack and the seal, and every method beside the one
used. Strangers see all of it but the facts and the split."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.programme.app import selectors
from ipops.lines.programme.app.pages import asking, board, figures, trends
from ipops.lines.programme.app.pages import why as pages
from ipops.webkit import clock
from ipops.webkit.pages import charts, entries, filters, tables
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.timeline import Tab

FACTS = tables.TableSpec(
    code="facts",
    title=Text("所依据的事实", "Facts it rests on"),
    columns=entries.COLUMNS,
    filters=(
        tables.Filter(
            name="right", title=Text("权利号", "Right"), narrow=lambda rows, v: rows.filter(rights__contains=[v])
        ),
        filters.day("since", Text("生效日自", "Effective from"), "took_effect__gte"),
        filters.day("until", Text("生效日至（含）", "Effective to (incl.)"), "took_effect__lte"),
    ),
    empty=Text("没有计入的事实。", "No fact was counted."),
    order="-n",
    per_page=20,
)


@require_safe
def why(request: HttpRequest, indicator: str) -> HttpResponseBase:
    form = asking.form(request)
    a = form.asked
    trace = selectors.explain(indicator, a.place, a.year, a.pack, known_by=a.known)
    if isinstance(trace, Refused):
        raise Http404
    line = trace.line
    over = board.is_over(a, clock.today())
    made = trends.trend(line, over=over)
    base = request.GET.get("facts") == "base"
    context: dict[str, Any] = {
        "form": form,
        "line": line,
        "row": board.row(line, a, over=over),
        "value_exact": figures.exact(line.value, line.unit),
        "methods": pages.methods(line),
        "reads": pages.reads(line),
        "views": pages.views(line),
        "restated": pages.restated(line),
        "definition": pages.definition(line.measure),
        "days": pages.counted_days(line.measure),
        "published": pages.published(line),
        "split": board.split(line, a) if form.full else None,
        "formulas": trace.formulas,
        "sql": trace.sql,
        "terms": pages.terms(trace.terms),
        "tabs": pages_of_facts(a, indicator, base=base),
        "tabs_title": Text("哪一期的事实", "Facts of which period"),
        "chart": charts.drawn(made, href=a.address("trend", indicator)) if made else None,
        "back": a.address("scoreboard"),
        "count": line.facts,
    }
    numbers = trace.base_numbers if base else trace.numbers
    rows = entries.numbered(reader(request), numbers if form.full else ())
    return tables.page(request, FACTS, rows, "programme/why.html", context)


def pages_of_facts(asked: board.Asked, indicator: str, *, base: bool) -> tuple[Tab, ...]:
    """The facts of the year, and those of the base it is compared with."""
    return (
        Tab(title=Text("本期", "This period"), href=asked.address("why", indicator), here=not base),
        Tab(title=Text("基期", "Base year"), href=asked.address("why", indicator, facts="base"), here=base),
    )
