"""Every page of every house that a link leads to: it answers, it is sound HTML, it keeps its budget of queries."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.conftest import found_city, signed_in_as
from tests.web.markup import mistakes
from tests.web.programme import NOW, found_programme, found_walk

pytestmark = [pytest.mark.db, pytest.mark.django_db]
BUDGETS: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "budgets.json").read_text())
#: Bytes of HTML, how many pages one crawl looks at, and how many queries one may ask.
HEAVIEST, MOST, MOST_QUERIES = 150_000, 200, 15
LINK = re.compile(r'(?:href|action)="([^"]+)"')
NO_PAGE = ("/sign-out/", "/static/", "/api/")


@pytest.fixture(scope="module")
def street(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One city for the whole module, in a transaction that is rolled back; only looked at."""
    from django.db import transaction

    patch = pytest.MonkeyPatch()
    patch.setenv("IPOPS_HOME", str(tmp_path_factory.mktemp("street")))
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=True), transaction.atomic():
        found_city()
        found_programme()
        found_walk()
        yield
        transaction.set_rollback(True)
    patch.undo()


@pytest.fixture
def enter(street: None, db: None) -> Callable[[str], Client]:
    return signed_in_as


def shape(address: str) -> str:
    """What stands for all pages of one kind: numbers and values are left open, and so is the name of a goal or a city."""
    return re.sub(r"(?<=/why/)[\w-]+|(?<=/cities/)[\w-]+|[\w:.-]*\d[\w:.-]*|=[^&]*", "*", address)


def pages(browser: Client, skip: str = r"[?&]lang=") -> Iterator[tuple[str, Any]]:
    """Every page within reach of the front page, breadth first, one a shape; links that ``skip`` finds are not followed."""
    waiting, seen, shapes = ["/"], {"/"}, {"/"}
    while waiting and len(shapes) < MOST:
        address = waiting.pop(0)
        response = browser.get(address)
        yield address, response
        if response.status_code != 200 or not response.get("Content-Type", "").startswith("text/html"):
            continue
        for link in LINK.findall(response.text):
            there = urldefrag(urljoin(address, unescape(link)))[0]
            passed = re.search(skip, there) or there.startswith(NO_PAGE) or not there.startswith("/")
            if not passed and shape(there) not in shapes:
                shapes.add(shape(there))
                if there not in seen:
                    seen.add(there)
                    waiting.append(there)


class Asking:
    """Counts the questions put to the database while a page is made."""

    def __init__(self) -> None:
        self.n = 0

    def __call__(self, execute: Any, *what: Any) -> Any:
        self.n += 1
        return execute(*what)

    def again(self, browser: Client, address: str) -> int:
        """How many a second visit asks: what is kept for every reader is not one page's cost."""
        self.n = 0
        browser.get(address)
        return self.n


ROLES = ("clerk", "officer", "checker", "province", "centre", "auditor", "finance", "expert", "admin")
BODIES = ("bank", "insurer", "firm", "university", "agency", "park")


@pytest.mark.parametrize("who", ["", *ROLES, *BODIES])
def test_every_link_leads_to_a_sound_page(enter: Callable[[str], Client], who: str) -> None:
    """Nobody is offered what would turn them away, and no page asks or weighs too much."""
    wrong, looked_at, browser = {}, 0, enter(who)
    asking = Asking()
    with connection.execute_wrapper(asking):
        for address, response in pages(browser):
            looked_at += 1
            if found := unsound(response):
                wrong[address] = found
            elif asking.n > MOST_QUERIES and (n := asking.again(browser, address)) > MOST_QUERIES:
                wrong[address] = [f"{n} queries"]
            asking.n = 0
    assert wrong == {}
    assert looked_at > (8 if not who else 25)


def unsound(response: Any) -> list[str]:
    """What is wrong with one answer."""
    if response.status_code not in (200, 302):
        return [f"status {response.status_code}"]
    if not response.get("Content-Type", "").startswith("text/html") or response.status_code == 302:
        return []
    heavy = [f"{len(response.content)} bytes"] if len(response.content) > HEAVIEST else []
    return [*mistakes(response.text), *heavy]


@pytest.mark.parametrize("name", sorted(BUDGETS))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_keeps_its_query_budget(enter: Callable[[str], Client], name: str, lang: str) -> None:
    page = BUDGETS[name]
    browser = enter(page.get("as", "clerk"))
    address = f"{page['address']}{'&' if '?' in page['address'] else '?'}lang={lang}"
    browser.get(
        address
    )  # what is kept for every reader (is this a demo? the scorecard of the day) is not one page's cost
    with CaptureQueriesContext(connection) as asked:
        response = browser.get(address)
    assert response.status_code == 200
    assert len(asked) <= page["queries"] <= MOST_QUERIES, "\n".join(q["sql"][:200] for q in asked)
    assert len(response.content) <= HEAVIEST
    assert mistakes(response.text) == []


class TestTheValidator:
    """It finds what it is for."""

    @pytest.mark.parametrize(
        ("html", "says"),
        [
            ("<p><div></div></p>", "inside <p>"),
            ("<ul><p></p></ul>", "inside <ul>"),
            ('<i id="a"></i><i id="a"></i>', "stands twice"),
            ('<label for="x"></label>', "nothing has the id"),
            ("<section><p></section>", "closes"),
            ("<div>", "never closed"),
            ("<a><a></a></a>", "<a> inside <a>"),
        ],
    )
    def test_finds_each_mistake(self, html: str, says: str) -> None:
        assert any(says in m for m in mistakes(html))

    def test_passes_a_sound_page(self) -> None:
        assert mistakes('<p>a<br>b</p><dl><dt>c</dt><dd id="x">d</dd></dl><label for="x">e</label>') == []
