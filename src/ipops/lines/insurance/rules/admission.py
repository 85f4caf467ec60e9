"""May a quote, a policy, a claim, a refusal, a payment be entered: context in, ``None`` or ``Refused`` with every reason out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ipops.kernel.citation import Citation
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.lines.insurance.machine import DEDUCT, DISCLOSE, KNOWN_THEN, LIMITATION, SUBROGATION, SUM, TWO_YEARS, VALUE
from ipops.lines.insurance.rules.clocks import clocks

_TWO_YEARS = 24  #: months, 保险法 16: see TWO_YEARS


def quotes(
    *, total: Money, premium: Money, valid_until: date, today: date, insurer: str, insured: str
) -> Refused | None:
    return _refused(
        (total <= NIL, "no-sum", "total", _NO_SUM, None),
        (premium < NIL, "no-premium", "premium", _NO_PREMIUM, None),
        (valid_until < today, "offer-over", "valid_until", _OVER, None),
        (insurer == insured, "own-insurer", "insured", _OWN, None),
    )


def writes(
    *,
    on: date,
    starts_on: date,
    until: date,
    retroactive_on: date | None,
    valid_until: date,
    total: Money,
    value: Money | None,
    today: date,
    document: str,
) -> Refused | None:
    """A policy follows its quote while that holds. A sum above the value is void for the excess: it is not written."""
    return _refused(
        (not document, "no-policy", "paper", _NO_POLICY, None),
        (on > today, "in-the-future", "on", _FUTURE, None),
        (on > valid_until, "offer-over", "on", _OVER, None),
        (until <= starts_on, "ends-before-it-begins", "last_day", _ENDS_FIRST, None),
        (
            retroactive_on is not None and retroactive_on > starts_on,
            "retroactive-later",
            "retroactive_on",
            _LATER,
            None,
        ),
        (value is not None and total > value, "above-the-value", "total", _ABOVE, VALUE),
    )


def claims(
    *, starts_on: date, until: date, retroactive_on: date | None, happened_on: date, known_on: date, today: date
) -> Refused | None:
    """An event inside the cover; a claim after two years is entered, and flagged by ``late``: the insurer may plead it or not."""
    first = min(starts_on, retroactive_on) if retroactive_on else starts_on
    return _refused(
        (
            not first <= happened_on < until,
            "outside-the-cover",
            "happened_on",
            _OUTSIDE.fill(a=str(first), b=str(until)),
            None,
        ),
        (known_on < happened_on, "known-before", "known_on", _KNOWN_BEFORE, None),
        (known_on > today, "in-the-future", "known_on", _FUTURE, None),
    )


def late(*, known_on: date, claimed_on: date) -> Reason | None:
    """Whether the two years had passed when the claim came."""
    due = clocks(claimed_on, known_on=known_on, claimed_on=claimed_on)["limitation"]
    says = _LATE.fill(day=due.last_day.isoformat())
    return Reason(code="too-late", says=says, cite=LIMITATION) if due.in_time is False else None


def rescinds(*, written_on: date, disclosed_on: date, today: date) -> Refused | None:
    """Within thirty days of knowing the ground, never after two years of the contract, nor for what was known when it was made."""
    last = clocks(today, disclosed_on=disclosed_on)["rescind"].last_day
    return _refused(
        (today > last, "thirty-days-over", "", _THIRTY.fill(day=last.isoformat()), DISCLOSE),
        (today > two_years(written_on), "two-years-over", "", _TWO, TWO_YEARS),
        (disclosed_on <= written_on, "known-at-the-contract", "", _KNOWN_THEN, KNOWN_THEN),
    )


def two_years(written_on: date) -> date:
    """The last day on which a contract may still be rescinded."""
    return months_after(written_on, _TWO_YEARS)


def advances(*, amount: Money, before: Iterable[Money], limit: Money | None, voucher: str) -> Refused | None:
    """What is certain, never more than what is owed (or, before that is known, than the sum insured)."""
    sofar = sum(before, NIL)
    return _refused(
        (amount <= NIL, "nothing", "amount", _NOTHING, None),
        (
            limit is not None and sofar + amount > limit,
            "more-than-owed",
            "amount",
            _MORE.fill(left=((limit or NIL) - sofar).in_full),
            None,
        ),
        (not voucher.strip(), "no-voucher", "voucher", _NO_VOUCHER, None),
    )


def agrees(
    *, amount: Money, owed: Money, loss: Money, had: Money, total: Money, before: Iterable[Money], why: str
) -> Refused | None:
    """What was agreed is never above what is open of the loss, nor above the sum insured, nor below what was paid in advance;
    where it differs from what the rules give, a reason is wanted."""
    sofar, open_ = sum(before, NIL), max(NIL, loss - had)
    above_loss = _ABOVE_REST.fill(loss=loss.in_full, had=had.in_full) if had else _ABOVE_LOSS.fill(loss=loss.in_full)
    return _refused(
        (amount > open_, "above-the-loss", "amount", above_loss, DEDUCT if had else VALUE),
        (amount > total, "above-the-sum", "amount", _ABOVE_SUM.fill(total=total.in_full), SUM),
        (amount < sofar, "below-the-advance", "amount", _BELOW.fill(paid=sofar.in_full), None),
        (amount != owed and not why.strip(), "differs", "why", _DIFFERS.fill(owed=owed.in_full), None),
    )


def recovers(*, amount: Money, before: Iterable[Money], paid: Money) -> Refused | None:
    """Within what the insurer paid: more than that is the insured's."""
    sofar = sum(before, NIL)
    return _refused(
        (amount <= NIL, "nothing", "amount", _NOTHING, None),
        (
            sofar + amount > paid,
            "above-what-was-paid",
            "amount",
            _RIGHT_OF.fill(left=(paid - sofar).in_full),
            SUBROGATION,
        ),
    )


