"""A fact that a reader of registers or lists proposes, before anybody stores it."""

from __future__ import annotations

from dataclasses import dataclass

from ipops.ledger.fact import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """The reference is the sender's: the same record sent twice changes nothing. ``seal`` is a person's name that must be
    sealed first and is not in the fact."""

    fact: Fact
    reference: str
    seal: str = ""
