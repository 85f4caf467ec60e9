"""Funds at a glance: the same figures as on each fund's own page, in as many queries for ten funds as for one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ipops.kernel.money import Money
from ipops.lines.pledge.app import selectors
from ipops.lines.pledge.app.glance_of_funds import glances
from ipops.lines.pledge.app.models import Fund
from ipops.lines.pledge.rules import assessing
from ipops.lines.pledge.rules.pool import near
from ipops.lines.pledge.rules.scheming import scheme_of

from .conftest import approved, failed, fund, yuan

pytestmark = pytest.mark.db
TODAY = date(2025, 6, 30)


def test_says_what_the_page_of_each_fund_says(city: Any) -> None:
    deyang = fund("deyang", scheme="deyang-2019", payer="public", name="德阳式（演示）")
    zhongshan = fund("zhongshan")
    approved(failed(fund_code=zhongshan))
    seen = {g.fund.fund: g for g in glances(Fund.objects.order_by("fund"), TODAY)}
    assert len(seen) == 2
    for row in Fund.objects.all():
        around = selectors.around(row, bank="", firm="", on=TODAY)
        told = assessing.of_fund(around)
        assert seen[row.fund].pending == selectors.pending(row)
        assert seen[row.fund].after == row.balance - selectors.pending(row).known
        assert seen[row.fund].lines == near(scheme_of(row.scheme, tuple(row.terms)), told, TODAY, row.states)
    assert seen[deyang].lines[0].left == "¥5,000,000.00", "nothing is overdue under it"
    assert seen[zhongshan].pending.known > Money(0)


def test_reads_loans_and_claims_once_for_all_funds(city: Any, django_assert_num_queries: Any) -> None:
    for n in range(5):
        fund(f"fund{n}", name=f"资金{n}（演示）", scheme="deyang-2019", payer="public")
    with django_assert_num_queries(3):
        made = glances(Fund.objects.all(), TODAY)
    assert [g.after for g in made] == [yuan(2_000_000)] * 5
