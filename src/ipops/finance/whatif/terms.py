"""A scheme and a book become the numbers that the fund's loop needs: who pays which part of which loan, under which caps.

What a scheme leaves open must be assumed by the user before money can be counted (``Refused`` names the places). What the loop
does not hold (a cap per product, a limit on a sum that would bind) is refused too, never dropped.
Conditions of eligibility are not tested again: loans on the book are taken as filed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from ipops.finance.forms.amounts import money, rate
from ipops.finance.scheme.case import Case, read_case
from ipops.finance.scheme.form import SchemeForm
from ipops.finance.scheme.load import Scheme
from ipops.finance.scheme.sharing import parties_of
from ipops.finance.whatif.book import Book
from ipops.finance.whatif.caps import Caps, caps_of
from ipops.finance.whatif.rates import Payer, classes_of, payers_of
from ipops.finance.whatif.total import Liability, held_total
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text

Ints = npt.NDArray[np.int64]
FIRST_COME, PRO_RATA, CARRY_OVER = 0, 1, 2
_ORDERS = {"first_come": FIRST_COME, "pro_rata": PRO_RATA, "carry_over": CARRY_OVER}


@dataclass(frozen=True, kw_only=True)
class FundTerms:
    """All amounts in fen. ``share[c, k]`` over ``den``: payer ``k``'s part of a loan of class ``c`` (class 0: nothing)."""

    code: str
    payers: tuple[Payer, ...]
    bearer: str
    klass: npt.NDArray[np.int16]  #: by loan and month
    share: Ints
    den: int
    vector: bool  #: the layers are share vectors, divided by largest remainder
    base_num: Ints  #: part of the loan that is the base, by loan, over its own ``base_den``
    base_den: Ints
    caps: Caps
    order: int
    january: int  #: months already gone of the calendar year in which the first month lies: a pot of the year begins anew then
    recycles: bool
    pooled: npt.NDArray[np.bool_]
    balance: Ints
    stop_num: int  #: a stop line on the stock of bad loans against the book; 0: none
    stop_den: int
    stop_stock: int
    stop_reached: bool


def terms_of(
    scheme: Scheme, book: Book, pool: Mapping[str, int], on: date, liability: Liability | None = None
) -> FundTerms | Refused:
    """The terms, or everything that stands in the way at once."""
    form = scheme.form
    reasons = [*_open(scheme), *(held_total(form, liability) if form.layers else ())]
    if reasons:
        return Refused(reasons=tuple(reasons))
    cases = _cases(book, on)
    if isinstance(cases, Refused):
        return cases
    payers = payers_of(form)
    got = classes_of(form, payers, book, cases, liability)
    caps = caps_of(form, payers, book, cases)
    base = _base(form, book)
    wrong = [r for g in (got, caps, base) if isinstance(g, Refused) for r in g.reasons]
    if wrong or isinstance(got, Refused) or isinstance(caps, Refused) or isinstance(base, Refused):
        return Refused(reasons=tuple(wrong))
    klass, rows = got
    den = lcm(1, *(r.denominator for row in rows for r in row))
    share = np.array([[int(r * den) for r in row] for row in rows], dtype=np.int64)
    assert form.states is not None
    assert form.bearer is not None
    recycles = form.states.recoveries.value == "by_shares_paid" and not (form.pot and form.pot.recycles == "no")
    return FundTerms(
        code=scheme.code,
        payers=payers,
        bearer=form.bearer,
        klass=klass,
        share=share,
        den=den,
        vector=any(len(parties_of(layer)) > 1 for layer in form.layers),
        base_num=base[0],
        base_den=base[1],
        caps=caps,
        order=_ORDERS[form.states.short_pot.value or ""],
        january=(on + timedelta(days=1)).month - 1,
        recycles=recycles,
        pooled=np.array([p.party in pool for p in payers], dtype=np.bool_),
        balance=np.array([pool.get(p.party, 0) for p in payers], dtype=np.int64),
        **_stop(form),
    )


