"""What answers the questions of the programme: goals that will be missed with their owners, the money's way, one payment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.ledger.fact import Fact
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.pages import board, why
from ipops.lines.programme.app.pages.board import Asked
from ipops.lines.programme.facts.words import Position
from ipops.lines.programme.machine import PROJECT
from ipops.lines.programme.rules.fund.accounts import Name, named
from ipops.lines.programme.rules.plan.files import PlanFile
from ipops.lines.programme.rules.scoring import ScoreLine, Verdict
from ipops.reports import charts, wording

_ORDER = (Verdict.MISSED, Verdict.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A goal that is not met: its row of the scoreboard, the reading it is judged by and every one if there are several, and
    who answers for it."""

    row: board.Row
    reading: Text | None
    reads: tuple[why.ReadRow, ...]
    owners: tuple[str, ...]


def missed(
    lines: Sequence[ScoreLine], asked: Asked, owners: Mapping[str, tuple[str, ...]], *, over: bool
) -> tuple[Missed, ...]:
    """What is not met: missed first, then what cannot be said, each in the pack's order. Goals in words only are left out."""
    open_ones = [x for x in lines if x.target is not None and x.verdict is not Verdict.MET]
    ranked = sorted(open_ones, key=lambda x: _ORDER.index(x.verdict) if x.verdict in _ORDER else len(_ORDER))
    return tuple(
        Missed(
            row=board.row(x, asked, over=over),
            reading=why.first_reading(x),
            reads=why.reads(x),
            owners=owners.get(x.measure.code, ()),
        )
        for x in ranked
    )


def owners_of(file: PlanFile | None) -> dict[str, tuple[str, ...]]:
    """Goal -> the offices that the task book names for it."""
    found: dict[str, dict[str, None]] = {}
    for task in file.tasks.values() if file else ():
        for goal in task.booked.goals:
            if task.booked.owner:
                found.setdefault(goal, {})[task.booked.owner] = None
    return {goal: tuple(names) for goal, names in found.items()}


#: What the question asks for, in its order, and which positions make it up.
STANDS: tuple[tuple[Text, frozenset[Position]], ...] = (
    (Text("收到", "received"), frozenset(Position) - {Position.OUTSIDE, Position.WITHHELD}),
    (Text("已签约未付", "contracted, not yet paid"), frozenset({Position.ENCUMBERED})),
    (Text("已支付", "paid"), frozenset({Position.PAID})),
    (Text("已投出（可回收）", "invested, may come back"), frozenset({Position.INVESTED})),
    (Text("闲置（可用与已计划）", "idle (available or planned)"), frozenset({Position.AVAILABLE, Position.PLANNED})),
    (Text("结转", "carried over"), frozenset({Position.CARRIED})),
    (Text("结余", "balance left"), frozenset({Position.SURPLUS})),
    (Text("暂缓拨付", "withheld"), frozenset({Position.WITHHELD})),
)


def stands(standing: Mapping[str, Money], postings: Iterable[Entry]) -> tuple[tuple[Text, Money], ...]:
    """How much came and was passed on, and where it lies."""
    told = list(_told(standing))
    first, *rest = ((title, sum((m for n, m in told if n.position in where), NIL)) for title, where in STANDS)
    return (first, (Text("已下达", "passed on"), passed_on(postings)), *rest)


def passed_on(postings: Iterable[Entry]) -> Money:
    """What came from outside and was passed on, by the days that its documents name."""
    come = (e.fact for e in postings if isinstance(e.fact, f.MoneyPosted) and e.fact.passed_on is not None)
    legs = ((n, m) for fact in come for n, m in _told(dict(zip(fact.accounts, fact.amounts, strict=True))))
    return sum((m for n, m in legs if n.position not in (Position.OUTSIDE, Position.WITHHELD)), NIL)


def _told(standing: Mapping[str, Money]) -> Iterable[tuple[Name, Money]]:
    for account, amount in standing.items():
        name = named(account)
        if not isinstance(name, Refused):
            yield name, amount


