"""Texts, answers and lifecycles."""

import pytest

from ipops.kernel.citation import Citation, Grade
from ipops.kernel.machine import Lifecycle, Step
from ipops.kernel.outcome import Place, Refused
from ipops.kernel.text import Text


class TestText:
    def test_cannot_lack_a_language(self):
        with pytest.raises(ValueError, match="both languages"):
            Text("转让", " ")

    def test_fills_each_language_with_its_own_words(self):
        filled = Text("{what}完成", "{what} done").fill(what=Text("转让", "transfer"))
        assert (filled.zh, filled.en) == ("转让完成", "transfer done")

    def test_is_chinese_for_every_chinese_code(self):
        languages = ("zh", "zh-hans", "zh-CN", "en", "fr")
        assert [Text("一", "one").in_(c) for c in languages] == ["一", "一", "一", "one", "one"]


def test_grades_without_a_source_decide_no_money():
    assert {g for g in Grade if not g.may_decide_money} == {Grade.K, Grade.OURS}


def test_a_citation_reads_as_document_and_clause():
    assert str(Citation(document="专利法(2020-10-17)", clause="第十条")) == "专利法(2020-10-17) 第十条"


def test_a_place_says_only_what_it_knows():
    assert str(Place(file="a.csv", line=3, column="金额")) == "a.csv, line 3, 金额"
    assert Place(line=3).as_json() == {"line": 3}


def test_a_refusal_needs_a_reason():
    with pytest.raises(ValueError, match="at least one reason"):
        Refused(reasons=())


LIGHT = Lifecycle(
    code="light",
    title=Text("灯", "light"),
    start="off",
    states={"off": Text("灭", "off"), "on": Text("亮", "on"), "broken": Text("坏", "broken")},
    events={"switch": Text("按", "switch"), "drop": Text("摔", "drop")},
    table={
        "off": {"switch": Step(to="on", roles=frozenset({"owner"}))},
        "on": {"switch": Step(to="off"), "drop": Step(to="broken")},
        "broken": {},
    },
)


class TestLifecycle:
    def test_leads_where_the_table_says(self):
        assert LIGHT.after("off", "switch") == "on"

    def test_refuses_what_is_not_in_the_row_and_says_what_may_follow(self):
        refused = LIGHT.after("off", "drop")
        assert isinstance(refused, Refused)
        assert "按" in refused.reasons[0].says.zh

    def test_asks_for_the_role(self):
        assert LIGHT.may_fire("off", "owner") == ("switch",)
        assert LIGHT.may_fire("off", "guest") == ()

    def test_draws_every_arrow(self):
        assert LIGHT.mermaid().count("-->") == 4

    def test_cannot_point_to_a_state_that_is_not_there(self):
        with pytest.raises(ValueError, match="disagree"):
            Lifecycle(
                code="x",
                title=Text("一", "x"),
                start="a",
                states={"a": Text("甲", "a")},
                events={"go": Text("去", "go")},
                table={"a": {"go": Step(to="b")}},
            )
