"""What binds documents: citations, literature, families, priorities. Unresolved ends are kept as they were written."""

from __future__ import annotations

from ipops.corpus.model.column import COUNT, DAY, FLAG, TEXT, TableSpec, column
from ipops.kernel.text import Text

CITATIONS = TableSpec(
    name="citations",
    title=Text("专利引文", "patent citations"),
    grain=Text(
        "每对（引用文献，被引号码）一行；重复的只记一次。",
        "one row a pair of citing document and cited number; repeats are one.",
    ),
    columns=(
        column(
            "citing",
            TEXT,
            "引用方：文献键；不在库中的为规范化号码",
            "citing document; its normalised number if it is not in the corpus",
            required=True,
        ),
        column(
            "cited",
            TEXT,
            "被引方：库中文献键，否则为规范化号码；读不懂为空",
            "cited document in the corpus, else its normalised number; null if the number cannot be read",
        ),
        column("citing_here", FLAG, "引用方在库中", "the citing end is in documents", required=True),
        column("cited_here", FLAG, "被引方在库中", "the cited end is in documents", required=True),
        column(
            "resolved_by",
            TEXT,
            "exact 号码与种类相同；number 号码相同、来源未写种类；application 引用其申请；null 未在库中",
            "exact (number and kind), number (no kind was written), application (its application was cited); null: not here",
        ),
        column("cited_raw", TEXT, "被引号码原文", "the cited number as written", required=True),
        column("cited_office", TEXT, "被引局", "office of the cited number"),
        column("cited_kind", TEXT, "来源所写被引种类代码", "kind of the cited, as written"),
        column(
            "cited_on",
            DAY,
            "被引文献的日期（日为 00 时取月首）",
            "day of the cited, as written (day 00: the first of its month)",
        ),
        column(
            "origin",
            TEXT,
            "examiner、applicant、third_party、search、opposition；空：不知",
            "examiner, applicant, third_party, search, opposition; null: not known",
        ),
        column("category", TEXT, "X、Y、A 等", "X, Y, A and so on"),
        column("sequence", COUNT, "在引用方清单中的次序", "place in the citing list"),
    ),
)

LITERATURE = TableSpec(
    name="literature",
    title=Text("非专利引文", "non-patent literature"),
    grain=Text("每条非专利引文一行。", "one row a cited item that is no patent."),
    columns=(
        column("citing", TEXT, "文献键", "key of the document", required=True),
        column("sequence", COUNT, "次序", "place in its list", required=True),
        column("text", TEXT, "原文", "as written", required=True),
        column("origin", TEXT, "同专利引文", "as in citations"),
        column("category", TEXT, "X、Y、A 等", "X, Y, A and so on"),
    ),
)

FAMILIES = TableSpec(
    name="families",
    title=Text("同族", "families"),
    grain=Text(
        "每个族的每个成员一行；一件文献可属几类族。",
        "one row a member of a family; a document may be in families of several kinds.",
    ),
    columns=(
        column(
            "family",
            TEXT,
            "族键：类别与号码，如 docdb:34567890",
            "key: its kind and number, as docdb:34567890",
            required=True,
        ),
        column(
            "kind",
            TEXT,
            "docdb 简单族、inpadoc 扩展族、dwpi；priority 由相同优先权推得的简单族；single 独自成族",
            "docdb (simple), inpadoc (extended), dwpi; priority: simple, worked out from equal priorities; single",
            required=True,
        ),
        column("member", TEXT, "成员号码（规范化）", "number of the member, normalised", required=True),
        column("document", TEXT, "成员在库中的文献键；不在为空", "key of the member in documents; null if not here"),
        column("office", TEXT, "成员的局", "office of the member"),
        column("source", TEXT, "stated 来源写明；derived 推得", "stated by a source, or derived", required=True),
    ),
)

PRIORITIES = TableSpec(
    name="priorities",
    title=Text("优先权", "priorities"),
    grain=Text("每件文献的每项优先权一行。", "one row a priority claimed."),
    columns=(
        column("document", TEXT, "文献键", "key of the document", required=True),
        column("sequence", COUNT, "次序", "order", required=True),
        column(
            "application", TEXT, "优先权申请键；读不懂为空", "key of the application; null if its number cannot be read"
        ),
        column("raw", TEXT, "号码原文", "number as written", required=True),
        column("office", TEXT, "局", "office"),
        column("on", DAY, "优先权日", "day of priority"),
        column(
            "kind",
            TEXT,
            "national、regional、international、continuation、division、provisional 等；空：不知",
            "national, regional, international, continuation, division, provisional …; null: not known",
        ),
    ),
)
