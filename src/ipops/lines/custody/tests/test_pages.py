"""The screens of this line in a browser without script: who may, what they say, what they do."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ipops.lines.custody.app.models import Custody

from .conftest import AGENCY, FIRM, RIGHT

pytestmark = pytest.mark.db
YESTERDAY = (date.today() - timedelta(days=1)).isoformat()  # noqa: DTZ011 -- the pages know today as well


def words(answer: Any) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", answer.text)


def send(browser: Client, address: str, **given: Any) -> Any:
    return browser.post(address, {"reference": f"r-{address}", **given})


def need(browser: Client) -> Custody:
    answer = send(
        browser, "/custody/ask/", client=FIRM, client_name="山河科技有限公司", place="990101", wants="年费监控"
    )
    assert answer.status_code == 302, words(answer)
    return Custody.objects.get()


def do(browser: Client, row: Custody, event: str, **given: Any) -> Any:
    row.refresh_from_db()
    return send(browser, f"/custody/contracts/{row.custody}/do/{event}/", stands_at=row.folded_to, **given)


def offer(browser: Client, row: Custody, **given: Any) -> Any:
    asked = {"agency": AGENCY, "agency_name": "城南代理", "grade": "a", "level": "watch", "services": ["watch", "fees"]}
    return do(browser, row, "offer", **asked | given)


def sign(browser: Client, row: Custody, **given: Any) -> Any:
    paper = SimpleUploadedFile("合同.pdf", b"%PDF-1.4 contract", content_type="application/pdf")
    asked = {
        "on": YESTERDAY,
        "leader": "李工",
        "secrecy": "on",
        "rights": RIGHT,
        "declared": "sme",
        "declared_signed": "on",
        "paper": paper,
    }
    return do(browser, row, "sign", **asked | given)


def test_a_clerk_takes_a_firm_from_need_to_coverage(enter):
    clerk = enter("clerk")
    row = need(clerk)
    assert offer(clerk, row).status_code == 302
    answer = sign(clerk, row)
    assert answer.status_code == 302, words(answer)
    page = words(clerk.get(f"/custody/contracts/{row.custody}/"))
    assert "空壳：尚无服务" in page
    assert "未计入：还没有服务记录" in page
    assert do(clerk, row, "serve", on=YESTERDAY, service="watch", what="核对期限").status_code == 302
    page = words(clerk.get(f"/custody/contracts/{row.custody}/"))
    assert "已计入" in page
    assert page.count("核对期限") >= 2, "in the log and on the timeline"
    assert "没有您可查看的事实" not in page
    assert "城南代理" in words(clerk.get("/custody/contracts/?q=山河"))
    assert "1" in words(clerk.get("/custody/"))


def test_a_refusal_stands_beside_its_field_with_the_clause(enter):
    clerk = enter("clerk")
    row = need(clerk)
    answer = offer(clerk, row, services=["watch", "fees", "filing"])
    assert answer.status_code == 422
    assert "第二十七条" in words(answer)
    assert "执业许可证" in words(answer)
    assert Custody.objects.get().stage == "asked"


def test_english_pages_hold_no_chinese_interface(enter):
    clerk = enter("clerk")
    row = need(clerk)
    page = words(clerk.get(f"/custody/contracts/{row.custody}/?lang=en"))
    assert "an agency offers" in page.lower() or "An agency offers" in page
    assert "What is wanted" in page


def test_who_looks_only_sees_their_own_places(enter):
    row = need(enter("clerk"))
    assert enter("neighbour").get(f"/custody/contracts/{row.custody}/").status_code == 404
    assert "山河" not in words(enter("neighbour").get("/custody/contracts/"))
    assert enter("auditor").get(f"/custody/contracts/{row.custody}/").status_code == 200
    assert enter("auditor").get("/custody/ask/").status_code == 403
