"""The five criteria: yes, no or unknown, with evidence, by the reading chosen, as of a day."""

from __future__ import annotations

import json
from datetime import date

import pyarrow.parquet as pq
import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from ipops.corpus.high_value import Award, Outside, Pledge, Readings, gather, judged, lists, near, tables_of
from ipops.corpus.high_value.criteria import years_after
from ipops.corpus.high_value.readings import CRITERIA, Abroad, Met, TenYears
from ipops.kernel.money import Money
from ipops.kernel.outcome import Refused
from ipops.site.commands import corpus_high_value
from tests.corpus.rows import write

ON = date(2024, 6, 30)
BASE = {"document": "CN1B", "application": "CNA1", "office": "CN", "right_type": "invention", "filed_on": date(2012, 1, 10),
        "granted_on": date(2015, 1, 10), "published_on": date(2015, 1, 10), "legal_status": "active", "title": "一种装置"}  # fmt: skip
NOTHING = Outside(pledges=(), awards=())


def verdict(folder, *, on=ON, readings=None, outside=NOTHING, document=None, **tables):
    write(folder, documents=[BASE | (document or {})], **tables)
    (got,) = judged(gather(folder, outside), on, readings or Readings(), outside)
    return got


def finding(got, code):
    return next(f for f in got.findings if f.code == code)


class TestValidity:
    @pytest.mark.parametrize(
        ("document", "met"),
        [
            ({}, Met.YES),
            ({"granted_on": date(2024, 7, 1)}, Met.NO),
            ({"granted_on": None, "legal_status": "pending"}, Met.NO),
            ({"granted_on": None, "legal_status": None}, Met.UNKNOWN),
            ({"legal_status": "lapsed", "legal_status_on": date(2024, 6, 30)}, Met.NO),
            ({"legal_status": "lapsed", "legal_status_on": date(2024, 7, 1)}, Met.YES),
            ({"legal_status": "lapsed"}, Met.UNKNOWN),
            ({"legal_status": None}, Met.UNKNOWN),
            ({"ends_on": date(2024, 6, 30)}, Met.NO),
        ],
    )
    def test_is_as_of_the_day(self, tmp_path, document, met):
        assert verdict(tmp_path, document=document).valid.met == met

    def test_follows_the_last_event_before_the_day(self, tmp_path):
        events = [
            {"document": "CN1B", "on": d, "act": a, "code": a[:2]}
            for d, a in [
                (date(2020, 1, 1), "lapse"),
                (date(2021, 1, 1), "restoration"),
                (date(2025, 1, 1), "invalidation"),
            ]
        ]
        assert verdict(tmp_path, events=events, document={"legal_status": "lapsed"}).valid.met == Met.YES
        assert verdict(tmp_path, events=events, on=date(2020, 6, 1)).valid.met == Met.NO
        assert verdict(tmp_path, events=events, on=date(2025, 6, 1)).is_high_value == Met.NO


class TestTenYears:
    @pytest.mark.parametrize(
        ("reading", "on", "met"),
        [
            (TenYears.GRANT, date(2025, 1, 10), Met.NO),
            (TenYears.GRANT, date(2025, 1, 11), Met.YES),
            (TenYears.FILING, date(2022, 1, 10), Met.NO),
            (TenYears.FILING, date(2022, 1, 11), Met.YES),
        ],
    )
    def test_are_more_than_ten_by_the_reading(self, tmp_path, reading, on, met):
        got = verdict(tmp_path, on=on, readings=Readings(ten_years=reading))
        assert finding(got, "ten_years").met == met
        assert got.is_high_value == (Met.YES if met == Met.YES else Met.UNKNOWN)

    @given(st.dates(date(1990, 1, 1), date(2060, 1, 1)))
    def test_end_on_the_same_day_of_the_calendar(self, day):
        assert years_after(day, 10).replace(year=day.year, day=1) == day.replace(day=1)


