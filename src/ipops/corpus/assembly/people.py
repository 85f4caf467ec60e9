"""``parties``, ``owners``, ``spellings``, ``affiliations``: mentions of the best source, and whom they stand for."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pyarrow as pa

from ipops.corpus.assembly.lists import winners
from ipops.corpus.assembly.workspace import Workspace
from ipops.corpus.feeds.entities import unescape
from ipops.corpus.identity.bodies import kind_by_name
from ipops.corpus.identity.names import form_of
from ipops.corpus.identity.owners import Body, Spelling, resolve_bodies
from ipops.corpus.identity.persons import Mention, person_key, resolve_persons

_T, _I = pa.string(), pa.int32()
_OWNING = "('applicant', 'owner', 'owner_now')"
_SAME_WORD = 3  #: inventors of so many names share a word that is a person's


def merge_parties(ws: Workspace) -> None:
    """Makes ``party``, ``owner`` and ``spelling``."""
    won = winners(ws, "parties", "t.role")
    ws.run(f"""
        create table mention as
        with once as (select * from {won} qualify record = min(record) over (partition by doc, role, name))
        select doc as document, role, row_number() over (partition by doc, role order by record, sequence, name)::integer as sequence,
               name as name_raw, spellings, kind as said_kind, country, region, city, code
        from once
    """)  # noqa: S608
    ws.run(f"drop table {won}")
    _kinds(ws)
    bodies = _bodies(ws)
    persons = _persons(ws)
    ws.keep("body_of", [("name_raw", _T), ("code", _T), ("party", _T)], sorted(bodies.items_of_names()))
    ws.keep("person_of", [("document", _T), ("role", _T), ("sequence", _I), ("party", _T)], persons)
    ws.run("""
        create table party as
        select m.document, m.role, m.sequence, k.name, m.name_raw, m.spellings, k.kind, m.country, m.region, m.city, m.code,
               coalesce(p.party, case when k.kind = 'organisation' and m.role <> 'agent' then b.party end) as party
        from mention_kind k join mention m using (document, role, sequence)
        left join person_of p using (document, role, sequence)
        left join body_of b on b.name_raw = m.name_raw and b.code = coalesce(m.code, '')
    """)
    _owners(ws, bodies)


def _kinds(ws: Workspace) -> None:
    """Makes ``mention_kind``: each mention with its name decoded and whether it is a body or a person: as stated, by its words,
    by its standing among the inventors too; an owner of a document whose inventors are known and who is none of them is a body,
    unless its name is a person's (``_personal``)."""
    ws.map(
        "name_kinds",
        "select distinct name_raw from mention",
        [("name", _T), ("kind", _T), ("key", _T), ("bare", _T)],
        _told,
    )
    _personal(ws)
    ws.run(f"""
        create table mention_kind as
        with inventors as (select distinct m.document, n.key from mention m join name_kinds n using (name_raw) where m.role = 'inventor'),
             known as (select distinct document from inventors)
        select m.document, m.role, m.sequence, n.name, n.key,
               case when m.role in ('inventor', 'examiner') then 'person'
                    when m.said_kind is not null then m.said_kind
                    when i.key is not null then 'person'
                    when n.kind is not null then n.kind
                    when p.name_raw is not null then 'person'
                    when m.role in {_OWNING} and k.document is not null then 'organisation'
                    when m.role = 'agent' then 'organisation' else 'person' end as kind
        from mention m join name_kinds n using (name_raw)
        left join inventors i on i.document = m.document and i.key = n.key
        left join known k on k.document = m.document left join personal p on p.name_raw = m.name_raw
    """)  # noqa: S608


def _told(raw: str) -> tuple[str, str | None, str, str | None]:
    """The name, what its words say it is, its words in order of the alphabet, and of a body those without legal form."""
    name, kind = unescape(raw), kind_by_name(raw)
    return name, kind, person_key(name), form_of(name).turned or None if kind == "organisation" else None


def _personal(ws: Workspace) -> None:
    """Makes ``personal``: names whose words do not tell what they are and that are a person's, since an inventor of another document bears
    it, or every word of it is a word of so many inventors' names; but not if with a legal form it is a body (Robert Bosch)."""
    ws.run(f"""
        create table personal as
        with inventor as (select distinct n.key from mention m join name_kinds n using (name_raw) where m.role = 'inventor' and n.key <> ''),
             open as (select distinct n.name_raw, n.key from mention m join name_kinds n using (name_raw)
                      where m.role in {_OWNING} and n.kind is null and n.key <> '' and not contains(n.name, '&')),
             word as (select word from (select key, unnest(string_split(key, ' ')) as word from inventor) group by word
                      having count(distinct key) >= {_SAME_WORD}),
             spelled as (select o.name_raw, count(*) as words, count(w.word) filter (length(w.word) > 1) as known,
                                count(*) filter (length(o.word) > 1) as long
                         from (select name_raw, unnest(string_split(key, ' ')) as word from open) o left join word w using (word) group by 1)
        select o.name_raw from open o join spelled s using (name_raw)
        where (o.key in (select key from inventor) or (s.words between 2 and 5 and s.known = s.long and s.long > 0))
          and o.key not in (select bare from name_kinds where bare is not null)
    """)  # noqa: S608


