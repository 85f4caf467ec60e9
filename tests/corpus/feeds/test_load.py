"""A load: whatever it is given, every document is stored, merged or quarantined, and it can be taken up again."""

import gzip
import hashlib
import io
import json
import zipfile

import pytest

from ipops.corpus.feeds import store as stores
from ipops.corpus.feeds.load import load
from tests.corpus.feeds.conftest import grant, raw


def weekly(first: int, n: int) -> bytes:
    return "".join(grant(first + i) for i in range(n)).encode()


class TestPacking:
    def test_of_gzip_and_zip_is_taken_off(self, put):
        assert put("w.xml.gz", gzip.compress(weekly(7000001, 3))).stored == 3
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as z:
            z.writestr("inner.xml", weekly(7000011, 2))
        assert put("w.zip", held.getvalue()).stored == 2

    def test_cut_short_keeps_what_came_before(self, put):
        one = put("w.xml.gz", gzip.compress(weekly(7000001, 40), compresslevel=1)[:-40])
        assert one.stored >= 30
        assert [q.code for q in one.quarantined][-1] == "cut-short"

    def test_that_is_broken_is_one_quarantined_file(self, put):
        assert [q.code for q in put("w.zip", b"PK\x03\x04 this is no zip").quarantined] == ["unopened"]

    def test_that_swells_without_end_is_given_up(self, put, monkeypatch):
        monkeypatch.setattr("ipops.corpus.feeds.opened.FREE", 1 << 20)
        bomb = gzip.compress(b"<?xml version='1.0'?><us-patent-grant>" + b" " * (64 << 20))
        assert [q.code for q in put("w.xml.gz", bomb).quarantined] == ["swells"]


class TestAgain:
    def test_a_file_loaded_twice_merges_into_itself(self, put, corpus):
        put("a.xml", weekly(7000001, 3))
        again = put("b.xml", weekly(7000001, 3))
        assert (again.stored, again.merged) == (0, 3)
        assert len(raw(corpus, "documents")) == 3

    def test_a_load_broken_off_goes_on_where_its_last_segment_ended(self, tmp_path, corpus, monkeypatch):
        monkeypatch.setattr(stores, "RECORDS", 4)
        path = tmp_path / "w.xml"
        path.write_bytes(weekly(7000001, 10) + b"<?xml version='1.0'?><oops>" + weekly(7000021, 3))

        class Killed(BaseException):
            pass

        def kill(name, at, total, documents):
            raise Killed

        with pytest.raises(Killed):
            list(load([(path, "w.xml")], corpus, tell=kill))
        assert len(raw(corpus, "documents")) == 4
        (one,) = load([(path, "w.xml")], corpus)
        assert (one.documents, one.stored, len(one.quarantined)) == (14, 13, 1)
        keys = [d["document"] for d in raw(corpus, "documents")]
        assert len(keys) == len(set(keys)) == 13

    def test_what_a_killed_load_left_half_in_quarantine_is_not_taken_for_whole(self, put, corpus):
        bad = grant(7000001).replace("</abstract>", "").encode()
        place = corpus / "quarantine" / hashlib.sha256(bad).hexdigest()
        place.parent.mkdir(parents=True)
        place.write_bytes(bad[:100])
        (held,) = put("a.xml", bad).quarantined
        assert held.raw_sha256 == place.name
        assert [p.name for p in place.parent.iterdir()] == [place.name]
        assert place.read_bytes() == bad

    def test_two_loads_at_once_are_refused(self, tmp_path, corpus):
        path = tmp_path / "w.xml"
        path.write_bytes(weekly(7000001, 1))
        with stores.Store(corpus), pytest.raises(stores.Busy):
            list(load([(path, "w.xml")], corpus))


class TestOtherFiles:
    @pytest.mark.parametrize(
        "content", [b"", b"\x00\x01\x02binary\x00" * 50, b"%PDF-1.7 ...", b"<html><table></table></html>"]
    )
    def test_that_hold_no_patents_are_quarantined_whole(self, put, content):
        one = put("x.bin", content)
        assert (one.stored, len(one.quarantined)) == (0, 1)

    def test_of_json_lines_lose_only_the_line_that_is_broken(self, put):
        good = [
            json.dumps({"guid": f"US-{n}-B1", "datePublished": "2023-01-17T00:00:00Z"}) for n in (11557320, 11554716)
        ]
        one = put("x.jsonl", f'{good[0]}\n{{"guid": US-1-B1}}\n{good[1]}\n')
        assert (one.stored, [q.code for q in one.quarantined]) == (2, ["broken-json"])


