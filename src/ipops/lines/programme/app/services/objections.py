"""Objections to a list on public notice and to a published result: raised, settled, withdrawn. One way for both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ipops.kernel.outcome import Refused, Unknown
from ipops.ledger.entry import Draft, Entry
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import evaluation as results
from ipops.lines.programme.app.reading import selection as reading
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.app.services.steps import drafted, no, source_of, unknown_case
from ipops.lines.programme.machine import CALL, EVALUATION, OBJECTION
from ipops.lines.programme.rules.selection import publicity
from ipops.webkit import journal

#: What becomes of a result when the objection to it is settled.
_RESULT = {"uphold": "reopen", "reject": "uphold", "withdraw": "uphold"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """Who objects to which case, in which words, with which paper (SHA-256)."""

    against: str
    name: str
    words: str
    document: str

    def told(self, on: date) -> publicity.Objection:
        return publicity.Objection(name=self.name, words=self.words, evidence=self.document, on=on)


@transaction.atomic
def objection_raise(*, raised: Raised, by: str, today: date, reference: str) -> Entry | Refused:
    """Hear an objection: named, written, with evidence, and in time where a time is known. A result waits until it is settled."""
    journal.take_turn()
    row = Dossier.objects.filter(case=raised.against, cycle__in=(CALL.code, EVALUATION.code)).first()
    if row is None:
        return unknown_case(raised.against)
    moves: list[Draft] = []
    if row.cycle == CALL.code:
        if refused := _not_heard(row, raised, today):
            return refused
    else:
        stands = results.objecting_to(row.case)
        lacks = publicity.lacking(raised.told(today), None)
        if lacks := (*lacks, *(publicity.late(today, stands) if stands else ())):
            return Refused(reasons=lacks)
        moved = drafted(row, "object", on=today, why=raised.words, document=raised.document, reference=reference)
        if isinstance(moved, Refused):
            return moved
        moves.append(moved)
    fact = f.ObjectionRaised(
        objection=f"obj:{reference}",
        against=row.case,
        place=row.place,
        name=raised.name,
        words=raised.words,
        on=today,
    )
    draft = Draft(fact=fact, source=source_of(raised.document, ""), reference=f"object:{reference}")
    entry, *_ = journal.append([draft, *moves], by=by)
    return entry


def _not_heard(row: Dossier, raised: Raised, today: date) -> Refused | None:
    """Why an objection to a list is not heard."""
    file = reading.file_of(row.case)
    if file is None or file.published is None or row.stage != "publicised":
        return no("nothing-published", "目前没有公示中的名单。", "No list is on public notice.", "against")
    pack, since = reading.pack_of(file), file.published.on
    rule = pack.term("objection_rule", since)
    cite = None if isinstance(rule, Unknown) else rule.cite
    return publicity.heard(raised.told(today), publicity.notice(pack, since), since, cite)


@transaction.atomic
def objection_settle(
    *, case: str, event: str, why: str, by: str, today: date, reference: str, document: str = ""
) -> Entry | Refused:
    """Settle an objection, or let it be withdrawn. A result is evaluated again or stands, in the same transaction."""
    journal.take_turn()
    row = Dossier.objects.filter(case=case, cycle=OBJECTION.code).first()
    target = Dossier.objects.filter(case=row.parent).first() if row else None
    if row is None or target is None:
        return unknown_case(case)
    if not why.strip():
        return no("no-why", "请说明理由。", "Give the reason.", "why")
    if (event == "withdraw") != (row.by == by):
        return _not_for(event)
    drafts = [drafted(row, event, on=today, why=why, document=document, reference=reference)]
    if target.cycle == EVALUATION.code and not isinstance(drafts[0], Refused):
        drafts.append(drafted(target, _RESULT[event], on=today, why=why, document=document, reference=reference))
    stopped = next((d for d in drafts if isinstance(d, Refused)), None)
    if stopped is not None:
        return stopped
    entry, *_ = journal.append([d for d in drafts if isinstance(d, Draft)], by=by)
    return entry


def _not_for(event: str) -> Refused:
    if event == "withdraw":
        return no("not-your-objection", "异议由提出人撤回。", "An objection is withdrawn by who raised it.")
    return no("own-objection", "提出人不能处理自己的异议。", "Who raised an objection does not settle it.")


def unheeded(call: str) -> bool:
    """Whether an objection to the list that stands was found to be right: such a list is reviewed again, not decided on."""
    listed = of_cases([call], [f.ListPublished])
    upheld = Dossier.objects.filter(cycle=OBJECTION.code, parent=call, stage="upheld").values_list("case", flat=True)
    return bool(listed) and any(e.n > listed[-1].n for e in of_cases([*upheld], [f.ObjectionRaised]))
