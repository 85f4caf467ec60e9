"""The walk of the first day: from signing in to a figure that moved, and back down to the proof of the fact that moved it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import DESKTOP, PHONE, Seen
from tests.web.conftest import found_city
from tests.web.programme import FREE, PLEDGED, SISTERS, found_programme, found_walk

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.db, pytest.mark.django_db(transaction=True)]
Enter = Callable[..., Seen]
GOAL = {"zh": "知识产权转让、许可数量", "en": "IP transfers and licences, number"}


@pytest.fixture
def walked(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The city of the page tests, its programme, and what the walk needs. A home of its own: numbers begin at one again."""
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path))
    found_city()
    found_programme()
    found_walk()


def board(seen: Seen) -> str:
    """This year's scoreboard under the demo plan."""
    seen.open(f"/programme/?place=990100&year={date.today().year}&pack=demo-city")  # noqa: DTZ011 - the walk is of today
    row = seen.page.locator("tr", has=seen.page.get_by_role("link", name=GOAL[seen.lang], exact=True))
    return str(row.inner_text())


def count(text: str) -> int:
    """The number of deals in a row of the scoreboard."""
    found = re.search(r"(\d+)\s?(?:宗|deals)", text)
    assert found is not None, text
    return int(found[1])


def begin(seen: Seen, act: str, right: str) -> None:
    seen.open("/trading/record/")
    seen.fill(act=act, rights=right)
    seen.send()
    assert "rights=" in seen.page.url


def today(days: int = 0) -> str:
    return (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011


@pytest.fixture
def notice(tmp_path: Path) -> str:
    file = tmp_path / "notice.pdf"
    file.write_bytes(b"%PDF-1.4\n% a recordal notice, made up\n%%EOF\n")
    return str(file)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_first_day(
    walked: None, enter: Enter, sign_in: Callable[[Seen, str], None], notice: str, lang: Any, size: Any
) -> None:
    seen = enter(lang, size)
    sign_in(seen, "clerk")
    before = count(board(seen))
    seen.look("walk-1-board")

    # a licence, on the register already, with its notice
    begin(seen, "licence", FREE)
    seen.look("walk-2-record")
    assert "示范大学（演示）" in seen.page.input_value('[name="givers"]')
    seen.fill(takers="示范膜科技有限公司（演示）", on=today(), price="12万元", kind_of_licence="ordinary")
    seen.fill(starts_on=today(), last_day=today(700))
    seen.page.set_input_files('[name="paper"]', notice)
    seen.send()
    assert "/trading/deals/" in seen.page.url
    seen.look("walk-3-deal")
    deal = seen.page.url

    # the figure moves, and says why
    assert count(board(seen)) == before + 1
    seen.page.get_by_role("link", name=GOAL[lang], exact=True).first.click()
    seen.page.wait_for_load_state()
    assert FREE in seen.page.inner_text("main")
    seen.look("walk-4-why")

    # corrected: a new fact, the old one stays
    seen.page.goto(deal)
    seen.follow("更正", "Correct")
    seen.fill(price="130000", why="合同金额录错" if lang == "zh" else "the amount was mistyped")
    seen.send()
    assert "13万元" in seen.page.inner_text("main") or "130,000" in seen.page.inner_text("main")
    assert seen.says("已被更正", "superseded")
    seen.look("walk-5-corrected")
    assert count(board(seen)) == before + 1


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_intended_act_is_refused_and_a_registered_one_is_flagged(
    walked: None, enter: Enter, sign_in: Callable[[Seen, str], None], lang: Any, size: Any
) -> None:
    """A pledged patent may not be transferred without the pledgee; if the register did it all the same, it is stored,
    flagged with the article, and somebody has to see to it."""
    seen = enter(lang, size)
    sign_in(seen, "clerk")
    begin(seen, "transfer", PLEDGED)
    seen.fill(standing="intended", takers="示范膜科技有限公司（演示）", on=today(), reason="核对")
    seen.send()
    assert seen.says("不能办理", "This cannot be done")
    assert "民法典" in seen.page.inner_text("main")
    seen.look("walk-6-refused")

    seen.fill(standing="registered")
    seen.send()
    assert "/trading/deals/" in seen.page.url
    assert "民法典" in seen.page.inner_text("main")
    seen.look("walk-7-flagged")
    seen.open("/work/?tab=office")
    assert seen.page.locator("tbody tr").count() >= 2
    seen.look("walk-8-work")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_sham_opens_a_check_that_ends_with_a_reason_and_never_deletes(
    walked: None, enter: Enter, sign_in: Callable[[Seen, str], None], notice: str, lang: Any, size: Any
) -> None:
    from ipops.webkit import seals

    seen = enter(lang, size)
    sign_in(seen, "clerk")
    before = count(board(seen))
    begin(seen, "transfer", SISTERS)
    seen.fill(takers="同源二号科技有限公司（演示）", on=today(), price="5000")
    seen.page.set_input_files('[name="paper"]', notice)
    seen.send()
    seen.look("walk-9-doubted")
    case = seen.page.locator("main a[href*='/trading/checks/']").first.get_attribute("href")
    assert count(board(seen)) == before + 1

    # another person looks at it and leaves it out
    judge = enter(lang, size)
    sign_in(judge, "checker")
    judge.open("/trading/checks/")
    judge.look("walk-10-checks")
    judge.open(str(case))
    judge.look("walk-10b-check")
    judge.follow("认定不计入", "exclude")
    judge.fill(why="双方同一控制人，无真实交易" if lang == "zh" else "one hand on both sides, no real deal")
    judge.send()
    judge.look("walk-11-needs-evidence")
    judge.page.set_input_files('[name="paper"]', notice)
    judge.send()
    assert judge.page.locator("#acts a.button").count() == 0
    judge.look("walk-12-check-ended")
    assert count(board(judge)) == before
    assert judge.says("核查排除", "excluded")

    # the fact is still there, and can be proven to a stranger
    seals.seal()
    seen.open("/ledger/")
    seen.fill(kind="transfer_registered", right=SISTERS)
    seen.follow("查询", "Apply")
    seen.page.wait_for_url("**kind=transfer_registered**")
    seen.page.locator("tbody a").first.click()
    with seen.page.expect_download() as got:
        seen.follow("下载包含证明（JSON）", "Download the inclusion proof (JSON)")
    assert got.value.suggested_filename.startswith("proof-")
    seen.look("walk-13-proof")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_of_the_houses_keeps_its_promises(
    walked: None, enter: Enter, sign_in: Callable[[Seen, str], None], lang: Any, size: Any
) -> None:
    seen = enter(lang, size)
    for name, address in {
        "public-board": "/programme/?place=990100&year=2025&pack=demo-city",
        "public-why": "/programme/why/pledge_projects_growth/?place=990100&year=2025&pack=cn-2020-40",
        "nation": "/programme/nation/",
        "series": "/programme/nation/pledge_amount/",
    }.items():
        seen.open(address)
        seen.look(name)
    sign_in(seen, "officer")
    for name, address in {
        "board-2025": "/programme/?place=990100&year=2025&pack=demo-city",
        "board-open": "/programme/?place=990100&year=2025&pack=cn-2020-40",
        "districts": "/programme/districts/?place=990100&year=2025&pack=demo-city",
        "deals": "/trading/deals/",
        "record": "/trading/record/",
        "imports": "/trading/imports/",
        "conflicts": "/trading/conflicts/",
        "checks": "/trading/checks/",
    }.items():
        seen.open(address)
        seen.look(name)
