"""Golden cases of what the demo publishes: worked out again from the facts and held against the files a person has read.

One file a result under ``tests/golden/results``. The evaluation is the one that the loaded demo publishes (``tests/site`` holds
the two together); the scoreboards are those that stand on its pages.
"""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import pytest

from ipops.kernel.text import Text
from ipops.ledger import export
from ipops.lines.programme.app.gathering import Desk, gather
from ipops.lines.programme.app.reading.evaluation import result_of
from ipops.lines.programme.app.selectors import measures
from ipops.lines.programme.rules.evaluation import score
from ipops.lines.programme.rules.evaluation.score import Given, Result
from ipops.lines.programme.rules.scoring import Law, growth_texts, judge
from ipops.measures.store import Store
from ipops.policy import pack_named
from ipops.policy.remainder import Result as Evaluated
from ipops.policy.remainder import remainder
from ipops.reference.demo_places import DEMO_CITY, DEMO_SECOND
from ipops.site.demo import TODAY
from ipops.site.demo.life import judged

PUBLISHED_ON = date(2026, 3, 24)
#: Of 175 million that had come in, 112 stood paid or invested (``demo.life.spent``); what is withheld had not come.
EXECUTION = Fraction(112, 175)


@pytest.fixture(scope="module")
def folder(city, tmp_path_factory):
    made = tmp_path_factory.mktemp("parquet")
    export.export_entries(made, city.entries)
    return made


@pytest.fixture(scope="module")
def store(folder):
    return Store(folder, measures().values())


def scorecard(folder, store, place, code, year, *, known=None):
    pack = pack_named(code)
    law = Law.of(pack, year)
    desk = Desk(folder=folder, place=place, year=year, day=known or TODAY, as_known_on=known, law=law, store=store)
    return [judge(gather(desk, measures()[t.id]), law) for t in pack.targets() if t.id in measures()]


def told(value):
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def text(value):
    return None if value is None else str(value)


def test_the_evaluation_of_2025_is_the_published_one(folder, store, golden):
    pack = pack_named("demo-city")
    scheme = pack.scheme("evaluation", PUBLISHED_ON)
    lines = scorecard(folder, store, DEMO_CITY, "demo-city", judged.YEAR, known=PUBLISHED_ON)
    given = {item: Given(points=p, entry=1) for part in judged.GIVEN.values() for item, p in part.items()}
    paid = Result(
        goal="execution", value=EXECUTION, target=Fraction(1), why=Text("已支付与已投出", "paid and invested")
    )
    sheet = score.sheet(scheme, {x.measure.code: result_of(x) for x in lines}, given, paid)
    assert isinstance(sheet.total, Fraction), sheet.total
    grade = score.grade(sheet.total, pack, PUBLISHED_ON)
    money = remainder(pack, Evaluated(score=sheet.total), PUBLISHED_ON)
    made = {
        "score": str(sheet.total),
        "grade": grade.named.zh,
        "fen": money.amount.fen,
        "lines": [
            {"item": x.item.id, "points": text(x.points), "value": text(x.value), "target": text(x.target)}
            for x in sheet.lines
        ],
    }
    golden.check("tests/golden/results/evaluation-990100-2025.json", told(made))


@pytest.mark.parametrize("year", [2024, 2025])
@pytest.mark.parametrize(
    ("place", "code"), [(DEMO_CITY, "demo-city"), (DEMO_CITY, "cn-2020-40"), (DEMO_SECOND, "cn-2020-40")]
)
def test_the_scoreboard_is_the_published_one(folder, store, golden, place, code, year):
    made = [
        {
            "goal": x.measure.code,
            "value": text(x.value),
            "growth": growth_texts(x.growth),
            "used": text(x.used),
            "target": text(x.target),
            "verdict": str(x.verdict),
            "reasons": [r.code for r in x.reasons],
            "facts": x.facts,
        }
        for x in scorecard(folder, store, place, code, year)
    ]
    golden.check(f"tests/golden/results/scoreboard-{place}-{code}-{year}.json", told(made))
