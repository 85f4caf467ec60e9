"""May this transfer or licence be recorded? Context in, facts and flags out, or a refusal with every reason.

Rule 1: an *intended* act against which the law speaks is refused, with the article.
Rule 2: an act *already on the register* is always stored. Where the law speaks against it, a flag per right and reason
goes with it, each with its article and a day by which somebody settles it.
Rule 3: an ask that contradicts itself (no right, ends before it begins, free at a price) is a mistake of entry and is
refused either way, because nobody could say what to store.
Rule 4: a related party that we know of is written down even when the ask denies it; the denial stays in its source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.ledger.fact import Fact
from ipops.ledger.facts import ConflictFlagged, LicenceRecorded, TransferRegistered
from ipops.ledger.facts.words import LicenceKind, RightKind
from ipops.lines.trading.facts import Act, DealIntended
from ipops.lines.trading.machine import clauses
from ipops.lines.trading.rules.ask import Ask, RightSeen, Seen, Standing
from ipops.rights.collisions.duties import duties
from ipops.rights.collisions.marks import similar_marks_objection
from ipops.rights.collisions.objections import objections


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One conflict of a stored act: the right, and the reason with its clause."""

    right: str
    reason: Reason

    def case(self, deal: str) -> str:
        return f"K:{deal}:{self.reason.code}:{self.right}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """What to write. ``facts`` are the act's own; ``flags`` its conflicts; ``notes`` are said and stop nothing."""

    facts: tuple[Fact, ...]
    flags: tuple[Flag, ...] = ()
    notes: tuple[Reason, ...] = ()


def admit(ask: Ask, seen: Seen) -> Admitted | Refused:
    """The decision. Facts come one per right, in the order of the ask."""
    mistakes = tuple(_mistakes(ask))
    if mistakes:
        return Refused(reasons=mistakes)
    flags = tuple(_flags(ask, seen))
    if ask.standing is Standing.INTENDED:
        if flags:
            return Refused(reasons=tuple(f.reason for f in flags))
        return Admitted(facts=(_intended(ask, seen),), notes=tuple(_notes(ask, seen)))
    made = tuple(_stored(ask, seen.right(r), seen) for r in ask.rights)
    return Admitted(facts=made, flags=flags, notes=tuple(_notes(ask, seen)))


def flagged(ask: Ask, flags: tuple[Flag, ...], *, owner: str, due_on: date) -> tuple[ConflictFlagged, ...]:
    """The flags as facts: ``owner`` settles them by ``due_on``."""
    return tuple(
        ConflictFlagged(
            on=ask.on,
            case=f.case(ask.deal),
            deal=ask.deal,
            right=f.right,
            conflict=f.reason.code,
            clause=str(f.reason.cite or clauses.OURS),
            owner=owner,
            due_on=due_on,
        )
        for f in flags
    )


def _flags(ask: Ask, seen: Seen) -> Iterator[Flag]:
    both = [p for p in ask.givers if p in ask.takers]
    if both:
        says = _TO_ITSELF.fill(who=seen.names(both))
        yield Flag(
            right=ask.rights[0], reason=Reason(code="to-itself", says=says, cite=clauses.TO_ANOTHER, field="takers")
        )
    for number in ask.rights:
        right = seen.right(number)
        # Stored acts on rights of which we know nothing wait for the record of the right, they are no conflict.
        if not right.known and ask.standing is Standing.REGISTERED:
            continue
        for reason in objections(ask, right, seen):
            yield Flag(right=number, reason=reason)
    left = similar_marks_objection(ask.rights, seen.marks) if ask.act is Act.TRANSFER else None
    if left is not None:
        mark = next(r for r in ask.rights if seen.right(r).kind is RightKind.TRADEMARK)
        yield Flag(right=mark, reason=left)


def _mistakes(ask: Ask) -> Iterator[Reason]:
    for code, wrong, says, field in (
        ("no-right", not ask.rights, _NO_RIGHT, "rights"),
        ("right-twice", len(set(ask.rights)) != len(ask.rights), _TWICE, "rights"),
        ("no-giver", not ask.givers, _NO_GIVER, "givers"),
        ("no-taker", not ask.takers, _NO_TAKER, "takers"),
        ("free-at-a-price", ask.free and bool(ask.price), _FREE_AT_A_PRICE, "price"),
        ("no-kind-of-licence", ask.act is Act.LICENCE and ask.kind_of_licence is None, _NO_KIND, "kind_of_licence"),
        ("ends-before-it-begins", _ends_too_early(ask), _TOO_EARLY, "until"),
        ("signed-after", _signed_after(ask), _SIGNED_AFTER, "contract_on"),
    ):
        if wrong:
            yield Reason(code=code, says=says, cite=clauses.OURS, field=field)


def _ends_too_early(ask: Ask) -> bool:
    return ask.until is not None and ask.starts_on is not None and ask.until <= ask.starts_on


def _signed_after(ask: Ask) -> bool:
    """Only for an act that is still meant: the register may well be late or wrong, and is stored as it stands."""
    return ask.standing is Standing.INTENDED and ask.contract_on is not None and ask.contract_on > ask.on


