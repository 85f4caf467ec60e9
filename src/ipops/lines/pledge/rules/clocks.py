"""Clocks of a loan with what each rests on: guarantee period, filing, claim, insurance. The engine counts; nothing is assumed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ipops.finance.scheme import Scheme, evaluate
from ipops.finance.scheme.case import Case
from ipops.kernel.citation import Citation
from ipops.kernel.period import months_after
from ipops.kernel.text import Text
from ipops.lines.pledge.machine.clauses import CLAIM_IN_TWO_YEARS, EITHER, FIXED, GUARANTEE_PERIOD, OURS, OWN_FIRST
from ipops.lines.pledge.rules.scheming import scheme_of
from ipops.reference import workdays


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Something that must be done by ``on`` (inclusive); ``None`` says why no day can be told."""

    code: str
    title: Text
    on: date | None
    cite: Citation
    provisional: bool = False
    why: Text | None = None
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Days of a loan. ``guaranteed_due`` is the due day from which the guarantor's period counts; ``third_party``: it was not the debtor
    who gave the pledge."""

    due_on: date | None
    guaranteed_due: date | None
    guarantor: bool
    insured: bool
    guarantee_until: date | None
    drawn_on: date | None
    filed_on: date | None
    npl_on: date | None
    overdue_on: date | None
    claimed_on: date | None
    called_on: date | None
    enforced: bool
    files_days: int | None = None
    claim_days: int | None = None
    fixes_on: date | None = None
    fixed_on: date | None = None
    third_party: bool = False


def clocks(x: Times) -> tuple[Clock, ...]:
    """Every clock that runs or has run, the earliest first, undated last."""
    made = [*_pledge_first(x), *_guarantee(x), *_filing(x), *_claim(x), *_insurance(x), *_fixing(x)]
    return tuple(sorted(made, key=lambda c: (c.on is None, c.on or date.max)))


def _pledge_first(x: Times) -> list[Clock]:
    if x.overdue_on is None or not x.guarantor:
        return []
    why = Text("法律未定期限；但须在保证期间内。", "The law sets no day; but within the guarantee's period.")
    if x.third_party:
        done = x.enforced or x.called_on is not None
        return [Clock(code="third-party-pledge", title=_EITHER, on=None, cite=EITHER, why=why, done=done)]
    return [
        Clock(
            code="own-pledge",
            title=Text("先就债务人质物实现债权", "Enforce the debtor's own pledge first"),
            on=None,
            cite=OWN_FIRST,
            why=why,
            done=x.enforced,
        )
    ]


def guarantee(x: Times) -> Clock | None:
    """The end of the guarantee: as agreed, or six months after the loan is due (the scheme file counts)."""
    if not x.guarantor or x.guaranteed_due is None:
        return None
    agreed = x.guarantee_until
    scheme = scheme_of("cn-guarantee-period")
    assert isinstance(scheme, Scheme)
    told = {"loan.due_on": x.guaranteed_due, "guarantee.ends_on": agreed, "guarantee.called_on": x.called_on}
    if agreed is None:
        told["guarantee.ends_on"] = x.guaranteed_due  # none agreed counts as one that ends with the loan
    got = evaluate(scheme, Case(x.guaranteed_due, {k: v for k, v in told.items() if v is not None}))
    due = got.deadlines[0] if got.deadlines else None
    last = due.last_day if due else agreed
    return Clock(
        code="guarantee",
        title=Text("保证期间届满前向保证人主张", "Call the guarantor before his period ends"),
        on=last,
        cite=GUARANTEE_PERIOD,
        provisional=bool(due and due.provisional),
        done=x.called_on is not None,
    )


def _guarantee(x: Times) -> list[Clock]:
    got = guarantee(x)
    return [got] if got else []


def _filing(x: Times) -> list[Clock]:
    if x.files_days is None or x.drawn_on is None:
        return []
    end = workdays.add_working_days(x.drawn_on, x.files_days)
    return [
        Clock(
            code="filing",
            title=Text("向资金备案", "File with the fund"),
            on=end.day,
            provisional=end.provisional,
            cite=OURS,
            done=x.filed_on is not None,
        )
    ]


def _claim(x: Times) -> list[Clock]:
    if x.npl_on is None or x.filed_on is None:
        return []
    title = Text("申请补偿", "Claim on the fund")
    if x.claim_days is None:
        why = Text("该资金的方案未载申请期限。", "The fund's scheme does not say by when.")
        return [Clock(code="claim", title=title, on=None, cite=OURS, why=why, done=x.claimed_on is not None)]
    end = workdays.add_working_days(x.npl_on, x.claim_days)
    return [
        Clock(
            code="claim",
            title=title,
            on=end.day,
            provisional=end.provisional,
            cite=OURS,
            done=x.claimed_on is not None,
        )
    ]


def _fixing(x: Times) -> list[Clock]:
    """The agreed period of a maximum-amount pledge ends: what stands then is secured, and nothing drawn later."""
    if x.fixes_on is None:
        return []
    title = Text("最高额质押的债权确定", "The secured claims are fixed")
    return [Clock(code="fixing", title=title, on=x.fixes_on, cite=FIXED, done=x.fixed_on is not None)]


def _insurance(x: Times) -> list[Clock]:
    if not x.insured or x.overdue_on is None:
        return []
    return [
        Clock(
            code="insurance",
            title=Text("向保险人请求赔付（时效）", "Claim on the insurer (limitation)"),
            on=months_after(x.overdue_on, 24),
            cite=CLAIM_IN_TWO_YEARS,
            done=x.called_on is not None,
        )
    ]


_EITHER = Text(
    "质物由第三人提供：可就质物实现债权，也可请求保证人承担保证责任",
    "A third party gave the pledge: enforce it or call the guarantor, as the creditor chooses",
)
