"""The second factor of sign-in: codes from a phone, and recovery codes for the day the phone is gone.

Rule 1: the key is never stored. It is HMAC of the row's salt under the home's secret key: who has the database alone has nothing.
Rule 2: a code opens once. Recovery codes are kept as digests and are used up.
Rule 3: nobody but the person sets a factor up; whoever manages people can only take one away, and that is logged.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.webkit.access import totp
from ipops.webkit.factors.models import SecondFactor
from ipops.webkit.models import User

RECOVERY = 10
KEY_BYTES = 20
log = structlog.get_logger("ipops.access")
_WRONG = Text("验证码不对，或已经用过。", "The code is wrong, or was used before.")
_NONE = Text("没有可确认的验证器，请重新开始。", "There is no authenticator to confirm; begin again.")


def has_factor(user: User) -> bool:
    return SecondFactor.objects.filter(user=user).exclude(confirmed_at=None).exists()


def key_of(row: SecondFactor) -> bytes:
    said = f"second factor {row.user.pk} {row.salt}"
    return hmac.new(settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256).digest()[:KEY_BYTES]


def begin(user: User) -> bytes:
    """A new key to be confirmed; an unconfirmed one is replaced, a confirmed one stays until it is taken away."""
    row, _ = SecondFactor.objects.get_or_create(
        user=user, defaults={"salt": secrets.token_hex(16), "made_at": timezone.now()}
    )
    return key_of(row)


@transaction.atomic
def confirm(user: User, typed: str, *, now: float | None = None) -> tuple[str, ...] | Refused:
    """The first right code switches the factor on and gives the recovery codes, shown this once."""
    row = SecondFactor.objects.select_for_update().filter(user=user, confirmed_at=None).first()
    if row is None:
        return _no("no-factor", _NONE)
    step = totp.matching_step(key_of(row), typed, time.time() if now is None else now)
    if step is None:
        return _no("wrong-code", _WRONG)
    codes = tuple(f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" for _ in range(RECOVERY))
    row.confirmed_at, row.last_step = timezone.now(), step
    row.recovery = [_digest(row, c) for c in codes]
    row.save()
    log.info("second factor on", user=user.username)
    return codes


@transaction.atomic
def check(user: User, typed: str, *, now: float | None = None) -> bool:
    """Whether this code opens, a phone's or a recovery code; either is used up by it."""
    row = SecondFactor.objects.select_for_update().filter(user=user).exclude(confirmed_at=None).first()
    if row is None:
        return False
    step = totp.matching_step(key_of(row), typed, time.time() if now is None else now, row.last_step)
    if step is not None:
        row.last_step = step
        row.save(update_fields=["last_step"])
        return True
    digest = _digest(row, typed.strip().lower())
    if digest in row.recovery:
        row.recovery = [d for d in row.recovery if d != digest]
        row.save(update_fields=["recovery"])
        log.info("recovery code used", user=user.username, left=len(row.recovery))
        return True
    return False


def recovery_left(user: User) -> int:
    row = SecondFactor.objects.filter(user=user).first()
    return len(row.recovery) if row else 0


def remove(user: User, *, by: str) -> bool:
    """Take the factor away; gives whether there was one."""
    gone, _ = SecondFactor.objects.filter(user=user).delete()
    if gone:
        log.warning("second factor off", user=user.username, by=by)
    return bool(gone)


def _digest(row: SecondFactor, text: str) -> str:
    return hashlib.sha256(f"{row.salt} {text}".encode()).hexdigest()


def _no(code: str, says: Text) -> Refused:
    return Refused(reasons=(Reason(code=code, says=says, field="digits"),))
