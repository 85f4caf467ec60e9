"""Who invents: the most productive pairs of inventor and organisation, and apart those at domestic organisations, whom a city can reach."""

from __future__ import annotations

from ipops.kernel.text import Text
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.gazetteer import unit_of
from ipops.lines.navigation.study.parts import Analysis, Shown, cite, same, table
from ipops.lines.navigation.study.saying import Query, Sentence
from ipops.reports.charts.tiles import PLACES

TOP, NEAR = 15, 12


def talent(desk: Desk) -> Analysis:
    every = _pairs(desk)
    near = desk.keep(
        Text("其中所在机构按名称推定在国内的", "of them those at organisations in this country, by their names"),
        f"lines.navigation.study.gazetteer.unit_of over {every.code}", ("inventor", "organisation", "units", "node", "place"),
        tuple((*r, place) for r in every.rows if (place := unit_of(r[1])))[:NEAR],
    )  # fmt: skip
    apart = len(near.rows) > 0 and near.rows[:TOP] != tuple((*r, unit_of(r[1])) for r in every.rows[: len(near.rows)])
    found = [*_most(desk, every)] + ([_nearest(desk, near)] if apart else [])
    tables = [
        _table(desk, every, Text("产出最多的发明人", "Most productive inventors")),
        *([_table(desk, near, Text("国内机构中产出最多的发明人", "Most productive inventors at domestic organisations"))] if apart else []),
    ]  # fmt: skip
    return Analysis(
        code="talent",
        title=Text("人才线索", "Leads for talent"),
        method=_METHOD,
        findings=tuple(found),
        tables=tuple(tables),
    )


def _pairs(desk: Desk) -> Query:
    s = desk.land
    return desk.ask(
        Text("边界内的发明人（与所在机构成对，避免同名）", "inventors within the boundary, each with an organisation, so that namesakes stay apart"),
        f"""with i as (select distinct s.unit, p.name as inventor from {s}_parties p join {s}_scope s using (document)
                       where s.core and p.role = 'inventor'),
                 e as (select i.inventor, o.party, o.name as organisation, count(distinct i.unit) as units, list(distinct i.unit) as mine
                       from i join {s}_own o using (unit) where o.kind = 'organisation' group by 1, 2, 3 having count(distinct i.unit) > 2),
                 t as (select * from e order by units desc, inventor, organisation limit 1000)
            select t.inventor, t.organisation, t.units, arg_max(l.node, (l.n, l.node)) as node
            from t left join (select x.inventor, x.party, l.node, count(distinct l.unit) as n from (select *, unnest(mine) as unit from t) x
                              join {s}_label l using (unit) group by 1, 2, 3) l using (inventor, party)
            group by 1, 2, 3 order by 3 desc, 1, 2""",  # noqa: S608
    )  # fmt: skip


def _most(desk: Desk, every: Query) -> list[Sentence]:
    if not every.rows:
        return []
    who, where, _, node = every.rows[0]
    words = Text(
        "产出最多的发明人与机构组合是{who}（{where}，{n}项），主要方向为“{node}”。",
        "The most productive pair of inventor and organisation is {who} ({where}, {n} items), mainly in {node}.",
    )
    names = {"who": same(who), "where": desk.called(where), "node": desk.node(node)}
    return [Sentence(words=words, names=names, numbers={"n": every.number(0, "units")})]


def _nearest(desk: Desk, near: Query) -> Sentence:
    who, where, _, node, place = near.rows[0]
    words = Text(
        "在名称可推定为国内的机构中，产出最多的是{place}的{who}（{where}，{n}项，主要方向为“{node}”）：引才与柔性合作宜先从此名单入手。",
        "At organisations that their names place in this country {who} of {place} is most productive ({where}, {n} items, mainly {node}): begin with this list when recruiting or asking for part-time help.",
    )
    names = {"who": same(who), "where": desk.called(where), "node": desk.node(node), "place": PLACES[place].name}
    return Sentence(words=words, names=names, numbers={"n": near.number(0, "units")})


def _table(desk: Desk, asked: Query, title: Text) -> Shown:
    heads = (
        Text("发明人", "inventor"),
        Text("机构", "organisation"),
        Text("项数", "items"),
        Text("主要方向", "main node"),
    )
    rows = [(r[0], desk.called(r[1]), r[2], desk.node(r[3])) for r in asked.rows[:TOP]]
    return table(cite(title, asked), heads, rows, numeric=(2,), widths=(3, 4, 1, 3))


_METHOD = Text(
    "只列同一机构不少于三项的组合。发明人不按姓名归并：同名者可能是多人，故与机构成对列出；同一人换机构则分列。姓名为数据所载拼写；国内机构由名称中的地名推定，名称不含地名的未列入。联系前须核实身份、在职情况与竞业限制。",
    "Pairs of three items or more. Inventors are not merged by name: one name may be several people, so each stands with an organisation, and one person in two organisations stands twice. Spelling as in the data; organisations are placed by their names, those that name no place are left out. Check identity, employment and non-compete duties before any contact.",
)
