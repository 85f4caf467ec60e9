"""The language of questions: what it means, and what is said of what means nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.corpus.search.query import Between, Either, Every, Free, Not, Value, Words, parse
from ipops.kernel.outcome import Refused

EPOCH = date(1970, 1, 1)


def days(*ymd: int) -> int:
    return (date(*ymd) - EPOCH).days


A, B, C = Words("a1"), Words("b1"), Words("c1")


@pytest.mark.parametrize(
    ("question", "means"),
    [
        ("a1 b1", Free("a1 b1")),
        ("a1 and b1", Free("a1 and b1")),
        ("a1 AND b1", Every((A, B))),
        ("a1 与 b1", Every((A, B))),
        ("a1 b1 OR c1", Either((Every((A, B)), C))),
        ("a1 (b1 OR c1)", Every((A, Either((B, C))))),
        ("a1（b1 或 c1）", Every((A, Either((B, C))))),
        ("NOT a1 AND b1", Every((Not(A), B))),
        ("非 a1", Not(A)),
        ("NOT NOT a1", Not(Not(A))),
        ("a1 -b1", Every((A, Not(B)))),
        ("a1 －b1 AND c1", Every((A, Not(B), C))),
        ('a1 -"b1 c1"', Every((A, Not(Words("b1 c1"))))),
        ("a1 -title:b1", Every((A, Not(Words("b1", "title"))))),
        ("a1 -(b1 OR c1)", Every((A, Not(Either((B, C)))))),
        ("!a1", Not(A)),
        ("anti-drone at -40 - now", Free("anti-drone at -40 - now")),
        ("(a1 or b1) and not c1", Every((Either((A, B)), Not(C)))),
        ('"a1 b1"', Words("a1 b1")),
        ("“无人机 电池”", Words("无人机 电池")),
        ("drone*", Words("drone", begins=True)),
        ("title:a1", Words("a1", "title")),
        ("标题：无人机", Words("无人机", "title")),
        ("title:(a1 OR b1)", Either((Words("a1", "title"), Words("b1", "title")))),
        ("class:B64C39/02", Value("class", "B64C39/02")),
        ("ipc:b64c", Value("class", "b64c")),
        ("class:(B64C OR H04N)", Either((Value("class", "B64C"), Value("class", "H04N")))),
        ('申请人:"SZ DJI"', Value("owner", "SZ DJI")),
        ("legal:有效", Value("legal", "active")),
        ("office:cn", Value("office", "CN")),
        ("局:(EP OR SU)", Either((Value("office", "EP"), Value("office", "SU")))),
        ("office:ja", Value("office", "JP")),
        ("type:实用新型", Value("type", "utility_model")),
        ("filed:2015", Between("filed", days(2015, 1, 1), days(2015, 12, 31))),
        ("filed:2015-02..2016", Between("filed", days(2015, 2, 1), days(2016, 12, 31))),
        ("published:..2016-02", Between("published", None, days(2016, 2, 29))),
        ("申请日:2015-03-20..", Between("filed", days(2015, 3, 20), None)),
    ],
)
def test_a_question_means(question, means):
    assert parse(question) == means


@pytest.mark.parametrize(
    ("question", "at", "says"),
    [
        ("", 1, None),
        ("a1 AND", 7, "the question ends where a word is due"),
        ("AND a1", 1, "the operator AND stands where a word is due"),
        ("(a1 OR b1", 1, "the bracket is not closed"),
        ("a1 OR b1)", 9, "a closing bracket too many"),
        ("a1 AND ()", 8, "nothing within the brackets"),
        ('a1 AND "b1', 8, "the quotation is not closed"),
        ('"" AND a1', 1, "nothing within the quotes"),
        ("ownr:dji a1", 1, "there is no field 'ownr'; is it owner?"),
        ("title: a1", 1, "there is no value after 'title:'"),
        ("filed:20x5", 7, "the day '20x5' cannot be read"),
        ("filed:2015-02-30", 7, "the day '2015-02-30' cannot be read"),
        ("filed:2018..2015", 7, "begins after it ends"),
        ("filed:..", 7, "both ends of the stretch are empty"),
        ("legal:fine", 7, "legal is never 'fine'; there are active, pending"),
        ("office:中国", 8, "there is no office '中国'; is it CN? write the two letters of WIPO ST.3"),
        ('office:"China"', 8, "is it CN?"),
        ("局:中国台湾省", 3, "is it TW?"),
        ("office:欧洲", 8, "is it EP?"),
        ("office:ZQ", 8, "there is no office 'ZQ'; write the two letters"),
        ("office:(CN OR 月球)", 8, "there is no office '月球'"),
        ("d*", 1, "a star stands at the end, after at least 2 characters"),
        ("d*ne AND a1", 1, "a star stands at the end"),
        ("title:(class:B64C)", 8, "a field within the brackets of a field"),
        ("a1 OR OR b1", 7, "the operator OR stands where a word is due"),
    ],
)
def test_what_means_nothing_is_refused_with_its_place(question, at, says):
    got = parse(question)
    if says is None:
        assert got == Free("")
        return
    assert isinstance(got, Refused)
    (reason,) = got.reasons
    assert reason.field == str(at)
    assert says in reason.says.en
    assert reason.says.en.endswith("^"), "the place is shown under the question"


@given(st.text(alphabet=st.sampled_from('ab无机 ()"“”:：*ANDORNOT与或.!与title|&'), max_size=30))
def test_whatever_is_typed_is_understood_or_refused(question):
    got = parse(question)
    assert isinstance(got, Free | Words | Value | Between | Not | Every | Either | Refused)


def test_brackets_may_be_nested_deep():
    assert parse("(" * 100 + "a1" + ")" * 100 + " AND b1") == Every((A, B))


def test_what_is_nested_without_end_is_refused_and_breaks_nothing():
    for question in ("(" * 5000 + "a1" + ")" * 5000, "NOT " * 5000 + "a1"):
        got = parse(question)
        assert isinstance(got, Refused)
        assert "at most 100" in got.reasons[0].says.en


def test_a_symbol_may_be_written_as_offices_print_it():
    assert parse("class:B64C 39/02 AND a1") == Every((Value("class", "B64C 39/02"), A))
    assert parse("class:B64C a1") == Every((Value("class", "B64C"), A))
