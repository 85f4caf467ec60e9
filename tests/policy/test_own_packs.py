"""A city's own folder of packs stands over the built-in ones; a mistake in it stops its use, with the place."""

from __future__ import annotations

import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from ipops.policy import Known, PolicyMistake, packs
from ipops.policy.load import load
from ipops.policy.shelf import BUILT_IN, ENV

GOOD = Path(__file__).parent / "good"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = shutil.copytree(GOOD, tmp_path / "own")
    monkeypatch.setenv(ENV, str(folder))
    return folder


def test_its_packs_are_on_the_shelf_over_the_built_in_ones(own: Path):
    city = packs()["zz-city"]
    assert [p.code for p in city.layers][:2] == ["zz-city", "cn-2020-40"]
    answer = city.term("award.amount", date(2021, 6, 1))
    assert isinstance(answer, Known)
    assert answer.value == Fraction(25, 2)
    assert answer.money.fen == 12_500_000
    assert answer.file == "own/zz-city/terms/award.amount.yaml"
    later = city.term("award.amount", date(2022, 1, 1))
    assert isinstance(later, Known)
    assert (later.value, later.cite.document) == (20, "某政办发〔2021〕9号")


def test_a_mistake_in_it_is_told_instead_of_a_number(own: Path):
    path = own / "zz-city" / "terms" / "award.amount.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('"12.5"', "12.5"), encoding="utf-8")
    with pytest.raises(PolicyMistake) as told:
        packs()
    assert "own/zz-city/terms/award.amount.yaml, line 9" in told.value.says.en


def test_one_changed_byte_changes_the_version_of_the_pack_and_of_what_stands_on_it(own: Path):
    before = load((BUILT_IN, own)).packs["zz-city"]
    path = own / "zz-city" / "terms" / "growth.method.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("compound", "simple"), encoding="utf-8")
    after = load((BUILT_IN, own)).packs["zz-city"]
    assert before.version != after.version
    assert before.stack_version != after.stack_version
    assert before.below[0].version == after.below[0].version


def test_a_layer_below_changes_the_stack_and_not_the_pack(tmp_path: Path):
    built_in = shutil.copytree(BUILT_IN, tmp_path / "packs")
    before = load((built_in,)).packs["demo-city"]
    path = built_in / "cn-2020-40" / "terms" / "places.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# read again\n", encoding="utf-8")
    after = load((built_in,)).packs["demo-city"]
    assert before.version == after.version
    assert before.stack_version != after.stack_version


PORT = """code: zz-port
title: {zh: 某港区实施办法, en: measures of a port zone}
layer: sub_area
document: 某港发〔2021〕3号
completeness: full
start:
  day: 2021-04-19
  basis: issued
  cite: {clause: 落款, grade: A, sources: [city-site]}
reviewed_on: 2026-11-20
follows: [zz-city]
"""
SPLIT = """reviewed_on: 2026-11-20
values:
  2021-04-19:
    plan: 5
    cite: {clause: 第二条, grade: A, sources: [city-site]}
"""


def test_a_sub_area_stands_over_its_city_and_its_part_is_not_held_against_the_floor(own: Path):
    """The port zone takes its part of the city's goal: less than the floor, and rightly so."""
    home = own / "zz-port" / "targets"
    home.mkdir(parents=True)
    (own / "zz-port" / "pack.yaml").write_text(PORT, encoding="utf-8")
    (home / "transfers_licences_growth.yaml").write_text(SPLIT, encoding="utf-8")
    loaded = load((BUILT_IN, own))
    assert loaded.problems == ()
    port = loaded.packs["zz-port"]
    assert [p.code for p in port.layers][:3] == ["zz-port", "zz-city", "cn-2020-40"]
    goal = port.target("transfers_licences_growth")
    assert goal is not None
    assert (goal.floor, goal.promise, goal.plan) == (20, 21, 5)
