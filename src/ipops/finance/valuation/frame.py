"""The indicators of GB/T 42748-2023 as loaded data: three values, fourteen second and twenty-seven third indicators.

The standard's names and weights are in no text at hand, so none is carried here: without the loaded file the score is
unknown. Weights belong to a scenario and are added up exactly; a score that is missing leaves the whole between two ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field

from ipops.finance.forms.form import Both, Form, RateText
from ipops.kernel.outcome import Reason, Refused, Unknown
from ipops.kernel.text import Text

STANDARD = "GB/T 42748-2023"
COUNTS = (3, 14, 27)
FULL = 100


class Indicator(Form):
    """One indicator with its weight among its siblings, by scenario, and the indicators below it."""

    code: str
    name: Both
    weights: Annotated[dict[str, RateText], Field(default_factory=dict)]
    below: Annotated[tuple[Indicator, ...], Field(strict=False)] = ()


class FrameForm(Form):
    """``extensions`` says whether third indicators beyond the standard's twenty-seven were added."""

    standard: str
    indicators: Annotated[tuple[Indicator, ...], Field(strict=False)]
    extensions: bool = False


Indicator.model_rebuild()


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Out of a hundred: exact where every leaf has a score, else the two ends; ``missing`` names the leaves without one."""

    low: Fraction
    high: Fraction
    missing: tuple[str, ...]
    values: Mapping[str, tuple[Fraction, Fraction]]

    def as_json(self) -> dict[str, Any]:
        known = self.low == self.high
        return {
            "score": str(self.low) if known else None,
            "between": None if known else [str(self.low), str(self.high)],
            "missing": list(self.missing),
            "values": {k: [str(low), str(high)] for k, (low, high) in self.values.items()},
        }


def scored(frame: FrameForm | None, scenario: str, scores: Mapping[str, int]) -> Score | Unknown | Refused:
    """The score of a right in a scenario."""
    if frame is None:
        return Unknown(
            why=Text(f"{STANDARD} 的指标名称和权重未载入。", f"The names and weights of {STANDARD} are not loaded."),
            needs=Text("含指标与各场景权重的文件。", "a file with the indicators and each scenario's weights."),
        )
    wrong = tuple(_mistakes(frame, scenario, scores))
    if wrong:
        return Refused(reasons=wrong)
    ends = [_ends(i, scenario, scores) for i in frame.indicators]
    parts = {
        i.code: (low * i.weights[scenario], high * i.weights[scenario])
        for i, (low, high) in zip(frame.indicators, ends, strict=True)
    }
    return Score(
        low=sum((low for low, _ in parts.values()), Fraction(0)),
        high=sum((high for _, high in parts.values()), Fraction(0)),
        missing=tuple(leaf for leaf in _leaves(frame.indicators) if leaf not in scores),
        values=parts,
    )


def _ends(at: Indicator, scenario: str, scores: Mapping[str, int]) -> tuple[Fraction, Fraction]:
    if not at.below:
        known = scores.get(at.code)
        return (Fraction(0), Fraction(FULL)) if known is None else (Fraction(known), Fraction(known))
    inner = [(_ends(i, scenario, scores), i.weights[scenario]) for i in at.below]
    return (
        sum((low * w for (low, _), w in inner), Fraction(0)),
        sum((high * w for (_, high), w in inner), Fraction(0)),
    )


def _leaves(indicators: tuple[Indicator, ...]) -> Iterator[str]:
    for i in indicators:
        if i.below:
            yield from _leaves(i.below)
        else:
            yield i.code


def _mistakes(frame: FrameForm, scenario: str, scores: Mapping[str, int]) -> Iterator[Reason]:
    second = [i for top in frame.indicators for i in top.below]
    third = [i for s in second for i in s.below]
    counts = (len(frame.indicators), len(second), len(third))
    fits = counts[:2] == COUNTS[:2] and (counts[2] == COUNTS[2] or (frame.extensions and counts[2] > COUNTS[2]))
    if frame.standard == STANDARD and not fits:
        yield _no(
            "frame-counts",
            f"{STANDARD} 应为 {COUNTS} 项，文件为 {counts}。",
            f"{STANDARD} has {COUNTS} indicators; the file has {counts}.",
        )
    leaves = list(_leaves(frame.indicators))
    if twice := sorted({c for c in leaves if leaves.count(c) > 1}):
        yield _no(
            "code-twice",
            f"末级指标代码重复：{'、'.join(twice)}。",
            f"Several indicators of the lowest level bear the code {', '.join(twice)}.",
        )
    yield from _weights(frame.indicators, scenario, ".")
    for code in scores:
        if code not in leaves:
            yield _no(
                "no-such-indicator", f"没有末级指标“{code}”。", f"There is no indicator “{code}” at the lowest level."
            )


def _weights(indicators: tuple[Indicator, ...], scenario: str, at: str) -> Iterator[Reason]:
    lacking = [i.code for i in indicators if scenario not in i.weights]
    if lacking:
        yield _no(
            "no-weight",
            f"场景“{scenario}”缺权重：{'、'.join(lacking)}。",
            f"Scenario “{scenario}” has no weight for {', '.join(lacking)}.",
        )
        return
    if below := [i.code for i in indicators if i.weights[scenario] < 0]:
        yield _no("weight-negative", f"权重为负：{'、'.join(below)}。", f"Negative weights: {', '.join(below)}.")
    total = sum((i.weights[scenario] for i in indicators), Fraction(0))
    if indicators and total != 1:
        yield _no(
            "weights-not-one",
            f"{at} 下各权重合计 {total}，不是 1。",
            f"The weights below {at} add up to {total}, not 1.",
        )
    for i in indicators:
        if i.below:
            yield from _weights(i.below, scenario, i.code)


def _no(code: str, zh: str, en: str) -> Reason:
    return Reason(code=code, says=Text(zh, en), field="scoring")
