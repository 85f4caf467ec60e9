"""Sealing the journal, proving from the seals, and verifying the one against the other."""

from ipops.webkit.seals.delivery import TOPIC, deliver
from ipops.webkit.seals.proving import prove, prove_all, prove_consistency
from ipops.webkit.seals.sealing import head_at, heads, last, seal, tiles
from ipops.webkit.seals.verifying import verify

__all__ = [
    "TOPIC",
    "deliver",
    "head_at",
    "heads",
    "last",
    "prove",
    "prove_all",
    "prove_consistency",
    "seal",
    "tiles",
    "verify",
]
