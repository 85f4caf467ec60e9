"""A corpus into its tables: every step in order, then one Parquet file a table, all written or none.

Of a large corpus what has been made is kept until all is written: a run that was broken off goes on with the step it was at. That
costs a quarter more than memory does, which is not worth it for what takes seconds.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import pyarrow as pa
import pyarrow.parquet as pq

from ipops.corpus.assembly import documents, links, lists, numbers, people, records, subjects
from ipops.corpus.assembly.affiliations import read_affiliations
from ipops.corpus.assembly.workspace import Workspace
from ipops.corpus.classes.concordance import Concordance
from ipops.corpus.feeds.catalogue import Catalogue
from ipops.corpus.helpers import seldom_collected
from ipops.corpus.model import TABLES
from ipops.kernel.outcome import Problem

LARGE = 100  #: segments from which on what has been made is kept; some 200,000 records
#: called with (step or table, steps done, steps in all)
Tell = Callable[[str, int, int], None]
_Step = tuple[str, Callable[[Workspace], None]]
_FIRST: tuple[_Step, ...] = (
    ("records", records.join_records),
    ("documents", documents.merge_documents),
    ("priorities", lists.merge_priorities),
    ("families", links.merge_families),
)
#: need the first ones alone, and nothing of what parties need: done and written while names are resolved
_BESIDE: tuple[_Step, ...] = (
    ("citations", links.merge_citations),
    ("claims", lists.merge_claims),
    ("literature", lists.merge_literature),
    ("events", lists.merge_events),
    ("assignments", lists.merge_assignments),
    ("classes", subjects.merge_classes),
)
_WRITTEN_BESIDE = ("citations", "claims", "literature", "events", "assignments", "classes")
_LAST: tuple[_Step, ...] = (
    ("parties", people.merge_parties),
    ("numbers", numbers.judge_numbers),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Rows written a table, and what in the tables given by path could not be used."""

    rows: dict[str, int]
    problems: tuple[Problem, ...]


@seldom_collected()
def make_tables(
    corpus: Path,
    out: Path,
    *,
    fields: Sequence[Concordance] = (),
    affiliations: Path | None = None,
    tell: Tell | None = None,
) -> Tables:
    """Make every table of ``ipops.corpus.model`` from the corpus. Raises ``FileNotFoundError`` where there is no corpus."""
    if not (corpus / "catalogue.sqlite").is_file():
        raise FileNotFoundError(corpus)
    out.mkdir(parents=True, exist_ok=True)
    steps = _Told(tell, len(_FIRST) + len(_BESIDE) + len(_LAST) + len(TABLES))
    kept = _large(corpus)
    scratch = _scratch(out, _mark(corpus, fields, affiliations) if kept else "")
    whole = False
    try:
        with Workspace(corpus, scratch, kept=kept) as ws, ThreadPoolExecutor(1) as thread:
            steps.take(ws, _FIRST)
            other = thread.submit(_beside, ws.beside(), steps, scratch)
            try:
                steps.take(ws, _LAST)
            finally:
                rows = other.result()
            ws.step("fields", lambda ws: subjects.merge_fields(ws, fields))
            problems = read_affiliations(ws, affiliations)
            ws.step("twins", _twins)
            _run(ws)
            rows |= _written(ws, steps, scratch, [name for name in TABLES if name not in rows])
        for name in TABLES:
            (scratch / f"{name}.parquet").replace(out / f"{name}.parquet")
        steps.begin("")
        whole = True
    finally:
        if whole or not kept:
            shutil.rmtree(scratch, ignore_errors=True)
    return Tables(rows={name: rows[name] for name in TABLES}, problems=problems)


def _large(corpus: Path) -> bool:
    catalogue = Catalogue(corpus)
    try:
        return len(catalogue.segments()) >= LARGE
    finally:
        catalogue.close()


def _scratch(out: Path, mark: str) -> Path:
    """An empty folder, or what a run of the same mark has left."""
    left = out / f".making-{mark}"
    for old in out.glob(".making-*"):
        if old != left:
            shutil.rmtree(old, ignore_errors=True)
    if not mark:
        return Path(tempfile.mkdtemp(prefix=".making-", dir=out))
    left.mkdir(exist_ok=True)
    return left


def _mark(corpus: Path, fields: Sequence[Concordance], affiliations: Path | None) -> str:
    """Changes with the corpus, with what is given beside it, and with this program."""
    told = hashlib.sha256()
    for source in sorted(Path(__file__).parents[1].rglob("*.py")):
        told.update(source.read_bytes())
    catalogue = Catalogue(corpus)
    told.update(
        repr(
            (catalogue.segments(), [(f.sha256, f.stored, f.merged, f.quarantined) for f in catalogue.files()], fields)
        ).encode()
    )
    catalogue.close()
    if affiliations is not None:
        told.update(affiliations.read_bytes())
    return told.hexdigest()[:16]


