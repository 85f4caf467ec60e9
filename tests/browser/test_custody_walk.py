"""The owner of a small firm, from its list to its contract: uploads what it owns, sees what is due and what that costs with and
without reduction, pays one with its proof, takes the payment list away in one click, lets one slip into the late months, renews a
mark, opens a need for which an agency offers, signs a contract of custody, and receives the calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine

from ipops.kernel.identifiers import cn_application_check
from ipops.kernel.period import months_after
from tests.browser.conftest import DESKTOP, PHONE, Seen

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.db, pytest.mark.django_db(transaction=True)]
Enter = Callable[..., Seen]
FIRM, NAME = "919901018DJQ11C33B", "示范高新恒川工程技术有限公司（演示）"
AGENCY, AGENCY_NAME = "91990101CKRA05YN7P", "通达专利商标代理（演示）"
MARK = "TM99000007"
TODAY = date.today()  # noqa: DTZ011 - the walk is of today
HEAD = "专利号,名称,专利权人,统一社会信用代码,申请日,授权公告日,区划代码"


def number(serial: int, filed: date) -> str:
    body = f"{filed.year}1{serial:07d}"
    return f"CN{body}.{cn_application_check(body)}"


def filed_so_that_due(day: date) -> date:
    """The filing day of a patent that is six years old on the day."""
    return months_after(day, -72)


SOON, LATER = filed_so_that_due(TODAY + timedelta(days=24)), filed_so_that_due(TODAY + timedelta(days=60))
PAYS, SLIPS = number(1234567, SOON), number(7654321, LATER)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """The firm's list as it keeps it (GBK, one wrong check digit), and a paper."""
    wrong = f"{PAYS[:-1]}{'0' if PAYS[-1] != '0' else '1'}"
    rows = [
        f"ZL{PAYS[2:]},一种调节阀,{NAME},{FIRM},{SOON:%Y.%m.%d},{months_after(SOON, 30):%Y年%m月%d日},990101",
        f"{SLIPS},一种止回阀,{NAME},{FIRM},{LATER:%Y/%m/%d},{months_after(LATER, 30):%Y-%m-%d},990101",
        f"{wrong},一种抄错的阀,{NAME},{FIRM},{SOON:%Y%m%d},,990101",
    ]
    listed, paper = tmp_path / "我的专利.csv", tmp_path / "凭证.pdf"
    listed.write_bytes("\n".join((HEAD, *rows)).encode("gbk"))
    paper.write_bytes(b"%PDF-1.4\n% a paper, made up\n%%EOF\n")
    return str(listed), str(paper)


@pytest.fixture
def firm(committed: Any) -> None:
    """The city knows the firm and an agency by their credit codes, and a mark of the firm whose term ends in two months."""
    from ipops.ledger.entry import Draft, Source
    from ipops.ledger.facts import PartyRegistered, RightFiled, RightGranted
    from ipops.ledger.facts.words import PartyKind, RightKind
    from ipops.webkit import journal

    who = ((FIRM, NAME, PartyKind.ENTERPRISE), (AGENCY, AGENCY_NAME, PartyKind.AGENCY))
    facts: list[Any] = [
        PartyRegistered(
            on=date(2015, 1, 1), party=f"P:{code}", kind_of_party=kind, name=name, code=code, place="990101"
        )
        for code, name, kind in who
    ]
    registered = months_after(TODAY + timedelta(days=60), -120)
    facts += [
        RightFiled(
            on=months_after(registered, -14), right=MARK, kind_of_right=RightKind.TRADEMARK, title="恒川", owners=(f"P:{FIRM}",),
            place="990101", classes=("7",),
        ),
        RightGranted(on=registered, right=MARK),
    ]  # fmt: skip
    drafts = [Draft(fact=f, source=Source(reason="测试 test"), reference=f"walk:{i}") for i, f in enumerate(facts)]
    journal.append(drafts, by="user:clerk")


def test_an_owner_looks_after_what_it_owns(
    enter: Enter, sign_in: Any, firm: None, files: tuple[str, str], tmp_path: Path
) -> None:
    listed, paper = files
    seen, agency = enter("zh", DESKTOP), enter("zh", DESKTOP)
    sign_in(seen, "firm")
    sign_in(agency, "agency")
    _upload(seen, listed)
    seen.open("/custody/mine/")
    page = seen.page.inner_text("main")
    assert "缴纳第7年度年费" in page
    assert "2,000" in page, "without reduction"
    assert "300" in page, "with 85 % off"
    assert "如符合条件并备案" in page, "a condition, no promise"
    seen.look("custody-portal")
    _pay(seen, paper)
    _payment_list(seen, tmp_path)
    _renew(seen, paper)
    _contract(seen, agency, paper)
    _calendar(seen, tmp_path)
    _slip(seen, sign_in, enter)


