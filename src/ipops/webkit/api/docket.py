"""What falls due: on one right, and on all rights of a party as a list, a calendar and a sheet."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Field, Query, Router, Schema

from ipops.kernel.text import Text
from ipops.rights.docket import ical
from ipops.rights.docket.days import FIRST, LAST
from ipops.rights.docket.due import AHEAD
from ipops.rights.docket.item import DueItem
from ipops.webkit import access, clock, docket
from ipops.webkit.api.reader import may, may_see
from ipops.webkit.api.shapes import Code, missing, refused_many
from ipops.webkit.docket_table import WORK_LIST, rows
from ipops.webkit.models import JournalRow, Right
from ipops.webkit.pages import exports

router = Router(tags=["docket"])
#: rights in one answer; further ones are on the next page
MOST = 2_000
#: rights in one calendar or sheet, which has no pages
MOST_IN_A_FILE = 20_000


class When(Schema):
    """``on`` is the day the docket is seen on (today if not said), ``months`` how far ahead fees are listed."""

    on: Annotated[date, Field(ge=FIRST, le=LAST)] | None = None
    months: Annotated[int, Field(ge=0, le=60)] = AHEAD

    @property
    def day(self) -> date:
        return self.on or clock.today()


class Page(When):
    """A page goes through so many of the party's rights, by number; ``after`` continues where one ended."""

    after: Code | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = MOST


class DocketOut(Schema):
    """As ``ipops docket due --json`` (docs/reference/docket.md)."""

    docket: int
    right: str
    kind: str
    title: str
    on: date
    until: date
    rules_reviewed_on: date
    items: list[dict[str, Any]]
    lacks: list[dict[str, str]]


class WorkList(Schema):
    """``rights`` counts all of the party's; ``items`` are those of this page's rights, the earliest first."""

    party: str
    on: date
    rights: int
    items: list[dict[str, Any]]
    next_after: str | None = None


@router.get("/rights/{right}/docket", response=DocketOut, summary="一项权利的期限与费用 · What falls due on a right")
def right_docket(request: HttpRequest, right: Code, when: Query[When]) -> dict[str, Any]:
    reader = may_see(request)
    if not access.rights_for(reader).filter(right=right).exists():
        raise missing()
    got = docket.docket_of(right, when.day, months=when.months, seen=_seen(reader, right=right))
    if got is None:
        raise missing()
    return got.as_json()


@router.get("/parties/{party}/docket", response=WorkList, summary="一个主体的应办清单 · A party's work list")
def party_docket(request: HttpRequest, party: Code, page: Query[Page]) -> dict[str, Any]:
    reader = may_see(request)
    owned = _owned(reader, party)
    left = owned.filter(right__gt=page.after) if page.after is not None else owned
    numbers = list(left[: page.limit + 1])
    shown = numbers[: page.limit]
    return {
        "party": party,
        "on": page.day,
        "rights": owned.count(),
        "items": [i.as_json() for i in _due(reader, party, shown, page)],
        "next_after": shown[-1] if len(numbers) > page.limit else None,
    }


@router.get("/parties/{party}/docket.ics", summary="日历订阅 · As a calendar", response={200: None})
def party_calendar(request: HttpRequest, party: Code, when: Query[When]) -> HttpResponse:
    items = _all_due(may_see(request), party, when)
    lang = request.headers.get("Accept-Language", "zh")
    made = ical.calendar(items, name=_CALENDAR.fill(party=party), on=when.day, lang=lang)
    answer = HttpResponse(made, content_type=f"{ical.MIME}; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="docket.ics"'
    return answer


@router.get("/parties/{party}/docket.xlsx", summary="工作清单 · As a sheet", response={200: None})
def party_sheet(request: HttpRequest, party: Code, when: Query[When]) -> HttpResponseBase:
    items = _all_due(may(request, access.Action.EXPORT), party, when)
    return exports.as_file("xlsx", WORK_LIST, WORK_LIST.columns, rows(items))


def _owned(reader: access.Reader, party: str) -> QuerySet[Right, str]:
    """The numbers of the party's rights that the reader may see, in order."""
    if not access.parties_for(reader).filter(party=party).exists():
        raise missing()
    owned = access.rights_for(reader).filter(owners__contains=[party])
    return owned.order_by("right").values_list("right", flat=True)


def _due(reader: access.Reader, party: str, numbers: list[str], when: When) -> tuple[DueItem, ...]:
    return docket.work_list(numbers, when.day, months=when.months, seen=_seen(reader, party=party))


def _all_due(reader: access.Reader, party: str, when: When) -> tuple[DueItem, ...]:
    numbers = list(_owned(reader, party)[: MOST_IN_A_FILE + 1])
    if len(numbers) > MOST_IN_A_FILE:
        raise refused_many(MOST_IN_A_FILE)
    return _due(reader, party, numbers, when)


def _seen(reader: access.Reader, *, right: str = "", party: str = "") -> QuerySet[JournalRow] | None:
    """What the docket rests on: of one's own rights all that the register says, though it names no party (a grant, a
    payment); of others' what one may see."""
    bodies = access.bodies(reader)
    own = party in bodies or bool(
        right and bodies and access.rights_for(reader).filter(right=right, owners__overlap=list(bodies)).exists()
    )
    return None if own else access.facts_for(reader)


_CALENDAR = Text("知识产权期限 {party}", "IP periods of {party}")
