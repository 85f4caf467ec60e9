"""Where it comes from and where it is protected: first filings, offices of the families, provinces by the names of owners."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from ipops.corpus.identity.offices import NAMES
from ipops.kernel.text import Text
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.gazetteer import unit_of
from ipops.lines.navigation.study.parts import Analysis, Shown, cite, same, table
from ipops.lines.navigation.study.saying import Query, Sentence, listed
from ipops.reports import charts
from ipops.reports.charts.tiles import PLACES


def office(code: str | None) -> Text:
    return NAMES.get(code or "", same(code))


def said_in(code: str | None) -> Text:
    """The office within a sentence: the United States."""
    name = office(code)
    return Text(name.zh, f"the {name.en}" if name.en.startswith(("United", "EPO")) else name.en)


def geography(desk: Desk) -> Analysis:
    title = Text("地域", "Geography")
    placed = _placed(desk)
    units = _units(desk, placed)
    findings: list[Sentence] = list(units[0])
    figures: list[charts.Chart] = list(units[1])
    tables: list[Shown] = []
    method = _NAMES
    if desk.dated:
        first, there = _offices(desk)
        method = Text(_OFFICES.zh + _NAMES.zh, _OFFICES.en + " " + _NAMES.en)
        findings = [*_abroad(desk, first, there), *findings]
        for asked, name in (
            (first, Text("首次申请所在的局", "Office of first filing")),
            (there, Text("同族成员所在的局", "Offices where families have members")),
        ):
            ranks = tuple(
                charts.Rank(title=office(o), value=Fraction(n), says=Text(f"{n:,}", f"{n:,}"))
                for o, n in asked.rows[:8]
            )
            if ranks:
                unit, head = Text("同族数", "families"), Text("局", "office")
                figures.append(charts.Ranked(title=cite(name, asked), unit=unit, head=head, ranks=ranks))
    rows = [(PLACES[u].name, n, bodies, desk.called(leader)) for u, n, bodies, leader in placed.rows if u][:12]
    if rows:
        heads = (
            Text("省级单位", "province"),
            Text("项数", "items"),
            Text("机构数", "organisations"),
            Text("最多的机构", "leader"),
        )
        tables.append(
            table(
                cite(Text("国内主体的分布（按名称推定）", "Where domestic owners sit, by their names"), placed),
                heads,
                rows,
                numeric=(1, 2),
                widths=(2, 1, 1, 4),
            )
        )
    return Analysis(code="geography", title=title, method=method, findings=tuple(findings), charts=tuple(figures), tables=tuple(tables))  # fmt: skip


def _offices(desk: Desk) -> tuple[Query, Query]:
    s = desk.dated
    first = desk.ask(
        Text("首次申请所在的局（每族最早的优先权，没有的取该族最早的申请）", "office of first filing: earliest priority of a family, else of its filing"),
        f"""with p as (select s.unit, p.office, p."on" as day from {s}_priorities p join {s}_scope s using (document) where s.core and p.office is not null
                       union all select s.unit, d.office, d.filed_on from {s}_documents d join {s}_scope s using (document) where s.core and d.office is not null),
                 f as (select unit, arg_min(office, (coalesce(day, date '9999-12-31'), office)) as office from p group by 1)
            select office, count(*) as families from f group by 1 order by 2 desc, 1""",  # noqa: S608
    )  # fmt: skip
    there = desk.ask(
        Text("同族成员所在的局（INPADOC 与德温特同族）", "offices of family members (INPADOC and Derwent families)"),
        f"select office, count(*) as families from {s}_reach group by 1 order by 2 desc, 1",  # noqa: S608
    )
    return first, there


def _abroad(desk: Desk, first: Query, there: Query) -> list[Sentence]:
    home = desk.study.home
    at = next((i for i, r in enumerate(there.rows) if r[0] == home), None)
    if not first.rows or at is None:
        return []
    began = next((i for i, r in enumerate(first.rows) if r[0] == home), None)
    numbers = {"n": first.number(0, 1), "p": first.number(0, 1).of(first.total("families")), "m": there.number(at, 1)}
    said = Text(
        "在带日期的数据中，首次申请最多的是{top}（{n}族，占{p}）；有成员进入{home}的{m}族。",
        "In the dated set {top} received most first filings ({n} families, {p}); {m} families have a member in {home}.",
    )
    made = [Sentence(words=said, names={"top": said_in(first.rows[0][0]), "home": said_in(home)}, numbers=numbers)]
    if began is not None:
        words = Text(
            "首次申请在{home}的有{k}族；数据集若未完整收录{home}的文献，此数不能代表{home}的申请量。",
            "{k} families were first filed in {home}; if the set does not hold all documents of {home}, this is not how much is filed there.",
        )
        made.append(Sentence(words=words, names={"home": said_in(home)}, numbers={"k": first.number(began, 1)}))
    return made


def _placed(desk: Desk) -> Query:
    """Items by provincial unit: an item of owners in two units counts in both."""
    rows = desk.rows(
        f"select unit, party, name from {desk.land}_own where core and kind = 'organisation' order by 1, 2"  # noqa: S608
    )
    items: dict[str, set[str]] = defaultdict(set)
    bodies: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for unit, _, name in rows:
        place = unit_of(name) or ""
        items[place].add(unit)
        bodies[place][name].add(unit)
    told = []
    for place in sorted(items, key=lambda p: (-len(items[p]), p)):
        leader = min(bodies[place], key=lambda n: (-len(bodies[place][n]), n))
        told.append((place, len(items[place]), len(bodies[place]), leader))
    return desk.keep(
        Text("机构权利人名称中的地名（首个）所属的省级单位", "provincial unit of the first place in an organisation's name"),
        "lines.navigation.study.gazetteer.unit_of over the organisations within the boundary; '' is none",
        ("place", "items", "organisations", "leader"), tuple(told),
    )  # fmt: skip


def _units(desk: Desk, placed: Query) -> tuple[list[Sentence], list[charts.TileMap]]:
    at = [i for i, r in enumerate(placed.rows) if r[0]]
    if not at:
        return [], []
    count = {placed.rows[i][0]: placed.rows[i][1] for i in at}
    most = max(count.values())
    tiles = tuple(
        charts.Tile(
            unit=u, tells=Text(f"{count.get(u, 0):,}项", f"{count.get(u, 0):,} items"),
            says=Text(f"{count[u]:,}", f"{count[u]:,}") if u in count else None,
            fill=0 if u not in count else 2 if count[u] * 3 >= most else 1,
        )
        for u in PLACES
    )  # fmt: skip
    chart = charts.TileMap(
        title=cite(Text("国内创新主体的分布", "Domestic owners by provincial unit"), placed),
        head=Text("项数", "items"),
        tiles=tiles,
    )
    names = listed([PLACES[placed.rows[i][0]].name for i in at[:3]])
    said = Text(
        "按名称中的地名推定，国内机构的创新集中在{names}；居首的{top}有{n}项、{k}家机构，最多的是{leader}。",
        "By the places in their names, domestic organisations gather in {names}; {top} comes first with {n} items of {k} organisations, most of them {leader}'s.",
    )
    top = placed.rows[at[0]]
    sentence = Sentence(
        words=said, names={"names": names, "top": PLACES[top[0]].name, "leader": desk.called(top[3])},
        numbers={"n": placed.number(at[0], "items"), "k": placed.number(at[0], "organisations")},
    )  # fmt: skip
    return [sentence], [chart]


_OFFICES = Text(
    "首次申请的局是技术来源的近似：跨国企业可能首先在他国申请。同族成员进入一局不等于在该局获得授权或仍然有效。",
    "The office of first filing stands for origin; a multinational may file elsewhere first. A member at an office is neither a grant nor a right in force there.",
)
_NAMES = Text(
    "景观数据不含国别与地址，省份仅由机构名称中的地名推定；名称不含地名的不计，外国机构不在其中，数字是下限。",
    "The landscape set has no countries or addresses: provinces are read from names of organisations only; names without a place are left out, so the numbers are lower bounds.",
)
