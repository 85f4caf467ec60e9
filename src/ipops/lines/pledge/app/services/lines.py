"""A fund against the lines of its scheme: looked at after everything that moves its book, and kept when a line turns.

Rule 1: the state is a fact, so that tomorrow's reading knows yesterday's and a rebuilt row says the same.
Rule 2: what no rule lifts is lifted by a decision of the fund's owners alone, with their paper.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from ipops.finance.scheme import Scheme
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Source
from ipops.lines.pledge import facts as f
from ipops.lines.pledge.app import selectors
from ipops.lines.pledge.app.models import Fund
from ipops.lines.pledge.app.services import storing
from ipops.lines.pledge.facts.words import LineState
from ipops.lines.pledge.machine.clauses import OURS
from ipops.lines.pledge.rules import assessing, pool
from ipops.lines.pledge.rules.scheming import scheme_of
from ipops.webkit import journal
from ipops.webkit.enrol import By

BY = "system:fund-lines"
_SOURCE = Source(reason="按方案对当日账面测算 / worked out by the scheme from the book of the day")


def watch(fund: str, *, on: date) -> tuple[pool.Turned, ...]:
    """Keep every line that turns with the book as it stands now; gives them."""
    row = selectors.fund_of(fund)
    scheme = scheme_of(row.scheme, tuple(row.terms)) if row is not None else None
    if row is None or not isinstance(scheme, Scheme) or not scheme.form.triggers:
        return ()
    told = assessing.of_fund(selectors.around(row, bank="", firm="", on=on))
    turned = pool.turned(scheme, told, on, row.states)
    size = journal.size() if turned else 0
    drafts = [
        Draft(
            fact=f.FundLineTurned(
                on=on, fund=fund, place=row.place, line=t.line, before=t.before, after=t.after, measure=t.measure
            ),
            source=_SOURCE,
            reference=f"line:{fund}:{t.line}:{size}",
        )
        for t in turned
    ]
    journal.append(drafts, by=BY)
    return turned


@transaction.atomic
def line_lift(*, fund: str, line: str, why: str, by: By) -> Refused | Text:
    """The fund's owners decide that it takes on loans again, where their scheme does not say when; their paper is attached."""
    journal.take_turn()
    row = Fund.objects.filter(fund=fund).first()
    if row is None:
        return storing.no("no-such-fund", storing.NONE)
    if storing.stored_before(by, "lift", case=fund):
        return storing.STORED
    now = row.states.get(line, LineState.OPEN)
    if now not in (LineState.STOPPED, LineState.UNKNOWN):
        return storing.no("not-stopped", _NOT_STOPPED, "line")
    if not by.document or not why.strip():
        return storing.no("decision-missing", _NO_DECISION, "paper", OURS)
    fact = f.FundLineTurned(
        on=by.today, fund=fund, place=row.place, line=line, before=LineState(now), after=LineState.OPEN, why=why.strip()
    )
    storing.append(by, "lift", [fact])
    return storing.STORED


_NOT_STOPPED = Text("该线没有停办，也不是状态未知。", "The line is neither stopped nor unknown.")
_NO_DECISION = Text("请附出资方或主管部门的决定并说明理由。", "Attach the decision of the fund's owners and say why.")
