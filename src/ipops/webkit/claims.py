"""Everything that is claimed anywhere, by every house that pays: what the look for double claims compares with.

A house registers, from ``AppConfig.ready``, a function that gives its claims; it reads the others' here and knows none of
them. Claims of all places come: money paid twice knows no border.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ipops.finance.double import Claim

_HOUSES: dict[str, Callable[[], Iterable[Claim]]] = {}


def register(house: str, claims: Callable[[], Iterable[Claim]]) -> None:
    """Declare a house's claims. Twins are refused with ``RuntimeError``."""
    known = _HOUSES.get(house)
    if known is not None and known != claims:
        raise RuntimeError(f"Two sources of claims call themselves {house!r}.")
    _HOUSES[house] = claims


def every(*, but: str = "") -> list[Claim]:
    """The claims of all houses, except one's own if it is named, in the order of the houses' names."""
    return [c for name in sorted(_HOUSES) if name != but for c in _HOUSES[name]()]
