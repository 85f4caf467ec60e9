"""How fast ``ipops fund what-if`` is: 5,000 loans, 10,000 paths, 36 months, with recoveries, caps and pool order.

Promises: the whole run within three times what numpy needs to draw one float64 standard normal a loan and path into an array
that is already there (compiled before); under 1 GB; and on the same default months at least thirty times a lean loop in plain
Python that visits defaults only (``fund_plain``), equal to the fen.
"""

from __future__ import annotations

import os
import resource
import time
from datetime import date
from fractions import Fraction

import numpy as np

from benches import fund_plain
from benches.table import Line

LOANS, PATHS, MONTHS = 5_000, 10_000, 36
PLAIN_PATHS = 400
WITHIN, AT_LEAST, MEMORY = 3.0, 30.0, 1.0
ASSUME = {
    "layers.city.pays": "50%",
    "layers.city.caps.one-firm.of": "paid",
    "states.short_pot": "first_come",
}


def drawing() -> float:
    """Seconds numpy needs for one normal a loan and path, a million at a time into the same array."""
    rng, array = np.random.default_rng(1), np.empty(1_000_000)
    rng.standard_normal(out=array)
    began = time.perf_counter()
    for _ in range(LOANS * PATHS // len(array)):
        rng.standard_normal(out=array)
    return time.perf_counter() - began


def bench(long: bool = False) -> list[Line]:
    from ipops.finance.scheme import Scheme, read_scheme
    from ipops.finance.whatif.arrays import arrays_of
    from ipops.finance.whatif.book import MadeUp, book_of, made_up_loans
    from ipops.finance.whatif.model import ModelForm, model_of
    from ipops.finance.whatif.run import drawn, funded, simulated
    from ipops.finance.whatif.terms import FundTerms, terms_of
    from ipops.policy.scheme_shelf import schemes

    ask = {
        "loans": LOANS, "seed": 7, "firms": 4_000, "smallest": "50万元", "largest": "2000万元", "months": MONTHS,
        "pd": "3%", "recovery": "30%", "lag": 12,
    }  # fmt: skip
    book = book_of(made_up_loans(MadeUp.model_validate(ask)), MONTHS, made_up=True)
    scheme = read_scheme(schemes()["gz-2023"].tree, ASSUME)
    assert isinstance(scheme, Scheme)
    terms = terms_of(scheme, book, {"city": book.balance // 50}, date(2026, 6, 30))
    assert isinstance(terms, FundTerms)
    arrays = arrays_of(terms, book, Fraction(1, 10))
    asked = {"copula": "gaussian", "correlation": "15%", "industry_correlation": "5%"}
    model = model_of(ModelForm.model_validate(asked), book)
    threads = min(os.cpu_count() or 1, 4)
    simulated(book, model, [arrays], 50, 1)  # compiles

    took, floor = [], []
    for _ in range(5):  # side by side, so that a busy machine is busy for both
        floor.append(drawing())
        began = time.perf_counter()
        simulated(book, model, [arrays], PATHS, 1, threads)
        took.append(time.perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6

    same = drawn(book, model, PLAIN_PATHS, np.random.SeedSequence(3))
    ours = funded(arrays, same)
    fast = min(_timed(lambda: funded(arrays, same)) for _ in range(7))
    plain, lists = fund_plain.prepared(arrays), [x.tolist() for x in (same.starts, same.loans, same.months)]
    theirs: list[list[int]] = []
    slow = min(_timed(lambda: theirs.__setitem__(slice(None), fund_plain.run(plain, *lists))) for _ in range(3))
    assert ours.tolist() == theirs, "equal to the fen"
    size = f"{LOANS:,} loans × {PATHS:,} paths × {MONTHS} months"
    return [
        Line(
            bench="fund", what=f"what-if, {size}, {threads} threads, by numpy's draws", value=min(took) / min(floor),
            unit="×", promised=WITHIN, at_most=True,
        ),
        Line(
            bench="fund", what="seconds of it", value=min(took), unit="s", floor="numpy draws a normal a loan and path",
            floor_value=min(floor),
        ),
        Line(bench="fund", what="memory at its peak", value=peak, unit="GB", promised=MEMORY, at_most=True),
        Line(
            bench="fund", what=f"same {len(same.loans):,} defaults, by a lean loop in Python, equal to the fen",
            value=slow / fast, unit="×", promised=AT_LEAST,
        ),
        Line(bench="fund", what="a default", value=fast / len(same.loans) * 1e9, unit="ns"),
    ]  # fmt: skip


def _timed(work: object) -> float:
    """Seconds of this thread alone: both sides of the comparison run on one."""
    began = time.thread_time()
    work()  # type: ignore[operator]
    return time.thread_time() - began
