"""Ranked patents for a need, ranked needs for a patent, each with its reasons; what was said of them, and what that shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
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
from ipops.lines.trading.app.market_selectors import market_for
from ipops.lines.trading.app.models import MarketCase
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.app.views import common
from ipops.lines.trading.app.views.market_cases import money
from ipops.lines.trading.app.views.portfolio import cared, entrusted
from ipops.lines.trading.facts.market import MatchJudged, MatchPushed
from ipops.lines.trading.facts.words import Judged
from ipops.lines.trading.machine import NEED
from ipops.lines.trading.rules.matching import feedback
from ipops.lines.trading.rules.matching.ranking import NAMES, Match
from ipops.reports import wording
from ipops.webkit import access, parties
from ipops.webkit.models import Right
from ipops.webkit.pages import names, tables
from ipops.webkit.pages.forms import HouseForm, again, refuse
from ipops.webkit.pages.lang import said, tr
from ipops.webkit.pages.reader import reader

_TITLE = Text("匹配", "Matches")
_LEDE = Text(
    "先按文字排出一百件，再按地区、技术小类、价格、许可状态等调整；权重为演示值。权利有问题的和D级机构的不推送。",
    "A hundred by words, then place, class, price and state; the weights are demo values. Rights in trouble and agencies of grade D are never pushed.",
)


_PUSH = Text("推送给需求方", "Push to whoever has the need")
_PUSH_LEDE = Text(
    "推送前十件，以及只按文字的前十件（两份清单都有反馈，准确率才可比）；推送过的不重复，D级机构和有问题的权利不推送。",
    "The first ten are pushed, and the first ten by words alone, so that both lists are judged and compare; nothing is pushed twice, nor an agency of grade D or a right in trouble.",
)
_POOLED = Text(
    "按反馈年度；每对需求和专利以最后一次反馈为准。两份清单的前十件都推送，所以两栏可比；没有反馈的不计。",
    "By the year of feedback; the last word on each pair counts. The first ten of both lists are pushed, so the two columns compare; what nobody judged counts in neither.",
)


def _reasons(m: Match) -> Text:
    zh = "；".join(f"{NAMES[n].zh} {v:+.2f}" for n, v in m.parts)
    en = "; ".join(f"{NAMES[n].en} {v:+.2f}" for n, v in m.parts)
    return Text(f"{zh}（{'、'.join(m.words)}）", f"{en} ({', '.join(m.words)})")


@require_safe
@login_required
def of_need(request: HttpRequest, need: str) -> HttpResponseBase:
    """The patents for one need, best first."""
    row = _need(request, need)
    found = matching.for_need(row, common.today())
    rights = {r.right: r for r in Right.objects.filter(right__in=[m.code for m in found])}
    called = parties.named([o for r in rights.values() for o in r.owners])
    pushed = matching.pushed_to(need)
    spec = tables.TableSpec(
        code="matches",
        title=_TITLE,
        columns=(
            tables.Column(key="rank", title=Text("名次", "Rank"), value=lambda m: m.rank, numeric=True),
            tables.Column(key="plain", title=Text("只按文字", "By words alone"), value=lambda m: m.plain_rank, numeric=True),
            tables.Column(key="right", title=Text("专利", "Patent"), value=lambda m: names.value("right", m.code, {})),
            tables.Column(key="title", title=Text("名称", "Title"), value=lambda m: rights[m.code].title if m.code in rights else "", wide=True),
            tables.Column(key="state", title=Text("法律状态", "Legal state"), value=lambda m: _legal(rights.get(m.code))),
            tables.Column(key="who", title=Text("联系谁", "Whom to ring"), value=lambda m: "、".join(called.get(o, o) for o in rights[m.code].owners) if m.code in rights else "", wide=True),
            tables.Column(key="why", title=Text("理由", "Why"), value=_reasons, wide=True),
            tables.Column(key="pushed", title=Text("已推送", "Pushed"), value=lambda m: m.code in pushed),
            *((tables.Column(key="say", title=Text("反馈", "Feedback"), value=lambda m: names.link(_judge_at(row.case, m.code), tr(Text("记录", "note it")))),) if _may_judge(request, row) else ()),
        ),
        empty=Text("没有合适的专利。", "No patent fits."),
    )  # fmt: skip
    links = [(reverse("trading:precision"), PRECISION.title), (reverse("trading:pushes"), PUSHES.title)]
    if row.stage == NEED.start and access.may(reader(request), access.Action.RECORD, row.place):
        links.insert(0, (reverse("trading:push", args=[need]), _PUSH))
    crumb = (Text("该需求", "The need"), reverse("trading:need", args=[need]))
    title = Text("匹配：{t}", "Matches: {t}").fill(t=row.title)
    context = {"title": title, "lede": _LEDE, "crumb": crumb, "links": links}
    return tables.page(request, spec, tables.ListRows(found), "trading/list.html", context)


def _need(request: HttpRequest, need: str) -> MarketCase:
    row = market_for(reader(request), NEED.code).filter(case=need).first()
    if row is None:
        raise Http404
    return row


def _legal(row: Right | None) -> Any:
    """In force, and until when: what is in trouble is not on the list."""
    if row is None or row.expires_on is None:
        return Text("有效", "in force")
    last = row.expires_on - timedelta(days=1)
    return Text("有效，至 {day}", "in force until {day}").fill(day=wording.day(last))


def _judge_at(need: str, right: str) -> str:
    return f"{reverse('trading:judge', args=[need])}?{urlencode({'right': right})}"


def _right(user: access.Reader, number: str, offers: Sequence[MarketCase]) -> Right | None:
    """A right behind the door of rights, shown on the market (by ``offers``), or in the reader's care."""
    seen = Exists(access.rights_for(user).filter(pk=OuterRef("pk")))
    row: Any = Right.objects.filter(right=number).exclude(title="").annotate(seen=seen).first()
    opens = row is not None and (
        row.seen or offers or number in cared(entrusted(list(access.bodies(user))), {number: row.owners})
    )
    return row if opens else None


