"""The portfolio of the organisations a study is about (``focus.organisations``): what they hold, since when, where, with whom, on whom it rests."""

from __future__ import annotations

from typing import Any

from ipops.kernel.text import Text
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.parts import Analysis, Shown, cite, said, same, table
from ipops.lines.navigation.study.saying import Query, Sentence
from ipops.reports import charts

_ROWS = (
    ("items", Text("边界内项数", "items within the boundary")), ("nodes", Text("覆盖节点数", "nodes covered")),
    ("joint", Text("与他人共有的项数", "items owned with others")), ("partners", Text("共有人数", "co-owners")),
    ("inventors", Text("发明人数", "inventors")), ("key", Text("产出最多者参与的项数", "items of the most productive inventor")),
    ("families", Text("带日期数据中的族数", "families of the dated set")), ("first_year", Text("首次申请年", "first filed")),
    ("last_year", Text("最近申请年", "last filed")), ("citations", Text("被引", "cited")), ("offices", Text("覆盖局数", "offices")),
    ("at_home", Text("在本国局有成员的族数", "families at the home office")),
)  # fmt: skip


def subject(desk: Desk) -> Analysis:
    title = Text("对象的专利组合", "The portfolio of the subject")
    names = desk.study.focus.organisations
    if not names:
        return Analysis(code="subject", title=title, method=_NOBODY)
    asked = _asked(desk, names)
    layout = _layout(desk, names)
    told = {r[0]: dict(zip(asked.columns, r, strict=True)) for r in asked.rows}
    cell = {(n, node): k for n, node, k in layout.rows}
    chart = charts.Matrix(
        title=cite(Text("对象在各节点的项数", "The subject by node, items"), layout), head=Text("机构", "organisation"),
        columns=tuple(n.title.text for n in desk.study.tree), lines=tuple(desk.called(n) for n in names),
        cells=tuple(tuple(cell.get((n, node.code), 0) for node in desk.study.tree) for n in names),
    )  # fmt: skip
    found = tuple(s for i, r in enumerate(asked.rows) if r[1] for s in _sentences(desk, asked, i))
    return Analysis(
        code="subject",
        title=title,
        method=_METHOD,
        findings=found,
        charts=(chart,),
        tables=(_table(desk, asked, names, told),),
    )


def _asked(desk: Desk, names: list[str]) -> Query:
    s, d, home = desk.land, desk.dated, desk.study.home
    listed = ", ".join("('" + n.replace("'", "''") + "')" for n in names)
    dated = _dated(d, home) if d else ", ".join(f"null as {c}" for c in _DATED)
    return desk.ask(
        Text("对象的专利组合", "the portfolio of the subject"),
        f"""with f as (select * from (values {listed}) t(name)),
                 mine as (select distinct f.name, o.unit from f join {s}_own o using (name) where o.core),
                 i as (select m.name, p.name as inventor, count(distinct m.unit) as n from mine m join {s}_scope x using (unit)
                       join {s}_parties p using (document) where p.role = 'inventor' group by 1, 2)
            select f.name, (select count(*) from mine where name = f.name) as items,
                   (select count(distinct l.node) from mine join {s}_label l using (unit) where name = f.name) as nodes,
                   (select count(distinct m.unit) from mine m join {s}_own o on o.unit = m.unit and o.name <> f.name where m.name = f.name) as joint,
                   (select count(distinct o.party) from mine m join {s}_own o on o.unit = m.unit and o.name <> f.name where m.name = f.name) as partners,
                   (select count(*) from i where name = f.name) as inventors, (select max(n) from i where name = f.name) as key,
                   (select arg_max(inventor, (n, inventor)) from i where name = f.name) as key_inventor,
                   {dated} from f""",  # noqa: S608
    )  # fmt: skip


_DATED = ("families", "first_year", "last_year", "citations", "offices", "at_home")


