"""Django and a database for one command: the server is started or joined, tables are migrated, what we started stops."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg

from ipops.webkit.embedded import APP, OWNER, Broken, running
from ipops.webkit.home import home

_KEYS = ("DATABASE_URL", "DATABASE_OWNER_URL")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The same database as the serving role and as the role that migrates."""

    app: str
    owner: str


def say(zh: str, en: str) -> None:
    """A note for the person at the keyboard, on standard error so that ``--json`` stays one document."""
    # The terminal may be gone already (SIGHUP): then there is nobody to tell.
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"{zh}  {en}\n")
        sys.stderr.flush()


@contextlib.contextmanager
def with_database(*, migrate: bool = True, sole: bool = False) -> Iterator[Addresses]:
    """For commands: everything a Django query needs, inside the block.

    Inside a process where Django already has a database (a test, the web server) it changes nothing. Raises
    ``embedded.Broken`` when no server comes up.
    """
    if _django_is_ready():
        url = os.environ.get("DATABASE_URL", "")
        yield Addresses(url, os.environ.get("DATABASE_OWNER_URL", url))
        return
    with database_server(sole=sole) as addresses, environment(addresses):
        set_up_django()
        if migrate:
            migrate_if_needed(addresses.owner)
        try:
            yield addresses
        finally:
            close_connections()


@contextlib.contextmanager
def database_server(*, sole: bool = False) -> Iterator[Addresses]:
    """``DATABASE_URL`` if it is set, else the embedded server of the home, started or joined.

    ``sole`` insists that nobody else of this program uses the home (raises ``embedded.Busy``).
    """
    named = named_server()
    if named is not None:
        yield named
        return
    with running(home(), sole=sole, patience=2, say=say) as cluster:
        yield Addresses(cluster.url(APP), cluster.url(OWNER))


def named_server() -> Addresses | None:
    """What ``DATABASE_URL`` and ``DATABASE_OWNER_URL`` name, after asking whether it answers; none if they are unset."""
    named = os.environ.get("DATABASE_URL")
    if not named:
        return None
    found = Addresses(named, os.environ.get("DATABASE_OWNER_URL") or named)
    _must_answer("DATABASE_URL", found.app)
    _must_answer("DATABASE_OWNER_URL", found.owner)
    return found


def _must_answer(name: str, url: str) -> None:
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.Error as no:
        raise Broken(
            f"{name} 指定的数据库无法连接：{no}请检查地址、用户与密码。",
            f"The database named by {name} cannot be reached: {no}Check the address, the user and the password.",
        ) from no


@contextlib.contextmanager
def environment(addresses: Addresses) -> Iterator[None]:
    """The addresses in the environment, for settings and for child processes; what was there before comes back."""
    before = {key: os.environ.get(key) for key in _KEYS}
    os.environ.update(dict(zip(_KEYS, (addresses.app, addresses.owner), strict=True)))
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value


def set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ipops.site.settings")
    import django

    django.setup()


def _django_is_ready() -> bool:
    if "django.apps" not in sys.modules:
        return False
    from django.apps import apps

    return apps.ready


def close_connections() -> None:
    from django.db import connections

    connections.close_all()


def migrate_if_needed(owner_url: str) -> bool:
    """Bring the tables up to date as the owner. True when something was done.

    Looking is done as the application, so a start without news needs one query. Two starters at once are held apart
    by an advisory lock.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    with psycopg.connect(owner_url, autocommit=True) as guard:
        guard.execute("SELECT pg_advisory_lock(%s)", [_MIGRATION_LOCK])
        with as_role(owner_url):
            call_command("migrate", interactive=False, verbosity=0)
    return True


#: Any fixed number will do; nobody else in this database takes it.
_MIGRATION_LOCK = 718_281_828


@contextlib.contextmanager
def as_role(url: str) -> Iterator[None]:
    """Django's default connection as another role, for the block.

    Not a second alias: data migrations of libraries write through the default one, and would wait for the lock of the
    very migration they belong to.
    """
    from django.db import connections

    from ipops.site.databases import from_url

    settings = connections.databases["default"]
    before = dict(settings)
    connections["default"].close()
    settings.update(from_url(url))
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        settings.update(before)
        del connections["default"]
