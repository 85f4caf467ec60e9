"""The read API: what it answers, to whom, and always in one shape when it is not what was asked."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from ninja import Schema

import ipops.ledger.verify_offline as offline
from ipops.webkit import access, journal, seals
from ipops.webkit.access import Level, Role
from tests.webkit.conftest import draft, filed, party, transfer, withdrawal
from tests.webkit.test_access import HERE, NEXT_DOOR, office, person

pytestmark = [pytest.mark.db, pytest.mark.django_db]
THEN = datetime(2025, 6, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path))


def reader(role: Role, place: str = HERE, level: Level = Level.CITY) -> Client:
    user = person(f"{role}-{place}", role, office(f"{role}-{place}", place, level))
    return Client(headers={"authorization": f"Bearer {access.token_make(user=user, name='t')}"})


@pytest.fixture
def clerk() -> Client:
    return reader(Role.CLERK)


def get(client: Client, path: str, status: int = 200, **asked: Any) -> Any:
    answer = client.get(f"/api/v1{path}", asked)
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def numbers(client: Client, **asked: Any) -> list[int]:
    return [e["n"] for e in get(client, "/facts", **asked)["items"]]


def is_error(body: Any, code: str) -> None:
    assert body.keys() == {"says", "code", "reasons"}
    assert body["code"] == code
    assert body["says"]["zh"]
    assert body["says"]["en"]


class TestFacts:
    @pytest.fixture(autouse=True)
    def _facts(self) -> None:
        journal.append([draft(party(), "p"), draft(filed(1), "f")], by="user:a", at=THEN)
        journal.append([draft(transfer(1), "t1"), draft(transfer(2), "t2")], by="user:a", at=THEN + timedelta(days=1))
        fix = transfer(2, transferees=("P:丙",), on=date(2024, 5, 5))
        journal.append([draft(fix, "fix", supersedes=4)], by="user:a", at=THEN + timedelta(days=2))

    def test_come_newest_first_page_by_page(self, clerk: Client) -> None:
        first = get(clerk, "/facts", limit=2)
        assert [e["n"] for e in first["items"]] == [5, 4]
        second = get(clerk, "/facts", limit=2, before=first["next_before"])
        third = get(clerk, "/facts", limit=2, before=second["next_before"])
        assert [e["n"] for e in second["items"] + third["items"]] == [3, 2, 1]
        assert third["next_before"] is None

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"kind": "right_filed"}, [2]),
            ({"party": "P:丙"}, [5]),
            ({"right": "CN201510230001.7"}, [3, 2]),
            ({"deal": "D:2"}, [5, 4]),
            ({"place": "990100"}, [5, 4, 3, 2, 1]),
            ({"place": "990103"}, []),
            ({"place": "990102"}, [5, 4, 3]),
            ({"effective_from": "2024-03-02"}, [5]),
            ({"effective_before": "2020-01-02"}, [2, 1]),
            ({"as_known_on": "2025-06-01"}, [2, 1]),
            ({"as_known_on": "2025-06-02", "live": "true"}, [4, 3, 2, 1]),
            ({"live": "true"}, [5, 3, 2, 1]),
            ({"party": "P:甲", "kind": "transfer_registered", "live": "true"}, [5, 3]),
        ],
    )
    def test_are_found_by(self, clerk: Client, asked: dict[str, str], found: list[int]) -> None:
        assert numbers(clerk, **asked) == found

    def test_name_their_correction_as_it_was_known(self, clerk: Client) -> None:
        now = {e["n"]: e["superseded_by"] for e in get(clerk, "/facts")["items"]}
        then = {e["n"]: e["superseded_by"] for e in get(clerk, "/facts", as_known_on="2025-06-02")["items"]}
        assert (now[4], then[4]) == (5, None)

    def test_leave_out_withdrawals_when_only_live_ones_are_asked_for(self, clerk: Client) -> None:
        journal.append([draft(withdrawal(), "w", supersedes=3)], by="user:a")
        assert numbers(clerk, live="true") == [5, 2, 1]
        assert numbers(clerk)[0] == 6

    def test_carry_the_fact_as_its_kind_describes_it(self, clerk: Client) -> None:
        one = get(clerk, "/facts/2")
        shape = get(clerk, "/kinds/right_filed")["shape"]
        assert set(one["fact"]) <= set(shape["properties"])
        assert one["fact"]["title"] == "一种第1号装置"
        assert one["on"] == "2020-01-01"

    def test_of_another_city_are_not_there(self) -> None:
        neighbour = reader(Role.CLERK, NEXT_DOOR)
        assert numbers(neighbour) == []
        is_error(get(neighbour, "/facts/2", 404), "not-found")
        assert get(neighbour, "/facts/2", 404) == get(neighbour, "/facts/999", 404), "no difference to be seen"
        is_error(get(neighbour, "/facts/2/proof", 404), "not-found")
        assert get(neighbour, "/rights")["items"] == []
        is_error(get(neighbour, "/rights/CN201510230001.7", 404), "not-found")
        is_error(get(neighbour, "/parties/P:甲", 404), "not-found")

    def test_are_proven(self, clerk: Client) -> None:
        is_error(get(clerk, "/facts/2/proof", 409), "refused")
        seals.seal()
        proof = get(clerk, "/facts/2/proof")
        assert offline.holds(proof, "sha256")
        assert get(clerk, "/facts/2")["canonical"] == proof["entry"]


class TestHeads:
    def test_are_public_and_follow_one_another(self) -> None:
        for i in (1, 2, 3):
            journal.append([draft(transfer(i), str(i))], by="user:a")
            seals.seal()
        stranger = Client()
        assert [h["size"] for h in get(stranger, "/heads")] == [3, 2, 1]
        assert get(stranger, "/heads/2") == get(stranger, "/heads")[1]
        proof = get(stranger, "/heads/consistency", first=1, second=3)
        assert offline.holds(proof, "sha256")
        is_error(get(stranger, "/heads/9", 404), "not-found")
        is_error(get(stranger, "/heads/consistency", 404, first=1, second=9), "refused")
        is_error(get(stranger, "/heads/consistency", 409, first=3, second=1), "refused")


class TestReaders:
    @pytest.mark.parametrize("path", ["/facts", "/facts/1", "/facts/1/proof", "/parties", "/rights", "/me"])
    def test_must_say_who_they_are(self, path: str) -> None:
        answer = Client().get(f"/api/v1{path}")
        assert answer.status_code == 401
        is_error(answer.json(), "unknown-reader")
        assert answer["WWW-Authenticate"].startswith("Bearer")

    def test_with_a_wrong_token_are_strangers(self) -> None:
        answer = Client(headers={"authorization": "Bearer ipops_wrong"}).get("/api/v1/facts")
        assert answer.status_code == 401

    def test_may_come_with_a_session(self) -> None:
        client = Client()
        client.force_login(
            person("s", Role.CLERK, office("s", HERE)), backend="django.contrib.auth.backends.ModelBackend"
        )
        assert get(client, "/me")["label"] == "user:s"

    def test_without_a_role_are_told_which_ones_may(self) -> None:
        user = access.User.objects.create_user("nobody")
        client = Client(headers={"authorization": f"Bearer {access.token_make(user=user, name='t')}"})
        body = get(client, "/facts", 403)
        is_error(body, "refused")
        assert "经办人" in body["reasons"][0]["says"]["zh"]

    def test_see_what_they_are(self, clerk: Client) -> None:
        assert get(clerk, "/me")["memberships"] == [
            {"role": "clerk", "office": f"clerk-{HERE}", "place": HERE, "level": "city"}
        ]


class TestMistakes:
    @pytest.mark.parametrize(
        ("asked", "field"),
        [
            ({"limit": "0"}, "limit"),
            ({"limit": "lots"}, "limit"),
            ({"before": str(2**63)}, "before"),
            ({"as_known_on": "yesterday"}, "as_known_on"),
            ({"party": "a\x00b"}, "party"),
        ],
    )
    def test_are_told_with_their_field(self, clerk: Client, asked: dict[str, str], field: str) -> None:
        body = get(clerk, "/facts", 422, **asked)
        is_error(body, "problems")
        assert [r["field"] for r in body["reasons"]] == [field]

    def test_in_the_kind_are_told(self, clerk: Client) -> None:
        is_error(get(clerk, "/facts", 404, kind="nonsense"), "not-found")
        is_error(get(clerk, "/kinds/nonsense", 404), "not-found")


def test_search_finds_by_pinyin(clerk: Client) -> None:
    journal.append([draft(party(), "p"), draft(filed(1), "f")], by="user:a")
    assert [p["party"] for p in get(clerk, "/parties", q="jnjkj")["items"]] == ["P:甲"]
    assert [r["right"] for r in get(clerk, "/rights", q="zhuangzhi")["items"]] == ["CN201510230001.7"]
    assert get(clerk, "/rights/CN201510230001.7")["owners"] == ["P:甲"]
    assert get(clerk, "/parties/P:甲")["name"] == "济南甲科技有限公司"


def test_every_operation_declares_every_error() -> None:
    described = Client().get("/api/v1/openapi.json").json()
    assert described["paths"]
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            for status in ("400", "401", "403", "404", "409", "422"):
                content = operation["responses"][status]["content"]["application/json"]
                assert content["schema"] == {"$ref": "#/components/schemas/Error"}, (path, method, status)


def test_a_name_of_the_description_is_one_shape() -> None:
    """Two houses that call different shapes alike would show readers the one and answer them with the other."""
    described = set(re.findall(r"#/components/schemas/(\w+)", Client().get("/api/v1/openapi.json").content.decode()))
    made: dict[str, set[str]] = {}
    waiting = list(Schema.__subclasses__())
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__name__ in described and one.__module__.startswith("ipops."):
            made.setdefault(one.__name__, set()).add(one.__module__)
    assert len(made) > 20
    assert {name: homes for name, homes in made.items() if len(homes) > 1} == {}


def test_no_page_of_the_api_needs_the_network() -> None:
    assert Client().get("/api/v1/docs").status_code == 404
