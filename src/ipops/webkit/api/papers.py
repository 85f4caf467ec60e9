"""Papers sent in: kept by their SHA-256, for an act that will rest on them."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.http import HttpRequest
from ninja import File, Router, Schema
from ninja.files import UploadedFile

from ipops.kernel.outcome import Problem
from ipops.webkit import documents
from ipops.webkit.api.reader import may_see
from ipops.webkit.api.shapes import problems

router = Router(tags=["documents"])


class PaperOut(Schema):
    sha256: str
    name: str
    size: int


@router.post("", response=PaperOut, summary="上传文件 · Send a paper in")
def send(request: HttpRequest, file: File[UploadedFile]) -> dict[str, object]:
    """Only you see it until a fact rests on it. The same paper sent twice is the same paper."""
    by = str(getattr(may_see(request), "label", ""))
    name = file.name or "paper"
    got = documents.store(cast(BinaryIO, file), name, by)
    if isinstance(got, Problem):
        raise problems([got])
    return {"sha256": got, "name": name, "size": file.size or 0}
