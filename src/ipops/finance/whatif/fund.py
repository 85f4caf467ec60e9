"""The fund's months on given defaults: recoveries first, then what is owed from before, then the month's claims in pool order.

Rule 1: whole fen throughout. ``benches/fund_plain.py`` is the same rules in plain Python, and both are equal to the fen.
Rule 2: a payer's part is cut down to whole fen, or comes from a vector divided by largest remainder; the bearer takes the rest.
Rule 3: a pot of the year is that of the calendar year: it begins anew in January, whenever the run begins.
Rule 4: a recovery, less its cost, is divided by what was actually paid, by largest remainder, the bearer first among equals.

Columns of the result, for ``k`` payers: paid, had back, still owed (each ``k``), then gross loss, what the bearer bears net of
recoveries, recovered net of cost, cost, defaults, the month each payer's pot ran dry (``k``, −1: never), the month the stop
line was crossed (−1), the month of the last default (−1). The arrays are those of ``packed``.
"""

from __future__ import annotations

import numpy as np

from ipops.finance.whatif.compiled import compiled
from ipops.finance.whatif.packed import (
    AT,
    BACK_AT,
    BASE,
    BASE_OF,
    CAPS,
    COST_DEN,
    COST_NUM,
    DEN,
    DUE,
    FIRM,
    FIRM_CAP,
    GONE,
    JANUARY,
    LAG,
    LOST,
    ORDER,
    PAID,
    POT,
    REC,
    REC_OF,
    RECYCLES,
    STOCK,
    STOP_DEN,
    STOP_NUM,
    STOP_REACHED,
    STOP_STOCK,
    STOPPED,
    VECTOR,
    WHOLE,
    WHOLE_CAP,
    YEAR,
    YEAR_CAP,
)

_inner = compiled(forceinline=True, error_model="numpy")


@_inner
def times(a, b, over):  # type: ignore[no-untyped-def]
    """``divmod(a * b, over)`` for 64-bit whole numbers whose product may not fit: a quotient by float, corrected exactly.

    The remainder is found modulo 2**64, which is exact because it is small.
    """
    q = np.int64(np.float64(a) * np.float64(b) / np.float64(over))
    rest = a * b - q * over
    while rest < 0:
        q -= 1
        rest += over
    while rest >= over:
        q += 1
        rest -= over
    return q, rest


@_inner
def _hand_out(parts, missing):  # type: ignore[no-untyped-def]
    """Gives the missing fen to the largest remainders, the first among equals."""
    while missing > 0:
        best = 0
        for j in range(1, parts.shape[1]):
            if parts[1, j] > parts[1, best]:
                best = j
        parts[0, best] += 1
        parts[1, best] = -1
        missing -= 1


@_inner
def _sort(loan, ends, turns, loans, months, low, n):  # type: ignore[no-untyped-def]
    """Stable counting sorts of a path's defaults: by month of default, and by month of recovery."""
    for t in range(ends.shape[1]):
        ends[0, t] = 0
        ends[1, t] = 0
    for d in range(n):
        m = np.int64(months[low + d])
        ends[0, m + 1] += 1
        ends[1, m + loan[loans[low + d], LAG] + 1] += 1
    for t in range(ends.shape[1] - 1):
        ends[0, t + 1] += ends[0, t]
        ends[1, t + 1] += ends[1, t]
    for d in range(n):
        m = np.int64(months[low + d])
        turns[0, ends[0, m]] = d
        ends[0, m] += 1
        m += loan[loans[low + d], LAG]
        turns[1, ends[1, m]] = d
        ends[1, m] += 1


