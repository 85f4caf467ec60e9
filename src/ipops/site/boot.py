"""Django and a database for one command: the server is started or joined, tables are migrated, what we started stops."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from ipops.webkit.embedded import APP, OWNER, running
from ipops.webkit.home import home

_KEYS = ("DATABASE_URL", "DATABASE_OWNER_URL")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The same database as the serving role and as the role that migrates."""

    app: str
    owner: str


def say(zh: str, en: str) -> None:
    """A note for the person at the keyboard, on standard error so that ``--json`` stays one document."""
    sys.stderr.write(f"{zh}  {en}\n")
    sys.stderr.flush()


@contextlib.contextmanager
def with_database(*, migrate: bool = True) -> Iterator[Addresses]:
    """For commands: everything a Django query needs, inside the block.

    Inside a process where Django already has a database (a test, the web server) it changes nothing. Raises
    ``embedded.Broken`` when no server comes up.
    """
    if _django_is_ready():
        url = os.environ.get("DATABASE_URL", "")
        yield Addresses(url, os.environ.get("DATABASE_OWNER_URL", url))
        return
    with database_server() as addresses, environment(addresses):
        set_up_django()
        if migrate:
            migrate_if_needed(addresses.owner)
        try:
            yield addresses
        finally:
            close_connections()


@contextlib.contextmanager
def database_server() -> Iterator[Addresses]:
    """``DATABASE_URL`` if it is set, else the embedded server of the home, started or joined."""
    named = os.environ.get("DATABASE_URL")
    if named:
        yield Addresses(named, os.environ.get("DATABASE_OWNER_URL") or named)
        return
    with running(home(), say=say) as cluster:
        yield Addresses(cluster.url(APP), cluster.url(OWNER))


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
    from django.db import connection, connections
    from django.db.migrations.executor import MigrationExecutor

    from ipops.site.databases import from_url

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    connections.databases["owner"] = {**connections.databases["default"], **from_url(owner_url)}
    owner = connections["owner"]
    try:
        with owner.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATION_LOCK])
        call_command("migrate", database="owner", interactive=False, verbosity=0)
    finally:
        owner.close()
        del connections["owner"]
        del connections.databases["owner"]
    return True


#: Any fixed number will do; nobody else in this database takes it.
_MIGRATION_LOCK = 718_281_828
