import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.kernel.outcome import Problem
from ipops.ledger import bundle, facts, merkle
from ipops.ledger.canonical import canonical
from ipops.ledger.entry import Entry, Source
from ipops.ledger.heads import head_at
from tests.ledger.strategies import histories

AT = datetime(2024, 5, 1, tzinfo=UTC)
PLACE = "990100"


def entry(n, name="甲", **changed):
    given = {
        "n": n,
        "fact": facts.PartyRenamed(on=date(2024, 1, 1), party=f"P:{n}", name=name),
        "recorded_at": AT + timedelta(seconds=n),
        "by": "user:clerk@demo",
        "source": Source(reason="登记簿"),
        "reference": f"row-{n}",
    }
    return Entry(**{**given, **changed})


LINES = [canonical(entry(n)) for n in range(1, 21)]


def trees(lines):
    return {name: merkle.Tree(name, merkle.leaf_hashes(lines, name)) for name in merkle.hash_names()}


def head(size, lines=None):
    return head_at(trees(LINES if lines is None else lines), size, AT)


def whole(folder, lines=None, sizes=(7, 16)):
    """A bundle from entry 1, with two heads."""
    lines = LINES if lines is None else lines
    return bundle.write(folder / "whole.zip", lines, [head(s, lines) for s in sizes], PLACE).file


def delta(folder, lines=None, after=7, upto=16):
    lines = LINES if lines is None else lines
    peaks = {name: merkle.peaks_at(tree, after) for name, tree in trees(lines).items()}
    heads = [head(upto, lines)]
    name = folder / "delta.zip"
    return bundle.write(name, lines[after:], heads, PLACE, after=head(after, lines), peaks=peaks).file


