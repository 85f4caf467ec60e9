"""A city's fund on one page: balances held against statements, budget clocks, what is left of each year's money, claims made
twice, orders for the treasury; and the statement's balance."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ipops.finance.double import Double
from ipops.kernel.money import NIL, Money
from ipops.kernel.text import Text
from ipops.lines.programme import facts as f
from ipops.lines.programme.app import duties
from ipops.lines.programme.app.asking.planning import BalanceForm
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import fund as reading
from ipops.lines.programme.app.reading import plan as plans
from ipops.lines.programme.app.reading.dossiers import dossiers_for
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.app.services import fund as services
from ipops.lines.programme.app.views.life import common
from ipops.lines.programme.app.views.life.common import (
    NOTHING,
    Sent,
    Sheet,
    case_form,
    go,
    sheet,
)
from ipops.lines.programme.app.views.life.roads import find
from ipops.lines.programme.facts.words import Instrument, Position, Source
from ipops.lines.programme.machine import ORDER
from ipops.lines.programme.rules.fund.accounts import Name, named
from ipops.lines.programme.rules.fund.clocks import carried_past, unspent
from ipops.lines.programme.rules.fund.treasury import treasury_csv
from ipops.webkit import access, parties
from ipops.webkit.pages import answers, doors, names
from ipops.webkit.pages.cases import Lines, Said
from ipops.webkit.pages.lang import tr
from ipops.webkit.pages.reader import reader

_WHERE = (
    Position.AVAILABLE, Position.PLANNED, Position.ENCUMBERED, Position.PAID, Position.INVESTED, Position.WITHHELD,
    Position.CARRIED, Position.TO_RECOVER, Position.RECOVERED, Position.SURPLUS,
)  # fmt: skip
_SENT = ("approved", "sent")
_NEWEST = 40


@require_safe
@login_required
def fund(request: HttpRequest, key: str) -> HttpResponse:
    row = find(reader(request), key)
    if row is None:
        raise Http404
    today, adopted = doors.today(), plans.adopted_of(row)
    read = reading.fund_of(plans.fund_of(row), plans.floors_of(row, adopted), today)
    return sheet(
        request,
        Sheet(
            title=Text("资金账", "The fund"),
            back=(row.title, reverse("programme:road", args=[key])),
            says=tuple(Said(title=Text("执行率", "Execution"), value=e.says) for e in read.execution),
            lines=(
                _doing(request, row),
                _uses(read),
                _balances(read),
                _years(read, today, adopted.last_year if adopted else None),
                _clocks(read, today),
                *_recoveries(read),
                _doubles(reading.doubles_of(row.place)),
                _orders(request, row),
                _postings(read),
            ),
            notes=tuple(u.why for u in read.unknown),
        ),
    )


def _doing(request: HttpRequest, row: Dossier) -> Lines:
    user = reader(request)
    rows: list[tuple[Any, ...]] = []
    if duties.BALANCE.why_not(user, row.place) is None:
        rows += [(go("receive", Text("登记到账资金", "Money received"), row.case),)]
        rows += [
            (
                go(
                    "move",
                    Text("资金调整（结转、转结余、收回）", "Move money (carry over, balance left, recovery)"),
                    row.case,
                ),
            )
        ]
        rows += [(go("balance", duties.BALANCE.title, row.case),)]
    if access.why_not(user, access.Action.EXPORT, row.place) is None:
        rows += [
            (
                go(
                    "treasury-all",
                    Text("国库支付文件（全部已复核）", "File for the treasury, all approved orders"),
                    row.case,
                ),
            )
        ]
    return Lines(title=Text("可办事项", "What can be done"), heads=(Text("事项", "What"),), rows=tuple(rows))


def _uses(read: reading.FundRead) -> Lines:
    """Whose money used how, and what became of it; positions that hold nothing anywhere are left out."""
    at: dict[tuple[Source, Instrument | None], dict[Position, Money]] = {}
    for a in read.accounts:
        name = named(a.account)
        if isinstance(name, Name) and name.position is not Position.OUTSIDE and a.fen:
            at.setdefault((name.source, name.instrument), {})[name.position] = Money(a.fen)
    used = [p for p in _WHERE if any(p in held for held in at.values())]
    none = Text("未分方式", "no instrument yet")
    ordered = sorted(at, key=lambda k: (list(Source).index(k[0]), str(k[1] or "")))
    rows = tuple((s.named, i.named if i else none, *(at[s, i].get(p, NOTHING) for p in used)) for s, i in ordered)
    heads = (Text("资金来源", "Source"), Text("支持方式", "Instrument"), *(p.named for p in used))
    return Lines(
        title=Text("按来源与支持方式", "By source and instrument"),
        heads=heads,
        rows=rows,
        numeric=frozenset(range(2, 2 + len(used))),
    )


def _balances(read: reading.FundRead) -> Lines:
    """Every account beside its last statement. One that no statement was given for says so."""
    rows: list[tuple[Any, ...]] = []
    for a in read.accounts:
        name = named(a.account)
        if not isinstance(name, Name) or name.position is Position.OUTSIDE or not (a.fen or a.stated_on):
            continue
        if a.stated_fen is None:
            rows.append((name.title, Money(a.fen), NOTHING, NOTHING, NOTHING, Text("未对账", "no statement")))
            continue
        apart = Money(a.stated_fen - (a.fen_then or 0))
        says = Text("不符", "differs") if apart else Text("相符", "agrees")
        rows.append((name.title, Money(a.fen), a.stated_on, Money(a.fen_then or 0), Money(a.stated_fen), says))
    heads = (
        Text("科目", "Account"), Text("账面余额", "Balance now"), Text("对账日", "Day of the statement"),
        Text("当日账面", "Postings that day"), Text("对账单", "On the statement"), Text("核对", "Result"),
    )  # fmt: skip
    return Lines(
        title=Text("余额核对", "Balances and statements"), heads=heads, rows=tuple(rows), numeric=frozenset({1, 3, 4})
    )


def _years(read: reading.FundRead, today: date, last_year: int | None) -> Lines:
    """Unspent money of each budget year, and the day from which it is a balance left (预算法 第四十二条)."""
    left = unspent(e.fact for e in read.postings if isinstance(e.fact, f.MoneyPosted))
    days = {c.due.year - 1: c for c in read.clocks if c.code == "surplus"}
    past = carried_past(left, last_year, today)
    rows = []
    for year, amount in sorted(left.items()):
        clock = days.get(year)
        if amount <= NIL:
            says = Text("已用完", "spent")
        elif clock is None:
            says = Text("期限未知", "its day is unknown")
        elif clock.is_late(today):
            says = Text("应作结余", "a balance left: to be handed back")
        elif year in past:
            says = Text("结转至方案期后", "carried over past the plan’s period")
        else:
            says = Text(
                "可结转使用" if today.year > year else "本年使用",
                "carried over" if today.year > year else "of this year",
            )
        rows.append(
            (
                str(year),
                amount,
                clock.due if clock else NOTHING,
                says,
                "；".join(map(str, clock.cites)) if clock else NOTHING,
            )
        )
    heads = (
        Text("预算年度", "Budget year"), Text("未用", "Unspent"), Text("最后可用日", "Last day"), Text("性质", "What it is"),
        Text("条款", "Clause"),
    )  # fmt: skip
    return Lines(
        title=Text("结转与结余", "Carried over and left"), heads=heads, rows=tuple(rows), numeric=frozenset({1})
    )


def _clocks(read: reading.FundRead, today: date) -> Lines:
    rows = tuple(
        (
            c.title,
            c.due,
            c.done,
            Text("逾期", "late")
            if c.is_late(today)
            else Text("按期", "in time")
            if c.done
            else Text("未到期", "running"),
            "；".join(map(str, c.cites)),
        )
        for c in read.clocks
        if c.code != "surplus"
    )
    heads = (
        Text("时限", "Clock"),
        Text("期限", "Due"),
        Text("办理日", "Done"),
        Text("状态", "State"),
        Text("条款", "Clause"),
    )
    return Lines(title=Text("预算时限", "Budget clocks"), heads=heads, rows=rows)


def _recoveries(read: reading.FundRead) -> tuple[Lines, ...]:
    """What each project was told to pay back, what came, and what is still to be recovered; not there while nobody was."""
    called = parties.named([r.payee for r in read.recoveries])
    rows = tuple(
        (
            go("project", r.project, r.project),
            called.get(r.payee, r.payee),
            r.since,
            r.asked - r.given_up,
            r.came,
            r.owed,
        )
        for r in read.recoveries
    )
    heads = (
        Text("项目", "Project"), Text("单位", "Body"), Text("自", "Since"), Text("应收回", "To pay back"),
        Text("已收回", "Came back"), Text("尚待收回", "Still to be recovered"),
    )  # fmt: skip
    made = Lines(title=Text("追回资金", "Money to be recovered"), heads=heads, rows=rows, numeric=frozenset({3, 4, 5}))
    return (made,) if rows else ()


def _doubles(found: tuple[Double, ...]) -> Lines:
    rows = tuple(
        (
            Text("不得支付", "blocks payment") if d.blocks else Text("须说明", "needs a reason"),
            d.mine.code,
            d.reason.says,
        )
        for d in found
    )
    return Lines(
        title=Text("重复申请", "Claimed twice"),
        heads=(Text("效力", "Severity"), Text("本市事项", "Claim"), Text("与谁重复", "With what")),
        rows=rows,
        empty=Text(
            "未发现同一发票、贷款、权利或项目重复申请。", "No invoice, loan, right or project is claimed twice."
        ),
    )


def _orders_of(request: HttpRequest, row: Dossier) -> list[Dossier]:
    return list(
        dossiers_for(reader(request), ORDER.code).filter(parent=plans.fund_of(row)).order_by("-opened_on", "case")
    )


def _orders(request: HttpRequest, row: Dossier) -> Lines:
    rows = tuple(
        (go("order", o.title, o.case), ORDER.states.get(o.stage), Money(o.fen or 0), o.since)
        for o in _orders_of(request, row)[:_NEWEST]
    )
    heads = (Text("支付单", "Order"), Text("状态", "State"), Text("金额", "Amount"), Text("自", "Since"))
    return Lines(title=Text("支付申请", "Payment orders"), heads=heads, rows=rows, numeric=frozenset({2}))


def _postings(read: reading.FundRead) -> Lines:
    rows = tuple(
        (e.fact.on, e.fact.says, max(e.fact.amounts), e.fact.reference_no or e.fact.order or NOTHING, names.fact(e.n))
        for e in reversed(read.postings)
        if isinstance(e.fact, f.MoneyPosted)
    )[:_NEWEST]
    heads = (
        Text("日期", "Day"),
        Text("摘要", "In words"),
        Text("金额", "Amount"),
        Text("文号或单号", "Document"),
        Text("账本条目", "Entry"),
    )
    return Lines(title=Text("最近记账", "Latest postings"), heads=heads, rows=rows, numeric=frozenset({2}))


def _balance_form(row: Dossier) -> Any:
    read = reading.fund_of(plans.fund_of(row), plans.floors_of(row), doors.today())
    known = {a.account: name.title for a in read.accounts if isinstance(name := named(a.account), Name)}
    accounts = [(a, tr(t)) for a, t in known.items() if not a.endswith(f":{Position.OUTSIDE}")]
    return lambda *a, **k: BalanceForm(*a, accounts=accounts, **k)


def _balance(row: Dossier, sent: Sent) -> Any:
    d = sent.data
    return services.balance_state(
        account=d["account"],
        stated=d["stated"],
        document=sent.paper,
        by=sent.by,
        on=d["on"],
        today=sent.today,
        reference=sent.reference,
    )


balance = case_form(find, duties.BALANCE, _balance_form, _balance, back="fund", of=Text("资金账", "The fund"))


@require_safe
@login_required
def treasury_all(request: HttpRequest, key: str) -> HttpResponse:
    """Every approved order of the fund in one file, for those who may export."""
    row = find(reader(request), key)
    if row is None:
        raise Http404
    if no := access.why_not(reader(request), access.Action.EXPORT, row.place):
        back = reverse("programme:fund", args=[key])
        answer = answers.refused(request, no, title=Text("国库支付文件", "File for the treasury"), back=back)
        answer.status_code = common.FORBIDDEN
        return answer
    wanted = [o.case for o in _orders_of(request, row) if o.stage in _SENT]
    orders = [e.fact for e in of_cases(wanted, [f.PaymentOrdered]) if isinstance(e.fact, f.PaymentOrdered)]
    return HttpResponse(
        treasury_csv(orders, parties.named([x.payee for x in orders])),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="treasury.csv"'},
    )
