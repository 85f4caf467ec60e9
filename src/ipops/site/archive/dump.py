"""Writing a backup: one snapshot of the database, the files beside it, one file that appears only when it is whole."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from ipops import __version__
from ipops.site.archive import catalogue
from ipops.site.archive.manifest import COMES_BACK, NAME, ROOMS, Manifest, Mistake, Table

_BLOCK = 1 << 20
#: Text that any server from 15 on reads back to the same value.
_PLAIN = "SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL TimeZone = 'UTC'; SET LOCAL IntervalStyle = 'iso_8601'; "
_PLAIN += "SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1"


def back_up(file: Path, owner_url: str, home: Path) -> Manifest:
    """Write everything into ``file`` (mode 0600: it holds personal data). Raises ``Mistake`` if it exists already."""
    if file.exists():
        raise Mistake(
            f"{file} 已存在，不会覆盖。请换一个文件名。", f"{file} exists and is not overwritten. Choose another name."
        )
    draft = file.with_name(f"{file.name}.part")
    try:
        with open(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=2) as into:
                made = _write(into, owner_url, home)
            out.flush()
            os.fsync(out.fileno())
        draft.rename(file)
    except OSError as no:
        raise Mistake(f"无法写入 {file}：{no.strerror}。", f"Cannot write {file}: {no.strerror}.") from no
    finally:
        draft.unlink(missing_ok=True)
    return made


def _write(into: zipfile.ZipFile, owner_url: str, home: Path) -> Manifest:
    hashes: dict[str, str] = {}
    with psycopg.connect(owner_url) as con:
        con.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        con.read_only = True
        con.execute(_PLAIN)
        tables = {}
        for name in catalogue.tables(con):
            columns = catalogue.columns(con, name)
            member = f"tables/{name}.copy"
            rows, hashes[member] = _table(into, con, name, columns, member)
            tables[name] = Table(columns=columns, rows=rows)
        entries, root = catalogue.journal_root(con)
        applied = catalogue.migrations(con)
        server = con.execute("SHOW server_version").fetchone()
    # Files only ever come; whatever the snapshot speaks of was there before it. A study's files may be replaced by those of a later
    # run: each is put in its place whole.
    links: dict[str, str] = {}
    for room in ROOMS:
        hashes |= _room(into, home, room, links)
    made = Manifest(
        program=__version__,
        server=str(server[0]) if server else "",
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        migrations=applied,
        tables=tables,
        entries=entries,
        root=root,
        sha256=hashes,
        links=links,
    )

    into.writestr(NAME, json.dumps(made.as_json(), ensure_ascii=False, indent=1))
    return made


def _table(
    into: zipfile.ZipFile, con: psycopg.Connection, name: str, columns: tuple[str, ...], member: str
) -> tuple[int, str]:
    query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        catalogue.names(columns), sql.Identifier("public", name), catalogue.names(catalogue.key(con, name))
    )
    with con.cursor() as cursor:
        with cursor.copy(query) as copy:
            digest = _member(into, member, (bytes(block) for block in copy))
        return cursor.rowcount, digest


def _room(into: zipfile.ZipFile, home: Path, room: str, links: dict[str, str]) -> dict[str, str]:
    hashes = {}
    for path in sorted(_files(home / room, COMES_BACK.get(room, ""))):
        member = path.relative_to(home).as_posix()
        if path.is_symlink():
            if to := _below(path, home):
                links[member] = to
            continue
        with contextlib.suppress(FileNotFoundError), path.open("rb") as opened:  # taken away since it was listed
            hashes[member] = _member(into, member, _blocks(opened))
    return hashes


def _blocks(opened: IO[bytes]) -> Iterator[bytes]:
    while block := opened.read(_BLOCK):
        yield block


def _files(room: Path, comes_back: str) -> Iterator[Path]:
    """Files and links of a room, but for drafts and for what a study makes again (``ROOM/STUDY/data``)."""
    for folder, below, names in os.walk(room):
        here = Path(folder)
        links = [n for n in below if (here / n).is_symlink()]
        made_again = {comes_back} if here.parent == room else set()
        below[:] = [n for n in below if n not in links and n not in made_again and not n.startswith(".")]
        yield from (here / n for n in (*names, *links) if not n.startswith(("incoming-", ".")))


def _below(link: Path, home: Path) -> str | None:
    """What a link stands for, told from the home; ``None`` for what lies elsewhere or is gone."""
    to = Path(os.path.normpath(link.parent / link.readlink()))
    return to.relative_to(home).as_posix() if to.is_relative_to(home) and to.exists() else None


def _member(into: zipfile.ZipFile, name: str, blocks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    with into.open(name, "w", force_zip64=True) as out:
        for block in blocks:
            digest.update(block)
            out.write(block)
    return digest.hexdigest()
