"""Three walks of trading as people walk them: a university's invention until its royalty is paid and shared, a patent that is open
to all until somebody takes it, and an export that is not let through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import DESKTOP, PHONE, Seen
from tests.web.conftest import RIGHT

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.db, pytest.mark.django_db(transaction=True)]
Enter = Callable[..., Seen]
SCHOOL, FIRM = "示范大学（演示）", "示范膜科技有限公司（演示）"
SECRET = "一种尚无人知的水处理膜"
YEAR = date.today().year  # noqa: DTZ011 - the walk is of today


@pytest.fixture
def paper(tmp_path: Path) -> str:
    file = tmp_path / "paper.pdf"
    file.write_bytes(b"%PDF-1.4\n% a paper, made up\n%%EOF\n")
    return str(file)


def press(seen: Seen, event: str, **fields: str) -> None:
    """The act on the case at hand: its button, its form, back to the case."""
    seen.page.locator(f'#acts a[href$="/do/{event}/"]').click()
    seen.page.wait_for_load_state()
    seen.fill(**fields)
    if seen.page.locator('[name="sure"]').count():
        seen.page.locator('[name="sure"]').check()
    seen.send()
    assert "/do/" not in seen.page.url, seen.page.inner_text("main")


def greyed(seen: Seen, zh: str, en: str) -> str:
    """Why an act cannot be done now, as it stands beside its grey button."""
    button = seen.page.get_by_role("button", name=zh if seen.lang == "zh" else en, exact=True)
    assert button.is_disabled()
    return str(seen.page.locator(f"#{button.get_attribute('aria-describedby')}").inner_text())


def key(seen: Seen) -> str:
    return seen.page.url.rstrip("/").split("/")[-1]


def test_a_university_patent_goes_from_disclosure_to_royalty(
    enter: Enter, sign_in: Any, committed: Any, paper: str
) -> None:
    seen, stranger = enter("zh", DESKTOP), enter("zh", PHONE)
    sign_in(seen, "clerk")
    seen.open("/trading/disclosures/new/")
    seen.fill(owner=SCHOOL, place="990101", title=SECRET, words="膜的做法")
    seen.send()
    assert SECRET in seen.page.inner_text("h1"), "its own office reads it"
    seen.look("trading-disclosure")
    for page in ("offers", "needs", "licences"):
        stranger.open(f"/trading/market/{page}/")
        assert SECRET not in stranger.page.content()
    press(seen, "assess", why="有市场前景")
    press(seen, "file", number=RIGHT)
    press(seen, "publish", on=f"{YEAR}-01-05", title="一种水处理膜")
    seen.open("/trading/offers/new/")
    seen.fill(owner=SCHOOL, place="990101", rights=RIGHT, act="licence", priced="agreement", asked="200000")
    seen.send()
    stranger.open("/trading/market/offers/?q=水处理")
    assert RIGHT in stranger.page.content()
    stranger.look("trading-market-offers")
    _need_and_match(seen)
    _deal(seen, paper)


def _need_and_match(seen: Seen) -> None:
    seen.open("/trading/needs/new/")
    seen.fill(
        owner=FIRM,
        place="990102",
        title="寻找水处理膜技术",
        words="小型污水站需要抗污染的水处理膜，愿按销售额提成。",
        budget="300000",
    )
    seen.send()
    need = key(seen)
    seen.open(f"/trading/needs/{need}/matches/")
    assert RIGHT in seen.page.inner_text("table")
    seen.look("trading-matches")
    seen.follow("推送给需求方", "Push to whoever has the need")
    seen.send()
    seen.open("/trading/pushes/")
    assert RIGHT in seen.page.inner_text("table")
    seen.page.locator('table a[href*="/judge/"]').first.click()
    seen.page.wait_for_load_state()
    seen.fill(judged="talking")
    seen.send()
    seen.open("/trading/precision/")
    assert "100.0%" in seen.page.inner_text("table")


def _deal(seen: Seen, paper: str) -> None:
    seen.open("/trading/find/")
    seen.fill(act="licence", rights=RIGHT, givers=SCHOOL, takers=FIRM, origin="match", abroad="no")
    seen.send()
    press(seen, "talk", why="经匹配推送")
    press(
        seen, "agree", priced="agreement", form="entry_royalty", price="50000", base="sales", rates="5；4", minimum="10000", months="6",
        accounts="每年查账一次", kind_of_licence="ordinary", starts_on=f"{YEAR - 1}-01-01", last_day=f"{YEAR + 4}-12-31", abroad="no", state_body="true",
    )  # fmt: skip
    assert "应当先公示" in greyed(seen, "签约", "sign")
    seen.look("trading-deal-before-the-signature")
    press(seen, "publish", name="一种水处理膜", abstract="抗污染膜", where="校园网")
    assert seen.says("本地的规定尚未收录", "no rule of this place")
    press(seen, "close", why="按本校规定公示三十日，期满无异议")
    press(seen, "sign", register_no="校技许-1")
    press(seen, "file", register_no="受理-1")
    seen.page.get_by_role("link", name="登记已办理的这笔交易").click()
    seen.page.wait_for_load_state()
    seen.fill(
        on=f"{YEAR}-03-01", kind_of_licence="ordinary", starts_on=f"{YEAR - 1}-01-01", last_day=f"{YEAR + 4}-12-31"
    )
    seen.page.set_input_files('[name="paper"]', paper)
    seen.send()
    press(seen, "pay", on=f"{YEAR}-03-05", amount="50000")
    press(seen, "state", since=f"{YEAR - 1}-01-01", last=f"{YEAR - 1}-06-30", base="100万元")
    assert "5万元" in seen.page.locator("table", has_text="应付").inner_text(), "five per cent of a million"
    press(seen, "audit", since=f"{YEAR - 1}-01-01", found="120万元")
    press(seen, "set_reward", basis="income")
    press(seen, "pay_reward", year=str(YEAR), net="100000", amount="50000", people="4")
    press(seen, "report_use", year=str(YEAR), sales="120万元", why="企业销售台账")
    seen.look("trading-deal-performing")
    seen.open("/trading/closed/")
    assert "5万元" in seen.page.inner_text("table")
    seen.open("/trading/conversion/")
    seen.look("trading-conversion")


def test_a_patent_open_to_all_is_taken_and_recorded(enter: Enter, sign_in: Any, committed: Any, paper: str) -> None:
    seen, stranger = enter("en", DESKTOP), enter("en", PHONE)
    sign_in(seen, "clerk")
    seen.open("/trading/statements/new/")
    seen.fill(
        owner=SCHOOL, place="990101", number=RIGHT, way="lump", standard="每年五万元", last_day=f"{YEAR + 2}-12-31"
    )
    seen.send()
    seen.look("trading-statement")
    if "annuity" in seen.page.inner_text("#acts").lower():
        pytest.fail("the docket of the made-up right holds no annuity as unpaid")
    seen.page.locator('#acts a[href$="/do/file/"]').click()
    seen.page.wait_for_load_state()
    seen.send()
    assert seen.says("请确认声明中没有商业性宣传用语", "Confirm that the statement advertises nothing")
    seen.page.locator('[name="plain"]').check()
    seen.send()
    press(seen, "announce", on=f"{YEAR}-02-01")
    stranger.open("/trading/market/licences/")
    assert RIGHT in stranger.page.content()
    stranger.look("trading-market-licences")
    press(seen, "take", taker=FIRM, place="990102", paid="50000", abroad="no")
    seen.page.locator('a[href^="/trading/deals/D:open-"], a[href*="/trading/deals/D%3Aopen-"]').first.click()
    seen.page.wait_for_load_state()
    assert seen.says("已签约", "signed")
    seen.look("trading-open-taken")


def test_an_export_is_not_let_through_without_its_papers_and_the_cause_is_kept(
    enter: Enter, sign_in: Any, committed: Any
) -> None:
    seen = enter("zh", DESKTOP)
    sign_in(seen, "clerk")
    seen.open("/trading/find/")
    seen.fill(act="transfer", rights=RIGHT, givers=SCHOOL, takers="Foreign Membranes Inc. (demo)", abroad="foreign")
    seen.send()
    assert "先核对出口技术目录" in greyed(seen, "开始洽谈", "begin to talk")
    press(seen, "classify", export="restricted", catalogue="出口技术目录（演示版）第1条")
    why = greyed(seen, "开始洽谈", "begin to talk")
    assert "许可意向书" in why
    assert "第三十三条" in why
    seen.look("trading-export-gate")
    press(seen, "fail", cause="export", why="未取得许可意向书")
    assert seen.says("技术出口未获许可", "export was refused")
    seen.open("/trading/failures/")
    assert "技术出口未获许可" in seen.page.inner_text("table")
    seen.look("trading-failures")
