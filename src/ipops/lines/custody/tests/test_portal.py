"""The firm's desk, the agency's, the lender's and the park's, in a browser without script."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import icalendar
import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ipops.kernel.money import Money
from ipops.ledger.fact import Fact
from ipops.ledger.facts import (
    AnnuityPaid,
    FeeReductionRecorded,
    MarkUsed,
    PartyRegistered,
    PledgeRegistered,
    RightFiled,
    RightGranted,
)
from ipops.ledger.facts.words import PartyKind, Proof, RightKind
from ipops.lines.custody.app.models import Custody

from .conftest import draft, served, signed
from .test_pages import send, words

FIRM, AGENCY, BANK = "P:919901018DJQ11C33B", "P:91990101CKRA05YN7P", "P:91990101HWFJQYKP18"
OLD, LATE, MARK = "CN201510237122.7", "CN201610345678.X", "TM12345678"
DAY = "2026-02-20T10:00:00+08:00"
pytestmark = [pytest.mark.db, pytest.mark.usefixtures("portfolio", "that_day")]


@pytest.fixture
def that_day() -> Iterator[None]:
    with time_machine.travel(DAY, tick=False):
        yield


def patent(number: str, filed: date, granted: date, paid: int | None = None) -> list[Fact]:
    made: list[Fact] = [
        RightFiled(
            on=filed,
            right=number,
            kind_of_right=RightKind.INVENTION,
            title=f"一种阀 {number[-4:]}",
            owners=(FIRM,),
            place="990101",
            published_on=granted,
        ),
        RightGranted(on=granted, right=number),
    ]
    if paid:
        made.append(AnnuityPaid(on=date(2025, 3, 1), right=number, year=paid, paid=Money.yuan(300)))
    return made


@pytest.fixture
def portfolio(city: Any) -> None:
    """A firm with a patent due in March whose reduction was on record last year, one in its late months, and a mark; all in
    the custody of an agency; the patent due in March is pledged to a bank."""
    from ipops.webkit import journal

    facts: list[Fact] = [
        PartyRegistered(
            on=date(2020, 1, 1),
            party=FIRM,
            kind_of_party=PartyKind.ENTERPRISE,
            name="恒川工程技术（演示）",
            code=FIRM[2:],
            place="990101",
        ),
        *patent(OLD, date(2017, 3, 15), date(2020, 6, 1), paid=9),
        FeeReductionRecorded(on=date(2025, 1, 6), right=OLD, year=2025, percent=85),
        *patent(LATE, date(2018, 12, 3), date(2021, 6, 1), paid=7),
        RightFiled(
            on=date(2022, 1, 4),
            right=MARK,
            kind_of_right=RightKind.TRADEMARK,
            title="山河",
            owners=(FIRM,),
            place="990101",
            classes=("9", "42"),
        ),
        RightGranted(on=date(2023, 2, 7), right=MARK),
        signed("K:old", client=FIRM, on=date(2025, 3, 3), agency=AGENCY, park="P:park"),
        served("K:old", client=FIRM, on=date(2025, 4, 1), agency=AGENCY),
        PledgeRegistered(
            on=date(2025, 5, 6),
            pledge="Z:1",
            right=OLD,
            kind_of_right=RightKind.INVENTION,
            pledgors=(FIRM,),
            pledgees=(BANK,),
            place="990101",
            secured=Money.yuan(1_000_000),
            proof=Proof.NOTICE,
        ),
    ]
    journal.append([draft(f, f"portal:{i}") for i, f in enumerate(facts)], by="test")


def paper(name: str = "凭证.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 receipt", content_type="application/pdf")


def sheet(answer: Any) -> list[list[Any]]:
    body = b"".join(answer) if answer.streaming else answer.content
    return [list(r) for r in openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True)]


class TestTheFirm:
    def test_sees_what_falls_due_with_and_without_reduction(self, enter: Any) -> None:
        page = words(enter("firm").get("/custody/mine/"))
        assert "缴纳第10年度年费" in page
        assert "¥4,000.00" in page or "4,000" in page
        assert "600" in page, "85 % of 4,000 off"
        assert "须办理2026年度备案，减缴85%" in page
        assert "滞纳第3个月" in page, "the other patent is past its statutory day"
        assert "年费" in page

    def test_sees_what_it_owns(self, enter: Any) -> None:
        page = words(enter("firm").get("/custody/mine/?tab=own"))
        assert OLD in page
        assert MARK in page
        assert "质押" in page

    def test_is_told_which_money_it_may_apply_for(self, enter: Any) -> None:
        page = words(enter("firm").get("/custody/mine/"))
        assert "可省" in page
        assert "财税〔2019〕45号" in page
        assert "现在可以申请的补贴与条件" in page

    def test_answers_the_question(self, enter: Any) -> None:
        answer = enter("firm").get("/questions/mine/", follow=True)
        assert answer.redirect_chain[-1][0] == "/custody/mine/"

    def test_exports_its_payment_list_in_one_click(self, enter: Any) -> None:
        rows = sheet(enter("firm").get("/custody/mine/payments.xlsx"))
        heads, *lines = rows
        by_right = {r[0]: dict(zip(heads, r, strict=True)) for r in lines}
        assert set(by_right) == {OLD, LATE}
        assert (by_right[OLD]["应缴（元）"], by_right[OLD]["减缴后（元）"]) == (4000, 600)
        assert by_right[LATE]["其中滞纳金（元）"] == 200, "ten per cent of the full 2,000 in the third month"

    def test_receives_its_calendar(self, enter: Any) -> None:
        got = enter("firm").get("/custody/mine/calendar.ics")
        assert got["Content-Type"].startswith("text/calendar")
        assert "恒川" in got.text
        assert "20260316" in got.text
        assert "TRIGGER:-P90D" in got.text

    def test_records_a_payment_with_its_proof_and_is_told_what_it_was(self, enter: Any) -> None:
        firm = enter("firm")
        given = {"right": OLD, "year": 10, "on": "2026-02-19", "paid": "4000"}
        no = send(firm, "/custody/mine/pay/", **given)
        assert no.status_code == 422
        assert "请附缴费凭证" in words(no)
        assert send(firm, "/custody/mine/pay/", **given, paper=paper()).status_code == 302
        page = words(firm.get("/custody/mine/"))
        assert "缴纳第10年度年费" not in page
        assert "已记入账本" in page
        again = send(firm, "/custody/mine/pay/", **given, paper=paper())
        assert again.status_code == 302, "sent twice, stored once"
        from ipops.webkit.models import JournalRow

        assert JournalRow.objects.filter(kind="annuity_paid", by="user:firm").count() == 1

    def test_is_told_when_it_paid_too_little(self, enter: Any) -> None:
        firm = enter("firm")
        send(firm, "/custody/mine/pay/", right=OLD, year=10, on="2026-02-19", paid="600", paper=paper())
        assert "还差¥3,400.00" in words(firm.get("/custody/mine/"))

    def test_pays_a_year_twice_only_if_it_says_so_and_may_have_it_back(self, enter: Any) -> None:
        firm = enter("firm")
        given = {"right": OLD, "year": 9, "on": "2026-02-19", "paid": "2000", "paper": paper()}
        assert "重缴" in words(send(firm, "/custody/mine/pay/", **given))
        given |= {"twice": "on", "paper": paper()}
        assert firm.post("/custody/mine/pay/", {**given, "reference": "again"}).status_code == 302
        page = words(firm.get("/custody/refunds/"))
        assert OLD in page
        assert "重缴" in page

    def test_records_for_its_own_rights_alone(self, enter: Any) -> None:
        for who in ("university", "bank"):
            no = send(enter(who), "/custody/mine/pay/", right=OLD, year=10, on="2026-02-19", paid="1", paper=paper())
            assert no.status_code == 422
            assert "不在您名下" in words(no)

    def test_is_told_of_a_wrong_check_digit_and_what_it_may_be(self, enter: Any) -> None:
        no = send(enter("firm"), "/custody/mine/pay/", right="CN201510237122.6", year=10, on="2026-02-19", paid="1")
        assert no.status_code == 422
        assert OLD in words(no)

    def test_files_the_reduction_again_and_the_sum_to_pay_falls(self, enter: Any) -> None:
        firm = enter("firm")
        assert OLD in words(firm.get("/custody/january/?year=2026"))
        given = {"rights": OLD, "year": 2026, "percent": 85, "paper": paper()}
        assert send(firm, "/custody/mine/reduction/", **given).status_code == 302
        assert "已备案，减缴85%" in words(firm.get("/custody/mine/"))
        assert OLD not in words(firm.get("/custody/january/?year=2026"))

    def test_shows_use_of_its_mark_by_class_and_day(self, enter: Any) -> None:
        firm = enter("firm")
        assert "商标" in words(firm.get("/custody/mine/?kind=trademark"))
        wrong = send(firm, "/custody/mine/use/", right=MARK, on="2026-02-01", classes="35", paper=paper())
        assert "注册类别：9、42" in words(wrong)
        given = {"right": MARK, "on": "2026-02-01", "classes": "9，42", "goods": "软件", "paper": paper()}
        assert firm.post("/custody/mine/use/", {**given, "reference": "use-2"}).status_code == 302
        assert words(firm.get("/custody/mine/?kind=trademark")).count("没有符合条件") == 1
        from ipops.webkit import journal

        [entry] = [e for e in journal.about(right=MARK) if isinstance(e.fact, MarkUsed)]
        assert entry.fact.classes == ("9", "42")
        assert entry.source.document

    def test_asks_for_custody_and_signs_the_contract_itself(self, enter: Any) -> None:
        firm, clerk = enter("firm"), enter("clerk")
        assert send(firm, "/custody/mine/need/", wants="年费监控").status_code == 302
        row = Custody.objects.exclude(custody="K:old").get()
        assert (row.client, row.stage, row.place) == (FIRM, "asked", "990101")
        offer = {
            "agency": "91990102MA3C0002XP", "agency_name": "城南代理", "grade": "a", "level": "watch",
            "services": ["watch", "fees"], "stands_at": row.folded_to,
        }  # fmt: skip
        assert send(clerk, f"/custody/contracts/{row.custody}/do/offer/", **offer).status_code == 302
        row.refresh_from_db()
        contract = {
            "on": "2026-02-19", "leader": "李工", "secrecy": "on", "rights": OLD, "declared": "sme", "declared_signed": "on", "paper": paper("合同.pdf"),
            "stands_at": row.folded_to,
        }  # fmt: skip
        answer = send(firm, f"/custody/contracts/{row.custody}/do/sign/", **contract)
        assert answer.status_code == 302, words(answer)
        row.refresh_from_db()
        assert row.stage == "signed"
        page = words(firm.get(f"/custody/contracts/{row.custody}/"))
        assert "这一步由托管机构" in page, "the service log is the agency's"


class TestARenewal:
    """A mark registered on 14 May 2016 for two classes: its term ends on 13 May 2026, the grace on 13 November."""

    OLD_MARK, ENDS = "TM99000007", date(2026, 5, 13)

    @pytest.fixture(autouse=True)
    def _mark(self, portfolio: None) -> None:
        from ipops.webkit import journal

        filed = RightFiled(
            on=date(2015, 3, 2), right=self.OLD_MARK, kind_of_right=RightKind.TRADEMARK, title="恒川", owners=(FIRM,),
            place="990101", classes=("7", "9"),
        )  # fmt: skip
        granted = RightGranted(on=date(2016, 5, 14), right=self.OLD_MARK)
        used = MarkUsed(on=date(2025, 12, 1), right=self.OLD_MARK, classes=("7", "9"))
        facts = (filed, granted, used)
        journal.append([draft(f, f"mark:{i}") for i, f in enumerate(facts)], by="test")

    def line(self, enter: Any) -> dict[str, Any] | None:
        heads, *lines = sheet(enter("firm").get("/custody/mine/payments.xlsx"))
        found = [dict(zip(heads, r, strict=True)) for r in lines if r[0] == self.OLD_MARK]
        return found[0] if found else None

    def send(self, enter: Any, reference: str, **given: Any) -> Any:
        asked = {"right": self.OLD_MARK, "what": "filed", "on": "2026-02-19", "paid": "900", "paper": paper()}
        firm = enter("firm")
        answer = firm.post("/custody/mine/renew/", {**asked, **given, "reference": reference})
        answer.then = words(firm.get("/custody/mine/")) if answer.status_code == 302 else words(answer)
        return answer

    def test_stands_in_the_payment_list_in_time_and_in_grace_with_its_surcharge(self, enter: Any) -> None:
        got = self.line(enter)
        assert got is not None
        assert (got["应缴（元）"], got["减缴后（元）"], got["其中滞纳金（元）"]) == (1000, 900, "")
        assert got["减缴条件"] == "网上申请并接受电子发文"
        with time_machine.travel("2026-09-01T10:00:00+08:00", tick=False):
            late = self.line(enter)
            assert late is not None
            assert (late["应缴（元）"], late["其中滞纳金（元）"], late["减缴后（元）"]) == (1500, 500, 1350)
            assert late["情形"] == "宽展期"

    def test_is_recorded_with_its_proof_and_leaves_the_list(self, enter: Any) -> None:
        no = self.send(enter, "r0", paper="")
        assert no.status_code == 422
        assert "请附凭证" in words(no)
        assert self.send(enter, "r1").status_code == 302
        assert self.line(enter) is None
        page = words(enter("firm").get("/custody/mine/"))
        assert "等待核准续展" in page
        again = self.send(enter, "r2")
        assert "已记录" in words(again)
        renewed = self.send(enter, "r3", what="renewed", on="2026-02-20", paid="")
        assert renewed.status_code == 302, words(renewed)
        assert "等待核准续展" not in renewed.then
        assert "续展后有效期至 2036-05-13" in renewed.then

    @pytest.mark.parametrize(
        ("day", "paid", "says"),
        [
            ("2026-02-19", "450", "至少还差¥450.00"),
            ("2026-02-19", "1500", "多¥500.00"),
            ("2025-05-13", "900", "期满前十二个月内才可办理续展：自 2025-05-14 起"),
            ("2026-02-21", "900", "日期在今天之后"),
        ],
    )
    def test_says_whether_day_and_sum_were_right(self, enter: Any, day: str, paid: str, says: str) -> None:
        assert says in self.send(enter, f"{day}{paid}", on=day, paid=paid).then

    def test_in_the_months_of_grace_needs_the_late_fee(self, enter: Any) -> None:
        with time_machine.travel("2026-09-01T10:00:00+08:00", tick=False):
            assert "至少还差¥450.00" in self.send(enter, "g1", on="2026-09-01", paid="900").then

    def test_is_only_for_marks_and_only_for_one_s_own(self, enter: Any) -> None:
        assert "不是商标" in words(self.send(enter, "n1", right=OLD))
        no = send(enter("university"), "/custody/mine/renew/", right=self.OLD_MARK, what="filed", on="2026-02-19", paid="900", paper=paper())  # fmt: skip
        assert "不在您名下" in words(no)


class TestTheAgency:
    def test_sees_what_falls_due_in_its_care_with_the_client(self, enter: Any) -> None:
        page = words(enter("agency").get("/custody/work/"))
        assert "恒川" in page
        assert "缴纳第10年度年费" in page
        assert "BEGIN:VCALENDAR" in enter("agency").get("/custody/work/calendar.ics").text
        assert "恒川" not in words(enter("university").get("/custody/work/"))

    def test_is_greeted_with_what_is_to_be_paid_and_what_is_late(self, enter: Any) -> None:
        from django.utils import timezone

        from ipops.lines.custody.app.glancing import glances
        from ipops.lines.custody.app.reading import agenda, care
        from ipops.rights.docket.item import Status
        from ipops.webkit.models import User

        agency, user, today = enter("agency"), User.objects.get(username="agency"), timezone.localdate()
        cared = care.in_care(user)
        due = agenda.agenda_of(cared, today).to_pay.items
        told = {g.title.zh: (g.value, g.mark) for g in glances(user, today)}
        late = sum(x.status is Status.LATE for x in due)
        assert told == {
            "受托权利": (len(cared), ""),
            "受托权利九十日内应缴": (agenda.sums(due).now, ""),
            "受托权利已逾期": (late, "late" if late else ""),
        }
        assert due
        assert "受托权利九十日内应缴" in agency.get("/").text

    def test_keeps_the_log_and_the_plan_and_the_client_rates(self, enter: Any) -> None:
        agency, firm = enter("agency"), enter("firm")

        def act(browser: Client, event: str, **given: Any) -> Any:
            at = Custody.objects.get(custody="K:old").folded_to
            return send(browser, f"/custody/contracts/K:old/do/{event}/", stands_at=at, **given)

        assert act(agency, "plan", year=2026, service="watch", times=4).status_code == 302
        assert act(agency, "serve", on="2026-02-10", service="watch", what="核对期限").status_code == 302
        question = {"asked_on": "2026-02-09", "on": "2026-02-11", "question": "要不要缴？", "answer": "要。"}
        assert act(agency, "answer", **question).status_code == 302
        assert act(agency, "rate", year=2026, satisfaction=5).status_code == 403, "its own rating is not its to give"
        assert act(firm, "rate", year=2026, satisfaction=4, says="及时").status_code == 302
        assert act(firm, "serve", on="2026-02-10", service="watch", what="x").status_code == 403
        with CaptureQueriesContext(connection) as asked:
            assert agency.get("/custody/contracts/K:old/").status_code == 200
        assert len(asked) <= 15
        assert agency.get("/custody/contracts/K:old/figures/2019/").status_code == 404, "no year of the contract"
        page = words(agency.get("/custody/contracts/K:old/figures/2026/"))
        assert "计划4次，完成其中1次" in page
        assert "25.0%" in page
        assert "2天" in page
        assert "4（1至5）" in page

    def test_writes_the_yearly_report_as_word(self, enter: Any) -> None:
        import docx

        for lang, words_in in (
            ("zh", ("年度报告", "考核指标", "恒川")),
            ("en", ("Yearly report", "Figures of the year")),
        ):
            got = enter("agency").get(f"/custody/contracts/K:old/report/2025.docx?lang={lang}")
            assert got.status_code == 200
            made = docx.Document(io.BytesIO(got.content))
            said = "\n".join(
                [p.text for p in made.paragraphs] + [c.text for t in made.tables for r in t.rows for c in r.cells]
            )
            assert [w for w in words_in if w not in said] == []
            assert ("演示数据" if lang == "zh" else "demo data") in said
        assert enter("agency").get("/custody/contracts/K:old/report/2024.docx").status_code == 404
        assert enter("university").get("/custody/contracts/K:old/report/2025.docx").status_code == 404


class TestTheLender:
    def test_sees_what_endangers_its_collateral(self, enter: Any) -> None:
        page = words(enter("bank").get("/custody/endangered/"))
        assert OLD in page
        assert "三十日内到期" in page
        assert OLD not in words(enter("firm").get("/custody/endangered/"))

    def test_reads_the_same_by_api(self, enter: Any) -> None:
        got = enter("bank").get("/api/v1/custody/endangered?on=2026-02-20").json()
        assert [i["right"] for i in got["items"]] == [OLD]


class TestTheLetters:
    def test_go_to_each_as_what_they_are_and_say_why(self, enter: Any, settings: Any, mailoutbox: Any) -> None:
        from ipops.lines.custody.app.services import digest
        from ipops.webkit.desk import mailing
        from ipops.webkit.models import User

        enter("firm")
        settings.IPOPS_MAIL = "smtp://localhost:25"
        for name in ("firm", "agency", "bank"):
            User.objects.filter(username=name).update(email=f"{name}@example.org", language="zh")
        assert digest.daily(date(2026, 2, 20)) > 0
        assert digest.daily(date(2026, 2, 20)) == 0, "told once"
        mailing.send()
        letters = {m.to[0]: m.body for m in mailoutbox}
        assert set(letters) == {"firm@example.org", "agency@example.org", "bank@example.org"}, "one a person"
        assert "您是该权利的权利人" in letters["firm@example.org"]
        assert "您是该权利的托管机构" in letters["agency@example.org"]
        assert "质押给您的单位" in letters["bank@example.org"]
        assert "连续" in letters["firm@example.org"] or "没有使用证据" in letters["firm@example.org"]
        assert all("为何收到" in body for body in letters.values())

    def test_come_again_at_the_next_step_and_tell_the_lead(self, enter: Any) -> None:
        from ipops.lines.custody.app.reading.kpi import alert_leads
        from ipops.lines.custody.app.services import digest

        enter("firm")
        with time_machine.travel("2025-12-20T10:00:00+08:00"):
            digest.daily(date(2025, 12, 20))
        assert digest.daily(date(2026, 2, 20)) > 0
        assert 86 in alert_leads([OLD], 2026), "first told on 20 December of 16 March"


class TestTheOffice:
    def test_sees_agencies_parks_and_figures(self, enter: Any) -> None:
        page = words(enter("officer").get("/custody/"))
        assert "托管机构" in page
        assert "园区" in page
        assert "企业满意度" in page

    def test_sees_the_lists_of_its_places_alone(self, enter: Any) -> None:
        assert OLD in words(enter("officer").get("/custody/january/?year=2026"))
        assert OLD not in words(enter("neighbour").get("/custody/january/?year=2026"))
        saved = enter("officer").get("/api/v1/custody/savings").json()["items"]
        assert [(s["party"], s["year"], s["saved_fen"]) for s in saved] == [(FIRM, 2025, 170_000)]

    @pytest.mark.parametrize("lang", ["zh", "en"])
    @pytest.mark.parametrize(
        "page", ["", "mine/", "work/", "january/", "savings/", "refunds/", "endangered/", "mine/pay/"]
    )
    def test_reads_every_page_in_both_languages(self, enter: Any, page: str, lang: str) -> None:
        got = enter("officer").get(f"/custody/{page}?lang={lang}")
        assert got.status_code == 200


class TestAFeed:
    def address(self, page: Any) -> str:
        return str(re.search(r'<code class="address">http://testserver([^<]+)</code>', page.text)[1])  # type: ignore[index]

    def test_renews_itself_without_signing_in(self, enter: Any) -> None:
        own, care = (
            self.address(enter("firm").get("/custody/mine/")),
            self.address(enter("agency").get("/custody/work/")),
        )
        for address in (own, care):
            got = Client().get(address)
            assert got.status_code == 200
            days = [e.decoded("DTSTART") for e in icalendar.Calendar.from_ical(got.content).walk("VEVENT")]
            assert date(2026, 3, 16) in days
        assert send(enter("firm"), "/custody/mine/pay/", right=OLD, year=10, on="2026-02-19", paid="4000", paper=paper()).status_code == 302  # fmt: skip
        days = [e.decoded("DTSTART") for e in icalendar.Calendar.from_ical(Client().get(own).content).walk("VEVENT")]
        assert date(2026, 3, 16) not in days, "what was paid is gone from it"

    def test_ends_with_the_password_and_takes_no_other_key(self, enter: Any) -> None:
        from ipops.webkit.models import User

        address = self.address(enter("firm").get("/custody/mine/"))
        assert Client().get(address.replace(".ics", "x.ics")).status_code == 404
        assert Client().get("/custody/feed/nonsense.ics").status_code == 404
        user = User.objects.get(username="firm")
        user.set_password("another one 2026")
        user.save()
        assert Client().get(address).status_code == 404
