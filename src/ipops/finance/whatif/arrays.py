"""What the fund's compiled loop is handed: the terms and the book as named arrays."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from ipops.finance.whatif.book import Book
from ipops.finance.whatif.terms import FundTerms, parts

FIXED = 7


class FundArrays(NamedTuple):
    """Terms of one scheme on one book; fen throughout. Shapes: ``n`` loans, ``k`` payers, ``h`` months, ``c`` classes."""

    exposure: Any  #: [n, h] int64
    firm: Any  #: [n] int32
    klass: Any  #: [n, h] int16
    share: Any  #: [c, k] int64 over den
    den: int
    vector: bool  #: the shares of a class and the bearer's rest are one vector, divided by largest remainder
    base_num: Any  #: [n] int64, each over its own base_den
    base_den: Any  #: [n] int64
    counted: Any  #: [n, k]
    paid_cap: Any  #: [n, k]
    firm_cap: Any  #: [k]
    year_cap: Any  #: [k]
    whole_cap: Any  #: [k]
    pot_of: Any  #: [k] int64, −1: pays without a pot
    balance: Any  #: by pot
    order: int  #: 0 first come, 1 pro rata, 2 carry over
    january: int  #: months of the calendar year gone when the run begins
    recycles: bool
    rec_num: Any  #: [n] int64, each over its own rec_den
    rec_den: Any  #: [n] int64
    lag: Any  #: [n] int32
    cost_num: int  #: cost of enforcement, of the gross recovery
    cost_den: int
    book: Any  #: [h] scheduled balance of all loans
    stop_num: int
    stop_den: int
    stop_stock: int
    stop_reached: bool


def arrays_of(terms: FundTerms, book: Book, cost: Fraction) -> FundArrays:
    rec_num, rec_den = parts(book.recovery)
    parties = list(dict.fromkeys(p.party for p, on in zip(terms.payers, terms.pooled, strict=True) if on))
    pot_of = [parties.index(p.party) if on else -1 for p, on in zip(terms.payers, terms.pooled, strict=True)]
    per_pot = {party: int(terms.balance[[p.party for p in terms.payers].index(party)]) for party in parties}
    return FundArrays(
        exposure=book.exposure,
        firm=book.firm,
        klass=terms.klass,
        share=terms.share,
        den=terms.den,
        vector=terms.vector,
        base_num=terms.base_num,
        base_den=terms.base_den,
        counted=terms.caps.counted,
        paid_cap=terms.caps.paid,
        firm_cap=terms.caps.firm,
        year_cap=terms.caps.year,
        whole_cap=terms.caps.whole,
        pot_of=np.array(pot_of, dtype=np.int64),
        balance=np.array([per_pot[p] for p in parties] or [0], dtype=np.int64),
        order=terms.order,
        january=terms.january,
        recycles=terms.recycles,
        rec_num=rec_num,
        rec_den=rec_den,
        lag=book.lag,
        cost_num=cost.numerator,
        cost_den=cost.denominator,
        book=book.exposure.sum(axis=0),
        stop_num=terms.stop_num,
        stop_den=terms.stop_den,
        stop_stock=terms.stop_stock,
        stop_reached=terms.stop_reached,
    )


def columns(k: int) -> int:
    """How many columns a result has; see ``fund``."""
    return 4 * k + FIXED
