"""How long an office takes to register a pledge: ``policy/channels.yaml``, by right, channel and office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
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
    """One row: so many days of which unit, counted from which day, by which source."""

    days: int
    calendar: bool
    from_acceptance: bool
    cite: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """By which day the office examines it."""

    last_day: date
    provisional: bool
    pace: Pace


def pace(kind: str, channel: str, office: str) -> Pace | Unknown:
    """The pace for one kind of right; a row of the office's own outweighs."""
    family = _family(kind)
    rows = [r for r in _told()["rows"] if r["right"] == family and channel in r["channel"]]
    own = [r for r in rows if r.get("office") and office[:4] == r["office"][:4]]
    general = [r for r in rows if not r.get("office")]
    row = next(iter([*own, *general]), None)
    if row is None:
        why = _told()["unknown"]
        return Unknown(why=Text(**why.get(family, why["other"])))
    return Pace(
        days=row["days"],
        calendar=row["unit"] == "calendar",
        from_acceptance=row["from"] == "accepted",
        cite=_cite(row["cite"]),
    )


def examined_by(
    filed_on: date, kinds: Iterable[str], channel: str, office: str, accepted_on: date | None = None
) -> Examined | Unknown:
    """The last day for these rights, those of one office or of several: mixed ones take as long as the slowest. A time that counts from
    acceptance counts from that day where it is known, and from the filing, the earliest it can be, where it is not."""
    paces = [pace(kind, channel, office) for kind in dict.fromkeys(kinds) or ("",)]
    ends = []
    for one in paces:
        if isinstance(one, Unknown):
            return one
        ends.append(_end(accepted_on or filed_on if one.from_acceptance else filed_on, one))
    return max(ends, key=lambda e: e.last_day)


def _end(start: date, x: Pace) -> Examined:
    """The first day is not counted; calendar days that end on a holiday end on the next working day (民法典 第二百零三条)."""
    end = workdays.roll(start + timedelta(days=x.days)) if x.calendar else workdays.add_working_days(start, x.days)
    return Examined(last_day=end.day, provisional=end.provisional, pace=x)


def _family(kind: str) -> str:
    try:
        return "patent" if RightKind(kind).is_patent else kind
    except ValueError:
        return kind


def _cite(told: dict[str, Any]) -> Citation:
    return Citation(**told | {"grade": Grade(told["grade"])})


@lru_cache(maxsize=1)
def _told() -> dict[str, Any]:
    text = (resources.files("ipops.lines.pledge") / "policy" / "channels.yaml").read_text(encoding="utf-8")
    told: dict[str, Any] = yaml.safe_load(text)
    return told
