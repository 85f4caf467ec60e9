"""Where a cluster keeps its things, given the home.

    home/postgres.lock     held by whoever runs the server, for as long as it runs
    home/postgres.users    held, shared, by everybody who uses it
    home/postgres/         18/ (data)  run/ (socket)  server.log

When we are root and the system user cannot step into the home (say, a folder under ``/root``), the cluster lies in
``/var/lib/ipops/clusters/<id>`` instead, and ``home/postgres-id`` names it. No parent folder's mode is ever changed.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ipops.webkit.embedded.account import PUBLIC_ROOT, Account
from ipops.webkit.embedded.broken import Broken

#: A socket's path holds 107 bytes; PostgreSQL appends ``/.s.PGSQL.5432.lock``.
_LONGEST_SOCKET_FOLDER = 85


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of one cluster, made and handed to the serving account."""

    home: Path
    folder: Path
    data: Path
    sockets: Path

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def lock(self) -> Path:
        return self.home / "postgres.lock"

    @property
    def users(self) -> Path:
        return self.home / "postgres.users"


def lay_out(home: Path, account: Account, major: int) -> Layout:
    """Make the folders that are missing and say where they are. Raises ``Broken`` for a folder that is not ours."""
    home = home.absolute()
    home.mkdir(parents=True, mode=0o700, exist_ok=True)
    folder = _cluster_folder(home, account)
    _private(folder, account)
    sockets = folder / "run"
    if len(os.fsencode(sockets)) > _LONGEST_SOCKET_FOLDER:
        mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
        sockets = Path(tempfile.gettempdir()) / f"ipops-{account.uid}-{mark}"
    _private(sockets, account)
    return Layout(home=home, folder=folder, data=folder / str(major), sockets=sockets)


def _cluster_folder(home: Path, account: Account) -> Path:
    inside = home / "postgres"
    if not account.other:
        return inside
    if not account.can_enter(home):
        # The home itself is ours to open for passing through; whatever lies above it is not.
        home.chmod(stat.S_IMODE(home.stat().st_mode) | 0o011)
    if account.can_enter(home):
        return inside
    mark = home / "postgres-id"
    if not mark.exists():
        mark.write_text(secrets.token_hex(8))
    PUBLIC_ROOT.mkdir(mode=0o711, parents=True, exist_ok=True)
    elsewhere = PUBLIC_ROOT / "clusters"
    elsewhere.mkdir(mode=0o711, exist_ok=True)
    return elsewhere / mark.read_text().strip()


def _private(folder: Path, account: Account) -> None:
    """Make the folder 0700 for the account; one that exists and belongs to somebody else is refused, not taken.

    It appears under its name only once it is owned, so that two starters at once do not see it half made.
    """
    if not os.path.lexists(folder):
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        account.own(draft)
        try:
            draft.rename(folder)
        except OSError:
            draft.rmdir()
    seen = folder.lstat()
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != account.uid:
        raise Broken(
            f"{folder} 不属于用户 {account.name}。请移走它，或另设 IPOPS_HOME。",
            f"{folder} does not belong to the user {account.name}. Move it away, or set another IPOPS_HOME.",
        )
    if stat.S_IMODE(seen.st_mode) != 0o700:
        folder.chmod(0o700)
