"""A patent among its like: cohorts of filing year and technology field, capped, divided by their greatest, and their top.

Rule 1: a cohort smaller than the smallest, or whose greatest value is zero, normalises nothing.
Rule 2: the cap is a value of the cohort: the smallest that at least ``winsor`` per cent of it do not exceed. Values and counts
are compared as whole numbers, never by an interpolated quantile, on which engines differ.
"""

from __future__ import annotations

from typing import Any

import ibis

from ipops.corpus.indicators.params import Params

Table = Any
COHORT = ("filing", "tech_field")


def limits(measured: Table, column: str, params: Params) -> Table:
    """Per cohort: ``n`` values, ``cap`` of the column, ``top`` the least value of its top (null where nobody is)."""
    known = measured.filter(measured[column].notnull(), measured["filing"].notnull(), measured["tech_field"].notnull())
    steps = known.group_by([*COHORT, column]).agg(n=known.count())
    upwards = ibis.window(group_by=COHORT, order_by=steps[column], rows=(None, 0))
    whole = ibis.window(group_by=COHORT)
    steps = steps.mutate(below=steps["n"].sum().over(upwards), total=steps["n"].sum().over(whole))
    steps = steps.mutate(above=steps["total"] - steps["below"])  # strictly greater
    capped = steps["below"] * 100 >= steps["total"] * params.winsor
    beaten = steps["above"] if params.ties_in else steps["above"] + steps["n"]
    within = (
        beaten * 1000 < steps["total"] * params.top if params.ties_in else beaten * 1000 <= steps["total"] * params.top
    )
    top = within & (steps[column] > 0)
    return steps.group_by(COHORT).agg(
        cohort_n=steps["n"].sum(), cap=steps[column].min(where=capped), top=steps[column].min(where=top)
    )


def normalised(measured: Table, column: str, params: Params) -> Table:
    """``unit`` and the value divided by the cohort's cap, at most 1; null by rule 1 and where the value is null."""
    known = measured.filter(measured[column].notnull()).select("unit", *COHORT, column)  # least() skips what is null
    joined = known.inner_join(limits(measured, column, params), COHORT)
    enough = (joined["cohort_n"] >= params.smallest_cohort) & (joined["cap"] > 0)
    capped = ibis.least(joined[column], joined["cap"]).cast("float64") / joined["cap"].cast("float64").nullif(0.0)
    return joined.select("unit", **{f"n_{column}": ibis.ifelse(enough, capped, ibis.null("float64"))})


def in_top(measured: Table, column: str, params: Params) -> Table:
    """1 for the most cited of their cohort, else 0; null by rule 1's size and where the value is null."""
    joined = measured.select("unit", *COHORT, column).inner_join(limits(measured, column, params), COHORT)
    there = ibis.coalesce(joined[column] >= joined["top"], False).cast("int8")
    enough = (joined["cohort_n"] >= params.smallest_cohort) & joined[column].notnull()
    return joined.select("unit", top=ibis.ifelse(enough, there, ibis.null("int8")))


def lag_index(measured: Table, params: Params) -> Table:
    """1 - Δt/max Δt of the cohort, by days from filing to grant; one outlier rules the greatest, so days stand beside it. Rule 1."""
    known = measured.filter(
        measured["grant_days"].notnull(), measured["filing"].notnull(), measured["tech_field"].notnull()
    )
    most = known.group_by(COHORT).agg(most=known["grant_days"].max(), granted_n=known.count())
    most = most.filter(most["granted_n"] >= params.smallest_cohort)
    joined = known.select("unit", *COHORT, "grant_days").inner_join(most, COHORT)
    share = joined["grant_days"].cast("float64") / joined["most"].cast("float64").nullif(0.0)
    return joined.select("unit", grant_lag=1.0 - share)
