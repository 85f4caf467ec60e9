"""1,000 needs against 49,417 real titles: the hundred best by words no slower than tantivy finds its hundred, and with all
parts reordered in no more than twice tantivy's time.

Titles: ``lens-drones-2022``; needs are titles taken at random, cut to 3 to 8 of their tokens, with made-up places and budgets.
Places, classes, prices and terms of the patents are made up too, the same in every run. The contenders take turns in one
thread, the best of five turns counts. tantivy gets the same tokens as words between blanks.
"""

from __future__ import annotations

import csv
import gzip
import random
import sys
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from typing import Any

from benches.bm25 import best, by_tantivy
from benches.table import Line
from ipops.kernel.outcome import Unknown
from ipops.lines.trading.rules.matching.ranking import TOP, Sought, matches, reordered, weights
from ipops.lines.trading.rules.matching.stock import Stock, Thing, stock_of
from ipops.reference.shared import shared_file

NEEDS = 1000
DAY = date(2024, 6, 3)
_PLACES = [f"9901{i:02d}" for i in range(1, 13)] + ["990201", "110101"]
_CLASSES = ["B64C39/02", "B64D1/18", "G05D1/10", "H04N5/00", "H01M10/00", "A01G25/00"]


def bench(long: bool = False) -> list[Line]:
    path = shared_file("patents", "lens-drones-2022", "pat_title.tsv.gz")
    if isinstance(path, Unknown):
        sys.stderr.write(f"{path.why.zh} {path.why.en}\n")
        return []
    with gzip.open(path, "rt", encoding="utf-8", newline="") as f:
        titles = [row["text"] for row in csv.DictReader(f, delimiter="\t")]
    dice = random.Random(20261129)
    stock = stock_of([_thing(i, t, dice) for i, t in enumerate(titles)])
    words = [stock.tokeniser.words(t) for t in titles]
    long_enough = [w for w in words if len(w) >= 3]
    asked = [dice.sample(w, min(len(w), dice.randrange(3, 9))) for w in dice.sample(long_enough, NEEDS)]
    tokens = [stock.ranker.tokens(w) for w in asked]
    sought = [
        Sought(
            words=" ".join(w),
            on=DAY,
            place=dice.choice(_PLACES),
            budget_fen=dice.randrange(10**7),
            small=dice.random() < 0.5,
        )
        for w in asked
    ]
    among = None if stock.all_sound else stock.sound
    contenders: dict[str, Callable[[], Any]] = {
        "words": lambda: [stock.ranker.top(t, TOP, among=among) for t in tokens],
        "words and parts": lambda: [_matched(stock, t, s, among) for t, s in zip(tokens, sought, strict=True)],
    }
    if find_spec("tantivy") is not None:
        contenders["tantivy"] = by_tantivy(words, asked)
    rate = {name: NEEDS / took for name, took in best(contenders).items()}
    some = sought[:100]
    rate["with every reason told"] = len(some) / best({"why": lambda: [matches(stock, s) for s in some]})["why"]
    return lines(f"{len(titles):,} titles, {NEEDS:,} needs", rate)


def _thing(i: int, title: str, dice: random.Random) -> Thing:
    return Thing(
        code=str(i),
        texts=(title,),
        place=dice.choice(_PLACES),
        classes=(dice.choice(_CLASSES),),
        fen=dice.randrange(10**7) if dice.random() < 0.3 else None,
        sound=dice.random() < 0.9,
        open_to_all=dice.random() < 0.05,
        from_school=dice.random() < 0.3,
        lives_until=date(dice.randrange(2024, 2044), 1, 1),
    )


def _matched(stock: Stock, tokens: Any, sought: Sought, among: Any) -> Any:
    ranked = stock.ranker.top(tokens, TOP, among=among)
    return reordered(stock, ranked.documents, ranked.scores, sought, weights())[0] if len(ranked.documents) else None


def lines(size: str, rate: dict[str, float]) -> list[Line]:
    made = [
        Line(bench="matching", what=f"top 100, {size}: {name}", value=r, unit="needs/s") for name, r in rate.items()
    ]
    if "tantivy" not in rate:
        sys.stderr.write("tantivy is not installed (pip install -r requirements/bench.txt): its lines are left out.\n")
        return made
    made.append(
        Line(bench="matching", what="words to tantivy", value=rate["words"] / rate["tantivy"], unit="x", promised=1.0)
    )
    made.append(
        Line(
            bench="matching",
            what="time of words and parts to tantivy's",
            value=rate["tantivy"] / rate["words and parts"],
            unit="x",
            promised=2.0,
            at_most=True,
        )
    )
    return made
