"""Pools: what is left, what claims in process take, how near warning and fuse; opening, money, statement and list of a fund."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ipops.finance.scheme import Scheme
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.pledge.app import moves, selectors, services, telling
from ipops.lines.pledge.app.forms import loan as forms
from ipops.lines.pledge.app.glance_of_funds import Glance, glances
from ipops.lines.pledge.app.models import Fund
from ipops.lines.pledge.app.views import shown
from ipops.lines.pledge.app.views.doing import STORED
from ipops.lines.pledge.facts.words import FilesWhen, LineState, Returns
from ipops.lines.pledge.rules import assessing, flowing, pictures
from ipops.lines.pledge.rules.pool import RESUME, near
from ipops.lines.pledge.rules.scheming import scheme_of
from ipops.reports import wording
from ipops.reports.charts.waterfall import Waterfall
from ipops.webkit import access
from ipops.webkit.enrol import By
from ipops.webkit.pages import charts, doors, tables
from ipops.webkit.pages.forms import HouseForm, again, refuse
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader

_OPEN = Text("设立资金", "Open a fund")
_PAGE = "pledge/form.html"


def _status(row: Glance) -> Any:
    """The worst of the fund's lines."""
    worst = max((n.status for n in row.lines), key=_WORSE.index, default=None)
    return shown.line_state(worst) if worst else Text("方案未载预警线", "its scheme has no line")


def _how_near(row: Glance) -> tuple[Text, ...]:
    """Warning and stop, each with what is left until it or by how much it was passed."""
    return tuple(
        _PASSED.fill(line=n.says, x=n.over)
        if n.over
        else _LEFT.fill(line=n.says, x=n.left)
        if n.left
        else Text("{line}：未知", "{line}: unknown").fill(line=n.says)
        for n in row.lines
        if n.says != RESUME
    )


_WORSE = (LineState.OPEN, LineState.UNKNOWN, LineState.WARNED, LineState.STOPPED)
_PASSED = Text("{line}：已越过 {x}", "{line}: past it by {x}")
_LEFT = Text("{line}：还差 {x}", "{line}: {x} left")
POOLS = tables.TableSpec(
    code="pledge-pools",
    title=Text("资金池还剩多少", "What is left in the pools"),
    columns=(
        tables.Column(key="name", title=Text("资金", "Fund"), value=lambda g: g.fund.name, link=lambda g: reverse("pledge:pool", args=[g.fund.fund]), sort="name", wide=True),
        tables.Column(key="balance", title=Text("余额", "Balance"), value=lambda g: shown.exact(g.fund.balance), export=lambda g: g.fund.balance, sort="balance", numeric=True),
        tables.Column(key="pending", title=Text("待决补偿", "Pending claims"), value=lambda g: shown.exact(g.pending.known), export=lambda g: g.pending.known, numeric=True),
        tables.Column(key="after", title=Text("付后余额", "Left after them"), value=lambda g: shown.exact(g.after), export=lambda g: g.after, sort="after", numeric=True),
        tables.Column(key="unknown", title=Text("尚未测算（件）", "Not worked out"), value=lambda g: g.pending.unknown, numeric=True),
        tables.Column(key="state", title=Text("状态", "State"), value=_status),
        tables.Column(key="near", title=Text("离预警与熔断", "Warning and fuse"), value=_how_near, wide=True),
    ),
    empty=Text("还没有资金。设立一项，写明所依方案、备案时点与追回款去向。", "There is no fund. Open one: its scheme, when a loan is filed, where recoveries go."),
)  # fmt: skip
_SORTS = {"name": lambda g: g.fund.name, "balance": lambda g: g.fund.balance, "after": lambda g: g.after}


@require_safe
@login_required
def pools(request: HttpRequest) -> HttpResponseBase:
    """One of the ten questions: every fund that the reader may see, at a glance."""
    user = reader(request)
    rows = tables.ListRows(glances(selectors.funds_for(user), doors.today()), _SORTS)
    context = {"may_record": access.may(user, access.Action.RECORD)}
    return tables.page(request, POOLS, rows, "pledge/pools.html", context)


