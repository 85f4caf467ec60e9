"""Stretches of a weekly file meet, and read one by one they give what the file gives in one go."""

import pytest

from ipops.corpus.feeds.batch import Batch
from ipops.corpus.feeds.documents import read_piece
from ipops.corpus.feeds.opened import Patient
from ipops.corpus.feeds.pieces import pieces, pieces_of
from ipops.corpus.feeds.segment import Gathered, Origin
from ipops.corpus.feeds.stretches import read_stretch, stretches
from tests.corpus.feeds.conftest import SEQUENCE, grant


class TestStretches:
    @pytest.fixture
    def weekly(self, tmp_path, monkeypatch):
        monkeypatch.setattr("ipops.corpus.feeds.stretches.BYTES", 9_000)
        text = "".join(grant(7000000 + i) + (SEQUENCE.format("acgt") if i % 3 == 0 else "") for i in range(20))
        path = tmp_path / "w.xml"
        path.write_text(text + grant(7000099)[:1500])
        return path

    def test_meet_and_give_the_pieces_of_the_file_in_one_go(self, weekly):
        found = list(stretches(weekly, 0))
        assert len(found) > 3
        assert [s.end for s in found[:-1]] == [s.start for s in found[1:]]
        assert found[-1].end == weekly.stat().st_size
        parted = []
        for s in found:
            path = weekly.with_name(f"{s.start}.xml")
            path.write_bytes(weekly.read_bytes()[s.start : s.end])
            with path.open("rb") as f:
                parted += [(p.offset, p.data, p.root) for p in pieces_of(Patient(f), s.start)]
        with weekly.open("rb") as f:
            assert parted == [(p.offset, p.data, p.root) for p in pieces(f)]

    @pytest.mark.parametrize("plain", [False, True])
    def test_give_the_batch_that_reading_them_in_one_go_gives(self, weekly, tmp_path, plain):
        for name in ("a", "b"):
            (tmp_path / name / "segments").mkdir(parents=True)
        here, there = (
            Origin(folder=tmp_path / n, file="w.xml", format="uspto-xml-4", rank=10, plain=plain) for n in ("a", "b")
        )
        parts = [read_stretch(s, there, n) for n, s in enumerate(stretches(weekly, 0), 1)]
        held = Gathered(here)
        with weekly.open("rb") as f:
            for piece in pieces_of(Patient(f)):
                held.take(read_piece(piece))
        whole = held.write(1)
        assert joined(parts) == (whole.keys, whole.bad, whole.skipped, whole.at)


def joined(parts: list[Batch]):
    keys = [k for p in parts for k in p.keys]
    return keys, [q for p in parts for q in p.bad], sum(p.skipped for p in parts), parts[-1].at
