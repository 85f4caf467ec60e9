"""2025 and 2026: a pot that was too small. Its window pays first come, first served and leaves a rest owing; the next year's window takes
the rest over, as a claim of its own, and pays it before anything else (decision 0390)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from ipops.kernel.money import Money
from ipops.kernel.period import months_after
from ipops.ledger.facts.words import PartyKind
from ipops.lines.subsidies.app.models import Claim
from ipops.lines.subsidies.app.services import claims, windows
from ipops.lines.subsidies.app.services.common import CLAIM_CASES, WINDOW_CASES
from ipops.lines.subsidies.facts import Order
from ipops.site.demo import demo_lending
from ipops.site.demo.life.loan import Loan, share, written
from ipops.site.demo.life.scene import CERTIFIER, CITY, CLERK, OFFICER, Scene, done, paper, scene, turned_away
from ipops.webkit.enrol import By

#: The bureau's word where the scheme's source is silent; rates as published, told again for the demo.
_WORD = ("awards.interest.day_count=ACT/365F", "awards.interest.caps.amount.per=firm_year")
_RATES = ("LPR-1Y 2024-04-22 3.45%", "LPR-1Y 2024-07-22 3.35%")
_FIRST, _SECOND = "loan-05", "loan-09"
_POT, _NEXT_POT = Money.yuan(60_000), Money.yuan(200_000)


def scenes() -> Iterator[Scene]:
    yield scene("2025-08-04", partial(_open, 2025, _POT, date(2025, 9, 30)))
    yield scene("2025-08-12", partial(_file, _FIRST))
    yield scene("2025-08-14", partial(_file, _SECOND))
    yield scene("2025-10-09", _divide)
    yield scene("2025-10-20", partial(_pay, 2025))
    yield scene("2026-02-09", partial(_open, 2026, _NEXT_POT, date(2026, 3, 6)))
    yield scene("2026-03-09", _take_over)
    yield scene("2026-03-16", partial(_pay, 2026))


def _by(who: str, on: date, event: str, document: str = "") -> By:
    return By(by=who, today=on, reference=f"demo/owing/{event}", document=document)


def _window(year: int) -> str:
    return WINDOW_CASES.code(_by(OFFICER, date(year, 1, 1), f"open-{year}"))


def _claim(name: str) -> str:
    return CLAIM_CASES.code(_by(CLERK, date(2025, 1, 1), f"file-{name}"))


def _open(year: int, pot: Money, closes: date, on: date) -> None:
    asked = windows.WindowAsked(
        place=CITY,
        title=f"{year}年质押贷款贴息（演示）",
        scheme="qd-2024",
        bureau="示范市知识产权局（演示）",
        fund="质押融资贴息资金（演示）",
        budget_year=year,
        closes_on=closes,
        period_from=date(year - 1, 6, 1),
        period_until=date(year, 8, 1),
        pot=pot,
        order=Order.CARRY_OVER,
        assumes=_WORD,
        rates=_RATES,
    )
    done(windows.window_open(asked=asked, by=_by(OFFICER, on, f"open-{year}")))


def _file(name: str, on: date) -> None:
    """Filed, the settlement proven by the bank's paper, and worked out."""
    loan = next(Loan(x) for x in demo_lending().lent if x.course.name == name)
    renewed = loan.lent.course.maximum
    since = months_after(loan.drawn_on, 5) if renewed else loan.drawn_on
    lent = share(loan.amount, 50) if renewed else loan.amount
    rate = f"{loan.lent.course.rate_bp / 100:.2f}%"
    got = claims.claim_file(
        window=_window(2025),
        claimant=written(loan.lent.firm),
        bank=written(loan.lent.bank, PartyKind.BANK),
        loan=loan.lent.loan,
        rights=loan.lent.rights,
        invoices=(),
        stated=(
            "loan.combined=false",
            "loan.first_time_patent=true",
            f"loan.signed_on={(loan.lent.day - timedelta(days=6)).isoformat()}",
            f"loan.periods={since.isoformat()} {loan.due_on.isoformat()} {lent.as_yuan():f}元 {rate}",
        ),
        by=_by(CLERK, on, f"file-{name}"),
    )
    claim = done(got)
    document = paper(f"结清证明 {name}", f"结清 {loan.due_on.isoformat()}", by=CLERK)
    proven = _by(CLERK, on, f"prove-{name}", document)
    done(claims.claim_prove(claim=claim, settled=True, repaid_on=loan.due_on, by=proven))
    done(claims.claim_compute(claim=claim, by=_by(CLERK, on, f"compute-{name}")))


def _divide(on: date) -> None:
    """Who filed first is paid in full; what the pot lacks for the second waits."""
    window = _window(2025)
    done(windows.window_close(window=window, why="", by=_by(OFFICER, on, "close-2025")))
    done(windows.window_divide(window=window, by=_by(OFFICER, on, "divide-2025")))


def _take_over(on: date) -> None:
    """The pot of the next window is not divided before it has taken over what waits."""
    window = _window(2026)
    done(windows.window_close(window=window, why="", by=_by(OFFICER, on, "close-2026")))
    turned_away(windows.window_divide(window=window, by=_by(OFFICER, on, "too-early")), "owed-not-taken")
    done(windows.window_take_over(window=window, earlier=_window(2025), by=_by(OFFICER, on, "take-over")))
    done(windows.window_divide(window=window, by=_by(OFFICER, on, "divide-2026")))


def _pay(year: int, on: date) -> None:
    """Granted by somebody who had no hand in it, and paid."""
    for row in Claim.objects.filter(window=_window(year), stage="shared").order_by("filed_on", "claim"):
        turned_away(claims.claim_grant(claim=row.claim, confirmed="", by=_by(CLERK, on, "own")), "second-person")
        done(claims.claim_grant(claim=row.claim, confirmed="", by=_by(CERTIFIER, on, f"grant-{row.claim}")))
        paid = _by(OFFICER, on, f"pay-{row.claim}")
        done(claims.claim_pay(claim=row.claim, on=on, voucher=f"DEMO-凭-{row.claim[-4:]}", by=paid))
