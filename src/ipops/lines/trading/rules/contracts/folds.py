"""How the registry's facts become the row of a technology contract. Pure; ``webkit.refold`` keeps the rows."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from ipops.kernel.money import Money
from ipops.ledger.entry import Entry
from ipops.lines.trading import facts as f
from ipops.lines.trading.facts.words import ContractType, Decision

Codes = tuple[str, ...]
_STAGES = {
    Decision.REGISTERED: "registered",
    Decision.RETURNED: "returned",
    Decision.REFUSED: "refused",
    Decision.EXPERT: "expert",
    Decision.PENDING: "submitted",
}
#: what was registered once, whatever became of it
ON_REGISTER = ("registered", "amended", "cancelled")
#: queue of what nobody has looked at yet; ``none`` is a finding too
UNLINKED, LINKED, NONE = "open", "linked", "none"


class ContractState(NamedTuple):
    """``link`` says whether patents are linked; ``on`` is the day of registration. ``of_patents`` is told by the type."""

    number: str = ""
    type: str = ""
    title: str = ""
    stage: str = ""
    sellers: Codes = ()
    buyers: Codes = ()
    place: str = ""
    whole_fen: int | None = None
    technology_fen: int | None = None
    rights: Codes = ()
    link: str = UNLINKED
    of_patents: bool = False
    on: date | None = None
    signed_on: date | None = None
    amended_on: date | None = None
    cancelled_on: date | None = None
    why: str = ""


def contract_step(_: str, state: ContractState | None, entry: Entry) -> ContractState | None:
    was = state or ContractState()
    match entry.fact:
        case f.ContractRegistered() as x:
            amended = was.amended_on is not None  # a late registration fact keeps later amounts
            return was._replace(
                **_told(x.number, x.type_of_contract, x.title, x.sellers, x.buyers, x.place),
                stage=was.stage if was.stage in ("amended", "cancelled") else "registered",
                whole_fen=was.whole_fen if amended else x.whole.fen,
                technology_fen=was.technology_fen if amended else _fen(x.technology),
                rights=was.rights or x.rights,
                link=LINKED if x.rights and was.link == UNLINKED else was.link,
                on=x.on,
                signed_on=x.signed_on,
            )
        case f.ContractDecided() as x:
            if was.stage in ON_REGISTER:  # what is registered leaves by a cancellation alone
                return was
            return was._replace(
                **_told(x.number, x.type_of_contract, x.title, x.sellers, x.buyers, x.place),
                stage=_STAGES[x.decision],
                whole_fen=_fen(x.whole),
                technology_fen=_fen(x.technology),
                why=x.why,
            )
        case f.ContractAmended() as x:
            return was._replace(
                stage="cancelled" if was.stage == "cancelled" else "amended",
                whole_fen=x.whole.fen,
                technology_fen=_fen(x.technology),
                amended_on=x.on,
            )
        case f.ContractCancelled() as x:
            return was._replace(stage="cancelled", cancelled_on=x.on, why=x.why)
        case f.ContractLinked() as x:
            return was._replace(rights=x.rights, link=LINKED if x.rights else NONE)
    return state


def _fen(amount: Money | None) -> int | None:
    return None if amount is None else amount.fen


def _told(number: str, kind: ContractType, title: str, sellers: Codes, buyers: Codes, place: str) -> dict[str, Any]:
    return {
        "number": number,
        "type": str(kind),
        "title": title,
        "sellers": sellers,
        "buyers": buyers,
        "place": place,
        "of_patents": kind.is_of_patents,
    }
