"""What was labelled and what was read: documents under a node of the tree, the sample behind recall and precision.

Both are read here and changed by a sheet that the template names: a study is its file (decision 0220).
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ipops.kernel.text import Text
from ipops.lines.navigation.app.views.results import LINKS, ratios, whole
from ipops.lines.navigation.app.views.shown import UNTOLD
from ipops.webkit.pages.cases import Lines

MOST = 50
_BY = {"hand": Text("人工", "by hand"), "rule": Text("规则", "by rule")}
_STRATA = {"within": Text("边界内", "within the boundary"), "outside": Text("边界外", "outside it")}
_VERDICTS = {"1": Text("相关", "relevant"), "0": Text("不相关", "not relevant")}
_UNREAD = Text("未判读", "not read")


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


@require_safe
@login_required
def samples(request: HttpRequest, study: str) -> HttpResponseBase:
    row, got = whole(request, study)
    drawn = got.sample()
    heads = (
        Text("文献", "Document"), Text("抽自", "Drawn from"), Text("名称", "Title"), Text("申请人", "Applicants"), Text("分类号", "Classes"),
        Text("判读", "Verdict"),
    )  # fmt: skip
    rows = tuple(
        (
            r["document"],
            _STRATA[r["stratum"]],
            r["title"],
            r["applicants"] or UNTOLD,
            _few(r["classes"]),
            _VERDICTS.get(r["relevant"], _UNREAD),
        )
        for r in drawn
    )
    context: dict[str, Any] = {
        "row": row, "ratios": ratios(got.told), "drawn": len(drawn), "read": sum(r["relevant"] in _VERDICTS for r in drawn),
        "lines": Lines(title=Text("抽样表", "The sample"), heads=heads, rows=rows), "told": got.told,
    }  # fmt: skip
    return render(request, "navigation/samples.html", context)


def _few(classes: str) -> str | Text:
    """The first symbols of a long list."""
    every = classes.split("; ")
    return "; ".join(every[:5]) + (" …" if len(every) > 5 else "") if classes else UNTOLD


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return min(int(asked), 10_000) if asked.isdecimal() and int(asked) > 0 else 1
