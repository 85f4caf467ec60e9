"""How widely citing and cited patents spread over classes: generality, originality, radicalness.

1 - Σ_j s_j², s_j = (1/N) Σ_i β_ji, where β_ji is the share of patent i's full symbols that lie in class j.

These expressions are the definition, for whatever engine. Where the data fit into memory ``spread_loops`` gives the same values
to the last bit, in a tenth of the time; tests hold one to the other.

Shares are whole billionths from here to the last division: sums of whole numbers are the same in whatever order an engine adds
them, so two engines give equal values to the last bit. The error is below 10⁻⁷.
"""

from __future__ import annotations

from typing import Any

import ibis

from ipops.corpus.indicators.params import Params, Radical, Spread

Table = Any
BILLION = 1_000_000_000


def shares(symbols: Table, params: Params) -> Table:
    """Per key and class: ``t`` symbols in it, ``beta`` billionths of all, ``one`` on a single row a key (so keys can be counted)."""
    s = symbols.select("key", "cls", "symbol").distinct()
    s = s.group_by(["key", "cls"]).agg(t=s.count())
    s = s.inner_join(s.group_by("key").agg(total=s["t"].sum(), first=s["cls"].min()), "key")
    one = s["cls"] == s["first"]
    beta = s["t"].cast("int64") * BILLION // s["total"].cast("int64")
    if params.spread == Spread.ONE_CLASS:
        most = ibis.window(group_by=s["key"], order_by=[s["t"].desc(), s["cls"]])
        s = s.mutate(place=ibis.row_number().over(most))
        one = s["place"] == 0
        beta = one.cast("int64") * BILLION
    return s.select("key", "cls", t=s["t"].cast("int32"), beta=beta.cast("int32"), one=one.cast("int8"))


def _over_classes(pairs: Table, shares: Table, of: str, other: str) -> Table:
    """Sums of the shares of all ``other`` patents, per ``of`` and class."""
    joined = pairs.select(of, other).inner_join(shares.rename({other: "key"}), other)
    sums = joined.group_by([of, "cls"]).agg(beta=joined["beta"].sum(), t=joined["t"].sum(), ones=joined["one"].sum())
    return sums.cast({"beta": "int64", "t": "int64", "ones": "int64"})


def _one_minus_squares(sums: Table, of: str, params: Params) -> Table:
    """``n`` patents with classes, and 1 - Σ s²."""
    n = sums.group_by(of).agg(n=sums["ones"].sum().cast("int64"))
    s = sums.inner_join(n, of)
    share = s["beta"] // s["n"]
    squares = (
        s.mutate(square=share * share).group_by(of).agg(n=s["n"].min(), squares=ibis._["square"].sum().cast("int64"))
    )
    value = (BILLION * BILLION - squares["squares"]).cast("float64") / float(BILLION * BILLION)
    if params.corrected:
        value = ibis.ifelse(squares["n"] > 1, value * squares["n"] / (squares["n"] - 1).nullif(0), ibis.null("float64"))
    return squares.select(of, n="n", value=value)


def generality(pairs: Table, shares: Table, params: Params) -> Table:
    """Of each key that patents with classes cite within the window: ``key, generality, citing_with_classes``."""
    sums = _over_classes(pairs.filter(pairs["windowed"]), shares, "target", "source")
    made = _one_minus_squares(sums, "target", params)
    return made.select(key="target", generality="value", citing_with_classes="n")


def of_cited(edges: Table, shares: Table, own: Table, params: Params) -> Table:
    """Of each unit that cites patents with classes: ``unit, originality, radicalness, cited_with_classes``.

    ``own`` are distinct pairs ``unit, cls``. Radicalness: symbols of the cited outside the unit's own classes, their share in all of the cited or their number.
    """
    sums = _over_classes(edges, shares, "unit", "target")
    made = _one_minus_squares(sums, "unit", params)
    joined = sums.left_join(own.mutate(own=ibis.literal(1, "int8")), ["unit", "cls"])
    joined = joined.select("unit", "t", foreign=ibis.ifelse(joined["own"].isnull(), joined["t"], 0))
    counts = joined.group_by("unit").agg(foreign=joined["foreign"].sum(), t=joined["t"].sum())
    foreign = counts["foreign"].cast("float64")
    radical = foreign if params.radical == Radical.COUNT else foreign / counts["t"].cast("float64").nullif(0.0)
    both = made.inner_join(counts.select("unit", radicalness=radical), "unit")
    return both.select("unit", "radicalness", originality="value", cited_with_classes="n")
