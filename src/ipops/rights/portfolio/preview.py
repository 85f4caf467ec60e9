"""What a list will do before it does it: stored, merged, refused, for review; with the facts, so that the import is the preview.

Rule 1: a file that cannot be read to its end stores nothing. A row is taken whole or refused whole.
Rule 2: nothing that is known is overwritten: where the list says something else, both are shown; where it adds, it is added.
Rule 3: a party is the one with its credit code. A name alone joins nobody: the owner goes by its name's own code, and those
of the same name are put to review.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ipops.intake.profile import Profile
from ipops.intake.rows import Halted, Rejected, Row
from ipops.intake.table import Table, read_table
from ipops.kernel.outcome import Place, Problem
from ipops.kernel.text import Text
from ipops.ledger.facts import MilestoneStated, PartyRegistered, RightFiled, RightGranted
from ipops.ledger.facts.words import Milestone, PartyKind
from ipops.rights.names import kind_of, party_code
from ipops.rights.portfolio.known import Known, KnownRight
from ipops.rights.portfolio.rows import Owner, RightRow, understand
from ipops.rights.proposed import Proposed


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The list says something else than we hold; ours stands."""

    what: Text
    ours: str
    listed: str

    def as_json(self) -> dict[str, Any]:
        return {"what": self.what.as_json(), "ours": self.ours, "listed": self.listed}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A row that is taken: a new right, or one that is known (``merged``) with what the row adds and where it differs."""

    row: RightRow
    merged: bool
    facts: tuple[Proposed, ...]
    differs: tuple[Difference, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "line": self.row.at.line,
            "sheet": self.row.at.sheet,
            "right": self.row.number,
            "kind": str(self.row.kind),
            "title": self.row.title,
            "owners": [{"name": o.name, "code": o.code} for o in self.row.owners],
            "adds": [type(p.fact).KIND for p in self.facts],
            "differs": [d.as_json() for d in self.differs],
            "notes": [d.as_json() for d in self.row.doubts],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """An owner named without a credit code, and who goes by that name."""

    at: Place
    name: str
    party: str
    candidates: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {"at": self.at.as_json(), "name": self.name, "party": self.party, "candidates": list(self.candidates)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Everything about one file. With ``halted`` nothing may be stored."""

    file: str
    encoding: str
    read: int
    taken: tuple[Taken, ...]
    refused: tuple[Rejected, ...]
    review: tuple[Review, ...]
    repeated: int
    notes: tuple[Problem, ...]
    halted: Problem | None = None

    @property
    def proposed(self) -> tuple[Proposed, ...]:
        """The facts in the order in which they are stored; none of a file that broke off."""
        return () if self.halted else tuple(p for t in self.taken for p in t.facts)

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "encoding": self.encoding,
            "read": self.read,
            "repeated": self.repeated,
            "stored": [t.as_json() for t in self.taken if not t.merged],
            "merged": [t.as_json() for t in self.taken if t.merged],
            "refused": [r.as_json() for r in self.refused],
            "review": [r.as_json() for r in self.review],
            "notes": [n.as_json() for n in self.notes],
            "halted": self.halted.as_json() if self.halted else None,
        }


