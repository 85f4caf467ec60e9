"""Watching a field: what was published in the last year of the data, where, and who is new."""

from __future__ import annotations

from datetime import date

from ipops.kernel.text import Text
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.naming import owners_of
from ipops.lines.navigation.study.parts import Analysis, cite, same, table
from ipops.lines.navigation.study.saying import Query, Sentence

TOP = 15


def watch(desk: Desk) -> Analysis:
    title = Text("动态监测", "Watching the field")
    last = _last(desk) if desk.dated else None
    if last is None:
        return Analysis(code="watch", title=title, method=_NONE)
    since = last.replace(year=last.year - 1, day=min(last.day, 28))
    counts, nodes, newest = _counts(desk, since), _nodes(desk, since), _newest(desk, since)
    heads = (
        Text("公布日", "published"),
        Text("公布号", "publication number"),
        Text("名称", "title"),
        Text("权利人", "owner"),
        Text("新进入者", "newcomer"),
    )
    rows = [
        (same(day.isoformat()), doc, words, desk.called(owner), Text("是", "yes") if new else Text("否", "no"))
        for day, doc, words, owner, new in newest.rows
    ]
    found = _findings(desk, counts, nodes)
    named = cite(Text("最新公布的同族", "Families published last"), newest)
    method = Text(
        f"监测期为数据最后一年（{since:%Y-%m-%d}之后至{last:%Y-%m-%d}首次公布的同族）。新进入者：此前在边界内没有公布过同族的机构。新增与增长受公布延迟影响，只宜与上一期同口径比较；下次监测换用新一期数据文件重新运行即可。",
        f"The last year of the data: families first published after {since:%Y-%m-%d} up to {last:%Y-%m-%d}. A newcomer had no family within the boundary before. Publication lags, so compare with the period before only; run again with the files of the next period.",
    )
    return Analysis(
        code="watch", title=title, method=method, findings=found,
        tables=(table(named, heads, rows, widths=(4, 6, 12, 8, 3)),) if rows else (),
    )  # fmt: skip


def _last(desk: Desk) -> date | None:
    ((last,),) = desk.rows(f"select max(published_on) from {desk.dated}_scope where core")  # noqa: S608
    return last if isinstance(last, date) else None


def _first(desk: Desk) -> str:
    return f"select unit, min(published_on) as day from {desk.dated}_scope where core group by 1"  # noqa: S608


def _counts(desk: Desk, since: date) -> Query:
    return desk.ask(
        Text(
            "监测期与上一期的新增同族、机构与新进入者",
            "new families, organisations and newcomers of the period and the one before",
        ),
        f"""with f as ({_first(desk)}), o as (select o.party, min(f.day) as first from {desk.dated}_own o join f using (unit)
                 where o.core and o.kind = 'organisation' group by 1)
            select (select count(*) from f where day > date '{since}') as families,
                   (select count(*) from f where day > date '{since}' - interval 1 year and day <= date '{since}') as before,
                   (select count(distinct o.party) from {desk.dated}_own o join f using (unit) where f.day > date '{since}' and o.kind = 'organisation') as bodies,
                   (select count(*) from o where first > date '{since}') as newcomers""",  # noqa: S608
    )


def _nodes(desk: Desk, since: date) -> Query:
    return desk.ask(
        Text("监测期各节点的新增同族", "new families of the period by node"),
        f"""with f as ({_first(desk)}) select l.node, count(distinct l.unit) as families from {desk.dated}_label l join f using (unit)
            where f.day > date '{since}' group by 1 order by 2 desc, 1""",  # noqa: S608
    )


def _newest(desk: Desk, since: date) -> Query:
    s = desk.dated
    return desk.ask(
        Text("最新公布的同族", "families published last"),
        f"""with f as ({_first(desk)}), o as (select o.party, min(f.day) as first from {s}_own o join f using (unit) where o.core and o.kind = 'organisation' group by 1)
            select f.day, arg_min(s.document, (s.published_on, s.document)) as document, arg_min(s.title, s.document) filter (s.title is not null) as title,
                   {owners_of(s, "f.unit")} as owner,
                   exists (select 1 from {s}_own x join o using (party) where x.unit = f.unit and o.first > date '{since}') as newcomer
            from f join {s}_scope s using (unit) where f.day > date '{since}' group by f.day, f.unit order by f.day desc, document limit {TOP}""",  # noqa: S608
    )


def _findings(desk: Desk, counts: Query, nodes: Query) -> tuple[Sentence, ...]:
    if not counts.rows[0][0] or not nodes.rows:
        return ()
    words = Text(
        "数据最后一年新公布{n}族（上一年{m}族），涉及{b}家机构，其中{k}家此前未在边界内出现；新增最多的节点是“{node}”（{x}族）。",
        "In the last year of the data {n} families were published ({m} the year before) by {b} organisations, {k} of which had not been within the boundary before; most are in {node} ({x}).",
    )
    numbers = {
        "n": counts.number(0, "families"), "m": counts.number(0, "before"), "b": counts.number(0, "bodies"), "k": counts.number(0, "newcomers"),
        "x": nodes.number(0, "families"),
    }  # fmt: skip
    return (Sentence(words=words, names={"node": desk.node(nodes.rows[0][0])}, numbers=numbers),)


_NONE = Text("没有带公布日的数据集：未知。", "No set has days of publication: unknown.")
