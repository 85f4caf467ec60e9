"""Terms that contradict one another, told all at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Protocol

from ipops.finance.schedule.terms import LoanTerms, Prepayment
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text


def unsound(terms: LoanTerms) -> Refused | None:
    """Every reason why these terms make no schedule; ``None`` if they do."""
    reasons = tuple(_reasons(terms))
    return Refused(reasons=reasons) if reasons else None


class _Row(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def principal(self) -> Money: ...


def overpaid(terms: LoanTerms, rows: Sequence[_Row]) -> Refused | None:
    """A prepayment above what was owed on its day, or after the last of it was paid: a slip of the pen that nobody may shorten."""
    asked = sorted(terms.prepayments, key=lambda p: p.on)
    taken = [r.principal for r in rows if r.kind == "prepayment"]
    reasons = []
    for p, got in zip_longest(asked, taken, fillvalue=NIL):
        if isinstance(p, Prepayment) and isinstance(got, Money) and got != p.principal:
            says = f"{p.on} 提前还款 {p.principal}，当日只欠 {got}。请改为不超过所欠本金。"
            english = f"The prepayment of {p.principal} on {p.on} is above the {got} owed that day. Write no more than is owed."
            reasons.append(_no("prepayments", "prepayment-too-large", says, english))
    return Refused(reasons=tuple(reasons)) if reasons else None


def _reasons(terms: LoanTerms) -> Iterator[Reason]:
    if terms.principal.fen <= 0:
        yield _no("principal", "principal-not-positive", "本金须大于零。", "The principal must be above nought.")
    if terms.end <= terms.start:
        yield _no("end", "ends-before-start", "到期日须晚于放款日。", "The last day must come after the first.")
    if terms.rate < 0:
        yield _no("rate", "rate-negative", "利率不能为负。", "The rate may not be negative.")
    yield from _given(terms)
    last = terms.extension.until if terms.extension else terms.end
    for p in terms.prepayments:
        if not terms.start < p.on < last or p.principal.fen <= 0:
            says = f"提前还款（{p.on}，{p.principal}）须在借款期内且大于零。"
            english = f"A prepayment ({p.on}, {p.principal}) lies inside the loan's life and is above nought."
            yield _no("prepayments", "prepayment-outside", says, english)
    if terms.extension and not (terms.start < terms.extension.on <= terms.end < terms.extension.until):
        yield _no(
            "extension",
            "extension-not-later",
            f"展期须在到期日 {terms.end} 当日或之前约定，且新到期日更晚。",
            f"An extension is agreed on or before the last day {terms.end} and ends later than it.",
        )


def _given(terms: LoanTerms) -> Iterator[Reason]:
    if terms.repay == "given" and terms.extension is not None:
        yield _no(
            "extension",
            "extension-of-given",
            "repay: given 的展期须直接写进 given 各期：新的还款日与金额只有合同知道。",
            "An extension of repay: given is written into the list under given: the contract alone knows the new days and sums.",
        )
    if (terms.repay == "given") != bool(terms.given):
        yield _no(
            "given",
            "given-missing",
            "repay: given 须列出 given 各期本金；其他还款方式不得列。",
            "repay: given needs its list of repayments under given, and no other way of repayment has one.",
        )
        return
    if not terms.given:
        return
    total = sum(g.principal.fen for g in terms.given)
    outside = [g.on for g in terms.given if not terms.start < g.on <= terms.end]
    twice = len({g.on for g in terms.given}) != len(terms.given)
    if total != terms.principal.fen or outside or twice:
        yield _no(
            "given",
            "given-does-not-add-up",
            f"各期本金合计 {total} 分，须等于本金 {terms.principal.fen} 分；日期须在借款期内且不重复。",
            f"The repayments add up to {total} fen and must make {terms.principal.fen}; their days lie inside the loan's "
            "life, each once.",
        )


def _no(field: str, code: str, zh: str, en: str) -> Reason:
    return Reason(code=code, says=Text(zh, en), field=field)
