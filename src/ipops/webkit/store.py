"""Reading the table ``journal``, and waiting for one's turn to write it. ``webkit.journal`` is the door; this is below it
because rows are folded (``refold``) from the same reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from ipops.ledger.entry import Entry
from ipops.ledger.facts import Withdrawn
from ipops.webkit import columns
from ipops.webkit.models import JournalRow

#: "ipops" as a number: the key of the one advisory lock.
LOCK = 0x69706F7073
_READ_AT_ONCE = 5_000


def take_turn() -> None:
    """Wait for the journal's lock and hold it until the transaction ends. Call before reading what you decide on."""
    if not connection.in_atomic_block:
        raise RuntimeError("take_turn() needs a transaction: the turn ends with it.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def last() -> tuple[int, datetime | None]:
    """The last number and its moment; ``(0, None)`` for an empty journal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT n, recorded_at FROM journal ORDER BY n DESC LIMIT 1")
        return cursor.fetchone() or (0, None)


def size() -> int:
    """How many entries there are, which is also the last number."""
    return last()[0]


def mark() -> tuple[int, bytes]:
    """What anything worked out from the whole journal is kept by: its last number with that entry's hash. The number alone is the same
    for two journals of one length, and for what was told after a rollback."""
    last = JournalRow.objects.order_by("-n").values_list("n", "leaf_sha256").first()
    return (last[0], bytes(last[1])) if last else (0, b"")


def entry(n: int) -> Entry | None:
    """The entry with this number, if there is one."""
    row = JournalRow.objects.filter(n=n).only("canonical").first()
    return columns.entry_of(row.canonical) if row else None


def entries(numbers: Iterable[int]) -> list[Entry]:
    """The entries with these numbers, in order; numbers that do not exist are left out."""
    rows = JournalRow.objects.filter(n__in=list(numbers)).order_by("n").values_list("canonical", flat=True)
    return [columns.entry_of(r) for r in rows]


def about(
    *,
    party: str | None = None,
    right: str | None = None,
    place: str | None = None,
    deal: str | None = None,
    case: str | None = None,
    known_by: datetime | None = None,
) -> list[Entry]:
    """Every entry that names all of the given things, in order, corrected ones included (``ledger.fold.live`` drops
    them)."""
    asked = {"parties": party, "rights": right, "places": place, "deals": deal, "cases": case}
    given = {f"{column}__contains": [value] for column, value in asked.items() if value is not None}
    if not given:
        raise TypeError("about() needs a party, right, place, deal or case.")
    rows = JournalRow.objects.filter(**given).order_by("n")
    if known_by is not None:
        rows = rows.filter(recorded_at__lte=known_by)
    return [columns.entry_of(r) for r in rows.values_list("canonical", flat=True)]


def corrected_by(numbers: Iterable[int], *, known_by: datetime | None = None) -> dict[int, int]:
    """Of these entries, which have been superseded, and by which number."""
    rows = JournalRow.objects.filter(supersedes__in=list(numbers))
    if known_by is not None:
        rows = rows.filter(recorded_at__lte=known_by)
    return {old: n for old, n in rows.values_list("supersedes", "n") if old is not None}


def holding(rows: QuerySet[JournalRow]) -> QuerySet[JournalRow]:
    """Those of the rows that hold. Asked of the whole journal: what supersedes one may lie outside the rows (a withdrawal names
    neither right nor party, a correction may name another), so ``ledger.fold.live`` over a part of it is not enough."""
    later = JournalRow.objects.filter(supersedes=OuterRef("n"))
    return rows.filter(~Exists(later)).exclude(kind=Withdrawn.KIND)


def live(rows: QuerySet[JournalRow]) -> list[Entry]:
    """The entries of these rows that hold, in order."""
    return [columns.entry_of(r) for r in holding(rows).order_by("n").values_list("canonical", flat=True)]


def known_at(moment: datetime) -> int:
    """The number of the last entry that we had learned by ``moment``; 0 before the first."""
    known = JournalRow.objects.filter(recorded_at__lte=moment).order_by("-recorded_at", "-n")
    return known.values_list("n", flat=True).first() or 0


def read_bytes(*, after: int = 0, up_to: int | None = None, known_by: datetime | None = None) -> Iterator[bytes]:
    """The canonical bytes in order, page by page, so that any length fits in memory."""
    rows = JournalRow.objects.order_by("n")
    if up_to is not None:
        rows = rows.filter(n__lte=up_to)
    if known_by is not None:
        rows = rows.filter(n__lte=known_at(known_by))
    while page := list(rows.filter(n__gt=after).values_list("n", "canonical")[:_READ_AT_ONCE]):
        yield from (bytes(b) for _, b in page)
        after = page[-1][0]


def read(*, after: int = 0, up_to: int | None = None, known_by: datetime | None = None) -> Iterator[Entry]:
    """Entries with ``n > after`` that we had learned by ``known_by`` (inclusive), in order."""
    return map(columns.entry_of, read_bytes(after=after, up_to=up_to, known_by=known_by))
