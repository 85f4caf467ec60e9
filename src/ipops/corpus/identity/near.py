"""Spellings that differ by a slip: one word misspelt, the rest equal. The misspelt word is rare, the right one is not.

Two real words that happen to be near (``ELECTRIC``, ``ELECTRON``) both occur in many names; a slip occurs in one or two. That
is what tells them apart, so nothing is joined on nearness alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

SLIP = 2  #: a word in so many distinct names or fewer may be a slip
SHORTEST = 5  #: a shorter word is never taken for a slip of another


def distance(a: str, b: str, most: int) -> int:
    """Edits between two words, neighbours swapped counting as one; ``most + 1`` for anything beyond ``most``."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    two, one, now = [0] * (len(b) + 1), list(range(len(b) + 1)), [0] * (len(b) + 1)
    for i, x in enumerate(a, 1):
        now[0] = i
        for j, y in enumerate(b, 1):
            now[j] = min(one[j] + 1, now[j - 1] + 1, one[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                now[j] = min(now[j], two[j - 2] + 1)
        if min(now) > most:
            return most + 1
        two, one, now = one, now, [0] * (len(b) + 1)
    return one[len(b)]


def allowed(word: str) -> int:
    """How many edits still leave a word recognisable."""
    return 1 if len(word) < 10 else 2


def slips(names: Mapping[str, Sequence[str]], ordered: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Pairs of keys that differ in one word which is a slip of the other. ``names`` are the words of each key; of ``ordered`` ones
    the other words must stand in the same order, the slip in the same place: *Washinton University* is no slip of the University of
    Washington."""
    counts = Counter(w for words in names.values() for w in set(words))
    rest: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for key, words in names.items():
        _without_one(key, [str(len(words)), *words], rest)
        if key not in ordered:
            _without_one(key, ["", *sorted(set(words))], rest)
    for held in rest.values():
        yield from _near(held, counts)


def _without_one(key: str, marked: list[str], rest: dict[tuple[str, ...], list[tuple[str, str]]]) -> None:
    """Files a name under what is left of it without each word that may be a slip. The first of ``marked`` is no word: it says whether
    the place of the missing word counts."""
    mark, every = marked[0], marked[1:]
    for i, word in enumerate(every):
        alone = len(every) == 1 and len(word) < 10  # a name of one short word is a brand: Zytek is not Zytec
        if len(word) >= SHORTEST and not alone and not any(c.isdigit() for c in word):
            rest[(f"{mark}.{i}" if mark else "", *every[:i], *every[i + 1 :])].append((word, key))


def _near(held: list[tuple[str, str]], counts: Counter[str]) -> Iterable[tuple[str, str]]:
    """Pairs among names that are equal but for the word given with each."""
    if len(held) < 2 or len(held) > 5_000:
        return
    rare = [h for h in held if counts[h[0]] <= SLIP]
    by_start: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for word, key in held:
        by_start[word[0]].append((word, key))
    for word, key in rare:
        for other, its in by_start[word[0]]:
            if its == key or other == word or counts[other] <= counts[word]:
                continue
            most = allowed(min(word, other, key=len))
            if distance(word, other, most) <= most:
                yield key, its
