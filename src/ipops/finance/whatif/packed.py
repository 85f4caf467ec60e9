"""The fund's arrays packed into few, for the compiled loop.

Why: every array handed to a compiled function costs a count up and a count down on each call; of forty named arrays these counts
took twenty times as long as the sums. The columns are named here, and nowhere else.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ipops.finance.whatif.arrays import FundArrays

Ints = npt.NDArray[np.int64]

FIRM, LAG, BASE, BASE_OF, REC, REC_OF, CAPS = 0, 1, 2, 3, 4, 5, 6  #: columns of ``loan``; then caps, counted and paid
FIRM_CAP, YEAR_CAP, WHOLE_CAP, POT = 0, 1, 2, 3  #: columns of ``payer``
YEAR, WHOLE, DUE, GONE = 0, 1, 2, 3  #: columns of ``left``, by payer
LOST, PAID = 0, 1  #: columns of ``kept``, by default: the loss, then paid and owed, ``k`` each
DEN, COST_NUM, COST_DEN, ORDER, RECYCLES, VECTOR = 0, 1, 2, 3, 4, 5
STOP_NUM, STOP_DEN, STOP_STOCK, STOP_REACHED, JANUARY, RULES = 6, 7, 8, 9, 10, 11
AT, BACK_AT, STOCK, STOPPED = 0, 1, 2, 3  #: cells of ``mark``


class Packed(NamedTuple):
    exposure: Any  #: [n, h]
    klass: Any  #: [n, h]
    share: Any  #: [c, k]
    loan: Any  #: [n, CAPS + 2k]
    payer: Any  #: [k, 4]
    rules: Any  #: [RULES]
    book: Any  #: [h]
    balance: Any  #: [pots]


class Paper(NamedTuple):
    """Scratch, reused from path to path."""

    firm_left: Any  #: [firms, k]
    left: Any  #: [k, 4]
    pot: Any
    kept: Any  #: [most, 1 + 2k]
    parts: Any  #: [2, k + 1]: parts and remainders
    ends: Any  #: [2, months + 1]: where each month's defaults and recoveries end
    turns: Any  #: [2, most]: defaults by month, by month of recovery
    mark: Any  #: [4]


def packed(a: FundArrays) -> Packed:
    columns = [a.firm, a.lag, a.base_num, a.base_den, a.rec_num, a.rec_den, *a.counted.T, *a.paid_cap.T]
    loan = np.stack([np.asarray(c, dtype=np.int64) for c in columns], axis=1)
    payer = np.stack([a.firm_cap, a.year_cap, a.whole_cap, a.pot_of], axis=1).astype(np.int64)
    rules = np.zeros(RULES, dtype=np.int64)
    told = [a.den, a.cost_num, a.cost_den, a.order, a.recycles, a.vector]
    rules[:] = [*map(int, told), a.stop_num, a.stop_den, a.stop_stock, int(a.stop_reached), a.january]
    return Packed(
        exposure=a.exposure,
        klass=a.klass,
        share=np.ascontiguousarray(a.share),
        loan=np.ascontiguousarray(loan),
        payer=np.ascontiguousarray(payer),
        rules=rules,
        book=a.book,
        balance=a.balance,
    )


def paper_for(a: Packed, most: int) -> Paper:
    """Scratch for paths of at most ``most`` defaults."""
    k, n_firms = a.share.shape[1], int(a.loan[:, FIRM].max(initial=0)) + 1
    months = a.exposure.shape[1] + int(a.loan[:, LAG].max(initial=0))
    most = max(most, 1)

    def ints(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    return Paper(
        firm_left=np.ascontiguousarray(np.repeat(a.payer[:, FIRM_CAP][None, :], n_firms, axis=0)),
        left=ints(k, 4),
        pot=ints(len(a.balance)),
        kept=ints(most, 1 + 2 * k),
        parts=ints(2, k + 1),
        ends=ints(2, months + 2),
        turns=ints(2, most),
        mark=ints(4),
    )
