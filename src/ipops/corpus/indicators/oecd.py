"""The OECD set of patent quality indicators, a row a unit, columns named as in the OECD's files, a status beside each.

``ok``; ``undefined``: the data give no value (a list is missing, nobody cites, the cohort is too small); ``truncated``: the value
stands on a part (the window is not over, or patents that cite, are cited or belong to the family lie outside the corpus);
``censored``: still in force.

Source: Squicciarini, Dernis, Criscuolo 2013, OECD STI working paper 2013/03; names of columns from its data files. Formulas are
read from implementations and documentation of the data, not from the paper's formula pages, which were not at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

import ibis

from ipops.corpus.indicators import base, cohorts, counts, forward, spread, spread_loops
from ipops.corpus.indicators.params import Basis, Missing, Params
from ipops.corpus.indicators.stages import Stages

Table = Any
TABLES = ("documents", "citations", "classes", "families", "literature", "fields", "parties")
COLUMNS = (
    "patent_scope", "family_size", "grant_lag", "bwd_cits", "npl_cits", "claims", "claims_bwd", "fwd_cits5", "fwd_cits5_xy",
    "fwd_cits7", "fwd_cits7_xy", "breakthrough", "breakthrough_xy", "generality", "originality", "radicalness", "renewal",
    "quality_index_4", "quality_index_6",
)  # fmt: skip
KEYS = ("app_nbr", "filing", "tech_field", "many_field")
FOUR = ("fwd_cits5", "family_size", "claims", "generality")
TOPS = {"fwd_cits5": "breakthrough", "fwd_cits5_xy": "breakthrough_xy"}
SIX = (*FOUR, "bwd_cits", "grant_lag")
STEPS = (
    "units",
    "publications",
    "symbols",
    "shares",
    "own",
    "edges",
    "pairs",
    "generality",
    "cited",
    "measured",
    "norms",
)


def oecd(tables: Mapping[str, Table], params: Params, stages: Stages) -> Table:
    """The whole set. ``tables`` are those of ``TABLES`` in the columns of ``corpus.model``; every one may be empty."""
    keep = stages.keep
    units = keep("units", base.units(tables["documents"], params))
    publications = keep("publications", base.publications(tables["documents"], units, params))
    symbols = keep("symbols", base.symbols(tables["classes"], publications, params))
    shares = keep("shares", spread.shares(symbols, params))
    own = keep("own", symbols.select("unit", "cls").distinct())
    edges = base.edges(tables["citations"], publications, None)
    if params.without_self:
        own_citations = base.own_citations(keep("all_edges", edges), base.owners(tables["parties"], publications))
        edges = base.edges(tables["citations"], publications, keep("own_citations", own_citations))
    edges = keep("edges", edges)
    pairs = keep("pairs", forward.citing(edges, units, params))
    general, cited = spreads(edges, pairs, shares, own, params, stages)
    by_unit = [
        counts.scope(own),
        counts.family_size(tables["families"], tables["documents"], publications, params),
        counts.references(tables["citations"], edges, publications),
        counts.literature(tables["literature"], publications),
        counts.renewal(units, params),
        cited,
        main_field(tables["fields"], publications, params),
    ]
    outsiders = forward.open_ended(tables["citations"], tables["documents"], publications)
    by_key = [forward.counts(pairs).rename(key="target"), general, outsiders]
    joined = reduce(lambda t, more: _beside(t, more, "unit"), by_unit, units)
    measured = keep("measured", measures(reduce(lambda t, more: _beside(t, more, "key"), by_key, joined), params))
    cohort = [cohorts.normalised(measured, c, params) for c in SIX if c != "grant_lag"]
    cohort += [cohorts.in_top(measured, c, params).rename({b: "top"}) for c, b in TOPS.items()]
    cohort.append(cohorts.lag_index(measured, params))
    norms = keep("norms", reduce(lambda left, more: _beside(left, more, "unit"), cohort, measured.select("unit")))
    return _result(_beside(measured, norms, "unit"), params)


def spreads(
    edges: Table, pairs: Table, shares: Table, own: Table, params: Params, stages: Stages
) -> tuple[Table, Table]:
    """Generality by key; originality and radicalness by unit: by loops in memory, else by expressions."""
    if not stages.in_memory:
        of_cited = spread.of_cited(edges, shares, own, params)
        return stages.keep("generality", spread.generality(pairs, shares, params)), stages.keep("cited", of_cited)
    windowed = pairs.filter(pairs["windowed"]).select("target", "source")

    def general() -> Any:
        return spread_loops.generality(windowed.to_pyarrow(), shares.to_pyarrow(), params)

    def cited() -> Any:
        return spread_loops.of_cited(
            edges.select("unit", "target").to_pyarrow(), shares.to_pyarrow(), own.to_pyarrow(), params
        )

    return stages.keep_made("generality", general), stages.keep_made("cited", cited)


def _beside(left: Table, right: Table, by: str) -> Table:
    """A left join that keeps one copy of the key."""
    joined = left.left_join(right, by)
    return joined.drop(f"{by}_right") if f"{by}_right" in joined.columns else joined


def main_field(fields: Table, publications: Table, params: Params) -> Table:
    """The field most symbols of a unit fall into, the first symbol's of equals; ``many_field`` says that there are others."""
    f = fields.filter(fields["scheme"] == params.fields)
    f = f.inner_join(publications.select("document", "unit"), "document")
    f = f.group_by(["unit", "field"]).agg(n=f["symbols_n"].sum(), first=f["first"].cast("int8").max())
    best = ibis.window(group_by=f["unit"], order_by=[f["n"].desc(), f["first"].desc(), f["field"]])
    f = f.mutate(place=ibis.row_number().over(best), fields=f["field"].count().over(ibis.window(group_by=f["unit"])))
    f = f.filter(f["place"] == 0)
    return f.select("unit", tech_field="field", many_field=(f["fields"] > 1).cast("int8"))


