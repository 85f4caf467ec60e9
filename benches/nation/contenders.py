"""The same tables made four ways: by our measures on DuckDB and on Spark, by hand-written SQL, by pandas.

Two tables, each of 337 places x six years:

* ``scorecard``: the three measures over facts with all their columns (transfers and licences per deal where the transferor
  is, pledge amounts, pledge projects): corrected facts left out, doubts apart, each deal and pledge once at its first
  counted day. Distinct counts dominate.
* ``sums``: rights transferred, licensed and pledged, patents and marks among them, and the sum of the amounts told, fact by
  fact over all twenty million. Sums and counts.

Every contender gives rows sorted by table, place and year; equal means equal to the last fen.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from benches.nation import made
from ipops.kernel.text import Text
from ipops.lines.programme.indicators import PLEDGE_AMOUNT_GROWTH, PLEDGE_PROJECTS_GROWTH
from ipops.lines.trading.indicators import TRANSFERS_LICENCES_GROWTH
from ipops.measures import compute, duck, places, spark, tables, window
from ipops.measures.expressions import PATENTS, counted, is_one_of
from ipops.measures.measure import Column, Measure, Part, Rows
from ipops.measures.params import Params
from ipops.measures.words import Counting, Territory

READING = Params(counting=Counting.PER_DEAL, territory=Territory.TRANSFEROR)
WINDOWS = window.years(made.FIRST_YEAR, made.LAST_YEAR)
MEMORY, SPARK_MEMORY = "1200MB", "1g"
Answer = list[tuple[Any, ...]]


def _rows_of(found: Any, params: Params) -> tuple[Any, ...]:
    return tuple(
        t.select(
            n=t["n"],
            division=t[place],
            day=t["on"],
            amount=t[amount],
            patent=is_one_of(t["kind_of_right"], PATENTS),
            trademark=t["kind_of_right"] == "trademark",
        )
        for t, place, amount in (
            (counted(found["transfer_registered"]), "from_place", "price"),
            (counted(found["licence_recorded"]), "from_place", "price"),
            (counted(found["pledge_registered"]), "place", "secured"),
        )
    )


def _by_fact() -> Measure:
    """Bench only: every fact is a unit, so nothing is folded."""
    columns = (
        Column(code="rights", title=Text("权利", "rights"), total=lambda t: t.count()),
        Column(code="patents", title=Text("专利", "patents"), total=lambda t: t.count(where=t["patent"])),
        Column(code="trademarks", title=Text("商标", "marks"), total=lambda t: t.count(where=t["trademark"])),
        Column(code="amount", title=Text("金额", "amount"), total=lambda t: t["amount"].sum()),
    )
    rows = Rows(
        kinds=tuple(made.SHARES),
        of=_rows_of,
        keys=lambda _: (),
        repeats=lambda _: False,
        parts=tuple(Part(name=n, fold="max") for n in ("amount", "patent", "trademark")),
        beside=lambda units, _: units,
        columns=columns,
        value="rights",
    )
    return replace(PLEDGE_PROJECTS_GROWTH, code="rights_moved", rows=rows)


MEASURES = {
    "scorecard": (TRANSFERS_LICENCES_GROWTH, PLEDGE_AMOUNT_GROWTH, PLEDGE_PROJECTS_GROWTH),
    "sums": (_by_fact(),),
}
NAMES = {
    TRANSFERS_LICENCES_GROWTH.code: "deals",
    PLEDGE_AMOUNT_GROWTH.code: "amounts",
    PLEDGE_PROJECTS_GROWTH.code: "projects",
    "rights_moved": "rights",
}
COLUMNS = {NAMES[m.code]: m.column_codes for group in MEASURES.values() for m in group}


def ours(folder: Path, what: str, con: Any) -> Answer:
    """By the measures, on whichever engine ``con`` is."""
    roll = places.rollup(made.codes(), made.divisions())
    answer: Answer = []
    for group in compute.together(MEASURES[what]):
        found = tables.fact_tables(con, folder, group[0].rows.kinds)  # type: ignore[union-attr]
        got = compute.values_together(group, found, WINDOWS, READING, places=roll, asked=made.codes())
        for m in group:
            answer += [
                (NAMES[m.code], v.place, v.window.start.year, *v.columns.values()) for v in got[m.code] if v.facts
            ]
    return sorted(answer)


def on_duckdb(folder: Path, what: str, scratch: Path) -> Answer:
    return ours(folder, what, duck.connect(memory=MEMORY, scratch=str(scratch)))


def on_spark(folder: Path, what: str, scratch: Path) -> Answer:
    con = spark.connect(memory=SPARK_MEMORY, partitions=16, scratch=str(scratch))
    if isinstance(con, str):
        raise RuntimeError(con)
    try:
        return ours(folder, what, con)
    finally:
        spark.stop(con)


def by_sql(folder: Path, what: str, scratch: Path) -> Answer:
    """By hand-written SQL on DuckDB with the same caps."""
    import duckdb

    con = duckdb.connect()
    con.execute(
        f"SET memory_limit = '{MEMORY}'; SET temp_directory = '{scratch}'; SET preserve_insertion_order = false"
    )
    pairs, number = places.pairs(made.codes(), made.divisions()), {c: i for i, c in enumerate(made.codes())}
    con.register("roll", pa.table({"division": [d for d, _ in pairs], "place": _small([number[p] for _, p in pairs])}))
    for kind in (*made.SHARES, "check_opened", "check_ended", "_superseded"):
        con.execute(f"CREATE VIEW {kind.strip('_')} AS SELECT * FROM '{folder}/{kind}/*.parquet'")
    answer: Answer = []
    for file in {"scorecard": ("deals", "pledges"), "sums": ("rights",)}[what]:
        rows = con.execute((Path(__file__).parent / f"{file}.sql").read_text()).fetchall()
        answer += _unfolded(file, [(made.codes()[place], *rest) for place, *rest in rows])
    return sorted(answer)


def _small(numbers: list[int]) -> Any:
    """A place by its number is a quicker key to fold by than by its code; the names are put back at the end."""
    return pa.array(numbers, pa.int16())


def _unfolded(file: str, rows: list[tuple[Any, ...]]) -> Answer:
    """Amounts and projects come from one statement: the columns of the first, then those of the second."""
    if file != "pledges":
        return [(file, *(v or 0 for v in r)) for r in rows]
    cut = 2 + len(COLUMNS["amounts"])
    return [("amounts", *(v or 0 for v in r[:cut])) for r in rows] + [
        ("projects", *r[:2], *(v or 0 for v in r[cut:])) for r in rows
    ]


def by_pandas(folder: Path, what: str, scratch: Path) -> Answer:
    """By pandas: whole columns in memory, ``groupby`` and ``agg``; only the columns that are needed, days as numbers."""
    gone = _frame(folder, "_superseded", ["n"])["n"]
    roll = dict(places.pairs(made.codes(), made.divisions()))
    if what == "sums":
        return _pandas_rights(folder, gone, roll)
    doubts = _pandas_doubts(folder, gone)
    return sorted(_pandas_deals(folder, gone, roll, doubts) + _pandas_pledges(folder, gone, roll, doubts))


_PATENTS = ["invention", "utility_model", "design"]


def _frame(folder: Path, kind: str, columns: list[str]) -> Any:
    import pyarrow.parquet as pq

    return pq.read_table(folder / kind, columns=columns).to_pandas(date_as_object=False)


def _pandas_doubts(folder: Path, gone: Any) -> Any:
    import pandas as pd

    opened = _frame(folder, "check_opened", ["n", "case", "deals"]).assign(end="opened")
    said = pd.concat([opened, _frame(folder, "check_ended", ["n", "case", "deals", "end"])])
    said = said[~said["n"].isin(gone)].explode("deals").sort_values("n")
    last = said.groupby(["case", "deals"], as_index=False).last()
    last["excluded"] = last["end"] == "excluded"
    last["flagged"] = last["end"].isin(["opened", "reported"])
    doubts = last.groupby("deals")[["excluded", "flagged"]].any()
    doubts["flagged"] &= ~doubts["excluded"]
    return doubts


def _pandas_units(t: Any, gone: Any, key: str, folds: dict[str, str], doubts: Any) -> Any:
    t = t[t["proof"].isin(["listed", "notice"]) & ~t["n"].isin(gone) & (t["on"] < "2024-01-01")]
    units = t.groupby(["place", key], sort=False).agg({"on": "min", **folds}).reset_index()
    units = units.join(doubts, on=key)
    units["excluded"] = units["excluded"].fillna(False).astype(bool)
    units["flagged"] = units["flagged"].fillna(False).astype(bool)
    units["year"] = units["on"].dt.year
    return units[units["year"] >= made.FIRST_YEAR]


def _pandas_deals(folder: Path, gone: Any, roll: dict[str, str], doubts: Any) -> Answer:
    import pandas as pd

    both = []
    for kind, is_licence in (("transfer_registered", False), ("licence_recorded", True)):
        columns = ["n", "on", "deal", "from_place", "kind_of_right", "proof", "free", "related"]
        t = _frame(folder, kind, columns)
        if not is_licence:
            t = t[t["kind_of_right"] != "copyright"]
        t["place"] = t.pop("from_place").map(roll)
        t["related"] = t["related"].astype("float64")
        t["patent"], t["trademark"] = t["kind_of_right"].isin(_PATENTS), t["kind_of_right"] == "trademark"
        t["layout"] = t["kind_of_right"] == "layout"
        folds = {"free": "min", "related": "max", "patent": "max", "trademark": "max", "layout": "max"}
        both.append(_pandas_units(t, gone, "deal", folds, doubts).assign(licence=is_licence))
    u = pd.concat(both)
    net, free, licence = ~u["excluded"], u["free"].astype(bool), u["licence"]
    parts = {
        "gross": net | u["excluded"],
        "flagged": u["flagged"],
        "excluded": u["excluded"],
        "net": net,
        "transfers": net & ~licence,
        "licences": net & licence,
        "paid": net & ~free,
        "free": net & free,
        "related": net & (u["related"] == 1),
        "unrelated": net & (u["related"] == 0),
        "untold": net & u["related"].isna(),
        "patents": net & u["patent"],
        "trademarks": net & u["trademark"],
        "layouts": net & u["layout"],
    }
    return _added("deals", u.assign(**{f"c_{k}": v.astype("int64") for k, v in parts.items()}), "c_")


def _pandas_pledges(folder: Path, gone: Any, roll: dict[str, str], doubts: Any) -> Answer:
    columns = ["n", "on", "pledge", "place", "kind_of_right", "proof", "secured"]
    t = _frame(folder, "pledge_registered", columns)
    t["place"], t["secured"] = t["place"].map(roll), t["secured"].astype("Int64")
    t["patent"], t["trademark"] = t["kind_of_right"].isin(_PATENTS), t["kind_of_right"] == "trademark"
    t["other"] = ~t["patent"] & ~t["trademark"]
    folds = {"secured": "max", "patent": "max", "trademark": "max", "other": "max"}
    u = _pandas_units(t, gone, "pledge", folds, doubts)
    net, patent, mark, other = ~u["excluded"], u["patent"], u["trademark"], u["other"]
    parts = {
        "gross": net | u["excluded"],
        "flagged": u["flagged"],
        "excluded": u["excluded"],
        "net": net,
        "patents": net & patent & ~mark & ~other,
        "trademarks": net & mark & ~patent & ~other,
        "mixed": net & patent & mark & ~other,
        "other": net & other,
    }
    amount = u["secured"].fillna(0).astype("int64")
    u = u.assign(**{f"a_{k}": amount.where(v, 0) for k, v in parts.items()})
    u["a_untold"] = (net & u["secured"].isna()).astype("int64")
    u = u.assign(**{f"p_{k}": v.astype("int64") for k, v in parts.items()})
    return _added("amounts", u, "a_") + _added("projects", u, "p_")


def _pandas_rights(folder: Path, gone: Any, roll: dict[str, str]) -> Answer:
    import pandas as pd

    made_of = []
    for kind, place, amount in (
        ("transfer_registered", "from_place", "price"),
        ("licence_recorded", "from_place", "price"),
        ("pledge_registered", "place", "secured"),
    ):
        t = _frame(folder, kind, ["n", "on", place, "kind_of_right", "proof", amount])
        t = t[t["proof"].isin(["listed", "notice"]) & ~t["n"].isin(gone)]
        t = t[(t["on"] >= "2018-01-01") & (t["on"] < "2024-01-01")]
        t = t.assign(place=t[place].map(roll), year=t["on"].dt.year, c_rights=1)
        t["c_patents"] = t["kind_of_right"].isin(_PATENTS).astype("int64")
        t["c_trademarks"] = (t["kind_of_right"] == "trademark").astype("int64")
        t["c_amount"] = t[amount].astype("Int64").fillna(0).astype("int64")
        columns = ["c_rights", "c_patents", "c_trademarks", "c_amount"]
        made_of.append(t.groupby(["place", "year"])[columns].sum().reset_index())
    return _added("rights", pd.concat(made_of), "c_")


def _added(name: str, u: Any, prefix: str) -> Answer:
    columns = [c for c in u.columns if c.startswith(prefix)]
    table = u.groupby(["place", "year"])[columns].sum().reset_index()
    return sorted((name, r[0], int(r[1]), *(int(v) for v in r[2:])) for r in table.itertuples(index=False))