@require_safe
@login_required
def pool(request: HttpRequest, fund: str) -> HttpResponseBase:
    row = _fund(request, fund)
    today, pending = doors.today(), selectors.pending(row)
    moved = _moved(request, row, pending, today)
    if how := request.GET.get("as", ""):
        return charts.as_file(moved.chart, how, "fund")
    scheme = scheme_of(row.scheme, tuple(row.terms))
    around = selectors.around(row, bank="", firm="", on=today)
    told = assessing.of_fund(around)
    lines = near(scheme, told, today, row.states) if isinstance(scheme, Scheme) else ()
    claims = selectors.claims_for(reader(request)).filter(fund=row.fund)
    context = {
        "fund": row,
        "scheme": scheme if isinstance(scheme, Scheme) else None,
        "problem": scheme if isinstance(scheme, Refused) else None,
        "balance": shown.exact(row.balance),
        "put_in": shown.exact(row.put_in_fen),
        "paid": shown.exact(row.paid_fen),
        "back": shown.exact(row.back_fen),
        "pending": pending,
        "pending_sum": shown.exact(pending.known),
        "after": shown.exact(row.balance - pending.known),
        "book": shown.exact(around.book),
        "bad": shown.exact(around.bad),
        "near": [(n, shown.line_state(n.status), row.since.get(n.line), telling.LINES.get(n.line)) for n in lines],
        "agrees": row.gap_fen == 0,
        "gap": shown.exact(row.gap_fen) if row.gap_fen is not None else None,
        "stated": shown.exact(row.stated_fen) if row.stated_fen is not None else None,
        "files": shown.word(FilesWhen, row.files),
        "returns": shown.word(Returns, row.returns),
        "claims": [(c, shown.state_of_claim(c)) for c in shown.with_names(claims, "firm")[:50]],
        "may_record": access.may(reader(request), access.Action.RECORD, row.place),
        "chart": charts.drawn(moved.chart, href=f"{request.path}?year={moved.year or ''}", note=moved.note),
        "years": [(y, y == moved.year) for y in moved.years],
        "since_opened": moved.year is None,
    }
    return render(request, "pledge/pool.html", context)


class _Moved(NamedTuple):
    chart: Waterfall
    year: int | None
    years: tuple[int, ...]
    note: Text | None


def _moved(request: HttpRequest, row: Fund, pending: selectors.Pending, today: date) -> _Moved:
    """How the fund's money became what is left: since it was opened, or in the year asked for. Claims in process take from what is
    left today, so a year that is over shows none."""
    facts = moves.fund_moves(row)
    years = flowing.years(facts)
    asked = request.GET.get("year", "")
    year = next((y for y in years if str(y) == asked), None)
    got = flowing.flow(facts, payer=row.payer, pooled=row.returns == Returns.POOL, year=year)
    now = year is None or year == today.year
    notes = [_UNKNOWN.fill(n=pending.unknown)] if now and pending.unknown else []
    notes += [_ELSEWHERE.fill(m=wording.money(got.elsewhere))] if got.elsewhere else []
    note = Text("".join(n.zh for n in notes), " ".join(n.en for n in notes)) if notes else None
    return _Moved(pictures.fund(got, year=year, pending=pending.known if now else None), year, years, note)


_UNKNOWN = Text("另有{n}件申请尚未测算，未计入。", "Claims not worked out, and so not in it: {n}.")
_ELSEWHERE = Text("追偿款{m}上缴财政，不回到本资金。", "{m} of recoveries went to the treasury, not back into it.")


