"""May a firm ask, may the office admit it, is a valuation fit to lend on: context in, ``None`` or ``Refused`` out.

Rule 1: without the firm's dated authorisation, attached and not run out, nothing is shared with anybody.
Rule 2: a list is asked for where the fund asks for one. Being on it is a fact of the fund, not of the applicant's word.
Rule 3: an appraiser's report has two signers and two approaches, or the reason for one (资产评估法). Approaches that disagree
are kept side by side: a value outside all of them is refused, and so is a silent average.
Rule 4: what a park's firms draw together stays within the credit given to them together, and each within its own limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ipops.kernel.citation import Citation
from ipops.kernel.money import NIL, Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text
from ipops.lines.pledge.facts.words import Approach, Screened
from ipops.lines.pledge.machine.clauses import OURS

TWO_SIGNERS = Citation(
    document="资产评估法(2016-07-02)",
    clause="第二十七条",
    quote="评估报告应当由至少两名承办该项业务的评估专业人员签名并加盖评估机构印章",
    source="shared/data/laws",
)
TWO_APPROACHES = Citation(
    document="资产评估法(2016-07-02)",
    clause="第二十六条",
    quote="应当选择两种以上评估方法",
    source="shared/data/laws",
)
QUOTED = (TWO_SIGNERS, TWO_APPROACHES)


def ask(
    *,
    authorised_on: date | None,
    authorised_until: date | None,
    document: str,
    amount: Money,
    ip_part: Money,
    rights: Sequence[str],
    today: date,
) -> Refused | None:
    found = [
        (not document, "authorisation-missing", "paper", _NO_PAPER, OURS),
        (authorised_on is None or authorised_on > today, "authorised-later", "authorised_on", _LATER, OURS),
        (
            authorised_until is not None and authorised_until <= today,
            "authorisation-over",
            "authorised_until",
            _OVER,
            OURS,
        ),
        (amount <= NIL, "no-amount", "amount", _NO_AMOUNT, None),
        (ip_part > amount or ip_part <= NIL, "ip-part", "ip_part", _IP_PART, None),
        (not rights, "no-rights", "rights", _NO_RIGHTS, None),
    ]
    reasons = tuple(Reason(code=k, says=says, cite=cite, field=f) for wrong, k, f, says, cite in found if wrong)
    return Refused(reasons=reasons) if reasons else None


def screened(*, asks_list: bool, on_list: bool, authorised_until: date | None, meets: bool, today: date) -> Screened:
    """What the office finds; ``meets`` is its own answer to the conditions that no fact of ours tells."""
    if authorised_until is not None and authorised_until <= today:
        return Screened.NO_AUTHORITY
    if asks_list:
        return Screened.LISTED if on_list else Screened.NOT_LISTED
    return Screened.MEETS if meets else Screened.FAILS


def valuation(
    *,
    by_bank: bool,
    approaches: Sequence[Approach],
    values: Sequence[Money],
    settled: Money,
    signers: int,
    why_one: str,
    report_on: date,
    today: date,
    holds_until: date | None = None,
) -> Refused | None:
    """The bank's own valuation is of its own form and needs no signers; the reason for one approach it gives all the same."""
    outside = bool(values) and not min(values) <= settled <= max(values)
    average = len({*values}) > 1 and settled not in values and settled.fen * len(values) == sum(v.fen for v in values)
    found = [
        (len(approaches) != len(values) or not values, "values-missing", "values", _VALUES, None),
        (len({*approaches}) < 2 and not why_one.strip(), "one-approach", "why_one", _ONE, TWO_APPROACHES),
        (not by_bank and signers < 2, "two-signers", "signers", _SIGNERS, TWO_SIGNERS),
        (outside, "outside-the-approaches", "settled", _OUTSIDE, OURS),
        (average, "average", "settled", _AVERAGE, OURS),
        (report_on > today, "in-the-future", "report_on", _FUTURE, None),
        (holds_until is not None and holds_until < report_on, "holds-before", "holds_until", _HOLDS, None),
    ]
    reasons = tuple(Reason(code=k, says=says, cite=cite, field=f) for wrong, k, f, says, cite in found if wrong)
    return Refused(reasons=reasons) if reasons else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """A park's credit and what is drawn under it. ``until`` is the first day on which it no longer holds."""

    firms: frozenset[str]
    limit: Money
    each: Money | None
    until: date | None
    used: Money
    used_by_firm: Money


def within(together: Together, firm: str, more: Money, today: date) -> Refused | None:
    """Whether one more loan of a firm fits into a collective credit."""
    room = together.limit - together.used
    own = together.each - together.used_by_firm if together.each is not None else room
    found = [
        (firm not in together.firms, "not-of-the-park", _NOT_IN.fill(firm=firm)),
        (together.until is not None and together.until <= today, "credit-over", _CREDIT_OVER),
        (more > room, "above-the-limit", _ABOVE.fill(room=room.in_full)),
        (more > own, "above-the-firms-limit", _ABOVE_OWN.fill(room=own.in_full)),
    ]
    reasons = tuple(Reason(code=k, says=says, field="amount") for wrong, k, says in found if wrong)
    return Refused(reasons=reasons) if reasons else None


_NO_PAPER = Text(
    "请附企业注明日期的授权书；没有授权，不得向银行等提供其信息。",
    "Attach the firm's dated authorisation; without it nothing of the firm is shared.",
)
_LATER = Text("授权日缺失或在今天之后。", "The day of the authorisation lacks or lies ahead.")
_OVER = Text("授权已过期。", "The authorisation has run out.")
_NO_AMOUNT = Text("请填申请金额。", "Give the amount.")
_IP_PART = Text(
    "知识产权质押部分须大于零且不超过申请金额。", "The part lent on IP is above nought and at most the amount."
)
_NO_RIGHTS = Text("请填拟出质的权利。", "Name the rights to pledge.")
_VALUES = Text("每种方法填一个结果。", "Give one result for each approach.")
_ONE = Text("只用一种方法的，须说明理由。", "With one approach, say why only one.")
_SIGNERS = Text("评估报告须至少两名评估专业人员签名。", "An appraiser's report bears two signatures at least.")
_OUTSIDE = Text("采用价值须在各方法结果之间。", "The value gone by lies within what the approaches gave.")
_AVERAGE = Text(
    "采用价值恰为各方法的平均数；方法结果不一致时不作平均，请选定一种并在材料中说明。",
    "The value is the plain mean of the approaches; where they disagree none is taken: choose one and say why in the papers.",
)
_FUTURE = Text("日期在今天之后。", "The day lies ahead.")
_HOLDS = Text("有效期末日早于评估基准日。", "It holds until a day before it was made.")
_NOT_IN = Text("{firm} 不在该集合授信的企业之列。", "{firm} is not among the firms of this credit.")
_CREDIT_OVER = Text("集合授信已到期。", "The collective credit has run out.")
_ABOVE = Text("超过集合授信余额 {room}。", "It is more than the {room} left of the collective credit.")
_ABOVE_OWN = Text("超过该企业的余额 {room}。", "It is more than the {room} left to this firm.")
