"""What every test may ask for: a private home, and one PostgreSQL for the whole session, shared by the workers.

``postgres`` is the cluster (``.connect("postgres")`` gives its superuser); ``db`` and its kin of pytest-django make a
database of their own in it, as the owner's role. The developer's own home and database are never touched. ``shared`` is the
folder of shared files; without it a test that needs it is skipped with the reason, or fails where nothing may be skipped.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

#: No test is timed: on a busy machine a made-up case may take its time.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

_HOME = Path(tempfile.mkdtemp(prefix="ipops-home-"))
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
for _name in ("DATABASE_URL", "DATABASE_OWNER_URL", "IPOPS_HOSTS", "IPOPS_HTTPS", "IPOPS_PROVINCE"):
    os.environ.pop(_name, None)
os.environ["IPOPS_HOME"] = str(_HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "ipops.site.settings"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write the golden files and made pages anew")


class Golden:
    """Files that a person reads in review: SQL of measures, pages made from code. Rewritten by the flag, never by hand."""

    def __init__(self, rewrite: bool) -> None:
        self.rewrite = rewrite

    def check(self, path: str, text: str) -> None:
        """``path`` from the root of the tree. Fails with the command that rewrites it when the file says otherwise."""
        file = Path(__file__).parent / path
        if self.rewrite:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        assert file.is_file(), f"{path} is missing: pytest --rewrite-golden writes it."
        assert file.read_text() == text, f"{path} is stale: pytest --rewrite-golden rewrites it; read the difference."


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(request.config.getoption("--rewrite-golden"))


def pytest_configure(config: pytest.Config) -> None:
    """Settings are read here, after the environment above; pytest-django would read them before any conftest.

    With workers, the one PostgreSQL belongs to the process that leads them, so that none waits for another at its end.
    """
    import django

    django.setup()
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        config.option.testrunuid = config.option.testrunuid or uuid.uuid4().hex
        _LEADING.enter_context(_cluster(config.option.testrunuid))


def pytest_unconfigure() -> None:
    _LEADING.close()


_LEADING = contextlib.ExitStack()


@contextlib.contextmanager
def _cluster(run: str) -> Iterator[Any]:
    """The cluster of one test run, started or joined. It may forget: nothing outlives the run."""
    from ipops.webkit.embedded import OWNER, running

    home = Path(tempfile.gettempdir()) / f"ipops-tests-{os.getuid()}-{run[:16]}"
    with running(home, settings={"fsync": "off", "shared_buffers": "128MB"}) as cluster:
        started_here = cluster.child is not None
        if started_here:
            with cluster.connect("postgres") as con:
                con.execute(f"ALTER ROLE {OWNER} CREATEDB")
        yield cluster
    if started_here:
        shutil.rmtree(home, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)  # before the workers read the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spark and Chromium are started once in a session, not once in each worker."""
    for item in items:
        for suite in ("spark", "browser"):
            if item.get_closest_marker(suite) is not None:
                item.add_marker(pytest.mark.xdist_group(suite))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    """The cluster of this test session, shared by its workers."""
    with _cluster(os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres: Any, django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Point Django at the session's cluster, as the role that may make databases and tables."""
    from django.db import connections

    connections.databases["default"].update(HOST=str(postgres.layout.sockets), USER="ipops_owner", PORT="")


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> None:
    """A slow hash protects stolen tables; in tests it only costs time."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def _flush_may_empty_the_journal() -> Iterator[None]:
    """Tests that commit are followed by a flush, which the tables that only grow refuse. Their guards are lifted for that
    moment, here and nowhere else; the owner may do that, the application's role may not."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    from ipops.webkit.grants import PROTECTED

    flush = DatabaseOperations.execute_sql_flush

    def lifted(self: Any, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            for table in PROTECTED:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_only_grows")
        flush(self, sql_list)
        with self.connection.cursor() as cursor:
            for table in PROTECTED:
                cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_only_grows")

    patch = pytest.MonkeyPatch()
    patch.setattr(DatabaseOperations, "execute_sql_flush", lifted)
    yield
    patch.undo()


NEEDS_SHARED = "needs the shared files: set IPOPS_SHARED, or put the folder beside the checkout as shared"


def _no_shared_files() -> None:
    if os.environ.get("IPOPS_REQUIRE_SHARED") == "1":
        pytest.fail(f"{NEEDS_SHARED} (IPOPS_REQUIRE_SHARED=1 forbids the skip)", pytrace=False)
    pytest.skip(NEEDS_SHARED)


def pytest_runtest_setup(item: pytest.Item) -> None:
    from ipops.reference.shared import shared_dir

    if item.get_closest_marker("shared") is not None and shared_dir() is None:
        _no_shared_files()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared files (it holds ``data``, ``domain``, ``seeds`` …)."""
    from ipops.reference.shared import shared_dir

    found = shared_dir()
    if found is None:
        _no_shared_files()
    assert found is not None
    return found
