"""What is read of a grant without a tree is what the tree says; what is broken or odd there is not missed."""

import pytest

from ipops.corpus.feeds.batch import Batch
from ipops.corpus.feeds.documents import read_piece
from ipops.corpus.feeds.opened import Patient
from ipops.corpus.feeds.pieces import pieces, pieces_of
from ipops.corpus.feeds.prologue import read_prologue
from ipops.corpus.feeds.segment import Gathered, Origin
from ipops.corpus.feeds.stretches import read_stretch, stretches
from ipops.corpus.feeds.us_cut import lighten
from ipops.corpus.feeds.us_xml import read_us
from ipops.corpus.feeds.xml import body_only, parse, tree_of
from tests.corpus.feeds.conftest import SEQUENCE, grant

ODD = {
    "a comment": ("<references-cited>", "<references-cited><!-- <patcit> -->"),
    "an instruction between": ("<references-cited>", "<references-cited><?page 2?>"),
    "no kind": ("<kind>A</kind><name>", "<name>"),
    "no country, and a class after it": (
        "<country>US</country><doc-number>675108</doc-number><kind>A</kind><name>Perkins</name><date>19010500</date></document-id></patcit><category>cited by examiner</category>",
        "<doc-number>675108</doc-number></document-id></patcit><category>cited by examiner</category><classification-national><country>DE</country></classification-national>",
    ),
    "a date in a class": ("</category></citation>\n", "</category><classification-ipc><edition><date>7</date></edition></classification-ipc></citation>\n"),
    "markup in literature": ("1990.", "<i>1990</i> &amp; later."),
    "a number with a tag": ("675108", "<b>675108</b>"),
}  # fmt: skip


def both(text: str):
    data = text.encode()
    prologue = read_prologue(data)
    light, references = lighten(body_only(data, prologue))
    return read_us(parse(data)), read_us(tree_of(light), references), light


class TestALightGrant:
    def test_says_what_the_whole_says(self):
        whole, light, left = both(grant(7000001))
        assert light == whole
        assert whole.citations
        assert whole.literature
        assert b"It flies" not in left
        assert b"<patcit" not in left

    @pytest.mark.parametrize("change", ODD.values(), ids=list(ODD))
    def test_says_the_same_of_what_is_written_otherwise(self, change):
        text = grant(7000001)
        assert change[0] in text
        whole, light, _ = both(text.replace(*change))
        assert light == whole

    def test_keeps_what_stands_behind_a_description_that_only_looks_like_one(self):
        text = (
            grant(7000001)
            .replace("<abstract", "<?x <description >?><abstract")
            .replace("<claims", "<?y </description>?><claims", 1)
        )
        whole, light, _ = both(text)
        assert light == whole
        assert light.document["abstract_en"] == "A kite."

    @pytest.mark.parametrize("spoilt", ["<b>flies</p>", "flies &#0;", "a & b", "</description><description>", "<x:y/>"])
    def test_with_a_broken_description_is_set_aside_all_the_same(self, put, spoilt):
        one = put("w.xml", grant(7000001, body=spoilt) + grant(7000002))
        assert ([q.code for q in one.quarantined], one.stored) == (["broken-xml"], 1)

    def test_with_broken_references_is_set_aside_all_the_same(self, put):
        one = put("w.xml", grant(7000001).replace("</patcit>", "</patcite>") + grant(7000002))
        assert ([q.code for q in one.quarantined], one.stored) == (["broken-xml"], 1)


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

    def test_give_the_batch_that_reading_them_in_one_go_gives(self, weekly, tmp_path):
        for name in ("a", "b"):
            (tmp_path / name / "segments").mkdir(parents=True)
        here, there = (Origin(folder=tmp_path / n, file="w.xml", format="uspto-xml-4", rank=10) for n in ("a", "b"))
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
