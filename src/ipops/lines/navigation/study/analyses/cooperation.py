"""With whom: who applies together and is not of one house, who stands between groups, which schools work with firms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import rustworkx as rx

from ipops.corpus.network.communities import communities
from ipops.kernel.text import Text
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.gazetteer import unit_of
from ipops.lines.navigation.study.parts import Analysis, Shown, cite, table
from ipops.lines.navigation.study.saying import Query, Sentence
from ipops.reports import charts
from ipops.reports.charts.tiles import PLACES

DRAWN = 30
SCHOOL = r"\b(UNIV|UNIVERSITY|INST|INSTITUTE|ACAD|ACADEMY|COLLEGE|SCHOOL|RES INST|CNRS|NAT RECH SCIENT|FRAUNHOFER)\b|大学|学院|研究院|研究所|科学院"


#: Neither schools nor firms.
STATE = re.compile(
    r"\b(DEPT|DEPARTMENT|MINISTRY|BUREAU|TROOP|GOV|GOVERNMENT|ARMY|NAVY|AIR FORCE|ADMIN|AGENCY)\b|部队|管理局|政府"
)
#: A company is none, whatever it calls itself (… RES INST CO LTD): it is met as a firm.
COMPANY = r"\b(CO|LTD|LLC|INC|CORP|COMPANY|LIMITED|GMBH|PLC|LIABILITY)\b|公司"
IS_SCHOOL = f"regexp_matches({{0}}, '{SCHOOL}') and not regexp_matches({{0}}, '{COMPANY}')"
#: Two firms of one house by their names: the first two words of one stand in the other, or both begin with the same four characters of Chinese.
ONE_HOUSE = r"""(contains(b.name, regexp_extract(a.name, '^\S+ \S+')) and a.name like '% %'
                 or contains(a.name, regexp_extract(b.name, '^\S+ \S+')) and b.name like '% %'
                 or starts_with(b.name, a.name) or starts_with(a.name, b.name)
                 or regexp_matches(a.name, '^\p{{Han}}{{4}}') and left(a.name, 4) = left(b.name, 4))"""


def cooperation(desk: Desk) -> Analysis:
    s = desk.land
    every = desk.ask(
        Text("共同申请的机构对", "organisations that apply together"),
        f"""select a.name as one, b.name as other, count(distinct a.unit) as units,
                   {IS_SCHOOL.format("a.name")} as one_school, {IS_SCHOOL.format("b.name")} as other_school, {ONE_HOUSE.format()} as one_house
            from {s}_own a join {s}_own b on a.unit = b.unit and a.party < b.party
            where a.core and a.kind = 'organisation' and b.kind = 'organisation'
            group by a.party, b.party, 1, 2 order by 3 desc, 1, 2""",  # noqa: S608
    )
    whole = desk.ask(
        Text("边界内有两家以上机构的项", "items within the boundary of two organisations or more"),
        f"""select count(*) filter (n > 1) as joint, count(*) as owned from
            (select unit, count(*) as n from {s}_own where core and kind = 'organisation' group by 1)""",  # noqa: S608
    )
    pairs = desk.keep(
        Text("其中不属同一集团（按名称）的机构对", "of them pairs that are not one house by their names"), f"rows of {every.code} that are not one_house",
        every.columns[:5], tuple(r[:5] for r in every.rows if not r[5]),
    )  # fmt: skip
    mixed = desk.keep(
        Text("机构对的构成", "what the pairs are"), f"counts over {every.code} and {pairs.code}", ("pairs", "one_house", "mixed"),
        ((len(every.rows), len(every.rows) - len(pairs.rows), sum(_is_mixed(r) for r in pairs.rows)),),
    )  # fmt: skip
    findings = [_joint(whole, mixed)]
    drawn, between = _network(desk, pairs)
    if between is not None and between.rows:
        words = Text(
            "剔除同一集团的组合后，合作网络中居间程度最高的是{name}，与{n}家集团外机构共同申请，可作为对接合作的首批联系对象。",
            "Leaving out pairs of one house, {name} stands most in between in the network, with {n} partners outside its own house: among the first to talk to.",
        )
        findings.append(
            Sentence(
                words=words,
                names={"name": desk.called(between.rows[0][0])},
                numbers={"n": between.number(0, "partners")},
            )
        )
    schools = _schools(desk, pairs)
    findings += _school(desk, schools)
    heads = (Text("机构", "organisation"), Text("合作机构", "partner"), Text("共同项数", "joint items"))
    rows = [(desk.called(r[0]), desk.called(r[1]), r[2]) for r in pairs.rows[:12]]
    named = cite(Text("共同申请最多的机构对（不含同一集团）", "Pairs with most joint items, not of one house"), pairs)
    return Analysis(
        code="cooperation", title=Text("合作线索", "Leads for cooperation"), method=_METHOD, findings=tuple(findings), charts=drawn,
        tables=(table(named, heads, rows, numeric=(2,), widths=(4, 4, 1)), *_school_table(desk, schools)),
    )  # fmt: skip


def _is_mixed(pair: Sequence[Any]) -> bool:
    """Whether a school or institute stands with a firm."""
    one, other, _, is_school, other_is = pair
    return bool(is_school != other_is and not STATE.search(other if is_school else one))


def _joint(whole: Query, mixed: Query) -> Sentence:
    words = Text(
        "边界内由机构申请的{n}项中，{j}项（{p}）由两家以上共同申请；{k}对合作者中，{h}对按名称属同一集团，其余之中校（所）企合作{m}对。",
        "Of {n} items of organisations within the boundary {j} ({p}) have two owners or more; of {k} pairs of partners {h} are one house by their names, and of the others {m} join a school or institute with a firm.",
    )
    numbers = {
        "n": whole.number(0, "owned"), "j": whole.number(0, "joint"), "p": whole.number(0, "joint").of(whole.number(0, "owned")),
        "k": mixed.number(0, "pairs"), "h": mixed.number(0, "one_house"), "m": mixed.number(0, "mixed"),
    }  # fmt: skip
    return Sentence(words=words, numbers=numbers)


def _schools(desk: Desk, pairs: Query) -> Query:
    """Schools and institutes by the items they applied for with firms; those that their names place in this country first."""
    firms: dict[str, dict[str, int]] = {}
    for one, other, n, is_school, other_is in pairs.rows:
        if _is_mixed((one, other, n, is_school, other_is)):
            school, firm = (one, other) if is_school else (other, one)
            firms.setdefault(school, {})[firm] = n
    ranked = sorted(firms.items(), key=lambda f: (unit_of(f[0]) is None, -sum(f[1].values()), -len(f[1]), f[0]))[:12]
    return desk.keep(
        Text("与企业共同申请的高校院所", "schools and institutes that apply with firms"), f"over the pairs of {pairs.code}",
        ("school", "firms", "items", "partners", "place"),
        tuple((s, len(f), sum(f.values()), "; ".join(sorted(f, key=lambda x: (-f[x], x))[:3]), unit_of(s)) for s, f in ranked),
    )  # fmt: skip


def _school(desk: Desk, schools: Query) -> list[Sentence]:
    if not schools.rows:
        return []
    numbers = {"n": schools.number(0, "firms"), "k": schools.number(0, "items")}
    name, _, _, partners, place = schools.rows[0]
    names = {"name": desk.called(name), "firm": desk.called(partners.split("; ")[0])}
    return [Sentence(words=_NEAREST if place else _ANYWHERE, names=names, numbers=numbers)]


def _school_table(desk: Desk, schools: Query) -> tuple[Shown, ...]:
    if not schools.rows:
        return ()
    heads = (
        Text("高校院所", "school or institute"),
        Text("所在（按名称）", "place, by name"),
        Text("合作企业数", "firms"),
        Text("共同项数", "joint items"),
        Text("主要合作企业", "firms it works with most"),
    )
    rows = [
        (desk.called(r[0]), PLACES[r[4]].name if r[4] else None, r[1], r[2], desk.called(r[3])) for r in schools.rows
    ]
    return (table(cite(Text("与企业合作的高校院所", "Schools and institutes that work with firms"), schools), heads, rows, numeric=(2, 3), widths=(6, 3, 2, 2, 6)),)  # fmt: skip


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
        knots=tuple(charts.Knot(code=n, title=desk.called(n), kind="school" if n in school else "firm") for n in chosen),
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


_NEAREST = Text(
    "名称在国内的高校院所中，与企业共同申请最多的是{name}（{k}项，{n}家企业，其中{firm}最多）：校企对接可优先联系。",
    "Of the schools and institutes that their names place in this country {name} applies with firms most ({k} joint items, {n} firms, {firm} first): ask it first.",
)
_ANYWHERE = Text(
    "高校院所中，与企业共同申请最多的是{name}（{k}项，{n}家企业，其中{firm}最多）；按名称没有国内的院所。",
    "Of the schools and institutes {name} applies with firms most ({k} joint items, {n} firms, {firm} first); none is in this country by its name.",
)
_METHOD = Text(
    "共同申请只反映有共有权利的合作；委托开发、许可不在其中。同一集团按名称识别（一方名称的前两词见于另一方，或中文前四字相同），数据中没有股权关系，名称不同的关联企业未能剔除。校（所）按名称中的高校、院所字样识别，名称带公司形式的院所按企业计。",
    "Joint applications show only partners who share rights; commissions and licences are not in it. One house is told by names (the first two words of one stand in the other, or four Chinese characters agree); the data have no shareholdings, so affiliates of other names remain. Schools and institutes are told by words of their names; an institute with the form of a company is a firm here.",
)
