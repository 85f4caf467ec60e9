"""The desk of a study: its sets as tables in DuckDB, what lies within the boundary, units, owners, labels; and every query kept.

    Q7 = desk.ask(Text("…"), "select …")

For each set S there are S_documents, S_parties, S_classes, S_families, S_citations, S_priorities, S_owners as in the corpus, and
    S_scope  document, unit, core, title, first_on (earliest priority or filing), published_on
    S_own    unit, core, party, name, kind           one row a unit and resolved applicant
    S_label  unit, document, node, hand              within the boundary
    S_rule   document, node                          what the rules of the tree alone would say
    S_reach  unit, office, granted                   offices of the stated families (INPADOC, DWPI), within the boundary

An item lies within the boundary if one of its documents does.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ipops.corpus.search import Search, Tokeniser, open_index, shipped_terms
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.navigation.study.naming import owners_said
from ipops.lines.navigation.study.saying import Query
from ipops.lines.navigation.study.sets import Loaded
from ipops.lines.navigation.study.template import DataSet, StudyFile

TABLES = ("documents", "parties", "classes", "families", "citations", "priorities", "owners")
_NORMAL = "lower(regexp_replace({}, '[^\\p{{L}}\\p{{N}}]', '', 'g'))"


@dataclass
class Desk:
    study: StudyFile
    loaded: Mapping[str, Loaded]
    con: Any
    queries: list[Query] = field(default_factory=list)
    _searches: dict[str, Search] = field(default_factory=dict)

    @property
    def land(self) -> str:
        return self.study.landscape

    @property
    def dated(self) -> str:
        return self.study.dated

    def ask(self, title: Text, sql: str) -> Query:
        """Run a query and keep it with its answer; answers come in an order that the query states."""
        got = self.con.execute(sql)
        columns = tuple(c[0] for c in got.description)
        return self.keep(title, sql.strip(), columns, tuple(tuple(r) for r in got.fetchall()))

    def keep(self, title: Text, how: str, columns: tuple[str, ...], rows: tuple[tuple[Any, ...], ...]) -> Query:
        """What was worked out otherwise than by SQL: ``how`` says how. What is kept already is the same query: reports of both languages
        cite one code."""
        for known in self.queries:
            if (known.title, known.how, known.rows) == (title, how, rows):
                return known
        made = Query(code=f"Q{len(self.queries) + 1}", title=title, how=how, columns=columns, rows=rows)
        self.queries.append(made)
        return made

    def once(self, title: Text, how: str, columns: tuple[str, ...], rows: tuple[tuple[Any, ...], ...]) -> Query:
        """As ``keep``; asked again, for the report in another language, it is the query that was kept."""
        known = (q for q in self.queries if (q.how, q.columns, q.rows) == (how, columns, rows))
        return next(known, None) or self.keep(title, how, columns, rows)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        got: list[tuple[Any, ...]] = self.con.execute(sql).fetchall()
        return got

    def passing(self, name: str, question: str) -> Any:
        """One flag a document of the set, in the order of its table, or ``Refused``."""
        if name not in self._searches:
            tables = self.loaded[name].tables
            self._searches[name] = Search(open_index(tables, Tokeniser(shipped_terms())))
        return self._searches[name].passing(question)

    def documents(self, name: str) -> list[str]:
        return self._searches[name].index.attributes.documents if name in self._searches else []

    def called(self, name: str | None) -> Text:
        """Owners as readers of each language know them: by the template, else as the data spell them; several of one family as
        queries give them."""
        if not name:
            return Text("—", "—")
        zh, en = ({g.names[0]: t for g in self.study.groups if (t := getattr(g, lang))} for lang in ("zh", "en"))
        return owners_said(name, lambda one: Text(zh.get(one, one), en.get(one, one)))

    def node(self, code: str | None) -> Text:
        return next((n.title.text for n in self.study.tree if n.code == code), Text("—", "—"))

    def mark(self, name: str) -> str:
        """The hash of the frozen set: the keys of its documents within the boundary, in order, one a line."""
        keys = self.rows(f"select document from {name}_scope where core order by 1")  # noqa: S608
        return mark_of(k for (k,) in keys)


def mark_of(keys: Iterable[str]) -> str:
    """The hash of keys in order, one a line."""
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


def set_up(study: StudyFile, loaded: Mapping[str, Loaded]) -> Desk | Refused:
    desk = Desk(study=study, loaded=loaded, con=duckdb.connect())
    desk.con.execute("set enable_progress_bar = false")
    _grouped(desk)
    for name, one in study.sets.items():
        for table in TABLES:
            path = str(loaded[name].tables / f"{table}.parquet").replace("'", "''")
            desk.con.execute(f"create view {name}_{table} as select * from '{path}'")  # noqa: S608
        if isinstance(no := _scope(desk, name, one), Refused):
            return no
        if not desk.rows(f"select 1 from {name}_scope where core limit 1"):  # noqa: S608
            return Refused(
                reasons=(Reason(code="nothing-within", says=_NOTHING_WITHIN, field=f"sets.{name}.boundary"),)
            )
        _owners(desk, name)
        _reach(desk, name)
    return desk


def _scope(desk: Desk, name: str, one: DataSet) -> Refused | None:
    keys = desk.rows(f"select document from {name}_documents") if not one.boundary else []  # noqa: S608
    flags = np.ones(len(keys), dtype=bool)
    if one.boundary:
        flags = desk.passing(name, one.boundary)
        if isinstance(flags, Refused):
            return _at(f"sets.{name}.boundary", flags)
        keys = [(d,) for d in desk.documents(name)]
    inside = pa.table({"document": [k[0] for k in keys], "core": flags})
    desk.con.register("inside", inside)
    units = {
        "document": "d.document",
        "family": "coalesce(d.family, d.application, d.document)",
        "title_and_owner": f"coalesce(nullif({_NORMAL.format('d.title')}, '') || '|' || coalesce(a.owners, ''), d.document)",
    }
    desk.con.execute(f"""
        create table {name}_scope as
        with a as (select document, string_agg(distinct party, '|' order by party) as owners
                   from {name}_parties where role = 'applicant' group by 1)
        select d.document, {units[one.unit]} as unit, bool_or(i.core) over (partition by {units[one.unit]}) as core, d.title, coalesce(d.priority_on, d.filed_on) as first_on,
               d.published_on, i.core as itself
        from {name}_documents d join inside i using (document) left join a using (document)
    """)  # noqa: S608
    desk.con.unregister("inside")
    return None


def _owners(desk: Desk, name: str) -> None:
    """Applicants, else owners: once a unit and party. An inventor who applies is a person and stays one."""
    for group in desk.study.groups:
        for word in group.words:
            desk.con.execute(
                f"""insert into grouped select distinct name, ? from {name}_owners where kind = 'organisation'
                    and regexp_matches(name, ?) and name not in (select spelling from grouped)""",  # noqa: S608
                [group.names[0], rf"(^|\P{{L}}){re.escape(word)}(\P{{L}}|$)"],
            )
    desk.con.execute(f"""
        create table {name}_own as
        select s.unit, bool_or(s.core) as core, coalesce('group:' || g.shown, p.party) as party, any_value(coalesce(g.shown, o.name)) as name,
               any_value(case when g.shown is null then o.kind else 'organisation' end) as kind
        from {name}_scope s join {name}_parties p using (document) join {name}_owners o using (party) left join grouped g on g.spelling = o.name
        where p.role in ('applicant', 'owner') group by s.unit, 3
    """)  # noqa: S608


def _grouped(desk: Desk) -> None:
    """The groups of the template: a spelling, and the name its group goes by."""
    desk.con.execute("create table grouped (spelling varchar, shown varchar)")
    for group in desk.study.groups:
        desk.con.executemany("insert into grouped values (?, ?)", [(n, group.names[0]) for n in group.names])


def _reach(desk: Desk, name: str) -> None:
    """Kinds B, C, E, U and Y are of granted or registered documents."""
    desk.con.execute(f"""
        create table {name}_reach as
        with mine as (select distinct f.family, s.unit from {name}_families f join {name}_scope s using (document)
                      where s.core and f.source = 'stated')
        select mine.unit, f.office, bool_or(regexp_matches(f.member, '[0-9][BCEUY][0-9]?$')) as granted
        from {name}_families f join mine using (family) where f.office is not null group by 1, 2
    """)  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What people said beside the rules, of documents within the boundary: ``documents`` of them, ``said`` nodes in all; of these
    the rule said the same of ``same``, and was overruled by ``added`` and ``removed``."""

    documents: int = 0
    said: int = 0
    same: int = 0
    added: int = 0
    removed: int = 0


