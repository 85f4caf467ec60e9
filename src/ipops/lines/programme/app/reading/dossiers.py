"""Rows of cases through the guarded door: lists, pages and the API all start from ``dossiers_for``.

A call is a public notice and shown to everybody signed in. What belongs to a place is shown to who covers the place; an
objection to who covers the place it names, and to who raised it.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ipops.lines.programme.app.models import Dossier
from ipops.webkit import access

CALL = "programme.call"


def returns_for(user: access.Reader) -> QuerySet[Dossier]:
    """The returns of the cities this reader may see."""
    return dossiers_for(user, "programme.return")


def dossiers_for(user: access.Reader, cycle: str = "") -> QuerySet[Dossier]:
    """The cases this reader may see, of one lifecycle or of all; none for a stranger."""
    rows = Dossier.objects.filter(cycle=cycle) if cycle else Dossier.objects.all()
    if not user.is_authenticated:
        return rows.none()
    places = access.visible_places(user)
    if places.everywhere:
        return rows
    seen = Q(cycle=CALL) | (places.q("place") & ~Q(place="")) | Q(by=getattr(user, "label", "-"))
    if parties := list(access.bodies(user)):
        seen |= Q(party__in=parties)
    return rows.filter(seen)


def dossier_for(user: access.Reader, case: str, cycle: str = "") -> Dossier | None:
    return dossiers_for(user, cycle).filter(case=case).first()
