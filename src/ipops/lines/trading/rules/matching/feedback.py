"""How good the pushed lists were, by what people said of them: ours beside the words alone (matching is a rare-positive
problem, so precision at the top is told, never accuracy: ``patents.md`` 1.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from ipops.lines.trading.facts.market import MatchJudged

AT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """Of one year: judged matches among the first ten of each list, and how many of them were hits. ``None``: none judged."""

    year: int
    judged: int
    ours: Fraction | None
    plain: Fraction | None


def by_year(judged: Iterable[MatchJudged], *, at: int = AT) -> tuple[Precision, ...]:
    """The last word on each pair of need and patent counts, in the year it was said."""
    last: dict[tuple[str, str], MatchJudged] = {}
    for one in judged:
        last[one.need, one.right] = one
    years: dict[int, list[MatchJudged]] = {}
    for one in last.values():
        years.setdefault(one.on.year, []).append(one)
    return tuple(
        Precision(
            year=year,
            judged=len(them),
            ours=_share([m for m in them if 0 < m.rank <= at]),
            plain=_share([m for m in them if 0 < m.plain_rank <= at]),
        )
        for year, them in sorted(years.items())
    )


def _share(them: list[MatchJudged]) -> Fraction | None:
    return Fraction(sum(m.judged.is_hit for m in them), len(them)) if them else None
