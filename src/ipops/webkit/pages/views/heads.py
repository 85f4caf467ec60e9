"""Seals, for everybody: what the ledger's roots were at each sealing, and the verifier to check a proof against them."""

from __future__ import annotations

from importlib.resources import files

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ipops.kernel.text import Text
from ipops.webkit import seals
from ipops.webkit.models import Head
from ipops.webkit.pages import filters, tables

SPEC = tables.TableSpec(
    code="seals",
    title=Text("封存记录", "Seals"),
    columns=(
        tables.Column(key="size", title=Text("条数", "Entries"), value=lambda h: h.size, sort="size", numeric=True),
        tables.Column(key="at", title=Text("封存时刻", "Sealed"), value=lambda h: h.sealed_at),
        tables.Column(key="sha256", title=Text("根（SHA-256）", "Root (SHA-256)"), value=lambda h: h.root_sha256),
        tables.Column(key="sm3", title=Text("根（SM3）", "Root (SM3)"), value=lambda h: h.root_sm3),
    ),
    filters=(
        filters.day("since", Text("封存于此日之后（含）", "Sealed on or after"), "sealed_at__date__gte"),
        filters.holding(Text("根的开头", "Part of a root"), "root_sha256", "root_sm3"),
    ),
    empty=Text("封存每日自动进行，首次之后在此公布。", "Sealing runs every day; the first root will stand here."),
    order="-size",
)


@require_safe
def heads(request: HttpRequest) -> HttpResponseBase:
    return tables.page(request, SPEC, Head.objects.all(), "webkit/heads.html")


@require_safe
def jsonl(request: HttpRequest) -> HttpResponse:
    """Every head, oldest first, one canonical JSON a line: what the verifier takes as the heads to hold a proof against."""
    lines = "".join(f"{h.as_line()}\n" for h in reversed(seals.heads()))
    response = HttpResponse(lines, content_type="application/jsonl; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="heads.jsonl"'
    return response


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The stand-alone script, as it is in the source."""
    text = files("ipops.ledger").joinpath("verify_offline.py").read_bytes()
    response = HttpResponse(text, content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="verify_offline.py"'
    return response
