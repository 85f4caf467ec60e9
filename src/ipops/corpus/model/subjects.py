"""What documents are about: classification symbols, and the fields and industries a table given by path makes of them."""

from __future__ import annotations

from ipops.corpus.model.column import COUNT, DAY, FLAG, SHARE, TEXT, TableSpec, column
from ipops.kernel.text import Text

CLASSES = TableSpec(
    name="classes",
    title=Text("分类", "classes"),
    grain=Text("每件文献的每个分类号一行。", "one row a symbol of a document."),
    columns=(
        column("document", TEXT, "文献键", "key of the document", required=True),
        column(
            "scheme",
            TEXT,
            "ipc、cpc、uspc、locarno、ecla、fi、fterm、sei 战略性新兴产业、gbt4754 国民经济行业、dwpi",
            "ipc, cpc, uspc, locarno, ecla, fi, fterm, sei (emerging industries), gbt4754 (industries), dwpi",
            required=True,
        ),
        column(
            "symbol",
            TEXT,
            "规范写法，如 H04N21/2343；小类为 H04N",
            "the one way we write it, as H04N21/2343, or H04N for a subclass",
            required=True,
        ),
        column(
            "edition",
            TEXT,
            "版本，如 2006.01、7；空：不知。只在同一版本内比较",
            "edition, as 2006.01 or 7; null: not known. Compare within one edition",
        ),
        column("section", TEXT, "部（ipc、cpc）", "section (ipc, cpc)"),
        column("class_", TEXT, "大类，如 H04", "class, as H04"),
        column("subclass", TEXT, "小类，如 H04N", "subclass, as H04N"),
        column("main_group", TEXT, "大组，如 H04N21/00", "main group, as H04N21/00"),
        column("inventive", FLAG, "发明信息（是）或附加信息（否）", "invention information, or additional"),
        column("first", FLAG, "主分类号", "the first or main symbol"),
        column("sequence", COUNT, "次序", "order", required=True),
        column("assigned_on", DAY, "分类日", "day it was assigned"),
        column("office", TEXT, "给出分类的局", "office that assigned it"),
        column(
            "well_formed",
            FLAG,
            "写法是否读得懂；否时 symbol 为原文",
            "whether it could be read; if not, symbol is as written",
            required=True,
        ),
        column("raw", TEXT, "原文", "as written", required=True),
    ),
)

FIELDS = TableSpec(
    name="fields",
    title=Text("领域", "fields"),
    grain=Text(
        "每件文献的每个领域一行；领域表由路径给出，未给出时本表为空。",
        "one row a field of a document; concordances are given by path, without them the table is empty.",
    ),
    columns=(
        column("document", TEXT, "文献键", "key of the document", required=True),
        column("scheme", TEXT, "wipo35 或领域表的代码", "wipo35, or the code of the concordance", required=True),
        column("edition", TEXT, "领域表的版本", "edition of the concordance", required=True),
        column("field", TEXT, "领域代码", "code of the field", required=True),
        column("title", TEXT, "领域名称", "its title"),
        column("sector", TEXT, "所属部门", "its sector"),
        column("symbols_n", COUNT, "落入该领域的分类号数", "symbols that fall into it", required=True),
        column(
            "share",
            SHARE,
            "占该文献已归类分类号的份额，各领域合计为 1",
            "its share of the document's matched symbols; shares of a document sum to 1",
            required=True,
        ),
        column("first", FLAG, "主分类号所在领域", "the field of the first symbol", required=True),
        column(
            "conditional",
            FLAG,
            "领域表另有关键词条件，仅分类号相符",
            "the concordance asks for keywords too; only the symbol matched",
            required=True,
        ),
    ),
)
