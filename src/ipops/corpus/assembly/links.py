"""``citations`` and ``families``: ends resolved to documents where they are here, kept as written where not."""

from __future__ import annotations

import pyarrow as pa

from ipops.corpus.assembly.workspace import Workspace
from ipops.corpus.identity.keys import application_key, number_of

_T = pa.string()


def merge_citations(ws: Workspace) -> None:
    """Makes ``citation``. An end is resolved by its full number, failing that by number without kind (the first of several
    publications), failing that by its application."""
    ws.map(
        "cited_numbers",
        "select distinct office, number from raw_citations where office is not null and number is not null",
        [("serial", _T)],
        lambda office, number: (number_of(office, number),),
    )
    ws.map(
        "cited_applications",  # a number with a kind code is a publication's
        "select distinct office, number from raw_citations where office is not null and number is not null and kind is null",
        [("filed", _T)],
        lambda office, number: (application_key(office, number),),
    )
    ws.run("""
        create table end_of as
        with said as (
            select distinct c.office, c.number, c.kind, n.serial, a.filed, n.office || n.serial || coalesce(c.kind, '') as key
            from raw_citations c join cited_numbers n using (office, number) left join cited_applications a using (office, number)),
        first_by_number as (
            select office, number, arg_min(document, struct_pack(a := coalesce(published_on, date '9999-12-31'), b := document)) as document
            from doc where number is not null group by 1, 2),
        first_by_application as (
            select application, arg_min(document, struct_pack(a := coalesce(published_on, date '9999-12-31'), b := document)) as document
            from doc where application is not null group by 1)
        select s.office, s.number, coalesce(s.kind, '') as kind, s.key,
               coalesce(d.document, case when s.kind is null or s.office = 'US' then n.document end, a.document) as document,
               case when d.document is not null then 'exact'
                    when n.document is not null and (s.kind is null or s.office = 'US') then 'number'
                    when a.document is not null then 'application' end as resolved_by
        from said s
        left join doc d on d.document = s.key
        left join first_by_number n on n.office = s.office and n.number = s.serial
        left join first_by_application a on a.application = s.filed
    """)
    ws.run("""
        create table citation as
        with ends as (
            select r.document as here, r.grp, c.*, e.document as there, e.resolved_by, coalesce(e.document, e.key) as other
            from raw_citations c join rec r using (record)
            left join end_of e on e.office = c.office and e.number = c.number and e.kind = coalesce(c.kind, '')),
        both_ways as (
            select here as citing, other as cited, true as citing_here, there is not null as cited_here, resolved_by, raw as cited_raw,
                   office as cited_office, kind as cited_kind, "on" as cited_on, origin, category, sequence, grp, record, 0 as way
            from ends where outward
            union all
            select coalesce(other, raw), here, there is not null, true, 'exact', here, d.office, d.kind, d.published_on, origin, category, null, grp, record, 1
            from ends left join doc d on d.document = here where not outward)
        select b.* exclude (grp, record, way)
        from both_ways b
        qualify row_number() over (partition by citing, coalesce(cited, cited_raw)
                                   order by way, origin is null, grp, record, sequence) = 1
    """)


def merge_families(ws: Workspace) -> None:
    """Makes ``family``, and ``family_of`` (the simple family of each document).

    Stated families stand as they are. A document without a stated simple family takes that of documents with the very same
    priorities (its own application if it claims none), and where nobody states one such documents make a family.
    """
    ws.run("""
        create table stated as
        select distinct f.kind || ':' || f.family as family, f.kind, coalesce(r2.document, f.member_raw) as member, d.document
        from raw_families f join rec r using (record)
        left join (select distinct said, document from rec) r2 on r2.said = f.member_raw
        left join doc d on d.document = coalesce(r2.document, f.member_raw)
        where f.family is not null
    """)
    ws.run("""
        create table roots as
        with claims as (select document, list_sort(list_distinct(list(application))) as root from priority
                        where application is not null and (kind is null or kind not in ('division', 'continuation', 'continuation_in_part', 'reissue', 'addition', 'substitution', 'reexamination', 'international'))
                        group by document)
        select d.document, array_to_string(coalesce(c.root, [d.application]), '+') as root
        from doc d left join claims c using (document) where c.root is not null or d.application is not null
    """)
    ws.run("""
        create table family_of as
        with simple as (select document, min(family) as family from stated where kind = 'docdb' and document is not null group by 1),
        of_root as (select root, min(family) as family, count(distinct family) as n from roots join simple using (document) group by 1),
        counted as (select root, count(*) as n, min(document) as first from roots group by 1)
        select d.document,
               case when s.family is not null then s.family when o.n = 1 then o.family
                    when c.n > 1 then 'priority:' || c.first else 'single:' || d.document end as family,
               case when s.family is not null or o.n = 1 then 'docdb' when c.n > 1 then 'priority' else 'single' end as kind,
               s.family is null as derived
        from doc d left join simple s using (document) left join roots r using (document)
        left join of_root o using (root) left join counted c using (root)
    """)
    ws.run("""
        create table family as
        select family, kind, member, document, regexp_extract(member, '^[A-Z]{2}') as office, 'stated' as source from stated
        union all
        select f.family, f.kind, f.document, f.document, d.office, 'derived' from family_of f join doc d using (document) where f.derived
    """)