@require_http_methods(["GET", "HEAD", "POST"])
@doors.needs(access.Action.RECORD, _OPEN, back="pledge:pools")
def open_(request: HttpRequest) -> HttpResponseBase:
    form = forms.FundForm(request.POST or None, request.FILES or None, initial=_here(request))
    context = {"title": _OPEN, "back": reverse("pledge:pools")}
    if request.method != "POST":
        return render(request, _PAGE, {**context, "form": form})
    if not form.is_valid():
        return again(request, form, _PAGE, context)
    v = form.cleaned_data
    if no := access.why_not(reader(request), access.Action.RECORD, v["place"]):
        return refuse(request, form, no, _PAGE, context)
    paper = doors.keep(request, v["paper"])
    if isinstance(paper, Refused):
        return refuse(request, form, paper, _PAGE, context)
    got = services.fund_open(
        name=v["name"],
        scheme=v["scheme"].partition(":")[0],
        place=v["place"],
        payer=v["scheme"].partition(":")[2],
        terms=v["terms"],
        files=FilesWhen(v["files_when"]),
        files_days=v["files_days"],
        claim_days=v["claim_days"],
        returns=Returns(v["returns"]),
        asks_list=v["asks_list"],
        draw_first=v["draw_first"],
        by=_by(request, v["reference"], paper),
    )
    if isinstance(got, Refused):
        return refuse(request, form, got, _PAGE, context)
    messages.success(request, tr(STORED))
    return redirect("pledge:pool", got)


def _acting(title: Text, form_of: type[HouseForm], do: Callable[[Fund, Any, By], Refused | Text]) -> Any:
    """A screen that enters something into a fund."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @doors.needs(access.Action.RECORD, title, back="pledge:pools")
    def view(request: HttpRequest, fund: str) -> HttpResponseBase:
        row = _fund(request, fund)
        back = reverse("pledge:pool", args=[fund])
        context = {"title": title, "back": back, "of": row.name}
        if no := access.why_not(reader(request), access.Action.RECORD, row.place):
            return doors.shut(request, no, title, back="pledge:pools")
        form = form_of(request.POST or None, request.FILES or None)
        if request.method != "POST":
            return render(request, _PAGE, {**context, "form": form})
        if not form.is_valid():
            return again(request, form, _PAGE, context)
        paper = doors.keep(request, form.cleaned_data["paper"]) if "paper" in form.fields else ""
        if isinstance(paper, Refused):
            return refuse(request, form, paper, _PAGE, context)
        got = do(row, form.cleaned_data, _by(request, form.cleaned_data["reference"], paper))
        if isinstance(got, Refused):
            return refuse(request, form, got, _PAGE, context)
        messages.success(request, tr(got))
        return redirect(back)

    return view


def _move(row: Fund, v: Any, by: By) -> Refused | Text:
    return services.fund_move(fund=row.fund, amount=v["amount"], on=v["on"], why=v["why"], by=by)


def _state(row: Fund, v: Any, by: By) -> Refused | Text:
    return services.fund_state(fund=row.fund, balance=v["balance"], on=v["on"], by=by)


def _list(row: Fund, v: Any, by: By) -> Refused | Text:
    return services.fund_list(fund=row.fund, firms=v["firms"], off=v["off"], by=by)


def _lift(row: Fund, v: Any, by: By) -> Refused | Text:
    return services.line_lift(fund=row.fund, line=v["line"], why=v["why"], by=by)


lift = _acting(Text("恢复资金", "Lift a stop"), forms.LiftForm, _lift)
move = _acting(Text("资金拨入或转出", "Money in or out"), forms.MoveForm, _move)
state = _acting(Text("对账", "The bank's statement"), forms.StateForm, _state)
list_ = _acting(Text("白名单", "White list"), forms.ListForm, _list)


def _fund(request: HttpRequest, fund: str) -> Fund:
    row = selectors.fund_for(reader(request), fund)
    if row is None:
        raise Http404
    return row


def _by(request: HttpRequest, reference: str, paper: str) -> By:
    return By(by=doors.who(request).label, today=doors.today(), reference=reference, document=paper)


def _here(request: HttpRequest) -> dict[str, str]:
    return {"place": doors.office_place(reader(request), access.Action.RECORD)}


__all__ = ["lift", "list_", "move", "open_", "pool", "pools", "state"]
