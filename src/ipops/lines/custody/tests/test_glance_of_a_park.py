"""What the home page tells a park of its firms in custody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from .conftest import draft, served, signed

pytestmark = pytest.mark.db
PARK = "P:91990101NK3EFJHM0W"  # of the demo account "park"
TODAY = date(2024, 6, 3)


def told(name: str) -> dict[str, tuple[Any, str, str]]:
    from ipops.lines.custody.app.glancing import glances
    from ipops.webkit.models import User

    return {g.title.en: (g.value, g.mark, g.href) for g in glances(User.objects.get(username=name), TODAY)}


def test_counts_firms_once_those_not_served_and_contracts_that_end(enter: Any) -> None:
    """Three firms: one with two contracts, one not served yet, one whose contract ran out; two of others are not the park's."""
    from ipops.webkit import journal

    facts = [
        signed("C1", "P:甲", park=PARK, until=date(2024, 9, 1)),
        served("C1", "P:甲"),
        signed("C2", "P:甲", park=PARK, until=date(2024, 9, 2)),
        served("C2", "P:甲"),
        signed("C3", "P:乙", park=PARK),
        signed("C4", "P:丙", park=PARK, until=date(2024, 6, 1)),
        served("C4", "P:丙"),
        signed("C5", "P:丁", park="P:别的园区", until=date(2024, 6, 10)),
        signed("C6", "P:戊", until=date(2024, 6, 10)),
    ]
    journal.append([draft(x, f"g{i}") for i, x in enumerate(facts)], by="t")
    browser, seen = enter("park"), told("park")
    assert seen["Firms of the park in custody"][:2] == (3, "")
    assert seen["Firms not served yet"][:2] == (1, "due")
    assert seen["Contracts to renew within ninety days"][:2] == (2, "late")
    listed = browser.get(seen["Contracts to renew within ninety days"][2]).text
    assert [c for c in ("C1", "C2", "C3", "C4", "C5", "C6") if f"/custody/contracts/{c}/" in listed] == ["C1", "C4"]
    assert "园区受托企业" in browser.get("/").text
    enter("bank")
    assert "Firms of the park in custody" not in told("bank")
