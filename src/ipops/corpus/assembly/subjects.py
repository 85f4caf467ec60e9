"""``classes`` and ``fields``: symbols written one way, and what the concordances given make of them."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from ipops.corpus.assembly.lists import winners
from ipops.corpus.assembly.workspace import Workspace
from ipops.corpus.classes.concordance import Concordance
from ipops.corpus.classes.symbols import edition_of, normalise

_T, _B, _I = pa.string(), pa.bool_(), pa.int32()


def merge_classes(ws: Workspace) -> None:
    """Makes ``class``: each symbol of a document once, with the place and value of its first mention."""
    won = winners(ws, "classes", "t.scheme")

    def levels(scheme: str, raw: str) -> tuple[object, ...]:
        s = normalise(scheme, raw)
        return (s.symbol, s.section, s.class_, s.subclass, s.main_group, s.well_formed)

    made = [("symbol", _T), ("section", _T), ("class_", _T), ("subclass", _T), ("main_group", _T), ("well_formed", _B)]
    ws.map("symbols", f"select distinct scheme, raw from {won}", made, levels)  # noqa: S608
    ws.map("editions", f"select distinct edition as said from {won}", [("edition", _T)], lambda e: (edition_of(e),))  # noqa: S608
    ws.run(f"""
        create table class as
        with said as (
            select w.doc as document, w.scheme, s.symbol, e.edition, s.section, s.class_, s.subclass, s.main_group, w.inventive,
                   coalesce(w.first, false) as first, w.record, w.sequence, w.assigned_on, w.office, s.well_formed, w.raw
            from {won} w join symbols s using (scheme, raw) left join editions e on e.said is not distinct from w.edition),
        once as (select * from said qualify row_number() over (partition by document, scheme, symbol order by record, sequence) = 1)
        select * exclude (record, sequence, first),
               first and row_number() over (partition by document, scheme order by first desc, record, sequence) = 1 as first,
               row_number() over (partition by document, scheme order by record, sequence)::integer as sequence
        from once
    """)  # noqa: S608
    ws.run(f"drop table {won}")


def merge_fields(ws: Workspace, tables: Sequence[Concordance]) -> None:
    """Makes ``field``. A symbol in several fields counts a part for each; the shares of a document sum to 1."""
    rows = []
    for symbol, main, sub in ws.rows(
        "select distinct symbol, main_group, subclass from class where scheme = 'ipc' and subclass is not null"
    ):
        for table in tables:
            found = table.fields_of(symbol, main, sub)
            rows += [
                (symbol, table.scheme, table.edition, f.code, f.title, f.sector, f.conditional, 1 / len(found))
                for f in found
            ]
    names = [
        ("symbol", _T),
        ("scheme", _T),
        ("edition", _T),
        ("field", _T),
        ("title", _T),
        ("sector", _T),
        ("conditional", _B),
        ("part", pa.float64()),
    ]
    ws.keep("claimed", names, rows)
    ws.run("""
        create table field as
        with hits as (
            select c.document, f.scheme, f.edition, f.field, any_value(f.title) as title, any_value(f.sector) as sector,
                   count(*)::integer as symbols_n, sum(f.part) as part, max(c.first::integer) = 1 as first,
                   min(f.conditional::integer) = 1 as conditional
            from class c join claimed f using (symbol) where c.scheme = 'ipc' group by 1, 2, 3, 4)
        select * exclude (part), part / sum(part) over (partition by document, scheme) as share from hits
    """)
