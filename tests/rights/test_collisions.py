"""The law of collisions: what is held against an act, with its clause, and what an act brings with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.citation import Citation
from ipops.ledger import facts as f
from ipops.ledger.facts.words import LicenceKind, Proof, RightKind
from ipops.policy.laws import check_citation, versions_of
from ipops.rights.collisions import clauses
from ipops.rights.collisions.duties import duties
from ipops.rights.collisions.known import right_seen
from ipops.rights.collisions.marks import left_behind, similar_marks_objection
from ipops.rights.collisions.objections import objections
from ipops.rights.collisions.open_licence import Offer, bars
from ipops.rights.collisions.reach import reach_of
from ipops.rights.collisions.seen import Act, Intended, LicenceSeen, MarkSeen, PledgeSeen, Reach, RightSeen, Seen
from ipops.rights.register.fold import fold
from ipops.rights.register.standing import Standing

ON = date(2026, 6, 1)
RIGHT = RightSeen(
    number="R", kind=RightKind.INVENTION, owners=("A",), granted_on=date(2020, 1, 1), expires_on=date(2038, 3, 15)
)
PLEDGE = (PledgeSeen(pledge="PL", pledgees=("BANK",), on=date(2025, 1, 1)),)
NOBODY = Seen(rights={})


def act(what: Act, **told: Any) -> Intended:
    base: dict[str, Any] = {"act": what, "givers": ("A",), "takers": ("B",), "on": ON, "deal": "D"}
    if what is Act.LICENCE:
        base["kind_of_licence"] = LicenceKind.ORDINARY
    return Intended(**{**base, **told})


def codes(intent: Intended, right: RightSeen) -> list[str]:
    return [r.code for r in objections(intent, right, NOBODY)]


def licence(kind: LicenceKind, reach: Reach = Reach(), until: date | None = None) -> LicenceSeen:  # noqa: B008
    return LicenceSeen(deal="L", kind=kind, reach=reach, starts_on=date(2025, 1, 1), until=until, licensees=("C",))


class TestAPledgedRight:
    PLEDGED = replace(RIGHT, pledges=PLEDGE)

    @pytest.mark.parametrize("what", [Act.TRANSFER, Act.LICENCE])
    def test_is_neither_transferred_nor_licensed_without_consent(self, what):
        assert codes(act(what), self.PLEDGED) == ["pledged"]
        assert codes(act(what, pledgees_agree=True), self.PLEDGED) == []

    def test_with_consent_its_price_settles_the_debt(self):
        """民法典 第四百四十四条."""
        (duty,) = duties(act(Act.TRANSFER, pledgees_agree=True), self.PLEDGED, NOBODY)
        assert duty.code == "proceeds-to-the-pledgee"
        assert duty.cite == clauses.PROCEEDS
        assert list(duties(act(Act.TRANSFER), RIGHT, NOBODY)) == []


class TestCoOwners:
    TWO = replace(RIGHT, owners=("A", "Z"))

    def test_may_each_grant_an_ordinary_licence_and_share_the_royalty(self):
        """专利法 第十四条."""
        assert codes(act(Act.LICENCE), self.TWO) == []
        assert [d.code for d in duties(act(Act.LICENCE), self.TWO, NOBODY)] == ["royalty-is-shared"]

    @pytest.mark.parametrize(
        "intent",
        [act(Act.TRANSFER), act(Act.PLEDGE), act(Act.LICENCE, kind_of_licence=LicenceKind.EXCLUSIVE)],
        ids=["transfer", "pledge", "exclusive"],
    )
    def test_must_all_agree_to_anything_else(self, intent):
        assert codes(intent, self.TWO) == ["co-owner-consent"]
        assert codes(replace(intent, co_owners_agree=True), self.TWO) == []

    def test_of_a_work_act_by_agreement(self):
        work = replace(self.TWO, kind=RightKind.COPYRIGHT)
        (reason,) = objections(act(Act.LICENCE), work, NOBODY)
        assert reason.cite == clauses.CO_AUTHORS


class TestExclusiveLicences:
    def test_do_not_overlap_in_place_and_time(self):
        taken = replace(RIGHT, licences=(licence(LicenceKind.EXCLUSIVE, until=date(2027, 1, 1)),))
        assert codes(act(Act.LICENCE), taken) == ["exclusive-overlap"]
        assert codes(act(Act.LICENCE, starts_on=date(2027, 1, 1)), taken) == []

    def test_may_stand_side_by_side_in_different_fields(self):
        medicine, paint = Reach(fields=frozenset({"医药"})), Reach(fields=frozenset({"涂料"}))
        taken = replace(RIGHT, licences=(licence(LicenceKind.EXCLUSIVE, medicine),))
        assert codes(act(Act.LICENCE, kind_of_licence=LicenceKind.EXCLUSIVE, reach=paint), taken) == []
        assert codes(act(Act.LICENCE, kind_of_licence=LicenceKind.EXCLUSIVE, reach=medicine), taken) == [
            "exclusive-overlap"
        ]
        assert codes(act(Act.LICENCE), taken) == ["exclusive-overlap"], "no field named is every field"

    def test_may_not_outlive_the_right(self):
        assert codes(act(Act.LICENCE, until=date(2038, 3, 16)), RIGHT) == ["outlives-the-right"]
        assert codes(act(Act.LICENCE, until=date(2038, 3, 15)), RIGHT) == []


class TestSeizedRights:
    @pytest.mark.parametrize("what", list(Act))
    def test_stay(self, what):
        seized = replace(RIGHT, preserved_by=("（2026）1",))
        assert codes(act(what), seized) == ["preserved"]

    def test_of_a_mark_rest_on_the_court_s_own_rule(self):
        mark = replace(RIGHT, kind=RightKind.TRADEMARK, preserved_by=("（2026）1",))
        (reason,) = objections(act(Act.TRANSFER), mark, NOBODY)
        assert reason.cite == clauses.PRESERVED_MARK

    def test_a_suspended_right_is_neither_transferred_nor_pledged(self):
        held = replace(RIGHT, suspended=True)
        assert codes(act(Act.TRANSFER), held) == ["suspended"]
        assert codes(act(Act.PLEDGE), held) == ["suspended"]
        assert codes(act(Act.LICENCE), held) == []


class TestSimilarMarks:
    MARKS = (
        MarkSeen(number="TM1", sign="山河", classes=frozenset({"9"}), owners=frozenset({"A"})),
        MarkSeen(number="TM2", sign="山 河", classes=frozenset({"9", "35"}), owners=frozenset({"A"})),
        MarkSeen(number="TM3", sign="山河", classes=frozenset({"35"}), owners=frozenset({"A"})),
        MarkSeen(number="TM4", sign="山河", classes=frozenset({"9"}), owners=frozenset({"B"})),
        MarkSeen(number="TM5", sign="云海", classes=frozenset({"9"}), owners=frozenset({"A"})),
    )

    def test_move_together_with_what_they_bring_along(self):
        assert [m.number for m in left_behind(["TM1"], self.MARKS)] == ["TM2", "TM3"]

    def test_of_another_owner_or_another_sign_stay(self):
        assert left_behind(["TM5"], self.MARKS) == ()
        assert left_behind(["TM4"], self.MARKS) == ()

    def test_judged_similar_by_a_person_move_too(self):
        assert [m.number for m in left_behind(["TM5"], self.MARKS, [frozenset({"TM5", "TM3"})])] == [
            "TM1",
            "TM2",
            "TM3",
        ]

    def test_the_objection_names_every_one_and_the_article(self):
        reason = similar_marks_objection(["TM1"], self.MARKS)
        assert reason is not None
        assert "TM2" in reason.says.zh
        assert "TM3" in reason.says.en
        assert reason.cite == clauses.SIMILAR_MARKS
        assert similar_marks_objection(["TM1", "TM2", "TM3"], self.MARKS) is None

    @given(moved=st.sets(st.sampled_from(["TM1", "TM2", "TM3", "TM4", "TM5"]), min_size=1))
    def test_nothing_is_left_once_all_of_them_move(self, moved):
        left = {m.number for m in left_behind(moved, self.MARKS)}
        assert left_behind(moved | left, self.MARKS) == ()


class TestAnOpenLicence:
    OFFER = Offer(on=ON, annuity_unpaid=False)

    def test_has_five_bars_and_two_needs(self):
        bad = replace(
            RIGHT,
            kind=RightKind.UTILITY_MODEL,
            granted_on=None,
            pledges=PLEDGE,
            suspended=True,
            licences=(licence(LicenceKind.SOLE),),
        )
        got = [r.code for r in bars(Offer(on=ON, annuity_unpaid=True), bad)]
        assert got == [
            "not-granted",
            "licensed-to-one",
            "suspended",
            "annuity-unpaid",
            "pledged",
            "no-evaluation-report",
        ]

    def test_is_open_to_a_quiet_patent(self):
        assert list(bars(self.OFFER, RIGHT)) == []
        assert [r.code for r in bars(self.OFFER, replace(RIGHT, kind=RightKind.TRADEMARK))] == ["not-a-patent"]


@pytest.mark.shared
@pytest.mark.parametrize("cite", clauses.ALL, ids=str)
def test_every_quote_stands_in_the_article_it_names(cite: Citation, shared: Any) -> None:
    assert versions_of(cite.document), "the law is held, so the quote is really checked"
    assert cite.quote
    assert check_citation(cite) is None


class TestASeenRight:
    """The rules look at what the register's fold gives."""

    NO = "CN201819900001.7"

    def standing(self, *more: Any) -> Standing:
        return fold(
            self.NO,
            [
                f.RightFiled(on=date(2018, 3, 15), right=self.NO, kind_of_right=RightKind.INVENTION, title="物", owners=("A",), place=""),
                f.RightGranted(on=date(2020, 5, 10), right=self.NO, expires_on=date(2038, 3, 15)),
                *more,
            ],
        )  # fmt: skip

    def test_carries_what_lies_on_it_that_day_and_not_the_act_itself(self):
        pledge = f.PledgeRegistered(on=date(2025, 1, 1), pledge="PL", right=self.NO, kind_of_right=RightKind.INVENTION, pledgors=("A",), pledgees=("BANK",), place="", proof=Proof.LISTED)  # fmt: skip
        held = self.standing(pledge, f.ProceedingsSuspended(on=date(2026, 1, 1), right=self.NO, until=date(2027, 1, 1)))
        assert codes(act(Act.TRANSFER), right_seen(held, ON)) == ["pledged", "suspended"]
        assert codes(act(Act.TRANSFER), right_seen(held, date(2024, 1, 1))) == []
        assert right_seen(held, ON, deal="PL").pledges == ()

    def test_keeps_exclusive_licences_apart_by_field(self):
        one = f.LicenceRecorded(on=date(2025, 1, 1), deal="L", right=self.NO, kind_of_right=RightKind.INVENTION, kind_of_licence=LicenceKind.EXCLUSIVE, licensors=("A",), licensees=("C",), from_place="", to_place="", proof=Proof.LISTED, field_of_use=("医药",))  # fmt: skip
        seen = right_seen(self.standing(one), ON)
        alone = act(Act.LICENCE, kind_of_licence=LicenceKind.EXCLUSIVE, reach=reach_of("全国", ("涂 料",)))
        assert codes(alone, seen) == []
        assert codes(replace(alone, reach=reach_of("", ("医药",))), seen) == ["exclusive-overlap"]
