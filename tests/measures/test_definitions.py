"""Every goal of the Notice has a whole definition, a page and, where facts exist, SQL that was read in review."""

import csv

import pytest

from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.measures import docs
from ipops.measures.measure import catalogue
from ipops.measures.params import Params, readings
from ipops.webkit.street import lines

MEASURES = catalogue(*(line.measures for line in lines().values()))
OVER_FACTS = [m for m in MEASURES.values() if m.rows]
every = pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda m: m.code)


@every
def test_a_measure_has_a_page_that_is_up_to_date(measure, golden):
    golden.check(f"docs/reference/measures/{measure.code}.md", docs.page(measure))


@pytest.mark.parametrize("params", readings(None, None), ids=lambda p: f"{p.counting.value}-{p.territory.value}")
@pytest.mark.parametrize("measure", OVER_FACTS, ids=lambda m: m.code)
def test_the_sql_is_the_one_that_was_read(measure, params, golden):
    sql = docs.golden_sql(measure, params)
    if sql == docs.golden_sql(measure, Params()):
        golden.check(f"tests/golden/sql/{measure.code}.sql", sql)
    else:
        golden.check(f"tests/golden/sql/{measure.code}-{params.counting.value}-{params.territory.value}.sql", sql)


@pytest.mark.parametrize("measure", OVER_FACTS, ids=lambda m: m.code)
def test_the_sql_divides_by_nothing_that_may_be_zero(measure):
    sql = docs.golden_sql(measure, Params())
    assert "/" not in sql.replace("NULLIF", "")
    assert "%" not in sql


@every
def test_what_the_notice_does_not_say_is_unknown_and_says_what_would_settle_it(measure):
    open_parts = [v for f in measure.__slots__ if isinstance(v := getattr(measure, f), Unknown)]
    assert open_parts, "the Notice leaves something open about every goal"
    assert all(part.needs for part in open_parts)


@every
def test_a_goal_without_a_house_says_so_and_one_with_facts_names_its_days(measure):
    if measure.rows is None:
        assert measure.figure.value == "attested"
        assert isinstance(measure.counted_days, Unknown)
    else:
        assert measure.rows.value in measure.column_codes
        assert all(d.cite.quote or d.cite.grade.value == "ours" for d in measure.counted_days)


def test_two_measures_of_one_code_are_refused():
    with pytest.raises(ValueError, match="transfers_licences_growth"):
        catalogue([MEASURES["transfers_licences_growth"]], MEASURES.values())


@pytest.mark.shared
def test_the_goals_are_those_of_the_notice_joined_by_id(shared):
    with open(shared / "data/programme/indicator_floors.csv", encoding="utf-8") as f:
        rows = {r["id"]: r for r in csv.DictReader(f)}
    assert set(rows) <= set(MEASURES), "each goal has the measure of some house"
    for code in rows:
        m = MEASURES[code]
        assert m.title.zh == rows[code]["zh"]
        assert rows[code]["clause"] == f"{m.clause.clause}: {m.clause.quote}" or m.clause.quote in rows[code]["clause"]
        assert m.is_growth is (rows[code]["measure_type"] == "growth")


@pytest.mark.shared
def test_the_words_a_counted_day_rests_on_stand_in_the_law(shared):
    laws = {p.stem: p.read_text().replace("\n", "") for p in (shared / "data/laws").glob("*.md")}
    laws["民法典"] = laws["物权编"]
    for m in OVER_FACTS:
        for day in m.counted_days:
            if day.cite.grade.value != "ours":
                assert day.cite.quote in laws[day.cite.document], day.cite


def test_a_definition_speaks_both_languages():
    for m in MEASURES.values():
        texts = [v for f in m.__slots__ if isinstance(v := getattr(m, f), Text)]
        assert texts
        assert all(t.zh != t.en for t in texts)
