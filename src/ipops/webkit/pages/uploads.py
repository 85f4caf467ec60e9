"""Files on forms: kept on the server the moment they arrive, so a form that fails or a draft never loses one.

A kept file is carried through the form by a signed token (its SHA-256, its name, who brought it). With script a file goes up
as soon as it is chosen, with its progress and a look at what is inside; without script it goes with the form.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from ipops.kernel.outcome import Problem
from ipops.webkit import documents
from ipops.webkit.models import User

SALT, SECONDS, KEPT = "ipops.webkit.upload", 90 * 24 * 3600, "-kept"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies on the server already."""

    sha256: str
    name: str
    size: int
    token: str


class _Stored(io.RawIOBase):
    """A stored file that is opened when it is read and closed when it is let go of: nobody closes a form's files."""

    def __init__(self, sha256: str) -> None:
        super().__init__()
        self.sha256 = sha256
        self.opened: BinaryIO | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        if self.opened is None:
            self.opened = documents.path_of(self.sha256).open("rb")
        return self.opened.read(size)

    def close(self) -> None:
        if self.opened is not None:
            self.opened.close()
        super().close()


class KeptUpload(UploadedFile):
    """A kept file as the form reads it; services store it again, which changes nothing."""

    def __init__(self, kept: Kept) -> None:
        super().__init__(file=cast("Any", _Stored(kept.sha256)), name=kept.name, size=kept.size)
        self.kept = kept


class KeptInput(forms.FileInput):
    """Takes the file that was sent, else the one whose token the form carries."""

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Any:
        sent = super().value_from_datadict(data, files, name)
        kept = None if sent else read(str(data.get(f"{name}{KEPT}", "")))
        return KeptUpload(kept) if kept and documents.path_of(kept.sha256).is_file() else sent

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> bool:
        return super().value_omitted_from_data(data, files, name) and f"{name}{KEPT}" not in data


def keep(file: UploadedFile, user: User) -> Kept | Problem:
    """Store one file and give what the form carries on."""
    assert file.file is not None
    name = file.name or "unnamed"
    got = documents.store(cast("BinaryIO", file.file), name, user.label)
    if isinstance(got, Problem):
        return got
    size = int(file.size or 0)
    return Kept(got, name, size, signing.dumps([got, name, size, user.label], salt=SALT))


def read(token: str, user: User | None = None) -> Kept | None:
    """The file behind a token of ours; ``None`` for one that is forged, too old or, where asked, somebody else's."""
    if not token:
        return None
    try:
        sha256, name, size, label = signing.loads(token, salt=SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    return None if user is not None and label != user.label else Kept(sha256, name, size, token)


def kept_of(request: HttpRequest, form: forms.Form) -> dict[str, str]:
    """Of a form that comes back: store the files that were sent with it; what the form must carry for them."""
    user, made = request.user, {}
    if not isinstance(user, User):
        return {}
    for name, field in form.fields.items():
        sent = form.files.get(form.add_prefix(name)) if isinstance(field, forms.FileField) else None
        if isinstance(sent, UploadedFile) and not form.has_error(name):
            sent.seek(0)
            got = keep(sent, user)
            if not isinstance(got, Problem):
                made[f"{form.add_prefix(name)}{KEPT}"] = got.token
    return made
