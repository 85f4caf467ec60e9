"""Pages under load: 20 people at once on a city of 100,000 deals, as served by ``ipops serve``.

Promises: the first and the last page of the table of 100,000 rows, one case, search and the scoreboard answer with p95 under
300 ms and no request over one second. Page after page, each person opens it, reads for one to two seconds, opens it again. Beside
stands the p95 of a bare Django view with one query, asked by the same people in the same run. The people are threads of a process
on the same machine, so what they cost is in every figure.
"""

from __future__ import annotations

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from benches.table import Line

DEALS, PEOPLE, SECONDS, LONG_SECONDS = 100_000, 20, 15, 60
P95, WORST = 300.0, 1_000.0
BARE = "a bare view with one query"
PAGES = {
    BARE: "/healthz",
    "table of 100,000 rows, first page": "/trading/deals/",
    "table of 100,000 rows, last page": f"/trading/deals/?page={DEALS // 50}",
    "one case": "/trading/deals/D:777/",
    "search by initials": "/search/?q=dcjqkz",
    "scoreboard": "/programme/?place=990100&year=2018&pack=demo-city",
}
#: Made in a process of its own: 50,000 rights, each transferred once and licensed once, one clerk signed in, all sealed.
_CITY = f"""
from ipops.site.boot import with_database
with with_database():
    from importlib import import_module
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    import os
    import psycopg
    from benches import facts
    from ipops.ledger.entry import Draft
    from ipops.ledger.facts import PartyRegistered
    from ipops.ledger.facts.words import PartyKind
    from ipops.webkit import access, analytics, journal, seals
    from ipops.webkit.models import User
    access.demo_make()
    wanted = [b * 10_000 + s * 1_000 + i for b in range({DEALS} // 2_000) for s in (8, 9) for i in range(1_000)]
    for at in range(0, len(wanted), 5_000):
        drafts = [Draft(fact=facts.fact(n), source=facts.SAID, reference=f"bench:{{n}}") for n in wanted[at : at + 5_000]]
        journal.append(drafts, by="bench")
    words = ("电池", "装置", "科技", "控制", "传感")
    firms = [
        PartyRegistered(on=facts.START, party=facts.party_of(i), kind_of_party=PartyKind.ENTERPRISE, place="990101",
                        name=f"{{words[i % 5]}}{{words[i // 5 % 5]}}第{{i}}有限公司")
        for i in range(facts.PARTIES)
    ]
    for at in range(0, len(firms), 5_000):
        journal.append([Draft(fact=f, source=facts.SAID, reference=f"firm:{{f.party}}") for f in firms[at : at + 5_000]], by="bench")
    seals.seal()
    analytics.refresh()
    # What the database does by itself seconds after an import. As the owner: for the application's role it is left out unsaid.
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
    user = User.objects.get(username="clerk")
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    print(store.session_key)
"""


def bench(long: bool) -> list[Line]:
    with tempfile.TemporaryDirectory(prefix="ipops-bench-") as folder:
        os.chmod(folder, 0o711)
        root = Path(__file__).resolve().parents[1]
        env = {
            **os.environ,
            "IPOPS_HOME": f"{folder}/home",
            "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)]),
        }
        env.pop("DATABASE_URL", None)
        made = subprocess.run([sys.executable, "-c", _CITY], env=env, capture_output=True, text=True)
        if made.returncode != 0:
            raise RuntimeError(f"The city was not made:\n{made.stderr[-2000:]}")
        port = _free()
        serve = [sys.executable, "-m", "ipops", "serve", "--port", str(port), "--tied"]
        server = subprocess.Popen(serve, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait(port)
            took = _under_load(port, made.stdout.split()[-1], LONG_SECONDS if long else SECONDS)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)
    return _lines(took)


def _free() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            _get(port, PAGES[BARE], "")
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not come up within a minute.")


def _get(port: int, address: str, session: str) -> float:
    """Milliseconds from opening the connection to the last byte of a page; anything but 200 is an error of the bench."""
    began = time.perf_counter()
    to = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        to.request("GET", address, headers={"Cookie": f"sessionid={session}", "Connection": "close"})
        answer = to.getresponse()
        answer.read()
    finally:
        to.close()
    if answer.status != 200:
        raise RuntimeError(f"{address}: {answer.status}")
    return (time.perf_counter() - began) * 1000


def _under_load(port: int, session: str, seconds: int) -> dict[str, list[float]]:
    """What every request of each page took: one page after the other, each with all people at once."""
    took: dict[str, list[float]] = {}
    for name, address in PAGES.items():
        for _ in range(2):
            _crowd(
                port, session, address, 0
            )  # every process of the server has seen it once: what is kept for all is kept
        took[name] = _crowd(port, session, address, seconds)
        sys.stderr.write(f"… {name}: {len(took[name])} requests\n")
    return took


def _crowd(port: int, session: str, address: str, seconds: int) -> list[float]:
    """``PEOPLE`` open the page and read it, again and again until the time is over; each opens it at least once."""
    took: list[float] = []
    failed: list[BaseException] = []

    def person(number: int) -> None:
        dice = random.Random(number)
        end = time.perf_counter() + seconds
        time.sleep(dice.random() * min(seconds, 1))
        while not failed:
            try:
                took.append(_get(port, address, session))
            except (OSError, RuntimeError, http.client.HTTPException) as e:
                failed.append(e)
            if time.perf_counter() >= end:
                return
            time.sleep(1 + dice.random())

    people = [threading.Thread(target=person, args=(n,)) for n in range(PEOPLE)]
    for p in people:
        p.start()
    for p in people:
        p.join()
    if failed:
        raise failed[0]
    return took


def _p95(times: list[float]) -> float:
    return sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]


def _lines(took: dict[str, list[float]]) -> list[Line]:
    floor = _p95(took[BARE])
    lines = [Line(bench="pages", what=f"{BARE}, p95", value=floor, unit="ms")]
    for name, times in took.items():
        if name == BARE:
            continue
        given = {"bench": "pages", "unit": "ms", "at_most": True}
        lines.append(
            Line(
                what=f"{name}, p95 of {len(times)}",
                value=_p95(times),
                promised=P95,
                floor=f"{BARE}, p95",
                floor_value=floor,
                **given,
            )
        )
        lines.append(Line(what=f"{name}, slowest", value=max(times), promised=WORST, **given))
    return lines