@require_safe
@login_required
def of_right(request: HttpRequest, right: str) -> HttpResponseBase:
    """The open needs for one patent, best first: the firms to ring."""
    offers = matching.offers_of(right, common.today())
    row = _right(reader(request), right, offers)
    if row is None:
        raise Http404
    found = matching.for_right(row, offers, common.today())
    mine = Exists(market_for(reader(request), NEED.code).filter(pk=OuterRef("pk")))
    rows = MarketCase.objects.filter(case__in=[m.code for m in found]).annotate(mine=mine)
    cases: dict[str, Any] = {c.case: c for c in rows}
    called = parties.named([p for c in cases.values() for p in c.parties])
    spec = tables.TableSpec(
        code="firms",
        title=_TITLE,
        columns=(
            tables.Column(key="rank", title=Text("名次", "Rank"), value=lambda m: m.rank, numeric=True),
            tables.Column(key="title", title=Text("需求", "Need"), value=lambda m: names.link(reverse("trading:need", args=[m.code]), cases[m.code].title) if cases[m.code].mine else cases[m.code].title, wide=True),
            tables.Column(key="who", title=Text("联系谁", "Whom to ring"), value=lambda m: "、".join(called.get(p, p) for p in cases[m.code].parties), wide=True),
            tables.Column(key="place", title=Text("地区", "Place"), value=lambda m: names.place(cases[m.code].place)),
            tables.Column(key="budget", title=Text("预算", "Budget"), value=lambda m: money(cases[m.code].fen), numeric=True),
            tables.Column(key="why", title=Text("理由", "Why"), value=_reasons, wide=True),
        ),
        empty=Text("没有合适的需求。", "No need fits."),
    )  # fmt: skip
    context = {"title": Text("需要 {t} 的企业", "Firms that need {t}").fill(t=row.title), "lede": _LEDE}
    return tables.page(request, spec, tables.ListRows(found), "trading/list.html", context)


