"""Symbols of classifications, compiled: rows as ``us_classes`` makes them of a tree."""

from __future__ import annotations

import numpy as np

from ipops.corpus.compiled import part
from ipops.corpus.feeds.plain import names as tags
from ipops.corpus.feeds.plain.scan import BEGIN, BEHIND, TAG, TEXT, Bytes, Ints
from ipops.corpus.feeds.plain.words import CLASSES, POOL, UNKNOWN, Out, day, find, new_row, number, raw, trimmed, write

_US = np.frombuffer(b"US", np.uint8)


@part
def of_classes(data: Bytes, nodes: Ints, biblio: int, doc: int, out: Out) -> None:
    j = biblio + 1
    while j < nodes[biblio, BEHIND]:
        tag = nodes[j, TAG]
        if tag == tags.IPCR:
            i, k = 0, j + 1
            while k < nodes[j, BEHIND]:
                i += 1
                _parted(data, nodes, k, 0, i, doc, out)
                k = nodes[k, BEHIND]
        elif tag == tags.CPC:
            i = 0
            for k in range(j + 1, nodes[j, BEHIND]):
                if nodes[k, TAG] == tags.ONE_CPC:
                    i += 1
                    _parted(data, nodes, k, 1, i, doc, out)
        elif tag == tags.IPC:
            _listed(data, nodes, j, 0, find(nodes, j, tags.EDITION), doc, out)
        elif tag == tags.LOCARNO:
            _listed(data, nodes, j, 2, find(nodes, j, tags.EDITION), doc, out)
        elif tag == tags.NATIONAL:
            _listed(data, nodes, j, 3, -1, doc, out)
        j = nodes[j, BEHIND]


@part
def _parted(data: Bytes, nodes: Ints, found: int, scheme: int, i: int, doc: int, out: Out) -> None:
    """A symbol in parts; of a part that is there twice the last one counts."""
    said = np.full(tags.OFFICE - tags.SECTION + 1, -1, np.int32)
    j = found + 1
    while j < nodes[found, BEHIND]:
        tag = nodes[j, TAG]
        if tags.SECTION <= tag <= tags.OFFICE:
            said[tag - tags.SECTION] = j
        j = nodes[j, BEHIND]
    f = out.at[POOL]
    for k in range(5):
        if k == 4 and said[4] >= 0 and nodes[said[4], BEGIN] < nodes[said[4], TEXT]:
            begun = out.at[POOL]
            out.pool[begun] = 47
            out.at[POOL] = begun + 1
            if not _joined(data, nodes, said[4], out):
                out.at[POOL] = begun
        elif k < 4:
            _joined(data, nodes, said[k], out)
    row = new_row(out, CLASSES)
    row[0], row[1], row[2], row[3] = doc, scheme, f, out.at[POOL]
    version = said[tags.IPC_VERSION - tags.SECTION]
    if version < 0:
        version = said[tags.CPC_VERSION - tags.SECTION]
    row[4], row[5] = _edition(data, nodes, find(nodes, version, tags.DATE), out)
    value = _one(data, nodes, said[tags.VALUE - tags.SECTION], out)
    row[6] = 1 if value == 73 else 0 if value == 65 or value == 78 else -1
    row[7] = 1 if _one(data, nodes, said[tags.POSITION - tags.SECTION], out) == 70 else 0
    row[8] = i
    row[9] = day(data, nodes, find(nodes, said[tags.ACTED - tags.SECTION], tags.DATE), out)
    by = find(nodes, said[tags.OFFICE - tags.SECTION], tags.COUNTRY)
    row[10], row[11] = raw(data, nodes, by, out)
    if by >= 0 and row[10] < 0:
        row[10], row[11] = 0, 0  # there, and empty


@part
def _joined(data: Bytes, nodes: Ints, j: int, out: Out) -> bool:
    """The trimmed text of a part behind what the pool holds; false if it is empty."""
    w = out.at[POOL]
    f, t = trimmed(data, nodes, j, out)
    if f < 0:
        out.at[POOL] = w
        return False
    for k in range(t - f):
        out.pool[w + k] = out.pool[f + k]
    out.at[POOL] = w + t - f
    return True


@part
def _one(data: Bytes, nodes: Ints, j: int, out: Out) -> int:
    """The only character of a trimmed text, 0 for any other text."""
    f, t = trimmed(data, nodes, j, out)
    return int(out.pool[f]) if f >= 0 and t - f == 1 else 0


@part
def _edition(data: Bytes, nodes: Ints, j: int, out: Out) -> tuple[int, int]:
    """``20060101`` → ``2006.01``."""
    f, t = trimmed(data, nodes, j, out)
    if f >= 0 and t - f == 8 and number(out.pool, f, t, out) >= 0:
        out.pool[f + 6], out.pool[f + 5], out.pool[f + 4] = out.pool[f + 5], out.pool[f + 4], 46
        return f, f + 7
    return f, t


@part
def _listed(data: Bytes, nodes: Ints, found: int, scheme: int, edition: int, doc: int, out: Out) -> None:
    i, j = 0, found + 1
    while j < nodes[found, BEHIND]:
        tag = nodes[j, TAG]
        if tag == tags.MAIN or tag == tags.FURTHER:
            there = trimmed(data, nodes, j, out)[0] >= 0
            f, t = raw(data, nodes, j, out)
            if there:
                i += 1
                while out.pool[t - 1] <= 32:
                    t -= 1
                row = new_row(out, CLASSES)
                row[0], row[1], row[2], row[3] = doc, scheme, f, t
                row[4], row[5] = _edition(data, nodes, edition, out)
                row[6], row[7], row[8], row[9] = 1 if tag == tags.MAIN else -1, 1 if tag == tags.MAIN else 0, i, UNKNOWN
                row[10], row[11] = write(out, _US, 0, 2)
        j = nodes[j, BEHIND]
