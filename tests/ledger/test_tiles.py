import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.ledger import merkle
from ipops.ledger.tiles import Tiles, open_tiles


def made(count, salt=b""):
    return merkle.leaf_hashes([salt + i.to_bytes(8, "big") for i in range(count)])


@settings(max_examples=15)
@given(st.lists(st.integers(0, 700), min_size=1, max_size=4), st.data())
def test_tiles_give_the_roots_and_proofs_of_a_tree_in_memory(tmp_path_factory, steps, data):
    tiles, leaves, at = Tiles(tmp_path_factory.mktemp("tiles")), made(sum(steps)), 0
    for step in steps:
        tiles.append(leaves[at * 32 : (at + step) * 32], at=at)
        at += step
    tree = merkle.Tree("sha256", leaves)
    size = data.draw(st.integers(0, at))
    assert tiles.size == at
    assert tiles.root() == tree.root()
    assert tiles.root(size) == tree.root(size)
    if size:
        i = data.draw(st.integers(0, size - 1))
        assert merkle.inclusion(tiles, i, size) == tree.inclusion(i, size)
        assert merkle.consistency(tiles, i + 1, size) == tree.consistency(i + 1, size)
        assert tiles.leaf(i + 1) == leaves[i * 32 : i * 32 + 32]


def test_seventy_thousand_leaves_reach_the_third_file_and_agree(tmp_path):
    tiles, leaves = Tiles(tmp_path), made(70_000)
    tiles.append(leaves, at=0)
    assert (tmp_path / "nodes16.sha256").stat().st_size == 32
    assert tiles.root() == merkle.root(leaves)
    assert tiles.node(16, 0) == merkle.root(leaves[: 65536 * 32])
    assert tiles.node(13, 7) == merkle.root(leaves[7 * 8192 * 32 : 8 * 8192 * 32])


def test_a_hash_cut_short_by_a_crash_is_not_counted_and_is_replaced(tmp_path):
    tiles, leaves = Tiles(tmp_path), made(300)
    tiles.append(leaves[: 299 * 32], at=0)
    with open(tmp_path / "leaves.sha256", "ab") as f:
        f.write(b"half")
    assert tiles.size == 299
    tiles.append(leaves[299 * 32 :], at=299)
    assert tiles.root() == merkle.root(leaves)


def test_node_files_lost_or_behind_are_made_again(tmp_path):
    tiles, leaves = Tiles(tmp_path), made(1000)
    tiles.append(leaves, at=0)
    os.truncate(tmp_path / "nodes8.sha256", 32)
    tiles.append(b"", at=1000)
    assert tiles.root() == merkle.root(leaves)
    (tmp_path / "nodes8.sha256").unlink()
    assert tiles.root() == merkle.root(leaves)
    (tmp_path / "nodes8.sha256").write_bytes(bytes(96))
    tiles.rebuild()
    assert tiles.root() == merkle.root(leaves)


def test_leaves_are_neither_skipped_nor_overwritten(tmp_path):
    tiles = Tiles(tmp_path)
    tiles.append(made(3), at=0)
    for at in (0, 2, 4):
        with pytest.raises(ValueError, match="3 leaf hashes are kept"):
            tiles.append(made(1), at=at)
    for n in (0, 4, -1):
        with pytest.raises(IndexError):
            tiles.leaf(n)
    with pytest.raises(IndexError):
        tiles.node(2, 0)


def test_sha256_and_sm3_lie_side_by_side(tmp_path):
    both = open_tiles(tmp_path)
    for name, tiles in both.items():
        tiles.append(merkle.leaf_hashes([b"a", b"b"], name), at=0)
    assert both["sha256"].root() != both["sm3"].root()
    assert {p.name for p in tmp_path.iterdir()} >= {"leaves.sha256", "leaves.sm3"}
