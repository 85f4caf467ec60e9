"""What is cited, claimed, and owed to earlier applications, compiled: rows as ``us_references`` and ``us_xml`` make them of a tree."""

from __future__ import annotations

import numpy as np

from ipops.corpus.compiled import part
from ipops.corpus.feeds.plain import names as tags
from ipops.corpus.feeds.plain.scan import BEGIN, BEHIND, CLOSE, TAG, TEXT, Bytes, Ints
from ipops.corpus.feeds.plain.words import (
    CITED,
    CLAIMS,
    DEPENDS,
    LITERATURE,
    POOL,
    PRIORITIES,
    Out,
    attribute,
    day,
    equal,
    find,
    new_row,
    number,
    trimmed,
    words_of,
    write,
)

_US, _NUM, _IDREF, _KIND = (np.frombuffer(w, np.uint8) for w in (b"US", b"num", b"idref", b"kind"))
_SAID = np.frombuffer(b"".join(tags.SAID_BY), np.uint8)
_SAID_AT = np.cumsum([0, *map(len, tags.SAID_BY)]).astype(np.int32)


@part
def of_references(data: Bytes, nodes: Ints, biblio: int, doc: int, out: Out) -> int:
    """Whether they are listed at all."""
    found = find(nodes, biblio, tags.REFERENCES)
    if found < 0:
        found = find(nodes, biblio, tags.US_REFERENCES)
    if found < 0:
        return 0
    said = np.full(5, -1, np.int32)  # country, number, kind, date (as their tags follow), category
    cited = -1
    for j in range(found + 1, nodes[found, BEHIND]):
        tag = nodes[j, TAG]
        if tag == tags.PATCIT or tag == tags.NPLCIT:
            _cited(data, nodes, cited, said, doc, out)
            cited = j
            said[:] = -1
        elif tags.COUNTRY <= tag <= tags.DATE and said[tag - tags.COUNTRY] < 0:
            said[tag - tags.COUNTRY] = j
        elif tag == tags.CATEGORY and said[4] < 0:
            said[4] = j
    _cited(data, nodes, cited, said, doc, out)
    return 1


@part
def _cited(data: Bytes, nodes: Ints, cited: int, said: Ints, doc: int, out: Out) -> None:
    if cited < 0:
        return
    a, b = attribute(data, nodes, cited, _NUM)
    sequence, origin = number(data, a, b, out), _origin(data, nodes, said[4], out)
    if nodes[cited, TAG] == tags.NPLCIT:
        other = find(nodes, cited, tags.OTHERCIT)
        other = cited if other < 0 else other
        row = new_row(out, LITERATURE)
        row[0], row[1], row[4] = doc, sequence, origin
        row[2], row[3] = words_of(data, nodes, other, nodes[other, CLOSE], out)
        return
    f, t = trimmed(data, nodes, said[1], out)
    if f < 0:
        return
    row = new_row(out, CITED)
    g, u = _office(data, nodes, said[0], out)
    h, v = trimmed(data, nodes, said[2], out)
    begun = out.at[POOL]
    write(out, out.pool, g, u)
    _after_blank(out, f, t)
    if h >= 0:
        _after_blank(out, h, v)
    row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8] = doc, begun, out.at[POOL], g, u, f, t, h, v
    row[9], row[10], row[11] = day(data, nodes, said[3], out), origin, sequence


@part
def _office(data: Bytes, nodes: Ints, j: int, out: Out) -> tuple[int, int]:
    """The country as trimmed, the United States where none is written."""
    if j < 0 or nodes[j, BEGIN] == nodes[j, TEXT]:
        return write(out, _US, 0, 2)
    f, t = trimmed(data, nodes, j, out)
    return (0, 0) if f < 0 else (f, t)


@part
def _after_blank(out: Out, f: int, t: int) -> None:
    w = out.at[POOL]
    out.pool[w] = 32
    out.at[POOL] = w + 1
    write(out, out.pool, f, t)


@part
def _origin(data: Bytes, nodes: Ints, j: int, out: Out) -> int:
    f, t = trimmed(data, nodes, j, out)
    if f < 0:
        return -1
    for p in range(f, t):
        if 65 <= out.pool[p] <= 90:
            out.pool[p] += 32
    for k in range(len(_SAID_AT) - 1):
        if equal(out.pool, f, t, _SAID[_SAID_AT[k] : _SAID_AT[k + 1]]):
            return k
    return -1


