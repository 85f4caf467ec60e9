"""The traps of the published series (domain/programme.md 5.3, data/programme/SOURCE.md), on the real file and made up."""

import csv
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipops.kernel.outcome import Place
from ipops.kernel.period import CalendarPeriod
from ipops.ledger.facts.words import ObservationKind
from ipops.measures import figures, points, series
from ipops.measures.growth import Growth, Method
from ipops.measures.series import Bridge, pair, pairs, why_not
from tests.measures import facts
from tests.measures.facts import withdrawn

READING = figures.Reading(place_of=lambda n: n, is_place=lambda c: True, today=date(2026, 11, 25))


def row(**more):
    base = {
        "indicator": "pledge_amount",
        "scope": "patents",
        "kind": "flow",
        "period": "2018",
        "value": "885",
        "unit": "CNY_100M",
        "grade": "A",
        "source": "here",
    }
    return figures.observed({**base, **more}, Place(line=1), READING)


def points_of(folder, *rows, as_known_on=None, **more):
    facts.write(folder, rows)
    return points.points(folder, as_known_on=as_known_on, **more)


def codes(p):
    return {r.code for r in p.reasons}


@pytest.fixture(scope="module")
def national(shared, tmp_path_factory):
    """Every row of the published national series, by indicator."""
    folder = tmp_path_factory.mktemp("national")
    with open(shared / "data/programme/national_series.csv", encoding="utf-8") as f:
        rows = [figures.observed(r, Place(line=i), READING) for i, r in enumerate(csv.DictReader(f), 2)]
    facts.write(folder, rows)

    def found(indicator, **which):
        got = points.points(folder, indicators=[indicator], **which)
        assert got
        return got

    return found


def one(found, period, scope):
    (got,) = [p for p in found if p.period.text == period and p.scope == scope]
    return got


@pytest.mark.shared
class TestTheSevenTraps:
    def test_1_a_scope_break_is_refused_and_the_like_for_like_growth_is_23_8(self, national):
        found = national("pledge_amount")
        false = pair(one(found, "2018", "patents"), one(found, "2019", "patents+trademarks"))
        assert codes(false) == {"other-scope"}
        assert false.whole is None
        true = pair(one(found, "2018", "patents+trademarks"), one(found, "2019", "patents+trademarks"))
        assert true.whole.percent() == "23.8"
        assert true.whole.rate == Fraction(1515, 1224) - 1
        assert codes(pair(one(found, "2018", "patents"), one(found, "2018", "patents+trademarks"))) == {
            "other-scope",
            "same-period",
        }

    def test_2_a_unit_break_is_refused(self, national):
        projects, patents = national("pledge_projects"), national("pledge_patents")
        assert "other-indicator" in codes(
            pair(one(patents, "2018", "patents"), one(projects, "2019", "patents+trademarks"))
        )
        with_pledges, without = national("transfers_licences_pledges"), national("transfers_licences")
        assert "other-indicator" in codes(pair(one(with_pledges, "2019", "patents"), one(without, "2024", "unstated")))

    def test_3_a_restated_base_gives_both_answers_and_names_the_snapshot(self, national, tmp_path):
        first = row(period="2019", value="100", as_of="2020-04")
        again = row(period="2019", value="98", as_of="2021-03-09")
        last = row(period="2020", value="120", as_of="2021-03-09")
        found = points_of(tmp_path, first, again, last)
        growths = [p.as_json() for p in pairs(found) if not p.reasons]
        assert [(g["from"]["value"], g["from"]["known_on"], g["growth"]["compound"]) for g in growths] == [
            ("100", "2020-04-30", "20.0"),
            ("98", "2021-03-09", "22.4"),
        ]
        published = [p.as_json()["published"] for p in pairs(national("pledge_amount")) if p.whole]
        assert [p["percent"] for p in published if p] == ["65", "23", "23.8", "43.9", "42", "75.4"]
        assert all(p["agrees"] for p in published if p)

    def test_3_a_published_growth_that_implies_another_base_is_told(self, tmp_path):
        found = points_of(
            tmp_path, row(period="2019", value="1000"), row(period="2020", value="1500", growth_published="43.9")
        )
        (told,) = [p.as_json()["published"] for p in pairs(found)]
        assert told == {"percent": "43.9", "agrees": False, "implied_base": "1042.4", "base_used": "1000"}

    def test_4_a_cumulative_figure_gives_no_growth_and_is_no_flow(self, national):
        year, cumulative = national("insurance_firms"), national("insurance_firms_cumulative")
        assert {"other-indicator", "other-kind"} <= codes(pair(year[0], cumulative[0]))
        cities = national("key_cities")
        assert all("cumulative" in codes(p) for p in pairs(cities))

    def test_5_half_a_year_is_never_made_into_a_year(self, national):
        found = national("pledge_amount")
        half, year = one(found, "2022H1", "patents+trademarks"), one(found, "2022", "patents+trademarks")
        assert half.value * 2 < year.value
        assert "other-length" in codes(pair(half, one(found, "2023", "patents+trademarks")))
        assert "other-length" in codes(pair(one(found, "2021", "patents+trademarks"), half))

    def test_6_three_measures_of_technology_contracts_are_three(self, national):
        all_of_them, with_ip = national("tech_contract_amount"), national("ip_tech_contract_amount")
        same_year = [p for p in all_of_them if p.period.text == "2019"]
        assert {"other-indicator", "other-scope"} <= codes(pair(same_year[0], with_ip[0]))
        assert "other-indicator" in codes(pair(with_ip[0], one(all_of_them, "2020", "all_contracts")))

    def test_7_the_formula_of_the_average_is_shown_in_every_reading(self, national):
        found = [p for p in national("pledge_amount") if p.scope == "patents+trademarks"]
        got = pair(one(found, "2020", "patents+trademarks"), one(found, "2023", "patents+trademarks"), found)
        assert got.growths[Method.COMPOUND].percent() == "57.6"
        assert got.growths[Method.MEAN_YOY].percent() == "58.2"

    def test_8_a_figure_carries_its_grade_and_a_second_source(self, national):
        garbled = one(national("pledge_amount"), "2019", "patents+trademarks")
        assert garbled.printed == "1515"
        assert garbled.grade == "A"
        assert garbled.where.count(" ; ") == 2


