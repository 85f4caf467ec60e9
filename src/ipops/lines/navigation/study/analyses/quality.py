"""What is worth most: families cited above their year's mean while they may still run, technology whose term is over, the official
criteria as far as the data answer them."""

from __future__ import annotations

from collections import Counter
from datetime import date

from ipops.corpus.high_value import Outside, Readings, gather, judged
from ipops.kernel.text import Text
from ipops.lines.navigation.study.analyses.trend import through
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.naming import owners_of
from ipops.lines.navigation.study.parts import FIRST_FILED, Analysis, Shown, cite, filed, same, table
from ipops.lines.navigation.study.saying import Query, Sentence

TERM = 20  #: years from filing that a patent for invention runs at most (专利法 第四十二条)
COHORT = 10  #: families of one year below which no mean is taken
CITED = 10  #: citing documents below which a multiple of a small mean says little
TOP, OVER = 15, 8
RANKED = """
    with cited as (select s.unit, count(distinct c.citing) as n from {s}_citations c join {s}_scope s on s.document = c.cited
                   where s.core and c.citing not in (select document from {s}_scope x where x.unit = s.unit) group by 1),
         every as (select unit, year(min(first_on))::int as first_year, arg_min(document, (title is null, document)) as document,
                          arg_min(title, document) filter (title is not null) as title from {s}_scope where core group by unit),
         cohort as (select first_year, avg(coalesce(n, 0)) as mean, count(*) as families from every left join cited using (unit) group by 1),
         offices as (select unit, count(*) as n, bool_or(office = '{home}') as at_home from {s}_reach group by 1)
    select e.document, e.title, {owner} as owner,
           e.first_year, cited.n as citations, case when k.families >= {least} and k.mean > 0 then cited.n / k.mean end as times,
           coalesce(offices.n, 0) as offices, coalesce(offices.at_home, false) as at_home
    from every e join cited using (unit) join cohort k using (first_year) left join offices using (unit)
    where cited.n >= {cited} and e.first_year {when} {year} order by {order}, e.document limit {top}
"""


def quality(desk: Desk) -> Analysis:
    title = Text("高价值专利线索", "Leads to high-value patents")
    last = through(desk) if desk.dated else None
    if last is None:
        return Analysis(code="quality", title=title, method=_NONE)
    running = _ranked(desk, last, running=True)
    over = _ranked(desk, last, running=False)
    lists = desk.ask(
        Text("引文清单的完整程度", "how complete the lists of references are"),
        f"""select count(distinct s.unit) as families, count(distinct s.unit) filter (d.references_listed) as with_lists
            from {desk.dated}_scope s join {desk.dated}_documents d using (document) where s.core""",  # noqa: S608
    )
    made = [(running, _RUNNING), (over, _OVER)]
    tables = tuple(_table(desk, q, t) for q, t in made if q.rows)
    return Analysis(
        code="quality", title=title, method=_method(lists), findings=(*_top(desk, running), *_free(desk, over), *_official(desk)),
        tables=tables,
    )  # fmt: skip


def _ranked(desk: Desk, last: date, *, running: bool) -> Query:
    """``first_year`` is that of the earliest priority: the term from filing may end up to a year later."""
    title = Text(
        f"首次申请未满{TERM}年的同族，按被引相对同年平均" if running else f"首次申请已满{TERM + 1}年的高被引同族",
        f"families first filed within {TERM} years, by citations over the mean of their year" if running else f"most cited families first filed {TERM + 1} years ago or more",
    )  # fmt: skip
    when, year = (">", last.year - TERM) if running else ("<", last.year - TERM)
    order = "times desc nulls last, citations desc" if running else "citations desc"
    sql = RANKED.format(
        s=desk.dated,
        owner=owners_of(desk.dated, "e.unit"),
        home=desk.study.home,
        least=COHORT,
        cited=CITED,
        when=when,
        year=year,
        order=order,
        top=TOP if running else OVER,
    )
    return desk.ask(title, sql)


def _top(desk: Desk, cited: Query) -> list[Sentence]:
    if not cited.rows or cited.rows[0][5] is None:
        return []
    top = cited.rows[0]
    words = Text(
        "仍可能在保护期内的同族中，相对同年平均被引最多的是{doc}（{owner}，首次申请于{year}年）：被{n}件后续文献引用，为同年平均的{q}倍，成员分布于{k}个局。",
        "Of the families whose term may still run, {doc} ({owner}, first filed in {year}) stands out most from its year: cited by {n} later documents, {q} times the mean of the year, with members at {k} offices.",
    )
    numbers = {
        "year": cited.number(0, "first_year").as_("year"), "n": cited.number(0, "citations"),
        "q": cited.number(0, "times").as_("tenth"), "k": cited.number(0, "offices"),
    }  # fmt: skip
    return [Sentence(words=words, names={"doc": same(top[0]), "owner": desk.called(top[2])}, numbers=numbers)]


