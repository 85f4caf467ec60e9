"""What the pages promise beyond their own tests: few fields to type, charts as files, no grey button without its why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.web.conftest import RIGHT, SCHOOL, found_city, signed_in_as
from tests.web.programme import FREE, NOW, found_programme, found_walk

pytestmark = [pytest.mark.db, pytest.mark.django_db]
TYPES = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv"}
#: What the person types; the rest the page has filled in already.
AT_MOST = 8


@pytest.fixture(scope="module")
def street(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One city for the whole module, in a transaction that is rolled back."""
    from django.db import transaction

    patch = pytest.MonkeyPatch()
    patch.setenv("IPOPS_HOME", str(tmp_path_factory.mktemp("face")))
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


class Filled(HTMLParser):
    """What a browser would send of the page's form if nobody touched it."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.inside, self.area, self.select = False, "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {k: v or "" for k, v in attrs}
        if tag == "form":
            self.inside = "sheet" in given.get("class", "").split()
        name = given.get("name", "")
        if not self.inside:
            return
        if tag == "input" and given.get("type") in ("radio", "checkbox"):
            if "checked" in given:
                self.values[name] = given.get("value", "on")
        elif tag == "input" and given.get("type") != "file" and name:
            self.values[name] = given.get("value", "")
        elif tag == "textarea":
            self.area, self.values[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given:
            self.values[self.select] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""
        elif tag == "form":
            self.inside = False


def untouched(page: str) -> dict[str, str]:
    read = Filled()
    read.feed(page)
    return read.values


@pytest.mark.parametrize(
    ("act", "typed"),
    [
        (
            "transfer",
            {"takers": "示范膜科技有限公司（演示）", "on": "2026-05-20", "price": "12万元", "reason": "登记簿"},
        ),
        (
            "licence",
            {
                "takers": "示范膜科技有限公司（演示）",
                "on": "2026-05-20",
                "price": "12万元",
                "kind_of_licence": "ordinary",
                "starts_on": "2026-05-20",
                "last_day": "2028-05-19",
                "reason": "登记簿",
            },
        ),
    ],
)
def test_a_deal_with_a_known_right_and_parties_takes_at_most_eight_typed_fields(
    enter: Callable[[str], Client], act: str, typed: dict[str, str]
) -> None:
    """The number first, then what nobody can know; everything else the page has filled in."""
    browser = enter("clerk")
    assert 1 + len(typed) <= AT_MOST
    begun = browser.post("/trading/record/", {"act": act, "rights": FREE, "reference": f"begin-{act}"})
    page = browser.get(begun["Location"]).text
    answer = browser.post("/trading/record/", untouched(page) | typed)
    assert answer.status_code == 302, re.sub(r"<[^>]+>|\s+", " ", answer.text.split("<main")[1])[:1500]
    assert answer["Location"].startswith("/trading/deals/")


def test_the_kit_shows_every_part_that_pages_are_made_of(enter: Callable[[str], Client]) -> None:
    """Three parts are no component of their own: what a saved draft answers, its history and what it keeps."""
    folder = files("ipops.webkit") / "templates" / "webkit" / "parts"
    parts = {f"webkit/parts/{f.name}" for f in folder.iterdir()}
    drawn = {t.name for t in enter("clerk").get("/kit/").templates}
    assert len(parts) > 15
    assert parts - drawn == {f"webkit/parts/{n}.html" for n in ("draft", "history", "kept")}


BOARD = "place=990100&year=2025&pack=demo-city"
CHARTED = (
    f"/rights/{RIGHT}/",
    f"/parties/{SCHOOL}/",
    f"/programme/?{BOARD}",
    f"/programme/why/transfers_licences_growth/?{BOARD}",
    "/programme/nation/pledge_amount/",
    "/programme/cities/",
    "/kit/charts/",
)


@pytest.mark.parametrize("address", CHARTED)
def test_every_chart_is_given_as_svg_png_and_csv(enter: Callable[[str], Client], address: str) -> None:
    browser = enter("officer")
    figures = browser.get(address).text.split('<figure class="chart"')[1:]
    assert figures, address
    for figure in figures:
        links = re.findall(r'<a href="([^"]*[?;]as=(\w+))" download>', figure.split("</figure>")[0])
        assert {how for _, how in links} == {*TYPES}
        for link, how in links:
            target = unescape(link)
            got = browser.get(target if target.startswith("/") else f"{address.partition('?')[0]}{target}")
            assert got.status_code == 200, target
            assert got["Content-Type"].startswith(TYPES[how]), target
            assert "attachment" in got["Content-Disposition"]


@pytest.mark.parametrize(
    ("who", "address"), [("clerk", "/trading/deals/D:1/"), ("officer", "/trading/deals/D:1/"), ("clerk", "/kit/")]
)
def test_beside_every_grey_button_stands_why(enter: Callable[[str], Client], who: str, address: str) -> None:
    """A reason with its clause, or the states in which it can be done."""
    page = enter(who).get(address).text
    grey = re.split(r"<button[^>]*\bdisabled\b[^>]*>", page)[1:]
    assert grey, "nothing is grey here: the test looks at nothing"
    for after in grey:
        name, _, rest = after.partition("</button>")
        said = re.sub(r"<[^>]+>|\s+", "", rest.split("</li>")[0])
        assert said, f"{address}: no word beside {name}"
