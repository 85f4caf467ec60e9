"""Who defaults together: margins are the user's probabilities, pairs are the copula's, draws are the seed's and nobody else's."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri, stdtrit
from scipy.stats import multivariate_normal, multivariate_t

from ipops.finance.whatif.book import book_of
from ipops.finance.whatif.model import ModelForm, model_of
from ipops.finance.whatif.run import Defaults, drawn, simulated
from tests.finance.whatif import books

PATHS = 60_000
LOANS = [books.loan(i, 100_000, pd="10%", months=12, industry=f"I{i % 2}") for i in range(4)]
MODELS = {
    "one factor": {"copula": "gaussian", "correlation": "30%"},
    "two factors": {"copula": "gaussian", "correlation": "20%", "industry_correlation": "25%"},
    "t": {"copula": "t", "df": 4, "correlation": "30%"},
    "t, two factors": {"copula": "t", "df": 6, "correlation": "10%", "industry_correlation": "30%"},
}


def hit(got: Defaults, size: int) -> np.ndarray:
    """Which loans defaulted, by path."""
    made = np.zeros((got.paths, size), dtype=bool)
    made[np.repeat(np.arange(got.paths), np.diff(got.starts)), got.loans] = True
    return made


def pair(asked: dict, same_industry: bool) -> float:
    """The probability that two loans of 10 per cent both default, by the distribution's own function."""
    r = float(asked["correlation"].rstrip("%")) / 100
    r += float(asked.get("industry_correlation", "0%").rstrip("%")) / 100 if same_industry else 0
    shape = [[1, r], [r, 1]]
    if asked["copula"] == "t":
        line = stdtrit(asked["df"], 0.1)
        return float(multivariate_t(shape=shape, df=asked["df"]).cdf([line, line], random_state=1))
    return float(multivariate_normal(cov=shape).cdf([ndtri(0.1)] * 2))


@pytest.mark.parametrize("asked", MODELS.values(), ids=MODELS)
def test_margins_are_the_users_and_pairs_the_copulas(asked):
    book = book_of(LOANS, 12)
    got = hit(drawn(book, model_of(ModelForm.model_validate(asked), book), PATHS, np.random.SeedSequence(5)), 4)
    assert got.mean(axis=0) == pytest.approx([0.1] * 4, abs=0.006)
    for i, j in ((0, 2), (0, 1)):
        wanted = pair(asked, same_industry=(i - j) % 2 == 0)
        assert (got[:, i] & got[:, j]).mean() == pytest.approx(wanted, abs=0.004)


def test_defaults_come_by_month_as_a_constant_hazard_brings_them():
    loans = [books.loan(i, 100_000, pd="20%", months=24) for i in range(50)]
    book = book_of(loans, 24)
    model = model_of(ModelForm.model_validate(MODELS["one factor"] | {"correlation": "0%"}), book)
    got = drawn(book, model, 4_000, np.random.SeedSequence(5))
    share = np.bincount(got.months, minlength=24).cumsum() / (50 * 4_000)
    assert share == pytest.approx(1 - 0.8 ** (np.arange(1, 25) / 12), abs=0.004)


def test_no_loan_defaults_after_its_end():
    book = book_of([books.loan(1, 100_000, pd="50%", months=5), books.loan(2, 100_000, pd="50%", months=24)], 24)
    got = drawn(book, model_of(ModelForm.model_validate(MODELS["t"]), book), 2_000, np.random.SeedSequence(1))
    assert got.months[got.loans == 0].max() == 4
    assert got.months[got.loans == 1].max() == 23


def test_the_loans_of_one_firm_fail_together_as_far_as_their_own_probabilities_let_them():
    """Ten and five per cent of one firm: both fail in the five; of two firms without correlation in half a per cent."""
    one = [books.loan(i, 100_000, pd=pd, months=12, firm="F") for i, pd in enumerate(("10%", "5%", "10%"))]
    two = [books.loan(i, 100_000, pd=pd, months=12) for i, pd in enumerate(("10%", "5%", "10%"))]
    model = ModelForm.model_validate({"copula": "gaussian", "correlation": "0%"})
    for loans, wanted in ((one, 0.05), (two, 0.005)):
        book = book_of(loans, 12)
        got = hit(drawn(book, model_of(model, book), PATHS, np.random.SeedSequence(5)), 3)
        assert (got[:, 0] & got[:, 1]).mean() == pytest.approx(wanted, abs=0.003)
        assert ((got[:, 0] == got[:, 2]).all()) == (loans is one)


class TestTheSeed:
    def run(self, seed: int, threads: int) -> np.ndarray:
        loans = [books.loan(i, 100_000 + i) for i in range(300)]
        book = book_of(loans, 36)
        a = books.arrays("js-suzhidai", loans, {"fund": 500_000_000})
        model = model_of(ModelForm.model_validate(MODELS["two factors"]), book)
        (out,) = simulated(book, model, [a], 5_000, seed, threads)
        return out

    def test_decides_everything_and_the_threads_nothing(self):
        assert (self.run(1, 1) == self.run(1, 3)).all()
        assert (self.run(1, 1) != self.run(2, 1)).any()


@pytest.mark.parametrize(
    "asked",
    [
        {"copula": "gaussian", "correlation": "100%"},
        {"copula": "t", "df": 4, "correlation": "100%"},
        {"copula": "gaussian", "correlation": "40%", "industry_correlation": "60%"},
    ],
)
def test_correlations_that_make_one_are_the_limit_in_which_firms_fail_together(asked):
    """Four loans of 10 per cent, two industries: with one factor all fail or none; with two, those of one industry do."""
    book = book_of(LOANS, 12)
    got = hit(drawn(book, model_of(ModelForm.model_validate(asked), book), PATHS, np.random.SeedSequence(5)), 4)
    assert got.mean(axis=0) == pytest.approx([0.1] * 4, abs=0.006)
    assert (got[:, 0] == got[:, 2]).all()
    assert (got[:, 1] == got[:, 3]).all()
    together = (got[:, 0] == got[:, 1]).all()
    assert together == ("industry_correlation" not in asked)


def test_a_correlation_a_hair_below_one_comes_close_to_the_limit():
    book = book_of(LOANS, 12)
    near, limit = (
        hit(
            drawn(
                book,
                model_of(ModelForm.model_validate({"copula": "gaussian", "correlation": r}), book),
                PATHS,
                np.random.SeedSequence(5),
            ),
            4,
        )
        for r in ("99.9999%", "100%")
    )
    assert (near.sum(axis=1) % 4 != 0).mean() < 0.002
    assert abs(int(near.sum()) - int(limit.sum())) < 0.03 * limit.sum()
