"""Where and for what a licence runs, read from the words of a contract or a register."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ipops.intake.values import key
from ipops.kernel.outcome import Unknown
from ipops.reference.lists import places
from ipops.rights.collisions.seen import Reach

_WHOLE = ("", "全国", "中国", "中华人民共和国", "中国大陆", "CN", "China")
_SEVERAL = re.compile(r"[、,，;；/ ]+")


def reach_of(text: str, fields: Iterable[str] = ()) -> Reach:
    """Where a licence runs: the whole country unless it names places; a name that no list knows stays a name. ``fields``
    are fields of use as written, compared blind to width and punctuation; none is all of them."""
    clean, words = text.strip(), tuple(f.strip() for f in fields if key(f))
    used = frozenset(map(key, words))
    if clean in _WHOLE:
        return Reach(text=clean, fields=used, words=words)
    codes, unread = set(), set()
    known = places()
    for name in filter(None, _SEVERAL.split(clean)):
        code = name if name.isdigit() and len(name) == 6 else known.named(name)
        if isinstance(code, Unknown):
            unread.add(name)
        else:
            codes.add(code)
    return Reach(text=clean, whole=False, codes=frozenset(codes), unread=frozenset(unread), fields=used, words=words)
