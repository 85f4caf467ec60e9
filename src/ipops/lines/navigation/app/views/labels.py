"""What was labelled: documents under a node of the tree, as the last run left them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ipops.kernel.text import Text
from ipops.lines.navigation.app.views.results import LINKS, whole
from ipops.lines.navigation.app.views.shown import UNTOLD
from ipops.webkit.pages.cases import Lines

MOST = 50
_BY = {"hand": Text("人工", "by hand"), "rule": Text("规则", "by rule")}


@require_safe
@login_required
def node(request: HttpRequest, study: str, code: str) -> HttpResponseBase:
    row, got = whole(request, study)
    told = next((n for n in got.told["tree"] if n["code"] == code), None)
    if told is None:
        raise Http404
    page = _page(request)
    count, rows = got.labels(code, (page - 1) * MOST, MOST)
    heads = (
        Text("文献", "Document"), Text("名称", "Title"), Text("权利人", "Owners"), Text("标引依据", "Labelled"),
    )  # fmt: skip
    lines = Lines(
        title=Text("该节点的文献", "Documents under the node"), heads=heads,
        rows=tuple((r["document"], r["title"] or UNTOLD, r["owners"] or UNTOLD, _BY[r["by"]]) for r in rows),
    )  # fmt: skip
    context = {
        "row": row, "title": Text(**told["title"]), "link": LINKS[told["link"]], "told": told, "lines": lines, "count": count,
        "page": page, "pages": max(1, -(-count // MOST)), "nodes": [(n["code"], Text(**n["title"])) for n in got.told["tree"]],
    }  # fmt: skip
    return render(request, "navigation/node.html", context)


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return min(int(asked), 10_000) if asked.isdecimal() and int(asked) > 0 else 1
