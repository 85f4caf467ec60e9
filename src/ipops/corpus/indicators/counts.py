"""What is counted of a unit itself: scope, family, lag, what it cites, claims, years in force.

Rule: a count that rests on a list which is not there has no value. Zero is said only of a list that is there and empty.
"""

from __future__ import annotations

from typing import Any

import ibis

from ipops.corpus.indicators.params import Params

Table = Any


def scope(own: Table) -> Table:
    """Subclasses of a unit; ``own`` are distinct pairs of unit and class."""
    return own.group_by("unit").agg(patent_scope=own.count())


def family_size(families: Table, documents: Table, publications: Table, params: Params) -> Table:
    """Distinct offices among the members of the unit's family; of several families of one unit the largest counts.

    ``family_part``: no source lists a family of the unit. Its members are then those of the corpus, and there may be others,
    unless a source says how many there are and the corpus has as many.
    """
    f = families.filter(families["kind"].isin(params.family_kinds))
    if params.offices_not_counted:
        f = f.mutate(office=ibis.ifelse(f["office"].isin(params.offices_not_counted), ibis.null("string"), f["office"]))
    whole = f.group_by("family").agg(
        offices=f["office"].nunique(),
        members=f["member"].nunique(),
        stated=(f["source"] == "stated").cast("int8").max(),
    )
    of = f.filter(f["document"].notnull()).select("family", "document").distinct()
    said = documents.select("document", said="family_simple_stated")
    joined = of.inner_join(whole, "family").inner_join(said, "document")
    joined = joined.inner_join(publications.select("document", "unit"), "document").filter(ibis._["offices"] > 0)
    sized = joined.group_by("unit").agg(
        family_size=joined["offices"].max(),
        stated=joined["stated"].max(),
        lacking=ibis.coalesce(joined["said"] > joined["members"], True).cast("int8").max(),
    )
    part = (sized["stated"] == 0) & (sized["lacking"] == 1)
    return sized.select("unit", "family_size", family_part=part)


def references(citations: Table, edges: Table, publications: Table) -> Table:
    """``inside`` cited patents of the corpus, ``outside`` it, of each unit; each once, however often cited."""
    inside = edges.group_by("unit").agg(inside=edges.count(), outside=ibis.literal(0, "int64"))
    c = citations.filter(citations["citing_here"], ~citations["cited_here"])
    c = c.select(document="citing", number=ibis.coalesce(c["cited"], c["cited_raw"]))
    c = c.inner_join(publications.select("document", "unit"), "document").select("unit", "number").distinct()
    outside = c.group_by("unit").agg(inside=ibis.literal(0, "int64"), outside=c.count())
    both = inside.union(outside)
    return both.group_by("unit").agg(
        inside=both["inside"].sum().cast("int32"), outside=both["outside"].sum().cast("int32")
    )


def literature(items: Table, publications: Table) -> Table:
    """Distinct items that are no patents, of each unit."""
    joined = items.select(document="citing", text="text").inner_join(
        publications.select("document", "unit"), "document"
    )
    return joined.group_by("unit").agg(npl_cits=joined["text"].nunique())


def whole_years(first: Any, last: Any) -> Any:
    """Completed years between two days, by the calendar."""
    early = (last.month() * 100 + last.day()) < (first.month() * 100 + first.day())
    return last.year() - first.year() - early.cast("int32")


def renewal(units: Table, params: Params) -> Table:
    """Years in force from filing to the end, or to the last day of the data while alive (``censored``)."""
    through = ibis.literal(params.through)
    over = (units["ended"] == 1) & units["ended_on"].notnull() & (units["ended_on"] <= through)
    lives = (units["alive"] == 1) & (units["ended"] == 0)
    until = ibis.ifelse(over, units["ended_on"], ibis.ifelse(lives, through, ibis.null("date")))
    known = units["granted"].notnull() & units["filed"].notnull() & until.notnull() & (until >= units["filed"])
    years = ibis.ifelse(known, whole_years(units["filed"], until), ibis.null("int32"))
    status = ibis.ifelse(known, ibis.ifelse(over, "ok", "censored"), "undefined")
    return units.select("unit", renewal=years, renewal_status=status)
