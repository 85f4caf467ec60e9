"""A firm asks for pledge finance with its own token; the day an office accepted a registration is told, and its clock counts from it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ipops.lines.pledge.app import services
from ipops.lines.pledge.app.models import Application, Registration
from ipops.lines.pledge.facts import RecoveryReceived
from ipops.lines.pledge.facts.words import Channel
from ipops.lines.pledge.rules.channels import examined_by
from ipops.webkit import journal, refold

from .conftest import (
    BANK,
    CLEAR,
    FIRM,
    OTHER,
    PATENT,
    TODAY,
    agreed,
    approved,
    by,
    codes,
    failed,
    stored,
    token,
    words,
    yuan,
)

pytestmark = pytest.mark.db
DAY = "2025-06-03"


@pytest.fixture
def own(enter: Any) -> Any:
    """The firm's people act for the firm of the tests."""
    from ipops.webkit.models import Office

    Office.objects.filter(code="demo-firm").update(party=f"P:{FIRM}")
    return enter


def paper(who: str) -> str:
    file = SimpleUploadedFile("授权书.txt", f"企业授权书（演示）{who}".encode(), content_type="text/plain")
    got = Client().post("/api/v1/documents", {"file": file}, **token(who))
    assert got.status_code == 200, got.text
    return str(got.json()["sha256"])


def ask(who: str = "firm", **more: Any) -> Any:
    given = {
        "reference": "F-1", "firm": FIRM, "authorised_on": "2025-05-30", "rights": [PATENT], "amount_fen": 100_000_000,
        "ip_fen": 100_000_000, "term_months": 12, "bank": BANK, "bank_name": "示范银行",
    }  # fmt: skip
    told = given | {"document": more.pop("document", None) or paper(who)} | more
    return Client().post("/api/v1/pledge/applications", told, content_type="application/json", **token(who))


def refused(answer: Any, status: int = 409) -> list[str]:
    assert answer.status_code == status, answer.text
    return [r["code"] for r in answer.json()["reasons"]]


class TestAnApplication:
    def test_is_sent_by_the_firm_once_and_read_back(self, own):
        first = ask()
        assert first.status_code == 200, first.text
        got, size = first.json(), journal.size()
        assert (got["stage"], got["firm"], got["amount_fen"]) == ("asked", f"P:{FIRM}", 100_000_000)
        again = ask()
        assert (again.status_code, again.json()) == (200, got), "sent twice it changes nothing"
        assert journal.size() == size
        for other in ({"amount_fen": 90_000_000}, {"term_months": 24}, {"bank": OTHER, "bank_name": "别的"}):
            assert refused(ask(**other)) == ["reference-taken"]
        assert (journal.size(), Application.objects.count()) == (size, 1)
        read = Client().get(f"/api/v1/pledge/applications/{got['application']}", **token("firm"))
        assert read.json() == got

    def test_of_another_firm_is_refused_and_not_stored(self, own):
        size = journal.size()
        assert refused(ask(firm=OTHER, firm_name="他人", place="990102")) == ["other-place"]
        assert refused(ask("bank")) == ["other-place"], "a bank does not ask in a firm's name"
        assert journal.size() == size

    def test_needs_the_firms_authorisation_and_what_the_form_asks(self, own):
        assert ask(document="0" * 64).status_code == 404
        assert ask(term_months=0).status_code == 422
        assert refused(ask(pledgor_kind="nobody"), 422) == ["form"]
        assert refused(ask(authorised_on="2030-01-01")), "authorised ahead of today"
        assert Application.objects.count() == 0

    def test_is_entered_by_a_clerk_of_the_place_as_well(self, own):
        assert ask("clerk").status_code == 200


