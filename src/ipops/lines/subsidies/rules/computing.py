"""A claim under its scheme: one outcome with its trace, each award under the caps it shares with others of its group.

Rule 1: what the scheme asks and nobody stated stays unknown; amounts that rest on it are unknown and say what is missing.
Rule 2: a cap counts what the same firm (loan, pot) already has *under that cap*: awards whose caps bear the same name share
it, others do not. So interest never eats the room of fees.
Rule 3: the order is that of filing; whoever is computed later finds what stands before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ipops.finance.scheme import Scheme, evaluate, read_case
from ipops.finance.scheme.caps import READINGS
from ipops.finance.scheme.form import SchemeForm
from ipops.finance.scheme.outcome import Outcome
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.lines.subsidies.facts import Verdict
from ipops.lines.subsidies.rules import given as stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """Another claim's money under the same scheme: by award, of which firm, loan, bank and budget year; and the year of the pot
    that pays it, which is a later one if its rest was carried over."""

    claimant: str
    loan: str
    bank: str
    budget_year: int
    pot_year: int
    amounts: Mapping[str, Money]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A claim as it is computed. ``on`` is the day of filing, on which the scheme must hold."""

    on: date
    claimant: str
    loan: str
    bank: str
    budget_year: int
    period: tuple[date, date]
    given: tuple[str, ...]
    settled: bool | None = None
    repaid_on: date | None = None
    rates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """``amounts`` holds what is known; ``total`` is known only if every award is."""

    outcome: Outcome
    verdict: Verdict
    amounts: Mapping[str, Money]
    total: Money | None
    missing: tuple[str, ...]

    def sheet(self) -> bytes:
        """The calculation sheet: the whole outcome as JSON, the same bytes for the same claim."""
        return json.dumps(self.outcome.as_json(), ensure_ascii=False, indent=1, sort_keys=True).encode()


def compute(scheme: Scheme, asked: Asked, others: Sequence[Stands]) -> Computed | Refused:
    """Evaluates the scheme once for each award, so that each finds what stands under its own caps."""
    tree = _tree(asked)
    if isinstance(tree, Reason):
        return Refused(reasons=(tree,))
    if wrong := stated.settled_on(asked.given, asked.repaid_on):
        return Refused(reasons=wrong)
    outcomes = []
    for award in scheme.form.awards:
        used = _used(scheme.form, award.id, asked, others)
        case = read_case(asked.on, {**tree, **used})
        if isinstance(case, tuple):
            return Refused(reasons=tuple(Reason(code=p.code, says=p.says, field="given") for p in case))
        outcomes.append((award.id, evaluate(scheme, case)))
    return _told(outcomes)


def _tree(asked: Asked) -> dict[str, Any] | Reason:
    tree = stated.raw(asked.given)
    series = stated.rates(asked.rates)
    if isinstance(series, Reason):
        return series
    tree["window.from"], tree["window.until"] = asked.period
    if series:
        tree["series"] = series
    if asked.settled is not None:
        tree["loan.settled"] = asked.settled
    if asked.repaid_on is not None:
        tree["loan.repaid_on"] = asked.repaid_on
    return tree


def _used(form: SchemeForm, award: str, asked: Asked, others: Sequence[Stands]) -> dict[str, Money]:
    """What stands already, by scope of the award's caps. A scope that this book cannot tell stays unknown."""
    made = {}
    for cap in next(a for a in form.awards if a.id == award).caps:
        group = {a.id for a in form.awards if any(c.id == cap.id for c in a.caps)}
        for per in READINGS if cap.per == "unknown" else (cap.per,):
            same = [o for o in others if _shares(per, o, asked)]
            if per in _TOLD:
                made[f"used.{per}"] = _sum(m for o in same for k, m in o.amounts.items() if k in group)
    return made


#: Scopes that the book of claims can tell; of a *product* it knows nothing.
_TOLD = frozenset({"loan", "firm", "lifetime", "firm_year", "pot_year", "pot", "bank_quota"})


def _shares(scope: str, other: Stands, asked: Asked) -> bool:
    """Whether another claim takes room under a cap of this scope."""
    match scope:
        case "loan":
            return bool(other.loan) and other.loan == asked.loan
        case "firm" | "lifetime":
            return other.claimant == asked.claimant
        case "firm_year":
            return (other.claimant, other.budget_year) == (asked.claimant, asked.budget_year)
        case "pot_year":
            return other.pot_year == asked.budget_year
        case "bank_quota":
            return other.bank == asked.bank
        case _:
            return True


def _sum(amounts: Any) -> Money:
    return sum(amounts, NIL)


def _told(outcomes: Sequence[tuple[str, Outcome]]) -> Computed:
    """One outcome of several: each award's amount is that of its own evaluation; what they say alike is said once."""
    first = outcomes[0][1]
    amounts = {award: o.amounts[award] for award, o in outcomes}
    trace = [s for award, o in outcomes for s in o.trace if _of(s.rule, award)]
    missing = [m for award, o in outcomes for m in o.missing if _of(m.rule, award)]
    whole = replace(
        first,
        amounts=amounts,
        trace=tuple(_unique(trace)),
        missing=tuple(_unique(missing)),
        verdict=_verdict(first, amounts),
    )
    known = {k: m for k, v in amounts.items() if v is not None and (m := v.money) is not None}
    total = _sum(known.values()) if len(known) == len(amounts) else None
    return Computed(
        outcome=whole,
        verdict=Verdict(whole.verdict),
        amounts=known,
        total=total,
        missing=tuple(dict.fromkeys(m.fact or m.rule for m in whole.missing)),
    )


def _of(rule: str, award: str) -> bool:
    """What is said of no award is said of all; what is said of one is that one's."""
    return not rule.startswith("awards.") or f"{rule}.".startswith(f"awards.{award}.")


def _unique(items: Sequence[Any]) -> list[Any]:
    made: list[Any] = []
    for i in items:
        if i not in made:
            made.append(i)
    return made


def _verdict(first: Outcome, amounts: Mapping[str, Any]) -> str:
    if first.verdict == "refused":
        return "refused"
    return "unknown" if any(a is None or not a.known for a in amounts.values()) else "computed"
