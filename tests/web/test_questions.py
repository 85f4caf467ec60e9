"""The ten questions and the desk of every role: what is answered, by which screen, and what says that nobody answers yet."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ipops.ledger.facts.words import PartyKind
from ipops.webkit.pages.audiences import AUDIENCES
from ipops.webkit.pages.questions import QUESTIONS
from ipops.webkit.pages.views import lend
from tests.web.conftest import FIRM, RIGHT, SCHOOL, signed_in_as

pytestmark = pytest.mark.db
Enter = Callable[[str], Client]
BODIES = ("bank", "guarantor", "insurer", "firm", "university", "agency")
DESKS = ("officer", "certifier", "province", "centre", "expert", "finance", "auditor", "checker", "admin", *BODIES)


class TestTheList:
    def test_is_ten(self) -> None:
        assert len({q.code for q in QUESTIONS}) == 10

    def test_is_asked_by_somebody_each(self) -> None:
        asked = {code for a in AUDIENCES.values() for code in a.questions}
        assert asked == {q.code for q in QUESTIONS}

    def test_leads_to_a_screen_or_says_that_nobody_answers(self, signed_in: Enter) -> None:
        browser = signed_in("officer")
        for q in QUESTIONS:
            got = browser.get(f"/questions/{q.code}/", follow=True)
            assert got.status_code == 200, q.code
            assert ("尚未建成" in got.text.split("<main")[1]) == (not q.answer), q.code

    def test_shows_no_figure_where_the_house_is_missing(
        self, signed_in: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("ipops.webkit.pages.questions.answer_of", lambda _: "")
        page = signed_in("officer").get("/questions/overdue/").text
        assert "不显示任何推测的数字" in page

    def test_knows_no_eleventh(self, signed_in: Enter) -> None:
        assert signed_in("officer").get("/questions/weather/").status_code == 404


class TestTheDesk:
    @pytest.mark.parametrize("who", DESKS)
    def test_greets_every_role_with_what_it_comes_for(self, signed_in: Enter, who: str) -> None:
        for lang in ("zh", "en"):
            page = signed_in(who).get(f"/?lang={lang}")
            assert page.status_code == 200
            assert "lede" in page.text

    @pytest.mark.parametrize("who", DESKS)
    def test_keeps_its_budget_whoever_comes(self, city: Any, pledged: None, signed_in: Enter, who: str) -> None:
        """Bodies that own and owe something: the firm and the school of the city stand behind every body's account."""
        from ipops.webkit.models import Office

        Office.objects.filter(code__in=[f"demo-{b}" for b in BODIES]).update(party=FIRM)
        Office.objects.filter(code="demo-university").update(party=SCHOOL)
        browser = signed_in(who)
        browser.get("/")
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/").status_code == 200
        assert len(asked) <= 15, "\n".join(q["sql"][:160] for q in asked)

    @pytest.mark.parametrize("who", ["clerk", "officer"])
    def test_tells_how_the_business_of_a_role_stands_and_leads_to_what_is_behind(
        self, signed_in: Enter, who: str
    ) -> None:
        with time_machine.travel("2024-12-10T10:00:00+08:00", tick=False):  # the year of the city's deals
            browser = signed_in(who)
            page = browser.get("/").text.split("<main")[1].split("您常问的")[0]
            figures = re.findall(r'<dd><a href="([^"]+)">(.*?)</a>', page)
            assert any("/trading/deals/?from=2024-01-01" in href for href, _ in figures)
            for href, _ in figures:
                assert browser.get(href.replace("&amp;", "&")).status_code == 200, href

    def test_says_nothing_of_a_house_that_has_nothing_for_one(self, signed_in: Enter) -> None:
        assert "本年登记的交易" not in signed_in("neighbour").get("/").text

    def test_knows_a_body_by_its_kind(self, city: Any) -> None:
        from ipops.webkit.access import User
        from ipops.webkit.models import Party
        from ipops.webkit.pages.views.home import _audiences

        party = User.objects.get(username="bank").memberships.get().office.party
        assert [a for _, a in _audiences(User.objects.get(username="bank"))] == [AUDIENCES["member"]]
        Party.objects.create(
            party=party, kind=str(PartyKind.BANK), folded_to=0, folded_on=date(2020, 1, 1), folded_root=0
        )
        assert [a for _, a in _audiences(User.objects.get(username="bank"))] == [AUDIENCES["bank"]]

    @pytest.mark.parametrize(("who", "led"), [("admin", True), ("clerk", False)])
    def test_leads_who_sets_up_a_new_city_to_its_first_quarter_hour(self, db: None, who: str, led: bool) -> None:
        from ipops.webkit import access

        access.demo_make()
        assert ("/help/start/" in signed_in_as(who).get("/").text) == led

    def test_leads_nobody_there_once_something_is_recorded(self, signed_in: Enter) -> None:
        assert "/help/start/" not in signed_in("admin").get("/").text


