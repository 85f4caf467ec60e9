"""What the people behind an actor's label are called: their name and their office.

The journal keeps ``user:`` and the name of the account, and so do rows and facts; a reader is told who that is. Records of the
demo are brought by ``user:clerk@demo``: that is its account ``clerk``.

People are few and are named on nearly every page, so they are read once and kept until one of them changes; what another
process changed is heard after ``STALE`` seconds, and a label that nobody here knows is asked for again after ``PATIENCE``.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from django.db.models.signals import post_delete, post_save

from ipops.kernel.text import Text
from ipops.webkit.models import Membership, Office, User

STALE, PATIENCE = 600.0, 60.0
_DEMO = "@demo"
_AT = Text("{who} · {office}", "{who} · {office}")


@dataclass
class _Known:
    """Everybody by account name, and when that was read."""

    people: dict[str, Text] = field(default_factory=dict)
    read_at: float | None = None


_KNOWN = _Known()


def called(account: str) -> Text | None:
    """Name and office of whoever has this account; ``None`` for no account of this city."""
    now = time.monotonic()
    age = None if _KNOWN.read_at is None else now - _KNOWN.read_at
    found = _KNOWN.people.get(account.removesuffix(_DEMO))
    if age is None or age > (STALE if found else PATIENCE):
        _KNOWN.people, _KNOWN.read_at = _read(), now
        found = _KNOWN.people.get(account.removesuffix(_DEMO))
    return found


def forget(**_: Any) -> None:
    """Somebody changed: read them again when next asked."""
    _KNOWN.read_at = None


def _read() -> dict[str, Text]:
    """In one query; of several offices the first by code is told."""
    names = ("username", "name_zh", "name_en", "memberships__office__name_zh", "memberships__office__name_en")
    made: dict[str, Text] = {}
    for account, zh, en, at_zh, at_en in User.objects.order_by("memberships__office__code").values_list(*names):
        name = Text(zh or account, en or zh or account)
        made.setdefault(account, _AT.fill(who=name, office=Text(at_zh, at_en or at_zh)) if at_zh else name)
    return made


def listen() -> None:
    for model in (User, Membership, Office):
        post_save.connect(forget, sender=model, dispatch_uid=f"ipops.people.saved.{model.__name__}")
        post_delete.connect(forget, sender=model, dispatch_uid=f"ipops.people.gone.{model.__name__}")
