"""``numbers``: every number of a document with its verdict."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from ipops.corpus.assembly.workspace import Workspace
from ipops.corpus.identity.numbers import judge

_T = pa.string()


def judge_numbers(ws: Workspace) -> None:
    """Makes ``number_judged``: publication and application numbers as their best source writes them, and priorities."""

    def verdict(role: str, raw: str, office: str | None, key: str | None, on: date | None) -> tuple[object, ...]:
        found = judge(raw, office, key, published_on=on, application=role != "publication")
        v = found.verdict
        return (
            v.scheme, v.office or office, found.series, found.kind, v.normalised or None, v.check or None, v.valid,
            v.reason.zh if v.reason else None, v.reason.en if v.reason else None, v.proposed or None,
        )  # fmt: skip

    ws.run("""
        create table number_said as
        with best as (
            select r.document, arg_min(d.publication_raw, r.grp * 1000000000 + r.record) filter (d.publication_raw is not null) as publication,
                   arg_min(struct_pack(raw := d.application_raw, office := d.application_office, key := r.application),
                           r.grp * 1000000000 + r.record) filter (d.application_raw is not null) as filed
            from rec r join raw_documents d using (record) group by 1)
        select document, 'publication' as role, b.publication as raw, d.office, d.document as key,
               case when d.office = 'CN' then d.published_on end as "on"
        from best b join doc d using (document) where b.publication is not null
        union all select document, 'application', filed.raw, filed.office, filed.key, null from best where filed.raw is not null
        union all select document, 'priority', raw, office, application, null from priority
    """)
    made = [(n, _T) for n in ("scheme", "number_office", "series", "kind", "normalised", "check")]
    made += [("valid", pa.bool_()), ("reason_zh", _T), ("reason_en", _T), ("proposed", _T)]
    ws.map("verdicts", 'select distinct role, raw, office, key, "on" from number_said', made, verdict)
    ws.run("""
        create table number_judged as
        select s.document, s.role, s.raw, v.scheme, v.number_office as office, v.series, v.kind, v.normalised, v."check", v.valid,
               v.reason_zh, v.reason_en, v.proposed
        from number_said s join verdicts v on v.role = s.role and v.raw = s.raw and v.office is not distinct from s.office
             and v.key is not distinct from s.key and v."on" is not distinct from s."on"
    """)
