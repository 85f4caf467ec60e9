"""Doubts about records, and how they ended. A doubt never deletes a deal: the figures show it in a column of its own."""

from datetime import date

from ipops.ledger.fact import Fact, about
from ipops.ledger.facts.words import CheckEnd, Signal
from ipops.ledger.kinds import kind


@kind("check_opened", "核查立项", "check opened")
class CheckOpened(Fact):
    """A sign of a sham opened a check. ``entries`` are the numbers of the facts it looks at, as text."""

    case: str = about("核查编号", "check", refers="case")
    signal: Signal = about("疑点", "signal")
    deals: tuple[str, ...] = about("所涉交易", "deals", refers="deal")
    entries: tuple[str, ...] = about("所涉事实", "facts looked at")
    owner: str = about("责任人", "owner")
    why: str = about("依据", "why")


@kind("check_ended", "核查结论", "check ended")
class CheckEnded(Fact):
    case: str = about("核查编号", "check", refers="case")
    end: CheckEnd = about("结论", "end")
    deals: tuple[str, ...] = about("所涉交易", "deals", refers="deal")
    why: str = about("理由", "reason")


@kind("conflict_flagged", "冲突标记", "conflict flagged")
class ConflictFlagged(Fact):
    """A recorded act that the law would have refused: stored all the same, with its article and a task to resolve it."""

    case: str = about("冲突编号", "conflict", refers="case")
    deal: str = about("交易编号", "deal", refers="deal")
    right: str = about("权利号", "right", refers="right")
    conflict: str = about("冲突类型", "kind of conflict")
    clause: str = about("条文", "clause")
    owner: str = about("责任人", "owner", default="")
    due_on: date | None = about("处理期限", "resolve by", default=None)
