"""The demo stands on the day its records end: pages, forms and jobs look from it, and every page says so."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from ipops.webkit import clock
from ipops.webkit.pages import doors
from ipops.webkit.pages.views import work

ROOT = Path(__file__).parents[2] / "src" / "ipops"
STANDS = date(2024, 2, 29)


@time_machine.travel("2026-11-30T20:00:00Z", tick=False)
def test_a_real_city_has_the_day_in_china() -> None:
    assert clock.demo_day() is None
    assert clock.today() == date(2026, 12, 1)


def test_the_demo_stands_still_and_the_clock_runs_again_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(clock.DEMO_DAY, raising=False)
    with clock.standing(STANDS):
        assert {clock.today(), doors.today(), work.today()} == {STANDS}
        with clock.standing(date(2025, 1, 1)):
            assert clock.today() == date(2025, 1, 1)
        assert clock.today() == STANDS
    assert clock.DEMO_DAY not in os.environ


@pytest.mark.db
@pytest.mark.django_db
def test_every_page_says_on_which_day_it_stands(signed_in: Callable[[str], Client]) -> None:
    browser = signed_in("clerk")
    assert "演示停在" not in browser.get("/").text
    with clock.standing(STANDS):
        page = browser.get("/").text
    assert "待办 · 2024年2月29日" in re.sub(r"<[^>]+>", "", page)


def test_no_page_looks_at_another_day() -> None:
    """Whoever asks the calendar beside the clock would tell the demo's tasks hundreds of days late again."""
    beside = re.compile(r"localdate\(\)|date\.today\(\)|now\([^)]*\)(?:\.astimezone\(.*\))?\.date\(\)")
    asked = {
        str(p.relative_to(ROOT))
        for room in ("webkit", "lines")
        for p in (ROOT / room).rglob("*.py")
        if "tests" not in p.parts and beside.search(p.read_text())
    }
    assert asked == {"webkit/clock.py"}
