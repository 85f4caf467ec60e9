"""Matching: reasons add up to the score, the vectorised order is the sum told one part at a time, trouble is never pushed."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipops.lines.trading import facts as f
from ipops.lines.trading.facts.words import Judged
from ipops.lines.trading.rules.matching import feedback
from ipops.lines.trading.rules.matching.ranking import NAMES, POOLED, Sought, matches, telling, weights
from ipops.lines.trading.rules.matching.stock import Thing, stock_of

DAY = date(2024, 6, 3)
WORDS = ["植保无人机", "喷洒系统", "电池管理", "图像识别", "渗透膜", "unmanned aerial vehicle", "battery pack"]


def thing(code: str, *texts: str, **more: Any) -> Thing:
    return Thing(code=code, texts=texts, **more)


def found(things: list[Thing], words: str, **more: Any) -> list[str]:
    return [m.code for m in matches(stock_of(things), Sought(words=words, on=DAY, **more))]


class TestAMatch:
    def test_begins_with_the_words_in_chinese_and_in_english(self):
        things = [thing("a", "一种植保无人机"), thing("b", "一种渗透膜"), thing("c", "Battery pack for a vehicle")]
        assert found(things, "需要植保无人机技术") == ["a"]
        assert found(things, "battery packs") == ["c"]
        assert found(things, "区块链") == []

    def test_by_words_that_every_need_shares_is_none_of_which_one_may_speak(self):
        needs = stock_of([thing("a", "植保无人机 系统"), thing("b", "渗透膜 系统"), thing("c", "图像识别 系统")])
        generic, fitting = Sought(words="一种系统", on=DAY), Sought(words="渗透膜系统", on=DAY)
        assert len(matches(needs, generic)) == 3
        assert telling(needs, generic) == ()
        assert [m.code for m in telling(needs, fitting)] == ["b"]

    def test_prefers_the_same_district_then_the_same_city(self):
        same = "一种植保无人机"
        things = [
            thing("far", same, place="110101"),
            thing("city", same, place="990102"),
            thing("near", same, place="990101"),
        ]
        assert found(things, "植保无人机", place="990101") == ["near", "city", "far"]

    def test_prefers_what_is_within_the_budget(self):
        same = "一种植保无人机"
        things = [thing("dear", same, fen=200), thing("untold", same), thing("cheap", same, fen=50)]
        assert found(things, "植保无人机", budget_fen=100) == ["cheap", "untold", "dear"]

    def test_is_never_a_right_in_trouble(self):
        things = [thing("bad", "一种植保无人机", sound=False), thing("good", "一种植保无人机的喷洒系统")]
        assert found(things, "植保无人机") == ["good"]

    def test_tells_the_place_by_words_alone_beside_its_own(self):
        things = [
            thing("words", "植保无人机", place="110101"),
            thing("near", "植保无人机喷洒", place="990101", open_to_all=True),
        ]
        got = matches(stock_of(things), Sought(words="植保无人机", on=DAY, place="990101"))
        assert [(m.code, m.rank, m.plain_rank) for m in got] == [("near", 1, 2), ("words", 2, 1)]
        assert all(NAMES[name] for m in got for name, _ in m.parts)

    def test_seeks_the_takers_of_a_patent_by_its_price_and_a_schools_among_small_firms(self):
        same = "需要植保无人机"
        needs = [thing("poor", same, fen=50), thing("rich", same, fen=500), thing("small", same, small=True)]
        assert found(needs, "植保无人机", asked_fen=100) == ["rich", "small", "poor"]
        assert found(needs, "植保无人机", from_school=True)[0] == "small"

    def test_is_listed_with_what_words_alone_would_have_put_first(self):
        """So that both lists are judged: ours by its first two here, the words' own first ten behind them."""
        near = [
            thing(f"near{i}", "植保无人机" + "喷洒系统" * (i + 1), place="990101", open_to_all=True) for i in range(12)
        ]
        far = [thing("far", "植保无人机", place="110101")]
        got = matches(stock_of([*near, *far]), Sought(words="植保无人机", on=DAY, place="990101"), k=2)
        assert [m.rank for m in got] == sorted(m.rank for m in got)
        assert {m.plain_rank for m in got if m.rank > 2} <= set(range(1, POOLED + 1))
        assert "far" in {m.code for m in got}
        assert set(range(1, POOLED + 1)) <= {m.plain_rank for m in got}


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_parts_told_add_up_to_the_score_and_the_scores_fall(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 30))
    things = [
        thing(
            str(i),
            data.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map("".join)),
            place=data.draw(st.sampled_from(["990101", "990102", "110101", ""])),
            classes=data.draw(st.sampled_from([(), ("B64C39/02",), ("H01M10/00",)])),
            fen=data.draw(st.none() | st.integers(0, 100)),
            sound=data.draw(st.booleans()),
            open_to_all=data.draw(st.booleans()),
            from_school=data.draw(st.booleans()),
            small=data.draw(st.booleans()),
            lives_until=data.draw(st.sampled_from([None, date(2025, 1, 1), date(2040, 1, 1)])),
        )
        for i in range(n)
    ]
    sought = Sought(
        words=data.draw(st.sampled_from(WORDS)), on=DAY, place=data.draw(st.sampled_from(["990101", ""])),
        budget_fen=data.draw(st.none() | st.integers(0, 100)), small=data.draw(st.booleans()),
        asked_fen=data.draw(st.none() | st.integers(0, 100)), from_school=data.draw(st.booleans()),
    )  # fmt: skip
    got = matches(stock_of(things), sought)
    scores = [m.score for m in got]
    assert scores == sorted(scores, reverse=True)
    for m in got:
        assert m.score == pytest.approx(sum(v for _, v in m.parts), abs=1e-5)
        assert things[int(m.code)].sound
    assert len({m.plain_rank for m in got}) == len(got)


def test_the_weights_are_demo_values_and_say_what_they_are_for():
    from importlib import resources

    import yaml

    read = yaml.safe_load(
        (resources.files("ipops.lines.trading") / "policy" / "matching.yaml").read_text(encoding="utf-8")
    )
    assert read["grade"] == "demo"
    assert all(one["says"] for one in read["values"].values())
    assert weights().same_district > weights().same_city


def said(right: str, rank: int, plain: int, judged: Judged, on: date = DAY) -> f.MatchJudged:
    return f.MatchJudged(on=on, need="N:1", right=right, rank=rank, plain_rank=plain, judged=judged)


def test_precision_is_told_of_both_lists_by_the_last_word_on_each_match():
    got = feedback.by_year(
        [
            said("a", 1, 30, Judged.NOT_FIT),
            said("a", 1, 30, Judged.TALKING),
            said("b", 2, 1, Judged.NOT_FIT),
            said("c", 15, 3, Judged.USEFUL),
            said("d", 3, 2, Judged.SILENT, date(2025, 1, 1)),
        ]
    )
    first, second = got
    assert (first.year, first.judged, first.ours, first.plain) == (2024, 3, Fraction(1, 2), Fraction(1, 2))
    assert (second.ours, second.plain) == (Fraction(0), Fraction(0))


def test_precision_is_measured_as_deep_as_both_lists_are_pushed():
    assert feedback.AT == POOLED
