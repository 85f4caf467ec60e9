"""Real answers of the assignment search, and made ones with everything that goes wrong."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from ipops.kernel.outcome import Problem
from ipops.ledger.fact import Sealed
from ipops.ledger.facts import (
    LicenceRecorded,
    OwnerMerged,
    OwnerRenamed,
    PartyRegistered,
    PledgeRegistered,
    PledgeReleased,
    RecordCorrected,
    RecordingHeld,
    RightFiled,
    RightGranted,
    TransferRegistered,
)
from ipops.ledger.facts.words import LicenceKind, PartyKind
from ipops.rights.assignment_facts import is_organisation, proposed_facts
from ipops.rights.uspto_assignments import Assignment, read_assignments


def seal(name: str) -> Sealed:
    return Sealed(sha256(b"salt" + name.encode()).hexdigest())


def record(
    number: str = "1-2", *, words: str = "ASSIGNMENT", recorded: str = "2020-03-02T05:00:00Z", pats: str = ""
) -> str:
    pats = pats or "<str>9000001</str><str>NULL</str>"
    return f"""<doc><str name="id">{number}</str><str name="conveyanceText">{words}</str>
      <date name="recordedDate">{recorded}</date>
      <arr name="patAssignorName"><str>ACME INC.</str><str>DOE, JANE</str></arr>
      <arr name="patAssignorExDate"><date>2020-02-01T05:00:00Z</date><date>2020-01-15T05:00:00Z</date></arr>
      <arr name="patAssigneeName"><str>BANK OF X, N.A.</str></arr><arr name="patAssigneeState"><str>NEW YORK</str></arr>
      <arr name="patNum">{pats}</arr><arr name="applNum"><str>15000001</str><str>16000002</str></arr>
      <arr name="filingDate"><date>2015-01-01T05:00:00Z</date><date>2018-01-01T05:00:00Z</date></arr>
      <arr name="issueDate"><date>2018-04-10T04:00:00Z</date><date>0001-01-01T00:00:00Z</date></arr>
      <arr name="publDate"><date>0001-01-01T00:00:00Z</date><date>0001-01-01T00:00:00Z</date></arr>
      <arr name="inventionTitle"><str>WIDGET</str><str>SECRET WIDGET</str></arr></doc>"""


def written(folder: Path, *records: str) -> Path:
    path = folder / "answer.xml"
    path.write_text(f"<response><result>{''.join(records)}</result></response>")
    return path


def only(path: Path) -> Assignment:
    (got,) = read_assignments(path)
    assert isinstance(got, Assignment)
    return got


@pytest.mark.shared
class TestRealAnswers:
    def test_give_their_documents_properties_and_days(self, shared: Path) -> None:
        folder = shared / "data/patents/uspto-assignments"
        first, second = (only(folder / f"assignment_{i}.xml") for i in (1, 2))
        assert (first.number, first.conveyance, len(first.properties)) == ("18247-405", "transfer", 5)
        assert (first.recorded_on, first.properties[0].right) == (date(2006, 9, 14), "US7130913")
        assert (second.number, second.executed_on) == ("43433-231", date(2017, 5, 17))
        assert [p.right for p in second.properties] == ["USA15334090"]
        assert len(second.assignors) == 5

    def test_seal_the_inventors_and_name_the_firms(self, shared: Path) -> None:
        got = only(shared / "data/patents/uspto-assignments/assignment_2.xml")
        parties = [p.fact for p in proposed_facts(got, seal=seal) if isinstance(p.fact, PartyRegistered)]
        people = [p for p in parties if p.kind_of_party is PartyKind.PERSON]
        assert len(people) == 5
        assert all(p.name == "" and p.name_sealed for p in people)
        assert [p.name for p in parties if p not in people] == ["TESLA MOTORS, INC."]


class TestARecord:
    def test_becomes_one_fact_per_right_joined_by_its_number(self, tmp_path: Path) -> None:
        facts = [p.fact for p in proposed_facts(only(written(tmp_path, record())), seal=seal)]
        deals = [f for f in facts if isinstance(f, TransferRegistered)]
        assert [d.right for d in deals] == ["US9000001", "USA16000002"]
        assert {d.deal for d in deals} == {"USPTO:1-2"}
        assert {(d.on, d.contract_on) for d in deals} == {(date(2020, 3, 2), date(2020, 1, 15))}

    def test_tells_nothing_of_an_application_that_is_not_public(self, tmp_path: Path) -> None:
        """A title that no publication carries never enters a fact."""
        facts = [p.fact for p in proposed_facts(only(written(tmp_path, record())), seal=seal)]
        assert [f.title for f in facts if isinstance(f, RightFiled)] == ["WIDGET"]
        assert [f.right for f in facts if isinstance(f, RightGranted)] == ["US9000001"]

    @pytest.mark.parametrize(
        ("words", "kind"),
        [
            ("SECURITY INTEREST", PledgeRegistered),
            ("RELEASE BY SECURED PARTY", PledgeReleased),
            ("LICENSE", LicenceRecorded),
            ("MERGER", OwnerMerged),
            ("CHANGE OF NAME", OwnerRenamed),
            ("CORRECTIVE ASSIGNMENT", RecordCorrected),
            ("DECREE OF DISTRIBUTION", RecordingHeld),
        ],
    )
    def test_becomes_the_fact_its_words_say(self, tmp_path: Path, words: str, kind: type) -> None:
        facts = [p.fact for p in proposed_facts(only(written(tmp_path, record(words=words))), seal=seal)]
        assert sum(isinstance(f, kind) for f in facts) == 2

    def test_says_of_a_release_which_pledge_ended_only_if_the_words_do(self, tmp_path: Path) -> None:
        told = record(words="RELEASE OF SECURITY INTEREST RECORDED AT REEL/FRAME 00012/0034")
        for words, pledge in ((told, "USPTO:12-34"), (record(words="RELEASE BY SECURED PARTY"), "")):
            facts = [p.fact for p in proposed_facts(only(written(tmp_path, words)), seal=seal)]
            assert {f.pledge for f in facts if isinstance(f, PledgeReleased)} == {pledge}

    @pytest.mark.parametrize(
        ("words", "kind"),
        [
            ("EXCLUSIVE LICENSE", LicenceKind.EXCLUSIVE),
            ("NON-EXCLUSIVE LICENSE", LicenceKind.ORDINARY),
            ("LICENSE", LicenceKind.UNSTATED),
        ],
    )
    def test_says_of_a_licence_only_the_kind_that_is_written(
        self, tmp_path: Path, words: str, kind: LicenceKind
    ) -> None:
        facts = [p.fact for p in proposed_facts(only(written(tmp_path, record(words=words))), seal=seal)]
        assert {f.kind_of_licence for f in facts if isinstance(f, LicenceRecorded)} == {kind}

    def test_has_the_same_references_each_time(self, tmp_path: Path) -> None:
        got = only(written(tmp_path, record()))
        once, again = ([p.reference for p in proposed_facts(got, seal=seal)] for _ in range(2))
        assert once == again
        assert len(set(once)) == len(once)


class TestABadFile:
    def test_with_a_document_type_is_not_read(self, tmp_path: Path) -> None:
        path = tmp_path / "bomb.xml"
        path.write_text('<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><response>&b;</response>')
        (got,) = read_assignments(path)
        assert isinstance(got, Problem)
        assert got.code == "document-type"

    def test_in_utf_16_does_not_hide_a_document_type(self, tmp_path: Path) -> None:
        path = tmp_path / "bomb.xml"
        path.write_bytes('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE r><response/>'.encode("utf-16"))
        (got,) = read_assignments(path)
        assert isinstance(got, Problem)

    def test_that_breaks_off_gives_what_came_before_and_the_line(self, tmp_path: Path) -> None:
        path = tmp_path / "cut.xml"
        whole = f"<response><result>{record('1-1')}\n{record('1-2')}"
        path.write_text(whole[:-60])
        first, broken = read_assignments(path)
        assert isinstance(first, Assignment)
        assert isinstance(broken, Problem)
        assert broken.at.line == whole[:-60].count("\n") + 1

    def test_refuses_a_record_that_lacks_its_day_and_goes_on(self, tmp_path: Path) -> None:
        bad, good = read_assignments(written(tmp_path, record("1-1", recorded="0001-01-01T00:00:00Z"), record("1-2")))
        assert isinstance(bad, Problem)
        assert "recordedDate" in bad.says.en
        assert isinstance(good, Assignment)

    def test_that_is_no_xml_is_one_problem(self, tmp_path: Path) -> None:
        path = tmp_path / "not.xml"
        path.write_bytes(b"\x00\x01PK not xml")
        (got,) = read_assignments(path)
        assert isinstance(got, Problem)


def test_an_organisation_is_one_that_says_so() -> None:
    assert is_organisation("REALTIME DATA LLC")
    assert is_organisation("THE REGENTS OF THE UNIVERSITY OF CALIFORNIA")
    assert not is_organisation("LIU, WENJUN")
    assert not is_organisation("JEAN-LUC CORPUS")


class TestAnAttack:
    def test_behind_a_long_comment_does_not_hide_a_document_type(self, tmp_path: Path) -> None:
        path = tmp_path / "late.xml"
        path.write_text(f"<!-- {'x' * 200_000} --><!DOCTYPE r [<!ENTITY a 'b'>]><response>&a;</response>")
        (got,) = read_assignments(path)
        assert isinstance(got, Problem)
        assert got.code == "document-type"

    def test_with_a_record_without_end_stops_in_bounded_memory(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("ipops.rights.uspto_assignments.RECORD", 200_000)
        path = tmp_path / "endless.xml"
        path.write_text(f"<response><doc>{'<str>x</str>' * 100_000}</doc></response>")
        (got,) = read_assignments(path)
        assert isinstance(got, Problem)
        assert got.code == "endless-record"

    def test_a_long_file_of_short_records_is_read_whole(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("ipops.rights.uspto_assignments.RECORD", 200_000)
        path = written(tmp_path, *(record(f"{i}-1") for i in range(1, 1001)))
        assert sum(isinstance(a, Assignment) for a in read_assignments(path)) == 1000


def test_lists_that_do_not_match_are_refused_not_shifted(tmp_path: Path) -> None:
    (got,) = read_assignments(written(tmp_path, record(pats="<str>9000001</str>")))
    assert isinstance(got, Problem)
    assert got.code == "lists-differ"


def test_a_plant_patent_is_held_because_no_kind_of_ours_fits(tmp_path: Path) -> None:
    got = only(written(tmp_path, record(pats="<str>PP12345</str><str>D900001</str>")))
    facts = [p.fact for p in proposed_facts(got, seal=seal)]
    assert [f.right for f in facts if isinstance(f, RecordingHeld)] == ["USPP12345"]
    assert [f.kind_of_right for f in facts if isinstance(f, TransferRegistered)] == ["design"]


def test_the_words_kept_of_a_correction_name_no_person_however_misspelt(tmp_path: Path) -> None:
    words = "CORRECTIVE ASSIGNMENT TO CORRECT THE SPELLING OF JAYNE DOE TO JANE DOE, ACME INC."
    (kept,) = {
        p.fact.words
        for p in proposed_facts(only(written(tmp_path, record(words=words))), seal=seal)
        if isinstance(p.fact, RecordCorrected)
    }
    assert "JAYNE" not in kept
    assert "JANE" not in kept
    assert "ACME" in kept
