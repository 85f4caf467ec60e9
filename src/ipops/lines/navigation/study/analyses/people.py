"""Appraising inventors: years, output, citations received, whom they work with and for whom they have worked."""

from __future__ import annotations

from ipops.kernel.text import Text
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.parts import Analysis, cite, same, table
from ipops.lines.navigation.study.saying import Query, Sentence

TOP = 12


def people(desk: Desk) -> Analysis:
    asked = _asked(desk)
    heads = (
        Text("发明人", "inventor"), Text("机构", "organisations"), Text("机构数", "how many"), Text("项数", "items"), Text("合作发明人", "co-inventors"),
        Text("首次申请", "first filed"), Text("最近申请", "last filed"), Text("被引", "cited"), Text("主要方向", "main node"),
    )  # fmt: skip
    rows = [
        (r[0], r[1], r[2], r[3], r[4], same(str(r[5])) if r[5] else None, same(str(r[6])) if r[6] else None, r[7], desk.node(r[8]))
        for r in asked.rows
    ]  # fmt: skip
    named = cite(Text("发明人评价（并列，不合成一个分数）", "Inventors side by side, no score"), asked)
    return Analysis(
        code="people", title=Text("人才评价", "Appraising inventors"), method=_METHOD, findings=_findings(desk, asked),
        tables=(table(named, heads, rows, numeric=(2, 3, 4, 7), widths=(5, 7, 2, 2, 3, 3, 3, 2, 5)),) if rows else (),
    )  # fmt: skip


def _asked(desk: Desk) -> Query:
    """Those the template names, else the most productive; of the dated set, which has years and citations, where there is one."""
    s = desk.dated or desk.land
    wanted = ", ".join("'" + n.replace("'", "''") + "'" for n in desk.study.focus.inventors)
    chosen = f"where i.inventor in ({wanted})" if wanted else ""
    return desk.ask(
        Text("发明人：项数、机构、合作者、年份、被引", "inventors: items, organisations, co-inventors, years, citations"),
        f"""with i as (select distinct p.name as inventor, s.unit from {s}_parties p join {s}_scope s using (document) where s.core and p.role = 'inventor'),
                 cited as (select s.unit, count(distinct c.citing) as n from {s}_citations c join {s}_scope s on s.document = c.cited where s.core
                           and c.citing not in (select document from {s}_scope x where x.unit = s.unit) group by 1),
                 u as (select unit, year(min(first_on))::int as year from {s}_scope where core group by 1),
                 t as (select i.inventor, count(*) as items, min(u.year) as first_year, max(u.year) as last_year, coalesce(sum(cited.n), 0)::bigint as citations
                       from i join u using (unit) left join cited using (unit) {chosen} group by 1 order by items desc, citations desc, 1 limit {TOP}),
                 b as (select t.inventor, string_agg(distinct o.name, '; ' order by o.name) as bodies, count(distinct o.party) as n
                       from t join i using (inventor) join {s}_own o using (unit) where o.kind = 'organisation' group by 1),
                 co as (select t.inventor, count(distinct x.inventor) as n from t join i using (inventor) join i x on x.unit = i.unit and x.inventor <> i.inventor group by 1),
                 l as (select inventor, arg_max(node, (n, node)) as node from (select t.inventor, l.node, count(distinct l.unit) as n
                       from t join i using (inventor) join {s}_label l using (unit) group by 1, 2) group by 1)
            select t.inventor, b.bodies, coalesce(b.n, 0) as organisations, t.items, coalesce(co.n, 0) as partners, t.first_year, t.last_year, t.citations, l.node
            from t left join b using (inventor) left join co using (inventor) left join l using (inventor) order by t.items desc, t.citations desc, 1""",  # noqa: S608
    )  # fmt: skip


def _findings(desk: Desk, asked: Query) -> tuple[Sentence, ...]:
    if not asked.rows:
        return ()
    best = max(range(len(asked.rows)), key=lambda i: (asked.rows[i][7], -i))
    words = Text(
        "所评发明人中被引最多的是{who}：{n}项、被引{c}次，合作发明人{k}名，主要方向为“{node}”。",
        "Of the inventors appraised {who} is cited most: {n} items, cited {c} times, {k} co-inventors, mainly {node}.",
    )
    numbers = {
        "n": asked.number(best, "items"),
        "c": asked.number(best, "citations"),
        "k": asked.number(best, "partners"),
    }
    names = {"who": same(asked.rows[best][0]), "node": desk.node(asked.rows[best][8])}
    made = [Sentence(words=words, names=names, numbers=numbers)]
    several = [i for i, r in enumerate(asked.rows) if r[2] > 1]
    if several:
        count = desk.keep(
            Text("名下不止一家机构的发明人", "inventors with more than one organisation"), f"rows of {asked.code} with organisations > 1",
            ("inventors", "several"), ((len(asked.rows), len(several)),),
        )  # fmt: skip
        said = Text(
            "{n}名发明人中有{k}名名下不止一家机构：引进前须核实是否同名，并查清权属约定、职务发明与竞业限制。",
            "Of {n} inventors {k} stand with more than one organisation: check whether it is one person, and what was agreed on ownership, service inventions and competition, before recruiting.",
        )
        made.append(Sentence(words=said, numbers={"n": count.number(0, 0), "k": count.number(0, 1)}))
    return tuple(made)


_METHOD = Text(
    "按数据所载姓名汇总，同名者可能是多人，机构一列用于核对。模板 focus.inventors 指明对象的只评所列姓名，未指明的取产出最多者。论文、项目与履历不在专利数据之中；被引积累需要时间，年代不同不可直接比较。",
    "By names as the data have them: one name may be several people, the column of organisations is there to check. With focus.inventors of the template only those are appraised, else the most productive. Papers, projects and careers are not in patent data; citations need time, so years are not alike.",
)
