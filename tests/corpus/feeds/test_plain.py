"""What is read of a grant without a tree is what the tree says, table by table; what is broken or odd there is not missed."""

from io import BytesIO

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.corpus.feeds.documents import read_piece
from ipops.corpus.feeds.opened import Patient
from ipops.corpus.feeds.pieces import pieces, pieces_of
from ipops.corpus.feeds.plain.sheet import Sheet
from ipops.corpus.feeds.prologue import read_prologue
from ipops.corpus.feeds.raw import LISTS
from ipops.corpus.feeds.segment import Gathered, Origin
from tests.corpus.feeds.conftest import grant

#: a grant as our samples have it, with every list in it
PLAIN = grant(7000001).replace("&ldquo;K&rdquo;", "&#x201c;K&#8221;")


def segment(folder, data: bytes, *, plain: bool) -> tuple[dict[str, list[dict]], list, int]:
    """Every table of a segment, what was set aside, and how many documents needed a tree."""
    origin = Origin(folder=folder, file="w.xml", format="uspto-xml-4", rank=10, plain=plain)
    (folder / "segments").mkdir(parents=True, exist_ok=True)
    held, trees = Gathered(origin), 0

    def by_tree(piece):
        nonlocal trees
        trees += 1
        return read_piece(piece)

    for piece in pieces_of(Patient(BytesIO(data))):
        held.take_item(piece, by_tree)
    batch = held.write(1)
    found = {}
    for name in ("documents", *LISTS):
        path = folder / "segments" / "000001" / f"{name}.parquet"
        found[name] = pq.read_table(path).to_pylist() if batch.segment and path.exists() else []
    return found, [(q.offset, q.code, q.line) for q in batch.bad], trees


def both(tmp_path, data: bytes) -> int:
    """Holds the two readings against each other; how many documents the first could not read without a tree."""
    quick, bad, trees = segment(tmp_path / "quick", data, plain=True)
    slow, bad_too, _ = segment(tmp_path / "slow", data, plain=False)
    assert bad == bad_too
    for name in slow:
        assert quick[name] == slow[name], name
    return trees


