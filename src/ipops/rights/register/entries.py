"""The vocabulary of the register: which fact is which kind of entry, and which event of a right's life it is.

For patents the twelve kinds of 专利法实施细则 第一百零六条 are the closed list; marks, layouts, geographical indications and
copyright have event lists of their own (the rows of ``states``). A fact that is no register entry (a fee, a paper, a day)
has no kind.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ipops.kernel.citation import Citation
from ipops.ledger import facts as f
from ipops.ledger.fact import Fact
from ipops.ledger.facts.words import EndOfRight, Notice, Word

REGISTER = Citation(
    document="专利法实施细则(2023-12-11)",
    clause="第一百零六条",
    quote="国务院专利行政部门设置专利登记簿，登记下列与专利申请和专利权有关的事项",
    source="shared/data/laws",
)


class EntryKind(Word):
    """The twelve kinds of entry, in the order of the article."""

    GRANT = "grant", "专利权的授予", "grant"
    TRANSFER = "transfer", "专利申请权、专利权的转移", "transfer of the application or patent"
    ENCUMBRANCE = "encumbrance", "专利权的质押、保全及其解除", "pledge, preservation and their release"
    LICENCE = "licence", "专利实施许可合同的备案", "licence contract recorded"
    DECLASSIFICATION = "declassification", "国防专利、保密专利的解密", "declassification"
    INVALIDATION = "invalidation", "专利权的无效宣告", "invalidation"
    END = "end", "专利权的终止", "end of the right"
    RESTORATION = "restoration", "专利权的恢复", "restoration of the right"
    COMPENSATION = "compensation", "专利权期限的补偿", "compensation of the term"
    OPEN_LICENCE = "open_licence", "专利实施的开放许可", "open licence on the register"
    COMPULSORY_LICENCE = "compulsory_licence", "专利实施的强制许可", "compulsory licence on the register"
    DETAILS = (
        "details",
        "专利权人的姓名或者名称、国籍和地址的变更",
        "change of the owner's name, nationality or address",
    )


_ENDS = {
    EndOfRight.EXPIRED: "expire",
    EndOfRight.UNPAID: "lapse",
    EndOfRight.ABANDONED: "surrender",
    EndOfRight.INVALIDATED: "invalidate",
    EndOfRight.REVOKED: "revoke",
    EndOfRight.NOT_RENEWED: "cancel",
    EndOfRight.WITHDRAWN: "withdraw",
    EndOfRight.REJECTED: "reject",
    EndOfRight.UNSTATED: "end",
}
_EVENTS: dict[type[Fact], tuple[str, EntryKind | None]] = {
    f.RightFiled: ("file", None),
    f.RightGranted: ("grant", EntryKind.GRANT),
    f.TransferRegistered: ("transfer", EntryKind.TRANSFER),
    f.OwnerMerged: ("transfer", EntryKind.TRANSFER),
    f.SharesRegistered: ("share", EntryKind.TRANSFER),
    f.PledgeRegistered: ("pledge", EntryKind.ENCUMBRANCE),
    f.PledgeReleased: ("release", EntryKind.ENCUMBRANCE),
    f.RightPreserved: ("preserve", EntryKind.ENCUMBRANCE),
    f.PreservationLifted: ("lift", EntryKind.ENCUMBRANCE),
    f.LicenceRecorded: ("license", EntryKind.LICENCE),
    f.LicenceEnded: ("cancel_licence", EntryKind.LICENCE),
    f.RightDeclassified: ("declassify", EntryKind.DECLASSIFICATION),
    f.RightNarrowed: ("narrow", EntryKind.INVALIDATION),
    f.RightRestored: ("restore", EntryKind.RESTORATION),
    f.TermCompensated: ("compensate", EntryKind.COMPENSATION),
    f.OpenLicenceDeclared: ("declare_open", EntryKind.OPEN_LICENCE),
    f.OpenLicenceWithdrawn: ("withdraw_open", EntryKind.OPEN_LICENCE),
    f.CompulsoryLicenceGranted: ("compel", EntryKind.COMPULSORY_LICENCE),
    f.OwnerRenamed: ("change", EntryKind.DETAILS),
    f.OwnerDetailsChanged: ("change", EntryKind.DETAILS),
    f.MarkRenewed: ("renew", None),
    f.AnnuityPaid: ("pay", None),
    f.ProceedingsSuspended: ("suspend", None),
    f.ProceedingsResumed: ("resume", None),
}
#: In what order the events of one day are taken: a right is granted before it is pledged, restored after it ended.
ORDER = (
    "file", "publish", "examine", "grant", "change", "transfer", "share", "declassify", "narrow", "compensate", "renew",
    "pay", "release", "pledge", "cancel_licence", "license", "withdraw_open", "declare_open", "compel", "lift", "preserve",
    "resume", "suspend", "withdraw", "reject", "expire", "lapse", "surrender", "cancel", "revoke", "invalidate", "end",
    "restore", "",
)  # fmt: skip
_RANK = {event: i for i, event in enumerate(ORDER)}


class Event(NamedTuple):
    """Something that happened to a right on a day. ``name`` is empty for facts that move no state."""

    on: date
    name: str
    fact: Fact

    @property
    def rank(self) -> int:
        return _RANK[self.name]


def entry_kind(fact: Fact) -> EntryKind | None:
    """The kind of register entry a fact is; ``None`` for what is not entered."""
    if isinstance(fact, f.RightEnded):
        return EntryKind.INVALIDATION if fact.why is EndOfRight.INVALIDATED else EntryKind.END
    return _EVENTS[type(fact)][1] if type(fact) in _EVENTS else None


def events_of(fact: Fact) -> tuple[Event, ...]:
    """A fact as events: a filing may tell the day of publication too."""
    match fact:
        case f.RightEnded():
            return (Event(fact.on, _ENDS[fact.why], fact),)
        case f.NoticeIssued() if fact.notice is Notice.EXAM_ENTRY:
            return (Event(fact.on, "examine", fact),)
        case f.RightFiled() if fact.published_on is not None:
            return Event(fact.on, "file", fact), Event(max(fact.on, fact.published_on), "publish", fact)
    name, _ = _EVENTS.get(type(fact), ("", None))
    return (Event(fact.on, name, fact),)
