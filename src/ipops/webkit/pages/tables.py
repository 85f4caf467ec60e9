"""Tables as every house draws them: declared once, filtered, sorted and paged on the server, exported with the same rows.

    DEALS = TableSpec(code="deals", title=Text("交易", "Deals"), columns=(…), filters=(…), empty=Text(…))
    def deals(request):
        return tables.page(request, DEALS, selectors.deals(request.user), "trading/deals.html")

Rule 1: the rows come from a selector that already knows what this reader may see; nothing here widens them.
Rule 2: everything is in the address (``q``-parameters), so back, reload and sharing are safe and no script is needed.
Rule 3: a filter that cannot be read is said beside its field, and the rows are shown without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render

from ipops.kernel.text import Text
from ipops.webkit.desk import views
from ipops.webkit.models import SavedView, User
from ipops.webkit.pages import exports, listed, slices
from ipops.webkit.pages.pager import Pager
from ipops.webkit.pages.spec import OWN, Cell, Column, Filter, ListRows, Rows, TableSpec

__all__ = ["Cell", "Column", "Filter", "ListRows", "Rows", "Table", "TableSpec", "address", "as_day", "draw", "page"]
EXPORTS = ("csv", "xlsx")
LONG_HEAD = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    title: Text
    numeric: bool
    href: str
    sorted: Literal["", "ascending", "descending"]

    @property
    def long(self) -> bool:
        """Whether its Chinese must be broken, which has no spaces to break at."""
        return len(self.title.zh) > LONG_HEAD


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A filter with what was typed and, if that could not be read, why."""

    spec: Filter
    value: str
    problem: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What the template draws. ``rows`` pairs each row's cells with the row itself."""

    spec: TableSpec
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    filters: tuple[Bound, ...]
    pager: Pager
    columns: tuple[tuple[Column, bool], ...]
    kept: tuple[tuple[str, str], ...]
    narrowed: bool
    csv: str
    xlsx: str
    exact: str
    query: str
    clear: str
    views: tuple[SavedView, ...] = ()

    @property
    def total(self) -> int:
        return self.pager.total


def address(query: QueryDict, **changes: str | None) -> str:
    """``?…`` with the changes made; ``None`` drops a key. One-time keys (page, export, language) are always dropped."""
    kept = [(k, v) for k, vs in query.lists() for v in vs if k not in changes and k not in OWN and v != ""]
    kept += [(k, v) for k, v in changes.items() if v is not None]
    return "?" + urlencode(kept)


def as_day(text: str) -> date:
    """For filters: ``YYYY-MM-DD`` as the browser sends it, else ``ValueError``."""
    return date.fromisoformat(text.strip())


def draw(spec: TableSpec, rows: Rows, request: HttpRequest, *, alone: bool = True) -> Table:
    """The page of the table that the address asks for. Two queries for a query set (count and slice), one for saved views."""
    query = request.GET
    spec, rows = listed.offered(spec, rows, alone=alone)
    ordered, bound, sort = _asked(spec, rows, query)
    chosen = _chosen(spec, query)
    pager, shown_rows = _page_of(spec, ordered, query)
    kept = views.plain(query.urlencode())
    columns = tuple(c for c in spec.columns if c.key in chosen)
    return Table(
        spec=spec,
        heads=tuple(_head(c, sort, query) for c in columns),
        rows=tuple(_cells(columns, row) for row in shown_rows),
        filters=bound,
        pager=pager,
        columns=tuple((c, c.key in chosen) for c in spec.columns),
        kept=_kept(spec, query),
        narrowed=any(b.value for b in bound),
        csv=address(query, export="csv", table=spec.code),
        xlsx=address(query, export="xlsx", table=spec.code),
        exact=address(query, count="1") if pager.open_end else "",
        query=kept,
        clear=address(query, **{f.name: None for f in spec.filters}),
        views=() if spec.plain else _views(request),
    )


def _page_of(spec: TableSpec, rows: Any, query: QueryDict) -> tuple[Pager, list[Any]]:
    """The page that is asked for. Beyond the end of a table that nobody counted, it is counted, and the last page shown."""
    for exact in ("count" in query, True):
        total, more = slices.counted(rows, exact=exact)
        pager = Pager.of(
            total, spec.per_page, query.get("page", ""), lambda n: address(query, page=str(n)), open_end=more
        )
        found = list(slices.part(rows, pager.start, pager.stop))
        if found or not more:
            break
    return pager, found


def _views(request: HttpRequest) -> tuple[SavedView, ...]:
    user = getattr(request, "user", None)
    return tuple(views.of_page(user, request.path)) if isinstance(user, User) else ()


