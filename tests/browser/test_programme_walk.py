"""The programme in a real browser: a call, a nomination, a conflicted expert kept out, the list and the city's road."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ipops.policy import pack_named
from tests.browser.conftest import DESKTOP, PHONE, Seen
from tests.web.conftest import found_city

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.db, pytest.mark.django_db(transaction=True)]
Enter = Callable[..., Seen]


@pytest.fixture
def city(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPOPS_HOME", str(tmp_path))
    found_city()


@pytest.fixture
def plan(tmp_path: Path) -> str:
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"%PDF-1.4\n% an application, made up\n%%EOF\n")
    return str(file)


def case_of(cycle: str) -> str:
    from ipops.lines.programme.app.models import Dossier

    return Dossier.objects.get(cycle=f"programme.{cycle}").case


def called(seen: Seen) -> str:
    seen.open("/programme/calls/")
    seen.follow("发起征集", "Open a call")
    closes = (date.today() + timedelta(days=20)).isoformat()  # noqa: DTZ011 - the walk is of today
    seen.fill(title="示范征集", pack="demo-notice", form="1", closes_on=closes)
    seen.send()
    return case_of("call")


def nominated(seen: Seen, call: str, plan: str) -> None:
    notice: Any = pack_named("demo-notice")
    today = date.today()  # noqa: DTZ011
    seen.open(f"/programme/calls/{call}/nominate/")
    seen.fill(city="990100", matching="7500万元")
    for goal in notice.targets(today):
        if goal.floor is not None:
            seen.page.fill(f'[name="target.{goal.id}"]', str(goal.floor))
    for box in seen.page.locator('[name="mandatory"]').all():
        box.check()
    seen.page.set_input_files('[name="paper"]', plan)
    seen.send()


@pytest.mark.parametrize(("lang", "size"), [("zh", DESKTOP), ("en", PHONE)])
def test_from_call_to_a_conflicted_expert_kept_out(
    city: None, enter: Enter, sign_in: Callable[[Seen, str], None], plan: str, lang: Any, size: Any
) -> None:
    def browser_for(name: str) -> Seen:
        seen = enter(lang, size)
        sign_in(seen, name)
        return seen

    centre = browser_for("centre")
    call = called(centre)
    centre.look("programme-call")
    province = browser_for("province")
    nominated(province, call, plan)
    nomination = case_of("city")
    centre.open(f"/programme/calls/{call}/panel/")
    for box in centre.page.locator('[name="experts"]').all():
        box.check()
    centre.send()
    expert = browser_for("expert-city")
    expert.open(f"/programme/reviews/{nomination}/")
    expert.look("programme-review")
    text = expert.page.locator("main").inner_text()
    assert ("须回避" if lang == "zh" else "kept out") in text
    city_officer = browser_for("officer")
    city_officer.open(f"/programme/roads/{nomination}/")
    city_officer.look("programme-road")
    city_officer.open("/programme/returns/")
    city_officer.look("programme-returns")
