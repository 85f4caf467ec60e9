"""Entries of a register that change who is named on it without a sale, and entries that a person has yet to read.

One fact per right, joined by ``deal`` as transfers are; none of them is a transfer or a licence, so none counts.
"""

from datetime import date

from ipops.ledger.fact import Fact, about
from ipops.ledger.kinds import kind


@kind("owner_merged", "权利人合并", "owner merged")
class OwnerMerged(Fact):
    """The right passed by merger of its owner; ``on`` is the day of recording."""

    deal: str = about("登记记录", "record", refers="deal")
    right: str = about("权利号", "right", refers="right")
    merged: tuple[str, ...] = about("被合并方", "merged", refers="party")
    into: tuple[str, ...] = about("存续或新设方", "into", refers="party")
    executed_on: date | None = about("签署日", "signed on", default=None)
    register_no: str = about("登记号", "register number", default="")


@kind("owner_renamed", "权利人更名", "owner renamed")
class OwnerRenamed(Fact):
    """The same owner under a new name, as the register words it; ``on`` is the day of recording."""

    deal: str = about("登记记录", "record", refers="deal")
    right: str = about("权利号", "right", refers="right")
    former: tuple[str, ...] = about("原名称", "former name", refers="party")
    renamed: tuple[str, ...] = about("新名称", "new name", refers="party")
    executed_on: date | None = about("签署日", "signed on", default=None)
    register_no: str = about("登记号", "register number", default="")


@kind("record_corrected", "登记更正", "register entry corrected")
class RecordCorrected(Fact):
    """The register corrected one of its entries. ``corrects`` are the entries that the words point at, if any."""

    deal: str = about("登记记录", "record", refers="deal")
    right: str = about("权利号", "right", refers="right")
    former: tuple[str, ...] = about("转出方", "from", refers="party")
    renamed: tuple[str, ...] = about("转入方", "to", refers="party")
    words: str = about("登记簿原文", "words of the register")
    corrects: tuple[str, ...] = about("所更正的登记", "corrects", refers="deal", default=())
    register_no: str = about("登记号", "register number", default="")


@kind("recording_held", "待认定登记", "recording held for review")
class RecordingHeld(Fact):
    """No rule knows what this entry did; its words are kept until a person has read it. Nothing is lost."""

    deal: str = about("登记记录", "record", refers="deal")
    right: str = about("权利号", "right", refers="right")
    former: tuple[str, ...] = about("转出方", "from", refers="party")
    renamed: tuple[str, ...] = about("转入方", "to", refers="party")
    words: str = about("登记簿原文", "words of the register")
    register_no: str = about("登记号", "register number", default="")
