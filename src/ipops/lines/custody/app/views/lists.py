"""Lists that save money: who must file the reduction again in January, what was saved per firm and year, what may come back."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.lines.custody.app.reading import money
from ipops.lines.custody.app.reading.answers import rights_of
from ipops.webkit import parties
from ipops.webkit.pages import doors, names, tables
from ipops.webkit.pages.reader import reader

JANUARY = Text("须重新办理费减备案", "Reductions to file again")
SAVINGS = Text("节省的费用", "Fees saved")
REFUNDS = Text("可退的费用", "Refunds open")


def _year(request: HttpRequest, today: date) -> int:
    """The year asked for; in December the coming one, because the list is made for January."""
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and 2016 <= int(asked) <= 2100 else today.year + (today.month == 12)


def _named(codes: tuple[str, ...], called: dict[str, str]) -> tuple[str, ...]:
    return tuple(called.get(c, c) for c in codes)


@require_safe
@login_required
def january(request: HttpRequest) -> HttpResponseBase:
    today = doors.today()
    year = _year(request, today)
    found = money.to_refile(rights_of(reader(request)), year, today)
    called = parties.named(sorted({o for _, owners in found for o in owners}))
    spec = tables.TableSpec(
        code="refile",
        title=JANUARY,
        columns=(
            tables.Column(key="owners", title=Text("权利人", "Owner"), value=lambda f: _named(f[1], called), wide=True, sort="owners"),
            tables.Column(key="right", title=Text("权利号", "Right"), value=lambda f: f[0].right, sort="right", link=lambda f: names.address("right", f[0].right)),
            tables.Column(key="title", title=Text("名称", "Title"), value=lambda f: f[0].title or f[0].right, wide=True),
            tables.Column(key="last", title=Text("上次备案年度", "Last on record"), value=lambda f: str(f[0].last_recorded)),
            tables.Column(key="nth", title=Text("专利年度", "Patent year"), value=lambda f: f[0].patent_year, numeric=True),
            tables.Column(key="due", title=Text("最迟缴费日", "Pay by"), value=lambda f: f[0].due_on, sort="due"),
            tables.Column(key="full", title=Text("全额", "Full fee"), value=lambda f: f[0].full, numeric=True),
            tables.Column(key="percent", title=Text("减缴比例", "Reduction"), value=lambda f: f"{f[0].percent}%"),
            tables.Column(key="saves", title=Text("备案可省", "Saves"), value=lambda f: f[0].saves, numeric=True, sort="saves"),
            tables.Column(key="file", title=Text("办理", "To do"), value=lambda _: Text("记录备案", "record it"), link=lambda f: f"{reverse('custody:record')}?right={f[0].right}"),
            tables.Column(key="cites", title=Text("条款", "Clauses"), value=lambda f: f[0].cites, wide=True, shown=False),
        ),
        empty=Text("没有上年备过案、今年须重新备案的年费。", "No annuity whose earlier record must be renewed for this year."),
        order="due",
    )  # fmt: skip
    keys = {
        "owners": lambda f: _named(f[1], called),
        "right": lambda f: f[0].right,
        "due": lambda f: f[0].due_on,
        "saves": lambda f: f[0].saves,
    }
    firms = {o for _, owners in found for o in owners}
    context = {
        "title": JANUARY,
        "year": year,
        "lede": Text(
            "{y}年须重新办理费减备案的权利人：备案每个自然年度办理一次，当年有效。",
            "Who must file the reduction again for {y}: a record holds for one calendar year.",
        ).fill(y=year),
        "keys": (
            (Text("权利人", "Owners"), len(firms)),
            (Text("年费", "Annuities"), len(found)),
            (Text("备案可省合计", "Saves together"), Money(sum(f.saves.fen for f, _ in found))),
        ),
        "note": Text(
            "只列以前备过案、该年度未备案的；是否仍符合条件由权利人自行确认。",
            "Only those on record before and not for this year; whether they still qualify is theirs to know.",
        ),
    }
    return tables.page(request, spec, tables.ListRows(found, keys), "custody/list.html", context)


_SAVINGS = tables.TableSpec(
    code="savings",
    title=SAVINGS,
    columns=(
        tables.Column(key="year", title=Text("年度", "Year"), value=lambda s: str(s.year), sort="year"),
        tables.Column(
            key="firm", title=Text("企业", "Firm"), value=lambda s: s.name or None, wide=True, sort="firm",
            link=lambda s: names.address("party", s.party) if s.party else "",
        ),
        tables.Column(key="payments", title=Text("缴费笔数", "Payments"), value=lambda s: s.payments, numeric=True),
        tables.Column(key="saved", title=Text("节省", "Saved"), value=lambda s: s.saved, numeric=True, sort="saved"),
        tables.Column(key="unknown", title=Text("无法核对的笔数", "Could not be checked"), value=lambda s: s.unknown, numeric=True),
    ),
    filters=(
        tables.Filter(
            name="year", title=Text("年度", "Year"), kind="number", narrow=lambda rows, v: (lambda y: rows.filter(lambda s: s.year == y))(int(v))
        ),
    ),
    empty=Text("没有按费减备案缴纳的年费记录。", "No payment under a recorded reduction is known."),
    order="-year",
)  # fmt: skip


@require_safe
@login_required
def savings(request: HttpRequest) -> HttpResponseBase:
    found = money.saved(rights_of(reader(request)), doors.today())
    keys = {"year": lambda s: s.year, "firm": lambda s: s.name, "saved": lambda s: s.saved}
    context = {
        "title": SAVINGS,
        "lede": Text("按缴费事实与当年备案逐笔核算，按企业和年度汇总。", "Worked out from each payment and the record of its year, per firm and year."),
        "keys": ((Text("节省合计", "Saved together"), Money(sum(s.saved.fen for s in found))),),
        "note": Text(
            "标准生效日以前的缴费无法核对，单列笔数，不计入金额。",
            "Payments from before the known tariff cannot be checked; they are counted apart and not in the sums.",
        ),
    }  # fmt: skip
    return tables.page(request, _SAVINGS, tables.ListRows(found, keys), "custody/list.html", context)


@require_safe
@login_required
def refunds(request: HttpRequest) -> HttpResponseBase:
    found = money.refunds(rights_of(reader(request)), doors.today())
    called = parties.named(sorted({o for b in found for o in b.owners}))
    spec = tables.TableSpec(
        code="refunds",
        title=REFUNDS,
        columns=(
            tables.Column(key="until", title=Text("最迟请求日", "Ask by"), value=lambda b: b.judged.until, sort="until"),
            tables.Column(key="right", title=Text("权利号", "Right"), value=lambda b: b.judged.right, sort="right", link=lambda b: names.address("right", b.judged.right)),
            tables.Column(key="title", title=Text("名称", "Title"), value=lambda b: b.title or b.judged.right, wide=True),
            tables.Column(key="owners", title=Text("权利人", "Owner"), value=lambda b: _named(b.owners, called), wide=True),
            tables.Column(key="nth", title=Text("专利年度", "Patent year"), value=lambda b: b.judged.patent_year, numeric=True),
            tables.Column(key="on", title=Text("缴费日", "Paid on"), value=lambda b: b.judged.paid_on),
            tables.Column(key="paid", title=Text("实缴", "Paid"), value=lambda b: b.judged.paid, numeric=True),
            tables.Column(key="over", title=Text("可退", "To come back"), value=lambda b: b.judged.over, numeric=True),
            tables.Column(key="why", title=Text("原因", "Why"), value=lambda b: b.judged.why, wide=True),
            tables.Column(key="provisional", title=Text("暂定", "Provisional"), value=lambda b: b.judged.provisional, shown=False),
            tables.Column(key="cites", title=Text("条款", "Clauses"), value=lambda b: b.judged.cites, wide=True, shown=False),
        ),
        empty=Text("三年内没有发现多缴、重缴、错缴的费用。", "Nothing paid too much, twice or by mistake within three years."),
        order="until",
    )  # fmt: skip
    keys = {"until": lambda b: b.judged.until, "right": lambda b: b.judged.right}
    context = {
        "title": REFUNDS,
        "lede": Text("自缴费日起三年内，可请求退还多缴、重缴、错缴的费用。", "What was paid too much, twice or by mistake may be asked back within three years."),
        "keys": ((Text("可退合计", "Together"), Money(sum(b.judged.over.fen for b in found if isinstance(b.judged.over, Money)))),),
        "note": Text(
            "两种读法下应缴金额不同的，以较高者核算，只列确属多缴的部分。",
            "Where two readings ask different sums the higher is taken: only what is too much in both is listed.",
        ),
    }  # fmt: skip
    return tables.page(request, spec, tables.ListRows(found, keys), "custody/list.html", context)
