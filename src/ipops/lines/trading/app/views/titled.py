"""Market cases of a page with the titles of their rights and the names of their parties, read at once."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from ipops.lines.trading.app.models import MarketCase
from ipops.webkit import parties
from ipops.webkit.models import Right


def _titles(rows: Any) -> Any:
    """The rows of a page with the titles of their rights and the names of their parties beside them."""
    numbers = {n for r in rows for n in r.rights}
    titles = dict(Right.objects.filter(right__in=numbers).values_list("right", "title"))
    called = parties.named([p for r in rows for p in r.parties])
    for r in rows:
        r.shown_title = "；".join(titles.get(n) or n for n in r.rights)
        r.shown_party = "、".join(called.get(p, p) for p in r.parties)
    return rows


class Titled:
    """Rows of a query set, each page with its titles read at once."""

    def __init__(self, rows: QuerySet[MarketCase]) -> None:
        self.rows = rows

    def count(self) -> int:
        return self.rows.count()

    def order_by(self, *by: str) -> Titled:
        return Titled(self.rows.order_by(*by))

    def filter(self, *q: Any, **by: Any) -> Titled:
        return Titled(self.rows.filter(*q, **by))

    def __getitem__(self, part: slice) -> Any:
        return _titles(list(self.rows[part]))
