"""A pack put in while the program runs: whole editions, nothing changed by a pack that cannot be trusted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ipops.kernel.text import Text
from ipops.policy import kept, packs, plan_of_place, plans, shelf
from ipops.policy.plans import FigureOf, PlanAsked, Reporting

PLAN = PlanAsked(
    place="370200",
    title=Text("某市实施方案", "A city's plan"),
    document="某政办发〔2021〕1号",
    day=date(2021, 2, 1),
    clause="二、目标",
    source="a" * 64,
    beside=("cn-pledge-2021-17",),
    reviewed_on=date(2026, 11, 30),
    years=(2021, 2023),
    base_year=2020,
    answers={"growth.method": "compound"},
    figures={"transfers_licences_growth": Decimal("22.5"), "custody_smes": Decimal(1200)},
    reporting=Reporting(
        grain="quarter",
        due_days=15,
        clause="",
        figures=(
            FigureOf(goal="transfers_licences_growth", title=Text("转让、许可", "transfers")),
            FigureOf(goal="pledge_amount_growth", title=Text("质押金额", "pledged"), unit="万元"),
        ),
    ),
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(shelf, "_kept_in", lambda: tmp_path)
    return tmp_path


def put(plan: PlanAsked = PLAN):
    return shelf.put(plan.code, plans.files(plan, packs()["cn-2020-40"]), plans.sources(plan))


def test_the_plan_is_on_the_shelf_at_once_with_what_it_says_and_nothing_more(root: Path):
    assert plan_of_place("370200") is None
    assert put().problems == ()
    plan = plan_of_place("370200")
    assert plan is not None
    assert (plan.code, str(plan.layer), plan.document.number) == ("city-370200", "city", "某政办发〔2021〕1号")
    goals = {t.id: t.plan for t in plan.targets() if t.plan is not None}
    assert goals == {"transfers_licences_growth": Decimal("22.5"), "custody_smes": 1200}
    assert plan.target("custody_smes").plan_cite.source == f"sha256:{'a' * 64}"
    assert plan.term("growth.base_year", date(2022, 1, 1)).whole == 2020
    assert type(plan.term("territory", date(2022, 1, 1))).__name__ == "Unknown"


def test_its_return_asks_for_money_as_money_and_says_whose_rule_the_day_is(root: Path):
    put()
    form = plan_of_place("370200").returns["quarterly"]
    assert [(f.id, str(f.kind), f.unit) for f in form.figures[:2]] == [
        ("transfers_licences_growth", "count", ""),
        ("pledge_amount_growth", "money", "万元"),
    ]
    assert (form.due_days, str(form.cite.grade)) == (15, "ours")
    put(replace(PLAN, reporting=replace(PLAN.reporting, clause="五、报送")))
    assert str(plan_of_place("370200").returns["quarterly"].cite.grade) == "A"


def test_a_figure_below_the_floor_of_the_notice_changes_nothing(root: Path):
    put()
    before = plan_of_place("370200").version
    got = put(replace(PLAN, figures={"custody_smes": Decimal(999)}))
    assert [p.at.file.rpartition("/")[2] for p in got.problems] == ["custody_smes.yaml"]
    assert plan_of_place("370200").version == before
    assert [p.name for p in root.iterdir() if p.is_dir()] == ["0001"]


def test_the_next_wording_is_an_edition_of_its_own_and_the_first_stays(root: Path):
    put()
    put(replace(PLAN, figures={"custody_smes": Decimal(1300)}))
    put(replace(PLAN, place="370300", document="另一市方案"))
    assert kept.current(root) == root / "0003"
    assert plan_of_place("370200").target("custody_smes").plan == 1300
    assert plan_of_place("370300") is not None
    assert "plan: 1200" in (root / "0001/city-370200/targets/custody_smes.yaml").read_text()


def test_a_plan_that_stands_in_files_is_known_as_such(root: Path):
    put()
    assert shelf.planned_in_files("990100")
    assert not shelf.planned_in_files("370200")