class TestTheDayOfAcceptance:
    @pytest.fixture
    def pledge(self, own: Any) -> Any:
        loan = agreed()
        stored(
            services.pledge_file(
                pledge=loan.pledge, channel=Channel.WINDOW, answers=CLEAR, on=date(2025, 6, 2), by=by("file")
            )
        )
        return loan.pledge

    def test_moves_what_counts_from_it_and_nothing_else(self):
        def last(kinds, accepted_on=None):
            return examined_by(date(2025, 6, 3), kinds, "window", "990101", accepted_on).last_day

        assert last(["copyright"]) == date(2025, 6, 13)
        assert last(["copyright"], date(2025, 6, 6)) == date(2025, 6, 16)
        assert last(["invention"], date(2025, 6, 6)) == last(["invention"]), "five working days from the filing"

    def test_is_the_offices_to_say_by_a_notice_and_lies_after_the_filing(self, pledge):
        def accept(**more: Any) -> Any:
            given = {"pledge": pledge, "on": date(2025, 6, 3), "notice_no": "受-1", "by": by("acc")}
            return services.pledge_accept(**given | more)

        assert codes(accept(notice_no=" ")) == ["notice-missing"]
        assert codes(accept(on=date(2025, 6, 1))) == ["wrong-day"]
        assert codes(accept(on=date(2025, 6, 4))) == ["wrong-day"]
        stored(accept())
        row = Registration.objects.get()
        assert (row.stage, row.accepted_on, row.accepted_no) == ("filed", date(2025, 6, 3), "受-1")
        before = Registration.objects.values().get()
        refold.rebuild(["pledge.registration"])
        assert Registration.objects.values().get() == before
        stored(services.pledge_return(pledge=pledge, why="缺签章", by=by("ret")))
        stored(
            services.pledge_file(pledge=pledge, channel=Channel.WINDOW, answers=CLEAR, on=date(2025, 6, 3), by=by("f2"))
        )
        assert Registration.objects.get().accepted_on is None, "filed again it is accepted again"

    def test_is_told_over_the_api_and_on_the_page(self, pledge, own):
        address = f"/api/v1/pledge/registrations/{pledge}/acceptance"

        def post(who: str = "clerk", **more: Any) -> Any:
            told = {"reference": "A-1", "on": DAY, "notice_no": "受-1"} | more
            return Client().post(address, told, content_type="application/json", **token(who))

        assert post("firm").status_code == 403
        first = post()
        assert (first.status_code, first.json()["accepted_on"]) == (200, DAY), first.text
        size = journal.size()
        assert post().json() == first.json()
        assert refused(post(on="2025-06-02")) == ["reference-taken"]
        assert journal.size() == size
        page = " ".join(words(own("clerk").get(f"/pledge/registrations/{pledge}/")).split())
        assert "登记机构受理日 2025年6月3日 受-1" in page


class TestARecovery:
    def test_and_its_cost_are_told_by_the_bank_once_and_shared_by_what_was_paid(self, enter):
        claim = approved(failed())
        stored(services.claim_pay(claim=claim, party="fund", amount=yuan(540_000), on=TODAY, by=by("p")))

        def post(what: str, who: str = "bank", **told: Any) -> Any:
            address = f"/api/v1/pledge/claims/{claim}/{what}"
            return Client().post(address, {"on": DAY} | told, content_type="application/json", **token(who))

        cost = {"reference": "C-1", "party": "bank", "amount_fen": 1_000_000}
        assert post("costs", **cost).status_code == 200
        back = {"reference": "R-1", "how": "auction", "gross_fen": 10_000_000}
        assert post("recoveries", "firm", **back).status_code in (403, 404)
        first = post("recoveries", **back)
        assert (first.status_code, first.json()["gross_fen"]) == (200, 10_000_000), first.text
        size = journal.size()
        assert post("recoveries", **back).json() == first.json()
        assert post("costs", **cost).status_code == 200
        assert refused(post("recoveries", **back | {"gross_fen": 1})) == ["reference-taken"]
        assert refused(post("recoveries", **back | {"how": "debtor"})) == ["reference-taken"]
        assert journal.size() == size
        (fact,) = [e.fact for e in journal.about(case=claim) if isinstance(e.fact, RecoveryReceived)]
        assert fact.cost == yuan(10_000)
        assert dict(zip(fact.parties, fact.sums, strict=True)) == {"bank": yuan(41_400), "fund": yuan(48_600)}