def label(desk: Desk, name: str, hand: Mapping[tuple[str, str], bool]) -> Hands | Refused:
    """Give every document within the boundary its nodes: by the rules of the tree, then as people said (``hand``)."""
    rows: dict[tuple[str, str], bool] = {}
    core = {d for (d,) in desk.rows(f"select document from {name}_scope where core")}  # noqa: S608
    for node in desk.study.tree:
        flags = desk.passing(name, node.query)
        if isinstance(flags, Refused):
            return _at(f"tree.{node.code}.query", flags)
        keys = desk.documents(name)
        rows |= {(keys[i], node.code): False for i in np.flatnonzero(flags).tolist() if keys[i] in core}
    _hold(desk, f"create table {name}_rule as select document, node from held", rows)  # noqa: S608
    mine = {at: yes for at, yes in hand.items() if at[0] in core}
    counted = _counted(mine, rows)
    for at, yes in mine.items():
        if yes:
            rows[at] = True
        else:
            rows.pop(at, None)
    _hold(
        desk,
        f"create table {name}_label as select s.unit, h.document, h.node, h.hand from held h join {name}_scope s using (document)",  # noqa: S608
        rows,
    )
    return counted


def _counted(hand: Mapping[tuple[str, str], bool], rule: Mapping[tuple[str, str], bool]) -> Hands:
    added = sum(yes and at not in rule for at, yes in hand.items())
    removed = sum(not yes and at in rule for at, yes in hand.items())
    said = len(hand)
    return Hands(
        documents=len({d for d, _ in hand}), said=said, same=said - added - removed, added=added, removed=removed
    )


