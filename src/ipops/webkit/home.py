"""The home: the one folder where this program keeps what must outlive it. ``IPOPS_HOME`` names another place.

home/
  secret-key      made once, 0600
  postgres/       the embedded database (see embedded/)
  packs/          plans of cities put in on the page, an edition each
  documents/      source documents by SHA-256
  tiles/          leaf hashes beside the database, so that verify can name the very fact
  heads/          the daily heads of the seals
  corpora/        patent corpora that studies may name, loaded by ``ipops corpus load``; may be loaded again
  parquet/        exported facts; may be lost any minute
  studies/        set-up, results and reports of navigation studies, outside the journal; in a backup but for their ``data``
  cache/          drawn charts; may be lost any minute
  logs/
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

ROOM = ("documents", "packs", "tiles", "heads", "parquet", "accepted", "cache", "logs", "studies", "corpora")


def default_home() -> Path:
    """``/var/lib/ipops`` for root (PostgreSQL runs as another user there), ``~/.ipops`` for everybody else."""
    return Path("/var/lib/ipops") if os.geteuid() == 0 else Path.home() / ".ipops"


def home() -> Path:
    """The home folder, made with its rooms on first use; private to its owner.

    Raises ``OSError`` when it cannot be made.
    """
    folder = Path(os.environ.get("IPOPS_HOME") or default_home()).expanduser().absolute()
    if not folder.is_dir():
        folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    return folder


def room(name: str) -> Path:
    """One of ``ROOM`` inside the home, made on first use with mode 0700."""
    if name not in ROOM:
        raise ValueError(f"The home has no room {name!r}. It has: {', '.join(ROOM)}.")
    folder = home() / name
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def secret_key() -> str:
    """The key that signs sessions and seals personal data: made once, read ever after.

    Two processes may ask at once; the one whose file lands first wins, for both.
    """
    file = home() / "secret-key"
    if not file.exists():
        draft = file.with_name(f"secret-key.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(64))
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()