class TestDue:
    def test_shows_the_late_task_and_for_whom_it_waits(self, signed_in: Enter) -> None:
        page = signed_in("officer").get("/questions/due/").text
        assert "补充备案通知" in page
        assert "等谁" in page

    def test_narrows_to_what_is_late(self, signed_in: Enter) -> None:
        assert "补充备案通知" in signed_in("officer").get("/questions/due/?when=late").text
        assert "补充备案通知" not in signed_in("officer").get("/questions/due/?when=week").text

    def test_says_what_can_be_sent_back_and_by_whom(self, signed_in: Enter) -> None:
        from ipops.lines.programme.app.models import Dossier

        given = {
            "cycle": "programme.return",
            "place": "990100",
            "folded_to": 0,
            "folded_on": date(2024, 1, 1),
            "folded_root": 0,
        }
        browser = signed_in("certifier")
        assert "现在没有停在可退回一步的办件" in browser.get("/questions/due/").text
        Dossier.objects.create(case="ret:1", stage="prepared", title="季报", **given)
        Dossier.objects.create(case="ret:2", stage="sent_back", title="季报", **given)
        page = re.sub(r"<[^>]+>|\s+", "", browser.get("/questions/due/").text.split("哪些可以退回</h2>")[1])
        assert "1审核人您可以" in page
        assert "您可以" not in signed_in("clerk").get("/questions/due/").text

    def test_every_house_that_sends_back_names_a_step_of_its_table(self) -> None:
        from ipops.webkit import street

        found = {b.cycle: (line, b) for line in street.lines().values() for b in line.sent_back}
        assert len(found) == 5
        for code, (line, back) in found.items():
            cycle = next(c for c in line.lifecycles if c.code == code)
            assert any(back.event in row for row in cycle.table.values()), code


class TestLend:
    def test_finds_nothing_against_a_free_right_and_says_what_it_did_not_look_at(self, signed_in: Enter) -> None:
        page = signed_in("clerk").get(f"/questions/lend/?right={RIGHT}").text
        assert "不宜放款" not in page
        assert "没有缴费记录" in page
        assert "登记簿副本" in page

    def test_warns_of_a_pledge(self, pledged: None, signed_in: Enter) -> None:
        page = signed_in("clerk").get(f"/questions/lend/?right={RIGHT}").text
        assert "已质押" in page
        assert "不宜放款" in page

    def test_reads_a_number_as_people_write_it_and_offers_a_repair(self, signed_in: Enter) -> None:
        browser = signed_in("clerk")
        assert RIGHT in browser.get("/questions/lend/?right=ZL201510237122.7").text
        wrong = browser.get("/questions/lend/?right=CN201510237122.6").text
        assert "是不是" in wrong
        assert "不宜放款" not in wrong

    def test_says_that_nothing_is_known_of_a_stranger(self, signed_in: Enter) -> None:
        assert "没有您可查看的事实提到它" in signed_in("neighbour").get("/questions/lend/?right=CN201810654321.1").text

    def test_says_of_what_is_missing_who_brings_it_and_where(self, signed_in: Enter) -> None:
        page = signed_in("clerk").get(f"/questions/lend/?right={RIGHT}").text
        assert "记录缴费" in page
        stranger = signed_in("neighbour").get("/questions/lend/?right=CN201810654321.1").text
        assert "上传权利清单" in stranger
        assert "没有记载不等于没有质押" in stranger

    def test_asks_no_annuities_of_a_trade_mark(self) -> None:
        from dataclasses import replace

        from ipops.ledger.facts.words import RightKind
        from ipops.rights.register import fold

        bare = fold.fold(RIGHT, [])
        for kind, asked in ((None, True), (RightKind.DESIGN, True), (RightKind.TRADEMARK, False)):
            looked = [x.title.en for x in lend.looks(replace(bare, kind=kind), {}, date(2026, 1, 1))]
            assert ("Annuities" in looked) is asked

    def test_every_unknown_point_says_what_to_do(self) -> None:
        from ipops.rights.register import fold

        looked = list(lend.looks(fold.fold(RIGHT, []), {}, date(2026, 1, 1)))
        assert [x for x in looked if x.state == "unknown"]
        assert all(x.todo for x in looked if x.state == "unknown")

    def test_never_says_yes(self) -> None:
        from ipops.rights.register import fold

        looked = list(lend.looks(fold.fold(RIGHT, []), {}, date(2026, 1, 1)))
        assert {x.state for x in looked} <= {"flagged", "unknown", "cleared"}
        assert next(x for x in looked if x.title.en == "State").state == "flagged"