class _Bodies:
    """Resolved bodies and the way from a spelling to its body."""

    def __init__(self, bodies: list[Body]) -> None:
        self.bodies = bodies
        self.by_name: dict[tuple[str, str], str] = {}
        for body in bodies:
            for s in body.spellings:
                self.by_name[s.name, s.code] = body.party

    def items_of_names(self) -> list[tuple[str, str, str]]:
        return [(name, code, party) for (name, code), party in self.by_name.items()]


def _bodies(ws: Workspace) -> _Bodies:
    spellings: dict[tuple[str, str], Spelling] = {}
    for name, code, country, n in ws.rows(f"""
        select m.name_raw, coalesce(m.code, ''), m.country, count(*) from mention m join mention_kind k using (document, role, sequence)
        where k.kind = 'organisation' and m.role in {_OWNING} group by 1, 2, 3
    """):  # noqa: S608
        held = spellings.setdefault((name, code), Spelling(name, code))
        held.mentions += n
        if country:
            held.countries[country] += n
    beside = ws.rows(f"""
        select distinct m.name_raw, unnest(m.spellings) from mention m join mention_kind k using (document, role, sequence)
        where k.kind = 'organisation' and m.role in {_OWNING} and m.spellings is not null
    """)  # noqa: S608
    for _, other in beside:
        spellings.setdefault((other, ""), Spelling(other))
    return _Bodies(resolve_bodies(spellings.values(), beside))


def _persons(ws: Workspace) -> list[tuple[str, str, int, str]]:
    owners: dict[str, set[str]] = defaultdict(set)
    for document, name in ws.rows(f"""
        select distinct m.document, m.name_raw from mention m join mention_kind k using (document, role, sequence)
        where k.kind = 'organisation' and m.role in {_OWNING}
    """):  # noqa: S608
        owners[document].add(name)
    families = dict(ws.rows("select document, family from family_of where kind <> 'single'"))
    mentions = [
        Mention(*row)
        for row in ws.rows(f"""
            select m.document, m.role, m.sequence, coalesce(nullif(k.key, ''), k.name), m.country, m.city from mention m join mention_kind k using (document, role, sequence)
            where k.kind = 'person' and (m.role = 'inventor' or m.role in {_OWNING})
        """)  # noqa: S608
    ]
    found = resolve_persons(mentions, owners, families)
    return [(m.document, m.role, m.sequence, party) for m, party in found.items()]


def _owners(ws: Workspace, bodies: _Bodies) -> None:
    """Makes ``owner`` and ``spelling``: every party that stands somewhere, with its spellings and why each belongs."""
    reasons: list[tuple[Any, ...]] = []
    for body in bodies.bodies:
        for s, why in zip(body.spellings, body.because, strict=True):
            country = min(s.countries, key=lambda c: (-s.countries[c], c)) if s.countries else None
            reasons.append((body.party, unescape(s.name), country, s.mentions, why))
    names = [("party", _T), ("spelling", _T), ("country", _T), ("mentions_n", _I), ("because", _T)]
    ws.keep("body_spelling", names, reasons)
    ws.run("""
        create table spelling as
        select party, spelling, min(country) as country, sum(mentions_n)::integer as mentions_n, min(because) as because
        from body_spelling group by party, spelling
        union all
        select party, name, min(country), count(*)::integer, 'same_name' from party where party like 'p:%' group by party, name
    """)
    ws.run("""
        create table owner as
        with docs as (select party, count(distinct document)::integer as documents_n, mode(country order by country) as country, max(code) as code
                      from party where party is not null group by 1),
        named as (select party, count(*)::integer as spellings_n, arg_max(spelling, struct_pack(a := mentions_n, b := spelling)) as name,
                         arg_max(spelling, struct_pack(a := mentions_n, b := spelling)) filter (regexp_matches(spelling, '[一-鿿]')) as name_zh,
                         arg_max(spelling, struct_pack(a := mentions_n, b := spelling)) filter (not regexp_matches(spelling, '[一-鿿]')) as name_en
                  from spelling group by 1)
        select d.party, n.name, n.name_zh, n.name_en, case when d.party like 'b:%' then 'organisation' else 'person' end as kind,
               d.country, d.code, d.documents_n, n.spellings_n
        from docs d join named n using (party)
    """)
