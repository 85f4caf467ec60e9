"""Sets of documents: loaded, made into tables, frozen. A set is known by the hashes of its files; equal files are not loaded twice.

Sets are independent and load side by side, a process each.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from concurrent.futures import as_completed
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from ipops.corpus.helpers import pool
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.navigation.study.template import StudyFile, file_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file as it was read."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """``read = stored + merged + quarantined``; ``last_day`` is the latest publication in the tables."""

    files: tuple[Given, ...]
    read: int
    stored: int
    merged: int
    quarantined: int
    documents: int
    last_day: date | None
    tables: Path


def load_all(study: StudyFile, template: Path, out: Path) -> dict[str, Loaded] | Refused:
    """Every set of the study; a file that is not there is refused before anything is loaded."""
    wanted: dict[str, list[tuple[str, Path]]] = {}
    reasons: list[Reason] = []
    for code, one in study.sets.items():
        wanted[code] = []
        for name in one.files:
            found = file_of(template, name)
            if isinstance(found, Refused):
                reasons += found.reasons
            else:
                wanted[code].append((name, found))
        if len(wanted[code]) > 1 and any(p.is_dir() for _, p in wanted[code]):
            reasons.append(Reason(code="corpus-alone", says=_ALONE, field=f"sets.{code}.files"))
    if reasons:
        return Refused(reasons=tuple(reasons))
    if len(wanted) == 1:
        done = {code: load(files, out / code) for code, files in wanted.items()}
    else:
        with pool(len(wanted)) as helpers:
            running = {helpers.submit(load, files, out / code): code for code, files in wanted.items()}
            from ipops.corpus.search import Tokeniser, open_index, shipped_terms

            ready = {}
            for ended in as_completed(running):
                made = ready[running[ended]] = ended.result()
                if len(ready) < len(running) and made.documents:  # what will be asked of it, while others load
                    open_index(made.tables, Tokeniser(shipped_terms()))
            done = {code: ready[code] for code in wanted}
    empty = [r for code, one in done.items() if not one.documents for r in _why_empty(code, wanted[code], out / code)]
    return Refused(reasons=tuple(empty)) if empty else done


def _why_empty(code: str, files: Sequence[tuple[str, Path]], out: Path) -> list[Reason]:
    """Why nothing of a set could be stored, with what the reader of the files said of their first documents."""
    from ipops.corpus.feeds.catalogue import Catalogue

    catalogue = Catalogue(files[0][1] if files[0][1].is_dir() else out / "corpus")
    try:
        held = [(row.name, q) for row in catalogue.files() for _, q in catalogue.quarantined(row.id)][:_MOST_REASONS]
    finally:
        catalogue.close()
    told = [Text(f"{name}：{q.says.zh}", f"{name}: {q.says.en}") for name, q in held]
    says = [_EMPTY.fill(files="、".join(name for name, _ in files)), *told]
    return [Reason(code="nothing-stored", says=one, field=f"sets.{code}.files") for one in says]


def load(files: Sequence[tuple[str, Path]], out: Path) -> Loaded:
    """One set: ``out/corpus`` and ``out/tables``. What is there already for the same files is taken as it is; a corpus is read where
    it lies."""
    if files[0][1].is_dir():
        return _tabled(files[0][1], out)
    given = tuple(Given(name=n, sha256=_sha(p), size=p.stat().st_size) for n, p in files)
    kept = out / "loaded.json"
    told = [asdict(g) for g in given]
    if kept.is_file() and (known := json.loads(kept.read_text()))["files"] == told:
        return _known(known, given, out)
    from ipops.corpus.feeds.load import load as load_corpus

    out.mkdir(parents=True, exist_ok=True)
    _only(told, out)
    done = list(load_corpus([(p, n) for n, p in files], out / "corpus"))
    counts = {
        "read": sum(d.documents for d in done),
        "stored": sum(d.stored for d in done),
        "merged": sum(d.merged for d in done),
        "quarantined": sum(len(d.quarantined) for d in done),
    }
    return _made(out / "corpus", given, counts, out)


def _only(told: list[dict[str, Any]], out: Path) -> None:
    """A load that was broken off goes on; of other files than those now named nothing may stay in the corpus."""
    begun = out / "loading.json"
    before = next((json.loads(p.read_text()) for p in (begun, out / "loaded.json") if p.is_file()), told)
    if (before["files"] if isinstance(before, dict) else before) != told:
        (out / "loaded.json").unlink(missing_ok=True)
        shutil.rmtree(out / "corpus", ignore_errors=True)
    begun.write_text(json.dumps(told, ensure_ascii=False))


def _tabled(corpus: Path, out: Path) -> Loaded:
    """A corpus that was loaded elsewhere, into tables of the study's own."""
    from ipops.corpus.feeds.catalogue import Catalogue

    catalogue = Catalogue(corpus)
    try:
        rows = list(catalogue.files())
        given = tuple(Given(name=r.name, sha256=r.sha256, size=r.bytes) for r in rows)
        counts = {k: sum(getattr(r, k) for r in rows) for k in ("stored", "merged", "quarantined")}
    finally:
        catalogue.close()
    kept = out / "loaded.json"
    if kept.is_file() and (known := json.loads(kept.read_text()))["files"] == [asdict(g) for g in given]:
        return _known(known, given, out)
    out.mkdir(parents=True, exist_ok=True)
    return _made(corpus, given, {"read": sum(counts.values()), **counts}, out)


def _made(corpus: Path, given: tuple[Given, ...], counts: dict[str, int], out: Path) -> Loaded:
    """The corpus into tables, and what was made remembered."""
    from ipops.corpus.assembly.tables import make_tables

    make_tables(corpus, out / "tables")
    rows = duckdb.sql(f"select count(*), max(published_on) from '{out / 'tables' / 'documents.parquet'}'").fetchone()  # noqa: S608
    assert rows is not None
    plain = {
        "files": [asdict(g) for g in given],
        **counts,
        "documents": rows[0],
        "last_day": rows[1].isoformat() if rows[1] else None,
    }
    (out / "loaded.json").write_text(json.dumps(plain, ensure_ascii=False, indent=2))
    return _known(plain, given, out)


def _known(plain: dict[str, Any], given: tuple[Given, ...], out: Path) -> Loaded:
    return Loaded(
        files=given,
        read=plain["read"],
        stored=plain["stored"],
        merged=plain["merged"],
        quarantined=plain["quarantined"],
        documents=plain["documents"],
        last_day=date.fromisoformat(plain["last_day"]) if plain["last_day"] else None,
        tables=out / "tables",
    )


def _sha(path: Path) -> str:
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


_MOST_REASONS = 5
_EMPTY = Text("{files} 中没有可用的专利文献。", "{files}: no patent document could be read.")
_ALONE = Text("语料库须单独成为一个数据集。", "A corpus is a set by itself.")
