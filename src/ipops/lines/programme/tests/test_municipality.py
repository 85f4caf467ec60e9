"""A key city that is a district of a municipality: the municipality is its province, in scope, nomination and at the gates."""

from __future__ import annotations

import pytest

from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.rules.selection.asked import asked
from ipops.lines.programme.tests.test_life_pages import FLOORS, TASKS, Desk, case, desk, paper, words  # noqa: F401
from ipops.reference import divisions
from ipops.reference.demo_places import DEMO_MUNICIPAL_DISTRICT, DEMO_MUNICIPALITY
from ipops.webkit import access
from ipops.webkit.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.db]
DISTRICT, RETURN = DEMO_MUNICIPAL_DISTRICT, f"ret:{DEMO_MUNICIPAL_DISTRICT}:district-quarterly:2024Q1"


def covers(name, place):
    return place in access.visible_places(User.objects.get(username=name))


def test_the_scope_tree_puts_the_district_right_under_its_municipality(desk: Desk):  # noqa: F811
    assert divisions.places().parent(DISTRICT) == DEMO_MUNICIPALITY
    assert covers("municipality", DISTRICT)
    assert covers("bend-clerk", DISTRICT)
    assert covers("centre", DISTRICT)
    for name in ("province", "clerk", "certifier", "neighbour"):
        assert not covers(name, DISTRICT)
    assert not covers("municipality", "990100")
    assert not covers("bend-certifier", DEMO_MUNICIPALITY)


@pytest.mark.shared
def test_a_real_municipality_stands_in_the_same_relation_to_its_districts(shared):
    """浦东新区 lies right under 上海市, which the rules count as a municipality and which is out under the notice of 2020."""
    places = divisions.places()
    assert places.parent("310115") == "310000"
    assert "310115" in places.children("310000")
    got = asked("cn-2020-40")
    assert "上海市" in got.as_json()["excluded"]


def test_a_municipality_nominates_its_district_and_nobody_elses_city(desk: Desk):  # noqa: F811
    desk.at("2023-09-04")
    desk.do("centre", "/programme/calls/open/", title="示范征集", pack="demo-notice", form="1", closes_on="2023-09-30")
    call = case("call")
    form = desk.get("municipality", f"/programme/calls/{call}/nominate/").text
    assert DISTRICT in form
    assert "990100" not in form
    asked_ = {"matching": "5000万元", "mandatory": TASKS, **FLOORS}
    desk.do("municipality", f"/programme/calls/{call}/nominate/", city=DISTRICT, paper=paper("方案.pdf"), **asked_)
    row = Dossier.objects.get(cycle="programme.city")
    assert (row.place, row.province) == (DISTRICT, DEMO_MUNICIPALITY)
    assert desk.get("bend-clerk", f"/programme/roads/{row.case}/").status_code == 200
    for stranger in ("province", "clerk", "neighbour"):
        assert desk.get(stranger, f"/programme/roads/{row.case}/").status_code == 404


def test_a_city_that_is_not_its_own_is_refused():
    from ipops.lines.programme.tests.test_selection_services import CALL, DAY, OPENED, package, services

    services.call_open(
        call=CALL, title="x", pack="demo-notice", form="1", closes_on=None, by="user:centre", today=OPENED
    )
    for city, province in (("990100", DEMO_MUNICIPALITY), (DISTRICT, "990000"), ("990101", "990100")):
        got = services.nominate(package=package(city, province), call=CALL, by="x", today=DAY, reference=city)
        assert [r.code for r in got.reasons] == ["not-its-own"], (city, province)


def test_its_return_is_certified_by_the_district_and_accepted_by_the_municipality_as_province(desk: Desk):  # noqa: F811
    desk.at("2024-04-10")
    fill = "/programme/returns/district-quarterly/2024Q1/fill/"
    desk.do("bend-clerk", fill, custody="10", certified="2")
    page = f"/programme/returns/{RETURN}"
    for stranger in ("province", "clerk", "certifier", "neighbour"):
        assert desk.get(stranger, f"{page}/").status_code == 404
    early = desk.get("municipality", f"{page}/do/accept_province/")
    assert "不能" in words(early) or early.status_code != 200
    desk.do("bend-certifier", f"{page}/do/certify/")
    desk.do("municipality", f"{page}/do/accept_province/")
    desk.do("centre", f"{page}/do/accept/")
    assert Dossier.objects.get(case=RETURN).stage == "accepted"
