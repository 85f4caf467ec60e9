"""Codes inside facts are told in words: a person who reads a case should not need the program's dictionary."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from ipops.kernel.money import Money
from ipops.kernel.text import Text
from ipops.ledger.entry import Entry
from ipops.lines.programme.facts import MoneyPosted, ProgrammeStep
from ipops.webkit.pages import names, shown, slices
from tests.web.conftest import signed_in_as

DAY = date(2024, 3, 1)


def said(fact: Any) -> str:
    return names.told(SimpleNamespace(fact=fact), {})  # type: ignore[arg-type]


def test_a_step_is_told_by_its_lifecycle() -> None:
    told = said(ProgrammeStep(on=DAY, case="pay:1", cycle="programme.order", event="approve", place="990100"))
    assert "programme.order" not in told
    assert "支付申请" in told
    assert "approve" not in told


def test_an_account_is_told_by_whose_money_it_is_and_a_year_has_no_comma() -> None:
    given: dict[str, Any] = {"fund": "fund:990100:2023", "place": "990100", "budget_year": 2023, "says": "支付"}
    fact = MoneyPosted(
        on=DAY, accounts=("acc:990100:2023:central_first:grant:paid",), amounts=(Money.yuan(1),), **given
    )
    told = said(fact)
    assert "acc:" not in told
    assert "已支付" in told
    assert "2,023" not in told


def test_who_bears_a_share_is_told_by_the_scheme() -> None:
    from ipops.lines.pledge.facts import ClaimChecked

    fact = ClaimChecked(
        on=DAY,
        claim="C:1",
        place="990100",
        scheme="demo-sharing",
        version="1",
        verdict="computed",
        parties=("fund", "bank"),
        sums=(Money(1), Money(2)),
        records=("firm.is_sme=是 # 主体登记",),
        given=("loan.first=no # 另有说明",),
    )
    told = said(fact)
    assert "风险补偿资金" in told
    assert "firm.is_sme" not in told
    assert "：是（主体登记）" in told
    assert "loan.first" not in told
    assert "：否（另有说明）" in told
    assert "已算出" in told
    assert not re.search(r"\b(fund|bank|computed|demo-sharing)\b", told)


def test_a_conflict_is_told_by_its_kind_and_whose_task_it_is() -> None:
    from ipops.ledger.facts import ConflictFlagged

    told = said(ConflictFlagged(on=DAY, case="K:1", deal="D:1", right="CN201510237122.7", conflict="pledged", clause="第四百四十四条", owner="checker@990100"))  # fmt: skip
    assert "出质后未经质权人同意" in told
    assert "核查人" in told
    assert "pledged" not in told


def test_the_trace_of_a_scheme_is_told_in_words() -> None:
    from ipops.webkit.pages import traced

    parties = {"fund": Text("风险补偿资金", "fund of the city")}
    said_in = {
        "true": "是", "no": "否", "?": "未知", "warned": "预警", "10 workday": "10个工作日", "329/3488": "约9.43%",
        "2026-04-14": "2026年4月14日", "fund ¥1.00; bank ¥2.00": "风险补偿资金 ¥1.00; bank ¥2.00", "¥850,000.00": "¥850,000.00",
    }  # fmt: skip
    assert {given: traced.value(given, parties).zh for given in said_in} == said_in
    assert [t.zh for t in traced.inputs({"measure": "1/4", "n": "3 month"}, parties)] == [
        "现在：约25.00%",
        "期限：3个月",
    ]
    assert traced.value("fund ¥1.00", parties).en == "fund of the city ¥1.00"


@pytest.mark.parametrize(
    ("source", "shown_in"),
    [("shared/data/laws", False), ("https://flk.npc.gov.cn/", True), ("001_2b409592b9ecd278.txt", False)],
)
def test_where_a_clause_was_read_is_told_unless_it_is_a_folder_of_ours(source: str, shown_in: bool) -> None:
    from django.template.loader import render_to_string

    from ipops.kernel.citation import Citation, Grade
    from ipops.webkit.templatetags import ipops

    of = Citation(document="民法典", clause="第一条", quote="为了保护", grade=Grade.A, source=source)
    page = render_to_string("webkit/parts/citation.html", ipops.citation(of))
    assert "为了保护" in page
    assert (source in page) == shown_in


@pytest.mark.django_db
@pytest.mark.parametrize(("label", "says"), [("user:nobody", "nobody"), ("bench", "bench"), ("import:x", "导入：x")])
def test_who_brought_an_entry_is_told_without_the_journal_s_mark(label: str, says: str) -> None:
    got = names.hand(label)
    assert (got.zh if isinstance(got, Text) else got) == says


@pytest.mark.parametrize("nothing", ["—", "-", Text("—", "—")])
def test_nothing_is_said_in_words_and_never_by_a_dash(nothing: Any) -> None:
    assert shown.shown(nothing) == '<span class="none">无</span>'


@pytest.mark.db
def test_money_closed_stands_one_row_a_year(city: list[Entry]) -> None:
    """To settle ties by the key would undo what such a list groups by."""
    from tests.web.programme import found_programme

    found_programme()
    page = signed_in_as("clerk").get("/trading/closed/").text
    assert page.count('data-label="年度"') == len({2023, 2024, 2025, 2026})
    assert "2,024" not in page


@pytest.mark.db
def test_a_query_of_values_alone_is_left_as_it_is(db: None) -> None:
    from ipops.lines.trading.app.models import Deal

    rows = Deal.objects.order_by().annotate(x=slices_one()).values("x")
    assert slices.settled(rows) is rows


def slices_one() -> Any:
    from django.db.models import Value

    return Value(1)


class TestWhoBroughtAnEntry:
    """A reader is told a person and an office, not an account."""

    @pytest.mark.django_db
    def test_is_called_by_name_and_office(self, db: None) -> None:
        from ipops.webkit.models import Membership, Office, User

        lin = User.objects.create(username="lin", name_zh="林某", name_en="Lin")
        assert names.hand("user:lin") == Text("林某", "Lin")
        office = Office.objects.create(
            code="o1", name_zh="某市知识产权局", name_en="IP office", place="990100", level="city"
        )
        Membership.objects.create(user=lin, office=office, role="clerk", granted_by="t")
        assert names.hand("user:lin") == Text("林某 · 某市知识产权局", "Lin · IP office")
        assert names.hand("user:lin@demo") == names.hand("user:lin")
        lin.name_zh = "林一"
        lin.save()
        assert names.hand("user:lin") == Text("林一 · 某市知识产权局", "Lin · IP office")

    @pytest.mark.django_db
    def test_whom_nobody_here_knows_keeps_the_account(self, db: None) -> None:
        assert names.hand("user:stranger") == "stranger"
        assert names.hand("import:register@demo") == Text(
            "导入：登记簿清单（演示）", "import: lists of the register (demo)"
        )

    @pytest.mark.django_db
    def test_is_read_once_for_all_labels(self, db: None, django_assert_num_queries: Any) -> None:
        from ipops.webkit import people

        people.forget()
        with django_assert_num_queries(1):
            for label in ("user:a", "user:b", "user:c@demo", "import:d"):
                names.hand(label)


def test_a_number_of_a_case_is_drawn_as_such() -> None:
    assert shown.shown("L:960dd4b6cdaa021c") == "<code>L:960dd4b6cdaa021c</code>"
    assert shown.shown("示范银行") == "示范银行"
    assert shown.shown("注: 无") == "注: 无"
