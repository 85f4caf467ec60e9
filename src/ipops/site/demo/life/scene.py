"""One scene of the life: a day, and what somebody does on it through the programme's own services.

Rule 1: a scene that is refused where it should not be, or not refused where it should, is a bug of ours and stops the load.
Rule 2: people act under the labels of the demo accounts, so that whoever signs in as one finds what that one did.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from ipops.kernel.outcome import Problem, Refused
from ipops.reference.demo_places import DEMO_CITY, DEMO_MUNICIPAL_DISTRICT
from ipops.webkit import documents

CITY = DEMO_CITY
CALL = "call:demo-2023"
NOMINATION = f"nom:demo-2023:{CITY}"
BEND = DEMO_MUNICIPAL_DISTRICT
BEND_NOMINATION = f"nom:demo-2023:{BEND}"
CENTRE, PROVINCE, OFFICER, CERTIFIER, CLERK = (
    f"user:{name}" for name in ("centre", "province", "officer", "certifier", "clerk")
)
_TWO_IN_THE_AFTERNOON = timedelta(hours=14 - 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """``act`` is given the day. Everything it enters is stored at two in the afternoon of that day in China."""

    day: date
    act: Callable[[date], None]

    @property
    def at(self) -> datetime:
        return datetime.combine(self.day, time(), tzinfo=UTC) + _TWO_IN_THE_AFTERNOON


def scene(day: str, act: Callable[[date], None]) -> Scene:
    return Scene(day=date.fromisoformat(day), act=act)


def done(got: Any) -> Any:
    """What a service gave. Raises ``RuntimeError`` when it refused."""
    if isinstance(got, Refused):
        raise RuntimeError(f"The demo's life was refused: {[(r.code, r.says.en) for r in got.reasons]}")
    return got


def turned_away(got: Any, code: str) -> None:
    """A refusal that the story tells. Raises ``RuntimeError`` when it did not come, or for another reason."""
    if not isinstance(got, Refused) or code not in {r.code for r in got.reasons}:
        raise RuntimeError(f"The demo's life should have been refused for {code}: {got}")


def paper(name: str, *words: str, by: str = OFFICER) -> str:
    """A made-up document, kept; gives its SHA-256."""
    text = "\n".join((f"{name}（演示，无效）", *words, ""))
    sha256 = documents.store(io.BytesIO(text.encode()), f"{name}（演示）.txt", by)
    if isinstance(sha256, Problem):
        raise RuntimeError(f"The demo's paper {name} was not kept: {sha256}")
    return sha256
