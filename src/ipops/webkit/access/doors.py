"""The door to protected rows. Lists, pages, API, exports and search all start from one of these.

A fact is visible where it names a place. What the public register says about a right or a party (``REGISTER``) may be
read by everybody who may read at all. Any other fact without a place is visible where the deals, rights or cases it
names are known to be (a doubt about a firm does not travel to the next city); a withdrawal, where the entry is that it
withdraws. A row that one may not see is the same 404 as one that does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from ipops.ledger.facts import AgencyGraded, AnnuityPaid, PartyRenamed, PledgeReleased, RightEnded, RightGranted
from ipops.webkit.access.rules import Reader, bodies, visible_places
from ipops.webkit.models import JournalRow, Party, PlaceNamed, Right
from ipops.webkit.places import Places, any_of

#: Kinds that name no place and only repeat what a public register or gazette says. A house's own kinds are not among them.
REGISTER = tuple(k.KIND for k in (AgencyGraded, RightGranted, RightEnded, AnnuityPaid, PartyRenamed, PledgeReleased))


def _mine(row: str) -> str:
    """One parameter: the patterns of the reader's places. The list is made once, so the inverted index can be used."""
    mine = "ARRAY(SELECT code FROM place_named WHERE code LIKE ANY(%s::text[]))"
    return f"{row}.places && {mine}"


def _register(row: str) -> str:
    kinds = ", ".join(f"'{kind}'" for kind in REGISTER)
    return f"({row}.places = '{{}}' AND {row}.kind IN ({kinds}))"


def _shares(row: str) -> str:
    """Another entry names the same deal, right or case, or for want of these the same party, and one of my places."""
    shared = " OR ".join(f"other.{c} && {row}.{c}" for c in ("deals", "rights", "cases"))
    nameless = f"{row}.deals = '{{}}' AND {row}.rights = '{{}}' AND {row}.cases = '{{}}'"
    found = f"({shared} OR ({nameless} AND other.parties && {row}.parties)) AND {_mine('other')}"
    return f"({row}.places = '{{}}' AND EXISTS (SELECT FROM journal other WHERE {found}))"


def _corrects(row: str) -> str:
    inner = f"{_mine('older')} OR {_register('older')} OR {_shares('older')}"
    return (
        f"({row}.places = '{{}}' AND EXISTS (SELECT FROM journal older WHERE older.n = {row}.supersedes AND ({inner})))"
    )


_OTHERWISE = f"{_register('journal')} OR {_shares('journal')} OR {_corrects('journal')}"
_VISIBLE = f"({_mine('journal')} OR {_OTHERWISE})"
_LISTED = f"(journal.places && %s::text[] OR {_OTHERWISE})"


def facts_for(user: Reader) -> QuerySet[JournalRow]:
    """The entries this user may see, in order."""
    return facts_in(visible_places(user), bodies(user))


def facts_listed(user: Reader) -> QuerySet[JournalRow]:
    """The same entries, for a list of the newest. The reader's divisions are looked up first and named: then the database knows
    how many entries name them, and walks back from the newest until a page is full instead of gathering all of them."""
    places, named = visible_places(user), list(bodies(user))
    if places.everywhere or not places:
        return facts_in(places, named)
    codes = list(PlaceNamed.objects.filter(places.q("code")).values_list("code", flat=True))
    asked = [codes, *[places.patterns()] * (_LISTED.count("%s") - 1)]
    seen = Q(RawSQL(_LISTED, asked, output_field=BooleanField()))  # noqa: S611 - our own text
    return JournalRow.objects.filter(any_of([seen, *([Q(parties__overlap=named)] if named else [])]))


def facts_in(places: Places, parties: Iterable[str] = ()) -> QuerySet[JournalRow]:
    """The entries visible to whoever covers these places or acts for these parties; none to whoever does neither."""
    named = list(parties)
    if places.everywhere:
        return JournalRow.objects.all()
    conditions = [Q(parties__overlap=named)] if named else []
    if places:
        asked = [places.patterns()] * _VISIBLE.count("%s")
        conditions.append(Q(RawSQL(_VISIBLE, asked, output_field=BooleanField())))  # noqa: S611 - our own text
    return JournalRow.objects.filter(any_of(conditions))


def names_place(places: Places) -> Q:
    """Entries that name a place inside; for ``JournalRow`` itself, not for a query inside another."""
    if places.everywhere:
        return Q()
    return Q(RawSQL(_mine("journal"), [places.patterns()], output_field=BooleanField()))  # noqa: S611 - our own text


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
