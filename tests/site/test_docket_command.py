"""``ipops docket due`` from the city's journal: what the facts add up to, corrections heeded, strangers refused."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from typer.testing import CliRunner

from ipops.kernel.money import Money
from ipops.ledger.entry import Draft, Source
from ipops.ledger.fact import Fact
from ipops.ledger.facts import (
    AnnuityPaid,
    FeeReductionRecorded,
    RightEnded,
    RightFiled,
    RightGranted,
    RightRestored,
    Withdrawn,
)
from ipops.ledger.facts.words import EndOfRight, RightKind
from ipops.site.commands.docket import app
from ipops.webkit import journal
from ipops.webkit.models import Right

pytestmark = pytest.mark.db
NO = "CN201819900001.7"


def run(*words: str) -> Any:
    return CliRunner().invoke(app, ["due", *words, "--json"], catch_exceptions=False)


def tell(*facts: Fact, supersedes: int | None = None) -> list[int]:
    drafts = [Draft(fact=f, source=Source(reason="test"), reference=f"{f}", supersedes=supersedes) for f in facts]
    return [e.n for e in journal.append(drafts, by="test")]


@pytest.fixture
def known(db: None) -> None:
    tell(
        RightFiled(on=date(2018, 3, 15), right=NO, kind_of_right=RightKind.INVENTION, title="装置", owners=("P:a",), place="990100"),
        RightGranted(on=date(2020, 5, 10), right=NO),
        FeeReductionRecorded(on=date(2026, 1, 5), right=NO, year=2026, percent=85),
    )  # fmt: skip


def annuity(*words: str) -> dict[str, Any]:
    done = run("--right", NO, "--on", "2026-03-01", "--months", "1", *words)
    assert done.exit_code == 0, done.output
    (item,) = [i for i in json.loads(done.stdout)["items"] if i["rule"] == "P-16"]
    return item


def test_tells_what_the_facts_add_up_to(known):
    assert (annuity()["patent_year"], annuity()["amount_fen"]) == (9, 300_00)


def test_a_payment_moves_on_and_its_withdrawal_moves_back(known):
    (n,) = tell(AnnuityPaid(on=date(2026, 2, 1), right=NO, year=9, paid=Money.yuan(300)))
    assert annuity()["patent_year"] == 10
    tell(Withdrawn(on=date(2026, 2, 2), why="误录"), supersedes=n)
    assert annuity()["patent_year"] == 9


def test_a_number_written_otherwise_is_the_same_right(known):
    done = run("--right", "ZL201819900001.7", "--on", "2026-03-01")
    assert json.loads(done.stdout)["right"] == NO


def test_a_stranger_is_refused_with_a_reason(db):
    done = run("--right", "CN201510237122.7")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["reasons"][0]["code"] == "right-unknown"
    wrong = run("--right", "CN201510237122.8")
    assert "CN201510237122.7" in json.loads(wrong.stdout)["reasons"][0]["says"]["zh"]


def test_a_restored_right_is_in_force_in_the_rows_too(known):
    tell(RightEnded(on=date(2025, 3, 15), right=NO, why=EndOfRight.UNPAID))
    assert Right.objects.get(right=NO).ended_on == date(2025, 3, 15)
    tell(RightRestored(on=date(2025, 9, 1), right=NO))
    assert Right.objects.get(right=NO).ended_on is None
