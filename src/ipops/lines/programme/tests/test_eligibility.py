"""Who may be nominated: the real list of 37 under the notice of 2020, and what a changed list would change."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from ipops.kernel.citation import Grade
from ipops.kernel.outcome import Refused
from ipops.kernel.text import Text
from ipops.lines.programme.rules.selection.asked import asked, register_for
from ipops.lines.programme.rules.selection.eligibility import Standing, city_answer, province_answer
from ipops.policy import pack_named
from ipops.site.commands import eligibility

PACK = pack_named("cn-2020-40")
ON = date(2020, 5, 29)
REGISTER = register_for(PACK, ON)


def verdicts():
    return {a.province: a for a in asked("cn-2020-40").provinces}


def test_the_eleven_cities_of_2020_all_pass():
    cities = asked("cn-2020-40").cities
    assert len(cities) == 11
    assert {a.standing for a in cities} == {Standing.ELIGIBLE}


def test_zhejiang_and_shanghai_are_out_and_nobody_else():
    out = [p for p, a in verdicts().items() if a.standing is Standing.EXCLUDED]
    assert sorted(out) == ["上海市", "浙江省"]


def test_separate_planning_cities_count_for_their_province():
    (cap,) = verdicts()["浙江省"].checks
    assert [c.name.zh for c in cap.counted] == ["宁波市", "杭州市", "台州市"]


def test_jiangsu_and_guangdong_are_undetermined_and_name_what_is_missing():
    open_ones = {
        p: [m.name.zh for m in a.missing] for p, a in verdicts().items() if a.standing is Standing.UNDETERMINED
    }
    assert open_ones == {"江苏省": ["无锡市"], "广东省": ["东莞市"]}


def test_every_check_names_its_clause_and_the_entries_it_counted():
    for a in (*asked("cn-2020-40").cities, *verdicts().values()):
        for check in a.checks:
            assert check.cite is not None
            assert check.cite.document == "财办建〔2020〕40号"
            assert all(c.is_evidenced or check.standing is Standing.ELIGIBLE for c in check.counted)


def test_a_city_supported_before_is_out_and_one_said_to_be_is_undetermined():
    for name, province, want in (("济南市", "山东省", Standing.EXCLUDED), ("成都市", "四川省", Standing.UNDETERMINED)):
        answer = city_answer(Text(name, name), province, 2020, PACK, REGISTER, ON)
        assert answer.standing is want
        assert answer.checks[0].code == "no_repeat"


@pytest.mark.parametrize(
    ("typed", "province", "want"),
    [
        ("海淀区", "北京市", Standing.EXCLUDED),
        ("北京市海淀区", "北京市", Standing.EXCLUDED),
        ("海淀", "北京", Standing.EXCLUDED),
        ("浦东", "", Standing.EXCLUDED),
        ("济南", "山东", Standing.EXCLUDED),
        ("湖州市", "浙江", Standing.EXCLUDED),
        ("江北区", "重庆", Standing.EXCLUDED),
        ("江北区", "浙江省", Standing.EXCLUDED),  # of Ningbo: not supported before, but its province is out
        ("朝阳区", "吉林省", Standing.ELIGIBLE),  # of Changchun, not the one of Beijing
        ("东城区", "北京市", Standing.ELIGIBLE),
    ],
)
def test_a_city_is_known_however_it_is_called(typed, province, want):
    """The list writes 北京市海淀区 where the table of divisions, from which a nomination has its name, writes 海淀区."""
    (answer,) = asked("cn-2020-40", city=typed, province=province).cities
    assert answer.standing is want
    if typed == "江北区":
        assert [c.standing for c in answer.checks] == (
            [Standing.EXCLUDED, Standing.ELIGIBLE] if province == "重庆" else [Standing.ELIGIBLE, Standing.EXCLUDED]
        )


def test_a_province_that_is_none_is_refused_and_not_counted_with_no_city():
    assert [r.code for r in asked("cn-2020-40", city="湖州市", province="浙西省").reasons] == ["no-such-province"]


def test_a_place_without_any_entry_may_be_anybodys():
    """Without the five entries by repute the open places could be a third city of Shandong."""
    shorter = replace(REGISTER, cities=tuple(c for c in REGISTER.cities if c.is_evidenced))
    assert province_answer("山东省", PACK, shorter, ON).standing is Standing.UNDETERMINED
    assert province_answer("山东省", PACK, REGISTER, ON).standing is Standing.ELIGIBLE


@given(st.sets(st.sampled_from(REGISTER.cities)))
def test_evidence_lost_never_excludes_and_never_admits_who_was_out(lost):
    """Hearsay instead of evidence can only make an answer less certain."""
    weaker = replace(
        REGISTER,
        cities=tuple(replace(c, cite=replace(c.cite, grade=Grade.K)) if c in lost else c for c in REGISTER.cities),
    )
    for province in {c.province for c in REGISTER.cities}:
        before = province_answer(province, PACK, REGISTER, ON).standing
        after = province_answer(province, PACK, weaker, ON).standing
        assert after in (before, Standing.UNDETERMINED)


def test_a_notice_whose_caps_are_unknown_determines_nothing():
    got = asked("cn-2018-96")
    assert {a.standing for a in got.cities} == {Standing.UNDETERMINED}


def test_a_pack_that_is_no_notice_is_refused():
    assert isinstance(asked("cn-budget-law-2018"), Refused)
    assert isinstance(asked("no-such"), Refused)


class TestTheCommand:
    @pytest.fixture
    def app(self):
        made = typer.Typer()
        eligibility.register(made)
        made.command("other")(lambda: None)
        return made

    def test_gives_one_json_document(self, app):
        got = CliRunner().invoke(app, ["eligibility", "--pack", "cn-2020-40", "--json"])
        assert got.exit_code == 0
        told = json.loads(got.stdout)
        assert sorted(told["excluded"]) == ["上海市", "浙江省"]
        assert sorted(told["undetermined"]) == ["广东省", "江苏省"]
        assert all(c["verdict"] == "eligible" for c in told["cities"])

    def test_says_who_is_undetermined_to_a_person(self, app):
        got = CliRunner().invoke(app, ["eligibility", "--pack", "cn-2020-40"])
        assert "无锡市" in got.stdout
        assert "浙江省  excluded" in got.stdout

    def test_asks_for_the_province_of_a_stranger(self, app):
        got = CliRunner().invoke(app, ["eligibility", "--pack", "cn-2020-40", "--city", "兰州市", "--json"])
        assert got.exit_code == 1
        assert json.loads(got.stdout)["reasons"][0]["code"] == "province-needed"
        got = CliRunner().invoke(
            app, ["eligibility", "--pack", "cn-2020-40", "--city", "兰州市", "--province", "甘肃省", "--json"]
        )
        assert json.loads(got.stdout)["cities"][0]["verdict"] == "eligible"
