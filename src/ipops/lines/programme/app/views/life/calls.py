"""Calls: the list, one call as a case, nominations, the panel, objections and papers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.programme.app import duties
from ipops.lines.programme.app.asking import selection as asking
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.pages import eligible
from ipops.lines.programme.app.papers import FORMATS
from ipops.lines.programme.app.papers import selection as papers
from ipops.lines.programme.app.reading import dossiers
from ipops.lines.programme.app.reading import selection as reading
from ipops.lines.programme.app.services import selection as services
from ipops.lines.programme.app.services import steps
from ipops.lines.programme.app.telling import pack_title
from ipops.lines.programme.app.views.life import common
from ipops.lines.programme.app.views.life.common import Screen, case_form, form_view, go, step_of, told
from ipops.lines.programme.facts.words import Ground
from ipops.lines.programme.machine import CALL
from ipops.lines.programme.rules.selection import review as rules
from ipops.lines.programme.rules.selection.files import CallFile
from ipops.lines.programme.rules.selection.nomination import Package
from ipops.policy import Layer, packs
from ipops.reference import divisions
from ipops.webkit import access
from ipops.webkit.access import Role
from ipops.webkit.pages import doors, filters, tables
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Doing, Lines, Said, Told
from ipops.webkit.pages.lang import current
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.spec import Column, TableSpec

_CENTRE, _PROVINCE = frozenset({Role.CENTRE}), frozenset({Role.PROVINCE})
TONES = {"open": ("…", "info"), "reviewing": ("…", "info"), "publicised": ("!", "warn"), "decided": ("✓", "good")}
CALLS = TableSpec(
    code="programme-calls",
    title=Text("申报征集", "Calls"),
    empty=Text("还没有征集。", "There is no call yet."),
    order="-opened_on",
    filters=(
        filters.holding(Text("名称", "Title"), "title"),
        filters.one_of("stage", Text("状态", "State"), CALL.states),
    ),
    columns=(
        Column(
            key="title",
            title=Text("名称", "Title"),
            value=lambda r: r.title,
            link=lambda r: reverse("programme:call", args=[r.case]),
        ),
        Column(
            key="stage", title=Text("状态", "State"), value=lambda r: CALL.states.get(r.stage, Text(r.stage, r.stage))
        ),
        Column(key="pack", title=Text("政策包", "Pack"), value=lambda r: pack_title(r.pack)),
        Column(key="opened", title=Text("开始", "Opened"), value=lambda r: r.opened_on, sort="opened_on"),
        Column(key="due", title=Text("截止", "Closes"), value=lambda r: r.due_on),
    ),
)


@require_safe
@login_required
def calls(request: HttpRequest) -> HttpResponseBase:
    rows = dossiers.dossiers_for(reader(request), "programme.call")
    may = access.why_not_as(reader(request), _CENTRE, CALLS.title) is None
    return tables.page(request, CALLS, rows, "programme/calls.html", {"may_open": may})


def _open(request: HttpRequest) -> Screen:
    notices = [p for p in packs().values() if p.layer is Layer.NOTICE]

    def do(form: Any, paper: str) -> Refused | Text:
        data = form.cleaned_data
        code = f"call:{data['reference'][:8]}"
        got = services.call_open(
            call=code,
            title=data["title"],
            pack=data["pack"],
            form=data["form"],
            closes_on=data["closes_on"],
            by=doors.who(request).label,
            today=doors.today(),
            document=paper,
            why=data["title"],
        )
        return told(got)

    return Screen(
        title=Text("发起征集", "Open a call"),
        of=CALLS.title,
        back=reverse("programme:calls"),
        form=lambda *a, **k: asking.CallForm(*a, notices=notices, **k),
        do=do,
        roles=_CENTRE,
    )


open_call = form_view(_open)


def _nominate(request: HttpRequest, key: str) -> Screen | None:
    row, file = dossiers.dossier_for(reader(request), key, "programme.call"), reading.file_of(key)
    if row is None or file is None:
        return None
    pack, today = reading.pack_of(file), doors.today()
    places = divisions.places()
    office = next((m.office for m in access.memberships(reader(request)) if m.role == Role.PROVINCE), None)
    province = office.place if office else ""
    cities = [(c, places.title(c).zh) for c in places.children(province)] if province else []

    def do(form: Any, paper: str) -> Refused | Text:
        city = form.cleaned_data["city"]
        package = Package(
            city=city,
            province=province,
            name=places.title(city).zh,
            form=file.call.form,
            matching=form.cleaned_data["matching"],
            targets=common.fractions(form.targets),
            mandatory=tuple(form.cleaned_data["mandatory"]),
            optional=tuple(form.cleaned_data["optional"]),
            attachments=(paper,) if paper else (),
        )
        by = doors.who(request).label
        return told(
            services.nominate(package=package, call=key, by=by, today=today, reference=form.cleaned_data["reference"])
        )

    return Screen(
        title=Text("推荐城市", "Nominate a city"),
        of=row.title,
        back=reverse("programme:call", args=[key]),
        form=lambda *a, **k: asking.NominationForm(*a, cities=cities, pack=pack, on=today, **k),
        do=do,
        roles=_PROVINCE,
    )


nominate = form_view(_nominate)


def _expert(e: rules.Expert) -> str:
    """Name, account and where the employers are: what whoever seats the panel tells people of one name apart by."""
    where = "、".join(divisions.places().title(p).zh for p in e.places)
    return " · ".join(x for x in (e.name.zh, e.expert.removeprefix("user:"), where) if x)


def _panel(request: HttpRequest, key: str) -> Screen | None:
    row = dossiers.dossier_for(reader(request), key, "programme.call")
    if row is None:
        return None
    known = reading.experts()

    def do(form: Any, _: str) -> Refused | Text:
        seats = [
            services.Seat(expert=e, name=known[e].name.zh, places=known[e].places) for e in form.cleaned_data["experts"]
        ]
        return told(
            services.panel_seat(
                call=key,
                seats=seats,
                by=doors.who(request).label,
                today=doors.today(),
                why="评审组",
                lock_by=form.cleaned_data["lock_by"],
            )
        )

    listed = [(label, _expert(e)) for label, e in known.items()]
    return Screen(
        title=Text("组成评审组", "Seat the panel"),
        of=row.title,
        back=reverse("programme:call", args=[key]),
        form=lambda *a, **k: asking.PanelForm(*a, experts=listed, **k),
        do=do,
        roles=_CENTRE,
        fields={"seats": "experts"},
    )


panel = form_view(_panel)


def _find(user: access.Reader, key: str) -> Dossier | None:
    return dossiers.dossier_for(user, key, "programme.call")


object_to = case_form(_find, duties.OBJECT_TO_LIST, asking.ObjectionForm, common.objection, back="call")


@require_safe
@login_required
def paper(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """The memo is for those who decide; the public notice for everybody signed in."""
    row = dossiers.dossier_for(reader(request), key, "programme.call")
    if row is None or name not in papers.NAMES:
        raise Http404
    if name == "decision_memo" and access.why_not_as(reader(request), _CENTRE, CALLS.title):
        raise Http404
    made = papers.paper_of(key, name, current(), doors.today())
    return common.as_answer(made, request, name, back=reverse("programme:call", args=[key]))


def _tell(row: Dossier, asked: Asked) -> Told:
    file = reading.file_of(row.case)
    assert file is not None
    centre = access.why_not_as(asked.reader, _CENTRE, CALLS.title) is None
    listed = file.published
    lines = [_doing(row, centre), _nominations(file, asked, centre=centre)]
    if listed is not None:
        lines.append(_list(file, row))
    if row.stage in ("publicised", "decided"):
        lines.append(_papers(row, centre))
    says = [
        Said(title=Text("政策包", "Pack"), value=pack_title(row.pack)),
        Said(title=Text("申报表版本", "Form version"), value=file.call.form),
    ]
    if listed is not None:
        says.append(Said(title=Text("公示至", "On notice until"), value=listed.last_day or Text("未知", "unknown")))
        says.append(Said(title=Text("评分摘要", "Digest of the sheets"), value=listed.digest[:16]))
    notes = (
        (Text("示例征集，依据示例通知。", "A demo call under a demo notice."),) if reading.pack_of(file).demo else ()
    )
    return Told(
        title=row.title,
        state=row.stage,
        version=row.folded_to,
        since=row.since,
        says=tuple(says),
        lines=tuple(lines),
        notes=notes,
    )


def _doing(row: Dossier, centre: bool) -> Lines:
    rows: list[tuple[Any, ...]] = [(go("eligible", Text("查看推荐资格", "See who may be nominated"), row.pack),)]
    if row.stage == "open":
        rows.append((go("nominate", Text("推荐城市（省级）", "Nominate a city (province)"), row.case),))
    if row.stage in ("open", "reviewing") and centre:
        rows.append((go("panel", Text("组成评审组", "Seat the panel"), row.case),))
    if row.stage == "publicised":
        rows.append((go("object", Text("提出异议", "Object"), row.case),))
    return Lines(title=Text("可办事项", "What can be done"), heads=(Text("事项", "What"),), rows=tuple(rows))


def _papers(row: Dossier, centre: bool) -> Lines:
    names = {"public_notice": Text("公示", "Public notice")} | (
        {"decision_memo": Text("评审情况和支持建议", "Decision memo")} if centre else {}
    )
    heads = (Text("文件", "File"), *[Text("格式", "Format")] * len(FORMATS))
    return Lines(title=Text("文件", "Files"), heads=heads, rows=common.papers_line("call-paper", names, row.case))


def _kept_out(file: CallFile, city: str, declared: Iterable[rules.Declared]) -> int:
    """Experts whom their profile or their own word keeps from this application, whatever else they declared."""
    said = {d.expert for d in declared if d.ground is not Ground.NONE}
    return sum(e.expert in said or rules.conflict_of(e, city, services.within) is not None for e in file.panel)


def _nominations(file: CallFile, asked: Asked, *, centre: bool) -> Lines:
    """Everybody sees who was nominated; the centre also how far the review is, and opens the city's case."""
    seen = set(dossiers.dossiers_for(asked.reader, "programme.city").values_list("case", flat=True))
    rows = []
    for code, x in file.nominations.items():
        review = file.review(code)
        kept_out = _kept_out(file, x.place, review.declared)
        name = go("road", x.name, code) if code in seen else x.name
        far = Text(
            f"评分 {len(review.sheets)}/{len(file.panel)}，回避 {kept_out}",
            f"{len(review.sheets)} of {len(file.panel)} sheets, {kept_out} kept out",
        )
        may = eligible.standing(reading.eligible(file, x.name, x.province, x.on))
        rows.append((name, may, x.matching, far if centre else Text("—", "—")))
    heads = (
        Text("城市", "City"), Text("推荐资格", "Eligible"), Text("承诺配套", "Matching money"), Text("评审", "Review"),
    )  # fmt: skip
    return Lines(title=Text("推荐城市", "Nominated"), heads=heads, rows=tuple(rows), numeric=frozenset({2}))


