"""Made-up corpora small enough to count by hand and odd enough to hurt: grants beside applications, large families, citations
in circles, of oneself, and out of the corpus, missing lists, missing days."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from ipops.corpus.indicators.params import Basis, Grain, Missing, Params, Radical, Spread

Tables = dict[str, list[dict[str, Any]]]
days = st.dates(date(2008, 1, 1), date(2016, 12, 31)) | st.sampled_from([date(2012, 2, 29), date(2010, 6, 1)])
maybe_days = days | st.none()
CLASSES = ["A01B1/02", "A01B3/00", "B64C39/02", "B64C1/00", "G05D1/02"]


@st.composite
def documents(draw: Any, n: int) -> list[dict[str, Any]]:
    rows = []
    for i in range(n):
        application = draw(st.sampled_from([f"APP{i}", f"APP{i // 2}", None]))
        rows.append(
            {
                "document": f"D{i}",
                "application": application,
                "family": draw(st.sampled_from([f"F{i}", f"F{i // 3}", None])),
                "office": draw(st.sampled_from(["CN", "US"])),
                "filed_on": draw(st.sampled_from([date(2009, 5, 5), date(2009, 1, 31)]) | maybe_days),
                "priority_on": draw(maybe_days),
                "published_on": draw(maybe_days),
                "granted_on": draw(maybe_days),
                "cited_by_stated": draw(st.sampled_from([0, 1, 3, None])),
                "family_simple_stated": draw(st.sampled_from([1, 2, 9, None])),
                "claims_n": draw(st.integers(0, 9) | st.none()),
                "references_listed": draw(st.booleans() | st.none()),
                "legal_status": draw(st.sampled_from(["active", "lapsed", "expired", "invalidated", "pending", None])),
                "legal_status_on": draw(maybe_days),
                "ends_on": draw(maybe_days),
            }
        )
    return rows


@st.composite
def corpora(draw: Any, most: int = 9) -> Tables:
    n = draw(st.integers(1, most))
    names = st.integers(0, n - 1).map("D{}".format)
    made: Tables = {"documents": draw(documents(n))}
    pairs = draw(
        st.lists(
            st.tuples(
                names | st.just("X1"), names | st.sampled_from(["X1", "X2"]), st.sampled_from(["X", "Y", "A", None])
            ).filter(lambda c: "D" in c[0] + c[1]),
            max_size=25,
        )
    )
    made["citations"] = [
        {"citing": a, "cited": b, "cited_raw": b, "citing_here": a[0] == "D", "cited_here": b[0] == "D", "category": c}
        for a, b, c in {(a, b): (a, b, c) for a, b, c in pairs}.values()
    ]
    symbols = draw(st.lists(st.tuples(names, st.sampled_from(CLASSES), st.booleans() | st.none()), max_size=20))
    made["classes"] = [
        {"document": d, "scheme": "ipc", "symbol": s, "subclass": s[:4], "inventive": i}
        for d, s, i in {(d, s): (d, s, i) for d, s, i in symbols}.values()
    ]
    fields = draw(
        st.dictionaries(
            st.tuples(names, st.sampled_from(["1", "2"])), st.tuples(st.integers(1, 2), st.booleans()), max_size=9
        )
    )
    made["fields"] = [
        {"document": d, "scheme": "wipo35", "field": f, "symbols_n": k, "first": first, "share": 1.0}
        for (d, f), (k, first) in fields.items()
    ]
    members = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["f1", "f2"]),
                names | st.none(),
                st.sampled_from(["CN", "US", "WO", None]),
                st.sampled_from(["docdb", "inpadoc"]),
                st.sampled_from(["stated", "derived"]),
            ),
            max_size=12,
        )
    )
    made["families"] = [
        {"family": f, "member": d or "EP1", "document": d, "office": o, "kind": k, "source": s}
        for f, d, o, k, s in members
    ]
    made["literature"] = [
        {"citing": d, "text": t} for d, t in draw(st.lists(st.tuples(names, st.sampled_from("ab")), max_size=4))
    ]
    mentions = draw(
        st.lists(
            st.tuples(names, st.sampled_from(["applicant", "inventor"]), st.sampled_from(["P1", "P2", None])),
            max_size=6,
        )
    )
    made["parties"] = [{"document": d, "role": r, "party": p} for d, r, p in mentions]
    return made


params = st.builds(
    Params,
    through=st.sampled_from([date(2014, 12, 31), date(2016, 6, 1), date(2030, 1, 1)]),
    grain=st.sampled_from(Grain),
    basis=st.sampled_from(Basis),
    inventive_only=st.booleans(),
    count_family=st.booleans(),
    without_self=st.booleans(),
    generality_years=st.sampled_from([5, 3]),
    spread=st.sampled_from(Spread),
    corrected=st.booleans(),
    radical=st.sampled_from(Radical),
    winsor=st.sampled_from([98, 60, 100]),
    top=st.sampled_from([10, 500]),
    ties_in=st.booleans(),
    smallest_cohort=st.sampled_from([1, 2, 3]),
    missing=st.sampled_from(Missing),
)