PARTY = "<addressbook><last-name>Hoff</last-name><first-name>Dora G.</first-name>"
OTHERWISE = {
    "as it is": ("", ""),
    "no first name": ("<first-name>Dora G.</first-name>", ""),
    "no last name": ("<last-name>Hoff</last-name>", ""),
    "an empty last name": ("<last-name>Hoff</last-name>", "<last-name/>"),
    "names of four parts": (PARTY, PARTY + "<middle-name> van  der </middle-name><suffix>Jr.</suffix>"),
    "an empty middle": (PARTY, PARTY + "<middle-name> </middle-name><suffix>Jr.</suffix>"),
    "a name alone": (PARTY, "<addressbook><name>The <b>Kite</b> Club</name>"),
    "a name and a body": (PARTY, "<addressbook><name>x</name><orgname>Kite&#xA0;&#x2003;Club</orgname>"),
    "nobody": (PARTY, "<addressbook>"),
    "no address book": (PARTY, "<last-name>Hoff</last-name>").__class__((PARTY, PARTY)),
    "a residence": ("<country>US</country></address></addressbook></applicant>", "</address></addressbook><residence><country> de </country></residence></applicant>"),
    "an unknown country": ("<state>CA</state><country>US</country>", "<state>CA</state><country>unknown</country>"),
    "an empty state": ("<state>CA</state>", "<state></state>"),
    "a town beyond ASCII": ("<city>Tiburon</city>", "<city> Zürich&amp;Umgebung </city>"),
    "no sequence": ('sequence="001" ', ""),
    "an odd sequence": ('sequence="001"', 'sequence="first"'),
    "inventors apart": ("</applicants>", '</applicants><inventors><inventor sequence="00"><addressbook><last-name>Li</last-name></addressbook></inventor></inventors>'),
    "agents and examiners": ("</parties>", '<agents><agent sequence="1"><addressbook><orgname>Law &lt;LLP&gt;</orgname></addressbook></agent></agents></parties><examiners><primary-examiner><last-name>Roe</last-name></primary-examiner></examiners>'),
    "a later end of the name": ("us-bibliographic-data-grant>", "us-bibliographic-data-grant >"),
    "a value that holds an end": ('id="abstract"', 'id="a>b"'),
    "two parts of a class": ("<class>61</class>", "<class>62</class><class>61</class>"),
    "no subgroup": ("<subgroup>0205</subgroup>", "<subgroup> </subgroup>"),
    "an additional class": ("<classification-value>I", "<classification-value>A"),
    "an edition in words": ("<date>20060101</date></ipc-version-indicator>", "<date>seventh</date></ipc-version-indicator>"),
    "an action": ("</classification-ipcr>", "<action-date><date>20070100</date></action-date><generating-office><country>US</country></generating-office></classification-ipcr>"),
    "an office that is empty": ("</classification-ipcr>", "<generating-office><country/></generating-office></classification-ipcr>"),
    "joint classes": ("<invention-title", "<classifications-cpc><main-cpc><classification-cpc><section>H</section><class>04</class><subclass>W</subclass><main-group>4</main-group><subgroup>02</subgroup></classification-cpc></main-cpc></classifications-cpc><invention-title"),
    "classes as lists": ("<invention-title", "<classification-ipc><edition>7</edition><main-classification>A61B  5/02 </main-classification><further-classification> </further-classification><further-classification>G01N</further-classification></classification-ipc><classification-national><country>US</country><main-classification> D14240 </main-classification></classification-national><classification-locarno><edition>08</edition><main-classification>0601</main-classification></classification-locarno><invention-title"),
    "no list of references": ("references-cited", "nothing-cited"),
    "references of later years": ("references-cited", "us-references-cited"),
    "no kind": ("<kind>A</kind><name>", "<name>"),
    "no country, and a class after it": ("<country>US</country><doc-number>675108</doc-number><kind>A</kind><name>Perkins</name><date>19010500</date></document-id></patcit><category>cited by examiner</category>",
        "<doc-number>675108</doc-number></document-id></patcit><category>cited by examiner</category><classification-national><country>DE</country></classification-national>"),
    "a country that is empty": ("<country>US</country><doc-number>675108", "<country></country><doc-number>675108"),
    "a country that is blank": ("<country>US</country><doc-number>675108", "<country> </country><doc-number>675108"),
    "no number": ("<doc-number>675108</doc-number>", ""),
    "a date of no calendar": ("<date>19010500</date>", "<date>19010231</date>"),
    "a day before any patent": ("<date>19010500</date>", "<date>00010101</date>"),
    "a day too short": ("<date>19010500</date>", "<date>1901</date>"),
    "a date otherwise": ("<date>19010500</date>", "<date>1901-05-01</date>"),
    "another category": ("cited by examiner", " Cited BY Third Party "),
    "a category of no list": ("cited by examiner", "cited"),
    "markup in literature": ("1990.", "<i>1990</i> &amp; later<sup>2</sup>."),
    "literature without its element": ("othercit", "other"),
    "no number of the reference": ('<patcit num="00001">', "<patcit>"),
    "priorities": ("<number-of-claims>", '<priority-claims><priority-claim sequence="01" kind="national"><country>JP</country><doc-number>2003-1</doc-number><date>20030101</date></priority-claim><priority-claim><doc-number> 5 </doc-number></priority-claim></priority-claims><us-related-documents><division><relation><parent-doc><document-id><country>US</country><doc-number>10</doc-number><date>20020101</date></document-id></parent-doc></relation></division><us-provisional-application><document-id><doc-number>60</doc-number></document-id></us-provisional-application><continuing-reissue><relation><parent-doc><document-id><doc-number/></document-id></parent-doc></relation></continuing-reissue></us-related-documents><number-of-claims>'),
    "a claim on several": ('<claim-ref idref="CLM-00001">claim 1</claim-ref>', '<claim-ref idref="CLM-00002">2</claim-ref> <claim-ref idref="CLM-00001">1</claim-ref><claim-ref idref="CLM-00001">1</claim-ref><claim-ref idref="x">?</claim-ref><claim-ref>!</claim-ref><claim-ref idref="0">0</claim-ref>'),
    "a claim without a number": ('num="00002"', 'num=""'),
    "a claim in a claim": ("<claim-text>2.", "<claim><claim-text>in</claim-text></claim><claim-text>2."),
    "no abstract": ("abstract", "summary"),
    "an empty title": ("Kite &#x201c;K&#8221;", ""),
    "a design": ('appl-type="utility"', 'appl-type="design"'),
    "no type": (' appl-type="utility"', ""),
    "an application": ("us-patent-grant", "us-patent-application"),
    "no number of claims": ("<number-of-claims>2</number-of-claims>", ""),
    "a description elsewhere": ("</abstract>", "</abstract><x><description><claims><claim/></claims></description></x>"),
    "a description twice": ("</description>", "</description><description>again</description>"),
    "instructions in the description": ("It flies.", 'It <?in-line num="1"?>flies<?end?> &#169; ü.'),
    "a table of the description": ("It flies.", "<tables><table><tgroup cols='2'><colspec colname=\"1\"/></tgroup></table></tables>"),
}  # fmt: skip
OTHERWISE.pop("no address book")
BY_TREE = {
    "a comment": ("<references-cited>", "<references-cited><!-- <patcit> -->"),
    "an instruction": ("<references-cited>", "<references-cited><?page 2?>"),
    "a section of characters": ("A kite.</p>", "<![CDATA[A <kite>]]></p>"),
    "an entity of the offices": ("A kite.", "A &lsquo;kite&rsquo;."),
    "a namespace": ("<p>It flies", '<p xmlns="x">It flies'),
    "another namespace": ("<p>It flies", '<p xml:lang="en">It flies'),
    "a carriage return": ("A kite.", "A\r\nkite."),
    "a blank beyond ASCII at an end": ("<doc-number>675108", "<doc-number>&#xA0;675108"),
    "a reference in a value": ('id="abstract"', 'id="a&amp;b"'),
    "a name beyond ASCII": ("<p>It flies.</p>", "<é>It flies.</é>"),
    "no number of the document": ("<doc-number>07000001</doc-number><kind>B2</kind>", "<kind>B2</kind>"),
}
BROKEN = {
    "tags that cross": "<b>flies</p>", "no character": "flies &#0;", "half a reference": "a & b", "an end too early": "</description><description>",
    "a prefix of nobody": "<x:y/>", "an open value": '<b id="1>x</b>', "a value twice": '<b a="1" a="2"/>', "no blank between": '<b a="1"b="2"/>',
    "a value without quotes": "<b a=1/>", "a bracket in a value": '<b a="<"/>', "an end of no section": "]]>", "a control character": "a\x08b",
    "no character of XML": "a\ufffeb", "half a surrogate": "&#xD800;", "an instruction of XML's": "<?xml x?>", "a tag of a digit": "<1/>", "a lonely end": "</b>",
}  # fmt: skip


