"""Bytes of one plain grant or application to nodes, compiled: a flat tree of what stands outside its description, and proof that
the whole is well formed.

What is not plain is not judged here: a comment, CDATA, a name with a colon or beyond ASCII, a named reference that XML does not
know by itself, a carriage return, any fault. Then the answer is ``ODD``, and the parser of the whole is asked (``documents``). So
nothing is read that libxml2 would have refused, and its words about a fault are kept.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ipops.corpus.compiled import part

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]

ODD = -1
DEPTH = 200  #: libxml2 allows 256
LONGEST = 8 << 20  #: bytes of a document; libxml2 caps one text at ten million
_ATTRIBUTES = 24
_SEED, _PRIME = np.uint64(14695981039346656037), np.uint64(1099511628211)
_LT, _GT, _AMP, _SLASH, _EQUALS, _QUESTION, _SEMICOLON, _HASH = b"<>&/=?;#"
_TEXT, _WHITE, _NAME, _START = 1, 2, 4, 8
_HEADS = tuple(np.frombuffer(head, np.uint8) for head in (b"<?xml ", b"<!DOCTYPE"))


#: columns of nodes, which stand in the order of the document: number of the tag (0 if it is none we read), the first node behind the
#: element, where its first text begins and ends, where its content ends, where its attributes stand. Children of ``i`` begin at ``i + 1``
TAG, BEHIND, BEGIN, TEXT, CLOSE, ATTRIBUTES, ATTRIBUTES_END = range(7)
NODES = 1 << 17  #: a document of more is not read here


class Names(NamedTuple):
    """A hash table from a name to its number."""

    hashes: NDArray[np.uint64]
    numbers: Ints


def names_of(names: tuple[str, ...]) -> Names:
    """Numbers from 1 in the order given."""
    made = Names(np.zeros(512, np.uint64), np.zeros(512, np.int32))
    for number, name in enumerate(names, 1):
        hashed = int(_SEED)
        for byte in name.encode():
            hashed = ((hashed ^ byte) * int(_PRIME)) & 0xFFFFFFFFFFFFFFFF
        slot = hashed & 511
        while made.numbers[slot]:
            slot = (slot + 1) & 511
        made.hashes[slot], made.numbers[slot] = hashed, number
    return made


def _kinds() -> Bytes:
    """What a byte may stand in: plain text, white, a name, the start of a name."""
    kinds = np.zeros(256, np.uint8)
    kinds[32:128] |= _TEXT
    for white in (9, 10, 32):
        kinds[white] |= _TEXT | _WHITE
    for special in b"<&>":
        kinds[special] &= 255 - _TEXT
    for byte in range(128):
        letter = chr(byte)
        if letter.isalpha() or letter == "_":
            kinds[byte] |= _NAME | _START
        elif letter.isdigit() or letter in ".-":
            kinds[byte] |= _NAME
    return kinds


_KINDS = _kinds()


@part
def reference(data: Bytes, at: int, end: int) -> tuple[int, int]:
    """The character that the reference at ``at`` stands for, and the byte behind it; ``ODD`` if it is none of XML's own."""
    p = at + 1
    if p + 2 >= end:
        return ODD, ODD
    if data[p] == _HASH:
        return _numbered(data, p + 1, end)
    for length in range(2, 5):
        if p + length < end and data[p + length] == _SEMICOLON:
            a, b = data[p], data[p + 1]
            if length == 2 and b == 116 and (a == 108 or a == 103):
                return (60 if a == 108 else 62), p + 3
            if length == 3 and a == 97 and b == 109 and data[p + 2] == 112:
                return 38, p + 4
            if length == 4 and a == 113 and b == 117 and data[p + 2] == 111 and data[p + 3] == 116:
                return 34, p + 5
            if length == 4 and a == 97 and b == 112 and data[p + 2] == 111 and data[p + 3] == 115:
                return 39, p + 5
            break
    return ODD, ODD


@part
def _numbered(data: Bytes, at: int, end: int) -> tuple[int, int]:
    hexadecimal = data[at] == 120
    p = at + 1 if hexadecimal else at
    first, code = p, 0
    while p < end and p - first < 8 and data[p] != _SEMICOLON:
        c = data[p]
        digit = -1
        if 48 <= c <= 57:
            digit = c - 48
        elif hexadecimal and 97 <= c <= 102:
            digit = c - 87
        elif hexadecimal and 65 <= c <= 70:
            digit = c - 55
        if digit < 0:
            return ODD, ODD
        code = code * (16 if hexadecimal else 10) + digit
        p += 1
    if p >= end or p == first or data[p] != _SEMICOLON:
        return ODD, ODD
    fine = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return (code, p + 1) if fine else (ODD, ODD)


