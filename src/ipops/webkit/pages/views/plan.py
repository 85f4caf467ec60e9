"""The plan of one's own city, put in on a page: its goals become a pack, one number a file, each with its clause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ipops import policy
from ipops.kernel.outcome import Problem, Reason, Refused
from ipops.kernel.text import Text
from ipops.measures.measure import Measure
from ipops.policy import Layer, Pack, plans, shelf
from ipops.policy.exact import decimal_text
from ipops.policy.plans import FigureOf, PlanAsked, Reporting
from ipops.reference import divisions
from ipops.webkit import access, street
from ipops.webkit.access import Level, Office, Role
from ipops.webkit.pages import doors
from ipops.webkit.pages.forms import again, refuse
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.views.plan_form import ANSWER, GOAL, PlanForm

TITLE = Text("放入城市方案", "Put in the city's plan")
ROLES = (Role.OFFICER, Role.ADMIN)
_TEMPLATE = "webkit/manage/form.html"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponseBase:
    office = office_of(reader(request))
    if isinstance(office, Refused):
        return doors.shut(request, office, TITLE, back="packs")
    notice = _notice(request, office)
    form = PlanForm(
        request.POST or None, request.FILES or None, notice=notice, initial=_initial(notice, policy.packs(), office)
    )
    context = {"title": TITLE, "back": reverse("packs")}
    if request.method != "POST":
        return render(request, _TEMPLATE, {**context, "form": form})
    if not form.is_valid():
        return again(request, form, _TEMPLATE, context)
    got = _put(request, office, notice, form.cleaned_data)
    if isinstance(got, Refused):
        return refuse(request, form, got, _TEMPLATE, context)
    messages.success(request, tr(_DONE))
    return redirect("pack", code=got)


_DONE = Text(
    "方案已放入，记分板与报表即按它计算。没有填写的仍为未知。",
    "The plan is in; scoreboard and return stand on it now. What was left empty stays unknown.",
)


def office_of(user: access.Reader) -> Office | Refused:
    """The office whose plan this reader may put in: a city's, or that of a district of a municipality (a key city may be one)."""
    held: list[Office] = [m.office for m in access.memberships(user) if Role(m.role) in ROLES and m.office.place]
    for office in held:
        if office.level == Level.CITY or (office.level == Level.DISTRICT and _under_a_municipality(office.place)):
            if shelf.planned_in_files(office.place):
                return Refused(reasons=(Reason(code="plan-in-files", says=_IN_FILES),))
            return office
    return Refused(reasons=(Reason(code="plan-not-yours", says=_NOT_YOURS),))


_IN_FILES = Text(
    "本市方案已在文件中（随程序提供，或来自 IPOPS_PACKS 文件夹），请在文件里修改。",
    "This city's plan stands in files, which came with the program or from the folder IPOPS_PACKS; change it there.",
)


def _under_a_municipality(district: str) -> bool:
    return (divisions.places().parent(district) or "").endswith("0000")


_NOT_YOURS = Text(
    "城市方案由该市（或直辖市的区）的主管或系统管理员放入。",
    "A city's plan is put in by an officer or administrator of the city, or of a district of a municipality.",
)


def _notice(request: HttpRequest, office: Office) -> Pack:
    """The notice the plan stands under: the one asked for, the one it stands under already, else the latest; made-up ones only for
    made-up cities."""
    found = {p.code: p for p in policy.packs().values() if p.layer is Layer.NOTICE and p.demo <= office.is_demo}
    asked = found.get(request.POST.get("notice") or request.GET.get("notice", ""))
    before = policy.packs().get(plans.code_of(office.place))
    now = next((found[c] for c in before.follows if c in found), None) if before else None
    return asked or now or max(found.values(), key=lambda p: p.start)


def _initial(notice: Pack, packs: Mapping[str, Pack], office: Office) -> dict[str, Any]:
    """What the form begins with: the plan as it stands, if one was put in before."""
    told: dict[str, Any] = {"notice": notice.code, "listed": notice.code}
    before = packs.get(plans.code_of(office.place))
    if before is None:
        return told
    told |= {"title_zh": before.title.zh, "title_en": before.title.en, "document": before.document.number}
    told |= {"day": before.start, "clause": before.cite.clause}
    for name, term in before.own_terms.items():
        value = term.values[-1].value
        if name == plans.PERIOD:
            told["years"] = str(value)
        elif name == plans.BASE_YEAR:
            told["base_year"] = str(value)
        else:
            told[f"{ANSWER}{name}"] = str(value)
    told |= {f"{GOAL}{g}": _typed(f.values[-1].plan) for g, f in before.own_targets.items()}
    for form in before.returns.values():
        told |= {"grain": form.grain, "due_days": form.due_days, "due_clause": form.cite.clause}
    return told


def _typed(value: Any) -> str:
    return "" if value is None else decimal_text(value)


def _put(request: HttpRequest, office: Office, notice: Pack, given: Mapping[str, Any]) -> str | Refused:
    code = plans.code_of(office.place)
    paper = doors.keep(request, given["paper"])
    if isinstance(paper, Refused):
        return paper
    asked = _asked(office, notice, given, paper)
    loaded = shelf.put(code, plans.files(asked, notice), plans.sources(asked))
    wrong = [p for p in loaded.problems if f"/{code}/" in f"/{p.at.file}" or "sources.yaml" in p.at.file]
    if loaded.problems:
        return Refused(reasons=tuple(_reason(p) for p in wrong or loaded.problems))
    return code


def _asked(office: Office, notice: Pack, given: Mapping[str, Any], paper: str) -> PlanAsked:
    every = policy.packs().values()
    figures = {k.removeprefix(GOAL): v for k, v in given.items() if k.startswith(GOAL) and v is not None}
    return PlanAsked(
        place=office.place,
        title=Text(given["title_zh"], given["title_en"] or given["title_zh"]),
        document=given["document"],
        day=given["day"],
        clause=given["clause"],
        source=paper,
        beside=tuple(p.code for p in every if p.layer is Layer.METHOD and not p.demo),
        reviewed_on=doors.today(),
        years=given["years"],
        base_year=given["base_year"],
        answers={k.removeprefix(ANSWER): v for k, v in given.items() if k.startswith(ANSWER) and v},
        figures=figures,
        reporting=_reporting(notice, given),
    )


def _reporting(notice: Pack, given: Mapping[str, Any]) -> Reporting | None:
    if not given["grain"] or given["due_days"] is None:
        return None
    known = (m for line in street.lines().values() for m in line.measures)
    units = {m.code: m.unit for m in known if isinstance(m, Measure)}
    lines = (
        FigureOf(goal=t.id, title=t.title, unit=plans.MONEY.get(units.get(t.id, ""), "")) for t in plans.askable(notice)
    )
    return Reporting(grain=given["grain"], due_days=given["due_days"], clause=given["due_clause"], figures=tuple(lines))


def _reason(problem: Problem) -> Reason:
    """The problem beside the field whose file it stands in."""
    folder, _, name = problem.at.file.rpartition("/")
    stem = name.removesuffix(".yaml")
    field = {"targets": f"{GOAL}{stem}", "terms": f"{ANSWER}{stem}"}.get(folder.rpartition("/")[2], "")
    field = {f"{ANSWER}{plans.PERIOD}": "years", f"{ANSWER}{plans.BASE_YEAR}": "base_year"}.get(field, field)
    return Reason(code=problem.code, says=problem.says, field=field)
