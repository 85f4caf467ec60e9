"""Recording, correcting, withdrawing, settling and checking, through the journal and back from its rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.ledger.entry import Draft
from ipops.ledger.facts import (
    CheckOpened,
    ConflictFlagged,
    OwnerMerged,
    OwnerRenamed,
    PartyRegistered,
    ProceedingsResumed,
    ProceedingsSuspended,
    RightPreserved,
    TransferRegistered,
    Withdrawn,
)
from ipops.ledger.facts.words import LicenceKind, PartyKind, Proof, RightKind
from ipops.lines.trading.app.models import CheckCase, Conflict, Deal
from ipops.lines.trading.app.services.checks import check_end, checks_refresh
from ipops.lines.trading.app.services.deals import (
    Recorded,
    Written,
    conflict_settle,
    deal_attach_notice,
    deal_correct,
    deal_record,
    deal_withdraw,
)
from ipops.lines.trading.rules.ask import Standing
from ipops.rights.collisions.reach import reach_of
from ipops.rights.identity import right_number
from ipops.webkit import journal, refold, store
from ipops.webkit.models import Party, Right, WorkItem

from .conftest import PLACE, R1, R2, R3, SAID, TODAY, filed, licence_ask, party, pledged, transfer_ask

pytestmark = pytest.mark.db
DOC = "ab" * 32


def record(
    ask=None,
    *,
    rights=(R1,),
    givers=("山河科技有限公司",),
    takers=("东湖电子有限公司",),
    reference="form-1",
    **more: Any,
):
    return deal_record(
        written=Written(ask=ask or transfer_ask(), rights=rights, givers=givers, takers=takers),
        by="user:clerk",
        today=TODAY,
        reference=reference,
        place=PLACE,
        **more,
    )


def row_of(got: Recorded) -> Deal:
    return Deal.objects.get(deal=got.deal)


class TestRecording:
    def test_stores_one_fact_per_right_and_the_row_follows(self, city):
        got = record(rights=(f"ZL{R1[2:]}", R2), document=DOC)
        assert isinstance(got, Recorded), got
        assert [e.fact.right for e in got.entries] == [R1, R2]
        row = row_of(got)
        assert (row.stage, row.proof, row.rights, row.givers, row.takers) == (
            "recorded",
            "notice",
            [R1, R2],
            ["P:甲"],
            ["P:乙"],
        )
        assert (row.from_place, row.to_place, row.price_fen) == ("990101", "990102", 12_000_000)
        assert Right.objects.get(right=R1).owners == ["P:乙"]
        assert got.entries[0].source.document == DOC

    def test_without_its_notice_is_reported_and_does_not_count(self, city):
        got = record()
        assert row_of(got).stage == "reported"
        assert not got.entries[0].fact.proof.counts

    def test_twice_under_one_reference_changes_nothing(self, city):
        once = record()
        size = journal.size()
        again = record()
        assert again.deal == once.deal
        assert journal.size() == size

    def test_of_the_same_act_under_another_reference_points_at_the_first(self, city):
        once = record()
        again = record(reference="form-2")
        assert isinstance(again, Refused)
        assert (again.reasons[0].code, once.deal in again.reasons[0].says.zh) == ("held-already", True)

    def test_an_intended_act_against_the_law_is_refused_with_its_article_and_nothing_is_stored(self, city):
        city(pledged(R1, "P:甲", "P:银行"))
        size = journal.size()
        got = record(transfer_ask(standing=Standing.INTENDED))
        assert isinstance(got, Refused)
        assert [str(r.cite) for r in got.reasons] == ["民法典(2020-05-28) 第四百四十四条"]
        assert "示范银行" in got.reasons[0].says.zh
        assert journal.size() == size

    def test_a_right_whose_proceedings_are_suspended_stays_until_they_resume(self, city):
        city(ProceedingsSuspended(on=date(2024, 1, 1), right=R1))
        got = record(transfer_ask(standing=Standing.INTENDED))
        assert isinstance(got, Refused)
        assert [r.code for r in got.reasons] == ["suspended"]
        city(ProceedingsResumed(on=date(2024, 1, 2), right=R1))
        assert isinstance(record(transfer_ask(standing=Standing.INTENDED)), Recorded)

    def test_a_court_order_entered_by_mistake_holds_nothing_once_it_is_taken_back_or_moved(self, city):
        """What supersedes it names no right, or another one."""
        for mistake, instead in (
            ("（2024）01", Withdrawn(on=TODAY, why="误录")),
            ("（2024）02", RightPreserved(on=TODAY, right=R3, order="（2024）02")),
        ):
            city(RightPreserved(on=date(2024, 1, 1), right=R1, order=mistake))
            got = record(transfer_ask(standing=Standing.INTENDED), reference=f"held-{mistake}")
            assert [r.code for r in got.reasons] == ["preserved"]
            journal.append([Draft(fact=instead, source=SAID, reference=mistake, supersedes=journal.size())], by="test")
        assert isinstance(record(transfer_ask(standing=Standing.INTENDED)), Recorded)

    def test_two_exclusive_licences_run_side_by_side_in_two_fields_of_use(self, city):
        """They collide in place, field and term together; the field was neither asked for nor stored."""

        def exclusive(field: str, reference: str, **more: Any):
            reach = reach_of("", (field,) if field else ())
            ask = licence_ask(kind_of_licence=LicenceKind.EXCLUSIVE, until=date(2030, 1, 1), reach=reach, **more)
            return record(ask, reference=reference, document=DOC)

        first = exclusive("水处理", "f1")
        assert (row_of(first).fields_of_use, first.entries[0].fact.field_of_use) == (["水处理"], ("水处理",))
        meant = {"standing": Standing.INTENDED}
        assert isinstance(exclusive("医药", "f2", **meant), Recorded)
        for field in ("水处理", "水 处理", ""):
            assert [r.code for r in exclusive(field, f"again-{field}", **meant).reasons] == ["exclusive-overlap"]

    def test_a_mark_is_not_assigned_without_the_same_one_beside_it(self, city):
        marks = ("TM90000001", "TM90000002", "TM90000003")
        for number, sign, owner in zip(marks, ("山河", "山 河", "山河"), ("P:甲", "P:甲", "P:丙"), strict=True):
            city(filed(number, owner, title=sign, kind_of_right=RightKind.TRADEMARK, classes=("9",)))
        intended = transfer_ask(standing=Standing.INTENDED)
        got = record(intended, rights=marks[:1])
        assert [r.code for r in got.reasons] == ["similar-mark-left-behind"]
        assert marks[1] in got.reasons[0].says.zh
        assert marks[2] not in got.reasons[0].says.zh
        assert isinstance(record(intended, rights=marks[:2]), Recorded)

    def test_the_same_act_on_the_register_is_stored_flagged_and_becomes_a_task(self, city):
        city(pledged(R1, "P:甲", "P:银行"))
        got = record()
        assert [f.reason.code for f in got.flags] == ["pledged"]
        (conflict,) = Conflict.objects.all()
        assert (conflict.stage, conflict.deal, conflict.clause) == (
            "open",
            got.deal,
            "民法典(2020-05-28) 第四百四十四条",
        )
        assert row_of(got).conflicts == [conflict.case]
        (task,) = WorkItem.objects.filter(case=conflict.case)
        assert (task.owner_role, task.place, task.due_on) == ("clerk", PLACE, conflict.due_on)
        assert any(isinstance(e.fact, ConflictFlagged) for e in got.entries)

    def test_an_intended_act_without_objection_is_kept_and_later_becomes_the_deal(self, city):
        meant = record(transfer_ask(standing=Standing.INTENDED, on=TODAY))
        assert row_of(meant).stage == "intended"
        done = record(transfer_ask(deal=meant.deal), reference="form-2", document=DOC)
        assert done.deal == meant.deal
        assert (row_of(done).stage, row_of(done).rights) == ("recorded", [R1])

    def test_title_is_judged_as_it_stood_on_the_day(self, city):
        """A transfer of March told in June, after the buyer's own sale of May, is the owner's of March."""
        record(transfer_ask(on=date(2024, 5, 1)), givers=("P:甲",), takers=("P:丙",), reference="later")
        got = record(transfer_ask(on=date(2024, 3, 1)), givers=("P:甲",), takers=("P:乙",), reference="earlier")
        assert got.flags == ()

    def test_wrong_numbers_and_codes_are_refused_with_the_repair(self, city):
        got = record(rights=("ZL201510123456.7",), takers=("91370100MA3C0XXX0A",))
        assert isinstance(got, Refused)
        assert [r.field for r in got.reasons] == ["rights", "takers"]
        assert "CN201510123456.1" in got.reasons[0].says.en

    def test_an_act_of_tomorrow_cannot_be_on_the_register(self, city):
        assert record(transfer_ask(on=date(2024, 6, 4))).reasons[0].code == "in-the-future"

    def test_title_follows_a_merger_and_a_change_of_name_of_the_owner(self, city):
        said = {"on": date(2024, 1, 1), "deal": "D:reg", "right": R1}
        city(
            OwnerMerged(**said, merged=("P:甲",), into=("P:丙",)),
            OwnerRenamed(**said, former=("P:丙",), renamed=("P:乙",)),
        )
        assert Right.objects.get(right=R1).owners == ["P:乙"]
        assert record(givers=("P:乙",), takers=("P:丙",)).flags == ()
        assert [
            f.reason.code for f in record(rights=(R1,), givers=("P:甲",), takers=("P:银行",), reference="f2").flags
        ] == ["not-the-owner"]


@pytest.mark.parametrize(
    ("typed", "number", "kind"),
    [
        ("zl 201510237122.7", R1, "invention"),
        ("ＴＭ１２３４５６７８", "TM12345678", "trademark"),
        ("BS.20501234.5", "BS205012345", "layout"),
        ("SR99190004", "SR99190004", "software"),
        ("US7130913", "US7130913", "invention"),
        ("10/628,795", "USA10628795", None),
    ],
)
def test_a_number_is_read_and_tells_its_kind(typed, number, kind):
    assert right_number(typed) == (number, kind)


@pytest.mark.parametrize("wrong", ["TM", "TM12x", "91370100MA3C0XXX0A", "hello", "ZL201510123456.7"])
def test_what_is_no_number_of_a_right_is_refused(wrong):
    assert right_number(wrong).code == "right-number"


class TestParties:
    def test_unknown_ones_are_made_and_wait_for_review(self, city):
        got = record(takers=("北岸新材料有限公司",))
        (code,) = got.made
        assert code.startswith("P:x-")
        assert Party.objects.get(party=code).name == "北岸新材料有限公司"
        assert WorkItem.objects.filter(code=f"trading:review:{got.deal}").exists()
        assert record(rights=(R2,), takers=("北岸新材料有限公司",), reference="f2").made == ()

    def test_brackets_of_either_width_name_one_party(self, city):
        assert row_of(record(takers=("三禾材料(演示)有限公司",))).takers == ["P:丙"]

    def test_a_natural_person_is_stored_sealed_and_never_joined_by_name(self, city):
        first = record(takers=("张伟",))
        second = record(rights=(R2,), takers=("张伟",), reference="f2")
        assert row_of(first).takers != row_of(second).takers
        facts = [
            e.fact
            for e in journal.read()
            if isinstance(e.fact, PartyRegistered) and e.fact.kind_of_party is PartyKind.PERSON
        ]
        assert [(f.name, f.name_sealed is not None) for f in facts] == [("", True), ("", True)]
        assert all("张伟" not in b.decode() for b in store.read_bytes())

    def test_of_one_name_in_two_places_must_be_told_apart(self, city):
        city(party("P:丁1", "同名有限公司", place="990101"), party("P:丁2", "同名有限公司", place="990102"))
        got = record(takers=("同名有限公司",))
        assert got.reasons[0].code == "party-ambiguous"
        assert row_of(record(transfer_ask(to_place="990102"), takers=("同名有限公司",))).takers == ["P:丁2"]

    @pytest.mark.parametrize("nobody", [" ", "\u200b", "\ufeff\u3000"])
    def test_a_name_of_blanks_is_nobody(self, city, nobody):
        assert record(takers=(nobody,)).reasons[0].code == "party-empty"

    def test_a_code_that_nobody_has_is_refused(self, city):
        assert record(takers=("P:nobody",)).reasons[0].code == "party-unknown"


class TestCorrecting:
    def test_supersedes_right_by_right_and_the_row_follows(self, city):
        once = record(rights=(R1, R2), document=DOC)
        got = deal_correct(
            deal=once.deal,
            changes={"price": Money.yuan(90_000)},
            why="合同金额录错",
            by="user:officer",
            today=TODAY,
            reference="c1",
        )
        assert [e.supersedes for e in got.entries] == [e.n for e in once.entries]
        row = row_of(once)
        assert (row.price_fen, row.stage, row.entries) == (9_000_000, "recorded", [e.n for e in got.entries])
        assert journal.entry(once.entries[0].n).fact.price == Money.yuan(120_000)

    def test_twice_changes_nothing_and_without_a_change_or_reason_is_refused(self, city):
        once = record(document=DOC)
        args = {"deal": once.deal, "by": "user:o", "today": TODAY}
        first = deal_correct(**args, changes={"free": True, "price": None}, why="无偿", reference="c1")
        again = deal_correct(**args, changes={"free": True, "price": None}, why="无偿", reference="c1")
        assert [e.n for e in again.entries] == [e.n for e in first.entries]
        assert deal_correct(**args, changes={"free": True}, why="再改", reference="c2").reasons[0].code == "no-change"
        assert deal_correct(**args, changes={"free": False}, why=" ", reference="c3").reasons[0].code == "no-why"

    def test_holds_the_corrected_act_against_the_law_again(self, city):
        once = record(licence_ask(until=date(2030, 1, 1), starts_on=date(2024, 5, 1)), document=DOC)
        assert once.flags == ()
        got = deal_correct(
            deal=once.deal,
            changes={"until": date(2036, 1, 1)},
            why="期限录错",
            by="user:o",
            today=TODAY,
            reference="c1",
        )
        assert [f.reason.code for f in got.flags] == ["outlives-the-right"]

    def test_a_notice_makes_a_reported_deal_count(self, city):
        once = record()
        got = deal_attach_notice(deal=once.deal, document=DOC, by="user:o", today=TODAY, reference="n1")
        assert got.entries[0].fact.proof is Proof.NOTICE
        assert row_of(once).stage == "recorded"

    def test_withdrawing_keeps_the_history_and_gives_the_right_back(self, city):
        once = record(document=DOC)
        got = deal_withdraw(deal=once.deal, why="重复录入", by="user:o", today=TODAY, reference="w1")
        row = row_of(once)
        assert (row.stage, row.rights, row.withdrawn) == ("withdrawn", [R1], [R1])
        assert Right.objects.get(right=R1).owners == ["P:甲"]
        assert got.entries[0].supersedes == once.entries[0].n
        again = deal_withdraw(deal=once.deal, why="再撤", by="user:o", today=TODAY, reference="w2")
        assert again.reasons[0].code == "not-from-here"

    def test_an_unknown_deal_is_refused(self, city):
        got = deal_correct(deal="D:no", changes={"free": True}, why="x", by="u", today=TODAY, reference="c")
        assert got.reasons[0].code == "deal-unknown"


class TestSettling:
    def test_a_conflict_ends_with_a_reason_and_its_task_with_it(self, city):
        city(pledged(R1, "P:甲", "P:银行"))
        deal = record()
        (conflict,) = Conflict.objects.all()
        args = {"case": conflict.case, "by": "user:o", "today": TODAY}
        assert conflict_settle(**args, event="cure", why="", reference="s0").reasons[0].code == "no-why"
        assert conflict_settle(**args, event="cure", why="质权人补签同意书", reference="s1").fact.end == "cured"
        assert row_of(deal).conflicts == []
        assert WorkItem.objects.get(case=conflict.case).done_at is not None
        assert isinstance(conflict_settle(**args, event="cure", why="x", reference="s2"), Refused)


class TestChecks:
    def test_one_hand_behind_both_sides_opens_a_check_with_an_owner_and_a_task(self, city):
        city(
            party("P:甲", "山河科技有限公司", controller="P:集团"),
            party("P:乙", "东湖电子有限公司", controller="P:集团"),
        )
        got = record(document=DOC)
        (case,) = got.checks
        check = CheckCase.objects.get(case=case)
        assert (check.signal, check.stage, check.deals, check.owner) == (
            "same_hand",
            "open",
            [got.deal],
            "checker@990101",
        )
        assert row_of(got).checks == [case]
        assert WorkItem.objects.get(case=case).owner_role == "checker"
        assert got.entries[0].fact.related is True
        size = journal.size()
        assert checks_refresh(today=TODAY) == ()
        assert journal.size() == size

    def test_a_right_that_comes_back_opens_one_over_both_deals(self, city):
        first = record(transfer_ask(on=date(2024, 1, 5)), document=DOC)
        back = record(
            transfer_ask(on=date(2024, 5, 5)), givers=("P:乙",), takers=("P:甲",), reference="back", document=DOC
        )
        check = CheckCase.objects.get(case=back.checks[0])
        assert (check.signal, set(check.deals)) == ("round_trip", {first.deal, back.deal})

    def test_ends_with_reason_and_evidence_and_is_never_deleted(self, city):
        city(party("P:甲", "山河科技有限公司", controller="P:乙"))
        got = record(document=DOC)
        args = {"case": got.checks[0], "by": "user:checker", "today": TODAY}
        assert check_end(**args, event="exclude", why="无真实交易", reference="e0").reasons[0].code == "no-evidence"
        ended = check_end(**args, event="exclude", why="无真实交易", reference="e1", document=DOC)
        assert ended.source.document == DOC
        row = row_of(got)
        assert (row.excluded, row.checks, row.stage) == (True, [], "recorded")
        assert isinstance(check_end(**args, event="clear", why="x", reference="e2"), Refused)

    def test_deals_after_an_ended_check_open_the_next(self, city):
        rights = (R1, R2, R3)
        city(party("P:甲", "山河科技有限公司"), party("P:丙", "三禾材料（演示）有限公司", controller="P:甲"))
        first = record(rights=rights[:1], takers=("P:丙",), document=DOC)
        check_end(case=first.checks[0], event="clear", why="集团内部重组", by="u", today=TODAY, reference="e1")
        second = record(rights=rights[1:2], takers=("P:丙",), reference="f2", document=DOC)
        assert second.checks != first.checks
        assert {type(e.fact) for e in journal.about(case=second.checks[0])} == {CheckOpened}


def test_rows_made_anew_from_facts_are_the_rows_that_stand(city):
    city(pledged(R1, "P:甲", "P:银行"))
    once = record(rights=(R1, R2))
    deal_attach_notice(deal=once.deal, document=DOC, by="u", today=TODAY, reference="n")
    record(licence_ask(kind_of_licence=LicenceKind.EXCLUSIVE), rights=(R3,), reference="f2")
    deal_withdraw(deal=once.deal, why="重复", by="u", today=TODAY, reference="w")
    codes = ("trading.deal", "trading.check", "trading.conflict")
    before = [list(refold.live_rows(refold.folds()[c])) for c in codes]
    refold.rebuild(codes)
    assert [list(refold.live_rows(refold.folds()[c])) for c in codes] == before
    assert before[0]


def test_facts_of_a_correction_are_not_counted_twice(city):
    once = record()
    deal_attach_notice(deal=once.deal, document=DOC, by="u", today=TODAY, reference="n")
    from ipops.ledger.fold import live

    assert [e.fact.proof for e in live(journal.read()) if isinstance(e.fact, TransferRegistered)] == [Proof.NOTICE]
