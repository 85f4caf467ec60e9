"""Facts as Parquet under ``IPOPS_HOME/parquet``, brought up to the journal on demand. All of it can be made again.

A stamp beside the files names the journal they came from: after a restore, or with another database under the same home,
the folder is made anew instead of mixing two histories. It also names the columns of every kind: after an upgrade that gave
a kind a new field, files without that column are made anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from ipops.ledger import export
from ipops.ledger.kinds import kinds
from ipops.ledger.schema import arrow_schema
from ipops.webkit import store
from ipops.webkit.home import room
from ipops.webkit.models import JournalRow

_STAMP = "_journal.json"


def refresh() -> Path:
    """Export what is new and give the folder. Of two processes at once one waits for the other."""
    return room("parquet") if _HELD.get() else export_to(room("parquet"))


@contextmanager
def held() -> Iterator[None]:
    """The export stays as it is: what is entered within is in no figure yet. For a loader that plays a day's work, all of it
    over the figures of that morning."""
    token = _HELD.set(True)
    try:
        yield
    finally:
        _HELD.reset(token)


_HELD: ContextVar[bool] = ContextVar("held", default=False)


def remake() -> Path:
    """Export everything anew, each kind in as few files as it needs: after a load that refreshed many times."""
    folder = room("parquet")
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        _empty(folder)
    return refresh()


def accepted_folder(place: str) -> Path:
    """Where the facts of another office's bundles go. Raises ``ValueError`` for a place that could be a path."""
    if not place.isalnum():
        raise ValueError(f"{place!r} is no division code.")
    return room("accepted") / place


def export_to(folder: Path) -> Path:
    """Export into any folder what it does not hold yet."""
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        up_to = export.exported_up_to(folder)
        size, leaf = store.mark()
        held = leaf.hex() if size == up_to else _leaf(up_to)
        if up_to and (_stamp(folder) != held or _stamp(folder, "columns") != _columns()):
            _empty(folder)
            up_to = 0
        if size > up_to:
            export.export_entries(folder, store.read(after=up_to, up_to=size))
            _write_stamp(folder, leaf.hex())
    return folder


def edition(folder: Path) -> str:
    """Names what the folder holds: the leaf hash of the last exported entry, so another journal or a longer one has
    another name. Empty for an empty export."""
    return _stamp(folder) or ""


def _leaf(n: int) -> str:
    """The leaf hash of an entry; empty if the journal has no such entry."""
    leaf = JournalRow.objects.filter(n=n).values_list("leaf_sha256", flat=True).first()
    return bytes(leaf).hex() if leaf else ""


@cache
def _columns() -> str:
    """A hash over the columns of every kind that this program knows."""
    told = "\n".join(f"{code}: {arrow_schema(kind)}" for code, kind in sorted(kinds().items()))
    return hashlib.sha256(told.encode()).hexdigest()


def _stamp(folder: Path, part: str = "leaf") -> str | None:
    try:
        stamp: str = json.loads((folder / _STAMP).read_text())[part]
    except (FileNotFoundError, ValueError, KeyError):
        return None
    return stamp


def _write_stamp(folder: Path, leaf: str) -> None:
    draft = folder / f"{_STAMP}.new"
    draft.write_text(json.dumps({"leaf": leaf, "columns": _columns()}))
    os.replace(draft, folder / _STAMP)


def _empty(folder: Path) -> None:
    for part in folder.iterdir():
        if part.is_dir():
            shutil.rmtree(part)
        elif part.name != "lock":
            part.unlink()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("ab") as f:
        fcntl.flock(f, fcntl.LOCK_EX)
        yield