@_inner
def _recover(loan, payer, rules, kept, pot, parts, turns, mark, high, loans, low, row):  # type: ignore[no-untyped-def]
    """The month's recoveries: cost first, the rest by what each has paid of the loan."""
    k = payer.shape[0]
    for x in range(mark[BACK_AT], high):
        d = turns[1, x]
        i, lost = loans[low + d], kept[d, LOST]
        gross, _ = times(lost, loan[i, REC], loan[i, REC_OF])
        cost, _ = times(gross, rules[COST_NUM], rules[COST_DEN])
        net = gross - cost
        bears, given = lost, np.int64(0)
        for j in range(k):
            bears -= kept[d, PAID + j]
            parts[0, j + 1], parts[1, j + 1] = times(net, kept[d, PAID + j], lost)
            given += parts[0, j + 1]
        parts[0, 0], parts[1, 0] = times(net, bears, lost)
        _hand_out(parts, net - given - parts[0, 0])
        for j in range(k):
            row[k + j] += parts[0, j + 1]
            if rules[RECYCLES] and payer[j, POT] >= 0:
                pot[payer[j, POT]] += parts[0, j + 1]
        row[3 * k + 1] -= parts[0, 0]
        row[3 * k + 2] += net
        row[3 * k + 3] += cost
        mark[STOCK] -= gross
    mark[BACK_AT] = high


@_inner
def _claims(exposure, klass, share, loan, rules, kept, left, parts, firm_left, turns, mark, high, loans, low, m, row):  # type: ignore[no-untyped-def]
    """What the payers owe of the month's defaults if their pots are full: shares of the base under caps of loan, firm, run."""
    k = share.shape[1]
    for x in range(mark[AT], high):
        d = turns[0, x]
        i = loans[low + d]
        loss, c, f = exposure[i, m], klass[i, m], loan[i, FIRM]
        base, _ = times(loss, loan[i, BASE], loan[i, BASE_OF])
        own, given = rules[DEN], np.int64(0)
        for j in range(k):
            parts[0, j + 1], parts[1, j + 1] = times(min(base, loan[i, CAPS + j]), share[c, j], rules[DEN])
            own -= share[c, j]
            given += parts[0, j + 1]
        if rules[VECTOR] and c > 0:
            counted = min(base, loan[i, CAPS])
            parts[0, 0], parts[1, 0] = times(counted, own, rules[DEN])
            _hand_out(parts, counted - given - parts[0, 0])
        rest = loss
        for j in range(k):
            amount = min(min(parts[0, j + 1], loan[i, CAPS + k + j]), rest)
            amount = min(min(amount, firm_left[f, j]), left[j, WHOLE])
            firm_left[f, j] -= amount
            left[j, WHOLE] -= amount
            left[j, DUE] += amount
            rest -= amount
            kept[d, PAID + j], kept[d, PAID + k + j] = 0, amount
        kept[d, LOST] = loss
        mark[STOCK] += loss
        row[3 * k] += loss
        row[3 * k + 1] += loss
    row[3 * k + 4] += high - mark[AT]


@_inner
def _pay(kept, left, pot, purse, d, j, k, now, row):  # type: ignore[no-untyped-def]
    """Payer ``j`` pays ``now`` of what it owes of a loan, out of its purse if it has one."""
    kept[d, PAID + j] += now
    kept[d, PAID + k + j] -= now
    left[j, YEAR] -= now
    if purse >= 0:
        pot[purse] -= now
    row[j] += now
    row[3 * k + 1] -= now


@_inner
def _settle(payer, rules, kept, left, pot, turns, mark, high, m, row):  # type: ignore[no-untyped-def]
    """The month's claims, out of what the year and the pot still hold: in their order, or all in proportion."""
    k = payer.shape[0]
    for j in range(k):
        room, due, purse = left[j, YEAR], left[j, DUE], payer[j, POT]
        if purse >= 0:
            room = min(room, pot[purse])
            if pot[purse] < due and left[j, GONE] < 0:
                left[j, GONE] = m
        rest = room
        for x in range(mark[AT], high):
            d = turns[0, x]
            now = kept[d, PAID + k + j]
            if due > room:
                if rules[ORDER] == 1:
                    now, _ = times(room, now, due)
                else:
                    now = min(now, rest)
            rest -= now
            _pay(kept, left, pot, purse, d, j, k, now, row)
            row[2 * k + j] += kept[d, PAID + k + j]


