"""Who runs PostgreSQL: ourselves, or, when we are root (whom PostgreSQL refuses), the system user ``ipops``."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipops.webkit.embedded.broken import Broken

SYSTEM_USER = "ipops"
#: Where root keeps what the system user must be able to read; never a parent folder of somebody else.
PUBLIC_ROOT = Path("/var/lib/ipops")


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the operating system. ``other`` says that it is not the one we run as."""

    name: str
    uid: int
    gid: int
    other: bool

    def popen(self) -> dict[str, Any]:
        """The arguments of ``subprocess`` that make a child run as this account."""
        if not self.other:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give the path to this account (nothing to do when it is ours)."""
        if self.other:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def can_enter(self, folder: Path) -> bool:
        """Whether the account may step into the folder: asked of the kernel, not guessed from mode bits."""
        if not self.other:
            return os.access(folder, os.X_OK)
        asked = subprocess.run(  # noqa: S603
            ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)],
            cwd="/",
            capture_output=True,
            check=False,
            **self.popen(),
        )
        return asked.returncode == 0


def serving_account() -> Account:
    """The account PostgreSQL runs as; makes the system user when we are root and it is missing.

    Raises ``Broken`` when it cannot be made.
    """
    if os.geteuid() != 0:
        me = pwd.getpwuid(os.geteuid())
        return Account(me.pw_name, me.pw_uid, me.pw_gid, other=False)
    found = _look_up()
    if found is None:
        _make()
        found = _look_up()
    if found is None:
        raise Broken(
            f"PostgreSQL 不能以 root 运行，而系统用户 {SYSTEM_USER} 无法创建。请运行：useradd --system {SYSTEM_USER}",
            f"PostgreSQL refuses to run as root and the system user {SYSTEM_USER} could not be made. "
            f"Run: useradd --system {SYSTEM_USER}",
        )
    return found


def _look_up() -> Account | None:
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, other=True)


def _make() -> None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        return
    command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", str(PUBLIC_ROOT)]
    # Somebody else may make it at the same moment; what counts is whether it is there afterwards.
    subprocess.run([*command, "--shell", "/usr/sbin/nologin", SYSTEM_USER], capture_output=True, check=False)  # noqa: S603
