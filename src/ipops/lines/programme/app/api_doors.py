"""What the programme's routers share: the guarded case, whose duty an act is, how what was stored is answered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Schema

from ipops.kernel.outcome import Refused
from ipops.ledger.entry import Entry
from ipops.lines.programme.app.duties import Duty
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import dossiers
from ipops.lines.programme.app.services.plan import Kept as KeptPlan
from ipops.webkit import access, api, documents, journal

Code = Annotated[str, Field(max_length=120, pattern=r"^[\w:.\-]+$")]
Words = Annotated[str, Field(max_length=2000)]
Short = Annotated[str, Field(max_length=200)]
Reference = Annotated[str, Field(min_length=1, max_length=80)]
Hash = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
Place = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
Fen = Annotated[int, Field(ge=0, le=10**17)]
Year = Annotated[int, Field(ge=1985, le=2200)]


class Kept(Schema):
    """The numbers of the entries that were stored, and what stands beside them as a warning."""

    entries: list[int]
    warnings: list[dict[str, Any]]


class Opened(Schema):
    """A case that was opened, and the number of the entry that did."""

    n: int
    case: str


class Stored(Schema):
    n: int
    case: str
    stage: str


def case_of(request: HttpRequest, case: str, *cycles: str) -> Dossier:
    """The case, if it is one of these lifecycles and this reader's to see; else 404."""
    row = dossiers.dossier_for(api.may_see(request), case)
    if row is None or row.cycle not in cycles:
        raise api.missing()
    return row


def city_of(request: HttpRequest, case: str) -> Dossier:
    return case_of(request, case, "programme.city")


def may(request: HttpRequest, duty: Duty, place: str = "", *papers: str) -> str:
    """Who acts, if it is theirs to do here and every paper is one they may see."""
    user: access.Reader = api.may_see(request)
    if no := duty.why_not(user, place):
        raise api.refused(no, 403)
    if any(p and documents.document_for(user, p) is None for p in papers):
        raise api.missing()
    return label(request)


def label(request: HttpRequest) -> str:
    return str(getattr(api.may_see(request), "label", ""))


def told(got: Entry | KeptPlan | Refused) -> dict[str, Any]:
    """409 with every reason, or the entries."""
    if isinstance(got, Refused):
        raise api.refused(got, 409)
    if isinstance(got, Entry):
        return {"entries": [got.n], "warnings": []}
    return {"entries": [e.n for e in got.entries], "warnings": [w.as_json() for w in got.warnings]}


def fresh(kind: str, by: str, reference: str) -> str:
    """A code for what a sender opens: the same for the same reference, another for another sender."""
    return f"{kind}:{hashlib.sha256(f'{by} {reference}'.encode()).hexdigest()[:12]}"


def opened(by: str, case: str, stored_as: str, run: Callable[[], Entry | Refused]) -> dict[str, Any]:
    """Open the case, or find it opened already under the same reference."""
    got = journal.stored_under(by, stored_as) or run()
    if isinstance(got, Refused):
        raise api.refused(got, 409)
    return {"n": got.n, "case": case}
