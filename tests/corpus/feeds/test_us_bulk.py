"""Weekly files of the USPTO: many documents in one, and what may go wrong between and inside them."""

import pytest

from tests.corpus.feeds.conftest import SEQUENCE, grant, raw


class TestAWeeklyFile:
    def test_gives_every_document_with_inventors_though_they_stand_among_applicants(self, put, corpus):
        assert put("w.xml", grant(7000001) + grant(7000002)).stored == 2
        roles = [(p["document"], p["role"], p["name"]) for p in raw(corpus, "parties")]
        assert ("US7000001B2", "inventor", "Hoff, Dora G.") in roles
        assert ("US7000002B2", "owner", "Kite & Sons, Inc.") in roles

    def test_keeps_what_a_document_says(self, put, corpus):
        put("w.xml", grant(7000001))
        (document,) = raw(corpus, "documents")
        assert (document["title_en"], document["abstract_en"], document["claims_n"]) == ("Kite “K”", "A kite.", 2)
        assert (document["application_raw"], str(document["filed_on"])) == ("17000001", "2004-05-10")
        (cited,) = raw(corpus, "citations")
        assert (cited["raw"], cited["origin"], str(cited["on"])) == ("US 675108 A", "examiner", "1901-05-01")
        assert [(c["number"], c["independent"], c["depends_on"]) for c in raw(corpus, "claims")] == [
            (1, True, None),
            (2, False, [1]),
        ]
        (symbol,) = raw(corpus, "classes")
        assert (symbol["raw"], symbol["edition"], symbol["first"], symbol["inventive"]) == (
            "A61B5/0205",
            "2006.01",
            True,
            True,
        )

    def test_passes_over_sequence_listings_and_counts_them_apart(self, put):
        one = put("w.xml", grant(7000001) + SEQUENCE.format("acgt" * 900_000) + grant(7000002))
        assert (one.documents, one.stored, one.skipped) == (2, 2, 1)

    def test_goes_on_after_a_broken_document_and_says_where_it_stands(self, put):
        first, last = grant(7000001), grant(7000003)
        broken = grant(7000002).replace("</abstract>", "</abstrakt>")
        one = put("w.xml", first + broken + last)
        (held,) = one.quarantined
        assert (one.stored, held.offset, held.bytes) == (2, len(first.encode()), len(broken.encode()))
        assert held.code == "broken-xml"
        assert held.line

    @pytest.mark.parametrize("cut", [200, 900, 1500])
    def test_keeps_the_documents_before_a_truncated_last_one(self, put, cut):
        one = put("w.xml", grant(7000001) + grant(7000002)[:-cut])
        assert (one.stored, len(one.quarantined)) == (1, 1)

    def test_survives_a_document_cut_short_in_its_middle(self, put):
        one = put("w.xml", grant(7000001)[:1500] + "\n" + grant(7000002))
        assert (one.stored, [q.offset for q in one.quarantined]) == (1, [0])

    def test_tells_documents_apart_without_declarations(self, put):
        bare = [g[g.index("<us-patent-grant") :] for g in (grant(7000001), grant(7000002))]
        assert put("w.xml", "".join(bare)).stored == 2

    @pytest.mark.parametrize("end", ["\r", "\r\n"])
    def test_does_not_mind_line_ends_and_byte_order_marks(self, put, end):
        two = "\ufeff" + grant(7000001).replace("\n", end) + "\ufeff" + grant(7000002).replace("\n", end)
        assert put("w.xml", two).stored == 2

    def test_reads_utf_16(self, put):
        assert (
            put("w.xml", (grant(7000001) + grant(7000002)).replace('encoding="UTF-8"', "").encode("utf-16")).stored == 2
        )

    def test_merges_a_document_that_comes_twice(self, put):
        one = put("w.xml", grant(7000001) + grant(7000001))
        assert (one.stored, one.merged) == (1, 1)

    def test_sets_aside_a_document_of_no_known_kind(self, put):
        one = put("w.xml", '<?xml version="1.0"?><recipe/>' + grant(7000001))
        assert [q.code for q in one.quarantined] == ["unknown-root"]
        assert one.stored == 1

    def test_holds_a_document_larger_than_a_chunk(self, put):
        assert put("w.xml", grant(7000001, body="wind " * 500_000) + grant(7000002)).stored == 2


class TestEntities:
    def test_of_our_table_become_characters(self, put, corpus):
        put("w.xml", grant(7000001, title="&thgr;&nbsp;&times; &CCEDIL; &lt; &amp;"))
        assert raw(corpus, "documents")[0]["title"] == "θ × Ç < &"

    def test_in_no_table_stay_as_written(self, put, corpus):
        put("w.xml", grant(7000001, title="a &frobnicate; b"))
        assert raw(corpus, "documents")[0]["title"] == "a &frobnicate; b"

    def test_that_would_swell_are_not_expanded(self, put):
        lols = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
        bomb = grant(7000001, title="&l11;").replace("<!ENTITY US", f'<!ENTITY l0 "lol">{lols}<!ENTITY US')
        one = put("w.xml", grant(7000002) + bomb)
        assert [q.code for q in one.quarantined] == ["entity-declared"]
        assert one.stored == 1

    @pytest.mark.parametrize("way", ['SYSTEM "{}"', 'PUBLIC "x" "{}"'])
    def test_never_read_a_file(self, put, corpus, tmp_path, way):
        secret = tmp_path / "secret.txt"
        secret.write_text("hunter2")
        declared = f"<!ENTITY x {way.format(secret.as_uri())}><!ENTITY US"
        one = put("w.xml", grant(7000001, title="&x;").replace("<!ENTITY US", declared))
        assert [q.code for q in one.quarantined] == ["entity-declared"]
        kept = list((corpus / "quarantine").iterdir())
        assert b"hunter2" not in b"".join(p.read_bytes() for p in kept)

    def test_by_parameter_are_never_followed(self, put, tmp_path):
        dtd = tmp_path / "e.dtd"
        dtd.write_text('<!ENTITY ldquo "pwned">')
        one = put(
            "w.xml", grant(7000001).replace("<!ENTITY US", f'<!ENTITY % p SYSTEM "{dtd.as_uri()}"> %p; <!ENTITY US')
        )
        assert one.stored == 1