def _notes(ask: Ask, seen: Seen) -> Iterator[Reason]:
    for number in ask.rights:
        if seen.right(number).known:
            yield from duties(ask, seen.right(number), seen)
    hands = seen.common_hands(ask)
    if hands and ask.related is False:
        yield _note("related-denied", _RELATED.fill(who=seen.names(sorted(hands))), field="related")
    if ask.act is Act.LICENCE and ask.contract_on is not None and months_after(ask.contract_on, 3) < ask.on:
        yield Reason(code="recorded-late", says=_LATE, cite=clauses.RECORDAL_TIME, field="on")
    if ask.standing is Standing.REGISTERED and ask.contract_on is not None and ask.contract_on > ask.on:
        yield _note("signed-after", _SIGNED_AFTER, field="contract_on")
    if ask.act is Act.TRANSFER and any(seen.right(r).kind is RightKind.TRADEMARK for r in ask.rights):
        yield Reason(code="similar-marks", says=_SIMILAR, cite=clauses.SIMILAR_MARKS, field="rights")
    if ask.price is None and not ask.free:
        yield _note("price-not-told", _NO_PRICE, field="price")
    unknown = [r for r in ask.rights if not seen.right(r).known]
    if unknown and ask.standing is Standing.REGISTERED:
        yield _note("right-unknown", _UNKNOWN.fill(rights="、".join(unknown)), field="rights")


def _note(code: str, says: Text, *, field: str) -> Reason:
    return Reason(code=code, says=says, cite=clauses.OURS, field=field)


def _related(ask: Ask, seen: Seen) -> bool | None:
    return True if seen.common_hands(ask) else ask.related


def kind_of_right(ask: Ask, right: RightSeen) -> RightKind:
    """As known, else as the ask says; a number with neither is read as an invention only if it is a patent's form."""
    return right.kind or ask.kinds_of_right.get(right.number) or RightKind.INVENTION


def _intended(ask: Ask, seen: Seen) -> DealIntended:
    return DealIntended(
        on=ask.on,
        deal=ask.deal,
        act=ask.act,
        rights=ask.rights,
        givers=ask.givers,
        takers=ask.takers,
        from_place=ask.from_place,
        to_place=ask.to_place,
        price=ask.price,
        free=ask.free,
        related=_related(ask, seen),
        kind_of_licence=ask.kind_of_licence,
        starts_on=ask.starts_on,
        until=ask.until,
        territory=ask.reach.text,
        field_of_use=ask.reach.words,
    )


def _stored(ask: Ask, right: RightSeen, seen: Seen) -> Fact:
    if ask.act is Act.TRANSFER:
        return TransferRegistered(
            on=ask.on,
            deal=ask.deal,
            right=right.number,
            kind_of_right=kind_of_right(ask, right),
            transferors=ask.givers,
            transferees=ask.takers,
            from_place=ask.from_place,
            to_place=ask.to_place,
            proof=ask.proof,
            contract_on=ask.contract_on,
            price=ask.price,
            free=ask.free,
            related=_related(ask, seen),
            register_no=ask.register_no,
        )
    return LicenceRecorded(
        on=ask.on,
        deal=ask.deal,
        right=right.number,
        kind_of_right=kind_of_right(ask, right),
        kind_of_licence=ask.kind_of_licence or LicenceKind.UNSTATED,
        licensors=ask.givers,
        licensees=ask.takers,
        from_place=ask.from_place,
        to_place=ask.to_place,
        proof=ask.proof,
        contract_on=ask.contract_on,
        starts_on=ask.starts_on,
        until=ask.until,
        price=ask.price,
        free=ask.free,
        related=_related(ask, seen),
        territory=ask.reach.text,
        field_of_use=ask.reach.words,
        register_no=ask.register_no,
    )


_NO_RIGHT = Text("请填写权利号。", "Give the number of the right.")
_TWICE = Text("同一权利号填写了两次。", "One right is given twice.")
_NO_GIVER = Text("请填写转让方或许可方。", "Give the transferor or licensor.")
_NO_TAKER = Text("请填写受让方或被许可方。", "Give the transferee or licensee.")
_FREE_AT_A_PRICE = Text(
    "勾选了无偿，却填写了金额；请改正其一。", "It is marked free and has a price; correct one of them."
)
_NO_KIND = Text("请选择许可类型。", "Choose the kind of licence.")
_TOO_EARLY = Text("许可终止日应在起始日之后。", "The licence must end after it begins.")
_SIGNED_AFTER = Text("合同签订日在登记日之后；请核对。", "The contract is signed after the counted day; check both.")
_TO_ITSELF = Text(
    "{who} 同时是双方；权利应当让与或许可他人。",
    "{who} is on both sides; a right is transferred or licensed to another.",
)
_RELATED = Text(
    "填报为非关联交易，但双方均与 {who} 有关；已按关联交易记录。",
    "Declared as unrelated, but {who} stands on both sides; recorded as related.",
)
_LATE = Text("备案日晚于合同签订后三个月。", "The recordal came more than three months after the contract.")
_SIMILAR = Text(
    "转让注册商标应当将相同或者近似的商标一并转让；请核对是否有遗漏。",
    "Same and similar marks are transferred together; check that none is left out.",
)
_NO_PRICE = Text("未填写金额，将显示为“未说明”。", "No price was told; it will show as not stated.")
_UNKNOWN = Text("{rights} 尚无登记信息，权属未核实。", "Nothing is known yet of {rights}; the title was not checked.")
