"""The fund's rules in plain Python, one path after another, visiting defaults only: the floor of the bench and the oracle of
the tests. Lean on purpose: lists and whole numbers, no classes, nothing looked up twice. Columns as in ``finance.whatif.fund``.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any


def shares(parts: list[int], rests: list[int], missing: int) -> None:
    """Hands the missing fen to the largest remainders, the first among equals."""
    while missing > 0:
        best = max(range(len(rests)), key=lambda j: (rests[j], -j))
        parts[best] += 1
        rests[best] = -1
        missing -= 1


def prepared(a: Any) -> dict[str, Any]:
    """The arrays as lists of plain numbers, made once."""
    return {n: v.tolist() if hasattr(v, "tolist") else v for n, v in a._asdict().items()}


def path(a: dict[str, Any], defaults: list[tuple[int, int]]) -> list[int]:
    """One path: ``defaults`` are pairs of loan and month in the book's order."""
    k, den, horizon = len(a["firm_cap"]), a["den"], len(a["book"])
    exposure, share, klass, firm = a["exposure"], a["share"], a["klass"], a["firm"]
    lag, pot_of, order = a["lag"], a["pot_of"], a["order"]
    paid_out, had_back, still = [0] * k, [0] * k, [0] * k
    gross_loss = borne = recovered = costs = 0
    year, whole, pot, gone = list(a["year_cap"]), list(a["whole_cap"]), list(a["balance"]), [-1] * k
    firms: dict[int, list[int]] = {}
    due: dict[int, list[int]] = {}
    back: dict[int, list[int]] = {}
    for d, (i, m) in enumerate(defaults):
        due.setdefault(m, []).append(d)
        back.setdefault(m + lag[i], []).append(d)
    paid, owed, lost = [[0] * k for _ in defaults], [[0] * k for _ in defaults], [0] * len(defaults)
    done: list[int] = []
    stock, stopped, year_of = 0, -1, 0
    events = sorted({*due, *back}) if order != 2 else range(horizon + max(lag, default=0))
    for m in events:
        if (m + a["january"]) // 12 != year_of:
            year, year_of = list(a["year_cap"]), (m + a["january"]) // 12
        for d in back.get(m, ()):
            i, loss = defaults[d][0], lost[d]
            gross = loss * a["rec_num"][i] // a["rec_den"][i]
            cost = gross * a["cost_num"] // a["cost_den"]
            net = gross - cost
            weights = [loss - sum(paid[d]), *paid[d]]
            parts = [net * w // loss for w in weights]
            shares(parts, [net * w % loss for w in weights], net - sum(parts))
            for j in range(k):
                had_back[j] += parts[j + 1]
                if a["recycles"] and pot_of[j] >= 0:
                    pot[pot_of[j]] += parts[j + 1]
            borne -= parts[0]
            recovered += net
            costs += cost
            stock -= gross
        if order == 2:
            for j in range(k):
                for d in done:
                    room = min(year[j], pot[pot_of[j]]) if pot_of[j] >= 0 else year[j]
                    now = min(owed[d][j], max(room, 0))
                    if now:
                        paid[d][j] += now
                        owed[d][j] -= now
                        year[j] -= now
                        if pot_of[j] >= 0:
                            pot[pot_of[j]] -= now
                        paid_out[j] += now
                        borne -= now
                        still[j] -= now
        claims = due.get(m)
        if not claims:
            continue
        wants = [0] * k
        for d in claims:
            i = defaults[d][0]
            loss = left = exposure[i][m]
            lost[d] = loss
            stock += loss
            base = loss * a["base_num"][i] // a["base_den"][i]
            row = share[klass[i][m]]
            counted = [min(base, c) for c in a["counted"][i]]
            parts = [0, *(c * r // den for c, r in zip(counted, row, strict=True))]
            if a["vector"] and klass[i][m] > 0:
                own = den - sum(row)
                parts[0] = counted[0] * own // den
                rests = [counted[0] * own % den, *(c * r % den for c, r in zip(counted, row, strict=True))]
                shares(parts, rests, counted[0] - sum(parts))
            room_of_firm = firms.setdefault(firm[i], list(a["firm_cap"]))
            for j in range(k):
                amount = min(parts[j + 1], a["paid_cap"][i][j], left, room_of_firm[j], whole[j])
                room_of_firm[j] -= amount
                whole[j] -= amount
                left -= amount
                owed[d][j] = amount
                wants[j] += amount
            gross_loss += loss
            borne += loss
        for j in range(k):
            room = year[j]
            if pot_of[j] >= 0:
                room = min(room, pot[pot_of[j]])
                if pot[pot_of[j]] < wants[j] and gone[j] < 0:
                    gone[j] = m
            left = room
            for d in claims:
                now = owed[d][j]
                if wants[j] > room:
                    now = room * now // wants[j] if order == 1 else min(now, left)
                left -= now
                paid[d][j] = now
                owed[d][j] -= now
                year[j] -= now
                if pot_of[j] >= 0:
                    pot[pot_of[j]] -= now
                paid_out[j] += now
                borne -= now
                still[j] += owed[d][j]
        done += claims
        if stopped < 0 and stock > 0 and (a["stop_stock"] or a["stop_num"]):
            over, line = (
                (stock, a["stop_stock"]) if a["stop_stock"] else (stock * a["stop_den"], a["book"][m] * a["stop_num"])
            )
            if over > line or (a["stop_reached"] and over == line):
                stopped = m
    final = max((m for _, m in defaults), default=-1)
    return [*paid_out, *had_back, *still, gross_loss, borne, recovered, costs, len(defaults), *gone, stopped, final]


def run(a: dict[str, Any], starts: list[int], loans: list[int], months: list[int]) -> list[list[int]]:
    """Every path."""
    return [path(a, list(zip(loans[low:high], months[low:high], strict=True))) for low, high in pairwise(starts)]