@pytest.mark.parametrize("change", OTHERWISE.values(), ids=list(OTHERWISE))
def test_a_plain_grant_says_what_the_tree_says(tmp_path, change):
    assert change[0] in PLAIN
    trees = both(tmp_path, (PLAIN.replace(*change) if change[0] else PLAIN).encode())
    assert trees == (1 if change[1] in ("<date>1901-05-01</date>",) else 0)


@pytest.mark.parametrize("change", BY_TREE.values(), ids=list(BY_TREE))
def test_what_is_not_plain_is_read_by_the_tree(tmp_path, change):
    assert change[0] in PLAIN
    assert both(tmp_path, PLAIN.replace(*change).encode()) == 1


@pytest.mark.parametrize("spoilt", BROKEN.values(), ids=list(BROKEN))
@pytest.mark.parametrize("place", ["It flies.", "A kite.</p>"])
def test_what_is_broken_is_set_aside_wherever_it_stands(tmp_path, place, spoilt):
    text = PLAIN.replace(place, spoilt + place) + grant(7000002)
    quick, bad, _ = segment(tmp_path, text.encode("utf-8", "surrogatepass"), plain=True)
    assert [code for _, code, _ in bad] == ["broken-xml"]
    assert len(quick["documents"]) == 1


@pytest.mark.parametrize("raw", [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xc0\xaf"])
def test_bytes_that_are_no_utf_8_are_set_aside(tmp_path, raw):
    _, bad, _ = segment(tmp_path, PLAIN.encode().replace(b"It flies", b"It " + raw + b" flies"), plain=True)
    assert [code for _, code, _ in bad] == ["broken-xml"]


def test_plain_and_odd_documents_stand_in_their_order(tmp_path):
    odd = [PLAIN.replace("A kite.", f"A kite<!-- {i} -->.").replace("7000001", f"{7000100 + i}") for i in range(3)]
    plain = [PLAIN.replace("7000001", f"{7000200 + i}") for i in range(40)]
    text = "".join([plain[0], odd[0], *plain[1:30], odd[1], *plain[30:], odd[2]])
    assert both(tmp_path, text.encode()) == 3


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(PLAIN.encode()) - 1), st.integers(0, 12), st.sampled_from([*map(str.encode, "<>&/;\"'=?! ax0#]\n\x00"), b"\xc3\xa9", b"<b>", b"</b>", b"&#32;"]))  # fmt: skip
def test_damage_anywhere_is_judged_alike(tmp_path_factory, at, length, noise):
    data = PLAIN.encode()
    both(tmp_path_factory.mktemp("damage"), data[:at] + noise + data[at + length :])


@pytest.mark.shared
@pytest.mark.parametrize("name", ["ipg050104.small.xml", "ipg070102.small.xml", "ipg090106.small.xml", "ipg110104.small.xml", "ipg120327.196.xml", "ipa061228.one.xml", "ipg100824-hyphenated.xml"])  # fmt: skip
def test_real_files_say_the_same_and_hardly_any_needs_a_tree(shared, tmp_path, name):
    data = (shared / "data/patents/uspto-bulk-xml-2005-2012" / name).read_bytes()
    trees = both(tmp_path, data)
    skipped = sum(p.skip for p in pieces(BytesIO(data)))
    assert trees - skipped <= max(1, data.count(b"<!DOCTYPE") // 10)


def test_a_sheet_grows_with_what_is_put_on_it():
    sheet, data = Sheet(), PLAIN.encode()
    for n in range(3_000):
        read = sheet.read(np.frombuffer(data, np.uint8), read_prologue(data), n)
        assert read is not None
        assert read[1] == len(data)
