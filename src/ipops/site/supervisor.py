"""The one process a person starts: it runs PostgreSQL, the web server, workers and the scheduler, and outlives none.

    ipops serve ──> postgres   (SIGINT when we die: shuts down cleanly)
                ├─> web        gunicorn on the socket we opened
                ├─> worker     background tasks
                ├─> studies    background tasks that take many minutes
                └─> scheduler  seals, heads, exports

Rule 1: every child is ours directly and tied to our life by the kernel, so ``kill -9`` leaves nothing behind.
Rule 2: what dies is started again; PostgreSQL first, since the others need it.
Rule 3: we stop in the order web, workers and scheduler, PostgreSQL: no answer is promised that cannot be kept.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from socket import socket

from ipops.site import boot
from ipops.site.boot import Addresses, say
from ipops.site.children import Child
from ipops.site.listening import address, listen
from ipops.site.signals import Asked, Stopped, stop_signals
from ipops.site.worker import LANES
from ipops.webkit.embedded import APP, OWNER, Broken, Cluster, running
from ipops.webkit.home import home, room

WEB_WORKERS = 2
WEB_THREADS = 8
_GRACE_SECONDS = 10
_READY_SECONDS = 120


def children(door: socket, logs: Path) -> list[Child]:
    """Web first: it is the one a person waits for. No preload: charts hang when forked after first use (traps 5)."""
    gunicorn = [
        *(sys.executable, "-m", "gunicorn", "ipops.site.wsgi:application", "--bind", f"fd://{door.fileno()}"),
        *("--worker-class", "gthread", "--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS)),
        *("--graceful-timeout", str(_GRACE_SECONDS - 2), "--timeout", "120", "--no-control-socket"),
    ]
    return [
        Child("web", gunicorn, logs / "web.log", pass_fds=(door.fileno(),)),
        *(Child(lane, [sys.executable, "-m", "ipops.site.worker", lane], logs / f"{lane}.log") for lane in LANES),
        Child("scheduler", [sys.executable, "-m", "ipops.site.scheduler"], logs / "scheduler.log"),
    ]


def run(host: str, port: int, *, prepare: Callable[[], None], greet: Callable[[str], None]) -> None:
    """Serve until asked to stop. ``prepare`` runs once, with Django and the database ready; ``greet`` gets the address.

    Raises ``Broken`` when the port is busy, another process holds the home, or something does not come up.
    """
    with stop_signals() as asked, contextlib.closing(listen(host, port)) as door:
        try:
            with _database() as (addresses, cluster), boot.environment(addresses):
                with asked.insisting():
                    boot.set_up_django()
                    boot.migrate_if_needed(addresses.owner)
                    prepare()
                    boot.close_connections()
                _serve(children(door, room("logs")), cluster, asked, address(door), greet)
        except Stopped:
            pass
        finally:
            asked.stopping = True
    say("已停止。", "Stopped.")


@contextlib.contextmanager
def _database() -> Iterator[tuple[Addresses, Cluster | None]]:
    """The server named by ``DATABASE_URL``, which is not ours to watch, or our own."""
    named = boot.named_server()
    if named is not None:
        yield named, None
        return
    with running(home(), sole=True, patience=5, say=say) as cluster:
        yield Addresses(cluster.url(APP), cluster.url(OWNER)), cluster


def _serve(kids: list[Child], cluster: Cluster | None, asked: Asked, url: str, greet: Callable[[str], None]) -> None:
    try:
        for kid in kids:
            kid.start()
        _wait_until_it_answers(kids[0], url)
        greet(url)
        while True:
            _look_after(kids, cluster)
            time.sleep(0.2)
    except Stopped:
        say("正在停止……", "Stopping …")
    finally:
        asked.stopping = True
        _stop(kids, asked)


def _look_after(kids: list[Child], cluster: Cluster | None) -> None:
    if cluster is not None and cluster.died():
        say("PostgreSQL 意外结束，正在重新启动……", "PostgreSQL ended unexpectedly; starting it again …")
        cluster.start()
    for kid in kids:
        code = kid.keep_alive()
        if code is not None:
            say(
                f"{kid.name} 意外结束（{code}），将重新启动。",
                f"{kid.name} ended unexpectedly ({code}); it will be started again.",
            )


def _stop(kids: list[Child], asked: Asked) -> None:
    """Ask all, wait for all; a second Ctrl-C shortens the wait."""
    for kid in kids:
        kid.ask_to_stop()
    until = time.monotonic() + _GRACE_SECONDS
    first = asked.times
    while any(k.running is not None and k.running.poll() is None for k in kids):
        if time.monotonic() > until or asked.times > first:
            break
        time.sleep(0.02)
    for kid in kids:
        kid.wait(0)


def _wait_until_it_answers(web: Child, url: str) -> None:
    until = time.monotonic() + _READY_SECONDS
    while not _is_well(url):
        if (web.running is not None and web.running.poll() is not None) or time.monotonic() > until:
            raise Broken(f"网站没有启动：\n{web.tail()}", f"The web server did not start:\n{web.tail()}")
        time.sleep(0.1)


def _is_well(url: str) -> bool:
    # Through no proxy, whatever the environment says: this is a question to ourselves.
    ask = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with ask.open(f"{url}/healthz", timeout=5) as answer:
            return bool(json.load(answer)["ok"])
    except (OSError, ValueError):
        return False
