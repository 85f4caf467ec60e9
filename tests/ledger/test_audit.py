"""Every way to tamper with a sealed journal is found and the entry is named."""

import shutil
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.kernel.text import Text
from ipops.ledger import audit, facts, merkle, verdict
from ipops.ledger.canonical import canonical
from ipops.ledger.columns import columns_of
from ipops.ledger.entry import Entry, Source
from ipops.ledger.heads import Head, head_at
from ipops.ledger.tiles import open_tiles

SIZE, SEALED = 20, 16
AT = datetime(2024, 5, 1, tzinfo=UTC)
OUTSIDE = Text("主页", "the public page")


def entry(n, name="甲"):
    return Entry(
        n=n,
        fact=facts.PartyRenamed(on=date(2024, 1, 1), party=f"P:{n}", name=name),
        recorded_at=AT + timedelta(seconds=n),
        by="user:clerk@demo",
        source=Source(reason="登记簿"),
        reference=f"row-{n}",
    )


def row(e):
    data = canonical(e)
    return [*columns_of(e), merkle.leaf_hash(data), merkle.leaf_hash(data, "sm3"), data]


class Store:
    """A journal of twenty entries, the first sixteen sealed in two steps."""

    def __init__(self, folder, size=SIZE):
        self.rows = [row(entry(n)) for n in range(1, size + 1)]
        self.tiles = open_tiles(folder)
        self.heads = []
        for upto in (7, SEALED):
            self.seal(upto)

    def seal(self, upto):
        for name, tiles in self.tiles.items():
            fresh = [r[-1] for r in self.rows[tiles.size : upto]]
            tiles.append(merkle.leaf_hashes(fresh, name), at=tiles.size)
        self.heads.append(verdict.KeptHead(head=head_at(self.tiles, upto, AT), where=verdict.IN_DATABASE))

    def __getitem__(self, n):
        return self.rows[n - 1]

    def set(self, n, **columns):
        for name, value in columns.items():
            self[n][audit.ROW.index(name)] = value

    def forge(self, n, name="乙"):
        """Another fact in the place of entry ``n``, with columns and leaf hashes that fit it."""
        self.rows[n - 1] = row(entry(n, name))

    def verify(self, outside=()):
        heads = [*self.heads, *(verdict.KeptHead(head=h, where=OUTSIDE) for h in outside)]
        highest = max((r[0] for r in self.rows), default=0)
        return verdict.verify(sorted(self.rows, key=lambda r: r[0]), self.tiles, heads, highest=highest)

    def problems(self, outside=()):
        report = self.verify(outside)
        assert report.count == len(report.problems)
        return [(p.code, p.at.line, p.at.column) for p in report.problems]


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def test_an_untouched_journal_holds(store):
    report = store.verify(outside=[h.head for h in store.heads])
    assert report.holds
    assert (report.entries, report.sealed, report.heads) == (SIZE, SEALED, 4)
    assert report.as_json()["problems"] == []


def test_an_empty_journal_holds(tmp_path):
    assert verdict.verify([], open_tiles(tmp_path), [], highest=0).holds


@settings(max_examples=60)
@given(st.integers(1, SIZE), st.data())
def test_any_flipped_byte_is_found_and_its_entry_named(n, data):
    store = SHARED
    whole = list(store[n])
    column = data.draw(st.sampled_from(["canonical", "leaf_sha256", "leaf_sm3"]))
    value = whole[audit.ROW.index(column)]
    at = data.draw(st.integers(0, len(value) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    try:
        store.set(n, **{column: value[:at] + bytes([value[at] ^ bit]) + value[at + 1 :]})
        found = store.problems()
    finally:
        store.rows[n - 1] = whole
    assert {line for _, line, _ in found} == {n}
    if column == "canonical":
        assert ("changed", n, "canonical") in found
    else:
        assert found == [("column", n, column)]


@pytest.fixture(autouse=True, scope="module")
def shared(tmp_path_factory):
    global SHARED
    SHARED = Store(tmp_path_factory.mktemp("shared"))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "party_registered"),
        ("version", 2),
        ("took_effect", date(2023, 1, 1)),
        ("recorded_at", AT + timedelta(seconds=5, microseconds=1)),
        ("by", "user:other"),
        ("reference", "row-6"),
        ("document", "00" * 32),
        ("reason", ""),
        ("supersedes", 3),
        ("parties", ["P:6"]),
        ("rights", ["US7130913"]),
        ("places", ["990101"]),
        ("deals", ["D-1"]),
        ("cases", ["C-1"]),
    ],
)
def test_any_column_that_disagrees_with_the_bytes_is_named(store, column, value):
    store.set(5, **{column: value})
    assert store.problems() == [("column", 5, column)]


