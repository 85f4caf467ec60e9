"""From product to subrogation through the journal, and back from its rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from ipops.kernel.money import Money
from ipops.ledger.canonical import fact_as_plain
from ipops.lines.insurance.app import selectors
from ipops.lines.insurance.app.models import Claim, Policy, Product
from ipops.lines.insurance.app.services import claims, lists, policies
from ipops.lines.insurance.app.services.common import Sender, append
from ipops.lines.insurance.facts import Class, Ending, LossPapersComplete
from ipops.webkit import journal, refold
from ipops.webkit.places import Places

from .conftest import (
    FIRM,
    INSURER,
    OTHER,
    RIGHT,
    TODAY,
    agreed,
    assessed,
    by,
    claimed,
    codes,
    complete,
    firm,
    listed,
    paid,
    quoted,
    written,
)

pytestmark = pytest.mark.db


def standing(**more):
    policy = quoted(listed(), **more)
    assert isinstance(policy, str), policy
    assert written(policy) is None
    return policy


def test_a_firm_that_is_no_insurer_has_no_products(city):
    """Any member of a body could list a product in its own name, quote under it and write itself a policy."""
    quoted(listed())
    got = policies.product_list(
        insurer=firm(), title="产品", klass=Class.LIABILITY, terms_no="", says="", by=by("product-of-a-firm")
    )
    assert codes(got) == ["not-an-insurer"]
    assert Product.objects.count() == 1


def test_a_loss_from_asking_to_subrogation(city):
    policy = standing()
    claim = claimed(policy)
    assert claims.loss_ask(claim=claim, what="权属证明", by=by("ask")) is None
    assert complete(claim) is None
    assert claims.loss_advance(claim=claim, amount=Money.yuan(100_000), voucher="预-1", by=by("adv")) is None
    got = assessed(claim)
    assert got.owed == Money.yuan(300_000), "600,000 of 1,000,000: six tenths of the loss"
    assert agreed(claim, got.owed) is None
    assert paid(claim) is None
    row = Claim.objects.get()
    assert (row.stage, row.paid_fen, row.uncovered_fen) == ("paid", 20_000_000, 20_000_000), "less the advance"
    assert claims.loss_subrogate(claim=claim, against="某侵权人", by=by("sub")) is None
    assert codes(claims.loss_recover(claim=claim, amount=Money.yuan(300_001), by=by("r0"))) == ["above-what-was-paid"]
    assert claims.loss_recover(claim=claim, amount=Money.yuan(120_000), by=by("r1")) is None
    assert claims.loss_close(claim=claim, why="", by=by("close")) is None
    assert Claim.objects.get().stage == "closed"


def test_sending_twice_changes_nothing(city):
    for _ in range(2):
        policy = standing()
        claim = claimed(policy)
        assert complete(claim) is None
        assessed(claim)
        assert agreed(claim, Money.yuan(300_000)) is None
        assert paid(claim) is None
    assert journal.size() == 10, "insurer, product, firm, quote, policy, claim, complete, assessed, agreed, paid"


def test_facts_told_before_they_named_the_insurer_fold_as_they_did(city):
    policy = standing()
    claim = claimed(policy)
    told = {"claim": claim, "insured": f"P:{FIRM}", "place": "990101"}
    old = LossPapersComplete(on=date(2025, 8, 4), is_complex=True, **told)
    assert "insurer" not in fact_as_plain(old), "what is empty is not written: its bytes are those it had"
    append(by("old"), old)
    row = Claim.objects.get()
    assert (row.stage, row.insurer) == ("complete", f"P:{INSURER}")


def test_the_agreed_value_outweighs_the_one_at_the_event(city):
    claim = claimed(standing())
    complete(claim)
    assert assessed(claim, value=Money.yuan(600_000)).owed == Money.yuan(300_000)


def test_an_advance_is_never_above_what_is_owed(city):
    claim = claimed(standing())
    complete(claim)
    over = claims.loss_advance(claim=claim, amount=Money.yuan(600_001), voucher="v", by=by("a"))
    assert codes(over) == ["more-than-owed"]
    assessed(claim)
    over = claims.loss_advance(claim=claim, amount=Money.yuan(300_001), voucher="v", by=by("b"))
    assert codes(over) == ["more-than-owed"]


def test_a_refusal_keeps_its_reason_and_its_day(city):
    claim = claimed(standing())
    complete(claim)
    got = claims.loss_refuse(claim=claim, assessed_on=date(2025, 8, 29), why="不属保险责任", by=by("no"))
    assert got is None
    row = Claim.objects.get()
    assert (row.stage, row.assessed_on, row.why) == ("refused", date(2025, 8, 29), "不属保险责任")


def test_a_policy_is_rescinded_in_time_or_stands(city):
    policy = standing()
    assert policies.policy_doubt(policy=policy, on=date(2025, 7, 1), what="已知的无效请求", by=by("doubt")) is None
    assert codes(policies.policy_rescind(policy=policy, why="未告知", by=by("late"))) == ["thirty-days-over"]
    early = by("early", date(2025, 7, 31))
    assert policies.policy_rescind(policy=policy, why="未告知", by=early) is None
    assert Policy.objects.get().stage == "rescinded"
    assert codes(claimed(policy)) == ["no-such-policy"]


def test_a_loss_under_a_policy_that_ended_is_claimed_all_the_same(city):
    policy = standing()
    assert policies.policy_end(policy=policy, on=date(2025, 8, 1), ending=Ending.CANCELLED, by=by("end")) is None
    assert isinstance(claimed(policy), str)


def test_only_whom_it_concerns_enters_it(city):
    product = listed()
    stranger = Sender(covers=Places(), bodies=(f"P:{OTHER}",))
    assert codes(quoted(product, sender=stranger)) == ["not-yours"]
    own = Sender(covers=Places(), bodies=(f"P:{INSURER}",))
    policy = quoted(product, sender=own)
    assert isinstance(policy, str)
    written(policy)
    assert codes(claimed(policy, sender=stranger)) == ["not-yours"]
    assert isinstance(claimed(policy, sender=Sender(covers=Places(), bodies=(f"P:{FIRM}",))), str)


def test_a_product_withdrawn_is_no_longer_quoted(city):
    product = listed()
    assert policies.product_withdraw(product=product, why="停售", by=by("w")) is None
    assert codes(quoted(product)) == ["no-such-product"]
    assert Product.objects.get().stage == "withdrawn"


def test_rows_are_rebuilt_equal_from_facts(city):
    claim = claimed(standing())
    complete(claim)
    assessed(claim)
    models = (Product, Policy, Claim)
    before = [list(m.objects.values()) for m in models]
    refold.rebuild()
    assert [list(m.objects.values()) for m in models] == before
    assert before[1][0]["rights"] == [RIGHT]


def book(folder: Path, name: str, *rows) -> Path:
    made = openpyxl.Workbook()
    for r in rows:
        made.active.append(r)
    path = folder / name
    made.save(path)
    return path


POLICY_HEAD = ["保单号", "保险公司", "保险公司信用代码", "企业名称", "统一社会信用代码", "险种", "专利号", "保额（万元）", "保费（元）", "签单日期", "起保日期", "终保日期"]  # fmt: skip


def sent(path: Path, profile: str, **more):
    return lists.list_import(
        file=path, name=path.name, profile=profile, today=TODAY, by="user:clerk", place="990101", **more
    )


def test_an_insurers_lists_are_stored_once_and_refused_by_line(city, tmp_path):
    row = [
        "PA-1",
        "城南财产保险",
        INSURER,
        "山河科技有限公司",
        FIRM,
        "专利执行保险",
        RIGHT,
        30,
        "4200",
        "2025-02-01",
        "2025-02-02",
        "2026-02-01",
    ]
    bad = ["PA-2", *row[1:9], "2025-09-02", *row[10:]]
    path = book(tmp_path, "保单.xlsx", POLICY_HEAD, row, bad)
    first = sent(path, lists.POLICIES)
    assert (first.read, len(first.stored), [line for line, _ in first.refused]) == (2, 1, [3])
    again = sent(path, lists.POLICIES)
    assert (again.known, len(again.stored)) == (1, 0)
    held = Policy.objects.get()
    assert (held.stage, held.klass, held.total_fen, held.until) == (
        "in_force",
        Class.ENFORCEMENT,
        30_000_000,
        date(2026, 2, 2),
    )
    losses = book(
        tmp_path, "索赔.xlsx", ["保单号", "报案日期", "出险日期", "索赔金额", "出险经过"],
        ["PA-1", "2025-08-01", "2025-07-20", "80000", "起诉"], ["PA-9", "2025-08-01", "2025-07-20", "1", "x"],
    )  # fmt: skip
    got = sent(losses, lists.LOSSES)
    assert (len(got.stored), got.refused[0][0]) == (1, 3)
    assert "PA-9" in got.refused[0][1][0].zh
    assert sent(losses, lists.LOSSES).known == 1


def test_a_list_names_an_insurer_a_sum_and_another_as_insured(city, tmp_path):
    """A member of any body could upload policies that its own body wrote, and be paid under them by itself."""
    quoted(listed())
    row = ["PA-1", "城南财产保险", INSURER, "山河科技有限公司", FIRM, "专利执行保险", RIGHT, 30, "4200", "2025-02-01", "2025-02-02", "2026-02-01"]  # fmt: skip
    by_a_firm = ["PA-2", "山河科技有限公司", FIRM, "湖海科技有限公司", OTHER, *row[5:]]
    of_itself = ["PA-3", *row[1:3], "城南财产保险", INSURER, *row[5:]]
    of_nothing = ["PA-4", *row[1:7], 0, *row[8:]]
    path = book(tmp_path, "保单.xlsx", POLICY_HEAD, by_a_firm, of_itself, of_nothing)
    own = Sender(covers=Places(), bodies=(f"P:{FIRM}", f"P:{INSURER}"))
    got = sent(path, lists.POLICIES, sender=own)
    assert got.stored == []
    said = [" ".join(t.zh for t in reasons) for _, reasons in got.refused]
    assert "不是保险公司" in said[0]
    assert "不能给自己承保" in said[1]
    assert "保险金额须大于零" in said[2]


def test_days_of_a_loss_come_one_after_another(city):
    """The clocks of the law run from these days: one before the claim began them too early, and a payment looked in time."""
    claim = claimed(standing())
    complete(claim)
    early = date(2025, 8, 3)
    refuse = claims.loss_refuse(claim=claim, assessed_on=early, why="x", by=by("no"))
    assert codes(refuse) == ["not-that-day"]
    assessed(claim)
    more = {"amount": Money.yuan(300_000), "why": ""}
    assert codes(claims.loss_agree(claim=claim, on=early, by=by("a0"), **more)) == ["not-that-day"]
    assert claims.loss_agree(claim=claim, on=TODAY, by=by("a1"), **more) is None
    pay = {"payee": "甲", "voucher": "凭-1"}
    assert codes(claims.loss_pay(claim=claim, on=date(2025, 8, 31), by=by("p0"), **pay)) == ["not-that-day"]
    assert claims.loss_pay(claim=claim, on=TODAY, by=by("p1"), **pay) is None


def test_an_agreement_never_pays_what_another_has_paid(city):
    claim = claimed(standing())
    complete(claim)
    assessed(claim, had=Money.yuan(400_000))
    assert codes(agreed(claim, Money.yuan(100_001), "协商")) == ["above-the-loss"]
    assert agreed(claim, Money.yuan(100_000), "协商") is None


def test_the_overview_counts_firms_and_rights_once(city):
    product = listed()
    for ref in ("a", "b"):
        policy = quoted(product, ref)
        written(policy, policy_no=ref)
    from ipops.webkit import access
    from ipops.webkit.models import User

    access.demo_make()
    found = selectors.overview(User.objects.get(username="clerk"), TODAY)
    assert (found.firms, found.rights, found.sum_fen) == (1, 1, 120_000_000)
