"""Carrying a city's sealed facts to a province or the centre, and accepting them there after verifying every line.

city:      journal up to the newest head ── write ──> bundle.zip
province:  bundle.zip ── accept ──> verified against the last head accepted from there ──> documents, accepted/<place>
"""

from __future__ import annotations

import json
import zipfile
from datetime import UTC
from itertools import dropwhile
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from ipops.kernel.outcome import Place, Problem, Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger import bundle, export, merkle
from ipops.ledger.heads import Head
from ipops.webkit import analytics, documents, seals, store
from ipops.webkit.models import AcceptedBundle
from ipops.webkit.models import Head as HeadRow

_LOCK = store.LOCK + 2
_MOST_BYTES = 50_000_000_000
_MANIFEST_BYTES = 1 << 20


def write(file: Path, place: str, *, after: int = 0) -> bundle.Bundle | Refused:
    """Write what is sealed after the head of size ``after`` (from the beginning if 0) into ``file``."""
    newest = seals.last()
    if newest is None or newest.size <= after:
        says = Text(
            "没有新封存的事实；请先运行 ipops ledger seal。", "Nothing new is sealed; run `ipops ledger seal` first."
        )
        return _no("nothing-sealed", says)
    start = seals.head_at(after) if after else None
    if after and start is None:
        return _no("no-such-head", Text(f"没有 {after} 条处的封存。", f"There is no head at {after}."))
    sizes = (
        HeadRow.objects.filter(size__gt=after, size__lte=newest.size).order_by("size").values_list("size", flat=True)
    )
    between = [head for size in sizes if (head := seals.head_at(size)) is not None]
    peaks = {name: merkle.peaks_at(tree, after) for name, tree in seals.tiles().items()} if start else None
    lines = store.read_bytes(after=after, up_to=newest.size)
    return bundle.write(file, lines, between, place, after=start, peaks=peaks)


def accepted_head(place: str) -> Head | None:
    """The last head accepted from this office."""
    row = AcceptedBundle.objects.filter(place=place).order_by("-size").first()
    if row is None:
        return None
    return Head(
        size=row.size, sha256_root=row.root_sha256, sm3_root=row.root_sm3, sealed_at=row.sealed_at.astimezone(UTC)
    )


def accept(file: Path, by: str, *, place: str | None = None) -> AcceptedBundle | Problem:
    """Verify the bundle and keep it; then, and only then, its facts count here. Accepting it again changes nothing.

    ``place`` is the office it must come from, if one was expected.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        known = accepted_head(_claimed_place(file))
        got = bundle.read_and_verify(file, accepted=known, place=place)
        if isinstance(got, Problem):
            return got
        if not got.place.isalnum():
            says = Text(f"“{got.place}”不是行政区划代码。", f"{got.place!r} is no division code.")
            return Problem(code="no-such-place", says=says, at=Place(file=bundle.MANIFEST, field="place"))
        if known is not None and known.size == got.head.size:
            return AcceptedBundle.objects.get(place=got.place, size=known.size)
        kept = documents.store(file, f"{got.place}-{got.head.size}.zip", by, most=_MOST_BYTES)
        if isinstance(kept, Problem):
            return kept
        _export(got)
        return AcceptedBundle.objects.create(
            place=got.place,
            size=got.head.size,
            root_sha256=got.head.sha256_root,
            root_sm3=got.head.sm3_root,
            sealed_at=got.head.sealed_at,
            document=kept,
            accepted_at=timezone.now(),
            accepted_by=by,
        )


def _export(got: bundle.Bundle) -> Path:
    """Bring the place's Parquet up to the bundle."""
    folder = analytics.accepted_folder(got.place)
    have = export.exported_up_to(folder)
    export.export_entries(folder, dropwhile(lambda e: e.n <= have, got.entries()))
    return folder


def folders() -> dict[str, Path]:
    """By place, the accepted facts as Parquet, each folder numbering its own entries from 1. What was lost (the folders
    may be) is made again from the bundles among the documents."""
    found: dict[str, Path] = {}
    for row in AcceptedBundle.objects.order_by("place", "size"):
        folder = found[row.place] = analytics.accepted_folder(row.place)
        if export.exported_up_to(folder) < row.size:
            head = Head(
                size=row.size,
                sha256_root=row.root_sha256,
                sm3_root=row.root_sm3,
                sealed_at=row.sealed_at.astimezone(UTC),
            )
            _export(bundle.Bundle(file=documents.path_of(row.document), place=row.place, after=None, head=head))
    return found


def _claimed_place(file: Path) -> str:
    """Whom the bundle says it is from; empty where that cannot be read (verifying then says why)."""
    try:
        with zipfile.ZipFile(file) as opened, opened.open(bundle.MANIFEST) as member:
            claimed = json.loads(member.read(_MANIFEST_BYTES)).get("place")
    except Exception:
        return ""
    return claimed if isinstance(claimed, str) else ""


def _no(code: str, says: Text) -> Refused:
    return Refused(reasons=(Reason(code=code, says=says),))
