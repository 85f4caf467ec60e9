"""``ipops id``: one document on stdout, and an exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import ipops
from ipops.kernel.identifiers import check_number
from ipops.site.commands import ident

NINE = ["input", "scheme", "office", "kind", "normalised", "check", "valid", "reason", "proposed"]


@pytest.fixture
def run():
    app = typer.Typer()
    ident.register(app)
    app.command("other")(lambda: None)

    def call(*words: str):
        return CliRunner().invoke(app, ["id", *words])

    return call


@pytest.mark.parametrize("number", ["ZL201510237122.7", "91110000600037341L", "WO2014169756A1"])
def test_answers_exactly_the_nine_keys_for_patents_and_credit_codes_alike(run, number):
    result = run(number, "--json")
    answer = json.loads(result.stdout)
    assert list(answer) == NINE
    assert (answer["input"], answer["valid"], result.exit_code) == (number, True, 0)


def test_exits_1_with_the_reason_in_both_languages_when_the_number_is_wrong(run):
    result = run("ZL201510123456.7", "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert answer["proposed"] == "CN201510123456.1"
    assert set(answer["reason"]) == {"zh", "en"}


def test_speaks_chinese_unless_asked_for_english(run):
    assert "应有校验位: 1" in run("ZL201510123456.7").stdout
    english = run("ZL201510123456.7", "--lang", "en").stdout
    assert "check character due: 1" in english
    assert english.isascii()


def test_names_who_registered_a_body(run):
    assert "工商登记，企业" in run("91110000600037341L").stdout


def test_warns_of_a_division_that_never_was(run):
    assert "999999" in run("99999999600037341X").stdout


def test_holds_a_kind_code_against_its_day(run):
    assert run("CN100998275A", "--published-on", "2007-07-17").exit_code == 1
    assert run("CN100998275A", "--published-on", "2007-07-18").exit_code == 0


@pytest.mark.parametrize(
    "number", ["CN97101765.4", "60003734-1", "10/628,795", "EP1000000A1", "EP99203729.8", "PCT/CN2014/075406", "?"]
)
def test_every_scheme_has_its_words(number):
    assert len(ident.lines(check_number(number))) >= 2


def test_does_not_import_the_database_or_the_web():
    code = "import sys, ipops.site.commands.ident; print('django' in sys.modules, 'psycopg' in sys.modules)"
    source = str(Path(ipops.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": source}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.split() == ["False", "False"]
