"""The document itself, and what is called from outside: a plain document to nodes, nodes to rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ipops.corpus.compiled import compiled, part, stamp
from ipops.corpus.feeds.plain import names as tags
from ipops.corpus.feeds.plain.classes import of_classes
from ipops.corpus.feeds.plain.lists import of_claims, of_priorities, of_references
from ipops.corpus.feeds.plain.people import of_parties
from ipops.corpus.feeds.plain.scan import BEHIND, CLOSE, ODD, TAG, Bytes, Ints, Names, scan
from ipops.corpus.feeds.plain.words import IS_ODD, Out, attribute, day, find, trimmed, words_of, write

#: places in ``fields``
OFFICE, NUMBER, KIND, TYPE, FILED, FILED_OFFICE, TITLE, ABSTRACT, CLAIMS_N = range(0, 18, 2)
PUBLISHED_ON, FILED_ON, GRANTED, LISTED = range(18, 22)
FIELDS = 22
_APPL_TYPE = np.frombuffer(b"appl-type", np.uint8)


@part
def _of_document(data: Bytes, nodes: Ints, biblio: int, out: Out) -> None:
    said = out.fields
    found, j = -1, biblio + 1
    while j < nodes[biblio, BEHIND] and found < 0:
        if nodes[j, TAG] == tags.PUBLICATION:
            found = find(nodes, j, tags.DOCUMENT_ID)
        j = nodes[j, BEHIND]
    application = find(nodes, biblio, tags.APPLICATION)
    filed = find(nodes, application, tags.DOCUMENT_ID)
    said[OFFICE], said[OFFICE + 1] = trimmed(data, nodes, find(nodes, found, tags.COUNTRY), out)
    said[NUMBER], said[NUMBER + 1] = trimmed(data, nodes, find(nodes, found, tags.DOC_NUMBER), out)
    said[KIND], said[KIND + 1] = trimmed(data, nodes, find(nodes, found, tags.KIND), out)
    said[TYPE], said[TYPE + 1] = -1, -1
    if application >= 0:
        a, b = attribute(data, nodes, application, _APPL_TYPE)
        if a >= 0:
            said[TYPE], said[TYPE + 1] = write(out, data, a, b)
    said[FILED], said[FILED + 1] = trimmed(data, nodes, find(nodes, filed, tags.DOC_NUMBER), out)
    said[FILED_OFFICE], said[FILED_OFFICE + 1] = trimmed(data, nodes, find(nodes, filed, tags.COUNTRY), out)
    title, abstract = find(nodes, biblio, tags.TITLE), find(nodes, 0, tags.ABSTRACT)
    said[TITLE], said[TITLE + 1] = words_of(data, nodes, title, nodes[title, CLOSE], out)
    said[ABSTRACT], said[ABSTRACT + 1] = words_of(data, nodes, abstract, nodes[abstract, CLOSE], out)
    said[CLAIMS_N], said[CLAIMS_N + 1] = trimmed(data, nodes, find(nodes, biblio, tags.CLAIMS_N), out)
    said[PUBLISHED_ON] = day(data, nodes, find(nodes, found, tags.DATE), out)
    said[FILED_ON] = day(data, nodes, find(nodes, filed, tags.DATE), out)
    said[GRANTED] = nodes[0, TAG] == tags.GRANT
    if said[NUMBER] < 0:
        out.at[IS_ODD] = 1


def _made_of(mark: int) -> tuple[Any, Any]:
    """Closed over the stamp of all they are made of, so that machine code kept on disk is never older than a part of it. Arguments
    are arrays alone: a class in a signature would have to be there for ever."""

    def nodes_of(
        data: Bytes, start: int, hashes: NDArray[np.uint64], numbers: Ints, nodes: Ints, stack: Ints, seen: Ints
    ) -> tuple[int, int]:
        """Nodes of the document whose root begins at ``start``, and where the next begins; ``ODD`` twice."""
        names = Names(hashes, numbers)
        return scan(data, start, names, tags.DESCRIPTION, nodes, stack, seen) if mark else (ODD, ODD)

    def rows_of(
        data: Bytes, nodes: Ints, doc: int, pool: Bytes, rows: Ints, depends: Ints, fields: Ints, at: NDArray[np.int64]
    ) -> bool:
        """Whether the document was plain enough; if not, nothing counts of what was written."""
        out = Out(pool, rows, depends, fields, at)
        biblio = find(nodes, 0, tags.BIBLIO)
        if biblio < 0:
            biblio = find(nodes, 0, tags.BIBLIO_OF_APPLICATION)
        if biblio < 0 or not mark:
            return False
        before = out.at.copy()
        out.at[IS_ODD] = 0
        _of_document(data, nodes, biblio, out)
        of_classes(data, nodes, biblio, doc, out)
        out.fields[LISTED] = of_references(data, nodes, biblio, doc, out)
        of_parties(data, nodes, biblio, doc, out)
        of_priorities(data, nodes, biblio, doc, out)
        of_claims(data, nodes, doc, out)
        if out.at[IS_ODD]:
            out.at[:] = before
            return False
        return True

    return compiled(nodes_of), compiled(rows_of)


nodes_of, rows_of = _made_of(stamp(Path(__file__).parent.glob("*.py")))


@compiled
def gather(pool: Bytes, begin: Ints, end: Ints, offsets: Ints, into: Bytes) -> None:
    """Texts one behind another."""
    w = 0
    for i in range(len(begin)):
        offsets[i] = w
        for p in range(begin[i], end[i]):
            into[w] = pool[p]
            w += 1
    offsets[len(begin)] = w
