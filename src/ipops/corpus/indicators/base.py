"""Publications become counted units: one row an application (family, document), with whole numbers for keys.

Rule 1: ``unit`` is what a row of the result is, ``key`` what citations are counted by (the family, or the unit itself). Both are
small whole numbers given in the order of names, so they are the same on every engine.
Rule 2: citations to a publication, its grant or (by families) its equivalents are one; within one family they are none.
Rule 3: a unit's days are the earliest of its publications; its claims those of its grant, else of what was published.
"""

from __future__ import annotations

from typing import Any

import ibis

from ipops.corpus.indicators.params import Grain, Params

Table = Any
ENDED = ("lapsed", "expired", "invalidated")
DEAD_EARLY = ("withdrawn", "rejected")


def least(*values: Any) -> Any:
    """The smallest that is known."""
    return ibis.least(*(ibis.coalesce(v, *(o for o in values if o is not v)) for v in values))


def described(documents: Table, params: Params) -> Table:
    """Each publication with the names of its unit and of its family."""
    d = documents
    application = ibis.coalesce(d["application"], d["document"])
    family = ibis.coalesce(d["family"], application)
    of_unit = {Grain.APPLICATION: application, Grain.FAMILY: family, Grain.DOCUMENT: d["document"]}[params.grain]
    return d.mutate(of_unit=of_unit, of_family=family)


def units(documents: Table, params: Params) -> Table:
    """One row a unit: numbers, days, claims, whether its references are listed, how its right stands."""
    d = described(documents, params)
    granted, status = d["granted_on"].notnull(), d["legal_status"]
    ended = ibis.coalesce(status.isin(ENDED), False)
    made = d.group_by("of_unit").agg(
        of_family=d["of_family"].min(),
        office=d["office"].min(),
        filed=d["filed_on"].min(),
        priority=ibis.coalesce(d["priority_on"], d["filed_on"]).min(),
        published=d["published_on"].min(),
        granted=d["granted_on"].min(),
        claims_granted=ibis.ifelse(granted, d["claims_n"], ibis.null("int32")).max(),
        claims_any=d["claims_n"].max(),
        listed=ibis.coalesce(d["references_listed"], False).cast("int8").max(),
        alive=ibis.coalesce(status == "active", False).cast("int8").max(),
        ended=ended.cast("int8").max(),
        ended_on=ibis.ifelse(ended, ibis.coalesce(d["ends_on"], d["legal_status_on"]), ibis.null("date")).min(),
    )
    numbered = made.mutate(unit=ibis.row_number().over(order_by=made["of_unit"]).cast("int32"))
    if not params.count_family:
        return numbered.mutate(key=numbered["unit"], key_published=numbered["published"])
    family = ibis.window(group_by=numbered["of_family"])
    return numbered.mutate(
        key=numbered["unit"].min().over(family), key_published=numbered["published"].min().over(family)
    )


def publications(documents: Table, units: Table, params: Params) -> Table:
    """``document -> unit, key``, and the day it was published."""
    d = described(documents, params).select("document", "of_unit", day="published_on")
    return d.inner_join(units.select("of_unit", "unit", "key"), "of_unit").select("document", "unit", "key", "day")


def edges(citations: Table, publications: Table, own: Table | None) -> Table:
    """Distinct pairs of a citing unit and a cited key: ``unit, source`` (its key), ``target``, the first day, whether X or Y,
    ``told`` whether the category of every such citation is.

    ``own`` are pairs that do not count (self-citations by owner).
    """
    c = citations.filter(citations["citing_here"], citations["cited_here"])
    xy = ibis.coalesce(c["category"].isin(("X", "Y")), False)
    c = c.select("citing", "cited", xy=xy.cast("int8"), told=c["category"].notnull().cast("int8"))
    source = publications.select(citing="document", unit="unit", source="key", day="day")
    target = publications.select(cited="document", target="key")
    both = c.inner_join(source, "citing").inner_join(target, "cited")
    both = both.select("unit", "source", "target", "day", "xy", "told")
    both = both.filter(both["source"] != both["target"])
    found = both.group_by(["unit", "source", "target"]).agg(
        day=both["day"].min(), xy=both["xy"].max(), told=both["told"].min()
    )
    return found if own is None else found.anti_join(own, ["source", "target"])


def symbols(classes: Table, publications: Table, params: Params) -> Table:
    """Distinct symbols of each unit and key, with the number of their subclass."""
    c = classes.filter(classes["scheme"] == params.scheme, classes["subclass"].notnull())
    if params.inventive_only:
        c = c.filter(ibis.coalesce(c["inventive"], True))
    names = c.select("subclass").distinct()
    numbered = names.mutate(cls=ibis.row_number().over(order_by=names["subclass"]).cast("int32"))
    c = c.select("document", "symbol", "subclass").inner_join(numbered, "subclass")
    c = c.inner_join(publications.select("document", "unit", "key"), "document")
    return c.select("unit", "key", "cls", "symbol").distinct()


def owners(parties: Table, publications: Table) -> Table:
    """The resolved owners of each key; a mention that is not resolved is nobody's."""
    p = parties.filter(parties["role"].isin(("applicant", "owner", "owner_now")), parties["party"].notnull())
    return (
        p.select("document", "party")
        .inner_join(publications.select("document", "key"), "document")
        .select("key", "party")
        .distinct()
    )


def own_citations(edges: Table, owners: Table) -> Table:
    """Pairs of keys that have an owner in common: self-citations by resolved owner, not by name."""
    citing, cited = owners.select(source="key", party="party"), owners.select(target="key", party="party")
    pairs = edges.select("source", "target").distinct()
    return (
        pairs.inner_join(citing, "source").inner_join(cited, ["target", "party"]).select("source", "target").distinct()
    )
