"""While a study is being worked out, tasks of other kinds are run: each lane has its worker."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import psycopg
import pytest

from ipops.site.worker import LANES
from ipops.webkit.embedded import OWNER, Cluster
from ipops.webkit.lanes import STUDIES

#: A study and, behind it in time, a question about a fund by somebody who may not ask: it is answered at once.
ASK = """
from ipops.site.boot import with_database
with with_database():
    from django.contrib.auth import get_user_model
    from ipops.lines.navigation.app.services import runs
    from ipops.lines.pledge.app.services import whatif
    from ipops.lines.navigation.app.results import folder_of
    template = folder_of("N:slow") / "input" / "study.yaml"
    template.parent.mkdir(parents=True)
    template.write_text("kind: industry")
    runs.remember("N:slow", template, ("zh",))
    study = runs.study_run_again("N:slow")
    user = get_user_model().objects.create_user("nobody", password="demo-demo-demo")
    print(study, whatif.run.enqueue(user=user.pk, asked={'tree': {}, 'schemes': [], 'paths': 1}).id)
"""


def states(con: psycopg.Connection[tuple[str, str]]) -> dict[str, str]:
    rows = con.execute("SELECT id::text, status FROM django_tasks_database_dbtaskresult").fetchall()
    return dict(rows)


@contextlib.contextmanager
def labels_locked(url: str) -> Iterator[None]:
    """A run reads what people said of documents before anything else: while nobody can read it, the run stands."""
    with psycopg.connect(url) as con:
        con.execute("LOCK TABLE navigation_label IN ACCESS EXCLUSIVE MODE")
        yield


@pytest.mark.db
@pytest.mark.slow
def test_a_study_that_runs_does_not_hold_up_other_tasks(program, wait_for: Callable[..., None], run_in) -> None:
    program.serve()
    url = Cluster(program.home).url(OWNER)
    with psycopg.connect(url, autocommit=True) as con:
        with labels_locked(url):
            done = run_in(program.home, ASK)
            assert done.returncode == 0, done.stderr
            study, question = done.stdout.split()
            wait_for("the study runs", lambda: states(con)[study] == "RUNNING")
            wait_for("the question is answered", lambda: states(con)[question] == "SUCCESSFUL")
            assert states(con)[study] == "RUNNING", "it stood all the while"
        wait_for("the study ends", lambda: states(con)[study] == "SUCCESSFUL")


def test_every_queue_is_of_one_lane() -> None:
    """What the first lane leaves out is what the others take."""
    left_out = set(LANES["worker"]["exclude_queues"].split(","))
    assert left_out == {told["queue_name"] for name, told in LANES.items() if name != "worker"} == {STUDIES}
