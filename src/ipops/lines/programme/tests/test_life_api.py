"""The programme's life over the API: the same services and refusals as on the pages, for each role its own."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from ipops.lines.programme.tests.test_doors import ACCOUNTS, CALL, CITIES, KEYS, enter, patterns, sees, two_cities  # noqa: F401
from ipops.webkit import journal

pytestmark = [pytest.mark.django_db, pytest.mark.db, pytest.mark.usefixtures("two_cities")]
BASE = "/api/v1/programme"
FIGURES = {
    "transfers": "1",
    "pledge_amount": "1",
    "pledge_projects": "1",
    "custody": "1",
    "certified": "1",
    "projects_n": "0",
    "projects_paid": "0",
}


def send(name, address, **given):
    return enter(name).post(f"{BASE}{address}", given, content_type="application/json")


def codes(answer):
    return [r["code"] for r in answer.json()["reasons"]]


def test_eligibility_is_answered_as_on_the_command_line():
    told = enter("clerk").get(f"{BASE}/eligibility?pack=cn-2020-40").json()
    assert sorted(told["excluded"]) == ["上海市", "浙江省"]
    assert Client().get(f"{BASE}/eligibility?pack=cn-2020-40").status_code == 401
    one = (
        enter("clerk").get(f"{BASE}/eligibility", {"pack": "cn-2020-40", "city": "海淀区", "province": "北京市"}).json()
    )
    assert [c["verdict"] for c in one["cities"]] == ["excluded"]
    lost = enter("clerk").get(f"{BASE}/eligibility", {"pack": "cn-2020-40", "city": "兰州市"})
    assert (lost.status_code, lost.json()["reasons"][0]["code"]) == (422, "province-needed")


def test_eligibility_is_a_page_for_everybody_that_names_what_evidence_lacks_for():
    page = Client().get("/programme/eligible/cn-2020-40/").text
    for told in ("无法确定", "无锡市", "东莞市", "浙江省2017", "财办建〔2020〕40号"):
        assert told in page, told
    only = Client().get("/programme/eligible/cn-2020-40/?verdict=undetermined&lang=en").text
    assert "浙江省2017" not in only
    one = Client().get("/programme/eligible/cn-2020-40/", {"city": "海淀区", "province": "北京市"}).text
    assert "北京市海淀区是2018年重点城市" in one
    assert "请同时写明所在省份" in Client().get("/programme/eligible/cn-2020-40/", {"city": "兰州市"}).text
    assert Client().get("/programme/eligible/cn-budget-law-2018/").status_code == 404


@pytest.mark.parametrize("name", ACCOUNTS)
def test_lists_and_cases_follow_the_same_door(name):
    browser = enter(name)
    listed = browser.get(f"{BASE}/cases")
    if listed.status_code == 403:
        return
    found = {c["case"] for c in listed.json()}
    for place in CITIES:
        for pattern in set(KEYS.values()):
            case = pattern.format(place=place)
            seen = sees(name, place)
            assert (case in found) == seen, (name, case)
            assert (browser.get(f"{BASE}/cases/{case}").status_code == 200) == seen
            for part in ("plan", "fund", "sheet"):
                answer = browser.get(f"{BASE}/cases/{case}/{part}")
                assert answer.status_code in ((200, 404, 409) if seen else (404,)), (name, case, part, answer.content)


def test_every_route_of_the_api_is_shut_to_strangers():
    for route in patterns("/api/v1/programme/"):
        address = re.sub("<(case|nomination)>", "nom:doors:990100", route).replace("<indicator>", "x")
        assert Client().get(address).status_code in (401, 405), address
        assert Client().post(address, {}, content_type="application/json").status_code in (401, 403, 405), address


def test_a_step_is_the_tables_and_the_roles():
    case = "/cases/nom:doors:990100/steps"
    assert send("clerk", case, event="turn_down", reference="1", why="x").status_code == 403
    assert codes(send("centre", case, event="close", reference="1")) == ["not-from-here"]
    assert codes(send("centre", case, event="fly", reference="1")) == ["no-such-event"]
    assert codes(send("centre", case, event="review", reference="1")) == ["own-way"]
    got = send("centre", case, event="turn_down", reference="1", why="x")
    assert (got.status_code, got.json()["stage"]) == (200, "turned_down")


def test_a_step_on_a_foreign_case_is_not_found():
    assert (
        send("neighbour", "/cases/ret:990100:quarterly:2024Q1/steps", event="certify", reference="1").status_code == 404
    )


def test_a_return_is_handed_in_and_certified_by_another():
    with time_machine.travel("2024-07-10T02:00:00+00:00"):
        given = {"place": "990100", "schema_code": "quarterly", "period": "2024Q2", "reference": "r1"}
        size = journal.size()
        assert "C202" in codes(send("clerk", "/returns", figures={"transfers": "1"}, **given))
        assert send("neighbour", "/returns", figures=FIGURES, **given).status_code == 403
        assert journal.size() == size
        got = send("clerk", "/returns", figures=FIGURES, **given)
        assert got.status_code == 200, got.content
        case = got.json()["case"]
        assert "certify" in enter("certifier").get(f"{BASE}/cases/{case}").json()["may"]
        assert enter("clerk").get(f"{BASE}/cases/{case}").json()["may"] == ["correct"]
        moved = send("certifier", f"/cases/{case}/steps", event="certify", reference="c")
        assert moved.json()["stage"] == "certified"


def test_the_call_is_seen_by_every_office():
    assert CALL in {c["case"] for c in enter("neighbour").get(f"{BASE}/cases?cycle=programme.call").json()}


#: A body that is well formed, for every route that takes one; what it says may still be refused.
_PAPER = "a" * 64
BODIES = {
    "/returns": {"place": "{place}", "schema_code": "quarterly", "period": "2024Q1", "figures": {}, "reference": "x"},
    "/cases/<case>/steps": {"event": "turn_down", "why": "w", "reference": "x"},
    "/cases/<case>/split": {"years": {"custody_smes": {"2024": "1"}}},
    "/cases/<case>/tasks": {"title": "t", "choice": "mandatory", "reference": "x"},
    "/cases/<case>/tasks/<task>/progress": {"state": "running", "reference": "x"},
    "/cases/<case>/meetings": {"title": "t", "on": "2024-01-01", "document": _PAPER, "reference": "x"},
    "/cases/<case>/items": {"item": "i", "words": "w", "reference": "x"},
    "/cases/<case>/policies": {"number": "1", "title": "t", "on": "2024-01-01", "document": _PAPER, "reference": "x"},
    "/cases/<case>/balances": {
        "account": "acc:{place}:2024:central_first:-:available", "stated_fen": 5, "on": "2024-04-10", "document": _PAPER,
        "reference": "x",
    },
    "/cases/<case>/contracts": {"contract": "c", "amount_fen": 1, "procurement": "p", "document": _PAPER, "reference": "x"},
    "/cases/<case>/deviations": {"item": "custody", "why": "w", "reference": "x"},
    "/cases/<case>/adoption": {
        "number": "1", "pack": "demo-city", "base_year": 2023, "first_year": 2024, "last_year": 2026, "targets": {}, "document": _PAPER,
    },
    "/cases/<case>/receipts": {
        "source": "central_first", "amount_fen": 1, "budget_year": 2024, "number": "1", "received_on": "2024-01-01", "reference": "x",
    },
    "/cases/<case>/moves": {
        "source": "central_first", "from_position": "available", "to_position": "carried", "amount_fen": 1, "budget_year": 2024,
        "why": "w", "reference": "x",
    },
    "/cases/<case>/project-calls": {
        "title": "t", "klass": "grant", "source": "central_first", "instrument": "grant", "money_fen": 1, "budget_year": 2024,
        "closes_on": "2030-01-01", "reference": "x",
    },
    "/cases/<case>/projects": {
        "applicant": "91110000600037341L", "title": "t2", "asked_fen": 1, "fund_name": "f", "bureau": "b", "reference": "x",
        "is_legal_person": True, "credit_clean": True,
    },
    "/cases/<case>/orders": {"amount_fen": 1, "account_no": "1234", "invoice": "i", "reference": "x"},
    "/cases/<case>/recoveries": {"amount_fen": 1, "document": _PAPER, "reference": "x"},
    "/calls": {"title": "t", "pack": "demo-notice", "form": "1", "reference": "x"},
    "/cases/<case>/nominations": {"city": "{place}", "form": "1", "targets": {}, "reference": "x"},
    "/cases/<case>/panel": {"experts": []},
    "/cases/<case>/list-objections": {"name": "n", "words": "w", "document": _PAPER, "reference": "x"},
    "/cases/<case>/promises": {"figures": {"custody_smes": "1"}, "words": "w"},
    "/reviews/<nomination>/declaration": {"ground": "none", "reference": "x"},
    "/reviews/<nomination>/documents": {},
    "/reviews/<nomination>/sheet": {"points": {}},
    "/cases/<case>/evaluations": {"pack": "demo-city", "year": 2023},
    "/cases/<case>/points": {"part": "expert", "points": {}, "why": "w", "reference": "x"},
    "/cases/<case>/result-objections": {"name": "n", "words": "w", "document": _PAPER, "reference": "x"},
    "/cases/<case>/rest": {"reference": "x"},
    "/returns/file": {},
}  # fmt: skip
#: What a route that writes is about, where it is not a city's road.
OF = {
    "contracts": "prj:{place}", "orders": "prj:{place}", "recoveries": "prj:{place}", "projects": "pc:{place}",
    "deviations": "eva:doors:{place}:2023", "points": "eva:doors:{place}:2023", "rest": "eva:doors:{place}:2023",
    "result-objections": "eva:doors:{place}:2023", "nominations": CALL, "panel": CALL, "list-objections": CALL,
}  # fmt: skip
#: Routes that tell nothing of a city's cases: definitions, published figures, the rules of reminders.
OPEN = {
    "/indicators",
    "/indicators/<indicator>/series",
    "/scorecard",
    "/explain/<indicator>",
    "/eligibility",
    "/reminders",
}


def routes():
    return [r.removeprefix(BASE) for r in patterns(f"{BASE}/")]


def filled(told, place, case):
    if isinstance(told, dict):
        return {k: filled(v, place, case) for k, v in told.items()}
    return told.replace("{place}", place) if isinstance(told, str) else told


def test_every_route_that_takes_a_body_has_one_here():
    taking = {
        r
        for r in routes()
        if enter("centre").post(f"{BASE}{r}", {}, content_type="application/json").status_code != 405
    }
    assert taking == set(BODIES)


def address_of(route, place, case):
    nomination = f"nom:doors:{place}"
    filled_in = route.replace("<case>", case).replace("<task>", "T1").replace("<nomination>", nomination)
    return BASE + filled_in.replace("<name>", "score_sheet")


@pytest.mark.parametrize("name", ACCOUNTS)
def test_no_route_writes_or_tells_anything_of_a_city_one_does_not_cover(name):
    """Every route × this role × every foreign city × every kind of case: not there, or not theirs; nothing is written."""
    browser, size = enter(name), journal.size()
    for place in CITIES:
        if sees(name, place):
            continue
        for kind in sorted(set(KEYS.values())):
            case = kind.format(place=place)
            for route in routes():
                if route.startswith("/reviews/") and name.startswith("expert"):
                    continue  # an expert's panel is no place: what they may is tested with the panels
                if "<case>" in route or "<nomination>" in route:
                    address = address_of(route, place, case)
                    assert browser.get(address).status_code in (401, 403, 404, 405), (name, address)
                if route in BODIES and (route, name) not in (("/calls", "centre"), ("/returns/file", name)):
                    address = address_of(route, place, case)
                    body = filled(BODIES[route], place, case)
                    answer = browser.post(address, body, content_type="application/json")
                    assert answer.status_code in (401, 403, 404), (name, address, answer.content[:200])
    assert journal.size() == size


@pytest.mark.parametrize(
    "name", [a for a in ACCOUNTS if a not in ("clerk", "officer", "certifier", "finance", "centre", "province")]
)
def test_no_route_lets_a_role_write_that_only_reads(name):
    browser, size = enter(name), journal.size()
    for route, told in BODIES.items():
        if route == "/returns/file" or (route.startswith("/reviews/") and name.startswith("expert")):
            continue
        case = OF.get(route.rpartition("/")[2], "nom:doors:{place}").format(place="990100")
        address = address_of(route, "990100", case)
        answer = browser.post(address, filled(told, "990100", case), content_type="application/json")
        assert answer.status_code in (401, 403, 404), (name, address, answer.content[:200])
    assert journal.size() == size
