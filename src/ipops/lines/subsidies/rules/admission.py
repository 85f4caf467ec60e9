"""May a window be opened, a claim filed, granted, taken back: context in, ``None`` or ``Refused`` with every reason out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ipops.finance.double import Claim, Double, doubles
from ipops.finance.scheme import Scheme
from ipops.finance.scheme.pots import Share, Waiting, pay_in_turn
from ipops.kernel.money import NIL, Money, split
from ipops.kernel.outcome import Reason, Refused, Unknown
from ipops.kernel.text import Text
from ipops.lines.subsidies.facts import Order
from ipops.lines.subsidies.machine import FALLEN, OURS
from ipops.lines.subsidies.rules import given as stated
from ipops.lines.subsidies.rules import schemes


def opens(
    *, on: date, closes_on: date, period: tuple[date, date], pot: Money | None, rates: Sequence[str], title: str
) -> Refused | None:
    wrong = [
        (not title.strip(), "no-title", "title", _NO_TITLE),
        (closes_on < on, "closes-before-it-opens", "closes_on", _CLOSES_FIRST),
        (period[1] <= period[0], "no-period", "period_last", _NO_PERIOD),
        (pot is not None and pot <= NIL, "no-pot", "pot", _NO_POT),
    ]
    reasons = [Reason(code=c, says=says, field=f) for bad, c, f, says in wrong if bad]
    read = stated.rates(rates)
    reasons += [read] if isinstance(read, Reason) else []
    return Refused(reasons=tuple(reasons)) if reasons else None


def files(
    *,
    stage: str,
    closes_on: date | None,
    today: date,
    loan: str,
    bank: str,
    claimant: str,
    given: Sequence[str],
    scheme: Scheme,
) -> Refused | None:
    """A claim comes while its window is open; it says what its scheme asks, in words that can be read."""
    asked = [f.name for f in schemes.asks(scheme)]
    about_loan = any(n.startswith("loan.") for n in asked)
    late = over(stage=stage, closes_on=closes_on, today=today)
    wrong = [
        (about_loan and not stated_loan(loan), "no-loan", "loan", _NO_LOAN),
        (bool(bank) and bank == claimant, "own-bank", "bank", _OWN_BANK),
    ]
    reasons = [*late.reasons] if late else []
    reasons += [Reason(code=c, says=says, field=f) for bad, c, f, says in wrong if bad]
    reasons += stated.problems(given, asked)
    return Refused(reasons=tuple(reasons)) if reasons else None


def over(*, stage: str, closes_on: date | None, today: date) -> Refused | None:
    """Whether a window takes no more claims: it was closed, or its last day is past."""
    wrong = [
        (stage != "open", "window-closed", _CLOSED),
        (closes_on is not None and today > closes_on, "too-late", _TOO_LATE.fill(day=str(closes_on))),
    ]
    reasons = tuple(Reason(code=c, says=says, cite=OURS) for bad, c, says in wrong if bad)
    return Refused(reasons=reasons) if reasons else None


def stated_loan(loan: str) -> bool:
    return any(c.isalnum() for c in loan)


def proves(*, settled: bool, repaid_on: date | None, document: str, today: date) -> Refused | None:
    wrong = [
        (not document, "no-proof", "paper", _NO_PROOF),
        (settled and repaid_on is None, "no-day", "repaid_on", _NO_DAY),
        (not settled and repaid_on is not None, "not-settled", "repaid_on", _NOT_SETTLED),
        (repaid_on is not None and repaid_on > today, "in-the-future", "repaid_on", _FUTURE),
    ]
    reasons = tuple(Reason(code=c, says=says, field=f, cite=OURS) for bad, c, f, says in wrong if bad)
    return Refused(reasons=reasons) if reasons else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """A claim of a window on the day the pot is divided. ``carried``: an earlier pot left it owing."""

    claim: str
    stage: str
    total: Money | None
    filed_on: date
    n: int
    carried: bool = False


def divides(waits: Iterable[Waits], pot: Money | None, order: Order, year: int) -> tuple[Share, ...] | Refused:
    """What each computed claim gets: first those that an earlier pot left owing, then the window's own. Refused while a claim may
    still change what the others get, and where the pot is short and nobody says who comes first. Claims of one day are served in
    proportion under either order."""
    all_ = sorted(waits, key=lambda w: (w.filed_on, w.n))
    open_ = [w for w in all_ if w.stage in ("filed", "proven") or (w.stage == "computed" and w.total is None)]
    if open_:
        says = _OPEN.fill(n=len(open_), first=open_[0].claim)
        return Refused(reasons=(Reason(code="not-all-computed", says=says),))
    ready = [w for w in all_ if w.stage in ("computed", "taken") and w.total is not None and w.total > NIL]
    if not ready:
        return Refused(reasons=(Reason(code="nothing-to-divide", says=_NOTHING),))
    carried, own = ([_waiting(w, year) for w in ready if w.carried is c] for c in (True, False))
    whole = pot if pot is not None else Money(sum(w.amount.fen for w in (*carried, *own)))
    got = pay_in_turn(carried, own, whole, str(order))
    if isinstance(got, Unknown):
        return Refused(reasons=(Reason(code="order-unknown", says=got.why, field="order"),))
    return got


def _waiting(w: Waits, year: int) -> Waiting:
    return Waiting(claim=w.claim, amount=w.total or NIL, filed_on=w.filed_on, year=year)


def takes_over(*, divided: bool, same_place: bool, same_fund: bool, n: int) -> Refused | None:
    """A window takes over what the pot of an earlier one left owing: of the same place and fund, once that was divided."""
    wrong = [
        (not divided, "not-divided", _NOT_DIVIDED),
        (not same_place, "other-place", _OTHER_PLACE),
        (not same_fund, "other-fund", _OTHER_FUND),
        (divided and not n, "nothing-owed", _NOTHING_OWED),
    ]
    reasons = tuple(Reason(code=c, says=says, field="earlier", cite=OURS) for bad, c, says in wrong if bad)
    return Refused(reasons=reasons) if reasons else None


def carried_first(owing: Sequence[str]) -> Refused | None:
    """No pot is divided while one before it left owing what this one has not taken over."""
    if not owing:
        return None
    says = _TAKE_OVER_FIRST.fill(titles=Text("、".join(owing), ", ".join(owing)))
    return Refused(reasons=(Reason(code="owed-not-taken", says=says, cite=OURS),))


def rests(amounts: Sequence[Money], owed: Money) -> tuple[Money, ...]:
    """What is owed of each award: all of it less its part of what the pot gave."""
    whole = sum(amounts, NIL)
    given = split(whole - owed, [a.fen for a in amounts]) if whole else ()
    return tuple(a - g for a, g in zip(amounts, given, strict=True))


def grants(
    *, by: str, hands: Iterable[str], twice: Sequence[Double], confirmed: str, others: Iterable[str] = ()
) -> Refused | None:
    """By a second person; nothing that is paid elsewhere; what may have its reasons needs one. ``others`` are the stages of the
    claims that this one continues or that continue it: with one of them all have fallen."""
    reasons = []
    if {*others} & {*FALLEN}:
        reasons.append(Reason(code="part-fallen", says=_FALLEN, cite=OURS))
    if by in set(hands):
        reasons.append(Reason(code="second-person", says=_SECOND, cite=OURS))
    reasons += [d.reason for d in twice if d.blocks or not confirmed.strip()]
    return Refused(reasons=tuple(reasons)) if reasons else None


def pays(*, on: date, today: date, granted_on: date | None, voucher: str, others: Iterable[str] = ()) -> Refused | None:
    """Money goes after its grant and not ahead of today; never while another part of the same claim has fallen."""
    wrong = [
        (on > today, "in-the-future", "on", _FUTURE),
        (granted_on is not None and on < granted_on, "before-its-grant", "on", _BEFORE_GRANT.fill(day=str(granted_on))),
        (not voucher.strip(), "no-voucher", "voucher", _NO_VOUCHER),
        (bool({*others} & {*FALLEN}), "part-fallen", "", _FALLEN),
    ]
    reasons = tuple(Reason(code=c, says=says, field=f, cite=OURS) for bad, c, f, says in wrong if bad)
    return Refused(reasons=reasons) if reasons else None


def twice(mine: Claim, others: Iterable[Claim]) -> tuple[Double, ...]:
    """Everything this claim shares with another, whoever pays that."""
    return doubles(mine, others)


def recalls(*, amount: Money, paid: Money, why: str) -> Refused | None:
    wrong = [
        (amount <= NIL, "nothing", "amount", _NOTHING_BACK),
        (amount > paid, "more-than-paid", "amount", _MORE.fill(paid=paid.in_full)),
        (not why.strip(), "no-why", "why", _NO_WHY),
    ]
    reasons = tuple(Reason(code=c, says=says, field=f) for bad, c, f, says in wrong if bad)
    return Refused(reasons=reasons) if reasons else None


_NO_TITLE = Text("请填写名称。", "Give a title.")
_CLOSES_FIRST = Text("截止日早于开放日。", "It closes before it opens.")
_NO_PERIOD = Text("补助期止须晚于起日。", "The period must end after it begins.")
_NO_POT = Text("资金总额须大于零；没有总额就留空。", "The pot must be above zero; leave it empty if there is none.")
_CLOSED = Text("该窗口已不收申报。", "This window takes no more claims.")
_TOO_LATE = Text("已过截止日 {day}。", "The last day was {day}.")
_NO_LOAN = Text("请填写贷款合同号：查重要用。", "Give the number of the loan contract: double claims are told by it.")
_OWN_BANK = Text("银行不能是申报单位自己。", "The bank cannot be the claimant.")
_NO_PROOF = Text("请附银行的结清（或在贷）证明。", "Attach the bank's paper that the loan is settled, or stands.")
_NO_DAY = Text("请填写还清日。", "Give the day it was repaid.")
_NOT_SETTLED = Text("未结清的贷款没有还清日。", "A loan that stands has no day of repayment.")
_FUTURE = Text("日期在今天之后。", "The day lies ahead.")
_OPEN = Text(
    "还有{n}件未测算完（如 {first}）；先办完才能分配。", "{n} claims are not computed yet ({first}); finish them first."
)
_NOTHING = Text("没有可分配的申报。", "There is no claim to share the pot.")
_SECOND = Text(
    "申报、核实、测算、分配过的人不能再同意；请由另一人决定。",
    "Who filed, proved, computed or divided may not grant: another person decides.",
)
_BEFORE_GRANT = Text("{day} 才同意，支付不能更早。", "It was granted on {day}; it cannot have been paid before.")
_NO_VOUCHER = Text("请填写凭证号。", "Give the voucher's number.")
_NOTHING_BACK = Text("追回金额须大于零。", "The amount must be above zero.")
_MORE = Text("已支付 {paid}，追回不能超过。", "Only {paid} was paid; no more can be claimed back.")
_NO_WHY = Text("请说明理由。", "Give the reason.")
_NOT_DIVIDED = Text("该窗口的资金还没有分配。", "The pot of that window is not divided yet.")
_OTHER_PLACE = Text("该窗口属于另一地区。", "That window is of another place.")
_OTHER_FUND = Text("该窗口用的是另一项资金。", "That window pays from another fund.")
_NOTHING_OWED = Text("该窗口没有待结转的申报。", "Nothing of that window waits.")
_TAKE_OVER_FIRST = Text(
    "以前的窗口还有待结转的申报（{titles}）；先转入，再分配。",
    "Claims of earlier windows still wait ({titles}); take them over first, then divide.",
)
_FALLEN = Text(
    "同一申报的另一部分已不予同意、撤回或追回；其余部分不能再同意。",
    "Another part of this claim was turned down, withdrawn or claimed back; the rest is not granted.",
)
