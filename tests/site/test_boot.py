"""A command gets a migrated database and Django, and leaves nothing running."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.db

SCRIPT = """
from ipops.site.boot import with_database
from ipops.webkit.home import home
with with_database():
    from django.db import connection
    from django.contrib.auth import get_user_model
    get_user_model().objects.create_user("clerk")
    with connection.cursor() as c:
        c.execute("SELECT current_user")
        print(c.fetchone()[0], get_user_model().objects.count())
"""


class TestWithDatabase:
    def test_migrates_as_the_owner_and_serves_as_the_application(self, place, run_in):
        done = run_in(place / "home", SCRIPT)
        assert done.stdout.split() == ["ipops_app", "1"], done.stderr
        from ipops.webkit.embedded import OWNER, running

        with running(place / "home") as cluster, cluster.connect(OWNER) as con:
            owners = con.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'").fetchall()
        assert owners == [("ipops_owner",)]

    def test_says_what_is_wrong_with_a_server_that_does_not_answer(self, place, run_in):
        done = run_in(place / "home", SCRIPT, DATABASE_URL=f"postgresql://nobody@/ipops?host={place}")
        assert done.returncode != 0
        assert "DATABASE_URL" in done.stderr


class TestInsideATest:
    @pytest.mark.django_db
    def test_the_command_uses_the_database_of_the_test(self):
        from django.contrib.auth import get_user_model

        from ipops.site.boot import with_database

        get_user_model().objects.create_user("officer")
        with with_database():
            assert get_user_model().objects.count() == 1


@pytest.mark.django_db
def test_the_site_says_that_it_is_well(client):
    assert client.get("/healthz").json() == {"ok": True}
    assert client.get("/favicon.ico")["Content-Type"] == "image/svg+xml"
