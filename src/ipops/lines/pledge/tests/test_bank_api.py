"""A bank decides on credit, writes off and attests its month over the API, once per reference, for itself alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from ipops.lines.pledge.app import services
from ipops.lines.pledge.app.models import Application, Loan, Month
from ipops.lines.pledge.facts.words import Approach
from ipops.webkit import journal

from .conftest import BANK, CLEAR, asked, by, failed, stored, token, yuan

pytestmark = pytest.mark.db


def post(address: str, who: str = "bank", **told: Any) -> Any:
    return Client().post(f"/api/v1/pledge/{address}", told, content_type="application/json", **token(who))


def reasons(answer: Any) -> list[str]:
    return [r["code"] for r in answer.json()["reasons"]]


def valued() -> str:
    app = asked()
    stored(services.finance_screen(application=app, meets=True, why="", by=by("screen")))
    stored(services.title_look(application=app, answers=CLEAR, by=by("look")))
    value = yuan(2_000_000)
    stored(
        services.collateral_value(
            application=app, appraiser=None, by_bank=True, report_on=date(2025, 5, 20),
            approaches=(Approach.INCOME, Approach.COST), values=(value, value), settled=value, signers=0, why_one="",
            by=by("value"),
        )
    )  # fmt: skip
    return app


GRANT = {
    "reference": "G-1", "bank": BANK, "amount_fen": 100_000_000, "ip_fen": 100_000_000, "rate_bp": 385, "term_months": 12,
}  # fmt: skip


def test_credit_is_granted_once_and_as_it_was_told(enter):
    app = valued()
    first = post(f"applications/{app}/grant", **GRANT)
    assert (first.status_code, first.json()["stage"]) == (200, "granted"), first.text
    row = Application.objects.get()
    assert (row.granted_fen, row.granted_ip_fen, row.rate_bp) == (100_000_000, 100_000_000, 385)
    size = journal.size()
    assert post(f"applications/{app}/grant", **GRANT).json() == first.json()
    for other in ({"rate_bp": 400}, {"amount_fen": 200_000_000}, {"why": "别的话"}):
        answer = post(f"applications/{app}/grant", **GRANT | other)
        assert (answer.status_code, reasons(answer)) == (409, ["reference-taken"]), other
    assert post(f"applications/{app}/grant", **GRANT | {"reference": "G-2"}).status_code == 409
    assert journal.size() == size


def test_credit_is_declined_with_a_reason_and_by_nobody_elses_bank(enter):
    app = valued()
    no = {"reference": "D-1", "bank": BANK, "why": "现金流不足"}
    assert post(f"applications/{app}/decline", **no | {"why": ""}).status_code == 422
    assert post(f"applications/{app}/decline", "firm", **no).status_code in (403, 404)
    assert post(f"applications/{app}/decline", "insurer", **no).status_code in (403, 404)
    assert post(f"applications/{app}/decline", **no).json()["stage"] == "refused"
    assert post(f"applications/{app}/grant", **GRANT).status_code == 409


def test_a_loan_is_written_off_for_good(enter):
    loan = failed()
    told = {"reference": "W-1", "why": "无可执行财产", "sure": True}
    assert post(f"loans/{loan.loan}/write-off", **told | {"sure": False}).status_code == 422
    assert post(f"loans/{loan.loan}/write-off", "insurer", **told).status_code in (403, 404)
    first = post(f"loans/{loan.loan}/write-off", **told)
    assert first.json() == {"loan": loan.loan, "stage": "written_off"}, first.text
    size = journal.size()
    assert post(f"loans/{loan.loan}/write-off", **told).json() == first.json()
    assert reasons(post(f"loans/{loan.loan}/write-off", **told | {"why": "别的"})) == ["reference-taken"]
    assert journal.size() == size
    assert Loan.objects.get(loan=loan.loan).stage == "written_off"


MONTH = {
    "reference": "M-1", "month": "2025-05-01", "bank": BANK, "place": "990101", "plan_fen": 1_000_000_000, "ip_loans_fen": 100_000_000,
    "ip_npl_fen": 5_000_000, "npl_ratio_bp": 120, "attested_by": "普惠金融部",
}  # fmt: skip


def test_a_month_is_attested_by_the_bank_itself_and_once(enter):
    assert post("months", "insurer", **MONTH).status_code == 403
    first = post("months", **MONTH)
    assert (first.status_code, first.json()["plan_fen"], first.json()["used_fen"]) == (200, 1_000_000_000, None), (
        first.text
    )
    size = journal.size()
    assert post("months", **MONTH).json() == first.json()
    assert reasons(post("months", **MONTH | {"ip_npl_fen": 1})) == ["reference-taken"]
    assert reasons(post("months", **MONTH | {"reference": "M-2"})) == ["month-told"]
    assert reasons(post("months", **MONTH | {"reference": "M-3", "month": "2025-04-01", "ip_npl_fen": 10**12})) == [
        "more-bad-than-lent"
    ]
    assert journal.size() == size
    assert Month.objects.get().npl_ratio_bp == 120
