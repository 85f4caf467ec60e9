"""A party's page: its counterparties, its rights, and a page also where only facts name it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from ipops.kernel.money import Money
from ipops.ledger.entry import Draft, Entry, Source
from ipops.ledger.facts import LicenceRecorded
from ipops.ledger.facts.words import LicenceKind, Proof, RightKind
from ipops.webkit.pages import partners
from tests.web.conftest import FIRM, SCHOOL, licence

pytestmark = pytest.mark.db
Enter = Callable[[str], Client]


def entry(n: int, deal: str, taker: str) -> Entry:
    fact = LicenceRecorded(
        on=date(2025, 1, n),
        deal=deal,
        right=f"CN20151023712{n}.2",
        kind_of_right=RightKind.INVENTION,
        kind_of_licence=LicenceKind.ORDINARY,
        licensors=(SCHOOL,),
        licensees=(taker,),
        from_place="990101",
        to_place="990101",
        proof=Proof.LISTED,
        price=Money(1),
    )
    from datetime import UTC, datetime

    return Entry(
        n=n,
        recorded_at=datetime(2025, 2, 1, tzinfo=UTC),
        by="t",
        reference=str(n),
        source=Source(reason="t"),
        fact=fact,
    )


class TestTheNetwork:
    def test_counts_a_deal_over_two_rights_once(self) -> None:
        made = partners.partners(SCHOOL, [entry(1, "D:1", "a"), entry(2, "D:1", "a"), entry(3, "D:2", "b")])
        assert made == {(SCHOOL, "a", "deals"): 1, (SCHOOL, "b", "deals"): 1}

    def test_needs_two_others(self) -> None:
        assert partners.network(SCHOOL, [entry(1, "D:1", "a")], {}) is None
        assert partners.network(SCHOOL, [entry(1, "D:1", "a"), entry(2, "D:2", "b")], {"a": "甲"}) is not None


class TestThePage:
    def test_shows_a_party_with_its_rights_and_facts(self, signed_in: Enter) -> None:
        page = signed_in("clerk").get(f"/parties/{SCHOOL}/")
        assert "示范大学" in page.text
        assert "CN201510237122.7" in page.text

    def test_answers_for_a_party_that_only_facts_name(self, signed_in: Enter) -> None:
        from ipops.webkit import journal

        browser = signed_in("clerk")
        other = licence(1, deal="D:9")
        from dataclasses import replace

        fact = replace(other, licensees=("P:x-elsewhere",))
        journal.append([Draft(fact=fact, source=Source(reason="t"), reference="t:9")], by="user:clerk")
        page = browser.get("/parties/P:x-elsewhere/")
        assert page.status_code == 200
        assert "没有登记信息" in page.text or "没有它的登记信息" in page.text

    def test_stays_light_however_much_a_party_did(self, signed_in: Enter) -> None:
        from ipops.webkit import journal

        browser = signed_in("clerk")
        some = [
            Draft(fact=licence(i, deal=f"D:many{i}"), source=Source(reason="t"), reference=f"many:{i}")
            for i in range(1, 231)
        ]
        journal.append(some, by="user:clerk")
        page = browser.get(f"/parties/{SCHOOL}/")
        assert "仅列最近" in page.text
        assert len(page.content) < 150_000

    def test_is_not_there_for_who_sees_no_fact_of_it(self, signed_in: Enter) -> None:
        assert signed_in("neighbour").get(f"/parties/{FIRM}/").status_code == 404
