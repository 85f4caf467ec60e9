"""Bodies resolved: which spellings are one body, by code, by name, by what stands beside, by nearness; each with its reason.

Codes decide: two credit codes are two bodies whatever they are called, one code is one body whatever it is called. Names join
within what they set aside (``names``), spellings of one mention join, and slips join where the countries agree (``near``).
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ipops.corpus.identity.clusters import Clusters
from ipops.corpus.identity.names import form_of
from ipops.corpus.identity.near import slips

Node = tuple[str, str]  #: key of the name, code or ""


@dataclass(slots=True)
class Spelling:
    """One spelling with how often and where it stands. ``code`` is empty where no source gives one."""

    name: str
    code: str = ""
    countries: Counter[str] = field(default_factory=Counter)
    mentions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One resolved body: its spellings and why each belongs."""

    party: str
    spellings: tuple[Spelling, ...]
    because: tuple[str, ...]


def resolve_bodies(spellings: Iterable[Spelling], beside: Iterable[tuple[str, str]] = ()) -> list[Body]:
    """Every spelling in exactly one body, whatever order they come in. ``beside`` are pairs of spellings that one mention has."""
    held = sorted(spellings, key=lambda s: (s.name, s.code))
    nodes = _nodes(held)
    clusters: Clusters[Node] = Clusters()
    for node, spelled in nodes.items():
        clusters.add(node, node[1] or None)
        del spelled
    named = _by_name(clusters, nodes)
    by_code = _by_code(clusters, nodes)
    placed = {s.name: n for n, every in nodes.items() for s in every}
    side = set()
    for a, b in sorted(beside):
        if a in placed and b in placed and clusters.join(placed[a], placed[b]):
            side |= {placed[a], placed[b]}
    _by_slip(clusters, nodes, named)
    return _bodies(clusters, nodes, side, by_code)


def _nodes(held: list[Spelling]) -> dict[Node, list[Spelling]]:
    """Spellings by the key of their name and their code. A name that goes with one code only takes it everywhere."""
    codes: dict[str, set[str]] = defaultdict(set)
    for s in held:
        if s.code:
            codes[form_of(s.name).key].add(s.code)
    nodes: dict[Node, list[Spelling]] = defaultdict(list)
    for s in held:
        key = form_of(s.name).key or s.name
        known = codes.get(key, set())
        nodes[key, s.code or (next(iter(known)) if len(known) == 1 else "")].append(s)
    return nodes


def _by_name(clusters: Clusters[Node], nodes: dict[Node, list[Spelling]]) -> dict[str, Node]:
    """Names whose words are the same in another order. Returns one node a key, for those without doubt about the code."""
    turned: dict[str, list[Node]] = defaultdict(list)
    keys: dict[str, list[Node]] = defaultdict(list)
    for node, spelled in nodes.items():
        keys[node[0]].append(node)
        if form := form_of(spelled[0].name).turned:
            turned[form].append(node)
    for same in turned.values():
        clusters.join_all(same)
    return {k: ns[0] for k, ns in keys.items() if len(ns) == 1}


def _by_code(clusters: Clusters[Node], nodes: dict[Node, list[Spelling]]) -> set[Node]:
    codes: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        if node[1]:
            codes[node[1]].append(node)
    for same in codes.values():
        clusters.join_all(same)
    return {n for same in codes.values() if len(same) > 1 for n in same}


def _by_slip(clusters: Clusters[Node], nodes: dict[Node, list[Spelling]], named: dict[str, Node]) -> None:
    words = {k: form.words for k, n in named.items() if not (form := form_of(nodes[n][0].name)).han and len(k) >= 9}
    ordered = {k for k in words if len(words[k]) == 2 and not form_of(nodes[named[k]][0].name).turned}
    for a, b in slips(words, ordered):
        x, y = named[a], named[b]
        here, there = _country(nodes[x]), _country(nodes[y])
        if not here or not there or here == there:
            clusters.join(x, y)


def _country(spelled: list[Spelling]) -> str:
    every: Counter[str] = sum((s.countries for s in spelled), Counter())
    return min(every, key=lambda c: (-every[c], c)) if every else ""


def _of_one_name(a: str, b: str) -> bool:
    """Equal once legal forms and abbreviations are set aside, in any order where order tells nothing."""
    one, other = form_of(a), form_of(b)
    return one.key == other.key or (one.turned != "" and one.turned == other.turned)


def _bodies(
    clusters: Clusters[Node], nodes: dict[Node, list[Spelling]], side: set[Node], by_code: set[Node]
) -> list[Body]:
    sets: dict[Node, list[Node]] = defaultdict(list)
    for node in nodes:
        sets[clusters.find(node)].append(node)
    made = []
    for members in sets.values():
        first = min(members, key=lambda n: (-sum(s.mentions for s in nodes[n]), n))
        code = next((n[1] for n in members if n[1]), "")
        digest = hashlib.blake2b(f"{code or min(members)[0]}".encode(), digest_size=8).hexdigest()
        spelled, why = [], []
        for node in sorted(members):
            reason = "same_name"
            if not _of_one_name(nodes[node][0].name, nodes[first][0].name):
                reason = "code" if node in by_code else ("side_by_side" if node in side else "close")
            spelled += nodes[node]
            why += [reason] * len(nodes[node])
        made.append(Body(party=f"b:{digest}", spellings=tuple(spelled), because=tuple(why)))
    return made
