"""One dated thing on a timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """``title`` and ``text`` are anything ``shown`` knows; ``n`` links the entry; ``state`` is a code of ``states``."""

    on: date
    title: Any
    text: Any = None
    href: str = ""
    n: int | None = None
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    title: Any
    href: str
    here: bool = False
