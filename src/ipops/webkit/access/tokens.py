"""Tokens of the API. A token is shown once, when it is made; only its hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from ipops.webkit.models import ApiToken, User


def token_make(*, user: User, name: str, expires_at: datetime | None = None) -> str:
    token = f"ipops_{secrets.token_urlsafe(32)}"
    ApiToken.objects.create(user=user, digest=_digest(token), name=name, expires_at=expires_at)
    return token


def token_user(token: str) -> User | None:
    """Whose token this is, if it is known, not revoked and not past its day."""
    now = timezone.now()
    found = ApiToken.objects.filter(digest=_digest(token), revoked_at=None, user__is_active=True)
    kept = found.filter(Q(expires_at=None) | Q(expires_at__gt=now)).select_related("user").first()
    return kept.user if kept else None


def token_revoke(*, user: User, name: str) -> int:
    """Close the user's tokens of this name; gives how many were open."""
    return ApiToken.objects.filter(user=user, name=name, revoked_at=None).update(revoked_at=timezone.now())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
