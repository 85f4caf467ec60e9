"""A call from opening to decision in the database: gates block, conflicted experts stay out, the list follows the sheets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.ledger.entry import Draft, Source
from ipops.ledger.facts import PartyRegistered, Withdrawn
from ipops.ledger.facts.words import PartyKind
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.models import Dossier
from ipops.lines.programme.app.reading import selection as reading
from ipops.lines.programme.app.reading.entries import of_cases
from ipops.lines.programme.app.services import objections, steps
from ipops.lines.programme.app.services import selection as services
from ipops.lines.programme.facts.words import Ground
from ipops.lines.programme.rules.selection.files import nomination_code, review_code
from ipops.lines.programme.rules.selection.nomination import Package
from ipops.policy import pack_named
from ipops.webkit import access, journal, refold

pytestmark = [pytest.mark.django_db, pytest.mark.db]
CALL = "call:demo"
OPENED, DAY = date(2023, 9, 4), date(2023, 9, 20)
PACK = pack_named("demo-notice")
SCHEME = PACK.scheme("review", DAY)
EXPERTS = ("user:e1", "user:e2", "user:e3", "user:e4")
CITY, OTHER = nomination_code(CALL, "990100"), nomination_code(CALL, "980101")


def codes(got):
    assert isinstance(got, Refused), got
    return [r.code for r in got.reasons]


def package(city="990100", province="990000", **changed):
    given = {
        "city": city,
        "province": province,
        "name": "示范市（演示）",
        "form": "1",
        "matching": Money.yuan(75_000_000),
        "targets": {t.id: t.floor for t in PACK.targets(DAY) if t.floor is not None},
        "mandatory": tuple(t.zh for t in PACK.term("mandatory_tasks", DAY).value),
        "optional": (),
        "attachments": ("a" * 64,),
    }
    return Package(**given | changed)


def nominate(pack, reference="1"):
    return services.nominate(package=pack, call=CALL, by="user:province", today=DAY, reference=reference)


@pytest.fixture
def called(db):
    got = services.call_open(
        call=CALL,
        title="示范通知",
        pack="demo-notice",
        form="1",
        closes_on=date(2023, 9, 30),
        by="user:centre",
        today=OPENED,
    )
    assert not isinstance(got, Refused)


@pytest.fixture
def reviewed(called):
    """Two applications, four experts, one of them employed in the first city."""
    assert not isinstance(nominate(package()), Refused)
    assert not isinstance(nominate(package("980101", "980000", name="江湾区"), "2"), Refused)
    seats = [services.Seat(expert=e, name=e, places=("990101",) if e == "user:e1" else ()) for e in EXPERTS]
    services.panel_seat(call=CALL, seats=seats, by="user:centre", today=DAY)
    steps.step(case=CALL, event="close", by="user:centre", today=date(2023, 10, 1), reference="c")


def score(expert, nomination=CITY, share=Fraction(4, 5), reference=""):
    services.conflict_declare(
        nomination=nomination,
        expert=expert,
        ground=Ground.NONE,
        why="",
        today=DAY,
        reference=reference or f"{expert}{nomination}",
    )
    opened = services.documents_open(nomination=nomination, expert=expert, today=DAY)
    if isinstance(opened, Refused):
        return opened
    points = {i.id: i.points * share for i in SCHEME.leaves}
    return services.sheet_lock(nomination=nomination, expert=expert, points=points, remarks="可", today=DAY)


def all_sheets():
    for e in EXPERTS[1:]:
        assert not isinstance(score(e), Refused)
        assert not isinstance(score(e, OTHER, Fraction(1, 2)), Refused)


def publish(proposed=1, on=date(2023, 10, 13)):
    return services.list_publish(call=CALL, proposed=proposed, by="user:centre", today=on)


class TestAPanel:
    def test_knows_every_employer_of_an_expert_and_keeps_them_out_whatever_they_declare(self, reviewed):
        """The expert's office is no city's; the firm they work for is in the first applicant's district, the institute in the
        second applicant."""
        access.demo_make()
        fact = PartyRegistered(
            on=DAY, party="P:firm", kind_of_party=PartyKind.ENTERPRISE, name="甲企业", place="990102"
        )
        journal.append([Draft(fact=fact, source=Source(reason="测试"), reference="firm")], by="test")
        person = access.User.objects.get(username="expert")
        for code, place, party in (("firm", "", "P:firm"), ("institute", "980101", "")):
            office = access.Office.objects.create(
                code=code, name_zh=code, name_en=code, place=place, level="body", party=party
            )
            access.grant(user=person, office=office, role=access.Role.MEMBER, by="test")
        known = reading.experts()
        assert (known["user:expert"].places, known["user:expert2"].places) == (("980101", "990102"), ())
        seats = [services.Seat(expert=e, name=e, places=x.places) for e, x in known.items()]
        assert not isinstance(services.panel_seat(call=CALL, seats=seats, by="user:centre", today=DAY), Refused)
        for case in (CITY, OTHER):
            assert codes(score("user:expert", case)) == ["conflict-by-profile"]
            assert not isinstance(score("user:expert2", case), Refused)

    def test_that_was_withdrawn_seats_nobody(self, reviewed):
        assert reading.seated_in("user:e2") == [CALL]
        n = next(e.n for e in of_cases([CALL], [f.PanelSeated]))
        gone = Draft(fact=Withdrawn(on=DAY, why="误组"), source=Source(reason="误组"), reference="gone", supersedes=n)
        journal.append([gone], by="test")
        assert reading.seated_in("user:e2") == []

    def test_sits_under_a_call_and_a_call_rests_on_a_notice(self, db):
        told = {"title": "t", "form": "1", "closes_on": None, "by": "user:centre", "today": DAY}
        for pack in ("cn-budget-law-2018", "demo-city"):
            assert codes(services.call_open(call="call:x", pack=pack, **told)) == ["no-notice"]


class TestNominating:
    def test_a_refused_application_stores_nothing_and_tells_every_reason(self, called):
        size = journal.size()
        got = nominate(package(matching=None, attachments=()))
        assert codes(got) == ["no-matching-money", "no-attachment"]
        assert journal.size() == size

    def test_a_second_city_of_the_province_is_refused(self, called):
        nominate(package())
        assert codes(nominate(package("990200", name="滨江市"), "2")) == ["province-full"]

    def test_sending_twice_changes_nothing(self, called):
        nominate(package())
        size = journal.size()
        assert sorted(codes(nominate(package()))) == ["city-twice", "province-full"]
        assert journal.size() == size

    def test_after_closing_nothing_comes_in(self, called):
        steps.step(case=CALL, event="close", by="user:centre", today=DAY, reference="c")
        assert codes(nominate(package())) == ["call-closed"]


class TestReviewing:
    def test_the_conflicted_expert_never_gets_the_documents(self, reviewed):
        assert codes(score("user:e1")) == ["conflict-by-profile"]
        assert journal.about(case=review_code(CITY))[-1].fact.KIND == "conflict_declared"

    def test_nothing_opens_without_a_declaration(self, reviewed):
        got = services.documents_open(nomination=CITY, expert="user:e2", today=DAY)
        assert codes(got) == ["not-declared"]

    def test_a_sheet_needs_the_documents_read_first(self, reviewed):
        services.conflict_declare(
            nomination=CITY, expert="user:e2", ground=Ground.NONE, why="", today=DAY, reference="d"
        )
        points = {i.id: i.points for i in SCHEME.leaves}
        got = services.sheet_lock(nomination=CITY, expert="user:e2", points=points, remarks="", today=DAY)
        assert codes(got) == ["unread"]

    def test_a_locked_sheet_stays_as_it_is(self, reviewed):
        score("user:e2")
        sheets = reading.file_of(CALL).review(CITY).sheets
        assert [(s.expert, s.total) for s in sheets] == [("user:e2", Fraction(80))]
        got = services.sheet_lock(
            nomination=CITY, expert="user:e2", points={i.id: i.points for i in SCHEME.leaves}, remarks="", today=DAY
        )
        assert codes(got) == ["sheet-locked"]

    def test_who_has_opened_the_documents_cannot_declare_none_again_but_can_withdraw(self, reviewed):
        score("user:e2")
        asked = {"nomination": CITY, "expert": "user:e2", "why": "", "today": DAY}
        assert codes(services.conflict_declare(**asked, ground=Ground.NONE, reference="x")) == ["opened-already"]
        assert not isinstance(services.conflict_declare(**asked, ground=Ground.KIN, reference="y"), Refused)

    def test_a_conflict_declared_after_the_sheet_takes_the_sheet_away(self, reviewed):
        all_sheets()
        late = {
            "nomination": CITY,
            "expert": "user:e2",
            "ground": Ground.KIN,
            "why": "",
            "today": DAY,
            "reference": "k",
        }
        services.conflict_declare(**late)
        assert {s.expert for s in reading.file_of(CALL).review(CITY).sheets} == {"user:e3", "user:e4"}
        assert set(codes(publish())) == {"too-few-sheets"}

    def test_after_the_list_is_out_nobody_scores(self, reviewed):
        all_sheets()
        publish()
        services.conflict_declare(
            nomination=CITY, expert="user:e4", ground=Ground.NONE, why="", today=DAY, reference="n"
        )
        got = services.sheet_lock(nomination=CITY, expert="user:e4", points={}, remarks="", today=DAY)
        assert codes(got) == ["review-over"]

    def test_the_panel_stands_once_a_sheet_is_locked(self, reviewed):
        score("user:e2")
        seats = [services.Seat(expert=e, name=e) for e in EXPERTS]
        assert codes(services.panel_seat(call=CALL, seats=seats, by="user:centre", today=DAY)) == ["panel-stands"]

    def test_the_city_does_not_see_what_experts_said(self, reviewed, django_user_model):
        score("user:e2")
        places = access.Places(frozenset({"990100"}))
        seen = {r.kind for r in access.facts_in(places)}
        assert "city_nominated" in seen
        assert not seen & {"sheet_locked", "conflict_declared", "documents_opened", "panel_seated"}


class TestTheList:
    def test_follows_the_sheets_and_moves_the_cities(self, reviewed):
        all_sheets()
        entry = publish()
        assert entry.fact.nominations == (CITY, OTHER)
        assert entry.fact.means == (80, 50)
        assert entry.fact.last_day == date(2023, 10, 20)
        assert dict(Dossier.objects.filter(cycle="programme.city").values_list("case", "stage")) == {
            CITY: "publicised",
            OTHER: "reviewed",
        }

    def test_an_application_without_enough_sheets_stops_it(self, reviewed):
        score("user:e2")
        assert set(codes(publish())) == {"too-few-sheets"}

    def test_a_tie_at_the_line_is_not_broken_in_silence(self, reviewed):
        for e in EXPERTS[1:]:
            score(e)
            score(e, OTHER)
        assert codes(publish()) == ["tie-at-the-line"]
        assert not isinstance(publish(proposed=2), Refused)

    def test_an_objection_holds_the_decision_until_it_is_settled(self, reviewed):
        all_sheets()
        publish()
        asked = {"by": "user:x", "today": date(2023, 10, 16), "reference": "o"}
        bare = objections.Raised(against=CALL, name="李工", words="材料有误", document="")
        assert codes(objections.objection_raise(raised=bare, **asked)) == ["objection-bare"]
        raised = objections.objection_raise(raised=replace(bare, document="b" * 64), **asked)
        after = date(2023, 10, 23)
        assert codes(services.call_decide(call=CALL, by="user:centre", today=date(2023, 10, 20))) == ["objection-open"]
        objections.objection_settle(
            case=raised.fact.objection, event="reject", by="user:centre", today=after, reference="r", why="查无此事"
        )
        assert codes(services.call_decide(call=CALL, by="user:centre", today=date(2023, 10, 20))) == ["notice-running"]
        assert not isinstance(services.call_decide(call=CALL, by="user:centre", today=after), Refused)
        assert Dossier.objects.get(case=CALL).stage == "decided"
        assert Dossier.objects.get(case=OTHER).stage == "turned_down"

    def test_a_list_whose_objection_was_upheld_is_reviewed_again_and_not_decided(self, reviewed):
        all_sheets()
        publish()
        self.objected("uphold")
        after = date(2023, 10, 23)
        assert codes(services.call_decide(call=CALL, by="user:centre", today=after)) == ["objection-upheld"]
        told = {"case": CALL, "event": "review_again", "by": "user:centre", "today": date(2023, 10, 17)}
        assert codes(steps.step(**told, reference="a")) == ["no-why"]
        steps.step(**told, reference="a", why="异议成立")
        assert set(codes(publish())) == {"too-few-sheets"}
        seats = [services.Seat(expert=e, name=e) for e in EXPERTS]
        assert not isinstance(services.panel_seat(call=CALL, seats=seats, by="user:centre", today=DAY), Refused)
        for e in EXPERTS[1:]:
            assert not isinstance(score(e, share=Fraction(2, 5), reference=f"{e}again"), Refused)
            assert not isinstance(score(e, OTHER, Fraction(1, 2)), Refused)
        assert publish(on=date(2023, 10, 18)).fact.nominations == (OTHER, CITY)
        assert not isinstance(services.call_decide(call=CALL, by="user:centre", today=date(2023, 10, 26)), Refused)
        assert Dossier.objects.get(case=CITY).stage == "turned_down"

    def test_a_withdrawn_objection_is_no_rejected_one(self, reviewed):
        all_sheets()
        publish()
        case = self.objected("withdraw")
        assert Dossier.objects.get(case=case).stage == "withdrawn"

    def objected(self, event):
        raised = objections.Raised(against=CALL, name="李工", words="材料有误", document="b" * 64)
        told = {"by": "user:x", "today": date(2023, 10, 16), "reference": "o"}
        case = objections.objection_raise(raised=raised, **told).fact.objection
        mine = event == "withdraw"
        other, told["by"] = told["by"] if not mine else "user:centre", "user:x" if mine else "user:centre"
        assert codes(objections.objection_settle(case=case, event=event, why=" ", **told)) == ["no-why"]
        refused = objections.objection_settle(case=case, event=event, why="已核", **told | {"by": other})
        assert codes(refused) == ["not-your-objection" if mine else "own-objection"]
        assert not isinstance(objections.objection_settle(case=case, event=event, why="已核", **told), Refused)
        return case

    def test_first_money_waits_until_the_list_is_decided(self, reviewed):
        all_sheets()
        publish()
        after = date(2023, 10, 23)
        paid = {"case": CITY, "event": "pay_first", "by": "user:centre", "today": after, "reference": "p"}
        assert codes(services.city_step(**paid)) == ["call-undecided"]
        assert not isinstance(services.call_decide(call=CALL, by="user:centre", today=after), Refused)
        assert not isinstance(services.city_step(**paid), Refused)

    def test_rows_are_the_fold_of_the_facts(self, reviewed):
        all_sheets()
        publish()
        before = list(Dossier.objects.order_by("case").values())
        refold.rebuild(["programme.dossier"])
        assert list(Dossier.objects.order_by("case").values()) == before
