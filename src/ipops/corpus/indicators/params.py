"""What may be chosen when patents are measured. Published implementations differ in each of these, and each changes the result,
so all of them stand in the file beside the values.

``OURS`` are numbers that no source gives; they are our choice, labelled so wherever they show.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

OURS = ("smallest_cohort", "generality_years")


class Grain(StrEnum):
    """What one row is."""

    APPLICATION = "application"
    FAMILY = "family"
    DOCUMENT = "document"


class Basis(StrEnum):
    """Which year makes a cohort."""

    FILING = "filing"
    PRIORITY = "priority"
    PUBLICATION = "publication"


class Spread(StrEnum):
    """What of a citing (cited) patent falls into a class: the share of its full symbols, or one class, its most frequent."""

    SHARES = "shares"
    ONE_CLASS = "one_class"


class Missing(StrEnum):
    """What a composite does without one of its parts: it has no value, or is the mean of the others. Never zero."""

    UNDEFINED = "undefined"
    DROP = "drop"


class Radical(StrEnum):
    """Symbols of the cited outside one's own classes: their share in all of the cited, or their number."""

    SHARE = "share"
    COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """``through`` is the last day the data cover: a window that reaches beyond it is truncated, a right in force on it censored.

    ``count_family`` counts citations once a citing family, to whichever member, from the family's first publication;
    otherwise application by application. ``winsor`` and ``top`` are whole per cent and whole per mille: ``98`` caps a cohort at
    the value that 98 % of it do not exceed, ``10`` are the top 1 %. ``ties_in`` lets all of equals at the cut in, else none.
    """

    through: date
    grain: Grain = Grain.APPLICATION
    basis: Basis = Basis.FILING
    scheme: str = "ipc"
    inventive_only: bool = False
    fields: str = "wipo35"
    family_kinds: tuple[str, ...] = ("docdb", "priority", "single")
    offices_not_counted: tuple[str, ...] = ("WO",)
    count_family: bool = True
    without_self: bool = False
    generality_years: int = 5
    spread: Spread = Spread.SHARES
    corrected: bool = False
    radical: Radical = Radical.SHARE
    winsor: int = 98
    top: int = 10
    ties_in: bool = False
    smallest_cohort: int = 10
    missing: Missing = Missing.UNDEFINED

    def __post_init__(self) -> None:
        if (
            not 50 < self.winsor <= 100
            or not 0 < self.top < 1000
            or self.smallest_cohort < 1
            or self.generality_years < 1
        ):
            raise ValueError("winsor is 51 to 100 per cent, top 1 to 999 per mille, cohorts and windows are positive.")

    def as_json(self) -> dict[str, Any]:
        plain = asdict(self) | {"through": self.through.isoformat()}
        return {k: list(v) if isinstance(v, tuple) else v for k, v in plain.items()} | {"ours": list(OURS)}
