"""The first person of a city is made at the command line; nobody signs in to a city of which they are no part."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from ipops.site.commands import accounts
from ipops.webkit import access

pytestmark = [pytest.mark.db, pytest.mark.django_db]
GOOD = "knows-much-7431"
NEW_OFFICE = [
    "--office",
    "jn",
    "--office-name",
    "济南市知识产权局/Jinan IP office",
    "--level",
    "city",
    "--place",
    "370100",
]


def account(*words: str, typed: str = GOOD):
    return CliRunner().invoke(accounts.app, list(words), input=f"{typed}\n")


def add(*words: str, typed: str = GOOD):
    return account("add", *words, "--password-stdin", typed=typed)


def test_the_words_are_those_of_roles_and_levels():
    assert {r.value for r in accounts.RoleWord} == {str(r) for r in access.Role} - {"public"}
    assert {w.value for w in accounts.LevelWord} == {str(w) for w in access.Level}


class TestAdding:
    def test_makes_person_and_office_who_may_then_act_in_its_place(self):
        done = add("wang", "--role", "clerk", "--name", "王芳/Wang Fang", *NEW_OFFICE)
        assert done.exit_code == 0, done.output
        user = access.User.objects.get(username="wang")
        assert (user.name_zh, user.name_en, user.is_demo) == ("王芳", "Wang Fang", False)
        assert access.may(user, "record", "370102")
        assert not access.may(user, "record", "370200")
        assert user.check_password(GOOD)

    def test_to_an_account_that_exists_grants_one_more_role_and_keeps_the_password(self):
        add("wang", "--role", "officer", *NEW_OFFICE)
        done = account("add", "wang", "--role", "checker", "--office", "jn")
        assert done.exit_code == 0, done.output
        user = access.User.objects.get(username="wang")
        assert {m.role for m in user.memberships.all()} == {"officer", "checker"}
        assert user.check_password(GOOD)

    @pytest.mark.parametrize(
        ("words", "typed", "says"),
        [
            (["wang", "--role", "clerk", "--office", "none"], GOOD, "--office-name"),
            (["wang", "--role", "clerk", *NEW_OFFICE], "123", "too short"),
            (["wang!?", "--role", "clerk", *NEW_OFFICE], GOOD, "valid username"),
            (["wang", "--role", "centre", *NEW_OFFICE], GOOD, "level"),
        ],
        ids=["an unknown office", "a weak password", "an odd name", "a role above the office"],
    )
    def test_of_what_cannot_be_is_refused_and_leaves_nothing(self, words, typed, says):
        done = add(*words, typed=typed)
        assert done.exit_code == 1
        assert says in done.output
        assert access.User.objects.count() == 0
        assert access.Office.objects.count() == 0

    def test_of_roles_that_exclude_each_other_is_refused(self):
        add("wang", "--role", "clerk", *NEW_OFFICE)
        done = account("add", "wang", "--role", "certifier", "--office", "jn")
        assert done.exit_code == 1
        assert access.User.objects.get().memberships.count() == 1


class TestTokens:
    def test_open_the_api_until_the_account_is_closed(self, client):
        add("wang", "--role", "clerk", *NEW_OFFICE)
        token = account("token", "wang").stdout.strip()
        header = {"Authorization": f"Bearer {token}"}
        assert client.get("/api/v1/trading/deals", headers=header).status_code == 200
        assert account("close", "wang").exit_code == 0
        assert client.get("/api/v1/trading/deals", headers=header).status_code == 401
        assert account("token", "wang").exit_code == 1

    def test_of_nobody_are_refused(self):
        assert account("token", "nobody").exit_code == 1
        assert account("close", "nobody").exit_code == 1


def test_the_list_tells_who_is_what():
    add("wang", "--role", "clerk", *NEW_OFFICE)
    account("close", "wang")
    told = json.loads(account("list", "--json").stdout)
    assert told == [{"username": "wang", "active": False, "demo": False, "roles": ["clerk@jn"]}]
    assert "wang" in account("list").stdout