def measures(t: Table, params: Params) -> Table:
    """The values that need no cohort, and flags for what cuts them."""
    zero, none = ibis.literal(0, "int32"), ibis.null("int32")
    listed = t["listed"] == 1
    inside, outside = ibis.coalesce(t["inside"], zero), ibis.coalesce(t["outside"], zero)
    bwd = ibis.ifelse(listed, inside + outside, none)
    npl_listed = (t["listed"] == 1) | t["npl_cits"].notnull()
    claims = ibis.coalesce(t["claims_granted"], t["claims_any"])
    days = t["granted"].delta(t["filed"], unit="day").cast("int32")
    year = {Basis.FILING: t["filed"], Basis.PRIORITY: t["priority"], Basis.PUBLICATION: t["published"]}[
        params.basis
    ].year()
    dated = t["key_published"].notnull()
    forwards = {c: ibis.ifelse(dated, ibis.coalesce(t[c], zero), none) for c in COLUMNS if c.startswith("fwd_")}
    return t.select(
        "unit", "renewal", "renewal_status", "tech_field", "many_field", "patent_scope", "family_size",
        "generality", "originality", "radicalness",
        app_nbr=t["of_unit"],
        filing=year,
        grant_days=ibis.ifelse(days >= 0, days, none),
        bwd_cits=bwd,
        npl_cits=ibis.ifelse(npl_listed, ibis.coalesce(t["npl_cits"], zero), none),
        claims=claims,
        claims_bwd=claims.cast("float64") / bwd.nullif(0).cast("float64"),
        **forwards,
        **{f"beyond{y}": ibis.coalesce(forward.beyond(t, y, params), False) for y in sorted({5, 7, params.generality_years})},
        family_part=ibis.coalesce(t["family_part"], False),
        open=ibis.coalesce(t["open"], False),
        untold5=ibis.coalesce(t["untold5"], False),
        untold7=ibis.coalesce(t["untold7"], False),
        cited_part=~listed | ibis.coalesce(t["cited_with_classes"] < inside + outside, False),
    )  # fmt: skip


def _mean(parts: list[Any], params: Params) -> Any:
    if params.missing == Missing.UNDEFINED:
        return sum(parts[1:], parts[0]) / float(len(parts))
    known = sum((p.notnull().cast("int64") for p in parts[1:]), parts[0].notnull().cast("int64"))
    filled = [ibis.coalesce(p, 0.0) for p in parts]
    return sum(filled[1:], filled[0]) / known.cast("float64").nullif(0.0)


def _result(t: Table, params: Params) -> Table:
    """Values with a status beside each, in the order of the units' names."""
    t = t.mutate(n_grant_lag=t["grant_lag"])
    means = {f"quality_index_{len(parts)}": _mean([t[f"n_{c}"] for c in parts], params) for parts in (FOUR, SIX)}
    t = t.mutate(**means)
    cut5, cut7, wide = (t[f"beyond{years}"] | t["open"] for years in (5, 7, params.generality_years))
    cuts = dict.fromkeys(("fwd_cits5", "breakthrough"), cut5)
    cuts |= dict.fromkeys(("fwd_cits5_xy", "breakthrough_xy"), cut5 | t["untold5"])
    cuts |= {
        "fwd_cits7": cut7,
        "fwd_cits7_xy": cut7 | t["untold7"],
        "generality": wide,
        "family_size": t["family_part"],
    }
    cuts |= {"originality": t["cited_part"], "radicalness": t["cited_part"]}
    cuts |= dict.fromkeys(means, cut5 | wide | (t["family_part"] & t["n_family_size"].notnull()))
    statuses = {f"{c}_status": _status(t[c], cuts.get(c)) for c in COLUMNS if c != "renewal"}
    pairs = [name for c in COLUMNS for name in (c, f"{c}_status")]
    return t.mutate(**statuses).select(*KEYS, *pairs, "grant_days").order_by("app_nbr")


def _status(value: Any, cut: Any) -> Any:
    """``undefined`` without a value, ``truncated`` where something cuts it."""
    if cut is None:
        return ibis.ifelse(value.notnull(), "ok", "undefined")
    return ibis.cases((value.isnull(), "undefined"), (cut, "truncated"), else_="ok")
