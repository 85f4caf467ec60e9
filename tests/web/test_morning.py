"""What greets an administrator: failed work, signs that want a look, tokens that stop, accounts with a password alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ipops.webkit import access
from ipops.webkit.access import managing
from ipops.webkit.models import User
from ipops.webkit.pages.views.manage import health, morning

pytestmark = pytest.mark.db
Enter = Callable[[str], Client]


def person(name: str) -> User:
    return User.objects.get(username=name)


def told(name: str = "admin") -> dict[str, tuple[int, str]]:
    return {g.title.en: (g.value, g.mark) for _, figures in morning.figures(person(name)) for g in figures}


def _failed(n: int) -> None:
    for status in ["FAILED"] * n + ["SUCCESSFUL"]:
        DBTaskResult.objects.create(
            status=status, args_kwargs={}, task_path="x.y", queue_name="default", backend_name="default"
        )


class TestTheMorningOfAnAdministrator:
    def test_counts_what_failed_and_what_wants_a_look(self, signed_in: Enter) -> None:
        signed_in("admin")
        _failed(2)
        assert told()["Background tasks failed"] == (2, "late")
        late = sum(s.state == "late" for s in health.signs())
        assert late >= 1
        assert told()["Signs that want a look"] == (late, "late")

    def test_counts_tokens_that_stop_within_a_month_and_no_others(self, signed_in: Enter) -> None:
        signed_in("admin")
        now = timezone.now()
        for who, name, days in (
            ("bank", "soon", 10), ("bank", "soon too", 29), ("clerk", "soon", 3), ("clerk", "later", 31),
            ("officer", "over", -1), ("checker", "never", None), ("neighbour", "of others", 5), ("finance", "closed", 5),
        ):  # fmt: skip
            access.token_make(user=person(who), name=name, expires_at=now + timedelta(days=days) if days else None)
        access.token_revoke(user=person("finance"), name="closed")
        mine = managing.people_for(person("admin")).values_list("username", flat=True)
        wanted = {"bank", "clerk"} & set(mine)
        assert told()["Accounts whose tokens end within thirty days"] == (len(wanted), "due")
        page = signed_in("admin").get("/manage/people/?which=token-ends").text
        assert {u for u in mine if f"/manage/people/{u}/" in page} == wanted

    def test_counts_accounts_with_a_password_alone(self, signed_in: Enter) -> None:
        from ipops.webkit.factors.models import SecondFactor

        browser = signed_in("admin")
        before, mark = told()["Accounts without a second factor"]
        assert (before, mark) == (managing.people_for(person("admin")).count(), "due")
        now = timezone.now()
        SecondFactor.objects.create(user=person("clerk"), salt="s", made_at=now, confirmed_at=now)
        SecondFactor.objects.create(user=person("officer"), salt="s", made_at=now)
        User.objects.filter(username="checker").update(is_active=False)
        assert told()["Accounts without a second factor"][0] == before - 2
        page = browser.get("/manage/people/?which=no-factor").text
        assert "/manage/people/officer/" in page
        assert "/manage/people/clerk/" not in page
        assert "/manage/people/checker/" not in page

    def test_is_shown_on_the_home_page_to_nobody_else(self, signed_in: Enter) -> None:
        _failed(1)
        browser = signed_in("admin")
        with CaptureQueriesContext(connection) as asked:
            page = browser.get("/").text
        assert "系统与账号" in page
        assert re.search(r"/manage/health/\?status=FAILED", page)
        assert len(asked) <= 15, [q["sql"][:150] for q in asked]
        assert "系统与账号" not in signed_in("officer").get("/").text
        assert told("officer") == {}
