"""Lists into the ledger, in the browser: a firm's portfolio, seen before it is stored; a park's monthly list of custody."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ipops.intake.profile import shipped
from ipops.kernel.outcome import Problem, Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.custody.app import owner_forms
from ipops.lines.custody.app.services.monthly import monthly_import
from ipops.rights.portfolio.preview import Preview
from ipops.webkit import access, documents, portfolio
from ipops.webkit.models import Document
from ipops.webkit.pages import doors, tables
from ipops.webkit.pages.forms import again, refuse
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader

UPLOAD = Text("上传权利清单", "Upload a list of rights")
PARK = Text("导入园区托管月报", "Import a park's monthly list")
_SHOWN = 200


def _home(request: HttpRequest) -> str:
    return reverse("custody:portal") if access.bodies(reader(request)) else reverse("custody:overview")


def why_not(request: HttpRequest) -> Refused | None:
    """A body its own list; an office that may import, any of its places."""
    return None if access.bodies(reader(request)) else access.why_not(reader(request), access.Action.IMPORT)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: HttpRequest) -> HttpResponseBase:
    """First the preview, then the same file is stored: nothing goes in that was not shown."""
    if no := why_not(request):
        return doors.shut(request, no, UPLOAD, back="custody:overview")
    page, context = "custody/upload.html", {"title": UPLOAD, "back_to": _home(request)}
    if request.method != "POST":
        return render(request, page, {**context, "form": owner_forms.ListForm()})
    if document := request.POST.get("document", ""):
        return _store(request, document, context)
    form = owner_forms.ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return again(request, form, page, context)
    kept = doors.keep(request, form.cleaned_data["file"])
    if isinstance(kept, Refused):
        return refuse(request, form, Refused(reasons=tuple(_beside(r) for r in kept.reasons)), page, context)
    name = str(form.cleaned_data["file"].name)
    with _file(kept, name) as path:
        seen = portfolio.portfolio_preview(path=path, profile=shipped()["portfolio"], today=doors.today(), file_name=name, owner=_owner(request))  # fmt: skip
    return render(request, "custody/preview.html", {**context, **_told(seen, kept)})


def _beside(reason: Reason) -> Reason:
    return Reason(code=reason.code, says=reason.says, field="file")


def _owner(request: HttpRequest) -> str:
    """A body lists what is its own; an office lists for everybody."""
    bodies = access.bodies(reader(request))
    return bodies[0] if bodies else ""


def _store(request: HttpRequest, document: str, context: dict[str, Any]) -> HttpResponse:
    """The file that this person had previewed, and no other."""
    held = Document.objects.filter(sha256=document).first()
    if held is None or held.stored_by != doors.who(request).label:
        return doors.shut(request, _not_previewed(), UPLOAD, back="custody:upload")
    with _file(document, held.name) as path:
        got = portfolio.portfolio_import(
            path=path,
            profile=shipped()["portfolio"],
            by=doors.who(request).label,
            today=doors.today(),
            place=doors.office_place(reader(request), access.Action.IMPORT),
            file_name=held.name,
            owner=_owner(request),
        )
    if isinstance(got, Problem):
        return doors.shut(request, Refused(reasons=(doors.of_problem(got, "file"),)), UPLOAD, back="custody:upload")
    if got.preview.halted is not None:
        return render(request, "custody/preview.html", {**context, **_told(got.preview, "")})
    messages.success(request, tr(_DONE.fill(n=got.stored, refused=len(got.preview.refused))))
    return redirect(context["back_to"])


@contextmanager
def _file(document: str, name: str) -> Iterator[Path]:
    """The kept file under a name with its own ending, which tells how to read it."""
    with tempfile.TemporaryDirectory(prefix="ipops-list-") as folder:
        path = Path(folder) / f"list{Path(name).suffix[:8]}"
        path.symlink_to(documents.path_of(document))
        yield path


def _told(seen: Preview, document: str) -> dict[str, Any]:
    """The preview as the page draws it: four heaps, the most a page can bear of each."""
    stored = [t for t in seen.taken if not t.merged]
    merged = [t for t in seen.taken if t.merged]
    return {
        "seen": seen,
        "document": document if seen.halted is None and seen.proposed else "",
        "counts": (
            (Text("读取行数", "Rows read"), seen.read),
            (Text("将存入的新权利", "New rights to be stored"), len(stored)),
            (Text("并入已有权利", "Merged with what is known"), len(merged)),
            (Text("不取", "Refused"), len(seen.refused)),
            (Text("重复行", "Repeated"), seen.repeated),
            (Text("权利人待核对", "Owners to review"), len(seen.review)),
        ),
        "most": _SHOWN if max(len(stored), len(merged), len(seen.refused)) > _SHOWN else 0,
        "stored": stored[:_SHOWN],
        "merged": merged[:_SHOWN],
        "refused": [(r.at.line, r.at.sheet, r.problems, r.raw) for r in seen.refused[:_SHOWN]],
        "doubts": [(t.row.at.line, d) for t in seen.taken for d in t.row.doubts][:_SHOWN],
    }


def _not_previewed() -> Refused:
    says = Text("请先上传并预览该文件。", "Upload the file and look at its preview first.")
    return Refused(reasons=(Reason(code="not-previewed", says=says),))


_MONTHLY = tables.TableSpec(
    code="monthly-refused",
    title=Text("未取的行", "Rows not taken"),
    columns=(
        tables.Column(key="line", title=Text("行", "Row"), value=lambda r: r[0], numeric=True),
        tables.Column(key="why", title=Text("原因", "Why"), value=lambda r: r[1], wide=True),
    ),
    empty=Text("每一行都已存入或原已存有。", "Every row was stored or known already."),
    plain=True,
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def park(request: HttpRequest) -> HttpResponseBase:
    """The park's operator enrols its own firms; an office enters a list for its places without a park."""
    if no := why_not(request):
        return doors.shut(request, no, PARK, back="custody:overview")
    page, context = "custody/park.html", {"title": PARK, "back_to": reverse("custody:custodies")}
    if request.method != "POST":
        return render(request, page, {**context, "form": owner_forms.MonthlyForm()})
    form = owner_forms.MonthlyForm(request.POST, request.FILES)
    if not form.is_valid():
        return again(request, form, page, context)
    given = form.cleaned_data["file"]
    assert isinstance(given, UploadedFile)
    with tempfile.TemporaryDirectory(prefix="ipops-list-") as folder:
        path = Path(folder) / f"list{Path(given.name or '').suffix[:8]}"
        path.write_bytes(b"".join(given.chunks()))
        got = monthly_import(
            file=path,
            name=given.name or "list",
            today=doors.today(),
            by=doors.who(request).label,
            park=_owner(request),
            place=form.cleaned_data["place"] or doors.office_place(reader(request), access.Action.IMPORT),
        )
    if isinstance(got, Problem):
        return refuse(request, form, Refused(reasons=(doors.of_problem(got, "file"),)), page, context)
    counts = (
        (Text("读取行数", "Rows read"), got.read),
        (Text("新合同", "New contracts"), got.contracts),
        (Text("新服务", "New services"), got.services),
        (Text("已有", "Known already"), got.known),
        (Text("未取", "Refused"), len(got.refused)),
    )
    rows = tables.ListRows(got.refused)
    return render(request, page, {**context, "form": owner_forms.MonthlyForm(), "counts": counts, "table": tables.draw(_MONTHLY, rows, request)})  # fmt: skip


_DONE = Text("已存入{n}条事实；{refused}行未取。", "{n} facts stored; {refused} rows were not taken.")