@part
def _beyond(data: Bytes, at: int, end: int) -> int:
    """The byte behind a character of several bytes; ``ODD`` if it is no character of XML in UTF-8."""
    c = int(data[at])
    more = 1 if 0xC2 <= c < 0xE0 else 2 if 0xE0 <= c < 0xF0 else 3 if 0xF0 <= c < 0xF5 else 0
    if more == 0 or at + more >= end:
        return ODD
    code = c & (0x3F >> more)
    for p in range(at + 1, at + more + 1):
        if data[p] & 0xC0 != 0x80:
            return ODD
        code = code << 6 | int(data[p] & 0x3F)
    least = 0x80 if more == 1 else 0x800 if more == 2 else 0x10000
    fine = code >= least and code < 0x110000 and not 0xD800 <= code < 0xE000 and not 0xFFFE <= code <= 0xFFFF
    return at + more + 1 if fine else ODD


@part
def _through_text(data: Bytes, at: int, end: int) -> int:
    """The next tag, or the end; ``ODD`` for what may not stand in a text or is not plain."""
    p = at
    while p < end:
        c = data[p]
        if _KINDS[c] & _TEXT:
            p += 1
        elif c == _LT:
            return p
        elif c >= 128:
            p = _beyond(data, p, end)
        elif c == _AMP:
            p = reference(data, p, end)[1]
        elif c == _GT and not (p - at > 1 and data[p - 1] == 93 and data[p - 2] == 93):
            p += 1
        else:
            return ODD
        if p < 0:
            return ODD
    return p


@part
def _through_attributes(data: Bytes, at: int, end: int, seen: Ints) -> int:
    """The ``>`` or ``/`` that ends a start tag; ``ODD`` unless every attribute is plain and there but once."""
    p, many = at, 0
    while p < end:
        begun = p
        while p < end and _KINDS[data[p]] & _WHITE:
            p += 1
        if p >= end or data[p] == _GT or data[p] == _SLASH:
            return p if p < end else ODD
        if p == begun or many == _ATTRIBUTES or not _KINDS[data[p]] & _START:
            return ODD
        first = p
        while p < end and _KINDS[data[p]] & _NAME:
            p += 1
        if p - first == 5 and data[first] == 120 and data[first + 1] == 109 and data[first + 2] == 108:
            return ODD  # xmlns, or something like it
        for k in range(many):
            if seen[2 * k + 1] - seen[2 * k] == p - first and _same(data, seen[2 * k], first, p - first):
                return ODD
        seen[2 * many], seen[2 * many + 1] = first, p
        many += 1
        p = _through_value(data, p, end)
        if p < 0:
            return ODD
    return ODD


@part
def _through_value(data: Bytes, at: int, end: int) -> int:
    p = at
    while p < end and _KINDS[data[p]] & _WHITE:
        p += 1
    if p >= end or data[p] != _EQUALS:
        return ODD
    p += 1
    while p < end and _KINDS[data[p]] & _WHITE:
        p += 1
    if p >= end or (data[p] != 34 and data[p] != 39):
        return ODD
    quote = data[p]
    p += 1
    while p < end and data[p] != quote:
        c = data[p]
        if not (_KINDS[c] & _TEXT or c == _GT) or (_KINDS[c] & _WHITE and c != 32):
            return ODD
        p += 1
    return p + 1 if p < end else ODD


@part
def _same(data: Bytes, a: int, b: int, length: int) -> bool:
    k = 0
    while k < length and data[a + k] == data[b + k]:
        k += 1
    return k == length


@part
def _through_instruction(data: Bytes, at: int, end: int) -> int:
    """The byte behind an instruction whose target is a plain name that does not begin like XML's own."""
    p = at + 2
    if p + 4 >= end or not _KINDS[data[p]] & _START or (data[p] | 32) == 120:
        return ODD
    while p < end and _KINDS[data[p]] & _NAME:
        p += 1
    if p >= end or not (_KINDS[data[p]] & _WHITE or data[p] == _QUESTION):
        return ODD
    while p + 1 < end:
        c = data[p]
        if c == _QUESTION and data[p + 1] == _GT:
            return p + 2
        if not (32 <= c < 128 or _KINDS[c] & _WHITE):
            return ODD
        p += 1
    return ODD