class PushForm(HouseForm):
    submit_text = Text("推送", "Push")
    why = forms.CharField(label=said("附言", "words"), required=False, max_length=2_000)


@require_http_methods(["GET", "HEAD", "POST"])
@common.needs(access.Action.RECORD, _PUSH)
def push(request: HttpRequest, need: str) -> HttpResponseBase:
    """Send the list to whoever has the need."""
    row, back = _need(request, need), reverse("trading:matches", args=[need])
    context: dict[str, Any] = {"title": _PUSH, "lede": _PUSH_LEDE, "crumb": (_TITLE, back), "back": back}
    if no := common.may_here(request, access.Action.RECORD, (row.place,)):
        return common.shut(request, no, _PUSH)
    if request.method != "POST":
        return render(request, "trading/form.html", {**context, "form": PushForm()})
    form = PushForm(request.POST)
    if not form.is_valid():
        return again(request, form, "trading/form.html", context)
    got = services.matching.match_push(need=need, sent=_sent(request, form))
    if isinstance(got, Refused):
        return refuse(request, form, common.on_form(got), "trading/form.html", context)
    n = str(len(getattr(got.fact, "rights", ())))
    messages.success(request, tr(Text("已推送 {n} 件。", "{n} patents are pushed.").fill(n=n)))
    return redirect("trading:matches", need)


def _sent(request: HttpRequest, form: HouseForm) -> Sent:
    v = form.cleaned_data
    return Sent(by=common.who(request).label, today=common.today(), reference=v["reference"], why=v["why"])


class JudgeForm(HouseForm):
    submit_text = Text("记录反馈", "Note the feedback")
    right = forms.CharField(label=said("专利", "patent"), max_length=40)
    judged = forms.ChoiceField(label=said("反馈", "feedback"), choices=choices(Judged), widget=forms.RadioSelect)
    why = forms.CharField(label=said("说明", "words"), required=False, max_length=2_000)


def _may_judge(request: HttpRequest, row: MarketCase) -> bool:
    """The body that has the need, or who records in its place."""
    own = bool({*access.bodies(reader(request))} & {*row.parties})
    return own or common.may_here(request, access.Action.RECORD, (row.place,)) is None


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def judge(request: HttpRequest, need: str) -> HttpResponseBase:
    """What is said of a match: by the body that has the need, or by who records in its place."""
    row, back, title = (
        _need(request, need),
        reverse("trading:matches", args=[need]),
        Text("匹配反馈", "Feedback on a match"),
    )
    if (no := common.may_here(request, access.Action.RECORD, (row.place,))) and not _may_judge(request, row):
        return common.shut(request, no, title)
    context: dict[str, Any] = {"title": title, "crumb": (_TITLE, back), "back": back}
    if request.method != "POST":
        given = {"right": request.GET.get("right", "")}
        return render(request, "trading/form.html", {**context, "form": JudgeForm(initial=given)})
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return again(request, form, "trading/form.html", context)
    v = form.cleaned_data
    got = services.matching.match_judge(
        need=need, right=v["right"].strip(), judged=Judged(v["judged"]), sent=_sent(request, form)
    )
    if isinstance(got, Refused):
        return refuse(request, form, common.on_form(got), "trading/form.html", context)
    messages.success(request, tr(Text("已记入账本。", "It stands in the ledger.")))
    return redirect("trading:matches", need)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """One patent pushed to one need, and the last word on it."""

    on: date
    need: MarketCase
    right: str
    rank: int
    plain: int
    said: MatchJudged | None
    may_judge: bool