def _refused(*found: tuple[bool, str, str, Text, Citation | None]) -> Refused | None:
    reasons = tuple(Reason(code=c, says=says, field=f, cite=cite) for wrong, c, f, says, cite in found if wrong)
    return Refused(reasons=reasons) if reasons else None


_NO_SUM = Text("保险金额须大于零。", "The sum insured must be above zero.")
_NO_PREMIUM = Text("保险费不能为负。", "A premium cannot be negative.")
_OVER = Text("报价已过有效期。", "The offer is over.")
_OWN = Text("保险人不能给自己承保。", "An insurer cannot insure itself.")
_NO_POLICY = Text("请附保险单。", "Attach the policy.")
_FUTURE = Text("日期在今天之后。", "The day lies ahead.")
_ENDS_FIRST = Text("终止日不能早于开始日。", "It cannot end before it begins.")
_LATER = Text("追溯日不能晚于保险责任开始日。", "The retroactive day cannot be after the cover starts.")
_ABOVE = Text("保险金额超过保险价值，超过部分无效。", "The sum lies above the value; the excess is void.")
_OUTSIDE = Text(
    "事故不在保险责任期间内（{a} 至 {b}，不含止日）。", "The event lies outside the cover ({a} to {b}, exclusive)."
)
_KNOWN_BEFORE = Text("知道日早于发生日。", "It cannot be known before it happened.")
_LATE = Text(
    "二年诉讼时效已于 {day} 届满；是否以此抗辩由保险人决定。",
    "The two years ended on {day}; whether to plead it is the insurer's to say.",
)
_THIRTY = Text(
    "知道解除事由已超过三十日（末日 {day}），解除权已消灭。",
    "Thirty days since the ground was known ended on {day}: the right is gone.",
)
_TWO = Text("合同成立已超过二年，不得解除。", "Two years since the contract: it can no longer be rescinded.")
_KNOWN_THEN = Text(
    "订立合同时已知道未如实告知的，不得解除。", "What was known when the contract was made is no ground to rescind it."
)
_NOTHING = Text("金额须大于零。", "The amount must be above zero.")
_MORE = Text("超过可付数额，至多还能付 {left}。", "No more than {left} can be paid.")
_NO_VOUCHER = Text("请填写凭证号。", "Give the voucher's number.")
_ABOVE_LOSS = Text("赔偿不得超过损失 {loss}。", "Nobody is paid above the loss, {loss}.")
_ABOVE_REST = Text(
    "损失 {loss} 中已获赔偿或补偿 {had}，赔偿不得超过其余。",
    "Of the loss, {loss}, {had} was had already; nobody is paid above the rest.",
)
_ABOVE_SUM = Text("赔偿不得超过保险金额 {total}。", "Nothing is paid above the sum insured, {total}.")
_BELOW = Text("已先予支付 {paid}，协议金额不能低于它。", "{paid} was paid in advance; less cannot be agreed.")
_DIFFERS = Text("与核定的 {owed} 不同，请说明理由。", "It differs from {owed} as assessed: give the reason.")
_RIGHT_OF = Text(
    "代位以赔付金额为限，至多还有 {left}；超出部分归被保险人。",
    "Subrogation ends at what was paid: {left} at most; the rest is the insured's.",
)