@_inner
def _settle_old(payer, kept, left, pot, turns, mark, row):  # type: ignore[no-untyped-def]
    """What is owed from earlier months, oldest first (only where the scheme carries it over)."""
    k = payer.shape[0]
    for j in range(k):
        purse = payer[j, POT]
        for x in range(mark[AT]):
            if row[2 * k + j] == 0:
                break
            room = min(left[j, YEAR], pot[purse]) if purse >= 0 else left[j, YEAR]
            d = turns[0, x]
            now = min(kept[d, PAID + k + j], room)
            if now > 0:
                _pay(kept, left, pot, purse, d, j, k, now, row)
                row[2 * k + j] -= now


@_inner
def _stop(rules, book, mark, m):  # type: ignore[no-untyped-def]
    """Notes the first month in which the stock of bad loans crosses the stop line."""
    stock = mark[STOCK]
    if mark[STOPPED] >= 0 or stock <= 0 or (rules[STOP_STOCK] == 0 and rules[STOP_NUM] == 0):
        return
    over, line = stock, rules[STOP_STOCK]
    if line == 0:
        over, line = stock * rules[STOP_DEN], book[m] * rules[STOP_NUM]
    if over > line or (rules[STOP_REACHED] and over == line):
        mark[STOPPED] = m


@_inner
def _begin(payer, balance, left, pot, mark, row):  # type: ignore[no-untyped-def]
    """A new path: full pots, nothing owed."""
    for c in range(row.shape[0]):
        row[c] = 0
    for j in range(payer.shape[0]):
        left[j, YEAR], left[j, WHOLE], left[j, DUE], left[j, GONE] = payer[j, YEAR_CAP], payer[j, WHOLE_CAP], 0, -1
    for q in range(balance.shape[0]):
        pot[q] = balance[q]
    mark[AT], mark[BACK_AT], mark[STOCK], mark[STOPPED] = 0, 0, 0, -1


@_inner
def _end(loan, payer, left, mark, firm_left, loans, months, low, n, row):  # type: ignore[no-untyped-def]
    """Notes what the path leaves, and gives the firms that defaulted their room back."""
    k, final = payer.shape[0], -1
    for d in range(n):
        final = max(final, months[low + d])
        for j in range(k):
            firm_left[loan[loans[low + d], FIRM], j] = payer[j, FIRM_CAP]
    for j in range(k):
        row[3 * k + 5 + j] = left[j, GONE]
    row[4 * k + 5], row[4 * k + 6] = mark[STOPPED], final


@compiled(error_model="numpy")
def run(  # type: ignore[no-untyped-def]
    exposure, klass, share, loan, payer, rules, book, balance,
    firm_left, left, pot, kept, parts, ends, turns, mark,
    starts, loans, months, out,
):  # fmt: skip
    """Fills ``out[p, :]`` (int64) for every path ``p``, whose defaults stand in ``[starts[p], starts[p + 1])``."""
    k, horizon = payer.shape[0], exposure.shape[1]
    for p in range(starts.shape[0] - 1):
        low, n, row = starts[p], starts[p + 1] - starts[p], out[p]
        _begin(payer, balance, left, pot, mark, row)
        _sort(loan, ends, turns, loans, months, low, n)
        for m in range(ends.shape[1] - 1):
            if (m + rules[JANUARY]) % 12 == 0:
                for j in range(k):
                    left[j, YEAR] = payer[j, YEAR_CAP]
            if mark[BACK_AT] < ends[1, m]:
                _recover(loan, payer, rules, kept, pot, parts, turns, mark, ends[1, m], loans, low, row)
            if rules[ORDER] == 2:
                _settle_old(payer, kept, left, pot, turns, mark, row)
            if m < horizon and ends[0, m] > mark[AT]:
                high = ends[0, m]
                for j in range(k):
                    left[j, DUE] = 0
                _claims(
                    exposure, klass, share, loan, rules, kept, left, parts, firm_left, turns, mark, high, loans, low, m, row
                )  # fmt: skip
                _settle(payer, rules, kept, left, pot, turns, mark, high, m, row)
                mark[AT] = high
                _stop(rules, book, mark, m)
        _end(loan, payer, left, mark, firm_left, loans, months, low, n, row)
