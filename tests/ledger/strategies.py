"""Made-up facts and entries of any kind, built from the fact's own shape; for every suite that wants them."""

from __future__ import annotations

from dataclasses import MISSING
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from fractions import Fraction
from unicodedata import normalize

from hypothesis import strategies as st

import ipops.ledger.facts  # noqa: F401 (declares the shared kinds)
from ipops.kernel.money import Money
from ipops.ledger.canonical import INT_MAX, INT_MIN
from ipops.ledger.entry import Draft, Entry, Source
from ipops.ledger.fact import Fact, Sealed
from ipops.ledger.kinds import kinds
from ipops.ledger.shape import Shape, shapes

texts = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), st.sampled_from("许可é\u0301“\\\n")
    ),
    max_size=12,
).map(lambda t: normalize("NFC", t))
instants = st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1)).map(lambda d: d.replace(tzinfo=UTC))  # noqa: DTZ001
integers = st.integers(INT_MIN, INT_MAX)
digests = st.binary(min_size=32, max_size=32).map(bytes.hex)

SCALARS: dict[type, st.SearchStrategy] = {
    str: texts,
    int: integers,
    bool: st.booleans(),
    date: st.dates(),
    datetime: instants,
    Money: integers.map(Money),
    Fraction: st.fractions(),
    Sealed: digests.map(Sealed),
}


def values(shape: Shape) -> st.SearchStrategy:
    """Any value the field can hold, absent ones among them."""
    one = st.sampled_from(list(shape.base)) if issubclass(shape.base, Enum) else SCALARS[shape.base]
    if shape.many:
        return st.lists(one, max_size=4).map(tuple)
    made = one if shape.absent is MISSING else st.one_of(st.just(shape.absent), one)
    return made if shape.default is MISSING else st.one_of(st.just(shape.default), made)


def facts(kind: type[Fact]) -> st.SearchStrategy[Fact]:
    return st.fixed_dictionaries({s.name: values(s) for s in shapes(kind)}).map(lambda given: kind(**given))


def any_fact() -> st.SearchStrategy[Fact]:
    """A fact of any declared kind; looks the kinds up when it draws, so a line's own kinds come too."""
    return st.deferred(lambda: st.one_of([facts(k) for _, k in sorted(kinds().items())]))


sources = st.one_of(
    digests.map(lambda d: Source(document=d)), texts.filter(str.strip).map(lambda why: Source(reason=why))
)


@st.composite
def entries(draw, fact=None, n=None):
    number = draw(st.integers(1, 10**9)) if n is None else n
    return Entry(
        n=number,
        fact=draw(any_fact() if fact is None else fact),
        recorded_at=draw(instants),
        by=draw(texts),
        source=draw(sources),
        reference=draw(texts),
        supersedes=draw(st.none() | st.integers(1, number - 1)) if number > 1 else None,
    )


@st.composite
def histories(draw, max_size=12, fact=None):
    """A journal's entries: dense numbers, a clock that never runs back, each entry corrected at most once."""
    at = draw(instants)
    made, free = [], []
    for n in range(1, draw(st.integers(0, max_size)) + 1):
        at += timedelta(microseconds=draw(st.integers(0, 3_000_000)))
        corrects = draw(st.none() | st.sampled_from(free)) if free else None
        if corrects is not None:
            free.remove(corrects)
        free.append(n)
        made.append(
            Entry(
                n=n,
                fact=draw(any_fact() if fact is None else fact),
                recorded_at=at,
                by="user:clerk@demo",
                source=draw(sources),
                reference=f"ref-{n}",
                supersedes=corrects,
            )
        )
    return made


def as_draft(entry: Entry) -> Draft:
    return Draft(fact=entry.fact, source=entry.source, reference=entry.reference, supersedes=entry.supersedes)
