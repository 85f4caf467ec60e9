"""Register lists: import one, see the three heaps, what differs, what was refused and why."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ipops.intake.profile import Profile, shipped
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.trading.app import forms, selectors, services
from ipops.lines.trading.app.models import Deal, ImportRun
from ipops.lines.trading.app.views import common, shown
from ipops.webkit import access
from ipops.webkit.pages import filters, tables
from ipops.webkit.pages.forms import again, refuse
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.timeline import Tab

_IMPORT = Text("导入登记清单", "Import a register list")
KINDS = {
    "transfer": Text("转让登记清单", "registered transfers"),
    "licence": Text("许可备案清单", "recorded licences"),
    "pledge": Text("质押登记清单", "registered pledges"),
}

RUNS = tables.TableSpec(
    code="imports",
    title=Text("已导入的清单", "Lists imported"),
    columns=(
        tables.Column(
            key="at",
            title=Text("导入时间", "Imported"),
            value=lambda r: r.at,
            sort="at",
            link=lambda r: reverse("trading:import", args=[r.code]),
        ),
        tables.Column(key="kind", title=Text("种类", "Kind"), value=lambda r: KINDS.get(r.kind, r.kind), sort="kind"),
        tables.Column(key="file", title=Text("文件", "File"), value=lambda r: r.file_name, wide=True),
        tables.Column(key="read", title=Text("行数", "Rows"), value=lambda r: r.counts["read"], numeric=True),
        tables.Column(
            key="both", title=Text("两边都有", "On both sides"), value=lambda r: r.counts["both"], numeric=True
        ),
        tables.Column(
            key="theirs",
            title=Text("只在登记簿", "Only on the register"),
            value=lambda r: r.counts["only_register"],
            numeric=True,
        ),
        tables.Column(
            key="ours", title=Text("只在我方", "Only with us"), value=lambda r: r.counts["only_us"], numeric=True
        ),
        tables.Column(
            key="differ", title=Text("不一致", "Differ"), value=lambda r: r.counts["conflicts"], numeric=True
        ),
        tables.Column(key="refused", title=Text("未取", "Refused"), value=lambda r: r.counts["rejected"], numeric=True),
    ),
    filters=(
        filters.one_of("kind", Text("种类", "Kind"), KINDS),
        filters.holding(Text("文件名", "File name"), "file_name"),
        filters.day("since", Text("导入于此日之后（含）", "Imported on or after"), "at__date__gte"),
    ),
    empty=Text("上传收到的清单即可，不用逐条录入。", "Upload the list you received; nothing needs typing."),
    order="-at",
)

DIFFERENCES = tables.TableSpec(
    code="differences",
    title=Text("与登记簿不一致", "Different from the register"),
    columns=(
        tables.Column(key="line", title=Text("行", "Row"), value=lambda c: c["line"], numeric=True),
        tables.Column(
            key="right",
            title=Text("权利", "Right"),
            value=lambda c: c["right"],
            link=lambda c: reverse("trading:deal", args=[c["deal"]]),
        ),
        tables.Column(key="field", title=Text("项目", "Field"), value=lambda c: Text(**c["title"])),
        tables.Column(key="ours", title=Text("我方", "Ours"), value=lambda c: c["ours"], wide=True),
        tables.Column(key="register", title=Text("登记簿", "The register"), value=lambda c: c["register"], wide=True),
    ),
    empty=Text("没有不一致之处。", "Nothing differs."),
)

REFUSED = tables.TableSpec(
    code="refused",
    title=Text("未取的行", "Rows not taken"),
    columns=(
        tables.Column(key="line", title=Text("行", "Row"), value=lambda r: r["line"], numeric=True),
        tables.Column(key="sheet", title=Text("工作表", "Sheet"), value=lambda r: r.get("sheet", "")),
        tables.Column(
            key="reason",
            title=Text("原因与办法", "Why, and what to do"),
            value=lambda r: Text(r["reason"], r["reason_en"]),
            wide=True,
        ),
        tables.Column(
            key="raw",
            title=Text("原文", "As written"),
            value=lambda r: "；".join(f"{k}：{v}" for k, v in r["raw"].items() if v),
            wide=True,
        ),
    ),
    empty=Text("每一行都已读取。", "Every row was taken."),
)

HEAPS = (
    ("both", Text("两边都有", "On both sides")),
    ("only_register", Text("只在登记簿（已自动记录）", "Only on the register (recorded)")),
    ("only_us", Text("只在我方", "Only with us")),
    ("conflicts", Text("不一致", "Different")),
    ("rejected", Text("未取的行", "Not taken")),
)


def profile_of(kind: str) -> Profile:
    return shipped()[f"cnipa-{kind}"]


@require_safe
@common.needs(access.Action.IMPORT, _IMPORT)
def blank_list(request: HttpRequest, kind: str) -> HttpResponse:
    """A list with nothing but its headers, for whoever makes one by hand; Excel reads it as it is."""
    if kind not in KINDS:
        raise Http404
    heads = ",".join(rule.aliases[0] for rule in profile_of(kind).fields.values())
    response = HttpResponse(f"\ufeff{heads}\r\n", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@common.needs(access.Action.IMPORT, _IMPORT)
def imports(request: HttpRequest) -> HttpResponseBase:
    rows = selectors.imports_for(reader(request))
    known = [(tr(title), profile_of(kind), reverse("trading:blank-list", args=[kind])) for kind, title in KINDS.items()]
    if request.method != "POST":
        return tables.page(request, RUNS, rows, "trading/imports.html", {"form": forms.ImportForm(), "known": known})
    form = forms.ImportForm(request.POST, request.FILES)
    context = {"table": tables.draw(RUNS, rows, request), "known": known}
    if not form.is_valid():
        return again(request, form, "trading/imports.html", context)
    got = _merge(request, form)
    if isinstance(got, Refused):
        return refuse(request, form, common.on_form(got), "trading/imports.html", context)
    done = Text("已读 {n} 行，新记 {s} 条事实。", "{n} rows read, {s} facts stored.").fill(n=got.read, s=got.stored)
    messages.success(request, tr(done))
    return redirect("trading:import", got.run)


def _merge(request: HttpRequest, form: forms.ImportForm) -> services.register.Merged | Refused:
    """The list is written to a file of its own, because reading it takes two passes."""
    kind, upload = form.cleaned_data["kind"], form.cleaned_data["file"]
    assert isinstance(upload, UploadedFile)
    name = upload.name or "list"
    with tempfile.TemporaryDirectory(prefix="ipops-list-") as folder:
        path = Path(folder) / f"list{Path(name).suffix[:8]}"
        with path.open("wb") as out:
            for chunk in upload.chunks():
                out.write(chunk)
        return services.register.register_import(
            path=path,
            kind=kind,
            profile=profile_of(kind),
            by=common.who(request).label,
            today=common.today(),
            place=common.office_place(reader(request), access.Action.IMPORT),
            file_name=name,
        )


@require_safe
@common.needs(access.Action.SEE, _IMPORT)
def import_run(request: HttpRequest, run: str) -> HttpResponseBase:
    """One import: its heaps as tabs. A heap of deals is the table of deals, narrowed to it."""
    found: ImportRun | None = selectors.imports_for(reader(request)).filter(code=run).first()
    if found is None:
        raise Http404
    heap = request.GET.get("heap", "both")
    here = heap if heap in {h for h, _ in HEAPS} else "both"
    address = reverse("trading:import", args=[run])
    tabs = tuple(Tab(title=_counted(title, found, h), href=f"{address}?heap={h}", here=h == here) for h, title in HEAPS)
    notes = [Text(**n["says"]) for n in found.notes]
    context = {
        "run": found,
        "kind": KINDS.get(found.kind),
        "tabs": tabs,
        "tabs_title": Text("三堆", "Heaps"),
        "may_import": access.may(reader(request), access.Action.IMPORT),
        "notes": notes,
    }
    spec, rows = _heap(request, found, here)
    return tables.page(request, spec, rows, "trading/import.html", context)


def _counted(title: Text, run: ImportRun, heap: str) -> Text:
    n = run.counts.get(heap, 0)
    return Text(f"{title.zh} {n}", f"{title.en} {n}")


def _heap(request: HttpRequest, run: ImportRun, heap: str) -> tuple[tables.TableSpec, Any]:
    if heap == "conflicts":
        lines = [
            {**f, "line": c["line"], "right": c["right"], "deal": c["deal"]} for c in run.conflicts for f in c["fields"]
        ]
        return DIFFERENCES, tables.ListRows(lines)
    if heap == "rejected":
        return REFUSED, tables.ListRows(run.rejected)
    codes = getattr(run, heap)
    if run.kind == "pledge":
        return shown.DEALS, selectors.with_names(Deal.objects.filter(deal__in=codes))
    return shown.DEALS, selectors.with_names(selectors.deals_for(reader(request)).filter(deal__in=codes))


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """The line's own address leads to its list."""
    return redirect("trading:deals")
