"""What of a pool is in force: patents, and families of patents as its members told them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A patent of the pool: granted or not, and its last day in force plus one, as far as is known."""

    right: str
    granted_on: date | None
    ends_on: date | None

    def lapsed(self, on: date) -> bool:
        return self.ends_on is not None and self.ends_on <= on

    def in_force(self, on: date) -> bool:
        return self.granted_on is not None and self.granted_on <= on and not self.lapsed(on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """``families`` is ``None`` where nobody told families; of a family one patent in force is enough. ``unknown`` are patents of which
    nothing is on record: they are counted in nothing."""

    patents: int
    families: int | None
    of_families: int
    lapsed: tuple[str, ...]
    unknown: tuple[str, ...]


def force(rights: Collection[str], families: Collection[int], known: Mapping[str, Member], on: date) -> Force:
    running = {n for n in rights if n in known and known[n].in_force(on)}
    grouped = dict(zip(rights, families, strict=True)) if families else {}
    return Force(
        patents=len(running),
        families=len({grouped[n] for n in running}) if grouped else None,
        of_families=len(set(families)),
        lapsed=tuple(n for n in rights if n in known and known[n].lapsed(on)),
        unknown=tuple(n for n in rights if n not in known),
    )


def grouped(lines: Collection[Collection[str]]) -> tuple[int, ...]:
    """The number of the family of each patent, where a line holds one family; empty where every line holds one patent."""
    if all(len(line) <= 1 for line in lines):
        return ()
    return tuple(i for i, line in enumerate(lines, 1) for _ in line)
