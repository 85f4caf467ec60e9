"""Legal events of one Chinese application as register facts.

Rule 1: the number gets the check character that its digits have; DOCDB leaves it away, so nothing is repaired.
Rule 2: an act that needs both sides and names only one, and a code whose words settle nothing, becomes a held fact that
waits for a reader. Nothing is lost, and nothing is guessed.
Rule 3: what changes neither owner nor state (corrections, attorneys, inventors) becomes no fact and is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipops.kernel.identifiers import cn_application_check, written
from ipops.kernel.outcome import Reason
from ipops.ledger import facts as f
from ipops.ledger.fact import Fact
from ipops.ledger.facts.words import EndOfRight, Milestone, PartyKind, Proof, RightKind
from ipops.rights.identity import right_number
from ipops.rights.inpadoc.codes import Act, Table, table
from ipops.rights.inpadoc.ops import LegalEvent, Member
from ipops.rights.inpadoc.texts import Told, told
from ipops.rights.names import kind_of, party_code
from ipops.rights.proposed import Proposed

_BODY = re.compile(r"[0-9]{8}|[0-9]{12}")
_ENDS = {
    Act.LAPSE: EndOfRight.UNPAID,
    Act.EXPIRE: EndOfRight.EXPIRED,
    Act.SURRENDER: EndOfRight.ABANDONED,
    Act.INVALIDATE: EndOfRight.INVALIDATED,
    Act.REVOKE: EndOfRight.REVOKED,
    Act.END: EndOfRight.UNSTATED,
    Act.WITHDRAW: EndOfRight.WITHDRAWN,
    Act.REJECT: EndOfRight.REJECTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One event understood: its act, and the facts it proposes (parties first)."""

    event: LegalEvent
    act: Act
    facts: tuple[Proposed, ...]


def number_of(member: Member) -> tuple[str, RightKind] | Reason | None:
    """The right's number and kind; ``None`` for another office; a reason for a number that cannot be one."""
    reference = member.application
    if reference is None or reference.country != "CN":
        return None
    digits = reference.number.replace(".", "")
    body = digits if _BODY.fullmatch(digits) else digits[:12] if len(digits) == 13 else ""
    got = right_number(written(body, cn_application_check(body)) if body else reference.number)
    if isinstance(got, Reason):
        return got
    number, kind = got
    return number, kind or RightKind.INVENTION


def filing(members: Sequence[Member], number: str, kind: RightKind) -> Proposed | None:
    """The application itself, if its day is told and it is published; title and owners are not in these answers."""
    days = [m.application.on for m in members if m.application is not None and m.application.on is not None]
    published = [m.publication.on for m in members if m.publication is not None and m.publication.on is not None]
    if not days or not published:
        return None
    fact = f.RightFiled(
        on=min(days), right=number, kind_of_right=kind, title="", owners=(), place="", published_on=min(published)
    )
    return Proposed(fact=fact, reference=f"inpadoc:filed:{number}")


def read_events(
    events: Sequence[LegalEvent], number: str, kind: RightKind, *, codes: Table | None = None
) -> Iterator[Read]:
    """The events of one application, each once, in the order of their days."""
    codes = codes or table()
    seen: set[tuple[object, ...]] = set()
    nth: Counter[tuple[str, date]] = Counter()
    for event in sorted(events, key=lambda e: (e.on or date.min, e.code, e.texts)):
        if event.country != codes.authority or (key := (event.code, event.on, event.texts)) in seen:
            continue
        seen.add(key)
        act, said = codes.act(event.code, event.words), told(event, codes)
        on = said.on
        if on is None:
            yield Read(event=event, act=act, facts=())
            continue
        nth[event.code, on] += 1
        one = _One(number, kind, event, act, said, on, f"{event.code}:{on.isoformat()}:{nth[event.code, on]}")
        yield Read(event=event, act=act, facts=tuple(one.facts()))


