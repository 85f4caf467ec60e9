"""Lists that come in by the browser, the park's month, one agency of two firms, the agent's calendar."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ipops.lines.custody.app.models import Custody

from .test_pages import words
from .test_portal import AGENCY, FIRM, OLD, paper, portfolio, sheet, that_day  # noqa: F401

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("portfolio", "that_day")]


class TestAListInTheBrowser:
    GOOD = "CN201810654321.1"

    def rows(self, *lines: str) -> SimpleUploadedFile:
        head = "专利号,名称,权利人,统一社会信用代码,申请日,授权日,区划代码"
        return SimpleUploadedFile("清单.csv", "\n".join((head, *lines)).encode("gbk"), content_type="text/csv")

    def line(self, number: str, code: str = FIRM[2:], title: str = "一种泵") -> str:
        return f"{number},{title},恒川工程技术（演示）,{code},2018-06-22,2021-01-05,990101"

    def test_is_seen_before_it_is_stored_and_nothing_goes_in_that_was_not_shown(self, enter: Any) -> None:
        from ipops.webkit.models import JournalRow, Right

        firm, before = enter("firm"), JournalRow.objects.count()
        list_ = self.rows(self.line(self.GOOD), self.line("CN201510237122.6"), self.line(OLD, title="另一个名称"))
        page = firm.post("/custody/mine/upload/", {"file": list_, "reference": "u1"})
        said = words(page)
        assert JournalRow.objects.count() == before, "a preview stores nothing"
        assert self.GOOD in said
        assert OLD in said
        assert "CN201510237122.7" in said, "the proposed repair"
        assert "另一个名称" in said, "where it differs"
        document = page.text.split('name="document" value="')[1].split('"')[0]
        assert firm.post("/custody/mine/upload/", {"document": document}).status_code == 302
        assert Right.objects.get(right=self.GOOD).owners == [FIRM]
        assert Right.objects.get(right=OLD).title != "另一个名称"

    def test_of_others_rights_is_refused_with_the_line(self, enter: Any) -> None:
        page = enter("university").post(
            "/custody/mine/upload/", {"file": self.rows(self.line(self.GOOD)), "reference": "u2"}
        )
        assert "只能导入自己名下的权利" in words(page)
        assert 'name="document"' not in page.text

    def test_that_somebody_else_previewed_is_not_stored(self, enter: Any) -> None:
        page = enter("firm").post("/custody/mine/upload/", {"file": self.rows(self.line(self.GOOD)), "reference": "u3"})
        document = page.text.split('name="document" value="')[1].split('"')[0]
        assert enter("clerk").post("/custody/mine/upload/", {"document": document}).status_code == 403
        assert enter("clerk").post("/custody/mine/upload/", {"document": "../etc"}).status_code == 403

    def test_that_breaks_off_stores_nothing(self, enter: Any) -> None:
        broken = SimpleUploadedFile("清单.xlsx", b"PK\x03\x04 not a book", content_type="application/octet-stream")
        page = enter("firm").post("/custody/mine/upload/", {"file": broken, "reference": "u4"})
        assert "整份文件都不会存入" in words(page)
        assert 'name="document"' not in page.text

    def test_is_not_for_who_may_not_import(self, enter: Any) -> None:
        assert enter("auditor").get("/custody/mine/upload/").status_code == 403


class TestThePark:
    HEAD = "企业统一社会信用代码,企业名称,区划代码,机构统一社会信用代码,托管机构,签订日,项目负责人,保密约定,规模声明,服务日期,服务类别,服务内容"
    ROW = "91990101MA3C00003N,山河科技有限公司,990101,91990102MA3C0002XP,城南代理,2026-01-05,李工,是,中小企业,2026-02-02,期限与费用监控,核对期限"

    def send(self, browser: Client, reference: str) -> Any:
        list_ = SimpleUploadedFile("月报.csv", f"{self.HEAD}\n{self.ROW}\n".encode(), content_type="text/csv")
        return browser.post("/custody/park/", {"file": list_, "reference": reference})

    def test_enrols_its_firms_and_sees_its_own_alone(self, enter: Any) -> None:
        from ipops.webkit.models import Office

        enter("firm")
        Office.objects.filter(code="demo-guarantor").update(party="P:park")
        park = enter("guarantor")
        page = self.send(park, "p1")
        assert page.status_code == 200, words(page)
        row = Custody.objects.get(client="P:91990101MA3C00003N")
        assert (row.park, row.stage) == ("P:park", "active"), words(page)
        assert "山河" in words(park.get("/custody/contracts/"))
        assert "山河" not in words(enter("university").get("/custody/contracts/"))

    def test_does_not_take_another_park_s_firm(self, enter: Any) -> None:
        from ipops.webkit.models import Office

        enter("firm")
        Office.objects.filter(code="demo-guarantor").update(party="P:park")
        self.send(enter("guarantor"), "p1")
        page = self.send(enter("insurer"), "p2")
        assert "不是本园区登记的" in words(page)
        assert Custody.objects.get(client="P:91990101MA3C00003N").park == "P:park"


class TestOneAgencyForTwo:
    """``K:old`` names no rights: it covers all of its client's."""

    def sign(self, client: str, rights: tuple[str, ...]) -> Any:
        from ipops.lines.custody.app import selectors
        from ipops.lines.custody.rules import admission

        meant = selectors.rights_meant(client, rights)
        contract = admission.Contract(
            client=client,
            agency=AGENCY,
            on=date(2026, 1, 5),
            until=None,
            leader="李工",
            secrecy=True,
            rights=meant,
            document="ab" * 32,
        )
        held = selectors.held_by(AGENCY, meant, but="K:new")
        return admission.sign(contract, held=held, today=date(2026, 2, 20))

    def test_is_refused_a_right_that_a_silent_contract_covers(self) -> None:
        no = self.sign("P:other", (OLD,))
        assert [r.code for r in no.reasons] == ["conflict-of-interest"]
        assert no.reasons[0].cite.clause == "第十四条"

    def test_may_sign_with_the_same_client_again_and_with_who_owns_nothing_of_it(self) -> None:
        assert self.sign(FIRM, ()) is None
        assert self.sign("P:other", ()) is None


def test_the_agent_s_calendar_is_a_feed_of_the_api(enter: Any) -> None:
    got = enter("agency").get("/api/v1/custody/work.ics?on=2026-02-20")
    assert got["Content-Type"].startswith("text/calendar")
    assert OLD in got.text.replace("\r\n ", "")
    assert OLD not in enter("university").get("/api/v1/custody/work.ics").text
    own = enter("firm").get(f"/api/v1/parties/{FIRM}/docket.ics?on=2026-02-20").text
    assert "20260316" in own, "a firm's own feed rests on grants and payments, which name no party"


def test_the_park_sends_a_workbook(enter: Any) -> None:
    from ipops.webkit.models import Office

    book = openpyxl.Workbook()
    book.active.append(TestThePark.HEAD.split(","))
    book.active.append(TestThePark.ROW.split(","))
    out = io.BytesIO()
    book.save(out)
    browser = enter("park")
    Office.objects.filter(code="demo-park").update(party="P:park")
    given = SimpleUploadedFile("月报.xlsx", out.getvalue())
    assert browser.post("/custody/park/", {"file": given, "reference": "x1"}).status_code == 200
    assert Custody.objects.get(client="P:91990101MA3C00003N").park == "P:park"
