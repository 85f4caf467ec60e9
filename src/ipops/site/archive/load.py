"""Reading a backup into an empty database: checked whole before anything is touched, loaded in one transaction.

The tables are first brought to the very state the backup was made in, filled, and then migrated onward; so a backup of
an older program needs no special case.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import psycopg
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from ipops.site.archive import catalogue
from ipops.site.archive.manifest import NAME, ROOMS, Manifest, Mistake, from_json
from ipops.site.boot import as_role

_BLOCK = 1 << 20
#: What a file of a study may stand for.
LINKED = ("documents", "corpora")


def restore(file: Path, owner_url: str, home: Path) -> Manifest:
    """Load ``file``. Django is set up on the same database. Raises ``Mistake`` for a damaged file, one of a newer
    program, or a database that holds something already; nothing is changed then."""
    try:
        with zipfile.ZipFile(file) as archive:
            made = from_json(_read(archive, NAME))
            _check_whole(archive, made)
            _check_empty(owner_url)
            with as_role(owner_url):
                _migrate_to(made)
                _put_files(archive, made, home)
                _fill(archive, made, owner_url)
                call_command("migrate", interactive=False, verbosity=0)
    except FileNotFoundError as no:
        raise Mistake(f"找不到文件 {file}。", f"There is no file {file}.") from no
    except zipfile.BadZipFile as no:
        raise Mistake(f"{file} 不是备份文件，或已损坏：{no}。", f"{file} is no backup, or is damaged: {no}.") from no
    return made


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except KeyError as no:
        raise Mistake("不是备份文件：缺少清单。", "Not a backup: it has no manifest.") from no


def _check_whole(archive: zipfile.ZipFile, made: Manifest) -> None:
    """Every member is there, none is too many, none changed, none would be written outside the home."""
    held = {i.filename for i in archive.infolist()} - {NAME}
    strange = held ^ set(made.sha256) | {f"tables/{t}.copy" for t in made.tables} - held
    strange |= {n for n in held if ".." in n.split("/") or n.split("/")[0] not in (*ROOMS, "tables")}
    strange |= {
        n for n, to in made.links.items() if n in held or not (_within(n, ("studies",)) and _within(to, LINKED))
    }
    for name in sorted(held - strange):
        digest = hashlib.sha256()
        with archive.open(name) as member:
            while block := member.read(_BLOCK):
                digest.update(block)
        if digest.hexdigest() != made.sha256[name]:
            strange.add(name)
    if strange:
        some = ", ".join(sorted(strange)[:5])
        raise Mistake(f"备份已损坏或被改动：{some}。", f"The backup is damaged or was changed: {some}.")


def _within(name: str, rooms: tuple[str, ...]) -> bool:
    parts = name.split("/")
    return len(parts) > 1 and parts[0] in rooms and not {"", ".", ".."} & set(parts)


def _check_empty(owner_url: str) -> None:
    with psycopg.connect(owner_url) as con:
        for table in ("journal", get_user_model()._meta.db_table):
            there = con.execute("SELECT to_regclass(%s)", [f"public.{table}"]).fetchone()
            if there and there[0] is not None:
                held = con.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table))).fetchone()
                if held:
                    raise Mistake(
                        "目标数据库不是空的。请用 IPOPS_HOME 指定新的文件夹，或用 DATABASE_URL 指定空数据库。",
                        "The database is not empty. Name a new folder in IPOPS_HOME, or an empty database in DATABASE_URL.",
                    )


def _migrate_to(made: Manifest) -> None:
    """The tables as they were when the backup was made. Raises ``Mistake`` for migrations this program does not know."""
    executor = MigrationExecutor(connection)
    known = executor.loader.graph.nodes
    wanted = set(made.migrations)
    if unknown := sorted(f"{app}.{name}" for app, name in wanted if (app, name) not in known):
        raise Mistake(
            f"备份来自更新的程序版本（{made.program}，{unknown[0]}）。请先升级程序。",
            f"The backup was made by a newer program ({made.program}, {unknown[0]}). Upgrade this one first.",
        )
    inner = {parent.key for node in wanted for parent in executor.loader.graph.node_map[node].parents}
    executor.migrate(sorted(wanted - inner))


def _put_files(archive: zipfile.ZipFile, made: Manifest, home: Path) -> None:
    """Before the rows that speak of them. A file that is there already is the same: its name or its place says so."""
    for name in sorted(n for n in made.sha256 if n.split("/")[0] in ROOMS):
        place = _place(home, name)
        if place.is_symlink():
            place.unlink()
        with (
            archive.open(name) as member,
            open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out,
        ):
            while block := member.read(_BLOCK):
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
    for name, to in made.links.items():
        place = _place(home, name)
        place.unlink(missing_ok=True)
        place.symlink_to(os.path.relpath(home / to, place.parent))


def _place(home: Path, name: str) -> Path:
    """Where a member goes, its folders made."""
    place = home / name
    for folder in reversed(place.relative_to(home).parents):
        (home / folder).mkdir(mode=0o700, exist_ok=True)
    return place


def _fill(archive: zipfile.ZipFile, made: Manifest, owner_url: str) -> None:
    """All rows in one transaction; foreign keys are checked at its end, and the journal's root before it."""
    with psycopg.connect(owner_url) as con:
        con.execute("SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL TimeZone = 'UTC'; SET CONSTRAINTS ALL DEFERRED")
        for table in made.tables:
            held = con.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table))).fetchone()
            if held:  # rows that a migration made, such as the first site or permissions
                con.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        for table, told in made.tables.items():
            into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), catalogue.names(told.columns))
            with con.cursor().copy(into) as copy, archive.open(f"tables/{table}.copy") as rows:
                while block := rows.read(_BLOCK):
                    copy.write(block)
            _move_sequences(con, table, told.columns)
        if catalogue.journal_root(con) != (made.entries, made.root):
            raise Mistake(
                "恢复后的账本根与备份不符，已放弃。", "The journal's root differs from the backup's; nothing was kept."
            )


def _move_sequences(con: psycopg.Connection, table: str, columns: tuple[str, ...]) -> None:
    for column in columns:
        row = con.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'public."{table}"', column]).fetchone()
        if row and row[0] is not None:
            con.execute(
                sql.SQL("SELECT setval(%s, greatest(max({}), 1), max({}) IS NOT NULL) FROM {}").format(
                    sql.Identifier(column), sql.Identifier(column), sql.Identifier(table)
                ),
                [row[0]],
            )
