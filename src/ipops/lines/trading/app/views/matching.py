"""Ranked patents for a need, ranked needs for a patent, each with its reasons; what was said of them, and what that shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from ipops.kernel.outcome import Refused
from ipops.kernel.rate import as_percent
from ipops.kernel.text import Text
from ipops.lines.trading.app import matching, services
from ipops.lines.trading.app.asking.fields import choices
from ipops.lines.trading.app.market_selectors import market_for, sought_of
from ipops.lines.trading.app.models import MarketCase
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.app.views import common
from ipops.lines.trading.facts.words import Judged
from ipops.lines.trading.machine import NEED
from ipops.lines.trading.rules.matching import feedback
from ipops.lines.trading.rules.matching.ranking import NAMES, Match, Sought, matches
from ipops.webkit import access, parties
from ipops.webkit.models import Right
from ipops.webkit.pages import names, tables
from ipops.webkit.pages.forms import HouseForm, again, refuse
from ipops.webkit.pages.lang import said, tr
from ipops.webkit.pages.reader import reader

_TITLE = Text("匹配", "Matches")
_LEDE = Text(
    "先按文字排出一百件，再按地区、技术小类、价格、许可状态等调整；权重为演示值。权利有问题的不推送。",
    "A hundred by words, then place, class, price and state; the weights are demo values. Rights in trouble are never pushed.",
)


def _reasons(m: Match) -> Text:
    zh = "；".join(f"{NAMES[n].zh} {v:+.2f}" for n, v in m.parts)
    en = "; ".join(f"{NAMES[n].en} {v:+.2f}" for n, v in m.parts)
    return Text(f"{zh}（{'、'.join(m.words)}）", f"{en} ({', '.join(m.words)})")


@require_safe
@login_required
def of_need(request: HttpRequest, need: str) -> HttpResponseBase:
    """The patents for one need, best first."""
    row = market_for(reader(request), NEED.code).filter(case=need).first()
    if row is None:
        raise Http404
    found = matches(matching.patents(), sought_of(row, common.today()))
    rights = {r.right: r for r in Right.objects.filter(right__in=[m.code for m in found])}
    called = parties.named([o for r in rights.values() for o in r.owners])
    spec = tables.TableSpec(
        code="matches",
        title=_TITLE,
        columns=(
            tables.Column(key="rank", title=Text("名次", "Rank"), value=lambda m: m.rank, numeric=True),
            tables.Column(key="plain", title=Text("只按文字", "By words alone"), value=lambda m: m.plain_rank, numeric=True),
            tables.Column(key="right", title=Text("专利", "Patent"), value=lambda m: names.value("right", m.code, {})),
            tables.Column(key="title", title=Text("名称", "Title"), value=lambda m: rights[m.code].title if m.code in rights else "", wide=True),
            tables.Column(key="who", title=Text("联系谁", "Whom to ring"), value=lambda m: "、".join(called.get(o, o) for o in rights[m.code].owners) if m.code in rights else "", wide=True),
            tables.Column(key="why", title=Text("理由", "Why"), value=_reasons, wide=True),
            tables.Column(key="say", title=Text("反馈", "Feedback"), value=lambda m: names.link(_judge_at(row.case, m), tr(Text("记录", "note it")))),
        ),
        empty=Text("没有合适的专利。", "No patent fits."),
    )  # fmt: skip
    context = {"title": Text("匹配：{t}", "Matches: {t}").fill(t=row.title), "lede": _LEDE, "crumb": (Text("该需求", "The need"), reverse("trading:need", args=[need])), "links": ((reverse("trading:precision"), Text("推送准确率", "How good the lists were")),)}  # fmt: skip
    return tables.page(request, spec, tables.ListRows(found), "trading/list.html", context)


def _judge_at(need: str, m: Match) -> str:
    query = urlencode({"right": m.code, "rank": str(m.rank), "plain": str(m.plain_rank)})
    return f"{reverse('trading:judge', args=[need])}?{query}"


@require_safe
@login_required
def of_right(request: HttpRequest, right: str) -> HttpResponseBase:
    """The open needs for one patent, best first: the firms to ring."""
    row = Right.objects.filter(right=right).exclude(title="").first()
    if row is None:
        raise Http404
    found = matches(matching.needs(), Sought(words=row.title, on=common.today(), place=row.place))
    cases = {c.case: c for c in MarketCase.objects.filter(case__in=[m.code for m in found])}
    called = parties.named([p for c in cases.values() for p in c.parties])
    spec = tables.TableSpec(
        code="firms",
        title=_TITLE,
        columns=(
            tables.Column(key="rank", title=Text("名次", "Rank"), value=lambda m: m.rank, numeric=True),
            tables.Column(key="title", title=Text("需求", "Need"), value=lambda m: cases[m.code].title, wide=True, link=lambda m: reverse("trading:need", args=[m.code])),
            tables.Column(key="who", title=Text("联系谁", "Whom to ring"), value=lambda m: "、".join(called.get(p, p) for p in cases[m.code].parties), wide=True),
            tables.Column(key="why", title=Text("理由", "Why"), value=_reasons, wide=True),
        ),
        empty=Text("没有合适的需求。", "No need fits."),
    )  # fmt: skip
    context = {"title": Text("需要 {t} 的企业", "Firms that need {t}").fill(t=row.title), "lede": _LEDE}
    return tables.page(request, spec, tables.ListRows(found), "trading/list.html", context)


class JudgeForm(HouseForm):
    submit_text = Text("记录反馈", "Note the feedback")
    right = forms.CharField(label=said("专利", "patent"), max_length=40)
    rank = forms.IntegerField(widget=forms.HiddenInput, required=False)
    plain = forms.IntegerField(widget=forms.HiddenInput, required=False)
    judged = forms.ChoiceField(label=said("反馈", "feedback"), choices=choices(Judged), widget=forms.RadioSelect)
    why = forms.CharField(label=said("说明", "words"), required=False, max_length=2_000)


@require_http_methods(["GET", "HEAD", "POST"])
@common.needs(access.Action.RECORD, _TITLE)
def judge(request: HttpRequest, need: str) -> HttpResponseBase:
    row = market_for(reader(request), NEED.code).filter(case=need).first()
    if row is None:
        raise Http404
    back = reverse("trading:matches", args=[need])
    context: dict[str, Any] = {"title": Text("匹配反馈", "Feedback on a match"), "crumb": (_TITLE, back), "back": back}
    if request.method != "POST":
        given = {k: request.GET.get(k, "") for k in ("right", "rank", "plain")}
        return render(request, "trading/form.html", {**context, "form": JudgeForm(initial=given)})
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return again(request, form, "trading/form.html", context)
    v = form.cleaned_data
    sent = Sent(by=common.who(request).label, today=common.today(), reference=v["reference"], why=v["why"])
    got = services.matching.match_judge(
        need=need, right=v["right"], rank=v["rank"] or 0, plain_rank=v["plain"] or 0, judged=Judged(v["judged"]), sent=sent
    )  # fmt: skip
    if isinstance(got, Refused):
        return refuse(request, form, common.on_form(got), "trading/form.html", context)
    messages.success(request, tr(Text("已记入账本。", "It stands in the ledger.")))
    return redirect("trading:matches", need)


@require_safe
@login_required
def precision(request: HttpRequest) -> HttpResponseBase:
    """Precision at ten by year: ours beside the words alone, from what people said."""
    spec = tables.TableSpec(
        code="precision",
        title=Text("推送准确率", "How good the lists were"),
        columns=(
            tables.Column(key="year", title=Text("年度", "Year"), value=lambda p: str(p.year)),
            tables.Column(key="judged", title=Text("有反馈的", "Judged"), value=lambda p: p.judged, numeric=True),
            tables.Column(key="ours", title=Text("前十准确率", "Precision at ten"), value=lambda p: _percent(p.ours), numeric=True),
            tables.Column(key="plain", title=Text("只按文字的前十准确率", "By words alone"), value=lambda p: _percent(p.plain), numeric=True),
        ),
        empty=Text("还没有反馈。", "Nobody has said anything yet."),
    )  # fmt: skip
    rows = tables.ListRows(feedback.by_year(matching.judged()))
    return tables.page(request, spec, rows, "webkit/list.html", {"title": spec.title})


def _percent(share: Any) -> str | None:
    return None if share is None else as_percent(share, 1)
