"""Names that are one risk: related obligors joined into groups, and how concentrated a pool is by group.

The limits are the guide's and are handed in with their dates; this module adds up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from ipops.kernel.money import Money


def groups(names: Iterable[str], links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each name its group's first name; two names are one group if a chain of links joins them."""
    head = {n: n for n in names}

    def find(n: str) -> str:
        while head[n] != n:
            head[n] = head[head[n]]
            n = head[n]
        return n

    for a, b in links:
        if a in head and b in head:
            x, y = sorted((find(a), find(b)))
            head[y] = x
    return {n: find(n) for n in head}


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    obligors: int
    largest: Fraction
    five_largest: Fraction


def concentration(owed: Mapping[str, Money], group_of: Mapping[str, str]) -> Concentration:
    """Groups that still owe something, the largest and the five largest as parts of the pool."""
    by_group: dict[str, int] = {}
    for name, amount in owed.items():
        by_group[group_of.get(name, name)] = by_group.get(group_of.get(name, name), 0) + amount.fen
    sizes = sorted((v for v in by_group.values() if v > 0), reverse=True)
    total = sum(sizes)
    if not total:
        return Concentration(obligors=0, largest=Fraction(0), five_largest=Fraction(0))
    return Concentration(
        obligors=len(sizes), largest=Fraction(sizes[0], total), five_largest=Fraction(sum(sizes[:5]), total)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolLimits:
    obligors: int
    largest: Fraction
    five_largest: Fraction


def breaches(found: Concentration, limits: PoolLimits) -> tuple[str, ...]:
    """Which limits a pool breaks."""
    told = []
    if found.obligors < limits.obligors:
        told.append("obligors")
    if found.largest > limits.largest:
        told.append("largest")
    if found.five_largest > limits.five_largest:
        told.append("five_largest")
    return tuple(told)
