"""``ipops scheme``: lists, shows, evaluates, checks a city's own folder at file, line and key."""

from __future__ import annotations

import json
import shutil

import pytest
from typer.testing import CliRunner

from ipops.policy.scheme_shelf import BUILT_IN
from ipops.site.commands.scheme import app

runner = CliRunner()


def said(*words: str, code: int = 0) -> dict:
    got = runner.invoke(app, [*words, "--json"])
    assert got.exit_code == code, got.output
    return json.loads(got.stdout)


def test_list_counts_the_silent_places_of_every_scheme():
    rows = {row["code"]: row for row in said("list")}
    assert "layers.city.pays" in rows["gz-2023"]["silent"]
    assert rows["cn-guarantee-2017"]["silent"] == []


def test_show_gives_the_rules_with_their_citations():
    got = said("show", "zhongshan")
    assert got["rules"]["layers"][0]["shares"]["fund"] == "27/50"
    assert got["worked"]
    text = runner.invoke(app, ["show", "zhongshan", "--lang", "en"]).stdout
    assert "silent" in text


def test_evaluate_answers_with_amounts_in_fen_a_trace_and_unknowns():
    got = said("evaluate", "js-suzhidai", "1")
    assert got["amounts"] == {"fund": 800_000_000, "bank": 200_000_000}
    assert got["unit"] == "fen"
    assert {"rule", "clause", "inputs", "gives"} <= set(got["trace"][0])
    assert isinstance(got["unknowns"], list)
    open_ = said("evaluate", "gz-2023", "1")
    assert open_["amounts"]["city"] is None
    assert open_["between"]["city"] == [0, 100_000_000]
    assert {u["rule"] for u in open_["unknowns"]} == {"layers.city.pays"}


def test_evaluate_takes_a_case_of_ones_own_and_assumptions(tmp_path):
    path = tmp_path / "case.json"
    given = {"loss.principal": "200万元", "rights.kinds": ["invention"], "used.firm": "0元", "used.pot_year": "0元"}
    path.write_text(json.dumps({"on": "2024-05-06", "given": given}), encoding="utf-8")
    got = said("evaluate", "gz-2023", str(path), "--assume", "layers.city.pays=50%")
    assert got["amounts"] == {"city": 100_000_000, "bank": 100_000_000}
    assert got["assumed"] == {"layers.city.pays": "50%"}


def test_a_case_with_a_mistake_is_told_at_its_line(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text("on: 2024-05-06\ngiven:\n  loss.principle: 200万元\n", encoding="utf-8")
    (problem,) = said("evaluate", "gz-2023", str(path), code=1)["problems"]
    assert problem["code"] == "unknown-fact"
    assert problem["at"]["line"] == 3


@pytest.mark.parametrize("words", [("show", "gz-2032"), ("evaluate", "gz-2032", "1")])
def test_a_code_nobody_knows_names_the_nearest(words):
    got = runner.invoke(app, [*words, "--lang", "en"])
    assert got.exit_code == 1
    assert "gz-2023" in got.stderr


def test_a_citys_own_folder_is_read_and_takes_the_place_of_a_built_in_scheme(tmp_path, monkeypatch):
    shutil.copytree(BUILT_IN / "zhuhai", tmp_path / "own" / "zhuhai")
    path = tmp_path / "own" / "zhuhai" / "scheme.yaml"
    path.write_text(path.read_text().replace("fund: 40%, bank: 60%", "fund: 50%, bank: 50%"))
    monkeypatch.setenv("IPOPS_SCHEMES", str(tmp_path / "own"))
    assert said("show", "zhuhai")["rules"]["layers"][0]["shares"]["fund"] == "1/2"
    assert "zhongshan" in {row["code"] for row in said("list")}


class TestCheck:
    def own(self, tmp_path, old: str = "", new: str = "", file: str = "scheme.yaml"):
        folder = tmp_path / "own"
        shutil.copytree(BUILT_IN / "zhuhai", folder / "zhuhai")
        path = folder / "zhuhai" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    def test_finds_nothing_wrong_with_those_that_come_with_the_program(self):
        assert said("check")["problems"] == []

    def test_reads_a_folder_of_ones_own_over_the_registers(self, tmp_path):
        got = said("check", str(self.own(tmp_path)))
        assert (got["schemes"], got["cases"], got["problems"]) == (["zhuhai"], 2, [])

    @pytest.mark.parametrize(
        ("old", "new", "file", "code"),
        [
            ("bank: 60%", "bank: 50%", "scheme.yaml", "shares-not-one"),
            ("sources: [gd]", "sources: [dg]", "scheme.yaml", "unknown-source"),
            ("code: zhuhai", "code: zhuhay", "scheme.yaml", "code-differs"),
            ("document: 珠海", "document: 朱海", "scheme.yaml", "unknown-document"),
            ("clause: outside, ", "", "scheme.yaml", "missing-clause"),
            ("fund: 40万元", "fund: 41万元", "cases.yaml", "case-differs"),
            ("loss.principal", "loss.principle", "cases.yaml", "unknown-fact"),
        ],
    )
    def test_tells_a_mistake_at_its_file_line_and_key(self, tmp_path, old, new, file, code):
        problems = said("check", str(self.own(tmp_path, old, new, file)), code=1)["problems"]
        assert [p["code"] for p in problems] == [code]
        assert problems[0]["at"]["file"] == f"own/zhuhai/{file}"
        assert problems[0]["at"]["line"] >= 1


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("loss.principal", "-8000000元"),
        ("loan.ip_share", "150%"),
        ("loan.term_months", "-1"),
        ("loan.periods", "[{from: 2024-05-06, to: 2024-01-06, principal: 100万元, rate: 4%}]"),
    ],
)
def test_a_fact_that_cannot_be_is_refused_and_moves_no_money(tmp_path, name, told):
    """A loss below nought made the fund owe less than nothing."""
    path = tmp_path / "case.yaml"
    path.write_text(f"on: 2024-05-06\ngiven: {{{name}: {told}}}\n", encoding="utf-8")
    got = said("evaluate", "js-suzhidai", str(path), code=1)
    assert [p["code"] for p in got["problems"]] == ["wrong-fact"]


