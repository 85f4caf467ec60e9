"""Read the ledger: entries with filters, one entry, its proof, the heads."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from ipops.kernel.outcome import Refused
from ipops.ledger.fold import end_of_day
from ipops.ledger.kinds import kinds
from ipops.webkit import access, columns, journal, seals
from ipops.webkit.api.reader import may_see
from ipops.webkit.api.shapes import Code, Number, missing, refused
from ipops.webkit.models import JournalRow
from ipops.webkit.places import Places

router = Router(tags=["ledger"])
MOST = 500
_BY = {"party": "parties", "right": "rights", "deal": "deals", "case": "cases"}


class Filters(Schema):
    """Everything given must hold. ``place`` takes facts that name it or a division inside; ``before`` continues where a page ended."""

    kind: Code | None = None
    party: Code | None = None
    right: Code | None = None
    place: Code | None = None
    deal: Code | None = None
    case: Code | None = None
    effective_from: date | None = None
    effective_before: date | None = None
    as_known_on: Annotated[date | None, Field(description="As known at the end of this day in China.")] = None
    live: Annotated[bool, Field(description="Leave out what was corrected or withdrawn.")] = False
    before: Number | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50


class EntryOut(Schema):
    """One entry. ``superseded_by`` is the correction known at the asked moment; ``fact`` follows ``/kinds/{kind}``."""

    n: int
    kind: str
    version: int
    on: date
    recorded_at: datetime
    by: str
    reference: str
    document: str
    reason: str
    supersedes: int | None
    superseded_by: int | None
    fact: dict[str, Any]


class Entries(Schema):
    items: list[EntryOut]
    next_before: int | None = None


class EntryWhole(EntryOut):
    """With the very bytes that are hashed, and both leaf hashes (SM3 empty where it was not worked out)."""

    canonical: str
    leaf_sha256: str
    leaf_sm3: str


class HeadOut(Schema):
    form: int
    size: int
    sha256: str
    sm3: str
    sealed_at: str


class ProofPath(Schema):
    sha256: list[str]
    sm3: list[str] | None = None


class InclusionOut(Schema):
    """Checked offline by ``verify_offline.py``; see docs/reference/proof-format.md."""

    form: int
    type: Literal["inclusion"]
    n: int
    entry: str
    head: HeadOut
    path: ProofPath


class ConsistencyOut(Schema):
    form: int
    type: Literal["consistency"]
    head: HeadOut
    path: ProofPath
    from_: Annotated[HeadOut, Field(alias="from")]


def _rows(who: access.Reader, asked: Filters) -> QuerySet[JournalRow]:
    rows = access.facts_for(who).order_by("-n")
    for name, column in _BY.items():
        if (value := getattr(asked, name)) is not None:
            rows = rows.filter(**{f"{column}__contains": [value]})
    if asked.place is not None:
        rows = rows.filter(access.names_place(Places(frozenset({asked.place}))))
    if asked.kind is not None:
        rows = rows.filter(kind=asked.kind)
    if asked.effective_from is not None:
        rows = rows.filter(took_effect__gte=asked.effective_from)
    if asked.effective_before is not None:
        rows = rows.filter(took_effect__lt=asked.effective_before)
    if asked.as_known_on is not None:
        rows = rows.filter(n__lte=journal.known_at(end_of_day(asked.as_known_on)))
    if asked.before is not None:
        rows = rows.filter(n__lt=asked.before)
    return rows


def _shown(row: JournalRow, by_n: int | None) -> dict[str, Any]:
    fact = columns.entry_plain(row.canonical)["fact"]
    names = ("n", "kind", "version", "recorded_at", "by", "reference", "document", "reason", "supersedes")
    return {**{name: getattr(row, name) for name in names}, "on": row.took_effect, "superseded_by": by_n, "fact": fact}


@router.get("/facts", response=Entries, summary="事实列表，新的在前 · Entries, newest first")
def facts(request: HttpRequest, asked: Query[Filters]) -> dict[str, Any]:
    who = may_see(request)
    if asked.kind is not None and asked.kind not in kinds():
        raise missing(f"没有事实类型“{asked.kind}”。", f"There is no fact kind {asked.kind!r}.")
    known_by = end_of_day(asked.as_known_on) if asked.as_known_on else None
    rows = _rows(who, asked)
    if asked.live:
        later = JournalRow.objects.filter(supersedes__isnull=False)
        if known_by is not None:
            later = later.filter(n__lte=journal.known_at(known_by))
        rows = rows.exclude(n__in=later.values("supersedes")).exclude(kind="withdrawn")
    page = list(rows[: asked.limit + 1])
    shown, more = page[: asked.limit], len(page) > asked.limit
    by_n = journal.corrected_by([r.n for r in shown], known_by=known_by)
    return {"items": [_shown(r, by_n.get(r.n)) for r in shown], "next_before": shown[-1].n if more else None}


@router.get("/facts/{n}", response=EntryWhole, summary="一条事实 · One entry")
def fact(request: HttpRequest, n: Number) -> dict[str, Any]:
    row = access.fact_for(may_see(request), n)
    if row is None:
        raise missing()
    made = _shown(row, journal.corrected_by([n]).get(n))
    return {
        **made,
        "canonical": bytes(row.canonical).decode(),
        "leaf_sha256": bytes(row.leaf_sha256).hex(),
        "leaf_sm3": bytes(row.leaf_sm3).hex() if row.leaf_sm3 is not None else "",
    }


@router.get("/facts/{n}/proof", response=InclusionOut, exclude_none=True, summary="包含证明 · Proof of inclusion")
def fact_proof(request: HttpRequest, n: Number) -> dict[str, Any]:
    if access.fact_for(may_see(request), n) is None:
        raise missing()
    got = seals.prove(n)
    if isinstance(got, Refused):
        raise refused(got, 409)
    return got


@router.get("/heads", response=list[HeadOut], auth=None, summary="封存，新的在前；公开 · Heads, newest first; public")
def heads(request: HttpRequest, limit: Annotated[int, Field(ge=1, le=MOST)] = 50) -> list[dict[str, Any]]:
    return [h.as_json() for h in seals.heads(most=limit)]


@router.get(
    "/heads/consistency",
    response=ConsistencyOut,
    auth=None,
    exclude_none=True,
    by_alias=True,
    summary="一致证明；公开 · Proof of consistency; public",
)
def heads_consistency(request: HttpRequest, first: Number, second: Number) -> dict[str, Any]:
    got = seals.prove_consistency(first, second)
    if isinstance(got, Refused):
        raise refused(got, 404 if got.reasons[0].code == "no-such-head" else 409)
    return got


@router.get("/heads/{size}", response=HeadOut, auth=None, summary="一次封存；公开 · One head; public")
def head(request: HttpRequest, size: Number) -> dict[str, Any]:
    got = seals.head_at(size)
    if got is None:
        raise missing(f"没有 {size} 条处的封存。", f"There is no head at {size}.")
    return got.as_json()
