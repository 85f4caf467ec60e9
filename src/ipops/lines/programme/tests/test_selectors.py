"""From facts in the journal to a scorecard and its reasons; through the database, the export and the commands."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from typer.testing import CliRunner

from ipops.kernel.outcome import Refused
from ipops.ledger.entry import Draft, Source
from ipops.ledger.facts.words import Proof
from ipops.lines.programme.app import selectors
from ipops.lines.programme.rules.scoring import Verdict
from ipops.site import cli
from ipops.webkit import journal, seals
from tests.measures.facts import ended, licence, opened, pledge, transfer, withdrawn

pytestmark = [pytest.mark.django_db, pytest.mark.db]
CITY = "990100"
#: Issue 2, section 8.
KEYS = {
    "indicator",
    "value",
    "unit",
    "baseline",
    "growth",
    "used",
    "target",
    "verdict",
    "reasons",
    "facts",
    "pack",
    "clause",
    "seal",
}


def record(*facts, at=None, supersedes=None):
    start = journal.size()
    drafts = [
        Draft(fact=f, source=Source(reason="t"), reference=f"t{start + i}", supersedes=supersedes)
        for i, f in enumerate(facts)
    ]
    return [e.n for e in journal.append(drafts, by="user:t", at=at)]


def lines(year, pack="cn-2020-40", place=CITY, **more):
    return {line.measure.code: line for line in selectors.scorecard(place, year, pack, **more)}


def deals(year, number, make=licence, **more):
    return [make(f"{make.__name__}{year}-{i}", f"R{i}", date(year, 3, 1), **more) for i in range(number)]


def test_an_empty_journal_has_a_scorecard_with_every_goal_and_no_verdict():
    found = selectors.scorecard(CITY, 2022, "cn-2020-40")
    assert len(found) == 21
    assert {x.verdict for x in found} <= {Verdict.UNKNOWN, Verdict.NOT_COMPUTABLE}
    assert all(x.value is None and x.reasons and x.seal is None for x in found)


def test_a_recorded_licence_moves_the_figure_by_one():
    record(*deals(2021, 10), *deals(2022, 11))
    before = lines(2022)["transfers_licences_growth"]
    record(licence("new", "R", date(2022, 5, 5)))
    after = lines(2022)["transfers_licences_growth"]
    assert (before.value, after.value) == (11, 12)
    assert (before.verdict, after.verdict) == (Verdict.MISSED, Verdict.MET)
    assert before.short.most == 1
    assert (after.base, after.base_year, after.facts) == (10, 2021, 12)


def test_a_reported_deal_waits_and_an_excluded_one_is_shown_apart():
    record(*deals(2021, 3), transfer("told", "R", date(2021, 1, 5), proof=Proof.REPORTED))
    record(
        opened("C", "licence2021-0", on=date(2021, 6, 1)), ended("C", "excluded", "licence2021-0", on=date(2021, 7, 1))
    )
    line = lines(2021)["transfers_licences_growth"]
    assert (line.value, line.columns["gross"], line.columns["excluded"]) == (2, 3, 1)


def test_as_known_on_a_day_later_records_and_corrections_do_not_count():
    (first, *_) = record(*deals(2021, 2), at=datetime(2022, 1, 5, tzinfo=UTC))
    record(*deals(2021, 1, transfer), at=datetime(2022, 3, 1, tzinfo=UTC))
    record(withdrawn(date(2022, 4, 1)), at=datetime(2022, 4, 1, tzinfo=UTC), supersedes=first)
    known = {
        day: lines(2021, known_by=day)["transfers_licences_growth"].value
        for day in (date(2022, 1, 5), date(2022, 3, 1), date(2022, 4, 1))
    }
    assert list(known.values()) == [2, 3, 2]
    assert lines(2021, known_by=date(2022, 1, 4))["transfers_licences_growth"].value is None
    assert lines(2021)["transfers_licences_growth"].value == 2


def test_a_base_that_was_changed_after_it_was_used_gives_both_answers():
    numbers = record(*deals(2020, 10), at=datetime(2021, 1, 5, tzinfo=UTC))
    record(*deals(2021, 12), at=datetime(2022, 1, 5, tzinfo=UTC))
    record(withdrawn(date(2022, 4, 1)), at=datetime(2022, 4, 1, tzinfo=UTC), supersedes=numbers[0])
    line = lines(2021)["transfers_licences_growth"]
    assert line.base == 9
    assert line.restated.as_json() | {"growth": None} == {
        "base_year": 2020,
        "as_known_on": "2021-12-31",
        "baseline": 10,
        "growth": None,
        "verdict": "met",
        "used": "now",
        "baseline_now": 9,
    }


def test_a_district_without_deals_in_a_year_its_city_kept_had_none():
    record(*deals(2021, 3, frm="990102", to="990102"), *deals(2022, 2, frm="990101", to="990101"))
    line = lines(2022, place="990101")["transfers_licences_growth"]
    assert (line.verdict, line.base) == (Verdict.NOT_COMPUTABLE, 0)
    assert lines(2022)["transfers_licences_growth"].base == 3


def test_why_opens_the_facts_the_clause_the_formula_the_sql_the_pack_and_the_seal():
    numbers = record(*deals(2021, 2), *deals(2022, 3))
    record(pledge("P", "R", date(2022, 1, 1)))
    seals.seal()
    trace = selectors.explain("transfers_licences_growth", CITY, 2022, "cn-2020-40")
    told = trace.as_json()
    assert told["fact_numbers"] == numbers[2:]
    assert told["base_fact_numbers"] == numbers[:2]
    assert [e["n"] for e in told["fact_list"]] == numbers[2:]
    assert told["facts"] == 3
    assert told["clause"] == "财办建〔2020〕40号 二、绩效目标 (1)"
    assert any("3 ÷ 2 − 1 = 50.0%" in f["en"] for f in told["formula"])
    assert "transfer_registered" in told["sql"]
    assert told["terms"]["growth.method"]["known"] is False
    assert told["seal"]["size"] == journal.size()
    assert told["seal"]["covers_all"] is True
    assert len(told["pack_version"]) == 64


def test_a_published_name_opens_its_goal_and_a_stranger_is_refused():
    assert selectors.explain("pledge_amount", CITY, 2022, "cn-2020-40").line.measure.code == "pledge_amount_growth"
    assert isinstance(selectors.explain("nothing", CITY, 2022, "cn-2020-40"), Refused)


def test_the_goals_of_every_pack_can_be_scored():
    from ipops.policy import packs

    for code, pack in packs().items():
        found = selectors.scorecard(CITY, 2022, code)
        assert len(found) == len(pack.targets())
        for line in found:
            json.dumps(line.as_json())


@pytest.fixture(scope="module")
def commands():
    cli.mount()
    return cli.app


def run(app, *args):
    return CliRunner().invoke(app, list(args))


class TestCommands:
    def test_score_prints_one_document_with_the_promised_keys(self, commands):
        record(*deals(2021, 2), *deals(2022, 3))
        got = run(commands, "score", "--place", CITY, "--year", "2022", "--pack", "cn-2020-40", "--json")
        assert got.exit_code == 0, got.output
        found = json.loads(got.stdout)
        assert all(set(line) >= KEYS for line in found)
        first = found[0]
        assert (first["value"], first["baseline"], first["growth"]["compound"]) == (3, 2, "50.0")
        assert (first["target"], first["verdict"], first["used"], first["facts"]) == (20, "met", None, 3)

    def test_score_for_people_names_the_goal_and_the_verdict(self, commands):
        record(*deals(2021, 2), *deals(2022, 2))
        got = run(commands, "score", "--place", CITY, "--year", "2022", "--pack", "cn-2020-40")
        assert got.exit_code == 0
        assert "未达到 missed" in got.stdout
        assert "short of the target by 1 deal" in got.stdout

    def test_explain_and_series_print_one_document(self, commands):
        record(*deals(2022, 1))
        args = ("--place", CITY, "--year", "2022", "--json")
        told = json.loads(run(commands, "explain", "transfers_licences_growth", *args).stdout)
        assert set(told) >= KEYS
        told = json.loads(run(commands, "series", "pledge_amount", "--place", "CN", "--json").stdout)
        assert (told["observations"], told["growth"], told["refused"]) == ([], [], [])

    @pytest.mark.parametrize(
        "args",
        [
            ("score", "--place", "Jinan", "--year", "2022"),
            ("score", "--place", CITY, "--year", "2022", "--pack", "cn-2020"),
            ("explain", "nothing", "--place", CITY, "--year", "2022"),
            ("series", "pledge_amuont", "--place", "CN"),
        ],
    )
    def test_what_cannot_be_asked_is_refused_with_a_reason(self, commands, args):
        got = run(commands, *args, "--json")
        assert got.exit_code == 1
        assert json.loads(got.stdout)["reasons"]

    def test_a_wrong_day_is_wrong_usage(self, commands):
        got = run(commands, "series", "pledge_amount", "--place", "CN", "--as-known-on", "2021-02-30")
        assert got.exit_code == 2

    def test_import_observations_prints_exactly_its_three_keys(self, commands, tmp_path):
        file = tmp_path / "f.csv"
        file.write_text(
            "indicator,scope,kind,period,value,unit,grade,source\nx,a,flow,2018,1,count,B,here\nx,a,flow,2018,?,count,B,here\n"
        )
        got = run(commands, "import", "observations", str(file), "--json")
        told = json.loads(got.stdout)
        assert (got.exit_code, told["read"], told["stored"], [r["line"] for r in told["refused"]]) == (1, 2, 1, [3])


@pytest.mark.parametrize("place", ["330200", "330000", "370200", "370100", "420100"])
def test_a_city_without_a_plan_stands_under_the_notice_and_not_under_a_regulation_of_its_province(place: str) -> None:
    pack = selectors.pack_for(place)
    assert not isinstance(pack, Refused)
    assert pack.code == selectors.DEFAULT_PACK


def test_a_city_with_a_plan_stands_under_it() -> None:
    pack = selectors.pack_for("990100")
    assert not isinstance(pack, Refused)
    assert pack.code == "demo-city"
