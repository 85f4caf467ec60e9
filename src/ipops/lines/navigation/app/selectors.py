"""What is read: each takes the reader and gives rows that this reader may see."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from ipops.lines.navigation.app.models import Study
from ipops.webkit import access, search


def studies_for(user: access.Reader) -> QuerySet[Study]:
    """Studies of the reader's places, and those in which the reader's body is who needs it or who does it."""
    places = access.visible_places(user)
    if places.everywhere:
        return Study.objects.all()
    seen = places.q("place")
    if bodies := list(access.bodies(user)):
        seen |= Q(owner__in=bodies) | Q(contractor__in=bodies)
    return Study.objects.filter(seen)


def studies_like(text: str) -> Q:
    """By title or industry, their pinyin or initials; by who needs or makes it; by code."""
    return search.named_like(text) | search.of_parties(text, "owner", "contractor") | Q(study=text.strip())


def industry_counts(user: access.Reader) -> tuple[int, int]:
    """Industry studies implemented (accepted, as the Notice counts) and, of them, those that a decision used: our stricter reading."""
    done = studies_for(user).filter(kind="industry", accepted_on__isnull=False)
    got = done.aggregate(implemented=Count("study"), used=Count("study", filter=Q(used_on__isnull=False)))
    return got["implemented"], got["used"]


def study_for(user: access.Reader, study: str) -> Study | None:
    return studies_for(user).filter(study=study).first()
