"""Money in a paper: what came of each source and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.papers.layout import NOTHING, grid, pairs
from ipops.lines.programme.app.reading import plan as plans
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.app.reading.evaluation import EvaluationRead
from ipops.lines.programme.facts.words import Position, Source
from ipops.lines.programme.rules.fund.accounts import balances, total
from ipops.policy.schemes import How
from ipops.reports.papers.paper import Block

_INSIDE = tuple(p for p in Position if p is not Position.OUTSIDE)


def part(read: EvaluationRead, city: Dossier, lang: str) -> Sequence[Block]:
    """The rate of execution, then a column a source and a line for what became of its money, as far as anything did."""
    scored = next((x for x in read.sheet.lines if x.item.how is How.EXECUTION), None)
    blocks: list[Block] = [pairs(lang, ((scored.item.title, scored.says),))] if scored else []
    held = balances(of_cases([plans.fund_of(city)], [f.MoneyPosted]))
    sources = [s for s in Source if total(held, positions=_INSIDE, source=s)]
    lines = [(Text("到位合计", "came in"), _INSIDE), *((p.named, (p,)) for p in _INSIDE if total(held, positions=(p,)))]
    rows = [
        [title.in_(lang), *(_told(total(held, positions=at, source=s)) for s in (*sources, None))]
        for title, at in lines
    ]
    if sources:
        heads = (Text("去向", "what became of it"), *(s.named for s in sources), Text("合计", "total"))
        title = Text("资金到位和使用（元）", "what came and what became of it (yuan)")
        widths = (3, *[3] * (len(sources) + 1))
        blocks.append(grid(lang, heads, rows, numeric=range(1, len(heads)), widths=widths, title=title))
    return blocks


def _told(amount: Money) -> str:
    return str(amount) if amount else NOTHING
