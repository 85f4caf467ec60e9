"""Every column has a definition in both languages, and the page of the reference is what the definitions make now."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ipops.corpus.indicators import docs, oecd
from ipops.corpus.indicators.definitions import CATALOGUE
from ipops.corpus.indicators.params import OURS, Params

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("column", oecd.COLUMNS)
def test_every_column_is_defined(column):
    definition = CATALOGUE[column]
    assert definition.code == column
    assert definition.formula
    assert definition.cite.document


def test_the_page_is_fresh():
    assert (ROOT / docs.PAGE).read_text() == docs.page(), (
        "python -m ipops.corpus.indicators.docs > docs/reference/indicators.md"
    )


def test_numbers_of_our_own_are_named_as_such():
    plain = Params(through=date(2020, 1, 1)).as_json()
    assert plain["ours"] == list(OURS)
    assert set(OURS) <= set(plain)


@pytest.mark.parametrize("wrong", [{"winsor": 50}, {"top": 0}, {"smallest_cohort": 0}, {"generality_years": 0}])
def test_senseless_parameters_are_refused(wrong):
    with pytest.raises(ValueError, match="winsor"):
        Params(through=date(2020, 1, 1), **wrong)