@pytest.mark.parametrize("column", ["by", "recorded_at", "took_effect", "reason", "parties"])
def test_a_column_emptied_by_force_is_named(store, column):
    store.set(5, **{column: None})
    assert store.problems() == [("column", 5, column)]


def test_bytes_emptied_by_force_are_named(store):
    store.set(5, canonical=None)
    assert store.problems() == [("changed", 5, "canonical")]


def test_a_fact_replaced_with_everything_beside_it_is_named(store):
    store.forge(5)
    assert store.problems() == [("changed", 5, "canonical")]


def test_bytes_that_are_no_entry_are_named_with_the_byte_where_they_break(store):
    store.set(5, canonical=store[5][-1].replace(b'"at":', b'"at" '))
    (found,) = store.verify().problems
    assert (found.code, found.at.line, found.at.offset) == ("changed", 5, 6)


@pytest.mark.parametrize(("gone", "named"), [([5], [5]), ([1], [1]), ([4, 5, 9], [4, 9]), ([17], [17])])
def test_missing_entries_are_named(store, gone, named):
    store.rows = [r for r in store.rows if r[0] not in gone]
    assert store.problems() == [("missing", n, "") for n in named]


def test_a_row_that_stands_twice_or_before_the_first_is_named_as_added(store):
    store.rows.append(row(entry(5, "乙")))
    assert store.problems() == [("added", 5, "")]
    store.rows.pop()
    store.rows.append([0, *store[5][1:]])
    assert [(c, n) for c, n, _ in store.problems()] == [("added", 0)]


def test_an_entry_pushed_in_between_moves_all_that_follow_and_every_one_is_named(store):
    renumbered = [row(entry(n)) for n in range(1, 5)] + [row(entry(5, "乙"))]
    renumbered += [row(Entry(**{**fields(entry(n)), "n": n + 1})) for n in range(5, SIZE + 1)]
    store.rows = renumbered
    assert [n for code, n, _ in store.problems() if code == "changed"] == list(range(5, SEALED + 1))


def fields(e):
    return {name: getattr(e, name) for name in Entry.__dataclass_fields__}


def test_two_entries_swapped_are_named_as_reordered(store):
    five, nine = list(store[5]), list(store[9])
    store.rows[4], store.rows[8] = [5, *nine[1:]], [9, *five[1:]]
    found = store.problems()
    assert ("reordered", 5, "") in found
    assert ("reordered", 9, "") in found
    assert ("column", 5, "n") in found


def test_a_clock_that_runs_backwards_is_named(store):
    late = entry(19)
    store.rows[18] = row(Entry(**{**fields(late), "recorded_at": AT}))
    assert store.problems() == [("clock", 19, "")]


def test_a_removed_tail_is_told_by_the_leaf_files(store):
    store.rows, store.heads = store.rows[:10], store.heads[:1]
    (found,) = store.verify().problems
    assert (found.code, found.at.line) == ("removed-tail", 11)
    assert "11 to 16" in found.says.en


def test_a_tail_removed_everywhere_inside_is_told_by_a_head_kept_outside(store, tmp_path):
    kept = store.heads[-1].head
    store.rows, store.heads = store.rows[:7], store.heads[:1]
    shutil.rmtree(tmp_path)
    store.tiles = open_tiles(tmp_path)
    for name, tiles in store.tiles.items():
        tiles.append(merkle.leaf_hashes([r[-1] for r in store.rows], name), at=0)
    assert store.verify().holds
    (found,) = store.verify(outside=[kept]).problems
    assert (found.code, found.at.line) == ("removed-tail", 8)
    assert "the public page" in found.says.en
    assert "8 to 16" in found.says.en


def rewrite_files(store, tmp_path):
    shutil.rmtree(tmp_path)
    store.tiles = open_tiles(tmp_path)
    for name, tiles in store.tiles.items():
        tiles.append(merkle.leaf_hashes([r[-1] for r in store.rows[:SEALED]], name), at=0)


def test_rows_and_leaf_files_changed_together_are_told_by_the_heads(store, tmp_path):
    store.forge(9)
    rewrite_files(store, tmp_path)
    found = store.verify().problems
    assert {(p.code, p.at.line) for p in found} == {("head", 8)}
    assert "8 to 16" in found[0].says.en


