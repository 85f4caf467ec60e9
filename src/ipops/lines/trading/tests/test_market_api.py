"""The market by the API: what is opened, listed and read back; what is secret is not there, and strangers see nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from ipops.lines.trading.app.models import MarketCase
from ipops.lines.trading.app.services import market
from ipops.webkit import journal

from .conftest import R1
from .test_market import FIRM, SECRET, ok, sent
from .test_pages import enter  # noqa: F401  a fixture

pytestmark = pytest.mark.db
AT = "/api/v1/trading"
OFFER = {
    "reference": "our-1", "owner": "山河科技有限公司", "rights": [R1], "act": "licence", "priced": "listing",
    "asked_fen": 8_000_000, "place": "990101",
}  # fmt: skip
NEED = {
    "reference": "n-1",
    "party": "东湖电子有限公司",
    "place": "990102",
    "title": "装置",
    "words": "需要一种装置，用于检测。",
}


def post(browser: Client, path: str, body: dict[str, Any]) -> Any:
    return browser.post(f"{AT}/{path}", json.dumps(body), content_type="application/json", headers={"X-CSRFToken": "x"})


@pytest.fixture
def clerk(enter: Any) -> Client:  # noqa: F811
    return enter("clerk")


class TestOffersAndNeeds:
    def test_are_opened_once_however_often_they_are_sent(self, clerk):
        first, again = (post(clerk, "offers", OFFER) for _ in range(2))
        assert (first.status_code, first.json()) == (200, again.json()), first.text
        size = journal.size()
        assert post(clerk, "offers", OFFER).json() == first.json()
        assert journal.size() == size
        listed = clerk.get(f"{AT}/offers").json()
        assert [(o["case"], o["rights"], o["fen"]) for o in listed["items"]] == [
            (first.json()["case"], [R1], 8_000_000)
        ]
        assert clerk.get(f"{AT}/offers/{first.json()['case']}").json()["how"] == "listing"
        assert clerk.get(f"{AT}/needs/{first.json()['case']}").status_code == 404, "an offer is no need"

    def test_a_refusal_comes_with_its_article(self, clerk):
        answer = post(clerk, "offers", OFFER | {"owner": "东湖电子有限公司"})
        assert answer.status_code in (409, 422)
        assert "not-the-owner" in answer.text

    @pytest.mark.parametrize(("place", "code"), [("110101", "place-not-covered"), ("", "place-unknown")])
    def test_is_opened_by_an_office_of_its_place_and_never_without_one(self, clerk, place, code):
        size = journal.size()
        answer = post(clerk, "needs", NEED | {"party": "一家新公司", "place": place})
        assert (answer.status_code, code in answer.text) == (422, True)
        assert journal.size() == size

    def test_a_need_has_its_matches_with_every_part(self, clerk):
        case = post(clerk, "needs", NEED).json()["case"]
        found = clerk.get(f"{AT}/needs/{case}/matches").json()
        assert found
        for m in found:
            assert m["score"] == pytest.approx(sum(m["parts"].values()), abs=1e-5)
        assert clerk.get(f"{AT}/needs").json()["total"] == 1

    def test_a_need_of_nine_characters_is_refused(self, clerk):
        assert post(clerk, "needs", NEED | {"words": "九个字不够不够不"}).status_code == 422


class TestTheRest:
    def test_a_statement_is_drafted_and_listed(self, clerk):
        body = {
            "reference": "s",
            "owner": "山河科技有限公司",
            "right": R1,
            "way": "lump",
            "standard": "每年五万元",
            "until": "2028-01-01",
        }
        case = post(clerk, "open-licences", body).json()["case"]
        (one,) = clerk.get(f"{AT}/open-licences?stage=drafted").json()["items"]
        assert (one["case"], one["rights"], one["until"]) == (case, [R1], "2028-01-01")

    @pytest.mark.parametrize("path", ["pools", "contracts"])
    def test_a_list_of_nothing_is_empty(self, clerk, path):
        assert clerk.get(f"{AT}/{path}").json() == {"items": [], "total": 0}

    @pytest.mark.parametrize("path", ["contract-readings", "conversion"])
    def test_years_of_nothing_are_none(self, clerk, path):
        assert clerk.get(f"{AT}/{path}").json() == []

    def test_a_disclosure_is_not_there(self, clerk):
        ok(market.invention_disclose(who=FIRM, title=SECRET, words="做法如下", sent=sent("d")))
        case = MarketCase.objects.get(cycle="trading.disclosure").case
        for path in ("offers", "needs", "open-licences", "pools"):
            assert clerk.get(f"{AT}/{path}/{case}").status_code == 404
            assert clerk.get(f"{AT}/{path}").json()["total"] == 0

    def test_a_pool_tells_its_members_and_parts(self, clerk):
        from ipops.lines.trading.app.services import pools

        ok(
            pools.pool_agree(
                pool="", title="膜", place="990101", members=["山河科技有限公司", "东湖电子有限公司"], shares=[3, 2],
                families=[[R1]], terms="", sent=sent("p"),
            )
        )  # fmt: skip
        (one,) = clerk.get(f"{AT}/pools").json()["items"]
        assert (one["parties"], one["shares"]) == (["P:甲", "P:乙"], [3, 2])


PATHS = (
    "offers", "offers/x", "needs", "needs/x", "needs/x/matches", "open-licences", "open-licences/x", "pools", "pools/x",
    "contracts", "contracts/x", "contract-readings", "conversion",
)  # fmt: skip


class TestDoors:
    @pytest.mark.parametrize("path", PATHS)
    def test_a_stranger_is_let_in_nowhere(self, city, path):
        assert Client().get(f"{AT}/{path}").status_code == 401

    @pytest.mark.parametrize("path", ["offers", "needs", "open-licences"])
    def test_a_reader_without_the_right_to_record_writes_nothing(self, enter, path):  # noqa: F811
        bodies = {
            "offers": OFFER,
            "needs": NEED,
            "open-licences": {"reference": "s", "owner": "x", "right": R1, "way": "nothing"},
        }
        size = journal.size()
        assert post(Client(), path, bodies[path]).status_code == 401
        assert post(enter("auditor"), path, bodies[path]).status_code == 403
        assert journal.size() == size

    def test_every_path_is_told_in_openapi(self, city):
        told = Client().get("/api/v1/openapi.json").json()["paths"]
        named = {p.replace("/x", "/{case}") for p in PATHS if not p.startswith("contracts/")} | {"contracts/{contract}"}
        assert {f"{AT}/{p}" for p in named} <= set(told)