def _open(scheme: Scheme) -> Iterator[Reason]:
    form = scheme.form
    if not form.layers or form.states is None:
        says = Text(
            f"{scheme.code} 不是分担方案，不能推演。", f"{scheme.code} shares no losses; there is nothing to run."
        )
        yield Reason(code="no-layers", says=says, field="scheme")
        return
    for name, known in (("recoveries", ("by_shares_paid", "to_treasury")), ("short_pot", tuple(_ORDERS))):
        stated = getattr(form.states, name)
        if stated.value not in known:
            yield must_assume(scheme, f"states.{name}", known)
    several = [len(parties_of(layer)) > 1 for layer in form.layers]
    if any(several) and not all(several):
        yield _no(
            "mixed-layers",
            "layers",
            "推演不含份额向量与单层混用。",
            "The run does not hold vectors mixed with single layers.",
        )


def must_assume(scheme: Scheme, path: str, known: tuple[str, ...]) -> Reason:
    words = "|".join(known)
    return _no(
        "silent-source",
        path,
        f"{scheme.code} 的来源未载 {path}。推演须由您假设：--assume {scheme.code}:{path}={words}。",
        f"The source of {scheme.code} is silent on {path}. To run it you must assume: --assume {scheme.code}:{path}={words}.",
    )


def _no(code: str, field: str, zh: str, en: str) -> Reason:
    return Reason(code=code, says=Text(zh, en), field=field)


def _cases(book: Book, on: date) -> list[Case] | Refused:
    """One case a loan, of the facts the book gives; equal facts share one case."""
    made: dict[str, Case] = {}
    cases = []
    for facts in book.facts:
        key = repr(sorted(facts.items(), key=str))
        if key not in made:
            got = read_case(on, facts)
            if isinstance(got, tuple):
                return Refused(reasons=tuple(Reason(code=p.code, says=p.says, field=p.at.field) for p in got))
            made[key] = got
        cases.append(made[key])
    return cases


def _base(form: SchemeForm, book: Book) -> tuple[Ints, Ints] | Refused:
    """Which part of each loan is the base of its loss.

    What was recovered before the claim is taken off by some schemes; here it is nothing, since every recovery comes at least a
    month after the default and the claim comes with it.
    """
    base = form.base
    assert base is not None
    if base.adds not in (("loss.principal",), ("loan.balance",)) or set(base.less) - {"loss.recovered"}:
        return Refused(
            reasons=(_no("base-not-held", "base", "推演只含本金损失。", "The run holds losses of principal only."),)
        )
    if base.part == "whole":
        return parts([Fraction(1)] * book.size)
    if any(s is None for s in book.ip_share):
        says = "账册须给出每笔的 ip_share。", "The book must give ip_share for every loan."
        return Refused(reasons=(_no("no-ip-share", "loans.ip_share", *says),))
    shares = [s for s in book.ip_share if s is not None]
    if base.part == "unknown" and any(s != 1 for s in shares):
        says = (
            "来源未载只计知识产权部分还是全部；请假设 base.part。",
            "Whether only the IP part counts is silent; assume base.part.",
        )
        return Refused(reasons=(_no("silent-source", "base.part", *says),))
    return parts(shares)


def parts(shares: Sequence[Fraction]) -> tuple[Ints, Ints]:
    """Each share's numerator and denominator. One denominator for all would pass 64 bits on the first real book."""
    return (
        np.array([s.numerator for s in shares], dtype=np.int64),
        np.array([s.denominator for s in shares], dtype=np.int64),
    )


def _stop(form: SchemeForm) -> dict[str, Any]:
    """The stop line of the first trigger on bad or overdue loans, if the source says how it is crossed."""
    made: dict[str, Any] = {"stop_num": 0, "stop_den": 1, "stop_stock": 0, "stop_reached": True}
    for t in form.triggers:
        if t.stop is None or t.stop.bound == "unknown":
            continue
        made["stop_reached"] = t.stop.bound == "reached"
        if t.against is None:
            made["stop_stock"] = money(t.stop.at).fen
        else:
            line = rate(t.stop.at)
            made["stop_num"], made["stop_den"] = line.numerator, line.denominator
        break
    return made