def spoilt(file, member, change):
    """The same bundle with one member changed, repacked as a careful forger would."""
    out = file.with_name("spoilt.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == member else data)
    return out


def refusal(file, **known):
    got = bundle.read_and_verify(file, **known)
    assert isinstance(got, Problem), "it was accepted"
    return got.code, got.at.line


def test_a_city_carries_its_sealed_facts_and_only_those(tmp_path):
    got = bundle.read_and_verify(whole(tmp_path), place=PLACE)
    assert (got.place, got.first, got.head) == (PLACE, 1, head(16))
    assert [canonical(e) for e in got.entries()] == LINES[:16]


def test_the_next_bundle_goes_on_from_the_accepted_head(tmp_path):
    got = bundle.read_and_verify(delta(tmp_path), accepted=head(7))
    assert got.first == 8
    assert [e.n for e in got.entries()] == list(range(8, 17))


@settings(max_examples=20)
@given(histories(max_size=10), st.data())
def test_any_history_survives_the_journey_whole_or_in_parts(tmp_path_factory, history, data):
    if not history:
        return
    folder = tmp_path_factory.mktemp("bundles")
    lines = [canonical(e) for e in history]
    cut = data.draw(st.integers(0, len(lines) - 1))
    accepted, arrived = None, []
    if cut:
        first = bundle.read_and_verify(whole(folder, lines, sizes=(cut,)))
        arrived += first.entries()
        accepted = first.head
        second = bundle.read_and_verify(delta(folder, lines, cut, len(lines)), accepted=accepted)
    else:
        second = bundle.read_and_verify(whole(folder, lines, sizes=(len(lines),)))
    assert [*arrived, *second.entries()] == history


def test_the_same_facts_make_the_same_file(tmp_path):
    a, b = tmp_path / "a", tmp_path / "b"
    a.mkdir(), b.mkdir()
    assert whole(a).read_bytes() == whole(b).read_bytes()


def test_batches_end_by_lines_or_by_bytes_and_the_verdict_is_the_same(tmp_path, monkeypatch):
    file = whole(tmp_path)
    for batch, weight in ((3, 1 << 23), (4096, 700)):
        monkeypatch.setattr(bundle, "_BATCH", batch)
        monkeypatch.setattr(bundle, "_WEIGHT", weight)
        assert isinstance(bundle.read_and_verify(file), bundle.Bundle)
        assert refusal(spoilt(file, bundle.LEAVES, lambda d: d[:256] + bytes(32) + d[288:])) == ("changed", 9)


def test_a_whole_bundle_may_follow_an_accepted_one_if_the_past_is_the_same(tmp_path):
    assert isinstance(bundle.read_and_verify(whole(tmp_path), accepted=head(7)), bundle.Bundle)
    assert isinstance(bundle.read_and_verify(whole(tmp_path), accepted=head(9)), bundle.Bundle)
    assert isinstance(bundle.read_and_verify(whole(tmp_path), accepted=head(16)), bundle.Bundle)


@pytest.mark.parametrize("accepted", [3, 7, 9, 16])
def test_a_changed_past_is_refused_however_well_it_was_sealed_again(tmp_path, accepted):
    forged = [*LINES[:2], canonical(entry(3, "乙")), *LINES[3:]]
    assert refusal(whole(tmp_path, forged), accepted=head(accepted))[0] == "history-changed"
    if accepted == 7:
        assert refusal(delta(tmp_path, forged), accepted=head(7))[0] == "history-changed"


def test_a_gap_an_old_bundle_and_another_city_are_refused(tmp_path):
    assert refusal(delta(tmp_path))[0] == "gap"
    assert refusal(delta(tmp_path), accepted=head(6))[0] == "gap"
    assert refusal(whole(tmp_path, sizes=(7,)), accepted=head(16))[0] == "shorter"
    assert refusal(whole(tmp_path), place="990200")[0] == "other-place"


def line(number, change):
    def spoil(data):
        lines = data.split(b"\n")
        lines[number - 1] = change(lines[number - 1])
        return b"\n".join(lines)

    return spoil


@pytest.mark.parametrize(
    ("change", "code", "number"),
    [
        (line(5, lambda x: x.replace("甲".encode(), "乙".encode())), "changed", 5),
        (line(5, lambda x: x.replace(b'"at":', b'"at": ')), "not-canonical", 5),
        (line(5, lambda x: b"{}"), "not-an-entry", 5),
        (line(5, lambda x: LINES[5]), "reordered", 5),
        (line(16, lambda x: LINES[16]), "reordered", 16),
        (lambda d: b"\n".join(d.split(b"\n")[:9]) + b"\n", "missing", 10),
        (lambda d: d + LINES[16] + b"\n", "more", 17),
        (lambda d: d[:-1], "too-long", 16),
        (lambda d: d[:-1] + b" " * (bundle.LINE_LIMIT + 5), "too-long", 16),
        (lambda d: b"", "missing", 1),
    ],
)
def test_a_damaged_line_is_refused_by_its_number(tmp_path, change, code, number):
    assert refusal(spoilt(whole(tmp_path), bundle.ENTRIES, change)) == (code, number)


def manifest(**changed):
    return lambda data: json.dumps({**json.loads(data), **changed}).encode()


@pytest.mark.parametrize(
    ("member", "change", "code"),
    [
        (bundle.MANIFEST, lambda d: b"{}", "not-a-bundle"),
        (bundle.MANIFEST, lambda d: b"[" * 100_000, "not-a-bundle"),
        (bundle.MANIFEST, lambda d: b"\xff", "not-text"),
        (bundle.MANIFEST, manifest(form=2), "not-a-bundle"),
        (bundle.MANIFEST, manifest(head=head(7).as_json()), "heads"),
        (bundle.MANIFEST, manifest(peaks={"sha256": ["00" * 32]}), "peaks"),
        (bundle.HEADS, lambda d: d + b"x\n", "not-a-head"),
        (bundle.HEADS, lambda d: b"".join(reversed(d.splitlines(keepends=True))), "heads"),
        (bundle.HEADS, lambda d: b"", "heads"),
        (bundle.HEADS, lambda d: d.replace(head(7).sha256_root.encode(), b"00" * 32), "head"),
        (bundle.HEADS, lambda d: d.replace(head(7).sm3_root.encode(), b"00" * 32), "head"),
        (bundle.LEAVES, lambda d: d[:-32] + bytes(32), "changed"),
        (bundle.LEAVES, lambda d: d + bytes(32), "more"),
    ],
)
def test_a_damaged_frame_is_refused(tmp_path, member, change, code):
    assert refusal(spoilt(whole(tmp_path), member, change))[0] == code


def test_a_delta_whose_subtrees_do_not_give_its_head_is_refused(tmp_path):
    def change(data):
        plain = json.loads(data)
        plain["peaks"]["sm3"][0] = "00" * 32
        return json.dumps(plain).encode()

    assert refusal(spoilt(delta(tmp_path), bundle.MANIFEST, change), accepted=head(7))[0] == "head"


def test_a_file_that_is_no_bundle_or_cut_short_or_flipped_is_refused(tmp_path):
    good = whole(tmp_path).read_bytes()
    bad = tmp_path / "bad.zip"
    for data in (b"", b"hello", good[: len(good) // 2], good[:-30]):
        bad.write_bytes(data)
        assert refusal(bad)[0] == "not-a-bundle"
    with zipfile.ZipFile(bad, "w") as out:
        out.writestr("manifest.json", "{}")
    assert refusal(bad)[0] == "not-a-bundle"
    assert refusal(tmp_path / "none.zip")[0] == "not-a-bundle"
    for at in range(60, len(good), max(1, len(good) // 60)):
        bad.write_bytes(good[:at] + bytes([good[at] ^ 4]) + good[at + 1 :])
        got = bundle.read_and_verify(bad)
        assert isinstance(got, Problem) or [canonical(e) for e in got.entries()] == LINES[:16]


def test_an_encrypted_or_oddly_packed_file_is_refused(tmp_path):
    good = whole(tmp_path).read_bytes()
    bad = tmp_path / "bad.zip"
    central = good.index(b"PK\x01\x02")
    for offsets, value in (((6, central + 8), 1), ((8, central + 10), 99)):  # encrypted; an unknown compression
        data = bytearray(good)
        for at in offsets:
            data[at] = value
        bad.write_bytes(data)
        assert refusal(bad)[0] == "not-a-bundle"


def test_a_zip_bomb_is_refused_in_bounded_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "TEXT_LIMIT", 1000)
    assert refusal(spoilt(whole(tmp_path), bundle.HEADS, lambda d: b" " * 10_000_000))[0] == "too-long"


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (entry(5, recorded_at=AT), "clock"),
        (entry(5, supersedes=1), "corrected-twice"),
    ],
)
def test_a_history_that_cannot_be_is_refused_even_if_sealed(tmp_path, bad, code):
    lines = [*LINES[:3], canonical(entry(4, supersedes=1)), canonical(bad), *LINES[5:]]
    assert refusal(whole(tmp_path, lines)) == (code, 5)


def test_a_journal_that_does_not_give_its_own_head_cannot_be_bundled(tmp_path):
    with pytest.raises(ValueError, match="verify"):
        bundle.write(tmp_path / "x.zip", [*LINES[:5], *LINES[6:]], [head(16)], PLACE)
    with pytest.raises(ValueError, match="verify"):
        bundle.write(tmp_path / "x.zip", LINES[:15], [head(16)], PLACE)


def test_a_bundle_sealed_without_sm3_is_verified_by_sha256(tmp_path):
    heads = [replace(head(s), sm3_root="") for s in (7, 16)]
    made = bundle.write(tmp_path / "x.zip", LINES, heads, PLACE)
    assert isinstance(bundle.read_and_verify(made.file), bundle.Bundle)
