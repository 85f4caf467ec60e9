"""The share of those who made a result: as agreed, the floor where nothing is, and never under it for a state body
(促进科技成果转化法 第四十五条)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from ipops.kernel.citation import Citation
from ipops.kernel.money import Money
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.rate import as_percent
from ipops.kernel.text import Text
from ipops.lines.trading.facts.words import RewardFor
from ipops.lines.trading.machine import clauses

#: No less than this, by the three cases of article 45.
FLOORS: Mapping[RewardFor, tuple[Fraction, Citation]] = MappingProxyType(
    {
        RewardFor.INCOME: (Fraction(50, 100), clauses.REWARD_INCOME),
        RewardFor.SHARES: (Fraction(50, 100), clauses.REWARD_SHARES),
        RewardFor.PROFIT: (Fraction(5, 100), clauses.REWARD_PROFIT),
    }
)


def share(basis: RewardFor, agreed: Fraction | None, *, state_body: bool) -> Fraction | Refused:
    """The share that applies. A unit that is not the state's may agree on less than the floor; the state's may not."""
    floor, cite = FLOORS[basis]
    if agreed is None:
        return floor
    if not 0 <= agreed <= 1:
        return Refused(reasons=(Reason(code="share-strange", says=_STRANGE, cite=cite, field="agreed"),))
    if state_body and agreed < floor:
        says = _TOO_LITTLE.fill(floor=as_percent(floor, 0))
        return Refused(
            reasons=(Reason(code="reward-below-floor", says=says, cite=clauses.REWARD_STATE, field="agreed"),)
        )
    return agreed


def owed(net: Money, part: Fraction) -> Money:
    """The share of the net income, up to the whole fen: the law says *no less than*."""
    exact = part * max(net.fen, 0)
    return Money(-(-exact.numerator // exact.denominator))


def enough(net: Money, part: Fraction, amount: Money) -> Refused | None:
    """Whether a payout keeps to the share."""
    least = owed(net, part)
    if amount >= least:
        return None
    says = _SHORT.fill(least=least.in_full, share=as_percent(part, 2))
    return Refused(reasons=(Reason(code="reward-short", says=says, cite=clauses.REWARD_FLOOR, field="amount"),))


_STRANGE = Text("比例应在 0 到 100% 之间。", "A share lies between 0 and 100%.")
_TOO_LITTLE = Text(
    "国家设立的高校、院所规定或约定的比例不得低于 {floor}。",
    "A state university or institute may not rule or agree on less than {floor}.",
)
_SHORT = Text(
    "按 {share} 计，应发放不少于 {least}；请核对净收入和金额。",
    "At {share} no less than {least} is due; check the net income and the amount.",
)
