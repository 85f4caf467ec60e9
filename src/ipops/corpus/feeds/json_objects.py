"""A JSON file cut into its documents by braces: a list of objects, an object that wraps such a list, or one object a line.

Cutting looks at braces, brackets and quotes alone, so one object that is no JSON spoils only itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import IO, Any

from ipops.corpus.feeds.record import Bad, Read, Record
from ipops.kernel.text import Text

LARGEST = 64 << 20
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)
_WRAPPED = re.compile(
    rb'\A\s*\{(?:\s*"(?:[^"\\]|\\.)*"\s*:\s*(?:"(?:[^"\\]|\\.)*"|[-+0-9.eE]+|true|false|null)\s*,)*\s*"(?:docs|patents|results|documents|data|hits)"\s*:\s*\['
)


def read_json(stream: IO[bytes], start: int, read: Callable[[dict[str, Any]], tuple[Record, ...]]) -> Iterator[Read]:
    """Every object of the stream, which stands at its beginning; those that end before byte ``start`` are passed over."""
    for offset, data in _objects(stream):
        if offset < start:
            continue
        if data is None:
            yield Read(offset=offset, size=LARGEST, bad=_ENDLESS)
            continue
        yield _one(data, offset, read)


def _one(data: bytes, offset: int, read: Callable[[dict[str, Any]], tuple[Record, ...]]) -> Read:
    try:
        said = json.loads(data)
    except ValueError as e:
        return Read(
            offset=offset, size=len(data), bad=Bad(code="broken-json", says=_BROKEN.fill(detail=str(e))), raw=data
        )
    records = read(said)
    if not records:
        return Read(offset=offset, size=len(data), bad=_NO_NUMBER, raw=data)
    return Read(offset=offset, size=len(data), records=records, raw=data)


def _objects(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    held, before = stream.read(1 << 20), 0
    begin = held.find(b"[") + 1 if held.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[") else 0
    if wrapped := _WRAPPED.match(held):
        begin = wrapped.end()
    while True:
        end, first = _end(held, begin)
        if first is None:
            begin = len(held)
        elif end is not None:
            yield before + first, held[first:end]
            begin = end
            continue
        elif len(held) - first > LARGEST:
            yield before + first, None
            return
        more = stream.read(1 << 20)
        if not more:
            if first is not None:
                yield before + first, held[first:]  # cut short: the reader of JSON says so
            return
        held, before, begin = held[begin:] + more, before + begin, 0


def _end(held: bytes, begin: int) -> tuple[int | None, int | None]:
    """End and start of the next whole object at or after ``begin``; no end if it goes on, no start if none begins."""
    depth, first = 0, None
    for token in _TOKEN.finditer(held, begin):
        mark = held[token.start()]
        if mark == 0x7B:
            first = token.start() if first is None else first
            depth += 1
        elif mark == 0x7D and first is not None:
            depth -= 1
            if depth == 0:
                return token.end(), first
    return None, first


_BROKEN = Text("JSON 无法解析（{detail}）。", "The JSON cannot be parsed ({detail}).")
_ENDLESS = Bad(
    code="endless-document",
    says=Text(
        "一件文献超过 64 MB，自此未再读取。", "One document has more than 64 MB; nothing was read from there on."
    ),
)
_NO_NUMBER = Bad(
    code="no-number",
    says=Text("没有公布号，不是可用的专利文献。", "It has no publication number and is no patent document we can use."),
)
