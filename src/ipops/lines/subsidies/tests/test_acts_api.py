"""A claim goes from proof to recovery over the API: each act once per reference, by whom its page lets, with its reasons."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from ipops.lines.subsidies.app.models import Claim
from ipops.webkit import journal

from .conftest import divided, filed, opened, paper

pytestmark = pytest.mark.db
TODAY = date.today().isoformat()  # noqa: DTZ011 -- the API knows today as well


def post(browser: Client, claim: str, act: str, **told: Any) -> Any:
    return browser.post(
        f"/api/v1/subsidies/claims/{claim}/{act}", {"reference": f"r-{act}"} | told, content_type="application/json"
    )


def once(browser: Client, claim: str, act: str, other: dict[str, Any], **told: Any) -> dict[str, Any]:
    """The same again changes nothing, another content under its reference is refused."""
    first = post(browser, claim, act, **told)
    assert first.status_code == 200, first.text
    size = journal.size()
    assert post(browser, claim, act, **told).json() == first.json()
    if other:
        again = post(browser, claim, act, **told | other)
        assert (again.status_code, [r["code"] for r in again.json()["reasons"]]) == (409, ["reference-taken"]), other
    assert journal.size() == size
    return dict(first.json())


def test_the_whole_life_of_a_claim(enter):
    clerk, officer, certifier = enter("clerk"), enter("officer"), enter("certifier")
    window = opened()
    claim = filed(window)
    told = {"settled": True, "repaid_on": "2025-01-25", "document": paper()}
    assert post(clerk, claim, "proof", **told | {"document": ""}).status_code == 409
    assert once(clerk, claim, "proof", {"repaid_on": "2025-01-24"}, **told)["settled"] is True
    got = once(clerk, claim, "computation", {})
    assert (got["verdict"], got["total_fen"] > 0) == ("computed", True)
    assert post(officer, claim, "payment", on=TODAY, voucher="凭-1").status_code == 409
    assert divided(window) is None
    assert post(clerk, claim, "grant").status_code == 403
    granted = once(certifier, claim, "grant", {"confirmed": "另有说明"})["granted_fen"]
    assert post(officer, claim, "payment", on="2999-01-01", voucher="凭-1").status_code in (409, 422)
    assert once(officer, claim, "payment", {"voucher": "凭-2"}, on=TODAY, voucher="凭-1")["paid_fen"] == granted
    assert post(clerk, claim, "recall", amount_fen=granted + 1, why="多领").status_code in (403, 409)
    once(officer, claim, "recall", {"amount_fen": 1}, amount_fen=granted, why="材料不实")
    once(officer, claim, "receipts", {"voucher": "别的"}, amount_fen=100, voucher="回-1")
    assert once(officer, claim, "settlement", {}, voucher="回-2")["stage"] == "returned"
    assert Claim.objects.get().stage == "returned"


def test_what_is_stated_is_amended_and_the_end_needs_a_word(enter):
    clerk, officer = enter("clerk"), enter("officer")
    claim = filed(opened())
    given = Claim.objects.get().given
    got = once(clerk, claim, "amendment", {"why": "别的"}, given=given, invoices=["发-1"], why="补发票")
    assert got["invoices"] == ["发-1"]
    assert post(officer, claim, "refusal", why="不符", sure=False).status_code == 422
    assert post(enter("neighbour"), claim, "refusal", why="不符", sure=True).status_code == 404
    assert once(officer, claim, "refusal", {"why": "别的"}, why="不符", sure=True)["stage"] == "refused"
    assert post(clerk, claim, "proof", reference="later", settled=False).status_code == 409
