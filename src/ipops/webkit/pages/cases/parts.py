"""What the kit itself finds out about a case: its facts on a timeline and with their proofs, its papers, its rights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from ipops.ledger.columns import lookups
from ipops.ledger.entry import Entry
from ipops.webkit import access, columns
from ipops.webkit.models import Document, Head, JournalRow, Party, Right
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


def acquainted(reader: access.Reader, entries: Sequence[Entry], codes: Sequence[str]) -> tuple[names.Names, set[str]]:
    """Names of the parties of the case and of every party that its facts name, and those of the case whose page opens for the
    reader: a fact the reader sees names them, or their row is the reader's. One query."""
    told = {p for e in entries for p in lookups(e.fact).parties}
    wanted = sorted({*codes, *told})
    if not wanted:
        return {}, set()
    seen = Exists(access.parties_for(reader).filter(pk=OuterRef("pk")))
    held = {
        p: (name, opens) for p, name, opens in Party.objects.filter(party__in=wanted).values_list("party", "name", seen)
    }
    known = {code: held.get(code, ("", False))[0] or code for code in wanted}
    return known, told | {p for p, (_, opens) in held.items() if opens}


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
