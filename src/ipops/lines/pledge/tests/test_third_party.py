"""An association, a shareholder or an affiliate pledges its right for another's loan: debtor and pledgor told apart to the end."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from ipops.finance.security.round_trips import Registration as Seen
from ipops.ledger.entry import Draft
from ipops.ledger.facts import PartyRegistered, PledgeRegistered, RightFiled, RightGranted
from ipops.ledger.facts.words import PartyKind, RightKind
from ipops.lines.pledge.app import selectors, services
from ipops.lines.pledge.app.models import Application, Loan, Registration
from ipops.lines.pledge.facts.words import FixedBy, Paper, Security
from ipops.lines.pledge.rules import assessing, fixing
from ipops.lines.pledge.rules.clocks import clocks
from ipops.lines.pledge.rules.signals import signs
from ipops.webkit import journal

from . import conftest
from .conftest import (
    BANK,
    CLEAR,
    DOC,
    FIRM,
    OTHER,
    PATENT,
    SAID,
    TODAY,
    asked,
    by,
    codes,
    drawn,
    registered,
    stored,
    token,
    words,
    written,
    yuan,
)
from .test_rules import loss, times

pytestmark = pytest.mark.db
INDICATION = "GI0001234"
BASIS = "已注册为集体商标，注册人即出质人；市局书面意见"
ASSOCIATION = written(OTHER, PartyKind.OTHER, "山河茶业协会")
GUARANTOR = (written(conftest.PARK, PartyKind.GUARANTOR, "示范担保"), Security.JOINT)


@pytest.fixture
def association(city, monkeypatch):
    """A tea association with its seat in another district, that registered the indication its members use."""
    facts = [
        PartyRegistered(on=date(2015, 1, 5), party=f"P:{OTHER}", kind_of_party=PartyKind.OTHER, name="山河茶业协会", code=OTHER, place="990102"),
        RightFiled(on=date(2020, 5, 12), right=INDICATION, kind_of_right=RightKind.GI, title="山河茶", office="CN", owners=(f"P:{OTHER}",), place="990102", classes=()),
        RightGranted(on=date(2021, 3, 2), right=INDICATION, expires_on=date(2031, 3, 2)),
    ]  # fmt: skip
    journal.append([Draft(fact=f, source=SAID, reference=f"a{i}") for i, f in enumerate(facts)], by="t")
    monkeypatch.setattr(conftest, "CLEAR", replace(CLEAR, basis=BASIS))


def looked(application):
    stored(services.finance_screen(application=application, meets=True, why="", by=by(f"s{application}")))
    return services.title_look(application=application, answers=replace(CLEAR, basis=BASIS), by=by(f"l{application}"))


def lent(monkeypatch, **more):
    """Up to the contract, which the association signed."""
    made = services.pledge_agree
    monkeypatch.setattr(services, "pledge_agree", lambda **kw: made(**{"pledgor_signed": True} | kw))
    return conftest.agreed(rights=(INDICATION,), pledgor=ASSOCIATION, **more)


class TestWhoPledges:
    def test_an_association_pledges_its_indication_for_a_user(self, association, monkeypatch):
        loan = lent(monkeypatch)
        row = Registration.objects.get(pledge=loan.pledge)
        assert (loan.firm, loan.pledgor, loan.giver) == (f"P:{FIRM}", f"P:{OTHER}", f"P:{OTHER}")
        assert (row.firm, row.place, row.debtor, row.debtor_place) == (f"P:{OTHER}", "990102", f"P:{FIRM}", "990101")
        stored(
            services.pledge_file(
                pledge=loan.pledge, channel=conftest.Channel.WINDOW, answers=replace(CLEAR, basis=BASIS),
                on=date(2025, 6, 2), office="国家知识产权局", by=by("file"),
            )
        )  # fmt: skip
        stored(
            services.pledge_register(
                pledge=loan.pledge, on=TODAY, register_no="G1", cap=yuan(1_000_000), by=by("reg", document=DOC)
            )
        )
        (told,) = [e.fact for e in journal.about(deal=loan.pledge) if isinstance(e.fact, PledgeRegistered)]
        assert (told.pledgors, told.place) == ((f"P:{OTHER}",), "990102")
        loan.refresh_from_db()
        stored(drawn(loan))

    def test_the_users_own_pledge_of_it_is_refused(self, association):
        row = asked(rights=(INDICATION,))
        looked(row)
        assert Application.objects.get().objections

    def test_a_patent_of_neither_is_refused(self, association):
        """The patent is the firm's: named as the pledge of the association it is no more good than a stranger's."""
        row = asked(rights=(PATENT,), pledgor=ASSOCIATION)
        looked(row)
        got = Application.objects.get()
        assert (got.stage, got.objections) == ("refused", ["owner", "co-owners"])

    def test_the_firm_named_as_its_own_pledgor_is_no_third_party(self, city):
        asked(pledgor=written(FIRM))
        assert Application.objects.get().pledgor == ""

    def test_one_that_is_new_needs_a_division_and_the_bank_cannot_pledge(self, city):
        def refused(**more):
            with pytest.raises(AssertionError) as e:
                asked(**more)
            return str(e.value)

        assert "出质人所在区划" in refused(pledgor=replace(ASSOCIATION, place=""))
        assert "不能又是出质人" in refused(pledgor=written(BANK, PartyKind.BANK))

    def test_the_contract_is_signed_by_the_pledgor(self, association, monkeypatch):
        monkeypatch.setattr(conftest, "stored", lambda got: got)
        given = []
        made = services.pledge_agree
        monkeypatch.setattr(services, "pledge_agree", lambda **kw: given.append(made(**kw)))
        with pytest.raises(Loan.DoesNotExist):
            conftest.agreed(rights=(INDICATION,), pledgor=ASSOCIATION)
        assert codes(given[0]) == ["pledgor-unsigned"]
        assert str(given[0].reasons[0].cite).endswith("第四百二十七条")


class TestArticle392:
    def test_the_debtors_own_pledge_comes_first(self):
        (first, *_) = [c for c in clocks(times(guarantor=True)) if c.on is None]
        assert (first.code, first.cite.quote[:8]) == ("own-pledge", "债务人自己提供物")

    def test_with_a_third_partys_the_creditor_chooses(self):
        (first, *_) = [c for c in clocks(times(guarantor=True, third_party=True)) if c.on is None]
        assert (first.code, first.cite.quote[:8]) == ("third-party-pledge", "第三人提供物的担")
        called = clocks(times(guarantor=True, third_party=True, called_on=TODAY))
        assert [c.done for c in called if c.code == "third-party-pledge"] == [True], "one of the two is enough"

    def test_papers_of_enforcement_are_asked_for_with_the_debtors_own_alone(self):
        assert Paper.ENFORCED in assessing.missing((), guaranteed=True)
        lacking = assessing.missing((), guaranteed=True, third_party=True)
        assert Paper.ENFORCED not in lacking
        assert Paper.CALLED in lacking

    def test_the_order_of_the_loss_tells_them_apart(self):
        own, others = (assessing._pledged(loss(third_party=x), enforced=False) for x in (False, True))
        assert (own.who.zh, own.either) == ("债务人自己的质物", False)
        assert (others.who.zh, others.either) == ("第三人提供的质物", True)


def seen(**more):
    given = {"id": "1", "lender": "B", "borrower": "F", "rights": frozenset("R"), "registered_on": TODAY}
    return Seen(**given | more)


class TestSigns:
    def test_a_pledgor_related_to_the_bank_is_one(self):
        (found,) = signs([seen(pledgor="A")], [("A", "B")])
        assert "出质人" in found.says.zh
        (found,) = signs([seen(pledgor="A")], [("F", "B")])
        assert "债务人" in found.says.zh
        assert not signs([seen(pledgor="A")], [("A", "F")]), "a shareholder pledges for its firm: that is ordinary"

    def test_registering_again_for_another_debtor_is_one(self):
        first = seen(pledgor="A", cancelled_on=TODAY)
        (found,) = signs([first, seen(id="2", borrower="G", pledgor="A")])
        assert found.pledges == ("1", "2")

    def test_clause_and_sentence_stand_in_columns_of_their_own(self):
        from ipops.lines.pledge.app.views.signing import SIGNS

        (found,) = signs([seen(pledgor="A")], [("A", "B")])
        told = {c.key: c.value((found, "", "")) for c in SIGNS.columns if c.key in ("says", "cite")}
        assert told == {"says": found.says, "cite": found.cite}


class TestShown:
    def test_pages_interface_and_table_name_both(self, association, monkeypatch, enter):
        loan = lent(monkeypatch, security=GUARANTOR)
        clerk, bank = enter("clerk"), enter("bank")
        for at in (f"applications/{loan.application}", f"registrations/{loan.pledge}"):
            for lang, said in (("zh", ("债务人", "出质人")), ("en", ("Debtor", "Pledgor"))):
                page = words(clerk.get(f"/pledge/{at}/?lang={lang}"))
                assert all(w in page for w in (*said, "山河科技", "山河茶业协会")), (at, lang)
        page = words(bank.get(f"/pledge/loans/{loan.loan}/?lang=zh"))
        assert "山河科技" in page
        assert "第三人，为债务人出质" in page
        got = bank.get(f"/api/v1/pledge/loans/{loan.loan}", **token("bank")).json()
        assert (got["firm"], got["pledgor"]) == (f"P:{FIRM}", f"P:{OTHER}")
        Loan.objects.filter(loan=loan.loan).update(drawn_on=TODAY)
        answer = bank.get(f"/pledge/months/P:{BANK}/2025-06.csv?lang=zh")
        head, row, *_ = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
        told = dict(zip(head, row, strict=True))
        assert (told["借款人"], told["出质人"]) == ("山河科技", "山河茶业协会")

    def test_the_browser_takes_a_pledgor_and_works_without_one(self, association, enter):
        from django.core.files.uploadedfile import SimpleUploadedFile

        clerk = enter("clerk")
        given = {
            "firm": FIRM, "authorised_on": "2025-05-30", "rights": INDICATION, "amount": "100", "ip_part": "100", "term_months": "12",
        }  # fmt: skip
        for n, more in enumerate(({}, {"pledgor": OTHER})):
            paper = SimpleUploadedFile(f"授权书{n}.pdf", b"%PDF-1.4", content_type="application/pdf")
            answer = clerk.post("/pledge/ask/", given | more | {"reference": f"r{n}", "paper": paper})
            assert answer.status_code == 302, words(answer)
        assert {a.pledgor for a in Application.objects.all()} == {"", f"P:{OTHER}"}

    def test_a_fixing_that_the_pledgor_asked_for_names_the_pledgor(self, city):
        loan = registered(conftest.agreed(maximum=True))
        Loan.objects.filter(loan=loan.loan).update(pledgor=f"P:{OTHER}", secured_on=date(2020, 1, 1))
        asked_ = fixing.Asked(ground=FixedBy.REQUEST, on=TODAY, asked_by="pledgor")
        stored(services.loan_fix(loan=loan.loan, asked=asked_, interest=yuan(0), others=yuan(0), by=by("fix")))
        (told,) = [e.fact for e in journal.about(case=loan.loan) if e.fact.KIND == "loan_fixed"]
        assert told.asked_by == f"P:{OTHER}"

    def test_the_loss_knows_who_pledged(self, association, monkeypatch):
        loan = lent(monkeypatch)
        assert selectors.loss_of(loan).third_party
        assert selectors.times(loan).third_party
