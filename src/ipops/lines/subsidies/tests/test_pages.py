"""The screens of this line in a browser without script: who may, what they say, what they do."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ipops.lines.subsidies.app.models import Claim, Window
from ipops.webkit import journal
from ipops.webkit.pages import doors

from .conftest import BANK, DAYS, FIRM, OTHER, RATES, RIGHT

pytestmark = pytest.mark.db
NOW = date.today()  # noqa: DTZ011 -- the pages know today as well
SCHEME = {
    "loan__signed_on": "2024-07-23",
    "loan__combined": "false",
    "loan__first_time_patent": "true",
    "loan__periods": "2024-07-25 2025-01-25 500万元 4%",
}


def words(answer: Any) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", answer.text)


def send(browser: Client, address: str, **given: Any) -> Any:
    return browser.post(address, {"reference": f"r-{address}", **given})


def window(officer: Client, **more: Any) -> Window:
    given = {
        "title": "质押贴息", "scheme": "qd-2024", "place": "990100", "bureau": "市知识产权局", "fund": "专项资金",
        "closes_on": (NOW + timedelta(days=20)).isoformat(), "budget_year": NOW.year, "period_from": "2024-01-01",
        "period_last": "2025-12-31", "order": "pro_rata", "assumes": DAYS[0], "rates": "\n".join(RATES),
    } | more  # fmt: skip
    answer = send(officer, "/subsidies/windows/open/", **given)
    assert answer.status_code == 302, words(answer)
    return Window.objects.get(title=given["title"])


def file(browser: Client, row: Window, **more: Any) -> Any:
    given = {
        "claimant": FIRM, "claimant_name": "山河科技有限公司", "bank": BANK, "bank_name": "城南银行", "loan": "借2024-1",
        "rights": RIGHT, "invoices": "",
    }  # fmt: skip
    return send(browser, f"/subsidies/windows/{row.window}/file/", **given | SCHEME | more)


def do(browser: Client, kind: str, row: Any, event: str, **given: Any) -> Any:
    row.refresh_from_db()
    address = f"/subsidies/{kind}/{row.pk}/do/{event}/"
    return send(browser, address, stands_at=row.folded_to, **given)


def proof() -> SimpleUploadedFile:
    return SimpleUploadedFile("结清证明.pdf", b"%PDF-1.4 settled", content_type="application/pdf")


def test_from_the_window_to_the_payment_with_four_eyes(enter):
    clerk, officer, certifier, finance = (enter(n) for n in ("clerk", "officer", "certifier", "finance"))
    row = window(officer)
    assert "LPR-1Y" in words(clerk.get("/subsidies/windows/open/"))
    assert "质押贴息" in words(clerk.get("/subsidies/"))
    assert file(clerk, row).status_code == 302
    claim = Claim.objects.get()
    page = words(clerk.get(f"/subsidies/claims/{claim.claim}/"))
    assert "至少一件专利为首次质押" in page or "首次质押" in page
    assert do(clerk, "claims", claim, "prove", settled="yes", repaid_on="2025-01-25", paper=proof()).status_code == 302
    assert do(clerk, "claims", claim, "compute").status_code == 302
    page = words(clerk.get(f"/subsidies/claims/{claim.claim}/"))
    assert "52,175.34" in page
    assert "awards.interest" not in page, "the trace is told in words, not by the codes of its rules"
    assert "测算过程" in page
    assert "3.45%" in page
    assert do(officer, "windows", row, "close", why="", sure="on").status_code == 302
    assert do(officer, "windows", row, "divide", sure="on").status_code == 302
    assert do(clerk, "claims", claim, "grant").status_code == 403
    assert do(certifier, "claims", claim, "grant").status_code == 302
    assert do(finance, "claims", claim, "pay", on=NOW.isoformat(), voucher="凭-7").status_code == 302
    claim.refresh_from_db()
    assert (claim.stage, claim.paid_fen) == ("paid", 5_217_534)
    assert "5.22万元" in words(finance.get("/subsidies/claims/?stage=paid"))


def test_a_firm_files_for_itself_and_for_nobody_else(enter):
    row, firm = window(enter("officer")), enter("firm")
    page = words(firm.get(f"/subsidies/windows/{row.window}/file/"))
    assert "首次质押" in page
    other = file(firm, row)
    assert other.status_code == 422
    assert "您不能为该单位申报" in words(other)
    own = file(firm, row, claimant="919901018DJQ11C33B", claimant_name="恒川工程技术（演示）")
    assert own.status_code == 302, words(own)
    claim = Claim.objects.get()
    assert firm.get(f"/subsidies/claims/{claim.claim}/").status_code == 200
    assert do(firm, "claims", claim, "withdraw", why="不申请了", sure="on").status_code == 302
    assert enter("bank").get(f"/subsidies/claims/{claim.claim}/").status_code == 404


def test_the_form_of_a_window_that_takes_no_more_says_so_and_has_no_fields(enter, monkeypatch):
    """It was drawn whole, and only the sent claim was refused."""
    clerk, officer = enter("clerk"), enter("officer")
    row = window(officer)
    late = NOW + timedelta(days=21)
    with monkeypatch.context() as then:
        then.setattr(timezone, "localdate", lambda: late)
        then.setattr(doors, "today", lambda: late)
        for page in ("file", "upload"):
            answer = clerk.get(f"/subsidies/windows/{row.window}/{page}/")
            assert answer.status_code == 403, page
            assert str(row.closes_on) in words(answer)
            assert 'name="claimant"' not in answer.text
            assert 'name="file"' not in answer.text
        assert f"/subsidies/windows/{row.window}/file/" not in clerk.get(f"/subsidies/windows/{row.window}/").text
        assert file(clerk, row).status_code == 422
    do(officer, "windows", row, "close", why="", sure="on")
    answer = clerk.get(f"/subsidies/windows/{row.window}/file/")
    assert (answer.status_code, 'name="claimant"' in answer.text) == (403, False)
    assert "该窗口已不收申报" in words(answer)


def test_what_cannot_be_read_is_told_beside_its_field(enter):
    clerk = enter("clerk")
    answer = file(clerk, window(enter("officer")), loan__periods="五百万半年", loan="")
    assert answer.status_code == 422
    page = words(answer)
    assert "请写成计息期列表" in page
    assert "贷款合同号" in page
    assert not Claim.objects.exists()


def test_an_unknown_amount_is_shown_with_what_is_missing(enter):
    clerk = enter("clerk")
    row = window(enter("officer"), assumes="")
    assert "awards.interest.day_count" in words(clerk.get(f"/subsidies/windows/{row.window}/"))
    file(clerk, row)
    claim = Claim.objects.get()
    do(clerk, "claims", claim, "prove", settled="yes", repaid_on="2025-01-25", paper=proof())
    do(clerk, "claims", claim, "compute")
    page = words(clerk.get(f"/subsidies/claims/{claim.claim}/"))
    assert "金额未知" in page
    assert "来源未载计息天数规则" in page
    assert "至" in page, "the two ends are shown"


def test_a_double_claim_is_seen_beside_the_case_and_stops_the_grant(enter):
    clerk, officer = enter("clerk"), enter("officer")
    one, other = window(officer), send_second(officer)
    file(clerk, one)
    file(clerk, other)
    for claim in Claim.objects.all():
        do(clerk, "claims", claim, "prove", settled="yes", repaid_on="2025-01-25", paper=proof())
        do(clerk, "claims", claim, "compute")
    do(officer, "windows", one, "close", why="", sure="on")
    do(officer, "windows", one, "divide", sure="on")
    claim = Claim.objects.get(window=one.window)
    certifier = enter("certifier")
    for more in ({}, {"HTTP_HX_REQUEST": "true"}):
        page = words(certifier.get(f"/subsidies/claims/{claim.claim}/twice/", **more))
        assert "不得同意" in page
        assert "市科技局" in page
    answer = do(certifier, "claims", claim, "grant", confirmed="已核")
    assert answer.status_code == 422
    assert "市科技局" in words(answer)


def send_second(officer: Client) -> Window:
    given = {
        "reference": "second", "title": "科技贴息", "scheme": "qd-2024", "place": "990100", "bureau": "市科技局",
        "fund": "科技资金", "closes_on": (NOW + timedelta(days=20)).isoformat(), "budget_year": NOW.year,
        "period_from": "2024-01-01", "period_last": "2025-12-31", "order": "pro_rata", "assumes": DAYS[0],
        "rates": "\n".join(RATES),
    }  # fmt: skip
    officer.post("/subsidies/windows/open/", given)
    return Window.objects.get(title="科技贴息")


def test_a_banks_list_is_filed_once_and_refused_by_line(enter, tmp_path: Path):
    row, clerk = window(enter("officer")), enter("clerk")
    book = openpyxl.Workbook()
    book.active.append(
        [
            "企业名称",
            "统一社会信用代码",
            "贷款银行",
            "银行信用代码",
            "合同编号",
            "专利号",
            "签订日期",
            "首次质押专利",
            "组合贷款",
            "贷款金额（万元）",
            "年利率",
            "计息起",
            "计息止",
            "营业收入（万元）",
        ]
    )
    good = [
        "山河科技有限公司",
        FIRM,
        "城南银行",
        BANK,
        "借2024-1",
        RIGHT,
        "2024-07-23",
        "是",
        "否",
        500,
        "4%",
        "2024-07-25",
        "2025-01-25",
        3000,
    ]
    book.active.append(good)
    book.active.append(["湖海科技有限公司", f"{OTHER[:-1]}0", *good[2:]])
    book.active.append(["湖海科技有限公司", OTHER, *good[2:4], "", *good[5:]])
    path = tmp_path / "清单.xlsx"
    book.save(path)
    for _ in range(2):
        sent = SimpleUploadedFile("清单.xlsx", path.read_bytes())
        answer = clerk.post(f"/subsidies/windows/{row.window}/upload/", {"file": sent})
        assert answer.status_code == 200, words(answer)
        assert Claim.objects.count() == 1
    page = words(answer)
    assert "已有1件" in page.replace(" ", "")
    told = set(Claim.objects.get().given)
    book.active.cell(row=2, column=10).value = 600
    book.active.cell(row=2, column=6).value = "CN201810654321.1"
    book.save(path)
    sent = SimpleUploadedFile("清单.xlsx", path.read_bytes())
    changed = clerk.post(f"/subsidies/windows/{row.window}/upload/", {"file": sent})
    assert changed.status_code == 409
    for word in ("与已有不符1行", "计息期", "涉及权利", Claim.objects.get().claim):
        assert word in words(changed).replace(" ", ""), word
    assert set(Claim.objects.get().given) == told, "nothing was changed"
    assert "第3行" in page.replace(" ", "")
    assert "请填写贷款合同号" in page
    assert set(Claim.objects.get().given) == {
        "loan.signed_on=2024-07-23",
        "loan.first_time_patent=true",
        "loan.combined=false",
        "loan.periods=2024-07-25 2025-01-25 500000000分 4%",
    }


def test_english_pages_hold_no_chinese_interface(enter):
    officer = enter("officer")
    row = window(officer)
    page = words(officer.get(f"/subsidies/windows/{row.window}/?lang=en"))
    assert "What the scheme says" in page
    assert "At least one patent is pledged for the first time." in page


def test_who_looks_only_sees_their_own_places(enter):
    row = window(enter("officer"))
    file(enter("clerk"), row)
    claim = Claim.objects.get()
    assert enter("neighbour").get(f"/subsidies/claims/{claim.claim}/").status_code == 404
    assert "山河" not in words(enter("neighbour").get("/subsidies/claims/"))
    assert enter("auditor").get(f"/subsidies/claims/{claim.claim}/").status_code == 200
    assert enter("auditor").get("/subsidies/windows/open/").status_code == 403
    assert enter("auditor").get(f"/subsidies/windows/{row.window}/file/").status_code == 403


def test_the_api_reads_and_files_once(enter):
    clerk = enter("clerk")
    row = window(enter("officer"))
    given = {
        "reference": "bank-1", "claimant": FIRM, "claimant_name": "山河科技有限公司", "loan": "借2024-1",
        "given": ["loan.signed_on=2024-07-23", "loan.combined=false"],
    }  # fmt: skip
    for _ in range(2):
        answer = clerk.post(f"/api/v1/subsidies/windows/{row.window}/claims", given, content_type="application/json")
        assert answer.status_code == 200, answer.text
    code = answer.json()["claim"]
    assert clerk.get("/api/v1/subsidies/claims?stage=filed").json()["total"] == 1
    assert clerk.get(f"/api/v1/subsidies/claims/{code}").json()["given"] == given["given"]
    assert clerk.get("/api/v1/subsidies/windows?stage=open").json()["items"][0]["scheme"] == "qd-2024"
    address = f"/api/v1/subsidies/windows/{row.window}/claims"
    for n, (bad, code) in enumerate(
        (
            ("x=1", "not-asked"),
            ("loan.combined", "not-readable"),
            ("loan.combined=true", "said-twice"),
            ("loan.drawn_on=2024-07-01", "not-asked"),
            ("loan.periods=2025-01-25 2024-07-25 500万元 4%", "not-readable"),
        )
    ):
        more = {"reference": f"bank-{n + 2}", "given": [*given["given"], bad]}
        wrong = clerk.post(address, given | more, content_type="application/json")
        assert (wrong.status_code, wrong.json()["reasons"][0]["code"]) == (409, code), wrong.text
    none = clerk.post(
        "/api/v1/subsidies/windows/SW:0/claims", given | {"reference": "n"}, content_type="application/json"
    )
    assert none.status_code == 404
    assert Claim.objects.count() == 1


OTHERS: list[dict[str, Any]] = [
    {"loan": "借2024-2"}, {"claimant": OTHER}, {"rights": []}, {"given": ["loan.combined=true"]}, {"bank": "", "bank_name": ""},
]  # fmt: skip


@pytest.mark.parametrize("other", OTHERS)
def test_a_reference_of_the_api_holds_for_one_content(enter, other):
    clerk, officer = enter("clerk"), enter("officer")
    row = window(officer)
    given = {
        "reference": "bank-1", "claimant": FIRM, "claimant_name": "山河科技有限公司", "bank": BANK, "bank_name": "城南银行",
        "loan": "借2024-1", "rights": [RIGHT], "given": ["loan.signed_on=2024-07-23", "loan.combined=false"],
    }  # fmt: skip

    def sent(to=row, **more):
        address = f"/api/v1/subsidies/windows/{to.window}/claims"
        return clerk.post(address, given | more, content_type="application/json")

    first, size = sent(), journal.size()
    assert first.status_code == 200, first.text
    elsewhere = window(officer, reference="r-2", title="另一窗口")
    for again in (sent(**other), sent(to=elsewhere)):
        assert (again.status_code, again.json()["reasons"][0]["code"]) == (409, "reference-taken"), again.text
    assert (sent().json(), journal.size()) == (first.json(), size + 1), "the same content changes nothing"


def test_a_reference_that_opened_a_window_files_no_claim(enter):
    officer = enter("officer")
    row = window(officer)
    given = {
        "reference": "r-/subsidies/windows/open/",
        "claimant": FIRM,
        "claimant_name": "山河科技有限公司",
        "loan": "借2024-1",
    }
    address = f"/api/v1/subsidies/windows/{row.window}/claims"
    got = officer.post(address, given, content_type="application/json")
    assert (got.status_code, got.json()["reasons"][0]["code"]) == (409, "reference-taken"), got.text
    assert not Claim.objects.exists(), "it was told stored, and nothing was"


def test_a_rest_is_seen_on_both_windows_both_claims_and_in_the_api(enter):
    clerk, officer = enter("clerk"), enter("officer")
    row = window(officer, pot="50000", order="carry_over")
    file(clerk, row)
    claim = Claim.objects.get()
    do(clerk, "claims", claim, "prove", settled="yes", repaid_on="2025-01-25", paper=proof())
    do(clerk, "claims", claim, "compute")
    do(officer, "windows", row, "close", why="", sure="on")
    do(officer, "windows", row, "divide", sure="on")
    assert "2,175.34" in words(clerk.get(f"/subsidies/windows/{row.window}/"))
    assert "2,175.34" in words(clerk.get(f"/subsidies/claims/{claim.claim}/"))
    after = window(officer, reference="r-next", title="下一窗口", pot="50000", order="carry_over")
    form = officer.get(f"/subsidies/windows/{after.window}/do/take_over/")
    assert row.window in form.text, "the window that owes is filled in"
    assert do(officer, "windows", after, "take_over", earlier=row.window).status_code == 302
    rest = Claim.objects.get(first=claim.claim)
    for page in (f"windows/{row.window}", f"windows/{after.window}", f"claims/{rest.claim}"):
        assert f"/subsidies/claims/{claim.claim}/" in clerk.get(f"/subsidies/{page}/").text, page
    assert rest.claim in words(clerk.get(f"/subsidies/claims/{claim.claim}/?lang=en"))
    told = clerk.get(f"/api/v1/subsidies/claims/{rest.claim}").json()
    assert (told["stage"], told["total_fen"], told["first"]) == ("taken", 217_534, claim.claim)
    told = clerk.get(f"/api/v1/subsidies/claims/{claim.claim}").json()
    assert (told["owed_fen"], told["carried_to"]) == (217_534, rest.claim)
    assert clerk.get(f"/api/v1/subsidies/windows/{after.window}").json()["taken_fen"] == 217_534
    assert clerk.get("/api/v1/subsidies/overview").json()["owed_fen"] == 0


def test_a_rest_is_taken_over_through_the_api_once_and_by_an_officer_of_the_place(enter):
    clerk, officer = enter("clerk"), enter("officer")
    row = window(officer, pot="50000", order="carry_over")
    file(clerk, row)
    claim = Claim.objects.get()
    do(clerk, "claims", claim, "prove", settled="yes", repaid_on="2025-01-25", paper=proof())
    do(clerk, "claims", claim, "compute")
    do(officer, "windows", row, "close", why="", sure="on")
    do(officer, "windows", row, "divide", sure="on")
    after = window(officer, reference="r-next", title="下一窗口", pot="50000", order="carry_over")
    other = window(officer, reference="r-other", title="再下一窗口", pot="50000", order="carry_over")

    def sent(who, to=after, **more):
        given = {"reference": "take-1", "earlier": row.window} | more
        return who.post(f"/api/v1/subsidies/windows/{to.window}/take-over", given, content_type="application/json")

    assert sent(clerk).status_code == 403, "the page lets officers alone"
    assert sent(enter("firm")).status_code in (403, 404)
    assert sent(officer, to=Window(window="SW:no")).status_code == 404
    assert sent(officer, earlier="SW:no").json()["reasons"][0]["code"] == "no-such-window"
    first = sent(officer)
    assert (first.status_code, first.json()["taken_fen"]) == (200, 217_534), first.text
    size = journal.size()
    assert sent(officer).json() == first.json(), "sent twice it changes nothing"
    assert journal.size() == size
    again = sent(officer, earlier=other.window)
    assert (again.status_code, again.json()["reasons"][0]["code"]) == (409, "reference-taken")
    elsewhere = sent(officer, to=other)
    assert (elsewhere.status_code, elsewhere.json()["reasons"][0]["code"]) == (409, "reference-taken")
    assert sent(officer, reference="take-2").json()["reasons"][0]["code"] == "nothing-owed"
    assert sent(officer, reference="").status_code == 422
    assert journal.size() == size


def test_search_finds_a_claim_by_its_loan(enter):
    clerk = enter("clerk")
    file(clerk, window(enter("officer")))
    assert "借2024-1" in words(clerk.get("/search/?q=借2024&in=subsidies"))


def test_what_may_be_applied_for_is_found_from_what_i_own(enter):
    window(enter("officer"))
    assert "/subsidies/" in enter("firm").get("/mine/").text


def test_no_page_of_a_case_asks_more_than_fifteen_questions(enter, django_assert_max_num_queries):
    clerk = enter("clerk")
    row = window(enter("officer"))
    file(clerk, row)
    claim = Claim.objects.get()
    do(clerk, "claims", claim, "prove", settled="yes", repaid_on="2025-01-25", paper=proof())
    do(clerk, "claims", claim, "compute")
    for page in (f"claims/{claim.claim}/", f"windows/{row.window}/", "claims/", "windows/", ""):
        with django_assert_max_num_queries(15):
            assert clerk.get(f"/subsidies/{page}").status_code == 200
