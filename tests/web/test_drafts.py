"""What somebody typed is never lost: drafts on the server, files kept when a form fails, two tabs told of each other."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ipops.ledger.entry import Entry
from ipops.webkit.models import Document, Draft, FormSent, User

pytestmark = pytest.mark.db
Enter = Callable[[str], Client]
START = "/trading/record/"
FORM = "ipops.lines.trading.app.forms.StartForm"
PDF = b"%PDF-1.4 notice"


def save(browser: Client, rights: str, version: int = 0, how: str = "save") -> Any:
    sent = {
        "_form": FORM,
        "_draft": how,
        "act": "licence",
        "rights": rights,
        "draft_version": version,
        "reference": "r",
    }
    return browser.post(START, sent)


def paper(name: str = "通知.pdf", body: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)


class TestDrafts:
    def test_are_kept_without_a_look_at_the_rules_and_resumed_where_they_were(self, signed_in: Enter) -> None:
        browser = signed_in("clerk")
        assert save(browser, "CN2015 不完整").status_code == 302
        page = browser.get(START).text
        assert "CN2015 不完整</textarea>" in page
        assert 'value="licence" id="id_act_1" checked' in page or re.search(r'value="licence"[^>]* checked', page)
        assert "已恢复" in page
        assert "CN2015" in browser.get("/drafts/").text

    def test_belong_to_one_person(self, signed_in: Enter) -> None:
        save(signed_in("clerk"), "只有我知道")
        assert "只有我知道" not in signed_in("officer").get(START).text
        assert "只有我知道" not in signed_in("officer").get("/drafts/").text
        assert save(Client(), "陌生人")["Location"].startswith("/sign-in/")
        assert Draft.objects.count() == 1

    def test_of_two_tabs_are_both_shown_and_neither_is_overwritten(self, signed_in: Enter) -> None:
        browser = signed_in("clerk")
        save(browser, "第一个标签页")
        answer = save(browser, "第二个标签页")
        assert answer.status_code == 409
        assert "第一个标签页" in answer.text
        assert "第二个标签页" in answer.text
        assert "权利号" in answer.text, "fields by their names"
        assert Draft.objects.get().data["rights"] == ["第一个标签页"]
        version = re.search(r'name="draft_version" value="(\d+)"', answer.text)
        assert version is not None
        assert save(browser, "第二个标签页", int(version[1])).status_code == 302
        assert Draft.objects.get().data["rights"] == ["第二个标签页"]

    def test_are_kept_by_themselves_and_say_so_or_why_not(self, signed_in: Enter) -> None:
        browser = signed_in("clerk")
        one = save(browser, "甲", how="auto").text
        assert "草稿已自动保存" in one
        assert 'name="draft_version" value="1"' in one
        assert 'value="2"' in save(browser, "乙", 1, "auto").text
        assert "另一个标签页" in save(browser, "丙", 1, "auto").text
        assert "过长" in save(browser, "长" * 300_000, 2, "auto").text
        assert Draft.objects.get().data["rights"] == ["乙"]

    def test_go_when_the_form_went_through_and_when_they_are_dropped(self, signed_in: Enter) -> None:
        browser = signed_in("clerk")
        save(browser, "甲")
        fields = {"_form": FORM, "act": "licence", "rights": "CN201510237122.7", "reference": "x"}
        browser.post(START, fields | {"draft_version": 0})
        assert Draft.objects.count() == 1, "another tab's form went through, not the one of the draft"
        browser.post(START, fields | {"draft_version": 1})
        assert Draft.objects.count() == 0
        save(browser, "乙")
        browser.post(START, {"_form": FORM, "_draft": "drop"})
        assert Draft.objects.count() == 0
        assert "已恢复" not in browser.get(START).text

    def test_go_with_a_form_that_was_sent_before_it_heard_of_its_draft(self, signed_in: Enter) -> None:
        """The browser keeps a draft by itself while the button is pressed: the form is sent with the version of before."""
        browser = signed_in("clerk")
        save(browser, "甲", how="auto")
        fields = {"_form": FORM, "act": "licence", "rights": "CN201510237122.7", "reference": "r"}
        assert browser.post(START, fields | {"draft_version": 0}).status_code == 302
        assert Draft.objects.count() == 0

    def test_are_not_kept_any_more_once_their_form_went_through(self, signed_in: Enter) -> None:
        browser = signed_in("clerk")
        FormSent.objects.create(user=User.objects.get(username="clerk"), reference="r", went_to="/trading/")
        assert save(browser, "甲", how="auto").text == ""
        assert Draft.objects.count() == 0
        assert save(browser, "甲").status_code == 302, "who presses the button is heard"
        assert Draft.objects.count() == 1

    def test_stay_while_the_form_is_refused(self, signed_in: Enter) -> None:
        browser = signed_in("clerk")
        save(browser, "ZL1")
        answer = browser.post(START, {"_form": FORM, "act": "licence", "rights": "ZL1", "draft_version": 1})
        assert answer.status_code == 422
        assert 'name="draft_version" value="1"' in answer.text
        assert Draft.objects.count() == 1

    def test_of_a_form_that_nobody_declared_are_left_to_the_page(self, signed_in: Enter) -> None:
        assert signed_in("clerk").post(START, {"_form": "os.system", "_draft": "save"}).status_code == 422

    def test_are_forgotten_after_their_time(self, signed_in: Enter) -> None:
        from datetime import timedelta

        from django.utils import timezone

        save(signed_in("clerk"), "旧")
        Draft.objects.update(saved_at=timezone.now() - timedelta(days=91), address="/old/")
        save(signed_in("clerk"), "新")
        assert [d.address for d in Draft.objects.all()] == [START]

    def test_remember_the_version_a_case_was_opened_at(self, signed_in: Enter) -> None:
        """An act resumed after somebody else moved the case is told so, and may go on knowingly."""
        browser, where = signed_in("clerk"), "/trading/deals/D:1/do/withdraw/"
        form = re.search(r'name="_form" value="([^"]+)"', browser.get(where).text)
        assert form is not None
        browser.post(where, {"_form": form[1], "_draft": "save", "why": "重复", "stands_at": "5"})
        page = browser.get(where).text
        assert 'name="stands_at" value="5"' in page
        answer = browser.post(where, {"why": "重复", "stands_at": "5", "sure": "on", "reference": "z"})
        assert answer.status_code == 422
        assert 'name="stands_at" value="6"' in answer.text


class TestFiles:
    @pytest.fixture
    def act(self, city: list[Entry]) -> str:
        return "/trading/deals/D:1/do/withdraw/"

    def test_are_kept_when_the_form_fails_and_need_not_be_sent_again(self, signed_in: Enter, act: str) -> None:
        browser = signed_in("clerk")
        answer = browser.post(act, {"why": "", "sure": "on", "paper": paper(), "reference": "k"})
        assert answer.status_code == 422
        digest = hashlib.sha256(PDF).hexdigest()
        assert digest in answer.text
        token = re.search(r'name="paper-kept" value="([^"]+)"', answer.text)
        assert token is not None
        done = browser.post(act, {"why": "重复", "sure": "on", "paper-kept": token[1], "reference": "k"})
        assert done.status_code == 302
        assert digest[:16] in browser.get("/trading/deals/D:1/").text

    def test_of_a_draft_are_kept_with_it(self, signed_in: Enter, act: str) -> None:
        browser = signed_in("clerk")
        form = "ipops.lines.trading.app.forms.WhyForm"
        browser.post(act, {"_form": form, "_draft": "save", "why": "一", "paper": paper()})
        page = browser.get(act).text
        assert hashlib.sha256(PDF).hexdigest() in page
        assert "通知.pdf" in page

    def test_a_forged_token_is_no_file(self, signed_in: Enter, act: str) -> None:
        answer = signed_in("clerk").post(
            "/trading/deals/D:1/do/attach_notice/", {"paper-kept": "forged:token", "reference": "f"}
        )
        assert answer.status_code in (409, 403, 422)
        assert Document.objects.count() == 0

    @pytest.mark.parametrize(
        ("name", "body", "says"),
        [
            ("清单.csv", "专利号,转让方\nCN1,甲\n".encode(), "转让方"),
            ("p.png", b"\x89PNG\r\n\x1a\n" + b"0" * 30, "data:image/png;base64,"),
            ("x.pdf", PDF, "PDF 文件"),
            ("x.xlsx", b"PK\x03\x04 broken", "工作簿"),
            ("脚本.html", b"<script>alert(1)</script>", "不作预览"),
        ],
    )
    def test_go_up_alone_and_are_looked_at(self, signed_in: Enter, name: str, body: bytes, says: str) -> None:
        browser = signed_in("clerk")
        answer = browser.post("/uploads/", {"field": "paper", "file": paper(name, body)})
        assert answer.status_code == 200
        assert hashlib.sha256(body).hexdigest() in answer.text
        assert says in answer.text
        assert "<script>" not in answer.text
        page = browser.get(f"/documents/{hashlib.sha256(body).hexdigest()}/").text
        assert says in page
        assert "与存入时一致" in page

    def test_a_workbook_shows_its_first_rows(self, signed_in: Enter) -> None:
        book, out = openpyxl.Workbook(), io.BytesIO()
        for i in range(20):
            book.active.append([f"第{i}行", i])
        book.save(out)
        answer = signed_in("clerk").post("/uploads/", {"field": "f", "file": paper("a.xlsx", out.getvalue())})
        assert "第5行" in answer.text
        assert "第6行" not in answer.text

    def test_an_empty_file_says_so_and_is_not_kept(self, signed_in: Enter) -> None:
        answer = signed_in("clerk").post("/uploads/", {"field": "paper", "file": paper("x.pdf", b"")})
        assert answer.status_code in (400, 422)
        assert Document.objects.count() == 0

    def test_are_open_to_whoever_brought_them_or_sees_a_fact_that_rests_on_them(
        self, signed_in: Enter, act: str
    ) -> None:
        digest = hashlib.sha256(PDF).hexdigest()
        signed_in("clerk").post("/uploads/", {"field": "paper", "file": paper()})
        assert signed_in("officer").get(f"/documents/{digest}/").status_code == 404
        signed_in("clerk").post(act, {"why": "重复", "sure": "on", "paper": paper(), "reference": "d"})
        assert signed_in("officer").get(f"/documents/{digest}/").status_code == 200
        file = signed_in("officer").get(f"/documents/{digest}/file")
        assert b"".join(file) == PDF  # type: ignore[arg-type]
        assert file["Content-Type"] == "application/octet-stream"
        assert file["Content-Disposition"].startswith("attachment")
        assert signed_in("neighbour").get(f"/documents/{digest}/").status_code == 404
        assert signed_in("clerk").get("/documents/..%2Fetc/").status_code == 404

    def test_a_token_is_bound_to_who_brought_the_file(self, city: list[Entry]) -> None:
        from ipops.webkit.pages import uploads

        clerk, officer = (User.objects.get(username=n) for n in ("clerk", "officer"))
        kept = uploads.keep(paper(), clerk)
        assert isinstance(kept, uploads.Kept)
        assert uploads.read(kept.token, clerk) == kept
        assert uploads.read(kept.token, officer) is None
