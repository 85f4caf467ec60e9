"""The pages of the ground in a real browser: both languages, wide and narrow, light and dark, with and without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import DESKTOP, PHONE, Seen
from tests.web.conftest import RIGHT, SCHOOL

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.db, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("lang", ["zh", "en"])
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
PUBLIC = {"welcome": "/", "sign-in": "/sign-in/", "seals": "/seals/", "kit": "/kit/"}
DESK = {
    "home": "/",
    "work": "/work/?tab=office",
    "ledger": "/ledger/",
    "entry": "/ledger/6/",
    "corrected": "/ledger/5/",
    "parties": "/parties/",
    "party": f"/parties/{SCHOOL}/",
    "rights": "/rights/",
    "right": f"/rights/{RIGHT}/",
}
Enter = Callable[..., Seen]


@BOTH
@SIZES
class TestOnEveryScreen:
    def test_public_pages_keep_their_promises(self, committed: Any, enter: Enter, lang: Any, size: Any) -> None:
        seen = enter(lang, size)
        for name, address in PUBLIC.items():
            seen.open(address)
            seen.look(name)

    def test_the_desk_keeps_its_promises(
        self, committed: Any, enter: Enter, sign_in: Any, lang: Any, size: Any
    ) -> None:
        seen = enter(lang, size)
        sign_in(seen, "clerk")
        for name, address in DESK.items():
            seen.open(address)
            seen.look(name)


def test_pages_can_be_read_in_the_dark(committed: Any, enter: Enter, sign_in: Any) -> None:
    seen = enter("zh", DESKTOP, color_scheme="dark")
    sign_in(seen, "clerk")
    for name in ("home", "entry", "right"):
        seen.open(DESK[name])
        seen.look(f"dark-{name}")
    seen.open("/kit/")
    seen.look("dark-kit")


class TestTheLedger:
    @BOTH
    def test_filters_and_gives_a_proof(self, committed: Any, enter: Enter, sign_in: Any, lang: Any) -> None:
        seen = enter(lang)
        sign_in(seen, "clerk")
        seen.open("/ledger/")
        seen.fill(kind="licence_recorded")
        seen.follow("查询", "Apply")
        seen.page.wait_for_url("**kind=licence_recorded**")
        assert seen.page.locator("tbody tr").count() == 2
        seen.page.locator("tbody a").first.click()
        with seen.page.expect_download() as got:
            seen.follow("下载包含证明（JSON）", "Download the inclusion proof (JSON)")
        assert got.value.suggested_filename == "proof-6.json"
        seen.look("entry-after-proof")

    def test_needs_no_script(self, committed: Any, enter: Enter, sign_in: Any) -> None:
        seen = enter("zh", java_script_enabled=False)
        sign_in(seen, "clerk")
        seen.open("/ledger/")
        seen.fill(kind="right_filed")
        seen.follow("查询", "Apply")
        assert seen.page.locator("tbody tr").count() == 1

    def test_goes_back_to_what_was_asked_before(self, committed: Any, enter: Enter, sign_in: Any) -> None:
        seen = enter("zh")
        sign_in(seen, "clerk")
        seen.open("/ledger/")
        seen.fill(kind="right_filed")
        seen.follow("查询", "Apply")
        seen.page.wait_for_url("**kind=right_filed**")
        seen.page.go_back()
        seen.page.wait_for_function("document.querySelectorAll('tbody tr').length === 6")


def test_the_keyboard_alone_reaches_the_content_and_the_menu(committed: Any, enter: Enter, sign_in: Any) -> None:
    seen = enter("en")
    sign_in(seen, "clerk")
    seen.open("/ledger/")
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.className") == "skip"
    seen.page.keyboard.press("Enter")
    assert seen.page.evaluate("document.activeElement.id") == "main"


def test_the_phone_reaches_the_menu_without_script(committed: Any, enter: Enter, sign_in: Any) -> None:
    seen = enter("zh", PHONE, java_script_enabled=False)
    sign_in(seen, "clerk")
    seen.open("/work/")
    seen.page.get_by_role("link", name="菜单").click()
    seen.page.locator("#menu").get_by_role("link", name="账本").click()
    assert seen.page.url.endswith("/ledger/")
