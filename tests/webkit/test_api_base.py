"""What a house's own operations get from the API's base."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.urls import path
from ninja import Router, Schema
from ninja.errors import HttpError

from ipops.kernel.citation import Citation
from ipops.kernel.outcome import Place, Problem, Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.journal import AlreadyCorrected
from ipops.site.urls import urlpatterns as site_urls
from ipops.webkit import access, api

pytestmark = [pytest.mark.db, pytest.mark.django_db, pytest.mark.urls(__name__)]
router = Router()
NO = Refused(
    reasons=(
        Reason(
            code="right-lapsed",
            says=Text("专利权已终止。", "The patent has lapsed."),
            cite=Citation(document="专利法(2020-10-17)", clause="第四十四条"),
            field="right",
            facts=(7,),
        ),
    )
)
BAD = Problem(code="wrong-value", says=Text("日期有误。", "No such day."), at=Place(field="on"))
RAISED: dict[str, Exception] = {
    "refused": api.refused(NO),
    "door": api.refused(NO, 403),
    "problems": api.problems([BAD]),
    "missing": api.missing(),
    "django404": Http404("x"),
    "django403": PermissionDenied("x"),
    "http400": HttpError(400, "x"),
    "late": AlreadyCorrected(3, 9),
}


class Ask(Schema):
    amount: int


@router.get("/raise/{what}")
def raise_(request: HttpRequest, what: str) -> str:
    raise RAISED[what]


@router.post("/write")
def write(request: HttpRequest, ask: Ask) -> str:
    return request.user.username  # type: ignore[union-attr]


built = api.build({"/house": router}, namespace="test-api")
urlpatterns = [path("test-api/", built.urls), *site_urls]


@pytest.fixture
def user() -> access.User:
    return access.User.objects.create_user("u")


@pytest.fixture
def client(user: access.User) -> Client:
    return Client(headers={"authorization": f"Bearer {access.token_make(user=user, name='t')}"})


@pytest.mark.parametrize(
    ("what", "status", "code"),
    [
        ("refused", 409, "refused"),
        ("door", 403, "refused"),
        ("problems", 422, "problems"),
        ("missing", 404, "not-found"),
        ("django404", 404, "not-found"),
        ("django403", 403, "forbidden"),
        ("http400", 400, "unreadable"),
        ("late", 409, "already-corrected"),
    ],
)
def test_whatever_is_raised_leaves_in_one_shape(client: Client, what: str, status: int, code: str) -> None:
    answer = client.get(f"/test-api/house/raise/{what}")
    assert answer.status_code == status
    body = answer.json()
    assert body.keys() == {"says", "code", "reasons"}
    assert body["code"] == code
    assert set(body["says"]) == {"zh", "en"}


def test_a_refusal_carries_its_clause_field_and_facts(client: Client) -> None:
    (reason,) = client.get("/test-api/house/raise/refused").json()["reasons"]
    assert (reason["code"], reason["field"], reason["facts"]) == ("right-lapsed", "right", [7])
    assert reason["cite"]["clause"] == "第四十四条"
    assert reason["says"]["en"] == "The patent has lapsed."


def test_a_problem_carries_its_field(client: Client) -> None:
    assert client.get("/test-api/house/raise/problems").json()["reasons"][0]["field"] == "on"


@pytest.mark.parametrize(
    ("body", "status"),
    [("{", 400), ("[1]", 422), ("{}", 422), ('{"amount": "much"}', 422), ('{"amount": 3}', 200), ("\xff", 400)],
)
def test_a_body_is_read_or_its_mistake_told(client: Client, body: str, status: int) -> None:
    answer = client.post("/test-api/house/write", body.encode("latin-1"), content_type="application/json")
    assert answer.status_code == status, answer.content
    if status != 200:
        assert answer.json().keys() == {"says", "code", "reasons"}


class TestSession:
    @pytest.fixture
    def browser(self, user: access.User) -> Client:
        made = Client(enforce_csrf_checks=True)
        made.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return made

    def post(self, browser: Client, **headers: str) -> Any:
        return browser.post("/test-api/house/write", {"amount": 1}, content_type="application/json", headers=headers)

    def test_writes_only_with_its_csrf_token(self, browser: Client) -> None:
        answer = self.post(browser)
        assert answer.status_code == 403
        assert answer.json()["code"] == "forbidden"
        request = RequestFactory().get("/")
        token = get_token(request)
        browser.cookies["csrftoken"] = request.META["CSRF_COOKIE"]
        answer = self.post(browser, **{"X-CSRFToken": token})
        assert answer.status_code == 200, answer.content
        assert answer.json() == "u"

    def test_is_not_asked_for_when_a_token_speaks(self, client: Client) -> None:
        assert self.post(client).status_code == 200


@pytest.mark.django_db
def test_a_multipart_body_that_cannot_be_read_is_answered_in_the_apis_own_shape(client):
    from ipops.webkit import access

    access.demo_make()
    client.force_login(access.User.objects.get(username="clerk"))
    answer = client.generic("POST", "/api/v1/trading/deals", b"x", content_type="multipart/form-data")
    assert answer.status_code in (400, 422)
    assert answer.json()["code"] in ("unreadable", "problems")