def sankey(standing: Mapping[str, Money]) -> charts.Sankey | None:
    """From whose money, by which instrument, to where it lies now; ``None`` while nothing came."""
    flows: dict[tuple[str, str], Money] = {}
    titles: dict[str, Text] = {}
    for name, amount in _told(standing):
        if amount <= NIL or name.position is Position.OUTSIDE:
            continue
        source, end = f"s:{name.source}", f"p:{name.position}"
        middle = f"i:{name.instrument}" if name.instrument else ""
        titles |= {source: name.source.named, end: name.position.named}
        if name.instrument:
            titles[middle] = name.instrument.named
        way = (source, middle, end) if middle else (source, end)
        for a, b in pairwise(way):
            flows[a, b] = flows.get((a, b), NIL) + amount
    if not flows:
        return None
    passes = {c: _passes(c, flows) for c in titles}
    ordered = sorted(titles, key=lambda c: ("sip".index(c[0]), -passes[c].fen, c))
    return charts.Sankey(
        title=Text("资金的去向", "Where the money went"),
        nodes=tuple(charts.Node(code=c, title=titles[c], says=wording.money(passes[c])) for c in ordered),
        flows=tuple(
            charts.Flow(source=a, target=b, value=Fraction(m.fen), says=wording.money(m)) for (a, b), m in flows.items()
        ),
    )


def _passes(code: str, flows: Mapping[tuple[str, str], Money]) -> Money:
    into = sum((m for (_, b), m in flows.items() if b == code), NIL)
    out = sum((m for (a, _), m in flows.items() if a == code), NIL)
    return max(into, out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One thing a payment must rest on: the fact that is it, or that it lacks."""

    title: Text
    state: str
    says: Text | None
    n: int | None


def grounds(order: f.PaymentOrdered, entries: Sequence[Entry], today: date) -> tuple[Ground, ...]:
    """Decision, contract, acceptance, invoice, payment: from the live entries of the order, its project and its contract."""
    applied = _last(entries, f.ProjectApplied, lambda x: x.project == order.project)
    contract = _last(entries, f.ContractSigned, lambda x: x.contract == order.contract)
    posted = _last(entries, f.MoneyPosted, lambda x: x.order == order.order)
    signed = contract.fact if contract else None
    accepted = signed.accepted_on if isinstance(signed, f.ContractSigned) else None
    return (
        _ground(Text("决定（项目申报与评审）", "decision (application and review)"), applied, lambda x: Text(x.title, x.title)),
        _ground(Text("合同", "contract"), contract, lambda x: wording.money(x.amount)),
        Ground(
            title=Text("验收", "acceptance"),
            state="done" if accepted and accepted <= today else "unknown",
            says=wording.day(accepted) if accepted else None,
            n=contract.n if contract and accepted else None,
        ),
        Ground(
            title=Text("发票", "invoice"),
            state="done" if order.invoice else "unknown",
            says=Text(order.invoice, order.invoice) if order.invoice else None,
            n=None,
        ),
        _ground(Text("资金记账", "money posted"), posted, lambda x: Text(x.says, x.says)),
        _result(order, entries),
    )  # fmt: skip


#: How a project may end, and what that says of what was paid for it.
_ENDS = {"accept": "done", "terminate": "flagged", "recover": "flagged", "settle": "flagged"}


def _result(order: f.PaymentOrdered, entries: Sequence[Entry]) -> Ground:
    """What came of the money: the project's own acceptance, or that it was ended and its money called back."""
    title = Text("成果（项目验收）", "result (the project accepted)")
    ended = _last(entries, f.ProgrammeStep, lambda x: x.case == order.project and x.event in _ENDS)
    if ended is None or not isinstance(ended.fact, f.ProgrammeStep):
        return Ground(title=title, state="unknown", says=None, n=None)
    says = Text("{what}，{on}", "{what}, {on}").fill(
        what=PROJECT.events[ended.fact.event], on=wording.day(ended.fact.on)
    )
    return Ground(title=title, state=_ENDS[ended.fact.event], says=says, n=ended.n)


def _last(entries: Sequence[Entry], kind: type[Fact], fits: Callable[[Any], bool]) -> Entry | None:
    return next((e for e in reversed(entries) if isinstance(e.fact, kind) and fits(e.fact)), None)


def _ground(title: Text, entry: Entry | None, says: Callable[[Any], Text]) -> Ground:
    if entry is None:
        return Ground(title=title, state="unknown", says=None, n=None)
    return Ground(title=title, state="done", says=says(entry.fact), n=entry.n)
