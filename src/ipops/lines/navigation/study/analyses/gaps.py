"""Gaps: technologies by applications, what is thinner than its neighbours would have it; and the chain (``chain``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipops.kernel.text import Text
from ipops.lines.navigation.study.analyses.chain import chain
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.hands import Industry
from ipops.lines.navigation.study.parts import Analysis, cite, same, table
from ipops.lines.navigation.study.saying import Query, Sentence
from ipops.reports import charts

LEAST_EXPECTED = 15  #: below so many expected items a thin cell may be chance
SHOWN = 10


def gaps(desk: Desk, industry: Mapping[str, Industry]) -> Analysis:
    s = desk.land
    pairs = desk.ask(
        Text("技术节点与应用节点同现的项数", "items under a technology and an application at once"),
        f"""select a.node as technology, b.node as application, count(distinct a.unit) as units
            from {s}_label a join {s}_label b using (unit) where a.node <> b.node group by 1, 2 order by 1, 2""",  # noqa: S608
    )
    ends = [n for n in desk.study.tree if n.link == "downstream"]
    means = [n for n in desk.study.tree if n.link != "downstream"]
    cell = {(a, b): n for a, b, n in pairs.rows}
    thin = _thin(desk, cell, [n.code for n in means], [n.code for n in ends])
    titles = {n.code: n.title.text for n in desk.study.tree}
    shown, links = chain(desk, industry)
    matrix = (charts.Matrix(
        title=cite(Text("技术 × 应用：同现的项数", "Technology × application: items under both"), pairs),
        head=Text("技术", "technology"), columns=tuple(n.title.text for n in ends), lines=tuple(n.title.text for n in means),
        cells=tuple(tuple(cell.get((m.code, e.code), 0) for e in ends) for m in means),
    ),) if means and ends else ()  # fmt: skip
    found = [
        Sentence(
            words=Text(
                "“{a}”用于“{b}”只有{n}项，若按两者各自的规模应有约{e}项：可研判为布局空白。",
                "Only {n} items join {a} with {b}, where their sizes would have about {e}: a gap worth a look.",
            ),
            names={"a": titles[r[0]], "b": titles[r[1]]},
            numbers={"n": thin.number(i, "units"), "e": thin.number(i, "expected")},
        )
        for i, r in _one_an_application(thin)
    ]
    heads = (
        Text("技术", "technology"),
        Text("应用", "application"),
        Text("现有项数", "items"),
        Text("期望项数", "expected"),
        Text("比值", "ratio"),
    )
    rows = [(titles[a], titles[b], n, e, same(f"{float(q):.2f}")) for a, b, n, e, q in thin.rows]
    return Analysis(
        code="gaps", title=Text("产业链缺口", "Gaps on the industry chain"), method=_METHOD,
        findings=(*found, *links), charts=matrix,
        tables=(table(cite(Text("比规模所示更稀的组合", "Pairs thinner than their sizes would have them"), thin), heads, rows, numeric=(2, 3, 4), widths=(3, 3, 1, 1, 1)), *shown),
    )  # fmt: skip


def _one_an_application(thin: Query) -> list[tuple[int, tuple[Any, ...]]]:
    """The thinnest pair of each of three applications: three pairs of one application would be one finding said thrice."""
    first: dict[str, tuple[int, tuple[Any, ...]]] = {}
    for i, row in enumerate(thin.rows):
        first.setdefault(row[1], (i, row))
    return list(first.values())[:3]


def _thin(desk: Desk, cell: Mapping[tuple[str, str], int], means: list[str], ends: list[str]) -> Query:
    """Pairs by actual over expected, where expected is row times column over the whole of the matrix."""
    rows = {m: sum(cell.get((m, e), 0) for e in ends) for m in means}
    columns = {e: sum(cell.get((m, e), 0) for m in means) for e in ends}
    whole = sum(rows.values()) or 1
    found = []
    for m in means:
        for e in ends:
            expected = rows[m] * columns[e] / whole
            if expected >= LEAST_EXPECTED and cell.get((m, e), 0) * 3 < expected * 2:
                found.append((m, e, cell.get((m, e), 0), round(expected), cell.get((m, e), 0) / expected))
    found.sort(key=lambda r: (r[4], r[0], r[1]))
    return desk.keep(
        Text("现有数少于期望数三分之二、期望不少于十五项的组合", "pairs with fewer than two thirds of the expected, fifteen or more expected"),
        "expected = row total × column total / total of the matrix of the query before",
        ("technology", "application", "units", "expected", "ratio"), tuple(found[:SHOWN]),
    )  # fmt: skip


_METHOD = Text(
    "期望数＝行合计×列合计÷总计，只说明相对稀疏：稀可能因为不需要、已用其他技术解决或以商业秘密保护，须经专家研判。前三位份额＝三家项数之和÷该节点有机构权利人的项数，共有的各计一次。国内机构按名称中的地名推定，名称不含地名的未计入，故国内份额是下限。产值占比与专利占比相差一半以上的才作判断；企业数与产值没有数据的写“未知”。",
    "Expected is row total × column total over the whole; it tells of relative thinness only. Thin may mean not needed, solved otherwise or kept secret: experts decide. The share of the first three is the sum of theirs over items with an organisation, joint items once each. Domestic organisations are told by places in their names, so domestic shares are lower bounds. A node is judged where its shares of output and of patents differ by half or more; firms and output without data are unknown.",
)
