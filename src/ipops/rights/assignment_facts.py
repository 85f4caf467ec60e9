"""A recorded assignment as facts: the parties it names, the rights it touches, and what happened to each of them.

A party here is a *name on a cover sheet*: an organisation's code is made from the name as printed, and joining two
names is a matter for review. A natural person is never joined by name: each appearance has a code of its own and only
the sealed name (个人信息保护法 47). A name is an organisation only if it says so (INC, LLC, UNIVERSITY …).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from ipops.ledger.fact import Fact, Sealed
from ipops.ledger.facts import (
    LicenceRecorded,
    OwnerMerged,
    OwnerRenamed,
    PartyRegistered,
    PledgeRegistered,
    PledgeReleased,
    RecordCorrected,
    RecordingHeld,
    RightFiled,
    RightGranted,
    TransferRegistered,
)
from ipops.ledger.facts.words import LicenceKind, PartyKind, Proof
from ipops.rights.conveyances import Conveyance, reel_frames_in, words_of
from ipops.rights.proposed import Proposed
from ipops.rights.uspto_assignments import Assignment, Named, Property

_ORGANISATION = re.compile(
    r"\b(INC|INCORPORATED|L\.?L\.?C|L\.?L\.?P|L\.?P|LTD|LIMITED|CORP|CORPORATION|CO|COMPANY|GMBH|AG|KG|S\.?A\.?S?|S\.?R\.?L"
    r"|S\.?P\.?A|B\.?V|N\.?V|A/?S|AB|OY|OYJ|K\.?K|KABUSHIKI|KAISHA|PTE|PTY|PLC|BANK|TRUST|TRUSTEE|AGENT|UNIVERSITY"
    r"|COLLEGE|INSTITUTE|FOUNDATION|HOSPITAL|MINISTRY|DEPARTMENT|GOVERNMENT|REGENTS|ACADEMY|HOLDINGS?|PARTNERS(HIP)?"
    r"|TECHNOLOG(Y|IES)|SYSTEMS|INDUSTRIES|GROUP|CENTER|CENTRE|FUND|CAPITAL|N\.?A)\b\.?"
)
#: For a licence that does not say of which kind it is, the kind is *not stated*.
_LICENCE_KINDS = (
    (re.compile(r"\bNON-? ?EXCLUSIVE\b"), LicenceKind.ORDINARY),
    (re.compile(r"\bSOLE\b"), LicenceKind.SOLE),
    (re.compile(r"\bEXCLUSIVE\b"), LicenceKind.EXCLUSIVE),
)


def is_organisation(name: str) -> bool:
    return _ORGANISATION.search(name.upper()) is not None


def party_of(named: Named, record: str, side: str, nth: int) -> str:
    """Our code of a named party; for a person one per appearance."""
    if not is_organisation(named.name):
        return f"P:x-uspto-{record}-{side}{nth}"
    printed = " ".join(named.name.upper().split())
    return f"P:x-{hashlib.sha256(printed.encode()).hexdigest()[:16]}"


def proposed_facts(assignment: Assignment, *, seal: Callable[[str], Sealed]) -> Iterator[Proposed]:
    """Parties first, then rights, then one fact per right. ``seal`` keeps a person's name in the erasable store."""
    former = tuple(party_of(n, assignment.number, "a", i) for i, n in enumerate(assignment.assignors, 1))
    later = tuple(party_of(n, assignment.number, "b", i) for i, n in enumerate(assignment.assignees, 1))
    names = zip((*former, *later), (*assignment.assignors, *assignment.assignees), strict=True)
    for party, named in dict(names).items():
        yield Proposed(fact=_party(party, named, assignment, seal), reference=f"uspto:party:{party}")
    for one in assignment.properties:
        yield from _right(one)
        yield Proposed(fact=_act(assignment, one, former, later), reference=f"uspto:{assignment.number}:{one.right}")


