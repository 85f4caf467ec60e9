"""Where competitors stand: leaders by nodes of the tree, leaders by offices of their families."""

from __future__ import annotations

from ipops.kernel.text import Text
from ipops.lines.navigation.study.analyses.geography import office
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.parts import Analysis, cite
from ipops.lines.navigation.study.saying import Query, Sentence
from ipops.reports import charts

LEADERS, OFFICES = 12, 10


def layout(desk: Desk) -> Analysis:
    s = desk.land
    top = desk.ask(
        Text("领先机构在各节点的项数", "items of the leaders by node"),
        f"""with t as (select party, name, count(distinct unit) as n from {s}_own where core and kind = 'organisation'
                       group by 1, 2 order by n desc, name limit {LEADERS})
            select t.name, l.node, count(distinct l.unit) as units, t.n as whole from t join {s}_own o using (party)
            join {s}_label l using (unit) group by all order by whole desc, t.name, l.node""",  # noqa: S608
    )
    names = list(dict.fromkeys(r[0] for r in top.rows))
    nodes = desk.study.tree
    cell = {(n, node): u for n, node, u, _ in top.rows}
    found = _focus(desk, top, names, cell)
    drawn = [
        charts.Matrix(
            title=cite(Text("领先机构的技术布局（项）", "Leaders by node of the tree, items"), top),
            head=Text("机构", "organisation"), columns=tuple(n.title.text for n in nodes), lines=tuple(desk.called(n) for n in names),
            cells=tuple(tuple(cell.get((n, node.code), 0) for node in nodes) for n in names),
        )
    ] if names else []  # fmt: skip
    if desk.dated:
        drawn += _abroad(desk)
    return Analysis(
        code="layout", title=Text("竞争者布局", "How competitors are laid out"), method=_METHOD, findings=tuple(found), charts=tuple(drawn)
    )  # fmt: skip


def _focus(desk: Desk, top: Query, names: list[str], cell: dict[tuple[str, str], int]) -> list[Sentence]:
    """For the first three: where most of their items are."""
    titles = {n.code: n.title.text for n in desk.study.tree}
    made = []
    for name in names[:3]:
        mine = [(i, r) for i, r in enumerate(top.rows) if r[0] == name]
        at, row = max(mine, key=lambda m: (m[1][2], m[1][1]))
        words = Text(
            "{name}的布局以“{node}”为重（{n}项，该机构边界内共{k}项）。",
            "{name} is strongest in {node} ({n} of its {k} items within the boundary).",
        )
        made.append(
            Sentence(
                words=words, names={"name": desk.called(name), "node": titles[row[1]]},
                numbers={"n": top.number(at, "units"), "k": top.number(at, "whole")},
            )
        )  # fmt: skip
    return made


def _abroad(desk: Desk) -> list[charts.Matrix]:
    s = desk.dated
    asked = desk.ask(
        Text("领先机构的同族进入各局的族数", "families of the leaders by office of their members"),
        f"""with t as (select party, name, count(distinct unit) as n from {s}_own where core and kind = 'organisation'
                       group by 1, 2 order by n desc, name limit {LEADERS})
            select t.name, m.office, count(distinct m.unit) as families, t.n from t join {s}_own o using (party) join {s}_reach m using (unit)
            group by all order by t.n desc, t.name, families desc, m.office""",  # noqa: S608
    )  # fmt: skip
    names = list(dict.fromkeys(r[0] for r in asked.rows))
    if not names:
        return []
    total: dict[str, int] = {}
    for _, where, n, _ in asked.rows:
        total[where] = total.get(where, 0) + n
    offices = sorted(total, key=lambda o: (-total[o], o))[:OFFICES]
    cell = {(n, o): k for n, o, k, _ in asked.rows}
    return [
        charts.Matrix(
            title=cite(Text("领先机构的地域布局（同族数）", "Leaders by office, families"), asked),
            head=Text("机构", "organisation"), columns=tuple(office(o) for o in offices), lines=tuple(desk.called(n) for n in names),
            cells=tuple(tuple(cell.get((n, o), 0) for o in offices) for n in names),
        )
    ]  # fmt: skip


_METHOD = Text(
    "技术布局用景观数据（边界之内），一项可属于多个节点；地域布局用带日期的数据，按同族计，与前者的时间和范围不同，两图不能逐行相减。",
    "Nodes come from the landscape set within the boundary, an item may be under several; offices come from the dated set by families. The two differ in time and scope and may not be subtracted row by row.",
)
