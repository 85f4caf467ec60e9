"""The door to protected rows. Lists, pages, API, exports and search all start from one of these.

A fact is visible where it names a place. One that names none is visible where the deals, rights, cases and parties it
names are known to be; a withdrawal, where the entry is that it withdraws. A row that one may not see is the same 404 as
one that does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from ipops.webkit.access.rules import Reader, bodies, visible_places
from ipops.webkit.models import JournalRow, Party, Right
from ipops.webkit.places import Places, any_of


def _names_place(row: str) -> str:
    return f"EXISTS (SELECT FROM unnest({row}.places) AS p WHERE p LIKE ANY(%s::text[]))"


#: row table, its key, the column of the journal that names such keys
_ROWS = (("ip_right", '"right"', "rights"), ("party", "party", "parties"))


def _shares(row: str) -> str:
    """Sought by key, never by scanning the journal for each entry.

    The rows of rights and parties know their place. Deals and cases, and rights whose place no row knows (any more), go
    through the index of look-up columns, and only for the entries that name one.
    """
    by_row, by_entry = [], []
    for table, key, column in _ROWS:
        known = f"SELECT FROM {table} AS k WHERE k.{key} = ANY({row}.{column}) AND k.place"
        by_row.append(f"EXISTS ({known} LIKE ANY(%s::text[]))")
        by_entry.append((column, f"AND NOT EXISTS ({known} <> '')"))
    by_entry += [("deals", ""), ("cases", "")]
    sought = [
        f"({row}.{c} <> '{{}}' {unless} "
        f"AND EXISTS (SELECT FROM journal other WHERE other.{c} && {row}.{c} AND {_names_place('other')}))"
        for c, unless in by_entry
    ]
    return f"({row}.places = '{{}}' AND ({' OR '.join(by_row + sought)}))"


def _corrects(row: str) -> str:
    inner = f"{_names_place('older')} OR {_shares('older')}"
    return (
        f"({row}.places = '{{}}' AND EXISTS (SELECT FROM journal older WHERE older.n = {row}.supersedes AND ({inner})))"
    )


_VISIBLE = f"({_names_place('journal')} OR {_shares('journal')} OR {_corrects('journal')})"


def facts_for(user: Reader) -> QuerySet[JournalRow]:
    """The entries this user may see, in order."""
    return facts_in(visible_places(user), bodies(user))


def facts_in(places: Places, parties: Iterable[str] = ()) -> QuerySet[JournalRow]:
    """The entries visible to whoever covers these places or acts for these parties."""
    return JournalRow.objects.filter(facts_q(places, parties))


def facts_q(places: Places, parties: Iterable[str] = ()) -> Q:
    """The same as a condition, for ``JournalRow`` itself and not for a query inside another: it names the table."""
    named = list(parties)
    if places.everywhere:
        return Q()
    conditions = [Q(parties__overlap=named)] if named else []
    if places:
        asked = [places.patterns()] * _VISIBLE.count("%s")
        conditions.append(Q(RawSQL(_VISIBLE, asked, output_field=BooleanField())))  # noqa: S611 - our own text
    return any_of(conditions)


def fact_for(user: Reader, n: int) -> JournalRow | None:
    return facts_for(user).filter(n=n).first()


def parties_for(user: Reader) -> QuerySet[Party]:
    """Parties of the user's places and the bodies they act for."""
    places = visible_places(user)
    return Party.objects.filter(places.q() if places.everywhere else places.q() | Q(party__in=bodies(user)))


def rights_for(user: Reader) -> QuerySet[Right]:
    """Rights of the user's places and those that the bodies they act for own."""
    places, named = visible_places(user), list(bodies(user))
    return Right.objects.filter(places.q() if places.everywhere else places.q() | Q(owners__overlap=named))
