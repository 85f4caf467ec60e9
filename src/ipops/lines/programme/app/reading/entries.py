"""Live entries of several cases at once, in the order of history."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef

from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact
from ipops.ledger.facts import Withdrawn
from ipops.webkit import columns, journal
from ipops.webkit.models import JournalRow


def of_cases(cases: Collection[str], kinds: Iterable[type[Fact]] = ()) -> list[Entry]:
    """Everything live that names any of the cases, one query; of these kinds only, if any are named."""
    if not cases:
        return []
    rows = JournalRow.objects.filter(cases__overlap=list(cases))
    if wanted := [k.KIND for k in kinds]:
        rows = rows.filter(kind__in=wanted)
    return journal.live(rows)


def said_of(cases: Collection[str], kinds: Iterable[type[Fact]]) -> list[Entry]:
    """What was ever said of the cases and not taken back: what a correction replaced stays, for telling what changed since."""
    taken_back = JournalRow.objects.filter(supersedes=OuterRef("n"), kind=Withdrawn.KIND)
    rows = JournalRow.objects.filter(cases__overlap=list(cases), kind__in=[k.KIND for k in kinds])
    kept = rows.filter(~Exists(taken_back)).order_by("n")
    return [columns.entry_of(b) for b in kept.values_list("canonical", flat=True)]