@pytest.mark.shared
class TestTheOtherTraps:
    def test_unstated_is_not_even_equal_to_itself(self, national):
        standard = national("insurance_firms_cumulative")[0]
        assert "scope-unstated" in {r.code for r in why_not(standard, standard)}

    def test_a_derived_row_compares_with_the_one_it_came_from_and_says_so(self, national):
        found = national("transfers_licences")
        got = pair(one(found, "2023", "unstated"), one(found, "2024", "unstated"))
        assert got.whole.percent() == "29.9"
        assert any("derived" in n.en for n in got.notes)

    def test_protection_centres_do_not_fall_from_123_to_81(self, national):
        found = national("protection_centres")
        assert codes(pair(one(found, "2024-10", "protection+rapid"), one(found, "2025-10", "protection"))) == {
            "other-scope"
        }

    def test_what_the_source_calls_about_or_more_than_is_flagged(self, national):
        revenue = national("ip_service_revenue")
        got = pair(one(revenue, "2019", "all_bodies"), one(revenue, "2020", "all_bodies"))
        assert any("about" in n.en for n in got.notes)
        assert got.as_json()["published"]["percent"] == "4.5"

    def test_a_ratio_has_no_growth(self, national):
        assert all("ratio" in codes(p) for p in pairs(national("pledge_firms_le_10m_share")))

    def test_as_known_on_a_day_the_series_ends_where_the_announcements_end(self, national):
        early = national("pledge_amount", as_known_on=date(2021, 3, 8))
        assert [p.printed for p in early if p.clock == "announced"] == ["1515"]
        later = national("pledge_amount", as_known_on=date(2021, 3, 9))
        assert [p.printed for p in later if p.clock == "announced"] == ["1515", "2180"]


