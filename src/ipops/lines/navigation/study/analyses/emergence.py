"""Which nodes of the tree grow: the dated set labelled by the same rules, families of whole years, the later years against the earlier."""

from __future__ import annotations

from ipops.corpus.indicators.figures import whole_years
from ipops.kernel.text import Text
from ipops.lines.navigation.study.analyses.trend import through
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.parts import Analysis, cite, same, table
from ipops.lines.navigation.study.saying import Query, Sentence
from ipops.reports import charts

SPAN, SHOWN, LEAST, BASE = 3, 10, 20, 10


def emergence(desk: Desk) -> Analysis:
    title = Text("各节点的增长", "Which nodes grow")
    last = through(desk) if desk.dated else None
    if last is None:
        return Analysis(code="emergence", title=title, method=_NONE)
    whole = whole_years(last)
    asked = desk.ask(
        Text("各节点各年首次申请的同族数（完整年份）", "families by node and year of first filing, whole years"),
        f"""with f as (select unit, year(min(first_on))::int as year from {desk.dated}_scope where core group by 1)
            select l.node, f.year, count(distinct unit) as families from {desk.dated}_label l join f using (unit)
            where f.year between {whole - SHOWN + 1} and {whole} group by 1, 2 order by 1, 2""",  # noqa: S608
    )
    grown = _grown(desk, asked, whole)
    if not asked.rows:
        return Analysis(code="emergence", title=title, method=_NONE)
    cell = {(n, y): k for n, y, k in asked.rows}
    years = range(whole - SHOWN + 1, whole + 1)
    chart = charts.Matrix(
        title=cite(Text("各节点首次申请的同族数（按年）", "Families by node and year of first filing"), asked),
        head=Text("节点", "node"), columns=tuple(same(str(y)) for y in years), lines=tuple(n.title.text for n in desk.study.tree),
        cells=tuple(tuple(cell.get((n.code, y), 0) for y in years) for n in desk.study.tree),
    )  # fmt: skip
    heads = (
        Text("节点", "node"), Text(f"{whole - 2 * SPAN + 1}—{whole - SPAN}", f"{whole - 2 * SPAN + 1}–{whole - SPAN}"),
        Text(f"{whole - SPAN + 1}—{whole}", f"{whole - SPAN + 1}–{whole}"), Text("倍数", "times"),
    )  # fmt: skip
    rows = [(desk.node(n), a, b, same(f"{q:.1f}") if q is not None else None) for n, a, b, q in grown.rows]
    named = cite(Text("近三年与前三年之比", "The last three years against the three before"), grown)
    return Analysis(
        code="emergence", title=title, method=_METHOD, findings=_findings(desk, grown), charts=(chart,),
        tables=(table(named, heads, rows, numeric=(1, 2, 3), widths=(4, 2, 2, 2)),),
    )  # fmt: skip


def _grown(desk: Desk, asked: Query, whole: int) -> Query:
    made = []
    for node in desk.study.tree:
        mine = {y: k for n, y, k in asked.rows if n == node.code}
        earlier = sum(mine.get(y, 0) for y in range(whole - 2 * SPAN + 1, whole - SPAN + 1))
        later = sum(mine.get(y, 0) for y in range(whole - SPAN + 1, whole + 1))
        made.append((node.code, earlier, later, later / earlier if earlier else None))
    made.sort(key=lambda r: (-(r[3] or 0.0), r[0]))
    return desk.keep(
        Text("各节点近三年与前三年的同族数", "families of each node in the last three whole years and the three before"),
        f"sums over {asked.code}", ("node", "earlier", "later", "times"), tuple(made),
    )  # fmt: skip


def _findings(desk: Desk, grown: Query) -> tuple[Sentence, ...]:
    large = [i for i, r in enumerate(grown.rows) if r[2] >= LEAST and r[1] >= BASE]
    if len(large) < 2:
        return ()
    fast, slow = large[0], large[-1]
    words = Text(
        "按同一规则标引带日期的数据，近三个完整年份增长最快的节点是“{a}”（由前三年{m}族增至{n}族，{q}倍），最慢的是“{b}”（{s}倍）。",
        "With the dated set labelled by the same rules, {a} grew fastest over the last three whole years (from {m} families in the three before to {n}, {q} times), {b} slowest ({s} times).",
    )
    numbers = {
        "m": grown.number(fast, "earlier"), "n": grown.number(fast, "later"), "q": grown.number(fast, "times").as_("tenth"),
        "s": grown.number(slow, "times").as_("tenth"),
    }  # fmt: skip
    names = {"a": desk.node(grown.rows[fast][0]), "b": desk.node(grown.rows[slow][0])}
    return (Sentence(words=words, names=names, numbers=numbers),)


_METHOD = Text(
    f"同族按技术分解表的同一规则标引，一族可属多个节点；只用完整年份。近三年不足{LEAST}族或前三年不足{BASE}族的节点不作最快、最慢的比较；基数小的倍数波动大，须与绝对数同看。",
    f"Families are labelled by the rules of the tree and may be under several nodes; whole years only. Nodes with fewer than {LEAST} families in the last three years or {BASE} in the three before are not called fastest or slowest; times of small bases swing, read them with the counts.",
)
_NONE = Text("没有带日期的数据集：未知。", "No set has dates: unknown.")
