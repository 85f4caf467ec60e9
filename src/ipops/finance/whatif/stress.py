"""Plain stress, before any copula: the five largest names fail, all of one bank, one industry three times as often; and how
many defaults it takes to empty the pot, in the worst order and in shuffled ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np

from ipops.finance.whatif.arrays import FundArrays
from ipops.finance.whatif.book import Book
from ipops.finance.whatif.figures import losses
from ipops.finance.whatif.model import ModelForm, model_of
from ipops.finance.whatif.run import Told, funded, given, silently, simulated
from ipops.finance.whatif.terms import FundTerms

TOP = 5
TIMES = 3
SHUFFLES = 199


def firms_by_balance(book: Book) -> list[int]:
    """Firms, the largest balance first."""
    total = np.zeros(len(book.firms), dtype=np.int64)
    np.add.at(total, book.firm, book.exposure[:, 0])
    return [int(f) for f in np.argsort(-total, kind="stable")]


def largest(book: Book, of: str) -> str:
    """The bank or industry with the largest balance."""
    names, index = (book.banks, book.bank) if of == "bank" else (book.industries, book.industry)
    total = np.zeros(len(names), dtype=np.int64)
    np.add.at(total, index, book.exposure[:, 0])
    return names[int(np.argmax(total))]


def at_once(book: Book, a: FundArrays, terms: FundTerms, loans: Iterable[int]) -> dict[str, Any]:
    """These loans default in the first month."""
    chosen = sorted(loans)
    out = funded(a, given([[(i, 0) for i in chosen]]))
    by_party = losses(out, terms.payers, terms.bearer)
    k = len(terms.payers)
    owed = {p.party: int(out[0, 2 * k + j]) for j, p in enumerate(terms.payers) if terms.pooled[j]}
    return {
        "loans": len(chosen),
        "gross_fen": int(out[0, 3 * k]),
        "parties_fen": {party: int(net[0]) for party, net in by_party.items()},
        "still_owed_fen": owed,
    }


def plain(book: Book, a: FundArrays, terms: FundTerms, bank: str) -> dict[str, Any]:
    """The two stresses that need no chance."""
    top = set(firms_by_balance(book)[:TOP])
    return {
        "top_names_fail": {"names": [book.firms[f] for f in firms_by_balance(book)[:TOP]]}
        | at_once(book, a, terms, [i for i in range(book.size) if int(book.firm[i]) in top]),
        "one_bank_fails": {"bank": bank}
        | at_once(book, a, terms, [i for i in range(book.size) if book.banks[book.bank[i]] == bank]),
    }


def industry_times_three(
    book: Book,
    form: ModelForm,
    schemes: list[FundArrays],
    industry: str,
    paths: int,
    seed: int,
    threads: int,
    told: Told = silently,
) -> list[Any]:
    """The whole run again on the same draws, with that industry's yearly probabilities three times what they were."""
    most = Fraction(99, 100)
    pd = tuple(
        min(p * TIMES, most) if book.industries[book.industry[i]] == industry else p for i, p in enumerate(book.pd)
    )
    return simulated(book, model_of(form, book, pd), schemes, paths, seed, threads, told)


def until_dry(book: Book, a: FundArrays, terms: FundTerms, seed: int) -> dict[str, Any] | None:
    """How many loans, defaulting one after another in the first month, empty the first pot: worst order and shuffled.

    ``None`` if no party has a pot; a count of ``None`` if the whole book does not empty it.
    """
    pooled = [j for j, on in enumerate(terms.pooled) if on]
    if not pooled:
        return None
    alone = funded(a, given([[(i, 0)] for i in range(book.size)]))
    owed = alone[:, pooled[0]] + alone[:, 2 * len(terms.payers) + pooled[0]]
    balance = int(terms.balance[pooled[0]])
    rng = np.random.default_rng(seed)
    counts = [_count(owed[rng.permutation(book.size)], balance) for _ in range(SHUFFLES)]
    known = sorted(c for c in counts if c is not None)
    return {
        "pot": terms.payers[pooled[0]].party,
        "balance_fen": balance,
        "worst_order": _count(np.sort(owed)[::-1], balance),
        "shuffled_median": known[len(known) // 2] if len(known) == len(counts) else None,
        "shuffled_least": known[0] if known else None,
        "note": "each loan alone; caps over several loans of a firm or a year are left out",
    }


def _count(owed: Any, balance: int) -> int | None:
    reached = np.flatnonzero(np.cumsum(owed) >= balance)
    return int(reached[0]) + 1 if len(reached) else None
