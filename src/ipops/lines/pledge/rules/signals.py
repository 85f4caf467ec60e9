"""Signs that a pledge only lifts a count. A sign changes no figure: it opens a check with an owner, and the check's end does.

Told apart: renewal after a real repayment, and cancelling to register again. The number of pledged patents is never a target,
and nothing here counts it.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from ipops.finance.security.related import groups
from ipops.finance.security.round_trips import Registration, pairs
from ipops.kernel.citation import Citation
from ipops.kernel.text import Text
from ipops.ledger.facts.words import Signal
from ipops.lines.pledge.machine.clauses import SHAM


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """``pledges`` are those it looks at; ``signal`` is ``None`` for an ordinary case that is shown beside, not a doubt."""

    signal: Signal | None
    says: Text
    pledges: tuple[str, ...]
    on: date
    cite: Citation = SHAM

    @property
    def harmless(self) -> bool:
        return self.signal is None

    @property
    def case(self) -> str:
        """The code of its check: the same facts give the same, so that looking twice opens no second one."""
        return f"C:{self.signal}:{hashlib.sha256('|'.join(self.pledges).encode()).hexdigest()[:16]}"


def signs(registrations: Sequence[Registration], links: Iterable[tuple[str, str]] = ()) -> tuple[Sign, ...]:
    """Every sign among these registrations. ``links`` join parties that stand behind one another."""
    group_of = groups({x for r in registrations for x in (r.lender, r.borrower, r.giver)}, links)
    made = [
        *_again(registrations),
        *_often(registrations),
        *_split(registrations, group_of),
        *_related(registrations, group_of),
    ]
    return tuple(sorted(made, key=lambda s: (s.harmless, -s.on.toordinal(), s.pledges)))


def _again(registrations: Sequence[Registration]) -> Iterable[Sign]:
    """Pair by pair, so that a city's thousands are not each held against every other."""
    by_pair: dict[tuple[str, str], list[Registration]] = defaultdict(list)
    for r in registrations:
        by_pair[r.lender, r.giver].append(r)
    for found in by_pair.values():
        days_of = {r.id: r.registered_on for r in found}
        for p in pairs(found, days("reregistered_within_days")):
            says = _RENEWED if p.repaid else _AGAIN
            yield Sign(
                signal=None if p.repaid else Signal.PLEDGED_AGAIN,
                says=says.fill(before=p.before, after=p.after, n=p.days),
                pledges=(p.before, p.after),
                on=days_of[p.after],
            )


def _often(registrations: Sequence[Registration]) -> Iterable[Sign]:
    span, times = timedelta(days=days("same_pair_within_days")), days("same_pair_times")
    by_pair: dict[tuple[str, str], list[Registration]] = defaultdict(list)
    for r in sorted(registrations, key=lambda r: r.registered_on):
        by_pair[r.lender, r.borrower].append(r)
    for (lender, borrower), found in by_pair.items():
        if not lender or not borrower:
            continue
        for i in range(times - 1, len(found)):
            some = found[i - times + 1 : i + 1]
            if some[-1].registered_on - some[0].registered_on <= span:
                says = _OFTEN.fill(n=times, days=span.days)
                yield Sign(
                    signal=Signal.PAIR_OFTEN, says=says, pledges=tuple(r.id for r in some), on=some[-1].registered_on
                )
                break


def _split(registrations: Sequence[Registration], group_of: dict[str, str]) -> Iterable[Sign]:
    """One borrower, or one group of them, at several lenders within days: tested by borrower, not by loan."""
    span = timedelta(days=days("split_within_days"))
    by_group: dict[str, list[Registration]] = defaultdict(list)
    for r in sorted(registrations, key=lambda r: r.registered_on):
        if r.borrower:
            by_group[group_of[r.borrower]].append(r)
    for found in by_group.values():
        for one, other in itertools.pairwise(found):
            if one.lender != other.lender and other.registered_on - one.registered_on <= span:
                yield Sign(
                    signal=Signal.SPLIT,
                    says=_SPLIT.fill(n=span.days),
                    pledges=(one.id, other.id),
                    on=other.registered_on,
                )
                break


def _related(registrations: Sequence[Registration], group_of: dict[str, str]) -> Iterable[Sign]:
    for r in registrations:
        near = {x for x in (r.giver, r.borrower) if x and r.lender and group_of[r.lender] == group_of[x]}
        if near:
            says = _RELATED if r.giver in near else _RELATED_DEBTOR
            yield Sign(signal=Signal.RELATED_LENDER, says=says, pledges=(r.id,), on=r.registered_on)


def days(name: str) -> int:
    return int(_terms()[name]["value"])


@lru_cache(maxsize=1)
def _terms() -> dict[str, Any]:
    text = (resources.files("ipops.lines.pledge") / "policy" / "anti_gaming.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


_AGAIN = Text(
    "{before} 注销后{n}天，同一当事人就同一权利再登记为 {after}，未见还款。",
    "{before} was cancelled and registered again as {after} after {n} days; no repayment is known.",
)
_RENEWED = Text(
    "{before} 还款注销后{n}天续贷，登记为 {after}。", "{before} was repaid, and renewed as {after} after {n} days."
)
_OFTEN = Text(
    "同一银行与同一企业在{days}天内登记{n}次。", "One lender and one borrower registered {n} times within {days} days."
)
_SPLIT = Text(
    "同一企业（或关联企业）{n}天内向不同银行出质。",
    "One borrower, or related ones, pledged to several lenders within {n} days.",
)
_RELATED = Text("出质人与质权人存在关联关系。", "Pledgor and pledgee are related.")
_RELATED_DEBTOR = Text("债务人与质权人存在关联关系。", "Debtor and pledgee are related.")
