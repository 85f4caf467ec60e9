"""The facts about one thing as a timeline, for pages of parties and rights."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from ipops.ledger.entry import Entry
from ipops.ledger.facts.words import Word
from ipops.webkit import columns, journal
from ipops.webkit.models import JournalRow
from ipops.webkit.pages import names
from ipops.webkit.pages.timeline import Happening

#: How many facts are read, and how many of them a page tells: it stays under 150 kB beside a chart and a table (a fact of six
#: parties takes 1.5 kB). The rest is a filtered page of the ledger away.
MOST, SHOWN = 200, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """``entries`` by the day they took effect, corrected ones included; ``live`` without them. The timeline shows the latest;
    ``rest`` is the ledger's list of them all."""

    entries: tuple[Entry, ...]
    gone: frozenset[int]
    timeline: tuple[Happening, ...]
    names: names.Names
    cut: bool
    rest: str
    most: int = SHOWN

    @property
    def live(self) -> tuple[Entry, ...]:
        return tuple(e for e in self.entries if e.n not in self.gone)


def history(rows: QuerySet[JournalRow], refers: str, thing: str, *, whole: bool = False) -> History:
    """Oldest first by the day of effect, the latest ``MOST`` of them, the timeline of the latest ``SHOWN``. Three queries.
    ``refers`` is what the ledger's filter calls such a thing: a party or a right. ``whole`` reads them all: who owns a right is
    folded from its filing on, and a fold of the latest facts only would be another answer."""
    told = rows.order_by("-took_effect", "-n").values_list("canonical", flat=True)
    latest = list(told if whole else told[: MOST + 1])
    entries = tuple(columns.entry_of(c) for c in reversed(latest if whole else latest[:MOST]))
    gone = frozenset(journal.corrected_by([e.n for e in entries]))
    known = names.of_parties(entries)
    return History(
        entries=entries,
        gone=gone,
        timeline=tuple(_happening(e, known, thing, gone) for e in entries[-SHOWN:]),
        names=known,
        cut=len(latest) > SHOWN,
        rest=f"{reverse('ledger')}?{urlencode({refers: thing})}",
    )


def _happening(e: Entry, known: names.Names, thing: str, gone: frozenset[int]) -> Happening:
    return Happening(
        on=e.fact.on,
        title=type(e.fact).TITLE,
        text=names.told(e, known, but=thing),
        n=e.n,
        state="superseded" if e.n in gone else "",
    )


def word(kind: type[Word], code: str) -> Word | str:
    """The word of a closed list; a code the list does not know any more stays as it is."""
    return kind(code) if code in {str(w) for w in kind} else code
