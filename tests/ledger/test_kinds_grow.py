"""A home of before is read by the program of today: what a fact kind held when it was first told, it holds for ever.

``tests/golden/kinds.txt`` lists every field of every version of every kind. ``--rewrite-golden`` adds to it and never takes
away, so a change that old entries would not survive cannot be made to pass: it needs a new version of the kind.
"""

from dataclasses import MISSING
from pathlib import Path

import pytest

from ipops.ledger.kinds import kind_named, kinds
from ipops.ledger.shape import shapes
from tests.ledger.test_docs import LINE_FACTS

GOLDEN = "tests/golden/kinds.txt"
ROOT = Path(__file__).parents[2]


def _word(shape):
    base = "word" if shape.is_enum else shape.base.__name__
    return f"{base}{'*' * shape.many}{'?' * (shape.absent is not MISSING)}"


def now():
    """``{kind version: {field: type}}`` of all that is registered; ``*`` is many, ``?`` may be absent."""
    for name in LINE_FACTS:
        __import__(name)
    ours = [k for k in kinds().values() if k.__module__.startswith("ipops.")]
    every = [kind_named(k.KIND, v) for k in ours for v in range(1, k.VERSION + 1)]
    return {f"{k.KIND} {k.VERSION}": {s.name: _word(s) for s in shapes(k)} for k in every}


def before():
    found = {}
    path = ROOT / GOLDEN
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        kind, version, field, word = line.split()
        found.setdefault(f"{kind} {version}", {})[field] = word
    return found


def broken(old, new):
    """What entries written before would not survive, a line each."""
    for kind, fields in old.items():
        if kind not in new:
            yield f"{kind} is gone"
            continue
        yield from (
            f"{kind}: {f} was {w}, is {new[kind].get(f)}" for f, w in fields.items() if not _fits(w, new[kind].get(f))
        )
        yield from (
            f"{kind}: {f} is new and may not be absent"
            for f in new[kind].keys() - fields.keys()
            if not new[kind][f].endswith("?")
        )


def _fits(old, new):
    """A field that had to be there may come to be absent; never the reverse."""
    return (
        new is not None
        and new.removesuffix("?") == old.removesuffix("?")
        and (new.endswith("?") or not old.endswith("?"))
    )


def test_entries_written_before_are_still_read():
    assert list(broken(before(), now())) == []


def test_the_list_holds_every_kind(golden):
    merged = {
        kind: before().get(kind, fields) | {f: w for f, w in fields.items() if w.endswith("?")}
        for kind, fields in now().items()
    }
    golden.check(GOLDEN, "".join(f"{k} {f} {w}\n" for k in sorted(merged) for f, w in sorted(merged[k].items())))


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ({}, "k 1 is gone"),
        ({"k 1": {"a": "str?"}}, "k 1: b was int, is None"),
        ({"k 1": {"a": "str?", "b": "str?"}}, "k 1: b was int, is str?"),
        ({"k 1": {"a": "str?", "b": "int", "c": "word"}}, "k 1: c is new and may not be absent"),
    ],
)
def test_what_old_entries_would_not_survive_is_found(new, says):
    assert list(broken({"k 1": {"a": "str?", "b": "int"}}, new)) == [says]
    assert list(broken({"k 1": {"a": "str?", "b": "int"}}, {"k 1": {"a": "str?", "b": "int?", "c": "word?"}})) == []
