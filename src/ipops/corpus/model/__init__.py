"""The tables of a corpus: frozen Arrow schemas, every column documented in both languages.

``TABLES["documents"].arrow`` is the schema; ``python -m ipops.corpus.model.docs`` prints the page of the reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ipops.corpus.model.column import TableSpec
from ipops.corpus.model.documents import CLAIMS, DOCUMENTS
from ipops.corpus.model.links import CITATIONS, FAMILIES, LITERATURE, PRIORITIES
from ipops.corpus.model.people import AFFILIATIONS, OWNERS, PARTIES, SPELLINGS
from ipops.corpus.model.run import QUARANTINE, SOURCES
from ipops.corpus.model.subjects import CLASSES, FIELDS
from ipops.corpus.model.upkeep import ASSIGNMENTS, EVENTS, NUMBERS

TABLES: Mapping[str, TableSpec] = MappingProxyType(
    {
        t.name: t
        for t in (
            DOCUMENTS,
            PARTIES,
            CITATIONS,
            CLASSES,
            CLAIMS,
            FAMILIES,
            PRIORITIES,
            LITERATURE,
            OWNERS,
            SPELLINGS,
            AFFILIATIONS,
            FIELDS,
            EVENTS,
            ASSIGNMENTS,
            NUMBERS,
            SOURCES,
            QUARANTINE,
        )
    }
)

__all__ = ["TABLES", "TableSpec"]
