"""``ipops custody``: the lists of the pages on the command line, the alerts, the yearly report as Word."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from typer.testing import CliRunner

from ipops.kernel.money import Money
from ipops.ledger.entry import Draft, Source
from ipops.ledger.fact import Fact
from ipops.ledger.facts import (
    AnnuityPaid,
    FeeReductionRecorded,
    PartyRegistered,
    PledgeRegistered,
    RightFiled,
    RightGranted,
)
from ipops.ledger.facts.words import PartyKind, Proof, RightKind
from ipops.lines.custody.facts import CustodyServed, CustodySigned, Service, Size
from ipops.site.commands.custody import app
from ipops.webkit import journal

pytestmark = pytest.mark.db
NO, FIRM, AGENCY, BANK = "CN201819900001.7", "P:firm", "P:agency", "P:bank"


def run(*words: str) -> Any:
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done


def items(*words: str) -> list[dict[str, Any]]:
    return json.loads(run(*words, "--on", "2026-03-01", "--json").stdout)["items"]


@pytest.fixture
def known(db: None) -> None:
    facts: list[Fact] = [
        PartyRegistered(on=date(2015, 1, 1), party=FIRM, kind_of_party=PartyKind.ENTERPRISE, name="山河", place="990101"),
        RightFiled(on=date(2018, 3, 15), right=NO, kind_of_right=RightKind.INVENTION, title="装置", owners=(FIRM,), place="990101"),
        RightGranted(on=date(2020, 5, 10), right=NO),
        FeeReductionRecorded(on=date(2025, 1, 6), right=NO, year=2025, percent=85),
        AnnuityPaid(on=date(2025, 3, 3), right=NO, year=8, paid=Money.yuan(300)),
        AnnuityPaid(on=date(2025, 3, 9), right=NO, year=8, paid=Money.yuan(300)),
        CustodySigned(
            on=date(2025, 2, 3), custody="K:1", client=FIRM, agency=AGENCY, place="990101", level="watch", leader="李工",
            computed=Size.UNKNOWN, declared=Size.SME, services=(Service.WATCH,),
        ),
        CustodyServed(on=date(2025, 3, 3), custody="K:1", client=FIRM, agency=AGENCY, place="990101", service=Service.WATCH, what="核对"),
        PledgeRegistered(
            on=date(2025, 5, 6), pledge="Z:1", right=NO, kind_of_right=RightKind.INVENTION, pledgors=(FIRM,), pledgees=(BANK,),
            place="990101", proof=Proof.NOTICE,
        ),
    ]  # fmt: skip
    journal.append(
        [Draft(fact=f, source=Source(reason="test"), reference=f"{i}") for i, f in enumerate(facts)], by="test"
    )


@pytest.mark.parametrize("party", [(), ("--party", FIRM), ("--party", AGENCY)], ids=["all", "owner", "agency"])
def test_tells_what_is_due_and_what_it_costs_to_owner_and_agency_alike(known: None, party: tuple[str, ...]) -> None:
    [due] = [i for i in items("work", *party) if i["rule"] == "P-16"]
    assert (due["full_fen"], due["reduced_fen"], due["reduced_percent"]) == (200_000, 30_000, 85)
    assert due["reduction_on_record"] is False


def test_a_stranger_has_nothing(known: None) -> None:
    assert items("work", "--party", "P:stranger") == []


def test_lists_what_must_be_filed_again_saved_and_may_come_back(known: None) -> None:
    assert [(i["right"], i["saves_fen"]) for i in items("january", "--year", "2026")] == [(NO, 170_000)]
    assert [(i["party"], i["saved_fen"]) for i in items("savings")] == [(FIRM, 170_000)]
    assert [(i["over_fen"], i["until"]) for i in items("refunds")] == [(30_000, "2028-03-09")]


def test_tells_the_pledgee_what_endangers_its_collateral(known: None) -> None:
    assert [i["right"] for i in items("endangered", "--party", BANK)] == [NO]
    assert items("endangered", "--party", AGENCY) == []


def test_writes_the_yearly_report(known: None, tmp_path: Path) -> None:
    out = tmp_path / "report.docx"
    run("report", "K:1", "--year", "2025", "--out", str(out), "--on", "2026-03-01")
    said = "\n".join(c.text for t in docx.Document(str(out)).tables for r in t.rows for c in r.cells)
    assert "山河" in said
    assert "¥1,700.00" in said, "saved in the year"
    gone = CliRunner().invoke(app, ["report", "K:none", "--year", "2025", "--out", str(out)])
    assert gone.exit_code == 1


def test_sends_alerts_once(known: None) -> None:
    first = json.loads(run("digest", "--on", "2026-03-01", "--json").stdout)
    assert first == {"told": 0, "sent": 0}, "nobody acts for a body here"


def test_speaks_both_languages_without_json(known: None) -> None:
    told = run("refunds", "--on", "2026-03-01").stdout
    assert "重缴" in told
    assert "paid twice" in told
