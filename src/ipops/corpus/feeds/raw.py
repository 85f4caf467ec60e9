"""The tables of a segment: what feeds say, one row a saying, each bound to its record. Assembly makes the corpus of them.

Every table begins with ``record`` (number of the record within the load) and ``document`` (its key); ``Record`` holds the
rest of each row as a tuple in this order.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

_T, _D, _I, _L, _B = pa.string(), pa.date32(), pa.int32(), pa.int64(), pa.bool_()
_TS = pa.list_(pa.string())

#: columns of ``Record.document``; those with a ``_raw`` twin in the corpus keep the source's words
DOCUMENT: Mapping[str, pa.DataType] = {
    "source_id": _T,
    "office": _T,
    "number": _T,
    "kind": _T,
    "right_type": _T,
    "published_on": _D,
    "granted_on": _D,
    "publication_raw": _T,
    "application_raw": _T,
    "application_office": _T,
    "filed_on": _D,
    "priority_on": _D,
    "title": _T,
    "title_lang": _T,
    "title_zh": _T,
    "title_en": _T,
    "abstract": _T,
    "abstract_zh": _T,
    "abstract_en": _T,
    "claims_n": _I,
    "references_listed": _B,
    "cited_by_stated": _I,
    "family_simple_stated": _I,
    "family_extended_stated": _I,
    "legal_status_raw": _T,
    "legal_status_on": _D,
    "ends_on": _D,
}

_TABLES: Mapping[str, Mapping[str, pa.DataType]] = {
    "parties": {
        "role": _T,
        "sequence": _I,
        "name": _T,
        "spellings": _TS,
        "kind": _T,
        "country": _T,
        "region": _T,
        "city": _T,
        "code": _T,
    },
    "citations": {
        "outward": _B,  #: the document cites; false: the other end cites the document
        "raw": _T,
        "office": _T,
        "number": _T,
        "kind": _T,
        "on": _D,
        "origin": _T,
        "category": _T,
        "sequence": _I,
    },
    "literature": {"sequence": _I, "text": _T, "origin": _T, "category": _T},
    "classes": {
        "scheme": _T,
        "raw": _T,
        "edition": _T,
        "inventive": _B,
        "first": _B,
        "sequence": _I,
        "assigned_on": _D,
        "office": _T,
    },
    "claims": {"number": _I, "text": _T, "lang": _T, "independent": _B, "depends_on": pa.list_(_I)},
    "families": {"kind": _T, "family": _T, "member_raw": _T},
    "priorities": {"sequence": _I, "raw": _T, "office": _T, "on": _D, "kind": _T},
    "events": {"office": _T, "code": _T, "on": _D, "text": _T, "fee_year": _I, "ends_on": _D},
    "assignments": {
        "number": _T,
        "property_raw": _T,
        "recorded_on": _D,
        "signed_on": _D,
        "conveyance": _T,
        "assignors": _TS,
        "assignees": _TS,
    },
}

#: what the store adds to ``Record.document``
SOURCE: Mapping[str, pa.DataType] = {
    "source_file": _T,
    "source_format": _T,
    "source_offset": _L,
    "record_sha256": _T,
    "rank": pa.int16(),
}
_HEAD = {"record": _L, "document": _T}

SCHEMAS: Mapping[str, pa.Schema] = {
    "documents": pa.schema(list({**_HEAD, **DOCUMENT, **SOURCE}.items())),
    **{name: pa.schema(list({**_HEAD, **columns}.items())) for name, columns in _TABLES.items()},
}
LISTS = tuple(_TABLES)