def _dated(d: str, home: str) -> str:
    """The columns of ``_DATED``, of the organisation ``f.name``."""
    mine = f"from {d}_own o join (select unit, min(first_on) as first_on from {d}_scope group by 1) x using (unit) where o.core and o.name = f.name"  # noqa: S608
    cited = f"from {d}_own o join {d}_scope x using (unit) join {d}_citations c on c.cited = x.document where o.core and o.name = f.name"
    reach = f"from {d}_own o join {d}_reach r using (unit) where o.core and o.name = f.name"
    parts = (
        f"count(distinct o.unit) {mine}", f"year(min(x.first_on))::int {mine}", f"year(max(x.first_on))::int {mine}",
        f"count(distinct c.citing) {cited}", f"count(distinct r.office) {reach}", f"count(distinct r.unit) {reach} and r.office = '{home}'",
    )  # fmt: skip
    return ", ".join(f"(select {sql}) as {name}" for name, sql in zip(_DATED, parts, strict=True))


def _layout(desk: Desk, names: list[str]) -> Query:
    s = desk.land
    listed = ", ".join("'" + n.replace("'", "''") + "'" for n in names)
    return desk.ask(
        Text("对象在各节点的项数", "items of the subject by node"),
        f"""select o.name, l.node, count(distinct l.unit) as units from {s}_own o join {s}_label l using (unit)
            where o.core and o.name in ({listed}) group by 1, 2 order by 1, 3 desc, 2""",  # noqa: S608
    )


def _sentences(desk: Desk, asked: Query, i: int) -> list[Sentence]:
    row = dict(zip(asked.columns, asked.rows[i], strict=True))
    names = {"who": desk.called(row["name"])}
    if not row["joint"]:
        words = Text(
            "{who}在边界内有{n}项，覆盖{k}个节点，数据中没有与他人共有的。",
            "{who} has {n} items within the boundary, over {k} nodes; the data show none owned with others.",
        )
    else:
        words = _JOINT
    n, j = asked.number(i, "items"), asked.number(i, "joint")
    numbers = {"n": n, "k": asked.number(i, "nodes")} | ({"j": j, "p": j.of(n)} if row["joint"] else {})
    made = [Sentence(words=words, names=names, numbers=numbers)]
    if row["key"]:
        said_key = Text(
            "{who}的{m}名发明人中，产出最多的{x}参与了{y}项（{p}）：核心人员的留任是组合价值的前提。",
            "Of {m} inventors of {who} the most productive, {x}, took part in {y} items ({p}): what the portfolio is worth depends on whether such people stay.",
        )
        y = asked.number(i, "key")
        numbers = {"m": asked.number(i, "inventors"), "y": y, "p": y.of(n)}
        made.append(Sentence(words=said_key, names=names | {"x": same(row["key_inventor"])}, numbers=numbers))
    return made


def _table(desk: Desk, asked: Query, names: list[str], told: dict[str, dict[str, Any]]) -> Shown:
    heads = (Text("核对项", "what to check"), *(desk.called(n) for n in names))
    rows = [(title, *(_cell(code, told.get(n, {}).get(code)) for n in names)) for code, title in _ROWS]
    named = cite(Text("尽职调查清单：专利部分", "Due diligence: the part of patents"), asked)
    return table(named, heads, rows, numeric=tuple(range(1, len(names) + 1)), widths=(3, *(2 for _ in names)))


def _cell(code: str, value: Any) -> Text:
    return same(str(value)) if value is not None and code.endswith("year") else said(value)


_JOINT = Text(
    "{who}在边界内有{n}项，覆盖{k}个节点；其中{j}项与他人共有（{p}），共有权利的实施与转让须经共有人约定或同意，交易前逐项核对。",
    "{who} has {n} items within the boundary, over {k} nodes; {j} of them ({p}) are owned with others: check each before a deal, since co-owners must agree.",
)
_METHOD = Text(
    "对象按模板 focus.organisations 所列名称查找（模板 groups 所列关联企业并入）。项数来自景观数据，年份、被引与局数来自带日期的数据，二者时间与范围不同。共有专利的处分见《专利法》第十四条。法律状态、质押、许可与诉讼不在数据之中。",
    "The subject is found by the names of the template (focus.organisations; affiliates of groups are in). Items come from the landscape, years, citations and offices from the dated set, of another time and scope. For rights in common see the Patent Law, art. 14. Legal status, pledges, licences and suits are not in the data.",
)
_NOBODY = Text(
    "模板未指明对象（focus.organisations）：未知。", "The template names no subject (focus.organisations): unknown."
)
