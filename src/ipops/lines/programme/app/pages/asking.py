"""What a reader may ask the programme for, and what the address asked: place, year, pack, as known on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, QueryDict

from ipops import policy
from ipops.kernel.period import CalendarPeriod
from ipops.kernel.text import Text
from ipops.lines.programme.app.pages.board import Asked
from ipops.policy import Known, Layer, Pack
from ipops.reference import divisions
from ipops.webkit import access, clock
from ipops.webkit.models import Office
from ipops.webkit.pages import names
from ipops.webkit.pages.reader import reader

NOTICE = "cn-2020-40"
YEARS_BACK = 6


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    title: Text
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The switches above a scorecard. ``full`` says whether this reader sees the facts or only the aggregates."""

    asked: Asked
    pack: Pack
    full: bool
    places: tuple[Choice, ...]
    years: tuple[Choice, ...]
    packs: tuple[Choice, ...]
    problems: tuple[Text, ...]

    @property
    def title(self) -> Text:
        return Text("{p} {y}年", "{p}, {y}").fill(p=names.place(self.asked.place), y=self.asked.year)


def form(request: HttpRequest) -> Form:
    """Reads the address; what cannot be read or may not be seen is replaced and said."""
    query, problems = request.GET, []
    seen = access.visible_places(reader(request))
    offered = _places(seen)
    place = query.get("place", "") or (offered[0] if offered else "")
    if place not in offered and place not in seen:
        if query.get("place"):
            problems.append(Text("没有公布这个地区的记分板。", "No scorecard of this place is published."))
        place = offered[0] if offered else ""
    pack = _pack(query, place, problems)
    today = clock.today()
    year = _year(query, pack, today, problems)
    known = _day(query, today, problems)
    asked = Asked(place=place, year=year, pack=pack.code, known=known)
    return Form(
        asked=asked,
        pack=pack,
        full=bool(place) and place in seen,
        places=tuple(Choice(p, names.place(p), p == place) for p in dict.fromkeys((*offered, place)) if p),
        years=tuple(Choice(str(y), Text(f"{y}年", f"{y}"), y == year) for y in years(pack, today, year)),
        packs=tuple(Choice(p.code, p.title, p.code == pack.code) for p in goal_packs()),
        problems=tuple(problems),
    )


def goal_packs() -> tuple[Pack, ...]:
    """Packs that set goals, the city's and the newest first."""
    found = [p for p in policy.packs().values() if p.targets()]
    return tuple(sorted(found, key=lambda p: (p.layer is not Layer.CITY, -p.start.toordinal(), p.code)))


def _places(seen: access.Places) -> list[str]:
    """The reader's own places and their districts; for everybody the cities that have an office here."""
    known = divisions.places()
    own = [p for code in seen for p in (code, *known.children(code))]
    cities = Office.objects.filter(level=access.Level.CITY).exclude(place="").order_by("place")
    return list(dict.fromkeys([*(p for p in own if _is_city_or_below(p)), *cities.values_list("place", flat=True)]))


def _is_city_or_below(code: str) -> bool:
    return len(code) == 6 and not code.endswith("0000")


def _pack(query: QueryDict, place: str, problems: list[Text]) -> Pack:
    asked = query.get("pack", "")
    every = policy.packs()
    if asked in every:
        return every[asked]
    if asked:
        problems.append(Text("没有这个政策包，已换用本地的。", "There is no such pack; the place's own is used."))
    return _own_pack(place) or every[NOTICE]


def _own_pack(place: str) -> Pack | None:
    """The place's own plan; a district stands under its city's."""
    found = policy.plan_of_place(place) if place else None
    parent = divisions.places().parent(place) if place and not found else None
    return found or (policy.plan_of_place(parent) if parent else None)


def years(pack: Pack, today: date, also: int) -> list[int]:
    """The years of the plan with the one before it; without a plan the last few."""
    span = plan_years(pack, today)
    found = range(min(span) - 1, max(span) + 1) if span else range(today.year - YEARS_BACK, today.year + 1)
    return sorted({*found, also}, reverse=True)


def plan_years(pack: Pack, today: date) -> list[int]:
    term = pack.term("plan.period", today)
    if not isinstance(term, Known):
        return []
    try:
        period = CalendarPeriod.parse(str(term.value))
    except ValueError:
        return []
    return list(range(period.start.year, period.days.last_day.year + 1))


def _year(query: QueryDict, pack: Pack, today: date, problems: list[Text]) -> int:
    asked = query.get("year", "")
    if asked.isascii() and asked.isdigit() and 1985 <= int(asked) <= today.year + 10:
        return int(asked)
    if asked:
        problems.append(Text("年份无法识别，已换用本年。", "The year could not be read; this year is used."))
    span = plan_years(pack, today)
    return min(max(today.year, min(span)), max(span)) if span else today.year


def _day(query: QueryDict, today: date, problems: list[Text]) -> date | None:
    asked = query.get("known", "").strip()
    if not asked:
        return None
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        problems.append(
            Text(
                "“截至该日已知”不是日期，已忽略。请写成 2026-11-25。",
                "“As known on” is no date, left out. Write 2026-11-25.",
            )
        )
        return None
    return None if day >= today else day
