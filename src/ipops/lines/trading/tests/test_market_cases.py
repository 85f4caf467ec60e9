"""Guards of offers, open licences and pools as a lawyer reads them; and every guard of every table has its cases."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from ipops.kernel.outcome import Refused
from ipops.ledger.facts.words import EndOfRight, LicenceKind, RightKind
from ipops.lines.trading.app.services import auction, market, pools
from ipops.lines.trading.machine import LIFECYCLES
from ipops.rights.collisions.open_licence import Offer, bars
from ipops.rights.collisions.seen import LicenceSeen, PledgeSeen, Reach, RightSeen

HERE = Path(__file__).parent / "cases"
CASES = yaml.safe_load((HERE / "market.yaml").read_text(encoding="utf-8"))
COURSE = yaml.safe_load((HERE / "course.yaml").read_text(encoding="utf-8"))
DAY = date(2024, 6, 3)
#: which guard of a table a step of the cases asks for
GUARD = {
    "talk": "may_talk", "clear_export": "export_clear", "check_export": "goes_abroad", "seek_consent": "is_pledged",
    "publish": "by_agreement", "settle": "objection_open", "close": "notice_over", "sign": "may_sign", "file": "may_file",
    "state": "has_royalty", "audit": "has_statement", "pay_reward": "has_reward",
    "bid": "is_auction", "close_offer": "no_bids", "award": "has_winner", "declare": "not_barred", "receive": "has_shares",
}  # fmt: skip


def right_of(said: dict[str, Any]) -> RightSeen:
    licence = said.get("licence")
    held = LicenceSeen(
        deal="D:9", kind=LicenceKind(licence or "ordinary"), reach=Reach(), starts_on=date(2023, 1, 1), until=None, licensees=("乙",)
    )  # fmt: skip
    return RightSeen(
        number="CN201510237122.7",
        known=True,
        kind=RightKind(said.get("kind", "invention")),
        owners=("甲",),
        filed_on=date(2015, 6, 1),
        granted_on=None if said.get("granted") is False else date(2018, 5, 1),
        expires_on=date(2035, 6, 1),
        ended_on=said.get("ended"),
        ended_why=EndOfRight.UNPAID if said.get("ended") else None,
        pledges=(PledgeSeen(pledge="L:1", pledgees=("银行",), on=date(2023, 1, 1)),) if said.get("pledged") else (),
        licences=(held,) if licence else (),
        preserved_by=("裁1",) if said.get("preserved") else (),
        suspended=bool(said.get("suspended")),
    )


def row_of(said: dict[str, Any]) -> Any:
    return SimpleNamespace(how=said.get("priced"), shares=said.get("bids", []), until=said.get("last_day"))


def declared(said: dict[str, Any]) -> Refused | None:
    offer = Offer(
        on=DAY,
        annuity_unpaid=said.get("annuity_unpaid"),
        pledgees_agree=bool(said.get("pledgees_agree")),
        report=bool(said.get("report")),
    )
    found = tuple(bars(offer, right_of(said)))
    return Refused(reasons=found) if found else None


ANSWERS = {
    "bid": lambda said: auction.no_auction(row_of(said)),
    "close_offer": lambda said: market.by_hand(row_of(said)),
    "award": lambda said: auction.no_winner(row_of(said), said.get("today", DAY)),
    "declare": declared,
    "receive": lambda said: None if said["shares"] else pools.no_shares(),
}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["case"])
def test_case(case: dict[str, Any]) -> None:
    got = ANSWERS[case["step"]](case["given"])
    if case["then"] == "may":
        assert got is None, got
        return
    assert got is not None
    assert [r.code for r in got.reasons] == case["then"]["reasons"]
    assert case["then"]["article"] in [str(r.cite) for r in got.reasons]


def test_every_guard_of_every_table_lets_through_and_refuses_with_its_article() -> None:
    guards = {g for cycle in LIFECYCLES for g in cycle.guards()}
    every = [*CASES, *COURSE]
    may = {GUARD[c["step"]] for c in every if c["then"] == "may"}
    refused = {GUARD[c["step"]] for c in every if c["then"] != "may"}
    assert guards == may == refused
    assert [c["case"] for c in every if c["then"] != "may" and not c["then"].get("article")] == []