US = {
    "document": "US9B2",
    "application": "USA9",
    "office": "US",
    "right_type": "invention",
    "granted_on": date(2016, 1, 1),
    "legal_status": "active",
}


def family(*members: tuple[str, str, str | None], source: str = "stated") -> list[dict]:
    return [
        {"family": "docdb:1", "kind": "docdb", "member": m, "office": o, "document": d, "source": source}
        for m, o, d in members
    ]


class TestFamilyAbroad:
    def met(self, folder, members, *documents, on=ON, **readings):
        write(folder, documents=[BASE, *documents], families=family(("CN1B", "CN", "CN1B"), *members))
        (got,) = judged(gather(folder, NOTHING), on, Readings(**readings), NOTHING)
        return finding(got, "family_abroad").met

    def test_is_unknown_without_a_family_and_no_without_a_member_abroad(self, tmp_path):
        assert finding(verdict(tmp_path / "a"), "family_abroad").met == Met.UNKNOWN
        assert self.met(tmp_path / "b", []) == Met.NO

    def test_is_unknown_where_no_source_lists_the_family_and_the_corpus_holds_none_abroad(self, tmp_path):
        """A list exported from one office holds no member abroad because nobody asked for one."""
        write(tmp_path, documents=[BASE], families=family(("CN1B", "CN", "CN1B"), source="derived"))
        (got,) = judged(gather(tmp_path, NOTHING), ON, Readings(), NOTHING)
        assert finding(got, "family_abroad").met == Met.UNKNOWN

    def test_is_a_right_that_stands_on_the_day(self, tmp_path):
        member = [("US9B2", "US", "US9B2")]
        assert self.met(tmp_path / "a", member, US) == Met.YES
        assert self.met(tmp_path / "b", member, US, on=date(2015, 12, 31)) == Met.NO
        lapsed = US | {"legal_status": "lapsed", "legal_status_on": date(2020, 1, 1)}
        assert self.met(tmp_path / "c", member, lapsed) == Met.NO, "lost with the lapse of the member"
        assert self.met(tmp_path / "d", member, lapsed, on=date(2019, 1, 1)) == Met.YES

    def test_is_unknown_for_a_grant_that_is_only_a_number(self, tmp_path):
        assert self.met(tmp_path, [("US9B2", "US", None)]) == Met.UNKNOWN

    def test_may_be_an_application_by_the_reading(self, tmp_path):
        assert self.met(tmp_path, [("US2015000001A1", "US", None)], abroad=Abroad.FILED) == Met.YES

    @pytest.mark.parametrize(
        ("office", "reading"), [("TW", "with_hk_mo_tw"), ("HK", "with_hk_mo_tw"), ("WO", "with_pct")]
    )
    def test_counts_some_offices_only_by_the_reading(self, tmp_path, office, reading):
        member = [(f"{office}1A", office, None)]
        assert self.met(tmp_path / "a", member, abroad=Abroad.FILED) == Met.NO
        assert self.met(tmp_path / "b", member, abroad=Abroad.FILED, **{reading: True}) == Met.YES


class TestEmergingIndustry:
    def met(self, folder, **row):
        fields = [
            {"document": "CN1B", "scheme": "sei", "field": "2.1", "title": "智能制造", "conditional": False} | row
        ]
        return finding(verdict(folder, fields=fields), "emerging_industry")

    def test_is_met_by_the_concordance_and_names_the_industry(self, tmp_path):
        got = self.met(tmp_path)
        assert (got.met, got.evidence) == (Met.YES, ("2.1",))

    def test_is_unknown_while_keywords_are_unchecked_or_no_concordance_was_loaded(self, tmp_path):
        assert self.met(tmp_path / "a", conditional=True).met == Met.UNKNOWN
        assert finding(verdict(tmp_path / "b"), "emerging_industry").met == Met.UNKNOWN

    def test_is_not_met_where_a_concordance_finds_others_only(self, tmp_path):
        fields = [{"document": "CN1B", "scheme": "sei", "field": "2.1"}]
        write(tmp_path, documents=[BASE, BASE | {"document": "CN2B", "application": "CNA2"}], fields=fields)
        _, other = judged(gather(tmp_path, NOTHING), ON, Readings(), NOTHING)
        assert finding(other, "emerging_industry").met == Met.NO


