"""What is written: take the turn, read, think, append. Each answers with what was stored or with ``Refused``."""

from ipops.lines.custody.app.services.custodies import (
    custody_ask,
    custody_drop,
    custody_end,
    custody_offer,
    custody_review,
    custody_serve,
    custody_sign,
)

__all__ = [
    "custody_ask",
    "custody_drop",
    "custody_end",
    "custody_offer",
    "custody_review",
    "custody_serve",
    "custody_sign",
]
