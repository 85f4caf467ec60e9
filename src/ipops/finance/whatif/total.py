"""A limit on all levels of government together, as a part of what the lender really bears: held where one layer pays a loan.

What is borne and what other levels pay are parts of the loss, so that the limit holds of a loan whatever is left of it, and the part
that the layer pays is at most what the limit leaves. Two layers that share one limit would need the order in which their odd fen fall;
that the loop does not hold, and it is refused, never dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ipops.finance.forms.amounts import shown_rate
from ipops.finance.scheme.form import SchemeForm
from ipops.kernel.outcome import Reason, Refused
from ipops.kernel.text import Text

FINEST_PART = 10_000  #: finer parts would make denominators that leave 64 bits


@dataclass(frozen=True, slots=True)
class Liability:
    """Parts of a loss: what the lender really bears, what other levels of government pay."""

    borne: Fraction
    others: Fraction


def held_total(form: SchemeForm, liability: Liability | None) -> tuple[Reason, ...]:
    """Why the limit of a scheme cannot be run on any book; nothing if it can, or there is none."""
    total = form.total
    if total is None:
        return ()
    says = _SAYS.fill(most=shown_rate(total.most))
    layers = [x for x in form.layers if x.id in total.layers]
    assert form.base is not None
    plain = form.base.part == "whole" and not any(x.caps for x in layers)
    known = total.of == "liability.borne" and total.with_paid in (None, "paid.other_levels")
    if not plain or not known:
        return (Reason(code="total-not-held", says=_NOT_HELD.fill(says=says), field="total"),)
    return () if liability is not None else (_lacks(says),)


def under_limit(
    form: SchemeForm, rates: Mapping[str, Fraction], liability: Liability | None
) -> dict[str, Fraction] | Refused:
    """The part of each layer under the limit on their sum; ``rates`` by layer as the scheme gives them."""
    total = form.total
    if total is None or liability is None:
        return dict(rates)
    limit = max(Fraction(0), liability.borne * total.most - (liability.others if total.with_paid else 0))
    paying = [n for n in total.layers if rates.get(n)]
    if sum(rates[n] for n in paying) <= limit:
        return dict(rates)
    says = _SAYS.fill(most=shown_rate(total.most))
    if len(paying) > 1:
        return Refused(reasons=(Reason(code="total-not-held", says=_SEVERAL.fill(says=says), field="total"),))
    if total.cut == "unknown":
        return Refused(
            reasons=(Reason(code="silent-source", says=_CUT.fill(says=says, code=form.code), field="total.cut"),)
        )
    return {**rates, paying[0]: limit}


def _lacks(says: Text) -> Reason:
    return Reason(code="missing-liability", says=_LIABILITY.fill(says=says), field="liability")


_SAYS = Text(
    "方案限各级合计不超过实际承担责任的 {most}",
    "The scheme limits all levels together to {most} of the liability really borne",
)
_LIABILITY = Text(
    "{says}。是否超限取决于贷款方实际承担多少、其他层级已付多少。请在账册中写 liability: {{borne: 100%, others: 20%}}（占每笔损失的比例，"
    "由您给出），或在网页上填写这两项。",
    "{says}. Whether it binds depends on what the lender really bears and what other levels pay. Write liability: {{borne: 100%, others: 20%}} "
    "in the book (parts of each loss; they are yours), or fill in both on the page.",
)
_CUT = Text(
    "{says}；按您给出的比例会超限，先减哪一级来源未载。请假设 --assume {code}:total.cut=last_first（本级最后付，由本级让出）。",
    "{says}; with your figures it binds, and the source does not say which level gives way. Assume --assume "
    "{code}:total.cut=last_first (this level pays last and gives way).",
)
_SEVERAL = Text(
    "{says}；按您给出的比例会超限，而同一笔贷款有几层共用这一上限。推演不含几层之间的零头归属。请用 ipops scheme evaluate 逐笔计算。",
    "{says}; with your figures it binds, and several layers of one loan share it. The run does not hold whose the odd fen is. Work out loans one "
    "by one with ipops scheme evaluate.",
)
_NOT_HELD = Text(
    "{says}，且同时有单层上限、只计部分贷款或另有基数；推演不含这种合计上限。请用 ipops scheme evaluate 逐笔计算。",
    "{says}, beside caps of a layer, a base that is a part of the loan, or another measure. The run does not hold such a limit. Work out loans one "
    "by one with ipops scheme evaluate.",
)
