"""The screens and the API of this line without script: who may, what they say, what they do."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ipops.ledger.entry import Draft
from ipops.ledger.facts import PledgeRegistered
from ipops.ledger.facts.words import Proof, RightKind
from ipops.lines.pledge.app import services
from ipops.lines.pledge.app.models import Application, Claim, Fund, Loan, Month, Registration
from ipops.lines.pledge.app.services import signs
from ipops.webkit import journal

from .conftest import (
    BANK,
    FIRM,
    PATENT,
    SAID,
    SECOND,
    TODAY,
    agreed,
    by,
    drawn,
    failed,
    fund,
    registered,
    stored,
    token,
    words,
    yuan,
)

pytestmark = pytest.mark.db
DAY = "2025-06-03"


def paper(name: str = "材料.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 paper", content_type="application/pdf")


def send(browser: Client, address: str, **given: Any) -> Any:
    return browser.post(address, {"reference": f"r-{address}", **given})


def do(browser: Client, row: Any, event: str, **given: Any) -> Any:
    row.refresh_from_db()
    kind = {Application: "applications", Registration: "registrations", Loan: "loans", Claim: "claims"}[type(row)]
    answer = send(browser, f"/pledge/{kind}/{row.pk}/do/{event}/", stands_at=row.folded_to, **given)
    assert answer.status_code == 302, words(answer)
    return answer


def test_from_an_application_to_a_drawn_loan(enter):
    clerk = enter("clerk")
    answer = send(
        clerk, "/pledge/ask/", firm=FIRM, place="990101", authorised_on="2025-05-30", rights=f"{PATENT}\n{SECOND}",
        amount="100万元", ip_part="100万元", term_months="12", bank=BANK, paper=paper("授权书.pdf"),
    )  # fmt: skip
    assert answer.status_code == 302, words(answer)
    row = Application.objects.get()
    do(clerk, row, "admit", meets="on")
    do(clerk, row, "look", contract="yes", invalidation="no")
    do(
        clerk,
        row,
        "value",
        by_bank="on",
        report_on="2025-05-20",
        income="200万元",
        cost="160万元",
        settled="160万元",
        signers="0",
    )
    page = words(clerk.get(f"/pledge/applications/{row.pk}/"))
    assert "收益法" in page
    assert "成本法" in page
    bank = enter("bank")
    do(bank, row, "grant", bank=BANK, amount="100万元", ip_part="100万元", rate="3.85%", term_months="12")
    do(bank, row, "agree", on="2025-06-02", cap="100万元", due_on="2026-06-02", paper=paper())
    loan, pledge = Loan.objects.get(), Registration.objects.get()
    page = words(bank.get(f"/pledge/loans/{loan.pk}/"))
    assert "质押尚未登记，质权未设立" in page, "the grey button says why, with its clause"
    assert "第四百四十四条" in page
    do(bank, pledge, "file", channel="online", on="2025-06-02", contract="yes", invalidation="no")
    assert "余1个工作日" in words(clerk.get(f"/pledge/registrations/{pledge.pk}/"))
    do(clerk, pledge, "register", on=DAY, register_no="Y2025990001", cap="100万元", paper=paper("通知书.pdf"))
    do(bank, loan, "draw", on=DAY, amount="100万元", due_on="2026-06-02")
    loan.refresh_from_db()
    assert (loan.stage, loan.left) == ("performing", yuan(1_000_000))


class TestWhoSees:
    def test_a_bank_its_own_and_an_office_only_what_was_filed(self, enter):
        loan = registered(agreed())
        assert enter("bank").get(f"/pledge/loans/{loan.pk}/").status_code == 200
        assert enter("firm").get(f"/pledge/loans/{loan.pk}/").status_code == 404
        for who in ("clerk", "centre", "neighbour", "insurer"):
            assert enter(who).get(f"/pledge/loans/{loan.pk}/").status_code == 404, who
        stored(services.loan_file(loan=loan.loan, fund=fund(), place="990101", on=TODAY, by=by("ff")))
        assert enter("clerk").get(f"/pledge/loans/{loan.pk}/").status_code == 200
        assert enter("centre").get(f"/pledge/loans/{loan.pk}/").status_code == 200
        assert enter("neighbour").get(f"/pledge/loans/{loan.pk}/").status_code == 404

    def test_no_fact_of_an_unfiled_loan_is_told_to_an_office_by_its_number(self, enter):
        loan = registered(agreed())
        stored(drawn(loan))
        numbers = [e.n for e in journal.about(case=loan.loan)]
        clerk = enter("clerk")
        assert {clerk.get(f"/ledger/{n}/").status_code for n in numbers} == {404}
        stored(services.loan_file(loan=loan.loan, fund=fund(), place="990101", on=TODAY, by=by("ff")))
        assert {clerk.get(f"/ledger/{n}/").status_code for n in numbers} == {200}

    def test_only_the_bank_reports_on_its_loan(self, enter):
        loan = registered(agreed())
        stored(services.loan_file(loan=loan.loan, fund=fund(), place="990101", on=TODAY, by=by("ff")))
        finance = enter("finance").post(f"/pledge/loans/{loan.pk}/do/draw/", {"reference": "x"})
        assert finance.status_code == 403


def test_the_page_of_a_failing_loan_says_who_pays_how_much_in_which_order(enter):
    loan = failed()
    page = words(enter("clerk").get(f"/pledge/overdue/{loan.pk}/"))
    for told in (
        "债务人自己的质物",
        "540,000.00 元",
        "160,000.00 元",
        "40,000.00 元",
        "260,000.00 元",
        "第三百九十二条",
        "所缺材料与事实",
        "测算过程",
    ):
        assert told in page, told
    assert "山河科技" in words(enter("bank").get("/pledge/overdue/"))


def test_a_claim_goes_through_four_eyes_to_payment_and_recovery(enter):
    loan = failed()
    bank, clerk, certifier, finance = (enter(n) for n in ("bank", "clerk", "certifier", "finance"))
    do(
        bank, loan, "claim", principal="100万元", interest="5000", recovered="0",
        papers=["contract", "registered", "drawn", "demand", "classed"], paper=paper(),
    )  # fmt: skip
    claim = Claim.objects.get()
    do(clerk, claim, "check", given="")
    claim.refresh_from_db()
    address = f"/pledge/claims/{claim.pk}/do/approve/"
    assert clerk.post(address, {"reference": "c", "stands_at": claim.folded_to}).status_code == 403
    do(certifier, claim, "approve", sure="on")
    assert finance.get(f"/pledge/claims/{claim.pk}/do/pay/").status_code == 200
    do(finance, claim, "pay", on=DAY, party="fund", amount="540000", sure="on")
    do(bank, claim, "recover", on=DAY, how="auction", gross="100000")
    page = words(clerk.get(f"/pledge/claims/{claim.pk}/"))
    assert "风险补偿资金 54,000.00 元" in page
    assert "合作银行 46,000.00 元" in page
    pool = words(clerk.get(f"/pledge/pools/{claim.fund}/"))
    assert "1,514,000.00 元" in pool
    assert "540,000.00 元" in pool


class TestTheApi:
    def report(self, loan: Loan, who: str = "bank", **given: Any) -> Any:
        told = {"reference": "B-1", "kind": "draw", "on": DAY, "amount_fen": 100_000_000, "due_on": "2026-06-02"}
        address = f"/api/v1/pledge/loans/{loan.loan}/reports"
        return Client().post(address, told | given, content_type="application/json", **token(who))

    def test_a_reference_sent_twice_changes_nothing_and_another_sum_under_it_is_409(self, enter):
        loan = registered(agreed())
        first = self.report(loan)
        assert first.status_code == 200, first.text
        size = journal.size()
        again = self.report(loan)
        assert (again.status_code, again.json()) == (200, first.json())
        assert journal.size() == size
        other = self.report(loan, amount_fen=1)
        assert other.status_code == 409
        assert [r["code"] for r in other.json()["reasons"]] == ["reference-taken"]

    def test_a_drawing_before_registration_is_409_with_its_clause(self, enter):
        answer = self.report(agreed())
        assert answer.status_code == 409
        [reason] = answer.json()["reasons"]
        assert (reason["code"], reason["cite"]["clause"]) == ("not-registered", "第四百四十四条")

    def test_another_body_does_not_find_the_loan(self, enter):
        assert self.report(registered(agreed()), "insurer").status_code == 404

    def test_a_bank_claims_and_reads_its_claim_and_the_pool(self, enter):
        loan = failed()
        given = {"reference": "K-1", "principal_fen": 100_000_000, "papers": ["contract"]}
        address, held = f"/api/v1/pledge/loans/{loan.loan}/claims", token("bank")
        first = Client().post(address, given, content_type="application/json", **held)
        assert first.status_code == 200, first.text
        assert Client().post(address, given, content_type="application/json", **held).json() == first.json()
        for other in ({"principal_fen": 90_000_000}, {"interest_fen": 1}, {"papers": ["drawn"]}):
            again = Client().post(address, given | other, content_type="application/json", **held)
            assert (again.status_code, again.json()["reasons"][0]["code"]) == (409, "reference-taken"), other
        read = Client().get(f"/api/v1/pledge/claims/{first.json()['claim']}", **held).json()
        assert (read["stage"], read["due"]) == ("filed", {})
        [pool] = Client().get("/api/v1/pledge/pools", **held).json()
        assert (pool["balance_fen"], pool["pending_unknown"]) == (200_000_000, 1)


class TestATable:
    def upload(self, browser: Client, rows: list[str]) -> Any:
        text = "\n".join(["报送编号,贷款编号,报送事项,发生日,本金金额,利息,到期日,分类等级", *rows])
        file = SimpleUploadedFile("报送.csv", text.encode("utf-8-sig"), content_type="text/csv")
        return browser.post("/pledge/upload/", {"bank": BANK, "paper": file})

    def test_stores_each_row_once_and_refuses_with_line_and_reason(self, enter):
        loan = registered(agreed())
        bank = enter("bank")
        rows = [
            f"T-1,{loan.loan},放款,{DAY},1000000,,2026-06-02,",
            f"T-2,{loan.loan},还款,{DAY},200000,1000,,",
            f"T-3,{loan.loan},放款,{DAY},1,,2026-06-02,",
            f"T-4,L:none,还款,{DAY},1,,,",
        ]
        page = words(self.upload(bank, rows))
        assert re.search(r"新记入\s+2", page), page
        assert "非最高额质押的贷款只放一次" in page
        size = journal.size()
        again = words(self.upload(bank, rows))
        assert re.search(r"已有\s+2", again), again
        assert journal.size() == size
        loan.refresh_from_db()
        assert loan.left == yuan(800_000)

    def test_of_another_bank_stores_nothing(self, enter):
        loan = registered(agreed())
        answer = self.upload(enter("insurer"), [f"T-1,{loan.loan},放款,{DAY},1000000,,2026-06-02,"])
        assert answer.status_code == 422
        loan.refresh_from_db()
        assert loan.drawn_fen == 0


def test_the_reconciliation_file_adds_up(enter):
    loan = registered(agreed())
    stored(drawn(loan))
    stored(
        services.loan_repay(
            loan=loan.loan, principal=yuan(300_000), interest=yuan(4_000), clears=False, on=TODAY, by=by("p")
        )
    )
    answer = enter("bank").get(f"/pledge/months/P:{BANK}/2025-06.csv?lang=zh")
    assert answer.status_code == 200
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][4:9] == ["0", "1000000", "300000", "4000", "700000"] or rows[1][4:9] == [
        "0.00",
        "1000000.00",
        "300000.00",
        "4000.00",
        "700000.00",
    ]
    assert rows[-1][4:10] == rows[1][4:10]
    july = enter("bank").get(f"/pledge/months/P:{BANK}/2025-07.csv")
    assert list(csv.reader(io.StringIO(july.content.decode("utf-8-sig"))))[1][4].startswith("700000")
    assert enter("insurer").get(f"/pledge/months/P:{BANK}/2025-06.csv").status_code == 404


def test_the_reconciliation_file_says_what_the_banks_books_no_longer_carry(enter):
    """A loan written off still has its principal here; without a word of it the two sums would differ unexplained."""
    loan = failed()
    with time_machine.travel("2025-07-20 12:00:00+08:00"):
        late = by("w", today=date(2025, 7, 20))
        stored(services.loan_write_off(loan=loan.loan, why="无可执行财产", by=late))
    told = {}
    for month in ("2025-06", "2025-07"):
        text = enter("bank").get(f"/pledge/months/P:{BANK}/{month}.csv?lang=zh").content.decode("utf-8-sig")
        told[month] = next(csv.DictReader(io.StringIO(text)))
    off = "月末余额中已核销或结清"
    assert (told["2025-06"]["月末状态"], told["2025-06"][off]) == ("次级", "0")
    assert (told["2025-07"]["月末状态"], told["2025-07"][off]) == ("2025-07-20 核销", told["2025-07"]["月末本金余额"])


def test_a_bank_attests_its_month(enter):
    answer = send(
        enter("bank"), "/pledge/months/attest/", month=DAY, bank=BANK, place="990101", plan="1000万元", used="100万元",
        ip_loans="100万元", ip_npl="5万元", npl_ratio="1.2%", attested_by="普惠金融部",
    )  # fmt: skip
    assert answer.status_code == 302, words(answer)
    assert Month.objects.get().npl_ratio_bp == 120
    page = words(enter("clerk").get("/pledge/months/"))
    assert "超出容忍度" in page, "5 % against 1.2 % + 3 points"


def test_a_clerk_opens_a_fund_and_its_page_says_how_near_its_lines_are(enter):
    clerk = enter("clerk")
    answer = send(
        clerk, "/pledge/pools/open/", name="德阳式资金（演示）", place="990100", scheme="deyang-2019:public",
        files_when="unstated", returns="pool", terms="", paper=paper(),
    )  # fmt: skip
    assert answer.status_code == 302, words(answer)
    code = Fund.objects.get().fund
    send(clerk, f"/pledge/pools/{code}/move/", on=DAY, amount="100万元")
    send(clerk, f"/pledge/pools/{code}/state/", on=DAY, balance="99万元")
    page = words(clerk.get(f"/pledge/pools/{code}/"))
    assert "熔断（停办）线" in page
    assert "相差 −10,000.00 元" in page


def test_signs_are_shown_and_renewal_stands_apart(enter):
    from ipops.lines.pledge.facts.words import Release

    loan = registered(agreed(), on=date(2025, 6, 2))

    stored(
        services.pledge_cancel(
            pledge=loan.pledge, release=Release.WAIVED, on=TODAY, repaid_on=None, by=by("x", document="ab" * 32)
        )
    )
    registered(agreed("again"), filed=TODAY)
    answer = enter("checker").get("/pledge/signs/")
    assert "注销后0天" in words(answer)
    assert "存疑" in words(answer)
    [check] = set(re.findall(r'href="(/trading/checks/C:pledged_again:[0-9a-f]{16}/)"', answer.text))
    assert enter("checker").get(check).status_code == 200, "the check has the screen of all checks"


def test_a_checker_opens_the_check_of_a_sign_that_lies_long_back(enter):
    from ipops.lines.pledge.facts.words import Release

    loan = registered(agreed(), on=date(2025, 6, 2))
    stored(
        services.pledge_cancel(
            pledge=loan.pledge, release=Release.WAIVED, on=TODAY, repaid_on=None, by=by("x", document="ab" * 32)
        )
    )
    with time_machine.travel("2025-12-03 12:00:00+08:00"):
        again, late = agreed("again"), date(2025, 12, 3)
        facts = [
            PledgeRegistered(
                on=TODAY, pledge=again.pledge, right=r, kind_of_right=RightKind.INVENTION, pledgors=(again.firm,),
                pledgees=(again.bank,), place="990101", proof=Proof.LISTED, secured=yuan(1),
            )
            for r in again.rights
        ]  # fmt: skip
        journal.append([Draft(fact=f, source=SAID, reference=f"l{i}") for i, f in enumerate(facts)], by="import:list")
        assert signs.checks_refresh(today=late) == (), "half a year later it opens none of its own accord"
        checker, clerk = enter("checker"), enter("clerk")
        assert "未开立" in words(clerk.get("/pledge/signs/"))
        [case] = re.findall(r'open/\?case=(C%3Apledged_again%3A[0-9a-f]{16})"', checker.get("/pledge/signs/").text)
        case = case.replace("%3A", ":")
        assert case in checker.get(f"/pledge/signs/open/?case={case}").text
        assert clerk.post("/pledge/signs/open/", {"case": case}).status_code == 403
        assert checker.post("/pledge/signs/open/", {"case": case}).url == f"/trading/checks/{case}/"
        assert "open/?case=" not in checker.get("/pledge/signs/").text
        size = journal.size()
        checker.post("/pledge/signs/open/", {"case": case})
        assert journal.size() == size, "one sign, one check"


def test_a_parks_firms_draw_within_their_credit(enter):
    clerk = enter("clerk")
    park = "91990102MA3C0002XP"
    answer = send(
        clerk, "/pledge/credits/enter/", park=park, park_name="高新园区", bank=BANK, place="990101", amount="150万元",
        each="120万元", firms=FIRM, last_day="2026-06-02", paper=paper(),
    )  # fmt: skip
    assert answer.status_code == 302, words(answer)
    from ipops.lines.pledge.app.models import Credit

    from .conftest import asked, codes

    credit = Credit.objects.get().credit
    asked(credit=credit)
    from .conftest import written

    got = services.finance_ask(
        firm=written(FIRM), rights=(PATENT,), amount=yuan(600_000), ip_part=yuan(1), term_months=12,
        authorised_on=date(2025, 5, 30), authorised_until=None, fund="", credit=credit, bank=None, purpose="",
        by=by("second", document="ab" * 32),
    )  # fmt: skip
    assert codes(got) == ["above-the-limit", "above-the-firms-limit"]


def test_a_bank_reads_every_fact_of_its_loan_and_of_its_claim(enter):
    """The timeline of a case is made of the facts one may see: those of a loan name its bank."""
    loan = failed()
    claim = stored(
        services.claim_file(
            loan=loan.loan,
            principal=yuan(1_000_000),
            interest=yuan(0),
            recovered=yuan(0),
            papers=(),
            by=by("c", "user:bank"),
        )
    )
    stored(services.claim_check(claim=claim, given=(), by=by("check")))
    bank = enter("bank")
    numbers = {e.n for c in (loan.loan, claim) for e in journal.about(case=c)}
    assert {bank.get(f"/ledger/{n}/").status_code for n in numbers} == {200}


class TestTheBudget:
    """Fifteen queries and 150 kB a page, also for a loan that fails and a claim that was paid."""

    def hold(self, browser: Client, address: str) -> None:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(address)
        assert answer.status_code == 200
        assert len(asked) <= 15, "\n".join(q["sql"][:160] for q in asked)
        assert len(answer.content) <= 150_000

    @pytest.mark.parametrize(
        "name",
        [
            "loan",
            "claim",
            "sharing",
            "pool",
            "pools",
            "registration",
            "application",
            "loans",
            "claims",
            "months",
            "overview",
            "signs",
            "overdue",
        ],
    )
    def test_is_kept(self, enter, name):
        loan = failed()
        claim = stored(
            services.claim_file(
                loan=loan.loan,
                principal=yuan(1_000_000),
                interest=yuan(0),
                recovered=yuan(0),
                papers=(),
                by=by("c", "user:bank"),
            )
        )
        stored(services.claim_check(claim=claim, given=(), by=by("check")))
        loan.refresh_from_db()
        address = {
            "sharing": f"overdue/{loan.loan}/",
            "loan": f"loans/{loan.loan}/", "claim": f"claims/{claim}/", "pool": f"pools/{loan.fund}/", "pools": "pools/",
            "registration": f"registrations/{loan.pledge}/", "application": f"applications/{loan.application}/",
            "overview": "",
        }  # fmt: skip
        self.hold(enter("clerk"), f"/pledge/{address.get(name, name + '/')}")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "applications/",
        "registrations/",
        "loans/",
        "overdue/",
        "claims/",
        "pools/",
        "pools/open/",
        "months/",
        "months/attest/",
        "signs/",
        "upload/",
        "ask/",
        "credits/enter/",
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_screen_answers_in_both_languages(enter, address, lang):
    answer = enter("clerk").get(f"/pledge/{address}?lang={lang}")
    assert answer.status_code == 200