def test_what_is_left_after_debts_may_be_below_nought(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text("on: 2024-05-06\ngiven: {firm.net_assets: -1万元}\n", encoding="utf-8")
    assert said("evaluate", "sip", str(path))["verdict"] == "unknown"


def test_an_assumption_stays_under_the_ceiling_that_the_source_gives():
    """Guangzhou pays at most half; a user may assume less, not more."""
    got = said("evaluate", "gz-2023", "1", "--assume", "layers.city.pays=50.01%", code=1)
    assert [p["code"] for p in got["problems"]] == ["above-the-ceiling"]
    got = said("evaluate", "weihai", "5", "--assume", "layers.city.caps.later-years.most=1500000.01元", code=1)
    assert [p["code"] for p in got["problems"]] == ["above-the-ceiling"]
    assert said("evaluate", "weihai", "5", "--assume", "layers.city.caps.later-years.most=150万元", code=1)["differs"]


@pytest.mark.parametrize("told", ["150%", "-5%"])
def test_nobody_is_assumed_to_pay_more_than_the_whole_or_less_than_nothing(told):
    got = said("evaluate", "gz-2020", "1", "--assume", f"layers.fund.pays={told}", code=1)
    assert [p["code"] for p in got["problems"]] == ["no-part"]


@pytest.mark.parametrize("words", [["evaluate", "nowhere", "1"], ["show", "nowhere"]])
def test_a_scheme_that_is_not_there_is_told_as_json_too(words):
    assert said(*words, code=1)["reasons"][0]["code"] == "no-such-scheme"


@pytest.mark.parametrize(
    ("raw", "code"), [(b"on: {", "not-yaml"), (b"", "empty-file"), (b"\xff\xfe\x00", "not-utf8"), (b"a: 3.5", "float")]
)
def test_a_file_that_cannot_be_read_is_told_as_json_too(tmp_path, raw, code):
    path = tmp_path / "case.yaml"
    path.write_bytes(raw)
    assert said("evaluate", "js-suzhidai", str(path), code=1)["problems"][0]["code"] == code


def test_nothing_of_nothing_shows_its_rule_too(tmp_path):
    """A cost of nought under a rate that cannot be told is nought, and its trace says why."""
    path = tmp_path / "case.yaml"
    path.write_text("on: 2026-06-01\ngiven: {cost.gross: 0元}\n", encoding="utf-8")
    got = said("evaluate", "nanshan-abs", str(path))
    assert (got["verdict"], got["amounts"]) == ("computed", {"cost": 0})
    assert [s["rule"] for s in got["trace"]][-1] == "awards.cost"
