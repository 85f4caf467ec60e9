"""Days as feeds write them."""

from __future__ import annotations

from datetime import date

import pytest

from ipops.corpus.feeds.dates import day


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2005年1月4日", date(2005, 1, 4)),
        ("20050100", date(2005, 1, 1)),
        ("1617-03-11", date(1617, 3, 11)),
        ("0001-01-01", None),  # how Derwent's files write a day they do not know: 133 families of the drone set
        ("1225-09-20", None),  # a slip of the pen there, for 2009
        ("00010101", None),
        ("2005-02-30", None),
        ("", None),
    ],
)
def test_a_day_is_read_or_not_known(written, read):
    assert day(written) == read
