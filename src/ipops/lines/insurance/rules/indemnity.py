"""What an insurer owes of a loss: by the law's proportions for a thing that has a value, up to the sum for cover of costs,
liability and credit; never above the loss, less what was had elsewhere, less the deductible, never more than the sum."""

from __future__ import annotations

from dataclasses import dataclass

from ipops.finance.pool.indemnity import indemnity
from ipops.kernel.citation import Citation
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.insurance.facts import Class
from ipops.lines.insurance.machine import DEDUCT, SEVERAL, VALUE

OURS, OTHERS = "ours", "others"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """``value`` is the insurable value, agreed or at the time of the event; ``others`` the sums insured with other insurers of
    the same thing; ``had`` what the insured already has of this loss, from who caused it or from a fund."""

    klass: Class
    loss: Money
    total: Money
    value: Money | None
    others: Money = NIL
    had: Money = NIL
    deductible: Money = NIL


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """``steps``: what was done, in words, each with its clause."""

    owed: Money
    uncovered: Money
    steps: tuple[tuple[Text, Citation | None], ...]


def owed(loss: Loss) -> Owed | Refused:
    wrong = _wrong(loss)
    if wrong:
        return Refused(reasons=wrong)
    value = loss.value if loss.klass.of_value and loss.value is not None else max(loss.loss, Money(1))
    sums = {OURS: loss.total} | ({OTHERS: loss.others} if loss.others > NIL else {})
    got = indemnity(loss.loss, value, sums, had=loss.had)
    mine = max(NIL, got.by_insurer[OURS] - loss.deductible)
    theirs = got.by_insurer.get(OTHERS, NIL)
    open_loss = max(NIL, loss.loss - loss.had)
    return Owed(owed=mine, uncovered=open_loss - mine - theirs, steps=_steps(loss, value, mine, theirs))


def _wrong(loss: Loss) -> tuple[Reason, ...]:
    amounts = {"loss": loss.loss, "others": loss.others, "had": loss.had}
    reasons = [Reason(code="negative", says=_NEGATIVE, field=f) for f, m in amounts.items() if m < NIL]
    if loss.klass.of_value and loss.value is None:
        reasons.append(Reason(code="no-value", says=_NO_VALUE, cite=VALUE, field="value"))
    if loss.value is not None and loss.value <= NIL:
        reasons.append(Reason(code="no-value", says=_NO_VALUE, cite=VALUE, field="value"))
    return tuple(reasons)


def _steps(loss: Loss, value: Money, mine: Money, theirs: Money) -> tuple[tuple[Text, Citation | None], ...]:
    steps: list[tuple[Text, Citation | None]] = [(_LOSS.fill(loss=loss.loss.in_full, sum=loss.total.in_full), None)]
    all_sums = loss.total + loss.others
    if loss.klass.of_value:
        short = all_sums < value
        says = (_SHORT if short else _FULL).fill(sum=all_sums.in_full, value=value.in_full)
        steps.append((says, VALUE))
    if loss.others > NIL:
        steps.append((_SEVERAL.fill(others=loss.others.in_full, theirs=theirs.in_full), SEVERAL))
    if loss.had > NIL:
        steps.append((_HAD.fill(had=loss.had.in_full), DEDUCT))
    if loss.deductible > NIL:
        steps.append((_DEDUCTIBLE.fill(sum=loss.deductible.in_full), None))
    steps.append((_OWED.fill(owed=mine.in_full), None))
    return tuple(steps)


_NEGATIVE = Text("金额不能为负。", "An amount cannot be negative.")
_NO_VALUE = Text(
    "此类保险按保险价值比例赔偿，请填写保险价值（约定的，或事故发生时的实际价值）。",
    "This class pays in proportion to the insurable value: give it, as agreed or as it was at the event.",
)
_LOSS = Text("核定损失 {loss}，本保单保险金额 {sum}", "loss {loss}, sum insured under this policy {sum}")
_SHORT = Text(
    "保险金额合计 {sum} 低于保险价值 {value}，按比例赔偿",
    "the sums insured {sum} lie below the value {value}: paid in proportion",
)
_FULL = Text(
    "保险金额合计 {sum} 不低于保险价值 {value}，超过部分无效",
    "the sums insured {sum} reach the value {value}; what is above it is void",
)
_SEVERAL = Text("另有保险人，保险金额合计 {others}，应担 {theirs}", "other insurers, sums {others}, bear {theirs}")
_HAD = Text("扣减已获赔偿或补偿 {had}", "less what was already had: {had}")
_DEDUCTIBLE = Text("扣除免赔额 {sum}", "less the deductible {sum}")
_OWED = Text("本保单应赔 {owed}", "owed under this policy: {owed}")
