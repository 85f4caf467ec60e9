"""Control by owners (专利控制力): who holds a node, with what reach."""

from __future__ import annotations

from ipops.kernel.text import Text
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.parts import Analysis, cite, same, table
from ipops.lines.navigation.study.saying import Sentence


def control(desk: Desk) -> Analysis:
    s = desk.land
    asked = desk.ask(
        Text("各节点第一位机构及其份额", "the first organisation of every node and its share"),
        f"""with o as (select l.node, o.party, o.name, count(distinct l.unit) as n from {s}_label l join {s}_own o using (unit)
                       where o.kind = 'organisation' group by 1, 2, 3),
                 b as (select l.node, count(distinct l.unit) as owned from {s}_label l join {s}_own o using (unit) where o.kind = 'organisation' group by 1)
            select node, name, n as units, owned from (select *, row_number() over (partition by node order by n desc, name) as place from o)
            join b using (node) where place = 1 order by n * 1.0 / owned desc, node""",  # noqa: S608
    )
    reach = desk.ask(
        Text("机构的被引与地域（带日期的数据）", "citations and offices of organisations, dated set"),
        f"""with c as (select s.unit, count(distinct c.citing) as n from {desk.dated}_citations c join {desk.dated}_scope s on s.document = c.cited where s.core group by 1)
            select o.party, count(distinct o.unit) as families, (sum(c.n))::bigint as citations,
                   (select nullif(count(distinct f.office), 0) from {desk.dated}_reach f join {desk.dated}_own x using (unit) where x.party = o.party) as offices
            from {desk.dated}_own o left join c using (unit) where o.core and o.kind = 'organisation' group by 1 having count(distinct o.unit) > 2
            order by 2 desc, 1""",  # noqa: S608
    ) if desk.dated else None  # fmt: skip
    by_name = {}
    if reach:
        named = dict(desk.rows(f"select party, name from {s}_own group by all"))  # noqa: S608
        by_name = {named[p]: (f, c, o) for p, f, c, o in reach.rows if p in named}
    titles = {n.code: n.title.text for n in desk.study.tree}
    rows = [
        (titles[node], desk.called(name), n, same(f"{n / owned:.1%}"), *(by_name.get(name, (None, None, None))[1:])) for node, name, n, owned in asked.rows
    ]  # fmt: skip
    heads = (
        Text("节点", "node"),
        Text("第一位", "leader"),
        Text("项数", "items"),
        Text("份额", "share"),
        Text("被引", "citations"),
        Text("局数", "offices"),
    )
    found: tuple[Sentence, ...] = ()
    if asked.rows:
        node, name = asked.rows[0][:2]
        words = Text(
            "单个机构份额最高的节点是“{node}”：{name}持有{n}项，占该节点机构专利的{p}。",
            "The node most in one hand is {node}: {name} holds {n} items, {p} of what organisations own there.",
        )
        share = asked.number(0, "units").of(asked.number(0, "owned"))
        found = (
            Sentence(
                words=words,
                names={"node": titles[node], "name": desk.called(name)},
                numbers={"n": asked.number(0, "units"), "p": share},
            ),
        )
    return Analysis(
        code="control", title=Text("专利控制力", "Control by owners"), method=_CONTROL, findings=found,
        tables=(table(cite(Text("各节点的第一位机构", "First organisation of every node"), asked), heads, rows, numeric=(2, 3, 4, 5), widths=(8, 8, 3, 3, 4, 3)),),
    )  # fmt: skip


_CONTROL = Text(
    "没有见到专利控制力的官方算法：项数份额、被引、覆盖局数三项并列，不合成一个分数。被引与局数来自带日期的数据，只列在两个数据集中都出现的机构；“—”为未知。",
    "No official formula of control was found: share of items, citations and offices stand side by side and are not added up. Citations and offices come from the dated set, for organisations found in both; a dash is unknown.",
)
