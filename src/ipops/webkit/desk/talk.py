"""Messages on a case. Whoever sees the case reads them; they are no facts, and nothing is decided by them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ipops.webkit.models import CaseMessage, User

LONGEST = 2_000


def of_case(kind: str, case: str) -> QuerySet[CaseMessage]:
    """Oldest first, with who wrote them. The caller has seen the case through its door."""
    return CaseMessage.objects.filter(kind=kind, case=case).select_related("by").order_by("id")


def wrote_on(kind: str, case: str) -> Q:
    """People who wrote on the case."""
    return Q(pk__in=CaseMessage.objects.filter(kind=kind, case=case).values("by"))


def say(*, kind: str, case: str, by: User, text: str, reference: str) -> CaseMessage:
    """Sending the same form twice says it once."""
    made, _ = CaseMessage.objects.get_or_create(
        by=by, reference=reference, defaults={"kind": kind, "case": case, "text": text[:LONGEST]}
    )
    return made
