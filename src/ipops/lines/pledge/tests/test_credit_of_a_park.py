"""A park's credit: who sees it, and how it greets the park on the home page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ipops.ledger.facts.words import PartyKind
from ipops.lines.pledge.app import services
from ipops.lines.pledge.app.glancing import glances
from ipops.webkit.models import User

from .conftest import BANK, FIRM, OTHER, by, stored, words, written, yuan

pytestmark = pytest.mark.db
PARK = "91990101NK3EFJHM0W"  # of the demo account "park"
TODAY = date(2025, 6, 3)


def given(reference: str, *, park: str = PARK, until: date | None = None, amount: int = 5_000_000) -> None:
    stored(
        services.credit_give(
            park=written(park, PartyKind.OTHER, "示范园区"), bank=written(BANK, PartyKind.BANK), place="990101",
            amount=yuan(amount), each=None, firms=(FIRM,), until=until, by=by(reference, document="ab" * 32),
        )
    )  # fmt: skip


def test_greets_the_park_with_what_still_runs(enter: Any) -> None:
    browser = enter("park")
    given("open")
    given("runs", until=date(2025, 6, 4), amount=3_000_000)
    given("over", until=TODAY)
    given("anothers", park=OTHER)
    told = [(g.title.en, g.value) for g in glances(User.objects.get(username="park"), TODAY)]
    assert told == [
        ("Collective credits in force", 2),
        ("Their limit", yuan(8_000_000)),
        ("The first runs until", date(2025, 6, 4)),
    ]
    assert "有效的集合授信" in browser.get("/").text
    page = words(browser.get("/pledge/credits/"))
    assert page.count("示范银行") >= 3
    assert "300万元" in page
    assert list(glances(User.objects.get(username="university"), TODAY)) == []


def test_is_listed_for_its_place_and_its_parties_alone(enter: Any) -> None:
    given("one")
    assert "500万元" in words(enter("clerk").get("/pledge/credits/"))
    assert "500万元" in words(enter("bank").get("/pledge/credits/"))
    assert "还没有集合授信" in words(enter("neighbour").get("/pledge/credits/"))
    assert "还没有集合授信" in words(enter("university").get("/pledge/credits/"))
