"""What a person is told: in the list behind the bell, and by e-mail unless they said no. Every notice says why it came.

    event ──> tell(users, …) ──> Notice ──> the list, unread first
                                   └──> mailing.send: one letter a person, opt-out by event

Rule 1: telling twice under one code changes nothing, so every maker may run again.
Rule 2: what is due is told once a day in one notice, not once for every task.
Rule 3: an event that the law requires to be told (``binding``) cannot be opted out of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from ipops.kernel.text import Text
from ipops.webkit import access, work
from ipops.webkit.models import Membership, Notice, NoticeChoice, User

SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A kind of thing that people are told. ``by_mail`` is what holds until they choose; ``binding`` ones always go."""

    code: str
    title: Text
    why: Text
    by_mail: bool = True
    binding: bool = False


DUE = Event(
    code="work.due",
    title=Text("每日待办", "What is due, once a day"),
    why=Text("您的岗位承办这些事项。", "These tasks fall to your role."),
)
MESSAGE = Event(
    code="case.message",
    title=Text("办件留言", "Messages on a case"),
    why=Text(
        "您在这件事上留过言，或其待办由您的岗位承办。",
        "You wrote on this case, or one of its tasks falls to your role.",
    ),
)
_EVENTS: dict[str, Event] = {e.code: e for e in (DUE, MESSAGE)}


def register(event: Event) -> None:
    """A house's own event, from ``AppConfig.ready``. Twins are refused."""
    if _EVENTS.get(event.code, event) != event:
        raise RuntimeError(f"Two events claim the code {event.code!r}.")
    _EVENTS[event.code] = event


def events() -> tuple[Event, ...]:
    return tuple(_EVENTS.values())


def tell(
    users: Iterable[User], *, event: Event, code: str, title: Text, link: str = "", why: Text | None = None
) -> int:
    """Put one notice on the list of each; gives how many were new. ``code`` is the maker's own."""
    says, now = why or event.why, timezone.now()
    made = [
        Notice(
            user=u, code=code, event=event.code, title_zh=title.zh, title_en=title.en, why_zh=says.zh, why_en=says.en,
            link=link, at=now,
        )
        for u in {u.pk: u for u in users if u.is_active}.values()
    ]  # fmt: skip
    known = set(Notice.objects.filter(code=code).values_list("user_id", flat=True)) if made else set()
    fresh = [n for n in made if n.user.pk not in known]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def of(user: User) -> QuerySet[Notice]:
    """Newest first."""
    return Notice.objects.filter(user=user)


def unread(user: User) -> int:
    return Notice.objects.filter(user=user, read_at=None).count()


def read(user: User, pk: int | None = None) -> int:
    """Mark one as read, or all of them."""
    rows = Notice.objects.filter(user=user, read_at=None)
    return (rows if pk is None else rows.filter(pk=pk)).update(read_at=timezone.now())


def choices(user: User) -> dict[str, bool]:
    """For each event whether this person gets it by e-mail."""
    chosen = dict(NoticeChoice.objects.filter(user=user).values_list("event", "by_mail"))
    return {e.code: e.binding or chosen.get(e.code, e.by_mail) for e in events()}


def choose(user: User, wanted: Sequence[str]) -> None:
    """Keep what the person wants by e-mail; binding events are not theirs to choose."""
    for e in events():
        if not e.binding:
            NoticeChoice.objects.update_or_create(user=user, event=e.code, defaults={"by_mail": e.code in wanted})


def daily(today: date) -> int:
    """Once a day for everybody whose roles have something late or due soon; gives how many were told anew."""
    told = 0
    held = Membership.objects.filter(user__is_active=True).select_related("user", "office")
    for user in {m.user_id: m.user for m in held}.values():  # type: ignore[attr-defined]
        due = list(work.mine(user).filter(due_on__lte=today + SOON).values_list("due_on", flat=True))
        if not due:
            continue
        n = Counter("late" if on < today else "soon" for on in due)
        title = Text("今日待办：逾期{late}项，三日内到期{soon}项", "Due: {late} late, {soon} within three days").fill(
            late=n["late"], soon=n["soon"]
        )
        told += tell([user], event=DUE, code=f"work.due:{today.isoformat()}", title=title, link="/work/")
    return told


def people_at(place: str, roles: Iterable[str]) -> list[User]:
    """Whoever holds one of the roles in an office that covers the place."""
    held = Membership.objects.filter(role__in=list(roles), user__is_active=True).select_related("user", "office")
    return [m.user for m in held if not place or place in access.visible_places(m.user)]


def at_case(case: str, wrote: Q) -> list[User]:
    """Whoever a message on the case concerns: those who hold its open tasks, and those who wrote on it before."""
    found = list(User.objects.filter(wrote, is_active=True).distinct())
    for task in work.open_at(case).select_related("owner_office"):
        if task.owner_office is not None:
            rows = Membership.objects.filter(role=task.owner_role, office=task.owner_office, user__is_active=True)
            found += [m.user for m in rows.select_related("user")]
        else:
            found += people_at(task.place, [task.owner_role])
    return found
