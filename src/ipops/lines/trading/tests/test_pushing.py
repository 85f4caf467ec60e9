"""What is pushed to whoever has a need, and what they say of it: once, with the ranks of the push, never a right in trouble."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from ipops.kernel.money import Money
from ipops.ledger.facts import AnnuityPaid, ProceedingsSuspended, RightFiled, RightGranted
from ipops.ledger.facts.words import RightKind
from ipops.lines.trading import facts as f
from ipops.lines.trading.app import matching
from ipops.lines.trading.app.services import market
from ipops.lines.trading.app.services.market import Who
from ipops.lines.trading.app.services.matching import match_judge, match_push
from ipops.lines.trading.facts.words import Judged
from ipops.lines.trading.rules.matching import feedback
from ipops.webkit.models import Membership, Notice, Office, User

from .conftest import TODAY
from .test_market import ok, reasons, sent
from .test_pages import enter as enter

pytestmark = pytest.mark.db
FIT = ("CN201610000001.5", "CN201910000002.8")


def fitting(right: str, title: str, granted: date = date(2021, 1, 4)) -> list[Any]:
    return [
        RightFiled(on=date(2020, 1, 4), right=right, kind_of_right=RightKind.INVENTION, title=title, owners=("P:甲",), place="990101"),
        RightGranted(on=granted, right=right, expires_on=date(2040, 1, 4)),
    ]  # fmt: skip


@pytest.fixture
def need(city: Any) -> str:
    """A need of P:乙, and one patent that fits it."""
    city(*fitting(FIT[0], "一种抗污染渗透膜"))
    stated = market.need_state(
        who=Who(name="东湖电子有限公司", place="990102"), title="抗污染渗透膜", words="寻找抗污染的水处理渗透膜", industry="", size="小型",
        budget=None, closes_on=None, sent=sent("n"),
    )  # fmt: skip
    return str(ok(stated).fact.need)


class TestAPush:
    def test_brings_what_fits_once_and_then_only_what_is_new(self, need: str, city: Any) -> None:
        first = ok(match_push(need=need, sent=sent("p1"))).fact
        assert (first.rights, first.ranks, first.plain_ranks, first.party) == ((FIT[0],), (1,), (1,), "P:乙")
        assert ok(match_push(need=need, sent=sent("p1"))).fact == first
        assert reasons(match_push(need=need, sent=sent("p2"))) == ["nothing-new"]
        city(*fitting(FIT[1], "抗污染渗透膜组件"))
        assert ok(match_push(need=need, sent=sent("p3"))).fact.rights == (FIT[1],)

    def test_tells_whoever_acts_for_the_firm(self, need: str) -> None:
        office = Office.objects.create(code="body-yi", level="body", party="P:乙", name_zh="东湖", name_en="Donghu")
        member = User.objects.create(username="yi")
        Membership.objects.create(user=member, office=office, role="member")
        ok(match_push(need=need, sent=sent("p")))
        (notice,) = Notice.objects.filter(event="trading.pushed")
        assert (notice.user, notice.link) == (member, f"/trading/needs/{need}/matches/")

    def test_is_of_open_needs_alone(self, need: str) -> None:
        ok(market.market_move(case=need, event="meet", sent=sent("m")))
        assert reasons(match_push(need=need, sent=sent("p"))) == ["need-over"]
        assert reasons(match_push(need="N:none", sent=sent("p"))) == ["need-unknown"]

    def test_never_brings_a_right_whose_title_is_in_dispute(self, need: str, city: Any) -> None:
        city(ProceedingsSuspended(on=TODAY, right=FIT[0]))
        assert FIT[0] not in {m.code for m in matching.for_need(row(need), TODAY)}
        assert reasons(match_push(need=need, sent=sent("p"))) == ["nothing-new"]
        after = date(2024, 7, 1)
        city(ProceedingsSuspended(on=TODAY, right=FIT[0], until=after))
        assert FIT[0] in {m.code for m in matching.for_need(row(need), after)}

    def test_is_not_worked_out_from_what_was_taken_back(self, need: str, city: Any) -> None:
        """A journal of the same length is not the same journal: what was told within a transaction that failed is gone."""
        with transaction.atomic():
            city(AnnuityPaid(on=TODAY, right=FIT[0], year=5, paid=Money.yuan(1_200)))
            assert FIT[0] in {m.code for m in matching.for_need(row(need), TODAY)}
            transaction.set_rollback(True)
        city(ProceedingsSuspended(on=TODAY, right=FIT[0]))
        assert FIT[0] not in {m.code for m in matching.for_need(row(need), TODAY)}

    def test_never_brings_a_right_whose_annuity_is_late(self, need: str, city: Any) -> None:
        """Where payments are on record the docket knows; where none are, nobody knows and nothing is held against it."""
        assert FIT[0] in {m.code for m in matching.for_need(row(need), TODAY)}
        city(AnnuityPaid(on=date(2023, 1, 3), right=FIT[0], year=4, paid=Money.yuan(1_200)))
        assert FIT[0] not in {m.code for m in matching.for_need(row(need), TODAY)}, "the fifth year's is late"
        city(AnnuityPaid(on=date(2024, 6, 2), right=FIT[0], year=5, paid=Money.yuan(1_200)))
        assert FIT[0] in {m.code for m in matching.for_need(row(need), TODAY)}


def row(need: str) -> Any:
    from ipops.lines.trading.app.models import MarketCase

    return MarketCase.objects.get(case=need)


class TestFeedback:
    def test_is_kept_with_the_ranks_of_the_push_and_measured(self, need: str) -> None:
        ok(match_push(need=need, sent=sent("p")))
        said = ok(match_judge(need=need, right=FIT[0], judged=Judged.TALKING, sent=sent("j"))).fact
        assert isinstance(said, f.MatchJudged)
        assert (said.rank, said.plain_rank) == (1, 1)
        (year,) = feedback.by_year(matching.judged())
        assert (year.ours, year.plain, year.judged) == (1, 1, 1)

    def test_is_of_what_was_pushed_or_stands_on_the_list(self, need: str) -> None:
        ok(match_judge(need=need, right=FIT[0], judged=Judged.USEFUL, sent=sent("j1")))
        got = match_judge(need=need, right="CN201210585993.4", judged=Judged.USEFUL, sent=sent("j2"))
        assert reasons(got) == ["never-matched"]


class TestThePages:
    def test_push_list_and_feedback_from_the_office(self, enter: Any, need: str) -> None:
        clerk = enter("clerk")
        page = clerk.get(f"/trading/needs/{need}/matches/").text
        assert f"/trading/needs/{need}/push/" in page
        assert "有效，至" in page
        assert clerk.post(f"/trading/needs/{need}/push/", {"reference": "x"}).status_code == 302
        for lang, word in (("zh", "推送清单"), ("en", "The push list")):
            listed = clerk.get(f"/trading/pushes/?lang={lang}").text
            assert word in listed
            assert FIT[0] in listed
        ranks = {"right": FIT[0], "judged": "useful", "reference": "y", "rank": "1", "plain": "99"}
        assert clerk.post(f"/trading/needs/{need}/judge/", ranks).status_code == 302
        assert matching.judged()[0].plain_rank == 1, "a rank is not taken from a form"
        assert "有用" in clerk.get("/trading/pushes/?lang=zh").text

    def test_are_shut_to_who_may_not(self, enter: Any, need: str) -> None:
        assert Client().get("/trading/pushes/")["Location"].startswith("/sign-in/")
        for who in ("auditor", "checker"):
            assert enter(who).post(f"/trading/needs/{need}/push/", {"reference": "x"}).status_code == 403
            assert enter(who).get(f"/trading/needs/{need}/judge/").status_code == 403
        assert enter("neighbour").get(f"/trading/needs/{need}/matches/").status_code == 404
        assert FIT[0] not in enter("neighbour").get("/trading/pushes/").text

    def test_let_the_firm_say_itself_what_it_thinks(self, enter: Any, need: str) -> None:
        browser = enter("university")
        office = User.objects.get(username="university").memberships.get().office
        Office.objects.filter(pk=office.pk).update(party="P:乙")
        assert browser.get(f"/trading/needs/{need}/judge/?right={FIT[0]}").status_code == 200
        said = {"right": FIT[0], "judged": "not_fit", "reference": "z"}
        assert browser.post(f"/trading/needs/{need}/judge/", said).status_code == 302
        assert matching.judged()[0].judged is Judged.NOT_FIT

    def test_of_a_patents_takers_stand_behind_the_door_of_rights(self, enter: Any, need: str) -> None:
        page = enter("clerk").get(f"/trading/firms-for/{FIT[0]}/").text
        assert "抗污染渗透膜" in page
        assert "东湖电子有限公司" in page
        assert enter("neighbour").get(f"/trading/firms-for/{FIT[0]}/").status_code == 404
