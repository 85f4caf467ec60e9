"""Legal events of OPS become register facts; every Chinese code is known, and words that settle nothing wait for a reader."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ipops.kernel.identifiers import cn_application_check, written
from ipops.kernel.outcome import Problem
from ipops.ledger import facts as f
from ipops.ledger.facts.words import EndOfRight, LicenceKind, PartyKind, RightKind
from ipops.rights.inpadoc.codes import Act, table
from ipops.rights.inpadoc.facts import filing, number_of, read_events
from ipops.rights.inpadoc.ops import Member, read_family
from ipops.rights.register.fold import fold
from ipops.rights.register.states import Overlay
from tests.rights import ops_xml

PARTIES = "Patentee before: Shanhe Technology Co., Ltd.; Address before: Demo Road 1; Patentee after: Donghu Electronics Co., Ltd."
PLEDGE = "Pledgor: Shanhe Technology Co., Ltd.; Pledgee: Demo Bank Co., Ltd.; Registration number: Y2022990000001"


def read(tmp_path: Path, *events: str) -> tuple[str, list[Any]]:
    """The right's number and its facts, parties left out."""
    path = tmp_path / "a.xml"
    path.write_text(ops_xml.answer([ops_xml.member("201919900001", *events)]), encoding="utf-8")
    (member,) = read_family(path)
    assert isinstance(member, Member)
    number, kind = number_of(member)  # type: ignore[misc]
    made = [p.fact for r in read_events(member.events, number, kind) for p in r.facts]
    return number, [x for x in made if not isinstance(x, f.PartyRegistered)]


@pytest.mark.shared
class TestTheCodeTable:
    def codes(self, shared: Path) -> list[dict[str, str]]:
        path = shared / "data" / "patents" / "epo-ops" / "legal_code_descriptions_202417.tsv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        return [r for r in rows if r["Authority"] == "CN"]

    def test_has_every_chinese_code_and_no_other(self, shared):
        codes = {r["Event-code"].strip() for r in self.codes(shared)}
        assert len(codes) == 110
        assert set(table().acts) == codes

    def test_agrees_with_the_class_that_the_office_gives(self, shared):
        """The EPO's own classes: H cessation, F grant, B discontinuation, R party data, S licensing and pledges."""
        for row in self.codes(shared):
            act, kind, told = (
                table().acts[row["Event-code"].strip()],
                row["Event-class"].strip(),
                row["Description ENG"],
            )
            if kind == "H":
                assert act in (Act.LAPSE, Act.EXPIRE, Act.SURRENDER, Act.INVALIDATE, Act.REVOKE, Act.END), told
            if kind == "B":
                assert act in (Act.WITHDRAW, Act.REJECT), told
            if kind == "S":
                assert act.name.startswith(("PLEDGE", "LICENCE", "OPEN")) or act is Act.UNCLEAR, told
            if act in (Act.TRANSFER, Act.CHANGE):
                assert kind in ("R", ""), told
            if act is Act.GRANT:
                assert kind in ("F", ""), told


@pytest.mark.shared
class TestTheRealAnswers:
    @pytest.mark.parametrize(("name", "members", "events"), [("family_input.xml", 6, 0), ("example_1.xml", 1, 50), ("example_2.xml", 1, 51)])  # fmt: skip
    def test_are_read_whole(self, shared, name, members, events):
        got = list(read_family(shared / "data" / "patents" / "epo-ops" / name))
        assert all(isinstance(m, Member) for m in got)
        assert (len(got), sum(len(m.events) for m in got)) == (members, events)
        assert all(m.application is not None for m in got)

    def test_of_another_office_give_no_fact(self, shared):
        (member,) = read_family(shared / "data" / "patents" / "epo-ops" / "example_1.xml")
        assert number_of(member) is None
        assert list(read_events(member.events, "X", RightKind.INVENTION)) == []
        fee = [e for e in member.events if e.code == "PGFP"]
        assert len(fee) == 3
        assert {label for e in fee for label, _ in e.texts} >= {"Year of Fee Payment", "Payment DATE"}


