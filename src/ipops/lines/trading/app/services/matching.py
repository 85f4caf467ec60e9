"""Matches pushed to whoever has the need, and what was said of them: kept as facts with both ranks, so that precision can be
measured over time.

Rule 1: what is pushed is what the ranking finds on the day: an agency of grade D, a right in trouble, a secret are not among it.
Rule 2: a patent is pushed to a need once; the next push brings what is new.
Rule 3: ranks are never taken from a form: they are those of the push, else those of the day.
"""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry
from ipops.lines.trading import facts as f
from ipops.lines.trading.app import matching
from ipops.lines.trading.app.models import MarketCase
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.facts.words import Judged
from ipops.lines.trading.machine import NEED, clauses
from ipops.lines.trading.rules.matching.ranking import POOLED
from ipops.webkit import journal
from ipops.webkit.desk import notices
from ipops.webkit.models import User
from ipops.webkit.roles import Level

PUSHED = notices.Event(
    code="trading.pushed",
    title=Text("需求匹配推送", "Patents pushed for a need"),
    why=Text("您的单位发布了该需求。", "Your body stated the need."),
)


@transaction.atomic
def match_push(*, need: str, sent: Sent) -> Entry | Refused:
    """Send the first ten of ours and the first ten by words alone, less what was sent before."""
    journal.take_turn()
    mark = f"push:{sent.reference}"
    if again := [e for e in journal.about(case=need) if e.by == sent.by and e.reference == mark]:
        return again[0]
    row = _need(need)
    if isinstance(row, Refused):
        return row
    if row.stage != NEED.start or (row.until is not None and row.until < sent.today):
        return _no("need-over", Text("该需求已结束，不再推送。", "The need is over; nothing is pushed any more."))
    before = matching.pushed_to(need)
    found = [m for m in matching.for_need(row, sent.today) if min(m.rank, m.plain_rank) <= POOLED]
    new = [m for m in found if m.code not in before]
    if not new:
        return _no("nothing-new", Text("没有新的匹配可推送。", "There is nothing new to push."))
    fact = f.MatchPushed(
        on=sent.today, need=need, party=row.parties[0], place=row.place, rights=tuple(m.code for m in new),
        ranks=tuple(m.rank for m in new), plain_ranks=tuple(m.plain_rank for m in new),
    )  # fmt: skip
    (entry,) = journal.append([Draft(fact=fact, source=sent.source, reference=mark)], by=sent.by)
    _tell(row, entry, len(new))
    return entry


def _tell(row: MarketCase, entry: Entry, n: int) -> None:
    """Whoever acts for the body that has the need."""
    bodies = {"memberships__office__party__in": row.parties, "memberships__office__level": str(Level.BODY)}
    users = User.objects.filter(is_active=True, **bodies).distinct()
    title = Text("“{t}”有 {n} 件匹配专利", "{n} patents fit the need {t}").fill(t=row.title, n=str(n))
    notices.tell(
        users,
        event=PUSHED,
        code=f"push:{row.case}:{entry.n}",
        title=title,
        link=reverse("trading:matches", args=[row.case]),
    )


@transaction.atomic
def match_judge(*, need: str, right: str, judged: Judged, sent: Sent) -> Entry | Refused:
    """What the asker says of a patent that was pushed, or that stands on the list of the day."""
    journal.take_turn()
    row = _need(need)
    if isinstance(row, Refused):
        return row
    ranks = matching.pushed_to(need).get(right) or next(
        ((m.rank, m.plain_rank) for m in matching.for_need(row, sent.today) if m.code == right), None
    )
    if ranks is None:
        return _no(
            "never-matched",
            Text("该专利未推送，也不在匹配清单上。", "It was not pushed and is not on the list."),
            "right",
        )
    fact = f.MatchJudged(
        on=sent.today, need=need, right=right, place=row.place, rank=ranks[0], plain_rank=ranks[1], judged=judged, why=sent.why
    )  # fmt: skip
    (entry,) = journal.append([Draft(fact=fact, source=sent.source, reference=f"judge:{sent.reference}")], by=sent.by)
    return entry


def _need(need: str) -> MarketCase | Refused:
    row = MarketCase.objects.filter(case=need, cycle=NEED.code).first()
    return row or _no("need-unknown", Text(f"没有需求 {need}。", f"There is no need {need}."))


def _no(code: str, says: Text, field: str = "") -> Refused:
    return Refused(reasons=(Reason(code=code, says=says, cite=clauses.OURS, field=field),))
