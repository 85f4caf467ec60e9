"""The read API of the programme: the command line's answers behind the door."""

from __future__ import annotations

from datetime import date

import pytest

from ipops.ledger.entry import Draft, Source
from ipops.lines.programme.app.selectors import measures
from ipops.webkit import access, journal
from tests.measures.facts import licence

pytestmark = [pytest.mark.django_db, pytest.mark.db]
CITY = "990100"


@pytest.fixture
def officer(client):
    access.demo_make()
    user = access.User.objects.get(username=next(a.username for a in access.demo_accounts() if a.place == CITY))
    client.force_login(user)
    return client


def deals(*years):
    drafts = [
        Draft(fact=licence(f"D{y}-{i}", f"R{i}", date(y, 3, 1)), source=Source(reason="t"), reference=f"api-{y}-{i}")
        for y in years
        for i in range(y - 2019)
    ]
    journal.append(drafts, by="user:t")


def test_a_scorecard_is_answered_as_the_command_line_answers_it(officer):
    deals(2021, 2022)
    answer = officer.get("/api/v1/programme/scorecard", {"place": CITY, "year": 2022, "pack": "cn-2020-40"})
    assert answer.status_code == 200, answer.content
    first = answer.json()[0]
    assert (first["indicator"], first["value"], first["baseline"], first["verdict"]) == (
        "transfers_licences_growth",
        3,
        2,
        "met",
    )
    assert first["growth"]["compound"] == "50.0"
    assert first["more"]["base_year"] == 2021


def test_why_carries_facts_formula_and_sql(officer):
    deals(2021, 2022)
    answer = officer.get(
        "/api/v1/programme/explain/transfers_licences_growth", {"place": CITY, "year": 2022, "pack": "cn-2020-40"}
    )
    more = answer.json()["more"]
    assert (len(more["fact_numbers"]), len(more["base_fact_numbers"])) == (3, 2)
    assert more["formula"]
    assert "licence_recorded" in more["sql"]


def test_definitions_and_series_are_answered(officer):
    found = officer.get("/api/v1/programme/measures").json()
    assert {m["code"] for m in found} == set(measures())
    goal = next(m for m in found if m["code"] == "transfers_licences_growth")
    assert "counting_unit" in goal["unknown"]
    assert officer.get("/api/v1/programme/series/pledge_amount").json()["observations"] == []


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("scorecard", {"place": "370100", "year": 2022}, 404),
        ("scorecard", {"place": "Jinan", "year": 2022}, 422),
        ("scorecard", {"place": CITY}, 422),
        ("scorecard", {"place": CITY, "year": 2022, "pack": "nothing"}, 422),
        ("explain/nothing", {"place": CITY, "year": 2022}, 404),
        ("series/pledge_amount", {"place": "370100"}, 404),
    ],
)
def test_what_cannot_be_answered_has_the_one_error_shape(officer, path, query, status):
    answer = officer.get(f"/api/v1/programme/{path}", query)
    assert answer.status_code == status
    assert {"says", "code", "reasons"} <= set(answer.json())


def test_a_stranger_is_told_to_sign_in(client):
    assert client.get("/api/v1/programme/scorecard", {"place": CITY, "year": 2022}).status_code == 401
