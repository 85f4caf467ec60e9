"""A valuation's answer: every approach beside the others, whether they disagree, whether the report may be used."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ipops.finance.valuation.approaches import FAMILY, Estimate, estimate
from ipops.finance.valuation.bands import bands, sensitivity
from ipops.finance.valuation.form import ValuationForm
from ipops.finance.valuation.frame import scored
from ipops.finance.valuation.report import doubts
from ipops.finance.valuation.sound import unsound
from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused, Unknown
from ipops.kernel.text import Text


def value(form: ValuationForm) -> dict[str, Any] | Refused:
    """All estimates with what they rest on. Nothing is averaged: several approaches give a range and their figures."""
    wrong = unsound(form)
    if wrong is not None:
        return wrong
    got = [(a, estimate(form, a)) for a in form.approaches]
    known = [ends for _, e in got if isinstance(e, Estimate) and (ends := ends_of(e)) is not None]
    score = scored(form.scoring.frame, form.scoring.scenario, form.scoring.scores) if form.scoring else None
    if isinstance(score, Refused):
        return score
    moves = form.simulation
    return {
        "purpose": form.purpose,
        "valued_on": form.valued_on.isoformat(),
        "by": form.report.by,
        "estimates": [e.as_json() if isinstance(e, Estimate) else {"method": a.method, **e.as_json()} for a, e in got],
        "range_fen": [min(low for low, _ in known).fen, max(high for _, high in known).fen] if known else None,
        **_agreement(form, known),
        "usable": not (reasons := doubts(form)),
        "reasons": [r.as_json() for r in reasons],
        "bands": [b for a in form.approaches if moves and (b := bands(form, a, moves)) is not None],
        "sensitivity": [row for a in form.approaches for row in sensitivity(form, a)],
        "score": score.as_json() if score is not None else None,
        "unknowns": _unknowns(got, score),
    }


def ends_of(e: Estimate) -> tuple[Money, Money] | None:
    """An approach's figure, or the two ends where only a range is sound."""
    if e.value is not None:
        return e.value, e.value
    return (e.low, e.high) if e.low is not None and e.high is not None else None


def _agreement(form: ValuationForm, known: list[tuple[Money, Money]]) -> dict[str, Any]:
    """``value_fen`` is given for a single approach only; where several differ, the reader decides, and says why.

    ``apart`` is how far the two that differ most stand from one another where they are nearest: ranges that overlap agree.
    """
    families = {FAMILY[a.method] for a in form.approaches}
    highest, lowest = (max(low for low, _ in known), min(high for _, high in known)) if known else (Money(0), Money(0))
    apart = max(Fraction(1), Fraction(highest.fen, lowest.fen)) if known and lowest.fen > 0 else None
    disagree = len(known) > 1 and (apart is None or apart > form.disagree)
    says = None
    if disagree:
        factor = f"{float(apart):.2f}" if apart is not None else "?"
        says = Text(
            f"各方法相差 {factor} 倍，超过 {form.disagree} 倍：不取平均，请说明采用哪一个及理由。",
            f"The approaches differ by a factor of {factor}, more than {form.disagree}: no average is taken; say which one is used and why.",
        )
    return {
        "families": sorted(families),
        "apart": str(apart) if apart is not None else None,
        "disagree": disagree,
        "says": says.as_json() if says else None,
        "value_fen": known[0][0].fen if len(known) == 1 and known[0][0] == known[0][1] else None,
    }


def _unknowns(got: list[tuple[Any, Estimate | Unknown]], score: Any) -> list[dict[str, Any]]:
    made = [{"rule": a.method, **e.as_json()} for a, e in got if isinstance(e, Unknown)]
    return made + ([{"rule": "score", **score.as_json()}] if isinstance(score, Unknown) else [])
