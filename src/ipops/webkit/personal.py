"""Values that must stay erasable: identity numbers, phones, incomes, lives, unpublished inventions (个人信息保护法 第四十七条).

A fact carries only ``Sealed``: SHA-256 over a random salt and the value. The value and the salt lie here, with purpose
and retention day, and go together: what remains in the sealed fact then proves nothing about anybody, and the seals
still verify. Database copies made before (backups) must be expired by whoever keeps them.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import date
from unicodedata import normalize

from django.db import transaction
from django.utils import timezone

from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.ledger.fact import Sealed
from ipops.webkit.models import PersonalValue

_SALT_BYTES = 16


def keep(value: str, purpose: str, until: date, *, by: str) -> Sealed:
    """Keep the value until the retention day; put what you get into the fact. Raises ``ValueError`` without a purpose."""
    if not value or not purpose.strip():
        raise ValueError("A personal value needs a value and a purpose.")
    salt = secrets.token_bytes(_SALT_BYTES)
    sealed = _seal(salt, value)
    PersonalValue.objects.create(
        digest=sealed.digest,
        salt=salt,
        value=normalize("NFC", value),
        purpose=purpose,
        keep_until=until,
        kept_at=timezone.now(),
        kept_by=by,
    )
    return sealed


def _seal(salt: bytes, value: str) -> Sealed:
    return Sealed(hashlib.sha256(salt + normalize("NFC", value).encode()).hexdigest())


def value_of(sealed: Sealed) -> str | Unknown:
    """The value, or why nobody knows it any more."""
    row = PersonalValue.objects.filter(digest=sealed.digest).first()
    if row is None:
        return Unknown(why=Text("本机没有保存此加封值。", "This sealed value is not kept here."))
    if row.value is None:
        on = f"{row.erased_at:%Y-%m-%d}"
        return Unknown(why=Text(f"已于 {on} 依法删除。", f"Erased on {on} as the law requires."))
    return str(row.value)


def matches(sealed: Sealed, value: str) -> bool | None:
    """Whether the sealed value is this one; ``None`` once it has been erased (nobody can tell)."""
    row = PersonalValue.objects.filter(digest=sealed.digest).first()
    if row is None or row.salt is None:
        return None
    return hmac.compare_digest(_seal(bytes(row.salt), value).digest, sealed.digest)


def erase(sealed: Sealed, *, by: str, why: str) -> bool:
    """Erase value and salt; False if there was nothing to erase."""
    return _erase([sealed.digest], by=by, why=why) == 1


def erase_due(on: date, *, by: str = "scheduler") -> int:
    """Erase every value whose retention day has come; gives how many."""
    due = PersonalValue.objects.filter(keep_until__lte=on, erased_at=None).values_list("digest", flat=True)
    return _erase(list(due), by=by, why="retention day reached")


def _erase(digests: list[str], *, by: str, why: str) -> int:
    with transaction.atomic():
        kept = PersonalValue.objects.filter(digest__in=digests, erased_at=None)
        return kept.update(value=None, salt=None, erased_at=timezone.now(), erased_by=by, erased_why=why)
