"""A need and its offers: who sees it, who may offer, which offer is signed, and under which grade."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ipops.kernel.outcome import Refused
from ipops.ledger.facts import PartyRegistered
from ipops.ledger.facts.words import CreditGrade, PartyKind
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.facts import Service
from ipops.webkit.models import Notice

from .conftest import AGENCY, TODAY, asked, by, contracted, delivered, draft, offered
from .test_pages import send, words
from .test_portal import AGENCY as TONGDA
from .test_portal import FIRM, paper
from .test_services import codes

pytestmark = pytest.mark.db
OTHER_AGENCY = "P:91990101NK3EFJHM0W"  #: the account ``park``, here an agency


@pytest.fixture
def market(enter: Any) -> Any:
    """The firm and two agencies are known, each with somebody who acts for it."""
    from ipops.webkit import journal

    who = (
        (FIRM, PartyKind.ENTERPRISE, "恒川工程技术（演示）"),
        (TONGDA, PartyKind.AGENCY, "通达专利商标（演示）"),
        (OTHER_AGENCY, PartyKind.AGENCY, "另一家代理（演示）"),
    )
    facts = [
        PartyRegistered(on=date(2015, 1, 1), party=p, kind_of_party=k, name=n, code=p[2:], place="990101")
        for p, k, n in who
    ]
    journal.append([draft(f, f"market:{i}") for i, f in enumerate(facts)], by="test")
    return enter


def need(firm: Any, **given: Any) -> Custody:
    answer = send(firm, "/custody/mine/need/", wants="年费监控与商标续展", **given)
    assert answer.status_code == 302, words(answer)
    return Custody.objects.get(stage="asked")


def offer(browser: Any, row: Custody, fee: str, **given: Any) -> Any:
    row.refresh_from_db()
    sent = {"level": "watch", "services": ["watch", "fees"], "fee": fee, "stands_at": row.folded_to, **given}
    return browser.post(f"/custody/contracts/{row.custody}/do/offer/", {"reference": f"o-{fee}", **sent})


class TestANeed:
    def test_stays_with_the_office_unless_the_firm_says_otherwise(self, market: Any) -> None:
        row = need(market("firm"))
        assert market("agency").get(f"/custody/contracts/{row.custody}/").status_code == 404
        assert row.custody in market("clerk").get("/custody/contracts/").text

    def test_that_invites_an_agency_is_seen_by_it_alone_and_it_is_told(self, market: Any) -> None:
        row = need(market("firm"), invited=TONGDA[2:])
        assert "年费监控与商标续展" in words(market("agency").get(f"/custody/contracts/{row.custody}/"))
        assert market("park").get(f"/custody/contracts/{row.custody}/").status_code == 404
        [told] = Notice.objects.filter(event="custody.asking")
        assert told.user.username == "agency"

    def test_invites_nobody_who_is_no_agency(self, market: Any) -> None:
        answer = send(market("firm"), "/custody/mine/need/", wants="w", invited=FIRM[2:])
        assert "不是本系统已登记的服务机构" in words(answer)

    def test_that_is_open_is_seen_by_every_agency_and_by_no_other_body(self, market: Any) -> None:
        row = need(market("firm"), open_to_all="on")
        seen = {name: market(name).get(f"/custody/contracts/{row.custody}/").status_code for name in ("agency", "park", "bank", "university")}  # fmt: skip
        assert seen == {"agency": 200, "park": 200, "bank": 404, "university": 404}


class TestAnOffer:
    def test_is_made_by_the_agency_itself_and_the_firm_chooses(self, market: Any) -> None:
        row = need(market("firm"), open_to_all="on")
        assert offer(market("agency"), row, "3000").status_code == 302
        assert offer(market("park"), row, "2400").status_code == 302
        mine = words(market("agency").get(f"/custody/contracts/{row.custody}/"))
        assert "3,000" in mine
        assert "2,400" not in mine, "one bidder does not see another"
        assert "另一家代理" not in mine
        listed = market("agency").get("/api/v1/custody/contracts").json()["items"]
        assert [(c["stage"], c["agency"], c["fee_fen"]) for c in listed] == [("offered", "", None)]
        page = words(market("firm").get(f"/custody/contracts/{row.custody}/"))
        assert "3,000" in page
        assert "2,400" in page
        assert Notice.objects.filter(event="custody.asking", user__username="firm").count() == 2
        row.refresh_from_db()
        given = {
            "agency": TONGDA,
            "on": "2026-02-19",
            "leader": "李工",
            "secrecy": "on",
            "declared": "sme",
            "declared_signed": "on",
        }
        answer = send(market("firm"), f"/custody/contracts/{row.custody}/do/sign/", **given, paper=paper("合同.pdf"), stands_at=row.folded_to)  # fmt: skip
        assert answer.status_code == 302, words(answer)
        row.refresh_from_db()
        assert (row.agency, row.fee_fen, row.stage) == (TONGDA, 300_000, "signed")
        assert market("park").get(f"/custody/contracts/{row.custody}/").status_code == 404, (
            "who was not chosen sees it no more"
        )

    def test_is_never_made_in_another_agency_s_name_nor_by_who_is_none(self, market: Any) -> None:
        row = need(market("firm"), open_to_all="on", invited=TONGDA[2:])
        no = offer(market("agency"), row, "1", agency=OTHER_AGENCY[2:])
        assert "以自己的名义报价" in words(no)
        assert offer(market("firm"), row, "2").status_code == 403
        assert offer(market("bank"), row, "3").status_code == 404

    def test_of_an_agency_carries_the_grade_that_is_on_record(self, market: Any) -> None:
        row = need(market("firm"), open_to_all="on")
        given = {"grade": "b", "on": "2026-02-18", "where": "公示系统（演示）"}
        answer = send(market("clerk"), f"/parties/{TONGDA}/grade/", **given)
        assert answer.status_code == 302, words(answer)
        assert offer(market("agency"), row, "3000", grade="a_plus").status_code == 302
        page = words(market("firm").get(f"/custody/contracts/{row.custody}/"))
        assert "B级" in page
        assert "A+级" not in page


def published(grade: CreditGrade, reference: str = "read") -> None:
    from ipops.webkit import credit

    got = credit.grade_record(
        agency=f"P:{AGENCY}", grade=grade, on=TODAY, period="", where="公示系统（演示）", by=by(reference)
    )
    assert not isinstance(got, Refused), got


class TestTheGradeOnRecord:
    def test_stops_contract_and_park_s_list_of_an_agency_that_fell_to_d(self, city: Any, tmp_path: Path) -> None:
        from .test_monthly import book, row
        from .test_monthly import send as import_list

        custody = asked()
        assert offered(custody, grade=CreditGrade.B) is None
        published(CreditGrade.D)
        assert codes(contracted(custody)) == ["grade-d"]
        assert "信用等级为D" in import_list(book(tmp_path, row())).as_json()["refused"][0]["reason"]
        published(CreditGrade.A, reference="repaired")
        assert "声明" not in contracted(custody).zh

    def test_goes_with_the_contract_as_the_licence_does(self, city: Any) -> None:
        custody = asked()
        wanted = (Service.WATCH, Service.FEES, Service.FILING)
        assert offered(custody, services=wanted, licence_no="99001", grade=CreditGrade.B) is None
        contracted(custody)
        row = Custody.objects.get()
        assert (row.grade, row.licence_no) == ("b", "99001")
        assert delivered(custody, service=Service.FILING) is None
