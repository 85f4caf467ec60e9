"""What the kit itself finds out about a case: its facts on a timeline and with their proofs, its papers, its rights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from ipops.ledger.columns import REFERS, lookups
from ipops.ledger.entry import Entry
from ipops.webkit import access, columns, parties
from ipops.webkit.models import Document, Head, JournalRow, Right
from ipops.webkit.pages import names
from ipops.webkit.pages.timeline import Happening
from ipops.webkit.refold import LOOKUP

#: How many facts are read for a case, and how many of them its page tells, twice: on the timeline and with their proofs. More
#: would not stay under 150 kB; the rest is a filtered page of the ledger away.
MOST, SHOWN = 200, 40
#: Of so many facts that name a case the latest that one may see are shown.
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The facts about a case that this reader may see, oldest first; ``cut`` says that there are more than are shown."""

    entries: tuple[Entry, ...]
    gone: Mapping[int, int]
    cut: bool

    @property
    def latest(self) -> tuple[Entry, ...]:
        """Those that are shown."""
        return self.entries[-SHOWN:]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """One fact with what proves it: who said so, on which paper, and whether a seal covers it."""

    entry: Entry
    kind: Any
    gone: bool
    sealed: bool
    paper: Document | None


def history(reader: access.Reader, refers: str, key: str) -> History:
    """At most the latest ``MOST`` facts that name the case. Their numbers are found first, by the index of what they name:
    asked together, the index would also be read for every fact of the reader's places."""
    of_case = (
        f"journal.n = ANY(ARRAY(SELECT n FROM journal WHERE {LOOKUP[refers]} @> %s ORDER BY n DESC LIMIT {AT_ONCE}))"  # noqa: S608 - a column of ours
    )
    rows = access.facts_for(reader).extra(where=[of_case], params=[[key]]).order_by("-n")  # noqa: S610 - our own text
    later = JournalRow.objects.filter(supersedes=OuterRef("n")).values("n")[:1]
    stored = list(rows.values_list("canonical", Subquery(later))[: MOST + 1])
    told = [(columns.entry_of(c), by) for c, by in reversed(stored[:MOST])]
    gone = {e.n: by for e, by in told if by is not None}
    return History(entries=tuple(e for e, _ in told), gone=gone, cut=len(stored) > SHOWN)


def openable(reader: access.Reader, entries: Sequence[Entry], codes: Sequence[str]) -> set[str]:
    """Those of these parties whose page opens for the reader: a fact the reader sees names them, or their row is the reader's."""
    told = {p for e in entries for p in lookups(e.fact).parties}
    rest = {*codes} - told
    seen = access.parties_for(reader).filter(party__in=rest).values_list("party", flat=True) if rest else ()
    return told | {*seen}


def named(entries: Sequence[Entry], codes: Sequence[str]) -> names.Names:
    """Names of the parties of the case and of every party that its facts name, in one query."""
    all_of = {*codes, *(p for e in entries for p in lookups(e.fact)[REFERS.index("party")])}
    return parties.named(sorted(all_of)) if all_of else {}


def timeline(of: History, known: names.Names, key: str) -> tuple[Happening, ...]:
    """By the day each took effect."""
    ordered = sorted(of.latest, key=lambda e: (e.fact.on, e.n))
    return tuple(
        Happening(
            on=e.fact.on,
            title=type(e.fact).TITLE,
            text=names.told(e, known, but=key),
            n=e.n,
            state="superseded" if e.n in of.gone else "",
        )
        for e in ordered
    )


def papers(of: History, more: Sequence[str]) -> dict[str, Document]:
    """The stored papers that the facts rest on and those the house names besides, by SHA-256."""
    wanted = {e.source.document for e in of.entries if e.source.document} | {d for d in more if d}
    return {d.sha256: d for d in Document.objects.filter(sha256__in=wanted).order_by("stored_at")} if wanted else {}


def fact_lines(of: History, held: Mapping[str, Document], head: Head | None) -> tuple[FactLine, ...]:
    """Newest first."""
    size = head.size if head else 0
    return tuple(
        FactLine(
            entry=e,
            kind=type(e.fact).TITLE,
            gone=e.n in of.gone,
            sealed=e.n <= size,
            paper=held.get(e.source.document),
        )
        for e in reversed(of.latest)
    )


def rights(
    reader: access.Reader, entries: Sequence[Entry], numbers: Sequence[str]
) -> tuple[tuple[str, Right | None, bool], ...]:
    """Each right of the case, what is known of it, and whether its page opens for the reader; the case itself was seen through
    its door, a right's page asks for a fact or a row that the reader sees."""
    if not numbers:
        return ()
    told = {r for e in entries for r in lookups(e.fact).rights}
    seen = Exists(access.rights_for(reader).filter(pk=OuterRef("pk")))
    held = {r.right: r for r in Right.objects.filter(right__in=list(numbers)).annotate(opens=seen)}
    return tuple((n, held.get(n), n in told or bool(getattr(held.get(n), "opens", False))) for n in numbers)
