"""``ipops import …``: one JSON document on standard output, sentences on standard error, exit codes that mean something."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ipops.site.commands.imports import app

pytestmark = pytest.mark.db
HEAD = "专利号,转让方,受让方,登记日,合同金额（万元）"
GOOD = "ZL201510237122.7,山河科技有限公司,东湖电子有限公司,2020年1月2日,12.5"


def run(*words: str) -> Any:
    return CliRunner().invoke(app, list(words), catch_exceptions=False)


@pytest.fixture
def a_list(tmp_path: Path, db: None) -> Path:
    path = tmp_path / "清单.csv"
    path.write_bytes(f"{HEAD}\n{GOOD}\n".encode("gb18030"))
    return path


def test_a_list_is_merged_and_told_in_one_json_document(a_list):
    first = run("register", str(a_list), "--kind", "transfer", "--json")
    assert first.exit_code == 0
    told = json.loads(first.stdout)
    assert (told["read"], told["only_register"], told["stored"], told["refused"]) == (1, 1, 1, [])
    again = json.loads(run("register", str(a_list), "--kind", "transfer", "--json").stdout)
    assert (again["both"], again["stored"]) == (1, 0)


def test_refused_rows_come_with_line_and_reason_and_exit_1(a_list):
    bad = GOOD.replace("ZL201510237122.7", "ZL201510123456.7")
    a_list.write_text(f"{HEAD}\n{GOOD}\n{bad}\n", encoding="utf-8")
    got = run("register", str(a_list), "--kind", "transfer", "--json")
    assert got.exit_code == 1
    told = json.loads(got.stdout)
    assert [r["line"] for r in told["refused"]] == [3]
    assert "CN201510123456.1" in told["refused"][0]["reason"]
    assert told["stored"] == 1


def test_a_profile_of_ones_own_maps_other_headers(a_list, tmp_path):
    a_list.write_text("号,甲方,乙方,日子\n201510237122.7,甲公司,乙公司,2020-01-02\n", encoding="utf-8")
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "code: mine\ntitle: {zh: 我的, en: mine}\nfields:\n"
        "  right: {title: {zh: 号, en: no}, type: code, required: true, aliases: [号]}\n"
        "  transferors: {title: {zh: 甲, en: a}, required: true, aliases: [甲方]}\n"
        "  transferees: {title: {zh: 乙, en: b}, required: true, aliases: [乙方]}\n"
        "  on: {title: {zh: 日, en: day}, type: date, required: true, aliases: [日子]}\n",
        encoding="utf-8",
    )
    got = run("register", str(a_list), "--kind", "transfer", "--profile", str(mine), "--json")
    assert (got.exit_code, json.loads(got.stdout)["stored"]) == (0, 1)


def test_a_wrong_profile_and_an_unknown_one_are_explained(a_list, tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text("code: mine\nfields: {}\n", encoding="utf-8")
    for named in (str(mine), "no-such"):
        got = run("register", str(a_list), "--kind", "transfer", "--profile", named, "--json")
        assert got.exit_code == 1
        assert json.loads(got.stdout)["reasons"]


def test_a_profile_that_maps_too_little_is_refused_before_anything_is_read(a_list, tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "code: mine\ntitle: {zh: 我的, en: mine}\nfields:\n  on: {title: {zh: 日, en: day}, aliases: [日]}\n"
    )
    got = run("register", str(a_list), "--kind", "transfer", "--profile", str(mine), "--json")
    assert got.exit_code == 1
    assert "transferees" in json.loads(got.stdout)["reasons"][0]["says"]["en"]


def test_a_file_that_is_no_list_is_refused_whole(a_list):
    a_list.write_bytes(b"%PDF-1.7")
    got = run("register", str(a_list), "--kind", "transfer")
    assert got.exit_code == 1
    assert got.stdout == ""
    assert "PDF" in got.stderr


def test_without_json_the_heaps_are_told_in_words(a_list):
    got = run("register", str(a_list), "--kind", "transfer")
    assert "只在登记簿 only on the register: 1" in got.stdout


def test_an_encoding_that_cannot_be_told_can_be_named(a_list):
    a_list.write_bytes(f"{HEAD}\n{GOOD}\n".replace("专", "專").replace("号", "號").encode("big5", "replace"))
    assert run("register", str(a_list), "--kind", "transfer").exit_code == 1
    got = run("register", str(a_list), "--kind", "transfer", "--encoding", "big5", "--json")
    assert "header" in got.stdout


def test_wrong_usage_is_2(a_list):
    assert run("register", str(a_list)).exit_code == 2
    assert run("register", str(a_list), "--kind", "transfer", "--from", "2020-01-01").exit_code == 2


@pytest.mark.shared
def test_recorded_assignments_are_counted_by_kind(db, shared):
    files = sorted(map(str, (shared / "data/patents/uspto-assignments").glob("*.xml")))
    got = run("assignments", "--format", "uspto", *files, "--json")
    assert got.exit_code == 0
    told = json.loads(got.stdout)
    assert {k: told[k] for k in ("documents", "by_kind", "review", "refused")} == {
        "documents": 2,
        "by_kind": {"transfer": {"documents": 2, "properties": 6}},
        "review": 0,
        "refused": 0,
    }
