"""The main flows without a mouse, and what back, reload and a second sending do: nothing that was not asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Seen
from tests.browser.test_every_page import tab_to
from tests.web.conftest import found_city
from tests.web.programme import FREE, found_programme, found_walk

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.db, pytest.mark.django_db(transaction=True)]
Enter = Callable[..., Seen]
TAKER = "示范膜科技有限公司（演示）"


@pytest.fixture
def walked(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path))
    found_city()
    found_programme()
    found_walk()


def deals() -> int:
    from ipops.lines.trading.app.models import Deal

    return Deal.objects.filter(rights__contains=[FREE]).count()


def recorded(seen: Seen) -> None:
    """A transfer, entered with the mouse, up to the page of the deal."""
    seen.open("/trading/record/")
    seen.fill(act="transfer", rights=FREE)
    seen.send()
    seen.fill(takers=TAKER, on=date.today().isoformat(), price="12万元", reason="登记簿")  # noqa: DTZ011
    seen.send()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_deal_is_recorded_by_keyboard_alone(walked: None, enter: Enter, sign_in: Any, lang: Any) -> None:
    seen = enter(lang)
    sign_in(seen, "clerk")
    keys, page = seen.page.keyboard, seen.page
    seen.open("/trading/record/")
    tab_to(seen, '[name="act"]')
    tab_to(seen, '[name="rights"]')
    keys.type(FREE)
    tab_to(seen, 'form.sheet button[type="submit"]:not([name])')
    with page.expect_navigation():
        keys.press("Enter")
    tab_to(seen, '[name="takers"]')
    keys.type(TAKER)
    tab_to(seen, '[name="on"]')
    page.locator('[name="on"]').fill(date.today().isoformat())  # noqa: DTZ011 - a day's parts are the browser's own keys
    tab_to(seen, '[name="price"]')
    keys.type("120000")
    tab_to(seen, '[name="reason"]')
    keys.type("register")
    tab_to(seen, 'form.sheet button[type="submit"]:not([name])')
    with page.expect_navigation():
        keys.press("Enter")
    assert "/trading/deals/" in page.url, page.inner_text("main")[:400]
    assert deals() == 1
    assert seen.complaints == []


def test_a_table_is_filtered_sorted_and_opened_by_keyboard_alone(walked: None, enter: Enter, sign_in: Any) -> None:
    seen = enter("zh")
    sign_in(seen, "clerk")
    keys, page = seen.page.keyboard, seen.page
    seen.open("/trading/deals/")
    tab_to(seen, '[name="q"]:not(#seek)')
    keys.type("sfdx")
    keys.press("Enter")
    page.wait_for_url("**q=sfdx**")
    tab_to(seen, 'th a[href*="sort=price_fen"]')
    with page.expect_navigation():
        keys.press("Enter")
    assert page.locator('th[aria-sort="ascending"]').count() == 1
    tab_to(seen, "tbody a")
    with page.expect_navigation():
        keys.press("Enter")
    assert "/trading/deals/" in page.url
    tab_to(seen, "summary", most=200)
    keys.press("Enter")
    assert seen.complaints == []


def test_reload_after_a_form_stores_nothing_again(walked: None, enter: Enter, sign_in: Any) -> None:
    seen = enter("zh")
    sign_in(seen, "clerk")
    recorded(seen)
    there = seen.page.url
    assert deals() == 1
    seen.page.reload()
    assert seen.page.url == there
    assert deals() == 1


def test_back_and_sent_again_makes_no_second_deal(walked: None, enter: Enter, sign_in: Any) -> None:
    """A page that the browser kept carries its reference and leads to the deal that stands; one that it fetched anew is
    looked at afresh, and says that the giver does not own the right any more."""
    seen = enter("zh")
    sign_in(seen, "clerk")
    recorded(seen)
    there = seen.page.url
    seen.page.go_back()
    seen.page.wait_for_selector('[name="takers"]')
    seen.fill(takers=TAKER, on=date.today().isoformat(), price="12万元", reason="登记簿")  # noqa: DTZ011
    seen.send()
    assert deals() == 1
    assert seen.page.url == there or seen.says("不能办理", "This cannot be done")
    assert seen.complaints == []
