"""University conversion by year in both readings, what became of deals, and patent pools."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused, Unknown
from ipops.kernel.text import Text
from ipops.lines.trading.app import conversion, services
from ipops.lines.trading.app.asking.course import MoveForm
from ipops.lines.trading.app.market_selectors import market_for
from ipops.lines.trading.app.models import MarketCase
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.app.views import common
from ipops.lines.trading.app.views.market import table
from ipops.lines.trading.app.views.market_cases import TITLES, act, case_kind, money, sent_of, told
from ipops.lines.trading.app.views.titled import Titled
from ipops.lines.trading.facts import PoolFeeReceived
from ipops.lines.trading.machine import POOL
from ipops.webkit import access, journal, parties
from ipops.webkit.pages import names, tables
from ipops.webkit.pages.cases import Asked, Doing, Lines, Said, Told
from ipops.webkit.pages.cases import urls as case_urls
from ipops.webkit.pages.fields import MoneyField, several
from ipops.webkit.pages.forms import HouseForm, again, refuse
from ipops.webkit.pages.lang import said, tr
from ipops.webkit.pages.reader import reader

_DEALS = Text("转让与许可", "Transfers and licences")

CONVERSION = tables.TableSpec(
    code="conversion",
    title=Text("高校院所专利转化", "Conversion of university patents"),
    columns=(
        tables.Column(key="year", title=Text("年度", "Year"), value=lambda r: str(r.year)),
        tables.Column(key="firms", title=Text("新增中小企业", "New SMEs"), value=lambda r: r.firms, numeric=True),
        tables.Column(key="so_far", title=Text("累计", "So far"), value=lambda r: r.so_far, numeric=True),
        tables.Column(key="shown", title=Text("其中有实施证据（从严读法）", "With evidence of use (stricter)"), value=lambda r: r.shown, numeric=True),
        tables.Column(key="shown_so_far", title=Text("从严累计", "Stricter, so far"), value=lambda r: r.shown_so_far, numeric=True),
        tables.Column(key="untold", title=Text("规模未说明，未计", "Size not told: not counted"), value=lambda r: r.size_untold, numeric=True),
    ),
    empty=Text("还没有高校、院所的转让或许可登记。", "No transfer or licence of a university is on the register yet."),
)  # fmt: skip
OUTCOMES = tables.TableSpec(
    code="outcomes",
    title=Text("转化成效年度表", "What became of deals, by year"),
    columns=(
        tables.Column(key="year", title=Text("年度", "Year"), value=lambda r: str(r.year)),
        tables.Column(key="deals", title=Text("有报告的交易", "Deals reported"), value=lambda r: r.deals, numeric=True),
        tables.Column(key="products", title=Text("新产品", "Products"), value=lambda r: r.products, numeric=True),
        tables.Column(key="sales", title=Text("销售额", "Sales"), value=lambda r: r.sales, numeric=True),
        tables.Column(key="jobs", title=Text("新增就业", "Jobs"), value=lambda r: r.jobs, numeric=True),
        tables.Column(key="rewards", title=Text("奖酬发放", "Rewards paid"), value=lambda r: r.rewards, numeric=True),
        tables.Column(key="people", title=Text("人次", "People"), value=lambda r: r.people, numeric=True),
    ),
    empty=Text("还没有报告。", "Nothing is reported yet."),
)  # fmt: skip


@require_safe
@login_required
def converted(request: HttpRequest) -> HttpResponseBase:
    lede = Text(
        "受让或被许可于高校、院所并已登记或备案的中小企业，每家只计一次。通知没有说怎样才算“成功转化”：有实施证据的另列。",
        "SMEs with a transfer or licence from a university or institute on the register, each once. The Notice does not say what “successfully converted” means: those with evidence of use stand beside.",
    )
    context = {"title": CONVERSION.title, "lede": lede, "links": ((reverse("trading:outcomes"), OUTCOMES.title),)}
    return tables.page(
        request, CONVERSION, tables.ListRows(conversion.years(reader(request))), "trading/list.html", context
    )


@require_safe
@login_required
def outcomes(request: HttpRequest) -> HttpResponseBase:
    context = {"title": OUTCOMES.title, "crumb": (CONVERSION.title, reverse("trading:conversion"))}
    return tables.page(
        request, OUTCOMES, tables.ListRows(conversion.outcomes(reader(request))), "trading/list.html", context
    )


class PoolForm(HouseForm):
    submit_text = Text("记录", "Keep")
    title = forms.CharField(label=said("名称", "title"), max_length=200)
    place = forms.CharField(label=said("区划代码", "division code"), max_length=6)
    members = forms.CharField(
        label=said("成员（每行一个）", "members, one a line"), widget=forms.Textarea, max_length=20_000
    )
    shares = forms.CharField(
        label=said("分配份数（与成员同序）", "parts of a fee, in the order of members"),
        help_text=said("如 3；2；1；没有约定的不填。", "3; 2; 1; leave empty if none is agreed."), required=False, max_length=500,
    )  # fmt: skip
    rights = forms.CharField(
        label=said("专利号", "patent numbers"),
        help_text=said(
            "每行一个同族；同族的多件用分号隔开。", "One family a line; patents of one family with ; between."
        ),
        widget=forms.Textarea,
        required=False,
        max_length=40_000,
    )
    terms = forms.CharField(
        label=said("许可条件", "licence terms"), widget=forms.Textarea, required=False, max_length=10_000
    )

    def clean_shares(self) -> tuple[int, ...]:
        parts = [p.strip() for p in self.cleaned_data["shares"].replace("；", ";").split(";") if p.strip()]
        if any(not p.isdecimal() or len(p) > 9 for p in parts):
            says = said(
                "份数是整数（不超过九位），用分号隔开。",
                "Parts are whole numbers of nine digits at most, with ; between.",
            )
            raise forms.ValidationError(says)
        return tuple(int(p) for p in parts)


class ReceiveForm(MoveForm):
    amount = MoneyField(label=said("收入（元）", "fee received, yuan"), max_length=40)
    field_order = ("amount", "paper", "why")


def _agreed(v: dict[str, Any], sent: Sent, pool: str = "") -> Any:
    return services.pools.pool_agree(
        pool=pool, title=v["title"], place=v["place"], members=several(v["members"]), shares=v["shares"],
        families=[several(line) for line in v["rights"].splitlines() if line.strip()], terms=v["terms"], sent=sent,
    )  # fmt: skip


@require_safe
@login_required
def pools(request: HttpRequest) -> HttpResponseBase:
    new = (reverse("trading:new-pool"), Text("登记专利池", "Found a pool"))
    context = {"title": TITLES[POOL.code], "links": common.offered(request, access.Action.RECORD, new)}
    return tables.page(request, _POOLS, Titled(market_for(reader(request), POOL.code)), "trading/list.html", context)


_POOLS = table(POOL, "pool", Text("还没有专利池。", "No pool yet."))


@require_http_methods(["GET", "HEAD", "POST"])
@common.needs(access.Action.RECORD, POOL.title)
def new_pool(request: HttpRequest) -> HttpResponseBase:
    back = reverse("trading:pools")
    context = {"title": Text("登记专利池", "Found a pool"), "crumb": (TITLES[POOL.code], back), "back": back}
    if request.method != "POST":
        return render(request, "trading/form.html", {**context, "form": PoolForm()})
    form = PoolForm(request.POST)
    if not form.is_valid():
        return again(request, form, "trading/form.html", context)
    covers = access.visible_places(reader(request))
    sent = Sent(
        by=common.who(request).label, today=common.today(), reference=form.cleaned_data["reference"], covers=covers
    )
    got = _agreed(form.cleaned_data, sent)
    if isinstance(got, Refused):
        return refuse(request, form, got, "trading/form.html", context)
    messages.success(request, tr(Text("已记入账本。", "It stands in the ledger.")))
    return redirect("trading:pool", got.fact.pool)


def _pool(row: MarketCase, asked: Asked) -> Told:
    """Members, patents in force, the split; a patent that lapsed is said on top."""
    entries = journal.about(case=row.case)
    force = services.pools.force_of(row, asked.today, services.pools.told_by(entries))
    says = Text("成员专利已终止：{r}。", "Patents of the pool that have lapsed: {r}.").fill(r="、".join(force.lapsed))
    notes = (says,) if force.lapsed else ()
    called = parties.named(row.parties)
    shares = tuple((names.value("party", p, called), s) for p, s in zip(row.parties, row.shares, strict=False))
    fees = [e.fact for e in entries if isinstance(e.fact, PoolFeeReceived)]
    lines = (
        Lines(
            title=Text("分配份数", "Parts of a fee"),
            heads=(Text("成员", "Member"), Text("份数", "Parts")),
            rows=shares,
            numeric=frozenset({1}),
        ),
        Lines(
            title=Text("收入", "Fees"),
            heads=(Text("日期", "Day"), Text("金额", "Amount"), Text("各成员所得", "Each member's")),
            rows=tuple((x.on, x.amount, x.shares) for x in fees),
            numeric=frozenset({1}),
        ),
    )
    essential = Unknown(
        why=Text(
            "是否为标准必要专利须由第三方评估，本系统不判断。",
            "Whether a patent is essential is for others to assess; nothing here judges it.",
        )
    )
    return told(
        row,
        row.title,
        Said(title=Text("在效专利", "Patents in force"), value=force.patents, because=_UNTOLD.fill(n=str(len(force.unknown))) if force.unknown else None),
        Said(title=Text("在效同族", "Families in force"), value=_NO_FAMILIES if force.families is None else Text("{n} / {of}", "{n} of {of}").fill(n=force.families, of=force.of_families)),
        Said(title=Text("许可条件", "Licence terms"), value=row.words or None),
        Said(title=Text("累计收入", "Fees so far"), value=money(row.fen)),
        Said(title=Text("必要性", "Essentiality"), value=essential),
        lines=tuple(x for x in lines if x.rows),
        notes=notes,
    )  # fmt: skip


_UNTOLD = Text("登记信息未知的 {n} 件另计", "{n} more of which nothing is known")
_NO_FAMILIES = Unknown(
    why=Text("成员没有说明哪些专利同族。", "The members did not say which patents are of one family.")
)


def _revise(doing: Doing[MarketCase]) -> Refused | Text:
    got = _agreed(doing.form.cleaned_data, sent_of(doing), doing.row.case)
    return got if isinstance(got, Refused) else Text("已记入账本。", "It stands in the ledger.")


def _receive(doing: Doing[MarketCase]) -> Refused | Text:
    amount: Money = doing.form.cleaned_data["amount"]
    got = services.pools.pool_receive(pool=doing.row.case, amount=amount, sent=sent_of(doing))
    return got if isinstance(got, Refused) else Text("已记入账本。", "It stands in the ledger.")


def _as_agreed(row: MarketCase) -> dict[str, Any]:
    return {
        "title": row.title, "place": row.place, "members": "\n".join(row.parties), "shares": "；".join(map(str, row.shares)),
        "rights": "\n".join("；".join(line) for line in services.pools.families_of(row)), "terms": row.words,
    }  # fmt: skip


POOL_CASE = case_kind(
    POOL,
    _pool,
    "trading:pools",
    act("revise", _revise, PoolForm, initial=_as_agreed),
    act("receive", _receive, ReceiveForm),
    act("dissolve"),
    guards={"has_shares": lambda row, _: None if row.shares else services.pools.no_shares()},
)
URLS = case_urls(POOL_CASE, "pools/", name="pool")
