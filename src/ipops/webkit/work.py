"""Tasks: made by services and reactions, owned by a role in an office, ended with an outcome; late ones first."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ipops.kernel.text import Text
from ipops.webkit import access
from ipops.webkit.models import Office, WorkItem
from ipops.webkit.places import any_of


def ask(
    code: str,
    *,
    title: Text,
    role: access.Role,
    place: str = "",
    office: Office | None = None,
    case: str = "",
    line: str = "",
    due_on: date | None = None,
    link: str = "",
) -> WorkItem:
    """Put a task on the list of whoever holds ``role`` at ``office``, or at any office that covers ``place``.

    ``code`` is the maker's own reference; asking twice gives the task that is there.
    """
    item, _ = WorkItem.objects.get_or_create(
        code=code,
        defaults={
            "title_zh": title.zh,
            "title_en": title.en,
            "owner_role": str(role),
            "owner_office": office,
            "place": place,
            "case": case,
            "line": line,
            "due_on": due_on,
            "link": link,
            "made_at": timezone.now(),
        },
    )
    return item


def end(code: str, *, by: str, outcome: Text) -> bool:
    """Mark the task done; False if there is no such open task."""
    done = WorkItem.objects.filter(code=code, done_at=None)
    return bool(done.update(done_at=timezone.now(), done_by=by, outcome_zh=outcome.zh, outcome_en=outcome.en))


def end_case(case: str, *, by: str, outcome: Text) -> int:
    """Mark every open task of the case done; gives how many."""
    done = WorkItem.objects.filter(case=case, done_at=None)
    return done.update(done_at=timezone.now(), done_by=by, outcome_zh=outcome.zh, outcome_en=outcome.en)


def items_for(user: access.Reader) -> QuerySet[WorkItem]:
    """Every task in the user's places, whoever owns it."""
    places = access.visible_places(user)
    offices = [m.office.pk for m in access.memberships(user)]
    return WorkItem.objects.filter(places.q() if places.everywhere else places.q() | Q(owner_office__in=offices))


def open_at(case: str) -> QuerySet[WorkItem]:
    """The open tasks of a case, whoever owns them."""
    return WorkItem.objects.filter(case=case, done_at=None)


def mine(user: access.Reader) -> QuerySet[WorkItem]:
    """The open tasks that fall to the user's roles, late first, undated last."""
    held = [
        Q(owner_role=m.role) & (Q(owner_office=m.office.pk) | Q(owner_office=None)) for m in access.memberships(user)
    ]
    return items_for(user).filter(any_of(held), done_at=None).order_by(F("due_on").asc(nulls_last=True), "id")


def late(on: date) -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(done_at=None, due_on__lt=on)
