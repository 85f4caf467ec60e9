"""A loan book as arrays: what each loan would owe in each month, who borrows, which bank and industry.

Rule: probabilities of default, correlations and recoveries are the user's. None is carried here, and a book without one is
not run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field

from ipops.finance.forms.form import Form, MoneyText, RateText

Ints = npt.NDArray[np.int64]
MOST_LAG = 360  #: thirty years to a recovery; beyond that there is none
FINEST = 10**9  #: shares of a loan are told as parts of no more than this
MAX_FEN = 10**13  #: a hundred milliards of fen a loan: products with the largest denominator stay inside 64 bits


Name = Annotated[str, Field(min_length=1)]


class LoanForm(Form):
    """One loan. ``months`` is the time left; ``pd`` the yearly probability of default; ``lag`` the months to recovery."""

    id: Name
    firm: Name
    bank: Name
    industry: str
    balance: MoneyText
    months: Annotated[int, Field(gt=0)]
    repay: Literal["bullet", "even"] = "bullet"
    pd: RateText
    recovery: RateText
    lag: Annotated[int, Field(ge=1, le=MOST_LAG)]
    ip_share: RateText | None = None
    facts: Annotated[dict[str, Any], Field(default_factory=dict)]


class MadeUp(Form):
    """A made-up book, labelled so wherever it shows. Every figure of it is the user's or drawn from the seed."""

    loans: Annotated[int, Field(gt=0, le=100_000)]
    seed: Annotated[int, Field(ge=0)]
    firms: Annotated[int, Field(gt=0)]
    banks: Annotated[int, Field(gt=0)] = 6
    industries: Annotated[int, Field(gt=0)] = 8
    smallest: MoneyText
    largest: MoneyText
    months: Annotated[int, Field(gt=0)]
    pd: RateText
    recovery: RateText
    lag: Annotated[int, Field(ge=1, le=MOST_LAG)]
    facts: Annotated[dict[str, Any], Field(default_factory=dict)]


@dataclass(frozen=True, kw_only=True)
class Book:
    """``exposure[i, m]`` is what loan ``i`` owes at the start of month ``m`` (0-based) in fen; nought after its end."""

    ids: tuple[str, ...]
    firms: tuple[str, ...]
    firm: npt.NDArray[np.int32]
    banks: tuple[str, ...]
    bank: npt.NDArray[np.int32]
    industries: tuple[str, ...]
    industry: npt.NDArray[np.int32]
    exposure: Ints
    pd: tuple[Fraction, ...]
    recovery: tuple[Fraction, ...]
    lag: npt.NDArray[np.int32]
    ip_share: tuple[Fraction | None, ...]
    facts: tuple[Mapping[str, Any], ...]
    made_up: bool = False

    @property
    def size(self) -> int:
        return len(self.ids)

    @property
    def months(self) -> int:
        return int(self.exposure.shape[1])

    @property
    def balance(self) -> int:
        """Today's balance in fen."""
        return int(self.exposure[:, 0].sum())


def book_of(loans: Sequence[LoanForm], months: int, *, made_up: bool = False) -> Book:
    """The arrays of a list of loans over a horizon."""
    firms, firm = _numbered([x.firm for x in loans])
    banks, bank = _numbered([x.bank for x in loans])
    industries, industry = _numbered([x.industry for x in loans])
    exposure = np.zeros((len(loans), months), dtype=np.int64)
    for i, x in enumerate(loans):
        exposure[i] = _exposure(x, months)
    return Book(
        ids=tuple(x.id for x in loans),
        firms=firms,
        firm=firm,
        banks=banks,
        bank=bank,
        industries=industries,
        industry=industry,
        exposure=exposure,
        pd=tuple(x.pd for x in loans),
        recovery=tuple(x.recovery for x in loans),
        lag=np.array([x.lag for x in loans], dtype=np.int32),
        ip_share=tuple(x.ip_share for x in loans),
        facts=tuple(x.facts for x in loans),
        made_up=made_up,
    )


def _numbered(names: Sequence[str]) -> tuple[tuple[str, ...], npt.NDArray[np.int32]]:
    order = {name: i for i, name in enumerate(dict.fromkeys(names))}
    return tuple(order), np.array([order[n] for n in names], dtype=np.int32)


def _exposure(x: LoanForm, months: int) -> list[int]:
    """Bullet: the whole until the last month. Even: equal parts a month, whole fen, the last takes the rest."""
    if x.repay == "bullet":
        return [x.balance.fen if m < x.months else 0 for m in range(months)]
    part = x.balance.fen // x.months
    return [x.balance.fen - part * m if m < x.months else 0 for m in range(months)]


def made_up_loans(ask: MadeUp) -> list[LoanForm]:
    """The loans of a made-up book: sizes log-uniform in whole 10,000 yuan between the ends, ties by the seed."""
    rng = np.random.default_rng(ask.seed)
    low, high = ask.smallest.fen, ask.largest.fen
    sizes = np.exp(rng.uniform(np.log(low), np.log(high), ask.loans))
    step = 1_000_000
    firms = rng.integers(0, ask.firms, ask.loans)
    rest = {"pd": ask.pd, "recovery": ask.recovery, "lag": ask.lag, "ip_share": Fraction(1), "facts": ask.facts}
    return [
        LoanForm.model_validate(
            {
                "id": f"M{i + 1}",
                "firm": f"F{firms[i] + 1}",
                "bank": f"B{firms[i] % ask.banks + 1}",
                "industry": f"I{firms[i] % ask.industries + 1}",
                "balance": f"{max(step, int(sizes[i]) // step * step)}分",
                "months": ask.months,
                **rest,
            }
        )
        for i in range(ask.loans)
    ]
