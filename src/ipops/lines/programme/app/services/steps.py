"""One step of one case: the table decides, the guard agrees, one fact says it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry, Source
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.facts import ProgrammeStep
from ipops.lines.programme.rules.dossier import CYCLES
from ipops.webkit import access, journal
from ipops.webkit.roles import Role


def no(code: str, zh: str, en: str, field: str = "") -> Refused:
    return Refused(reasons=(Reason(code=code, says=Text(zh, en), field=field),))


def unknown_case(case: str) -> Refused:
    return no("case-unknown", f"没有编号为 {case} 的事项。", f"There is no case {case}.", "case")


def source_of(document: str, why: str) -> Source:
    """The paper, or the reason why there is none."""
    return Source(document=document) if document else Source(reason=why or "网页填报 / entered on the page")


def why_not_step(user: access.Reader, row: Dossier, event: str) -> Refused | None:
    """Whether this person may fire the event here: the cell's roles, held in an office that covers the place."""
    after = CYCLES[row.cycle].after(row.stage, event)
    if isinstance(after, Refused):
        return after
    wanted = CYCLES[row.cycle].table[row.stage][event].roles
    if clash := access.why_not(user, access.Action.SEE, row.place):
        return clash
    held = {str(m.role) for m in access.memberships(user)}
    if not wanted & held:
        who = [Role(r) for r in sorted(wanted)]
        return no(
            "role-lacks-step",
            f"此步由{'、'.join(r.zh for r in who)}办理。",
            f"This step is for: {', '.join(r.en for r in who)}.",
        )
    return None


def drafted(row: Dossier, event: str, *, on: date, why: str, document: str, reference: str) -> Draft | Refused:
    """The fact of a step, if the table has it from here."""
    after = CYCLES[row.cycle].after(row.stage, event)
    if isinstance(after, Refused):
        return after
    fact = ProgrammeStep(case=row.case, cycle=row.cycle, event=event, place=row.place, why=why, on=on)
    return Draft(fact=fact, source=source_of(document, why), reference=f"step:{row.case}:{event}:{reference}")


#: Steps that take something from somebody.
_NEED_WHY = frozenset({"turn_down", "review_again"})


@transaction.atomic
def step(
    *,
    case: str,
    event: str,
    by: str,
    today: date,
    reference: str,
    why: str = "",
    document: str = "",
) -> Entry | Refused:
    """Move a case by its table alone; a step against somebody is not taken without its reason."""
    journal.take_turn()
    row = Dossier.objects.filter(case=case).first()
    if row is None or row.cycle not in CYCLES:
        return unknown_case(case)
    if event in _NEED_WHY and not why.strip():
        return no("no-why", "请说明理由。", "Give the reason.", "why")
    made = drafted(row, event, on=today, why=why, document=document, reference=reference)
    if isinstance(made, Refused):
        return made
    (entry,) = journal.append([made], by=by)
    return entry