def _list(file: Any, row: Dossier) -> Lines:
    listed = file.published
    rows = [
        (
            listed.ranks[i],
            file.nominations[code].name,
            listed.means[i],
            Text("拟支持", "proposed") if i < listed.proposed else Text("未列入", "not on it"),
        )
        for i, code in enumerate(listed.nominations)
        if code in file.nominations
    ]
    heads = (Text("名次", "Rank"), Text("城市", "City"), Text("平均分", "Mean"), Text("结果", "Result"))
    return Lines(title=Text("公示名单", "Published list"), heads=heads, rows=tuple(rows), numeric=frozenset({0, 2}))


def _publish(doing: Doing[Dossier]) -> Refused | Text:
    return told(
        services.list_publish(
            call=doing.row.case,
            proposed=doing.form.cleaned_data["proposed"],
            by=doing.by,
            today=doing.today,
            document=doing.document,
        )
    )


def _decide(doing: Doing[Dossier]) -> Refused | Text:
    return told(
        services.call_decide(
            call=doing.row.case,
            by=doing.by,
            today=doing.today,
            why=doing.form.cleaned_data["why"],
            document=doing.document,
        )
    )


CALL_CASE: CaseKind[Dossier] = CaseKind(
    lifecycle=CALL,
    refers="case",
    find=_find,
    tell=_tell,
    back=(CALLS.title, "programme:calls"),
    tones=TONES,
    acts=(
        Act(event="close", form=asking.WhyForm, do=step_of(steps.step)),
        Act(event="publish", form=asking.PublishForm, do=_publish),
        Act(event="review_again", form=asking.ReasonForm, do=step_of(steps.step)),
        Act(event="decide", form=asking.WhyForm, do=_decide),
    ),
)