@dataclass
class _Pushes(tables.ListRows):
    """Needs, and what was said of the patents, are looked up for the rows of a page: a push and the place in its list."""

    may_judge: Callable[[MarketCase], bool] = field(kw_only=True)

    def __getitem__(self, part: slice) -> Any:
        found: Sequence[tuple[MatchPushed, int]] = self.items[part]
        cases = {c.case: c for c in MarketCase.objects.filter(case__in={x.need for x, _ in found})}
        last = {(j.need, j.right): j for j in matching.judged()}
        return [
            Pushed(
                on=x.on,
                need=cases[x.need],
                right=x.rights[i],
                rank=x.ranks[i],
                plain=x.plain_ranks[i],
                said=last.get((x.need, x.rights[i])),
                may_judge=self.may_judge(cases[x.need]),
            )
            for x, i in found
        ]


@require_safe
@login_required
def pushes(request: HttpRequest) -> HttpResponseBase:
    """The push list: what was sent to whom, and what they said."""
    mine = set(market_for(reader(request), NEED.code).values_list("case", flat=True))
    rows = [(x, i) for x in reversed(matching.pushed()) if x.need in mine for i in range(len(x.rights))]
    links = ((reverse("trading:precision"), PRECISION.title), (reverse("trading:needs"), Text("需求", "Needs")))
    context = {"title": PUSHES.title, "lede": _PUSH_LEDE, "links": links}
    pushed = _Pushes(rows, _PUSH_KEYS, may_judge=partial(_may_judge, request))
    return tables.page(request, PUSHES, pushed, "trading/list.html", context)


def _unsaid(p: Pushed) -> Any:
    """Nothing is said yet; who may say it is led to where."""
    if not p.may_judge:
        return Text("待反馈", "none yet")
    return names.link(_judge_at(p.need.case, p.right), tr(Text("待反馈，记录", "none yet, note it")))


_PUSH_KEYS = {"on": lambda x: x[0].on, "rank": lambda x: x[0].ranks[x[1]]}
PUSHES = tables.TableSpec(
    code="pushes",
    title=Text("推送清单", "The push list"),
    columns=(
        tables.Column(key="on", title=Text("推送日", "Pushed on"), value=lambda p: p.on, sort="on"),
        tables.Column(key="need", title=Text("需求", "Need"), value=lambda p: p.need.title, link=lambda p: reverse("trading:matches", args=[p.need.case]), wide=True),
        tables.Column(key="right", title=Text("专利", "Patent"), value=lambda p: names.value("right", p.right, {})),
        tables.Column(key="rank", title=Text("名次", "Rank"), value=lambda p: p.rank, numeric=True, sort="rank"),
        tables.Column(key="plain", title=Text("只按文字", "By words alone"), value=lambda p: p.plain, numeric=True),
        tables.Column(key="said", title=Text("反馈", "Feedback"), value=lambda p: p.said.judged.named if p.said else _unsaid(p)),
    ),
    filters=(
        tables.Filter(name="q", title=Text("专利号的一部分", "Part of a number"), narrow=lambda rows, v: rows.filter(lambda x: v.upper() in x[0].rights[x[1]])),
        tables.Filter(name="since", title=Text("推送日自", "Pushed on or after"), kind="day", narrow=lambda rows, v: (lambda day: rows.filter(lambda x: x[0].on >= day))(tables.as_day(v))),
    ),
    empty=Text("还没有推送。", "Nothing was pushed yet."),
)  # fmt: skip


@require_safe
@login_required
def precision(request: HttpRequest) -> HttpResponseBase:
    """Precision at ten by year: ours beside the words alone, from what people said."""
    return tables.page(
        request,
        PRECISION,
        tables.ListRows(feedback.by_year(matching.judged())),
        "webkit/list.html",
        {"title": PRECISION.title, "lede": _POOLED},
    )


def _percent(share: Any) -> str | None:
    return None if share is None else as_percent(share, 1)


PRECISION = tables.TableSpec(
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
