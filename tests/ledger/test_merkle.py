"""The tree against the recursive definition of RFC 9162 section 2.1, written out here once more, slowly."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.ledger import merkle

HASHES = merkle.hash_names()
hash_names = st.sampled_from(HASHES)
leaves = st.lists(st.binary(max_size=20), max_size=70)


def h(name, data):
    return hashlib.new(name, data).digest()


def split_of(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def mth(name, d):
    if not d:
        return h(name, b"")
    if len(d) == 1:
        return h(name, b"\x00" + d[0])
    k = split_of(len(d))
    return h(name, b"\x01" + mth(name, d[:k]) + mth(name, d[k:]))


def path(name, m, d):
    if len(d) == 1:
        return []
    k = split_of(len(d))
    if m < k:
        return [*path(name, m, d[:k]), mth(name, d[k:])]
    return [*path(name, m - k, d[k:]), mth(name, d[:k])]


def subproof(name, m, d, whole):
    if m == len(d):
        return [] if whole else [mth(name, d)]
    k = split_of(len(d))
    if m <= k:
        return [*subproof(name, m, d[:k], whole), mth(name, d[k:])]
    return [*subproof(name, m - k, d[k:], False), mth(name, d[:k])]


def side_by_side(name, d):
    return merkle.leaf_hashes(d, name)


@given(leaves, hash_names)
def test_the_root_is_the_recursive_one(d, name):
    hashes = side_by_side(name, d)
    assert merkle.root(hashes, name) == mth(name, d)
    assert merkle.Tree(name, hashes).root() == mth(name, d)


@given(st.lists(leaves, max_size=6), hash_names)
def test_growing_in_any_steps_gives_the_same_root_and_every_earlier_root(steps, name):
    edge, tree, whole = merkle.Frontier(name), merkle.Tree(name), []
    for step in steps:
        edge.extend(side_by_side(name, step))
        tree.extend(side_by_side(name, step))
        whole += step
        assert edge.root() == tree.root() == mth(name, whole)
        assert edge.size == tree.size == len(whole)
    for size in range(len(whole) + 1):
        peaks = merkle.peaks_at(tree, size)
        resumed = merkle.Frontier.resume(size, peaks, name)
        assert resumed.peaks() == peaks
        resumed.extend(side_by_side(name, whole[size:]))
        assert (resumed.size, resumed.root()) == (len(whole), tree.root())
        assert tree.root(size) == mth(name, whole[:size])


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=70), st.integers(0, 4), hash_names)
def test_grafting_whole_subtrees_is_adding_their_leaves(d, level, name):
    leaves, wide = side_by_side(name, d), 1 << level
    edge = merkle.Frontier(name)
    for start in range(0, len(d), wide):
        block = leaves[start * 32 : (start + wide) * 32]
        if len(block) == wide * 32:
            edge.graft(level, merkle.root(block, name))
        else:
            edge.extend(block)
    assert (edge.size, edge.root(), edge.copy().root()) == (len(d), mth(name, d), mth(name, d))
    if edge.size % 32:
        with pytest.raises(ValueError, match="cannot follow"):
            edge.graft(5, bytes(32))


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=70), st.data(), hash_names)
def test_inclusion_paths_are_the_recursive_ones_and_verify_only_for_their_leaf(d, data, name):
    size = data.draw(st.integers(1, len(d)))
    i = data.draw(st.integers(0, size - 1))
    tree = merkle.Tree(name, side_by_side(name, d))
    proof = tree.inclusion(i, size)
    root = tree.root(size)
    leaf = merkle.leaf_hash(d[i], name)
    assert proof == path(name, i, d[:size])
    assert merkle.verify_inclusion(leaf, i, size, proof, root, name)
    assert not merkle.verify_inclusion(merkle.leaf_hash(d[i] + b"x", name), i, size, proof, root, name)
    assert not merkle.verify_inclusion(leaf, i, size, [*proof, root], root, name)
    for k in range(len(proof)):
        assert not merkle.verify_inclusion(leaf, i, size, proof[:k] + proof[k + 1 :], root, name)
    assert not merkle.verify_inclusion(leaf, i, size, proof, bytes(32), name)
    assert not merkle.verify_inclusion(leaf, size, size, proof, root, name)


@given(st.lists(st.binary(min_size=1, max_size=8), min_size=2, max_size=70, unique=True), st.data(), hash_names)
def test_a_path_never_verifies_at_another_place(d, data, name):
    i = data.draw(st.integers(0, len(d) - 1))
    j = data.draw(st.integers(0, len(d) - 1).filter(lambda j: j != i))
    tree = merkle.Tree(name, side_by_side(name, d))
    assert not merkle.verify_inclusion(merkle.leaf_hash(d[i], name), j, len(d), tree.inclusion(i), tree.root(), name)


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=70), st.data(), hash_names)
def test_consistency_proofs_are_the_recursive_ones_and_verify(d, data, name):
    n = data.draw(st.integers(1, len(d)))
    m = data.draw(st.integers(1, n))
    tree = merkle.Tree(name, side_by_side(name, d))
    proof = tree.consistency(m, n)
    old, new = tree.root(m), tree.root(n)
    assert proof == subproof(name, m, d[:n], True)
    assert merkle.verify_consistency(m, n, old, new, proof, name)
    assert not merkle.verify_consistency(m, n, bytes(32), new, proof, name)
    assert not merkle.verify_consistency(m, n, old, bytes(32), proof, name)
    assert not merkle.verify_consistency(m, n, old, new, [*proof, new], name)
    for k in range(len(proof)):
        assert not merkle.verify_consistency(m, n, old, new, proof[:k] + proof[k + 1 :], name)


@given(st.lists(st.binary(min_size=1, max_size=8), min_size=2, max_size=70), st.data(), hash_names)
def test_no_consistency_proof_covers_a_changed_past(d, data, name):
    m = data.draw(st.integers(1, len(d)))
    i = data.draw(st.integers(0, m - 1))
    forged = [*d[:i], d[i] + b"x", *d[i + 1 :]]
    old, new = merkle.Tree(name, side_by_side(name, d)), merkle.Tree(name, side_by_side(name, forged))
    assert not merkle.verify_consistency(m, len(d), old.root(m), new.root(), new.consistency(m), name)


def test_out_of_range_proofs_are_refused_not_made_up():
    tree = merkle.Tree("sha256", merkle.leaf_hashes([b"a", b"b"]))
    for bad in (-1, 2):
        with pytest.raises(IndexError):
            tree.inclusion(bad)
    for bad in (0, 3):
        with pytest.raises(IndexError):
            tree.consistency(bad)
    for size, peaks in ((1, []), (2, [bytes(32)] * 2), (1, [b"short"]), (-1, [])):
        with pytest.raises(ValueError, match="do not make a tree"):
            merkle.Frontier.resume(size, peaks)
    assert not merkle.verify_consistency(0, 2, tree.root(0), tree.root(), [])
    assert not merkle.verify_consistency(1, 2, tree.root(1), tree.root(), [])


def test_sm3_here_is_the_one_of_gb_t_32905():
    assert merkle.sm3_available(), merkle.NO_SM3.en
    assert hashlib.new("sm3", b"abc").hexdigest() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert merkle.leaf_hash(b"abc", "sm3") == h("sm3", b"\x00abc")


def test_without_sm3_in_openssl_only_sha256_is_computed(monkeypatch):
    def lacking(name, *args):
        if name == "sm3":
            raise ValueError("unsupported hash type sm3")
        return hashlib_new(name, *args)

    hashlib_new = hashlib.new
    monkeypatch.setattr(merkle.hashlib, "new", lacking)
    assert not merkle.sm3_available()
    assert merkle.hash_names() == ("sha256",)
