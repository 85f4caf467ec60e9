"""Pages of very long tables: an order without ties, the rows of one page by their keys, and a count that stops in time.

Rule 1: ties follow the primary key, so that no page repeats or loses a row.
Rule 2: what a row costs beyond its key (subqueries, wide columns) is paid for the rows of the page alone, however deep it lies.
Rule 3: nobody counts further than ``CAP`` unless asked to: beyond it the page says *more than*, never a guess.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from ipops.webkit.pages.spec import Rows

CAP = 10_000


def _is_plain(rows: Any) -> bool:
    """A query of whole rows that may be filtered by key: no union, no ``values``, not sliced, not distinct."""
    if not isinstance(rows, QuerySet):
        return False
    query = rows.query
    # ``values`` of annotations alone names no column: to add the key to its order would undo what it groups by
    bare = query.values_select or getattr(rows, "_fields", None) is not None
    return not (query.combinator or bare or query.is_sliced or query.distinct)


def settled(rows: Rows) -> Any:
    """The same rows in the same order, ties by key."""
    if not _is_plain(rows):
        return rows
    names = [o for o in (rows.query.order_by or rows.model._meta.ordering) if o != "?"]  # type: ignore[attr-defined]
    key = rows.model._meta.pk.name  # type: ignore[attr-defined]
    known = {str(getattr(o, "expression", o)).lstrip("-").removeprefix("F(").rstrip(")") for o in names}
    return rows if {"pk", key} & known else rows.order_by(*names, "pk")


def counted(rows: Rows, *, exact: bool = False) -> tuple[int, bool]:
    """How many there are, and whether there are more than that."""
    if exact or not _is_plain(rows):
        return rows.count(), False
    n = int(rows.order_by().values("pk")[: CAP + 1].count())  # type: ignore[attr-defined]
    return (CAP, True) if n > CAP else (n, False)


def part(rows: Rows, start: int, stop: int) -> Any:
    """The rows of one page. Their keys are found first, without whatever else a row brings along."""
    if not _is_plain(rows) or start == 0:
        return rows[start:stop]
    keys = rows.values("pk")[start:stop]  # type: ignore[attr-defined]
    return rows.filter(pk__in=keys)  # type: ignore[attr-defined]
