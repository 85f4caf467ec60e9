"""The screens of this line in a browser without script: who may, what they say, what they do."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ipops.intake.profile import shipped
from ipops.intake.values import key
from ipops.lines.trading.app.models import CheckCase, Conflict, Deal, ImportRun
from ipops.webkit import journal

from .conftest import R1, R2, party, pledged

pytestmark = pytest.mark.db
LAST_WEEK = date.today() - timedelta(days=7)  # noqa: DTZ011 -- the pages know today as well
Enter = Callable[[str], Client]


@pytest.fixture
def enter(city: Any) -> Enter:
    """``enter("clerk")``: a browser of that demo account."""
    from ipops.webkit import access
    from ipops.webkit.models import User

    access.demo_make()

    def browser(name: str) -> Client:
        made = Client()
        made.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
        return made

    return browser


def typed(**changed: Any) -> dict[str, Any]:
    given = {
        "act": "transfer",
        "standing": "registered",
        "rights": f"ZL{R1[2:]}",
        "givers": "山河科技有限公司",
        "takers": "东湖电子有限公司",
        "on": LAST_WEEK.isoformat(),
        "price": "12万元",
        "related": "",
        "reference": "form-1",
    }
    return given | changed


def notice(name: str = "通知.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 notice", content_type="application/pdf")


def record(browser: Client, **changed: Any) -> Deal:
    answer = browser.post("/trading/record/", typed(**changed))
    assert answer.status_code == 302, re.sub(r"<[^>]+>|\s+", " ", answer.text)
    return Deal.objects.get(deal=answer["Location"].split("/")[3])


class TestRecording:
    def test_begins_with_the_number_and_fills_in_what_is_known(self, enter):
        browser = enter("clerk")
        start = browser.post("/trading/record/", {"act": "transfer", "rights": f"zl{R1[2:]}", "reference": "x"})
        assert start.status_code == 302
        page = browser.get(start["Location"]).text
        assert "山河科技有限公司</textarea>" in page
        assert "一种装置" in page

    def test_a_wrong_number_is_said_beside_its_field_with_the_repair(self, enter):
        answer = enter("clerk").post(
            "/trading/record/", {"act": "transfer", "rights": "ZL201510123456.7", "reference": "x"}
        )
        assert answer.status_code == 422
        assert "CN201510123456.1" in answer.text

    def test_takes_at_most_eight_typed_fields(self, enter):
        """Known right and parties: what a clerk must or may usually type of a transfer, beyond choices and papers."""
        form = enter("clerk").get("/trading/record/", {"act": "transfer", "rights": R1}).text
        open_part = re.sub(r"<details class=\"group\">.*?</details>", "", form, flags=re.DOTALL)
        blank = re.findall(
            r"<(?:input type=\"(?:text|date)\"[^>]*name=\"(\w+)\"(?![^>]*value)|textarea name=\"(\w+)\")", open_part
        )
        names = {a or b for a, b in blank} - {"givers", "rights"}
        assert len(names) <= 8, names

    def test_stores_the_deal_with_its_paper(self, enter):
        row = record(enter("clerk"), paper=notice())
        assert (row.stage, row.price_fen, row.rights, row.takers) == ("recorded", 12_000_000, [R1], ["P:乙"])
        entry = journal.entry(row.entries[0])
        assert (entry.by, len(entry.source.document)) == ("user:clerk", 64)

    def test_sent_twice_is_one_deal(self, enter):
        browser = enter("clerk")
        assert record(browser).deal == record(browser).deal
        assert Deal.objects.count() == 1

    def test_an_intended_act_against_the_law_shows_the_article_and_keeps_what_was_typed(self, enter, city):
        city(pledged(R1, "P:甲", "P:银行"))
        answer = enter("clerk").post("/trading/record/", typed(standing="intended"))
        assert answer.status_code == 422
        assert "第四百四十四条" in answer.text
        assert "东湖电子有限公司</textarea>" in answer.text
        assert Deal.objects.filter(act="transfer").count() == 0

    def test_the_same_act_on_the_register_is_stored_and_its_conflict_settled_later(self, enter, city):
        city(pledged(R1, "P:甲", "P:银行"))
        browser = enter("clerk")
        row = record(browser)
        (conflict,) = Conflict.objects.all()
        page = browser.get(f"/trading/deals/{row.deal}/").text
        assert "第四百四十四条" in page
        answer = browser.post(
            f"/trading/conflicts/{conflict.case}/do/cure/", {"why": "质权人补签同意书", "reference": "s"}
        )
        assert answer.status_code == 302
        assert Deal.objects.get(deal=row.deal).conflicts == []

    def test_an_intention_becomes_the_deal(self, enter):
        browser = enter("clerk")
        meant = record(browser, standing="intended", on=LAST_WEEK.isoformat())
        page = browser.get(f"/trading/deals/{meant.deal}/").text
        address = re.search(r'href="(/trading/record/\?[^"]+)"', page)[1].replace("&amp;", "&")
        assert "东湖电子有限公司</textarea>" in browser.get(address).text
        done = browser.post(address, typed(reference="form-2", paper=notice()))
        assert done["Location"] == f"/trading/deals/{meant.deal}/"
        assert Deal.objects.get().stage == "recorded"

    def test_a_licence_has_its_own_fields(self, enter):
        form = enter("clerk").get("/trading/record/", {"act": "licence", "rights": R1}).text
        assert 'name="kind_of_licence"' in form
        row = record(
            enter("clerk"), act="licence", kind_of_licence="exclusive", starts_on="2024-01-01", last_day="2027-12-31"
        )
        assert (row.kind_of_licence, row.until) == ("exclusive", date(2028, 1, 1))

    def test_of_other_peoples_places_is_refused(self, enter):
        answer = enter("neighbour").post("/trading/record/", typed())
        assert answer.status_code == 422
        assert "不在您单位管辖" in answer.text

    def test_two_new_parties_need_a_division(self, enter):
        fields = typed(rights="CN201710117081.7", givers="新甲有限公司", takers="新乙有限公司")
        answer = enter("clerk").post("/trading/record/", fields)
        assert answer.status_code == 422
        row = record(enter("clerk"), **fields | {"to_place": "990103", "reference": "f3"})
        assert row.to_place == "990103"


class TestCorrecting:
    def test_changes_what_is_said_and_keeps_what_was(self, enter):
        browser = enter("clerk")
        row = record(browser, paper=notice())
        form = browser.get(f"/trading/deals/{row.deal}/correct/").text
        assert 'value="120000.00"' in form
        fields = {
            "stands_at": row.folded_to,
            "on": LAST_WEEK.isoformat(),
            "price": "90000",
            "why": "金额录错",
            "related": "",
            "reference": "c",
        }
        answer = browser.post(f"/trading/deals/{row.deal}/correct/", fields)
        assert answer.status_code == 302, answer.text
        now = Deal.objects.get(deal=row.deal)
        assert now.price_fen == 9_000_000
        page = browser.get(f"/trading/deals/{row.deal}/").text
        assert f"/ledger/{row.entries[0]}/" in page
        assert f"/ledger/{now.entries[0]}/" in page
        assert browser.post(f"/trading/deals/{row.deal}/correct/", fields).status_code == 302

    def test_in_two_tabs_the_second_is_told(self, enter):
        browser = enter("clerk")
        row = record(browser)
        fields = {
            "stands_at": row.folded_to,
            "on": LAST_WEEK.isoformat(),
            "price": "1",
            "why": "一",
            "related": "",
            "reference": "c1",
        }
        assert browser.post(f"/trading/deals/{row.deal}/correct/", fields).status_code == 302
        late = browser.post(f"/trading/deals/{row.deal}/correct/", fields | {"price": "2", "reference": "c2"})
        assert late.status_code == 422
        assert "已被更正" in late.text

    def test_a_notice_makes_it_count_and_withdrawing_ends_it(self, enter):
        browser = enter("clerk")
        row = record(browser)
        assert (
            browser.post(
                f"/trading/deals/{row.deal}/do/attach_notice/", {"paper": notice(), "reference": "n"}
            ).status_code
            == 302
        )
        assert Deal.objects.get(deal=row.deal).stage == "recorded"
        leave = f"/trading/deals/{row.deal}/do/withdraw/"
        assert "不能恢复" in browser.get(leave).text
        assert browser.post(leave, {"why": "重复", "reference": "w"}).status_code == 422, "nobody said they were sure"
        for _ in range(2):
            done = browser.post(leave, {"why": "重复", "reference": "w", "sure": "on"})
            assert done["Location"] == f"/trading/deals/{row.deal}/", "sent twice, done once"
        page = browser.get(f"/trading/deals/{row.deal}/").text
        assert "已撤回" in page
        assert "已是终态" in page


class TestChecks:
    @pytest.fixture
    def suspected(self, enter: Enter, city: Any) -> CheckCase:
        city(party("P:甲", "山河科技有限公司", controller="P:乙"))
        record(enter("clerk"), paper=notice())
        return CheckCase.objects.get()

    def test_are_ended_by_the_checker_with_reason_and_evidence(self, enter, suspected):
        browser = enter("checker")
        address = f"/trading/checks/{suspected.case}/"
        assert "双方为同一控制人" in browser.get(address).text
        bare = browser.post(f"{address}do/exclude/", {"why": "无真实交易", "reference": "e0"})
        assert bare.status_code == 422
        done = browser.post(
            f"{address}do/exclude/", {"why": "无真实交易", "paper": notice("证据.pdf"), "reference": "e1"}
        )
        assert done.status_code == 302
        assert CheckCase.objects.get().stage == "excluded"
        assert "不计入" in browser.get("/trading/deals/").text

    def test_are_seen_but_not_ended_by_others_who_are_told_why(self, enter, suspected):
        page = enter("clerk").get(f"/trading/checks/{suspected.case}/").text
        assert "您的岗位不能" in page
        answer = enter("clerk").post(f"/trading/checks/{suspected.case}/do/clear/", {"why": "x", "reference": "e"})
        assert answer.status_code == 403

    def test_of_another_city_are_not_there(self, enter, suspected):
        assert enter("neighbour").get(f"/trading/checks/{suspected.case}/").status_code == 404
        assert enter("neighbour").get("/trading/checks/").status_code == 200


class TestImports:
    def workbook(self, *rows: list[Any]) -> SimpleUploadedFile:
        book = openpyxl.Workbook()
        for row in (["专利号", "转让方", "受让方", "登记日", "合同金额（元）"], *rows):
            book.active.append(row)
        out = io.BytesIO()
        book.save(out)
        return SimpleUploadedFile("清单.xlsx", out.getvalue())

    def test_a_list_falls_into_heaps_and_its_rejects_can_be_taken_home(self, enter):
        browser = enter("clerk")
        record(browser, price="9万元")
        rows = (
            [R1, "山河科技有限公司", "东湖电子有限公司", LAST_WEEK, 120000],
            [R2, "山河科技有限公司", "东湖电子有限公司", LAST_WEEK, 1],
            ["ZL201510123456.7", "甲", "乙", LAST_WEEK, 1],
        )
        answer = browser.post("/trading/imports/", {"kind": "transfer", "file": self.workbook(*rows), "reference": "i"})
        assert answer.status_code == 302, answer.text
        run = ImportRun.objects.get()
        assert (run.counts["both"], run.counts["only_register"], run.counts["rejected"]) == (1, 1, 1)
        page = browser.get(f"/trading/imports/{run.code}/?heap=conflicts").text
        assert "90000" in page
        assert "120000" in page
        file = b"".join(browser.get(f"/trading/imports/{run.code}/?heap=rejected&export=csv")).decode("utf-8-sig")
        assert "CN201510123456.1" in file
        assert file.splitlines()[1].startswith("4,")

    def test_an_empty_list_has_the_headers_that_are_read(self, enter):
        page = enter("clerk").get("/trading/imports/").text
        for kind in ("transfer", "licence", "pledge"):
            assert f'href="/trading/imports/blank/{kind}/"' in page
            file = enter("clerk").get(f"/trading/imports/blank/{kind}/").content.decode("utf-8-sig")
            known = shipped()[f"cnipa-{kind}"].by_alias()
            assert [known[key(h)] for h in file.strip().split(",")] == list(shipped()[f"cnipa-{kind}"].fields)
        assert enter("clerk").get("/trading/imports/blank/other/").status_code == 404

    def test_a_list_opens_to_whoever_oversees_its_place_and_to_no_neighbour(self, enter):
        row = [R1, "山河科技有限公司", "东湖电子有限公司", LAST_WEEK, 1]
        enter("clerk").post("/trading/imports/", {"kind": "transfer", "file": self.workbook(row), "reference": "i"})
        address = f"/trading/imports/{ImportRun.objects.get().code}/"
        assert {name: enter(name).get(address).status_code for name in ("clerk", "province", "centre", "neighbour")} == {
            "clerk": 200, "province": 200, "centre": 200, "neighbour": 404,
        }  # fmt: skip

    def test_a_file_that_is_no_list_is_refused_beside_its_field(self, enter):
        upload = SimpleUploadedFile("x.xlsx", b"PK\x03\x04 broken")
        answer = enter("clerk").post("/trading/imports/", {"kind": "transfer", "file": upload, "reference": "i"})
        assert answer.status_code == 422
        assert "工作簿" in answer.text

    def test_only_those_who_may_import_get_in(self, enter):
        assert enter("checker").get("/trading/imports/").status_code == 403


class TestDoors:
    @pytest.mark.parametrize("address", ["deals/", "record/", "checks/", "conflicts/", "imports/"])
    def test_a_stranger_is_asked_to_sign_in(self, db, address):
        assert Client().get(f"/trading/{address}")["Location"].startswith("/sign-in/")

    def test_a_deal_of_another_city_is_not_there(self, enter):
        row = record(enter("clerk"))
        assert enter("clerk").get(f"/trading/deals/{row.deal}/").status_code == 200
        for path in ("", "correct/", "do/attach_notice/", "do/withdraw/"):
            assert enter("neighbour").get(f"/trading/deals/{row.deal}/{path}").status_code == 404

    def test_who_may_not_record_is_told_who_may(self, enter):
        answer = enter("checker").get("/trading/record/")
        assert answer.status_code == 403
        assert "经办人" in answer.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_keeps_its_budget_of_queries_and_bytes(enter, city, lang):
    city(party("P:甲", "山河科技有限公司", controller="P:乙"), pledged(R1, "P:甲", "P:银行"))
    row = record(enter("clerk"))
    check, conflict = CheckCase.objects.get(), Conflict.objects.get()
    browser = enter("officer")
    browser.get("/trading/deals/")
    for address in (
        "/trading/deals/",
        f"/trading/record/?act=licence&rights={R1}",
        f"/trading/deals/{row.deal}/",
        f"/trading/deals/{row.deal}/correct/",
        "/trading/checks/",
        f"/trading/checks/{check.case}/",
        "/trading/conflicts/",
        f"/trading/conflicts/{conflict.case}/",
        "/trading/imports/",
    ):
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(address, {"lang": lang} if "?" not in address else {})
        assert answer.status_code == 200, address
        assert len(asked) <= 15, (address, [q["sql"][:120] for q in asked])
        assert len(answer.content) < 150_000


BODY = {
    "reference": "bank-1",
    "act": "transfer",
    "rights": [R1],
    "givers": ["P:甲"],
    "takers": ["P:乙"],
    "on": LAST_WEEK.isoformat(),
    "price_fen": 12_000_000,
}


class TestApi:
    def post(self, browser: Client, **changed: Any) -> Any:
        return browser.post("/api/v1/trading/deals", BODY | changed, content_type="application/json")

    def test_records_reads_and_repeats_without_a_second_deal(self, enter):
        browser = enter("clerk")
        made = self.post(browser)
        assert made.status_code == 200, made.json()
        again = self.post(browser)
        assert again.json()["deal"] == made.json()["deal"]
        got = browser.get(f"/api/v1/trading/deals/{made.json()['deal']}").json()
        assert (got["rights"], got["stage"], got["entries"]) == ([R1], "reported", made.json()["entries"])
        listed = browser.get("/api/v1/trading/deals", {"right": R1}).json()
        assert listed["total"] == 1
        assert browser.get("/api/v1/trading/deals", {"party": "P:乙", "on_before": "2000-01-01"}).json()["total"] == 0

    def test_refuses_with_the_article_in_the_one_error_shape(self, enter, city):
        city(pledged(R1, "P:甲", "P:银行"))
        answer = self.post(enter("clerk"), standing="intended")
        assert answer.status_code == 409
        (reason,) = answer.json()["reasons"]
        assert (reason["code"], reason["cite"]["clause"], reason["field"]) == (
            "pledged",
            "第四百四十四条",
            "pledgees_agree",
        )

    def test_a_mistake_of_input_is_422_and_a_stranger_gets_nothing(self, enter):
        assert self.post(enter("clerk"), rights=["ZL201510123456.7"]).status_code == 422
        assert self.post(enter("clerk"), on="20240101x").status_code == 422
        assert self.post(enter("checker")).status_code == 403
        assert self.post(Client()).status_code == 401
        assert enter("neighbour").get("/api/v1/trading/deals/none").status_code == 404

    def test_lists_checks_and_conflicts(self, enter, city):
        city(party("P:甲", "山河科技有限公司", controller="P:乙"), pledged(R1, "P:甲", "P:银行"))
        self.post(enter("clerk"))
        assert [c["signal"] for c in enter("checker").get("/api/v1/trading/checks").json()] == ["same_hand"]
        assert [c["conflict"] for c in enter("clerk").get("/api/v1/trading/conflicts").json()] == ["pledged"]
        assert enter("neighbour").get("/api/v1/trading/checks").json() == []


class TestTheRegisterAndUs:
    """One of the ten questions."""

    def test_says_that_no_list_was_imported(self, enter: Enter) -> None:
        page = enter("officer").get("/questions/register/", follow=True)
        assert page.status_code == 200
        assert "还没有导入登记清单" in page.text

    def test_lists_what_was_reported_and_is_not_on_the_register(self, enter: Enter) -> None:
        browser = enter("clerk")
        assert browser.post("/trading/record/", typed()).status_code == 302
        page = browser.get("/trading/gaps/").text
        assert "只在我方 1" in page
        assert R1 in page
        assert browser.get("/trading/gaps/?tab=sham").status_code == 200