def test_everything_inside_made_up_anew_is_told_by_a_head_kept_outside(store, tmp_path):
    kept = store.heads[-1].head
    store.forge(9)
    rewrite_files(store, tmp_path)
    store.heads = [verdict.KeptHead(head=head_at(store.tiles, s, AT), where=verdict.IN_DATABASE) for s in (7, SEALED)]
    assert store.verify().holds
    assert {(c, n) for c, n, _ in store.problems(outside=[kept])} == {("head", 8), ("heads-differ", 16)}


def test_a_changed_row_with_made_up_heads_is_still_named_because_an_outside_head_sides_with_the_files(store):
    kept = store.heads[-1].head
    store.forge(9)
    trees = {name: merkle.Tree(name, merkle.leaf_hashes([r[-1] for r in store.rows], name)) for name in store.tiles}
    store.heads = [verdict.KeptHead(head=head_at(trees, s, AT), where=verdict.IN_DATABASE) for s in (7, SEALED)]
    assert ("changed", 9, "canonical") in store.problems(outside=[kept])
    (found,) = store.verify().problems  # without it: the entry is named all the same
    assert (found.code, found.at.line) == ("leaf-file", 9)
    assert "sides with the entry" in found.says.en


@pytest.mark.parametrize("name", ["sha256", "sm3"])
def test_a_changed_leaf_file_is_named_and_the_entry_is_not_blamed(store, tmp_path, name):
    file = tmp_path / f"leaves.{name}"
    data = bytearray(file.read_bytes())
    data[5 * 32] ^= 1
    file.write_bytes(data)
    (found,) = store.verify().problems
    assert (found.code, found.at.file, found.at.line) == ("leaf-file", f"leaves.{name}", 6)


def test_both_leaf_files_changed_at_one_entry_do_not_blame_the_entry(store, tmp_path):
    for name in ("sha256", "sm3"):
        file = tmp_path / f"leaves.{name}"
        file.write_bytes(file.read_bytes()[: 5 * 32] + bytes(32) + file.read_bytes()[6 * 32 :])
    (found,) = store.verify().problems
    assert (found.code, found.at.line) == ("leaf-file", 6)


def test_leaf_files_lost_or_behind_are_told(store, tmp_path):
    (tmp_path / "leaves.sha256").write_bytes((tmp_path / "leaves.sha256").read_bytes()[: 10 * 32])
    (found,) = store.verify().problems
    assert (found.code, found.at.file) == ("leaf-file", "leaves.sha256")


def test_a_wrong_node_cache_is_told(tmp_path):
    store = Store(tmp_path, size=600)
    store.seal(600)
    assert store.verify().holds
    cache = tmp_path / "nodes8.sm3"
    cache.write_bytes(bytes(32) + cache.read_bytes()[32:])
    (found,) = store.verify().problems
    assert (found.code, found.at.file) == ("node-cache", "nodes8.sm3")


def test_rows_without_sm3_are_checked_by_sha256(store):
    for n in range(1, SIZE + 1):
        store.set(n, leaf_sm3=None)
    assert store.verify().holds


def test_a_machine_without_sm3_verifies_by_sha256_what_another_sealed_with_both(store, monkeypatch):
    monkeypatch.setattr(merkle, "hash_names", lambda: ("sha256",))
    report = store.verify(outside=[store.heads[-1].head])
    assert report.holds
    assert report.hashes == ("sha256",)
    store.forge(9)
    assert store.problems() == [("changed", 9, "canonical")]


def test_ranges_cut_anywhere_give_one_verdict(monkeypatch, tmp_path):
    monkeypatch.setattr(audit, "LEVEL", 2)
    monkeypatch.setattr(audit, "RANGE", 4)
    monkeypatch.setattr(verdict, "LEVEL", 2)
    store = Store(tmp_path)
    assert store.verify().holds
    assert len(audit.ranges(SIZE)) == 5
    store.forge(9)
    store.rows = [r for r in store.rows if r[0] not in (4, 5, 17, 18, 19, 20)]
    assert store.problems() == [("missing", 4, ""), ("changed", 9, "canonical")]
    store.rows = store.rows[:9]
    assert [(c, n) for c, n, _ in store.problems()] == [("missing", 4), ("changed", 9), ("removed-tail", 12)]


def test_a_journal_changed_all_over_lists_some_and_counts_all(tmp_path):
    store = Store(tmp_path, size=1300)
    store.seal(1300)
    for n in range(1, 1301):
        store.forge(n)
    report = store.verify()
    assert (report.count, len(report.problems)) == (1300, audit.SHOWN)


def test_a_head_of_size_zero_says_nothing_and_does_no_harm(store):
    nothing = Head(size=0, sha256_root=merkle.root(b"").hex(), sm3_root="", sealed_at=AT)
    assert store.verify(outside=[nothing]).holds
