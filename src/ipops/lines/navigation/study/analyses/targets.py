"""Whom to invest in or work with: organisations of the field valued side by side, strong assets of small owners first."""

from __future__ import annotations

from ipops.kernel.text import Text
from ipops.lines.navigation.study.analyses.cooperation import IS_SCHOOL
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.gazetteer import unit_of
from ipops.lines.navigation.study.parts import Analysis, cite, same, table
from ipops.lines.navigation.study.saying import Sentence, listed
from ipops.reports.charts.tiles import PLACES

LEAST, MOST, TOP = 3, 50, 15


def targets(desk: Desk) -> Analysis:
    title = Text("对象遴选", "Choosing targets")
    if not desk.dated:
        return Analysis(code="targets", title=title, method=_NONE)
    s = desk.dated
    ours = ", ".join("'" + n.replace("'", "''") + "'" for n in desk.study.focus.organisations) or "''"
    asked = desk.ask(
        Text("候选机构的评价（不含高校院所与本企业）", "organisations valued side by side, without schools, institutes and our own firm"),
        f"""with cited as (select s.unit, count(distinct c.citing) as n from {s}_citations c join {s}_scope s on s.document = c.cited
                           where s.core and c.citing not in (select document from {s}_scope x where x.unit = s.unit) group by 1),
                 u as (select unit, year(min(first_on)) as year from {s}_scope where core group by 1),
                 mean as (select year, avg(coalesce(n, 0)) as mean from u left join cited using (unit) group by 1),
                 v as (select u.unit, u.year, coalesce(cited.n, 0) as n, coalesce(cited.n, 0) / nullif(mean.mean, 0) as times
                       from u left join cited using (unit) left join mean using (year)),
                 o as (select o.party, o.name, count(distinct o.unit) as families, sum(v.n)::bigint as citations, avg(v.times) as times,
                              max(v.year)::int as last_year, list(distinct o.unit) as mine
                       from {s}_own o join v using (unit) where o.core and o.kind = 'organisation' and not ({IS_SCHOOL.format("o.name")})
                       and o.name not in ({ours}) group by 1, 2 having count(distinct o.unit) between {LEAST} and {MOST})
            select o.name, o.families, o.citations, o.times, o.last_year,
                   (select count(distinct r.office) from {s}_reach r where list_contains(o.mine, r.unit)) as offices,
                   (select count(distinct l.node) from {s}_label l where list_contains(o.mine, l.unit)) as nodes,
                   (select arg_max(l.node, (l.n, l.node)) from (select node, count(distinct unit) as n from {s}_label where list_contains(o.mine, unit) group by 1) l) as node
            from o order by o.times desc nulls last, o.families desc, o.name limit {TOP}""",  # noqa: S608
    )  # fmt: skip
    heads = (
        Text("机构", "organisation"), Text("族数", "families"), Text("被引", "cited"), Text("族均为同年倍数", "times the year's mean"),
        Text("局数", "offices"), Text("节点数", "nodes"), Text("主要方向", "main node"), Text("最近申请", "last filed"), Text("所在（按名称）", "place, by name"),
    )  # fmt: skip
    rows = [
        (desk.called(n), f, c, same(f"{t:.1f}") if t is not None else None, k, m, desk.node(d), same(str(y)) if y else None, _place(n))
        for n, f, c, t, y, k, m, d in asked.rows
    ]  # fmt: skip
    found: tuple[Sentence, ...] = ()
    if asked.rows:
        words = Text(
            "持有{l}至{m}族的机构中，族均被引相对同年平均最高的依次为{names}；首位{f}族，族均为同年平均的{q}倍：规模不大而资产质量高，列为首批接触对象。",
            "Of organisations with {l} to {m} families the highest citations a family over the year's mean are those of {names}; the first has {f} families at {q} times the mean: small, with strong assets, the first to approach.",
        )
        bounds = desk.keep(Text("候选的规模", "size of candidates"), "our choice", ("least", "most"), ((LEAST, MOST),))
        numbers = {
            "l": bounds.number(0, 0), "m": bounds.number(0, 1), "f": asked.number(0, "families"), "q": asked.number(0, "times").as_("tenth"),
        }  # fmt: skip
        names = {"names": listed([desk.called(r[0]) for r in asked.rows[:3]])}
        found = (Sentence(words=words, names=names, numbers=numbers),)
    named = cite(Text("候选机构并列评价", "Candidates side by side"), asked)
    return Analysis(
        code="targets", title=title, method=_METHOD, findings=found,
        tables=(table(named, heads, rows, numeric=(1, 2, 3, 4, 5), widths=(7, 3, 3, 4, 3, 3, 6, 4, 4)),),
    )  # fmt: skip


def _place(name: str) -> Text | None:
    unit = unit_of(name)
    return PLACES[unit].name if unit else None


_METHOD = Text(
    f"只比较带日期数据中边界内{LEAST}至{MOST}族的机构：更小的偶然性大，更大的不宜作并购对象，上下限是本系统的选择。各项并列，不合成一个分数；次序按族均被引与同年平均之比。机构是否仍存续、股权、估值与诉讼不在专利数据之中，须另行尽职调查。",
    f"Organisations of {LEAST} to {MOST} families within the boundary of the dated set: fewer may be chance, more is no target; both ends are our choice. Values stand side by side and make no score; the order is that of citations a family over the mean of the year. Whether a firm still exists, who owns it, what it is worth and what it is sued for is not in patent data.",
)
_NONE = Text("没有带日期、引文与同族的数据集：未知。", "No set has dates, citations and families: unknown.")
