"""Money in a real browser, from a project call to the treasury's file: applications, a double found, contract, order, a second
person's approval, payment, acceptance; and a project that is ended, whose money comes back in instalments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ipops.lines.programme.tests.test_fund_services import receive
from ipops.lines.programme.tests.test_plan import FLOORS, NOMINATION, adopt, nominated
from ipops.lines.programme.tests.test_plan import road as moved
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.walking import Walk, case_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.db, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("walk", [("zh", DESKTOP), ("en", PHONE)], indirect=True, ids=["zh-desktop", "en-phone"])
def test_money_from_a_project_call_to_the_treasury_and_back(walk: Walk, road: str) -> None:
    """A call sets money aside, projects apply, one is started, contracted, paid and accepted; another is ended and what it was
    paid comes back in two instalments."""
    walk.at("2024-03-01")
    called_for_projects(walk, road)
    first, second = (applied(walk, road, n) for n in (1, 2))
    for project in (first, second):
        for event in ("check_form", "review", "publicise", "start"):
            walk.act("officer", f"/programme/projects/{project}/", event)
    order = contracted_and_ordered(walk, first, "60万元", "FP-a")
    paid(walk, order)
    paid(walk, contracted_and_ordered(walk, second, "40万元", "FP-b"))
    accepted(walk, first)
    ended_and_recovered(walk, road, second)


@pytest.fixture
def road(walk: Walk, transactional_db: Any) -> str:
    """A city with its plan adopted and a hundred million received, as the whole life leaves it; gives its address."""
    nominated()
    moved("review", "publicise", "pay_first")
    adopt(targets=FLOORS)
    receive()
    return f"/programme/roads/{NOMINATION}/"


def called_for_projects(walk: Walk, road: str) -> None:
    officer = walk.as_("officer", road)
    officer.follow("发起项目征集", "Open a project call")
    call = {"title": "高价值专利培育", "klass": "grant", "source": "central_first", "instrument": "grant", "task": "T1"}
    times = {"budget_year": "2023", "closes_on": "2024-04-01"}
    walk.hand_in(officer, refused=True, money="2亿元", **call, **times)
    assert officer.says("余额不足", "does not cover this"), officer.page.inner_text("main")[:900]
    officer.look("programme-project-call-refused")
    walk.hand_in(officer, money="500万元")
    officer.look("programme-road-called")


def applied(walk: Walk, road: str, n: int) -> str:
    """The second names the invoice of the first, is told so, and corrects it."""
    clerk = walk.as_("clerk", road)
    clerk.page.locator('a[href*="/project-calls/"]').first.click()
    clerk.page.wait_for_load_state()
    asked = {"applicant": "91110000600037341L", "title": f"{n}号项目", "asked": "100万元", "fund_name": "运营资金"}
    checks = {"bureau": "市局", "is_legal_person": "ticked", "credit_clean": "ticked"}
    if n == 1:
        walk.hand_in(clerk, refused=True, **asked, bureau="市局")
        assert clerk.says("须为独立法人", "must be an independent legal person")
    else:
        walk.hand_in(clerk, refused=True, invoices="FP1", **asked, **checks)
        assert clerk.says("FP1", "FP1")
        clerk.look("programme-project-double")
    walk.hand_in(clerk, invoices=f"FP{n}", paper=f"application-{n}.pdf", **checks)
    return case_of("project", title=f"{n}号项目")


def contracted_and_ordered(walk: Walk, project: str, amount: str, invoice: str) -> str:
    page = f"/programme/projects/{project}/"
    clerk = walk.as_("clerk", page)
    clerk.follow("登记支付合同", "Record a payment contract")
    walk.hand_in(
        clerk, contract=f"HT-{invoice}", amount="80万元", procurement="公开招标", paper=f"{invoice}-contract.pdf"
    )
    clerk.follow("申请支付", "Ask for a payment")
    order = {
        "account_no": "6222000012345678",
        "contract": f"HT-{invoice}",
        "invoice": invoice,
        "voucher": f"PZ-{invoice}",
    }
    walk.hand_in(clerk, refused=True, amount="81万元", **order)
    assert clerk.says("超出合同余额", "More than is left of the contract")
    walk.hand_in(clerk, amount=amount, paper=f"{invoice}.pdf")
    clerk.look("programme-project-ordered")
    return case_of("order", title=f"PZ-{invoice}")


def paid(walk: Walk, order: str) -> None:
    """Who asked does not approve; the treasury's file is there once somebody else did."""
    page = f"/programme/orders/{order}/"
    walk.act("certifier", page, "approve")
    officer = walk.as_("officer", page)
    officer.look("programme-order-approved")
    with officer.page.expect_download() as waiting:
        officer.page.locator('a[href$="/treasury/"]').click()
    lines = Path(waiting.value.path()).read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("支付单号,申请日期,收款单位,统一社会信用代码")
    assert lines[1].startswith(order)
    assert lines[-1].startswith("合计,1,")
    for event in ("send", "pay"):
        walk.act("officer", page, event)
    assert officer.says("已支付", "paid")
    officer.look("programme-order-paid")


def accepted(walk: Walk, project: str) -> None:
    page = f"/programme/projects/{project}/"
    officer = walk.as_("officer", page)
    officer.page.locator('#acts a[href$="/do/accept/"]').click()
    officer.page.wait_for_load_state()
    walk.hand_in(officer, refused=True)
    assert officer.says("验收须附验收报告", "Acceptance needs its report")
    walk.hand_in(officer, paper="report.pdf")
    assert officer.says("验收合格", "accepted")
    officer.look("programme-project-accepted")


def ended_and_recovered(walk: Walk, road: str, project: str) -> None:
    page = f"/programme/projects/{project}/"
    walk.act("officer", page, "terminate", why="技术路线不可行")
    walk.act("officer", page, "recover", why="已付资金应收回")
    officer = walk.as_("officer", page)
    assert officer.says("尚待收回", "Still to be recovered")
    officer.follow("登记追回款", "Record money that came back")
    walk.hand_in(officer, refused=True, amount="41万元", paper="back-1.pdf")
    assert officer.says("应收回的只有", "is to be recovered")
    walk.hand_in(officer, amount="15万元", paper="back-1.pdf")
    officer.look("programme-project-recovering")
    walk.as_("officer", f"{road}fund/")
    assert officer.says("尚待收回", "Still to be recovered")
    officer.look("programme-fund-recovering")
    officer.open(page)
    officer.follow("登记追回款", "Record money that came back")
    walk.hand_in(officer, amount="25万元", paper="back-2.pdf")
    assert officer.says("资金已收回", "money recovered")
    officer.look("programme-project-recovered")
