"""The industry chain: patents × firms × output of every node, who holds it, how much of it is domestic, and what the three say together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ipops.kernel.text import Text
from ipops.lines.navigation.study.analyses.fields import LINKS
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.gazetteer import unit_of
from ipops.lines.navigation.study.hands import Industry
from ipops.lines.navigation.study.parts import Shown, cite, same, table
from ipops.lines.navigation.study.saying import UNKNOWN, Query, Sentence, listed

APART = Fraction(3, 2)  #: how far shares of output and of patents lie apart before a node is judged
LEAST = 100  #: items of organisations below which a domestic share is not ranked
_THIN, _RICH, _EVEN = (
    Text("有产业、缺专利", "industry without patents"), Text("有专利、缺产业", "patents without industry"), Text("大致相称", "about even"),
)  # fmt: skip


def chain(desk: Desk, industry: Mapping[str, Industry]) -> tuple[tuple[Shown, ...], list[Sentence]]:
    asked, home, fused = _asked(desk), _home(desk), _fused(desk, industry)
    of = {r[0]: r for r in asked.rows}
    domestic = {r[0]: r for r in home.rows}
    judged = {r[0]: r[-1] for r in fused.rows}
    rows = [_line(desk, n, of.get(n.code), domestic.get(n.code), industry.get(n.code), judged) for n in desk.study.tree]
    known = any(i.firms is not None or i.output_wan is not None for i in industry.values())
    heads = (
        Text("环节", "link"), Text("节点", "node"), Text("专利（项）", "patents, items"), Text("专利机构数", "patenting bodies"),
        Text("前三位份额", "first three"), Text("国内份额", "domestic"), Text("企业数", "firms"), Text("产值（万元）", "output, 10,000 yuan"),
        Text("判断", "reading"),
    )  # fmt: skip
    of_firms = Text("产业链：专利 × 企业 × 产值", "The chain: patents × firms × output")
    bare = Text("产业链：专利（企业与产值未知）", "The chain: patents; firms and output are unknown")
    width = len(heads) if known else len(heads) - 3
    shown = table(
        cite(of_firms if known else bare, asked), heads[:width], [r[:width] for r in rows],
        numeric=(2, 3, 4, 5, 6, 7)[: width - 2], widths=(4, 7, 4, 4, 4, 4, 4, 5, 6)[:width],
    )  # fmt: skip
    return (shown,), [*_said_home(desk, home), *_said_fused(desk, fused), *_said_unknown(desk, industry)]


def _line(
    desk: Desk, n: Any, row: Any, domestic: Any, known: Industry | None, judged: Mapping[str, str]
) -> tuple[object, ...]:
    _, units, bodies, first, owned = row or (n.code, 0, 0, None, None)
    reading = {"thin": _THIN, "rich": _RICH, "even": _EVEN}.get(judged.get(n.code, ""), UNKNOWN)
    return (
        LINKS[n.link], n.title.text, units, bodies, same(f"{first / owned:.0%}") if owned else None,
        same(f"{domestic[1] / domestic[2]:.0%}") if domestic and domestic[2] else None,
        UNKNOWN if known is None or known.firms is None else known.firms,
        UNKNOWN if known is None or known.output_wan is None else known.output_wan, reading,
    )  # fmt: skip


def _asked(desk: Desk) -> Query:
    s = desk.land
    return desk.ask(
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


def _home(desk: Desk) -> Query:
    """Of every node the items with an owner whose name places it in this country."""
    s = desk.land
    rows = desk.rows(
        f"select distinct l.node, l.unit, o.name from {s}_label l join {s}_own o using (unit) where o.kind = 'organisation'"  # noqa: S608
    )
    here = {name: unit_of(name) is not None for _, _, name in rows}
    owned: dict[str, set[str]] = defaultdict(set)
    domestic: dict[str, set[str]] = defaultdict(set)
    for node, unit, name in rows:
        owned[node].add(unit)
        if here[name]:
            domestic[node].add(unit)
    told = sorted(((n, len(domestic[n]), len(owned[n])) for n in owned), key=lambda r: (r[1] / r[2], r[0]))
    return desk.keep(
        Text("各节点有国内机构（按名称）参与的项数", "items of every node with a domestic organisation, by name"),
        "lines.navigation.study.gazetteer.unit_of over the organisations of every node", ("node", "domestic", "owned"), tuple(told),
    )  # fmt: skip


def _said_home(desk: Desk, home: Query) -> list[Sentence]:
    large = [i for i, r in enumerate(home.rows) if r[2] >= LEAST]
    if len(large) < 2 or not sum(r[1] for r in home.rows):
        return []
    low, high = large[0], large[-1]
    words = Text(
        "各节点中，国内机构（按名称推定，为下限）参与的比例以“{a}”最低（{n}项中{k}项，{p}），“{b}”最高（{q}）：低者是补链、引进与许可谈判的重点，高者是国内配套的基础。",
        "Domestic organisations (by name, a lower bound) take the smallest part in {a} ({k} of {n} items, {p}) and the largest in {b} ({q}): the former is where to bring in, license and fill, the latter where domestic suppliers are.",
    )
    k, n = home.number(low, "domestic"), home.number(low, "owned")
    numbers = {"k": k, "n": n, "p": k.of(n), "q": home.number(high, "domestic").of(home.number(high, "owned"))}
    return [
        Sentence(
            words=words, names={"a": desk.node(home.rows[low][0]), "b": desk.node(home.rows[high][0])}, numbers=numbers
        )
    ]


def _fused(desk: Desk, industry: Mapping[str, Industry]) -> Query:
    """Shares of patents and of output among the nodes whose output is known: thin, rich or even."""
    s = desk.land
    units = dict(desk.rows(f"select node, count(distinct unit) from {s}_label group by 1"))  # noqa: S608
    known = {c: i for c, i in industry.items() if i.output_wan is not None}
    patents, output = sum(units.get(c, 0) for c in known) or 1, sum(i.output_wan or 0 for i in known.values()) or 1
    made = []
    for node in (n.code for n in desk.study.tree if n.code in known):
        held, earned = Fraction(units.get(node, 0), patents), Fraction(known[node].output_wan or 0, output)
        said = "thin" if earned >= held * APART and earned else "rich" if held >= earned * APART and held else "even"
        made.append(
            (node, known[node].firms, known[node].output_wan, units.get(node, 0), float(earned), float(held), said)
        )
    return desk.keep(
        Text("产值占比与专利占比（产值已知的节点）", "shares of output and of patents, nodes whose output is known"),
        f"industry_data of the template beside the labels; thin or rich where one share is {float(APART)} times the other or more",
        ("node", "firms", "output_wan", "units", "share_of_output", "share_of_patents", "reading"), tuple(made),
    )  # fmt: skip


def _said_fused(desk: Desk, fused: Query) -> list[Sentence]:
    made = []
    for said, words in (
        ("thin", Text(
            "产业强而专利薄的节点：{nodes}；其中“{a}”产值占{o}，专利只占{p}，是布局与引进的优先方向。",
            "Strong in output and thin in patents: {nodes}. {a} has {o} of the output and {p} of the patents: first in line for filing and for bringing in.",
        )),
        ("rich", Text(
            "专利多而产业弱的节点：{nodes}；其中“{a}”专利占{p}，产值只占{o}，是成果转化与招商的优先方向。",
            "Rich in patents and weak in output: {nodes}. {a} has {p} of the patents and {o} of the output: first in line for conversion and for attracting makers.",
        )),
    ):  # fmt: skip
        rows = [i for i, r in enumerate(fused.rows) if r[-1] == said]
        if rows:
            most = max(rows, key=lambda i: abs(fused.rows[i][4] - fused.rows[i][5]))
            names = {"nodes": listed([desk.node(fused.rows[i][0]) for i in rows]), "a": desk.node(fused.rows[most][0])}
            numbers = {
                "o": fused.number(most, "share_of_output").as_("share"),
                "p": fused.number(most, "share_of_patents").as_("share"),
            }
            made.append(Sentence(words=words, names=names, numbers=numbers))
    return made


def _said_unknown(desk: Desk, industry: Mapping[str, Industry]) -> list[Sentence]:
    tree = desk.study.tree
    unknown = sum((i := industry.get(n.code)) is None or i.output_wan is None for n in tree)
    count = desk.keep(
        Text("产值未知的节点", "nodes whose output is unknown"), "industry_data of the template", ("nodes", "unknown"), ((len(tree), unknown),),
    )  # fmt: skip
    if not unknown:
        return []
    if unknown == len(tree):
        return [Sentence(words=_NOTHING_KNOWN, numbers={"n": count.number(0, 0)})]
    words = Text(
        "产业链{n}个节点中有{k}个没有本地产值数据：专利一侧的缺口已列出，是否为产业缺口须补充企业名录与统计数据后方可判断。",
        "Of {n} nodes of the chain {k} lack figures on local output: gaps in patents are listed, whether they are gaps of the industry can be said only with a list of firms and statistics.",
    )
    return [Sentence(words=words, numbers={"n": count.number(0, 0), "k": count.number(0, 1)})]


_NOTHING_KNOWN = Text(
    "产业链{n}个节点都没有本地企业与产值数据：专利一侧的缺口已列出，是否为产业缺口须补充企业名录与统计数据后方可判断。",
    "None of the {n} nodes of the chain has figures on local firms and output: gaps in patents are listed, whether they are gaps of the industry can be said only with a list of firms and statistics.",
)
