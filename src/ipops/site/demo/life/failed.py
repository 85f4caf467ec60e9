"""Loans that fail: overdue, the guarantor called, classed as bad, claimed on the fund, checked, decided by a second person, paid,
recovered. Each course stops where the demo's day finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from ipops.kernel.money import NIL, Money
from ipops.ledger.facts.pledges import Realised
from ipops.lines.pledge.app import services
from ipops.lines.pledge.app.models import Loan as LoanRow
from ipops.lines.pledge.facts.words import LoanClass, Paper, RecoveredBy, Release
from ipops.lines.pledge.rules import codes
from ipops.site.demo.life.loan import Loan
from ipops.site.demo.life.scene import CERTIFIER, CLERK, done, paper, turned_away
from ipops.site.demo.people import weekday_from
from ipops.webkit import outbox

Act = Callable[[date], None]
USER_FINANCE = "user:finance"
#: The steps in their order, and how far each course goes.
_STEPS = ("bad", "claim", "check", "decide", "pay", "recover", "close")
ENDS = {
    "bad": "bad", "claim_checked": "check", "claim_approved": "decide", "claim_paid": "recover", "recovered": "close",
    "rejected": "decide",
}  # fmt: skip


def course(loan: Loan) -> Iterator[tuple[date, Act]]:
    """From the day it was due: every step that this course takes, with its day."""
    end = loan.lent.course.end
    due = weekday_from(loan.due_on)
    taken = _STEPS[: _STEPS.index(ENDS[end]) + 1]
    yield due + timedelta(days=1), partial(_fail, loan)
    for step, days in (("bad", 28), ("claim", 33), ("check", 38), ("decide", 45), ("pay", 56), ("recover", 82)):
        if step in taken:
            yield due + timedelta(days=days), partial(_ACTS[step], loan)
    if end == "bad":
        yield due + timedelta(days=30), partial(_offer, loan)
    if end == "rejected":
        yield due + timedelta(days=60), partial(_write_off, loan)
        yield from loan.let_go(Release.WAIVED)
    if end == "recovered":
        yield due + timedelta(days=120), partial(_recover_more, loan)
        yield due + timedelta(days=150), partial(_close, loan)
        yield from loan.let_go(Release.WAIVED)


def _owed(loan: Loan) -> Money:
    return Money(loan.amount.fen * loan.lent.course.rate_bp * 3 // 120_000)


def _fail(loan: Loan, on: date) -> None:
    """The whole principal is not repaid; where somebody stands behind the loan he is called in time."""
    loan.miss(loan.amount, _owed(loan), on)
    if loan.lent.course.security:
        done(
            services.guarantor_call(loan=loan.lent.loan, enforced_first=True, on=on, by=loan.by(loan.bank, on, "call"))
        )


def _bad(loan: Loan, on: date) -> None:
    done(
        services.loan_classify(
            loan=loan.lent.loan,
            grade=LoanClass.SUBSTANDARD,
            interest=_owed(loan),
            on=on,
            by=loan.by(loan.bank, on, "bad"),
        )
    )


def _offer(loan: Loan, on: date) -> None:
    """The bank offers the pledged rights; the market answers at once, as the running program does."""
    done(
        services.collateral_offer(
            loan=loan.lent.loan,
            how=Realised.AUCTION,
            asked=Money(loan.lent.secured.fen // 2),
            words="质物公开拍卖（演示）",
            by=loan.by(loan.bank, on, "offer"),
        )
    )
    outbox.run()


def _claim(loan: Loan, on: date) -> None:
    done(
        services.claim_file(
            loan=loan.lent.loan,
            principal=loan.amount,
            interest=_owed(loan),
            recovered=NIL,
            papers=tuple(Paper),
            by=loan.by(loan.bank, on, "claim", paper(f"补偿申请材料 {loan.lent.course.name}", by=loan.bank)),
        )
    )


def _code(loan: Loan) -> str:
    return codes.claim_of(loan.lent.loan)


def _check(loan: Loan, on: date) -> None:
    done(services.claim_check(claim=_code(loan), given=(), by=loan.by(CLERK, on, "check")))
    own = services.claim_decide(
        claim=_code(loan), approved=True, ground="", why="", by=loan.by(CLERK, on, "decide-own")
    )
    turned_away(own, "same-person")


def _decide(loan: Loan, on: date) -> None:
    approved = loan.lent.course.end != "rejected"
    ground = "" if approved else "贷款用途与申报不符（演示）"
    done(
        services.claim_decide(
            claim=_code(loan), approved=approved, ground=ground, why="", by=loan.by(CERTIFIER, on, "decide")
        )
    )


def _pay(loan: Loan, on: date) -> None:
    half = Money(loan.amount.fen // 2)
    turned_away(
        services.claim_pay(
            claim=_code(loan), party="fund", amount=half + Money(1), on=on, by=loan.by(USER_FINANCE, on, "pay-more")
        ),
        "above-what-was-approved",
    )
    document = paper(f"补偿支付凭证 {loan.lent.course.name}", by=USER_FINANCE)
    done(
        services.claim_pay(
            claim=_code(loan), party="fund", amount=half, on=on, by=loan.by(USER_FINANCE, on, "pay", document)
        )
    )


def _recover(loan: Loan, on: date) -> None:
    """Costs first, the rest by what each has really paid."""
    cost = Money(loan.amount.fen // 100)
    done(
        services.cost_advance(claim=_code(loan), party="bank", amount=cost, on=on, by=loan.by(loan.bank, on, "advance"))
    )
    _received(loan, "recover", RecoveredBy.DEBTOR, Money(loan.amount.fen // 5), on)


def _recover_more(loan: Loan, on: date) -> None:
    _received(loan, "recover-2", RecoveredBy.GUARANTOR, Money(loan.amount.fen * 3 // 10), on)


def _received(loan: Loan, event: str, how: RecoveredBy, gross: Money, on: date) -> None:
    done(services.recovery_enter(claim=_code(loan), how=how, gross=gross, on=on, by=loan.by(loan.bank, on, event)))


def _close(loan: Loan, on: date) -> None:
    done(services.claim_close(claim=_code(loan), why="追偿终结（演示）", by=loan.by(CLERK, on, "close")))
    done(services.loan_settle(loan=loan.lent.loan, on=on, by=loan.by(loan.bank, on, "settle")))


def _write_off(loan: Loan, on: date) -> None:
    if not LoanRow.objects.filter(loan=loan.lent.loan, stage="claimed").exists():
        raise RuntimeError("A loan whose claim was rejected stays claimed until it is written off.")
    done(
        services.loan_write_off(loan=loan.lent.loan, why="补偿未获同意（演示）", by=loan.by(loan.bank, on, "write-off"))
    )


_ACTS: dict[str, Callable[[Loan, date], None]] = {
    "bad": _bad, "claim": _claim, "check": _check, "decide": _decide, "pay": _pay, "recover": _recover,
}  # fmt: skip
