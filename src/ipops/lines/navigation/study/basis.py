"""The first two chapters: who wanted it and on what data it stands; what was searched, how well, and how it was cut up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ipops.kernel.text import Text
from ipops.lines.navigation.study.analyses.fields import LINKS, UNITS
from ipops.lines.navigation.study.desk import Desk, Hands
from ipops.lines.navigation.study.parts import same, table
from ipops.lines.navigation.study.samples import Checked
from ipops.lines.navigation.study.saying import UNKNOWN, Number, Query, Sentence, listed

Sections = Sequence[tuple[Text, Sequence[object]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    checked: Checked
    marks: dict[str, str]
    hand: Hands


def basis(desk: Desk, told: Basis) -> Sections:
    study = desk.study
    team: object = UNKNOWN
    if study.team:
        heads = (Text("职责", "role"), Text("姓名", "name"))
        team = table(Text("项目组", "Team"), heads, [(m.role.text, same(m.name)) for m in study.team])
    goals = listed([g.named for g in study.goals])
    plain = {
        Text("项目类别", "Kind"): study.kind.named, Text("目标", "Goals"): goals,
        Text("产业", "Industry"): study.industry.text, Text("服务对象所在地", "Place"): study.place.text,
    }  # fmt: skip
    return (
        (Text("需求", "Need"), (study.demand.text, plain)),
        (Text("人力资源", "Team"), (team if study.team else Text("项目组成员：未知（模板未填写）。", "Team: unknown (the template does not say)."),)),
        (Text("数据来源", "Sources"), tuple(_source(desk, name) for name in study.sets)),
    )  # fmt: skip


def _source(desk: Desk, name: str) -> dict[Text, Text]:
    one, got = desk.study.sets[name], desk.loaded[name]
    held = Text(
        f"读入{got.read:,}条＝新存{got.stored:,}＋并入{got.merged:,}＋隔离{got.quarantined:,}；成表{got.documents:,}件",
        f"{got.read:,} records read = {got.stored:,} stored + {got.merged:,} merged + {got.quarantined:,} quarantined; {got.documents:,} documents",
    )
    if (joined := got.stored - got.documents) > 0:
        held = Text(
            f"{held.zh}（新存中{joined:,}条没有公布号或与另一来源同号，成表时并入其文献）",
            f"{held.en} ({joined:,} of the stored records tell no publication number, or another source's number for the same document, and are joined to it in the tables)",
        )
    until = one.covers_until or got.last_day
    return {
        Text("数据集", "Set"): one.title.text,
        Text("来源与许可", "Source and licence"): one.source.text,
        Text("原检索", "As it was searched"): one.query.text,
        Text("检索日", "Searched on"): same(one.searched_on.isoformat()) if one.searched_on else UNKNOWN,
        Text("数据截至", "Covers until"): same(until.isoformat()) if until else UNKNOWN,
        Text("文件", "Files"): same(
            "; ".join(f"{g.name.rpartition('/')[2]} (SHA-256 {g.sha256[:12]}…)" for g in got.files)
        ),
        Text("清点", "Accounts"): held,
        Text("计数单位", "What is counted"): UNITS[one.unit],
    }


def start(desk: Desk, told: Basis) -> Sections:
    study = desk.study
    bounds = table(
        Text("检索边界与冻结标识", "Boundaries and marks of the frozen sets"),
        (Text("数据集", "set"), Text("边界检索式", "boundary"), Text("边界内文献的 SHA-256", "SHA-256 of the documents within")),
        [(study.sets[n].title.text, same(" ".join(study.sets[n].boundary.split()) or "—"), same(" ".join(told.marks[n][i : i + 16] for i in range(0, 64, 16)))) for n in study.sets],
        widths=(2, 6, 3),
    )  # fmt: skip
    tree = table(
        Text("技术分解表", "Technical tree"),
        (Text("环节", "link"), Text("节点", "node")),
        [(LINKS[n.link], n.title.text) for n in study.tree], widths=(1, 5),
    )  # fmt: skip
    hand = _hands(desk, told.hand)
    return (
        (Text("数据集与检索边界", "Data sets and boundaries"), (_FREEZE, bounds)),
        (Text("查全率与查准率", "Recall and precision"), tuple(_ratios(desk, told.checked))),
        (Text("技术分解与标引", "Technical tree and labels"), (hand, tree)),
        (Text("数据的陷阱", "Traps of the data"), _TRAPS),
    )


def _hands(desk: Desk, got: Hands) -> Text | Sentence:
    """Who labelled what: hand and rule are counted both, and hand wins."""
    if not got.said:
        return Text(
            "按规则自动标引（规则见附录一）；没有人工标引。",
            "Labels are given by rule (appendix A); none was given by hand.",
        )
    columns = ("documents", "said", "same", "added", "removed")
    kept = desk.once(
        Text("人工标引与规则", "labels by hand beside the rules"), "people's labels within the boundary beside S_rule",
        columns, (tuple(getattr(got, c) for c in columns),),
    )  # fmt: skip
    return Sentence(
        words=Text(
            "按规则自动标引（规则见附录一）；人工标引{documents}件{said}条，优先于规则：与规则一致{same}条，规则之外增{added}条，规则之中减{removed}条。",
            "Labels are given by rule (appendix A). People labelled {documents} documents, {said} nodes in all, and override the rules: {same} say the same, {added} were added, {removed} removed.",
        ),
        numbers={c: kept.number(0, c) for c in columns},
    )


def _ratios(desk: Desk, got: Checked) -> list[object]:
    if got.precision is None:
        return [_NO_LABELS.fill(k=got.read, n=got.drawn)]
    asked: list[tuple[object, ...]] = [
        ("within", got.precision.drawn, got.precision.found, got.inside_n, got.precision.low, got.precision.high)
    ]
    if got.outside is not None and got.recall is not None:
        asked.append(
            ("outside", got.outside.drawn, got.outside.found, got.outside_n, got.outside.low, got.outside.high)
        )
        asked.append(("recall", None, got.recall[0], None, got.recall[1], got.recall[2]))
    kept = desk.once(
        Text("抽样检验（Wilson 95% 区间）", "samples read (Wilson, 95 %)"), "lines.navigation.study.samples over the verdicts",
        ("stratum", "drawn", "relevant", "documents", "low", "high"), tuple(asked),
    )  # fmt: skip
    first = Sentence(
        words=Text(
            "查准率：边界内抽读{n}件，{k}件相关，为{p}（区间{low}至{high}）。",
            "Precision: of {n} documents read within the boundary {k} are relevant, {p} (interval {low} to {high}).",
        ),
        numbers=_of(kept, 0),
    )
    if len(asked) == 1:
        return [first, _ALL_WITHIN if got.outside_n == 0 else _NO_OUTSIDE, _READER]
    second = Sentence(
        words=Text(
            "边界外抽读{n}件，{k}件相关，为{p}（区间{low}至{high}）。",
            "Outside it, of {n} read {k} are relevant, {p} (interval {low} to {high}).",
        ),
        numbers=_of(kept, 1),
    )
    third = Sentence(
        words=Text(
            "由此估计边界在数据集内的查全率为{p}（区间{low}至{high}）。数据集本身未收录的文献不在其中。",
            "Recall of the boundary within the set is then {p} (interval {low} to {high}). What the set never held is not in it.",
        ),
        numbers={
            "p": kept.number(2, "relevant").as_("share"),
            "low": kept.number(2, "low").as_("share"),
            "high": kept.number(2, "high").as_("share"),
        },
    )
    return [first, second, third, _READER]


def _of(kept: Query, row: int) -> dict[str, Number]:
    numbers = {"n": kept.number(row, "drawn"), "k": kept.number(row, "relevant")}
    numbers["p"] = numbers["k"].of(numbers["n"])
    return numbers | {"low": kept.number(row, "low").as_("share"), "high": kept.number(row, "high").as_("share")}


_NO_LABELS = Text(
    "查全率、查准率：未知（抽样{n}件，已判读{k}件）。由熟悉技术的人在网页上逐件判读，或填写抽样表（samples.csv）的“relevant”列并在模板的 samples.labels 指明后重新运行，即给出比率与区间。未见官方对合格比率的规定，故不设门槛。",
    "Recall and precision: unknown ({n} drawn, {k} read). Once somebody who knows the technology has judged every document on the study's page, or filled the column relevant of samples.csv and named it as samples.labels, a new run gives ratios and intervals. No official threshold was found, so none is set.",
)
_ALL_WITHIN = Text(
    "数据集的全部文献都在边界内，边界外无从漏检，不估计查全率；数据集本身未收录的文献不在其中。",
    "Every document of the set lies within the boundary: nothing can be missed beyond it, and no recall is estimated. What the set never held is not in it.",
)
_NO_OUTSIDE = Text(
    "查全率：未知（边界外没有可判读的文献）。", "Recall: unknown (outside the boundary there is nothing to read)."
)
_READER = Text(
    "样本只据题名、申请人与分类号判读，未读全文；未见官方对合格比率的规定，故不设门槛。",
    "Samples were judged by title, applicants and classes, not by the full text; no official threshold was found, so none is set.",
)
_FREEZE = Text(
    "数据集在分析前冻结：文件以 SHA-256 记录，边界内文献的键按序取 SHA-256 作为标识，任何增减都会改变标识。",
    "Sets are frozen before they are analysed: files are kept by SHA-256, and the keys of the documents within the boundary, in order, make a mark that any change would change.",
)
_TRAPS = (
    Text("截尾：申请最迟满十八个月公布，最近年份的下降不是真实下降，增长率与拟合只用完整年份。", "Truncation: applications are published after up to eighteen months; the fall of the last years is not a real one, and growth and fits use whole years alone."),
    Text("同族：一项发明在多国公布，按件计会夸大跨国企业；有同族数据的按族计，没有的按题名与申请人近似，近似会漏并译名不同的成员。", "Families: one invention is published in many countries, and counting documents inflates multinationals. Families are counted where told, else title and applicants stand in, which misses members with other titles."),
    Text("缺分类、缺日期、缺引文：缺失不等于零，各节写明基于多少件。", "Missing classes, dates and references are not zero; every section says on how many it rests."),
    Text("名称：权利人按名称归并，同一集团的子公司只按模板所列合并；译名可能分散。", "Names: owners are resolved by name; subsidiaries of a group are merged only where the template lists them, transliterations may stay apart."),
    Text("全文检索：仅在正文提及产业词的文献不等于该产业的专利，故设边界并抽样检验。", "Full-text search: a document that mentions the industry is not a patent of it, hence the boundary and the samples."),
)  # fmt: skip