@dataclass(frozen=True, slots=True)
class _One:
    """One event of one right on its way to facts."""

    number: str
    kind: RightKind
    event: LegalEvent
    act: Act
    told: Told
    on: date
    mark: str

    def facts(self) -> Iterator[Proposed]:
        fact = self._fact()
        if fact is None:
            return
        yield from self._parties(fact)
        yield Proposed(fact=fact, reference=f"inpadoc:{self.number}:{self.mark}")

    def _fact(self) -> Fact | None:
        """The act as a fact; ``None`` for what changes nothing."""
        if self.act in _ENDS:
            return f.RightEnded(on=self.on, right=self.number, why=_ENDS[self.act])
        made = _MADE.get(self.act)
        return made(self) if made is not None else None

    @property
    def deal(self) -> str:
        return self.told.record or f"INPADOC:{self.number}:{self.mark}"

    def sides(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self._codes("a", self.told.givers), self._codes("b", self.told.takers)

    def _codes(self, side: str, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(party_code(n, record=self._record(side, i)) for i, n in enumerate(names, 1))

    def _record(self, side: str, nth: int) -> str:
        return f"inpadoc|{self.number}|{self.mark}|{side}{nth}"

    def _parties(self, fact: Fact) -> Iterator[Proposed]:
        """The parties that the fact names, as the gazette writes them; a person's name is sealed."""
        named = {c for v in vars(fact).values() if isinstance(v, tuple) for c in v}
        for side, names in (("a", self.told.givers), ("b", self.told.takers)):
            for i, name in enumerate(names, 1):
                code, kind = party_code(name, record=self._record(side, i)), kind_of(name)
                if code in named:
                    person = kind is PartyKind.PERSON
                    party = f.PartyRegistered(on=self.on, party=code, kind_of_party=kind, name="" if person else name)
                    yield Proposed(fact=party, reference=f"inpadoc:party:{code}", seal=name if person else "")

    def held(self) -> Fact:
        """For a reader; the words are the code's, names stay in the document."""
        return f.RecordingHeld(
            on=self.on, deal=self.deal, right=self.number, former=(), renamed=(), words=f"INPADOC CN {self.event.code}",
            register_no=self.told.record,
        )  # fmt: skip

    def transfer(self) -> Fact:
        givers, takers = self.sides()
        if not givers or not takers:
            return self.held()
        return f.TransferRegistered(
            on=self.on, deal=self.deal, right=self.number, kind_of_right=self.kind, transferors=givers, transferees=takers,
            from_place="", to_place="", proof=Proof.LISTED, register_no=self.told.record,
        )  # fmt: skip

    def change(self) -> Fact:
        givers, takers = self.sides()
        if givers and takers and givers != takers:
            return f.OwnerRenamed(on=self.on, deal=self.deal, right=self.number, former=givers, renamed=takers)
        return f.OwnerDetailsChanged(on=self.on, right=self.number, owners=takers)

    def pledge(self) -> Fact:
        givers, takers = self.sides()
        return f.PledgeRegistered(
            on=self.on, pledge=self.deal, right=self.number, kind_of_right=self.kind, pledgors=givers, pledgees=takers,
            place="", proof=Proof.LISTED, register_no=self.told.record,
        )  # fmt: skip

    def licence(self) -> Fact:
        givers, takers = self.sides()
        return f.LicenceRecorded(
            on=self.on, deal=self.deal, right=self.number, kind_of_right=self.kind, kind_of_licence=self.told.licence_kind,
            licensors=givers, licensees=takers, from_place="", to_place="", proof=Proof.LISTED,
            register_no=self.told.record,
        )  # fmt: skip

    def preserved(self) -> Fact:
        """These events name no order, so a right has one standing for all of them, lifted by the next lifting."""
        return f.RightPreserved(on=self.on, right=self.number, order=f"INPADOC:{self.number}")

    def lifted(self) -> Fact:
        return f.PreservationLifted(on=self.on, right=self.number, order=f"INPADOC:{self.number}")


_MADE: dict[Act, Callable[[_One], Any]] = {
    Act.EXAMINE: lambda o: f.MilestoneStated(on=o.on, right=o.number, milestone=Milestone.EXAM_REQUESTED),
    Act.GRANT: lambda o: f.RightGranted(on=o.event.on or o.on, right=o.number),
    Act.TRANSFER: _One.transfer,
    Act.CHANGE: _One.change,
    Act.PLEDGE: _One.pledge,
    Act.PLEDGE_CHANGE: _One.held,
    Act.PLEDGE_RELEASE: lambda o: f.PledgeReleased(on=o.on, pledge=o.told.record, right=o.number),
    Act.LICENCE: _One.licence,
    Act.LICENCE_CHANGE: _One.held,
    Act.LICENCE_END: lambda o: f.LicenceEnded(on=o.on, deal=o.told.record, right=o.number),
    Act.OPEN_LICENCE: lambda o: f.OpenLicenceDeclared(on=o.on, right=o.number),
    Act.OPEN_LICENCE_WITHDRAWN: lambda o: f.OpenLicenceWithdrawn(on=o.on, right=o.number),
    Act.PRESERVE: _One.preserved,
    Act.PRESERVE_LIFT: _One.lifted,
    Act.NARROW: lambda o: f.RightNarrowed(on=o.on, right=o.number, words=f"INPADOC CN {o.event.code}"),
    Act.RESTORE: lambda o: f.RightRestored(on=o.on, right=o.number),
    Act.DECLASSIFY: lambda o: f.RightDeclassified(on=o.on, right=o.number),
    Act.COMPENSATE: lambda o: f.TermCompensated(on=o.on, right=o.number, expires_on=o.told.until),
    Act.COMPENSATE_MEDICINE: lambda o: f.TermCompensated(
        on=o.on, right=o.number, expires_on=o.told.until, medicine=True
    ),
    Act.UNCLEAR: _One.held,
    Act.STRANGE: _One.held,
}