def page(
    request: HttpRequest, spec: TableSpec, rows: Rows, template: str, context: Mapping[str, Any] | None = None
) -> HttpResponseBase:
    """The template with ``table`` in its context, or the file when ``?export=csv|xlsx`` is asked for."""
    return several(request, {"table": (spec, rows)}, template, context)


def several(
    request: HttpRequest,
    shown: Mapping[str, tuple[TableSpec, Rows]],
    template: str,
    context: Mapping[str, Any] | None = None,
) -> HttpResponseBase:
    """The template with a table under each of the names, or the file of the one that ``table=`` names."""
    how = request.GET.get("export", "")
    alone = sum(not spec.plain for spec, _ in shown.values()) == 1
    if how in EXPORTS:
        asked = request.GET.get("table", "")
        of = next((t for t in shown.values() if t[0].code == asked), next(iter(shown.values())))
        return _file(how, *of, request, alone=alone)
    drawn = {name: draw(spec, rows, request, alone=alone) for name, (spec, rows) in shown.items()}
    return render(request, template, {**(context or {}), **drawn})


def _file(how: str, spec: TableSpec, rows: Rows, request: HttpRequest, *, alone: bool) -> HttpResponseBase:
    spec, rows = listed.offered(spec, rows, alone=alone)
    ordered, _bound, _by = _asked(spec, rows, request.GET)
    chosen = _chosen(spec, request.GET)
    return exports.as_file(how, spec, [c for c in spec.columns if c.key in chosen], ordered)


def _asked(spec: TableSpec, rows: Rows, query: QueryDict) -> tuple[Any, tuple[Bound, ...], str]:
    """The rows that pass the filters in the order that is asked for, the filters as typed, and that order."""
    narrowed, bound = _narrow(spec, rows, query)
    sort = _sort(spec, query)
    return slices.settled(narrowed.order_by(*_order(spec, sort)) if sort else narrowed), bound, sort


def _narrow(spec: TableSpec, rows: Rows, query: QueryDict) -> tuple[Any, tuple[Bound, ...]]:
    bound = []
    for f in spec.filters:
        value, problem = query.get(f.name, "").replace("\x00", "").strip(), None
        if value and f.kind == "choice" and value not in {c for c, _ in f.choices}:
            problem = Text("没有这个选项，已忽略。", "There is no such choice; it was left out.")
        elif value:
            try:
                rows = f.narrow(rows, value)
            except ValueError:
                problem = _unreadable(f.kind)
        bound.append(Bound(spec=f, value=value, problem=problem))
    return rows, tuple(bound)


def _unreadable(kind: str) -> Text:
    if kind == "day":
        return Text("不是日期，已忽略。请写成 2026-11-25。", "Not a date, left out. Write 2026-11-25.")
    if kind == "number":
        return Text("不是数字，已忽略。", "Not a number, left out.")
    return Text("无法识别，已忽略。", "Could not be read, left out.")


def _sort(spec: TableSpec, query: QueryDict) -> str:
    """The asked sort if some column offers it, else the table's own."""
    asked = query.get("sort", "")
    offered = {c.sort for c in spec.columns if c.sort}
    return asked if asked.removeprefix("-") in offered else spec.order


def _order(spec: TableSpec, sort: str) -> tuple[str, ...]:
    """Ties follow the table's own order, so a page never repeats or loses a row."""
    return (sort,) if sort == spec.order or not spec.order else (sort, spec.order)


def _chosen(spec: TableSpec, query: QueryDict) -> set[str]:
    asked = set(query.getlist("cols")) & {c.key for c in spec.columns}
    return asked or {c.key for c in spec.columns if c.shown}


def _head(column: Column, sort: str, query: QueryDict) -> Head:
    if not column.sort:
        return Head(title=column.title, numeric=column.numeric, href="", sorted="")
    now: Literal["", "ascending", "descending"] = ""
    if sort.removeprefix("-") == column.sort:
        now = "descending" if sort.startswith("-") else "ascending"
    other = f"-{column.sort}" if now == "ascending" else column.sort
    return Head(title=column.title, numeric=column.numeric, href=address(query, sort=other), sorted=now)


def _cells(columns: Sequence[Column], row: Any) -> tuple[Cell, ...]:
    return tuple(
        Cell(value=c.value(row), title=c.title, numeric=c.numeric, wide=c.wide, href=c.link(row) if c.link else "")
        for c in columns
    )


def _kept(spec: TableSpec, query: QueryDict) -> tuple[tuple[str, str], ...]:
    """What the filter form must carry along unseen: everything in the address that it does not itself ask."""
    own = {f.name for f in spec.filters} | {"cols", *OWN}
    return tuple((k, v) for k, vs in query.lists() for v in vs if k not in own)
