"""With whom: who applies together, who stands between groups, and the inventors behind a node."""

from __future__ import annotations

from typing import Any

import numpy as np
import rustworkx as rx

from ipops.corpus.network.communities import communities
from ipops.kernel.text import Text
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.parts import Analysis, cite, same, table
from ipops.lines.navigation.study.saying import Query, Sentence
from ipops.reports import charts

DRAWN = 30
SCHOOL = r"\b(UNIV|UNIVERSITY|INST|INSTITUTE|ACAD|ACADEMY|COLLEGE|SCHOOL|RES INST|CNRS|FRAUNHOFER)\b"


def cooperation(desk: Desk) -> Analysis:
    s = desk.land
    pairs = desk.ask(
        Text("共同申请的机构对", "organisations that apply together"),
        f"""select a.name as one, b.name as other, count(distinct a.unit) as units,
                   regexp_matches(a.name, '{SCHOOL}') as one_school, regexp_matches(b.name, '{SCHOOL}') as other_school
            from {s}_own a join {s}_own b on a.unit = b.unit and a.party < b.party
            where a.core and a.kind = 'organisation' and b.kind = 'organisation'
            group by a.party, b.party, 1, 2 order by 3 desc, 1, 2""",  # noqa: S608
    )
    whole = desk.ask(
        Text("边界内有两家以上机构的项", "items within the boundary of two organisations or more"),
        f"""select count(*) filter (n > 1) as joint, count(*) as owned from
            (select unit, count(*) as n from {s}_own where core and kind = 'organisation' group by 1)""",  # noqa: S608
    )
    mixed = desk.ask(
        Text("其中校（所）企合作的机构对", "of them pairs of a school or institute with a firm"),
        f"select count(*) filter (one_school <> other_school) as mixed, count(*) as pairs from ({_bare(pairs.how)})",  # noqa: S608
    )
    findings = [
        Sentence(
            words=Text(
                "边界内由机构申请的{n}项中，{j}项（{p}）由两家以上共同申请；{k}对合作者中，校（所）企合作{m}对。",
                "Of {n} items of organisations within the boundary {j} ({p}) have two owners or more; of {k} pairs of partners {m} join a school or institute with a firm.",
            ),
            numbers={"n": whole.number(0, "owned"), "j": whole.number(0, "joint"), "p": whole.number(0, "joint").of(whole.number(0, "owned")),
                     "k": mixed.number(0, "pairs"), "m": mixed.number(0, "mixed")},
        )
    ]  # fmt: skip
    drawn, between = _network(desk, pairs)
    if between is not None and between.rows:
        findings.append(
            Sentence(
                words=Text("合作网络中居间程度最高的是{name}，与{n}家机构共同申请，是对接合作的首选联系人。", "Most in between in the network of partners is {name}, with {n} partners: the first to talk to."),
                names={"name": same(between.rows[0][0])}, numbers={"n": between.number(0, "partners")},
            )
        )  # fmt: skip
    heads = (Text("机构", "organisation"), Text("合作机构", "partner"), Text("共同项数", "joint items"))
    return Analysis(
        code="cooperation", title=Text("合作线索", "Leads for cooperation"), method=_METHOD, findings=tuple(findings), charts=drawn,
        tables=(table(cite(Text("共同申请最多的机构对", "Pairs with most joint items"), pairs), heads, [r[:3] for r in pairs.rows[:12]], numeric=(2,), widths=(4, 4, 1)),),
    )  # fmt: skip


def _bare(sql: str) -> str:
    return sql.strip()


def _network(desk: Desk, pairs: Query) -> tuple[tuple[Any, ...], Query | None]:
    """The strongest partners as a drawing; betweenness over all of them."""
    names = sorted({n for r in pairs.rows for n in r[:2]})
    if not names:
        return (), None
    at = {n: i for i, n in enumerate(names)}
    graph: rx.PyGraph[str, int] = rx.PyGraph()
    graph.add_nodes_from(names)
    graph.add_edges_from([(at[r[0]], at[r[1]], r[2]) for r in pairs.rows])
    between = rx.betweenness_centrality(graph, normalized=True)
    best = sorted(range(len(names)), key=lambda i: (-between[i], names[i]))[:10]
    kept = desk.keep(
        Text("合作网络的居间中心性（前十）", "betweenness in the network of partners, first ten"), f"rustworkx.betweenness_centrality over {pairs.code}",
        ("name", "betweenness", "partners"), tuple((names[i], between[i], graph.degree(i)) for i in best),
    )  # fmt: skip
    edges = np.array([[at[r[0]], at[r[1]]] for r in pairs.rows], dtype=np.int32)
    groups = communities(len(names), edges, np.array([r[2] for r in pairs.rows], dtype=np.int64)).of
    chosen = [names[i] for i in _middle(graph, between)]
    school = {n for r in pairs.rows for n, is_school in ((r[0], r[3]), (r[1], r[4])) if is_school}
    ties = tuple(
        charts.Tie(source=r[0], target=r[1], weight=r[2], says=Text(f"{r[2]}项", f"{r[2]} items"))
        for r in pairs.rows if r[0] in chosen and r[1] in chosen
    )  # fmt: skip
    chart = charts.Network(
        title=cite(Text(f"共同申请网络的中心部分（{len(chosen)}家；全网{len(names)}家，分{len(set(groups.tolist()))}群）", f"The middle of the network of partners, {len(chosen)} of {len(names)} in {len(set(groups.tolist()))} groups"), pairs),
        kinds=(charts.Kind(code="firm", title=Text("企业等", "firms and others")), charts.Kind(code="school", title=Text("高校院所", "schools and institutes"))),
        knots=tuple(charts.Knot(code=n, title=same(_short(n)), kind="school" if n in school else "firm") for n in chosen),
        ties=ties,
    )  # fmt: skip
    return (chart,), kept


