"""A command gets a migrated database and Django, and leaves nothing running."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import ipops

pytestmark = pytest.mark.db

SCRIPT = """
from ipops.site.boot import with_database
from ipops.webkit.home import home
with with_database():
    from django.db import connection
    from django.contrib.auth.models import User
    User.objects.create_user("clerk")
    with connection.cursor() as c:
        c.execute("SELECT current_user")
        print(c.fetchone()[0], User.objects.count())
"""


def run(script: str, home: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "IPOPS_HOME": str(home), "PYTHONPATH": str(Path(ipops.__file__).parents[1])}
    return subprocess.run([sys.executable, "-c", script], env=env, text=True, capture_output=True, timeout=120)


class TestWithDatabase:
    def test_migrates_as_the_owner_and_serves_as_the_application(self, place):
        done = run(SCRIPT, place / "home")
        assert done.stdout.split() == ["ipops_app", "1"], done.stderr
        from ipops.webkit.embedded import OWNER, running

        with running(place / "home") as cluster, cluster.connect(OWNER) as con:
            owners = con.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'").fetchall()
        assert owners == [("ipops_owner",)]

    def test_says_what_is_wrong_with_a_server_that_does_not_answer(self, place, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", f"postgresql://nobody@/ipops?host={place}")
        done = run(SCRIPT, place / "home")
        assert done.returncode != 0
        assert "DATABASE_URL" in done.stderr


class TestInsideATest:
    @pytest.mark.django_db
    def test_the_command_uses_the_database_of_the_test(self):
        from django.contrib.auth.models import User

        from ipops.site.boot import with_database

        User.objects.create_user("officer")
        with with_database():
            assert User.objects.count() == 1


@pytest.mark.django_db
def test_the_site_says_that_it_is_well(client):
    assert client.get("/healthz").json() == {"ok": True}
    assert client.get("/favicon.ico")["Content-Type"] == "image/svg+xml"
