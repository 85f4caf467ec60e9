"""The case screen: the picture, what may be done and why not, what falls due, messages; drawn from a made-up kind."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from ipops.kernel.citation import Citation
from ipops.kernel.machine import Deadline, Lifecycle, Step
from ipops.kernel.text import Text
from ipops.ledger.entry import Draft, Entry
from ipops.lines.trading.machine import CHECK, CONFLICT, DEAL
from ipops.webkit.pages.cases import Act, Told, due
from ipops.webkit.pages.cases.diagram import drawn
from ipops.webkit.pages.cases.diagram.layers import layered
from ipops.webkit.pages.cases.diagram.picture import wrapped
from ipops.webkit.pages.views.kit_case import CYCLE, KIND
from tests.web.conftest import SAID, licence
from tests.web.markup import mistakes

Enter = Callable[[str], Client]
LAW = Citation(document="演示规则", clause="第一条")
MACHINES = pytest.mark.parametrize("cycle", [DEAL, CHECK, CONFLICT, CYCLE], ids=lambda c: c.code)


def words(picture: str) -> str:
    import re

    return re.sub(r"<[^>]+>", "", picture)


class TestThePicture:
    @MACHINES
    @pytest.mark.parametrize("lang", ["zh-hans", "en"])
    def test_shows_every_state_marks_one_and_is_told_in_words(self, cycle: Lifecycle, lang: str) -> None:
        with translation.override(lang):
            for state in cycle.states:
                got = drawn(cycle, state)
                outs = {s.to for s in cycle.table[state].values()} | {state}
                assert (got.whole is None) == (len(cycle.states) <= 8)
                for view in (got.wide, got.narrow, got.whole or got.wide):
                    assert view.count(" here") == 1
                    assert mistakes(view) == []
                    for code in outs:
                        assert cycle.states[code].in_(lang).replace(" ", "") in words(view).replace(" ", "")
                whole = got.whole or got.wide
                assert whole.count('class="state') == len(cycle.states)
                for name in cycle.states.values():
                    assert name.in_(lang).replace(" ", "") in words(whole).replace(" ", "")
                assert [here for _, here, _ in got.words].count(True) == 1
                assert len(got.now) == len(cycle.table[state])

    @MACHINES
    def test_no_line_runs_backward_without_turning_back_and_no_two_boxes_meet(self, cycle: Lifecycle) -> None:
        edges = list({(a, s.to): None for a, row in cycle.table.items() for s in row.values() if s.to != a})
        net = layered(tuple(cycle.states), edges, cycle.start)
        rank = {p: i for i, layer in enumerate(net.layers) for p in layer}
        assert {*net.ways, *net.back} == {*edges}
        for way in net.ways.values():
            assert [rank[p] for p in way] == list(range(rank[way[0]], rank[way[-1]] + 1))
        assert sorted(p for p in rank if ">" not in p) == sorted(cycle.states)

    def test_a_circle_is_broken_where_it_turns_back(self) -> None:
        net = layered(("a", "b", "c"), [("a", "b"), ("b", "c"), ("c", "a")], "a")
        assert net.back == (("c", "a"),)
        assert net.layers == (("a",), ("b",), ("c",))

    def test_a_state_that_no_table_knows_stands_nowhere(self) -> None:
        assert " here" not in drawn(CYCLE, "long-gone").wide

    @pytest.mark.parametrize(
        ("text", "lines"),
        [
            ("已办结", ("已办结",)),
            ("已与登记簿核对一致的交易", ("已与登记簿核对一致", "的交易")),
            ("reported, to be confirmed", ("reported, to be", "confirmed")),
        ],
    )
    def test_names_fit_their_boxes(self, text: str, lines: tuple[str, ...]) -> None:
        assert wrapped(text) == lines


class TestWhatFallsDue:
    @pytest.mark.parametrize(
        ("since", "n", "unit", "day"),
        [
            (date(2026, 3, 2), 5, "working_days", date(2026, 3, 9)),
            (date(2026, 1, 30), 1, "months", date(2026, 2, 28)),
            (date(2026, 4, 1), 30, "days", date(2026, 5, 6)),
        ],
    )
    def test_a_term_ends_on_a_working_day(self, since: date, n: int, unit: str, day: date) -> None:
        """30 days from 1 April 2026 end on Labour Day's holiday; 28 February 2026 is a working Saturday."""
        assert due.last_day(since, Deadline(n=n, unit=unit, cite=LAW)).day == day  # type: ignore[arg-type]

    def test_without_the_day_it_was_entered_a_term_is_open_not_guessed(self) -> None:
        told = Told(title="x", state="filed", version=1)
        (one,) = due.of_table(KIND, told)
        assert one.on is None
        assert one.why is not None

    @pytest.mark.parametrize(
        ("on", "says"),
        [
            (date(2026, 3, 2), "逾期1天"),
            (date(2026, 3, 3), "今日到期"),
            (date(2026, 3, 9), "余4个工作日"),
            (None, "无期限"),
        ],
    )
    def test_says_what_is_left(self, on: date | None, says: str) -> None:
        assert due.left(on, date(2026, 3, 3)).zh == says

    def test_a_day_of_a_year_whose_holidays_are_not_announced_is_provisional(self) -> None:
        assert due.left(date(2027, 3, 9), date(2026, 3, 3)).zh.endswith("（假日安排未公布，暂计）")


