"""The citation graph that the tables of a corpus hold.

Every end of a citation is a node, here or not: a reference that was left out would make a document look as if it had none. A node
has the day of its document, else the day its citing documents state, else the first day of the year that its number tells
(American and international applications). A node without any is undated: it still counts as a reference, and never as somebody
who cites within the window.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from ipops.corpus.citation_graph.files import Named
from ipops.corpus.citation_graph.graph import UNDATED, build

_NODES = r"""
    with ends as (select citing as document, null::date as said from citations union all
                  select coalesce(cited, cited_raw), cited_on from citations union all select document, null from documents),
    told as (select document, min(said) as said from ends where document is not null group by 1),
    numbered as (select document, said,
                        nullif(regexp_extract(document, '^(?:US|WO)((?:19|20)\d\d)\d{6,7}(?:A\d?)?$', 1), '') as year from told)
    select n.document, coalesce(d.published_on, n.said, make_date(n.year::int, 1, 1)) as "on", d.document is not null as here
    from numbered n left join documents d using (document) order by n.document
"""


def graph_of(tables: Path, *, to_itself: bool = True) -> tuple[Named, pa.Array]:
    """The graph of a folder of tables, its nodes in the order of their keys, and which of them are documents of the corpus."""
    with duckdb.connect() as con:
        for name in ("documents", "citations"):
            con.read_parquet(str(tables / f"{name}.parquet")).create_view(name)
        nodes = con.execute(_NODES).to_arrow_table()
        pairs = con.execute("select citing, coalesce(cited, cited_raw) as cited from citations").to_arrow_table()
    names = nodes["document"].combine_chunks()
    days = pc.fill_null(nodes["on"].cast(pa.int32()), UNDATED).to_numpy()
    ends = (pc.fill_null(pc.index_in(pairs[c], value_set=names), -1).to_numpy() for c in ("citing", "cited"))
    return Named(names, build(days, *ends, to_itself=to_itself)), nodes["here"].combine_chunks()
