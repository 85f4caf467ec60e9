"""Offices, people and what they are, looked after by whoever may ``MANAGE`` there. Refusals are values; every act is logged.

Rule 1: one manages inside the places one's own office covers, and hands out no wider place than that.
Rule 2: nobody manages themselves: not the own roles, not the own account.
Rule 3: a new password is made here, shown once, and is the person's to change.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.webkit.access import second_factor
from ipops.webkit.access.accounts import OfficeAsked, account_close, account_make
from ipops.webkit.access.rules import Action, Reader, grant, memberships, visible_places, why_not
from ipops.webkit.models import ApiToken, Membership, Office, User
from ipops.webkit.roles import Level, Role

log = structlog.get_logger("ipops.access")
SOON = timedelta(days=30)


def offices_for(user: Reader) -> QuerySet[Office]:
    """Offices inside the places this manager covers, and their own."""
    places = visible_places(user)
    own = [m.office.pk for m in memberships(user)]
    return (
        Office.objects.all()
        if places.everywhere
        else Office.objects.filter((places.q() & ~Q(place="")) | Q(pk__in=own))
    )


def people_for(user: Reader) -> QuerySet[User]:
    """People who hold a role in those offices."""
    return User.objects.filter(memberships__office__in=offices_for(user)).distinct()


def without_factor() -> Q:
    """Who can sign in by a password alone."""
    return Q(is_active=True, second_factor__confirmed_at=None)


def token_ends(now: datetime) -> Q:
    """Whose token still opens something and stops within ``SOON``."""
    ending = ApiToken.objects.filter(revoked_at=None, expires_at__gt=now, expires_at__lte=now + SOON)
    return Q(is_active=True, pk__in=ending.values("user"))


def may_manage(user: Reader, person: User) -> Refused | None:
    """Why this person is not this manager's to change; ``None`` if they are."""
    if why := why_not(user, Action.MANAGE):
        return why
    if person.pk == getattr(user, "pk", None):
        return _no(
            "oneself",
            Text(
                "不能管理自己的账号，请由另一位管理员办理。",
                "Nobody manages their own account; ask another administrator.",
            ),
        )
    held = set(Membership.objects.filter(user=person).values_list("office_id", flat=True))
    mine = set(offices_for(user).filter(pk__in=held).values_list("pk", flat=True))
    if held - mine:
        return _no(
            "elsewhere-too", Text("此人在您管辖以外还有岗位。", "This person holds a role outside your places too.")
        )
    return None


@transaction.atomic
def office_make(*, user: Reader, asked: OfficeAsked, by: str) -> Office | Refused:
    """A new office inside the manager's places. A body's place is where it is looked after."""
    if why := why_not(user, Action.MANAGE, asked.place):
        return why
    if not asked.place and not visible_places(user).everywhere:
        return _no("no-place", Text("请填写区划。", "Give the division."), "place")
    if Office.objects.filter(code=asked.code).exists():
        return _no("office-exists", Text("单位代码已被使用。", "An office with this code exists."), "office_code")
    assert asked.name is not None
    assert asked.level is not None
    if asked.level in (Level.CENTRE, Level.PROVINCE) and not visible_places(user).everywhere:
        return _no(
            "level-too-high",
            Text("只有中央管理可以设立省级以上单位。", "Only the centre sets up provincial offices and above."),
            "level",
        )
    if asked.level is Level.BODY and not asked.party:
        return _no(
            "body-without-party", Text("单位账号须填写它的主体代码。", "A body needs the code of its party."), "party"
        )
    made = Office.objects.create(
        code=asked.code,
        name_zh=asked.name.zh,
        name_en=asked.name.en,
        place=asked.place,
        level=str(asked.level),
        party=asked.party,
    )
    log.info("office made", office=made.code, by=by)
    return made


@transaction.atomic
def person_make(
    *, user: Reader, username: str, name: Text, office: Office, role: Role, by: str
) -> tuple[User, str] | Refused:
    """A new person with a first role; gives the first password, shown once."""
    if why := why_not(user, Action.MANAGE, office.place):
        return why
    if User.objects.filter(username=username).exists():
        return _no("account-exists", Text("账号已存在。", "The account exists already."), "username")
    password = _password()
    made = account_make(
        username=username, name=name, password=password, role=role, office=OfficeAsked(code=office.code), by=by
    )
    if isinstance(made, Refused):
        return made
    log.info("person made", user=username, by=by)
    return made, password


@transaction.atomic
def role_grant(*, user: Reader, person: User, office: Office, role: Role, by: str) -> Membership | Refused:
    if why := may_manage(user, person) or why_not(user, Action.MANAGE, office.place):
        return why
    made = grant(user=person, office=office, role=role, by=by)
    if not isinstance(made, Refused):
        log.info("role granted", user=person.username, role=str(role), office=office.code, by=by)
    return made


@transaction.atomic
def role_revoke(*, user: Reader, person: User, membership: int, by: str) -> bool | Refused:
    """Take a role away; gives whether it was there."""
    if why := may_manage(user, person):
        return why
    gone, _ = Membership.objects.filter(user=person, pk=membership).delete()
    log.info("role revoked", user=person.username, membership=membership, by=by)
    return bool(gone)


@transaction.atomic
def person_close(*, user: Reader, person: User, by: str) -> User | Refused:
    if why := may_manage(user, person):
        return why
    log.info("account closed", user=person.username, by=by)
    return account_close(username=person.username)


@transaction.atomic
def person_open(*, user: Reader, person: User, by: str) -> User | Refused:
    """A closed account may sign in again; its tokens stay revoked."""
    if why := may_manage(user, person):
        return why
    person.is_active = True
    person.save(update_fields=["is_active"])
    log.info("account opened", user=person.username, by=by)
    return person


@transaction.atomic
def password_reset(*, user: Reader, person: User, by: str) -> str | Refused:
    """A new password, shown once. The second factor goes too if the person lost it: ask for that apart."""
    if why := may_manage(user, person):
        return why
    password = _password()
    person.set_password(password)
    person.save(update_fields=["password"])
    log.warning("password reset", user=person.username, by=by)
    return password


@transaction.atomic
def factor_reset(*, user: Reader, person: User, by: str) -> bool | Refused:
    if why := may_manage(user, person):
        return why
    return second_factor.remove(person, by=by)


def tokens_of(person: User) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(user=person).order_by("-made_at")


def _password() -> str:
    """Long, without letters that look alike."""
    return "-".join("".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(4)) for _ in range(4))


def _no(code: str, says: Text, field: str = "") -> Refused:
    return Refused(reasons=(Reason(code=code, says=says, field=field),))