@part
def of_claims(data: Bytes, nodes: Ints, doc: int, out: Out) -> None:
    i, group = 0, 1
    while group < nodes[0, BEHIND]:
        if nodes[group, TAG] == tags.CLAIMS:
            j = group + 1
            while j < nodes[group, BEHIND]:
                if nodes[j, TAG] == tags.CLAIM:
                    i += 1
                    _claim(data, nodes, j, i, doc, out)
                j = nodes[j, BEHIND]
        group = nodes[group, BEHIND]


@part
def _claim(data: Bytes, nodes: Ints, j: int, i: int, doc: int, out: Out) -> None:
    row = new_row(out, CLAIMS)
    first = out.at[DEPENDS]
    for k in range(j + 1, nodes[j, BEHIND]):
        if nodes[k, TAG] == tags.CLAIM_REF:
            a, b = attribute(data, nodes, k, _IDREF)
            for p in range(a, b):
                if data[p] == 45:
                    a = p + 1
            _into(out, first, number(data, a, b, out))
    a, b = attribute(data, nodes, j, _NUM)
    stated = number(data, a, b, out)
    row[0], row[1] = doc, stated if stated >= 0 else i
    row[2], row[3] = words_of(data, nodes, j, nodes[j, CLOSE], out)
    row[4], row[5] = first, out.at[DEPENDS]


@part
def _into(out: Out, first: int, claim: int) -> None:
    """Into the claims this one depends on: each once, in order."""
    if claim < 1:
        return
    place = out.at[DEPENDS]
    while place > first and out.depends[place - 1] > claim:
        place -= 1
    if place > first and out.depends[place - 1] == claim:
        return
    for p in range(out.at[DEPENDS], place, -1):
        out.depends[p] = out.depends[p - 1]
    out.depends[place] = claim
    out.at[DEPENDS] += 1


@part
def of_priorities(data: Bytes, nodes: Ints, biblio: int, doc: int, out: Out) -> None:
    i, group = 0, biblio + 1
    while group < nodes[biblio, BEHIND]:
        if nodes[group, TAG] == tags.PRIORITY_CLAIMS:
            j = group + 1
            while j < nodes[group, BEHIND]:
                if nodes[j, TAG] == tags.PRIORITY_CLAIM:
                    a, b = attribute(data, nodes, j, _KIND)
                    i = _owed(data, nodes, j, i, -1, a, b, doc, out)
                j = nodes[j, BEHIND]
        group = nodes[group, BEHIND]
    related = find(nodes, biblio, tags.RELATED)
    j = related + 1
    while related >= 0 and j < nodes[related, BEHIND]:
        tag = nodes[j, TAG]
        if tag == tags.PROVISIONAL:
            i = _owed(data, nodes, find(nodes, j, tags.DOCUMENT_ID), i, 0, -1, -1, doc, out)
        elif tags.FIRST_RELATION <= tag <= tags.LAST_RELATION:
            i = _of_relation(data, nodes, j, i, tag - tags.FIRST_RELATION + 1, doc, out)
        j = nodes[j, BEHIND]


@part
def _of_relation(data: Bytes, nodes: Ints, relation: int, i: int, what: int, doc: int, out: Out) -> int:
    j = relation + 1
    while j < nodes[relation, BEHIND]:
        if nodes[j, TAG] == tags.RELATION:
            k = j + 1
            while k < nodes[j, BEHIND]:
                if nodes[k, TAG] == tags.PARENT_DOC:
                    i = _owed(data, nodes, find(nodes, k, tags.DOCUMENT_ID), i, what, -1, -1, doc, out)
                k = nodes[k, BEHIND]
        j = nodes[j, BEHIND]
    return i


@part
def _owed(data: Bytes, nodes: Ints, found: int, i: int, what: int, a: int, b: int, doc: int, out: Out) -> int:
    """A priority or benefit claimed; how many there are now. What it is stands in an attribute if ``what`` is -1."""
    f, t = trimmed(data, nodes, find(nodes, found, tags.DOC_NUMBER), out)
    if f < 0:
        return i
    row = new_row(out, PRIORITIES)
    row[0], row[1], row[2], row[3] = doc, i + 1, f, t
    row[4], row[5] = trimmed(data, nodes, find(nodes, found, tags.COUNTRY), out)
    if row[4] < 0 and what >= 0:
        row[4], row[5] = write(out, _US, 0, 2)
    row[6] = day(data, nodes, find(nodes, found, tags.DATE), out)
    row[7], row[8] = -2 - what, -2 - what
    if what < 0:
        row[7], row[8] = write(out, data, a, b) if a >= 0 else (-1, -1)
    return i + 1
