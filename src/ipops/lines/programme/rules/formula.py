"""How a figure came about, in one sentence with its numbers: what *why* shows first."""

from __future__ import annotations

import itertools

from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.lines.programme.rules.verdict import Level, ScoreLine, plain_level
from ipops.measures.growth import Growth, Method


def formulas(line: ScoreLine) -> tuple[Text, ...]:
    """The level's sentence, then one for each method that could be computed."""
    return (_level(line), *(_growth(line, m, g) for m, g in line.growth.items() if isinstance(g, Growth)))


def _level(line: ScoreLine) -> Text:
    value, measure = plain_level(line.value), line.measure
    if value is None:
        return Text("没有可用的数。", "There is no figure to use.")
    if line.source != "facts":
        return Text(f"观测值 {value} {line.unit}", f"the observed figure {value} {line.unit}")
    how = line.used_params.named if line.used_params and isinstance(measure.counting_unit, Unknown) else None
    zh = f"{measure.numerator.zh}（{how.zh}）" if how else measure.numerator.zh
    en = f"{measure.numerator.en} ({how.en})" if how else measure.numerator.en
    return Text(f"{zh} = {value}，由 {line.facts} 条事实得出", f"{en} = {value}, from {line.facts} facts")


def _growth(line: ScoreLine, method: Method, g: Growth) -> Text:
    levels = [plain_level(v) for v in _levels(line)]
    base, last = (levels[0], levels[-1]) if levels else (plain_level(line.base), plain_level(line.value))
    match method:
        case Method.COMPOUND if g.years > 1:
            told = f"({last} ÷ {base})^(1/{g.years}) − 1"
        case Method.SIMPLE if g.years > 1:
            told = f"({last} ÷ {base} − 1) ÷ {g.years}"
        case Method.MEAN_YOY if g.years > 1:
            steps = " + ".join(f"({b} ÷ {a} − 1)" for a, b in itertools.pairwise(levels))
            told = f"({steps}) ÷ {g.years}"
        case _:
            told = f"{last} ÷ {base} − 1"
    return Text(f"{method.zh}：{told} = {g.percent()}%", f"{method.en}: {told} = {g.percent()}%")


def _levels(line: ScoreLine) -> tuple[Level, ...]:
    """From the base to the last figure of the growth shown; of the view that decides in a year that still runs."""
    view = next((v for v in line.views if v.basis is line.basis), None)
    if view is not None or line.base_year is None:
        return view.levels if view else ()
    return tuple(line.trend.get(y) for y in range(line.base_year, line.year + 1))
