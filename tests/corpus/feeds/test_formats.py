"""What each format says, field by field: on the offices' own samples, and on the one form of which there is no sample here."""

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ipops.corpus.assembly.tables import make_tables
from ipops.corpus.feeds.load import load
from tests.corpus.feeds.conftest import raw

ASSIGNMENTS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE us-patent-assignments SYSTEM "PADX-File-v2.0.dtd">
<us-patent-assignments dtd-version="2.0"><patent-assignments>
<patent-assignment><assignment-record><reel-no>18247</reel-no><frame-no>405</frame-no><recorded-date><date>20060914</date></recorded-date>
<conveyance-text>ASSIGNMENT OF ASSIGNORS INTEREST</conveyance-text></assignment-record>
<patent-assignors><patent-assignor><name>HOFF, DORA</name><execution-date><date>20060901</date></execution-date></patent-assignor></patent-assignors>
<patent-assignees><patent-assignee><name>KITE &amp; SONS, INC.</name></patent-assignee></patent-assignees>
<patent-properties><patent-property>
<document-id><country>US</country><doc-number>10339710</doc-number><kind>X0</kind><date>20030109</date></document-id>
<document-id><country>US</country><doc-number>7000001</doc-number><kind>B2</kind><date>20060214</date></document-id>
<invention-title lang="en">Kite</invention-title></patent-property>
<patent-property><document-id><country>US</country><doc-number>11400674</doc-number><kind>X0</kind><date>20060408</date></document-id></patent-property>
</patent-properties></patent-assignment>
<patent-assignment><assignment-record><reel-no>1</reel-no></assignment-record></patent-assignment>
</patent-assignments></us-patent-assignments>
"""


def test_daily_assignments_give_one_row_a_property(put, corpus):
    one = put("ad.xml", ASSIGNMENTS)
    assert (one.stored, [q.code for q in one.quarantined]) == (2, ["no-number"])
    rows = [
        (a["document"], a["number"], a["signed_on"], a["assignors"], a["assignees"]) for a in raw(corpus, "assignments")
    ]
    common = ("18247-405", date(2006, 9, 1), ["HOFF, DORA"], ["KITE & SONS, INC."])
    assert rows == [("US7000001B2", *common), ("USA11400674", *common)]


@pytest.fixture
def read(shared, corpus):
    """``read("folder/file")`` loads a real file and gives its raw tables by name."""

    def read(name):
        list(load([(Path(shared) / "data" / "patents" / name, name)], corpus))
        return lambda table: raw(corpus, table)

    return read


@pytest.mark.shared
class TestRealSamples:
    def test_the_green_book(self, read):
        rows = read("uspto-sample-formats/greenbook/US03932709.greenbook")
        (d,) = rows("documents")
        assert (d["document"], d["title"], d["published_on"], d["filed_on"]) == (
            "US3932709A", "Electronic business telephone", date(1976, 1, 13), date(1974, 3, 7),
        )  # fmt: skip
        assert [p["name"] for p in rows("parties") if p["role"] == "inventor"][:2] == ["Hoff, Don G.", "Young, Patrick"]
        assert (len(rows("citations")), rows("citations")[0]["on"], len(rows("claims"))) == (9, date(1970, 6, 1), 17)
        assert [(p["raw"], p["kind"]) for p in rows("priorities")] == [("351745", "continuation_in_part")]

    def test_st32_markup(self, read):
        rows = read("uspto-sample-formats/sgml/US06337117.xml")
        (d,) = rows("documents")
        assert (d["document"], d["title"], d["claims_n"], len(rows("claims"))) == (
            "US6337117B1",
            "Optical memory device",
            39,
            39,
        )
        assert next((p["office"], p["raw"]) for p in rows("priorities")) == ("JP", "10-186098")
        assert [c["depends_on"] for c in rows("claims")[:3]] == [None, [1], [2]]
        assert [p["name"] for p in rows("parties") if p["role"] == "owner"] == ["Mitsubishi Chemical Corporation"]

    def test_pap_markup(self, read):
        rows = read("uspto-sample-formats/pap/US20010009014A1.xml")
        assert [p["name"] for p in rows("parties")] == ["Savage, James A. III", "Muller, Sophie"]
        assert [p["kind"] for p in rows("priorities")] == ["division", "continuation_in_part", "provisional"]
        assert len(rows("claims")) == 55

    def test_docdb_with_an_international_application(self, read):
        rows = read("epo-docdb/WO-2022259205-A1_544370561.xml")
        (d,) = rows("documents")
        assert (d["application_raw"], d["filed_on"], d["title_lang"]) == ("PCT/IB2022/055385", date(2022, 6, 9), "en")
        assert next((c["raw"], c["origin"], c["category"]) for c in rows("citations")) == (
            "CN102908333A",
            "search",
            "Y",
        )
        assert [c["first"] for c in rows("classes") if c["raw"] == "A61K9/00"] == [True]

    def test_ops_events_with_day_and_code(self, read):
        rows = read("epo-ops/example_1.xml")
        events = rows("events")
        assert (events[0]["code"], events[0]["on"]) == ("17Q", date(2002, 6, 5))
        assert len(events) == 50

    def test_ops_titles_of_three_languages_have_no_first(self, read):
        titles = {
            d["document"]: (d["title_lang"], d["title"][:9])
            for d in read("epo-ops/ep1000000_full_cycle_result.xml")("documents")
        }
        assert titles == {"EP1000000A1": ("en", "Apparatus"), "EP1000000B1": ("en", "Apparatus")}

    def test_the_examiners_dump_has_claims_and_parents(self, read):
        rows = read("uspto-sample-formats/css_brs/css_brs_sample.txt")
        assert len(rows("claims")) == sum(d["claims_n"] for d in rows("documents"))
        assert {p["kind"] for p in rows("priorities")} >= {"provisional", "division", "continuation_in_part"}

    def test_public_search_numbers_its_claims(self, read):
        rows = read("uspto-ppubs-json/us_fulltext_31_docs.json.gz")
        listed = [c["document"] for c in rows("claims")]
        stated = {d["document"]: d["claims_n"] for d in rows("documents") if d["claims_n"]}
        assert {k: listed.count(k) for k in stated} == stated

    def test_parts_of_a_file_wrapper_meet_under_their_application(self, read):
        rows = read("uspto-sample-formats/xml4ip/sample_XML4IP.ZIP")
        assert {d["document"] for d in rows("documents")} >= {"USA12993548", "USA13962724", "USA14522151"}
        assert all(c["number"] >= 1 and c["text"] for c in rows("claims"))

    def test_parts_give_whole_claims_and_abstracts_and_the_later_part_is_believed(self, shared, corpus, tmp_path):
        name = "uspto-sample-formats/xml4ip/sample_XML4IP.ZIP"
        list(load([(Path(shared) / "data" / "patents" / name, name)], corpus))
        make_tables(corpus, tmp_path / "tables")
        claims, documents = (
            pq.read_table(tmp_path / "tables" / f"{n}.parquet").to_pylist() for n in ("claims", "documents")
        )
        numbers = {d: [c["number"] for c in claims if c["document"] == d] for d in ("USA12993548", "USA13962724")}
        assert numbers["USA12993548"] == list(range(1, 18))
        assert numbers["USA13962724"] == [*range(1, 22), 23]  # the amendment of 2014 gave up claim 22
        assert not any("IN THE CLAIMS" in c["text"] or c["text"].startswith("Claim 1 (") for c in claims)
        abstracts = {d["document"]: d["abstract_en"] for d in documents}
        assert (abstracts["USA13962724"] or "").startswith("An apparatus is for a tool box and a vehicle")
        assert abstracts["USA13821389"] is None  # the front page of an international publication was filed as one
