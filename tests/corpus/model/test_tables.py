"""The tables of a corpus are documented where people look, and their names are one another's."""

from pathlib import Path

import pytest

from ipops.corpus.model import TABLES
from ipops.corpus.model.docs import page

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "corpus-tables.md"


def test_the_page_of_the_reference_is_what_the_tables_say():
    assert PAGE.read_text() == page(), "run python -m ipops.corpus.model.docs > docs/reference/corpus-tables.md"


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_no_column_is_named_twice(table):
    assert len(set(table.names)) == len(table.names)
    assert table.arrow.names == list(table.names)


def test_the_promised_tables_are_there():
    promised = {"documents", "parties", "citations", "classes", "claims", "families", "quarantine"}
    assert promised <= TABLES.keys()
