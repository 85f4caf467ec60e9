"""Forms half filled in, kept on the server: saved always, resumed, never overwritten silently.

Rule 1: a draft belongs to one person and one page; nobody else ever reads it.
Rule 2: who saves says which version they saw. If it is not the one that is kept, nothing is written and both are shown.
Rule 3: a draft goes when its form went through, when its owner drops it, or after ``DAYS`` days.
Rule 4: a form that is sent while a browser keeps its draft knows no version yet; its ``reference`` tells that both are one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ipops.webkit.models import Draft, User

DAYS, MOST, LONGEST = 90, 200, 200_000
Data = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody (the same person in another tab) has saved since: what is kept now."""

    kept: Draft


@dataclass(frozen=True, slots=True)
class TooMuch:
    """The form holds more than a draft may, or there are too many drafts: nothing was kept."""


def of(user: User, address: str) -> Draft | None:
    return Draft.objects.filter(user=user, address=address).first()


def all_of(user: User) -> QuerySet[Draft]:
    """Newest first."""
    return Draft.objects.filter(user=user)


def keep(
    *, user: User, address: str, form: str, data: Data, version: int, reference: str = ""
) -> Draft | Moved | TooMuch:
    """Save over ``version`` (0: none was there). A version that is no longer the kept one gives ``Moved``."""
    data = {k: [v.replace("\x00", "") for v in values] for k, values in data.items()}
    if sum(len(v) for values in data.values() for v in values) > LONGEST:
        return TooMuch()
    now = timezone.now()
    now_kept = {"form": form, "data": data, "reference": reference, "saved_at": now}
    Draft.objects.filter(user=user, saved_at__lt=now - timedelta(days=DAYS)).delete()
    with transaction.atomic():
        there = Draft.objects.select_for_update().filter(user=user, address=address).first()
        if there is None:
            if Draft.objects.filter(user=user).count() >= MOST:
                return TooMuch()
            made, new = Draft.objects.get_or_create(user=user, address=address, defaults=now_kept)
            return made if new else Moved(made)
        if there.version != version:
            return Moved(there)
        kept = Draft.objects.filter(pk=there.pk)
        kept.update(version=F("version") + 1, **now_kept)
    there.refresh_from_db()
    return there


def drop(user: User, address: str, version: int | None = None, reference: str = "") -> bool:
    """Forget the draft; with a version only that one or the one of the same form, so that one tab's form never drops what
    another tab keeps."""
    rows = Draft.objects.filter(user=user, address=address)
    if version is not None:
        rows = rows.filter(Q(version=version) | Q(reference=reference or None))
    return bool(rows.delete()[0])
