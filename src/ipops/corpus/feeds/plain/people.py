"""Applicants, inventors, agents, owners and examiners, compiled: rows as ``us_parties`` makes them of a tree."""

from __future__ import annotations

import numpy as np

from ipops.corpus.compiled import part
from ipops.corpus.feeds.plain import names as tags
from ipops.corpus.feeds.plain.scan import BEGIN, BEHIND, CLOSE, TAG, TEXT, Bytes, Ints
from ipops.corpus.feeds.plain.words import (
    IS_ODD,
    PARTIES,
    POOL,
    Out,
    attribute,
    equal,
    find,
    new_row,
    number,
    raw,
    trimmed,
    words_of,
)

APPLICANT, INVENTOR, AGENT, OWNER, EXAMINER = range(5)  # as in ``names.ROLES``
_SEQUENCE, _APP_TYPE, _INVENTED = (np.frombuffer(w, np.uint8) for w in (b"sequence", b"app-type", b"inventor"))


@part
def of_parties(data: Bytes, nodes: Ints, biblio: int, doc: int, out: Out) -> None:
    parties = find(nodes, biblio, tags.PARTIES)
    if parties < 0:
        parties = find(nodes, biblio, tags.US_PARTIES)
    if parties >= 0:
        apart = find(nodes, parties, tags.INVENTORS)
        group = parties + 1
        while group < nodes[parties, BEHIND]:
            _of_group(data, nodes, group, apart, doc, out)
            group = nodes[group, BEHIND]
    owners, group = 0, biblio + 1
    while group < nodes[biblio, BEHIND]:
        if nodes[group, TAG] == tags.ASSIGNEES:
            j = group + 1
            while j < nodes[group, BEHIND]:
                if nodes[j, TAG] == tags.ASSIGNEE:
                    owners += 1
                    _party(data, nodes, j, OWNER, owners, doc, out)
                j = nodes[j, BEHIND]
        group = nodes[group, BEHIND]
    examiners, group = 0, biblio + 1
    while group < nodes[biblio, BEHIND]:
        if nodes[group, TAG] == tags.EXAMINERS:
            j = group + 1
            while j < nodes[group, BEHIND]:
                examiners += 1
                _party(data, nodes, j, EXAMINER, examiners, doc, out)
                j = nodes[j, BEHIND]
        group = nodes[group, BEHIND]


@part
def _of_group(data: Bytes, nodes: Ints, group: int, apart: int, doc: int, out: Out) -> None:
    tag = nodes[group, TAG]
    if tag == tags.APPLICANTS or tag == tags.US_APPLICANTS:
        role = APPLICANT
    elif tag == tags.INVENTORS:
        role = INVENTOR
    elif tag == tags.AGENTS:
        role = AGENT
    else:
        return
    i, j = 0, group + 1
    while j < nodes[group, BEHIND]:
        i += 1
        _party(data, nodes, j, role, i, doc, out)
        if role == APPLICANT and apart < 0:
            a, b = attribute(data, nodes, j, _APP_TYPE)
            if _holds(data, a, b):
                _party(data, nodes, j, INVENTOR, i, doc, out)
        j = nodes[j, BEHIND]


@part
def _holds(data: Bytes, a: int, b: int) -> bool:
    """Whether an inventor is spoken of."""
    length, p = len(_INVENTED), a
    while p + length <= b and not equal(data, p, p + length, _INVENTED):
        p += 1
    return p + length <= b


@part
def _party(data: Bytes, nodes: Ints, j: int, role: int, i: int, doc: int, out: Out) -> None:
    top = find(nodes, j, tags.BOOK)
    top = j if top < 0 else top
    said = np.full(10, -1, np.int32)  # organisation, name, last, first, middle, suffix, address, country, state, city
    for k in range(top, nodes[top, BEHIND]):
        tag = nodes[k, TAG]
        at = (
            tag - tags.ORGNAME
            if tags.ORGNAME <= tag <= tags.ADDRESS
            else 7
            if tag == tags.COUNTRY
            else 8
            if tag == tags.STATE
            else 9
            if tag == tags.CITY
            else -1
        )
        if at >= 0 and said[at] < 0:
            said[at] = k
    f, t = _named(data, nodes, said, out)
    if f == t:
        return
    row = new_row(out, PARTIES)
    a, b = attribute(data, nodes, j, _SEQUENCE)
    stated = number(data, a, b, out)
    row[0], row[1], row[2], row[3], row[4] = doc, role, stated if stated > 0 else i, f, t
    row[5] = 0 if said[0] >= 0 else 1
    row[6], row[7] = _country(data, nodes, j, said[7] if said[6] >= 0 else -1, out)
    row[8], row[9] = raw(data, nodes, said[8], out)
    row[10], row[11] = raw(data, nodes, said[9], out)


@part
def _named(data: Bytes, nodes: Ints, said: Ints, out: Out) -> tuple[int, int]:
    """A body by its name; a person as ``Hoff, Dora G.``; nothing at all if neither is there."""
    if said[0] >= 0:
        return words_of(data, nodes, said[0], nodes[said[0], CLOSE], out)
    f, first, last, rest = out.at[POOL], True, 0, 0
    for k in range(2, 6):
        j = said[k]
        if j < 0:
            continue
        before = out.at[POOL]
        if not first and last + rest:
            _between(out, last > 0 and rest == 0)
        a, b = words_of(data, nodes, j, nodes[j, TEXT], out)
        if first:
            first, last = False, b - a
        elif b > a:
            rest += b - a
        else:
            out.at[POOL] = before
    if last == 0 and said[1] >= 0:
        out.at[POOL] = f
        return words_of(data, nodes, said[1], nodes[said[1], CLOSE], out)
    return f, out.at[POOL]


@part
def _between(out: Out, comma: bool) -> None:
    """A comma behind the last name, blanks behind the others."""
    w = out.at[POOL]
    if comma:
        out.pool[w] = 44
        w += 1
    out.pool[w] = 32
    out.at[POOL] = w + 1


@part
def _country(data: Bytes, nodes: Ints, party: int, said: int, out: Out) -> tuple[int, int]:
    """Two letters; not said for anything else. Where there is none in the address, that of the residence."""
    j = said
    if j < 0 or nodes[j, BEGIN] == nodes[j, TEXT]:
        j, group = -1, party + 1
        while group < nodes[party, BEHIND] and j < 0:
            if nodes[group, TAG] == tags.RESIDENCE:
                j = find(nodes, group, tags.COUNTRY)
            group = nodes[group, BEHIND]
    f, t = trimmed(data, nodes, j, out)
    for p in range(f, t):
        c = out.pool[p]
        if c > 127:
            out.at[IS_ODD] = 1
        elif 97 <= c <= 122:
            out.pool[p] = c - 32
    if f < 0 or t - f != 2:
        return -1, -1
    return f, t
