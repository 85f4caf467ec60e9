"""What is worth most: citations received, families over many offices, the official criteria as far as the data answer them."""

from __future__ import annotations

from collections import Counter

from ipops.corpus.high_value import Outside, Readings, gather, judged
from ipops.kernel.text import Text
from ipops.lines.navigation.study.analyses.trend import through
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.parts import Analysis, cite, same, table
from ipops.lines.navigation.study.saying import Sentence

TOP = 15
MOST_CITED = """
    with cited as (select s.unit, count(distinct c.citing) as n from {s}_citations c join {s}_scope s on s.document = c.cited
                   where s.core and c.citing not in (select document from {s}_scope x where x.unit = s.unit) group by 1),
         offices as (select unit, count(*) as n, bool_or(office = '{home}') as at_home from {s}_reach group by 1)
    select s.unit, arg_min(s.document, (s.title is null, s.document)) as document, arg_min(s.title, s.document) as title,
           (select string_agg(distinct o.name, '; ' order by o.name) from {s}_own o where o.unit = s.unit) as owner,
           year(min(s.first_on))::int as first_year, cited.n as citations, coalesce(any_value(offices.n), 0) as offices,
           coalesce(any_value(offices.at_home), false) as at_home
    from cited join {s}_scope s using (unit) left join offices using (unit)
    where s.core group by s.unit, cited.n order by cited.n desc, s.unit
"""


def quality(desk: Desk) -> Analysis:
    title = Text("高价值专利线索", "Leads to high-value patents")
    if not desk.dated:
        return Analysis(code="quality", title=title, method=_NONE)
    s = desk.dated
    cited = desk.ask(
        Text("被引最多的同族", "families cited most"),
        MOST_CITED.format(s=s, home=desk.study.home) + f"limit {TOP}",
    )
    lists = desk.ask(
        Text("引文清单的完整程度", "how complete the lists of references are"),
        f"""select count(distinct s.unit) as families, count(distinct s.unit) filter (d.references_listed) as with_lists
            from {s}_scope s join {s}_documents d using (document) where s.core""",  # noqa: S608
    )
    heads = (
        Text("公布号", "publication number"),
        Text("名称", "title"),
        Text("机构", "organisation"),
        Text("首次申请", "first filed"),
        Text("被引", "cited"),
        Text("局数", "offices"),
    )
    rows = [(r[1], r[2], r[3], same(str(r[4])) if r[4] else None, r[5], r[6]) for r in cited.rows]
    found = []
    if cited.rows:
        top = cited.rows[0]
        words = Text(
            "被引最多的同族是{doc}（{owner}，首次申请于{year}年），被{n}件后续文献引用，成员分布于{k}个局。",
            "The most cited family is {doc} ({owner}, first filed in {year}), cited by {n} later documents, with members at {k} offices.",
        )
        numbers = {
            "year": cited.number(0, "first_year").as_("year"),
            "n": cited.number(0, "citations"),
            "k": cited.number(0, "offices"),
        }
        found.append(Sentence(words=words, names={"doc": same(top[1]), "owner": same(top[3])}, numbers=numbers))
    found += _official(desk)
    method = Text(
        f"被引数为数据集中引用该族任一成员的不同文献数，不含本族自引，未按族归并引用方，老专利积累时间长，跨年代不可比。{lists.rows[0][0]:,}族中{lists.rows[0][1]:,}族有引文清单，缺清单不等于没有引用。",
        f"Citations are the distinct documents of the set that cite any member, without the family's own; citing documents are not merged to families; old patents had longer to gather them, so years are not alike. Of {lists.rows[0][0]:,} families {lists.rows[0][1]:,} have lists of references; a missing list is not an empty one.",
    )
    return Analysis(
        code="quality", title=title, method=method, findings=tuple(found),
        tables=(table(cite(Text("被引最多的同族", "Families cited most"), cited), heads, rows, numeric=(3, 4, 5), widths=(9, 10, 7, 4, 3, 3)),),
    )  # fmt: skip


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
            "官方“高价值发明专利”只计国内有效发明专利；该数据集中本国局的发明专利有{n}件，无法按五项标准判断，上表只是国外高影响力技术的线索。",
            "The official high-value patent is a valid domestic invention patent; the set holds {n} invention patents of the home office, so the five criteria cannot be asked: the table gives leads to influential foreign technology only.",
        )
        return [Sentence(words=words, numbers={"n": kept.number(0, "patents")})]
    words = Text(
        "按官方五项标准，本国局{n}件发明专利中，{y}件符合、{x}件不符合、{u}件因缺少法律状态等证据而未知。",
        "By the five official criteria, of {n} invention patents of the home office {y} qualify, {x} do not, and {u} are unknown for want of evidence such as legal status.",
    )
    return [Sentence(words=words, numbers={k: kept.number(0, c) for k, c in (("n", 0), ("y", 1), ("x", 2), ("u", 3))})]


_NONE = Text("没有带引文与同族的数据集：未知。", "No set has citations and families: unknown.")
