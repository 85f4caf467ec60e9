"""Everybody of a walk, each in a browser of their own, and the day it is for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import time_machine

from tests.web.conftest import signed_in_as

CHINA = timezone(timedelta(hours=8))
Seen = Any  #: what ``enter`` of the conftest gives


def case_of(cycle: str, **more: Any) -> str:
    from ipops.lines.programme.app.models import Dossier

    return Dossier.objects.get(cycle=f"programme.{cycle}", **more).case


@dataclass
class Walk:
    """Everybody who takes part, each in a browser of their own, and the day it is for all of them."""

    enter: Callable[[], Seen]
    folder: Path
    day: str = ""
    clock: Any = None
    known: dict[str, Seen] = field(default_factory=dict)
    since: dict[str, str] = field(default_factory=dict)

    def at(self, day: str) -> None:
        self.stop()
        self.clock = time_machine.travel(datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=CHINA), tick=True)
        self.clock.start()
        self.day = day

    def stop(self) -> None:
        if self.clock:
            self.clock.stop()
            self.clock = None

    def as_(self, name: str, address: str = "") -> Seen:
        """That person's browser, signed in today: a session does not outlive the jump of the clock."""
        if name not in self.known:
            self.known[name] = self.enter()
        seen = self.known[name]
        if self.since.get(name) != self.day:
            cookie = signed_in_as(name).cookies["sessionid"].value
            seen.page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": seen.base}])
            self.since[name] = self.day
        if address:
            seen.open(address)
        return seen

    def act(self, name: str, address: str, event: str, **fields: str) -> Seen:
        """The act's button on the case, its form, and back to the case."""
        seen = self.as_(name, address)
        seen.page.locator(f'#acts a[href$="/do/{event}/"]').click()
        seen.page.wait_for_load_state()
        return self.hand_in(seen, **fields)

    def hand_in(self, seen: Seen, *, refused: bool = False, **fields: str) -> Seen:
        """The form at hand filled in and sent: stored, or kept with what stands against it."""
        page = seen.page
        for name, value in fields.items():
            one = page.locator(f'[name="{name.replace("__", ".")}"]')
            if value == "ticked":
                one.first.check()
            elif name == "paper":
                one.set_input_files(self.paper(value))
            else:
                seen.fill(**{name.replace("__", "."): value})
        if page.locator('[name="sure"]').count():
            page.locator('[name="sure"]').check()
        at = page.url
        with page.expect_navigation():
            page.locator('form.sheet button[type="submit"]').first.click()
        assert (page.url == at) is refused, page.inner_text("main")[:900]
        return seen

    def paper(self, name: str) -> str:
        path = self.folder / name
        path.write_bytes(b"%PDF-1.4\n% made up: " + name.encode() + self.day.encode() + b"\n%%EOF\n")
        return str(path)
