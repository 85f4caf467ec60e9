"""What the field consists of: the technical tree, how the documents fall on it, and what lies outside the boundary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from ipops.kernel.outcome import Unknown
from ipops.kernel.text import Text
from ipops.lines.navigation.study.desk import Desk
from ipops.lines.navigation.study.parts import Analysis, Shown, cite, table
from ipops.lines.navigation.study.saying import Query, Sentence
from ipops.reference.ipc import IpcTitles, ipc_titles, older_english_titles
from ipops.reports import charts

LINKS = {
    "upstream": Text("上游", "upstream"), "midstream": Text("中游", "midstream"), "downstream": Text("下游", "downstream"),
}  # fmt: skip

UNITS = {
    "document": Text("按文献计", "documents"),
    "title_and_owner": Text("题名与申请人均相同的文献计一项", "documents of the same title and applicants are one"),
    "family": Text("优先权相同的文献为一族，计一项", "documents of the same priorities are one family"),
}


def fields(desk: Desk) -> Analysis:
    s, tree = desk.land, desk.study.tree
    whole = desk.ask(
        Text("数据集与边界", "the set and its boundary"),
        f"""select count(*) as documents, count(*) filter (core) as core_documents,
                   count(distinct unit) as units, count(distinct unit) filter (core) as core_units,
                   count(*) filter (core and not itself) as core_by_item
            from {s}_scope""",  # noqa: S608
    )
    asked = desk.ask(
        Text("各节点的项数", "units by node of the tree"),
        f"select node, count(distinct unit) as units, count(*) as documents from {s}_label group by 1 order by 2 desc, 1",  # noqa: S608
    )
    spread = desk.ask(
        Text("每项所在的节点数", "how many nodes a unit is under"),
        f"""select coalesce(n, 0) as nodes, count(*) as units from
            (select distinct unit from {s}_scope where core) left join
            (select unit, count(distinct node) as n from {s}_label group by 1) using (unit) group by 1 order by 1""",  # noqa: S608
    )
    count = {n: u for n, u, _ in asked.rows}
    bars = tuple(
        charts.Rank(
            title=Text(f"{LINKS[n.link].zh} · {n.title.zh}", n.title.en),
            value=Fraction(count.get(n.code, 0)),
            says=Text(f"{count.get(n.code, 0):,}", f"{count.get(n.code, 0):,}"),
        )
        for n in sorted(tree, key=lambda n: (list(LINKS).index(n.link), -count.get(n.code, 0)))
    )
    chart = charts.Ranked(
        title=cite(Text("技术分解各节点的项数", "Items by node of the technical tree"), asked),
        unit=Text("项", "items"), head=Text("节点", "node"), ranks=bars,
    )  # fmt: skip
    unlabelled = spread.rows[0][1] if spread.rows and spread.rows[0][0] == 0 else 0
    first = next((n for n in tree if asked.rows and n.code == asked.rows[0][0]), tree[0])
    findings = [bounded(whole)] if desk.study.sets[s].boundary else []
    if asked.rows:
        words = Text(
            "边界之内共{u}项（{unit}），最集中的节点是“{node}”，{k}项。",
            "Within the boundary there are {u} items ({unit}); the densest node is {node}, {k} items.",
        )
        names = {"node": first.title.text, "unit": UNITS[desk.study.sets[s].unit]}
        numbers = {"u": whole.number(0, "core_units"), "k": asked.number(0, "units")}
        findings.append(Sentence(words=words, names=names, numbers=numbers))
    left = Text(
        f"一项可同时属于多个节点，各节点之和大于总数；{unlabelled:,}项不属于任何节点。规则标引见附录，人工标引优先于规则。",
        f"An item may be under several nodes, so nodes add up to more than the whole; {unlabelled:,} items are under none. Rules are in the appendix; labels by hand override them. * A title of an older edition of the classification (2008 to 2019): the list of the present one has it in Chinese alone.",
    )
    return Analysis(code="fields", title=Text("技术分布", "What the field consists of"), method=left, findings=tuple(findings), charts=(chart,), tables=(_subclasses(desk),))  # fmt: skip


_BY_ITEM = Text(
    "其中{t}件自身的题名和分类并未指向，因与指向本产业的文献属于同一项而计入。",
    "Of these {t} do not point to it themselves and are counted because another document of the same item does.",
)


def bounded(whole: Query) -> Sentence:
    """How much of what was found is of the industry, and how much of that only by another document of its item."""
    words = Text(
        "检得的{n}件文献中，按边界检索式属于本题的有{c}件，占{p}，其余在边界之外。除另有说明外，下文只分析边界之内。",
        "Of {n} documents found, {c} ({p}) belong to the subject by the boundary query; the rest lie outside it. What follows is about those within, unless it says otherwise.",
    )
    within = whole.number(0, "core_documents")
    numbers = {"n": whole.number(0, "documents"), "c": within, "p": within.of(whole.number(0, "documents"))}
    if whole.rows[0][whole.columns.index("core_by_item")]:
        words = Text(words.zh + _BY_ITEM.zh, f"{words.en} {_BY_ITEM.en}")
        numbers["t"] = whole.number(0, "core_by_item")
    return Sentence(words=words, numbers=numbers)


def _subclasses(desk: Desk) -> Shown:
    s = desk.land
    asked = desk.ask(
        Text("边界内的 IPC 小类", "IPC subclasses within the boundary"),
        f"""select c.subclass, count(distinct s.unit) as units from {s}_classes c join {s}_scope s using (document)
            where s.core and c.subclass is not null group by 1 order by 2 desc, 1 limit 12""",  # noqa: S608
    )
    titles, older = ipc_titles(), older_english_titles()
    rows = [(symbol, called(symbol, titles, older), n) for symbol, n in asked.rows]
    return table(
        cite(Text("边界内最多的 IPC 小类", "Most frequent IPC subclasses within the boundary"), asked),
        (Text("IPC 小类", "IPC subclass"), Text("名称", "title"), Text("项数", "items")),
        rows,
        numeric=(2,),
        widths=(1, 5, 1),
    )


def called(symbol: str, titles: IpcTitles | Unknown, older: Mapping[str, str] | Unknown) -> Text:
    """A subclass's title. Where the list has none in English that of an older edition stands for it, and a title of one language
    alone is shown as what it is; without any, none is known."""
    found = titles.title(symbol) if isinstance(titles, IpcTitles) else None
    before = None if isinstance(older, Unknown) else older.get(symbol)
    if found is None and before is None:
        return _NO_TITLE
    if found is None:
        return Text(f"（仅有旧版英文名称）{before}", f"{before} *")
    zh = _NOTES.sub("", found.zh).strip("；; ")
    if found.en != found.zh:
        return Text(zh, found.en)
    return Text(zh, f"{before} *" if before else f"(title only in Chinese) {zh}")


#: references to other places of the scheme, and notes, which the list gives behind the title
_NOTES = re.compile(r"[（(][^（）()]*[A-H]\d\d[A-Z][^（）()]*[）)]|注意? ?1\..*", re.DOTALL)
_NO_TITLE = Text("未知（名称表中没有）", "unknown (not in the list of titles)")