class TestAnEvent:
    def test_of_transfer_names_both_sides_on_the_day_of_registration(self, tmp_path):
        number, (fact,) = read(
            tmp_path, ops_xml.event("TR01", "2022-03-04", f"Effective date of registration: 20220222; {PARTIES}")
        )
        assert isinstance(fact, f.TransferRegistered)
        assert (fact.on, fact.right, len(fact.transferors), len(fact.transferees)) == (date(2022, 2, 22), number, 1, 1)
        assert number == written("201919900001", cn_application_check("201919900001"))

    def test_of_transfer_without_both_sides_waits_for_a_reader(self, tmp_path):
        _, (fact,) = read(tmp_path, ops_xml.event("TR01", "2022-03-04", "Patentee after: Donghu Electronics Co., Ltd."))
        assert isinstance(fact, f.RecordingHeld)

    @pytest.mark.parametrize(
        ("code", "made"),
        [
            ("GR01", f.RightGranted), ("SE01", f.MilestoneStated), ("CP01", f.OwnerDetailsChanged), ("OL01", f.OpenLicenceDeclared),
            ("OL02", f.OpenLicenceWithdrawn), ("PP01", f.RightPreserved), ("PD01", f.PreservationLifted), ("IP01", f.RightNarrowed),
            ("RA01", f.RightRestored), ("DC01", f.RightDeclassified), ("TG01", f.TermCompensated), ("EC01", f.LicenceEnded),
            ("PC01", f.PledgeReleased), ("PM01", f.RecordingHeld), ("PLDC", f.RecordingHeld), ("ZZ99", f.RecordingHeld),
        ],
    )  # fmt: skip
    def test_becomes_its_fact(self, tmp_path, code, made):
        _, (fact,) = read(tmp_path, ops_xml.event(code, "2022-03-04"))
        assert type(fact) is made
        assert fact.on == date(2022, 3, 4)

    @pytest.mark.parametrize(("code", "why"), [("CF01", EndOfRight.UNPAID), ("CX01", EndOfRight.EXPIRED), ("IW01", EndOfRight.INVALIDATED), ("AV01", EndOfRight.ABANDONED), ("CE01", EndOfRight.UNSTATED), ("WD01", EndOfRight.WITHDRAWN)])  # fmt: skip
    def test_of_an_end_says_why(self, tmp_path, code, why):
        _, (fact,) = read(tmp_path, ops_xml.event(code, "2022-03-04"))
        assert (type(fact), fact.why) == (f.RightEnded, why)

    @pytest.mark.parametrize(
        ("code", "words", "made"),
        [
            ("PLDC", "ENTRY INTO FORCE OF THE PLEDGE", f.PledgeRegistered),
            ("PLDC", "CANCELLATION OF THE PLEDGE", f.PledgeReleased),
            ("LICC", "CANCELLATION", f.LicenceEnded),
            ("C35", "DECLARED INVALID AS A WHOLE", f.RightEnded),
            ("C35", "PARTIAL", f.RightNarrowed),
            ("RINS", "DISCHARGE OF PRESERVATION", f.PreservationLifted),
            ("C35", "PARTIAL OR WHOLE INVALIDATION", f.RecordingHeld),
        ],
    )
    def test_of_several_meanings_is_settled_by_its_words_only(self, tmp_path, code, words, made):
        _, (fact,) = read(tmp_path, ops_xml.event(code, "2022-03-04", words))
        assert type(fact) is made

    @pytest.mark.parametrize("told", ["Common License", "Exclusive License", "Sole License", "Open License", ""])
    def test_of_a_licence_tells_its_kind_if_it_is_told(self, tmp_path, told):
        words = (
            f"Assignor: Shanhe Technology Co., Ltd.; Assignee: Donghu Co., Ltd.; License type: {told}" if told else "-"
        )
        kind = {"C": LicenceKind.ORDINARY, "E": LicenceKind.EXCLUSIVE, "S": LicenceKind.SOLE, "O": LicenceKind.OPEN}.get(told[:1], LicenceKind.UNSTATED)  # fmt: skip
        _, (fact,) = read(tmp_path, ops_xml.event("EE01", "2022-03-04", words))
        assert fact.kind_of_licence is kind

    def test_that_changes_nothing_makes_no_fact(self, tmp_path):
        assert read(tmp_path, ops_xml.event("CB03", "2022-03-04"), ops_xml.event("GR02", "2022-03-04"))[1] == []

    def test_told_twice_is_one(self, tmp_path):
        one = ops_xml.event("PE01", "2022-03-04", PLEDGE)
        assert len(read(tmp_path, one, one)[1]) == 1

    def test_of_a_person_never_carries_the_name(self, tmp_path):
        path = tmp_path / "a.xml"
        words = "Patentee before: Zhang San; Patentee after: Donghu Electronics Co., Ltd."
        path.write_text(ops_xml.answer([ops_xml.member("201919900001", ops_xml.event("TR01", "2022-03-04", words))]))
        (member,) = read_family(path)
        number, kind = number_of(member)  # type: ignore[arg-type, misc]
        (got,) = read_events(member.events, number, kind)  # type: ignore[union-attr]
        persons = [
            p for p in got.facts if isinstance(p.fact, f.PartyRegistered) and p.fact.kind_of_party is PartyKind.PERSON
        ]
        assert [(p.seal, p.fact.name) for p in persons] == [("Zhang San", "")]
        assert "Zhang" not in "".join(str(p.fact) for p in got.facts)


