"""The credit grade of an agency: the last published one holds, nobody types it away, every house reads the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from ipops.kernel.outcome import Reason, Refused
from ipops.ledger.entry import Draft, Entry, Source
from ipops.ledger.facts import AgencyGraded, PartyRegistered, Withdrawn
from ipops.ledger.facts.words import CreditGrade, PartyKind
from ipops.webkit import credit, journal
from ipops.webkit.enrol import By
from tests.web.conftest import signed_in_as

pytestmark = pytest.mark.db
AGENCY, TODAY = "P:x-agency", date(2024, 6, 3)
SAID = Source(reason="测试 test")
Stored = Callable[..., Any]


@pytest.fixture
def agency(db: None) -> None:
    from ipops.webkit import access

    access.demo_make()
    fact = PartyRegistered(
        on=date(2010, 1, 1), party=AGENCY, kind_of_party=PartyKind.AGENCY, name="慢舟专利代理事务所", place="990101"
    )
    journal.append([Draft(fact=fact, source=SAID, reference="agency")], by="test")


def record(grade: CreditGrade, reference: str, on: date = TODAY, **more: str) -> Entry | Refused:
    given = {"period": "", "where": "公示系统（演示）"} | more
    by = By(by="user:clerk", today=TODAY, reference=reference)
    return credit.grade_record(agency=AGENCY, grade=grade, on=on, by=by, **given)


def codes(got: object) -> list[str]:
    assert isinstance(got, Refused), got
    return [r.code for r in got.reasons]


def test_the_last_published_grade_holds_and_is_unknown_before_the_first(agency: None) -> None:
    assert credit.grade_of(AGENCY) is CreditGrade.UNKNOWN
    record(CreditGrade.D, "late", date(2024, 5, 1))
    record(CreditGrade.B, "early", date(2023, 5, 1))
    assert credit.grade_of(AGENCY) is CreditGrade.D
    assert credit.grade_of(AGENCY, date(2024, 1, 1)) is CreditGrade.B
    assert credit.grade_of(AGENCY, date(2020, 1, 1)) is CreditGrade.UNKNOWN
    assert {a: f.grade for a, f in credit.graded().items()} == {AGENCY: CreditGrade.D}


def test_a_corrected_grade_is_the_one_that_holds(agency: None) -> None:
    wrong = record(CreditGrade.D, "wrong")
    assert isinstance(wrong, Entry)
    right = AgencyGraded(on=TODAY, agency=AGENCY, grade=CreditGrade.B, where="更正公告")
    journal.append([Draft(fact=right, source=SAID, reference="right", supersedes=wrong.n)], by="test")
    assert credit.grade_of(AGENCY) is CreditGrade.B


def test_a_grade_that_was_taken_back_holds_no_more(agency: None) -> None:
    """The withdrawal names no agency: whoever reads the agency's entries alone does not see it."""
    wrong = record(CreditGrade.D, "wrong")
    assert isinstance(wrong, Entry)
    gone = Draft(fact=Withdrawn(on=TODAY, why="误录"), source=SAID, reference="gone", supersedes=wrong.n)
    journal.append([gone], by="test")
    assert credit.grade_of(AGENCY) is CreditGrade.UNKNOWN


def test_what_a_house_is_told_goes_on_record_once_and_is_refused_where_it_contradicts(agency: None) -> None:
    def told(grade: CreditGrade) -> credit.Stated | Reason:
        return credit.stated(AGENCY, grade, on=TODAY, source=SAID, field="grade")

    assert told(CreditGrade.UNKNOWN) == credit.Stated(grade=CreditGrade.UNKNOWN)
    first = told(CreditGrade.D)
    assert isinstance(first, credit.Stated)
    assert first.draft is not None
    journal.append([first.draft], by="test")
    assert told(CreditGrade.D) == told(CreditGrade.UNKNOWN) == credit.Stated(grade=CreditGrade.D)
    better = told(CreditGrade.A)
    assert isinstance(better, Reason)
    assert (better.code, better.field) == ("grade-differs", "grade")


def test_a_grade_says_where_it_is_published_and_is_of_the_past(agency: None) -> None:
    assert codes(record(CreditGrade.UNKNOWN, "a")) == ["grade-unknown"]
    assert codes(record(CreditGrade.B, "b", date(2024, 7, 1))) == ["in-the-future"]
    assert codes(record(CreditGrade.B, "c", where=" ")) == ["grade-unfounded"]
    size = journal.size()
    once = record(CreditGrade.B, "d")
    assert record(CreditGrade.B, "d") == once
    assert journal.size() == size + 1


def test_a_clerk_records_it_on_the_agencys_page_and_whoever_may_not_is_told_so(agency: None) -> None:
    clerk, member = signed_in_as("clerk"), signed_in_as("university")
    assert f"/parties/{AGENCY}/grade/" in clerk.get(f"/parties/{AGENCY}/").text
    page = clerk.get(f"/parties/{AGENCY}/grade/?lang=en").text
    assert "Record a credit grade" in page
    sent = {"grade": "d", "on": "2024-05-01", "where": "公示系统（演示）", "reference": "x"}
    assert clerk.post(f"/parties/{AGENCY}/grade/", sent).status_code == 302
    assert credit.grade_of(AGENCY) is CreditGrade.D
    assert "D级" in clerk.get(f"/parties/{AGENCY}/?lang=zh").text
    assert member.post(f"/parties/{AGENCY}/grade/", sent).status_code == 403
    assert Client().get(f"/parties/{AGENCY}/grade/").status_code == 302
    bad = clerk.post(f"/parties/{AGENCY}/grade/", sent | {"where": "", "reference": "y"})
    assert bad.status_code == 422


def test_an_agency_of_no_place_that_an_offer_names_has_its_grade_recorded_too(agency: None) -> None:
    """A new agency is registered without a place: whoever sees the fact that names it may record its grade."""
    from ipops.lines.custody.facts import CustodyOffered, Service

    there = "P:x-elsewhere"
    registered = PartyRegistered(on=TODAY, party=there, kind_of_party=PartyKind.AGENCY, name="远山专利代理事务所")
    offered = CustodyOffered(
        on=TODAY, custody="K:1", client="P:x-firm", agency=there, place="990101", level="watch", grade=CreditGrade.B,
        services=(Service.WATCH,),
    )  # fmt: skip
    journal.append([Draft(fact=f, source=SAID, reference=f.KIND) for f in (registered, offered)], by="test")
    assert f"/parties/{there}/grade/" in signed_in_as("clerk").get(f"/parties/{there}/").text
    assert signed_in_as("clerk").get(f"/parties/{there}/grade/").status_code == 200
    assert signed_in_as("neighbour").get(f"/parties/{there}/grade/").status_code == 404


def test_it_is_public_like_the_register(agency: None) -> None:
    """Another city's clerk reads it: a grade names no place and is published for everybody."""
    from ipops.webkit import access
    from ipops.webkit.models import User

    record(CreditGrade.D, "d")
    neighbour = User.objects.get(username="neighbour")
    assert AgencyGraded.KIND in {row.kind for row in access.facts_for(neighbour)}
