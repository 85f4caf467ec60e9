"""Claims, literature, priorities, events and assignments: of several sources one speaks for a whole list, so that nothing
stands there twice in two spellings. Events and assignments are joined from all."""

from __future__ import annotations

import pyarrow as pa

from ipops.corpus.assembly.workspace import Workspace
from ipops.corpus.identity.legal import act_of


def winners(ws: Workspace, table: str, by: str = "''") -> str:
    """Makes ``won_<table>``: the rows of the best source of each document (and of each ``by``: a role, a scheme), each with
    ``doc``, the key of its document. A record that came twice counts once. Returns its name."""
    name = f"won_{table}"
    ws.run(f"""
        create table {name} as
        with rows as (select r.document as doc, r.grp, {by} as part, t.* exclude (document) from raw_{table} t join rec r using (record)),
             best as (select doc, part, min(grp) as grp from rows group by all)
        select rows.* exclude (grp, part) from rows join best using (doc, part, grp)
    """)  # noqa: S608  names are our own
    return name


def merge_claims(ws: Workspace) -> None:
    """Makes ``claim``."""
    won = winners(ws, "claims")
    ws.run(f"""
        create table claim as
        select doc as document, number, text, lang, independent, depends_on from {won}
        qualify row_number() over (partition by doc, number order by record) = 1
    """)  # noqa: S608
    ws.run(f"drop table {won}")


def merge_literature(ws: Workspace) -> None:
    """Makes ``literature``."""
    won = winners(ws, "literature")
    ws.run(f"""
        create table literature as
        with once as (select * from {won} qualify record = min(record) over (partition by doc, text))
        select doc as citing, row_number() over (partition by doc order by record, sequence, text)::integer as sequence,
               text, origin, category from once
    """)  # noqa: S608
    ws.run(f"drop table {won}")


def merge_priorities(ws: Workspace) -> None:
    """Makes ``priority``."""
    won = winners(ws, "priorities")
    ws.run(f"""
        create table priority as
        with once as (select * from {won} qualify row_number() over (partition by doc, office, raw order by record, sequence) = 1)
        select doc as document, row_number() over (partition by doc order by record, sequence)::integer as sequence,
               a.application, o.raw, o.office, o."on", o.kind
        from once o left join application_keys a on a.raw = o.raw and a.office is not distinct from o.office
    """)  # noqa: S608
    ws.run(f"drop table {won}")


def merge_events(ws: Workspace) -> None:
    """Makes ``event``."""
    ws.map(
        "acts",
        "select distinct office, code from raw_events",
        [("act", pa.string())],
        lambda office, code: (act_of(office, code),),
    )
    ws.run("""
        create table event as
        select distinct r.document, e.office, e.code, e."on", a.act, e.text, e.fee_year, e.ends_on
        from raw_events e join rec r using (record)
        left join acts a on a.office is not distinct from e.office and a.code is not distinct from e.code
    """)


def merge_assignments(ws: Workspace) -> None:
    """Makes ``assignment``. A document is *here* when a feed other than the register of assignments speaks of it."""
    ws.run("""
        create table assignment as
        select distinct a.number as record, r.document,
               coalesce(d.source_format <> 'uspto-assignments', false) as document_here,
               a.recorded_on, a.signed_on, a.conveyance, a.assignors, a.assignees
        from raw_assignments a join rec r using (record) left join doc d on d.document = r.document
    """)