def _free(desk: Desk, over: Query) -> list[Sentence]:
    if not over.rows:
        return []
    words = Text(
        "首次申请已超过最长保护期的同族中，被引最多的是{doc}（{owner}，{n}件）：此类基础技术可作为自由实施的线索，采用前仍须核实后续改进专利。",
        "Of the families older than the longest term, {doc} ({owner}) is cited most, by {n} documents: such basic technology may be free to use; check later improvements before taking it up.",
    )
    names = {"doc": same(over.rows[0][0]), "owner": desk.called(over.rows[0][2])}
    return [Sentence(words=words, names=names, numbers={"n": over.number(0, "citations")})]


def _table(desk: Desk, asked: Query, title: Text) -> Shown:
    heads = (
        FIRST_FILED, Text("名称", "title"), Text("权利人", "owner"), Text("被引", "cited"),
        Text("为同年平均的倍数", "times the mean"), Text("局数", "offices"),
    )  # fmt: skip
    rows = [
        (filed(r[0], r[3]), r[1], desk.called(r[2]), r[4], same(f"{r[5]:.1f}") if r[5] is not None else None, r[6])
        for r in asked.rows
    ]
    return table(cite(title, asked), heads, rows, numeric=(3, 4, 5), widths=(1, 14, 9, 1, 1, 1))


def _method(lists: Query) -> Text:
    whole, listed = lists.rows[0]
    return Text(
        f"被引数为数据集中引用该族任一成员的不同文献数，不含本族自引，未按族归并引用方。老专利积累时间长，故与同一首次申请年的全部同族（含未被引的，不少于{COHORT}族）的平均数相比；不足{COHORT}族的年份不作比较，被引不足{CITED}件的不列。保护期按发明专利自申请日起{TERM}年（《专利法》第四十二条）估算，是否仍有效须查法律状态。{whole:,}族中{listed:,}族有引文清单，缺清单不等于没有引用。",
        f"Citations are the distinct documents of the set that cite any member, without the family's own; citing documents are not merged to families. Old patents had longer to gather them, hence the mean over all families of the same first year (those never cited too, {COHORT} or more); years with fewer are not compared, and families cited by fewer than {CITED} are left out. The term is taken as {TERM} years from filing (Patent Law, art. 42); whether a right stands is for its legal status to say. Of {whole:,} families {listed:,} have lists of references; a missing list is not an empty one.",
    )


def _official(desk: Desk) -> list[Sentence]:
    """The five official criteria over the invention patents of the home office."""
    outside = Outside()
    patents = gather(desk.loaded[desk.dated].tables, outside, office=desk.study.home)
    on = through(desk)
    verdicts = judged(patents, on, Readings(), outside) if on else ()
    counts = Counter(str(v.is_high_value) for v in verdicts)
    kept = desk.keep(
        Text("按官方五项标准判断的发明专利", "invention patents judged by the five official criteria"),
        "corpus.high_value.judge", ("patents", "yes", "no", "unknown"),
        ((len(patents), counts.get("yes", 0), counts.get("no", 0), counts.get("unknown", 0)),),
    )  # fmt: skip
    if not patents:
        words = Text(
            "官方“高价值发明专利”只计国内有效发明专利；该数据集中本国局的发明专利有{n}件，无法按五项标准判断，本节各表只是国外高影响力技术的线索。",
            "The official high-value patent is a valid domestic invention patent; the set holds {n} invention patents of the home office, so the five criteria cannot be asked: the tables of this section give leads to influential foreign technology only.",
        )
        return [Sentence(words=words, numbers={"n": kept.number(0, "patents")})]
    words = Text(
        "按官方五项标准，本国局{n}件发明专利中，{y}件符合、{x}件不符合、{u}件因缺少法律状态等证据而未知。",
        "By the five official criteria, of {n} invention patents of the home office {y} qualify, {x} do not, and {u} are unknown for want of evidence such as legal status.",
    )
    return [Sentence(words=words, numbers={k: kept.number(0, c) for k, c in (("n", 0), ("y", 1), ("x", 2), ("u", 3))})]


_RUNNING = Text(
    "仍可能在保护期内、相对同年平均被引最多的同族",
    "Families that may still run, cited most over the mean of their year",
)
_OVER = Text(
    "已超过最长保护期的高被引同族（自由实施线索）",
    "Most cited families older than the longest term: free to use, perhaps",
)
_NONE = Text("没有带引文与同族的数据集：未知。", "No set has citations and families: unknown.")
