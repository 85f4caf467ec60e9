"""Control by owners (专利控制力) and risk: who holds a node, with what reach; what of it reaches the home office."""

from __future__ import annotations

from fractions import Fraction

from ipops.kernel.text import Text
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.parts import Analysis, cite, same, table
from ipops.lines.navigation.study.saying import Sentence
from ipops.reports import charts


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
        (titles[node], name, n, same(f"{n / owned:.1%}"), *(by_name.get(name, (None, None, None))[1:])) for node, name, n, owned in asked.rows
    ]  # fmt: skip
    heads = (
        Text("节点", "node"),
        Text("第一位", "first"),
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
                names={"node": titles[node], "name": same(name)},
                numbers={"n": asked.number(0, "units"), "p": share},
            ),
        )
    return Analysis(
        code="control", title=Text("专利控制力", "Control by owners"), method=_CONTROL, findings=found,
        tables=(table(cite(Text("各节点的第一位机构", "First organisation of every node"), asked), heads, rows, numeric=(2, 3, 4, 5), widths=(8, 8, 3, 3, 4, 3)),),
    )  # fmt: skip


def risk(desk: Desk) -> Analysis:
    title = Text("风险提示", "Risks")
    if not desk.dated:
        return Analysis(code="risk", title=title, method=_NO_SET)
    s, home = desk.dated, desk.study.home
    asked = desk.ask(
        Text("同族进入本国局的机构", "organisations whose families reach the home office"),
        f"""select o.name, count(distinct m.unit) as families, count(distinct m.unit) filter (m.granted) as granted
            from (select * from {s}_reach where office = '{home}') m join {s}_own o using (unit) where o.kind = 'organisation' group by o.party, 1 order by 2 desc, 1""",  # noqa: S608
    )
    whole = desk.ask(
        Text("同族进入本国局的族数", "families that reach the home office"),
        f"select count(*) as families from {s}_reach where office = '{home}'",  # noqa: S608
    )
    if not asked.rows:
        return Analysis(code="risk", title=title, method=_RISK)
    ranks = tuple(
        charts.Rank(title=same(n), value=Fraction(k), part=Fraction(g), says=Text(f"{k:,}（{g:,}）", f"{k:,} ({g:,})"))
        for n, k, g in asked.rows[:12]
    )
    chart = charts.Ranked(
        title=cite(Text("同族进入本国局最多的机构", "Organisations with most families at the home office"), asked),
        unit=Text("同族数", "families"), head=Text("机构", "organisation"), ranks=ranks,
        of_part=Text("其中已有授权文献", "of them with a granted document"), of_rest=Text("仅有申请文献", "applications only"),
    )  # fmt: skip
    words = Text(
        "带日期的数据中有{m}族在本国局有成员，最多的是{name}（{n}族，其中{g}族已见授权文献）：立项与上市前应逐项核实其法律状态并作规避分析。",
        "In the dated set {m} families have a member at the home office, most of them {name}'s ({n} families, {g} with a granted document): check their status and design around before starting or launching.",
    )
    found = Sentence(
        words=words,
        names={"name": same(asked.rows[0][0])},
        numbers={"m": whole.number(0, 0), "n": asked.number(0, "families"), "g": asked.number(0, "granted")},
    )
    return Analysis(code="risk", title=title, method=_RISK, findings=(found,), charts=(chart,))


_CONTROL = Text(
    "没有见到专利控制力的官方算法：项数份额、被引、覆盖局数三项并列，不合成一个分数。被引与局数来自带日期的数据，只列在两个数据集中都出现的机构；“—”为未知。",
    "No official formula of control was found: share of items, citations and offices stand side by side and are not added up. Citations and offices come from the dated set, for organisations found in both; a dash is unknown.",
)
_RISK = Text(
    "数据没有法律状态：进入本国局的族是否仍有效未知，此处只列需要核实的对象，不作侵权判断。授权文献按文献种类代码（B、C、Y、U）识别。",
    "The data have no legal status: whether rights at the home office still stand is unknown. The list names what to check and judges no infringement. Grants are told by kind codes B, C, Y and U.",
)
_NO_SET = Text("没有带同族的数据集：未知。", "No set has families: unknown.")
