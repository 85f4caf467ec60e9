"""``ipops serve``: the whole program on one address."""

from __future__ import annotations

import ctypes
import signal
import sys
from typing import Annotated

import typer

Host = Annotated[str, typer.Option(help="监听地址。 Address to listen on.")]
Port = Annotated[int, typer.Option(help="端口，0 为任意空闲端口。 Port; 0 takes any free one.")]
Tied = Annotated[bool, typer.Option("--tied", hidden=True, help="End when the process that started us ends.")]

_PR_SET_PDEATHSIG = 1


def register(app: typer.Typer) -> None:
    app.command()(serve)


def serve(host: Host = "127.0.0.1", port: Port = 8000, tied: Tied = False) -> None:
    """启动网站、数据库、后台任务与定时任务。 Run the site with its database, worker and scheduler."""
    from ipops.site import supervisor

    tie(tied)
    supervisor.run(host, port, prepare=lambda: None, greet=greet)


def tie(tied: bool) -> None:
    """Under ``make`` we end when make ends, even when it is killed; alone we may outlive the shell."""
    if tied:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)


def greet(url: str) -> None:
    sys.stdout.write(f"\n  ipops  {url}\n  按 Ctrl-C 停止。 Press Ctrl-C to stop.\n\n")
    sys.stdout.flush()
