"""Technology contracts: what an export makes of the ledger, and both readings against counting by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import ibis
import openpyxl
import pytest

from ipops.intake.profile import shipped
from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused, Unknown
from ipops.ledger.entry import Entry
from ipops.lines.trading import facts as f
from ipops.lines.trading.app.models import TechContract
from ipops.lines.trading.app.services.contracts import Imported, contract_code, contract_link, contracts_import
from ipops.lines.trading.app.services.course import Sent
from ipops.lines.trading.facts.words import ContractType
from ipops.lines.trading.indicators import TECH_CONTRACT_AMOUNT_GROWTH as MEASURE
from ipops.lines.trading.rules.contracts import regime
from ipops.measures import compute, places, tables
from ipops.measures import window as windows
from ipops.measures.params import Params
from ipops.measures.words import Contracts
from ipops.webkit import journal, refold

from .conftest import R1, TODAY

HEADS = ["认定登记编号", "合同名称", "合同类型", "卖方", "卖方区划代码", "买方", "合同成交额", "技术交易额", "登记结论", "登记日期", "变更日期", "注销日期", "涉及专利号"]  # fmt: skip


def row(number: str, kind: str = "专利权转让", whole: str = "100000", **more: Any) -> list[Any]:
    given = {
        "title": "膜技术",
        "tech": "80000",
        "decision": "准予登记",
        "on": date(2024, 3, 1),
        "amended": None,
        "cancelled": None,
        "rights": "",
        "place": "990101",
    } | more
    return [
        number, given["title"], kind, "山河科技有限公司", given["place"], "东湖电子有限公司", whole, given["tech"], given["decision"],
        given["on"], given["amended"], given["cancelled"], given["rights"],
    ]  # fmt: skip


def book(path: Path, rows: list[list[Any]]) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.append(HEADS)
    for one in rows:
        sheet.append(one)
    made.save(path)
    return path


def bring(path: Path) -> Imported:
    got = contracts_import(path=path, profile=shipped()["tech-contract"], by="user:clerk", today=TODAY)
    assert isinstance(got, Imported), got
    return got


pytestmark = pytest.mark.db


class TestAnOlderExport:
    """Lists come in any order: page and measure say the same, and what is registered leaves by a cancellation alone."""

    def test_does_not_bring_back_the_amount_of_before(self, city, tmp_path):
        bring(book(tmp_path / "1.xlsx", [row("2024-1", whole="100000")]))
        bring(book(tmp_path / "2.xlsx", [row("2024-1", whole="200000", amended=date(2024, 4, 1))]))
        bring(book(tmp_path / "3.xlsx", [row("2024-1", whole="100000", title="旧清单")]))
        assert TechContract.objects.get().whole_fen == 20_000_000
        assert measured(tmp_path / "facts").value == 20_000_000

    def test_does_not_take_a_registered_contract_off_the_register(self, city, tmp_path):
        bring(book(tmp_path / "1.xlsx", [row("2024-1"), row("2024-2")]))
        got = bring(book(tmp_path / "2.xlsx", [row("2024-1", decision="审核中"), row("2024-2", decision="不予登记")]))
        assert (got.decided, got.unchanged) == (0, 1)
        assert [(r.at.line, r.problems[0].code) for r in got.rejected] == [(3, "registered-before")]
        assert set(TechContract.objects.values_list("stage", flat=True)) == {"registered"}
        assert measured(tmp_path / "facts").columns["contracts"] == 2

    def test_leaves_cancelled_what_was_cancelled_whatever_days_the_list_names(self, city, tmp_path):
        bring(book(tmp_path / "1.xlsx", [row("2024-1", whole="100000")]))
        gone = row("2024-1", whole="200000", decision="已注销", amended=date(2024, 4, 1))  # no day of cancellation
        bring(book(tmp_path / "2.xlsx", [gone]))
        assert TechContract.objects.get().stage == "cancelled"
        assert not measured(tmp_path / "facts").value


def measured(folder: Path) -> Any:
    """The measure by type over everything in the journal."""
    from tests.measures.facts import write

    write(folder, [e.fact for e in journal.read() if e.fact.KIND in MEASURE.rows.kinds])
    held = tables.fact_tables(ibis.duckdb.connect(), folder, MEASURE.rows.kinds)
    roll = places.rollup(["990101"], ["990101"])
    [got] = compute.values(
        MEASURE, held, [windows.year(2024)], Params(contracts=Contracts.BY_TYPE), places=roll, asked=["990101"]
    )
    return got


class TestAnExport:
    def test_is_kept_and_the_same_file_twice_changes_nothing(self, city, tmp_path):
        path = book(
            tmp_path / "a.xlsx",
            [
                row("2024-1", rights=R1),
                row("2024-2", "技术服务"),
                row("2024-3", decision="不予登记"),
                row("2024-4", decision="审核中"),
            ],
        )
        got = bring(path)
        assert (got.read, got.registered, got.decided, got.rejected) == (4, 2, 2, [])
        stages = dict(TechContract.objects.values_list("number", "stage"))
        assert stages == {"2024-1": "registered", "2024-2": "registered", "2024-3": "refused", "2024-4": "submitted"}
        first = TechContract.objects.get(number="2024-1")
        assert (first.whole_fen, first.technology_fen, first.link, first.place) == (
            10_000_000,
            8_000_000,
            "linked",
            "990101",
        )
        assert first.sellers == ["P:甲"]
        size = journal.size()
        bring(path)
        assert journal.size() == size

    def test_that_comes_later_amends_and_cancels(self, city, tmp_path):
        bring(book(tmp_path / "a.xlsx", [row("1"), row("2"), row("3", decision="审核中")]))
        got = bring(
            book(
                tmp_path / "b.xlsx",
                [
                    row("1", whole="90000", tech="70000", amended=date(2024, 5, 1)),
                    row("2", decision="注销", cancelled=date(2024, 5, 2)),
                    row("3"),
                ],
            )
        )
        assert (got.amended, got.cancelled, got.registered, got.unchanged) == (1, 1, 1, 0)
        rows = {r.number: r for r in TechContract.objects.all()}
        assert (rows["1"].stage, rows["1"].whole_fen, rows["1"].amended_on) == ("amended", 9_000_000, date(2024, 5, 1))
        assert (rows["2"].stage, rows["2"].cancelled_on) == ("cancelled", date(2024, 5, 2))
        assert rows["3"].stage == "registered"
        from ipops.lines.trading.app.rows import TECH_CONTRACTS

        before = list(refold.live_rows(TECH_CONTRACTS))
        refold.rebuild([TECH_CONTRACTS.code])
        assert list(refold.live_rows(TECH_CONTRACTS)) == before

    def test_says_of_each_row_it_refuses_where_and_why(self, city, tmp_path):
        got = bring(
            book(
                tmp_path / "a.xlsx",
                [
                    row("1", whole="100", tech="200"),
                    row("2", on=date(2030, 1, 1)),
                    row("3", rights="CN201510237122.8"),
                    row("4", "不知道什么"),
                    row("5"),
                    row("5", whole="1", tech="1"),
                ],
            )
        )
        assert [(r.at.line, [p.code for p in r.problems]) for r in got.rejected][:3] == [
            (2, ["amounts-contradict"]), (3, ["in-the-future"]), (4, ["right-number"]),
        ]  # fmt: skip
        assert [r.at.line for r in got.rejected] == [2, 3, 4, 5, 7]
        assert got.registered == 1


class TestLinking:
    def sent(self, reference: str, **more: Any) -> Sent:
        return Sent(**{"by": "user:clerk", "today": TODAY, "reference": reference} | more)

    def test_takes_a_contract_off_the_queue_with_patents_or_with_a_reason(self, city, tmp_path):
        bring(book(tmp_path / "a.xlsx", [row("1"), row("2")]))
        one, two = contract_code("1"), contract_code("2")
        got = contract_link(contract=one, rights=(f"ZL{R1[2:]}",), sent=self.sent("a"))
        assert isinstance(got, Entry)
        assert isinstance(contract_link(contract=two, rights=(), sent=self.sent("b")), Refused)
        assert isinstance(contract_link(contract=two, rights=(), sent=self.sent("c", why="软件开发")), Entry)
        links = dict(TechContract.objects.values_list("number", "link"))
        assert links == {"1": "linked", "2": "none"}


BOOK = [
    # number, type, whole in fen, rights, cancelled, amended to, linked later
    ("1", "patent_transfer", 100, (R1,), False, None, None),
    ("2", "patent_licence", 200, (), False, 250, None),
    ("3", "service", 400, (), False, None, (R1,)),
    ("4", "patent_transfer", 800, (R1,), True, None, None),
    ("5", "patent_licence", 1600, (R1,), False, None, ()),
    ("6", "development", 3200, (), False, None, None),
]


def test_both_readings_are_as_counted_by_hand(tmp_path):
    """By type: 100 + 250 + 1600; linked: 100 + 400. The fourth was cancelled, of the fifth a person found no patent."""
    from tests.measures.facts import write

    facts: list[Any] = []
    for number, kind, whole, rights, cancelled, amended, linked in BOOK:
        code = contract_code(number)
        facts.append(
            f.ContractRegistered(
                on=date(2024, 3, 1), contract=code, number=number, type_of_contract=ContractType(kind),
                sellers=("P:a",), buyers=("P:b",), place="990101", whole=Money(whole), rights=rights,
            )
        )  # fmt: skip
        if amended is not None:
            facts.append(f.ContractAmended(on=date(2024, 5, 1), contract=code, whole=Money(amended)))
        if cancelled:
            facts.append(f.ContractCancelled(on=date(2025, 5, 1), contract=code))
        if linked is not None:
            facts.append(f.ContractLinked(on=date(2024, 6, 1), contract=code, rights=linked))
    con = ibis.duckdb.connect()
    write(tmp_path, facts)
    held = tables.fact_tables(con, tmp_path, MEASURE.rows.kinds)
    for reading, net, gross in ((Contracts.BY_TYPE, 1950, 2750), (Contracts.LINKED, 500, 1300)):
        [got] = compute.values(
            MEASURE, held, [windows.year(2024)], Params(contracts=reading),
            places=places.rollup(["990101"], ["990101"]), asked=["990101"],
        )  # fmt: skip
        assert (got.value, got.columns["gross"]) == (net, gross), reading


class TestTheRegistrysRules:
    def test_of_2026_leave_days_and_amounts_unknown(self):
        held = regime.in_force(date(2026, 6, 1))
        assert isinstance(held, regime.Regime)
        assert isinstance(held.working_days, Unknown)
        assert isinstance(held.asks_experts(Money.yuan(6_000_000)), Unknown)

    def test_the_draft_is_a_draft_and_asks_experts_from_five_million(self):
        draft = regime.draft()
        assert draft.is_draft
        assert draft.asks_experts(Money.yuan(5_000_000)) is True
        assert draft.asks_experts(Money.yuan("4999999.99")) is False
        assert isinstance(draft.asks_experts(None), Unknown)

    def test_before_2026_nothing_is_at_hand(self):
        assert isinstance(regime.in_force(date(2025, 1, 1)), Unknown)
