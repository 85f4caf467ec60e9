"""Live entries of several cases at once, in the order of history."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact
from ipops.webkit import journal
from ipops.webkit.models import JournalRow


def of_cases(cases: Collection[str], kinds: Iterable[type[Fact]] = ()) -> list[Entry]:
    """Everything live that names any of the cases, one query; of these kinds only, if any are named."""
    if not cases:
        return []
    rows = JournalRow.objects.filter(cases__overlap=list(cases))
    if wanted := [k.KIND for k in kinds]:
        rows = rows.filter(kind__in=wanted)
    return journal.live(rows)
