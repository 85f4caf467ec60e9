"""What an evaluation answers: amounts, the trace that led to them, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from ipops.finance.scheme.interval import Between
from ipops.kernel.citation import Citation, Grade
from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason
from ipops.kernel.text import Text

OURS = Citation(document="ipops", clause="", grade=Grade.OURS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the trace: which rule, on what, with which result."""

    rule: str
    says: Text
    inputs: Mapping[str, str]
    gives: str
    cite: Citation

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "says": self.says.as_json(),
            "clause": str(self.cite),
            "cite": self.cite.as_json(),
            "inputs": dict(self.inputs),
            "gives": self.gives,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Something that would have to be known: a fact of the case (``fact``) or a word of the source (``rule``)."""

    rule: str
    why: Text
    fact: str = ""
    cite: Citation | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "fact": self.fact,
            "why": self.why.as_json(),
            "cite": self.cite.as_json() if self.cite else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A deadline worked out: its last day, whether that is provisional, and whether the act was in time (if told). ``unsure``: it was
    done on a day of which the source leaves open whether it is still in time."""

    rule: str
    says: Text
    last_day: date
    provisional: bool
    in_time: bool | None
    cite: Citation
    unsure: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "says": self.says.as_json(),
            "last_day": self.last_day.isoformat(),
            "provisional": self.provisional,
            "in_time": self.in_time,
            "cite": self.cite.as_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A ratio worked out. ``room`` is what could still be added, negative if the limit is broken; ``None`` if unknown."""

    rule: str
    says: Text
    ratio: Fraction | None
    most: Fraction | None
    holds: bool | None
    room: Money | None
    cite: Citation

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "says": self.says.as_json(),
            "ratio": str(self.ratio) if self.ratio is not None else None,
            "most": str(self.most) if self.most is not None else None,
            "holds": self.holds,
            "room_fen": self.room.fen if self.room is not None else None,
            "cite": self.cite.as_json(),
        }


@dataclass(slots=True)
class Log:
    """Collects the trace and what is missing while an evaluation runs."""

    steps: list[Step] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)

    def step(self, rule: str, says: Text, cite: Citation, gives: str, **inputs: str) -> None:
        named = {k.replace("__", "."): v for k, v in inputs.items()}
        self.steps.append(Step(rule=rule, says=says, inputs=named, gives=gives, cite=cite))

    def lacks_fact(self, rule: str, fact: str, says: Text, cite: Citation | None = None) -> None:
        why = Text(f"案情未给出“{says.zh}”（{fact}）。", f"The case does not give “{says.en}” ({fact}).")
        self._once(Missing(rule=rule, why=why, fact=fact, cite=cite))

    def lacks_word(self, rule: str, why: Text, cite: Citation | None = None) -> None:
        self._once(Missing(rule=rule, why=why, cite=cite))

    def join(self, other: Log) -> None:
        """What another log kept, after what this one has."""
        self.steps += other.steps
        for one in other.missing:
            self._once(one)

    def _once(self, one: Missing) -> None:
        if one not in self.missing:
            self.missing.append(one)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """``amounts`` by party (sharing) or by award (subsidy): the fen, or the two ends between which they lie. ``counted`` by layer is
    what of the loss counts there: what a cap on losses per firm, year or pot is used up by.

    ``verdict``: computed | refused | unknown. Unknown amounts are never filled in: read ``missing``.
    """

    scheme: str
    on: date
    verdict: str
    amounts: Mapping[str, Between | None]
    trace: tuple[Step, ...]
    missing: tuple[Missing, ...]
    reasons: tuple[Reason, ...] = ()
    flags: tuple[Reason, ...] = ()
    deadlines: tuple[Due, ...] = ()
    ratios: tuple[Held, ...] = ()
    status: Mapping[str, str] = field(default_factory=dict)
    assumed: Mapping[str, str] = field(default_factory=dict)
    base: Between | None = None
    counted: Mapping[str, Between] = field(default_factory=dict)
    demo: bool = False

    def paid(self, party: str) -> Money | None:
        """What a party pays, or ``None`` if that is unknown."""
        got = self.amounts.get(party)
        return got.money if got is not None else None

    def as_json(self) -> dict[str, Any]:
        return {
            "scheme": self.scheme,
            "on": self.on.isoformat(),
            "verdict": self.verdict,
            "unit": "fen",
            "base": _fen(self.base),
            **({"counted": {k: _fen(v) for k, v in self.counted.items()}} if self.counted else {}),
            "amounts": {k: _fen(v) for k, v in self.amounts.items()},
            "between": {
                k: [int(v.low), int(v.high)] if v is not None else None
                for k, v in self.amounts.items()
                if v is None or not v.known
            },
            "trace": [s.as_json() for s in self.trace],
            "unknowns": [m.as_json() for m in self.missing],
            "reasons": [r.as_json() for r in self.reasons],
            "flags": [r.as_json() for r in self.flags],
            "deadlines": [d.as_json() for d in self.deadlines],
            "ratios": [r.as_json() for r in self.ratios],
            "status": dict(self.status),
            "assumed": dict(self.assumed),
            "demo": self.demo,
        }


def _fen(amount: Between | None) -> int | None:
    return int(amount.low) if amount is not None and amount.known else None


def shown(amount: Between | None) -> str:
    """An amount for a trace, in yuan; two ends where it is not known."""
    if amount is None:
        return "?"
    if amount.known:
        return _yuan(amount.low)
    return f"{_yuan(amount.low)} … {_yuan(amount.high)}"


def _yuan(fen: Fraction) -> str:
    if fen.denominator == 1:
        return str(Money(int(fen)))
    return f"¥{float(fen / 100):,.4f}"
