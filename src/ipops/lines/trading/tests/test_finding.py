"""Offers, needs, open licences, pools and contracts are found by what people type, pinyin too; what is sealed by nobody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ipops.kernel.money import Money
from ipops.ledger.entry import Draft
from ipops.ledger.facts import RightFiled
from ipops.ledger.facts.words import RightKind
from ipops.lines.trading import facts as f
from ipops.lines.trading.app.models import MarketCase
from ipops.lines.trading.app.services import market, openly, pools
from ipops.lines.trading.app.services.market import Who
from ipops.lines.trading.facts import Act
from ipops.lines.trading.facts import words as w
from ipops.webkit import journal

from .conftest import R1, R2, SAID, TODAY
from .test_market import FIRM, SECRET, ok, sent, statement
from .test_pages import enter as enter

pytestmark = pytest.mark.db


@pytest.fixture
def market_of_all(city: Any) -> dict[str, str]:
    """One case of each kind, and one invention that is a secret."""
    offer = market.offer_make(
        who=FIRM, rights=[R1], act=Act.LICENCE, priced=w.Priced.LISTING, asked=Money.yuan(80_000), closes_on=None, words="",
        sent=sent("o"),
    )  # fmt: skip
    need = market.need_state(
        who=Who(name="东湖电子有限公司"), title="抗污染渗透膜", words="寻找抗污染的水处理膜材料或装置", industry="", size="", budget=None,
        closes_on=None, sent=sent("n"),
    )  # fmt: skip
    stated = statement(number=R2)
    pool = pools.pool_agree(
        pool="", title="渗透膜专利池", place="990101", members=["山河科技有限公司", "东湖电子有限公司"], shares=(2, 1), families=[[R1]],
        terms="", sent=sent("p"),
    )  # fmt: skip
    contract = f.ContractRegistered(
        on=date(2024, 2, 1), contract="TC:1", number="2024-000123", type_of_contract=w.ContractType.PATENT_LICENCE,
        title="渗透膜专利实施许可", sellers=("P:甲",), buyers=("P:乙",), place="990101", whole=Money.yuan(100),
    )  # fmt: skip
    journal.append([Draft(fact=contract, source=SAID, reference="tc")], by="test")
    ok(market.invention_disclose(who=FIRM, title=SECRET, words="做法如下", sent=sent("d")))
    told = {n: ok(x).fact for n, x in (("offer", offer), ("need", need), ("statement", stated), ("pool", pool))}
    return {n: str(getattr(x, n)) for n, x in told.items()} | {"contract": "TC:1"}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (R1, {"offer", "pool"}),
        ("0237122", {"offer", "pool"}),
        ("yzzz", {"offer", "statement", "pool"}),
        ("shanhe", {"offer", "statement", "pool", "contract"}),
        ("山河", {"offer", "statement", "pool", "contract"}),
        ("抗污染", {"need"}),
        ("kwr", {"need"}),
        ("shentoumo", {"need", "pool", "contract"}),
        ("渗透膜", {"need", "pool", "contract"}),
        ("dhdz", {"need", "pool", "contract"}),
        ("000123", {"contract"}),
    ],
)
def test_search_finds_each_kind(enter: Any, market_of_all: dict[str, str], typed: str, found: set[str]) -> None:
    page = enter("clerk").get("/search/", {"q": typed, "in": "trading"}).text
    at = {n: f'href="/trading/{n}s/{c}/"' for n, c in market_of_all.items()}
    assert {n for n, link in at.items() if link in page} == found
    lists = {"offer": "offers", "need": "needs", "statement": "statements", "pool": "pools", "contract": "contracts"}
    for n, name in lists.items():
        listed = enter("clerk").get(f"/trading/{name}/", {"q": typed}).text
        assert (market_of_all[n] in listed) == (n in found), n


@pytest.mark.parametrize("typed", [R1, "shanhe", "shentoumo", "000123"])
def test_search_finds_nothing_for_the_clerk_of_another_city(
    enter: Any, market_of_all: dict[str, str], typed: str
) -> None:
    page = enter("neighbour").get("/search/", {"q": typed, "in": "trading"}).text
    assert not [c for c in market_of_all.values() if c in page]


def test_search_of_the_house_keeps_its_budget(enter: Any, market_of_all: dict[str, str]) -> None:
    browser = enter("clerk")
    browser.get("/search/", {"q": "渗透膜", "in": "trading"})
    with CaptureQueriesContext(connection) as asked:
        browser.get("/search/", {"q": "渗透膜", "in": "trading"})
    assert len(asked) <= 20, len(asked)


class TestASecret:
    """An invention that is not published leaks by no way: not by search, the API, open data, a public page or a count."""

    NUMBER = "CN201610000001.5"

    @pytest.fixture
    def secret(self, city: Any) -> str:
        case = ok(market.invention_disclose(who=FIRM, title=SECRET, words="做法如下", sent=sent("d"))).fact.disclosure
        ok(market.disclosure_assess(case=case, end=w.Assessed.FILE, sent=sent("a")))
        ok(market.disclosure_file(case=case, number=self.NUMBER, sent=sent("f")))
        return str(case)

    @pytest.mark.parametrize("typed", [SECRET, SECRET[2:6], "wrzx", NUMBER, "201610000001", "做法"])
    def test_is_found_by_nobody_outside_its_office(self, enter: Any, secret: str, typed: str) -> None:
        for who in ("neighbour", "expert", "bank"):
            for house in ("trading", ""):
                page = enter(who).get("/search/", {"q": typed, "in": house}).text.split("<main")[1]
                assert secret not in page
                assert f"/rights/{self.NUMBER}/" not in page

    def test_is_on_no_public_page_and_in_no_count(self, enter: Any, secret: str) -> None:
        stranger = Client()
        for page in ("offers", "needs", "licences"):
            for query in ("", f"?q={SECRET}", f"?q={self.NUMBER}", "?export=csv"):
                got = stranger.get(f"/trading/market/{page}/{query}")
                text = got.text if not got.streaming else b"".join(got.streaming_content).decode()
                body = text.split("<main")[-1].replace(f'value="{SECRET}"', "").replace(f'value="{self.NUMBER}"', "")
                assert not {SECRET, self.NUMBER, secret} & set(body.split())
                assert "table" not in body or self.NUMBER not in body.split("<tbody")[-1]
        for address in ("/open/", "/", "/api/v1/trading/offers", "/api/v1/trading/disclosures"):
            text = stranger.get(address).text
            assert SECRET not in text
            assert self.NUMBER not in text

    def test_is_in_no_file_of_open_data(self, secret: str) -> None:
        from ipops.webkit import opendata

        stranger = Client()
        for code in opendata.DATASETS:
            got = stranger.get(f"/open/{code}.csv")
            text = b"".join(got.streaming_content).decode() if got.streaming else got.text
            assert self.NUMBER not in text, code
            assert SECRET not in text, code

    def test_is_read_by_its_office_and_by_its_unit_alone(self, enter: Any, secret: str) -> None:
        page = f"/trading/disclosures/{secret}/"
        assert SECRET in enter("clerk").get(page).text
        for who in ("auditor", "checker", "finance", "province"):
            assert SECRET not in enter(who).get(page).text, who
        for who in ("neighbour", "bank"):
            assert enter(who).get(page).status_code == 404

    def test_that_somebody_lists_before_it_came_out_of_a_disclosure_leaves_the_market(self, city: Any) -> None:
        """The offer was there first; then a clerk files a disclosure under the very number: the page stops showing it."""
        city(
            RightFiled(on=date(2016, 1, 4), right=self.NUMBER, kind_of_right=RightKind.INVENTION, title="一种膜", owners=("P:甲",), place="990101"),
        )  # fmt: skip
        ok(market.offer_make(who=FIRM, rights=[self.NUMBER], act=Act.LICENCE, priced=w.Priced.LISTING, asked=None, closes_on=None, words="", sent=sent("o")))  # fmt: skip
        assert self.NUMBER in Client().get("/trading/market/offers/").text
        case = ok(market.invention_disclose(who=FIRM, title=SECRET, words="做法", sent=sent("d"))).fact.disclosure
        ok(market.disclosure_assess(case=case, end=w.Assessed.FILE, sent=sent("a")))
        ok(market.disclosure_file(case=case, number=self.NUMBER, sent=sent("f")))
        assert self.NUMBER not in Client().get("/trading/market/offers/").text


class TestThePublicMarket:
    def test_is_searched_by_pinyin_and_by_pieces_of_numbers(self, market_of_all: dict[str, str]) -> None:
        stranger = Client()
        for typed in ("shanhe", "0237122", "yzzz", R1):
            assert R1 in stranger.get("/trading/market/offers/", {"q": typed}).text.split("<tbody")[1], typed
        assert "抗污染渗透膜" in stranger.get("/trading/market/needs/", {"q": "kwrstm"}).text
        assert R1 not in stranger.get("/trading/market/offers/", {"q": "渗透膜"}).text

    def test_shows_nothing_whose_last_day_has_passed(self, city: Any, time_machine: Any) -> None:
        ok(
            market.offer_make(
                who=FIRM, rights=[R1], act=Act.LICENCE, priced=w.Priced.LISTING, asked=None, closes_on=date(2024, 6, 10), words="",
                sent=sent("o"),
            )
        )  # fmt: skip
        time_machine.move_to("2024-06-10T10:00:00+08:00")
        assert R1 in Client().get("/trading/market/offers/").text
        time_machine.move_to("2024-06-11T10:00:00+08:00")
        assert R1 not in Client().get("/trading/market/offers/").text
        assert MarketCase.objects.get().stage == "shown", "the case itself is still there"

    def test_shows_no_right_that_has_ended(self, city: Any) -> None:
        from ipops.ledger.facts import RightEnded
        from ipops.ledger.facts.words import EndOfRight

        ok(
            market.offer_make(
                who=FIRM, rights=[R1], act=Act.LICENCE, priced=w.Priced.LISTING, asked=None, closes_on=None, words="", sent=sent("o")
            )
        )  # fmt: skip
        city(RightEnded(on=TODAY, right=R1, why=EndOfRight.UNPAID))
        assert R1 not in Client().get("/trading/market/offers/").text


def test_an_announced_licence_is_found_by_everybody_until_it_is_withdrawn(city: Any) -> None:
    case = ok(statement()).fact.statement
    ok(openly.open_file(case=case, plain=True, sent=sent("file")))
    ok(openly.open_announce(case=case, on=TODAY, sent=sent("ann")))
    assert R1 in Client().get("/trading/market/licences/", {"q": "shanhe"}).text