class TestTheTwoClocks:
    def test_an_announced_figure_was_known_before_we_recorded_it(self, tmp_path):
        found = points_of(tmp_path, row(as_of="2019-01-10"), as_known_on=date(2019, 1, 10))
        assert [(p.clock, p.known_on) for p in found] == [("announced", date(2019, 1, 10))]

    def test_one_without_a_day_is_known_from_our_record_on(self, tmp_path):
        facts.write(tmp_path, [row()])
        assert points.points(tmp_path, as_known_on=date(2019, 12, 31)) == []
        found = points.points(tmp_path, as_known_on=date(2020, 1, 1))
        assert [(p.clock, p.known_on) for p in found] == [("recorded", date(2020, 1, 1))]

    def test_a_withdrawn_announcement_was_our_mistake_and_was_never_known(self, tmp_path):
        history = [row(as_of="2019-01-10"), (withdrawn(date(2020, 1, 2)), 1)]
        assert points_of(tmp_path, *history, as_known_on=date(2019, 6, 1)) == []

    def test_a_figure_we_corrected_later_was_known_as_it_stood(self, tmp_path):
        facts.write(tmp_path, [row(value="885"), row(period="2017", value="1"), (row(value="888"), 1)])
        assert [p.printed for p in points.points(tmp_path, as_known_on=date(2020, 1, 2))] == ["1", "885"]
        assert [p.printed for p in points.points(tmp_path, as_known_on=date(2020, 1, 3))] == ["1", "888"]
        assert [p.printed for p in points.points(tmp_path)] == ["1", "888"]


def test_a_bridge_carries_a_growth_over_a_break_and_only_a_stated_one_does(tmp_path):
    old, new = row(period="2017", value="720"), row(period="2019", value="1515", scope="patents+trademarks")
    a, b = points_of(tmp_path, old, new)
    assert codes(pair(a, b)) == {"other-scope"}
    bridge = Bridge(
        n=9,
        indicator="pledge_amount",
        place="CN",
        period=CalendarPeriod.of_year(2018),
        old=("patents", "CNY_100M", ""),
        new=("patents+trademarks", "CNY_100M", ""),
        old_value=Fraction(885),
        new_value=Fraction(1224),
    )
    got = pair(a, b, bridges=[bridge])
    assert got.whole.rate == Fraction(885, 720) * Fraction(1515, 1224) - 1
    assert got.as_json()["bridge"] == 9
    assert codes(pair(b, a, bridges=[bridge])) == {"other-scope"}
    elsewhere = pair(a, b, bridges=[Bridge(**{f: getattr(bridge, f) for f in bridge.__slots__} | {"place": "370100"})])
    assert codes(elsewhere) == {"other-scope"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"scope": "marks"}, "other-scope"),
        ({"unit": "count"}, "other-unit"),
        ({"kind": "stock"}, "other-kind"),
        ({"definition": "2"}, "other-definition"),
        ({"place": "370100"}, "other-place"),
        ({"period": "2018"}, "same-period"),
        ({"period": "2019H1"}, "other-length"),
    ],
)
def test_each_difference_alone_refuses_a_growth(tmp_path, changes, code):
    a, b = (p for p in points_of(tmp_path, row(), row(**{"period": "2019", "value": "900", **changes})))
    got = {r.code for r in why_not(a, b)} | {r.code for r in why_not(b, a)}
    assert got == {code}


def test_halves_of_two_years_compare_and_two_halves_of_one_year_do_not(tmp_path):
    first, second, next_first = points_of(
        tmp_path, row(period="2018H1"), row(period="2018H2", value="900"), row(period="2019H1", value="1770")
    )
    assert pair(first, next_first).whole.percent() == "100.0"
    assert codes(pair(first, second)) == {"other-months"}


def test_a_zero_base_is_not_computable(tmp_path):
    got = pairs(points_of(tmp_path, row(value="0"), row(period="2019")))
    assert codes(got[0]) == {"zero-base"}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["2017", "2018", "2019", "2018H1", "2019H1"]),
            st.sampled_from(["patents", "unstated"]),
            st.sampled_from(list(ObservationKind)),
            st.integers(0, 50),
        ),
        max_size=6,
    )
)
def test_every_pair_is_either_computed_or_refused_with_a_reason(tmp_path_factory, rows):
    found = points_of(
        tmp_path_factory.mktemp("s"),
        *[row(period=p, scope=s, kind=k.value, value=str(v), note=str(i)) for i, (p, s, k, v) in enumerate(rows)],
    )
    got = pairs(found)
    assert len(got) == len(found) * (len(found) - 1) // 2
    for p in got:
        assert bool(p.reasons) != (p.whole is not None)
        assert all(r.says.zh and r.says.en for r in p.reasons)
        if p.whole:
            assert p.first.scope == p.last.scope != series.UNSTATED
            assert p.first.period.months == p.last.period.months
            assert p.first.kind in (ObservationKind.FLOW, ObservationKind.STOCK)
            assert isinstance(p.growths[Method.COMPOUND], Growth)
            p.as_json()
