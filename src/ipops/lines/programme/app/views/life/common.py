"""What these screens share: a form with its door, links, papers as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.programme.app.duties import Duty
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.papers import FORMATS, as_file
from ipops.lines.programme.app.services import objections
from ipops.reports.papers import Paper
from ipops.webkit import access
from ipops.webkit.desk import sent
from ipops.webkit.pages import answers, doors
from ipops.webkit.pages.cases import Doing, Lines, Said
from ipops.webkit.pages.forms import HouseForm, again, refuse
from ipops.webkit.pages.lang import current, tr
from ipops.webkit.pages.names import link
from ipops.webkit.pages.reader import reader

FORBIDDEN = 403
#: In a small table a cell that holds nothing, where that says nothing more.
NOTHING = "—"
STORED = Text("已记入账本。", "It stands in the ledger.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One form: what it is about, where it came from, who may, what it does. ``place`` is where rights are looked at; with no
    roles named ``door`` alone decides."""

    title: Text
    of: Any
    back: str
    form: Callable[..., HouseForm]
    do: Callable[[HouseForm, str], Refused | Text]
    place: str = ""
    roles: frozenset[access.Role] = frozenset()
    door: Callable[[access.Reader], Refused | None] | None = None
    initial: Mapping[str, Any] = field(default_factory=dict)
    warn: Text | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


def form_view(made: Callable[..., Screen | None]) -> Callable[..., HttpResponse]:
    """A view of a form. ``made(request, …)`` gives the screen, or ``None`` for what is not there or not to be seen."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @login_required
    def view(request: HttpRequest, **keys: str) -> HttpResponse:
        screen = made(request, **keys)
        if screen is None:
            raise Http404
        user = reader(request)
        no = access.why_not_as(user, screen.roles, screen.title, screen.place) if screen.roles else None
        no = no or (screen.door(user) if screen.door else None)
        if no is not None:
            answer = answers.refused(request, no, title=screen.title, back=screen.back)
            answer.status_code = FORBIDDEN
            return answer
        shown = {"title": screen.title, "of": screen.of, "back": screen.back, "warn": screen.warn}
        if request.method != "POST":
            return render(request, _PAGE, {**shown, "form": screen.form(initial=dict(screen.initial))})
        return _post(request, screen, shown)

    return view


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A form that was sent and is in order: what it says, the paper with it, who sent it on which day."""

    data: Mapping[str, Any]
    paper: str
    by: str
    today: date

    @property
    def reference(self) -> str:
        return str(self.data["reference"])


def case_form(
    find: Callable[[access.Reader, str], Dossier | None],
    duty: Duty,
    form: Callable[[Dossier], Callable[..., HouseForm]] | type[HouseForm],
    act: Callable[[Dossier, Sent], Any],
    *,
    back: str,
    of: Any = None,
    initial: Callable[[Dossier], Mapping[str, Any]] = lambda row: {},
) -> Callable[..., HttpResponse]:
    """The view of a form about one case: whose duty it is, which form (of this case), what it does, where it leads back."""

    def made(request: HttpRequest, key: str) -> Screen | None:
        row = find(reader(request), key)
        if row is None:
            return None

        def do(sent_form: HouseForm, paper: str) -> Refused | Text:
            by = doors.who(request).label
            return told(act(row, Sent(data=sent_form.cleaned_data, paper=paper, by=by, today=doors.today())))

        return Screen(
            title=duty.title,
            of=of or row.title,
            back=reverse(f"programme:{back}", args=[row.case]),
            form=form if isinstance(form, type) else form(row),
            do=do,
            place=row.place,
            roles=duty.roles,
            initial=initial(row),
        )

    return form_view(made)


_PAGE = "webkit/case_act.html"


def _post(request: HttpRequest, screen: Screen, shown: dict[str, Any]) -> HttpResponse:
    form = screen.form(request.POST, request.FILES)
    if not form.is_valid():
        return again(request, form, _PAGE, shown)
    paper = doors.keep(request, form.cleaned_data.get("paper"))
    if isinstance(paper, Refused):
        return refuse(request, form, paper, _PAGE, shown)
    reference = str(form.cleaned_data.get("reference") or "")[:80]
    got = sent.once(doors.who(request), reference, lambda: screen.do(form, paper), lambda _: screen.back)
    if isinstance(got, Refused):
        return refuse(request, form, named(got, screen.fields), _PAGE, shown)
    messages.success(request, tr(got))
    return redirect(screen.back)


def named(no: Refused, fields: Mapping[str, str] | None = None) -> Refused:
    """The refusal with the fields named as the forms name them."""
    names = {"document": "paper", "evidence": "paper", "attachments": "paper", **(fields or {})}
    return Refused(reasons=tuple(replace(r, field=names.get(r.field, r.field)) for r in no.reasons))


def told(got: Any, said: Text = STORED) -> Refused | Text:
    """What a service gave, as the kit wants it."""
    return got if isinstance(got, Refused) else said


def step_of(service: Callable[..., Any]) -> Callable[[Doing[Dossier]], Refused | Text]:
    """What the kit does for an event of a case: it is handed on to the service that moves cases of this lifecycle."""

    def do(doing: Doing[Dossier]) -> Refused | Text:
        return told(
            service(
                case=doing.row.case,
                event=doing.event,
                by=doing.by,
                today=doing.today,
                reference=doing.reference,
                why=doing.form.cleaned_data["why"],
                document=doing.document,
            )
        )

    return do


def objection(against: Dossier, sent: Sent) -> Any:
    """An objection to a list or a result, from the form both have."""
    raised = objections.Raised(
        against=against.case, name=sent.data["name"], words=sent.data["words"], document=sent.paper
    )
    return objections.objection_raise(raised=raised, by=sent.by, today=sent.today, reference=sent.reference)


def fractions(values: Mapping[str, Decimal]) -> dict[str, Fraction]:
    return {k: Fraction(v) for k, v in values.items()}


def go(name: str, title: Any, *args: Any) -> Any:
    """A link in a line of a case."""
    return link(reverse(f"programme:{name}", args=args), title)


def papers_line(name: str, papers: Mapping[str, Text], key: str) -> tuple[tuple[Any, ...], ...]:
    """One row a paper, with a link for each format."""
    rows = []
    for paper, title in papers.items():
        base = reverse(f"programme:{name}", args=[key, paper])
        rows.append((title, *(link(f"{base}?as={how}", Text(how, how)) for how in FORMATS)))
    return tuple(rows)


def as_answer(paper: Paper | Refused | None, request: HttpRequest, stem: str, *, back: str) -> HttpResponse:
    """The paper as a file, or why it cannot be made."""
    how = request.GET.get("as", "pdf")
    if paper is None or how not in FORMATS:
        raise Http404
    content = paper if isinstance(paper, Refused) else as_file(paper, how)
    if isinstance(content, Refused):
        return answers.refused(request, content, title=Text("文件", "Paper"), back=back)
    return HttpResponse(
        content,
        content_type=FORMATS[how],
        headers={"Content-Disposition": f'attachment; filename="{stem}-{current()}.{how}"', "Cache-Control": "private"},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page of figures and small tables about a case that moves nothing itself."""

    title: Any
    back: tuple[Any, str]
    says: tuple[Said, ...] = ()
    lines: tuple[Lines, ...] = ()
    notes: tuple[Text, ...] = ()
    key: str = ""


def sheet(request: HttpRequest, made: Sheet) -> HttpResponse:
    return render(request, "programme/sheet.html", {"told": made, "key": made.key})
