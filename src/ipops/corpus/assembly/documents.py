"""``documents``: for each the first record that says something, column by column, in the order in which records are believed."""

from __future__ import annotations

import pyarrow as pa

from ipops.corpus.assembly.workspace import Workspace
from ipops.corpus.feeds.raw import DOCUMENT, SOURCE
from ipops.corpus.identity.legal import status_of
from ipops.corpus.identity.stages import right_of, stage_of

_TEXT = pa.string()


def merge_documents(ws: Workspace) -> None:
    """Makes ``doc``: one row a document, everything of it that needs no other table."""
    said = [c for c in DOCUMENT if c not in ("application_raw", "application_office")]
    spoken = [c for c in SOURCE if c != "rank"]
    ws.run("create table alone as select document from rec group by 1 having count(*) = 1")
    columns = ", ".join(f"d.{c}" for c in (*said, *spoken))
    merged = ", ".join(
        [f"arg_min(d.{c}, r.grp * 1000000000 + r.record) filter (d.{c} is not null) as {c}" for c in said]
        + [f"arg_min(d.{c}, r.grp * 1000000000 + r.record) as {c}" for c in spoken]
    )
    ws.run(f"""
        create table doc0 as
        select r.document, r.application, 1::integer as records_n, {columns}
        from rec r join alone using (document) join raw_documents d using (record)
        union all by name
        select r.document, arg_min(r.application, r.grp * 1000000000 + r.record) filter (r.application is not null) as application,
               count(*)::integer as records_n, {merged}
        from rec r join raw_documents d using (record)
        where r.document not in (from alone) group by r.document
    """)  # noqa: S608  column names are our own
    ws.run("""
        create table staged as
        select document, office, kind, case when office in ('CN', 'US') then length(number) else 0 end as digits,
               case when office in ('CN', 'US') then coalesce(published_on, date '9999-12-31') else date '9999-12-31' end as "on"
        from doc0 where kind is not null and office is not null
    """)
    ws.map(
        "stages",
        'select distinct office, kind, digits, "on" from staged where digits is not null',
        [("stage", _TEXT), ("right_here", _TEXT)],
        lambda office, kind, digits, on: (
            stage_of(office, kind, digits, on if on.year < 9999 else None),
            right_of(office, kind),
        ),
    )
    ws.map(
        "statuses",
        "select distinct legal_status_raw from doc0 where legal_status_raw is not null",
        [("legal_status", _TEXT)],
        lambda words: (status_of(words),),
    )
    ws.run("""
        create table doc as
        select d.* exclude (right_type, granted_on), coalesce(d.right_type, s.right_here) as right_type, s.stage, t.legal_status,
               coalesce(d.granted_on, case when s.stage in ('grant', 'registration') then d.published_on end) as granted_on
        from doc0 d
        left join (select document, stage, right_here from staged join stages using (office, kind, digits, "on")) s using (document)
        left join statuses t using (legal_status_raw)
    """)
    ws.run("drop table doc0")
