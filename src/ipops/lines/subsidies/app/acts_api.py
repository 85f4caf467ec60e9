"""``/api/v1/subsidies/claims/{claim}/…``: a claim from proof to recovery, each act with the form, the door and the service of its screen.

A reference is the sender's own and holds once: sent again with the same content it changes nothing, with another it is 409. Papers are
sent to ``/api/v1/documents`` before and named by their hash.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema
from pydantic import StringConstraints

from ipops.lines.subsidies.app.models import Claim
from ipops.lines.subsidies.machine import CLAIM
from ipops.webkit import api
from ipops.webkit.api import acting

Reference = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]
Paper = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2_000, pattern=r"^[^\x00]*$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Voucher = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
Fen = Annotated[int, Field(ge=0, le=10**15, description="in fen")]


class SubsidyActIn(Schema):
    reference: Reference


class SubsidyProveIn(SubsidyActIn):
    """The bank's paper: the loan is settled (with the day) or stands."""

    settled: bool
    repaid_on: Day | None = None
    document: Paper = ""


class SubsidyGrantIn(SubsidyActIn):
    """``confirmed``: the reason beside a double that was found."""

    confirmed: Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


class SubsidyPayIn(SubsidyActIn):
    on: Day
    voucher: Voucher
    document: Paper = ""


class SubsidyAmendIn(SubsidyActIn):
    """All that is stated from now on, as texts ``fact=value``, and all invoices."""

    given: Annotated[list[Line], Field(max_length=500)]
    invoices: Annotated[list[Line], Field(max_length=1_000)]
    why: Words


class SubsidyWhyIn(SubsidyActIn):
    why: Words


class SubsidyFinalWhyIn(SubsidyWhyIn):
    """``sure`` says that you know it cannot be undone."""

    sure: Literal[True]


class SubsidyRecallIn(SubsidyActIn):
    amount_fen: Fen
    why: Words
    document: Paper = ""


class SubsidyReceiveIn(SubsidyActIn):
    """A part of what was claimed back."""

    amount_fen: Fen
    voucher: Voucher


class SubsidySettleIn(SubsidyActIn):
    """All that was still open of what was claimed back."""

    voucher: Voucher


#: Every act on a filed claim: its event, its address, what is told, and how documentation calls it.
ACTS: tuple[tuple[str, str, type[SubsidyActIn], str], ...] = (
    ("prove", "proof", SubsidyProveIn, "记入结清证明 · Enter the bank's paper"),
    ("compute", "computation", SubsidyActIn, "测算 · Compute"),
    ("grant", "grant", SubsidyGrantIn, "同意 · Grant"),
    ("pay", "payment", SubsidyPayIn, "登记支付 · Enter the payment"),
    ("amend", "amendment", SubsidyAmendIn, "更改申报 · Amend"),
    ("send_back", "return", SubsidyWhyIn, "退回 · Send back"),
    ("turn_down", "refusal", SubsidyFinalWhyIn, "不予同意 · Turn down"),
    ("withdraw", "withdrawal", SubsidyFinalWhyIn, "撤回 · Withdraw"),
    ("recall", "recall", SubsidyRecallIn, "决定追回 · Claim back"),
    ("receive", "receipts", SubsidyReceiveIn, "部分退回到账 · A part came back"),
    ("settle", "settlement", SubsidySettleIn, "全部退回到账 · All came back"),
)
assert {event for event, *_ in ACTS} <= set(CLAIM.events)


def _act(event: str, told: type[SubsidyActIn]) -> Callable[..., Claim]:
    """What answers an act's address; its signature is what the API documents."""

    def act(request: HttpRequest, claim: str, given: SubsidyActIn) -> Claim:
        acting.act(request, CLAIM.code, claim, event, given, **_as_typed(given))
        return Claim.objects.get(claim=claim)

    act.__name__ = f"claim_{event}"
    act.__annotations__ = {"request": HttpRequest, "claim": api.Code, "given": told, "return": Claim}
    return act


def _as_typed(given: SubsidyActIn) -> dict[str, Any]:
    """As the forms of the page take it: yuan, yes or no, one a line."""
    made: dict[str, Any] = {}
    if (fen := getattr(given, "amount_fen", None)) is not None:
        made["amount"] = f"{fen // 100}.{fen % 100:02d}"
    if isinstance(given, SubsidyProveIn):
        made["settled"] = "yes" if given.settled else "no"
    if isinstance(given, SubsidyAmendIn):
        made |= {"given": "\n".join(given.given), "invoices": "\n".join(given.invoices)}
    return made


def mount(router: Router, response: type[Schema]) -> None:
    for event, tail, told, summary in ACTS:
        router.post(f"/claims/{{claim}}/{tail}", response=response, summary=summary)(_act(event, told))
