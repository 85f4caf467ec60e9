"""Who acts for the insurer: its own people, or a clerk who enters what it decided. Firms do not decide on their own claims."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.insurance.app.services.common import Sender
from ipops.webkit import access
from ipops.webkit.enrol import By
from ipops.webkit.pages import doors
from ipops.webkit.pages.cases import Asked, Doing
from ipops.webkit.pages.reader import reader


def only_member(user: access.Reader) -> bool:
    held = access.memberships(user)
    return bool(held) and all(m.role == access.Role.MEMBER for m in held)


def places(row: Any, asked: Asked) -> tuple[str, ...]:
    """Where rights to act are looked at: nowhere for one who is here for the insurer or the insured alone."""
    mine = {row.insurer, getattr(row, "insured", "")} & {*access.bodies(asked.reader)}
    return () if mine and only_member(asked.reader) else (row.place,)


def insurer(row: Any, asked: Asked) -> Refused | None:
    """The guard of every step that is the insurer's."""
    if not only_member(asked.reader) or row.insurer in access.bodies(asked.reader):
        return None
    return Refused(reasons=(Reason(code="insurers-own", says=_INSURERS),))


def may_enter(request: HttpRequest) -> Refused | None:
    if access.bodies(reader(request)):
        return None
    return access.why_not(reader(request), access.Action.RECORD)


def sender(request: HttpRequest) -> Sender:
    user = reader(request)
    covers = access.visible_places(user) if access.may(user, access.Action.RECORD) else access.Places()
    return Sender(covers=covers, bodies=access.bodies(user))


def by_of(doing: Doing[Any]) -> By:
    return By(by=doing.by, today=doing.today, reference=doing.reference, document=doing.document)


def by(request: HttpRequest, reference: str, document: str = "") -> By:
    return By(by=doors.who(request).label, today=doors.today(), reference=reference, document=document)


_INSURERS = Text("此事由保险人办理。", "This is the insurer's to do.")
