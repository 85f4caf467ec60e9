"""Who cites a patent, within a window from its first publication on: ``published <= day < published + years``."""

from __future__ import annotations

from typing import Any

import ibis

from ipops.corpus.indicators.params import Params

Table = Any


def citing(edges: Table, units: Table, params: Params) -> Table:
    """Distinct pairs of keys with flags: the citing one lies within 5 years, 7 years, the window of generality."""
    e = edges
    if params.count_family:
        e = e.group_by(["source", "target"]).agg(day=e["day"].min(), xy=e["xy"].max(), told=e["told"].min())
    published = units.group_by("key").agg(from_=units["key_published"].min())
    ends = {
        f"until{y}": (published["from_"] + ibis.interval(years=y)).cast("date") for y in {5, 7, params.generality_years}
    }
    published = published.mutate(**ends).rename(target="key")
    e = e.select("source", "target", "day", "xy", "told").inner_join(published, "target")
    begun = e["day"] >= e["from_"]
    flags = {f"in{y}": ibis.coalesce(begun & (e["day"] < e[f"until{y}"]), False).cast("int8") for y in (5, 7)}
    in_window = ibis.coalesce(begun & (e["day"] < e[f"until{params.generality_years}"]), False)
    return e.filter(begun).select("source", "target", "xy", "told", **flags, windowed=in_window)


def counts(pairs: Table) -> Table:
    """Citing keys of each cited one: within 5 and 7 years, and those of category X or Y; ``untold``: whether there are citations
    in the window that may be X or Y, for no source tells their category.

    As int32: a sum of integers is wider on DuckDB than it says, and would leave it as a float.
    """
    p = pairs
    unknown = (1 - p["xy"]) * (1 - p["told"])
    return p.group_by("target").agg(
        fwd_cits5=p["in5"].sum().cast("int32"),
        fwd_cits5_xy=(p["in5"] * p["xy"]).sum().cast("int32"),
        fwd_cits7=p["in7"].sum().cast("int32"),
        fwd_cits7_xy=(p["in7"] * p["xy"]).sum().cast("int32"),
        untold5=(p["in5"] * unknown).max() > 0,
        untold7=(p["in7"] * unknown).max() > 0,
    )


def beyond(units: Table, years: int, params: Params) -> Any:
    """Whether a unit's window reaches beyond the data."""
    ends = (units["key_published"] + ibis.interval(years=years)).cast("date")
    return ends > ibis.literal(params.through).cast("date") + ibis.interval(days=1)


def open_ended(citations: Table, documents: Table, publications: Table) -> Table:
    """The keys of which somebody outside the corpus is known to cite: ``key``, ``open``. When they did and in which classes is not
    known, so what is counted is a part: a source names citing numbers that are not here, or states more citations than are."""
    outside = citations.filter(~citations["citing_here"], citations["cited_here"]).select(document="cited")
    said = documents.filter(ibis.coalesce(documents["cited_by_stated"], 0) > 0).select("document", n="cited_by_stated")
    here = citations.filter(citations["citing_here"], citations["cited_here"]).select("citing", document="cited")
    here = here.semi_join(said, "document").distinct()
    counted = here.group_by("document").agg(found=here.count())
    beside = said.left_join(counted, "document")
    more = beside.filter(beside["n"] > ibis.coalesce(beside["found"], 0)).select("document")
    known = outside.union(more).distinct().inner_join(publications.select("document", "key"), "document")
    return known.select("key").distinct().mutate(open=ibis.literal(True))
