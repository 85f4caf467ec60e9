"""Three of the ten questions: goals that will be missed and who owns them, where the money lies, what a payment rests on."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from ipops.kernel.money import NIL, Money
from ipops.lines.programme import facts as f
from ipops.lines.programme.app.pages import answers
from ipops.lines.programme.facts.words import Instrument, TaskChoice
from ipops.lines.programme.rules.plan.files import plan_file
from ipops.lines.programme.tests import test_fund_services as money
from ipops.lines.programme.tests.test_fund import P, legs, posted
from ipops.lines.programme.tests.test_fund_services import running  # noqa: F401  (a fixture)
from ipops.lines.programme.tests.test_plan import city  # noqa: F401  (a fixture)
from ipops.webkit import access
from ipops.webkit.access import User

STANDING = posted(
    legs(P.OUTSIDE, P.AVAILABLE, 100),
    legs(P.AVAILABLE, P.PLANNED, 60, Instrument.GRANT),
    legs(P.PLANNED, P.ENCUMBERED, 50, Instrument.GRANT),
    legs(P.ENCUMBERED, P.PAID, 20, Instrument.GRANT),
)


class TestWhereTheMoneyLies:
    def test_adds_up_to_what_came(self) -> None:
        told = {t.en: m for t, m in answers.stands(STANDING, ())}
        assert told["received"] == Money(100)
        assert told["paid"] == Money(20)
        assert told["contracted, not yet paid"] == Money(30)
        assert told["idle (available or planned)"] == Money(50)
        rest = [m for t, m in told.items() if t not in ("received", "withheld")]
        assert sum(rest, NIL) == told["received"]

    def test_is_drawn_from_source_to_position(self) -> None:
        made = answers.sankey(STANDING)
        assert made is not None
        into = {n.code: n.says.zh for n in made.nodes}
        assert into["p:paid"] == "0.2元"
        assert sum(x.value for x in made.flows if x.source.startswith("s:")) == 100

    def test_is_not_drawn_while_nothing_came(self) -> None:
        assert answers.sankey({}) is None


class TestOwners:
    def test_are_those_the_task_book_names_for_a_goal(self) -> None:
        from datetime import UTC, datetime

        from ipops.ledger.entry import Entry, Source

        facts = [
            f.TaskBooked(
                on=date(2024, 1, 1),
                plan="plan:1",
                place="990100",
                task=t,
                title="任务",
                choice=TaskChoice.MANDATORY,
                owner=o,
                goals=g,
            )
            for t, o, g in (("T1", "市知识产权局", ("a", "b")), ("T2", "市科技局", ("b",)), ("T3", "", ("c",)))
        ]
        entries = [
            Entry(
                n=i,
                recorded_at=datetime(2024, 1, 2, tzinfo=UTC),
                by="t",
                reference=str(i),
                source=Source(reason="t"),
                fact=x,
            )
            for i, x in enumerate(facts, 1)
        ]
        assert answers.owners_of(plan_file("plan:1", entries)) == {
            "a": ("市知识产权局",),
            "b": ("市知识产权局", "市科技局"),
        }
        assert answers.owners_of(None) == {}


@pytest.fixture
def browser(db: None) -> Client:
    access.demo_make()
    made = Client()
    made.force_login(User.objects.get(username="officer"), backend="django.contrib.auth.backends.ModelBackend")
    return made


@pytest.mark.db
@pytest.mark.django_db
class TestThePages:
    def test_show_the_money_of_the_city(self, running: None, browser: Client) -> None:  # noqa: F811
        page = browser.get("/questions/money/", follow=True).text
        assert "1亿元" in page
        assert "资金的去向" in page
        assert "此后作结余" in page
        assert "已下达" in page

    def test_say_so_where_there_is_no_money(self, browser: Client) -> None:
        assert "没有您可查看的入选城市" in browser.get("/programme/money/").text

    def test_show_what_a_payment_rests_on_and_what_lacks(self, running: None, browser: Client) -> None:  # noqa: F811
        money.order()
        assert "pay:1" in browser.get("/programme/payments/").text
        page = browser.get("/programme/payments/pay:1/").text
        assert "一号项目" in page
        assert "FP1" in page
        assert "没有记录" in page  # no contract, no acceptance
        assert "成果（项目验收）" in page
        assert "未见重复申领" in page

    def test_call_an_order_by_whom_it_pays_and_for_what(self, running: None, browser: Client) -> None:  # noqa: F811
        money.order()
        heading = browser.get("/programme/orders/pay:1/").text.split("<h1>")[1].split("</h1>")[0]
        assert "一号项目" in heading
        assert "pay:1" not in heading

    def test_find_an_invoice_that_was_claimed_elsewhere(self, running: None, browser: Client) -> None:  # noqa: F811
        from ipops.ledger.entry import Draft, Source
        from ipops.webkit import journal

        money.order()
        other = money.application("prj:2", title="二号项目", fund_name="科技资金", bureau="科技局")
        journal.append([Draft(fact=other, source=Source(reason="t"), reference="other")], by="user:neighbour")
        page = browser.get("/programme/payments/pay:1/").text
        assert "发票“FP1”已由 prj:2 申请（科技资金，科技局）" in page
        assert "未见重复申领" not in page

    def test_know_no_other_payment(self, browser: Client) -> None:
        assert browser.get("/programme/payments/pay:99/").status_code == 404

    def test_list_the_goals_that_are_not_met(self, browser: Client) -> None:
        page = browser.get("/programme/missed/?place=990100&year=2025&pack=demo-city").text
        assert "没有登记任务书" in page
        assert page.count("<dt>责任单位</dt>") == page.count("<dt>读法</dt>") > 0
        said = re.search(r"<dt>读法</dt><dd>(.*?)</dd>", page)
        assert said
        assert said[1].strip()

    def test_say_that_there_is_no_goal_instead_of_that_all_are_met(self, browser: Client) -> None:
        page = browser.get("/programme/missed/?place=990100&year=2025&pack=cn-budget-law-2018").text
        assert "没有可以判断的目标" in page
        assert "没有未达标的目标" not in page
