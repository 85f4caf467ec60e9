"""``ipops pack``: lists, shows and checks without a database."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ipops
from ipops.policy import packs
from ipops.site.commands.pack import app

HERE = Path(__file__).parent
GOOD = HERE / "good"


def run(*args: str):
    return CliRunner().invoke(app, list(args))


class TestList:
    def test_tells_every_pack_with_its_completeness_and_labels(self):
        listed = {p["code"]: p for p in json.loads(run("list", "--json").stdout)}
        assert set(listed) == set(packs())
        assert listed["cn-2017-35"]["completeness"] == "missing"
        assert listed["cn-2020-40"]["completeness"] == "partial"
        assert listed["demo-city"]["demo"] is True
        assert listed["qinghai-2016"]["historical"]["zh"]

    def test_labels_demo_and_historical_for_people(self):
        text = run("list", "--lang", "en").stdout
        assert [line.split()[0] for line in text.splitlines() if line.rstrip().endswith("demo")] == [
            "demo-city",
            "demo-district",
            "demo-notice",
        ]
        assert "historical" in text


class TestShow:
    def test_tells_term_by_term_with_clause_and_grade_and_what_is_unknown(self):
        shown = json.loads(run("show", "cn-2020-40", "--json", "--on", "2021-06-30").stdout)
        amount = shown["terms"]["amount_per_city"]
        assert (amount["value"], amount["unit"]) == ("1.5", "CNY_100M")
        assert (amount["cite"]["clause"], amount["cite"]["grade"]) == ("三、建设内容", "B")
        assert "remainder_tiers" in shown["unknown"]
        assert shown["terms"]["remainder_tiers"]["unknown"] is True
        assert len(shown["targets"]) == 21

    def test_holds_no_float_anywhere(self):
        def refuse(text: str) -> float:
            raise AssertionError(f"{text} is a float")

        for code in packs():
            json.loads(run("show", code, "--json").stdout, parse_float=refuse)

    @pytest.mark.parametrize(("lang", "words"), [("zh", ("未知", "官方文本")), ("en", ("unknown", "official text"))])
    def test_speaks_the_language_asked_for(self, lang, words):
        text = run("show", "cn-2020-40", "--lang", lang).stdout
        block = text.split("remainder_tiers")[1].split("\n\n")[0]
        assert all(word in block for word in words)
        assert "[B]" in block

    def test_labels_each_demo_value(self):
        text = run("show", "demo-city", "--lang", "en").stdout
        assert "remainder_tiers = [0, 60) nothing" in text
        assert all(line.endswith("[demo]") for line in text.splitlines() if line.startswith("growth.method"))
        assert "amount_per_city = 1.5 hundred million yuan\n" in text

    def test_before_the_document_names_its_first_day(self):
        shown = json.loads(run("show", "cn-2020-40", "--json", "--on", "2020-04-29").stdout)
        assert "2020-04-30" in shown["terms"]["amount_per_city"]["why"]["en"]
        assert shown["targets"] == []

    def test_refuses_a_pack_that_is_not_there_and_a_day_that_is_none(self):
        unknown = run("show", "cn-2020-4", "--lang", "en")
        assert (unknown.exit_code, unknown.stdout) == (1, "")
        assert "cn-2020-40" in unknown.stderr
        assert run("show", "cn-2020-40", "--on", "2020-02-30").exit_code == 2


class TestCheck:
    def test_passes_what_is_right(self):
        result = run("check", "--json")
        assert result.exit_code == 0
        assert json.loads(result.stdout)["problems"] == []
        assert run("check", str(GOOD)).exit_code == 0

    def test_exits_1_with_each_problem_at_its_file_and_key(self, tmp_path: Path):
        own = shutil.copytree(GOOD, tmp_path / "own")
        shutil.copyfile(HERE / "wrong" / "float.yaml", own / "zz-city" / "terms" / "award.amount.yaml")
        shutil.copyfile(
            HERE / "wrong" / "target-below-floor.yaml", own / "zz-city" / "targets" / "transfers_licences_growth.yaml"
        )
        result = run("check", str(own), "--json")
        assert result.exit_code == 1
        told = {p["code"]: p["at"] for p in json.loads(result.stdout)["problems"]}
        assert told["float"] == {
            "file": "own/zz-city/terms/award.amount.yaml",
            "line": 10,
            "field": "values.2021-01-15.value",
        }
        assert told["below-floor"]["field"] == "values.2021-01-15.plan"
        text = run("check", str(own), "--lang", "en").stdout
        assert "own/zz-city/terms/award.amount.yaml, line 10" in text

    def test_says_when_no_law_texts_are_at_hand(self, monkeypatch, tmp_path):
        monkeypatch.setenv("IPOPS_SHARED", str(tmp_path / "nowhere"))
        result = run("check", "--lang", "en")
        assert result.exit_code == 0
        assert "not checked" in result.stdout
        assert json.loads(run("check", "--json").stdout)["laws_at_hand"] is False

    @pytest.mark.shared
    def test_holds_the_citations_of_laws_against_their_texts(self, shared: Path):
        told = json.loads(run("check", "--json").stdout)
        assert told["laws_at_hand"] is True
        assert told["law_citations"] >= 6

    def test_a_folder_that_is_not_there_is_wrong_usage(self, tmp_path: Path):
        assert run("check", str(tmp_path / "nowhere")).exit_code == 2


def test_docs_writes_a_page_for_each_pack(tmp_path: Path):
    assert run("docs", str(tmp_path / "pages")).exit_code == 0
    assert {p.stem for p in (tmp_path / "pages").iterdir()} == set(packs())


def test_the_command_starts_neither_django_nor_a_database():
    code = (
        "import sys, ipops.site.commands.pack as p; p.packs(); "
        "print([m for m in ('django', 'psycopg', 'duckdb') if m in sys.modules])"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(ipops.__file__).parents[1])}
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=env)
    assert ran.stdout.strip() == "[]"