def _upload(seen: Seen, listed: str) -> None:
    seen.open("/custody/mine/")
    seen.look("custody-portal-empty")
    seen.follow("上传权利清单", "Upload a list")
    seen.page.set_input_files('[name="file"]', listed)
    seen.send()
    said = seen.page.inner_text("main")
    assert "尚未存入" in said
    assert said.count(PAYS) >= 2, "the right row, and the repair proposed for the wrong one"
    seen.look("custody-preview")
    seen.follow("确认存入", "Store it")
    assert PAYS in seen.page.inner_text("main") or "已存入" in seen.page.content()


def _pay(seen: Seen, paper: str) -> None:
    seen.page.locator(f'a[href*="/mine/pay/?right={PAYS}"]').first.click()
    seen.page.wait_for_load_state()
    seen.fill(on=TODAY.isoformat(), paid="2000")
    seen.look("custody-pay")
    seen.send()
    assert "请附缴费凭证" in seen.page.inner_text("main"), "no payment without its proof"
    seen.page.set_input_files('[name="paper"]', paper)
    seen.send()
    assert "已记入账本" in seen.page.content()
    assert seen.page.locator(f'a[href*="/mine/pay/?right={PAYS}&year=7"]').count() == 0


def _payment_list(seen: Seen, folder: Path) -> None:
    with seen.page.expect_download() as going:
        seen.page.get_by_role("link", name="导出缴费清单", exact=True).first.click()
    file = folder / "payments.xlsx"
    going.value.save_as(file)
    heads, *rows = openpyxl.load_workbook(file).active.iter_rows(values_only=True)
    lines = {r[0]: dict(zip(heads, r, strict=True)) for r in rows}
    assert set(lines) == {SLIPS, MARK}, "what was paid is off the list"
    assert (lines[SLIPS]["应缴（元）"], lines[SLIPS]["减缴后（元）"]) == (2000, 300)
    assert (lines[MARK]["应缴（元）"], lines[MARK]["减缴后（元）"]) == (500, 450)


def _renew(seen: Seen, paper: str) -> None:
    """The mark's renewal is asked for and paid, with its receipt."""
    seen.open("/custody/mine/")
    seen.page.locator(f'a[href*="/mine/renew/?right={MARK}"]').first.click()
    seen.page.wait_for_load_state()
    seen.fill(what="filed", on=TODAY.isoformat(), paid="450")
    seen.page.set_input_files('[name="paper"]', paper)
    seen.look("custody-renew")
    seen.send()
    assert "等待核准续展" in seen.page.inner_text("main")


def _contract(seen: Seen, agency: Seen, paper: str) -> None:
    """The firm opens its need, an agency offers for it, the firm chooses it and signs."""
    seen.open("/custody/mine/need/")
    seen.fill(wants="年费监控与代缴")
    seen.page.locator('[name="open_to_all"]').check()
    seen.look("custody-need")
    seen.send()
    case = seen.page.url
    agency.open("/custody/work/")
    agency.look("custody-work-empty")
    agency.follow("待报价的需求", "Needs to offer for")
    agency.look("custody-needs")
    agency.page.goto(f"{case}do/offer/")
    agency.fill(level="watch", fee="3000")
    for service in ("watch", "fees"):
        agency.page.locator(f'[name="services"][value="{service}"]').check()
    agency.look("custody-offer")
    agency.send()
    assert "3,000" in agency.page.inner_text("main")
    seen.page.goto(case)
    assert "通达专利商标代理" in seen.page.inner_text("main")
    seen.look("custody-offered")
    seen.page.goto(f"{case}do/sign/")
    seen.fill(on=TODAY.isoformat(), leader="李工", declared="sme")
    for tick in ("secrecy", "declared_signed"):
        seen.page.locator(f'[name="{tick}"]').check()
    seen.page.set_input_files('[name="paper"]', paper)
    seen.look("custody-sign")
    seen.send()
    said = seen.page.inner_text("main")
    assert "空壳：尚无服务" in said, "a contract alone covers nobody"
    seen.look("custody-case")


def _calendar(seen: Seen, folder: Path) -> None:
    seen.open("/custody/mine/")
    with seen.page.expect_download() as going:
        seen.page.get_by_role("link", name="下载日历", exact=True).first.click()
    file = folder / "docket.ics"
    going.value.save_as(file)
    text = file.read_text(encoding="utf-8")
    assert SLIPS in text.replace("\r\n ", "")
    assert "TRIGGER:-P30D" in text


def _slip(seen: Seen, sign_in: Any, enter: Enter) -> None:
    """Three months on nobody paid: the fee stands in its second late month, five per cent of the full annuity on top."""
    late = datetime.combine(months_after(TODAY + timedelta(days=60), 1) + timedelta(days=10), datetime.min.time(), UTC)
    with time_machine.travel(late, tick=True):
        for lang, size in (("zh", DESKTOP), ("en", PHONE)):
            then = enter(lang, size)
            sign_in(then, "firm")
            then.open("/custody/mine/")
            assert then.says("滞纳第2个月", "late month 2")
            assert "2,100" in then.page.inner_text("main")
            then.look("custody-portal-late")
