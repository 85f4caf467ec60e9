"""May the bank class a loan so: the class is the bank's own word, and a bad one says on what it rests.

Rule 1: a loan may be bad before it is overdue: what counts is whether the debtor can pay in full, and days overdue are one sign of it.
Rule 2: where nothing is overdue on record the bank names the basis; *overdue* is none then, and *other* needs words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.pledge.facts.words import BadBecause, LoanClass

#: Read in a table that sets old and new rules side by side, not in the office's own text: no words are quoted.
CLASSES = Citation(
    document="商业银行金融资产风险分类办法（银保监会 人民银行令〔2023〕第1号）",
    clause="次级类",
    grade=Grade.C,
    source="https://qihuo.xlxlkj.com/accountopen/40116",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What the ledger knows of a loan on the day of the class: overdue since when, due when, what is left, bad before."""

    overdue_on: date | None
    due_on: date | None
    left: Money
    bad: bool

    def late(self, on: date) -> bool:
        told = self.overdue_on is not None and self.overdue_on <= on
        return told or (self.due_on is not None and self.due_on < on and self.left > NIL)


def may_class(loan: Owed, *, grade: LoanClass, basis: BadBecause | None, why: str, on: date) -> Refused | None:
    """Everything that speaks against this class."""
    late = loan.late(on)
    found = [
        (not grade.is_bad and basis is not None, "basis-of-no-bad-loan", _NOT_BAD),
        (grade.is_bad and basis is None and not late and not loan.bad, "basis-missing", _MISSING),
        (grade.is_bad and basis is BadBecause.OVERDUE and not late, "not-overdue", _NOT_OVERDUE),
        (basis is BadBecause.OTHER and not why.strip(), "words-missing", _NO_WORDS),
    ]
    fields = {"words-missing": "why"}
    reasons = tuple(
        Reason(code=k, says=says, field=fields.get(k, "basis"), cite=CLASSES) for wrong, k, says in found if wrong
    )
    return Refused(reasons=reasons) if reasons else None


_MISSING = Text(
    "账上没有逾期。未逾期也可以认定为不良，但须写明依据。",
    "Nothing is overdue on record. A loan may be bad all the same, but say on what that rests.",
)
_NOT_OVERDUE = Text(
    "账上没有逾期：请先报送逾期，或另选依据。",
    "Nothing is overdue on record: report that first, or name another basis.",
)
_NOT_BAD = Text("正常、关注类不填不良依据。", "Normal and special mention have no basis of a bad loan.")
_NO_WORDS = Text("其他情形须写明。", "Say what the other circumstances are.")
