"""Calendars that renew themselves: an address that a calendar program asks without signing in.

Rule 1: the address is the key. It names the account and is signed; whoever holds it reads this calendar and nothing else.
Rule 2: it dies with the account, with its right to act for a body, and with a new password.
"""

from __future__ import annotations

from typing import Literal

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ipops.lines.custody.app.reading import answers, care
from ipops.rights.docket import ical
from ipops.webkit import access, parties
from ipops.webkit.models import User
from ipops.webkit.pages import doors

Whose = Literal["mine", "work"]
_SALT = "custody.feed"


def address(request: HttpRequest, whose: Whose, lang: str) -> str:
    """Where this account's calendar is fetched: of what its body owns (``mine``), or of what is in its care (``work``)."""
    user = doors.who(request)
    key = signing.dumps([user.pk, whose, lang[:2], _hash(user)], salt=_SALT, compress=True)
    return request.build_absolute_uri(reverse("custody:feed", args=[key]))


def _hash(user: User) -> str:
    return user.get_session_auth_hash()[:16]


@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    try:
        pk, whose, lang, known_as = signing.loads(key, salt=_SALT)
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None or _hash(user) != known_as or not (bodies := access.bodies(user)):
        raise Http404
    numbers = care.owned(bodies) if whose == "mine" else list(care.in_care(user))
    names = "、".join(parties.named(list(bodies)).values())
    answer = HttpResponse(
        answers.calendar(numbers, names, doors.today(), lang), content_type=f"{ical.MIME}; charset=utf-8"
    )
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
