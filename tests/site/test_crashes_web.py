"""A clerk's program sends deals to the API while the web server is killed: what was answered with 200 is there, once."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from ipops.webkit.embedded import OWNER, Cluster, process

pytestmark = [pytest.mark.db, pytest.mark.slow]

SEED = """
from datetime import date
from ipops.site.boot import with_database
with with_database():
    from ipops.ledger.entry import Draft, Source
    from ipops.ledger.facts import PartyRegistered, RightFiled, RightGranted
    from ipops.ledger.facts.words import PartyKind, RightKind
    from ipops.webkit import access, journal
    from ipops.webkit.access.tokens import token_make
    from ipops.webkit.models import User
    rights = ("CN201510237122.7", "CN201911162590.7")
    facts = [
        PartyRegistered(on=date(2010, 1, 1), party="P:x-a", name="山河科技有限公司", kind_of_party=PartyKind.ENTERPRISE, place="990101"),
        PartyRegistered(on=date(2010, 1, 1), party="P:x-b", name="东湖电子有限公司", kind_of_party=PartyKind.ENTERPRISE, place="990102"),
        *(RightFiled(on=date(2015, 6, 1), right=r, kind_of_right=RightKind.INVENTION, title="装置", owners=("P:x-a",), place="990101")
          for r in rights),
        *(RightGranted(on=date(2018, 5, 1), right=r, expires_on=date(2035, 6, 1)) for r in rights),
    ]
    journal.append([Draft(fact=f, source=Source(reason="试"), reference=f"base{i}") for i, f in enumerate(facts)], by="test")
    access.demo_make()
    print(token_make(user=User.objects.get(username="clerk"), name="test"))
"""


class Sender(threading.Thread):
    """Sends deals one after another, each until it is answered with 200; keeps what was promised."""

    def __init__(self, url: str, token: str, name: str, right: str) -> None:
        super().__init__(daemon=True)
        self.url, self.token, self.sender, self.right = url, token, name, right
        self.promised: dict[str, str] = {}
        self.refused: list[str] = []
        self.done = threading.Event()

    def run(self) -> None:
        for i in range(10**6):
            while not self.done.is_set():
                deal = self.send(f"{self.sender}-{i}")
                if deal is not None:
                    self.promised[f"{self.sender}-{i}"] = deal
                    break
                time.sleep(0.02)
            if self.done.is_set():
                return

    def send(self, reference: str) -> str | None:
        """The deal's code if it was answered. No two deals are alike: each has a day of its own."""
        body = {
            "reference": reference,
            "act": "licence",
            "rights": [self.right],
            "givers": ["P:x-a"],
            "takers": ["P:x-b"],
            "on": (date(2019, 1, 1) + timedelta(days=int(reference.split("-")[1]))).isoformat(),
            "kind_of_licence": "ordinary",
            "price_fen": 12_000_000,
        }
        ask = urllib.request.Request(
            f"{self.url}/api/v1/trading/deals",
            json.dumps(body).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"},
        )
        try:
            with urllib.request.urlopen(ask, timeout=30) as answer:
                return str(json.load(answer)["deal"])
        except urllib.error.HTTPError as no:
            with no:
                if no.code < 500:
                    self.refused.append(f"{no.code} {no.read().decode()}")
        except (OSError, ValueError):
            return None
        return None


@pytest.fixture
def senders() -> Iterator[list[Sender]]:
    made: list[Sender] = []
    yield made
    for one in made:
        one.done.set()
    for one in made:
        one.join(60)


def web_processes(home: Path) -> list[int]:
    """Of the web server: its master first, then those that answer."""
    found = []
    for pid in map(int, filter(str.isdigit, os.listdir("/proc"))):
        with contextlib.suppress(OSError):
            ours = f"IPOPS_HOME={home}\0".encode() in Path(f"/proc/{pid}/environ").read_bytes() + b"\0"
            if ours and "gunicorn" in process.command_line(pid) and process.is_alive(pid):
                found.append(pid)
    return sorted(found)


def test_what_the_web_server_answered_is_stored_once_however_it_is_killed(program, place, run_in, senders, wait_for):
    seeded = run_in(program.home, SEED)
    token = seeded.stdout.strip()
    assert token, seeded.stderr
    _, url = program.serve()
    rights = {"anna": "CN201510237122.7", "bela": "CN201911162590.7"}
    senders += [Sender(url, token, name, right) for name, right in rights.items()]
    for one in senders:
        one.start()

    def promised() -> int:
        return sum(len(one.promised) for one in senders)

    def refused() -> list[str]:
        return [no for one in senders for no in one.refused]

    wait_for("both are answered", lambda: all(one.promised for one in senders) or refused())
    for kill in ("a worker", "the master", "the database", "a worker", "all of the web server", "the database"):
        time.sleep(0.3)
        web = web_processes(program.home)
        database = process.postmaster_of(Cluster(program.home).layout.data)
        assert database is not None
        killed = {"a worker": web[-1:], "the master": web[:1], "the database": [database], "all of the web server": web}
        for pid in killed[kill]:
            os.kill(pid, signal.SIGKILL)
        held = promised()
        wait_for(f"answers after killing {kill}", lambda n=held: promised() > n + 5 or refused())
        assert refused() == []
    for one in senders:
        one.done.set()
    for one in senders:
        one.join(60)
    assert refused() == []
    with Cluster(program.home).connect(OWNER) as con:
        stored = con.execute("SELECT reference, deals[1] FROM journal WHERE kind = 'licence_recorded'").fetchall()
        numbers = [n for (n,) in con.execute("SELECT n FROM journal ORDER BY n")]
        rows = {deal for (deal,) in con.execute("SELECT deal FROM trading_deal")}
    deals = [deal for _, deal in stored]
    assert len(deals) == len(set(deals)), "each is there once"
    assert numbers == list(range(1, len(numbers) + 1))
    assert {deal for one in senders for deal in one.promised.values()} <= set(deals)
    assert set(deals) == rows, "each deal has its row and no row is without its fact"
