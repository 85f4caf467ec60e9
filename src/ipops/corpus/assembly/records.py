"""Which records speak of one document, and in which order they are believed.

Three kinds of record come without a full publication number and are joined to the one that has it: a service's own number
(``lens:…``) where another record gives both; an application alone, to the first publication of that application; a
publication without kind code, where exactly one with a code has its number. What finds no partner stands for itself.

Of two files of one rank the one that fills more columns of documents is believed first, of equals the one whose name comes first:
in whatever order they were loaded. Of parts of a file wrapper, whose names say on which day they came, the later is believed first: it
amends the earlier.
"""

from __future__ import annotations

import pyarrow as pa

from ipops.corpus.assembly.workspace import Workspace
from ipops.corpus.feeds.raw import DOCUMENT
from ipops.corpus.identity.keys import application_key

_TEXT = pa.string()
#: the day in the name of a part of a file wrapper: ``13962724.2014-11-18.I2NR21PIPXXIFW3.CLM.xml``
_CAME_ON = r"nullif(regexp_extract(source_file, '(^|/)\d{8}\.(\d{4}-\d\d-\d\d)\.[^/]*\.xml$', 2), '')"


def join_records(ws: Workspace) -> None:
    """Makes ``rec``: record, document (its key), application (key), grp (less is believed more: rank, then file)."""
    ws.map(
        "application_keys",
        """select distinct application_office as office, application_raw as raw from raw_documents where application_raw is not null
           union select distinct office, raw from raw_priorities""",
        [("application", _TEXT)],
        lambda office, raw: (application_key(office, raw),),
    )
    filled = " + ".join(f"max(({c} is not null)::integer)" for c in DOCUMENT)
    ws.run(f"""
        create table rec as
        with filled as (select source_file, {filled} as columns from raw_documents group by 1),
             files as (select source_file, row_number() over (order by {_CAME_ON} desc nulls last, columns desc, source_file) as f from filled)
        select d.record, d.document as said, d.document, d.office, d.number, d.kind, d.source_id, d.published_on,
               a.application, d.rank::bigint * 1000000 + f.f as grp
        from raw_documents d join files f using (source_file)
        left join application_keys a
          on a.raw = d.application_raw and a.office is not distinct from d.application_office
    """)  # noqa: S608  column names are our own
    for sql in (_BY_SOURCE, _BY_APPLICATION, _BY_NUMBER):
        ws.run(sql)


_BY_SOURCE = """
    update rec set document = p.document
    from (select source_id, min(document) as document from rec where number is not null and source_id is not null group by 1) p
    where rec.number is null and rec.source_id = p.source_id
"""
_BY_APPLICATION = """
    update rec set document = p.document
    from (select application, arg_min(document, struct_pack(a := coalesce(published_on, date '9999-12-31'), b := document)) as document
          from rec where number is not null and application is not null group by 1) p
    where rec.number is null and rec.document = rec.application and rec.application = p.application
"""
_BY_NUMBER = """
    update rec set document = p.document
    from (select office, number, min(document) as document from rec
          where number is not null and kind is not null and kind <> '' group by 1, 2 having count(distinct document) = 1) p
    where coalesce(rec.kind, '') = '' and rec.office = p.office and rec.number = p.number
"""
