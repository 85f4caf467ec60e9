"""Read parties and rights, and who the reader is."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, cast

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from ipops.webkit import access, pinyin
from ipops.webkit.api.reader import may_see
from ipops.webkit.api.shapes import Code, missing
from ipops.webkit.models import Party, Right

router = Router(tags=["register"])
MOST = 500


class Search(Schema):
    """``q`` is a part of the name or number, its pinyin or initials; ``after`` continues where a page ended."""

    q: Code | None = None
    place: Code | None = None
    after: Code | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50


class PartyOut(Schema):
    party: str
    kind: str
    name: str
    former_names: list[str]
    code: str
    place: str
    industry: str
    sme: bool | None
    founded_on: date | None
    controller: str


class RightOut(Schema):
    right: str
    kind: str
    title: str
    office: str
    owners: list[str]
    place: str
    classes: list[str]
    filed_on: date | None
    published_on: date | None
    granted_on: date | None
    expires_on: date | None
    ended_on: date | None
    ended_why: str
    pledges: list[str]
    deals: list[str]


class Parties(Schema):
    items: list[PartyOut]
    next_after: str | None = None


class Rights(Schema):
    items: list[RightOut]
    next_after: str | None = None


class MembershipOut(Schema):
    role: str
    office: str
    place: str
    level: str


class Me(Schema):
    username: str
    label: str
    is_demo: bool
    memberships: list[MembershipOut]


def _page(rows: QuerySet[Any], key: str, asked: Search) -> dict[str, Any]:
    if asked.q is not None:
        rows = rows.filter(search_key__contains=pinyin.needle(asked.q))
    if asked.place is not None:
        rows = rows.filter(access.Places(frozenset({asked.place})).q())
    if asked.after is not None:
        rows = rows.filter(**{f"{key}__gt": asked.after})
    page = list(rows.order_by(key)[: asked.limit + 1])
    shown = page[: asked.limit]
    return {"items": shown, "next_after": getattr(shown[-1], key) if len(page) > asked.limit else None}


@router.get("/parties", response=Parties, summary="主体 · Parties")
def parties(request: HttpRequest, asked: Query[Search]) -> dict[str, Any]:
    return _page(access.parties_for(may_see(request)), "party", asked)


@router.get("/parties/{party}", response=PartyOut, summary="一个主体 · One party")
def party(request: HttpRequest, party: Code) -> Party:
    found = access.parties_for(may_see(request)).filter(Q(party=party)).first()
    if found is None:
        raise missing()
    return found


@router.get("/rights", response=Rights, summary="权利 · Rights")
def rights(request: HttpRequest, asked: Query[Search]) -> dict[str, Any]:
    return _page(access.rights_for(may_see(request)), "right", asked)


@router.get("/rights/{right}", response=RightOut, summary="一项权利 · One right")
def right(request: HttpRequest, right: Code) -> Right:
    found = access.rights_for(may_see(request)).filter(Q(right=right)).first()
    if found is None:
        raise missing()
    return found


@router.get("/me", response=Me, summary="我是谁 · Who I am")
def me(request: HttpRequest) -> dict[str, Any]:
    user = cast(access.User, request.user)
    held = [
        {"role": m.role, "office": m.office.code, "place": m.office.place, "level": m.office.level}
        for m in access.memberships(user)
    ]
    return {"username": user.username, "label": user.label, "is_demo": user.is_demo, "memberships": held}
