"""Every real file of the shared folder: how many documents it holds, and that none is lost on the way."""

from pathlib import Path

import pytest

from ipops.corpus.feeds.load import load
from tests.corpus.feeds.conftest import raw

pytestmark = pytest.mark.shared

#: file: (format, documents, quarantined); numbers of documents as the SOURCE.md of each folder counts them
EXPECTED = {
    "uspto-bulk-xml-2005-2012/ipg050104.small.xml": ("uspto-xml-4", 25, 0),
    "uspto-bulk-xml-2005-2012/ipg070102.small.xml": ("uspto-xml-4", 25, 0),
    "uspto-bulk-xml-2005-2012/ipg090106.small.xml": ("uspto-xml-4", 25, 0),
    "uspto-bulk-xml-2005-2012/ipg100824-hyphenated.xml": ("uspto-xml-4", 1, 0),
    "uspto-bulk-xml-2005-2012/ipg110104.small.xml": ("uspto-xml-4", 25, 0),
    "uspto-bulk-xml-2005-2012/ipg120327.196.xml": ("uspto-xml-4", 196, 0),
    "uspto-bulk-xml-2005-2012/ipa061228.one.xml": ("uspto-xml-4", 1, 0),
    "uspto-sample-formats/greenbook/US03932709.greenbook": ("uspto-aps", 1, 0),
    "uspto-sample-formats/sgml/US06337117.xml": ("uspto-sgml", 1, 0),
    "uspto-sample-formats/sgml/USD435854S1.xml": ("uspto-sgml", 1, 0),
    "uspto-sample-formats/pap/US20010000943A1.xml": ("uspto-pap", 1, 0),
    "uspto-sample-formats/xml2014/US08927118.xml": ("uspto-xml-4", 1, 0),
    "uspto-sample-formats/xmlApp2004/US20050004437A1.xml": ("uspto-xml-4", 1, 0),
    "uspto-sample-formats/css_brs/css_brs_sample.txt": ("uspto-brs", 6, 0),
    "uspto-sample-formats/cpcMaster/cpcMaster.xml": ("wipo-st96", 1, 0),
    "uspto-sample-formats/cpcScheme/cpc-scheme-A01L.xml": ("xml", 1, 1),
    "uspto-assignments/assignment_1.xml": ("uspto-assignments", 5, 0),
    "uspto-ppubs-json/us_fulltext_31_docs.json.gz": ("json", 31, 0),
    "epo-docdb/DE-backfile.xml": ("epo-docdb", 10, 0),
    "epo-docdb/WO-2022259205-A1_544370561.xml": ("epo-docdb", 1, 0),
    "epo-docdb/statistics_202324_Amend_001.csv": ("table", 1, 1),
    "epo-ops/family_input.xml": ("epo-ops", 6, 0),
    "epo-ops/ep1000000_full_cycle_result.xml": ("epo-ops", 2, 0),
    "epo-ops/search_result.xml": ("json", 100, 0),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_gives_every_document(shared, corpus, name):
    kind, documents, held = EXPECTED[name]
    (one,) = load([(Path(shared) / "data" / "patents" / name, name)], corpus)
    assert (one.format, one.documents, len(one.quarantined)) == (kind, documents, held)
    assert one.stored + one.merged + len(one.quarantined) == documents


def test_a_hyphenated_grant_keeps_its_people_and_references(shared, corpus):
    name = "uspto-bulk-xml-2005-2012/ipg100824-hyphenated.xml"
    list(load([(Path(shared) / "data" / "patents" / name, name)], corpus))
    assert sum(p["role"] == "inventor" for p in raw(corpus, "parties")) == 3
    assert (len(raw(corpus, "citations")), len(raw(corpus, "claims"))) == (80, 25)


def test_one_mention_in_four_formats_is_one_row(shared, corpus):
    name = "epo-docdb/DE-backfile.xml"
    list(load([(Path(shared) / "data" / "patents" / name, name)], corpus))
    first = [p for p in raw(corpus, "parties") if p["document"] == "DE1258188B" and p["role"] == "applicant"]
    assert [(p["name"], p["spellings"]) for p in first] == [("ROBERT BOSCH G.M.B.H.", ["BOSCH GMBH ROBERT"])]