class TestPledge:
    def of(self, folder, *pledges, readings=None, events=()):
        outside = Outside(pledges=pledges, awards=())
        return finding(verdict(folder, outside=outside, readings=readings, events=list(events)), "pledge").met

    HIGH = Pledge(
        application="CNA1", registered_on=date(2020, 1, 1), amount=Money.yuan(10_000_000), released_on=date(2021, 1, 1)
    )

    def test_is_unknown_as_long_as_no_amount_is_chosen(self, tmp_path):
        assert self.of(tmp_path, self.HIGH) == Met.UNKNOWN

    def test_compares_whole_fen_with_the_amount_chosen(self, tmp_path):
        for fen, met in ((10_000_000_00, Met.YES), (10_000_000_01, Met.NO)):
            assert self.of(tmp_path / str(fen), self.HIGH, readings=Readings(pledge_from=Money(fen))) == met

    def test_leaves_out_released_ones_by_the_reading(self, tmp_path):
        chosen = Readings(pledge_from=Money(1), released_pledges=False)
        assert self.of(tmp_path, self.HIGH, readings=chosen) == Met.NO

    def test_is_unknown_for_a_pledge_without_an_amount_and_without_a_register(self, tmp_path):
        event = {"document": "CN1B", "on": date(2020, 1, 1), "act": "pledge", "code": "PE01"}
        assert self.of(tmp_path / "a", events=[event], readings=Readings(pledge_from=Money(1))) == Met.UNKNOWN
        assert finding(verdict(tmp_path / "b", outside=Outside()), "pledge").met == Met.UNKNOWN

    def test_is_not_met_without_any_pledge_in_a_register(self, tmp_path):
        assert self.of(tmp_path) == Met.NO


class TestAwards:
    def test_count_from_their_day_and_by_name(self, tmp_path):
        won = Outside(pledges=(), awards=(Award(application="CNA1", name="中国专利金奖", on=date(2020, 1, 1)),))
        assert finding(verdict(tmp_path / "a", outside=won), "award").met == Met.YES
        assert finding(verdict(tmp_path / "b", outside=won, on=date(2019, 1, 1)), "award").met == Met.NO
        assert (
            finding(verdict(tmp_path / "c", outside=won, readings=Readings(awards=frozenset({"别的奖"}))), "award").met
            == Met.NO
        )


class TestTheVerdict:
    def test_is_no_for_a_dead_patent_whatever_it_meets_and_only_inventions_are_asked(self, tmp_path):
        got = verdict(tmp_path, on=date(2026, 1, 1), document={"ends_on": date(2025, 12, 31)})
        assert (got.met, got.is_high_value) == (("ten_years",), Met.NO)
        write(tmp_path / "u", documents=[BASE | {"right_type": "utility_model"}])
        assert gather(tmp_path / "u", NOTHING) == []

    def test_is_no_only_if_every_criterion_is_known_to_fail(self, tmp_path):
        fields = [{"document": "CN2B", "scheme": "sei", "field": "1"}]
        other = BASE | {"document": "CN2B", "application": "CNA2"}
        write(tmp_path, documents=[BASE, other], fields=fields, families=family(("CN1B", "CN", "CN1B")))
        first, _ = judged(gather(tmp_path, NOTHING), ON, Readings(), NOTHING)
        assert [f.met for f in first.findings] == [Met.NO] * 5
        assert first.is_high_value == Met.NO

    def test_travels_with_its_readings_and_source(self, tmp_path):
        readings = Readings(ten_years=TenYears.FILING)
        table = tables_of([verdict(tmp_path, readings=readings)], readings)
        told = json.loads(table.schema.metadata[b"ipops.high_value"])
        assert told["readings"]["ten_years"] == "filing"
        assert told["cite"]["grade"] == "B"
        row = table.to_pylist()[0]
        assert (row["high_value"], row["criteria"]) == ("yes", "ten_years")
        assert all(row[f"{c}_zh"] and row[f"{c}_en"] for c in CRITERIA)


