"""Tasks that follow from what the rows say is open: for facts that came in by replay or by bundle, not through a screen."""

from __future__ import annotations

from datetime import date

from ipops.kernel.text import Text
from ipops.ledger.facts.words import Proof, Signal
from ipops.lines.trading.app.models import CheckCase, Conflict, Deal
from ipops.lines.trading.app.services.checks import CHECK_WITHIN
from ipops.lines.trading.app.services.deals import SETTLE_WITHIN
from ipops.reference.workdays import add_working_days
from ipops.webkit import access, work

_OPEN_CHECK, _OPEN_CONFLICT, _REPORTED = "open", "open", "reported"


def tasks_of_open_cases(*, today: date) -> int:
    """Ask for every check and conflict that is open and every reported deal that does not count yet; gives how many.

    Asking twice changes nothing. What falls due is counted from the day the case was opened.
    """
    return _checks(today) + _conflicts(today) + _reported()


def _checks(today: date) -> int:
    cases = CheckCase.objects.filter(stage=_OPEN_CHECK)
    for c in cases:
        signal = Signal(c.signal)
        work.ask(
            f"trading:check:{c.case}",
            title=Text(f"核查疑点：{signal.zh}", f"Check: {signal.en}"),
            role=access.Role.CHECKER,
            place=c.place or _place_of(c.deals),
            case=c.case,
            line="trading",
            due_on=add_working_days(c.opened_on or today, CHECK_WITHIN).day,
            link=f"/trading/checks/{c.case}/",
        )
    return len(cases)


def _conflicts(today: date) -> int:
    cases = Conflict.objects.filter(stage=_OPEN_CONFLICT)
    for c in cases:
        work.ask(
            f"trading:settle:{c.case}",
            title=Text(f"处理冲突：{c.right}（{c.clause}）", f"Settle a conflict: {c.right} ({c.clause})"),
            role=access.Role.CLERK,
            place=c.place or _place_of([c.deal]),
            case=c.case,
            line="trading",
            due_on=c.due_on or add_working_days(c.flagged_on or today, SETTLE_WITHIN).day,
            link=f"/trading/deals/{c.deal}/",
        )
    return len(cases)


def _reported() -> int:
    """Until it is listed or its notice is attached, a reported deal counts nowhere: somebody has to see to it."""
    deals = Deal.objects.filter(stage=_REPORTED, proof=str(Proof.REPORTED))
    for d in deals:
        work.ask(
            f"trading:notice:{d.deal}",
            title=Text(f"补登记或备案通知：{d.deal}", f"Attach the notice of recording: {d.deal}"),
            role=access.Role.CLERK,
            place=d.from_place or d.to_place,
            case=d.deal,
            line="trading",
            link=f"/trading/deals/{d.deal}/",
        )
    return len(deals)


def _place_of(deals: list[str]) -> str:
    row = Deal.objects.filter(deal__in=deals).exclude(from_place="").order_by("deal").first()
    return str(row.from_place) if row else ""
