"""The web address, taken before anything else is started, so that a busy port costs nobody a minute."""

from __future__ import annotations

import errno
import socket
import time

from ipops.webkit.embedded import Broken

#: A web server of ours whose supervisor was killed needs a moment to let go of the port.
_LETTING_GO_SECONDS = 8.0


def listen(host: str, port: int) -> socket.socket:
    """A listening socket that the web server inherits. ``port`` 0 takes any free one.

    Raises ``Broken`` with what to do when the port is busy or the address is not ours.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    until = time.monotonic() + _LETTING_GO_SECONDS
    while True:
        door = socket.socket(family, socket.SOCK_STREAM)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
            door.listen(128)
        except OSError as no:
            door.close()
            if no.errno == errno.EADDRINUSE and time.monotonic() < until:
                time.sleep(0.1)
                continue
            raise _refused(host, port, no) from no
        return door


def _refused(host: str, port: int, no: OSError) -> Broken:
    if no.errno == errno.EADDRINUSE:
        return Broken(
            f"端口 {port} 已被占用。请停止占用它的程序，或换一个端口：--port {port + 1}",
            f"Port {port} is in use. Stop the program that uses it, or take another: --port {port + 1}",
        )
    return Broken(
        f"无法在 {host}:{port} 上监听：{no.strerror}。请检查 --host 与 --port。",
        f"Cannot listen on {host}:{port}: {no.strerror}. Check --host and --port.",
    )


def address(door: socket.socket) -> str:
    """``http://127.0.0.1:8000``; an address of all interfaces is shown as this machine's own."""
    host, port = door.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"
