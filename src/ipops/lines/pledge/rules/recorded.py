"""What the house's own records tell of a borrower and its bank, so that nobody types it: each with the records that tell it.

Rule 1: a record that says so is a yes or a no; where other houses' or other cities' loans could say otherwise there is no record of a no.
Rule 2: a figure typed beside a record that says otherwise stands only with a reason, ``fact=value # reason``; it is kept with the claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason
from ipops.kernel.period import months_after
from ipops.kernel.text import Text

_THREE_YEARS = 36
#: What stands before the reason of a typed figure.
REASON = "#"


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """Another loan of the firm, as the house knows it."""

    loan: str
    drawn_on: date | None
    npl_on: date | None


@dataclass(frozen=True, slots=True)
class Record:
    """One fact of a scheme that records tell, and which."""

    fact: str
    value: Any
    because: Text

    @property
    def line(self) -> str:
        """As it is kept with the check."""
        return f"{self.fact}={self.shown.zh} {REASON} {self.because.zh}"

    @property
    def shown(self) -> Text:
        if isinstance(self.value, Money):
            return self.value.in_full
        return Text("是", "yes") if self.value else Text("否", "no")


def records(
    *,
    agreed_on: date | None,
    drawn_on: date | None,
    sme: bool | None,
    others: Iterable[Earlier],
    lent: Money | None,
    lent_loans: int,
) -> tuple[Record, ...]:
    """What is on record for a loan. ``lent`` is what its bank lent in all under the fund, over ``lent_loans`` loans."""
    held = sorted(others, key=lambda x: x.loan)
    bad = [x for x in held if _within(x.npl_on, agreed_on)]
    before = [x for x in held if x.drawn_on and drawn_on and x.drawn_on < drawn_on]
    made = [
        Record("firm.is_sme", sme, _REGISTER) if sme is not None else None,
        Record("firm.ever_substandard", True, _BAD.fill(loans=_named(bad))) if bad else None,
        Record("loan.first", False, _BEFORE.fill(loans=_named(before))) if before else None,
        Record("bank.lent", lent, _LENT.fill(n=lent_loans)) if lent is not None else None,
    ]
    return tuple(x for x in made if x is not None)


def _within(npl_on: date | None, agreed_on: date | None) -> bool:
    """Within three years before the loan was agreed: counted to a later day the failed loan itself would always be one."""
    return (
        npl_on is not None and agreed_on is not None and months_after(agreed_on, -_THREE_YEARS) <= npl_on <= agreed_on
    )


def _named(found: Sequence[Earlier]) -> Text:
    codes = [x.loan for x in found]
    return Text("、".join(codes), ", ".join(codes))


def reason_of(line: str) -> tuple[str, str]:
    """A typed line without its reason, and the reason."""
    told, _, why = line.partition(REASON)
    return told.strip(), why.strip()


def settled(found: Iterable[Record], typed: Mapping[str, tuple[Any, str]]) -> tuple[dict[str, Any], tuple[Reason, ...]]:
    """The facts gone by, and what is wrong: a typed figure (value, reason) outweighs a record that says otherwise with a reason alone."""
    gone, wrong = {}, []
    for x in found:
        value, why = typed.get(x.fact, (x.value, ""))
        if value != x.value and not why:
            says = _REASON.fill(fact=x.fact, because=x.because)
            wrong.append(Reason(code="reason-missing", says=says, field="given"))
        gone[x.fact] = value
    return gone, tuple(wrong)


_REGISTER = Text("主体登记", "the register of parties")
_BAD = Text("此前三年内曾认定不良的贷款：{loans}", "loans classed as bad within three years before: {loans}")
_BEFORE = Text("更早放款的贷款：{loans}", "loans drawn before: {loans}")
_LENT = Text("该行向本资金备案的{n}笔贷款的放款合计", "what the bank lent on its {n} loans filed with the fund")
_REASON = Text(
    "“{fact}”已有记录（{because}），与所填不同；请写明理由：事实=值 # 理由。",
    "“{fact}” is on record ({because}) and says otherwise; give a reason: fact=value # reason.",
)
_KEPT = (_REGISTER, _BAD, _BEFORE, _LENT)


def reason(kept: str) -> Text:
    """A reason as it is kept, in Chinese, in both languages; what somebody wrote himself stays as it is."""
    for says in _KEPT:
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(says.zh))
        if got := re.fullmatch(pattern, kept):
            return says.fill(**{k: Text(v, v.replace("、", ", ")) for k, v in got.groupdict().items()})
    return Text(kept, kept)
