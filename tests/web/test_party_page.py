"""A party's page: its counterparties, its rights, and a page also where only facts name it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.test import Client

from ipops.kernel.money import Money
from ipops.ledger.entry import Draft, Entry, Source
from ipops.ledger.facts import LicenceRecorded, PartyRegistered, RightFiled
from ipops.ledger.facts.words import LicenceKind, PartyKind, Proof, RightKind
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


def registered(code: str, name: str) -> PartyRegistered:
    return PartyRegistered(
        on=date(2010, 1, 1), party=code, kind_of_party=PartyKind.ENTERPRISE, name=name, place="990101"
    )


def filed(n: int) -> RightFiled:
    return RightFiled(
        on=date(2020, 1, 1),
        right=f"TM990{n:05}",
        kind_of_right=RightKind.TRADEMARK,
        title="一种用于超纯水处理的多级复合膜组件及其制备方法" * 2,
        owners=(SCHOOL,),
        place="990101",
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
        fact = replace(other, licensees=("P:x-elsewhere",))
        journal.append([Draft(fact=fact, source=Source(reason="t"), reference="t:9")], by="user:clerk")
        page = browser.get("/parties/P:x-elsewhere/")
        assert page.status_code == 200
        assert "没有登记信息" in page.text or "没有它的登记信息" in page.text

    @pytest.mark.parametrize("lang", ["zh-CN", "en"])
    def test_stays_light_however_much_a_party_did(self, signed_in: Enter, lang: str) -> None:
        """Hundreds of deals with dozens of partners of long names, several a deal, and more rights than a page lists."""
        from ipops.webkit import journal

        browser = signed_in("clerk")
        browser.cookies["ipops_lang"] = lang
        firms = [f"P:x-firm{i}" for i in range(40)]
        named = [registered(code, "示范高新技术产业开发区国际联合" * 2 + f"{code}（演示）") for code in firms]
        deals = [
            replace(licence(i, deal=f"D:many{i}"), licensees=tuple(firms[(i + k) % 40] for k in range(3)))
            for i in range(1, 231)
        ]
        owned = [filed(i) for i in range(120)]
        some = [
            Draft(fact=f, source=Source(reason="t"), reference=f"many:{i}")
            for i, f in enumerate([*named, *owned, *deals])
        ]
        journal.append(some, by="user:clerk")
        page = browser.get(f"/parties/{SCHOOL}/")
        assert "仅列最近" in page.text or "Only the latest" in page.text
        assert '<figure class="chart"' in page.text
        assert len(page.content) < 150_000
        rest = unescape(page.text).split('href="/ledger/?')[1].split('"')[0]
        assert rest == "party=P%3Ax-school"
        assert "D:many230" in browser.get(f"/ledger/?{rest}").text

    def test_names_the_first_of_a_long_list_and_counts_the_rest(self, signed_in: Enter) -> None:
        from ipops.webkit import journal

        browser = signed_in("clerk")
        fact = replace(licence(1, deal="D:9"), licensees=tuple(f"P:x-firm{i:02}" for i in range(30)))
        journal.append([Draft(fact=fact, source=Source(reason="t"), reference="t:9")], by="user:clerk")
        page = browser.get(f"/parties/{SCHOOL}/").text.split("</figure>")[-1]
        assert "P:x-firm07" in page
        assert "P:x-firm08" not in page
        assert "另有22项" in page

    def test_is_not_there_for_who_sees_no_fact_of_it(self, signed_in: Enter) -> None:
        assert signed_in("neighbour").get(f"/parties/{FIRM}/").status_code == 404
