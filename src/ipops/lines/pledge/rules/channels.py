"""How long an office takes to register a pledge: ``policy/channels.yaml``, by right, channel and office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.ledger.facts.words import RightKind
from ipops.reference import workdays


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """One row: so many working days, from which source."""

    days: int
    cite: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """By which day the office examines it."""

    last_day: date
    provisional: bool
    pace: Pace


def pace(kinds: Iterable[str], channel: str, office: str) -> Pace | Unknown:
    """The pace for these rights. Mixed rights take as long as the slowest; a row of the office's own outweighs."""
    found = [_of(kind, channel, office) for kind in dict.fromkeys(kinds)]
    if not found or None in found:
        return Unknown(why=_UNKNOWN)
    return max((p for p in found if p), key=lambda p: p.days)


def examined_by(filed_on: date, kinds: Iterable[str], channel: str, office: str) -> Examined | Unknown:
    got = pace(kinds, channel, office)
    if isinstance(got, Unknown):
        return got
    end = workdays.add_working_days(filed_on, got.days)
    return Examined(last_day=end.day, provisional=end.provisional, pace=got)


def _of(kind: str, channel: str, office: str) -> Pace | None:
    family = _family(kind)
    rows = [r for r in _rows() if r["right"] == family and channel in r["channel"]]
    own = [r for r in rows if r.get("office") and office[:4] == r["office"][:4]]
    general = [r for r in rows if not r.get("office")]
    row = next(iter([*own, *general]), None)
    return Pace(days=row["days"], cite=_cite(row["cite"])) if row else None


def _family(kind: str) -> str:
    try:
        return "patent" if RightKind(kind).is_patent else kind
    except ValueError:
        return kind


def _cite(told: dict[str, Any]) -> Citation:
    return Citation(document=told["document"], grade=Grade(told["grade"]), source=told["source"])


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, Any], ...]:
    text = (resources.files("ipops.lines.pledge") / "policy" / "channels.yaml").read_text(encoding="utf-8")
    return tuple(yaml.safe_load(text)["rows"])


_UNKNOWN = Text("该种权利或渠道的办理时限未见来源。", "No source seen gives the time for this right or channel.")
