"""What a file of a return says of itself, on a sheet nobody sees."""

from __future__ import annotations

from dataclasses import dataclass

TAGS = "_ipops"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """What a file says of itself: which return, which version of it, for which place and period."""

    schema: str
    version: str
    place: str
    period: str

    def rows(self) -> tuple[tuple[str, str], ...]:
        return (("schema", self.schema), ("version", self.version), ("place", self.place), ("period", self.period))
