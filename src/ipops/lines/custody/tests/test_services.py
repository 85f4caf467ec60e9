"""From need to end through the journal, and back from its rows."""

from __future__ import annotations

from datetime import date

import pytest

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.ledger.facts import RightFiled
from ipops.ledger.facts.words import CreditGrade, PartyKind, RightKind
from ipops.lines.custody.app import services
from ipops.lines.custody.app.models import Custody
from ipops.lines.custody.facts import Ending, Service, Size
from ipops.lines.custody.rules.size import Told
from ipops.webkit import journal, refold
from ipops.webkit.enrol import Written
from ipops.webkit.models import Party
from ipops.webkit.places import Places

from .conftest import FIRM, OTHER, RIGHT, asked, by, contracted, delivered, draft, offered

pytestmark = pytest.mark.db


def codes(got):
    assert isinstance(got, Refused), got
    return [r.code for r in got.reasons]


def test_the_whole_life_of_a_custody(city):
    custody = asked()
    assert offered(custody, fee=Money.yuan(3000)) is None
    assert "声明" not in contracted(custody).zh
    assert Custody.objects.get().stage == "signed"
    assert delivered(custody, saved=Money.yuan(510)) is None
    row = Custody.objects.get()
    assert (row.stage, row.covered_on, row.saved_fen, row.leader) == ("active", date(2024, 5, 20), 51_000, "李工")
    got = services.custody_review(
        custody=custody, year=2024, planned=3, missed=0, answer_days=2, satisfaction=5, says="", by=by("review")
    )
    assert got is None
    assert journal.entry(Custody.objects.get().reviews[0]).fact.delivered == 1
    ended = services.custody_end(custody=custody, on=date(2024, 6, 1), ending=Ending.BOTH, why="搬迁", by=by("end"))
    assert ended is None
    row = Custody.objects.get()
    assert (row.stage, row.covered_on) == ("ended", date(2024, 5, 20)), "what was counted stays counted"


def test_sending_twice_changes_nothing(city):
    custody = asked()
    assert asked() == custody
    for _ in range(2):
        assert offered(custody) is None
        assert not isinstance(contracted(custody), Refused)
        assert delivered(custody) is None
    assert Custody.objects.get().served == 1
    assert journal.size() == 7, "firm, need, agency, its grade, offer, contract, service"


def test_a_firm_is_known_by_its_code_never_by_its_name(city):
    asked("a")
    asked("b", OTHER)
    assert Party.objects.filter(name="山河科技有限公司").count() == 2
    wrong = Written(code=f"{FIRM[:-1]}0", name="x", kind=PartyKind.ENTERPRISE, place="990101")
    got = services.custody_ask(client=wrong, wants="w", rights=(), by=by("c"))
    assert codes(got) == ["credit-code"]
    assert FIRM in got.reasons[0].says.zh, "the repair is proposed, not made"
    nameless = Written(code="91990102MA3C0002XP", name="", kind=PartyKind.ENTERPRISE, place="990101")
    assert codes(services.custody_ask(client=nameless, wants="w", rights=(), by=by("d"))) == ["name-missing"]


def test_a_firm_of_another_place_is_not_entered(city):
    written = Written(code=FIRM, name="山河科技有限公司", kind=PartyKind.ENTERPRISE, place="990101")
    got = services.custody_ask(client=written, wants="w", rights=(), by=by("a"), covers=Places(frozenset({"990200"})))
    assert codes(got) == ["other-place"]


def test_a_firm_entrusts_no_right_of_another_and_its_agency_reads_and_records_none(city):
    """A contract names rights in the firm's own words: without this an agency would enter payments on a stranger's patent."""
    from ipops.lines.custody.app.reading import care
    from ipops.webkit.models import Membership, Office, User

    theirs = RightFiled(on=date(2015, 5, 12), right=RIGHT, kind_of_right=RightKind.INVENTION, title="物", owners=("P:别人",), place="990101")  # fmt: skip
    custody = asked()
    assert offered(custody) is None
    unknown = contracted(custody)
    assert not isinstance(unknown, Refused), "a right of which nothing is known may be named"
    row = Custody.objects.get()
    assert list(care.covered_by([row])) == [RIGHT]
    journal.append([draft(theirs, "theirs")], by="test")
    assert list(care.covered_by([row])) == []
    office = Office.objects.create(code="body-agency", level="body", party=row.agency, name_zh="机构", name_en="agency")
    agent = User.objects.create(username="agent")
    Membership.objects.create(user=agent, office=office, role="member")
    assert not care.may_record(agent, RIGHT)
    second = asked("again", OTHER)
    assert offered(second) is None
    assert codes(contracted(second)) == ["not-the-client-s", "conflict-of-interest"]


def test_one_agency_does_not_act_on_one_right_for_two_clients(city):
    first, second = asked("a"), asked("b", OTHER)
    for custody in (first, second):
        offered(custody)
    contracted(first)
    got = contracted(second)
    assert codes(got) == ["conflict-of-interest"]
    assert "第十四条" in str(got.reasons[0].cite)
    assert not isinstance(contracted(second, rights=()), Refused)


def test_a_grade_that_falls_between_offer_and_contract_stops_the_contract(city):
    from ipops.webkit import credit

    custody = asked()
    assert offered(custody, grade=CreditGrade.B) is None
    [agency] = Custody.objects.get().bidders
    assert credit.grade_of(agency) is CreditGrade.B, "what the offer told is the one fact that every house reads"
    credit.grade_record(
        agency=agency, grade=CreditGrade.D, on=by("fell").today, period="", where="公示系统（演示）", by=by("fell")
    )
    assert codes(contracted(custody)) == ["grade-d"]


def test_nothing_is_entered_out_of_turn(city):
    custody = asked()
    assert codes(delivered(custody)) == ["not-from-here"]
    assert codes(offered(custody, grade=CreditGrade.D)) == ["grade-d"]
    offered(custody)
    assert codes(contracted(custody, by=by("s"))) == ["contract-missing"]
    assert codes(contracted(custody, declared_signed=False)) == ["declaration-unsigned"]
    contracted(custody)
    assert codes(delivered(custody, service=Service.FILING)) == ["licence-missing", "not-agreed"]
    delivered(custody)
    review = {"planned": 1, "missed": 0, "answer_days": None, "satisfaction": None, "says": ""}
    assert codes(services.custody_review(custody=custody, year=2023, by=by("r"), **review)) == ["not-in-that-year"]
    assert services.custody_review(custody=custody, year=2024, by=by("r"), **review) is None
    assert codes(services.custody_review(custody=custody, year=2024, by=by("r2"), **review)) == ["reviewed-already"]


@pytest.mark.shared
def test_revenue_decides_the_size_and_is_not_stored(city, shared):
    custody = asked()
    offered(custody)
    told = Told(industry="3911", employees=2000, revenue=Money.yuan(987_654_321))
    contracted(custody, told=told, declared=Size.SME)
    delivered(custody)
    row = Custody.objects.get()
    assert (row.computed, row.declared, row.covered_on) == ("large", "sme", None)
    assert not any("98765432100" in str(e.fact) for e in journal.read())


def test_rows_are_rebuilt_equal_from_facts(city):
    custody = asked()
    offered(custody)
    contracted(custody)
    delivered(custody)
    before = Custody.objects.values().get()
    refold.rebuild()
    assert Custody.objects.values().get() == before
    assert before["rights"] == [RIGHT]
