"""Legal events of the EPO's services into the journal: counted by act, nothing lost, the same event never twice.

    files ─ rights.inpadoc.ops ─> family members ─ by application ─> rights.inpadoc.facts ─> facts ─> journal
                                                       └─ words that settle nothing: a held fact and a task for a reader

Rule 1: events = those that became facts + those that change nothing + those held + those of other offices.
Rule 2: what is known of a right is not overwritten: the filing is told only where no filing is known.
Rule 3: a person's name is sealed only when the person is new here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from ipops.kernel.outcome import Place, Problem, Reason
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Source
from ipops.ledger.facts import PartyRegistered, RecordingHeld
from ipops.ledger.facts.words import RightKind
from ipops.rights.inpadoc.codes import Act
from ipops.rights.inpadoc.facts import Read, filing, number_of, read_events
from ipops.rights.inpadoc.ops import Member, read_family
from ipops.rights.proposed import Proposed
from ipops.webkit import access, documents, journal, personal, work
from ipops.webkit.models import Party, Right
from ipops.webkit.portfolio import PURPOSE

BY = "register:inpadoc"
_KEEP_MONTHS = 120


@dataclass(slots=True)
class Taken:
    """What one import took in. ``by_act`` counts events; ``elsewhere`` are events of offices that we do not read."""

    members: int = 0
    rights: int = 0
    events: int = 0
    elsewhere: int = 0
    stored: int = 0
    by_act: Counter[str] = field(default_factory=Counter)
    held: list[dict[str, Any]] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)

    def count(self, read: Read, right: str) -> None:
        self.events += 1
        self.by_act[str(read.act)] += 1
        if any(isinstance(p.fact, RecordingHeld) for p in read.facts):
            self.held.append({"right": right, "code": read.event.code, "line": read.event.line})

    def as_json(self) -> dict[str, Any]:
        order = [str(a) for a in Act]
        return {
            "members": self.members,
            "rights": self.rights,
            "events": self.events,
            "elsewhere": self.elsewhere,
            "by_act": {a: self.by_act[a] for a in order if self.by_act[a]},
            "stored": self.stored,
            "held": self.held,
            "refused": [p.as_json() for p in self.refused],
        }


@transaction.atomic
def legal_import(*, paths: Sequence[Path], by: str, today: date, place: str = "", preview: bool = False) -> Taken:
    """Take in every Chinese application of the files, in one transaction. ``by`` is who keeps the files; the facts are the
    register's own. A ``preview`` does the same and takes it all back: it says what would be stored, held and refused."""
    taken = Taken()
    for path in paths:
        document = "0" * 64 if preview else documents.store(path, path.name, by)
        if isinstance(document, Problem):
            taken.refused.append(document)
            continue
        applications = _by_application(path, taken)
        _store(applications, Source(document=document), taken, today=today)
        taken.rights += len(applications)
    _ask_readers(taken.held, place)
    if preview:
        transaction.set_rollback(True)
    return taken


def _by_application(path: Path, taken: Taken) -> dict[tuple[str, RightKind], list[Member]]:
    """The members of Chinese applications, each application once; the rest is counted."""
    found: dict[tuple[str, RightKind], list[Member]] = {}
    for member in read_family(path):
        if isinstance(member, Problem):
            taken.refused.append(member)
            continue
        taken.members += 1
        taken.elsewhere += sum(e.country != "CN" for e in member.events)
        got = number_of(member)
        if isinstance(got, Reason):
            at = Place(file=path.name, line=member.line)
            taken.refused.append(Problem(code=got.code, says=got.says, at=at))
        elif got is not None:
            found.setdefault(got, []).append(member)
    return found


def _store(
    applications: dict[tuple[str, RightKind], list[Member]], source: Source, taken: Taken, *, today: date
) -> None:
    numbers = [number for number, _ in applications]
    filed = set(Right.objects.filter(right__in=numbers, filed_on__isnull=False).values_list("right", flat=True))
    proposed: list[Proposed] = []
    for (number, kind), members in applications.items():
        told = filing(members, number, kind)
        if told is not None and number not in filed:
            proposed.append(told)
        for read in read_events([e for m in members for e in m.events], number, kind):
            taken.count(read, number)
            proposed += read.facts
    before = journal.size()
    entries = journal.append(list(_drafts(proposed, source, today)), by=BY)
    taken.stored += len({e.n for e in entries if e.n > before})


def _drafts(proposed: Sequence[Proposed], source: Source, today: date) -> Iterable[Draft]:
    """Parties that are known are left as they are."""
    codes = {p.fact.party for p in proposed if isinstance(p.fact, PartyRegistered)}
    known = set(Party.objects.filter(party__in=list(codes)).values_list("party", flat=True))
    for p in proposed:
        fact = p.fact
        if isinstance(fact, PartyRegistered):
            if fact.party in known:
                continue
            known.add(fact.party)
            if p.seal:
                kept = personal.keep(p.seal, PURPOSE, months_after(today, _KEEP_MONTHS), by=BY)
                fact = replace(fact, name_sealed=kept)
        yield Draft(fact=fact, source=source, reference=p.reference)


def _ask_readers(held: Iterable[dict[str, Any]], place: str) -> None:
    for one in held:
        right, code = one["right"], one["code"]
        work.ask(
            f"inpadoc:read:{right}:{code}",
            title=Text(f"认定 {right} 的登记事项 {code}", f"Read what entry {code} did to {right}"),
            role=access.Role.CLERK,
            place=place,
            case=right,
        )
