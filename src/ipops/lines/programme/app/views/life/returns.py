"""Returns: what is due, the form made from the schema, the template, one return as a case, its manual."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.period import CalendarPeriod
from ipops.kernel.text import Text
from ipops.lines.programme import facts as f
from ipops.lines.programme.app import telling
from ipops.lines.programme.app.asking import running as asking
from ipops.lines.programme.app.asking.selection import ReasonForm, WhyForm
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.papers import FORMATS
from ipops.lines.programme.app.reading import dossiers
from ipops.lines.programme.app.reading import returns as reading
from ipops.lines.programme.app.reading.prefill import ledger_figures
from ipops.lines.programme.app.services import returns as services
from ipops.lines.programme.app.views.life import return_lists as lists
from ipops.lines.programme.app.views.life.common import FORBIDDEN, named, step_of
from ipops.lines.programme.machine import RETURN
from ipops.lines.programme.rules.returns.cells import shown
from ipops.lines.programme.rules.returns.manual import SEVERITY
from ipops.lines.programme.rules.returns.reminders import MATRIX
from ipops.lines.programme.rules.returns.template import template
from ipops.policy.returns import Severity
from ipops.reference import divisions
from ipops.reports import wording
from ipops.webkit import access
from ipops.webkit.access import Role
from ipops.webkit.pages import answers, doors, names, tables
from ipops.webkit.pages.cases import Act, Asked, CaseKind, Due, Lines, Said, Told
from ipops.webkit.pages.forms import again, refuse
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader

PREPARERS = frozenset({Role.CLERK, Role.OFFICER})
TITLE = Text("报表", "Returns")


def _place(user: access.Reader) -> str:
    """The city whose returns this person prepares: that of the first office that has one."""
    return next(
        (m.office.place for m in access.memberships(user) if m.office.place and m.office.level in ("city", "district")),
        "",
    )


@require_safe
@login_required
def returns(request: HttpRequest) -> HttpResponseBase:
    """Every period that is over, with what has become of its return; and everything this reader may accept."""
    place, today = _place(reader(request)), doors.today()
    seen = {r.case: r for r in dossiers.dossiers_for(reader(request), RETURN.code)}
    windows = reading.windows(place, today) if place else ()
    changed = reading.corrected_after_acceptance([c for c, r in seen.items() if r.revision > 1])
    may = bool(place) and access.why_not_as(reader(request), PREPARERS, TITLE, place) is None
    owed = [
        lists.Owed(
            window=w,
            row=seen.get(w.code),
            late=(seen[w.code].opened_on if w.code in seen else today) > w.due_on,
            changed=w.code in changed,
            may=may,
        )
        for w in windows
    ]
    own = {w.code for w in windows}
    filed = [
        lists.Filed(r, divisions.places().title(r.place), c in changed) for c, r in sorted(seen.items()) if c not in own
    ]
    drawn = {
        name: (spec, rows)
        for name, spec, rows in (
            ("owed", lists.OWED, lists.owed(owed)),
            ("filed", lists.FILED, tables.ListRows(filed)),
        )
        if rows.items
    }
    context = {"title": TITLE, "matrix": _matrix()}
    if not drawn:
        return render(request, "programme/returns.html", context)
    return tables.several(request, drawn, "programme/returns.html", context)


def _matrix() -> Lines:
    """Who is reminded of what, when, and what may be switched off."""
    rows = tuple(
        (
            Role(one.role).named,
            one.says,
            one.when,
            Text("不可关闭", "always sent")
            if one.binding
            else names.link(reverse("notice-choices"), Text("可选择", "your choice")),
        )
        for one in MATRIX
    )
    heads = (Text("岗位", "Role"), Text("提醒什么", "Of what"), Text("何时", "When"), Text("邮件", "By mail"))
    return Lines(title=Text("报表提醒", "Reminders of returns"), heads=heads, rows=rows)


def _window(request: HttpRequest, schema: str, period: str) -> reading.Window:
    place = _place(reader(request))
    got = reading.window_of(place, schema, period, doors.today()) if place else None
    if got is None or isinstance(got, Refused):
        raise Http404
    return got


@require_safe
@login_required
def template_file(request: HttpRequest, schema: str, period: str) -> HttpResponse:
    """This period's template for this city, with the ledger's figures in it."""
    window = _window(request, schema, period)
    filled = ledger_figures(window.schema, window.place, window.period, window.pack)
    content = template(window.schema, window.tag, divisions.places().title(window.place).zh, filled)
    name = f"{schema}-{window.place}-{period}.xlsx"
    return HttpResponse(
        content, content_type=FORMATS["xlsx"], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def fill(request: HttpRequest, schema: str, period: str) -> HttpResponse:
    """The form of a return. Saving keeps whatever was typed; handing in runs every check."""
    window = _window(request, schema, period)
    back = reverse("programme:returns")
    no = access.why_not_as(reader(request), PREPARERS, TITLE, window.place)
    if no is not None:
        answer = answers.refused(request, no, title=TITLE, back=back)
        answer.status_code = FORBIDDEN
        return answer
    context: dict[str, Any] = {"title": window.schema.title, "window": window, "back": back, "due": window.due_on}
    if request.method != "POST":
        form = asking.ReturnForm(schema=window.schema, ledger=_ledger(window), initial=_initial(window))
        return render(request, "programme/return_fill.html", {**context, "form": form})
    return _hand_in(request, window, context)


def _ledger(window: reading.Window) -> dict[str, str]:
    fields = {x.id: x for x in window.schema.figures}
    return {
        k: shown(fields[k], v)
        for k, v in ledger_figures(window.schema, window.place, window.period, window.pack).items()
    }


def _initial(window: reading.Window) -> dict[str, str]:
    """What was saved, else what was handed in, else what the ledger computes."""
    saved = services.saved(window.code)
    before = reading.filed(window.code)
    told_before = dict(zip(before[1].fields, before[1].values, strict=False)) if before else {}
    return dict(saved) or told_before or _ledger(window)


#: Errors told on one page; a column in the wrong format makes as many as the list has rows, all alike.
_MANY = 100


def _few(no: Refused) -> Refused:
    """The first errors, and how many of which check are left: whoever mends those sees the rest next time."""
    left = Counter(r.code for r in no.reasons[_MANY:])
    if not left:
        return no
    zh, en = (
        "、".join(f"{k} {n} 处" for k, n in sorted(left.items())),
        ", ".join(f"{n} × {k}" for k, n in sorted(left.items())),
    )
    more = Reason(code="more", says=_MORE.fill(n=left.total(), zh=zh, en=en))
    return Refused(reasons=(*no.reasons[:_MANY], more))


_MORE = Text(
    "另有 {n} 处错误（{zh}）：请先改正已列出的，再传时继续列出。",
    "{n} more errors ({en}): mend those that are listed, and send it again to see the rest.",
)


def _hand_in(request: HttpRequest, window: reading.Window, context: dict[str, Any]) -> HttpResponse:
    typed = {x.id: request.POST.get(x.id, "") for x in window.schema.figures}
    by = doors.who(request).label
    if "save" in request.POST:
        services.return_save(
            place=window.place, schema=window.schema.code, period=window.period.text, typed=typed, by=by
        )
        messages.success(request, tr(Text("已保存，未报送。", "Saved, not handed in.")))
        return redirect(request.path)
    with tempfile.TemporaryDirectory(prefix="ipops-return-") as folder:
        upload = request.FILES.get("file")
        path = _spooled(upload, Path(folder) / "return.xlsx") if upload is not None else None
        paper = request.FILES.get("proof")
        proof = _spooled(paper, Path(folder) / "proof") if paper is not None else None
        checked = services.return_check(
            place=window.place,
            schema=window.schema.code,
            period=window.period.text,
            today=doors.today(),
            typed=typed,
            file=path,
        )
        confirm = [] if isinstance(checked, Refused) else [(x.key, tr(x.says)) for x in checked.to_confirm]
        form = asking.ReturnForm(
            request.POST, request.FILES, schema=window.schema, ledger=_ledger(window), confirm=confirm
        )
        if not form.is_valid():
            return again(request, form, "programme/return_fill.html", context)
        handed = services.Handed(
            place=window.place,
            schema=window.schema.code,
            period=window.period.text,
            typed=typed,
            file=path,
            file_name=getattr(upload, "name", "") or "",
            reasons={k: form.cleaned_data.get(f"reason.{k}", "") for k, _ in confirm},
            proof=proof,
            proof_name=getattr(paper, "name", "") or "",
            pages={x.id: p for x in window.schema.figures if (p := form.cleaned_data.get(f"page.{x.id}", "").strip())},
        )
        got = services.return_file(
            handed=handed, by=by, today=doors.today(), reference=form.cleaned_data["reference"] or "1"
        )
    if isinstance(got, Refused):
        found = () if isinstance(checked, Refused) else checked.findings
        folded = [(SEVERITY[x.severity], x) for x in found if x.severity in (Severity.WARN, Severity.BETA)]
        return refuse(
            request, form, _few(named(got)), "programme/return_fill.html", {**context, "warnings": folded[:_MANY]}
        )
    messages.success(request, tr(Text("已报送。", "Handed in.")))
    return redirect("programme:return", window.code)


def _spooled(upload: Any, path: Path) -> Path:
    """The upload on disk for the checks; it goes with the folder unless the return is accepted."""
    with path.open("wb") as out:
        for chunk in upload.chunks():
            out.write(chunk)
    return path


def find(user: access.Reader, key: str) -> Dossier | None:
    return dossiers.dossier_for(user, key, RETURN.code)


def _tell(row: Dossier, asked: Asked) -> Told:
    got = reading.filed(row.case)
    assert got is not None
    gate = reading.gate_of(row, asked.today, got)
    entry, fact = got
    window = reading.window_of(fact.place, fact.schema, fact.period, asked.today)
    titles = {} if isinstance(window, Refused) else {x.id: x.heading for x in window.schema.figures}
    lines = [_figures(fact, titles)]
    dues: tuple[Due, ...] = ()
    notes = []
    lines += [_waived(fact), *_since(row, titles, asked)]
    if not isinstance(gate, Refused):
        lines.append(_findings(gate))
        notes += [Text("逾期报送。", "Handed in late.")] if gate.late else []
    if not isinstance(window, Refused):
        dues = (
            (Due(title=Text("报送期限", "Hand in by"), on=window.due_on, cite=window.schema.cite),)
            if row.stage != "accepted"
            else ()
        )
        notes += [Text("示例报表。", "A demo return.")] if window.schema.demo else []
    return Told(
        title=Text("{place} {period}", "{place}, {period}").fill(
            place=divisions.places().title(row.place), period=wording.period(CalendarPeriod.parse(row.period))
        ),
        state=row.stage,
        version=row.folded_to,
        since=row.since,
        places=(row.place,),
        says=(
            Said(
                title=Text("版次", "Revision"),
                value=str(row.revision),
                because=Text("大于一：报送后更正过", "above one: corrected since") if row.revision > 1 else None,
            ),
            Said(title=Text("填报人", "Prepared by"), value=entry.by.removeprefix("user:")),
            Said(title=Text("校验规则", "Rules"), value=fact.rules[:12]),
        ),
        documents=_papers(entry.source.document, fact),
        dues=dues,
        lines=tuple(lines),
        notes=tuple(notes),
    )


def _papers(document: str, fact: f.ReturnFiled) -> tuple[str, ...]:
    """The file it came as, and every paper behind a figure, each once."""
    behind = (e.partition("#")[0] for e in fact.evidence if e != services.NONE)
    return tuple(dict.fromkeys(x for x in (document, *behind) if x))


def _figures(fact: f.ReturnFiled, titles: Any) -> Lines:
    origin = {"ledger": Text("账本", "ledger"), "manual": Text("手填", "manual")}
    figures = tuple(
        (
            titles.get(k, Text(k, k)),
            telling.figure(v) or v,
            origin.get(o, Text(o, o)),
            None if r == services.NONE else r,
            _evidence(e),
        )
        for k, v, o, r, e in zip(fact.fields, fact.values, fact.origins, fact.reasons, fact.evidence, strict=False)
    )
    heads = (
        Text("字段", "Field"),
        Text("数值", "Value"),
        Text("来源", "From"),
        Text("理由", "Reason"),
        Text("佐证", "Evidence"),
    )
    return Lines(title=Text("报送数", "Figures handed in"), heads=heads, rows=figures, numeric=frozenset({1}))


def _evidence(told: str) -> Any:
    """A link from the figure to its paper, with the page."""
    sha, _, page = told.partition("#")
    if told == services.NONE:
        return None
    says = Text(f"第{page}页", f"page {page}") if page else Text("文件", "paper")
    return names.link(reverse("document", args=[sha]), says)


def _waived(fact: f.ReturnFiled) -> Lines:
    """What the preparer confirmed, each with the reason given, and what stands in the steps for later gates."""
    rows = tuple(zip(fact.waived, fact.waivers, strict=False))
    heads = (Text("已确认的提示", "Confirmed"), Text("理由", "Reason"))
    return Lines(title=Text("确认与理由", "Confirmed with a reason"), heads=heads, rows=rows)


def _since(row: Dossier, titles: Any, asked: Asked) -> tuple[Lines, ...]:
    """Only for what the centre accepted once."""
    moved = reading.since_accepted(row.case, asked.today)
    if moved is None:
        return ()
    how = {True: Text("账本变动", "the ledger moved"), False: Text("更正", "correction")}
    rows = tuple((titles.get(m.field, m.field), m.accepted or "—", m.now or "—", how[m.by_ledger]) for m in moved)
    heads = (Text("字段", "Field"), Text("接收时", "When accepted"), Text("现在", "Now"), Text("原因", "Why"))
    return (
        Lines(
            title=Text("接收后的变化", "Changed since accepted"),
            heads=heads,
            rows=rows,
            numeric=frozenset({1, 2}),
            empty=Text("没有变化。", "Nothing changed."),
        ),
    )


def _findings(gate: reading.Gate) -> Lines:
    """What the checks say now; what is new since it was handed in stands first."""
    ordered = sorted(gate.findings, key=lambda x: x not in gate.new)
    rows: tuple[tuple[Any, ...], ...] = tuple(
        (
            Text("新出现", "new") if x in gate.new else None,
            x.check,
            SEVERITY[x.severity],
            x.where,
            x.says,
            x.fix,
        )
        for x in ordered
    )
    rows += tuple(
        (
            Text("已消失", "gone"),
            key.split("@")[0],
            "—",
            key.partition("!")[2] or "—",
            Text("报送时有，现已不再出现", "it stood when handed in and stands no more"),
            "—",
        )
        for key in gate.gone
    )
    heads = (
        Text("变化", "Change"), Text("校验", "Check"), Text("效力", "Severity"), Text("位置", "Where"), Text("问题", "What"), Text("怎么改", "Fix"),
    )  # fmt: skip
    return Lines(
        title=Text("本关校验", "Checks at this gate"),
        heads=heads,
        rows=rows,
        empty=Text("全部通过。", "Everything passes."),
    )


def _again(row: Dossier) -> str:
    return reverse("programme:return-fill", args=[row.parent, row.period])


RETURN_CASE: CaseKind[Dossier] = CaseKind(
    lifecycle=RETURN,
    refers="case",
    find=find,
    tell=_tell,
    back=(TITLE, "programme:returns"),
    tones={"accepted": ("✓", "good"), "sent_back": ("✕", "bad")},
    acts=(
        *(
            Act(event=e, form=WhyForm, do=step_of(services.return_step))
            for e in ("certify", "accept_province", "accept")
        ),
        Act(event="send_back", form=ReasonForm, do=step_of(services.return_step)),
        Act(event="correct", href=_again),
    ),
)
