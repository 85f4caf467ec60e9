"""A city's plan on one page: each goal from floor to district, joined goals with what went into them; and its split."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.programme.app import duties
from ipops.lines.programme.app.asking.planning import SplitForm
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import plan as plans
from ipops.lines.programme.app.reading.tasks import overshot
from ipops.lines.programme.app.services import plan as services
from ipops.lines.programme.app.views.life.common import NOTHING, Screen, Sheet, form_view, go, sheet, told
from ipops.lines.programme.app.views.life.roads import find
from ipops.lines.programme.rules.plan.lineage import Finding, Line
from ipops.policy.exact import decimal_text
from ipops.policy.units import UNITS
from ipops.reference import divisions
from ipops.webkit.pages import doors, names
from ipops.webkit.pages.cases import Lines
from ipops.webkit.pages.reader import reader

_GOAL, _JOINED = Text("目标", "Goal"), Text("合并自", "Joined from")


@require_safe
@login_required
def lineage(request: HttpRequest, key: str) -> HttpResponse:
    row = find(reader(request), key)
    if row is None:
        raise Http404
    read = plans.plan_of(row, doors.today())
    lines = [x for x in read.lines if x.target.floor is not None or x.plan is not None or x.promise is not None]
    may = duties.SPLIT.why_not(reader(request), row.place) is None and read.file.adopted is not None
    return sheet(
        request,
        Sheet(
            title=Text("目标来龙去脉", "Targets from floor to district"),
            back=(row.title, reverse("programme:road", args=[key])),
            lines=(
                _years(row, read, lines, may),
                *_districts(row, lines),
                _merges(lines),
                _wrong(read, overshot(read, doors.today())),
            ),
            notes=(Text("示例数据。", "Demo data."),) if read.floors.stands_on_demo else (),
        ),
    )


def _years(row: Dossier, read: plans.PlanRead, lines: list[Line], may: bool) -> Lines:
    """Where the figures come from and how they are spread over the years."""
    years = list(read.file.years)
    rows = []
    for x in lines:
        split = go("split", Text("分解", "split"), row.case, x.target.id) if may and x.plan is not None else NOTHING
        named = (
            x.target.title
            if not x.joined_to
            else Text(f"{x.target.title.zh}（已并入）", f"{x.target.title.en} (joined)")
        )
        told = (x.target.floor, x.promise, x.defence, x.plan, *(x.years.get(y) for y in years))
        figures = (NOTHING if v is None else v for v in told)
        unit = UNITS.get(x.target.unit)
        rows.append((named, unit.named if unit else NOTHING, *figures, *((split,) if may else ())))
    heads = (
        _GOAL, Text("单位", "Unit"), Text("通知下限", "Floor"), Text("申报承诺", "Promised"), Text("答辩承诺", "In the defence"),
        Text("方案", "Plan"), *(Text(f"{y}年", str(y)) for y in years), *((Text("办理", "Do"),) if may else ()),
    )  # fmt: skip
    return Lines(
        title=Text("从下限到年度", "From floor to years"),
        heads=heads,
        rows=tuple(rows),
        numeric=frozenset(range(2, 6 + len(years))),
    )


def _districts(row: Dossier, lines: list[Line]) -> tuple[Lines, ...]:
    """Only goals that were split, only districts that got a figure."""
    split = [x for x in lines if x.districts]
    places = sorted({p for x in split for p in x.districts})
    if not split:
        return ()
    rows = tuple(
        (x.target.title, x.plan, sum(x.districts.values(), Fraction(0)), *(x.districts.get(p, NOTHING) for p in places))
        for x in split
    )
    heads = (_GOAL, Text("全市", "City"), Text("区县合计", "Districts together"), *(names.place(p) for p in places))
    return (
        Lines(
            title=Text("区县分解", "Over the districts"),
            heads=heads,
            rows=rows,
            numeric=frozenset(range(1, 3 + len(places))),
        ),
    )


def _merges(lines: list[Line]) -> Lines:
    """Many to one: every part with what it promised, beside the plan figure that must carry it."""
    titles = {x.target.id: x.target.title for x in lines}
    rows = tuple(
        (titles.get(part, Text(part, part)), x.merged.get(part), x.target.title, x.plan)
        for x in lines
        for part in x.merges
    )
    return Lines(
        title=Text("目标合并", "Goals joined"),
        heads=(_JOINED, Text("原承诺", "It promised"), Text("并入", "Joined to"), Text("方案", "Plan")),
        rows=rows,
        numeric=frozenset({1, 3}),
        empty=Text("没有合并的目标。", "No goals were joined."),
    )


def _wrong(read: plans.PlanRead, low: tuple[Finding, ...]) -> Lines:
    """What lies too low: against floor and promise, against its years and districts, against what it came to (``low``)."""
    found = (*read.findings, *low) if read.file.adopted is not None else ()
    rows = tuple(
        (Text("不通过", "blocks") if x.blocks else Text("提示", "warning"), x.says, str(x.cite or "")) for x in found
    )
    return Lines(
        title=Text("目标存在的问题", "What is wrong with the targets"),
        heads=(Text("效力", "Severity"), Text("问题", "What"), Text("条款", "Clause")),
        rows=rows,
        empty=Text("没有发现问题。", "Nothing was found.")
        if read.file.adopted
        else Text("方案尚未印发。", "No plan yet."),
    )


def _split(request: HttpRequest, key: str, goal: str) -> Screen | None:
    row = find(reader(request), key)
    if row is None:
        return None
    read = plans.plan_of(row, doors.today())
    line = next((x for x in read.lines if x.target.id == goal), None)
    if line is None or line.plan is None:
        return None
    districts = divisions.places().children(row.place)

    def do(form: Any, _: str) -> Refused | Text:
        d = form.cleaned_data
        years = {y: Fraction(v) for y in form.years if (v := d[f"year.{y}"]) is not None}
        places = {p: Fraction(v) for p in form.districts if (v := d[f"district.{p}"]) is not None}
        got = services.targets_split(
            nomination=key,
            years={goal: years} if years else {},
            districts={goal: places} if places else {},
            by=doors.who(request).label,
            today=doors.today(),
            confirmed=d["confirmed"],
        )
        return told(got)

    figures = {f"year.{y}": v for y, v in line.years.items()} | {f"district.{p}": v for p, v in line.districts.items()}
    return Screen(
        title=Text(f"分解目标：{line.target.title.zh}", f"Split the target: {line.target.title.en}"),
        of=Text("目标来龙去脉", "Targets from floor to district"),
        back=reverse("programme:lineage", args=[key]),
        form=lambda *a, **k: SplitForm(*a, years=read.file.years, districts=districts, **k),
        do=do,
        place=row.place,
        roles=duties.SPLIT.roles,
        initial={k: decimal_text(v) for k, v in figures.items()},
        warn=Text(f"方案数：{decimal_text(line.plan)}", f"Plan figure: {decimal_text(line.plan)}"),
    )


split = form_view(_split)
