"""Accounts of real people: made at the command line by whoever keeps the machine, since the first one must come from there.

The demo's accounts are made elsewhere (``demo``) and never stand beside real records.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.webkit.access.rules import grant
from ipops.webkit.models import ApiToken, Office, User
from ipops.webkit.roles import Level, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeAsked:
    """An office by its code; name, place and level are needed only when it is new. ``party`` names a body's own party."""

    code: str
    name: Text | None = None
    place: str = ""
    level: Level | None = None
    party: str = ""


def account_make(
    *, username: str, name: Text | None, password: str, role: Role, office: OfficeAsked, by: str
) -> User | Refused:
    """Make the account, its office if that is new, and grant the role. An account that exists gets the role as well (its
    password stays, ``password`` is then empty)."""
    with transaction.atomic():
        user = User.objects.filter(username=username).first()
        if user is None:
            made = _new(username, name, password)
            if isinstance(made, Refused):
                return made
            user = made
        elif password:
            return _no("account-exists", f"账号 {username} 已存在。", f"The account {username} exists already.")
        where = _office(office)
        granted = where if isinstance(where, Refused) else grant(user=user, office=where, role=role, by=by)
        if isinstance(granted, Refused):
            transaction.set_rollback(True)
            return granted
    return user


def account_close(*, username: str) -> User | Refused:
    """The person may no longer sign in and their tokens end; what they recorded stays theirs."""
    user = User.objects.filter(username=username).first()
    if user is None:
        return no_account(username)
    user.is_active = False
    user.save(update_fields=["is_active"])
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())
    return user


def no_account(username: str) -> Refused:
    return _no("no-account", f"没有账号 {username}。", f"There is no account {username}.")


def _new(username: str, name: Text | None, password: str) -> User | Refused:
    user = User(username=username, name_zh=name.zh if name else "", name_en=name.en if name else "")
    try:
        user.clean_fields(exclude=["password"])
        validate_password(password, user)
    except ValidationError as bad:
        return _no("account-unfit", *_in_both(bad))
    user.set_password(password)
    user.save()
    return user


def _in_both(bad: ValidationError) -> tuple[str, str]:
    """Django says it in the language that is switched on."""
    said = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said.append(" ".join(str(m) for m in bad.messages))
    return said[0], said[1]


def _office(asked: OfficeAsked) -> Office | Refused:
    found = Office.objects.filter(code=asked.code).first()
    if found is not None:
        return found
    if asked.name is None or asked.level is None:
        return _no(
            "office-unknown",
            f"没有单位 {asked.code}。新建单位请同时给出名称与级别（--office-name、--level）。",
            f"There is no office {asked.code}. To make it, give its name and level too (--office-name, --level).",
        )
    return Office.objects.create(
        code=asked.code,
        name_zh=asked.name.zh,
        name_en=asked.name.en,
        place=asked.place,
        level=str(asked.level),
        party=asked.party,
    )


def _no(code: str, zh: str, en: str) -> Refused:
    return Refused(reasons=(Reason(code=code, says=Text(zh, en)),))