def _middle(graph: Any, between: Any) -> list[int]:
    """The part of the largest connected component that lies around its middle, step by step outwards."""
    largest = max(rx.connected_components(graph), key=lambda c: (len(c), -min(c)))
    first = max(largest, key=lambda i: (between[i], -i))
    chosen, edge = [first], [first]
    while edge and len(chosen) < DRAWN:
        near = {n for i in edge for n in graph.neighbors(i)} - set(chosen)
        edge = sorted(near, key=lambda i: (-between[i], -graph.degree(i), i))[: DRAWN - len(chosen)]
        chosen += edge
    return chosen


def _short(name: str) -> str:
    return name if len(name) <= 22 else name[:21] + "…"


def talent(desk: Desk) -> Analysis:
    s = desk.land
    asked = desk.ask(
        Text(
            "边界内的发明人（与所在机构成对，避免同名）",
            "inventors within the boundary, each with an organisation, so that namesakes stay apart",
        ),
        f"""with i as (select distinct s.unit, p.name as inventor from {s}_parties p join {s}_scope s using (document)
                       where s.core and p.role = 'inventor'),
                 e as (select i.inventor, o.party, o.name as organisation, count(distinct i.unit) as units, list(distinct i.unit) as mine
                       from i join {s}_own o using (unit) where o.kind = 'organisation' group by 1, 2, 3),
                 t as (select * from e order by units desc, inventor, organisation limit 20)
            select t.inventor, t.organisation, t.units, arg_max(l.node, l.n) as node
            from t left join (select x.inventor, x.party, l.node, count(distinct l.unit) as n from t x join {s}_label l on list_contains(x.mine, l.unit)
                              group by 1, 2, 3) l using (inventor, party)
            group by 1, 2, 3 order by 3 desc, 1, 2""",  # noqa: S608
    )
    titles = {n.code: n.title.text for n in desk.study.tree}
    rows = [(r[0], r[1], r[2], titles.get(r[3], r[3])) for r in asked.rows]
    heads = (
        Text("发明人", "inventor"),
        Text("机构", "organisation"),
        Text("项数", "items"),
        Text("主要方向", "main node"),
    )
    found: tuple[Sentence, ...] = ()
    if asked.rows:
        words = Text(
            "产出最多的发明人与机构组合是{who}（{where}，{n}项），主要方向为“{node}”。",
            "The most productive pair of inventor and organisation is {who} ({where}, {n} items), mainly in {node}.",
        )
        names = {
            "who": same(asked.rows[0][0]),
            "where": same(asked.rows[0][1]),
            "node": titles.get(asked.rows[0][3], same(asked.rows[0][3])),
        }
        found = (Sentence(words=words, names=names, numbers={"n": asked.number(0, "units")}),)  # fmt: skip
    return Analysis(
        code="talent", title=Text("人才线索", "Leads for talent"), method=_TALENT, findings=found,
        tables=(table(cite(Text("产出最多的发明人", "Most productive inventors"), asked), heads, rows, numeric=(2,), widths=(3, 4, 1, 3)),),
    )  # fmt: skip


_METHOD = Text(
    "共同申请只反映有共有权利的合作；委托开发、许可不在其中。同一集团内的共有也计入，须剔除关联企业后使用（数据中没有股权关系）。校（所）按名称中的高校、院所字样识别。",
    "Joint applications show only partners who share rights; commissions and licences are not in it. Firms of one group count too: take affiliates out before use (the data have no shareholdings). Schools and institutes are told by words of their names.",
)
_TALENT = Text(
    "发明人不按姓名归并：同名者可能是多人，故与机构成对列出；同一人换机构则分列。姓名为数据所载拼写。联系前须核实身份与竞业限制。",
    "Inventors are not merged by name: one name may be several people, so each stands with an organisation, and one person in two organisations stands twice. Spelling as in the data. Check identity and non-compete duties before any contact.",
)
