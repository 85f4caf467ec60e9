"""Signs of a sham looked for, checks opened with an owner, and each seen to its end with reason and evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry, Source
from ipops.ledger.facts import CheckEnded, CheckOpened
from ipops.ledger.facts.words import CheckEnd
from ipops.lines.trading.app import selectors
from ipops.lines.trading.app.models import CheckCase, Deal
from ipops.lines.trading.machine import CHECK, STANDING, clauses
from ipops.lines.trading.rules.sham import Moved, Suspicion, suspicions
from ipops.reference.workdays import add_working_days
from ipops.webkit import access, journal, work

#: working days to end a check: ours, no source gives one
CHECK_WITHIN = 20
BY = "system:sham-signals"
_SOURCE = Source(reason="规则识别的疑点（门槛为演示值） / signs found by rule, demo thresholds")


@transaction.atomic
def checks_refresh(*, today: date, deals: Sequence[str] | None = None) -> tuple[str, ...]:
    """Look at these deals (all if not said) with everything they touch; gives the codes of checks opened or widened.

    Looking again opens nothing twice: a check is known by its code, and is told only of deals it does not have yet.
    """
    journal.take_turn()
    rows = Deal.objects.filter(act__in=selectors.ACTS, stage__in=STANDING)
    asked = list(rows if deals is None else rows.filter(deal__in=list(deals)))
    if not asked:
        return ()
    legs: dict[int, Moved] = {m.entry: m for row in asked for m in selectors.legs_of(row)}
    if deals is not None:
        numbers = {m.right for m in legs.values()}
        takers = {p for m in legs.values() for p in m.takers}
        legs |= {m.entry: m for m in selectors.moved_with(numbers, takers)}
    named = {p for m in legs.values() for p in (*m.givers, *m.takers)}
    found = suspicions(list(legs.values()), selectors.parties_seen(named), selectors.thresholds())
    mine = {row.deal for row in asked}
    return _open([s for s in found if mine & set(s.deals)], today=today)


def _open(found: Sequence[Suspicion], *, today: date) -> tuple[str, ...]:
    due = add_working_days(today, CHECK_WITHIN).day
    drafts = []
    for s in found:
        family = list(CheckCase.objects.filter(Q(case=s.case) | Q(case__startswith=f"{s.case}:")).order_by("case"))
        looked_at = {d for c in family for d in c.deals}
        new = tuple(d for d in s.deals if d not in looked_at)
        if not new:
            continue
        open_one = next((c for c in family if c.stage in ("open", "reported")), None)
        # A check that has ended stays ended; deals that come after it open the next of the family.
        case = open_one.case if open_one else (f"{s.case}:{len(family) + 1}" if family else s.case)
        drafts.append(_draft(s, case, new))
        work.ask(
            f"trading:check:{case}",
            title=Text(f"核查疑点：{s.signal.zh}", f"Check: {s.signal.en}"),
            role=access.Role.CHECKER,
            place=s.place,
            case=case,
            line="trading",
            due_on=due,
            link=f"/trading/checks/{case}/",
        )
    journal.append(drafts, by=BY)
    return tuple(str(d.fact.case) for d in drafts if isinstance(d.fact, CheckOpened))


def _draft(s: Suspicion, case: str, new: tuple[str, ...]) -> Draft:
    fact = CheckOpened(
        on=s.on,
        case=case,
        signal=s.signal,
        deals=new,
        entries=tuple(str(n) for n in s.entries),
        owner=f"checker@{s.place}",
        why=f"{s.why.zh} {s.why.en}",
    )
    told = hashlib.sha256("|".join(new).encode()).hexdigest()[:12]
    return Draft(fact=fact, source=_SOURCE, reference=f"check:{case}:{told}")


_ENDS = {"clear": CheckEnd.CLEARED, "exclude": CheckEnd.EXCLUDED, "report": CheckEnd.REPORTED}


@transaction.atomic
def check_end(
    *, case: str, event: str, why: str, by: str, today: date, reference: str, document: str = ""
) -> Entry | Refused:
    """End a check: cleared, excluded from the count, or reported. Excluding and reporting need evidence (a document)."""
    journal.take_turn()
    row = CheckCase.objects.filter(case=case).first()
    if row is None:
        return _no("check-unknown", Text(f"没有编号为 {case} 的核查。", f"There is no check {case}."), "")
    step = CHECK.after(row.stage, event)
    if isinstance(step, Refused):
        return step
    if not why.strip():
        return _no("no-why", _WHY, "why")
    if event != "clear" and not document:
        return _no("no-evidence", _EVIDENCE, "document")
    fact = CheckEnded(on=today, case=case, end=_ENDS[event], deals=tuple(row.deals), why=why)
    source = Source(document=document) if document else Source(reason=why)
    (entry,) = journal.append([Draft(fact=fact, source=source, reference=f"end:{reference}")], by=by)
    if event != "report":
        work.end_case(case, by=by, outcome=fact.end.named)
    return entry


def _no(code: str, says: Text, field: str) -> Refused:
    return Refused(reasons=(Reason(code=code, says=says, cite=clauses.OURS, field=field),))


_WHY = Text("请说明理由。", "Give the reason.")
_EVIDENCE = Text("“不计入”和“上报”需要附上证据。", "To exclude or to report, attach the evidence.")
