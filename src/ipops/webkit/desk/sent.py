"""Forms that went through. ``once`` runs a submission together with the note that it ran, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

from ipops.kernel.outcome import Refused
from ipops.webkit.models import FormSent, User

T = TypeVar("T")


def went_to(user: User, reference: str) -> str:
    """Where this very form led when it was sent before; empty if it never was."""
    if not reference:
        return ""
    found = FormSent.objects.filter(user=user, reference=reference).values_list("went_to", flat=True).first()
    return found or ""


def once(user: User, reference: str, run: Callable[[], T | Refused], to: Callable[[T], str]) -> T | Refused:
    """Run it and note that it ran; a refusal changes nothing and is not noted, so the form may be put right and sent again."""
    with transaction.atomic():
        got = run()
        if not isinstance(got, Refused) and reference:
            FormSent.objects.get_or_create(user=user, reference=reference, defaults={"went_to": to(got)})
    return got
