"""Risk: what of the field reaches the home office, whose it is, and the very families to be checked."""

from __future__ import annotations

from fractions import Fraction

from ipops.kernel.text import Text
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.naming import owners_of
from ipops.lines.navigation.study.parts import Analysis, Shown, cite, filed, same, table
from ipops.lines.navigation.study.saying import Query, Sentence
from ipops.reports import charts

LISTED, MEMBERS = 15, 3


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
        f"select count(*) as families, count(*) filter (granted) as granted from {s}_reach where office = '{home}'",  # noqa: S608
    )
    if not asked.rows:
        return Analysis(code="risk", title=title, method=_RISK)
    words = Text(
        "带日期的数据中有{m}族在本国局有成员，其中{k}族已见授权文献；最多的是{name}（{n}族，{g}族已见授权文献）：立项与上市前应逐项核实其法律状态并作规避分析。",
        "In the dated set {m} families have a member at the home office, {k} of them a granted document; most are {name}'s ({n} families, {g} granted): check their status and design around before starting or launching.",
    )
    found = Sentence(
        words=words,
        names={"name": desk.called(asked.rows[0][0])},
        numbers={
            "m": whole.number(0, 0), "k": whole.number(0, "granted"),
            "n": asked.number(0, "families"), "g": asked.number(0, "granted"),
        },
    )  # fmt: skip
    return Analysis(
        code="risk", title=title, method=_RISK, findings=(found,), charts=(_chart(desk, asked),), tables=(_list(desk),)
    )


def _chart(desk: Desk, asked: Query) -> charts.Ranked:
    ranks = tuple(
        charts.Rank(
            title=desk.called(n), value=Fraction(k), part=Fraction(g), says=Text(f"{k:,}（{g:,}）", f"{k:,} ({g:,})")
        )
        for n, k, g in asked.rows[:12]
    )
    return charts.Ranked(
        title=cite(Text("同族进入本国局最多的机构", "Organisations with most families at the home office"), asked),
        unit=Text("同族数", "families"), head=Text("机构", "organisation"), ranks=ranks,
        of_part=Text("其中已有授权文献", "of them with a granted document"), of_rest=Text("仅有申请文献", "applications only"),
    )  # fmt: skip


def _list(desk: Desk) -> Shown:
    """The families to look at first: granted before pending, then by how often they are cited."""
    s, home = desk.dated, desk.study.home
    asked = desk.ask(
        Text("进入本国局、应优先核实的同族", "families at the home office to be checked first"),
        f"""with m as (select s.unit, string_agg(distinct f.member, '; ' order by f.member) as members, count(distinct f.member) as n
                       from {s}_families f join {s}_scope s using (document) where s.core and f.source = 'stated' and f.office is not null
                       group by 1),
                 h as (select x.unit, list_sort(list_distinct(list(f.member))) as home from (select distinct family, s.unit from {s}_families f
                       join {s}_scope s using (document) where s.core and f.source = 'stated') x join {s}_families f using (family)
                       where f.office = '{home}' group by 1),
                 c as (select s.unit, count(distinct c.citing) as n from {s}_citations c join {s}_scope s on s.document = c.cited
                       where s.core and c.citing not in (select document from {s}_scope x where x.unit = s.unit) group by 1)
            select h.home, arg_min(s.title, s.document) filter (s.title is not null) as title,
                   {owners_of(s, "h.unit")} as owner,
                   year(min(s.first_on))::int as first_year, r.granted, coalesce(any_value(c.n), 0) as citations
            from h join {s}_scope s using (unit) join {s}_reach r on r.unit = h.unit and r.office = '{home}' left join c on c.unit = h.unit
            group by h.unit, h.home, r.granted order by r.granted desc, citations desc, h.home limit {LISTED}""",  # noqa: S608
    )
    heads = (
        Text("本国局成员（首次申请）", "members here (first filed)"), Text("名称", "title"), Text("权利人", "owner"),
        Text("授权文献", "granted document"), Text("被引", "cited"),
    )  # fmt: skip
    rows = [
        (
            filed(_members(home_), year), title, desk.called(owner), _SEEN if granted else _NOT_SEEN, n,
        )
        for home_, title, owner, year, granted, n in asked.rows
    ]  # fmt: skip
    named = cite(Text("进入本国局、应优先核实的同族", "Families at the home office to be checked first"), asked)
    return table(named, heads, rows, numeric=(4,), widths=(1, 12, 9, 1, 1))


def _members(numbers: list[str]) -> Text:
    rest = len(numbers) - MEMBERS
    shown = "; ".join(numbers[:MEMBERS])
    return Text(f"{shown} 等{len(numbers)}件", f"{shown} and {rest} more") if rest > 0 else same(shown)


_SEEN, _NOT_SEEN = Text("已见", "seen"), Text("未见", "not seen")
_RISK = Text(
    "数据没有法律状态：进入本国局的族是否仍有效未知，此处只列需要核实的对象，不作侵权判断。授权文献按文献种类代码（B、C、Y、U）识别。",
    "The data have no legal status: whether rights at the home office still stand is unknown. The list names what to check and judges no infringement. Grants are told by kind codes B, C, Y and U.",
)
_NO_SET = Text("没有带同族的数据集：未知。", "No set has families: unknown.")
