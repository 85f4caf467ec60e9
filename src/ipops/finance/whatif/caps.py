"""The caps of a scheme as arrays for the fund's loop: per loan (counted, paid), per firm, per year, for the whole run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ipops.finance.scheme.caps import room
from ipops.finance.scheme.case import Case
from ipops.finance.scheme.form import Cap, SchemeForm
from ipops.finance.scheme.outcome import Log
from ipops.finance.whatif.book import Book
from ipops.finance.whatif.rates import Payer
from ipops.kernel.money import NIL
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text

Ints = npt.NDArray[np.int64]
ENDLESS = 2**62


@dataclass(frozen=True, kw_only=True)
class Caps:
    """In fen, ``ENDLESS`` where there is none. ``counted`` and ``paid`` by loan and payer, the rest by payer."""

    counted: Ints
    paid: Ints
    firm: Ints
    year: Ints
    whole: Ints


_PLACES = {"firm": "firm", "pot_year": "year", "pot": "whole"}


def caps_of(form: SchemeForm, payers: Sequence[Payer], book: Book, cases: Sequence[Case]) -> Caps | Refused:
    """Every cap of every layer; refused where one is silent in a way that matters, or is of a kind the loop lacks."""
    k = len(payers)
    caps = Caps(
        counted=np.full((book.size, k), ENDLESS, dtype=np.int64),
        paid=np.full((book.size, k), ENDLESS, dtype=np.int64),
        firm=np.full(k, ENDLESS, dtype=np.int64),
        year=np.full(k, ENDLESS, dtype=np.int64),
        whole=np.full(k, ENDLESS, dtype=np.int64),
    )
    reasons: list[Reason] = []
    for j, payer in enumerate(payers):
        layer = next(x for x in form.layers if x.id == payer.layer)
        for cap in layer.caps:
            wrong = _put(cap, f"layers.{layer.id}.caps.{cap.id}", j, caps, cases)
            reasons += [wrong] if wrong else []
    return Refused(reasons=tuple(dict.fromkeys(reasons))) if reasons else caps


def _put(cap: Cap, rule: str, j: int, caps: Caps, cases: Sequence[Case]) -> Reason | None:
    if cap.of == "unknown":
        says = Text(
            f"{rule}：来源未载上限针对计入额还是支付额。请用 --assume {rule}.of=counted|paid 假设。",
            f"{rule}: whether the cap limits what counts or what is paid is silent. Use --assume {rule}.of=counted|paid.",
        )
        return Reason(code="silent-source", says=says, field=f"{rule}.of")
    if cap.per == "loan":
        return _per_loan(cap, rule, j, caps, cases)
    if cap.per not in _PLACES or cap.of != "paid" or cap.most is None or cap.when is not None:
        says = Text(f"推演不含 {rule} 这种上限。", f"The run does not hold a cap such as {rule}.")
        return Reason(code="cap-not-held", says=says, field=rule)
    getattr(caps, _PLACES[cap.per])[j] = min(cap.most.fen, int(getattr(caps, _PLACES[cap.per])[j]))
    return None


def _per_loan(cap: Cap, rule: str, j: int, caps: Caps, cases: Sequence[Case]) -> Reason | None:
    into = caps.counted if cap.of == "counted" else caps.paid
    known: dict[int, int] = {}
    for i, case in enumerate(cases):
        if id(case) not in known:
            log = Log()
            left = room(cap, case.with_(used__loan=NIL), rule, log)
            if left is not None and not left.known:
                why = log.missing[0].why
                says = Text(f"{rule}：{why.zh}", f"{rule}: {why.en}")
                return Reason(code="missing-fact", says=says, field=rule)
            known[id(case)] = ENDLESS if left is None else int(left.low)
        into[i, j] = min(int(into[i, j]), known[id(case)])
    return None
