"""Made-up bulk files, and a load of them into a folder of the test's own."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ipops.corpus.feeds.load import Loaded, load

GRANT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE us-patent-grant SYSTEM "us-patent-grant-v42-2006-08-23.dtd" [
<!ENTITY US{n}-D1.TIF SYSTEM "US{n}-D1.TIF" NDATA TIF> ]>
<us-patent-grant lang="EN" country="US" date-publ="20070102">
<us-bibliographic-data-grant>
<publication-reference><document-id><country>US</country><doc-number>0{n}</doc-number><kind>B2</kind><date>20070102</date></document-id></publication-reference>
<application-reference appl-type="utility"><document-id><country>US</country><doc-number>1{n}</doc-number><date>20040510</date></document-id></application-reference>
<classifications-ipcr><classification-ipcr><ipc-version-indicator><date>20060101</date></ipc-version-indicator><section>A</section><class>61</class><subclass>B</subclass><main-group>5</main-group><subgroup>0205</subgroup><symbol-position>F</symbol-position><classification-value>I</classification-value></classification-ipcr></classifications-ipcr>
<invention-title id="t">{title}</invention-title>
<references-cited><citation><patcit num="00001"><document-id><country>US</country><doc-number>675108</doc-number><kind>A</kind><name>Perkins</name><date>19010500</date></document-id></patcit><category>cited by examiner</category></citation>
<citation><nplcit num="00002"><othercit>Hoff, &#x201c;Kites&#x201d;, 1990.</othercit></nplcit><category>cited by other</category></citation></references-cited>
<number-of-claims>2</number-of-claims>
<parties><applicants><applicant sequence="001" app-type="applicant-inventor"><addressbook><last-name>Hoff</last-name><first-name>Dora G.</first-name><address><city>Tiburon</city><state>CA</state><country>US</country></address></addressbook></applicant></applicants></parties>
<assignees><assignee><addressbook><orgname>Kite &amp; Sons, Inc.</orgname><role>02</role><address><city>Tiburon</city><state>CA</state><country>US</country></address></addressbook></assignee></assignees>
</us-bibliographic-data-grant>
<abstract id="abstract"><p>A kite.</p></abstract>
<description id="description"><p>{body}</p></description>
<claims id="claims"><claim id="CLM-00001" num="00001"><claim-text>1. A kite.</claim-text></claim>
<claim id="CLM-00002" num="00002"><claim-text>2. The kite of <claim-ref idref="CLM-00001">claim 1</claim-ref>, red.</claim-text></claim></claims>
</us-patent-grant>
"""

SEQUENCE = '<?xml version="1.0"?>\n<!DOCTYPE sequence-cwu SYSTEM "x.dtd" [ ]>\n<sequence-cwu><p>{}</p></sequence-cwu>\n'


def grant(n: int, *, title: str = "Kite &ldquo;K&rdquo;", body: str = "It flies.") -> str:
    return GRANT.format(n=n, title=title, body=body)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return tmp_path / "corpus"


@pytest.fixture
def put(tmp_path: Path, corpus: Path) -> Callable[..., Loaded]:
    """``put("a.xml", text)`` writes the file and loads it."""

    def put(name: str, content: str | bytes) -> Loaded:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (one,) = load([(path, name)], corpus)
        assert one.documents == one.stored + one.merged + len(one.quarantined)
        return one

    return put


def raw(corpus: Path, table: str) -> list[dict]:
    """Every row of a raw table, in order of loading."""
    files = sorted((corpus / "segments").glob(f"*/{table}.parquet"))
    return pa.concat_tables([pq.read_table(f) for f in files]).to_pylist() if files else []
