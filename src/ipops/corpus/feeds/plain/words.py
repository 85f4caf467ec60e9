"""Words, numbers and days out of the nodes of a plain document, compiled. Words are written to a pool; where they begin and end there is
what a row holds, -1 twice for what is not said.

What is odd is marked and read by the tree instead, so only what is plain must be right here.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ipops.corpus.compiled import part
from ipops.corpus.feeds.dates import OLDEST
from ipops.corpus.feeds.plain.scan import ATTRIBUTES, ATTRIBUTES_END, BEGIN, BEHIND, TAG, TEXT, Bytes, Ints, reference

#: what ``at`` counts, and whether anything was odd
POOL, ROWS, DEPENDS, IS_ODD = range(4)
#: what a row is of, which its last column says
PARTIES, CLASSES, CITED, LITERATURE, CLAIMS, PRIORITIES = range(6)
WIDTH = 13
UNKNOWN = -(1 << 31)  #: a day that is not known


class Out(NamedTuple):
    """What is filled: the pool, rows of every table, claims that claims depend on, the fields of one document, and how far each is."""

    pool: Bytes
    rows: Ints
    depends: Ints
    fields: Ints
    at: NDArray[np.int64]


@part
def new_row(out: Out, table: int) -> Ints:
    row: Ints = out.rows[out.at[ROWS]]
    row[WIDTH - 1] = table
    out.at[ROWS] += 1
    return row


@part
def find(nodes: Ints, i: int, tag: int) -> int:
    """The first child with the tag, -1 if there is none."""
    if i < 0:
        return -1
    j, behind = i + 1, nodes[i, BEHIND]
    while j < behind:
        if nodes[j, TAG] == tag:
            return j
        j = nodes[j, BEHIND]
    return -1


@part
def _white(code: int) -> bool:
    """As ``str.split`` has it."""
    if code < 0x80:
        return 9 <= code <= 13 or 28 <= code <= 32
    return (
        code == 0x85 or code == 0xA0 or code == 0x1680 or 0x2000 <= code <= 0x200A or code == 0x2028 or code == 0x2029
        or code == 0x202F or code == 0x205F or code == 0x3000
    )  # fmt: skip


@part
def _put(pool: Bytes, w: int, code: int) -> int:
    if code < 0x80:
        pool[w] = code
        return w + 1
    if code < 0x800:
        pool[w], pool[w + 1] = 0xC0 | code >> 6, 0x80 | code & 63
        return w + 2
    if code < 0x10000:
        pool[w], pool[w + 1], pool[w + 2] = 0xE0 | code >> 12, 0x80 | code >> 6 & 63, 0x80 | code & 63
        return w + 3
    pool[w], pool[w + 1] = 0xF0 | code >> 18, 0x80 | code >> 12 & 63
    pool[w + 2], pool[w + 3] = 0x80 | code >> 6 & 63, 0x80 | code & 63
    return w + 4


@part
def _code(data: Bytes, p: int) -> tuple[int, int]:
    """The character at a byte beyond ASCII, and the byte behind it."""
    c = int(data[p])
    if c < 0xE0:
        return (c & 31) << 6 | int(data[p + 1]) & 63, p + 2
    if c < 0xF0:
        return (c & 15) << 12 | (int(data[p + 1]) & 63) << 6 | int(data[p + 2]) & 63, p + 3
    code = (c & 7) << 18 | (int(data[p + 1]) & 63) << 12
    return code | (int(data[p + 2]) & 63) << 6 | int(data[p + 3]) & 63, p + 4


@part
def _past_tag(data: Bytes, p: int) -> int:
    """The byte behind the tag at ``p``; a quoted value may hold ``>``."""
    quote = 0
    while True:
        c = data[p]
        p += 1
        if quote:
            if c == quote:
                quote = 0
        elif c == 62:
            return p
        elif c == 34 or c == 39:
            quote = c


@part
def _words(data: Bytes, a: int, b: int, pool: Bytes, w: int) -> int:
    """All text between two bytes without tags, runs of blanks as one; where it ends in the pool."""
    begun, gap, p = w, False, a
    while p < b:
        c = int(data[p])
        if 32 < c < 128 and c != 60 and c != 38:
            if gap:
                if w > begun:
                    pool[w] = 32
                    w += 1
                gap = False
            pool[w] = c
            w += 1
            p += 1
            continue
        if c == 60:
            p = _past_tag(data, p)
            continue
        if c == 38:
            code, p = reference(data, p, len(data))
        elif c < 128:
            code, p = c, p + 1
        else:
            code, p = _code(data, p)
        if _white(code):
            gap = True
            continue
        if gap:
            if w > begun:
                pool[w] = 32
                w += 1
            gap = False
        w = _put(pool, w, code)
    return w


@part
def words_of(data: Bytes, nodes: Ints, j: int, end: int, out: Out) -> tuple[int, int]:
    """The words of an element up to a byte: its end, or that of its first text; not said if it is not there."""
    if j < 0:
        return -1, -1
    f = out.at[POOL]
    w = _words(data, nodes[j, BEGIN], end, out.pool, f)
    out.at[POOL] = w
    return f, w


@part
def raw(data: Bytes, nodes: Ints, j: int, out: Out) -> tuple[int, int]:
    """The first text of an element as it stands; not said if it is not there or has none."""
    if j < 0 or nodes[j, BEGIN] == nodes[j, TEXT]:
        return -1, -1
    f = out.at[POOL]
    w, p = f, nodes[j, BEGIN]
    while p < nodes[j, TEXT]:
        if data[p] == 38:
            code, p = reference(data, p, len(data))
            w = _put(out.pool, w, code)
        else:
            out.pool[w] = data[p]
            w += 1
            p += 1
    out.at[POOL] = w
    return f, w


@part
def trimmed(data: Bytes, nodes: Ints, j: int, out: Out) -> tuple[int, int]:
    """The first text without blanks around it; not said if nothing is left."""
    f, t = raw(data, nodes, j, out)
    if f < 0:
        return -1, -1
    while f < t and _white(int(out.pool[f])):
        f += 1
    while f < t and _white(int(out.pool[t - 1])):
        t -= 1
    if f == t:
        return -1, -1
    if out.pool[f] > 127 or out.pool[t - 1] > 127:
        out.at[IS_ODD] = 1  # it may be a blank of another kind
    return f, t


@part
def write(out: Out, source: Bytes, a: int, b: int) -> tuple[int, int]:
    f = out.at[POOL]
    w = f
    for p in range(a, b):
        out.pool[w] = source[p]
        w += 1
    out.at[POOL] = w
    return f, w


@part
def number(source: Bytes, a: int, b: int, out: Out) -> int:
    """Digits as a number, -1 for anything else."""
    if b <= a:
        return -1
    found = 0
    for p in range(a, b):
        c = int(source[p])
        if c < 48 or c > 57:
            return -1
        found = found * 10 + c - 48
    if b - a > 9:
        out.at[IS_ODD] = 1
    return found


@part
def attribute(data: Bytes, nodes: Ints, j: int, name: Bytes) -> tuple[int, int]:
    """Where the value of an attribute stands; -1 twice if it is not there."""
    p, end = nodes[j, ATTRIBUTES], nodes[j, ATTRIBUTES_END]
    while p < end:
        while p < end and data[p] <= 32:
            p += 1
        first = p
        while p < end and data[p] != 61 and data[p] > 32:
            p += 1
        length = p - first
        while p < end and data[p] != 34 and data[p] != 39:
            p += 1
        if p >= end:
            break
        quote = data[p]
        value = p + 1
        p = value
        while data[p] != quote:
            p += 1
        if length == len(name) and equal(data, first, first + length, name):
            return value, p
        p += 1
    return -1, -1


@part
def equal(source: Bytes, a: int, b: int, word: Bytes) -> bool:
    if b - a != len(word):
        return False
    k = 0
    while k < b - a and source[a + k] == word[k]:
        k += 1
    return k == b - a


@part
def day(data: Bytes, nodes: Ints, j: int, out: Out) -> int:
    """Days since 1970 of ``20050104``; a month or day of 00 is the first. ``dates.day`` reads what is written otherwise."""
    if j < 0:
        return UNKNOWN
    a, b = nodes[j, BEGIN], nodes[j, TEXT]
    while a < b and data[a] <= 32:
        a += 1
    while a < b and data[b - 1] <= 32:
        b -= 1
    eight = min(b, a + 8)
    if a == b:
        return UNKNOWN
    whole = number(data, a, eight, out)
    if whole < 0:
        out.at[IS_ODD] = 1
        return UNKNOWN
    if eight - a < 8 or whole < OLDEST * 10000:
        return UNKNOWN
    y, m, d = whole // 10000, max(whole // 100 % 100, 1), max(whole % 100, 1)
    leap = y % 4 == 0 and (y % 100 != 0 or y % 400 == 0)
    if m > 12 or d > ((29 if leap else 28) if m == 2 else 30 if m in (4, 6, 9, 11) else 31):
        return UNKNOWN
    if m <= 2:
        y -= 1
    era = y // 400
    of_year = (153 * (m + (-3 if m > 2 else 9)) + 2) // 5 + d - 1
    of_era = (y - era * 400) * 365 + (y - era * 400) // 4 - (y - era * 400) // 100 + of_year
    return era * 146097 + of_era - 719468
