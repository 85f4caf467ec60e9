"""Owners resolved by their names alone: pairs of distinct spellings beside the NBER benchmark's labels, precision, recall and F1.

Input: 12,364 distinct names of US assignees with 6,176 labels. The goal of ``domain/patents.md`` 8.3 is F1 0.30 at precision 0.95, counted on
distinct names, since by mentions any reading is near 0.99 (told too). Names that are equal once case, legal forms and abbreviations are set
aside are held against it; every reason together joins a half more, and two of five pairs that then count as wrong are of labels that
are themselves one name spelled in two ways (``MICHELIN CO CIE GEN DES ESTAB``, ``… ETAB``): with labels nine tenths alike taken for one,
precision is told beside.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import Counter
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cache
from itertools import combinations

from benches.table import Line
from ipops.corpus.identity.names import form_of
from ipops.corpus.identity.owners import Spelling, resolve_bodies
from ipops.kernel.outcome import Unknown
from ipops.reference.shared import shared_file

PRECISION, F1, ALIKE = 0.95, 0.30, 0.9


def bench(long: bool = False) -> list[Line]:
    path = shared_file("patents", "assignee-disambiguation-nber", "nber-subset-assignees-benchmark.csv.gz")
    if isinstance(path, Unknown):
        sys.stderr.write(f"{path.why.zh} {path.why.en}\n")
        return []
    with gzip.open(path, "rt", encoding="utf-8", newline="") as f:
        rows = [(r["organization"], r["unique_id"]) for r in csv.DictReader(f)]
    truth, mentions = dict(rows), Counter(name for name, _ in rows)
    words = {name: form_of(name).key or name for name in truth}
    every = {
        s.name: b.party
        for b in resolve_bodies(Spelling(n, mentions=m) for n, m in mentions.items())
        for s in b.spellings
    }
    made = _lines(f"{len(truth):,} distinct names, by their words", *score(words, truth), promised=True)
    made += _lines("by every reason", *score(every, truth))
    made.append(
        _line("by every reason, labels nine tenths alike taken for one: precision", excused(every, truth), PRECISION)
    )
    made.append(_line(f"by every reason, {len(rows):,} mentions: F1", score(every, truth, mentions)[2]))
    return made


def score(
    found: Mapping[str, str], truth: Mapping[str, str], times: Mapping[str, int] | None = None
) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of names, or of mentions."""
    joined, alike, right = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for name, label in truth.items():
        n = times[name] if times else 1
        joined[found[name]] += n
        alike[label] += n
        right[found[name], label] += n
    a, b, c = (sum(n * (n - 1) // 2 for n in each.values()) for each in (joined, alike, right))
    return c / a, c / b, 2 * c / (a + b)


def excused(found: Mapping[str, str], truth: Mapping[str, str]) -> float:
    """Precision where a pair of labels that are nine tenths alike counts as one label."""
    bodies: dict[str, Counter[str]] = {}
    for name, label in truth.items():
        bodies.setdefault(found[name], Counter())[label] += 1
    right = sum(n * (n - 1) // 2 for labels in bodies.values() for n in labels.values())
    joined = sum(n * (n - 1) // 2 for n in map(Counter.total, bodies.values()))
    slips = sum(
        labels[a] * labels[b]
        for labels in bodies.values()
        for a, b in combinations(sorted(labels), 2)
        if _ratio(a, b) >= ALIKE
    )
    return (right + slips) / joined


@cache
def _ratio(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _lines(what: str, precision: float, recall: float, f1: float, *, promised: bool = False) -> list[Line]:
    return [
        _line(f"{what}: precision", precision, PRECISION if promised else None),
        _line(f"{what}: recall", recall),
        _line(f"{what}: F1", f1, F1 if promised else None),
    ]


def _line(what: str, value: float, promised: float | None = None) -> Line:
    return Line(bench="owner_names", what=what, value=value, unit="", promised=promised)
