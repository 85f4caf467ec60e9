"""Gaps on the industry chain: technologies by applications, what is thinner than its neighbours would have it; firms and output."""

from __future__ import annotations

from collections.abc import Mapping

from ipops.kernel.text import Text
from ipops.lines.navigation.study.analyses.fields import LINKS
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.hands import Industry
from ipops.lines.navigation.study.parts import Analysis, Shown, cite, same, table
from ipops.lines.navigation.study.saying import UNKNOWN, Query, Sentence
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
    chain, links = _chain(desk, industry)
    matrix = charts.Matrix(
        title=cite(Text("技术 × 应用：同现的项数", "Technology × application: items under both"), pairs),
        head=Text("技术", "technology"), columns=tuple(n.title.text for n in ends), lines=tuple(n.title.text for n in means),
        cells=tuple(tuple(cell.get((m.code, e.code), 0) for e in ends) for m in means),
    )  # fmt: skip
    found = [
        Sentence(
            words=Text(
                "“{a}”用于“{b}”只有{n}项，若按两者各自的规模应有约{e}项：可研判为布局空白。",
                "Only {n} items join {a} with {b}, where their sizes would have about {e}: a gap worth a look.",
            ),
            names={"a": titles[r[0]], "b": titles[r[1]]},
            numbers={"n": thin.number(i, "units"), "e": thin.number(i, "expected")},
        )
        for i, r in enumerate(thin.rows[:3])
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
        findings=(*found, *links), charts=(matrix,),
        tables=(table(cite(Text("比规模所示更稀的组合", "Pairs thinner than their sizes would have them"), thin), heads, rows, numeric=(2, 3, 4), widths=(3, 3, 1, 1, 1)), chain),
    )  # fmt: skip


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


def _chain(desk: Desk, industry: Mapping[str, Industry]) -> tuple[Shown, list[Sentence]]:
    s = desk.land
    asked = desk.ask(
        Text("产业链各节点：项数、机构数、前三位份额", "the chain: items, organisations, share of the first three"),
        f"""with o as (select l.node, o.party, count(distinct l.unit) as n from {s}_label l join {s}_own o using (unit)
                       where o.kind = 'organisation' group by 1, 2),
                 t as (select node, sum(n) filter (place <= 3) as first, count(*) as bodies
                       from (select *, row_number() over (partition by node order by n desc, party) as place from o) group by 1),
                 u as (select node, count(distinct unit) as units from {s}_label group by 1),
                 b as (select l.node, count(distinct l.unit) as owned from {s}_label l join {s}_own o using (unit)
                       where o.kind = 'organisation' group by 1)
            select u.node, u.units, coalesce(t.bodies, 0) as bodies, t.first::bigint as first, b.owned
            from u left join t using (node) left join b using (node) order by 2 desc, 1""",  # noqa: S608
    )
    of = {r[0]: r for r in asked.rows}
    rows, unknown = [], 0
    for n in desk.study.tree:
        _, units, bodies, first, owned = of.get(n.code, (n.code, 0, 0, None, None))
        known = industry.get(n.code)
        unknown += known is None or known.output_wan is None
        rows.append(
            (
                LINKS[n.link], n.title.text, units, bodies, same(f"{first / owned:.0%}") if owned else None,
                UNKNOWN if known is None or known.firms is None else known.firms,
                UNKNOWN if known is None or known.output_wan is None else known.output_wan,
            )
        )  # fmt: skip
    heads = (
        Text("环节", "link"), Text("节点", "node"), Text("专利（项）", "patents, items"), Text("专利机构数", "patenting bodies"),
        Text("前三位份额", "first three"), Text("企业数", "firms"), Text("产值（万元）", "output, 10,000 yuan"),
    )  # fmt: skip
    shown = table(
        cite(Text("产业链：专利 × 企业 × 产值", "The chain: patents × firms × output"), asked),
        heads,
        rows,
        numeric=(2, 3, 4, 5, 6),
        widths=(5, 8, 4, 5, 4, 4, 5),
    )
    count = desk.keep(
        Text("产值未知的节点", "nodes whose output is unknown"),
        "industry_data of the template",
        ("nodes", "unknown"),
        ((len(rows), unknown),),
    )
    if not unknown:
        return shown, []
    words = Text(
        "产业链{n}个节点中有{k}个没有本地企业数与产值数据：专利一侧的缺口已列出，是否为产业缺口须补充企业名录与统计数据（模板的industry_data）后方可判断。",
        "Of {n} nodes of the chain {k} lack figures on local firms and output: gaps in patents are listed, whether they are gaps of the industry can be said only with a list of firms and statistics (industry_data of the template).",
    )
    return shown, [Sentence(words=words, numbers={"n": count.number(0, 0), "k": count.number(0, 1)})]


_METHOD = Text(
    "期望数＝行合计×列合计÷总计，只说明相对稀疏：稀可能因为不需要、已用其他技术解决或以商业秘密保护，须经专家研判。前三位份额＝三家项数之和÷该节点有机构权利人的项数，共有的各计一次。企业数与产值没有数据的写“未知”。",
    "Expected is row total × column total over the whole; it tells of relative thinness only. Thin may mean not needed, solved otherwise or kept secret: experts decide. The share of the first three is the sum of theirs over items with an organisation, joint items once each. Firms and output without data are unknown.",
)
