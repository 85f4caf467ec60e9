"""Words rank first; then place, class, price, licence, size and life reorder the hundred best. Every part is told.

Rule 1: nothing unsound is among the hundred: it is masked before, not sorted down.
Rule 2: what is not told adds nothing; it never counts against a thing.
Rule 3: weights are data (``policy/matching.yaml``), ours, labelled demo; what they are worth is measured by feedback.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

import numpy as np
import yaml
from numpy.typing import NDArray

from ipops.kernel.text import Text
from ipops.lines.trading.rules.matching.stock import UNKNOWN, Stock, division

TOP = 100
SHOWN = 20
POOLED = 10  #: as deep as precision is measured (``feedback.AT``)
_CLASS_FROM = 10  #: the best hits by words whose common subclass a match should have
_SHORT_DAYS = 3 * 365
Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is looked for: words, and what is known beside them. A need has a ``budget_fen`` and may be a ``small`` firm's; a patent
    whose takers are sought has an ``asked_fen`` if it is on offer and may be ``from_school``."""

    words: str
    on: date
    place: str = ""
    budget_fen: int | None = None
    small: bool = False
    asked_fen: int | None = None
    from_school: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """``rank`` from 1; ``plain_rank`` the place by words alone. ``parts`` add up to ``score``."""

    code: str
    rank: int
    plain_rank: int
    score: float
    parts: tuple[tuple[str, float], ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    same_district: float
    same_city: float
    class_: float
    within_budget: float
    over_budget: float
    open_licence: float
    from_school: float
    short_life: float


@cache
def weights() -> Weights:
    text = (resources.files("ipops.lines.trading") / "policy" / "matching.yaml").read_text(encoding="utf-8")
    read = {name: float(one["value"]) for name, one in yaml.safe_load(text)["values"].items()}
    return Weights(class_=read.pop("class"), **read)


def reordered(
    stock: Stock, documents: Ints, scores: Floats, sought: Sought, w: Weights
) -> tuple[NDArray[np.intp], Floats]:
    """The order of the given documents after all parts, and their totals. Arrays in, arrays out: a thousand needs a second."""
    total = scores / scores[0]
    place = stock.place[documents]
    here = division(sought.place)
    if here:
        total += np.where(place == here, w.same_district, np.where(place // 100 == here // 100, w.same_city, 0.0))
    subclass = stock.subclass[documents]
    told = subclass[:_CLASS_FROM]
    told = told[told != UNKNOWN]
    if len(told):
        total[subclass == np.bincount(told).argmax()] += w.class_
    if sought.budget_fen is not None:
        fen = stock.fen[documents]
        total += np.where(fen == UNKNOWN, 0.0, np.where(fen <= sought.budget_fen, w.within_budget, w.over_budget))
    if sought.asked_fen is not None:
        fen = stock.fen[documents]
        total += np.where(fen == UNKNOWN, 0.0, np.where(fen >= sought.asked_fen, w.within_budget, w.over_budget))
    total += stock.open_to_all[documents] * w.open_licence
    if sought.small:
        total += stock.from_school[documents] * w.from_school
    elif sought.from_school:
        total += stock.small[documents] * w.from_school
    lives = stock.lives[documents]
    total += ((lives != UNKNOWN) & (lives - sought.on.toordinal() < _SHORT_DAYS)) * w.short_life
    return np.argsort(-total, kind="stable"), total


def matches(stock: Stock, sought: Sought, *, k: int = SHOWN) -> tuple[Match, ...]:
    """The ``k`` best with every reason; behind them what is among the first ``POOLED`` by words alone, so that feedback can be had
    of both lists and neither is judged by what the other chose."""
    tokens = stock.ranker.tokens(stock.tokeniser.words(sought.words))
    if not len(tokens):
        return ()
    ranked = stock.ranker.top(tokens, TOP, among=None if stock.all_sound else stock.sound)
    if not len(ranked.documents):
        return ()
    w = weights()
    order, total = reordered(stock, ranked.documents, ranked.scores, sought, w)
    places = [i for i, at in enumerate(order.tolist()) if i < k or at < POOLED]
    chosen = order[places]
    because = stock.ranker.why(tokens, ranked.documents[chosen])
    return tuple(
        Match(
            code=stock.codes[ranked.documents[at]],
            rank=places[i] + 1,
            plain_rank=int(at) + 1,
            score=float(total[at]),
            parts=_parts(stock, ranked.documents, ranked.scores, int(at), sought, w),
            words=tuple(why)[:5],
        )
        for i, (at, why) in enumerate(zip(chosen.tolist(), because, strict=True))
    )


def telling(stock: Stock, sought: Sought) -> tuple[Match, ...]:
    """The matches of which one may say that they fit. A list of the best shows whatever shares a word; words that every thing of
    the stock shares with what is sought ("a method", "demo") tell none apart, and a match by these alone is none."""
    found = matches(stock, sought)
    if not 1 < len(found) == len(stock.codes):
        return found
    everywhere = set.intersection(*({*m.words} for m in found))
    return tuple(m for m in found if {*m.words} - everywhere)


def _parts(
    stock: Stock, documents: Ints, scores: Floats, at: int, sought: Sought, w: Weights
) -> tuple[tuple[str, float], ...]:
    """What each part adds to one match: the same sums as ``reordered``, one at a time."""
    d = int(documents[at])
    found: list[tuple[str, float]] = [("words", float(scores[at] / scores[0]))]
    place, here = int(stock.place[d]), division(sought.place)
    if here and place == here:
        found.append(("same_district", w.same_district))
    elif here and place // 100 == here // 100:
        found.append(("same_city", w.same_city))
    told = stock.subclass[documents][:_CLASS_FROM]
    told = told[told != UNKNOWN]
    if len(told) and int(stock.subclass[d]) == int(np.bincount(told).argmax()):
        found.append(("class", w.class_))
    fen = int(stock.fen[d])
    if sought.budget_fen is not None and fen != UNKNOWN:
        found.append(_price(fen <= sought.budget_fen, w))
    if sought.asked_fen is not None and fen != UNKNOWN:
        found.append(_price(fen >= sought.asked_fen, w))
    if stock.open_to_all[d]:
        found.append(("open_licence", w.open_licence))
    if stock.from_school[d] if sought.small else sought.from_school and stock.small[d]:
        found.append(("from_school", w.from_school))
    lives = int(stock.lives[d])
    if lives != UNKNOWN and lives - sought.on.toordinal() < _SHORT_DAYS:
        found.append(("short_life", w.short_life))
    return tuple(found)


def _price(within: bool, w: Weights) -> tuple[str, float]:
    return ("within_budget", w.within_budget) if within else ("over_budget", w.over_budget)


NAMES = {
    "words": Text("文字", "words"),
    "same_district": Text("同区县", "same district"),
    "same_city": Text("同城", "same city"),
    "class": Text("同技术小类", "same subclass"),
    "within_budget": Text("价格在预算内", "within the budget"),
    "over_budget": Text("价格超预算", "above the budget"),
    "open_licence": Text("开放许可", "open licence"),
    "from_school": Text("高校院所，适合中小企业", "from a university, for a small firm"),
    "short_life": Text("剩余保护期不足三年", "less than three years left"),
}
