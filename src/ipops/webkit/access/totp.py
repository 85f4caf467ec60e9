"""One-time codes by RFC 6238: six digits, half a minute, SHA-1, as every authenticator on a phone reads them. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from urllib.parse import quote

STEP, DIGITS = 30, 6
#: Half minutes by which a phone's clock may be off.
DRIFT = 1


def code(key: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of one half minute (RFC 4226 5.3)."""
    mac = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    at = mac[-1] & 0x0F
    number = struct.unpack(">I", mac[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}d}"


def matching_step(key: bytes, typed: str, now: float, after: int = 0) -> int | None:
    """The half minute whose code was typed, near ``now`` and later than ``after`` (a code opens once); ``None`` for none.

    Every candidate is compared in full, so that the time it takes tells nothing.
    """
    wanted = "".join(typed.split())
    here = int(now) // STEP
    found = None
    for step in range(here - DRIFT, here + DRIFT + 1):
        same = hmac.compare_digest(code(key, step).encode(), wanted.encode())
        if same and step > after:
            found = step
    return found


def written(key: bytes) -> str:
    """The key as people type it: base 32 in groups of four."""
    text = base64.b32encode(key).decode().rstrip("=")
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def address(key: bytes, account: str, issuer: str) -> str:
    """What an authenticator opens: ``otpauth://totp/…``."""
    secret = base64.b32encode(key).decode().rstrip("=")
    label = quote(f"{issuer}:{account}")
    return f"otpauth://totp/{label}?secret={secret}&issuer={quote(issuer)}&period={STEP}&digits={DIGITS}"
