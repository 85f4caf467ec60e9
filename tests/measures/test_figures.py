"""Rows of published figures: what lands, what is refused, and with which reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.outcome import Place, Unknown
from ipops.kernel.text import Text
from ipops.ledger.facts import Observed
from ipops.ledger.facts.words import ObservationKind, Precision
from ipops.measures import figures

READING = figures.Reading(
    place_of=lambda name: {"济南市": "370100"}.get(name, Unknown(why=Text("没有。", "None."))),
    is_place=lambda code: code in ("370100", "990100"),
    today=date(2026, 11, 25),
)
GOOD = {
    "indicator": "pledge_amount",
    "scope": "patents",
    "kind": "flow",
    "period": "2018",
    "value": "885",
    "unit": "CNY_100M",
    "growth_published": "23",
    "grade": "B",
    "source": "https://example.org",
    "as_of": "2019-01",
    "note": "",
}
AT = Place(file="f.csv", line=7)


def read(**changes):
    return figures.observed({**GOOD, **changes}, AT, READING)


def codes(got):
    assert isinstance(got, tuple), got
    return {p.code for p in got}


def test_a_good_row_lands_with_all_it_says():
    fact = read(note="gt; over")
    assert isinstance(fact, Observed)
    assert (fact.place, fact.on, fact.value, fact.kind_of_figure) == (
        "CN",
        date(2018, 12, 31),
        "885",
        ObservationKind.FLOW,
    )
    assert (fact.announced, fact.announced_on) == ("2019-01", date(2019, 1, 31))
    assert fact.precision is Precision.MORE_THAN
    assert fact.growth_published == "23"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"indicator": "target_pledge_amount"}, "a-goal"),
        ({"indicator": ""}, "blank"),
        ({"indicator": "Pledge amount"}, "no-indicator"),
        ({"scope": " "}, "blank"),
        ({"kind": "flows"}, "no-kind"),
        ({"kind": ""}, "blank"),
        ({"period": "2018-13"}, "no-period"),
        ({"period": "2018Q5"}, "no-period"),
        ({"period": "2020..2016"}, "no-period"),
        ({"period": "２０１８"}, "no-period"),
        ({"note": "a\x00b"}, "control-character"),
        ({"period": "2027"}, "period-to-come"),
        ({"value": "NaN"}, "no-number"),
        ({"value": "Infinity"}, "no-number"),
        ({"value": "1e5"}, "no-number"),
        ({"value": "1,515"}, "no-number"),
        ({"value": "八百"}, "no-number"),
        ({"value": "٣"}, "no-number"),
        ({"value": ""}, "blank"),
        ({"value": "-3"}, "negative"),
        ({"unit": ""}, "blank"),
        ({"grade": "E"}, "no-grade"),
        ({"source": ""}, "blank"),
        ({"as_of": "spring 2019"}, "no-day"),
        ({"as_of": "2019-02-30"}, "no-day"),
        ({"as_of": "2017-12"}, "announced-too-early"),
        ({"growth_published": "a third"}, "no-number"),
        ({"note": "territory is one street only"}, "other-territory"),
        ({"place": "123456"}, "no-place"),
        ({"city_zh": "某市"}, "no-place"),
        ({"city_zh": ""}, "no-place"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_its_line(changes, code):
    got = read(**changes)
    assert code in codes(got)
    assert all(p.at.line == 7 for p in got)
    assert all(p.at.field in {*changes, "note", "as_of", "period"} for p in got)


def test_every_problem_of_a_row_is_told_at_once():
    assert codes(read(value="NaN", grade="Z", period="x")) == {"no-number", "no-grade", "no-period"}


def test_a_ratio_may_fall_below_zero():
    assert isinstance(read(kind="ratio", value="-1.5"), Observed)


def test_an_unstated_scope_lands_and_is_left_to_the_series_to_refuse():
    assert isinstance(read(scope="unstated", kind="unstated"), Observed)


def test_a_place_is_the_country_a_code_or_a_name():
    assert read().place == "CN"
    assert read(place="990100").place == "990100"
    assert read(place="CN").place == "CN"
    assert read(city_zh="济南市").place == "370100"


@pytest.mark.parametrize(
    ("text", "day"),
    [("2019", date(2019, 12, 31)), ("2019-02", date(2019, 2, 28)), ("2019-02-03", date(2019, 2, 3)), ("", None)],
)
def test_an_announced_day_is_the_last_one_the_source_leaves_possible(text, day):
    assert figures.announced_day(text) == day


def test_the_reference_is_the_content():
    assert figures.reference(read()) == figures.reference(read())
    assert figures.reference(read()) != figures.reference(read(value="886"))
    assert figures.reference(read()) != figures.reference(read(note="x"))


def test_a_file_without_its_columns_says_which():
    got = figures.missing_columns({"indicator": "", "value": ""})
    assert got.code == "columns-missing"
    assert "period" in got.says.en
    assert figures.missing_columns(GOOD) is None


@given(st.dictionaries(st.sampled_from(figures.KNOWN), st.text(max_size=12)))
def test_no_row_of_whatever_text_breaks_the_reader(row):
    got = figures.observed(row, AT, READING)
    assert isinstance(got, Observed) or got
