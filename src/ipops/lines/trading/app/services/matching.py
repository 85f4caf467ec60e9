"""What people said of a match, kept as a fact with both ranks, so that precision can be measured over time."""

from __future__ import annotations

from django.db import transaction

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry
from ipops.lines.trading import facts as f
from ipops.lines.trading.app.models import MarketCase
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.facts.words import Judged
from ipops.lines.trading.machine import clauses
from ipops.webkit import journal


@transaction.atomic
def match_judge(*, need: str, right: str, rank: int, plain_rank: int, judged: Judged, sent: Sent) -> Entry | Refused:
    journal.take_turn()
    row = MarketCase.objects.filter(case=need, cycle="trading.need").first()
    if row is None:
        says = Text(f"没有需求 {need}。", f"There is no need {need}.")
        return Refused(reasons=(Reason(code="need-unknown", says=says, cite=clauses.OURS),))
    fact = f.MatchJudged(
        on=sent.today, need=need, right=right, place=row.place, rank=rank, plain_rank=plain_rank, judged=judged, why=sent.why
    )  # fmt: skip
    (entry,) = journal.append([Draft(fact=fact, source=sent.source, reference=f"judge:{sent.reference}")], by=sent.by)
    return entry
