"""A valuation worked out on the page: every approach beside the others, whether the report may be used, bands and swings.

Nothing is stored: what the bank goes by is entered with the application. The question can be taken along as the file that the
command reads.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.lines.pledge.app.forms.value import ValuationForm
from ipops.lines.pledge.rules import pictures
from ipops.webkit import access
from ipops.webkit.pages import charts, doors, exports, tables
from ipops.webkit.pages.cases import Lines
from ipops.webkit.pages.forms import again, refuse
from ipops.webkit.pages.spec import ListRows

TITLE = Text("评估测算", "Valuation")
_PAGE = "pledge/value.html"
METHODS = {
    "relief_from_royalty": Text("收益法：许可费节省", "income: relief from royalty"),
    "excess_income": Text("收益法：超额收益", "income: excess income"),
    "profit_split": Text("收益法：利润分成", "income: profit split"),
    "market": Text("市场法", "market"),
    "cost": Text("成本法", "cost"),
    "self_created": Text("成本法：自创成本", "cost: self-created"),
}
_NO_FIGURE = Text("不给单一数值", "no one figure")
_FILES = (
    ("csv", Text("CSV", "CSV")), ("xlsx", Text("XLSX", "XLSX")), ("json", Text("结果 JSON", "answer, JSON")),
    ("question", Text("问题 JSON（供命令使用）", "question, JSON, for the command")),
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@doors.needs(access.Action.SEE, TITLE, back="pledge:overview")
def value(request: HttpRequest) -> HttpResponseBase:
    context: dict[str, Any] = {"title": TITLE}
    if request.method != "POST":
        return render(request, _PAGE, {**context, "form": ValuationForm(initial={"valued_on": doors.today()})})
    if how := request.GET.get("as", ""):
        return _file(request, how)
    form = ValuationForm(request.POST, request.FILES)
    if not form.is_valid():
        return again(request, form, _PAGE, context)
    tree = form.tree
    got = _worked(tree)
    if not isinstance(got, dict):
        return refuse(request, form, form.beside(got), _PAGE, context)
    return render(request, _PAGE, {**context, "form": form, "asked": _plain(tree), **_shown(got)})


def _worked(tree: Any) -> Any:
    from ipops.finance.asked_value import asked_value  # numpy: other pages need not wait for it

    return asked_value(tree)


def _plain(tree: Any) -> str:
    return json.dumps(tree, ensure_ascii=False, default=str)


def _shown(got: Mapping[str, Any]) -> dict[str, Any]:
    chart = pictures.value(got)
    ends = [Money(x) for x in got["range_fen"] or ()]
    drawn = (
        (("svg", Text("图 SVG", "picture, SVG")), ("png", Text("图 PNG", "picture, PNG"))) if chart is not None else ()
    )
    return {
        "got": got,
        "files": (*_FILES, *drawn),
        "range": ends,
        "one": Money(got["value_fen"]) if got["value_fen"] is not None else None,
        "says": Text(**got["says"]) if got["says"] else None,
        "reasons": [Text(**r["says"]) for r in got["reasons"]],
        "tables": [t for t in (approaches(got), _bands(got), _score(got)) if t.rows],
        "unknowns": [(METHODS.get(u["rule"], Text("指标评分", "score")), Text(**u["why"])) for u in got["unknowns"]],
        "chart": charts.drawn(chart) if chart is not None else None,
    }


def approaches(got: Mapping[str, Any]) -> Lines:
    """Side by side, each with its range and on how many deals or licences it rests. None is averaged."""
    rows = tuple(_approach(e) for e in got["estimates"])
    heads = (
        Text("方法", "Approach"), Text("评估值", "Value"), Text("最低", "Lowest"), Text("最高", "Highest"), Text("依据件数 n", "n"),
        Text("依据", "Rests on"),
    )  # fmt: skip
    return Lines(
        title=Text("各方法并列，不取平均", "Approaches side by side, none averaged"),
        heads=heads,
        rows=rows,
        numeric=frozenset({1, 2, 3, 4}),
    )


def _approach(e: Mapping[str, Any]) -> tuple[Any, ...]:
    name = METHODS[e["method"]]
    if e.get("unknown"):
        return name, Text("未知", "unknown"), "—", "—", "—", Text(**e["why"])
    low, high = (Money(e[k]) if e[k] is not None else "—" for k in ("low_fen", "high_fen"))
    worth = Money(e["value_fen"]) if e["value_fen"] is not None else _NO_FIGURE
    inputs = "；".join(f"{k} {x}" for k, x in e["inputs"].items())
    says = Text(**e["says"]) if e["says"] else Text(inputs or "—", inputs or "—")
    return name, worth, low, high, e["n"] if e["n"] is not None else "—", says


def _bands(got: Mapping[str, Any]) -> Lines:
    rows = tuple(
        (METHODS[b["method"]], *(Money(b[f"p{q}_fen"]) for q in (5, 25, 50, 75, 95)), b["paths"], str(b["seed"]))
        for b in got["bands"]
    )
    heads = (
        Text("方法", "Approach"),
        *(Text(f"{q}%", f"{q} %") for q in (5, 25, 50, 75, 95)),
        Text("路径", "Paths"),
        Text("种子", "Seed"),
    )
    return Lines(title=Text("模拟区间", "Simulated bands"), heads=heads, rows=rows, numeric=frozenset(range(1, 8)))


def _score(got: Mapping[str, Any]) -> Lines:
    score = got["score"]
    heads = (Text("指标", "Indicator"), Text("得分", "Score"))
    rows: tuple[tuple[Any, ...], ...] = ()
    if score is not None and not score.get("unknown"):
        whole = score["score"] or " – ".join(score["between"])
        rows = (
            (Text("合计", "together"), whole),
            *((k, a if a == b else f"{a} – {b}") for k, (a, b) in score["values"].items()),
        )
    return Lines(title=Text("指标评分", "Score by indicators"), heads=heads, rows=rows)


SPEC = tables.TableSpec(
    code="valuation",
    title=TITLE,
    columns=tuple(
        tables.Column(key=k, title=t, value=itemgetter(i), numeric=0 < i < 5)
        for i, (k, t) in enumerate((("method", Text("方法", "Approach")), ("value", Text("评估值", "Value")), ("low", Text("最低", "Lowest")), ("high", Text("最高", "Highest")), ("n", Text("n", "n")), ("on", Text("依据", "Rests on"))))
    ),
    empty=Text("没有方法。", "No approach."),
)  # fmt: skip


def _file(request: HttpRequest, how: str) -> HttpResponseBase:
    """The same question again, as a file: it is worked out anew, so what comes back is the engine's and nobody's hand."""
    form = ValuationForm()
    try:
        tree = json.loads(request.POST.get("asked", ""))
    except ValueError:
        tree = None
    got = _worked(tree)
    if not isinstance(got, dict):
        form.cleaned_data = {}
        return refuse(request, form, form.beside(got), _PAGE, {"title": TITLE})
    if how in ("json", "question"):
        answer = JsonResponse(got if how == "json" else tree, json_dumps_params={"ensure_ascii": False, "indent": 1})
        answer["Content-Disposition"] = f'attachment; filename="{"valuation" if how == "json" else "question"}.json"'
        return answer
    if how in tables.EXPORTS:
        return exports.as_file(how, SPEC, SPEC.columns, ListRows(approaches(got).rows))
    chart = pictures.value(got)
    return (
        charts.as_file(chart, how, "sensitivity")
        if chart is not None
        else render(request, _PAGE, {"title": TITLE, "form": form})
    )


__all__ = ["TITLE", "value"]