@part
def scan(data: Bytes, start: int, names: Names, quiet: int, nodes: Ints, stack: Ints, seen: Ints) -> tuple[int, int]:
    """Nodes of the document whose root begins at ``start``, and the byte at which the next one begins; ``ODD`` twice if it is not
    plain. Of the root's child with the number ``quiet`` only the element itself becomes a node."""
    count, depth, at, hushed, end, root = 0, 0, start, 0, len(data), _SEED
    while True:
        at = _through_text(data, at, end)
        if at < 0 or at + 3 >= end or at - start > LONGEST or count == len(nodes):
            return ODD, ODD
        mark = data[at + 1]
        if mark == _SLASH and depth:
            depth -= 1
            closed = _through_end(data, stack[depth, 0], stack[depth, 1], at, end)
            if closed < 0:
                return ODD, ODD
            node = stack[depth, 2]
            if node >= 0:
                nodes[node, CLOSE], nodes[node, BEHIND] = at, count
                if nodes[node, TEXT] < 0:
                    nodes[node, TEXT] = at
            if depth == hushed:
                hushed = 0
            at = closed
            if depth == 0:
                behind = _next(data, at, end)
                return (count if behind >= 0 else ODD), behind
        elif mark == _QUESTION and hushed:
            at = _through_instruction(data, at, end)
            if at < 0:
                return ODD, ODD
        elif _KINDS[mark] & _START and depth < DEPTH:
            p, hashed = _through_name(data, at + 1, end)
            if depth == 0:
                root = hashed
            behind = _through_attributes(data, p, end, seen) if depth == 0 or hashed != root else ODD
            if behind < 0:
                return ODD, ODD
            empty = data[behind] == _SLASH
            if empty and (depth == 0 or behind + 1 >= end or data[behind + 1] != _GT):
                return ODD, ODD
            node = -1
            if not hushed:
                node = count
                count += 1
                above = stack[depth - 1, 2] if depth else -1
                if above >= 0 and nodes[above, TEXT] < 0:
                    nodes[above, TEXT] = at
                _open(nodes, node, _number(names, hashed), p, behind, empty)
            if not empty:
                stack[depth, 0], stack[depth, 1], stack[depth, 2] = at + 1, p - at - 1, node
                if depth == 1 and not hushed and nodes[node, TAG] == quiet:
                    hushed = 1
                depth += 1
            at = behind + 2 if empty else behind + 1
        else:
            return ODD, ODD


@part
def _open(nodes: Ints, node: int, number: int, attributes: int, behind: int, empty: bool) -> None:
    begin = behind + 2 if empty else behind + 1
    nodes[node, TAG], nodes[node, BEGIN], nodes[node, ATTRIBUTES], nodes[node, ATTRIBUTES_END] = (
        number,
        begin,
        attributes,
        behind,
    )
    nodes[node, TEXT] = -1
    if empty:
        nodes[node, TEXT], nodes[node, CLOSE], nodes[node, BEHIND] = begin, begin, node + 1


@part
def _through_name(data: Bytes, at: int, end: int) -> tuple[int, Any]:
    """The byte behind a name, and its hash."""
    p, hashed = at, _SEED
    while p < end and _KINDS[data[p]] & _NAME:
        hashed = (hashed ^ np.uint64(data[p])) * _PRIME
        p += 1
    return p, hashed


@part
def _through_end(data: Bytes, first: int, length: int, at: int, end: int) -> int:
    """The byte behind the end tag at ``at``, if it has the name that stands at ``first``."""
    p = at + 2 + length
    if p >= end or not _same(data, first, at + 2, length):
        return ODD
    while p < end and _KINDS[data[p]] & _WHITE:
        p += 1
    return p + 1 if p < end and data[p] == _GT else ODD


@part
def _next(data: Bytes, at: int, end: int) -> int:
    """Where the next document begins, behind blanks; the end, if nothing but what downloads leave behind is left; else ``ODD``."""
    p = at
    while p < end and p - at < 64 and (data[p] in (32, 9, 10, 13, 0, 0xEF, 0xBB, 0xBF)):
        p += 1
    for head in _HEADS:
        if p + len(head) <= end:
            k = 0
            while k < len(head) and data[p + k] == head[k]:
                k += 1
            if k == len(head):
                return p
    while p < end:
        if data[p] not in (32, 9, 10, 13, 0, 12, 26, 0xEF, 0xBB, 0xBF):
            return ODD
        p += 1
    return end


@part
def _number(names: Names, hashed: Any) -> int:
    slot = np.int64(hashed & np.uint64(511))
    while names.numbers[slot]:
        if names.hashes[slot] == hashed:
            return int(names.numbers[slot])
        slot = (slot + 1) & 511
    return 0
