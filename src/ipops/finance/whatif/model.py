"""One- and two-factor copulas: the thresholds below which a loan's latent value means default by a month.

A firm's latent value is ``sqrt(r)·M + sqrt(s)·S[industry] + sqrt(1−r−s)·e`` with independent standard normals; under the t
copula all of it is multiplied by one ``sqrt(df/chi²)`` a path. It is drawn once a firm and path, and all loans of the firm
are held against it; the month follows from where it falls among a loan's monthly thresholds (constant hazard within the
yearly probability).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field
from scipy.special import ndtri, stdtrit

from ipops.finance.forms.form import Form, RateText
from ipops.finance.whatif.book import Book

Floats = npt.NDArray[np.float64]


class ModelForm(Form):
    """``correlation`` between any two firms, ``industry_correlation`` on top between two of one industry.

    ``correlations``: others under which the same book is run again, to see under which of them the pot runs dry.
    """

    copula: Literal["gaussian", "t"]
    correlation: RateText
    industry_correlation: RateText | None = None
    df: Annotated[int, Field(gt=2, le=200)] | None = None
    correlations: Annotated[tuple[RateText, ...], Field(strict=False)] = ()


@dataclass(frozen=True, kw_only=True)
class Model:
    """``lines[i, m]``: loan ``i`` has defaulted by the end of month ``m`` if its scaled latent value lies below it.

    Divided by the weight of the own normal, so that one comparison a loan decides: ``e < scale·line − market − industry``. Where the
    correlations make one there is no own normal (``own`` is nought): firms of one industry then default together, the copula's limit.
    """

    lines: Floats
    market: float
    industry: float
    own: float = 1.0
    df: int  #: 0 for the Gaussian copula


def model_of(form: ModelForm, book: Book, pd: tuple[Fraction, ...] | None = None) -> Model:
    """The model of a book; ``pd`` replaces the book's probabilities (stress)."""
    r, s = float(form.correlation), float(form.industry_correlation or 0)
    alone = 1 - form.correlation - (form.industry_correlation or 0)
    own = np.sqrt(float(alone)) if alone > 0 else 1.0
    yearly = np.array([float(p) for p in (pd or book.pd)])
    months = np.arange(1, book.months + 1) / 12.0
    by = -np.expm1(np.log1p(-yearly)[:, None] * months[None, :])
    by = np.where(book.exposure > 0, by, by[np.arange(book.size), _last(book)][:, None])
    df = form.df or 0
    raw = stdtrit(df, by) if form.copula == "t" else ndtri(by)
    lines = np.ascontiguousarray(raw / own, dtype=np.float64)
    return Model(
        lines=lines,
        market=float(np.sqrt(r) / own),
        industry=float(np.sqrt(s) / own),
        own=1.0 if alone > 0 else 0.0,
        df=df if form.copula == "t" else 0,
    )


def _last(book: Book) -> npt.NDArray[np.intp]:
    """The last month in which each loan owes anything; after it no default comes."""
    return np.asarray((book.exposure > 0).sum(axis=1) - 1, dtype=np.intp)
