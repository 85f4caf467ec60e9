"""What falls due, over the API: one right, a party's list, its calendar and its sheet; each reader sees only its own."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from typer.testing import CliRunner

from ipops.kernel.money import Money
from ipops.ledger.facts import AnnuityPaid, PartyRegistered, RightFiled, RightGranted, Withdrawn
from ipops.ledger.facts.words import PartyKind, RightKind
from ipops.site.commands.docket import app
from ipops.webkit import access, docket, journal
from ipops.webkit.access import Level, Role
from tests.webkit.conftest import draft
from tests.webkit.test_access import HERE, NEXT_DOOR, office, person

pytestmark = [pytest.mark.db, pytest.mark.django_db]
ONE, TWO, OWNER = "CN201819900001.7", "TM99000001", "P:甲"
DAY = "2026-03-01"


@pytest.fixture(autouse=True)
def _city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path))
    facts = (
        PartyRegistered(on=date(2010, 1, 1), party=OWNER, kind_of_party=PartyKind.ENTERPRISE, name="甲公司", place=HERE),
        RightFiled(on=date(2018, 3, 15), right=ONE, kind_of_right=RightKind.INVENTION, title="装置", owners=(OWNER,), place=HERE, published_on=date(2019, 9, 1)),
        RightGranted(on=date(2020, 5, 10), right=ONE),
        AnnuityPaid(on=date(2025, 3, 1), right=ONE, year=8, paid=Money.yuan(2000)),
        RightFiled(on=date(2016, 1, 1), right=TWO, kind_of_right=RightKind.TRADEMARK, title="山河", owners=(OWNER,), place=HERE),
        RightGranted(on=date(2017, 1, 14), right=TWO),
    )  # fmt: skip
    journal.append([draft(f, str(i)) for i, f in enumerate(facts)], by="test")


def client(role: Role = Role.OFFICER, place: str = HERE) -> Client:
    user = person(f"{role}-{place}", role, office(f"{role}-{place}", place, Level.CITY))
    return Client(headers={"authorization": f"Bearer {access.token_make(user=user, name='t')}"})


def get(path: str, status: int = 200, *, of: Client | None = None, **asked: Any) -> Any:
    answer = (of or client()).get(f"/api/v1{path}", {"on": DAY, **asked})
    assert answer.status_code == status, answer.content[:300]
    return answer


class TestARight:
    def test_has_its_docket_as_the_command_prints_it(self):
        told = get(f"/rights/{ONE}/docket").json()
        assert told == docket.docket_of(ONE, date(2026, 3, 1)).as_json()
        (annuity,) = [i for i in told["items"] if i["rule"] == "P-16"]
        assert (annuity["patent_year"], annuity["amount_fen"]) == (9, 200_000)

    @pytest.mark.parametrize("right", [ONE, TWO])
    @pytest.mark.parametrize("day", ["2024-02-29", "2026-03-01", "2026-05-20", "2026-12-31"])
    def test_is_told_alike_by_the_command_and_over_the_api(self, right, day):
        done = CliRunner().invoke(app, ["due", "--right", right, "--on", day, "--json"], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        assert json.loads(done.stdout) == get(f"/rights/{right}/docket", on=day).json()

    def test_of_next_door_is_not_there(self):
        get(f"/rights/{ONE}/docket", 404, of=client(Role.OFFICER, NEXT_DOOR))
        get("/rights/nothing/docket", 404)

    def test_forgets_a_withdrawn_payment(self):
        n = journal.size()
        (paid,) = journal.append([draft(AnnuityPaid(on=date(2026, 2, 1), right=ONE, year=9, paid=Money.yuan(2000)), "p")], by="test")  # fmt: skip
        assert paid.n == n + 1
        years = [
            i["patent_year"] for i in get(f"/rights/{ONE}/docket", months=1).json()["items"] if i["rule"] == "P-16"
        ]
        assert years == [10]
        journal.append([draft(Withdrawn(on=date(2026, 2, 2), why="误录"), "w", supersedes=paid.n)], by="test")
        years = [i["patent_year"] for i in get(f"/rights/{ONE}/docket", of=client(Role.CLERK), months=1).json()["items"] if i["rule"] == "P-16"]  # fmt: skip
        assert years == [9]


class TestAParty:
    def test_has_one_list_of_all_its_rights_by_day(self):
        told = get(f"/parties/{OWNER}/docket").json()
        assert told["rights"] == 2
        days = [i["due_on"] for i in told["items"] if i["due_on"]]
        assert days == sorted(days)
        assert {"P-16", "T-06", "T-08"} <= {i["rule"] for i in told["items"]}

    def test_of_many_rights_comes_in_pages(self):
        """No number of rights is too many for the list: what a page leaves off stands on the next."""
        officer, path = client(), f"/parties/{OWNER}/docket"
        whole, seen, after = get(path, of=officer).json(), [], {}
        for _ in range(2):
            page = get(path, of=officer, limit=1, **after).json()
            assert page["rights"] == 2
            seen += page["items"]
            after = {"after": page["next_after"]}
        assert (page["next_after"], whole["next_after"]) == (None, None)
        assert sorted(map(str, seen)) == sorted(map(str, whole["items"]))
        assert get(path, of=officer, after="zzz").json()["items"] == []
        get(path, 422, of=officer, limit=2_001)

    def test_has_a_calendar(self):
        answer = get(f"/parties/{OWNER}/docket.ics")
        assert answer["Content-Type"].startswith("text/calendar")
        assert answer.content.decode().count("BEGIN:VEVENT") >= 2

    def test_has_a_sheet_with_real_days_and_numbers(self):
        answer = get(f"/parties/{OWNER}/docket.xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        head, *body = list(sheet.values)
        assert head[:2] == ("应办日", "权利号")
        annuity = next(r for r in body if r[1] == ONE and r[4] == 2000)
        assert annuity[0].date() == date(2026, 3, 16)

    def test_a_sheet_is_an_export_that_not_every_role_may_make(self):
        get(f"/parties/{OWNER}/docket.xlsx", 403, of=client(Role.CLERK))

    def test_of_next_door_is_not_there(self):
        neighbour = client(Role.OFFICER, NEXT_DOOR)
        for form in ("", ".ics", ".xlsx"):
            get(f"/parties/{OWNER}/docket{form}", 404, of=neighbour)

    def test_a_day_out_of_reach_is_a_problem(self):
        get(f"/parties/{OWNER}/docket", 422, on="1700-01-01")


def test_the_command_lists_and_writes_the_same(tmp_path):
    ics, xlsx = tmp_path / "a.ics", tmp_path / "a.xlsx"
    words = ["list", "--owner", OWNER, "--on", DAY, "--ics", str(ics), "--xlsx", str(xlsx), "--lang", "en"]
    done = CliRunner().invoke(app, words, catch_exceptions=False)
    assert done.exit_code == 0
    assert "pay the annuity" in ics.read_text(encoding="utf-8")
    assert next(iter(openpyxl.load_workbook(xlsx).active.values))[0] == "due on"
