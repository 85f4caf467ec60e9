"""Who bears a loss, in which order, by when, and what is missing: as tables beside a loan or a claim, with the trace."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ipops.finance.scheme.facts import FACTS
from ipops.finance.scheme.interval import Between
from ipops.finance.scheme.outcome import Outcome
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.pledge.app import selectors
from ipops.lines.pledge.app.models import Claim, Loan
from ipops.lines.pledge.app.services.claims import Worked, worked
from ipops.lines.pledge.app.views import shown
from ipops.lines.pledge.machine import LOAN
from ipops.lines.pledge.rules import assessing
from ipops.lines.pledge.rules.clocks import guarantee
from ipops.webkit.pages import doors, traced
from ipops.webkit.pages.cases import Lines
from ipops.webkit.pages.reader import reader
from ipops.webkit.pages.states import State, state

FAILING = ("overdue", "bad", "claimed")


@require_safe
@login_required
def sharing(request: HttpRequest, loan: str) -> HttpResponseBase:
    """This loan is overdue: who pays how much, in which order, by when, and which papers are missing?"""
    row = selectors.loan_for(reader(request), loan)
    if row is None or row.stage not in FAILING or not row.fund:
        raise Http404
    claim = Claim.objects.filter(loan=row.loan).first()
    context = {
        "loan": row,
        "claim": claim,
        "name": getattr(row, "firm_name", None) or row.firm,
        "pledgor": (row.pledgor_name or row.pledgor) if row.pledgor else "",  # type: ignore[attr-defined]
        "state": shown.state(LOAN, row.stage),
        "left": shown.exact(row.left),
        "lines": tables(row, claim, doors.today()),
    }
    return render(request, "pledge/sharing.html", context)


def tables(row: Loan, claim: Claim | None, on: date) -> tuple[Lines, ...]:
    got = worked(row, claim, tuple(claim.given) if claim else (), on)
    if isinstance(got, Refused):
        refused = tuple((r.says, r.cite or shown.NONE) for r in got.reasons)
        return (Lines(title=_ORDER, heads=(Text("原因", "Reason"), _CITE), rows=refused),)
    return (*_turns(row, got), *_lacking(got.outcome, row, claim), *_records(got), *_trace(got))


def _records(got: Worked) -> tuple[Lines, ...]:
    """What nobody had to type, with the records that tell it."""
    rows = tuple((FACTS[x.fact].says, x.shown, x.because) for x in got.records)
    heads = (Text("事实", "Fact"), Text("值", "Value"), Text("依据的记录", "By which records"))
    return (
        (Lines(title=Text("从本平台记录读出的事实", "Told by the house's own records"), heads=heads, rows=rows),)
        if rows
        else ()
    )


def _turns(row: Loan, got: Worked) -> tuple[Lines, ...]:
    clock = guarantee(selectors.times(row))
    rows = []
    order = assessing.turns(
        got.scheme,
        got.outcome,
        selectors.loss_of(row),
        enforced=row.enforced_first,
        called=row.called_on is not None,
        clock=clock,
    )
    for n, turn in enumerate(order, 1):
        amount = amount_of(turn.amount) if turn.amount is not None else _step(turn)
        by = turn.by or turn.why or _NO_DAY
        rows.append((n, turn.who, amount, by, turn.cite or shown.NONE))
    heads = (
        Text("次序", "Order"), Text("承担方", "Who"), Text("金额", "Sum"), Text("期限", "By when"), _CITE,
    )  # fmt: skip
    return (Lines(title=_ORDER, heads=heads, rows=tuple(rows), numeric=frozenset({0, 2})),)


def _step(turn: assessing.Turn) -> State | Text:
    """A party of the scheme whose sum nobody knows, or a step of the law, done or not."""
    if turn.done:
        return state("done")
    if turn.either:
        return Text("由债权人选择", "the creditor chooses")
    return Text("先行办理", "comes first") if turn.why or turn.by else shown.UNTOLD


def amount_of(amount: Between | None) -> Any:
    """A known sum, or the two ends between which it lies."""
    if amount is None:
        return state("unknown")
    if amount.money is not None:
        return shown.exact(amount.money)
    return Text("{a} 至 {b}", "{a} to {b}").fill(a=shown.exact(int(amount.low)), b=shown.exact(int(amount.high)))


def _lacking(got: Outcome, row: Loan, claim: Claim | None) -> tuple[Lines, ...]:
    """Papers that the claim has not, and facts or words that the scheme lacks."""
    lacking = assessing.missing(
        claim.papers if claim else (), guaranteed=bool(row.security), third_party=bool(row.pledgor)
    )
    rows: list[tuple[Any, ...]] = [(Text("材料", "paper"), p.named, assessing.papers_cite()) for p in lacking]
    rows += [
        (Text("事实", "fact") if m.fact else Text("方案未载", "scheme silent"), m.why, m.cite or shown.NONE)
        for m in got.missing
    ]
    rows += [(Text("不符条件", "condition not met"), r.says, r.cite or shown.NONE) for r in got.reasons]
    rows += [(Text("提示", "to note"), r.says, r.cite or shown.NONE) for r in got.flags]
    if not rows:
        return ()
    heads = (Text("类别", "Kind"), Text("缺什么", "What is missing"), _CITE)
    return (Lines(title=Text("所缺材料与事实", "Papers and facts that are missing"), heads=heads, rows=tuple(rows)),)


def _trace(got: Worked) -> tuple[Lines, ...]:
    parties = {p: got.scheme.party(p) for p in got.scheme.form.parties}
    rows = tuple(
        (s.says, traced.inputs(s.inputs, parties) or shown.NONE, traced.value(s.gives, parties), s.cite)
        for s in got.outcome.trace
    )
    heads = (Text("规则", "Rule"), Text("依据的数", "On what"), Text("结果", "Gives"), _CITE)
    return (Lines(title=Text("测算过程", "How it was worked out"), heads=heads, rows=rows),)


_ORDER = Text("损失由谁、按什么次序承担", "Who bears the loss, in which order")
_CITE = Text("条款", "Clause")
_NO_DAY = Text("未载期限", "no day is given")
