"""Who leads: owners within the boundary, beside the raw ranking that misleads; concentration; bodies and persons."""

from __future__ import annotations

from fractions import Fraction

from ipops.corpus.indicators.figures import hhi
from ipops.kernel.text import Text
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.parts import Analysis, cite, table
from ipops.lines.navigation.study.saying import Query, Sentence, listed
from ipops.reports import charts

TOP = 15


def owners(desk: Desk) -> Analysis:
    s = desk.land
    raw = desk.ask(
        Text("全部检索结果的权利人排名", "owners over everything found"),
        f"""select name, count(distinct unit) as units, count(distinct unit) filter (core) as core_units
            from {s}_own where kind = 'organisation' group by party, name order by 2 desc, 1 limit {TOP}""",  # noqa: S608
    )
    core = desk.ask(
        Text("边界内的权利人排名", "owners within the boundary"),
        f"""select o.name, count(distinct o.unit) as units, count(distinct s.document) as documents
            from {s}_own o join {s}_scope s on s.unit = o.unit and s.core
            where o.core and o.kind = 'organisation' group by o.party, o.name order by 2 desc, 1 limit {TOP}""",  # noqa: S608
    )
    kinds = desk.ask(
        Text("边界内有机构权利人的项", "items within the boundary with an organisation among the owners"),
        f"""select count(distinct s.unit) as units, count(distinct o.unit) filter (o.kind = 'organisation') as of_bodies,
                   count(distinct o.unit) as owned,
                   count(distinct o.unit) - count(distinct o.unit) filter (o.kind = 'organisation') as of_persons
            from (select distinct unit from {s}_scope where core) s left join {s}_own o using (unit)""",  # noqa: S608
    )
    spread = _concentration(desk)
    findings = _leaders(desk, core, spread) if core.rows else []
    if core.rows and raw.rows and desk.study.sets[s].boundary:
        findings.append(_misled(desk, raw))
    return Analysis(
        code="owners",
        title=Text("创新主体", "Who leads"),
        method=_method(kinds),
        findings=tuple(findings),
        says=(persons_apart(kinds),) if kinds.rows[0][3] else (),
        charts=_charts(desk, core, raw),
        tables=(
            table(
                cite(Text("边界内的领先机构", "Leaders within the boundary"), core),
                (Text("机构", "organisation"), Text("项数", "items"), Text("文献数", "documents")),
                [(desk.called(n), u, d) for n, u, d in core.rows], numeric=(1, 2), widths=(4, 1, 1),
            ),
        ),
    )  # fmt: skip


def persons_apart(kinds: Query) -> Sentence:
    words = Text(
        "排名只列机构；只由个人申请或持有的{n}项，占{p}，不在排名之内。",
        "Rankings list organisations alone; {n} items ({p}) that only persons applied for or own are not among them.",
    )
    alone = kinds.number(0, "of_persons")
    return Sentence(words=words, numbers={"n": alone, "p": alone.of(kinds.number(0, "units"))})


def _leaders(desk: Desk, core: Query, spread: Query) -> list[Sentence]:
    words = Text(
        "边界之内领先的机构依次为{names}；第一位{n}项，前{k}位合计占有机构权利人的{p}，集中度HHI为{h}（份额的平方和，完全独占时为一）。",
        "Within the boundary the leaders are {names}; the first holds {n} items, the first {k} together {p} of the items that organisations own; the concentration HHI is {h} (sum of squared shares, one if one owner had everything).",
    )
    numbers = {
        "n": core.number(0, "units"), "k": spread.number(0, "top"), "p": spread.number(0, "top_share").as_("share"),
        "h": spread.number(0, "hhi").as_("fine"),
    }  # fmt: skip
    return [Sentence(words=words, names={"names": listed([desk.called(r[0]) for r in core.rows[:5]])}, numbers=numbers)]


def _misled(desk: Desk, raw: Query) -> Sentence:
    words = Text(
        "若不设边界，居首的是{a}（{n}项），其中{c}项在边界之内：其余不属本题，是供应、许可关系还是同业竞争，须另行判断。",
        "Without the boundary {a} would come first ({n} items), of which {c} lie within: the rest is beyond the subject, and whether its holder supplies, licenses or competes is to be judged apart.",
    )
    numbers = {"n": raw.number(0, "units"), "c": raw.number(0, "core_units")}
    return Sentence(words=words, names={"a": desk.called(raw.rows[0][0])}, numbers=numbers)


def _concentration(desk: Desk) -> Query:
    rows = desk.rows(f"""
        select o.unit, o.party from {desk.land}_own o where o.core and o.kind = 'organisation' order by 1, 2
    """)  # noqa: S608
    of: dict[str, list[str]] = {}
    for unit, party in rows:
        of.setdefault(unit, []).append(party)
    shares = [(p, Fraction(1, len(ps))) for ps in of.values() for p in ps]
    sums: dict[str, Fraction] = {}
    for p, n in shares:
        sums[p] = sums.get(p, Fraction()) + n
    top = sorted(sums.values(), reverse=True)[:10]
    return desk.keep(
        Text(
            "集中度：机构按份额计（共有的平分）",
            "concentration: organisations by fractions, joint items shared equally",
        ),
        "corpus.indicators.figures.hhi; top share",
        ("top", "top_share", "hhi", "organisations"),
        ((len(top), float(sum(top) / len(of)) if of else None, hhi(shares).value, len(sums)),),
    )


def _method(kinds: Query) -> Text:
    units, bodies, owned, alone = kinds.rows[0]
    return Text(
        f"权利人按名称归并（规则见语料库 spellings 表，人名不因同名而归并）；共有的各计一次。边界内{units:,}项中，{bodies:,}项有机构权利人，{alone:,}项只有个人，{units - owned:,}项没有权利人信息。权利人为数据所载申请人，转让后的变更不在数据中。",
        f"Owners are resolved by name (reasons in the corpus table spellings; persons never by name alone); joint owners count once each. Of {units:,} items within the boundary {bodies:,} have an organisation, {alone:,} persons only, {units - owned:,} no owner told. Owners are applicants as the data have them; later transfers are not in the data.",
    )


def _chart(desk: Desk, core: Query, title: Text) -> charts.Ranked:
    ranks = tuple(
        charts.Rank(title=desk.called(r[0]), value=Fraction(r[1]), says=Text(f"{r[1]:,}", f"{r[1]:,}"))
        for r in core.rows
    )
    return charts.Ranked(
        title=cite(title, core), unit=Text("项", "items"), head=Text("机构", "organisation"), ranks=ranks
    )


def _charts(desk: Desk, core: Query, raw: Query) -> tuple[charts.Ranked, ...]:
    if not core.rows:
        return ()
    first = _chart(desk, core, Text("边界内的领先机构", "Leaders within the boundary"))
    return (first, _both(desk, raw)) if desk.study.sets[desk.land].boundary else (first,)


def _both(desk: Desk, raw: Query) -> charts.Ranked:
    ranks = tuple(
        charts.Rank(
            title=desk.called(n), value=Fraction(u), part=Fraction(c), says=Text(f"{u:,}（{c:,}）", f"{u:,} ({c:,})")
        )
        for n, u, c in raw.rows
    )
    return charts.Ranked(
        title=cite(Text("不设边界的排名及其中属于本题的部分", "The raw ranking, and what of it belongs to the subject"), raw),
        unit=Text("项", "items"), head=Text("机构", "organisation"), ranks=ranks,
        of_part=Text("边界之内", "within the boundary"), of_rest=Text("边界之外", "outside the boundary"),
    )  # fmt: skip
