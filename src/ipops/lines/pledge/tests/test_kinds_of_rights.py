"""Marks, copyright, software, layout designs, indications and mixed ones: from eligibility over registration to the drawing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ipops.ledger.entry import Draft
from ipops.ledger.facts import PledgeRegistered, RightFiled, RightGranted, Withdrawn
from ipops.ledger.facts.words import RightKind
from ipops.lines.pledge.app import services
from ipops.lines.pledge.app.models import Application, Loan, Registration
from ipops.lines.pledge.app.services import registrations
from ipops.lines.pledge.facts.words import Channel
from ipops.lines.pledge.rules import registers
from ipops.policy import laws
from ipops.webkit import journal
from ipops.webkit.models import JournalRow

from . import conftest
from .conftest import CLEAR, DOC, FIRM, OTHER, PATENT, SAID, TODAY, asked, by, codes, drawn, stored, words, yuan

pytestmark = pytest.mark.db
MARK, WORK, PROGRAM, LAYOUT, INDICATION = "TM12345678", "CR2020F01234567", "SR20200123456", "BS205001234", "GI0001234"
KINDS = {
    MARK: RightKind.TRADEMARK,
    WORK: RightKind.COPYRIGHT,
    PROGRAM: RightKind.SOFTWARE,
    LAYOUT: RightKind.LAYOUT,
    INDICATION: RightKind.GI,
}
BASIS = "已注册为集体商标，注册人即出质人；市局书面意见"
OFFICES = {MARK: "商标局", WORK: "国家版权局", PROGRAM: "国家版权局", PATENT: "国务院专利行政部门"}


@pytest.fixture
def shelf(city):
    """One right of each kind, all of the firm, all in force for years."""
    facts = []
    for right, kind in KINDS.items():
        facts += [
            RightFiled(on=date(2020, 5, 12), right=right, kind_of_right=kind, title="示例", office="CN", owners=(f"P:{FIRM}",), place="990101", classes=()),
            RightGranted(on=date(2021, 3, 2), right=right, expires_on=date(2031, 3, 2)),
        ]  # fmt: skip
    journal.append([Draft(fact=f, source=SAID, reference=f"s{i}") for i, f in enumerate(facts)], by="t")


def agreed(monkeypatch, *rights, reference="ask", **more):
    """Up to the contract; the title is looked at with what an indication rests on."""
    monkeypatch.setattr(conftest, "CLEAR", replace(CLEAR, basis=BASIS))
    return conftest.agreed(reference, rights=rights, **more)


def filed(loan, office="", basis=""):
    return services.pledge_file(
        pledge=loan.pledge, channel=Channel.WINDOW, answers=replace(CLEAR, basis=basis), on=date(2025, 6, 2),
        office=office, by=by(f"file-{loan.loan}-{office}"),
    )  # fmt: skip


def registered(loan, no, *rights, cap=1_000_000, on=TODAY):
    return services.pledge_register(
        pledge=loan.pledge, on=on, register_no=no, cap=yuan(cap), rights=rights, by=by(f"reg-{no}", document=DOC)
    )


def told(pledge):
    facts = [e.fact for e in journal.about(deal=pledge) if isinstance(e.fact, PledgeRegistered)]
    return {f.right: (f.kind_of_right, f.register_no) for f in facts}


class TestTheOffices:
    def test_are_named_with_their_clause_or_not_known(self):
        for kind in RightKind:
            found = registers.register_of(str(kind))
            assert found is not None, kind
            assert (found.office is None) != (found.why is None)
            assert laws.check_citation(found.cite) is None
            assert found.office is None or found.papers

    def test_that_no_source_names_are_named_by_the_parties(self):
        assert codes(registers.may_file(["layout", "gi", "trademark"], "")) == ["office-unknown", "office-unknown"]
        assert registers.may_file(["layout"], "国家知识产权局") is None
        assert registers.may_file(["trademark", "invention", "software"], "") is None

    def test_of_a_notice_is_one(self):
        kinds = {"T": "trademark", "P": "invention", "U": "utility_model"}
        assert codes(registers.of_notice((), ("T", "P"), kinds)) == ["several-offices"]
        assert registers.of_notice((), ("P", "U"), kinds) == ("P", "U")
        assert registers.of_notice(("T",), ("T", "P"), kinds) == ("T",)
        assert codes(registers.of_notice(("X",), ("T", "P"), kinds)) == ["not-left"]
        assert codes(registers.of_notice((), (), kinds)) == ["all-registered"]


class TestOneKind:
    @pytest.mark.parametrize("right", [MARK, WORK, PROGRAM, LAYOUT, INDICATION])
    def test_goes_from_eligibility_to_the_drawing(self, shelf, monkeypatch, right):
        loan = agreed(monkeypatch, right)
        assert loan.kinds == [str(KINDS[right])]
        assert codes(drawn(loan)) == ["not-registered"]
        if right in (LAYOUT, INDICATION):
            assert codes(filed(loan)) == ["office-unknown"]
            stored(filed(loan, "国家知识产权局"))
            assert Registration.objects.get().office == "国家知识产权局"
        else:
            stored(filed(loan))
        stored(registered(loan, "Y1"))
        assert told(loan.pledge) == {right: (KINDS[right], "Y1")}
        loan.refresh_from_db()
        stored(drawn(loan))
        assert (loan.stage, loan.left) == ("performing", yuan(1_000_000))

    def test_an_indication_is_open_until_what_its_pledge_rests_on_is_named(self, shelf):
        app = asked(rights=(INDICATION,))
        stored(services.finance_screen(application=app, meets=True, why="", by=by("s")))
        got = services.title_look(application=app, answers=CLEAR, by=by("l"))
        assert codes(got) == ["open"]
        assert "未见来源" in got.reasons[0].says.zh
        stored(services.title_look(application=app, answers=replace(CLEAR, basis=BASIS), by=by("l2")))
        row = Application.objects.get()
        assert (row.stage, row.basis) == ("looked", BASIS)

    @pytest.mark.parametrize(("right", "document"), [(MARK, "民法典"), (WORK, "民法典"), (LAYOUT, "民法典")])
    def test_of_a_stranger_is_refused_with_the_clause_on_pledges(self, shelf, right, document):
        app = asked(rights=(right,), firm=conftest.written(OTHER, name="他人"))
        stored(services.finance_screen(application=app, meets=True, why="", by=by("s")))
        assert "不是" in stored(services.title_look(application=app, answers=CLEAR, by=by("l"))).zh
        assert Application.objects.get().objections == ["not-the-owner"]
        got = services.applications.titles(Application.objects.get(), CLEAR, TODAY)
        assert got.reasons[0].cite.document.startswith(document)
        assert got.reasons[0].cite.clause == "第四百四十条"

    def test_a_work_whose_term_ends_before_the_debt_is_refused_and_a_mark_may_be_renewed(self, shelf):
        for n, (right, found) in enumerate(((WORK, False), (MARK, True))):
            app = asked(f"a{n}", rights=(right,), term_months=120)
            stored(services.finance_screen(application=app, meets=True, why="", by=by(f"s{n}")))
            answers = replace(CLEAR, renewal_agreed=True)
            stored(services.title_look(application=app, answers=answers, by=by(f"l{n}")))
            assert (Application.objects.get(application=app).stage == "looked") is found, right


class TestMixed:
    def test_rights_of_several_offices_are_registered_one_office_after_another(self, shelf, monkeypatch):
        """The patent is registered on the 2nd, the mark on the 3rd; until then the loan has no pledge over all of them."""
        loan = agreed(monkeypatch, PATENT, MARK, WORK, amount=yuan(2_000_000), ip_part=yuan(1_200_000), cap=1_200_000)
        assert loan.kinds == ["copyright", "invention", "trademark"]
        stored(filed(loan))
        assert codes(registered(loan, "Y0")) == ["several-offices"]
        stored(registered(loan, "Y1", PATENT, cap=1_200_000, on=date(2025, 6, 2)))
        row = Registration.objects.get()
        assert (row.stage, row.held) == ("registered", [PATENT])
        loan.refresh_from_db()
        assert (loan.secured_on, codes(drawn(loan, 1_000_000))) == (None, ["not-registered"])
        assert codes(registered(loan, "Y1b", PATENT)) == ["not-left"]
        stored(registered(loan, "T2", MARK, cap=1_100_000, on=date(2025, 6, 3)))
        stored(registered(loan, "C3", cap=1_200_000, on=date(2025, 6, 2)))
        assert told(loan.pledge) == {
            PATENT: (RightKind.INVENTION, "Y1"),
            MARK: (RightKind.TRADEMARK, "T2"),
            WORK: (RightKind.COPYRIGHT, "C3"),
        }
        loan.refresh_from_db()
        assert (loan.stage, loan.secured_on) == ("secured", date(2025, 6, 3)), "since the last of them was registered"
        assert (loan.cap_fen, loan.ip_fen, loan.amount_fen) == (110_000_000, 120_000_000, 200_000_000)
        stored(drawn(loan, 1_000_000))
        assert codes(registered(loan, "Y9")) == ["all-registered"]

    def test_its_page_names_office_clause_and_papers_of_each_right(self, shelf, monkeypatch, enter):
        loan = agreed(monkeypatch, PATENT, MARK, WORK, LAYOUT)
        clerk = enter("clerk")
        page = words(clerk.get(f"/pledge/registrations/{loan.pledge}/?lang=zh"))
        for told_ in (
            "国务院专利行政部门",
            "商标局",
            "国家版权局",
            "未载质押在何处登记",
            "著作权质权登记申请表",
            "承诺书",
        ):
            assert told_ in page, told_
        stored(filed(loan, "国家知识产权局"))
        row = Registration.objects.get()
        paper = SimpleUploadedFile("通知书.pdf", b"%PDF-1.4", content_type="application/pdf")
        given = {"reference": "r", "stands_at": row.folded_to, "on": "2025-06-03", "register_no": "T2", "rights": MARK}
        answer = clerk.post(f"/pledge/registrations/{loan.pledge}/do/register/", given | {"paper": paper})
        assert answer.status_code == 302, words(answer)
        page = words(clerk.get(f"/pledge/registrations/{loan.pledge}/?lang=en"))
        assert "Some rights are not registered yet" in page
        assert Loan.objects.get().secured_on is None


def test_a_registration_that_was_withdrawn_tells_no_day(city):
    """The day on which the last right was registered goes by what holds, not by what was ever told."""
    loan = conftest.registered(conftest.agreed(), on=date(2025, 6, 2))
    (first, *_) = journal.live(JournalRow.objects.filter(deals__contains=[loan.pledge], kind=PledgeRegistered.KIND))
    wrong = Draft(fact=replace(first.fact, on=date(2025, 6, 3)), source=SAID, reference="later", supersedes=first.n)
    (entry,) = journal.append([wrong], by="t")
    row = Registration.objects.get(pledge=loan.pledge)
    assert registrations._last_registered(row) == date(2025, 6, 3)
    journal.append(
        [Draft(fact=Withdrawn(on=TODAY, why="误录"), source=SAID, reference="gone", supersedes=entry.n)], by="t"
    )
    assert registrations._last_registered(row) == date(2025, 6, 2), "the other right's day holds"