def test_a_life_told_by_events_folds_to_a_standing(tmp_path):
    number, facts = read(
        tmp_path,
        ops_xml.event("PB01", "2020-09-18"),
        ops_xml.event("GR01", "2021-05-10"),
        ops_xml.event("PE01", "2022-01-05", PLEDGE),
        ops_xml.event("PP01", "2022-06-01"),
        ops_xml.event("PD01", "2023-06-01"),
        ops_xml.event("PC01", "2024-01-05", "Registration number: Y2022990000001"),
        ops_xml.event("CF01", "2025-05-20", "Termination date: 20250315"),
    )
    now = fold(number, facts)
    assert (now.state, now.ended_on, now.ended_why) == ("ended", date(2025, 3, 15), EndOfRight.UNPAID)
    assert now.doubts == ()
    assert now.overlays(date(2022, 7, 1)) == {Overlay.PLEDGED, Overlay.PRESERVED}
    assert now.overlays(date(2024, 6, 1)) == frozenset()


class TestAFile:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "broken-xml"),
            ("<a/>", "no-family"),
            ('<!DOCTYPE a [<!ENTITY b "c">]><a/>', "document-type"),
            (ops_xml.answer([ops_xml.member()])[:-40], "broken-xml"),
        ],
    )
    def test_that_cannot_be_used_says_why(self, tmp_path, text, code):
        path = tmp_path / "a.xml"
        path.write_text(text)
        *_, last = read_family(path)
        assert isinstance(last, Problem)
        assert last.code == code

    def test_that_breaks_off_gives_what_came_before(self, tmp_path):
        path = tmp_path / "a.xml"
        path.write_text(ops_xml.answer([ops_xml.member(), ops_xml.member("201919900002")])[:-60])
        got = list(read_family(path))
        assert [type(g) for g in got] == [Member, Problem] or [type(g) for g in got] == [Member, Member, Problem]

    def test_with_an_impossible_number_is_refused_at_its_line(self, tmp_path):
        path = tmp_path / "a.xml"
        path.write_text(ops_xml.answer([ops_xml.member("209979900001")]))
        (member,) = read_family(path)
        assert getattr(number_of(member), "code", "") == "right-number"  # type: ignore[arg-type]

    def test_tells_the_filing_once_it_is_published(self, tmp_path):
        path = tmp_path / "a.xml"
        path.write_text(ops_xml.answer([ops_xml.member(), ops_xml.member(published="20210510")]))
        members = [m for m in read_family(path) if isinstance(m, Member)]
        got = filing(members, "CN201919900001.9", RightKind.INVENTION)
        assert got is not None
        assert (got.fact.on, got.fact.published_on) == (date(2019, 3, 15), date(2020, 9, 18))
        assert filing([], "X", RightKind.INVENTION) is None
