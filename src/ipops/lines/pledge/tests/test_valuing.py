"""What a valuation is for and until when it may be used, from the report to the drawing."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from ipops.lines.pledge.app import services
from ipops.lines.pledge.app.models import Application
from ipops.lines.pledge.facts.words import Approach

from .conftest import TODAY, agreed, by, codes, drawn, registered, stored, words, yuan

pytestmark = pytest.mark.db


class TestAValuation:
    """Edge case 25: the valuation is older than its limit on the day of the drawing."""

    def value(self, loan, until, today, reference):
        return services.collateral_value(
            application=loan.application, appraiser=None, by_bank=True, report_on=today,
            approaches=(Approach.INCOME, Approach.COST), values=(yuan(2_000_000), yuan(1_600_000)),
            settled=yuan(1_600_000), signers=0, why_one="", purpose="质押", holds_until=until,
            by=by(reference, "user:bank", today=today),
        )  # fmt: skip

    def test_that_is_too_old_stops_a_drawing_until_there_is_a_new_one(self, city):
        loan = registered(agreed(maximum=True))
        assert codes(self.value(loan, date(2025, 6, 2), TODAY, "v0")) == ["holds-before"]
        with time_machine.travel("2025-06-12 12:00:00+08:00"):
            stored(self.value(loan, date(2025, 6, 12), date(2025, 6, 12), "v1"))
            row = Application.objects.get()
            assert (row.stage, row.valued_until, row.valued_for) == ("agreed", date(2025, 6, 12), "质押")
        with time_machine.travel("2025-06-13 12:00:00+08:00"):
            late, given = date(2025, 6, 13), {"loan": loan.loan, "drawing": "", "amount": yuan(1)}
            day = {"on": late, "due_on": date(2026, 6, 2)}
            assert codes(services.loan_draw(**given, **day, by=by("d1", today=late))) == ["valuation-stale"]
            stored(self.value(loan, date(2026, 6, 12), late, "v2"))
            stored(services.loan_draw(**given, **day, by=by("d2", today=late)))

    def test_whose_report_states_no_limit_is_told_as_unknown_and_stops_nothing(self, city):
        loan = registered(agreed())
        assert Application.objects.get().valued_until is None
        stored(drawn(loan))

    def test_is_entered_and_shown_with_its_purpose_and_its_limit(self, enter):
        loan = agreed()
        page = words(enter("bank").get(f"/pledge/applications/{loan.application}/?lang=en"))
        assert "whether it is too old is unknown" in page
        row = Application.objects.get()
        given = {
            "reference": "r", "stands_at": row.folded_to, "by_bank": "on", "report_on": "2025-06-01", "income": "200万元",
            "cost": "160万元", "settled": "160万元", "signers": "0", "purpose": "质押融资", "holds_until": "2026-05-31",
        }  # fmt: skip
        answer = enter("bank").post(f"/pledge/applications/{loan.application}/do/value/", given)
        assert answer.status_code == 302, words(answer)
        page = words(enter("bank").get(f"/pledge/applications/{loan.application}/?lang=zh"))
        assert "2026年5月31日" in page
        assert "质押融资" in page
