"""A list as a city receives it, merged with what we hold: three heaps, nothing typed, nothing overwritten, nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ipops.intake.profile import shipped
from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.ledger.facts import PartyRegistered, PledgeReleased
from ipops.ledger.facts.words import PartyKind, Proof
from ipops.lines.trading.app.models import Conflict, Deal, ImportRun
from ipops.lines.trading.app.services.deals import Written, deal_attach_notice, deal_record, deal_withdraw
from ipops.lines.trading.app.services.register import Merged, register_import
from ipops.webkit import journal, refold, store
from ipops.webkit.models import Document, Right, WorkItem

from .conftest import PLACE, R1, R2, R3, TODAY, pledged, transfer_ask

pytestmark = pytest.mark.db
HEAD = ["登记号", "专利号", "转让方", "受让方", "登记日", "合同金额（元）"]
ROW = ["T1", f"ZL{R1[2:]}", "山河科技有限公司", "东湖电子有限公司", date(2024, 5, 20), 120000]


@pytest.fixture
def listed(tmp_path: Path, city: Any) -> Callable[..., Merged]:
    """Write rows as a workbook and import them."""

    def run(
        rows: Sequence[Sequence[Any]],
        *,
        kind: str = "transfer",
        head: Sequence[str] = HEAD,
        ok: bool = True,
        **more: Any,
    ):
        book = openpyxl.Workbook()
        for row in (head, *rows):
            book.active.append(list(row))
        path = tmp_path / f"{kind}.xlsx"
        book.save(path)
        args = {"by": "user:clerk", "today": TODAY, "place": PLACE, "profile": shipped()[f"cnipa-{kind}"]}
        got = register_import(path=path, kind=kind, **args | more)
        assert isinstance(got, Merged) == ok, got
        return got

    return run


def record(**more: Any):
    asked = {k: more.pop(k) for k in list(more) if k in ("on", "price", "standing", "proof")}
    return deal_record(
        written=Written(ask=transfer_ask(**asked), rights=(R1,), givers=("P:甲",), takers=("P:乙",)),
        by="user:clerk",
        today=TODAY,
        reference="form",
        place=PLACE,
        **more,
    )


def counts(m: Merged) -> tuple[int, int, int]:
    return m.both, m.only_register, m.only_us


class TestThreeHeaps:
    def test_a_listed_deal_needs_no_typing(self, listed):
        got = listed([ROW])
        assert counts(got) == (0, 1, 0)
        (row,) = Deal.objects.all()
        assert (row.stage, row.proof, row.rights, row.givers, row.takers) == (
            "recorded",
            "listed",
            [R1],
            ["P:甲"],
            ["P:乙"],
        )
        assert (row.price_fen, row.on, row.register_nos) == (12_000_000, date(2024, 5, 20), ["T1"])
        assert (row.from_place, row.to_place) == ("990101", "990102")
        assert Right.objects.get(right=R1).owners == ["P:乙"]
        entry = journal.entry(row.entries[0])
        assert Document.objects.get(sha256=entry.source.document).name == "transfer.xlsx"

    def test_a_reported_deal_counts_once_it_is_matched(self, listed):
        told = record()
        assert Deal.objects.get(deal=told.deal).stage == "reported"
        got = listed([ROW])
        assert (counts(got), got.counted, got.conflicts) == ((1, 0, 0), 1, ())
        row = Deal.objects.get(deal=told.deal)
        assert (row.stage, row.proof, row.register_nos) == ("matched", "listed", ["T1"])
        assert journal.entry(row.entries[0]).supersedes == told.entries[0].n

    def test_a_noticed_deal_counted_already_and_now_rests_on_the_list(self, listed):
        told = record(document="cd" * 32)
        got = listed([ROW])
        assert (got.both, got.counted) == (1, 0)
        assert Deal.objects.get(deal=told.deal).proof == Proof.LISTED

    def test_what_only_we_have_is_shown_within_the_days_of_the_list(self, listed):
        told = record(on=date(2024, 5, 10))
        rows = [["T2", R2, *ROW[2:4], date(2024, 5, 1), 1], ["T3", R3, *ROW[2:4], date(2024, 5, 31), 1]]
        got = listed(rows)
        assert counts(got) == (0, 2, 1)
        assert ImportRun.objects.get().only_us == [told.deal]
        assert listed(rows, covers=(date(2024, 6, 1), date(2024, 6, 2))).only_us == 0

    def test_values_that_differ_are_shown_field_by_field_and_ours_stay(self, listed):
        told = record(price=Money.yuan(90_000))
        got = listed([ROW])
        (conflict,) = got.conflicts
        assert conflict["line"] == 2
        assert [(f["field"], f["ours"], f["register"]) for f in conflict["fields"]] == [("price", "90000", "120000")]
        assert Deal.objects.get(deal=told.deal).price_fen == 9_000_000
        assert WorkItem.objects.filter(case=got.run, code__endswith=":conflicts").exists()

    def test_several_rights_of_a_cell_and_rows_of_one_number_are_one_deal(self, listed):
        listed([["T1", f"{R1}；{R2}", *ROW[2:]], ["T1", R3, *ROW[2:]]])
        (row,) = Deal.objects.all()
        assert row.rights == [R1, R2, R3]

    def test_a_further_right_of_a_held_deal_joins_it(self, listed):
        told = record()
        listed([["T1", f"{R1}、{R2}", *ROW[2:]]])
        assert Deal.objects.get(deal=told.deal).rights == [R1, R2]

    def test_what_we_withdrew_is_not_revived(self, listed):
        told = record(document="cd" * 32)
        deal_withdraw(deal=told.deal, why="误录", by="u", today=TODAY, reference="w")
        got = listed([ROW])
        assert (counts(got), got.stored) == ((1, 0, 0), 0)
        assert [f["field"] for f in got.conflicts[0]["fields"]] == ["stage"]


class TestTwice:
    def test_the_same_list_again_stores_nothing(self, listed):
        record()
        rows = [ROW, ["T2", R2, "张伟", "新来的有限公司", date(2024, 5, 21), "5万元"]]
        listed(rows)
        size = journal.size()
        got = listed(rows)
        assert (counts(got), got.stored, got.new_parties) == ((2, 0, 0), 0, ())
        assert journal.size() == size
        assert listed(rows, by="user:other").stored == 0
        assert journal.size() == size

    def test_a_row_twice_in_one_list_is_one_act_and_two_that_contradict_are_refused(self, listed):
        got = listed([ROW, ROW, [*ROW[:5], 99]])
        assert (got.only_register, got.twice) == (1, 1)
        assert [(r.at.line, r.problems[0].code) for r in got.rejected] == [(4, "listed-twice")]

    def test_a_corrected_list_stores_what_is_new(self, listed):
        listed([ROW])
        assert counts(listed([ROW, ["T2", R2, *ROW[2:]]])) == (1, 1, 0)


class TestRejects:
    def test_come_back_with_line_reason_and_repair_and_hold_up_nobody(self, listed):
        rows = [
            ["T1", "ZL201510123456.7", *ROW[2:]],
            ["T2", R2, "同名（91370100MA3C0XXX0A）", *ROW[3:]],
            ["T3", R3, *ROW[2:4], date(2030, 1, 1), 1],
            ROW,
        ]
        got = listed(rows)
        assert got.only_register == 2
        refused = got.as_json()["refused"]
        assert [r["line"] for r in refused] == [2, 4]
        assert "CN201510123456.1" in refused[0]["reason"]
        assert refused[0]["raw"]["专利号"] == "ZL201510123456.7"
        assert ImportRun.objects.get().rejected == refused

    def test_a_wrong_credit_code_rejects_its_row(self, listed):
        head = [*HEAD, "受让方统一社会信用代码"]
        got = listed([[*ROW, "91370100MA3C0XXX0A"]], head=head)
        assert [p.code for r in got.rejected for p in r.problems] == ["credit-code"]

    def test_a_kind_that_contradicts_the_number_rejects_its_row(self, listed):
        got = listed([[*ROW, "外观设计"]], head=[*HEAD, "专利类型"])
        assert [p.code for r in got.rejected for p in r.problems] == ["kind-contradicts-number"]

    def test_a_file_that_is_no_list_stores_nothing(self, listed):
        size = journal.size()
        got = listed([["a", "b"]], head=["x", "y"], ok=False)
        assert isinstance(got, Refused)
        assert got.reasons[0].code == "header-not-found"
        assert (journal.size(), ImportRun.objects.count(), Document.objects.count()) == (size, 0, 0)

    def test_a_file_cut_off_in_the_middle_stores_nothing(self, city, tmp_path):
        path = tmp_path / "cut.csv"
        good = ",".join(HEAD) + "\n" + ",".join(map(str, ROW)) + "\n"
        path.write_text(good + '"T2,' + "x" * 100, encoding="utf-8")
        size = journal.size()
        got = register_import(path=path, kind="transfer", profile=shipped()["cnipa-transfer"], by="u", today=TODAY)
        assert isinstance(got, Refused)
        assert (journal.size(), ImportRun.objects.count()) == (size, 0)


class TestLawAndReview:
    def test_a_listed_act_against_the_law_is_stored_and_flagged(self, listed, city):
        city(pledged(R1, "P:甲", "P:银行"))
        got = listed([ROW])
        assert (got.only_register, got.flagged) == (1, 1)
        assert Conflict.objects.get().conflict == "pledged"

    def test_acts_of_one_list_are_judged_in_the_order_of_their_days(self, listed):
        rows = [
            ["T2", R1, "东湖电子有限公司", "三禾材料（演示）有限公司", date(2024, 5, 30), 1],
            ["T1", R1, "山河科技有限公司", "东湖电子有限公司", date(2024, 5, 20), 1],
        ]
        got = listed(rows)
        assert got.flagged == 0
        assert Right.objects.get(right=R1).owners == ["P:丙"]
        strangers = [["T9", R2, "东湖电子有限公司", "三禾材料（演示）有限公司", date(2024, 5, 1), 1]]
        assert listed(strangers).flagged == 1

    def test_unknown_parties_and_rights_are_made_and_put_up_for_review(self, listed):
        row = ["T1", "CN201710117081.7", "北岸新材料有限公司", "李四", date(2024, 5, 20), 1]
        got = listed([row])
        assert (len(got.new_parties), got.new_rights) == (2, ("CN201710117081.7",))
        facts = {
            e.fact.kind_of_party: e.fact for e in journal.read() if isinstance(e.fact, PartyRegistered) and e.n > 10
        }
        assert facts[PartyKind.ENTERPRISE].name == "北岸新材料有限公司"
        assert facts[PartyKind.PERSON].name_sealed is not None
        assert all("李四" not in b.decode() for b in store.read_bytes())
        assert {i.code.rpartition(":")[2] for i in WorkItem.objects.filter(case=got.run)} == {"parties", "rights"}

    def test_marks_and_layouts_go_by_their_kind(self, listed):
        head = [*HEAD, "类型"]
        got = listed([["T1", "12345678", *ROW[2:], "商标"]], head=head)
        assert got.rejected == ()
        assert Deal.objects.get().rights == ["TM12345678"]


class TestOtherLists:
    def test_a_licence_list_turns_the_last_day_into_the_first_without(self, listed):
        head = [
            "备案号",
            "专利号",
            "许可方",
            "被许可方",
            "许可种类",
            "备案日",
            "合同生效日",
            "合同终止日",
            "许可地域",
            "是否无偿",
        ]
        row = ["X1", R1, *ROW[2:4], "独占许可", "2024年5月20日", "2024-05-01", "2029-04-30", "高新区（演示）", "是"]
        listed([row], kind="licence", head=head)
        deal = Deal.objects.get()
        assert (deal.act, deal.kind_of_licence, deal.until, deal.free) == (
            "licence",
            "exclusive",
            date(2029, 5, 1),
            True,
        )
        again = ["X2", R1, *ROW[2:4], "普通许可", "2024年5月21日", "2024-05-02", "2026-04-30", "", "否"]
        got = listed([row, again], kind="licence", head=head)
        assert (got.both, got.only_register, got.flagged) == (1, 1, 1)
        assert Conflict.objects.get().conflict == "exclusive-overlap"

    def test_a_pledge_list_brings_pledges_and_their_release(self, listed):
        head = ["质押登记号", "专利号", "出质人", "质权人", "登记日", "担保债权数额（万元）", "注销日"]
        row = ["Y1", f"{R1}；{R2}", "山河科技有限公司", "示范银行", "2024-03-01", 100, None]
        got = listed([row], kind="pledge", head=head)
        assert (got.only_register, got.stored) == (2, 2)
        (pledge,) = Right.objects.get(right=R1).pledges
        assert Deal.objects.get(deal=pledge).price_fen == 100_000_000
        got = listed([[*row[:6], "2024-05-01"]], kind="pledge", head=head)
        assert (got.both, got.stored) == (2, 2)
        assert Right.objects.get(right=R1).pledges == []
        assert sum(isinstance(e.fact, PledgeReleased) for e in journal.read()) == 2
        assert listed([[*row[:6], "2024-05-01"]], kind="pledge", head=head).stored == 0


def test_rows_made_anew_from_facts_are_the_rows_that_stand(listed, city):
    city(pledged(R1, "P:甲", "P:银行"))
    told = record()
    listed([ROW, ["T2", R2, *ROW[2:]]])
    deal_attach_notice(deal=told.deal, document="cd" * 32, by="u", today=TODAY, reference="n")
    fold = refold.folds()["trading.deal"]
    before = list(refold.live_rows(fold))
    refold.rebuild(["trading.deal"])
    assert list(refold.live_rows(fold)) == before
