"""What the city knows already, as far as a list is held against it. Whoever has the database fills this in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ipops.intake.values import clean, key
from ipops.ledger.facts.words import RightKind


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRight:
    number: str
    kind: RightKind | None = None
    title: str = ""
    owners: tuple[str, ...] = ()
    filed_on: date | None = None
    published_on: date | None = None
    granted_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownParty:
    party: str
    name: str = ""
    former_names: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Rights by number; parties by our code, which for a body with a credit code is ``P:`` and that code."""

    rights: Mapping[str, KnownRight] = field(default_factory=dict)
    parties: Mapping[str, KnownParty] = field(default_factory=dict)

    def called(self, name: str) -> tuple[KnownParty, ...]:
        """Parties that go or went by a name, blind to width and punctuation. A name joins nobody: these are candidates."""
        wanted = key(clean(name))
        found = [p for p in self.parties.values() if wanted in {key(n) for n in (p.name, *p.former_names) if n}]
        return tuple(sorted(found, key=lambda p: p.party))
