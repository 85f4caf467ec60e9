"""Jobs run at their times; one that fails hinders no other and is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ipops.site.schedule import Job, tick

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_job_runs_at_once_and_then_once_per_period():
    ran: list[int] = []
    jobs = [Job("count", HOUR, lambda: ran.append(1))]
    assert tick(jobs, NOON) == ["count"]
    assert tick(jobs, NOON + timedelta(minutes=59)) == []
    assert tick(jobs, NOON + HOUR) == ["count"]
    assert len(ran) == 2


def test_a_failing_job_hinders_no_other_and_comes_back_sooner():
    tries: list[int] = []

    def fails() -> None:
        tries.append(1)
        raise OSError("the province does not answer")

    jobs = [Job("fails", HOUR, fails), Job("works", HOUR, lambda: None)]
    assert tick(jobs, NOON) == ["works"]
    assert tick(jobs, NOON + timedelta(minutes=5)) == []
    assert len(tries) == 2


@pytest.mark.django_db(transaction=True)
class TestTasksOfDeadWorkers:
    def test_go_back_to_the_queue_and_those_of_the_living_stay(self, postgres, settings):
        import psycopg
        from django_tasks import TaskResultStatus
        from django_tasks_db.models import DBTaskResult

        from ipops.site.worker import lock_of, requeue_stale

        def running(worker: str) -> DBTaskResult:
            return DBTaskResult.objects.create(
                args_kwargs={"args": [], "kwargs": {}},
                task_path="ipops.site.jobs.jobs",
                queue_name="default",
                backend_name="default",
                run_after=NOON,
                status=TaskResultStatus.RUNNING,
                worker_ids=[worker],
            )

        lost, kept = running("dead-1"), running("alive-1")
        with psycopg.connect(postgres.url("ipops_app", settings.DATABASES["default"]["NAME"]), autocommit=True) as con:
            con.execute("SELECT pg_advisory_lock(%s)", [lock_of("alive-1")])
            assert requeue_stale() == 1
        lost.refresh_from_db()
        kept.refresh_from_db()
        assert lost.status == TaskResultStatus.READY
        assert kept.status == TaskResultStatus.RUNNING