class TestTheCultivationList:
    def test_names_the_day_a_criterion_comes_by_itself(self, tmp_path):
        (got,) = near([verdict(tmp_path)], Readings())
        assert [(c, d) for c, _, d in got.steps] == [("ten_years", date(2025, 1, 10))]

    def test_leaves_out_who_is_high_value_already_and_who_is_dead(self, tmp_path):
        alive = verdict(tmp_path / "a", on=date(2025, 2, 1))
        dead = verdict(tmp_path / "b", document={"ends_on": date(2020, 1, 1)})
        assert near([alive, dead], Readings()) == []

    def test_puts_more_steps_before_quality_before_names(self, tmp_path):
        documents = [BASE | {"document": f"CN{i}B", "application": f"CNA{i}"} for i in range(1, 4)]
        fields = [{"document": "CN3B", "scheme": "sei", "field": "1", "conditional": True}]
        write(tmp_path, documents=documents, fields=fields)
        verdicts = list(judged(gather(tmp_path, NOTHING), ON, Readings(), NOTHING))
        got = near(verdicts, Readings(), quality={"CNA2": 0.9})
        assert [n.verdict.patent.application for n in got] == ["CNA3", "CNA2", "CNA1"]


class TestLists:
    def test_are_read_with_empty_amounts_as_unknown(self, tmp_path):
        path = tmp_path / "p.csv"
        path.write_text(
            "application,registered_on,amount_yuan,rights,released_on\nCNA1,2020-01-01,12.5,3,\nCNA2,2020-01-01,,,2021-01-01\n"
        )
        got = lists.pledges(path)
        assert not isinstance(got, Refused)
        assert [(p.amount, p.rights, p.released_on) for p in got] == [
            (Money(1250), 3, None),
            (None, 1, date(2021, 1, 1)),
        ]

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("application,on\nCNA1,2020-01-01\n", "a.csv, line 1: there is no column name"),
            ("application,name,on\nCNA1,奖,2020-13-01\n", "a.csv, line 2:"),
            (
                "application,name,on\nCNA1,奖,2020-01-01\n,奖,2020-01-01\n",
                "a.csv, line 3: application, name, on may not be empty",
            ),
        ],
    )
    def test_are_refused_with_the_line(self, tmp_path, text, says):
        path = tmp_path / "a.csv"
        path.write_text(text)
        got = lists.awards(path)
        assert isinstance(got, Refused)
        assert says in got.reasons[0].says.en


def test_the_command_writes_verdicts_and_the_cultivation_list(tmp_path):
    app = typer.Typer()
    corpus_high_value.register(app)
    app.command("other")(lambda: None)
    tables = write(tmp_path / "t", documents=[BASE])
    (tmp_path / "p.csv").write_text("application,registered_on,amount_yuan\nCNA1,2020-01-01,5000000\n")
    words = ["corpus", "high-value", str(tables), "--on", "2024-06-30", "--out", str(tmp_path / "o.parquet"), "--json",
             "--pledges", str(tmp_path / "p.csv"), "--pledge-from", "5000000"]  # fmt: skip
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert (said["verdicts"], said["criteria"]) == ({"yes": 1}, {"pledge": 1})
    assert pq.read_table(tmp_path / "o.parquet")["high_value"].to_pylist() == ["yes"]
    refused = CliRunner().invoke(app, [*words, "--office", "中国"])
    assert refused.exit_code == 2, "no office of that code: an empty list would read as none"
    assert "CN" in refused.stderr