class _Told:
    """Steps as they are begun, told to who watches, from whichever thread."""

    def __init__(self, tell: Tell | None, total: int) -> None:
        self.tell, self.total, self.begun, self.lock = tell or (lambda *_: None), total, 0, Lock()

    def begin(self, name: str) -> None:
        with self.lock:
            self.tell(name, self.begun, self.total)
            self.begun += 1

    def take(self, ws: Workspace, steps: Sequence[_Step]) -> None:
        for name, step in steps:
            self.begin(name)
            ws.step(name, step)


def _beside(ws: Workspace, steps: _Told, scratch: Path) -> dict[str, int]:
    steps.take(ws, _BESIDE)
    return _written(ws, steps, scratch, _WRITTEN_BESIDE)


def _written(ws: Workspace, steps: _Told, scratch: Path, names: Sequence[str]) -> dict[str, int]:
    """Rows written a table."""
    rows = {}
    for name in names:
        steps.begin(name)
        place = scratch / f"{name}.parquet"
        if not place.exists():
            _write(ws, name, half := scratch / f"{name}.half")
            half.replace(place)
        rows[name] = pq.read_metadata(place).num_rows
    return rows


def _write(ws: Workspace, name: str, place: Path) -> None:
    schema = TABLES[name].arrow
    columns = ", ".join(f'"{c}"' for c in TABLES[name].names)
    with pq.ParquetWriter(place, schema, compression="zstd", compression_level=1) as writer:
        for batch in ws.batches(f"select {columns} from ({_FINAL[name]}) order by {_ORDER[name]}"):  # noqa: S608
            table = pa.Table.from_batches([batch]).cast(_nullable(schema))
            writer.write_table(pa.Table.from_arrays(table.columns, schema=schema))


def _nullable(schema: pa.Schema) -> pa.Schema:
    return pa.schema([f.with_nullable(True) for f in schema])


def _twins(ws: Workspace) -> None:
    """Makes ``twin``: Chinese inventions and utility models of one title, filed on one day by the same first applicant."""
    ws.run("""
        create table twin as
        with filed as (
            select d.document, d.right_type, d.filed_on, d.application, p.party, regexp_replace(d.title, '\\s', '', 'g') as title
            from doc d join party p on p.document = d.document and p.role = 'applicant' and p.sequence = 1
            where d.office = 'CN' and d.filed_on is not null and d.title is not null and p.party is not null
              and d.right_type in ('invention', 'utility_model'))
        select a.document, min(b.document) as twin
        from filed a join filed b on a.filed_on = b.filed_on and a.party = b.party and a.title = b.title and a.right_type <> b.right_type
        group by 1
    """)


def _run(ws: Workspace) -> None:
    catalogue = ws.catalogue
    ws.keep("source", [(c.name, c.type) for c in TABLES["sources"].columns], _sources(ws))
    held = [
        (file, q.offset, q.bytes, q.code, q.says.zh, q.says.en, q.line, q.raw_sha256)
        for file, q in catalogue.quarantined()
    ]
    ws.keep("held", [(c.name, c.type) for c in TABLES["quarantine"].columns], held)


def _sources(ws: Workspace) -> Iterator[tuple[object, ...]]:
    for f in ws.catalogue.files():
        yield (f.name, f.sha256, f.bytes, f.format, f.documents, f.stored, f.merged, f.quarantined, f.skipped)


_FINAL = {
    "documents": """
        select d.* exclude (claims_n), f.family, t.twin as same_day_twin, coalesce(d.claims_n, c.n) as claims_n, c.independent as claims_independent_n,
               coalesce(d.priority_on, least(p.first, d.filed_on), d.filed_on) as priority_first
        from doc d left join family_of f using (document) left join twin t using (document)
        left join (select document, count(*)::integer as n, count(*) filter (independent)::integer as independent from claim group by 1) c using (document)
        left join (select document, min("on") as first from priority where kind is distinct from 'division' group by 1) p using (document)
    """,
    "parties": "party",
    "citations": "citation",
    "classes": "class",
    "claims": "claim",
    "families": "family",
    "priorities": "priority",
    "literature": "literature",
    "owners": "owner",
    "spellings": "spelling",
    "affiliations": "affiliation",
    "fields": "field",
    "events": "event",
    "assignments": "assignment",
    "numbers": "number_judged",
    "sources": "source",
    "quarantine": "held",
}
_FINAL = {k: v if " " in v else f"from {v}" for k, v in _FINAL.items()}
_FINAL["documents"] = (
    f"select * exclude (priority_on) rename (priority_first as priority_on) from ({_FINAL['documents']})"  # noqa: S608
)
_ORDER = {
    "documents": "document",
    "parties": "document, role, sequence",
    "citations": "citing, sequence, cited",
    "classes": "document, scheme, sequence",
    "claims": "document, number",
    "families": "kind, family, member",
    "priorities": "document, sequence",
    "literature": "citing, sequence",
    "owners": "documents_n desc, party",
    "spellings": "party, mentions_n desc, spelling",
    "affiliations": "party, parent, since",
    "fields": "document, scheme, field",
    "events": 'document, "on", code, text',
    "assignments": "record, document",
    "numbers": "document, role, raw",
    "sources": "file",
    "quarantine": 'file, "offset"',
}
