"""Every address of the programme × every role × own and foreign city: nobody sees or does what is another's.

Two cities have one case of every kind. The addresses are read out of the resolver, so a new one is tested by being there.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from ipops.kernel.money import Money
from ipops.ledger.entry import Draft, Source
from ipops.lines.programme import facts as f
from ipops.lines.programme.facts.words import Ground, Instrument, ProjectClass
from ipops.lines.programme.facts.words import Source as Whose
from ipops.lines.programme.rules.selection.files import review_code
from ipops.webkit import access, journal
from ipops.webkit.models import Membership, User
from ipops.webkit.places import Places
from ipops.webkit.roles import INCOMPATIBLE

pytestmark = [pytest.mark.django_db, pytest.mark.db]
ON = date(2024, 4, 10)
CITIES = ("990100", "990200")
PARTY = "91110000600037341L"
CALL = "call:doors"


def facts_of(place):
    """One case of every kind in a city."""
    nomination, fund, batch = f"nom:doors:{place}", f"fund:{place}:2024", "2024"
    account = f"acc:{place}:{batch}:central_first"
    return [
        f.CityNominated(nomination=nomination, call=CALL, place=place, province="990000", name=place, form="1", matching=Money(1), on=ON),
        f.PlanAdopted(
            plan=f"plan:doors:{place}", nomination=nomination, place=place, number="1", pack="demo-city",
            base_year=2023, first_year=2024, last_year=2026, on=ON,
        ),
        f.MoneyPosted(
            accounts=(f"{account}:-:outside", f"{account}:-:available"), amounts=(Money(-5), Money(5)), fund=fund, place=place,
            budget_year=2024, says="x", on=ON,
        ),
        f.ProjectCalled(
            call=f"pc:{place}", fund=fund, place=place, title="t", klass=ProjectClass.GRANT, source=Whose.CENTRAL_FIRST,
            instrument=Instrument.GRANT, budget_year=2024, money=Money(5), closes_on=date(2030, 1, 1), on=ON,
        ),
        f.ProjectApplied(
            project=f"prj:{place}", call=f"pc:{place}", place=place, applicant=PARTY, title="t", asked=Money(1), fund_name="f",
            bureau="b", on=ON,
        ),
        f.PaymentOrdered(
            order=f"pay:{place}", project=f"prj:{place}", fund=fund, place=place, payee=PARTY, account_no="1", amount=Money(1),
            instrument=Instrument.GRANT, source=Whose.CENTRAL_FIRST, budget_year=2024, invoice="i", on=ON,
        ),
        f.ReturnFiled(
            filed=f"ret:{place}:quarterly:2024Q1", place=place, schema="quarterly", version="2024.1", period="2024Q1",
            fields=("transfers",), values=("1",), origins=("manual",), reasons=("-",), evidence=("-",), rules="r", known_to=1, on=ON,
        ),
        f.EvaluationOpened(
            evaluation=f"eva:doors:{place}:2023", nomination=nomination, place=place, pack="demo-city", scheme="evaluation",
            year=2023, on=ON,
        ),
        f.ObjectionRaised(objection=f"obj:{place}", against=f"eva:doors:{place}:2023", place=place, name="n", words="w", on=ON),
        f.ConflictDeclared(review=review_code(nomination), expert="user:expert", ground=Ground.NONE, on=ON),
        f.SheetLocked(review=review_code(nomination), expert="user:expert2", items=("x",), points=(Fraction(1),), on=ON),
    ]  # fmt: skip


@pytest.fixture
def two_cities(db, tmp_path, monkeypatch):
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path / "home"))
    access.demo_make()
    made = [
        f.CallOpened(call=CALL, title="t", pack="demo-notice", form="1", on=ON),
        f.PanelSeated(call=CALL, experts=("user:expert", "user:expert2"), names=("a", "b"), places=("-", "-"), on=ON),
        *(x for place in CITIES for x in facts_of(place)),
    ]
    journal.append(
        [Draft(fact=x, source=Source(reason="测试"), reference=f"doors:{i}") for i, x in enumerate(made)], by="test"
    )


def patterns(prefix):
    """Every route under the prefix, as the resolver has it."""

    def walk(found, sofar):
        for p in found:
            route = sofar + str(p.pattern).removeprefix("^").removesuffix("$")
            if isinstance(p, URLResolver):
                yield from walk(p.url_patterns, route)
            elif isinstance(p, URLPattern) and route.startswith(prefix):
                yield route

    return sorted(set(walk(get_resolver().url_patterns, "/")))


#: Which case stands for ``<key>`` of a route, by what the route is about.
KEYS = {
    "reviews": "nom:doors:{place}",
    "roads": "nom:doors:{place}",
    "project-calls": "pc:{place}",
    "projects": "prj:{place}",
    "orders": "pay:{place}",
    "payments": "pay:{place}",
    "returns": "ret:{place}:quarterly:2024Q1",
    "evaluations": "eva:doors:{place}:2023",
    "objections": "obj:{place}",
}
OTHERS = {
    "task": "T1",
    "goal": "custody_smes",
    "event": "withdraw",
    "name": "score_sheet",
    "sha256": "a" * 64,
    "schema": "quarterly",
    "period": "2024Q1",
}


def addresses():
    """Routes about one city's case, with the keys they take."""
    made = []
    for route in patterns("/programme/"):
        head = route.split("/")[2]
        if head in KEYS and "<" in route and not route.startswith("/programme/returns/<slug:schema>"):
            filled = re.sub(r"<(?:\w+:)?(key|order)>", KEYS[head], route)
            filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: OTHERS[m[1]], filled)
            made.append(filled)
    return made


