"""Source documents: files by SHA-256 under ``IPOPS_HOME/documents/ab/cd/abcd…``, and a row that says what each is.

Rule 1: a stored file is never changed and never goes; storing it again changes nothing.
Rule 2: it is safe on disk (file and folder synced) before its row or any fact speaks of it.
Rule 3: nothing is read into memory whole, and nothing longer than ``MOST_BYTES`` is kept.
"""

from __future__ import annotations

import hashlib
import mimetypes
import os
import re
import secrets
from pathlib import Path
from typing import BinaryIO

from django.db.models import Q
from django.utils import timezone

from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text
from ipops.webkit import access
from ipops.webkit.home import room
from ipops.webkit.models import Document

MOST_BYTES = 200_000_000
_BLOCK = 1 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")


def store(file: BinaryIO | Path, name: str, by: str, *, most: int = MOST_BYTES) -> str | Problem:
    """Keep the file and give its SHA-256, or the problem with it (empty, too long)."""
    if isinstance(file, Path):
        with file.open("rb") as opened:
            return store(opened, name, by, most=most)
    name = Path(name.replace("\\", "/")).name.replace("\x00", "")[:255] or "unnamed"
    draft = room("documents") / f"incoming-{secrets.token_hex(8)}"
    try:
        taken = _take(file, draft, most)
        if isinstance(taken, Text):
            return Problem(code="document-not-kept", says=taken, at=Place(file=name))
        sha256, size = taken
        _put_in_place(draft, path_of(sha256))
    finally:
        draft.unlink(missing_ok=True)
    Document.objects.get_or_create(
        sha256=sha256,
        defaults={
            "name": name,
            "size": size,
            "media_type": mimetypes.guess_type(name)[0] or "application/octet-stream",
            "stored_by": by,
            "stored_at": timezone.now(),
        },
    )
    return sha256


def _take(file: BinaryIO, draft: Path, most: int) -> tuple[str, int] | Text:
    """Copy into the draft; its hash and length, or why it is not kept."""
    digest, size = hashlib.sha256(), 0
    with draft.open("xb") as out:
        while block := file.read(_BLOCK):
            size += len(block)
            if size > most:
                limit = f"{most // 1_000_000} MB"
                return Text(
                    f"文件超过 {limit}，未保存。请拆分后再传。",
                    f"The file is longer than {limit} and was not kept; split it.",
                )
            digest.update(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    if size == 0:
        return Text("文件是空的，未保存。", "The file is empty and was not kept.")
    return digest.hexdigest(), size


def _put_in_place(draft: Path, place: Path) -> None:
    if place.exists():
        return
    for folder in (place.parent.parent, place.parent):
        if not folder.is_dir():
            folder.mkdir(mode=0o700, exist_ok=True)
            _sync(folder.parent)
    draft.chmod(0o600)
    draft.replace(place)
    _sync(place.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def path_of(sha256: str) -> Path:
    """Where the file lies or would lie. Raises ``ValueError`` for what is no SHA-256 (and could be a path)."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"{sha256!r} is no SHA-256 in lower-case hex.")
    return room("documents") / sha256[:2] / sha256[2:4] / sha256


def open_document(sha256: str) -> BinaryIO | None:
    """The stored file, open for reading; ``None`` if we do not have it."""
    try:
        return path_of(sha256).open("rb")
    except (ValueError, FileNotFoundError):
        return None


def is_intact(sha256: str) -> bool:
    """Whether the file is there and still is what its name says."""
    opened = open_document(sha256)
    if opened is None:
        return False
    with opened:
        digest = hashlib.sha256()
        while block := opened.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest() == sha256


def missing() -> list[str]:
    """Documents whose file is gone or changed, for ``ipops ledger verify --documents``."""
    known = Document.objects.order_by("sha256").values_list("sha256", flat=True)
    return [sha256 for sha256 in known.iterator() if not is_intact(sha256)]


def document_for(user: access.Reader, sha256: str) -> Document | None:
    """The document, if the user stored it or may see a fact that rests on it; otherwise as if there were none."""
    found = Document.objects.filter(sha256=sha256).first()
    if found is None or not user.is_authenticated:
        return None
    mine = found.stored_by == getattr(user, "label", None)
    return found if mine or access.facts_for(user).filter(Q(document=sha256)).exists() else None
