"""One address for the mail server, as there is one for the database."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

_DUMMY = "django.core.mail.backends.dummy.EmailBackend"


def mail_settings(address: str, sender: str) -> dict[str, Any]:
    """``smtp://user:password@host:587`` (STARTTLS on 587), ``smtps://host:465``; empty: no letters.

    Raises ``ValueError`` for an address of another kind.
    """
    if not address:
        return {"EMAIL_BACKEND": _DUMMY}
    parts = urlsplit(address)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError(f"IPOPS_MAIL is smtp://host:port or smtps://host:port, not {parts.scheme}://…")
    safe = parts.scheme == "smtps"
    port = parts.port or (465 if safe else 25)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": safe,
        "EMAIL_USE_TLS": port == 587,
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": sender or f"ipops@{parts.hostname}",
    }
