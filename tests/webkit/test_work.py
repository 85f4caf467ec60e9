"""Whose desk a task lies on."""

from __future__ import annotations

from datetime import date

import pytest

from ipops.kernel.text import Text
from ipops.webkit import access, work
from ipops.webkit.access import Role
from ipops.webkit.models import WorkItem
from tests.webkit.test_access import HERE, NEXT_DOOR, office, person

pytestmark = [pytest.mark.db, pytest.mark.django_db]
TITLE = Text("核对受让方", "look at the buyer")
DONE = Text("已核对", "looked at")


def asked(code: str, role: Role = Role.CHECKER, place: str = "990101", due: date | None = None) -> WorkItem:
    return work.ask(code, title=TITLE, role=role, place=place, case="C:1", due_on=due)


def test_a_task_lies_with_the_role_and_the_place() -> None:
    city, next_door = office("city", HERE), office("next", NEXT_DOOR)
    checker, clerk = person("checker", Role.CHECKER, city), person("clerk", Role.CLERK, city)
    stranger = person("stranger", Role.CHECKER, next_door)
    asked("1")
    assert [i.code for i in work.mine(checker)] == ["1"]
    assert not work.mine(clerk).exists()
    assert [i.code for i in work.items_for(clerk)] == ["1"], "the whole office sees it"
    assert not work.items_for(stranger).exists()


def test_a_task_of_one_office_lies_with_that_office() -> None:
    one, other = office("one", HERE), office("other", HERE)
    work.ask("1", title=TITLE, role=Role.CLERK, office=one, place=HERE)
    assert work.mine(person("a", Role.CLERK, one)).exists()
    assert not work.mine(person("b", Role.CLERK, other)).exists()


def test_late_tasks_come_first_and_undated_ones_last() -> None:
    checker = person("checker", Role.CHECKER, office("city", HERE))
    asked("whenever"), asked("june", due=date(2026, 6, 1)), asked("may", due=date(2026, 5, 1))
    assert [i.code for i in work.mine(checker)] == ["may", "june", "whenever"]
    assert [i.code for i in work.late(date(2026, 5, 2))] == ["may"]


def test_asking_twice_gives_one_task() -> None:
    assert asked("1") == asked("1")
    assert WorkItem.objects.count() == 1


def test_a_task_ends_once_with_its_outcome() -> None:
    asked("1")
    assert work.end("1", by="user:a", outcome=DONE)
    assert not work.end("1", by="user:b", outcome=DONE)
    item = WorkItem.objects.get()
    assert (item.done_by, item.outcome_zh) == ("user:a", "已核对")


def test_the_end_of_a_case_ends_its_tasks() -> None:
    asked("1"), asked("2")
    assert work.end_case("C:1", by="user:a", outcome=DONE) == 2
    assert not work.mine(person("checker", Role.CHECKER, office("city", HERE))).exists()


def test_the_centre_sees_all_tasks() -> None:
    asked("1")
    centre = person("c", Role.CENTRE, office("centre", "", access.Level.CENTRE))
    assert work.items_for(centre).count() == 1
