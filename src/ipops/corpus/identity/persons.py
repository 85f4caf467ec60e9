"""People resolved. A name alone never joins two mentions: an owner, a co-inventor, a family, or (in Latin letters) a town must agree.

A Chinese name of two or three characters is borne by thousands in one town, so a town does not count for it
(``domain/patents.md`` 8.5, 17).
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ipops.corpus.identity.clusters import Clusters
from ipops.corpus.identity.names import plain

_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Mention:
    """One person on one document, with whatever tells people apart."""

    document: str
    role: str
    sequence: int
    key: str  #: ``person_key`` of the name, else the name
    country: str | None
    city: str | None


def person_key(name: str) -> str:
    """``Hoff, Dora G.`` and ``HOFF DORA G`` → the same words in any order; Chinese names as they are without blanks."""
    if _HAN.search(name):
        return re.sub(r"[\s·.,，]", "", name)
    return " ".join(sorted(plain(name).split()))


def resolve_persons(
    mentions: Iterable[Mention], owners: dict[str, set[str]], families: dict[str, str]
) -> dict[Mention, str]:
    """A party for each mention. ``owners`` are the resolved bodies of each document, ``families`` its simple family."""
    by_name: dict[str, list[Mention]] = defaultdict(list)
    together: dict[str, set[str]] = defaultdict(set)
    for m in mentions:
        by_name[m.key].append(m)
        together[m.document].add(m.key)
    made: dict[Mention, str] = {}
    for key, same in by_name.items():
        clusters: Clusters[str] = Clusters()
        for m in same:
            clusters.add(m.document)
        for agreeing in _agreements(key, same, owners, families, together):
            clusters.join_all(agreeing)
        firsts: dict[str, str] = {}
        for m in same:
            root = clusters.find(m.document)
            firsts[root] = min(firsts.get(root, m.document), m.document)
        for m in same:
            first = firsts[clusters.find(m.document)]
            made[m] = "p:" + hashlib.blake2b(f"{key}|{first}".encode(), digest_size=8).hexdigest()
    return made


def _agreements(
    key: str, same: list[Mention], owners: dict[str, set[str]], families: dict[str, str], together: dict[str, set[str]]
) -> Iterable[Iterable[str]]:
    """Groups of documents of one name that agree in something that tells people apart."""
    if len(same) < 2:
        return ()
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    latin = not _HAN.search(key)
    for m in same:
        for owner in owners.get(m.document, ()):
            groups["owner", owner].append(m.document)
        for other in together[m.document]:
            if other != key:
                groups["with", other].append(m.document)
        if family := families.get(m.document):
            groups["family", family].append(m.document)
        if latin and m.city and m.country:
            groups["town", f"{m.country} {plain(m.city)}"].append(m.document)
    return (docs for docs in groups.values() if len(docs) > 1)