ADDRESSES = addresses()
ACCOUNTS = (
    "clerk", "officer", "certifier", "checker", "district", "neighbour", "province", "centre", "auditor", "finance", "expert",
    "expert2", "expert-city", "bank", "firm", "admin",
)  # fmt: skip
SHUT = {302, 403, 404, 405, 409}


def enter(name):
    browser = Client(raise_request_exception=True)
    if name:
        browser.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return browser


def sees(name, place):
    """What the scope tree says of this account and place, worked out beside the code under test."""
    for m in Membership.objects.filter(user__username=name).select_related("office"):
        if m.office.level == "centre":
            return True
        if m.office.level != "body" and m.office.place and place in Places(frozenset({m.office.place})):
            return True
    return False


def test_there_are_routes_of_every_kind():
    assert {a.split("/")[2] for a in ADDRESSES} == set(KEYS)
    assert len(ADDRESSES) > 35


@pytest.mark.parametrize("name", ACCOUNTS)
def test_nobody_reaches_the_case_of_a_city_they_do_not_cover(two_cities, name):
    browser = enter(name)
    for route in ADDRESSES:
        for place in CITIES:
            address = route.format(place=place)
            own = "/reviews/" in route and name in ("expert", "expert2")
            if sees(name, place) or own:
                continue
            for verb in (browser.get, browser.post):
                assert verb(address).status_code in SHUT, (name, address)


@pytest.mark.parametrize("name", ACCOUNTS)
def test_whoever_covers_a_city_gets_an_answer_and_never_a_crash(two_cities, name):
    browser = enter(name)
    for route in ADDRESSES:
        for place in CITIES:
            assert browser.get(route.format(place=place)).status_code < 500, (name, route)


def test_a_stranger_is_sent_to_sign_in_everywhere(two_cities):
    browser = enter("")
    for route in ADDRESSES:
        for place in CITIES:
            for verb in (browser.get, browser.post):
                assert verb(route.format(place=place)).status_code in SHUT


@pytest.mark.parametrize("name", [a for a in ACCOUNTS if a not in ("centre", "expert", "expert2")])
def test_nobody_but_the_panel_sees_a_review(two_cities, name):
    browser = enter(name)
    for place in CITIES:
        assert browser.get(f"/programme/reviews/nom:doors:{place}/").status_code == 404
        for kind in ("sheet_locked", "conflict_declared", "panel_seated"):
            rows = access.facts_for(User.objects.get(username=name)).filter(kind=kind)
            assert not rows.exists(), (name, kind)


@pytest.mark.parametrize("name", ACCOUNTS)
def test_lists_hold_only_what_the_door_lets_through(two_cities, name):
    """The list, the export of the list and the case give one answer about every city."""
    browser = enter(name)
    page = browser.get("/programme/roads/")
    table = browser.get("/programme/roads/?export=csv")
    for place in CITIES:
        seen = sees(name, place)
        link = f"/programme/roads/nom:doors:{place}/"
        assert (link in page.text) == seen, (name, place)
        text = b"".join(table.streaming_content) if table.streaming else table.content
        assert (place.encode() in text) == seen
        table = browser.get("/programme/roads/?export=csv")
        assert (browser.get(link).status_code == 200) == seen


def test_roles_that_exclude_each_other_are_refused_when_granted_and_when_acting(two_cities):
    user, office = User.objects.get(username="expert"), User.objects.get(username="officer").memberships.get().office
    got = access.grant(user=user, office=office, role=access.Role.OFFICER, by="test")
    assert got.reasons[0].code == "roles-exclude-each-other"
    Membership.objects.create(user=user, office=office, role="officer", granted_by="slipped in")
    browser = enter("expert")
    road = "/programme/roads/nom:doors:990100"
    for address in (f"{road}/receive/", f"{road}/plan/"):
        assert browser.post(address, {"amount": "1"}).status_code == 403


def test_an_experts_office_opens_nothing_whatever_its_level(two_cities):
    """An expert employed at the centre, or in a city, would else read every application and every sheet past the panel's door."""
    user = User.objects.get(username="expert")
    for code, level, place in (("x-centre", "centre", ""), ("x-city", "city", "990100")):
        office = access.Office.objects.create(code=code, name_zh=code, name_en=code, place=place, level=level)
        assert isinstance(access.grant(user=user, office=office, role=access.Role.EXPERT, by="test"), Membership)
    user = User.objects.get(username="expert")
    assert not access.visible_places(user)
    assert not access.facts_for(user).exists()
    browser = enter("expert")
    for place in CITIES:
        assert browser.get(f"/programme/roads/nom:doors:{place}/").status_code == 404
        assert browser.get(f"/api/v1/programme/cases/nom:doors:{place}").status_code == 404


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("expert", "finance"), ("expert", "checker"), ("expert", "admin"), ("officer", "certifier"), ("admin", "officer"),
        ("admin", "finance"), ("admin", "centre"), ("auditor", "member"),
    ],
)  # fmt: skip
def test_roles_with_a_scope_of_their_own_or_that_write_exclude_those_that_judge_or_manage(one, other):
    assert frozenset({access.Role(one), access.Role(other)}) in INCOMPATIBLE
