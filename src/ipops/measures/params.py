"""What a pack may choose for an expression: how a deal over many rights counts, where it belongs, which contracts count.

A pack that leaves one open yields several readings; they are computed side by side and none is a default (tenet 1).
"""

from __future__ import annotations

from dataclasses import dataclass

from ipops.kernel.text import Text
from ipops.measures.words import Contracts, Counting, Territory


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """One reading. The first of each vocabulary below is the reading shown when a pack names none, labelled so.

    ``contracts`` is set only for measures of technology contracts, which know nothing of the other two.
    """

    counting: Counting = Counting.PER_DEAL
    territory: Territory = Territory.EITHER
    contracts: Contracts | None = None

    @property
    def named(self) -> Text:
        if self.contracts is not None:
            return self.contracts.named
        return Text(
            f"{self.counting.zh}；{self.territory.zh}",
            f"{self.counting.en}; {self.territory.en}",
        )

    def as_json(self) -> dict[str, str]:
        return {"counting": self.counting.value, "territory": self.territory.value}


def readings(counting: Counting | None, territory: Territory | None) -> tuple[Params, ...]:
    """Every reading a pack leaves possible, the shown one first. ``None`` means that the pack does not say."""
    countings = (counting,) if counting else tuple(Counting.__members__.values())
    territories = (territory,) if territory else tuple(Territory.__members__.values())
    every = [Params(counting=c, territory=t) for c in countings for t in territories]
    shown = Params()
    return tuple(sorted(every, key=lambda p: (p.counting != shown.counting, p.territory != shown.territory)))


def contract_readings(contracts: Contracts | None) -> tuple[Params, ...]:
    """Every reading of *patented-technology contract* a pack leaves possible."""
    every = (contracts,) if contracts else tuple(Contracts.__members__.values())
    return tuple(Params(contracts=c) for c in every)
