"""``ipops demo``: the whole program with a made-up city in it, and the accounts to look at it with."""

from __future__ import annotations

import sys

import typer

from ipops.site.commands.serve import Host, Port, Tied, tie


def register(app: typer.Typer) -> None:
    app.command()(demo)


def demo(host: Host = "127.0.0.1", port: Port = 8000, tied: Tied = False) -> None:
    """启动并载入演示城市（首次约半分钟）。 Run with a made-up city (about half a minute the first time)."""
    from ipops.site import supervisor
    from ipops.site.demo.story import TODAY
    from ipops.webkit import clock

    tie(tied)
    with clock.standing(TODAY):
        supervisor.run(host, port, prepare=_prepare, greet=_greet)


def _prepare() -> None:
    from ipops.site import first_load

    first_load.load()
    _ACCOUNTS.extend(_accounts())


#: Worked out while the database is at hand, printed once the site answers.
_ACCOUNTS: list[tuple[str, str, str]] = []


def _accounts() -> list[tuple[str, str, str]]:
    from ipops.webkit import access

    return [
        (a.username, a.password, f"{a.role.named.zh} {a.role.named.en} · {a.office.zh}") for a in access.demo_accounts()
    ]


def _greet(url: str) -> None:
    lines = [f"    {name:<16}{password:<14}{what}" for name, password, what in _ACCOUNTS]
    sys.stdout.write(
        f"\n  ipops  {url}\n\n  演示城市：数据全部虚构。 A demo city: every record is made up.\n"
        "  演示账号（账号、密码、岗位） Demo accounts (account, password, role):\n"
        + "\n".join(lines)
        + "\n\n  按 Ctrl-C 停止。 Press Ctrl-C to stop.\n\n"
    )
    sys.stdout.flush()
