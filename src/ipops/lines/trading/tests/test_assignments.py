"""Recorded assignments go into the journal once, counted by kind, and none is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ipops.ledger.facts import PartyRegistered, RecordingHeld, TransferRegistered
from ipops.lines.trading.app.models import Deal
from ipops.lines.trading.app.services.assignments import Taken, assignments_import
from ipops.webkit import journal, store
from ipops.webkit.models import PersonalValue, WorkItem

pytestmark = pytest.mark.db


def doc(number: str, words: str, *, assignor: str = "DOE, JANE", patents: int = 1) -> str:
    pats = "".join(f"<str>{9_000_000 + i}</str>" for i in range(patents))
    return (
        f'<doc><str name="id">{number}</str><str name="conveyanceText">{words}</str>'
        f'<date name="recordedDate">2020-03-02T05:00:00Z</date><arr name="patAssignorName"><str>{assignor}</str></arr>'
        f'<arr name="patAssigneeName"><str>ACME INC.</str></arr><arr name="patNum">{pats}</arr></doc>'
    )


@pytest.fixture
def take(tmp_path: Path, db: None) -> Any:
    def run(*records: str, cut: int = 0) -> Taken:
        path = tmp_path / "answer.xml"
        text = f"<response><result>{''.join(records)}</result></response>"
        path.write_text(text[: len(text) - cut], encoding="utf-8")
        return assignments_import(paths=[path], by="user:clerk", today=date(2024, 6, 3), place="990100")

    return run


@pytest.mark.shared
def test_the_real_answers_become_facts(db, shared):
    paths = sorted((shared / "data/patents/uspto-assignments").glob("*.xml"))
    got = assignments_import(paths=paths, by="u", today=date(2024, 6, 3))
    plain = got.as_json()
    assert {k: plain[k] for k in ("documents", "by_kind", "review", "refused")} == {
        "documents": 2,
        "by_kind": {"transfer": {"documents": 2, "properties": 6}},
        "review": 0,
        "refused": 0,
    }
    facts = [e.fact for e in journal.read() if isinstance(e.fact, TransferRegistered)]
    assert (facts[0].right, facts[0].on, facts[0].contract_on) == ("US7130913", date(2006, 9, 14), date(2006, 9, 14))
    assert Deal.objects.count() == 2
    size = journal.size()
    assert assignments_import(paths=paths, by="another", today=date(2024, 6, 4)).stored == 0
    assert journal.size() == size


def test_every_document_is_in_exactly_one_count(take):
    got = take(
        doc("1-1", "ASSIGNMENT", patents=3),
        doc("1-2", "SECURITY INTEREST"),
        doc("1-3", "MERGER"),
        doc("1-4", "SPRINGING RIGHTS DEED"),
        doc("1-1", "ASSIGNMENT", patents=3),
        '<doc><str name="id">1-9</str></doc>',
    ).as_json()
    assert got["documents"] == sum(k["documents"] for k in got["by_kind"].values()) + got["review"] + got["refused"]
    assert (got["documents"], got["repeated"], got["review"], got["refused"]) == (5, 1, 1, 1)
    assert got["by_kind"]["transfer"] == {"documents": 1, "properties": 3}


def test_words_that_no_rule_knows_are_held_with_a_task(take):
    take(doc("1-4", "SPRINGING RIGHTS DEED"))
    (held,) = [e.fact for e in journal.read() if isinstance(e.fact, RecordingHeld)]
    assert held.words == "SPRINGING RIGHTS DEED"
    assert WorkItem.objects.get().case == "USPTO:1-4"


def test_a_person_is_sealed_once_and_stays_out_of_the_journal(take):
    take(doc("1-1", "ASSIGNMENT"))
    take(doc("1-1", "ASSIGNMENT"), doc("1-2", "ASSIGNMENT"))
    assert PersonalValue.objects.count() == 2
    assert all(b"JANE" not in b for b in store.read_bytes())
    sealed = [e.fact for e in journal.read() if isinstance(e.fact, PartyRegistered) and e.fact.name_sealed]
    assert len({f.party for f in sealed}) == 2


def test_a_record_that_says_something_else_later_is_told_and_nothing_is_overwritten(take):
    take(doc("1-1", "ASSIGNMENT"))
    got = take(doc("1-1", "SECURITY INTEREST"))
    assert (got.changed, got.stored) == (["1-1"], 0)


def test_a_file_that_breaks_off_gives_what_came_before_and_says_so(take):
    got = take(doc("1-1", "ASSIGNMENT"), doc("1-2", "ASSIGNMENT"), cut=60)
    assert [p.code for p in got.refused] == ["broken-xml"]
    assert Deal.objects.count() == 1
