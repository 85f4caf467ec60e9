"""A real Chromium against a live server. Every page that is looked at is also held to what all pages promise."""

from __future__ import annotations

import ctypes
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import pytest

from tests.browser.walking import Walk
from tests.web.conftest import found_city

CHROMIUM = Path("/usr/bin/chromium")
SCREENS = Path(__file__).parents[2] / "build" / "screens"
ARGS = ["--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
DESKTOP, PHONE = (1440, 900), (390, 844)
REQUIRED = os.environ.get("IPOPS_REQUIRE_BROWSER") == "1"
Lang = Literal["zh", "en"]

# Playwright's loop runs in this thread; the ORM's guard against that is for servers, not for tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def _cannot(why: str) -> None:
    if REQUIRED:
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The system's Chromium, driven by Playwright; skipped with one line when one of the two is missing."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _cannot("Playwright is missing: pip install -r requirements/dev.txt")
    if not CHROMIUM.exists():
        _cannot(f"Chromium is missing: apt-get install chromium (expected {CHROMIUM})")
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        _cannot("Playwright's driver needs libatomic: apt-get install libatomic1")
    args = [*ARGS, "--no-sandbox"] if os.geteuid() == 0 else ARGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=args)
        yield browser
        browser.close()


@dataclass
class Seen:
    """A page of the browser, and everything it complained of. ``look`` holds it to what every page promises."""

    page: Any
    base: str
    lang: Lang
    width: int
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        self.page.goto(self.base + address)

    def follow(self, zh: str, en: str, *, exact: bool = True) -> None:
        """Press the link or button that is called so. Both are waited for at once: to ask which of the two stands there
        would ask the page that is just being left."""
        name = zh if self.lang == "zh" else en
        link = self.page.get_by_role("link", name=name, exact=exact)
        link.or_(self.page.get_by_role("button", name=name, exact=exact)).first.click()
        self.page.wait_for_load_state()

    def send(self) -> None:
        """Press the button of the page's form and wait for the answer. A file that is still going up has a bar beside it, and
        the button moves when that goes: whoever presses waits for it."""
        self.page.wait_for_function("() => !document.querySelector('main progress')")
        with self.page.expect_navigation():
            self.page.locator('main form[method="post"] button[type="submit"]').first.click()

    def says(self, zh: str, en: str) -> bool:
        return (zh if self.lang == "zh" else en) in self.page.inner_text("main")

    def fill(self, **values: str) -> None:
        """Fields by name: text is typed, a select is chosen, a radio or box is ticked."""
        for name, value in values.items():
            found = self.page.locator(f'[name="{name}"]')
            kind = found.first.evaluate("e => e.tagName + ':' + e.type")
            if kind.startswith("SELECT"):
                found.select_option(value)
            elif kind.endswith((":radio", ":checkbox")):
                self.page.locator(f'[name="{name}"][value="{value}"]').check()
            else:
                found.first.fill(value)

    def look(self, name: str) -> None:
        """No complaint, no sideways scroll, no serious finding of axe; and a picture to look at."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENS / f"{name}-{self.lang}-{self.width}.png", full_page=True)
        assert self.complaints == [], f"{name}: {self.complaints}"
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= self.width, f"{name} is {wide}px wide: {self.page.evaluate(_TOO_WIDE, self.width)}"
        assert self.page.locator("h1").count() == 1, f"{name} has not one heading"
        assert self.page.evaluate("document.documentElement.lang") == ("zh-CN" if self.lang == "zh" else "en")
        assert findings(self.page) == [], name


_TOO_WIDE = """width => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > width + 1)
    .slice(0, 5).map(e => e.outerHTML.slice(0, 160))"""


def findings(page: Any) -> list[str]:
    """Serious and critical findings of axe-core, one line each."""
    from axe_core_python.sync_playwright import Axe

    found = Axe().run(page)["violations"]
    return [
        f"{v['id']}: {n['html'][:160]} {[c['message'] for c in n['any']]}"
        for v in found
        if v["impact"] in ("serious", "critical")
        for n in v["nodes"][:3]
    ]


@pytest.fixture
def enter(chromium: Any, live_server: Any) -> Iterator[Callable[..., Seen]]:
    """``enter(lang, size)``: a fresh browser, nobody signed in, in that language and on that screen."""
    opened = []

    def made(lang: Lang = "zh", size: tuple[int, int] = DESKTOP, **options: Any) -> Seen:
        width, height = size
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        opened.append(context)
        context.add_cookies([{"name": "ipops_lang", "value": lang, "url": live_server.url}])
        page = context.new_page()
        seen = Seen(page=page, base=live_server.url, lang=lang, width=width)
        page.on("console", lambda m: seen.complaints.append(m.text) if _bad(m) else None)
        page.on("pageerror", lambda e: seen.complaints.append(str(e)))
        page.on("response", lambda r: seen.complaints.append(f"{r.status} {r.url}") if r.status in (404, 500) else None)
        return seen

    yield made
    for context in opened:
        context.close()


def _bad(message: Any) -> bool:
    """Errors and warnings, refusals of the policy among them. A form that comes back as 422 is an answer, not an error."""
    if re.search(r"status of (422|409|403)", message.text):
        return False
    return message.type in ("error", "warning")


@pytest.fixture
def sign_in() -> Callable[[Seen, str], None]:
    """Sign in with the account that stands on the page, as a person would."""

    def as_(seen: Seen, name: str) -> None:
        from ipops.webkit import access

        password = next(a.password for a in access.demo_accounts() if a.username == name)
        seen.open("/sign-in/")
        seen.fill(username=name, password=password)
        seen.send()

    return as_


@pytest.fixture
def committed(transactional_db: None) -> list[Any]:
    """The same city for tests with a server beside them: written for real, flushed afterwards."""
    return found_city()


@pytest.fixture
def walk(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, enter: Callable[..., Seen], request: Any
) -> Iterator[Walk]:
    """For walks through the programme. The figures of 2025 are given: nine tenths of every target. How figures come about is other tests' business."""
    from ipops.lines.programme.app.reading import evaluation
    from ipops.lines.programme.tests.test_evaluation import results

    monkeypatch.setenv("IPOPS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(evaluation, "results_of", lambda place, year, pack: results(Fraction(9, 10)))
    lang, size = request.param
    made = Walk(enter=lambda: enter(lang, size), folder=tmp_path)
    made.at("2023-09-04")
    found_city()
    yield made
    made.stop()
