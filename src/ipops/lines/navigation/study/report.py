"""The chapters as a paper: one value for page, Word and PDF, in Chinese or English. Every figure carries the code of its query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ipops.kernel.text import Lang, Text
from ipops.lines.navigation.facts import Goal
from ipops.lines.navigation.study.basis import Basis, basis, start
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.parts import Analysis, Shown
from ipops.lines.navigation.study.saying import Sentence
from ipops.reports import charts
from ipops.reports.papers import Grid, Heading, Pairs, Paper, Para, Picture
from ipops.reports.papers.paper import Block

WIDTH = 640
#: what a picture takes of the line, in per cent: tall ones less, or a page stays half empty before them; letters stay above six points
_SHARES: dict[type, int] = {charts.TileMap: 80, charts.Matrix: 92}
_HAN = "一二三四五六七八九十"
Chapters = Sequence[tuple[Goal, list[Analysis], list[str]]]


@dataclass
class _Count:
    """Numbers of chapters, figures and tables."""

    lang: Lang
    chapter: int = 0
    figure: int = 0
    table: int = 0

    def heading(self, says: Text) -> Heading:
        self.chapter += 1
        number = f"{_han(self.chapter)}、" if self.lang == "zh" else f"{self.chapter}. "
        return Heading(says=number + says.in_(self.lang))

    def caption(self, kind: str, says: Text) -> str:
        n = self.figure = self.figure + 1 if kind == "figure" else self.figure
        if kind == "table":
            n = self.table = self.table + 1
        word = {"figure": ("图", "Figure "), "table": ("表", "Table ")}[kind][self.lang == "en"]
        return f"{word}{n}  {says.in_(self.lang)}"


def _han(n: int) -> str:
    return _HAN[n - 1] if n <= 10 else "十" + (_HAN[n - 11] if n > 10 else "")


def paper(desk: Desk, told: Basis, chapters: Chapters, advice: Sequence[Sentence], lang: Lang) -> Paper:
    study, count = desk.study, _Count(lang)
    findings = [f for _, analyses, _ in chapters for a in analyses for f in a.findings]
    blocks: list[Block] = [Heading(says=Text("摘要", "Summary").in_(lang)), *_summary(chapters, lang)]
    if advice:
        blocks.append(Heading(says=Text("建议", "Recommendations").in_(lang), level=2))
        blocks += _numbered(advice, lang)
    blocks.append(Para(says=_HOW_TO_READ.in_(lang), small=True))
    blocks.append(count.heading(Text("基础条件", "Basis")))
    blocks += _sections(basis(desk, told), lang, count)
    blocks.append(count.heading(Text("项目启动", "Start")))
    blocks += _sections(start(desk, told), lang, count)
    titles = {a.code: a.title for _, analyses, _ in chapters for a in analyses}
    for goal, analyses, before in chapters:
        blocks.append(count.heading(Text(f"项目实施：{goal.zh}", f"Carried out: {goal.en}")))
        for a in analyses:
            blocks += _analysis(a, lang, count)
        if before:
            names = Text("、".join(titles[b].zh for b in before), ", ".join(titles[b].en for b in before))
            blocks.append(Para(says=_BEFORE.fill(names=names).in_(lang), small=True))
    blocks += _end(findings, advice, lang, count)
    blocks += _appendix(desk, lang)
    return Paper(
        title=study.title.text.in_(lang), number=_began(f"{study.kind.named.in_(lang)} · {study.place.text.in_(lang)}"),
        marks=tuple(m.text.in_(lang) for m in study.marks), blocks=blocks, lang=lang, contents=True,
    )  # fmt: skip


def _summary(chapters: Chapters, lang: Lang) -> Iterator[Block]:
    """The findings by goal, numbered through."""
    n = 1
    for goal, analyses, _ in chapters:
        here = [f for a in analyses for f in a.findings]
        yield Heading(says=_began(goal.named.in_(lang)), level=3)
        yield from _numbered(here, lang, n)
        n += len(here)


def _began(says: str) -> str:
    """Words of lists stand at the beginning of a line."""
    return says[:1].upper() + says[1:]


def _numbered(sentences: Sequence[Sentence], lang: Lang, first: int = 1) -> Iterator[Para]:
    for n, one in enumerate(sentences, first):
        lead = f"（{n}）" if lang == "zh" else f"({n}) "
        yield Para(says=lead + one.text.in_(lang))


def _analysis(a: Analysis, lang: Lang, count: _Count) -> Iterator[Block]:
    yield Heading(says=a.title.in_(lang), level=2)
    for one in (*a.findings, *a.says):
        yield Para(says=one.text.in_(lang))
    for chart in a.charts:
        yield picture(chart, lang, count.caption("figure", chart.title))
    for shown in (t for t in a.tables if t.rows):
        yield _grid(shown, lang, count)
    yield Para(says=Text("方法与局限：", "Method and limits: ").in_(lang) + a.method.in_(lang), small=True)


def picture(chart: charts.Chart, lang: Lang, caption: str) -> Picture:
    svg, png = charts.pictures(chart, lang, WIDTH)
    share = _SHARES.get(type(chart), 100)
    return Picture(svg=svg, png=png, caption=caption, alt=chart.says.in_(lang), width=share)


def _grid(shown: Shown, lang: Lang, count: _Count) -> Grid:
    return Grid(
        title=count.caption("table", shown.title), heads=[h.in_(lang) for h in shown.heads],
        rows=[[c.in_(lang) for c in row] for row in shown.rows], numeric=shown.numeric, widths=shown.widths,
    )  # fmt: skip


def _sections(parts: Sequence[tuple[Text, Sequence[object]]], lang: Lang, count: _Count) -> Iterator[Block]:
    """Sections of the first chapters: texts, sentences, pairs and tables."""
    for title, items in parts:
        yield Heading(says=title.in_(lang), level=2)
        for one in items:
            match one:
                case Sentence():
                    yield Para(says=one.text.in_(lang))
                case Text():
                    yield Para(says=one.in_(lang))
                case Shown():
                    yield _grid(one, lang, count)
                case dict():
                    yield Pairs(rows=[(k.in_(lang), v.in_(lang)) for k, v in one.items()])


def _end(findings: Sequence[Sentence], advice: Sequence[Sentence], lang: Lang, count: _Count) -> Iterator[Block]:
    yield count.heading(Text("成果产出", "Results"))
    yield Para(says=_RESULTS.fill(n=len(findings), k=len(advice)).in_(lang))
    rows = [
        [str(n), f.bare.in_(lang), ("、" if lang == "zh" else ", ").join(f.queries)] for n, f in enumerate(findings, 1)
    ]
    heads = [Text("序号", "no.").in_(lang), Text("结论", "finding").in_(lang), Text("查询", "queries").in_(lang)]
    yield Grid(
        title=count.caption("table", Text("结论与其查询", "Findings and their queries")),
        heads=heads,
        rows=rows,
        widths=(1, 12, 2),
    )
    yield count.heading(Text("成果运用", "Use"))
    yield Para(says=_USE.in_(lang))
    yield count.heading(Text("绩效评价", "Evaluation"))
    yield Para(says=_EVALUATION.in_(lang))


def _appendix(desk: Desk, lang: Lang) -> Iterator[Block]:
    yield Heading(says=Text("附录一  标引规则", "Appendix A  Labelling rules").in_(lang))
    rows = [[n.title.text.in_(lang), " ".join(n.query.split())] for n in desk.study.tree]
    yield Grid(
        heads=[Text("节点", "node").in_(lang), Text("规则（检索式）", "rule (query)").in_(lang)],
        rows=rows,
        widths=(2, 7),
    )
    if desk.study.groups:
        yield Heading(says=Text("附录二  归并的权利人", "Appendix B  Owners taken as one").in_(lang))
        yield Para(says=_GROUPS.in_(lang), small=True)
        groups = [
            [desk.called(g.names[0]).in_(lang), "; ".join([*g.names, *(f"… {w} …" for w in g.words)])]
            for g in desk.study.groups
        ]
        heads = [Text("名称", "name").in_(lang), Text("数据中的写法", "as the data spell it").in_(lang)]
        yield Grid(heads=heads, rows=groups, widths=(2, 7))
    last = (
        Text("附录三  查询", "Appendix C  Queries")
        if desk.study.groups
        else Text("附录二  查询", "Appendix B  Queries")
    )
    yield Heading(says=last.in_(lang))
    yield Para(says=_QUERIES.in_(lang), small=True)
    made = [[q.code, q.title.in_(lang), str(len(q.rows))] for q in desk.queries]
    heads = [Text("代码", "code").in_(lang), Text("问什么", "what it asks").in_(lang), Text("行数", "rows").in_(lang)]
    yield Grid(heads=heads, rows=made, numeric=frozenset({2}), widths=(1, 9, 1))


_HOW_TO_READ = Text(
    "方括号内为查询代码：每个数字都可在随附的 queries 目录中找到其查询语句与结果。缺少依据的一律写“未知”，不以零或估计代替。",
    "Codes in brackets are queries: the statement and answer behind every number lie in the folder queries. What has no evidence is unknown, neither zero nor a guess.",
)
_BEFORE = Text("本目标还依据前文各章的分析：{names}。", "This goal rests on analyses of earlier chapters too: {names}.")
_RESULTS = Text(
    "本项目产出{n}条结论、{k}条建议，数据集、标引、查询与本报告（网页、Word、PDF）一并移交。",
    "The study gives {n} findings and {k} recommendations; data set, labels, queries and this report (page, Word, PDF) are handed over together.",
)
_USE = Text(
    "产业类导航项目验收后计入“已实施”；是否被规划、招商目录、项目库、采购或人才引进等决策采用，由决策单位另行登记（决策、日期、所依据的结论序号），本系统将“已实施”与“已用于决策”并列统计。",
    "An industry study counts as implemented once accepted. Whether a decision (a plan, a list of projects or investments, a purchase, a recruitment) used it is recorded by who decided, with its day and the number of the finding it rests on; implemented and used stand side by side.",
)
_EVALUATION = Text(
    "绩效评价待成果运用后进行：核对结论是否被采用、建议是否落实、数据缺口（见各节“方法与局限”）是否补齐。目前：未知。",
    "Evaluation follows use: were findings taken up, recommendations carried out, gaps of the data (see method and limits) filled? So far: unknown.",
)
_GROUPS = Text(
    "写法不同的同一机构、以及数据中的名称写明属于同一集团的企业，按下表计为一家；股权关系及其起止日未知，名称不同的关联企业仍各自计算。“… 词 …”指名称中含有该词的全部机构。",
    "Spellings of one body, and firms whose name in the data says that they are of one group, count as one by this table; who owns whom, and since when, is unknown, so affiliates of other names stand apart. “… WORD …” are all organisations whose names hold the word.",
)
_QUERIES = Text(
    "语句与完整结果见 queries 目录（每个代码一份 .sql 与 .csv），可在冻结的数据集上重算。",
    "Statements and whole answers are in the folder queries (one .sql and .csv a code) and can be run again on the frozen set.",
)
