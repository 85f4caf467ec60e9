"""What a fund may lose: the question, its progress, the answer in picture and table, and files to take along."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.pledge.app import selectors
from ipops.lines.pledge.app.forms.whatif import WhatIfForm
from ipops.lines.pledge.app.services import whatif as services
from ipops.lines.pledge.app.views import whatif_shown as shown
from ipops.lines.pledge.rules import pictures
from ipops.lines.pledge.rules.scheming import sharing_schemes
from ipops.webkit import access, parties
from ipops.webkit.pages import charts, doors, exports, tables
from ipops.webkit.pages.forms import again, refuse
from ipops.webkit.pages.lang import say
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.spec import ListRows

TITLE = Text("资金推演", "What a fund may lose")
_PAGE = "pledge/what_if.html"
_STATES = {
    "waiting": Text("排队", "waiting"),
    "running": Text("推演中", "running"),
    "done": Text("已完成", "done"),
    "failed": Text("出错", "failed"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@doors.needs(access.Action.SEE, TITLE, back="pledge:overview")
def what_if(request: HttpRequest) -> HttpResponseBase:
    """The question. It is run by the worker; one's own earlier runs stand below."""
    user = doors.who(request)
    given: dict[str, Any] = {"schemes": _schemes(), "funds": [(f.fund, f.name) for f in selectors.funds_for(user)]}
    context = {"title": TITLE, "runs": [(r, _STATES[r.state]) for r in services.runs_of(user)]}
    if request.method != "POST":
        return render(request, _PAGE, {**context, "form": WhatIfForm(initial=_initial(request), **given)})
    form = WhatIfForm(request.POST, request.FILES, **given)
    if not form.is_valid():
        return again(request, form, _PAGE, context)
    got = services.ask(user, form.question)
    if isinstance(got, Refused):
        return refuse(request, form, form.beside(got), _PAGE, context)
    return redirect("pledge:what-if-run", got)


@require_safe
@doors.needs(access.Action.SEE, TITLE, back="pledge:overview")
def run(request: HttpRequest, run: str) -> HttpResponseBase:
    """One run of the reader's own: how far it is, then what came out; ``as`` gives it as a file."""
    got = services.run_of(doors.who(request), run)
    if got is None:
        raise Http404
    if how := request.GET.get("as", ""):
        return _file(request, got, how)
    if "part" in request.GET:
        answer = render(request, "pledge/what_if_progress.html", _progress(got))
        if got.state in ("done", "failed"):
            answer["HX-Refresh"] = "true"
        return answer
    context = {"title": TITLE, "run": got, "asked_at": got.asked_at, **_progress(got), **_answer(request, got)}
    return render(request, "pledge/what_if_run.html", context)


def _progress(got: services.Run) -> dict[str, Any]:
    share = 100 * got.done // got.of if got.of else 0
    return {"run": got, "says": _STATES[got.state], "share": share, "moving": got.state in ("waiting", "running")}


def _answer(request: HttpRequest, got: services.Run) -> dict[str, Any]:
    if got.refused is not None:
        return {"reasons": [Text(**r["says"]) for r in got.refused["reasons"]]}
    if got.answer is None:
        return {}
    a = got.answer
    names = parties.named(_codes(a)) if a.get("real") else {}
    return {
        "answer": a,
        "book": a["book"],
        "balance": Money(a["book"]["balance_fen"]),
        "yours": shown.yours(a),
        "outside": shown.outside(a),
        "chart": charts.drawn(pictures.what_if(a), href=f"{request.path}?chart=losses"),
        "stress": shown.stress(a),
        "stressed": shown.stressed_names(a, names),
        "tables": shown.all_tables(a),
        "sound": all(s["checks"]["parties_bear_gross_less_recoveries"] for s in a["schemes"].values()),
        "left_out": len(a.get("left_out", ())),
    }


def _codes(answer: dict[str, Any]) -> list[str]:
    """The parties that the stress names."""
    every = [s["stress"] for s in answer["schemes"].values()]
    return sorted({n for s in every for n in (*s["top_names_fail"]["names"], s["one_bank_fails"]["bank"])})


def _file(request: HttpRequest, got: services.Run, how: str) -> HttpResponseBase:
    """The answer, its table, its picture; or the book and the question, for the command ``ipops fund what-if``."""
    if how == "book":
        return _book(request, got)
    if got.answer is None:
        raise Http404
    if how == "json":
        return _json(got.answer, "what-if")
    if "chart" not in request.GET and how in tables.EXPORTS:
        rows = ListRows(shown.losses(got.answer).rows)
        return exports.as_file(how, shown.LOSSES, shown.LOSSES.columns, rows)
    return charts.as_file(pictures.what_if(got.answer), how, "what-if")


def _book(request: HttpRequest, got: services.Run) -> HttpResponseBase:
    """The book is read anew, through the reader's door of today."""
    made = services.ready(doors.who(request), got.question)
    if isinstance(made, Refused):
        raise Http404
    return _json(made.tree, "book")


def _json(value: Any, name: str) -> JsonResponse:
    answer = JsonResponse(value, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return answer


def _schemes() -> list[tuple[str, Any]]:
    return [(s.code, say(Text(f"{s.title.zh}（{s.code}）", f"{s.title.en} ({s.code})"))) for s in sharing_schemes()]


def _initial(request: HttpRequest) -> dict[str, Any]:
    """From a fund's page: its loans, its scheme, what is left in it."""
    fund = selectors.fund_for(reader(request), request.GET.get("fund", "")) if request.GET.get("fund") else None
    if fund is None:
        return {}
    return {"fund": fund.fund, "schemes": [fund.scheme], "pool": f"{fund.balance.as_yuan():.2f}"}


__all__ = ["TITLE", "run", "what_if"]
