"""What a bank tells besides its money, by API and by table: extension, filing with the fund, the call, the fixing of claims."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ipops.ledger.facts.words import PartyKind
from ipops.lines.pledge.app.models import Loan
from ipops.lines.pledge.facts.words import Security
from ipops.webkit import journal

from .conftest import BANK, OTHER, agreed, drawn, failed, fund, registered, stored, token, words, written

pytestmark = pytest.mark.db
DAY = "2025-06-03"
GUARANTEED = (written(OTHER, PartyKind.GUARANTOR, "示范担保"), Security.JOINT)


def report(loan: Loan, kind: str, who: str = "bank", **given: Any) -> Any:
    told = {"reference": f"B-{kind}", "kind": kind, "on": DAY} | given
    return Client().post(
        f"/api/v1/pledge/loans/{loan.loan}/reports", told, content_type="application/json", **token(who)
    )


def twice(loan: Loan, kind: str, **given: Any) -> dict[str, Any]:
    """The report sent twice: the second answer is the first, and nothing is stored for it."""
    first = report(loan, kind, **given)
    assert first.status_code == 200, first.text
    size = journal.size()
    again = report(loan, kind, **given)
    assert (again.status_code, again.json()) == (200, first.json())
    assert journal.size() == size
    got: dict[str, Any] = first.json()
    return got


def refused(answer: Any) -> list[str]:
    assert answer.status_code == 409, answer.text
    return [r["code"] for r in answer.json()["reasons"]]


class TestByApi:
    def test_an_extension_is_told_once_and_moves_the_due_day(self, enter):
        loan = registered(agreed(security=GUARANTEED))
        stored(drawn(loan))
        told = twice(loan, "extend", due_on="2026-12-02")
        assert told["due_on"] == "2026-12-02"
        loan.refresh_from_db()
        assert loan.guaranteed_due == date(2026, 6, 2), "the guarantor did not consent"
        assert refused(report(loan, "extend", due_on="2027-06-02")) == ["reference-taken"]
        assert refused(report(loan, "extend", reference="x")) == ["due-missing"]
        assert refused(report(loan, "extend", reference="x", due_on="2026-12-01")) == ["no-later-day"]

    def test_a_consent_is_a_paper_that_was_stored(self, enter):
        loan = registered(agreed(security=GUARANTEED))
        stored(drawn(loan))
        given = {"due_on": "2026-12-02", "guarantor_consents": True}
        assert refused(report(loan, "extend", **given)) == ["consent-missing"]
        assert report(loan, "extend", document="ab" * 32, **given).status_code == 404
        paper = SimpleUploadedFile("同意书.pdf", b"%PDF-1.4 consent", content_type="application/pdf")
        kept = Client().post("/api/v1/documents", {"file": paper}, **token("bank"))
        assert kept.status_code in (200, 201), kept.text
        twice(loan, "extend", document=kept.json()["sha256"], **given)
        loan.refresh_from_db()
        assert loan.guaranteed_due == date(2026, 12, 2)

    def test_a_filing_opens_the_loan_to_the_office(self, enter):
        code, loan = fund(), registered(agreed())
        stored(drawn(loan))
        assert enter("clerk").get(f"/api/v1/pledge/loans/{loan.loan}").status_code == 404
        assert twice(loan, "file", fund=code)["fund"] == code
        assert enter("clerk").get(f"/api/v1/pledge/loans/{loan.loan}").status_code == 200
        assert refused(report(loan, "file", reference="x", fund=code)) == ["filed-already"]
        assert refused(report(loan, "file", reference="y", fund="no")) == ["no-such-fund"]

    def test_the_guarantor_is_called_once(self, enter):
        loan = registered(agreed(security=GUARANTEED))
        stored(drawn(loan))
        assert refused(report(loan, "call")) == ["not-from-here"]
        assert report(loan, "overdue", amount_fen=100).status_code == 200
        twice(loan, "call", enforced_first=True)
        loan.refresh_from_db()
        assert (loan.called_on, loan.enforced_first) == (date(2025, 6, 3), True)

    def test_without_a_guarantor_nobody_is_called(self, enter):
        assert refused(report(failed(), "call")) == ["no-guarantor"]

    def test_the_claims_of_a_maximum_pledge_are_fixed_once(self, enter):
        loan = registered(agreed(maximum=True))
        stored(drawn(loan, 600_000))
        told = twice(loan, "fix", ground="no_new", why="授信合同已解除", interest_fen=100)
        assert (told["fixed_fen"], told["first_fen"]) == (60_000_100, 60_000_100)
        assert refused(report(loan, "fix", reference="x")) == ["ground-missing"]
        assert refused(report(loan, "draw", amount_fen=1, due_on="2026-06-02")) == ["claims-fixed"]

    def test_another_body_finds_no_loan_and_the_description_names_every_kind(self, enter):
        loan = registered(agreed())
        assert report(loan, "extend", "insurer", due_on="2026-12-02").status_code == 404
        told = Client().get("/api/v1/openapi.json", **token("bank")).json()["components"]["schemas"]["ReportIn"]
        assert {"extend", "file", "call", "fix"} < {*told["properties"]["kind"]["enum"]}
        assert {"fund", "ground", "guarantor_consents", "enforced_first", "document"} < {*told["properties"]}


class TestByTable:
    HEADS = "报送编号,贷款编号,报送事项,发生日,本金金额,到期日,资金编号,保证人书面同意,已先就质物求偿,确定事由,说明"

    def upload(self, browser: Client, rows: list[str]) -> str:
        text = "\n".join([self.HEADS, *rows])
        file = SimpleUploadedFile("报送.csv", text.encode("utf-8-sig"), content_type="text/csv")
        return words(browser.post("/pledge/upload/", {"bank": BANK, "paper": file}))

    def test_each_kind_is_stored_once_and_what_needs_a_paper_is_not_told_by_a_table(self, enter):
        code, loan = fund(), registered(agreed(maximum=True, security=GUARANTEED))
        bank, a = enter("bank"), loan.loan
        rows = [
            f"T-1,{a},放款,{DAY},300000,2026-06-02,,,,,",
            f"T-2,{a},备案,{DAY},,,{code},,,,",
            f"T-3,{a},展期,{DAY},,2026-12-02,,,,,",
            f"T-4,{a},展期,{DAY},,2027-06-02,,是,,,",
            f"T-5,{a},逾期,{DAY},100,,,,,,",
            f"T-6,{a},向保证人主张,{DAY},,,,,是,,",
            f"T-7,{a},债权确定,{DAY},,,,,,查封扣押,",
            f"T-8,{a},债权确定,{DAY},,,,,,新的债权不可能发生,合同已解除",
        ]
        page = self.upload(bank, rows)
        assert re.search(r"新记入\s+6", page), page
        assert "请附保证人的书面同意" in page
        assert "请附法院的通知或裁定等文书" in page
        size = journal.size()
        assert re.search(r"已有\s+6", self.upload(bank, rows))
        assert journal.size() == size
        loan.refresh_from_db()
        assert (loan.fund, loan.due_on, loan.enforced_first) == (code, date(2026, 12, 2), True)
        assert (loan.fixed_ground, loan.fixed_fen) == ("no_new", 30_000_000)