def _hold(desk: Desk, sql: str, rows: Mapping[tuple[str, str], bool]) -> None:
    """Run a statement that reads labels as the table ``held``."""
    held = pa.table({
        "document": pa.array([d for d, _ in rows], pa.string()),
        "node": pa.array([n for _, n in rows], pa.string()),
        "hand": pa.array(list(rows.values()), pa.bool_()),
    })  # fmt: skip
    desk.con.register("held", held)
    desk.con.execute(sql)
    desk.con.unregister("held")


def _at(field_: str, no: Refused) -> Refused:
    return Refused(
        reasons=tuple(
            Reason(code=r.code, says=Text(f"{field_}：{r.says.zh}", f"{field_}: {r.says.en}"), field=field_)
            for r in no.reasons
        )
    )


def write_labels(desk: Desk, name: str, path: Path) -> None:
    """Every label with whether a rule or a person gave it, and what the document is, so that a page can show it."""
    held = desk.con.execute(f"""
        select l.document, l.node, case when l.hand then 'hand' else 'rule' end as by, s.title,
               (select string_agg(distinct o.name, '; ' order by o.name) from {name}_own o where o.unit = l.unit) as owners
        from {name}_label l join {name}_scope s using (document) order by 2, 1""").arrow()  # noqa: S608
    pq.write_table(held.read_all() if hasattr(held, "read_all") else held, path)


def write_documents(desk: Desk, name: str, path: Path) -> None:
    """What is labelled and judged in the browser: every document within the boundary, every sampled one, with what the rules say."""
    held = desk.con.execute(f"""
        with r as (select document, string_agg(node, ' ' order by node) as rule from {name}_rule group by 1),
             c as (select document, string_agg(distinct symbol, '; ' order by symbol) as classes from {name}_classes group by 1),
             o as (select p.document, string_agg(distinct p.name, '; ' order by p.name) as owners from {name}_parties p
                   where p.role in ('applicant', 'owner') group by 1)
        select s.document, s.core as within, coalesce(w.stratum, '') as stratum, s.title, d.abstract, coalesce(o.owners, '') as owners,
               coalesce(c.classes, '') as classes, s.first_on, s.published_on, coalesce(r.rule, '') as rule
        from {name}_scope s join {name}_documents d using (document) left join r using (document) left join c using (document)
             left join o using (document) left join drawn w using (document)
        where s.core or w.stratum is not null order by s.document""").arrow()  # noqa: S608
    pq.write_table(held.read_all() if hasattr(held, "read_all") else held, path)


_NOTHING_WITHIN = Text(
    "数据中没有一件在边界之内：请核对边界检索式与数据。",
    "No document lies within the boundary: check its query and the data.",
)
