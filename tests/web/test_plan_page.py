"""The plan of a new city is typed in on a page; what is wrong stands beside its field."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ipops.policy import plan_of_place, plans, shelf
from ipops.webkit.access import Role
from ipops.webkit.models import Membership, Office, User
from ipops.webkit.pages.views import start

pytestmark = [pytest.mark.db, pytest.mark.django_db]
TYPED = {
    "listed": "cn-2020-40",
    "notice": "cn-2020-40",
    "title_zh": "某市实施方案",
    "document": "某政办发〔2021〕1号",
    "day": "2021-02-01",
    "clause": "二、目标",
    "goal_custody_smes": "１，２００",
    "goal_transfers_licences_growth": "22.5",
    "years": "2021年至2023年",
    "base_year": "2020",
    "answer_growth.method": "compound",
    "grain": "quarter",
    "due_days": "15",
}


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(shelf, "_kept_in", lambda: tmp_path)
    return tmp_path


def person(role: Role, level: str = "city", place: str = "370200") -> Client:
    office = Office.objects.create(code=f"o-{place}", name_zh="某局", name_en="office", level=level, place=place)
    user = User.objects.create_user(username=f"u-{role}")
    Membership.objects.create(user=user, office=office, role=str(role))
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, **changed: str) -> Any:
    paper = SimpleUploadedFile("plan.pdf", b"%PDF-1.4 plan", "application/pdf")
    return client.post("/packs/plan/", {**TYPED, "paper": paper, **changed})


def test_what_an_officer_types_is_the_plan_from_then_on(db: None) -> None:
    client = person(Role.OFFICER)
    assert not start.stages()[1].done
    answer = send(client)
    assert (answer.status_code, answer["Location"]) == (302, "/packs/city-370200/")
    plan = plan_of_place("370200")
    assert plan is not None
    assert plan.target("custody_smes").plan == 1200  # type: ignore[union-attr]
    assert {f.kind for f in plan.returns["quarterly"].figures} == {"count", "money", "text"}
    assert start.stages()[1].done
    assert "季度绩效报表" in client.get("/programme/returns/").text


def test_it_comes_back_filled_in_for_its_next_wording(db: None) -> None:
    client = person(Role.OFFICER)
    send(client)
    page = client.get("/packs/plan/").text
    assert 'value="某政办发〔2021〕1号"' in page
    assert 'name="goal_transfers_licences_growth" value="22.5"' in page
    assert '<option value="compound" selected>' in page
    assert 'name="base_year" value="2020"' in page
    (years,) = re.findall(r'name="years" value="([^"]*)"', page)
    assert plans.years_of(years) == (2021, 2023)


def test_it_comes_back_under_the_notice_it_stands_under(db: None) -> None:
    client = person(Role.OFFICER)
    kept = {k: v for k, v in TYPED.items() if not k.startswith(("goal_", "answer_"))}
    paper = SimpleUploadedFile("plan.pdf", b"%PDF-1.4 plan", "application/pdf")
    told = {**kept, "listed": "cn-2019-70", "notice": "cn-2019-70", "paper": paper}
    answer = client.post("/packs/plan/", told)
    assert answer.status_code == 302, re.findall(r'role="alert".*?</section>', answer.text, re.S)
    assert '<option value="cn-2019-70" selected>' in client.get("/packs/plan/").text


def test_a_figure_below_the_floor_is_told_beside_its_field(db: None) -> None:
    answer = send(person(Role.OFFICER), goal_custody_smes="999")
    assert answer.status_code == 422
    assert 'href="#id_goal_custody_smes"' in answer.text
    assert plan_of_place("370200") is None


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("goal_custody_smes", "很多"),
        ("years", "2023-2021"),
        ("base_year", "20"),
        ("day", "2021-02-30"),
        ("due_days", ""),
        ("notice", "cn-2019-70"),
        ("document", ""),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_field(db: None, field: str, typed: str) -> None:
    answer = send(person(Role.OFFICER), **{field: typed})
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in answer.text
    assert plan_of_place("370200") is None


@pytest.mark.parametrize(
    ("role", "level", "place", "opens"),
    [
        (Role.ADMIN, "city", "370200", True),
        (Role.OFFICER, "district", "310115", True),
        (Role.OFFICER, "district", "370202", False),
        (Role.OFFICER, "province", "370000", False),
        (Role.CLERK, "city", "370200", False),
        (Role.OFFICER, "city", "990100", False),
    ],
)
def test_only_the_city_itself_puts_its_plan_in(db: None, role: Role, level: str, place: str, opens: bool) -> None:
    assert person(role, level, place).get("/packs/plan/").status_code == (200 if opens else 403)
