"""A new data folder, who may connect to it, and the two roles and the database inside.

``ipops_owner`` migrates and owns the tables; ``ipops_app`` serves and holds what it was granted; ``postgres`` is the
superuser of the starter alone. All three are reached by the socket only, and only by the operating system's user who
started us (peer).
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

from ipops.webkit.embedded.account import Account
from ipops.webkit.embedded.broken import Broken
from ipops.webkit.embedded.layout import Layout

APP, OWNER, SUPERUSER, DATABASE = "ipops_app", "ipops_owner", "postgres", "ipops"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def make_data_folder(layout: Layout, account: Account, binaries: Path, major: int, durable: bool) -> None:
    """``initdb`` beside the place and then one rename: a folder under its name is always whole.

    UTF-8, page checksums, and PostgreSQL's own C.UTF-8 (the wheel has no ICU; version 16 has only the system's).
    """
    draft = layout.folder / f"{major}.new"
    shutil.rmtree(draft, ignore_errors=True)
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    command = [
        str(binaries / "initdb"),
        *("-D", str(draft), "-U", SUPERUSER, "--encoding=UTF8", "--data-checksums", "--auth=peer"),
        *(locale if major >= 17 else ["--locale=C.UTF-8"]),
        *([] if durable else ["--no-sync"]),
    ]
    made = subprocess.run(  # noqa: S603 - our own binary, no shell
        command, cwd="/", env=ENVIRONMENT, capture_output=True, text=True, check=False, **account.popen()
    )
    if made.returncode != 0:
        shutil.rmtree(draft, ignore_errors=True)
        raise Broken(f"无法初始化数据库：\n{made.stderr}{made.stdout}", f"initdb failed:\n{made.stderr}{made.stdout}")
    draft.rename(layout.data)


def write_access_rules(layout: Layout, account: Account) -> None:
    """Written at each start, since the user may have changed (a folder handed from one user to another)."""
    names = {pwd.getpwuid(os.geteuid()).pw_name, account.name}
    rules = {
        "pg_hba.conf": "local all all peer map=ipops\n",
        "pg_ident.conf": "".join(
            f'ipops "{name}" {role}\n' for name in sorted(names) for role in (APP, OWNER, SUPERUSER)
        ),
    }
    for name, text in rules.items():
        draft = layout.data / f"{name}.new"
        draft.write_text(text)
        draft.chmod(0o600)
        account.own(draft)
        draft.replace(layout.data / name)


def make_roles_and_database(connect: Callable[..., psycopg.Connection]) -> None:
    """Make them unless they are there. ``connect(database=…)`` gives a superuser's connection in autocommit mode.

    The grants to come are set in ``template1``, so that databases made for tests have them too. The database comes
    last: where it exists, everything before it does.
    """
    with connect(database="postgres") as con:
        if con.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            return
        for role in (APP, OWNER):
            if not con.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                con.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        con.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(APP), sql.Identifier(OWNER)))
    with connect(database="template1") as con:
        for what, on in (("SELECT, INSERT, UPDATE, DELETE", "TABLES"), ("USAGE, SELECT", "SEQUENCES")):
            con.execute(
                sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} GRANT {} ON {} TO {}").format(
                    sql.Identifier(OWNER), sql.SQL(what), sql.SQL(on), sql.Identifier(APP)
                )
            )
    with connect(database="postgres") as con:
        con.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