class TestTheContract:
    def test_a_strange_event_part_or_guard_is_refused_when_it_is_declared(self) -> None:
        with pytest.raises(ValueError, match="no such events"):
            dataclasses.replace(KIND, acts=(Act(event="fly", href=lambda _: "/"),))
        with pytest.raises(ValueError, match="no such parts"):
            dataclasses.replace(KIND, replace={"hat": None})  # type: ignore[dict-item]
        with pytest.raises(ValueError, match="guards that nobody gives"):
            dataclasses.replace(KIND, guards={})

    def test_an_act_has_a_screen_or_a_form_and_never_both(self) -> None:
        with pytest.raises(ValueError, match="either a screen"):
            Act(event="grant")

    def test_every_mounted_kind_belongs_to_the_lifecycles_of_its_line(self) -> None:
        from django.urls import reverse

        from ipops.webkit import street
        from ipops.webkit.pages.cases import registered

        known = {c.code for line in street.lines().values() for c in line.lifecycles}
        assert reverse("trading:deal", args=["x"]) == "/trading/deals/x/"
        assert {*registered()} <= known
        assert "trading.deal" in registered()


@pytest.mark.db
class TestTheScreen:
    def test_every_grey_button_says_why_beside_it(self, signed_in: Enter) -> None:
        page = signed_in("clerk").get("/kit/").text
        assert "您的岗位不能“核准”；可以的岗位：审核人。" in page
        assert "申请人还没有陈述意见" in page
        assert "“已受理”状态下不能办以下各项" in page
        assert "草拟、退回补正" in page
        assert page.count('disabled aria-describedby="no-') == 3
        assert "余15个工作日" in page

    def test_a_certifier_may_grant(self, signed_in: Enter) -> None:
        page = signed_in("certifier").get("/kit/").text
        assert '<a class="button" href="#standing">核准</a>' in page

    def test_of_a_real_deal_tells_parties_rights_facts_and_proofs(self, signed_in: Enter) -> None:
        page = signed_in("clerk").get("/trading/deals/D:1/").text
        for said in ("示范大学（演示）", "示范膜科技", "一种水处理膜", "已被更正", "/ledger/6/proof.json", "35万元"):
            assert said in page, said
        story = page.split('id="history"')[1].split("</section>")[0]
        assert story.count("许可备案") == 2
        assert "没有您可查看" not in story

    @pytest.mark.parametrize("lang", ["zh-CN", "en"])
    def test_of_a_case_with_many_facts_tells_the_latest_and_leads_to_the_rest(
        self, signed_in: Enter, lang: str
    ) -> None:
        from ipops.webkit import journal

        clerk = signed_in("clerk")
        clerk.cookies["ipops_lang"] = lang
        many = [Draft(fact=licence(i), source=SAID, reference=f"many:{i}") for i in range(1, 101)]
        journal.append(many, by="user:clerk")
        page = clerk.get("/trading/deals/D:1/")
        story = page.text.split('id="history"')[1].split("</section>")[0]
        assert story.count("许可备案" if lang == "zh-CN" else "licence recorded") == 40
        assert len(page.content) < 150_000
        rest = story.split('href="/ledger/?')[1].split('"')[0]
        assert rest == "deal=D%3A1"
        assert "/ledger/7/" in clerk.get(f"/ledger/?{rest}&sort=n").text, "the oldest of the hundred"

    def test_messages_are_said_once_and_read_by_whoever_sees_the_case(self, signed_in: Enter) -> None:
        clerk = signed_in("clerk")
        for _ in range(2):
            answer = clerk.post("/trading/deals/D:1/say/", {"text": "请补<b>通知</b>", "reference": "m1"})
            assert answer["Location"] == "/trading/deals/D:1/#messages"
        page = signed_in("officer").get("/trading/deals/D:1/").text
        assert page.count("请补&lt;b&gt;通知") == 1
        assert signed_in("neighbour").post("/trading/deals/D:1/say/", {"text": "x"}).status_code == 404
        assert signed_in("clerk").get("/trading/deals/D:1/say/").status_code == 302

    def test_of_a_case_one_may_not_see_is_not_there(self, signed_in: Enter) -> None:
        assert signed_in("neighbour").get("/trading/deals/D:1/").status_code == 404
        assert signed_in("").get("/trading/deals/D:1/").status_code == 302

    def test_an_act_on_a_case_that_moved_meanwhile_is_stopped_and_keeps_what_was_typed(
        self, signed_in: Enter, city: list[Entry]
    ) -> None:
        browser = signed_in("clerk")
        sent = {"why": "录入重复", "sure": "on", "reference": "w1", "stands_at": "5"}
        answer = browser.post("/trading/deals/D:1/do/withdraw/", sent)
        assert answer.status_code == 422
        assert "这件事已有变化" in answer.text
        assert "录入重复" in answer.text
        done = browser.post("/trading/deals/D:1/do/withdraw/", sent | {"stands_at": "6"})
        assert done["Location"] == "/trading/deals/D:1/"

    def test_an_act_that_is_no_act_or_not_yours_is_refused(self, signed_in: Enter) -> None:
        assert signed_in("clerk").get("/trading/deals/D:1/do/fly/").status_code == 404
        answer = signed_in("checker").get("/trading/deals/D:1/do/withdraw/")
        assert answer.status_code == 409
        assert "可以的岗位" in answer.text


def test_a_step_may_carry_its_deadline_guard_facts_and_finality() -> None:
    step = Step(to="b", within=Deadline(n=3, unit="days", cite=LAW), guard="g", facts=("f",), for_good=True)
    cycle = Lifecycle(
        code="x", title=Text("一", "one"), start="a", states={"a": Text("甲", "a"), "b": Text("乙", "b")},
        events={"go": Text("走", "go")}, table={"a": {"go": step}, "b": {}},
    )  # fmt: skip
    assert cycle.guards() == {"g"}
    assert cycle.is_final("b")
    assert not cycle.is_final("a")
