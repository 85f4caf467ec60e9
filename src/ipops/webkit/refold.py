"""Rows are caches of facts. A *fold* says how the facts about one thing become its row; this module keeps the rows.

    new entries ──> touched keys ──> step, step, step ──> rows       (in the transaction of the append)
                        └── corrected or out of order ──> the key's whole history again

Rule 1: a row is the fold of the *live* entries about its key, in the order of history: by the day they took effect, then
by number, where a correction stands at the number of the entry it corrects. Nothing else goes in, so ``rebuild`` gives
the same rows as years of appends; a test proves it.
Rule 2: ``step`` is pure: key, state so far (``None`` at first) and entry in, state out. ``None`` out means no row.
Rule 3: rows are written here, under the journal's lock, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import islice
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from django.db import connection, transaction

from ipops.ledger.columns import REFERS, Columns, lookups
from ipops.ledger.entry import Entry
from ipops.webkit import columns, rows, store
from ipops.webkit.models import JournalRow
from ipops.webkit.models.folded import FoldedRow, FoundRow
from ipops.webkit.pinyin import search_key

S = TypeVar("S")
#: What a fact may refer to, and the journal's column that lists it.
LOOKUP = {"party": "parties", "right": "rights", "place": "places", "deal": "deals", "case": "cases"}
_KEYS_AT_ONCE = 500
_ENTRIES_AT_ONCE = 5_000


@dataclass(frozen=True, kw_only=True)
class Fold(Generic[S]):
    """One table of rows. ``state`` is a frozen dataclass or a named tuple whose fields are the model's columns, without
    the key and those of ``FoldedRow``; ``refers`` is what the key is (``party``, ``right``, ``place``, ``deal``, ``case``).
    A ``FoundRow`` gets its search key from the words that it names."""

    code: str
    refers: str
    kinds: frozenset[str]
    model: type[FoldedRow]
    key: str
    state: type[S]
    step: Callable[[str, S | None, Entry], S | None]

    @property
    def columns(self) -> list[str]:
        """The state's fields, which are the model's."""
        return list(getattr(self.state, "_fields", ())) or [f.name for f in fields(self.state)]  # type: ignore[arg-type]

    @property
    def found_by(self) -> tuple[str, ...]:
        return self.model.FOUND_BY if issubclass(self.model, FoundRow) else ()

    @property
    def written(self) -> list[str]:
        """Every column that this module writes, in the order of ``row``."""
        found = ["search_key"] if self.found_by else []
        return [self.key, "folded_on", "folded_root", "folded_to", *self.columns, *found]

    def row(self, key: str, standing: Standing[S]) -> list[Any]:
        told = [getattr(standing.state, n) for n in self.columns]
        found = [search_key(*(getattr(standing.state, n) for n in self.found_by))] if self.found_by else []
        return [key, standing.on, standing.root, standing.to, *told, *found]

    def keys(self, entry: Entry) -> tuple[str, ...]:
        """The rows that the entry is about."""
        return lookups(entry.fact)[REFERS.index(self.refers)] if type(entry.fact).KIND in self.kinds else ()


@dataclass(slots=True)
class Standing(Generic[S]):
    """A key's state, and where in history and in the journal it stands. ``stored`` says the table has a row for it."""

    state: S | None = None
    on: date = date.min
    root: int = 0
    to: int = 0
    stored: bool = False


_FOLDS: dict[str, Fold[Any]] = {}


def register(fold: Fold[Any]) -> None:
    """Declare a table of rows, from ``AppConfig.ready``. Twins are refused with ``RuntimeError``."""
    known = _FOLDS.get(fold.code)
    if known is not None and known != fold:
        raise RuntimeError(f"Two folds claim the code {fold.code!r}.")
    if fold.refers not in REFERS:
        raise RuntimeError(f"Fold {fold.code}: the journal has no look-up column for {fold.refers!r}.")
    _FOLDS[fold.code] = fold


def folds() -> Mapping[str, Fold[Any]]:
    return MappingProxyType(_FOLDS)


def apply(new: Sequence[Entry], known: Sequence[Columns]) -> None:
    """Bring every fold's rows up to the new entries. Runs inside the transaction that appended them; ``known`` are the
    entries' columns, worked out already."""
    rows.note_places({place for c in known for place in c.places})
    old = _entries([e.supersedes for e in new if e.supersedes is not None])
    roots = _roots([e for e in new if e.supersedes is not None])
    gone = {e.n for e in old}
    for fold in _FOLDS.values():
        dirty = {key for e in old for key in fold.keys(e)}
        column = Columns._fields.index(LOOKUP[fold.refers])
        touched = [
            (key, e)
            for e, c in zip(new, known, strict=True)
            if c.kind in fold.kinds and e.n not in gone
            for key in c[column]  # type: ignore[union-attr]
        ]
        standings, late = _advance(fold, touched, roots, skip=dirty)
        dirty |= late
        _save(fold, {k: s for k, s in standings.items() if k not in dirty})
        _again(fold, dirty)