@dataclass(slots=True)
class _Reading:
    """One file while it is read."""

    known: Known
    today: date
    taken: list[Taken] = field(default_factory=list)
    refused: list[Rejected] = field(default_factory=list)
    review: dict[str, Review] = field(default_factory=dict)
    seen: dict[str, RightRow] = field(default_factory=dict)
    parties: set[str] = field(default_factory=set)
    repeated: int = 0

    def take(self, row: RightRow, raw: Row) -> None:
        before = self.seen.setdefault(row.number, row)
        if before is not row:
            self._again(before, row, raw)
            return
        parties = [self._owner(row, i, o) for i, o in enumerate(row.owners)]
        codes = tuple(dict.fromkeys(parties))
        ours = self.known.rights.get(row.number)
        if ours is not None and ours.owners:
            adds = tuple(_added(row, ours, codes))
            self.taken.append(Taken(row=row, merged=True, facts=adds, differs=tuple(_differs(row, ours, codes))))
            return
        made = tuple(self._registered(row, parties))  # only where the right becomes theirs
        if ours is None or ours.filed_on is None:
            self.taken.append(Taken(row=row, merged=ours is not None, facts=(*made, *_new(row, codes))))
        else:
            adds = (*made, *_added(row, ours, codes))
            self.taken.append(Taken(row=row, merged=True, facts=adds, differs=tuple(_differs(row, ours, codes))))

    def _again(self, before: RightRow, row: RightRow, raw: Row) -> None:
        if before.content == row.content:
            self.repeated += 1
            return
        says = _TWICE.fill(right=row.number, line=before.at.line)
        problem = Problem(code="right-twice", says=says, at=raw.place_of("right"))
        self.refused.append(Rejected(at=row.at, problems=(problem,), raw=raw.raw))

    def _owner(self, row: RightRow, nth: int, owner: Owner) -> str:
        """The party's code; who goes by the same name is put to review."""
        party = party_code(owner.name, record=f"portfolio|{row.number}|{nth}", credit_code=owner.code)
        if not _is_person(owner) and not owner.code:
            others = tuple(p.party for p in self.known.called(owner.name) if p.party != party)
            if others:
                at = Place(file=row.at.file, sheet=row.at.sheet, line=row.at.line, field="owners")
                self.review.setdefault(owner.name, Review(at=at, name=owner.name, party=party, candidates=others))
        return party

    def _registered(self, row: RightRow, parties: Sequence[str]) -> Iterator[Proposed]:
        """The registration of those owners that are new here."""
        for nth, (party, owner) in enumerate(zip(parties, row.owners, strict=True)):
            if party not in self.known.parties and party not in self.parties:
                self.parties.add(party)
                place = row.place if nth == 0 else ""
                yield _party(party, owner, person=_is_person(owner), on=self.today, place=place)


def _is_person(owner: Owner) -> bool:
    return not owner.code and kind_of(owner.name) is PartyKind.PERSON


def preview(
    path: Path, profile: Profile, known: Known, *, today: date, encoding: str | None = None, file_name: str = ""
) -> Preview:
    """Read the list and say what would become of each row. Never raises for what is in the file, and stores nothing."""
    return preview_of(
        read_table(path, profile, encoding=encoding, file_name=file_name), lambda rows: known, today=today
    )


def preview_of(
    table: Table,
    look_up: Callable[[tuple[RightRow, ...]], Known],
    *,
    today: date,
    bars: Callable[[RightRow, KnownRight | None], Text | None] | None = None,
) -> Preview:
    """The same with what is known looked up once the rows are read, for all of them at once. ``bars`` may say why a row that
    is right in itself may not come from this sender."""
    read, halted = 0, None
    rows: list[tuple[RightRow, Row]] = []
    refused: list[Rejected] = []
    for item in table:
        if isinstance(item, Halted):
            halted = item.problem
            break
        read += 1
        got = understand(item, today) if isinstance(item, Row) else item
        if isinstance(got, RightRow) and isinstance(item, Row):
            rows.append((got, item))
        elif isinstance(got, Rejected):
            refused.append(got)
    reading = _Reading(known=look_up(tuple(r for r, _ in rows)), today=today)
    for understood, raw in rows:
        no = bars(understood, reading.known.rights.get(understood.number)) if bars else None
        if no is None:
            reading.take(understood, raw)
        else:
            problem = Problem(code="not-the-sender's", says=no, at=raw.place_of("owners"))
            reading.refused.append(Rejected(at=understood.at, problems=(problem,), raw=raw.raw))
    return Preview(
        file=table.name,
        encoding=table.encoding,
        read=read,
        taken=tuple(reading.taken),
        refused=tuple(sorted((*refused, *reading.refused), key=lambda r: (r.at.sheet, r.at.line or 0))),
        review=tuple(reading.review.values()),
        repeated=reading.repeated,
        notes=tuple(table.notes),
        halted=halted,
    )


