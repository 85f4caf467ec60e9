"""Whether later work cites a family instead of what it built on, or together with it: the CD index over five years.

Nodes are families of the set and, beyond it, publications by number without their kind, so that an application and its grant are
one (the trap of ``domain/patents.md`` 8.5, 4). The day is the first of the year, since half of the graph tells no more: of a family its first
publication, of an American or international application the year in its number. Strict date rule: later years only.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from ipops.corpus.citation_graph import UNDATED, Window, build, cd_index
from ipops.corpus.citation_graph.cd import OK, TRUNCATED
from ipops.corpus.indicators.figures import median
from ipops.kernel.text import Text
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.naming import owners_of
from ipops.lines.navigation.study.parts import FIRST_FILED, Analysis, Shown, cite, filed, same, table
from ipops.lines.navigation.study.saying import Query, Sentence
from ipops.reports import charts

YEARS, LEAST, TOP = 5, 10, 10
_EPOCH = date(1970, 1, 1)
_BARE = "regexp_replace({}, '[A-Z][0-9]?$', '')"
_STRETCHES = (
    (-1.0, -0.5, Text("改进：−1 至 −0.5", "consolidating: −1 to −0.5")), (-0.5, 0.0, Text("−0.5 至 0", "−0.5 to 0")),
    (0.0, 0.0, Text("0", "0")), (0.0, 0.5, Text("0 至 0.5", "0 to 0.5")), (0.5, 1.0, Text("颠覆：0.5 至 1", "disrupting: 0.5 to 1")),
)  # fmt: skip


def disruption(desk: Desk) -> Analysis:
    title = Text("颠覆与改进（CD 指数）", "Disrupting or consolidating (CD index)")
    rows = _rows(desk) if desk.dated else []
    if not rows:
        return Analysis(code="disruption", title=title, method=_NONE)
    counts = _counts(desk, rows)
    top = _top(desk, rows)
    known = [r for r in rows if r["status"] == "ok"]
    return Analysis(
        code="disruption", title=title, method=_METHOD, findings=_findings(desk, counts, top),
        charts=(_chart(counts, known),) if known else (), tables=(_table(desk, top),) if top.rows else (),
    )  # fmt: skip


def _rows(desk: Desk) -> list[dict[str, Any]]:
    """A row a family within the boundary, with its value and status; ``no_list``: no source tells whom it cites."""
    s = desk.dated
    desk.con.execute(f"""
        create or replace temp table edge as
        select distinct coalesce(a.unit, {_BARE.format("c.citing")}) as a, coalesce(b.unit, {_BARE.format("c.cited")}) as b
        from {s}_citations c left join {s}_scope a on a.document = c.citing left join {s}_scope b on b.document = c.cited
        where c.cited is not null""")  # noqa: S608
    desk.con.execute(f"""
        create or replace temp table node as
        select name, (row_number() over (order by name) - 1)::integer as place
        from (select a as name from edge union select b from edge union select unit from {s}_scope)""")  # noqa: S608
    ends = desk.con.execute("""
        select x.place::bigint as a, y.place::bigint as b from edge join node x on x.name = edge.a join node y on y.name = edge.b order by 1, 2
    """).fetchnumpy()
    if not len(ends["a"]):
        return []
    here = dict(desk.rows(f"select unit, year(min(published_on)) from {s}_scope group by 1"))  # noqa: S608
    names = [n for (n,) in desk.rows("select name from node order by place")]
    at = {n: i for i, n in enumerate(names)}
    days = np.array([_day(here[n] if n in here else _year(n)) for n in names], dtype=np.int32)
    values = cd_index(build(days, np.asarray(ends["a"]), np.asarray(ends["b"]), to_itself=False), Window(years=YEARS))
    core = [u for (u,) in desk.rows(f"select distinct unit from {s}_scope where core order by 1")]  # noqa: S608
    return [_row(u, values, at[u]) for u in core]


def _row(unit: str, values: Any, i: int) -> dict[str, Any]:
    status = values.status[i]
    said = (
        "truncated"
        if status == TRUNCATED
        else "undefined"
        if status != OK
        else "ok"
        if values.references[i]
        else "no_list"
    )
    alone, both, around = (int(v[i]) for v in (values.only_focal, values.both, values.only_references))
    cd = Fraction(alone - both, alone + both + around) if alone + both + around else None
    return {"unit": unit, "status": said, "cd": cd, "alone": alone, "both": both, "around": around}


def _year(number: str) -> int | None:
    """American and international applications carry their year of publication in their number."""
    serial = number[2:]
    holds = serial.isdigit() and (
        (number[:2] == "US" and len(serial) == 11) or (number[:2] == "WO" and len(serial) == 10)
    )
    return int(serial[:4]) if holds and serial[:2] in ("19", "20") else None


def _day(year: int | None) -> int:
    return (date(year, 1, 1) - _EPOCH).days if year else int(UNDATED)


def _counts(desk: Desk, rows: list[dict[str, Any]]) -> Query:
    of = {s: [r for r in rows if r["status"] == s] for s in ("ok", "truncated", "undefined", "no_list")}
    values = [r["cd"] for r in of["ok"]]
    middle = median([float(v) for v in values])
    parts = tuple(_within(values, low, high) for low, high, _ in _STRETCHES)
    return desk.keep(
        Text("五年 CD 指数：状态与分布", "CD index over five years: statuses and spread"),
        "corpus.citation_graph.cd_index, window of 5 calendar years, families and numbers without kind as nodes, years as days",
        ("families", "ok", "truncated", "undefined", "no_list", "above", "below", "median", "p1", "p2", "p3", "p4", "p5"),
        ((len(rows), *(len(of[s]) for s in ("ok", "truncated", "undefined", "no_list")), sum(v > 0 for v in values),
          sum(v < 0 for v in values), middle, *parts),),
    )  # fmt: skip


def _within(values: list[Fraction], low: float, high: float) -> int:
    """Stretches leave out the end that lies towards zero."""
    if low == high:
        return sum(v == 0 for v in values)
    return sum(low <= v < high for v in values) if high <= 0 else sum(low < v <= high for v in values)


def _top(desk: Desk, rows: list[dict[str, Any]]) -> Query:
    s = desk.dated
    best = sorted(
        (r for r in rows if r["status"] == "ok" and r["alone"] + r["both"] >= LEAST),
        key=lambda r: (-r["cd"], r["unit"]),
    )
    about = {
        u: (d, t, o, y)
        for u, d, t, o, y in desk.rows(f"""
            select s.unit, arg_min(s.document, (s.title is null, s.document)), arg_min(s.title, s.document) filter (s.title is not null),
                   {owners_of(s, "s.unit")}, year(min(s.first_on))::int
            from {s}_scope s where s.core group by s.unit""")  # noqa: S608
    }
    told = tuple((*about[r["unit"]], float(r["cd"]), r["alone"], r["both"], r["around"], LEAST) for r in best[:TOP])
    return desk.keep(
        Text("五年 CD 指数最高的同族（窗口内至少十件后续文献引用）", "families with the highest CD index, cited by ten or more in the window"),
        "of the values of the query before, status ok, only_focal + both >= 10",
        ("document", "title", "owner", "first_year", "cd", "only_focal", "both", "only_references", "least"), told,
    )  # fmt: skip


def _findings(desk: Desk, counts: Query, top: Query) -> tuple[Sentence, ...]:
    keys = {"n": "families", "k": "ok", "t": "truncated", "u": "undefined", "m": "no_list", "a": "above", "b": "below"}
    numbers = {k: counts.number(0, c) for k, c in keys.items()}
    words = Text(
        "边界内{n}族中，{k}族的五年颠覆性指数（CD）可判：{a}族为正（后来者引它而不引其所引，偏颠覆），{b}族为负（偏改进），中位数{v}；其余不判：{t}族窗口未满，{u}族窗口内无人引用，{m}族没有引文清单（此时指数恒为一，是数据缺失的假象）。",
        "Of {n} families within the boundary the five-year CD index can be told for {k}: {a} are above zero (later work cites them and not what they cite: disrupting), {b} below (consolidating), the median is {v}. The rest is not told: of {t} the window is not over, {u} nobody cites within it, {m} have no list of references (the index is then always one, which is an artefact of missing data).",
    )
    made = [Sentence(words=words, numbers=numbers | {"v": counts.number(0, "median").as_("real")})]
    if top.rows:
        said = Text(
            "窗口内至少被{l}件后续文献引用的同族中，指数最高的是{doc}（{owner}，首次申请于{year}年）：{cd}，{f}件只引它，{g}件兼引其所引。",
            "Of the families cited by {l} or more in the window, {doc} ({owner}, first filed in {year}) is highest: {cd}; {f} documents cite it alone, {g} what it cites too.",
        )
        told = {
            "l": top.number(0, "least"), "year": top.number(0, "first_year").as_("year"), "cd": top.number(0, "cd").as_("real"),
            "f": top.number(0, "only_focal"), "g": top.number(0, "both"),
        }  # fmt: skip
        names = {"doc": same(top.rows[0][0]), "owner": desk.called(top.rows[0][2])}
        made.append(Sentence(words=said, names=names, numbers=told))
    return tuple(made)


def _chart(counts: Query, known: list[dict[str, Any]]) -> charts.Ranked:
    ranks = tuple(
        charts.Rank(title=says, value=Fraction(n), says=Text(f"{n:,}", f"{n:,}"))
        for (_, _, says), n in zip(_STRETCHES, counts.rows[0][8:], strict=True)
    )
    return charts.Ranked(
        title=cite(Text(f"五年 CD 指数的分布（可判的{len(known):,}族）", f"The CD index over five years, {len(known):,} families that can be told"), counts),
        unit=Text("同族数", "families"), head=Text("指数", "index"), ranks=ranks,
    )  # fmt: skip


def _table(desk: Desk, top: Query) -> Shown:
    heads = (
        FIRST_FILED, Text("名称", "title"), Text("权利人", "owner"),
        Text("指数", "index"), Text("只引它", "cite it alone"), Text("兼引", "both"), Text("只引其所引", "only what it cites"),
    )  # fmt: skip
    rows = [(filed(r[0], r[3]), r[1], desk.called(r[2]), same(f"{r[4]:.2f}"), *r[5:8]) for r in top.rows]
    return table(
        cite(Text("指数最高的同族", "Families with the highest index"), top), heads, rows, numeric=(3, 4, 5, 6),
        widths=(1, 14, 9, 1, 1, 1, 1),
    )  # fmt: skip


_METHOD = Text(
    f"CD＝（只引该族的−兼引该族与其所引的）÷（二者＋只引其所引的），只计该族首次公布之后{YEARS}个日历年内的文献，同年的不计。数据集之外的文献只有美国、PCT 公开号带年份的才有日期，没有日期的不进窗口，故引用是下限；公布与授权按号码归并，美国授权与其公开号码不同的，集外不能归并。指数说明后来者如何引用，不说明价值高低；数值多的族不必优于数值少的族。",
    f"CD = (those that cite the family alone − those that also cite what it cites) / (both + those that cite only what it cites), over documents within {YEARS} calendar years after its first publication, the same year left out. Beyond the set only American and international applications tell their year; documents without one are in no window, so citations are lower bounds. Applications and grants are one by number; American grants beyond the set, whose numbers differ, are not. The index tells how later work cites, not what a patent is worth.",
)
_NONE = Text("没有带引文与日期的数据集：未知。", "No set has citations and dates: unknown.")