def rebuild(codes: Iterable[str] | None = None, *, told: Callable[[int], None] = lambda n: None) -> dict[str, int]:
    """Drop the rows of the given folds (all if not said) and make them again from the journal.

    Waits for the journal's lock and holds it: nothing is appended meanwhile. ``told`` hears the last number read.
    Gives the number of rows by fold.
    """
    asked = [_FOLDS[c] for c in codes] if codes is not None else list(_FOLDS.values())
    with transaction.atomic():
        store.take_turn()
        gone = set(JournalRow.objects.filter(supersedes__isnull=False).values_list("supersedes", flat=True))
        dirty: dict[str, set[str]] = {f.code: set() for f in asked}
        rows.note_all_places()
        for fold in asked:
            fold.model._default_manager.all().delete()
        stream = (e for e in store.read() if e.n not in gone)
        while batch := list(islice(stream, _ENTRIES_AT_ONCE)):
            roots = _roots([e for e in batch if e.supersedes is not None])
            for fold in asked:
                touched = [(key, e) for e in batch for key in fold.keys(e)]
                standings, late = _advance(fold, touched, roots, skip=dirty[fold.code])
                dirty[fold.code] |= late
                _save(fold, {k: s for k, s in standings.items() if k not in dirty[fold.code]})
            told(batch[-1].n)
        for fold in asked:
            _again(fold, dirty[fold.code])
        return {f.code: f.model._default_manager.count() for f in asked}


def _advance(
    fold: Fold[S], touched: Sequence[tuple[str, Entry]], roots: Mapping[int, int], *, skip: set[str]
) -> tuple[dict[str, Standing[S]], set[str]]:
    """Step the touched keys; gives their standings, and the keys for which an entry came before what stands."""
    standings = _load(fold, {key for key, _ in touched} - skip)
    late: set[str] = set()
    for key, e in touched:
        if key in skip or key in late:
            continue
        standing = standings.get(key)
        if standing is None:
            standing = standings[key] = Standing()
        root = roots.get(e.n, e.n)
        if (e.fact.on, root) < (standing.on, standing.root):
            late.add(key)
            continue
        _step(fold, key, standing, e, root)
    return standings, late


def _step(fold: Fold[S], key: str, standing: Standing[S], e: Entry, root: int) -> None:
    standing.state = fold.step(key, standing.state, e)
    standing.on, standing.root, standing.to = e.fact.on, root, max(standing.to, e.n)


def _again(fold: Fold[S], keys: set[str]) -> None:
    """Fold these keys from their whole history."""
    waiting = iter(sorted(keys))
    while some := set(islice(waiting, _KEYS_AT_ONCE)):
        history = _history(fold, some)
        roots = _roots([e for e in history if e.supersedes is not None])
        history.sort(key=lambda e: (e.fact.on, roots.get(e.n, e.n)))
        standings: dict[str, Standing[S]] = {k: Standing() for k in some}
        for e in history:
            for key in fold.keys(e):
                if key in some:
                    _step(fold, key, standings[key], e, roots.get(e.n, e.n))
        for key in _stored(fold, some):
            standings[key].stored = True
        _save(fold, standings)


def _history(fold: Fold[Any], keys: set[str]) -> list[Entry]:
    """The live entries about any of the keys."""
    column = LOOKUP[fold.refers]
    about = JournalRow.objects.filter(**{f"{column}__overlap": list(keys), "kind__in": list(fold.kinds)})
    found = [columns.entry_of(b) for b in about.values_list("canonical", flat=True)]
    gone = set(JournalRow.objects.filter(supersedes__in=[e.n for e in found]).values_list("supersedes", flat=True))
    return [e for e in found if e.n not in gone]


def _load(fold: Fold[S], keys: set[str]) -> dict[str, Standing[S]]:
    names = fold.columns
    wanted = [fold.key, "folded_on", "folded_root", "folded_to", *names]
    found: dict[str, Standing[S]] = {}
    for key, on, root, to, *values in rows.where(fold.model, fold.key, keys, wanted):
        given = {n: tuple(v) if isinstance(v, list) else v for n, v in zip(names, values, strict=True)}
        found[key] = Standing(fold.state(**given), on, root, to, stored=True)
    return found


def _stored(fold: Fold[Any], keys: set[str]) -> set[str]:
    return {key for (key,) in rows.where(fold.model, fold.key, keys, [fold.key])}


def _save(fold: Fold[S], standings: Mapping[str, Standing[S]]) -> None:
    kept = {k: s for k, s in standings.items() if s.state is not None}
    rows.add(fold.model, fold.written, [fold.row(k, s) for k, s in kept.items() if not s.stored])
    rows.change(fold.model, fold.key, fold.written, [fold.row(k, s) for k, s in kept.items() if s.stored])
    rows.drop(fold.model, fold.key, [k for k, s in standings.items() if s.state is None and s.stored])


def _entries(numbers: Sequence[int]) -> list[Entry]:
    if not numbers:
        return []
    found = JournalRow.objects.filter(n__in=numbers).values_list("canonical", flat=True)
    return [columns.entry_of(b) for b in found]


def _roots(corrections: Sequence[Entry]) -> dict[int, int]:
    """For each correction, the number of the first entry in its chain."""
    if not corrections:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE chain (n, older) AS (
                SELECT n, supersedes FROM journal WHERE n = ANY(%s)
                UNION ALL
                SELECT chain.n, j.supersedes FROM chain JOIN journal j ON j.n = chain.older
                WHERE j.supersedes IS NOT NULL
            )
            SELECT n, min(older) FROM chain GROUP BY n
            """,
            [[e.n for e in corrections]],
        )
        return dict(cursor.fetchall())


def live_rows(fold: Fold[Any]) -> Iterator[tuple[Any, ...]]:
    """The fold's rows in the order of their keys, for comparing before and after ``rebuild``."""
    yield from fold.model._default_manager.order_by(fold.key).values_list(*fold.written)