def _party(party: str, owner: Owner, *, person: bool, on: date, place: str) -> Proposed:
    kind = kind_of(owner.name)
    if owner.code and kind is PartyKind.PERSON:
        kind = PartyKind.OTHER  # a credit code belongs to a body, whatever its name tells
    fact = PartyRegistered(
        on=on, party=party, kind_of_party=kind, name="" if person else owner.name, code=owner.code, place=place
    )
    return Proposed(fact=fact, reference=f"portfolio:party:{party}", seal=owner.name if person else "")


def _new(row: RightRow, owners: tuple[str, ...]) -> Iterator[Proposed]:
    filed = RightFiled(
        on=row.filed_on,
        right=row.number,
        kind_of_right=row.kind,
        title=row.title,
        owners=owners,
        place=row.place,
        published_on=row.published_on,
        classes=row.classes,
        office="CN" if not row.number.startswith(("US", "EP", "WO")) else row.number[:2],
    )
    yield Proposed(fact=filed, reference=f"portfolio:filed:{row.number}")
    yield from _later(row, granted=row.granted_on is not None, priority=row.priority_on is not None)


def _added(row: RightRow, ours: KnownRight, owners: tuple[str, ...]) -> Iterator[Proposed]:
    """What the list tells and we do not have: day of filing, title and owners (a register's event or a deal tells of a right
    without them), the grant, the end of the term."""
    told = {"filed": ours.filed_on is None, "title": not ours.title, "owners": not ours.owners}
    if lacking := [name for name, lacks in told.items() if lacks]:
        filed = RightFiled(
            on=ours.filed_on or row.filed_on,
            right=row.number,
            kind_of_right=ours.kind or row.kind,
            title="" if ours.title else row.title,
            owners=() if ours.owners else owners,
            place="" if ours.owners else row.place,
            published_on=ours.published_on or row.published_on,
        )
        yield Proposed(fact=filed, reference=f"portfolio:told:{row.number}:{'+'.join(lacking)}")
    granted = row.granted_on is not None and ours.granted_on is None
    yield from _later(row, granted=granted, priority=ours.filed_on is None and row.priority_on is not None)
    if ours.granted_on is not None and ours.expires_on is None and row.expires_on is not None:
        fact = RightGranted(on=ours.granted_on, right=row.number, expires_on=row.expires_on)
        yield Proposed(fact=fact, reference=f"portfolio:term:{row.number}")


def _later(row: RightRow, *, granted: bool, priority: bool) -> Iterator[Proposed]:
    if granted and row.granted_on is not None:
        fact = RightGranted(on=row.granted_on, right=row.number, expires_on=row.expires_on)
        yield Proposed(fact=fact, reference=f"portfolio:granted:{row.number}")
    if priority and row.priority_on is not None:
        stated = MilestoneStated(on=row.priority_on, right=row.number, milestone=Milestone.PRIORITY)
        yield Proposed(fact=stated, reference=f"portfolio:priority:{row.number}")


def _differs(row: RightRow, ours: KnownRight, owners: tuple[str, ...]) -> Iterator[Difference]:
    pairs = (
        (_KIND, str(ours.kind or ""), str(row.kind)),
        (_TITLE, ours.title, row.title),
        (_OWNERS, "、".join(sorted(ours.owners)), "、".join(sorted(owners))),
        (_FILED, _day(ours.filed_on), _day(row.filed_on)),
        (_GRANTED, _day(ours.granted_on), _day(row.granted_on)),
        (_EXPIRES, _day(ours.expires_on), _day(row.expires_on)),
    )
    for what, held, listed in pairs:
        if held and listed and held != listed:
            yield Difference(what=what, ours=held, listed=listed)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


_TWICE = Text(
    "{right} 在第 {line} 行已有，内容不同；请核对后只留一行。",
    "{right} stands in row {line} already, with other values; keep one of them.",
)
_KIND = Text("权利类型", "kind of right")
_TITLE = Text("名称", "title")
_OWNERS = Text("权利人", "owners")
_FILED = Text("申请日", "filing day")
_GRANTED = Text("授权日", "day of grant")
_EXPIRES = Text("届满日", "end of the term")
