"""A city's whole life in the programme, in a real browser: call, nomination, a review that keeps the conflicted expert out, list,
plan, money, four quarterly returns (one sent back, one corrected, one late), mid-term evaluation, the instalment withheld while an
objection stands, payment, and the auditor pack checked by Python alone. The clock goes from 2023 to 2026."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from typing import Any

import pytest

from ipops.lines.programme.tests.test_evaluation import SCHEME
from ipops.policy import pack_named
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.walking import Walk, case_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.db, pytest.mark.django_db(transaction=True)]
NOTICE: Any = pack_named("demo-notice")
EXPERTS = ("expert", "expert2", "expert3")
#: The day each is handed in, and the deals of the quarter: from the first record on the ledger counts them itself.
QUARTERS = {
    "2024Q1": ("2024-04-10", "12"),
    "2024Q2": ("2024-07-10", "1"),
    "2024Q3": ("2024-10-21", "0"),
    "2024Q4": ("2025-01-10", "0"),
}


def floors(**changed: str) -> dict[str, str]:
    return {f"target__{g.id}": str(g.floor) for g in NOTICE.targets() if g.floor is not None} | changed


def called(walk: Walk) -> str:
    centre = walk.as_("centre", "/programme/calls/")
    centre.follow("发起征集", "Open a call")
    walk.hand_in(centre, title="示范征集", pack="demo-notice", form="1", closes_on="2023-09-30")
    call = case_of("call")
    walk.as_("centre", f"/programme/calls/{call}/").look("programme-call")
    return call


def nominated(walk: Walk, call: str) -> str:
    province = walk.as_("province", f"/programme/calls/{call}/")
    province.follow("推荐城市（省级）", "Nominate a city (province)")
    walk.hand_in(province, refused=True, city="990100")
    assert province.says("没有承诺值", "has no promised figure"), province.page.inner_text("main")[:900]
    province.look("programme-nominate-refused")
    for box in province.page.locator('[name="mandatory"]').all():
        box.check()
    walk.hand_in(province, matching="7500万元", paper="plan.pdf", **floors())
    return case_of("city")


def reviewed(walk: Walk, call: str, nomination: str) -> None:
    """Three score; the fourth works in the city and declares nothing: the documents stay shut all the same."""
    centre = walk.as_("centre", f"/programme/calls/{call}/")
    centre.follow("组成评审组", "Seat the panel")
    for box in centre.page.locator('[name="experts"]').all():
        box.check()
    walk.hand_in(centre)
    walk.act("centre", f"/programme/calls/{call}/", "close")
    review = f"/programme/reviews/{nomination}/"
    conflicted = walk.as_("expert-city", review)
    conflicted.follow("申明", "Declare")
    walk.hand_in(conflicted, ground="none")
    assert conflicted.says("须回避", "kept out")
    assert conflicted.page.locator('a[href*="/document/"]').count() == 0
    conflicted.look("programme-review-kept-out")
    conflicted.open(f"{review}open/")
    walk.hand_in(conflicted, refused=True)
    for n, name in enumerate(EXPERTS):
        expert = walk.as_(name, review)
        expert.follow("申明", "Declare")
        walk.hand_in(expert, ground="none")
        expert.follow("打开申报材料", "Open the documents")
        walk.hand_in(expert)
        assert expert.page.locator('a[href*="/document/"]').count() == 1
        assert expert.says("您尚未锁定自己的评分", "Lock your own sheet first")
        expert.follow("评分", "Score")
        points = {i.id: str(i.points - n) for i in NOTICE.scheme("review", NOTICE.start).leaves}
        walk.hand_in(expert, remarks="可行", **points)
        assert not expert.says("您尚未锁定自己的评分", "Lock your own sheet first")
    expert.look("programme-review-locked")


def listed(walk: Walk, call: str, nomination: str) -> None:
    walk.at("2023-10-13")
    road = f"/programme/roads/{nomination}/"
    centre = walk.as_("centre", road)
    centre.follow("记录答辩承诺", "Record promises of the defence")
    walk.hand_in(centre, goal="custody_smes", value="1100", why="答辩时承诺")
    walk.act("centre", f"/programme/calls/{call}/", "publish", proposed="1")
    walk.at("2023-10-23")
    walk.act("centre", f"/programme/calls/{call}/", "decide")
    centre.look("programme-call-decided")
    walk.act("centre", road, "pay_first")


def planned(walk: Walk, nomination: str) -> None:
    """Half of the money comes, half is announced and withheld; a plan below its own promise does not pass."""
    walk.at("2023-12-01")
    road = f"/programme/roads/{nomination}/"
    money = {
        "budget_year": "2023",
        "number": "示财建〔2023〕1号",
        "received_on": "2023-11-01",
        "passed_on": "2023-11-20",
    }
    officer = walk.as_("officer", road)
    officer.follow("登记到账资金", "Money received")
    walk.hand_in(officer, source="central_first", amount="1亿元", **money)
    officer.follow("登记到账资金", "Money received")
    walk.hand_in(officer, source="central_second", amount="5000万元", withheld="ticked", **money)
    plan = {"number": "示政〔2023〕9号", "base_year": "2023", "first_year": "2024", "last_year": "2026"}
    task = {"task": "托管", "owner": "市知识产权局", "due_on": "2025-12-31", "evidence": "托管合同"}
    officer.page.locator('#acts a[href$="/plan/"]').click()
    low = floors(target__custody_smes="1000")
    walk.hand_in(officer, refused=True, **plan, **task, paper="plan-low.pdf", **low)
    assert officer.says("低于答辩承诺", "below")
    officer.look("programme-plan-refused")
    walk.hand_in(officer, target__custody_smes="1200")
    assert officer.says("示政〔2023〕9号", "示政〔2023〕9号")
    officer.look("programme-road-running")


def reported(walk: Walk) -> None:
    """The first goes straight up, the second is sent back and corrected, the third comes late, the fourth in time."""
    for n, (period, (day, deals)) in enumerate(QUARTERS.items()):
        walk.at(day)
        clerk = walk.as_("clerk", "/programme/returns/")
        clerk.page.locator(f'a[href="/programme/returns/quarterly/{period}/fill/"]').click()
        figures = {"transfers": deals, "pledge_amount": "345.5", "pledge_projects": "3", "projects_n": "0"}
        figures |= {"projects_paid": "0", "custody": str(300 * (n + 1)), "certified": str(50 * (n + 1))}
        if n == 0:
            walk.hand_in(clerk, refused=True, **figures | {"custody": "", "transfers": "十二"})
            assert clerk.says("未填", "empty")
            clerk.look("programme-return-refused")
        if period == "2024Q2":
            walk.hand_in(clerk, refused=True, **figures | {"transfers": "12"})
            assert clerk.says("填报 12，账本计得 1", "It says 12; the ledger counts 1")
            clerk.look("programme-return-beside-the-ledger")
        walk.hand_in(clerk, **figures)
        case = f"/programme/returns/{case_of('return', period=period)}/"
        if period == "2024Q2":
            walk.act("certifier", case, "send_back", why="托管数有误")
            clerk.open(case)
            assert clerk.says("已退回", "sent back")
            clerk.look("programme-return-sent-back")
            clerk.page.locator(f'#acts a[href="/programme/returns/quarterly/{period}/fill/"]').click()
            walk.hand_in(clerk, custody="610")
            assert clerk.says("大于一：报送后更正过", "above one: corrected since")
        assert clerk.says("逾期报送", "Handed in late") is (period == "2024Q3")
        for who, event in (("certifier", "certify"), ("province", "accept_province"), ("centre", "accept")):
            walk.act(who, case, event)
    clerk.open("/programme/returns/")
    clerk.look("programme-returns")


def evaluated(walk: Walk, nomination: str) -> str:
    walk.at("2026-02-02")
    province = walk.as_("province", f"/programme/roads/{nomination}/")
    province.follow("开展绩效评价", "Evaluate")
    walk.hand_in(province, pack="demo-city", year="2025")
    page = f"/programme/evaluations/{case_of('evaluation')}/"
    for part in ("expert", "field"):
        province.open(page)
        province.follow("评分（专家、现场）", "Give points (experts, field check)")
        points = {i.id: str(i.points) for i in SCHEME.leaves if i.how == part}
        walk.hand_in(province, part=part, why="记录在案", **points)
    province.follow("假设测算", "What if")
    province.look("programme-what-if")
    walk.act("province", page, "publish")
    province.look("programme-evaluation-published")
    return page


def objected_and_paid(walk: Walk, nomination: str, page: str) -> None:
    """While the objection stands nothing is paid; once it is settled and the result final, the tier's amount is."""
    officer = walk.as_("officer", page)
    officer.page.locator('#acts a[href$="/object/"]').click()
    walk.hand_in(officer, refused=True, name="示范市")
    walk.hand_in(officer, words="托管数漏计", paper="evidence.pdf")
    centre = walk.as_("centre", f"{page}rest/")
    walk.hand_in(centre, refused=True)
    assert centre.says("尚未定案", "not final")
    centre.look("programme-instalment-withheld")
    objection = f"/programme/objections/{case_of('objection')}/"
    walk.act("centre", objection, "reject", why="已计入")
    centre.look("programme-objection")
    walk.act("centre", page, "settle", why="各方书面确认无异议")
    centre.follow("拨付剩余资金", "Pay the rest")
    walk.hand_in(centre)
    officer.open(f"/programme/roads/{nomination}/")
    assert officer.says("第二批资金已拨付", "second money paid")
    officer.look("programme-road-paid")


def audited(walk: Walk, page: str) -> None:
    """The zip as the auditor's browser saves it; its script runs where none of this program is to be found."""
    from ipops.webkit import seals

    seals.seal()
    auditor = walk.as_("auditor", page)
    with auditor.page.expect_download() as waiting:
        auditor.page.locator('a[href$="/audit/"]').click()
    target = walk.folder / "pack"
    with zipfile.ZipFile(waiting.value.path()) as z:
        z.extractall(target)
    script = [sys.executable, "-I", str(target / "recheck_offline.py"), str(target)]
    got = subprocess.run(script, capture_output=True, text=True, check=False)
    assert got.returncode == 0, got.stdout
    assert "everything holds" in got.stdout


@pytest.mark.parametrize("walk", [("zh", DESKTOP), ("en", PHONE)], indirect=True, ids=["zh-desktop", "en-phone"])
def test_the_whole_life_of_a_city(walk: Walk) -> None:
    call = called(walk)
    nomination = nominated(walk, call)
    reviewed(walk, call, nomination)
    listed(walk, call, nomination)
    planned(walk, nomination)
    reported(walk)
    page = evaluated(walk, nomination)
    objected_and_paid(walk, nomination, page)
    audited(walk, page)