class TestTheGreenBook:
    def test_is_read_document_by_document(self, put, corpus):
        one = "PATN\nWKU  0{n}4\nSRC  5\nAPN  4491556\nAPD  19740307\nTTL  Kite\nISD  19760113\nNCL  1\nINVT\nNAM  Hoff; Dora\nSTA  CA\nCLMS\nNUM  1.\nPAR  1. A kite.\n"
        loaded = put(
            "w.txt",
            "HHHHHT  APS1 ISSUE - 760113\n" + one.format(n=3932709) + "PATN\nTTL  no number\n" + one.format(n=3932710),
        )
        assert (loaded.stored, [q.code for q in loaded.quarantined]) == (2, ["no-number"])
        assert [d["document"] for d in raw(corpus, "documents")] == ["US3932709A", "US3932710A"]

    @pytest.mark.parametrize(
        ("ending", "whole"),
        [
            ("CLMS\nNUM  1.\nPAR  1. A kite.\nNUM  2.\nPAR  2. The kite of claim 1,\n      with a tail.\n", True),
            ("CLMS\nNUM  1.\nPAR  1. A kite.\nNUM  2.\nPAR  2. The kite of claim 1,\n      with a tail.", True),
            ("CLMS\nNUM  1.\nPAR  1. A kite.\nNUM  2.\nPAR  2. The kite of claim 1,\n      with a t", False),
            ("CLMS\nNUM  1.\nPAR  1. A kite.\nNUM  2.\nPAR  2. The kite of claim 1,\n", False),
            ("CLMS\nNUM  1.\nPAR  1. A kite.\nNUM  2.\nPAR  2.", False),
            ("CLMS\nNUM  1.\nPAR  1. A kite.\n", False),
            ("CLMS\nSTM  I claim:\n", False),
            ("DETD\nPAR  A kite flies.\n", False),
        ],
    )
    def test_cut_off_within_its_last_document_is_told_from_a_whole_one(self, put, ending, whole):
        head = "PATN\nWKU  039327094\nAPD  19740307\nTTL  Kite\nISD  19760113\nNCL  2\nINVT\nNAM  Hoff; Dora\n"
        first = (
            head + "CLMS\nNUM  1.\nPAR  1. A kite.\n"
        )  # fewer claims than stated, but not the last: its file goes on
        one = put("w.txt", first + head.replace("709", "710") + ending)
        held = [(q.code, q.offset) for q in one.quarantined]
        assert (one.stored, held) == ((2, []) if whole else (1, [("cut-short", len(first))]))

    def test_of_a_design_has_one_claim_without_a_number(self, put):
        head = "PATN\nWKU  D02470004\nAPD  19740307\nTTL  Kite\nISD  19760113\nNCL  1\n"
        assert put("w.txt", head + "DCLM\nPAR  The ornamental design for a kite, as shown.\n").stored == 1


class TestTheExaminersDump:
    @staticmethod
    def one(number: int, claims: int, end: str) -> str:
        said = "".join(f"CLPR  {i}. A kite with {i} tails.\n" for i in range(1, claims + 1))
        return f"*** BRS DOCUMENT BOUNDARY ***\nDID US {number} B2\nGISD 20151201\nNCL 2\nTTL Kite\n{said}{end}"

    @pytest.mark.parametrize(
        ("claims", "end", "before", "whole"),
        [
            (2, "ICUS Y\nDSRC US\n", True, True),
            (2, "", True, False),  # the one before says what it was taken from
            (2, "", False, True),
            (1, "", False, False),
        ],
    )
    def test_cut_off_within_its_last_document_is_told_from_a_whole_one(self, put, claims, end, before, whole):
        first = self.one(9204581, 2, "DSRC US\n") if before else ""
        loaded = put("w.txt", first + self.one(9204582, claims, end))
        held = [(q.code, q.offset) for q in loaded.quarantined]
        assert (loaded.stored, held) == (before + whole, [] if whole else [("cut-short", len(first))])


class TestSeveralProcesses:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("w.xml", weekly(7000001, 30) + b"<?xml version='1.0'?><oops>" + weekly(7000101, 30)),
            ("w.xml.gz", gzip.compress(weekly(7000001, 60))[:-30]),
            (
                "e.csv",
                (
                    "Publication Number,Title\n"
                    + "".join(f"US{7000000 + i}B2,kite {i}\n" for i in range(60))
                    + "junk,x\n"
                ).encode(),
            ),
        ],
    )
    def test_read_what_one_reads(self, tmp_path, monkeypatch, name, content):
        monkeypatch.setattr("ipops.corpus.feeds.load.LARGE", 1)
        monkeypatch.setattr("ipops.corpus.feeds.load.LOOPS", 1)
        monkeypatch.setattr(stores, "RECORDS", 7)
        path = tmp_path / name
        path.write_bytes(content)
        outcomes, rows = [], []
        for workers in (1, 2):
            folder = tmp_path / f"corpus{workers}"
            outcomes += load([(path, name)], folder, workers=workers)
            rows.append([{k: v for k, v in d.items() if k != "record"} for d in raw(folder, "documents")])
        assert outcomes[0] == outcomes[1]
        assert rows[0] == rows[1]
        assert len(rows[0]) >= 30