def _party(party: str, named: Named, assignment: Assignment, seal: Callable[[str], Sealed]) -> PartyRegistered:
    place = "US" if named.country == "US" else ""
    if is_organisation(named.name):
        return PartyRegistered(
            on=assignment.recorded_on, party=party, kind_of_party=PartyKind.OTHER, name=named.name, place=place
        )
    return PartyRegistered(
        on=assignment.recorded_on,
        party=party,
        kind_of_party=PartyKind.PERSON,
        name_sealed=seal(named.name),
        place=place,
    )


def _right(one: Property) -> Iterator[Proposed]:
    """What the record says of the right itself, if the invention is public and its filing day is told."""
    if one.kind and one.filed_on and (one.published_on or one.granted_on):
        filed = RightFiled(
            on=one.filed_on,
            right=one.right,
            kind_of_right=one.kind,
            title=one.title,
            owners=(),
            place="US",
            published_on=one.published_on,
            office="US",
        )
        yield Proposed(fact=filed, reference=f"uspto:filed:{one.right}")
    if one.granted_on:
        yield Proposed(fact=RightGranted(on=one.granted_on, right=one.right), reference=f"uspto:granted:{one.right}")


def _act(a: Assignment, one: Property, former: tuple[str, ...], later: tuple[str, ...]) -> Fact:
    """What the record did to one right. Words that no rule knows become a fact that waits for a reader."""
    deal, words = f"USPTO:{a.number}", without_persons(words_of(a.text), (*a.assignors, *a.assignees)) or "-"
    earlier = tuple(f"USPTO:{n}" for n in reel_frames_in(a.text))
    named: dict[str, Any] = {"on": a.recorded_on, "right": one.right, "register_no": a.number}
    if one.kind is None:
        return RecordingHeld(**named, deal=deal, former=former, renamed=later, words=words)
    match a.conveyance:
        case Conveyance.TRANSFER:
            return TransferRegistered(
                **named, **_deal_of(a, one), deal=deal, transferors=former, transferees=later, proof=Proof.LISTED
            )
        case Conveyance.LICENCE:
            of_kind = next((k for p, k in _LICENCE_KINDS if p.search(words)), LicenceKind.UNSTATED)
            sides: dict[str, Any] = {"licensors": former, "licensees": later}
            return LicenceRecorded(
                **named, **_deal_of(a, one), **sides, deal=deal, kind_of_licence=of_kind, proof=Proof.LISTED
            )
        case Conveyance.PLEDGE:
            sides = {"pledgors": former, "pledgees": later, "proof": Proof.LISTED}
            place = _place(a.assignors)
            return PledgeRegistered(
                **named, **sides, pledge=deal, kind_of_right=one.kind, place=place, contract_on=a.executed_on
            )
        case Conveyance.RELEASE:
            return PledgeReleased(**named, pledge=earlier[0] if len(earlier) == 1 else "")
        case Conveyance.MERGER:
            return OwnerMerged(**named, deal=deal, merged=former, into=later, executed_on=a.executed_on)
        case Conveyance.CHANGE_OF_NAME:
            return OwnerRenamed(**named, deal=deal, former=former, renamed=later, executed_on=a.executed_on)
        case Conveyance.CORRECTION:
            return RecordCorrected(**named, deal=deal, former=former, renamed=later, words=words, corrects=earlier)
        case Conveyance.REVIEW:
            return RecordingHeld(**named, deal=deal, former=former, renamed=later, words=words)


def without_persons(words: str, named: Sequence[Named]) -> str:
    """The words with every natural person's name taken out, near misses too: corrections are often about spelling."""
    persons = {w for n in named if not is_organisation(n.name) for w in re.findall(r"[A-Z]{2,}", n.name.upper())}
    return re.sub(r"[A-Z]{2,}", lambda m: "…" if get_close_matches(m[0], persons, 1, 0.75) else m[0], words)


def _deal_of(a: Assignment, one: Property) -> dict[str, Any]:
    return {
        "kind_of_right": one.kind,
        "from_place": _place(a.assignors),
        "to_place": _place(a.assignees),
        "contract_on": a.executed_on,
    }


def _place(named: tuple[Named, ...]) -> str:
    """``US`` when every party is said to sit there, else nothing: the cover sheet often does not say."""
    return "US" if named and all(n.country == "US" for n in named) else ""