class TestPortfolio:
    @time_machine.travel("2026-05-01T10:00:00+08:00")
    def test_shows_what_a_body_owns_what_to_pay_and_what_its_deals_wait_for(self, signed_in: Enter) -> None:
        from ipops.lines.trading.app.models import Deal
        from ipops.webkit.access import User

        browser = signed_in("university")
        office = User.objects.get(username="university").memberships.get().office
        office.party = "P:x-school"
        office.save()
        Deal.objects.filter(deal="D:1").update(stage="consent")
        page = browser.get("/questions/portfolio/", follow=True).text
        assert page.count(f'href="/rights/{RIGHT}/"') == 1
        assert "该缴费" in page
        assert 'href="/trading/deals/D:1/"' in page
        assert "尚未建成" not in page.split("<main")[1].split("</main")[0]

    def test_asks_an_office_for_a_body_and_knows_only_those_it_may_see(self, signed_in: Enter) -> None:
        clerk = signed_in("clerk")
        assert "先选一个单位" in clerk.get("/trading/portfolio/").text
        assert RIGHT in clerk.get("/trading/portfolio/?party=P:x-school").text
        stranger = signed_in("neighbour").get("/trading/portfolio/?party=P:x-school").text
        assert RIGHT not in stranger
        assert "没有您可查看的这个单位" in stranger

    def test_counts_what_a_standing_custody_put_into_care_and_not_what_ended(self, city: Any) -> None:
        from ipops.ledger.entry import Draft, Source
        from ipops.lines.custody.facts import CustodyEnded, CustodySigned, Ending, Size
        from ipops.lines.trading.app.views.portfolio import cared, entrusted
        from ipops.webkit import journal

        def put(fact: Any, reference: str) -> None:
            journal.append([Draft(fact=fact, source=Source(reason="测试"), reference=reference)], by="user:clerk")

        who: dict[str, Any] = {"custody": "K:1", "client": "P:x-school", "place": "990101"}
        signed: dict[str, Any] = {"level": "watch", "leader": "李工", "agency": "P:x-agency", "services": ()}
        sizes: dict[str, Any] = {"computed": Size.UNKNOWN, "declared": Size.SME}
        put(CustodySigned(on=date(2024, 1, 1), rights=(RIGHT,), **who, **signed, **sizes), "s")
        owners = {RIGHT: ["P:x-school"]}
        assert cared(entrusted(["P:x-agency"]), owners) == {RIGHT}
        assert cared(entrusted(["P:x-agency"]), {RIGHT: ["P:x-other"]}) == set(), "it is no longer the client's"
        assert cared(entrusted(["P:x-bank"]), owners) == set()
        put(CustodyEnded(on=date(2024, 6, 1), ending=next(iter(Ending)), why="到期", **who), "e")
        assert cared(entrusted(["P:x-agency"]), owners) == set()
